"""Public checks of DenseBlock, made from the grader's. The notebook runs them: grader.check("DenseBlock")"""

OK_FORMAT = False

import torch
from torch.nn import functional as F
from compare import Defined, message, same, show
from otter.test_files import test_case

name = "DenseBlock"


@test_case(name='\u4e24\u5c42\u3001\u6bcf\u5c42 10 \u4e2a\u901a\u9053\uff0c\u7531 (4, 3, 8, 8) \u5f97\u5230 (4, 23, 8, 8)\uff0c\u524d 3 \u4e2a\u901a\u9053\u662f\u8f93\u5165\u3002')
def test_dense_block_concatenates(env):
    student = Defined(env)
    X = torch.randn(4, 3, 8, 8)
    net = student.DenseBlock(2, 3, 10)
    assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
    Y = net(X.clone())
    assert tuple(Y.shape) == (4, 23, 8, 8), message("expected shape (4, 23, 8, 8), got {got}", got=tuple(Y.shape))
    same(Y[:, :3].detach(), X, "the first 3 channels")
    assert hasattr(net, "out_channels"), "your DenseBlock has no out_channels"
    same(net.out_channels, 23, "out_channels")


@test_case(name='\u8f93\u5165 3 \u4e2a\u901a\u9053\uff0c\u4e09\u5c42\u3001\u6bcf\u5c42 2 \u4e2a\uff0c\u5206\u522b\u8bfb\u53d6 3\u30015 \u548c 7 \u4e2a\u901a\u9053\uff0c\u6bcf\u4e2a\u8f93\u51fa\u90fd\u5728\u6240\u8bfb\u5185\u5bb9\u4e4b\u540e\uff0c\u68af\u5ea6\u4f20\u5230 X\u3002')
def test_dense_block_layers_read_everything(env):
    student = Defined(env)
    net, X = student.DenseBlock(3, 3, 2), torch.randn(2, 3, 4, 4)
    assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
    same(getattr(net, "out_channels", None), 9, "out_channels")
    W = X.clone().requires_grad_()
    Y = net(W)
    assert tuple(Y.shape) == (2, 9, 4, 4), message("expected shape (2, 9, 4, 4), got {got}", got=tuple(Y.shape))
    params = list(net.parameters())
    convolutions, biases = {}, []
    for p in params:
        if p.dim() == 4:
            convolutions[p.shape[1]] = p.detach().clone()
    assert sorted(convolutions) == [3, 5, 7], message(
        "expected convolutions with 3, 5 and 7 input channels, got {got}", got=sorted(convolutions)
    )
    with torch.no_grad():
        for p in params:
            if tuple(p.shape) == (2,):
                p.fill_(0.5)
                biases.append(p)
    bias = torch.full((2,), 0.5) if biases else None
    bundle = X
    for channels in (3, 5, 7):
        normal = torch.relu(F.batch_norm(bundle, None, None, training=True))
        bundle = torch.cat((bundle, F.conv2d(normal, convolutions[channels], bias, padding=1)), 1)
    same(net(X.clone()).detach(), bundle, "the output")
    Y[:, 3:].pow(2).sum().backward()
    assert W.grad is not None and bool(W.grad.any()), "no gradient reaches X: is there a detach in the way?"
    other = student.DenseBlock(3, 3, 2)
    shared = [p for p in other.parameters() if p.dim() == 4 and torch.equal(p.detach(), convolutions[p.shape[1]])]
    assert not shared, "two blocks share their layers: make new ones for each block"
