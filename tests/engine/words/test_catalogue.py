"""Each sentence is a literal where it is used: so a translation can hold it, and a hint can tell it."""

from pathlib import Path

import pytest
from parts import ROOT

from autograder.words import catalogue
from autograder.words.catalogue import put_together, templates

PACKAGE = ROOT / "autograder"
SAYING = [PACKAGE / name for name in catalogue._ENGINES]
GRADERS = sorted((ROOT / "tests" / "graders").glob("test_*.py")) + sorted((ROOT / "tests/engine/course/tests/graders").glob("test_*.py"))


@pytest.mark.parametrize("path", [*SAYING, *GRADERS], ids=lambda path: path.stem)
def test_no_message_is_put_together(path):
    """No f-string stands where a template should: its values could be told by no rule, and nobody could translate it."""
    assert put_together(path) == []


SOURCE = '''
def test(student):
    """A docstring."""
    assert student, "a plain text"
    assert student, message("got {got}", got=1)
    same(student, 1, "the first result", looks_like=lambda: {"a mistake": 2})
    raise Mismatch("expected {n}", hint="expected another", n=told("a value"))
'''


@pytest.fixture
def grader(tmp_path: Path):
    path = tmp_path / "test_grader.py"
    path.write_text(SOURCE)
    return path


def test_the_sentences_of_a_grader(grader):
    found = {template.text for template in templates([grader]) if template.path == grader.name}
    assert found == {"a plain text", "got {got}", "the first result", "a mistake", "expected {n}", "expected another"}


def test_the_engines_sentences_are_there():
    found = {template.text for template in templates([])}
    assert {"values differ", "{what}: {difference}", "a segmentation fault", "an exception", "a different shape"} <= found


def test_each_sentence_stands_once(grader):
    texts = [template.text for template in templates([grader, grader])]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("statement", ['assert x, f"got {x}"', 'same(x, 1, f"the {x}")', 'raise Mismatch("a", hint=f"{x}")'])
def test_an_f_string_is_found(tmp_path, statement):
    """So that the test above can fail."""
    path = tmp_path / "grader.py"
    path.write_text(f"x = 1\n{statement}\n")
    assert put_together(path) == [2]
