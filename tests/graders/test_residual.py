"""Residual networks: what a student should learn is the order of a block's layers, and that the input is added back.

The edges that matter: relu after the sum and not before it, the stride on conv1 and on conv3 and on nothing else, a batch norm of
its own after each convolution, defaults, the first block of a stage. The expected output is computed from the student's own
parameters by torch's functions, so that any initial values will do. Out of scope: how the relu is written.
"""

import random

import torch
from torch.nn import functional as F

from autograder.grading.marks import Mismatch, clone, exercise, is_a, same, show

LAYERS = ("conv1", "conv2", "bn1", "bn2")


def redraw(net):
    """Give every parameter a value of its own, so that no two layers can be taken for each other."""
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(torch.randn_like(p))


def layers(net, one):
    """The block's parameters by the names of its attributes, whatever else may hold the same layers."""
    state = {}
    for name in LAYERS + (("conv3",) if one else ()):
        layer = getattr(net, name)
        if layer is None:
            raise Mismatch(f"{name} is None" + (" although use_1x1conv is given" if name == "conv3" else ""))
        state[f"{name}.weight"], state[f"{name}.bias"] = layer.weight, layer.bias
    if len({id(state[f"{name}.weight"]) for name in LAYERS}) < len(LAYERS):
        raise Mismatch("two of conv1, conv2, bn1 and bn2 are the same layer: each should have parameters of its own")
    return state


def statistics(net):
    """The running statistics of both batch norms."""
    bns = {name: getattr(net, name) for name in ("bn1", "bn2")}
    return {f"{n}.{k}": getattr(bn, k) for n, bn in bns.items() for k in ("running_mean", "running_var")}


def block(state, X, *, one=False, stride=1, running=None):
    """The block's output by torch's functions. With `running` statistics it evaluates, else it trains."""
    Y = F.relu(main_path(state, X, stride=stride, running=running) + shortcut(state, X, one=one, stride=stride))
    return Y.detach() if not X.requires_grad else Y


def shortcut(state, X, *, one=False, stride=1):
    return F.conv2d(X, state["conv3.weight"], state["conv3.bias"], stride=stride) if one else X


def main_path(state, X, *, stride=1, running=None):
    def bn(name, A):
        mean, var = (running[f"{name}.running_mean"], running[f"{name}.running_var"]) if running else (None, None)
        return F.batch_norm(A, mean, var, state[f"{name}.weight"], state[f"{name}.bias"], running is None)

    Y = F.relu(bn("bn1", F.conv2d(X, state["conv1.weight"], state["conv1.bias"], padding=1, stride=stride)))
    return bn("bn2", F.conv2d(Y, state["conv2.weight"], state["conv2.bias"], padding=1))


def mistakes(state, X, *, one=False, stride=1):
    """The outputs of well-known mistakes."""
    main, short = main_path(state, X, stride=stride).detach(), shortcut(state, X, one=one, stride=stride).detach()
    return {
        "a forgotten shortcut": F.relu(main),
        "a forgotten relu at the end": main + short,
        "a relu before the sum in place of after it": F.relu(main) + short,
        "the shortcut alone": F.relu(short),
    }


def check(student, X, *args, one=False, stride=1):
    """Build a block, call it, and compare; the first call is for layers that make their parameters when called."""
    net = student.Residual(X.shape[1], *args)
    if not is_a(net, "Module"):
        raise Mismatch(f"an nn.Module expected, yours is {show(net)}")
    net(X.float())
    if X.dtype == torch.float64:
        net.double()
    redraw(net)
    state, before = layers(net, one), clone(X)
    Y = net(X)
    expected = block(state, before, one=one, stride=stride)
    same(Y.detach(), expected, "the block's output", looks_like=lambda: mistakes(state, before, one=one, stride=stride))
    same(X, before, "X afterwards")
    return net, state


@exercise("Residual", public=True)
def test_residual_shapes(student):
    """A plain block keeps the shape; with a 1×1 convolution and stride 2 it widens and halves. No output is negative."""
    X = torch.randn(4, 3, 6, 6)
    Y = student.Residual(3, 3)(X)
    assert tuple(Y.shape) == (4, 3, 6, 6), f"shape (4, 3, 6, 6) expected, yours is {tuple(Y.shape)}"
    Z = student.Residual(3, 6, True, 2)(X)
    assert tuple(Z.shape) == (4, 6, 3, 3), f"shape (4, 6, 3, 3) expected, yours is {tuple(Z.shape)}"
    assert Y.min() >= 0 and Z.min() >= 0, "there is a negative output: the last step is a relu"
    assert Y.requires_grad and Z.requires_grad, "the output has no gradient"


@exercise("Residual", public=True)
def test_residual_can_do_nothing(student):
    """With the weight and the bias of bn2 at zero the main path gives nothing, and the block is relu(X)."""
    X, net = torch.randn(2, 3, 5, 5), student.Residual(3, 3)
    net(X)  # for layers that make their parameters when called
    with torch.no_grad():
        net.bn2.weight.zero_()
        net.bn2.bias.zero_()
    same(net(X.clone()).detach(), torch.relu(X), "the block's output")


