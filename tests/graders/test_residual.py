"""Residual networks: what a student should learn is the order of a block's layers, and that the input is added back.

The edges that matter: relu after the sum and not before it, the stride on conv1 and on conv3 and on nothing else, a batch norm of
its own after each convolution, defaults, the first block of a stage. The grader draws every parameter, sets it in the
student's layers, and computes the expected output by torch's functions from copies of its own: any initial values will do. Out of scope: how the relu is written.
"""

import random

import torch
from torch import nn
from torch.nn import functional as F

from autograder.graders import (
    Mismatch,
    Weights,
    attribute,
    check_gradient_arrives,
    check_statistics,
    clone,
    exercise,
    is_a,
    message,
    same,
    set_statistics_of,
    show,
    stand_in,
    told,
)

KINDS = {"conv1": "Conv2d", "conv2": "Conv2d", "conv3": "Conv2d", "bn1": "BatchNorm2d", "bn2": "BatchNorm2d"}


def shapes(into, out, one):
    """The parameters of a block by their names: (out, in, 3, 3) of a 3×3 convolution, (out,) of a batch norm."""
    convolutions = {"conv1": (out, into, 3, 3), "conv2": (out, out, 3, 3)}
    if one:
        convolutions["conv3"] = (out, into, 1, 1)
    found = {}
    for name, shape in (convolutions | {"bn1": (out,), "bn2": (out,)}).items():
        found[f"{name}.weight"] = shape
        found[f"{name}.bias"] = (out,)
    return found


def set_weights(net, X, out, one):
    """Draw every parameter of a block and set it: no two layers can be taken for each other."""
    wanted = shapes(X.shape[1], out, one)
    names = [name for name in KINDS if f"{name}.weight" in wanted]
    if any(is_made_later(getattr(net, name, None)) for name in names):
        net(X)
    for name in names:
        layer = attribute(net, name, "your Residual")
        if layer is None:
            raise Mismatch("{name} is None, although the block needs it", name=told(name))
        if not is_a(layer, KINDS[name]) and not is_a(layer, f"Lazy{KINDS[name]}"):
            raise Mismatch(
                "{name}: expected an nn.{kind}, got {got}",
                name=told(name),
                kind=told(KINDS[name]),
                got=show(layer),
            )
    without = [name for name in wanted if name.startswith("conv") and name.endswith("bias")]
    return Weights.named(net, wanted, "your Residual", optional=without, dtype=X.dtype, draw=alive)


def alive(name, held):
    """Values for a parameter: where a whole channel stays below zero, the next batch norm makes noise of its rounding."""
    if not name.startswith("bn"):
        return torch.randn(held.shape)
    if name.endswith("bias"):
        return 0.3 * torch.randn(held.shape)
    return (0.5 + torch.rand(held.shape)) * torch.randn(held.shape).sign()


def is_made_later(layer):
    """Whether it is not there before the first call, or has no parameters until then."""
    return layer is None or is_a(layer, "LazyModuleMixin")


def block(state, X, *, one=False, stride=1, running=None):
    """The block's output by torch's functions. With `running` statistics it evaluates, else it trains."""
    Y = F.relu(main_path(state, X, stride=stride, running=running) + shortcut(state, X, one=one, stride=stride))
    return Y.detach() if not X.requires_grad else Y


def shortcut(state, X, *, one=False, stride=1):
    return F.conv2d(X, state["conv3.weight"], state["conv3.bias"], stride=stride) if one else X


def main_path(state, X, *, stride=1, running=None):
    A = F.conv2d(X, state["conv1.weight"], state["conv1.bias"], padding=1, stride=stride)
    A = F.relu(normalized(state, "bn1", A, running))
    return normalized(state, "bn2", F.conv2d(A, state["conv2.weight"], state["conv2.bias"], padding=1), running)


def normalized(state, name, A, running=None):
    """The output of this batch norm, by the running statistics or by A's own."""
    mean, var = running[name] if running else (None, None)
    return F.batch_norm(A, mean, var, state[f"{name}.weight"], state[f"{name}.bias"], running is None)


