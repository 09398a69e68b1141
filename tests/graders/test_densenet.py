"""Densely connected networks: what a student should learn is that channels are kept and concatenated, never added.

The edges that matter: normalization and activation before the convolution, which layer reads how many channels, the order of the
concatenation, a batch norm of its own in each layer, average pooling. The expected output is computed by torch's functions from the
student's own parameters, found by their shapes, so that any initial values and any names will do. Out of scope: how the relu is written.
"""

import random

import torch
from torch.nn import functional as F

from autograder.grading.marks import Mismatch, clone, exercise, is_a, same, show


def parameters(net, *layers):
    """The parameters of batch norm and convolution of each layer, (in, out, kernel), drawn anew, by their shapes."""
    if not is_a(net, "Module"):
        raise Mismatch(f"an nn.Module expected, yours is {show(net)}")
    left = {}
    for name, p in net.named_parameters():
        left.setdefault((name.rsplit(".", 1)[-1], tuple(p.shape)), []).append(p)
    with torch.no_grad():
        for alike in left.values():  # the biases of several convolutions can't be told apart: they get one value
            value = torch.randn_like(alike[0])
            for p in alike:
                p.copy_(value)
    found = []
    for into, out, kernel in layers:
        shapes = [(into,), (into,), (out, into, kernel, kernel), (out,)]
        keys = list(zip(("weight", "bias") * 2, shapes, strict=True))
        for what, key in zip(("batch norm", "batch norm", "convolution"), keys, strict=False):
            if not left.get(key):
                raise Mismatch(
                    f"a {key[0]} of shape {key[1]} expected, of the {what} that reads {into} channels; there is none"
                )
        # a convolution may do without a bias: nothing is said about it
        found.append([left[key].pop(0) if left.get(key) else None for key in keys])
    if any(left.values()):
        key, _ = next((k, v) for k, v in left.items() if v)
        raise Mismatch(f"there is one parameter too many: a {key[0]} of shape {key[1]}")
    return found


