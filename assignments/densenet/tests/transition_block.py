"""Public checks of transition_block, made from the grader's. The notebook runs them: grader.check("transition_block")"""

OK_FORMAT = False

import torch
from compare import Defined, show
from otter.test_files import test_case

name = "transition_block"


@test_case(name='It maps (4, 23, 8, 8) to (4, 10, 4, 4), and has a batch norm and a 1\xd71 convolution.')
def test_transition_halves(env):
    student = Defined(env)
    net = student.transition_block(23, 10)
    assert callable(net), f"an nn.Sequential expected, yours is {show(net)}"
    Y = net(torch.randn(4, 23, 8, 8))
    assert tuple(Y.shape) == (4, 10, 4, 4), f"shape (4, 10, 4, 4) expected, yours is {tuple(Y.shape)}"
    shapes = sorted(tuple(p.shape) for p in net.parameters() if tuple(p.shape) != (10,))
    assert shapes == [(10, 23, 1, 1), (23,), (23,)], (
        f"parameters of shapes (23,), (23,) and (10, 23, 1, 1) expected, yours are {shapes}"
    )
