"""Public checks of Residual, made from the grader's. The notebook runs them: grader.check("Residual")"""

OK_FORMAT = False

import torch
from torch.nn import functional as F
from compare import Defined, message, same, show, told
from otter.test_files import test_case

name = "Residual"


@test_case(name='A plain block keeps the shape; with a 1\xd71 convolution and stride 2 it widens and halves. No output is negative.')
def test_residual_shapes(env):
    student = Defined(env)
    X = torch.randn(4, 3, 6, 6)
    Y = student.Residual(3, 3)(X)
    assert tuple(Y.shape) == (4, 3, 6, 6), message("expected shape (4, 3, 6, 6), got {got}", got=tuple(Y.shape))
    Z = student.Residual(3, 6, True, 2)(X)
    assert tuple(Z.shape) == (4, 6, 3, 3), message("expected shape (4, 6, 3, 3), got {got}", got=tuple(Z.shape))
    assert Y.min() >= 0 and Z.min() >= 0, "the output has a negative value: the last step is a relu"
    assert Y.requires_grad and Z.requires_grad, "the output has no gradient: is there a detach, a no_grad or .data in the way?"


@test_case(name='With the weight and the bias of bn2 at zero the main path gives nothing, and the block is relu(X).')
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


@test_case(name="The output is relu(bn2(conv2(relu(bn1(conv1(X))))) + X), computed from the block's own layers.")
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
    for kind in ("right", "a forgotten relu after bn1", "a relu before bn1 instead of after it"):
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
    likely["a relu before the sum instead of after it"] = torch.relu(main) + X
    same(Y, torch.relu(main + X), "the block's output", looks_like=lambda: likely)


@test_case(name='With use_1x1conv, and bn2 at zero, the output is relu(conv3(X)); the flag alone decides, and conv1 and conv3 have the stride.')
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
