"""Densely connected networks: what a student should learn is that channels are kept and concatenated, never added.

The edges that matter: normalization and activation before the convolution, which layer reads how many channels, the order of the
concatenation, a batch norm of its own in each layer, average pooling. The grader draws every parameter, sets it in the student's
layers, where it finds it by its shape, and computes the expected output by torch's functions from copies of its own: any initial values
and any names will do. Out of scope: how the relu is written.
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
    modules_of_kind,
    named_parameters,
    same,
    set_statistics,
    shape_of,
    show,
    stand_in,
    told,
)

PARTS = ("norm.weight", "norm.bias", "conv.weight", "conv.bias")  # of a layer, in the order of its shapes


def set_weights(net, *layers, dtype=torch.float32):
    """Draw and set the parameters of batch norm and convolution of each layer, (in, out, kernel), found by their shapes.

    Their names are "0.norm.weight" and so on, by `PARTS`.
    """
    if not is_a(net, "Module"):
        raise Mismatch("expected an nn.Module, got {got}", got=show(net))
    left = {}
    for name, tensor in named_parameters(net, most=4 * len(layers)):
        left.setdefault((name, tuple(tensor.shape)), []).append(tensor)
    held, alike = {}, {}
    for i, (into, out, kernel) in enumerate(layers):
        for part, shape in zip(PARTS, ((into,), (into,), (out, into, kernel, kernel), (out,)), strict=True):
            key = (part.partition(".")[2], shape)
            found = left.get(key)
            # a convolution may do without a bias: nothing is said about it
            if not found and part != "conv.bias":
                what = "convolution" if part == "conv.weight" else "batch norm"
                raise Mismatch(
                    "the {layer} with {channels} input channels has no {part} of shape {shape}", layer=told(what), channels=told(into), part=told(key[0]), shape=told(shape)
                )
            name = f"{i}.{part}"
            held[name] = found.pop(0) if found else None
            alike[name] = key
            if held[name] is not None and (held[name].dtype != dtype or not held[name].requires_grad):
                raise Mismatch(
                    "a parameter of a layer has another dtype, or is not trained: use the layers of torch.nn as they are",
                )
    for key, more in left.items():
        if more:
            raise Mismatch(
                "there is one parameter too many: a {part} of shape {shape}",
                hint="there is one parameter too many: does the block have a layer that it does not need?",
                part=key[0],
                shape=key[1],
            )
    # the biases of several convolutions can't be told apart: they get one value
    values = {key: torch.randn(key[1]) for key in alike.values()}
    return Weights(held, lambda name, _held: alive(name, values[alike[name]]))


def alive(name, value):
    """Where a whole channel stays below zero, the next batch norm makes noise of its rounding."""
    if name.endswith("norm.weight"):
        return value.sign() * (0.5 + value.abs() / 2)
    return 0.3 * value if name.endswith("norm.bias") else value


def of_layer(weights, i):
    """(gamma, beta, weight, bias) of layer i, from a mapping of names to tensors."""
    return tuple(weights[f"{i}.{part}"] for part in PARTS)


def layer(params, X, running=None, activation=F.relu):
    """relu and convolution of the normalized X; by this minibatch's statistics, or by running ones."""
    gamma, beta, weight, bias = params
    Y = activation(F.batch_norm(X, *(running or (None, None)), gamma, beta, running is None))
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
    """Compare the output and the gradients; the first call is for layers that are made when called."""
    net(X.float())
    if X.dtype == torch.float64:
        net.double()
    weights = set_weights(net, (X.shape[1], out, kernel), dtype=X.dtype)
    params = of_layer(weights.own, 0)
    before, Z = clone(X), clone(X).requires_grad_()
    Y = net(X)
    weights.check()

    def mistakes():
        values = {}
        for name, value in layer_mistakes(params, before).items():
            values[name] = pool(value() if callable(value) else value).detach()
        if pool is average:
            values["the maximum instead of the average"] = F.max_pool2d(layer(params, before), 2).detach()
        return values

    expected = pool(layer(params, Z))
    same(Y.detach(), expected.detach(), "the output", looks_like=mistakes)
    check_gradients_of_layer(net, weights, X, pool)
    return weights


GRADIENTS = ("0.norm.weight", "0.norm.bias", "0.conv.weight")


