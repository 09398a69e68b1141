"""A definition under another name is found where it could be meant, and an exercise's own name never is."""

import pytest

from autograder.submission.near_names import near_name
from autograder.submission.notebook import Cell


@pytest.mark.parametrize(
    ("source", "name", "near"),
    [
        ("def square_loss(y_hat, y): pass", "squared_loss", "square_loss"),
        ("class ResidualBlock(nn.Module): pass", "Residual", "ResidualBlock"),
        ("def SGD(params): pass", "sgd", "SGD"),
        ("def dataiter(): pass", "data_iter", "dataiter"),
        ("def my_linreg(): pass\ndef linear(): pass", "linreg", "my_linreg"),
        ("if True:\n    def Batch_norm(): pass", "batch_norm", "Batch_norm"),
        ("def plot(): pass", "sgd", None),
        ("def f(): pass", "gd", None),
        ("def sgd_2d(): pass", "sgd", None),
        ("x = 1", "sgd", None),
    ],
)
def test_what_could_be_meant(source, name, near):
    assert near_name([Cell(True, source)], name, {"sgd", "sgd_2d", name}) == near


def test_texts_are_not_looked_at():
    assert near_name([Cell(False, "def SGD(): pass")], "sgd", {"sgd"}) is None
