"""Public checks of residual: `check("…")` in the notebook runs them. The grader has more."""

import torch

from tests import exercise
from tests.compare import same


@exercise("Residual", public=True)
def test_residual_shapes(student):
    """A plain block keeps the shape; with a 1×1 convolution and stride 2 it widens and halves. No output is negative."""
    X = torch.randn(4, 3, 6, 6)
    Y = student.Residual(3, 3)(X)
    assert tuple(Y.shape) == (4, 3, 6, 6), f"shape (4, 3, 6, 6) expected, yours is {tuple(Y.shape)}"
    Z = student.Residual(3, 6, True, 2)(X)
    assert tuple(Z.shape) == (4, 6, 3, 3), f"shape (4, 6, 3, 3) expected, yours is {tuple(Z.shape)}"
    assert Y.min() >= 0 and Z.min() >= 0, "there is a negative output: the last step is a relu"
    assert Y.requires_grad and Z.requires_grad, "the output has no gradient"


@exercise("Residual", public=True)
def test_residual_can_do_nothing(student):
    """With the weight and the bias of bn2 at zero the main path gives nothing, and the block is relu(X)."""
    X, net = torch.randn(2, 3, 5, 5), student.Residual(3, 3)
    net(X)  # for layers that make their parameters when called
    with torch.no_grad():
        net.bn2.weight.zero_()
        net.bn2.bias.zero_()
    same(net(X.clone()).detach(), torch.relu(X), "the block's output")


@exercise("resnet_block", public=True)
def test_stage_halves_and_widens(student):
    """A later stage maps (4, 3, 8, 8) to (4, 6, 4, 4), the first stage keeps (4, 3, 8, 8)."""
    X = torch.randn(4, 3, 8, 8)
    later, first = student.resnet_block(3, 6, 2), student.resnet_block(3, 3, 2, first_block=True)
    assert len(later) == 2 and len(first) == 2, "two blocks expected in each stage"
    assert tuple(later(X).shape) == (4, 6, 4, 4), f"shape (4, 6, 4, 4) expected, yours is {tuple(later(X).shape)}"
    assert tuple(first(X).shape) == (4, 3, 8, 8), f"shape (4, 3, 8, 8) expected, yours is {tuple(first(X).shape)}"