def layer(params, X, running=None):
    """relu and convolution of the normalized X; by this minibatch's statistics, or by running ones."""
    gamma, beta, weight, bias = params
    Y = F.relu(F.batch_norm(X, *(running or (None, None)), gamma, beta, running is None))
    return F.conv2d(Y, weight, bias, padding=weight.shape[-1] // 2)


def layer_mistakes(params, X):
    gamma, beta, weight, bias = params
    normal = F.batch_norm(X, None, None, gamma, beta, True)
    pad = weight.shape[-1] // 2
    plain = lambda Y: F.conv2d(Y, weight, bias, padding=pad)
    return {
        "a forgotten relu": plain(normal),
        "no batch normalization": plain(F.relu(X)),
        "a relu before the batch normalization": lambda: plain(F.batch_norm(F.relu(X), None, None, gamma, beta, True)),
        "a relu at the end as well": lambda: F.relu(plain(F.relu(normal))),
    }


def check_layer(net, X, out, kernel, pool=lambda Y: Y):
    """Compare the output and, for X of float64, the gradient of X; the first call is for layers that are made when called.

    In float32 a value next to zero may come out on either side of the relu's kink, and there gradients jump.
    """
    net(X.float())
    if X.dtype == torch.float64:
        net.double()
    (params,) = parameters(net, (X.shape[1], out, kernel))
    before, Z = clone(X), clone(X).requires_grad_()
    Y = net(X)
    mistakes = lambda: {m: pool(v() if callable(v) else v).detach() for m, v in layer_mistakes(params, before).items()}
    expected = pool(layer(params, Z))
    same(Y.detach(), expected.detach(), "the output", looks_like=mistakes)
    same(X, before, "X afterwards")
    if X.dtype != torch.float64:
        return params
    mine = X.detach().requires_grad_()
    weights = torch.randn_like(expected)
    (net(mine) * weights).sum().backward()
    (expected * weights).sum().backward()
    same(mine.grad, Z.grad, "the gradient of X")
    return params


def check_sequence(net):
    if not is_a(net, "Sequential"):
        raise Mismatch(f"an nn.Sequential expected, yours is {show(net)}")


# --- conv_block ----------------------------------------------------------------------------------------------------


def check_running(net, X, params, pool=lambda Y: Y):
    """Normalize by running statistics in evaluation: those of default settings, after minibatches in training."""
    mine = clone(running_statistics(net))
    net(clone(X))
    F.batch_norm(X, *mine, training=True)
    for what, yours, expected in zip(("mean", "variance"), running_statistics(net), mine, strict=True):
        same(yours, expected, f"the running {what} after another minibatch")
    net.eval()
    same(net(clone(X)).detach(), pool(layer(params, X, mine)).detach(), "the output in evaluation")


def running_statistics(net):
    """The buffers of the one batch norm of a layer."""
    found = [m for m in net if is_a(m, "BatchNorm2d")]
    if len(found) != 1:
        raise Mismatch(f"one nn.BatchNorm2d expected, yours has {len(found)}")
    return found[0].running_mean, found[0].running_var


@exercise("conv_block", public=True)
def test_conv_block_keeps_the_size(student):
    """It maps (4, 3, 8, 8) to (4, 10, 8, 8), by a layer that normalizes 3 channels, a relu, and a 3×3 convolution."""
    net = student.conv_block(3, 10)
    Y = net(torch.randn(4, 3, 8, 8))
    assert tuple(Y.shape) == (4, 10, 8, 8), f"shape (4, 10, 8, 8) expected, yours is {tuple(Y.shape)}"
    shapes = sorted(tuple(p.shape) for p in net.parameters() if tuple(p.shape) != (10,))
    assert shapes == [(3,), (3,), (10, 3, 3, 3)], (
        f"parameters of shapes (3,), (3,) and (10, 3, 3, 3) expected, yours are {shapes}"
    )
    zero = student.conv_block(2, 3)(torch.zeros(2, 2, 4, 4))
    assert Y.min() < 0 or zero.min() < 0, "no output is negative: the relu comes before the convolution, not after it"


@exercise("conv_block", weight=2)
def test_conv_block_normalizes_first(student):
    """It computes conv(relu(bn(X))) for X of any size, gradients flow to X, and X stays as it was."""
    into = random.randint(3, 5)
    X = 2 * torch.randn(3, into, 5, 6) + 1
    net = student.conv_block(into, into + 2)
    check_sequence(net)
    check_layer(net, X, into + 2, 3)
    check_layer(student.conv_block(4, 2), torch.randn(2, 4, 3, 3).double(), 2, 3)


@exercise("conv_block")
def test_conv_block_evaluates(student):
    """In training the batch norm gathers running statistics, with default settings; after eval() it uses them."""
    X = 2 * torch.randn(4, 3, 5, 5) + 1
    net = student.conv_block(3, 5)
    params = check_layer(net, X, 5, 3)
    check_running(net, X, params)


# --- DenseBlock ----------------------------------------------------------------------------------------------------


def dense(params, X):
    for p in params:
        X = torch.cat((X, layer(p, X)), 1)
    return X


def dense_mistakes(params, X):
    reads, outputs = X, []
    for p in params:
        outputs.append(layer(p, reads))
        reads = torch.cat((reads, outputs[-1]), 1)
    return {
        "the outputs alone, without the input": torch.cat(outputs, 1),
        "the last output alone": outputs[-1],
        "outputs in front of one another": torch.cat((X, *reversed(outputs)), 1),
    }


def check_dense(student, num_convs, into, out, n=3, size=(5, 6), dtype=torch.float32):
    net = student.DenseBlock(num_convs, into, out)
    if not is_a(net, "Module"):
        raise Mismatch(f"an nn.Module expected, yours is {show(net)}")
    X = torch.randn(n, into, *size) + 0.5
    before = clone(X)
    Y = net(X)
    if dtype == torch.float64:
        net.double()
    same(tuple(Y.shape), (n, into + num_convs * out, *size), "the shape of the output")
    same(Y[:, :into].detach(), before, "the first channels of the output, which are X itself")
    params = parameters(net, *[(into + i * out, out, 3) for i in range(num_convs)])
    X, before = X.to(dtype), before.to(dtype)
    Y, expected = net(X), dense(params, before)
    same(
        Y.detach(),
        expected.detach(),
        "the output",
        looks_like=lambda: {k: v.detach() for k, v in dense_mistakes(params, before).items()},
    )
    same(X, before, "X afterwards")
    return net, params, before


@exercise("DenseBlock", public=True)
def test_dense_block_concatenates(student):
    """Two layers of 10 make (4, 23, 8, 8) of (4, 3, 8, 8), and the first 3 channels are the input."""
    X = torch.randn(4, 3, 8, 8)
    net = student.DenseBlock(2, 3, 10)
    Y = net(X.clone())
    assert tuple(Y.shape) == (4, 23, 8, 8), f"shape (4, 23, 8, 8) expected, yours is {tuple(Y.shape)}"
    same(Y[:, :3].detach(), X, "the first 3 channels")
    same(net.out_channels, 23, "out_channels")


@exercise("DenseBlock", weight=2)
def test_dense_block_of_several_layers(student):
    """Each layer reads everything before it, and what it computes stands behind that."""
    check_dense(student, 2, 3, random.choice([4, 5]))
    check_dense(student, random.choice([3, 4]), 4, 3)


@exercise("DenseBlock")
def test_dense_block_of_one_layer(student):
    """A single layer works as well, and wide or narrow growth."""
    check_dense(student, 1, 2, 7)
    check_dense(student, 2, 6, 1)


@exercise("DenseBlock")
def test_dense_block_knows_its_channels(student):
    """out_channels is in_channels + num_convs · out_channels, whatever the numbers, before the first call."""
    for _ in range(3):
        n, into, out = random.randint(1, 4), random.randint(2, 6), random.randint(2, 9)
        net = student.DenseBlock(n, into, out)
        same(net.out_channels, into + n * out, f"out_channels of DenseBlock({n}, {into}, {out})")
        Y = net(torch.randn(2, into, 3, 3))
        same(tuple(Y.shape), (2, into + n * out, 3, 3), "the shape of the output")


@exercise("DenseBlock", weight=2)
def test_dense_block_has_gradients(student):
    """Gradients flow to X and to the parameters of every layer, which belong to the block."""
    net, params, X = check_dense(student, 3, 3, 4, n=2, size=(4, 4), dtype=torch.float64)
    mine = [[p if p is None else clone(p.detach()).requires_grad_() for p in group] for group in params]
    Z, W = clone(X).requires_grad_(), clone(X).requires_grad_()
    Y, expected = net(W), dense(mine, Z)
    weights = torch.randn_like(expected)
    (Y * weights).sum().backward()
    (expected * weights).sum().backward()
    same(W.grad, Z.grad, "the gradient of X")
    for i, (group, own) in enumerate(zip(params, mine, strict=True)):
        for what, p, e in zip(
            ("weight of the batch norm", "bias of the batch norm", "weight of the convolution"),
            group,
            own,
            strict=False,
        ):
            same(p.grad, e.grad, f"the gradient of the {what} of layer {i}")


@exercise("DenseBlock")
def test_dense_blocks_are_independent(student):
    """Two blocks share no parameters."""
    (one, _, X), other = check_dense(student, 2, 3, 4), student.DenseBlock(2, 3, 4)
    before = one(clone(X)).detach()
    other(clone(X))
    parameters(other, (3, 4, 3), (7, 4, 3))
    same(one(clone(X)).detach(), before, "the output after another block's parameters were changed")


@exercise("DenseBlock")
def test_dense_block_evaluates(student):
    """After eval() the output of one example depends on no other: every batch norm uses its running statistics."""
    net, _, X = check_dense(student, 2, 3, 4)
    net.eval()
    whole = net(clone(X)).detach()
    same(net(X[:1].clone()).detach(), whole[:1], "the output of one example in evaluation")
    same(net(clone(X)).detach(), whole, "the output in evaluation, a second time")
    net.train()
    same(whole.shape, net(clone(X)).shape, "the shape in training again")


# --- transition_block ----------------------------------------------------------------------------------------------


def average(Y):
    return F.avg_pool2d(Y, 2, 2)


@exercise("transition_block", public=True)
def test_transition_halves(student):
    """It maps (4, 23, 8, 8) to (4, 10, 4, 4), and has a batch norm and a 1×1 convolution."""
    net = student.transition_block(23, 10)
    Y = net(torch.randn(4, 23, 8, 8))
    assert tuple(Y.shape) == (4, 10, 4, 4), f"shape (4, 10, 4, 4) expected, yours is {tuple(Y.shape)}"
    shapes = sorted(tuple(p.shape) for p in net.parameters() if tuple(p.shape) != (10,))
    assert shapes == [(10, 23, 1, 1), (23,), (23,)], (
        f"parameters of shapes (23,), (23,) and (10, 23, 1, 1) expected, yours are {shapes}"
    )


@exercise("transition_block", weight=2)
def test_transition_averages(student):
    """It computes the 2×2 averages of conv(relu(bn(X))), gradients flow to X, and X stays as it was."""
    into = random.randint(4, 6)
    net = student.transition_block(into, 3)
    check_sequence(net)
    check_layer(net, 2 * torch.randn(3, into, 6, 8) + 1, 3, 1, average)
    check_layer(student.transition_block(into, 2), torch.randn(2, into, 4, 4).double(), 2, 1, average)


@exercise("transition_block")
def test_transition_of_an_odd_size(student):
    """An odd height or width is halved and rounded down."""
    check_layer(student.transition_block(3, 2), torch.randn(2, 3, 5, 7), 2, 1, average)


@exercise("transition_block")
def test_transition_evaluates(student):
    """In training the batch norm gathers running statistics, with default settings; after eval() it uses them."""
    X = 2 * torch.randn(4, 3, 4, 4) + 1
    net = student.transition_block(3, 5)
    params = check_layer(net, X, 5, 1, average)
    check_running(net, X, params, average)
