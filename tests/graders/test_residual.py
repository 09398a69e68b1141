"""Residual networks: what a student should learn is the order of a block's layers, and that the input is added back.

The edges that matter: relu after the sum and not before it, the stride on conv1 and on conv3 and on nothing else, a batch norm of
its own after each convolution, defaults, the first block of a stage. The expected output is computed from the student's own
parameters by torch's functions, so that any initial values will do. Out of scope: how the relu is written.
"""

import random

import torch
from torch.nn import functional as F

from autograder.grading.marks import Mismatch, clone, exercise, is_a, same, show


def redraw(net):
    """Give every parameter and running statistic a value of its own, so that no two layers can be taken for each other."""
    state = {k: v if v.dtype == torch.int64 else torch.randn_like(v) * 0.5 for k, v in net.state_dict().items()}
    for name in state:
        if name.endswith("running_var"):
            state[name] = state[name].abs() + 0.5
    net.load_state_dict(state)
    return state


def get(state, name):
    if name not in state:
        raise Mismatch(f"no `{name}` among its parameters: a layer of that name is expected")
    return state[name]


def block(state, X, *, at="", one=False, stride=1, training=True):
    """The block's output by torch's functions, from the parameters in `state`."""

    def conv(name, A, **kwargs):
        return F.conv2d(A, get(state, f"{at}{name}.weight"), state.get(f"{at}{name}.bias"), **kwargs)

    def bn(name, A):
        of = {k: get(state, f"{at}{name}.{k}") for k in ("running_mean", "running_var", "weight", "bias")}
        return F.batch_norm(
            A, of["running_mean"].clone(), of["running_var"].clone(), of["weight"], of["bias"], training
        )

    Y = bn("bn2", conv("conv2", F.relu(bn("bn1", conv("conv1", X, padding=1, stride=stride))), padding=1))
    return F.relu(Y + (conv("conv3", X, stride=stride) if one else X))


def mistakes(state, X, **how):
    """The outputs of well-known mistakes."""
    right = block(state, X, **how)
    shortcut = (
        X
        if not how.get("one")
        else F.conv2d(X, get(state, "conv3.weight"), state.get("conv3.bias"), stride=how.get("stride", 1))
    )
    zero = {k: torch.zeros_like(v) if k.startswith("bn2.") and "running" not in k else v for k, v in state.items()}
    only = block(zero, X, **how)  # relu(shortcut)
    return {
        "a forgotten shortcut": F.relu(main_path(state, X, **how)),
        "a forgotten relu at the end": main_path(state, X, **how) + shortcut,
        "a relu before the sum in place of after it": F.relu(main_path(state, X, **how)) + shortcut,
        "the shortcut alone": only if not torch.equal(only, right) else right + 1,
    }


def main_path(state, X, *, one=False, stride=1, training=True):
    def bn(name, A):
        return F.batch_norm(
            A,
            get(state, f"{name}.running_mean").clone(),
            get(state, f"{name}.running_var").clone(),
            get(state, f"{name}.weight"),
            get(state, f"{name}.bias"),
            training,
        )

    Y = F.relu(bn("bn1", F.conv2d(X, get(state, "conv1.weight"), state.get("conv1.bias"), padding=1, stride=stride)))
    return bn("bn2", F.conv2d(Y, get(state, "conv2.weight"), state.get("conv2.bias"), padding=1))


def check(student, X, *args, **how):
    """Build a block, call it, and compare; the first call is for layers that make their parameters when called."""
    net = student.Residual(X.shape[1], *args)
    if not is_a(net, "Module"):
        raise Mismatch(f"an nn.Module expected, yours is {show(net)}")
    net(X)
    state = redraw(net)
    before = clone(X)
    Y = net(X)
    same(Y, block(state, before, **how), "the block's output", looks_like=lambda: mistakes(state, before, **how))
    same(X, before, "X afterwards")
    return net, state


@exercise("Residual", public=True)
def test_residual_shapes(student):
    """A plain block keeps the shape; with a 1×1 convolution and stride 2 it widens and halves. No output is negative."""
    X = torch.randn(4, 3, 6, 6)
    Y = student.Residual(3, 3)(X)
    assert tuple(Y.shape) == (4, 3, 6, 6), f"shape (4, 3, 6, 6) expected, yours is {tuple(Y.shape)}"
    assert not torch.equal(Y, torch.relu(X)) and Y.std() > 0.1, "the convolutions leave no trace in the output"
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
    same(net(X).detach(), torch.relu(X), "the block's output")


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
    """The stride is 1 where it is not given, also with use_1x1conv."""
    check(student, torch.randn(2, 3, 5, 5), 4, True, one=True)


@exercise("Residual")
def test_residual_evaluates(student):
    """After eval() both batch norms use their running statistics."""
    net, _ = check(student, torch.randn(4, 2, 5, 5), 2)
    net.eval()
    state, X = net.state_dict(), torch.randn(3, 2, 5, 5)
    same(net(X), block(state, X, training=False), "the block's output in evaluation")


@exercise("Residual", weight=2)
def test_residual_gradients(student):
    """Gradients flow to X through both paths, and to every layer of the block."""
    X = torch.randn(3, 2, 6, 6, requires_grad=True)
    net = student.Residual(2, 3, True, 2)
    net(X.detach())
    state = redraw(net)
    mine = {
        k: v.clone().requires_grad_() if v.is_floating_point() and "running" not in k else v for k, v in state.items()
    }
    params, Z = dict(net.named_parameters()), X.detach().clone().requires_grad_()
    Y, expected = net(X), block(mine, Z, one=True, stride=2)
    same(Y, expected, "the block's output")
    weights = torch.randn_like(Y)
    (Y * weights).sum().backward()
    (expected * weights).sum().backward()
    same(X.grad, Z.grad, "the gradient of X")
    for name in ("conv1.weight", "conv2.weight", "conv3.weight", "bn1.weight", "bn2.bias"):
        same(get(params, name).grad, mine[name].grad, f"the gradient of {name}")


# --- resnet_block --------------------------------------------------------------------------------------------------


def check_stage(student, X, out_channels, num_residuals, first_block):
    args = (X.shape[1], out_channels, num_residuals) + ((True,) if first_block else ())
    net = student.resnet_block(*args)
    if not is_a(net, "Sequential"):
        raise Mismatch(f"an nn.Sequential expected, yours is {show(net)}")
    assert len(net) == num_residuals, f"{num_residuals} blocks expected, yours has {len(net)}"
    net(X)
    state, Y = redraw(net), X
    for i in range(num_residuals):
        later = i == 0 and not first_block
        Y = block(state, Y, at=f"{i}.", one=later, stride=2 if later else 1)
    same(net(X), Y, "the stage's output")


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
    check_stage(student, torch.randn(2, 3, 8, 8), 4, random.randint(2, 3), first_block=False)
    check_stage(student, torch.randn(2, 3, 6, 6), 3, 1, first_block=False)


@exercise("resnet_block", weight=2)
def test_first_stage(student):
    """Every block of the first stage is plain."""
    check_stage(student, torch.randn(2, 3, 6, 6), 3, random.randint(2, 3), first_block=True)
