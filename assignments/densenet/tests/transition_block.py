"""Public checks of transition_block, made from the grader's. The notebook runs them: grader.check("transition_block")"""

OK_FORMAT = False

import torch
from torch.nn import functional as F
from compare import Defined, message, same, show
from otter.test_files import test_case

name = "transition_block"


@test_case(name='It maps (4, 23, 8, 8) to (4, 10, 4, 4), and has a batch norm and a 1\xd71 convolution.')
def test_transition_halves(env):
    student = Defined(env)
    net = student.transition_block(23, 10)
    assert callable(net), message("expected an nn.Sequential, got {got}", got=show(net))
    Y = net(torch.randn(4, 23, 8, 8))
    assert tuple(Y.shape) == (4, 10, 4, 4), message("expected shape (4, 10, 4, 4), got {got}", got=tuple(Y.shape))
    shapes = sorted(tuple(p.shape) for p in net.parameters() if tuple(p.shape) != (10,))
    assert shapes == [(10, 23, 1, 1), (23,), (23,)], (
        message("expected parameters of shapes (23,), (23,) and (10, 23, 1, 1), got {shapes}", shapes=shapes)
    )


@test_case(name='The output is the 2\xd72 average of conv(relu(bn(X))), and an odd size is rounded down.')
def test_transition_pools_the_average(env):
    student = Defined(env)
    net, X = student.transition_block(3, 2), 2 * torch.randn(2, 3, 5, 7) + 1
    assert hasattr(net, "parameters"), message("expected an nn.Sequential, got {got}", got=show(net))
    convolutions = [p.detach().clone() for p in net.parameters() if p.dim() == 4]
    biases = [p.detach().clone() for p in net.parameters() if tuple(p.shape) == (2,)]
    assert [tuple(p.shape) for p in convolutions] == [(2, 3, 1, 1)], "expected one 1\xd71 convolution from 3 to 2 channels"
    Y = net(X.clone())
    bias = biases[0] if biases else None
    mixed = F.conv2d(torch.relu(F.batch_norm(X, None, None, training=True)), convolutions[0], bias)
    mistakes = {"the maximum instead of the average": F.max_pool2d(mixed, 2)}
    same(Y.detach(), F.avg_pool2d(mixed, 2), "the output", looks_like=lambda: mistakes)