def mistakes(state, X, *, one=False, stride=1):
    """The outputs of well-known mistakes."""
    main, short = main_path(state, X, stride=stride), shortcut(state, X, one=one, stride=stride)
    A = F.conv2d(X, state["conv1.weight"], state["conv1.bias"], padding=1, stride=stride)
    straight = normalized(state, "bn1", A)
    reversed_order = normalized(state, "bn1", F.relu(A))
    second = lambda Y: normalized(state, "bn2", F.conv2d(Y, state["conv2.weight"], state["conv2.bias"], padding=1))
    return {
        "a forgotten shortcut": F.relu(main),
        "a forgotten relu at the end": main + short,
        "a relu before the sum instead of after it": F.relu(main) + short,
        "the shortcut alone": F.relu(short),
        "a forgotten relu after bn1": F.relu(second(straight) + short),
        "a relu before bn1 instead of after it": F.relu(second(reversed_order) + short),
        "a batch normalization of the shortcut": F.relu(main + F.batch_norm(short, None, None, training=True)),
        "a shortcut through bn2": F.relu(main + normalized(state, "bn2", short)),
    }


def build(student, X, out, *args, **settings):
    """A block for X, in its dtype."""
    if settings:
        net = student.Residual(in_channels=X.shape[1], out_channels=out, **settings)
    else:
        net = student.Residual(X.shape[1], out, *args)
    if not is_a(net, "Module"):
        raise Mismatch("expected an nn.Module, got {got}", got=show(net))
    if X.dtype == torch.float64:
        net.double()
    return net


def check(net, weights, X, *, one=False, stride=1):
    """Call the block and compare."""
    check_output(net(X), weights, X, block(weights.own, X, one=one, stride=stride), one=one, stride=stride)


def check_output(Y, weights, X, expected, *, one, stride):
    weights.check()
    hints = lambda: mistakes(weights.own, X, one=one, stride=stride)
    same(Y.detach(), expected.detach(), "the block's output", looks_like=hints)


@exercise("Residual", public=True)
def test_residual_shapes(student):
    """A plain block keeps the shape; with a 1×1 convolution and stride 2 it widens and halves. No output is negative."""
    X = torch.randn(4, 3, 6, 6)
    Y = student.Residual(3, 3)(X)
    assert tuple(Y.shape) == (4, 3, 6, 6), message("expected shape (4, 3, 6, 6), got {got}", got=tuple(Y.shape))
    Z = student.Residual(3, 6, True, 2)(X)
    assert tuple(Z.shape) == (4, 6, 3, 3), message("expected shape (4, 6, 3, 3), got {got}", got=tuple(Z.shape))
    assert Y.min() >= 0 and Z.min() >= 0, "the output has a negative value: the last step is a relu"
    assert Y.requires_grad and Z.requires_grad, "the output has no gradient: is there a detach, a no_grad or .data in the way?"


@exercise("Residual", public=True)
def test_residual_can_do_nothing(student):
    """With the weight and the bias of bn2 at zero the main path gives nothing, and the block is relu(X)."""
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


@exercise("Residual", public=True, weight=0)
def test_residual_is_built_of_its_layers(student):
    """The output is relu(bn2(conv2(relu(bn1(conv1(X))))) + X), computed from the block's own layers."""
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


@exercise("Residual", public=True, weight=0)
def test_residual_shortcut_is_a_1x1_convolution(student):
    """With use_1x1conv, and bn2 at zero, the output is relu(conv3(X)); the flag alone decides, and conv1 and conv3 have the stride."""
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
            "conv3: expected a weight of shape {shape}, a 1×1 convolution, got {got}",
            shape=told((out, 3, 1, 1)),
            got=tuple(weight.shape),
        )
        expected = torch.relu(F.conv2d(X, weight, None if bias is None else bias.detach(), stride=stride))
        same(Y, expected, "the block's output")


@exercise("Residual", weight=2)
def test_residual_adds_its_input(student):
    """The block computes relu(bn2(conv2(relu(bn1(conv1(X))))) + X), leaves X as it was, and lets gradients through."""
    c = random.randint(2, 4)
    check_gradients(build(student, torch.randn(3, c, 5, 6), c), torch.randn(3, c, 5, 6), c)


@exercise("Residual", weight=2)
def test_residual_with_a_1x1_convolution_and_a_stride(student):
    """With use_1x1conv the shortcut is conv3(X), and the stride is that of conv1 and conv3, in evaluation too."""
    X = torch.randn(2, 3, 6, 8)
    net = build(student, X, 5, use_1x1conv=True, stride=2)
    weights = set_weights(net, X, 5, one=True)
    check(net, weights, X, one=True, stride=2)
    running = set_statistics_of(net, {"bn1": 5, "bn2": 5}, "your Residual")
    check_evaluation(net, weights, torch.randn(2, 3, 6, 8), running, one=True, stride=2)


