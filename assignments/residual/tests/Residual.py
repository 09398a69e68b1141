"""Public checks of Residual, made from the grader's. The notebook runs them: grader.check("Residual")"""

OK_FORMAT = False

import torch
from compare import Defined, same, show
from otter.test_files import test_case

name = "Residual"


@test_case(name='A plain block keeps the shape; with a 1\xd71 convolution and stride 2 it widens and halves. No output is negative.')
def test_residual_shapes(env):
    student = Defined(env)
    X = torch.randn(4, 3, 6, 6)
    Y = student.Residual(3, 3)(X)
    assert tuple(Y.shape) == (4, 3, 6, 6), f"shape (4, 3, 6, 6) expected, yours is {tuple(Y.shape)}"
    Z = student.Residual(3, 6, True, 2)(X)
    assert tuple(Z.shape) == (4, 6, 3, 3), f"shape (4, 6, 3, 3) expected, yours is {tuple(Z.shape)}"
    assert Y.min() >= 0 and Z.min() >= 0, "there is a negative output: the last step is a relu"
    assert Y.requires_grad and Z.requires_grad, "the output has no gradient"


@test_case(name='With the weight and the bias of bn2 at zero the main path gives nothing, and the block is relu(X).')
def test_residual_can_do_nothing(env):
    student = Defined(env)
    X, net = torch.randn(2, 3, 5, 5), student.Residual(3, 3)
    assert callable(net), f"an nn.Module expected, yours is {show(net)}"
    net(X)  # for layers that make their parameters when called
    assert hasattr(net, "bn2"), "your Residual has no bn2"
    with torch.no_grad():
        net.bn2.weight.zero_()
        net.bn2.bias.zero_()
    same(net(X.clone()).detach(), torch.relu(X), "the block's output")
