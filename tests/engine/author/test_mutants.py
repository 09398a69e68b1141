"""Mutants: small changes of a solution, each of which should cost points, in any course."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.author.mutants import EQUIVALENT, change, impatient, mutants_of_source, survey
from autograder.author.mutators import MUTATORS, mutate
from autograder.course import ORDER, Course, UsageError

SOURCES = {
    "_keyword_left_out": ("y = x.mean(dim=0, keepdim=True)", "y = x.mean(keepdim=True)"),
    "_arguments_swapped": ("y = torch.cat((X, Y), 1)", "y = torch.cat((Y, X), 1)"),
    "_call_left_out": ("y = F.dropout(x)", "y = x"),
    "_neighbour_in_its_place": ("y = x.sum()", "y = x.mean()"),
    "_dimension_left_out": ("dims = (0, 2, 3)", "dims = (0, 3)"),
    "_statement_left_out": ("if x:\n    y = 1\n    z = 2", "if x:\n    pass\n    z = 2"),
    "_statements_swapped": ("if x:\n    y = 1\n    y = 2", "if x:\n    y = 2\n    y = 1"),
    "_with_left_out": ("with torch.no_grad():\n    y = x", "if True:\n    y = x"),
    "_default_changed": ("def f(lr=0.5):\n    return lr", "def f(lr=5.0):\n    return lr"),
}


@pytest.mark.parametrize("mutator", MUTATORS, ids=lambda mutator: mutator.__name__)
def test_each_mutator_makes_its_mistake(mutator):
    source, mutant = SOURCES[mutator.__name__]
    assert ast.unparse(ast.parse(mutant)) in set(mutate(source))


@given(st.sampled_from([source for source, _ in SOURCES.values()]))
def test_every_mutant_is_another_program(source):
    assert ast.dump(ast.parse(source)) not in {ast.dump(ast.parse(mutant)) for mutant in mutants_of_source(source)}


def test_a_change_is_told_in_a_line():
    assert change("a = 1\nb = 2", "a = 1\nb = 3") == "-2 b = 2  +2 b = 3"


@pytest.fixture
def small(own_course):
    """The tiny course with one exercise, whose solution leaves little to change."""
    root = own_course.root
    (root / ORDER).write_text('title = "Small"\n[[assignments]]\nname = "small"\ntitle = "Small"\nexercises = [{ name = "twice", points = 1 }]\n')
    (root / "solutions/small.py").write_text('# %%\nimport torch\n\n# %% exercise="twice"\ndef twice(x):\n    """2x."""\n    return 2 * x\n')
    (root / "tests/graders/test_small.py").write_text(
        "import torch\nfrom autograder.graders import exercise, same\n\n"
        '@exercise("twice")\ndef test_twice(student):\n    """2x."""\n    same(student.twice(torch.ones(1)), torch.tensor([2.0]), "2x")\n'
    )
    return Course.load(root)


def test_what_lives_is_named_until_it_is_listed(small, capsys):
    """Of a grader that asks for ones alone: 2 * x is 2 / x there."""
    assert survey(small, ["small"], 1, 1) == 1
    said = capsys.readouterr().out.splitlines()
    alive = [line.removeprefix("ALIVE ") for line in said if line.startswith("ALIVE ")]
    assert alive
    (small.root / EQUIVALENT).write_text("".join(f"{label!r} = 'for ones'\n" for label in [*alive, "twice: no change"]))
    assert survey(small, ["small"], 1, 1) == 0
    assert "NOT NEEDED in tests/equivalent.toml: twice: no change" in capsys.readouterr().out


def test_a_list_that_cannot_be_read(small):
    (small.root / EQUIVALENT).write_text("'twice: a change' = 3\n")
    with pytest.raises(UsageError, match=r"equivalent\.toml"):
        survey(small, ["small"], 1, 1)


def test_the_copy_waits_for_no_call_for_long(own_course, tmp_path):
    order = own_course.root / "solutions" / "course.toml"
    order.write_text(order.read_text().replace("call_seconds = 1", "call_seconds = 30"))
    patient = Course.load(own_course.root)
    assert impatient(patient, ["kinds"], tmp_path / "copy").limits.call_seconds == 2
