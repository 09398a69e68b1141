"""A definition under another name is found where it could be meant, and an exercise's own name never is."""

import pytest

from autograder.submission.near_names import near_name
from autograder.submission.notebook import Cell


@pytest.mark.parametrize(
    ("source", "name", "near"),
    [
        ("def double_of(x, y): pass", "doubled_of", "double_of"),
        ("class LayerBlock(nn.Module): pass", "Layer", "LayerBlock"),
        ("def ASKS(params): pass", "asks", "ASKS"),
        ("def inplace(): pass", "in_place", "inplace"),
        ("def my_tensor(): pass\ndef tent(): pass", "tensor", "my_tensor"),
        ("if True:\n    def Asks_back(): pass", "asks_back", "Asks_back"),
        ("def plot(): pass", "asks", None),
        ("def f(): pass", "gx", None),
        ("def asks_2d(): pass", "asks", None),
        ("x = 1", "asks", None),
    ],
)
def test_what_could_be_meant(source, name, near):
    assert near_name([Cell(True, source)], name, {"asks", "asks_2d", name}) == near


def test_texts_are_not_looked_at():
    assert near_name([Cell(False, "def ASKS(): pass")], "asks", {"asks"}) is None
