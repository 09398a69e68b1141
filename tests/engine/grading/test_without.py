"""An exercise that is to be written without something: what students read of it, and what they earn."""

import json

import pytest

from autograder.author.release import notebook
from autograder.course import Course, UsageError
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

ORDER = """
title = "One"

[[assignments]]
name = "one"
title = "One"
feedback = "hints"
exercises = [{ name = "relu", points = 2 }, { name = "other", points = 1 }]
"""
SOLUTION = '''# %%
import torch

# %% exercise="relu"
def relu(X):
    """The relu of X."""
    return torch.clamp(X, min=0)

# %% exercise="other"
def other(X):
    """The relu of X, by whatever way."""
    return torch.clamp(X, min=0)
'''
GRADER = '''
import torch

from autograder.graders import exercise, same


@exercise("relu", public=True, without=["torch.nn.functional.relu"])
def test_relu_of_one(student):
    """One number."""
    same(student.relu(torch.ones(1)), torch.ones(1))


@exercise("relu", without=["torch.relu"])
def test_relu_of_many(student, randn):
    """Many numbers."""
    X = randn(5)
    same(student.relu(X), X * (X > 0))


@exercise("other", public=True)
def test_other(student):
    """One number."""
    same(student.other(torch.ones(1)), torch.ones(1))


@exercise("other")
def test_other_of_many(student, randn):
    """Many numbers."""
    X = randn(5)
    same(student.other(X), X * (X > 0))
'''
OTHER = "def other(X):\n    return F.relu(X)"
CELL = "write this without torch.nn.functional.relu, in cell 1, line 2: `return F.relu(X)`"
BEHIND = "def relu(X):\n    return nn.ReLU()(X)"


@pytest.fixture
def one(tmp_path):
    for name, text in (("solutions/course.toml", ORDER), ("solutions/one.py", SOLUTION), ("tests/graders/test_one.py", GRADER)):
        (tmp_path / "one" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "one" / name).write_text(text)
    return Course.load(tmp_path / "one")


def reports(course, folder, *answers, beside=()):
    orders = []
    for number, answer in enumerate(answers):
        cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in (*beside, answer, OTHER)]
        path = folder / f"{number}.ipynb"
        path.write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
        orders.append(Order("one", str(path), str(number), 1))
    with Pool(Terms(course=str(course.root)), 1) as pool:
        graded = {order.student: report for order, report in pool.grade(orders)}
    return [graded[str(number)] for number in range(len(answers))]


def test_points_and_words(one, tmp_path):
    by_hand, by_name, behind, compares = reports(
        one,
        tmp_path,
        "def relu(X):\n    return X * (X > 0)",
        "def relu(X):\n    return F.relu(X)",
        BEHIND,
        "def relu(X):\n    return X * (X > 0)\nassert torch.equal(F.relu(torch.ones(2)), relu(torch.ones(2)))",
    )
    assert [report.score for report in (by_hand, by_name, behind, compares)] == [3, 1, 1, 3]
    assert {test.message for test in by_name.exercises[0].tests} == {CELL}
    assert "write this without torch.nn.functional.relu, in cell 1, line 2" in behind.exercises[0].tests[1].message


# IPython or a reader of Python's syntax raises at them
UNREADABLE = [
    "if x:\n        y?\n    z",
    "%matplotlib inline\nif x:\n        y\n    z",
    "Why is this so?\n    It is so\n  because.",
    "x = 1\nif x == 0:\n    pass\n" + "elif x == 2:\n    pass\n" * 1200,
    "X = torch.ones(1, 1)\nX" + ".T" * 1500,
    "np.polynomial.Polynomial.domain([1])\ntorch.classes.a.b",
]


# IPython gives up after 500 lines such as these, which take it seconds
TOO_MANY_MAGICS = "%pwd\n" * 501


def test_cells_that_are_hard_to_read(one, tmp_path):
    """Each costs itself, as it does in a course that bans nothing: the answer counts, and its text is looked at."""
    (by_hand,) = reports(one, tmp_path, "def relu(X):\n    return X * (X > 0)", beside=UNREADABLE)
    (by_name,) = reports(one, tmp_path, "def relu(X):\n    return F.relu(X)", beside=[*UNREADABLE, TOO_MANY_MAGICS])
    assert by_hand.score == 3
    assert "write this without torch.nn.functional.relu" in by_name.exercises[0].tests[0].message


RIGHT = {
    "a layer further down": "def relu(X):\n    return X * (X > 0)\nact = nn.ReLU()\nnet = nn.Sequential(act)\nout = net(torch.ones(2))",
    "the name bound again": "def relu(X):\n    return X * (X > 0)\nrelu = nn.ReLU()",
    "a name of its own": "net = nn.Sequential(nn.ReLU())\ndef relu(X):\n    net = X > 0\n    return X * net",
    "a parameter": "act = F.relu\ndef relu(X, act=None):\n    return X * (X > 0) if act is None else act(X)",
    "a question": "def relu(X):\n    if isinstance(X, nn.ReLU):\n        return None\n    return X * (X > 0)",
    "magics": "%%time\ndef relu(X):\n    return X * (X > 0)",
}


def test_right_work_earns_all(one, tmp_path):
    graded = reports(one, tmp_path, *RIGHT.values())
    assert {report.score for report in graded} == {3}


def test_the_stub_says_so(one):
    cells = json.loads(notebook(one, one.assignment("one")))["cells"]
    (stub,) = [cell for cell in cells if cell["id"] == "relu"]
    assert "    # Write it without torch.nn.functional.relu, torch.relu.\n" in "".join(stub["source"])


@pytest.mark.parametrize("value", ["NAMES", '["torch." + "relu"]', '"torch.relu"', "[1]"])
def test_a_list_that_the_stub_can_not_say_is_refused(one, value):
    """A ban that students were not told of would cost them points."""
    grader = one.grader("one")
    grader.write_text("NAMES = []\n" + GRADER.replace('["torch.relu"]', value))
    with pytest.raises(UsageError, match=r'test_one.py:\d+: expected without=\["torch.relu"\], a list of plain texts'):
        notebook(one, one.assignment("one"))


def test_the_stub_of_another_says_nothing(one):
    cells = json.loads(notebook(one, one.assignment("one")))["cells"]
    (stub,) = [cell for cell in cells if cell["id"] == "other"]
    assert "without" not in "".join(stub["source"])


@pytest.mark.parametrize(("value", "words"), [('["torch.rellu"]', "'torch.rellu' is no function or class"), ('"torch.relu"', 'expected without=["torch.relu"], a list')])
def test_a_name_that_bans_nothing_is_our_fault(one, tmp_path, capfd, value, words):
    grader = one.grader("one")
    grader.write_text(GRADER.replace('["torch.relu"]', value))
    (report,) = reports(one, tmp_path, "def relu(X):\n    return X")
    assert report.status == "error"
    assert words in capfd.readouterr().err


def test_a_name_that_bans_nothing_is_told_with_its_own_line(one, tmp_path, capfd):
    """Not with that of the module, nor of the mark."""
    grader = one.grader("one")
    grader.write_text(GRADER.replace('without=["torch.relu"])', 'without=[\n    "torch.relu",\n    "torch.rellu",\n])'))
    row = grader.read_text().partition('"torch.rellu"')[0].count("\n") + 1
    reports(one, tmp_path, "def relu(X):\n    return X")
    assert f"test_one.py:{row}: " in capfd.readouterr().err