def check_gradients_of_layer(net, weights, X, pool):
    """Those of X and of the parameters: number by number in float64, and that they arrive in float32."""
    mine, Z, W = weights.trainable(), clone(X).requires_grad_(), clone(X).requires_grad_()
    expected = pool(layer(of_layer(mine, 0), Z))
    factors = torch.randn_like(expected)
    for name in GRADIENTS:
        weights.held[name].grad = None
    Y = net(W)
    if not Y.requires_grad:
        raise Mismatch("the output has no gradient: is there a detach, a no_grad or .data in the way?")
    (Y * factors).sum().backward()
    (expected * factors).sum().backward()
    if X.dtype == torch.float64:
        same(W.grad, Z.grad, "the gradient of X")
        weights.check_gradients(mine, GRADIENTS)
        return
    check_gradient_arrives(W, Z.grad, "X")
    for name in GRADIENTS:
        check_gradient_arrives(weights.held[name], mine[name].grad, told(name))


def check_sequence(net):
    if not is_a(net, "Sequential"):
        raise Mismatch("expected an nn.Sequential, got {got}", got=show(net))


# --- conv_block ----------------------------------------------------------------------------------------------------


def check_running(net, size, channels, weights, pool=lambda Y: Y):
    """Normalize by running statistics in evaluation: those of default settings, after minibatches in training."""
    params, name = of_layer(weights.own, 0), "the batch norm"
    (norm,) = norms(net, 1)
    running = set_statistics(norm, channels, name)
    for number in ("one minibatch", "two minibatches"):
        X = 2 * torch.randn(4, channels, *size) + 1
        net(clone(X))
        F.batch_norm(X, *running, training=True)
        check_statistics(norm, running, name, message("after {count} calls", count=told(number)))
    net.eval()
    X = 2 * torch.randn(3, channels, *size) + 1
    Y = net(clone(X))
    weights.check("after a call in evaluation")
    same(Y.detach(), pool(layer(params, X, running)).detach(), "the output in evaluation")


def norms(net, count):
    """The batch norms of a net, after the check that there are so many."""
    found = modules_of_kind(net, lambda module: is_a(module, "BatchNorm2d"), most=20 * count)
    if len(found) != count:
        raise Mismatch(
            "expected {count} nn.BatchNorm2d, got {got}",
            hint="expected {count} nn.BatchNorm2d, got a different number",
            count=told(count),
            got=len(found),
        )
    return found


@exercise("conv_block", public=True)
def test_conv_block_keeps_the_size(student):
    """It maps (4, 3, 8, 8) to (4, 10, 8, 8), by a layer that normalizes 3 channels, a relu, and a 3×3 convolution."""
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


@exercise("conv_block", public=True, weight=0)
def test_conv_block_has_its_parts_in_order(student):
    """The output is conv(relu(bn(X))), in training and after eval(), and X is not changed."""
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


@exercise("conv_block", weight=2)
def test_conv_block_normalizes_first(student):
    """It computes conv(relu(bn(X))) for X of any size, gradients flow to X, and X stays as it was."""
    into = random.randint(3, 5)
    X = 2 * torch.randn(3, into, 5, 6) + 1
    net = student.conv_block(in_channels=into, out_channels=into + 2)
    check_sequence(net)
    check_layer(net, X, into + 2, 3)
    check_layer(student.conv_block(4, 2), torch.randn(2, 4, 3, 3).double(), 2, 3)


@exercise("conv_block")
def test_conv_block_evaluates(student):
    """In training the batch norm gathers running statistics, with default settings; after eval() it uses them."""
    net = student.conv_block(3, 5)
    weights = check_layer(net, 2 * torch.randn(4, 3, 5, 5) + 1, 5, 3)
    check_running(net, (5, 5), 3, weights)


# --- DenseBlock ----------------------------------------------------------------------------------------------------


@stand_in("conv_block")
def with_tanh(in_channels, out_channels):
    """tanh instead of relu."""
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.Tanh(),
        nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1),
    )


def activation_of(stands_in):
    """What stands between the batch norm and the convolution of a layer."""
    return torch.tanh if "conv_block" in stands_in else F.relu


def dense(weights, num_convs, X, activation, running=None):
    """The block's output by torch's functions. With `running` statistics of each layer it evaluates, else it trains."""
    for i in range(num_convs):
        X = torch.cat((X, layer(of_layer(weights, i), X, running and running[i], activation)), 1)
    return X


def dense_mistakes(weights, num_convs, X, activation):
    reads, outputs = X, []
    for i in range(num_convs):
        outputs.append(layer(of_layer(weights, i), reads, activation=activation))
        reads = torch.cat((reads, outputs[-1]), 1)
    return {
        "the outputs alone, without the input": torch.cat(outputs, 1),
        "the last output alone": outputs[-1],
        "outputs in front of one another": torch.cat((X, *reversed(outputs)), 1),
    }


