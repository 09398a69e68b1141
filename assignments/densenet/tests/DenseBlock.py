"""Public checks of DenseBlock, made from the grader's. The notebook runs them: grader.check("DenseBlock")"""

OK_FORMAT = False

import torch
from compare import Defined, same, show
from otter.test_files import test_case

name = "DenseBlock"


@test_case(name='Two layers of 10 make (4, 23, 8, 8) of (4, 3, 8, 8), and the first 3 channels are the input.')
def test_dense_block_concatenates(env):
    student = Defined(env)
    X = torch.randn(4, 3, 8, 8)
    net = student.DenseBlock(2, 3, 10)
    assert callable(net), f"an nn.Module expected, yours is {show(net)}"
    Y = net(X.clone())
    assert tuple(Y.shape) == (4, 23, 8, 8), f"shape (4, 23, 8, 8) expected, yours is {tuple(Y.shape)}"
    same(Y[:, :3].detach(), X, "the first 3 channels")
    assert hasattr(net, "out_channels"), "your DenseBlock has no out_channels"
    same(net.out_channels, 23, "out_channels")