@exercise("Residual")
def test_residual_with_a_1x1_convolution_alone(student):
    """The flag decides: with use_1x1conv there is a conv3 also where stride and channels would not ask for one."""
    X = torch.randn(2, 3, 5, 5)
    net = build(student, X, 3, True)
    weights = set_weights(net, X, 3, one=True)
    check(net, weights, X, one=True)
    check(net, weights, torch.randn(2, 3, 5, 5), one=True)
    weights.check_kept()


@exercise("Residual")
def test_residual_evaluates(student):
    """In training both batch norms gather their running statistics, with default settings; after eval() they use them."""
    X = torch.randn(4, 2, 5, 5)
    net = build(student, X, 2)
    weights = set_weights(net, X, 2, one=False)
    running = set_statistics_of(net, {"bn1": 2, "bn2": 2}, "your Residual")
    for minibatch in (X, torch.randn(4, 2, 5, 5)):
        check(net, weights, minibatch)
        gather(weights.own, minibatch, running)
    for name, statistics in running.items():
        check_statistics(attribute(net, name, "your Residual"), statistics, name, "after two minibatches")
    check_evaluation(net, weights, torch.randn(3, 2, 5, 5), running)


def gather(own, X, running):
    """Move the running statistics as a plain block does in training."""
    A = F.conv2d(X, own["conv1.weight"], own["conv1.bias"], padding=1)
    A = F.relu(F.batch_norm(A, *running["bn1"], own["bn1.weight"], own["bn1.bias"], training=True))
    A = F.conv2d(A, own["conv2.weight"], own["conv2.bias"], padding=1)
    F.batch_norm(A, *running["bn2"], training=True)


def check_evaluation(net, weights, X, running, *, one=False, stride=1):
    """The output after eval(), by these running statistics."""
    net.eval()
    Y = net(X)
    expected = block(weights.own, X, one=one, stride=stride, running=running)
    same(Y.detach(), expected, "the block's output in evaluation")
    weights.check_kept("after a call in evaluation")


@exercise("Residual", weight=2)
def test_residual_gradients(student):
    """Gradients flow to X through both paths, and to every layer of the block."""
    # in float64: a value next to zero may come out on either side of a relu's kink, and there gradients jump
    X = torch.randn(3, 2, 6, 6, dtype=torch.float64)
    check_gradients(build(student, X, 3, True, 2), X, 3, one=True, stride=2)


def check_gradients(net, X, out, *, one=False, stride=1):
    """The output, and the gradients of X and of the parameters: in float32, that they arrive."""
    weights = set_weights(net, X, out, one)
    mine, Z, W = weights.trainable(), clone(X).requires_grad_(), clone(X).requires_grad_()
    names = [name for name in mine if name not in CANCELLED]
    # with other inputs first: what a block has given once it must not give again
    check(net, weights, torch.randn_like(X), one=one, stride=stride)
    Y, expected = net(W), block(mine, Z, one=one, stride=stride)
    check_output(Y, weights, X, expected, one=one, stride=stride)
    if not Y.requires_grad:
        raise Mismatch("the output has no gradient: is there a detach, a no_grad or .data in the way?")
    factors = torch.randn_like(expected)
    (Y * factors).sum().backward()
    (expected * factors).sum().backward()
    if X.dtype == torch.float64:
        same(W.grad, Z.grad, "the gradient of X")
        weights.check_gradients(mine, names)
    else:
        check_gradient_arrives(W, Z.grad, "X")
        for name in names:
            check_gradient_arrives(weights.held[name], mine[name].grad, told(name))
    weights.check_kept()


# a batch norm takes the mean away, and with it whatever these add
CANCELLED = ("conv1.bias", "conv2.bias")


# --- resnet_block --------------------------------------------------------------------------------------------------


