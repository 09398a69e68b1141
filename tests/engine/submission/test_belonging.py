"""A notebook of another assignment is recognised by what it defines, and never one that has what was asked for."""

import pytest

from autograder.submission.belonging import other_assignment
from autograder.submission.notebook import Cell

EXERCISES = {"first": ["first", "second"], "regression": ["step", "line", "loss"], "minibatch": ["step", "train", "decay"]}


@pytest.mark.parametrize(
    ("source", "asked", "other"),
    [
        ("def first(): pass\ndef second(): pass", "regression", "first"),
        ("def first(): pass", "regression", "first"),
        ("def step(): pass\ndef train(): pass\ndecay = 1", "regression", "minibatch"),
        ("def step(): pass", "regression", None),
        ("def step(): pass\ndef line(): pass\ndef loss(): pass\ndef first(): pass\ndef second(): pass", "regression", None),
        ("def step(): pass\ndef line(): pass", "regression", None),
        ("x = 1", "regression", None),
        ("class first: pass\nsecond = 3", "first", None),
    ],
)
def test_which_assignment(source, asked, other):
    assert other_assignment([Cell(True, source)], asked, EXERCISES) == other


def test_texts_do_not_count():
    assert other_assignment([Cell(False, "def first(): pass\ndef second(): pass")], "regression", EXERCISES) is None