def check_dense(student, activation, num_convs, into, out, n=3, size=(5, 6), dtype=torch.float32):
    net = student.DenseBlock(num_convs=num_convs, in_channels=into, out_channels=out)
    if not is_a(net, "Module"):
        raise Mismatch("expected an nn.Module, got {got}", got=show(net))
    X = torch.randn(n, into, *size) + 0.5
    before = clone(X)
    Y = net(X)
    if dtype == torch.float64:
        net.double()
    check_shape(Y, (n, into + num_convs * out, *size))
    same(Y[:, :into].detach(), before, "the first channels of the output, which are X itself")
    weights = set_weights(net, *[(into + i * out, out, 3) for i in range(num_convs)], dtype=dtype)
    X, before = X.to(dtype), before.to(dtype)
    Y = net(X)
    weights.check()
    same(
        Y.detach(),
        dense(weights.own, num_convs, before, activation).detach(),
        "the output",
        looks_like=lambda: {k: v.detach() for k, v in dense_mistakes(weights.own, num_convs, before, activation).items()},
    )
    return net, weights, before


def check_shape(Y, shape):
    if not isinstance(Y, torch.Tensor):
        raise Mismatch("the output: expected a tensor of shape {shape}, got {got}", shape=told(shape), got=show(Y))
    if tuple(Y.shape) != shape:
        raise Mismatch("the output: expected shape {shape}, got {got}", shape=told(shape), got=shape_of(Y, shape))


@exercise("DenseBlock", public=True)
def test_dense_block_concatenates(student):
    """Two layers of 10 make (4, 23, 8, 8) of (4, 3, 8, 8), and the first 3 channels are the input."""
    X = torch.randn(4, 3, 8, 8)
    net = student.DenseBlock(2, 3, 10)
    assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
    Y = net(X.clone())
    assert tuple(Y.shape) == (4, 23, 8, 8), message("expected shape (4, 23, 8, 8), got {got}", got=tuple(Y.shape))
    same(Y[:, :3].detach(), X, "the first 3 channels")
    assert hasattr(net, "out_channels"), "your DenseBlock has no out_channels"
    same(net.out_channels, 23, "out_channels")


@exercise("DenseBlock", public=True, weight=0)
def test_dense_block_layers_read_everything(student):
    """Three layers of 2 on 3 channels read 3, 5 and 7, each output stands behind what was read, and gradients reach X."""
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


@exercise("DenseBlock", weight=2)
def test_dense_block_of_several_layers(student, stands_in):
    """Each layer reads everything before it, and what it computes stands behind that."""
    check_dense(student, activation_of(stands_in), 2, 3, random.choice([4, 5]))
    check_dense(student, activation_of(stands_in), random.choice([3, 4]), 4, 3)


@exercise("DenseBlock")
def test_dense_block_of_one_layer(student, stands_in):
    """A single layer works as well, and wide or narrow growth."""
    check_dense(student, activation_of(stands_in), 1, 2, 7)
    check_dense(student, activation_of(stands_in), 2, 6, 1)


@exercise("DenseBlock")
def test_dense_block_knows_its_channels(student, stands_in):
    """out_channels is in_channels + num_convs · out_channels, whatever the numbers, before the first call."""
    for _ in range(3):
        n, into, out = random.randint(1, 4), random.randint(2, 6), random.randint(2, 9)
        net = student.DenseBlock(n, into, out)
        same(
            attribute(net, "out_channels", "your DenseBlock"),
            into + n * out,
            message(
                "out_channels of DenseBlock({count}, {into}, {out})",
                hint="out_channels of the DenseBlock",
                count=n,
                into=into,
                out=out,
            ),
        )
        X = torch.randn(2, into, 3, 3)
        Y = net(clone(X))
        check_shape(Y, (2, into + n * out, 3, 3))
        weights = set_weights(net, *[(into + i * out, out, 3) for i in range(n)])
        same(net(clone(X)).detach(), dense(weights.own, n, X, activation_of(stands_in)), "the output")


@exercise("DenseBlock", weight=2)
def test_dense_block_has_gradients(student, stands_in):
    """Gradients flow to X and to the parameters of every layer, which belong to the block."""
    net, weights, X = check_dense(student, activation_of(stands_in), 3, 3, 4, n=2, size=(4, 4), dtype=torch.float64)
    mine, Z, W = weights.trainable(), clone(X).requires_grad_(), clone(X).requires_grad_()
    Y, expected = net(W), dense(mine, 3, Z, activation_of(stands_in))
    factors = torch.randn_like(expected)
    (Y * factors).sum().backward()
    (expected * factors).sum().backward()
    same(W.grad, Z.grad, "the gradient of X")
    weights.check_gradients(mine, [name for name in weights.held if not name.endswith("conv.bias")])


