"""A notebook of another assignment is recognised by what it defines, and never one that has what was asked for."""

import pytest

from autograder.submission.belonging import other_assignment
from autograder.submission.notebook import Cell

EXERCISES = {"newton": ["newton", "line_search"], "regression": ["sgd", "linreg", "loss"], "minibatch": ["sgd", "train", "decay"]}


@pytest.mark.parametrize(
    ("source", "asked", "other"),
    [
        ("def newton(): pass\ndef line_search(): pass", "regression", "newton"),
        ("def newton(): pass", "regression", "newton"),
        ("def sgd(): pass\ndef train(): pass\ndecay = 1", "regression", "minibatch"),
        ("def sgd(): pass", "regression", None),
        ("def sgd(): pass\ndef linreg(): pass\ndef loss(): pass\ndef newton(): pass\ndef line_search(): pass", "regression", None),
        ("def sgd(): pass\ndef linreg(): pass", "regression", None),
        ("x = 1", "regression", None),
        ("class newton: pass\nline_search = 3", "newton", None),
    ],
)
def test_which_assignment(source, asked, other):
    assert other_assignment([Cell(True, source)], asked, EXERCISES) == other


def test_texts_do_not_count():
    assert other_assignment([Cell(False, "def newton(): pass\ndef line_search(): pass")], "regression", EXERCISES) is None
