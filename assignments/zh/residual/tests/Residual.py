"""Public checks of Residual, made from the grader's. The notebook runs them: grader.check("Residual")"""

OK_FORMAT = False

import torch
from torch.nn import functional as F
from compare import Defined, message, same, show, told
from otter.test_files import test_case

name = "Residual"


@test_case(name='\u666e\u901a\u7684\u5757\u4fdd\u6301\u5f62\u72b6\uff1b\u5e26 1\xd71 \u5377\u79ef\u3001\u6b65\u5e45\u4e3a 2 \u7684\u5757\u4f7f\u901a\u9053\u53d8\u591a\u3001\u5c3a\u5bf8\u51cf\u534a\u3002\u8f93\u51fa\u4e2d\u6ca1\u6709\u8d1f\u6570\u3002')
def test_residual_shapes(env):
    student = Defined(env)
    X = torch.randn(4, 3, 6, 6)
    Y = student.Residual(3, 3)(X)
    assert tuple(Y.shape) == (4, 3, 6, 6), message("expected shape (4, 3, 6, 6), got {got}", got=tuple(Y.shape))
    Z = student.Residual(3, 6, True, 2)(X)
    assert tuple(Z.shape) == (4, 6, 3, 3), message("expected shape (4, 6, 3, 3), got {got}", got=tuple(Z.shape))
    assert Y.min() >= 0 and Z.min() >= 0, "the output has a negative value: the last step is a relu"
    assert Y.requires_grad and Z.requires_grad, "the output has no gradient: is there a detach, a no_grad or .data in the way?"


@test_case(name='bn2 \u7684\u6743\u91cd\u548c\u504f\u7f6e\u4e3a\u96f6\u65f6\uff0c\u4e3b\u8def\u5f84\u4ec0\u4e48\u90fd\u4e0d\u7ed9\u51fa\uff0c\u5757\u5c31\u662f relu(X)\u3002')
def test_residual_can_do_nothing(env):
    student = Defined(env)
    X, net = torch.randn(2, 3, 5, 5), student.Residual(3, 3)
    assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
    net(X)  # for layers that make their parameters when called
    assert hasattr(net, "bn2"), "your Residual has no bn2"
    with torch.no_grad():
        net.bn2.weight.zero_()
        net.bn2.bias.zero_()
    likely = {"a forgotten relu at the end": X, "a forgotten shortcut": torch.zeros_like(X)}
    before = X.clone()
    same(net(X).detach(), torch.relu(before), "the block's output", looks_like=lambda: likely)
    same(X, before, "X after the call, which should be as it was")


@test_case(name='\u8f93\u51fa\u662f relu(bn2(conv2(relu(bn1(conv1(X))))) + X)\uff0c\u7531\u5757\u81ea\u5df1\u7684\u5404\u5c42\u7b97\u51fa\u3002')
def test_residual_is_built_of_its_layers(env):
    student = Defined(env)
    X, net = torch.randn(2, 3, 5, 5), student.Residual(3, 3)
    assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
    net(X.clone())  # for layers that make their parameters when called
    held = {}
    for name in ("conv1", "bn1", "conv2", "bn2"):
        layer = getattr(net, name, None)
        assert layer is not None, message("your Residual has no {name}", name=told(name))
        held[f"{name}.weight"], held[f"{name}.bias"] = layer.weight, layer.bias
        for part in ("weight", "bias"):
            assert held[f"{name}.{part}"] is None or held[f"{name}.{part}"].requires_grad, message(
                "{name}.{part} is not trained: use the layers of torch.nn as they are",
                name=told(name),
                part=told(part),
            )
    with torch.no_grad():
        # the two batch norms get other values, so that no layer can be taken for another
        held["bn1.weight"].copy_(torch.tensor([1.0, 2.0, -1.5]))
        held["bn2.weight"].copy_(torch.tensor([-0.5, 1.5, 1.0]))
        held["bn1.bias"].copy_(torch.tensor([0.2, -0.3, 0.1]))
        held["bn2.bias"].copy_(torch.tensor([-0.1, 0.4, 0.3]))
    own = {name: None if tensor is None else tensor.detach().clone() for name, tensor in held.items()}
    Y = net(X.clone()).detach()
    given = (None, None)
    mains = {}
    for kind in ("right", "a forgotten relu after bn1", "a relu before bn1 in place of after it"):
        A = F.conv2d(X, own["conv1.weight"], own["conv1.bias"], padding=1)
        if kind.startswith("a relu before"):
            A = torch.relu(A)
        A = F.batch_norm(A, *given, own["bn1.weight"], own["bn1.bias"], training=True)
        if kind == "right":
            A = torch.relu(A)
        A = F.conv2d(A, own["conv2.weight"], own["conv2.bias"], padding=1)
        mains[kind] = F.batch_norm(A, *given, own["bn2.weight"], own["bn2.bias"], training=True)
    main = mains.pop("right")
    likely = {kind: torch.relu(other + X) for kind, other in mains.items()}
    likely["a relu before the sum in place of after it"] = torch.relu(main) + X
    same(Y, torch.relu(main + X), "the block's output", looks_like=lambda: likely)


@test_case(name='\u6709 use_1x1conv \u4e14 bn2 \u4e3a\u96f6\u65f6\uff0c\u8f93\u51fa\u662f relu(conv3(X))\uff1b\u53ea\u7531\u6807\u5fd7\u51b3\u5b9a\uff0cconv1 \u548c conv3 \u6709\u6b65\u5e45\u3002')
def test_residual_shortcut_is_a_1x1_convolution(env):
    student = Defined(env)
    for out, stride in ((5, 2), (3, 1)):
        X, net = torch.randn(2, 3, 6, 6), student.Residual(3, out, use_1x1conv=True, stride=stride)
        assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
        net(X.clone())  # for layers that make their parameters when called
        for name in ("conv1", "conv2", "conv3", "bn2"):
            assert getattr(net, name, None) is not None, message(
                "your Residual has no {name} although use_1x1conv is given", name=told(name)
            )
        for name in ("conv1", "conv2", "conv3"):
            asked = stride if name != "conv2" else 1
            yours = tuple(getattr(net, name).stride)
            assert yours == (asked, asked), message(
                "{name}: expected stride {asked}, got {got}",
                name=told(name),
                asked=told(asked),
                got=yours,
            )
        with torch.no_grad():
            net.bn2.weight.zero_()
            net.bn2.bias.zero_()
        Y = net(X.clone()).detach()
        weight, bias = net.conv3.weight.detach().clone(), net.conv3.bias
        assert tuple(weight.shape) == (out, 3, 1, 1), message(
            "conv3: expected a weight of shape {shape}, a 1\xd71 convolution, got {got}",
            shape=told((out, 3, 1, 1)),
            got=tuple(weight.shape),
        )
        expected = torch.relu(F.conv2d(X, weight, None if bias is None else bias.detach(), stride=stride))
        same(Y, expected, "the block's output")
