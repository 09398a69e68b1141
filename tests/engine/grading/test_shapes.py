"""A shape that a test names is there, or the message says which is."""

import pytest
import torch

from autograder.grading.compare import Mismatch
from autograder.grading.shapes import shaped


def test_the_tensor_comes_back():
    X = torch.ones(2, 3)
    assert shaped(X, (2, 3), "X") is X


@pytest.mark.parametrize(
    ("yours", "message"),
    [
        (torch.ones(3, 2), "X: expected shape (2, 3), got (3, 2)"),
        (torch.ones(()), "X: expected shape (2, 3), got ()"),
        (None, "X: expected a tensor of shape (2, 3), got None (is a return missing?)"),
        ([1.0], "X: expected a tensor of shape (2, 3), got a list of 1"),
    ],
)
def test_another_shape_is_named(yours, message):
    with pytest.raises(Mismatch) as caught:
        shaped(yours, torch.Size([2, 3]), "X")
    assert str(caught.value) == message
