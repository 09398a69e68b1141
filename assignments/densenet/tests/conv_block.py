"""Public checks of conv_block, made from the grader's. The notebook runs them: grader.check("conv_block")"""

OK_FORMAT = False

import torch
from compare import Defined, show
from otter.test_files import test_case

name = "conv_block"


@test_case(name='It maps (4, 3, 8, 8) to (4, 10, 8, 8), by a layer that normalizes 3 channels, a relu, and a 3\xd73 convolution.')
def test_conv_block_keeps_the_size(env):
    student = Defined(env)
    net = student.conv_block(3, 10)
    assert callable(net), f"an nn.Sequential expected, yours is {show(net)}"
    Y = net(torch.randn(4, 3, 8, 8))
    assert tuple(Y.shape) == (4, 10, 8, 8), f"shape (4, 10, 8, 8) expected, yours is {tuple(Y.shape)}"
    shapes = sorted(tuple(p.shape) for p in net.parameters() if tuple(p.shape) != (10,))
    assert shapes == [(3,), (3,), (10, 3, 3, 3)], (
        f"parameters of shapes (3,), (3,) and (10, 3, 3, 3) expected, yours are {shapes}"
    )
    zero = student.conv_block(2, 3)(torch.zeros(2, 2, 4, 4))
    assert Y.min() < 0 or zero.min() < 0, "no output is negative: the relu comes before the convolution, not after it"