@exercise("Residual", weight=2)
def test_residual_adds_its_input(student):
    """The block computes relu(bn2(conv2(relu(bn1(conv1(X))))) + X), and leaves X as it was."""
    c = random.randint(2, 4)
    check(student, torch.randn(3, c, 5, 6), c)


@exercise("Residual", weight=2)
def test_residual_with_a_1x1_convolution_and_a_stride(student):
    """With use_1x1conv the shortcut is conv3(X), and the stride is that of conv1 and conv3."""
    check(student, torch.randn(2, 3, 6, 8), 5, True, 2, one=True, stride=2)


@exercise("Residual")
def test_residual_with_a_1x1_convolution_alone(student):
    """The flag decides: with use_1x1conv there is a conv3 also where stride and channels would not ask for one."""
    check(student, torch.randn(2, 3, 5, 5), 3, True, one=True)


@exercise("Residual")
def test_residual_evaluates(student):
    """In training both batch norms gather their running statistics, with default settings; after eval() they use them."""
    X = torch.randn(4, 2, 5, 5)
    net, state = check(student, X, 2)
    old = {k: v.detach().clone() for k, v in statistics(net).items()}
    net(X)
    A = F.conv2d(X, state["conv1.weight"], state["conv1.bias"], padding=1)
    F.batch_norm(A, old["bn1.running_mean"], old["bn1.running_var"], training=True)
    running = statistics(net)
    same(running["bn1.running_mean"], old["bn1.running_mean"].detach(), "bn1's running mean")
    same(running["bn1.running_var"], old["bn1.running_var"].detach(), "bn1's running variance")
    net.eval()
    X = torch.randn(3, 2, 5, 5)
    before = clone(X)
    same(net(X).detach(), block(state, before, running=running), "the block's output in evaluation")
    same(X, before, "X afterwards")


@exercise("Residual", weight=2)
def test_residual_gradients(student):
    """Gradients flow to X through both paths, and to every layer of the block."""
    # in float64: a value next to zero may come out on either side of a relu's kink, and there gradients jump
    X = torch.randn(3, 2, 6, 6, dtype=torch.float64, requires_grad=True)
    net, state = check(student, X.detach(), 3, True, 2, one=True, stride=2)
    mine = {k: clone(v.detach()).requires_grad_() for k, v in state.items() if v is not None}
    Z = X.detach().clone().requires_grad_()
    Y, expected = net(X), block({k: mine.get(k) for k in state}, Z, one=True, stride=2)
    weights = torch.randn_like(expected)
    (Y * weights).sum().backward()
    (expected * weights).sum().backward()
    same(X.grad, Z.grad, "the gradient of X")
    for name in ("conv1.weight", "conv2.weight", "conv3.weight", "bn1.weight", "bn2.bias"):
        same(state[name].grad, mine[name].grad, f"the gradient of {name}")


# --- resnet_block --------------------------------------------------------------------------------------------------


def check_stage(student, X, out_channels, num_residuals, first_block):
    args = (X.shape[1], out_channels, num_residuals) + ((True,) if first_block else ())
    net = student.resnet_block(*args)
    if not is_a(net, "Sequential"):
        raise Mismatch(f"an nn.Sequential expected, yours is {show(net)}")
    assert len(net) == num_residuals, f"{num_residuals} blocks expected, yours has {len(net)}"
    net(X)
    redraw(net)
    Y = X
    if len({id(net[i].conv1.weight) for i in range(num_residuals)}) < num_residuals:
        raise Mismatch("each block should have layers of its own, in yours one block comes several times")
    for i in range(num_residuals):
        later = i == 0 and not first_block
        Y = block(layers(net[i], later), Y, one=later, stride=2 if later else 1)
    same(net(clone(X)).detach(), Y, "the stage's output")


@exercise("resnet_block", public=True)
def test_stage_halves_and_widens(student):
    """A later stage maps (4, 3, 8, 8) to (4, 6, 4, 4), the first stage keeps (4, 3, 8, 8)."""
    X = torch.randn(4, 3, 8, 8)
    later, first = student.resnet_block(3, 6, 2), student.resnet_block(3, 3, 2, first_block=True)
    assert len(later) == 2 and len(first) == 2, "two blocks expected in each stage"
    assert tuple(later(X).shape) == (4, 6, 4, 4), f"shape (4, 6, 4, 4) expected, yours is {tuple(later(X).shape)}"
    assert tuple(first(X).shape) == (4, 3, 8, 8), f"shape (4, 3, 8, 8) expected, yours is {tuple(first(X).shape)}"


@exercise("resnet_block", weight=2)
def test_later_stage(student):
    """The first block of a later stage has a 1×1 convolution and stride 2, the others are plain."""
    check_stage(student, torch.randn(2, 3, 8, 8), 4, 3, first_block=False)
    check_stage(student, torch.randn(2, 3, 6, 6), 3, random.randint(1, 2), first_block=False)


@exercise("resnet_block", weight=2)
def test_first_stage(student):
    """Every block of the first stage is plain."""
    check_stage(student, torch.randn(2, 3, 6, 6), 3, 3, first_block=True)