@stand_in("Residual")
class OneConvolution(nn.Module):
    """One convolution instead of a block: 3×3, or with use_1x1conv 1×1, with the given stride."""

    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        super().__init__()
        size = 1 if use_1x1conv else 3
        self.conv = nn.Conv2d(in_channels, out_channels, kernel_size=size, padding=size // 2, stride=stride)

    def forward(self, X):
        return self.conv(X)


def set_weights_of_one_convolution(net, X, out, one):
    """As `set_weights`, of the stand-in."""
    size = 1 if one else 3
    wanted = {"conv.weight": (out, X.shape[1], size, size), "conv.bias": (out,)}
    return Weights.named(net, wanted, "the stand-in", draw=alive)


def one_convolution(state, X, *, one=False, stride=1, running=None):  # noqa: ARG001  as `block` is called
    """As `block`, of the stand-in, which evaluates as it trains."""
    return F.conv2d(X, state["conv.weight"], state["conv.bias"], stride=stride, padding=0 if one else 1)


class Kind:
    """What a stage's blocks are: residual ones, or the stand-in."""

    def __init__(self, stands_in):
        is_stood_in = "Residual" in stands_in
        self.block = one_convolution if is_stood_in else block
        self.set_weights = set_weights_of_one_convolution if is_stood_in else set_weights
        self.norms = () if is_stood_in else ("bn1", "bn2")
        self.first_weight = "conv.weight" if is_stood_in else "conv1.weight"


def check_stage(student, stands_in, X, out_channels, num_residuals, **settings):
    kind = Kind(stands_in)
    first_block = settings.get("first_block", False)
    named = {"in_channels": X.shape[1], "out_channels": out_channels, "num_residuals": num_residuals}
    net = student.resnet_block(**named, **settings)
    if not is_a(net, "Sequential"):
        raise Mismatch("expected an nn.Sequential, got {got}", got=show(net))
    assert len(net) == num_residuals, message(
        "expected {expected} blocks, got {got}",
        hint="expected num_residuals blocks, got a different number",
        expected=num_residuals,
        got=len(net),
    )
    stage = []
    for i in range(num_residuals):
        like = X if i == 0 else torch.randn(2, out_channels, 4, 4)
        stage.append(kind.set_weights(net[i], like, out_channels, one=i == 0 and not first_block))
    if len({id(weights.held[kind.first_weight]) for weights in stage}) < num_residuals:
        raise Mismatch("one block comes several times: make a new Residual for each")
    later = not first_block
    check_gradients_of_stage(kind, net, stage, X, later)
    norms = dict.fromkeys(kind.norms, out_channels)
    running = [set_statistics_of(net[i], norms, "your Residual") for i in range(num_residuals)]
    net.eval()
    Y = net(clone(X))
    expected = blocks(kind, [weights.own for weights in stage], X, later, running)
    same(Y.detach(), expected, "the stage's output in evaluation")
    for weights in stage:
        weights.check_kept("after a call in evaluation")


def blocks(kind, states, X, later, running=None):
    """The output of a stage's blocks, of which the first has a 1×1 convolution and stride 2 in a later stage."""
    for i, state in enumerate(states):
        one = later and i == 0
        X = kind.block(state, X, one=one, stride=2 if one else 1, running=running and running[i])
    return X


def check_gradients_of_stage(kind, net, stage, X, later):
    """The output, and that gradients arrive at X and at each block."""
    mine = [weights.trainable() for weights in stage]
    Z, W = clone(X).requires_grad_(), clone(X).requires_grad_()
    Y, expected = net(W), blocks(kind, mine, Z, later)
    for weights in stage:
        weights.check()
    same(Y.detach(), expected.detach(), "the stage's output")
    if not Y.requires_grad:
        raise Mismatch("the output has no gradient: is there a detach, a no_grad or .data in the way?")
    factors = torch.randn_like(expected)
    (Y * factors).sum().backward()
    (expected * factors).sum().backward()
    check_gradient_arrives(W, Z.grad, "X")
    for weights, own in zip(stage, mine, strict=True):
        name = kind.first_weight
        check_gradient_arrives(weights.held[name], own[name].grad, told(name))


@exercise("resnet_block", public=True)
def test_stage_halves_and_widens(student):
    """A later stage maps (4, 3, 8, 8) to (4, 6, 4, 4), the first stage keeps (4, 3, 8, 8)."""
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


@exercise("resnet_block", public=True, weight=0)
def test_stage_has_blocks_of_its_own(student):
    """Only the first of three blocks halves, whatever the channels; all are different blocks, and the others are plain."""
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
                    "block {number} with bn2 at zero, which should be plain, without a 1×1 convolution",
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


@exercise("resnet_block", weight=2)
def test_later_stage(student, stands_in):
    """The first block of a later stage has a 1×1 convolution and stride 2, the others are plain."""
    check_stage(student, stands_in, torch.randn(2, 3, 8, 8), 4, 3)
    check_stage(student, stands_in, torch.randn(2, 3, 6, 6), 3, random.randint(1, 2), first_block=False)


@exercise("resnet_block", weight=2)
def test_first_stage(student, stands_in):
    """Every block of the first stage is plain."""
    check_stage(student, stands_in, torch.randn(2, 3, 6, 6), 3, 3, first_block=True)
