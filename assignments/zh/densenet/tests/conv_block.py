"""Public checks of conv_block, made from the grader's. The notebook runs them: grader.check("conv_block")"""

OK_FORMAT = False

import torch
from torch.nn import functional as F
from compare import Defined, message, same, show
from otter.test_files import test_case

name = "conv_block"


@test_case(name='\u5b83\u628a (4, 3, 8, 8) \u6620\u5c04\u5230 (4, 10, 8, 8)\uff0c\u7531\u5f52\u4e00\u5316 3 \u4e2a\u901a\u9053\u7684\u5c42\u3001relu \u548c 3\xd73 \u5377\u79ef\u7ec4\u6210\u3002')
def test_conv_block_keeps_the_size(env):
    student = Defined(env)
    net = student.conv_block(3, 10)
    assert callable(net), message("expected an nn.Sequential, got {got}", got=show(net))
    Y = net(torch.randn(4, 3, 8, 8))
    assert tuple(Y.shape) == (4, 10, 8, 8), message("expected shape (4, 10, 8, 8), got {got}", got=tuple(Y.shape))
    shapes = sorted(tuple(p.shape) for p in net.parameters() if tuple(p.shape) != (10,))
    assert shapes == [(3,), (3,), (10, 3, 3, 3)], (
        message("expected parameters of shapes (3,), (3,) and (10, 3, 3, 3), got {shapes}", shapes=shapes)
    )
    zero = student.conv_block(2, 3)(torch.zeros(2, 2, 4, 4))
    assert Y.min() < 0 or zero.min() < 0, "no output is negative: the relu comes before the convolution, not after it"


@test_case(name='\u8bad\u7ec3\u65f6\u548c\u8c03\u7528 eval() \u4e4b\u540e\uff0c\u8f93\u51fa\u90fd\u662f conv(relu(bn(X)))\uff0c\u4e14 X \u4e0d\u6539\u53d8\u3002')
def test_conv_block_has_its_parts_in_order(env):
    student = Defined(env)
    net, X = student.conv_block(3, 4), 2 * torch.randn(2, 3, 5, 5) + 1
    assert hasattr(net, "parameters"), message("expected an nn.Sequential, got {got}", got=show(net))
    shapes = [tuple(p.shape) for p in net.parameters()]
    assert (4, 3, 3, 3) in shapes and shapes.count((3,)) == 2, message(
        "expected a batch norm of 3 channels and a convolution, got parameters of shapes {shapes}", shapes=shapes
    )
    conv = [p for p in net.parameters() if tuple(p.shape) == (4, 3, 3, 3)][0]
    biases = [p for p in net.parameters() if tuple(p.shape) == (4,)]
    before = X.clone()
    Y = net(X)
    same(X, before, "X after the call, which should be as it was")
    assert Y.requires_grad, "the output has no gradient: is there a detach, a no_grad or .data in the way?"
    weight, bias = conv.detach().clone(), biases[0].detach().clone() if biases else None
    normal = F.batch_norm(X, None, None, training=True)
    expected = F.conv2d(torch.relu(normal), weight, bias, padding=1)
    mistakes = {
        "a forgotten relu": F.conv2d(normal, weight, bias, padding=1),
        "a forgotten batch norm": F.conv2d(torch.relu(X), weight, bias, padding=1),
        "a relu before the batch norm": F.conv2d(F.batch_norm(X.relu(), None, None, training=True), weight, bias, padding=1),
    }
    same(Y.detach(), expected, "the output", looks_like=lambda: mistakes)
    net.eval()
    mean, var = torch.zeros(3), torch.ones(3)
    F.batch_norm(X, mean, var, training=True)
    expected = F.conv2d(torch.relu(F.batch_norm(X, mean, var)), weight, bias, padding=1)
    same(net(X.clone()).detach(), expected, "the output after eval(), with an nn.BatchNorm2d of default settings")