@exercise("DenseBlock")
def test_dense_blocks_are_independent(student, stands_in):
    """Two blocks share no parameters."""
    (one, weights, X), other = check_dense(student, activation_of(stands_in), 2, 3, 4), student.DenseBlock(2, 3, 4)
    other(clone(X))
    set_weights(other, (3, 4, 3), (7, 4, 3))
    Y = one(clone(X))
    same(Y.detach(), dense(weights.own, 2, X, activation_of(stands_in)), "the output after another block's parameters were changed")


@exercise("DenseBlock")
def test_dense_block_evaluates(student, stands_in):
    """In training every batch norm gathers running statistics, with default settings; after eval() it uses them."""
    net, weights, _ = check_dense(student, activation_of(stands_in), 2, 3, 4)
    found = sorted(norms(net, 2), key=lambda norm: attribute(norm, "running_mean", "a batch norm").numel())
    running = [set_statistics(norm, channels, "a batch norm") for norm, channels in zip(found, (3, 7), strict=True)]
    X = torch.randn(3, 3, 5, 6)
    net(clone(X))
    F.batch_norm(X, *running[0], training=True)
    reads = dense(weights.own, 1, X, activation_of(stands_in))
    F.batch_norm(reads, *running[1], training=True)
    for norm, statistics in zip(found, running, strict=True):
        check_statistics(norm, statistics, "a batch norm", "after a minibatch")
    net.eval()
    X = torch.randn(2, 3, 5, 6)
    for examples, what in ((X, "the output in evaluation"), (X[:1], "the output of one example in evaluation")):
        Y = net(clone(examples))
        same(Y.detach(), dense(weights.own, 2, examples, activation_of(stands_in), running), what)
    weights.check("after calls in evaluation")
    net.train()
    same(net(clone(X)).detach(), dense(weights.own, 2, X, activation_of(stands_in)), "the output in training again")


# --- transition_block ----------------------------------------------------------------------------------------------


def average(Y):
    return F.avg_pool2d(Y, 2, 2)


@exercise("transition_block", public=True)
def test_transition_halves(student):
    """It maps (4, 23, 8, 8) to (4, 10, 4, 4), and has a batch norm and a 1×1 convolution."""
    net = student.transition_block(23, 10)
    assert callable(net), message("expected an nn.Sequential, got {got}", got=show(net))
    Y = net(torch.randn(4, 23, 8, 8))
    assert tuple(Y.shape) == (4, 10, 4, 4), message("expected shape (4, 10, 4, 4), got {got}", got=tuple(Y.shape))
    shapes = sorted(tuple(p.shape) for p in net.parameters() if tuple(p.shape) != (10,))
    assert shapes == [(10, 23, 1, 1), (23,), (23,)], (
        message("expected parameters of shapes (23,), (23,) and (10, 23, 1, 1), got {shapes}", shapes=shapes)
    )


@exercise("transition_block", public=True, weight=0)
def test_transition_pools_the_average(student):
    """The output is the 2×2 average of conv(relu(bn(X))), and an odd size is rounded down."""
    net, X = student.transition_block(3, 2), 2 * torch.randn(2, 3, 5, 7) + 1
    assert hasattr(net, "parameters"), message("expected an nn.Sequential, got {got}", got=show(net))
    convolutions = [p.detach().clone() for p in net.parameters() if p.dim() == 4]
    biases = [p.detach().clone() for p in net.parameters() if tuple(p.shape) == (2,)]
    assert [tuple(p.shape) for p in convolutions] == [(2, 3, 1, 1)], "expected one 1×1 convolution from 3 to 2 channels"
    Y = net(X.clone())
    bias = biases[0] if biases else None
    mixed = F.conv2d(torch.relu(F.batch_norm(X, None, None, training=True)), convolutions[0], bias)
    mistakes = {"the maximum instead of the average": F.max_pool2d(mixed, 2)}
    same(Y.detach(), F.avg_pool2d(mixed, 2), "the output", looks_like=lambda: mistakes)


@exercise("transition_block", weight=2)
def test_transition_averages(student):
    """It computes the 2×2 averages of conv(relu(bn(X))), gradients flow to X, and X stays as it was."""
    into = random.randint(4, 6)
    net = student.transition_block(in_channels=into, out_channels=3)
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
    net = student.transition_block(3, 5)
    weights = check_layer(net, 2 * torch.randn(4, 3, 4, 4) + 1, 5, 1, average)
    check_running(net, (4, 4), 3, weights, average)
