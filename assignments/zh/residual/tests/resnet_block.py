"""Public checks of resnet_block, made from the grader's. The notebook runs them: grader.check("resnet_block")"""

OK_FORMAT = False

import torch
from compare import Defined, message, same, show, told
from otter.test_files import test_case

name = "resnet_block"


@test_case(name='\u540e\u9762\u7684\u9636\u6bb5\u628a (4, 3, 8, 8) \u6620\u5c04\u5230 (4, 6, 4, 4)\uff0c\u7b2c\u4e00\u4e2a\u9636\u6bb5\u4fdd\u6301 (4, 3, 8, 8)\u3002')
def test_stage_halves_and_widens(env):
    student = Defined(env)
    X = torch.randn(4, 3, 8, 8)
    later, first = student.resnet_block(3, 6, 2), student.resnet_block(3, 3, 2, first_block=True)
    assert callable(later) and callable(first), message("expected an nn.Sequential, got {got}", got=show(later))
    assert len(later) == 2 and len(first) == 2, "expected two blocks in each stage"
    assert tuple(later(X).shape) == (4, 6, 4, 4), message(
        "expected shape (4, 6, 4, 4), got {got}", got=tuple(later(X).shape)
    )
    assert tuple(first(X).shape) == (4, 3, 8, 8), message(
        "expected shape (4, 3, 8, 8), got {got}", got=tuple(first(X).shape)
    )


@test_case(name='\u65e0\u8bba\u901a\u9053\u6570\u5982\u4f55\uff0c\u4e09\u4e2a\u5757\u4e2d\u53ea\u6709\u7b2c\u4e00\u4e2a\u4f7f\u5c3a\u5bf8\u51cf\u534a\uff1b\u5404\u5757\u4e92\u4e0d\u76f8\u540c\uff0c\u5176\u4f59\u7684\u90fd\u662f\u666e\u901a\u7684\u5757\u3002')
def test_stage_has_blocks_of_its_own(env):
    student = Defined(env)
    for first_block in (False, True):
        net, X = student.resnet_block(3, 3, 3, first_block), torch.randn(2, 3, 8, 8)
        assert hasattr(net, "parameters"), message("expected an nn.Sequential, got {got}", got=show(net))
        assert len(net) == 3, message("expected three blocks, got {count}", count=len(net))
        Y = X
        for i in range(3):
            Y = net[i](Y)
            size = 8 if first_block else 4
            assert tuple(Y.shape) == (2, 3, size, size), message(
                "block {number}: expected shape {shape}, got {got}",
                number=told(i + 1),
                shape=told((2, 3, size, size)),
                got=tuple(Y.shape),
            )
            if (i > 0 or first_block) and hasattr(net[i], "bn2"):  # a stand-in for Residual has none
                with torch.no_grad():
                    net[i].bn2.weight.zero_()
                    net[i].bn2.bias.zero_()
                plain = message(
                    "block {number} with bn2 at zero, which should be plain, without a 1\xd71 convolution",
                    number=told(i + 1),
                )
                same(net[i](Y.detach().clone()).detach(), torch.relu(Y.detach()), plain)
        one, other = next(iter(net[1].parameters())), next(iter(net[2].parameters()))
        with torch.no_grad():
            one.fill_(2.0)
        assert float(other.detach().flatten()[0]) != 2.0, "blocks 2 and 3 are one and the same: make a new block for each"
        Z = net(X)
        assert Z.requires_grad, "the output has no gradient: is there a detach, a no_grad or .data in the way?"
        Z.sum().backward()
        assert next(iter(net[0].parameters())).grad is not None, "no gradient reaches the first block: is there a detach in the way?"
