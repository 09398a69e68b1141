"""Batch normalization: what a student should learn is over which numbers the statistics run, and which are used when.

The edges that matter: per feature against per channel, the biased variance (in Y and in the moving average), eps inside the root,
momentum on the old value, prediction with the moving statistics, gradients through mean and variance, modes set by train() and
eval(). Inputs have a large eps, so that its place shows. Out of scope: other numbers of dimensions, and momentum=None.
"""

import random

import torch

from autograder.graders import (
    Mismatch,
    Weights,
    attribute,
    changing,
    clone,
    exercise,
    is_a,
    message,
    named_parameters,
    parts,
    same,
    show,
    sizes,
    stand_in,
    told,
)


def drawn(*shape):
    """(X, gamma, beta, moving_mean, moving_var): features of different scales, none of the others at its initial value."""
    across = (1, shape[1]) if len(shape) == 2 else (1, shape[1], 1, 1)
    X = torch.randn(shape) * (0.5 + 2 * torch.rand(across)) + 2 * torch.randn(across)
    return X, 1 + torch.rand(across), torch.randn(across), torch.randn(across), 0.5 + torch.rand(across)


def size_of_features(X):
    """How large each feature's numbers are: what its mean and its variance are computed from."""
    return sizes(X, *dims(X))


def of_shape(statistics, like):
    """Statistics of shape (d,) as (1, d), which broadcasts alike."""
    flat = isinstance(statistics, torch.Tensor) and like.dim() == 2 and statistics.shape == like.shape[1:]
    return statistics.reshape(like.shape) if flat else statistics


def settings():
    """(eps, momentum)"""
    return random.uniform(0.3, 0.9), random.choice([random.uniform(0.1, 0.35), random.uniform(0.65, 0.9)])


def dims(X):
    return (0,) if X.dim() == 2 else (0, 2, 3)


def y_mistakes(X, gamma, beta, moving_mean, moving_var, eps):
    over = dims(X)
    mean, var = X.mean(over, keepdim=True), X.var(over, keepdim=True, correction=0)
    unbiased = X.var(over, keepdim=True) if len(X) > 1 else var

    def y(m, v, e=eps):
        return gamma * (X - m) / torch.sqrt(v + e) + beta

    mistakes = {
        "the unbiased variance: dividing by n − 1": y(mean, unbiased),
        "eps outside the square root": gamma * (X - mean) / (var.sqrt() + eps) + beta,
        "another eps, or none": y(mean, var, 0),
        "a forgotten square root": gamma * (X - mean) / (var + eps) + beta,
        "the moving statistics instead of this minibatch's": y(moving_mean, moving_var),
        "this minibatch's statistics instead of the moving ones": y(mean, var),
        "a missing eps": y(moving_mean, moving_var, 0),
        "the moving variance taken for a standard deviation": gamma * (X - moving_mean) / (moving_var + eps) + beta,
        "forgotten gamma and beta": (X - mean) / torch.sqrt(var + eps),
        "a forgotten beta": y(mean, var) - beta,
        "statistics over all features together": y(X.mean(), X.var(correction=0)),
    }
    if X.dim() == 4:
        one, spread = X.mean(0, keepdim=True), X.var(0, keepdim=True, correction=0)
        mistakes["statistics over n alone, at each position"] = y(one, spread)
        one, spread = X.mean((2, 3), keepdim=True), X.var((2, 3), keepdim=True, correction=0)
        mistakes["statistics of each image alone"] = y(one, spread)
    return mistakes


def moving_mistakes(old, new, unbiased, momentum):
    return {
        "momentum on the new value: swapped with 1 − momentum": momentum * new + (1 - momentum) * old,
        "a moving average that was not updated": old,
        "a moving average that starts at 0": (1 - momentum) * new,
        "this minibatch's alone": new,
        "the unbiased variance: dividing by n − 1": momentum * old + (1 - momentum) * unbiased,
        "the standard deviation instead of the variance": momentum * old + (1 - momentum) * new.sqrt().nan_to_num(),
    }


def check_training(student, reference, *shape):
    given = X, gamma, beta, mean, var = drawn(*shape)
    eps, momentum = settings()
    theirs = clone((mean, var))
    with changing(*theirs):  # "the moving statistics follow": as new tensors, or in place
        result = student.batch_norm(True, X, gamma, beta, *theirs, eps, momentum)
    Y, new_mean, new_var = parts(result, 3, "batch_norm(True, …)")
    expected = reference.batch_norm(True, *given, eps, momentum)
    over = dims(X)
    m, v, u = X.mean(over, keepdim=True), X.var(over, keepdim=True, correction=0), X.var(over, keepdim=True)
    same(Y, expected[0], "Y", looks_like=lambda: y_mistakes(*given, eps))
    largest = size_of_features(X)  # small features are not to hide behind large ones
    same(
        of_shape(new_mean, mean),
        expected[1],
        "moving_mean",
        looks_like=lambda: moving_mistakes(mean, m, m, momentum),
        scale=mean.abs() + largest,
    )
    same(
        of_shape(new_var, var),
        expected[2],
        "moving_var",
        looks_like=lambda: moving_mistakes(var, v, u, momentum),
        scale=var + largest**2,
    )


@exercise("batch_norm", public=True)
def test_batch_norm_on_a_worked_example(student):
    """Columns (1, 3) and (2, 6) have means 2 and 4 and biased variances 1 and 4, so both become (−1, 1)."""
    X, one, zero = torch.tensor([[1.0, 2.0], [3.0, 6.0]]), torch.ones(1, 2), torch.zeros(1, 2)
    old_mean, old_var = zero.clone(), one.clone()
    with changing(old_mean, old_var):
        result = student.batch_norm(True, X, one, zero, old_mean, old_var, 1e-5, 0.5)
    Y, mean, var = parts(result, 3, "batch_norm(True, …)")
    expected = torch.tensor([[-1.0, -1.0], [1.0, 1.0]])
    mistakes = {"the unbiased variance: dividing by n − 1": expected / 2**0.5}
    same(Y, expected, "Y", looks_like=lambda: mistakes)
    same(mean.flatten(), torch.tensor([1.0, 2.0]), "moving_mean")
    same(var.flatten(), torch.tensor([1.0, 2.5]), "moving_var")


@exercise("batch_norm", public=True, weight=0)
def test_batch_norm_scales_and_shifts(student):
    """Y is gamma times the normalized X, plus beta, and eps stands inside the root: x = ±1 with eps 3 becomes ±½."""
    X, gamma, beta = torch.tensor([[-1.0, 5.0], [1.0, 5.0]]), torch.tensor([[4.0, 2.0]]), torch.tensor([[10.0, 7.0]])
    old_mean, old_var = torch.zeros(1, 2), torch.ones(1, 2)
    with changing(old_mean, old_var):
        result = student.batch_norm(True, X, gamma, beta, old_mean, old_var, 3.0, 0.75)
    Y, mean, var = parts(result, 3, "batch_norm(True, …)")
    mistakes = {"forgotten gamma and beta": torch.tensor([[-0.5, 0.0], [0.5, 0.0]])}
    same(Y, torch.tensor([[8.0, 7.0], [12.0, 7.0]]), "Y", looks_like=lambda: mistakes)
    # a quarter of the minibatch's statistics, three quarters of the old ones
    same(mean.flatten(), torch.tensor([0.0, 1.25]), "moving_mean with momentum 0.75, which weighs the old value")
    same(var.flatten(), torch.tensor([1.0, 0.75]), "moving_var with momentum 0.75, which weighs the old value")


@exercise("batch_norm", public=True, weight=0)
def test_batch_norm_of_two_small_images(student):
    """Of X of shape (2, 2, 1, 2) each channel has one mean and one variance, over both images and all positions."""
    X = torch.tensor([[[[1.0, 3.0]], [[0.0, 0.0]]], [[[1.0, 3.0]], [[4.0, 4.0]]]])
    one, zero = torch.ones(1, 2, 1, 1), torch.zeros(1, 2, 1, 1)
    old_mean, old_var = zero.clone(), one.clone()
    with changing(old_mean, old_var):
        result = student.batch_norm(True, X, one, zero, old_mean, old_var, 1e-5, 0.5)
    Y, mean, var = parts(result, 3, "batch_norm(True, …)")
    expected = torch.tensor([[[[-1.0, 1.0]], [[-1.0, -1.0]]], [[[-1.0, 1.0]], [[1.0, 1.0]]]])
    same(Y, expected, "Y: the first channel holds 1 and 3, the second 0 and 4")
    same(mean, torch.tensor([1.0, 1.0]).reshape(1, 2, 1, 1), "moving_mean")
    same(var, torch.tensor([1.0, 2.5]).reshape(1, 2, 1, 1), "moving_var")


@exercise("batch_norm", public=True, weight=0)
def test_batch_norm_predicts_with_the_moving_statistics(student):
    """In prediction x = 5 with moving mean 1 and moving variance 4 becomes 2, and the moving statistics stay as they were."""
    X, one, zero = torch.tensor([[5.0]]), torch.ones(1, 1), torch.zeros(1, 1)
    moving_mean, moving_var = torch.tensor([[1.0]]), torch.tensor([[4.0]])
    result = student.batch_norm(False, X, one, zero, moving_mean, moving_var, 0.0, 0.9)
    Y, mean, var = parts(result, 3, "batch_norm(False, …)")
    mistakes = {"this minibatch's statistics instead of the moving ones": torch.zeros(1, 1)}
    same(Y.nan_to_num(0.0), torch.tensor([[2.0]]), "Y", looks_like=lambda: mistakes)
    for what, value in (("moving_mean", mean), ("moving_mean after the call", moving_mean)):
        same(value.flatten(), torch.tensor([1.0]), message("{what}, unchanged in prediction", what=told(what)))
    for what, value in (("moving_var", var), ("moving_var after the call", moving_var)):
        same(value.flatten(), torch.tensor([4.0]), message("{what}, unchanged in prediction", what=told(what)))


@exercise("batch_norm", public=True, weight=0)
def test_batch_norm_gradient_counts_the_statistics(student):
    """The sum of the normalized values is 0 whatever X is, so that its gradient is 0; so is that of the sum of their squares."""
    X = torch.tensor([[1.0], [3.0], [8.0]], requires_grad=True)
    gamma, beta = torch.ones(1, 1, requires_grad=True), torch.zeros(1, 1, requires_grad=True)
    old_mean, old_var = torch.zeros(1, 1), torch.ones(1, 1)
    with changing(old_mean, old_var):
        Y, *_ = parts(student.batch_norm(True, X, gamma, beta, old_mean, old_var, 1e-8, 0.9), 3, "batch_norm(True, …)")
    assert Y.requires_grad, "Y has no gradient: is there a detach, a no_grad or .data in the way?"
    (Y.sum() + Y.pow(2).sum()).backward()
    assert X.grad is not None, "no gradient reaches X: is there a detach, a no_grad or .data in the way?"
    slope = float(X.grad.abs().max())
    assert slope < 1e-3, message(
        "the gradient of X: expected 0, got up to {slope}: are mean or variance cut out of the graph?", slope=slope
    )
    same(gamma.grad, torch.tensor([[6.0]]), "the gradient of gamma")
    same(beta.grad, torch.tensor([[3.0]]), "the gradient of beta")


@exercise("batch_norm", weight=2)
def test_batch_norm_of_a_dense_layer(student, reference):
    """In training, X of shape (n, d) is normalized by feature, and the moving statistics follow."""
    check_training(student, reference, random.randint(4, 8), random.randint(3, 6))
    check_training(student, reference, 5, 5)


@exercise("batch_norm", weight=2)
def test_batch_norm_of_a_convolution(student, reference):
    """In training, X of shape (n, c, h, w) is normalized by channel, over n, h and w, and the moving statistics follow."""
    check_training(student, reference, 3, random.choice([2, 4]), 5, 6)
    check_training(student, reference, 3, 3, 3, 3)
    check_training(student, reference, 1, 2, 4, 5)


def by_name(student, is_training, given, eps, momentum):
    """What it gives when it is called with its stub's names."""
    names = ("X", "gamma", "beta", "moving_mean", "moving_var")
    named = dict(zip(names, given, strict=True))
    return student.batch_norm(is_training=is_training, **named, eps=eps, momentum=momentum)


@exercise("batch_norm", weight=2)
def test_batch_norm_in_prediction(student, reference):
    """In prediction the moving statistics are used, for one example too, and come back unchanged."""
    for shape in ((6, 4), (1, 3), (2, 3, 4, 5)):
        given = drawn(*shape)
        eps, momentum = settings()
        Y, mean, var = parts(by_name(student, False, given, eps, momentum), 3, "batch_norm(False, …)")
        expected, *_ = reference.batch_norm(False, *given, eps, momentum)
        same(Y, expected, message("Y of shape {shape}", shape=told(shape)), looks_like=lambda: y_mistakes(*given, eps))
        same(of_shape(mean, given[3]), given[3], "moving_mean, unchanged in prediction")
        same(of_shape(var, given[4]), given[4], "moving_var, unchanged in prediction")


def check_gradient(student, reference, training, *shape):
    given = drawn(*shape)
    eps, momentum = settings()
    for t in given[:3]:
        t.requires_grad_()
    mine = clone(given)
    with changing(*given[3:] if training else ()):
        result = student.batch_norm(training, *given, eps, momentum)
    Y, *_ = parts(result, 3, message("batch_norm({training}, …)", training=told(training)))
    expected, *_ = reference.batch_norm(training, *mine, eps, momentum)
    before = [t.detach() for t in clone(mine)]
    same(Y, expected, "Y", looks_like=lambda: y_mistakes(*before, eps))
    assert Y.requires_grad, "Y has no gradient: is there a detach, a no_grad or .data in the way?"
    weights = torch.randn_like(expected.detach())
    (Y.pow(3) * weights).sum().backward()
    (expected.pow(3) * weights).sum().backward()
    frozen = gradient_of_frozen_statistics(before, expected, weights, eps) if training else None
    for what, t, e in zip(("X", "gamma", "beta"), given, mine, strict=False):
        hints = (
            {"statistics cut out of the graph (detach, no_grad or .data)": frozen} if what == "X" and training else {}
        )
        same(t.grad, e.grad, message("the gradient of {what}", what=told(what)), looks_like=lambda hints=hints: hints)


def gradient_of_frozen_statistics(given, Y, weights, eps):
    X, gamma = given[:2]
    std = torch.sqrt(X.var(dims(X), keepdim=True, correction=0) + eps)
    return 3 * Y.detach() ** 2 * weights * gamma / std


@exercise("batch_norm", weight=2)
def test_batch_norm_gradient_flows_through_the_statistics(student, reference):
    """In training, the gradient of X flows through the mean and the variance as well; gamma and beta have theirs."""
    check_gradient(student, reference, True, 6, 3)
    check_gradient(student, reference, True, 3, 2, 4, 3)


@exercise("batch_norm")
def test_batch_norm_gradient_in_prediction(student, reference):
    """In prediction, gradients flow to X, gamma and beta, and the statistics are constants."""
    check_gradient(student, reference, False, 5, 3)
    check_gradient(student, reference, False, 3, 2, 4, 3)


# --- BatchNorm ---------------------------------------------------------------------------------------------------


@stand_in("batch_norm")
def by_the_spread(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    """Divides by the mean distance from the mean, where batch_norm divides by a root; the moving mean forgets nothing."""
    if is_training:
        dims = (0,) if X.dim() == 2 else (0, 2, 3)
        center = X.mean(dim=dims, keepdim=True)
        spread = (X - center).abs().mean(dim=dims, keepdim=True)
        moving_mean = moving_mean + (1 - momentum) * center.detach()
        moving_var = momentum * moving_var + (1 - momentum) * spread.detach()
    else:
        center, spread = moving_mean, moving_var
    return gamma * (X - center) / (spread + eps) + beta, moving_mean, moving_var


STARTS = {"gamma": 1.0, "beta": 0.0, "moving_mean": 0.0, "moving_var": 1.0}


def across_features(num_features, num_dims):
    """The shape of what there is one of for each feature."""
    return (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)


def layer(student, num_features, num_dims):
    """A layer with gamma and beta drawn and set, and these; the check that they have their initial values comes first."""
    net = student.BatchNorm(num_features=num_features, num_dims=num_dims)
    if not is_a(net, "Module"):
        raise Mismatch("expected an nn.Module, got {got}", got=show(net))
    across = across_features(num_features, num_dims)
    check_start(net, across, ("gamma", "beta"))
    shapes = {}
    for name in ("gamma", "beta"):
        flat = num_dims == 2 and getattr(net, name).dim() == 1
        shapes[name] = (num_features,) if flat else across
    return net, Weights.named(net, shapes, "your BatchNorm", draw=gamma_or_beta)


def gamma_or_beta(name, held):
    """A gamma near zero would hide what is normalized."""
    return torch.randn(held.shape) if name == "beta" else 0.5 + torch.rand(held.shape)


def check_start(net, across, names=tuple(STARTS), whose=""):
    """The initial values of these attributes."""
    for what in names:
        start = attribute(net, what, "your BatchNorm")
        same(of_shape(start, torch.empty(across)), torch.full(across, STARTS[what]), message(
            "{what}{whose} at first",
            what=told(what),
            whose=told(whose),
        ))


def of_features(weights, across):
    """The grader's own gamma and beta, of this shape."""
    return weights.own["gamma"].reshape(across), weights.own["beta"].reshape(across)


def follow(net, reference, weights, mean, var, X, training):
    """Call the layer and compare its output with batch_norm's; returns the moving statistics that it should now have."""
    largest, old = size_of_features(X), (mean, var)
    mean, var = check_output(net, reference, weights, mean, var, X, training)
    over = dims(X)
    of_batch = X.mean(over, keepdim=True), X.var(over, keepdim=True, correction=0), X.var(over, keepdim=True)
    of_mean = lambda: moving_mistakes(old[0], of_batch[0], of_batch[0], 0.9)
    of_var = lambda: moving_mistakes(old[1], *of_batch[1:], 0.9)
    same(
        of_shape(attribute(net, "moving_mean", "your BatchNorm"), mean),
        mean,
        "moving_mean",
        looks_like=of_mean,
        scale=old[0].abs() + largest,
    )
    same(
        of_shape(attribute(net, "moving_var", "your BatchNorm"), var),
        var,
        "moving_var",
        looks_like=of_var,
        scale=old[1] + largest**2,
    )
    return mean, var


def check_output(net, reference, weights, mean, var, X, training=True):
    """The output alone; what becomes of the moving statistics is returned."""
    Y = net(clone(X))
    weights.check()
    expected, mean, var = reference.batch_norm(training, X, *of_features(weights, mean.shape), mean, var, 1e-5, 0.9)
    same(Y, expected, "Y in training" if training else "Y in evaluation")
    return mean, var


FORMS = (((1, 3), ()), ((1, 3, 1, 1), (3, 4)))  # of three features: the shape of their gamma, and of what is of each


def batch(*shape):
    return 20 * torch.randn(shape) + 3  # against which eps does not count: a test of its own asks for that


@exercise("BatchNorm", public=True)
def test_layer_normalizes_and_remembers(student):
    """The column (1, 3) becomes (−1, 1), and a tenth of its mean and variance is remembered for evaluation."""
    net, X = student.BatchNorm(1, 2), torch.tensor([[1.0], [3.0]])
    assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
    same(net(X).detach(), torch.tensor([[-1.0], [1.0]]), "Y in training")
    assert hasattr(net, "moving_mean"), "your BatchNorm has no moving_mean"
    assert hasattr(net, "moving_var"), "your BatchNorm has no moving_var"
    same(net.moving_mean.flatten(), torch.tensor([0.2]), "moving_mean after one minibatch of mean 2")
    same(net.moving_var.flatten(), torch.tensor([1.0]), "moving_var after one minibatch of variance 1")
    net.eval()
    for _ in range(2):
        same(net(X).detach(), torch.tensor([[0.8], [2.8]]), "Y in evaluation, which leaves the moving statistics alone")
    net.train()
    same(net(X).detach(), torch.tensor([[-1.0], [1.0]]), "Y in training again")
    same(net.moving_mean.flatten(), torch.tensor([0.38]), "moving_mean after two minibatches of mean 2")


@exercise("BatchNorm", public=True, weight=0)
def test_layer_learns_gamma_and_beta(student):
    """Its parameters are gamma and beta, of shape (1, 3) or (1, 3, 1, 1), which scale and shift Y and have gradients."""
    for num_dims, shape, X in ((2, (1, 3), torch.randn(4, 3)), (4, (1, 3, 1, 1), torch.randn(2, 3, 2, 2))):
        net = student.BatchNorm(3, num_dims)
        assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
        count = len(list(net.parameters()))
        assert count == 2, message("expected two parameters, gamma and beta, got {count}", count=count)
        for name, start in (("gamma", 1.0), ("beta", 0.0), ("moving_mean", 0.0), ("moving_var", 1.0)):
            assert hasattr(net, name), message("your BatchNorm has no {name}", name=told(name))
            value = getattr(net, name).detach()
            expected = torch.full(shape, start)
            flat = num_dims == 2 and tuple(value.shape) == (3,)
            same(value.reshape(shape) if flat else value, expected, message("{name} at first", name=told(name)))
        with torch.no_grad():
            net.gamma.fill_(2.0)
            net.beta.fill_(5.0)
        Y = net(X)
        assert tuple(Y.shape) == tuple(X.shape), message(
            "Y: expected shape {shape}, got {got}",
            shape=told(tuple(X.shape)),
            got=tuple(Y.shape),
        )
        means = Y.detach().transpose(0, 1).flatten(1).mean(1)
        same(means, torch.full((3,), 5.0), "the mean of each feature of Y with gamma = 2 and beta = 5")
        Y.sum().backward()
        assert net.gamma.grad is not None and net.beta.grad is not None, "no gradient reaches gamma and beta: is there a detach, a no_grad or .data in the way?"
        assert not net.moving_mean.requires_grad, "moving_mean keeps the graph of every minibatch: detach the batch statistics before you add them"


@exercise("BatchNorm", public=True, weight=0)
def test_layer_is_its_own(student):
    """eps is 1e-5, eval() decides and not no_grad, and a new layer knows nothing of another one's minibatches."""
    net, X = student.BatchNorm(1, 2), torch.tensor([[-0.001], [0.001]])
    assert callable(net), message("expected an nn.Module, got {got}", got=show(net))
    with torch.no_grad():
        Y = net(X)
    # a variance of 1e-6 beside an eps of 1e-5
    expected = X / (1.1e-5) ** 0.5
    mistakes = {"the moving statistics, used in training": X / (1 + 1e-5) ** 0.5}
    same(Y.detach(), expected, "Y of a feature that hardly varies, with eps = 1e-5", looks_like=lambda: mistakes)
    net(X + 10)
    other = student.BatchNorm(1, 2)
    assert not bool(other.moving_mean.any()), "moving_mean of a new layer: expected 0: is it shared with another layer?"


@exercise("BatchNorm", weight=2)
def test_layer_trains_after_a_dense_layer(student, reference):
    """In training it normalizes (n, d) by the minibatch, and two minibatches leave their traces in the moving statistics."""
    net, weights = layer(student, 4, 2)
    mean, var = torch.zeros(1, 4), torch.ones(1, 4)
    for _ in range(2):
        mean, var = follow(net, reference, weights, mean, var, batch(6, 4), training=True)


@exercise("BatchNorm", weight=2)
def test_layer_trains_after_a_convolution(student, reference):
    """In training it normalizes (n, c, h, w) by channel."""
    net, weights = layer(student, 3, 4)
    mean, var = torch.zeros(1, 3, 1, 1), torch.ones(1, 3, 1, 1)
    for _ in range(2):
        mean, var = follow(net, reference, weights, mean, var, batch(2, 3, 5, 4), training=True)


@exercise("BatchNorm", weight=2)
def test_layer_evaluates_with_the_moving_statistics(student, reference):
    """After eval() it uses the moving statistics and leaves them alone; after train() it follows the minibatches again."""
    for across, size in FORMS:
        net, weights = layer(student, 3, len(across))
        state = torch.zeros(across), torch.ones(across)
        state = follow(net, reference, weights, *state, batch(5, 3, *size), training=True)
        net.eval()
        with torch.no_grad():
            state = follow(net, reference, weights, *state, batch(4, 3, *size), training=False)
        net.train()
        follow(net, reference, weights, *state, batch(5, 3, *size), training=True)


@exercise("BatchNorm")
def test_layer_mode_is_not_the_gradient_mode(student, reference):
    """train() and eval() decide, not whether gradients are being recorded."""
    for across, size in FORMS:
        net, weights = layer(student, 3, len(across))
        state = torch.zeros(across), torch.ones(across)
        with torch.no_grad():
            state = follow(net, reference, weights, *state, batch(5, 3, *size), training=True)
        net.eval()
        follow(net, reference, weights, *state, batch(4, 3, *size), training=False)


@exercise("BatchNorm")
def test_layer_learns_gamma_and_beta_alone(student, reference):
    """Its parameters are gamma and beta, both get their gradients, and what it counts keeps no graph."""
    for across, size in FORMS:
        net, weights = layer(student, 3, len(across))
        count = len(named_parameters(net, most=20))
        assert count == 2, message(
            "expected two parameters, gamma and beta, got {count}",
            hint="expected two parameters, gamma and beta, got a different number",
            count=count,
        )
        X, mine = batch(6, 3, *size), weights.trainable()
        Z, W, factors = clone(X).requires_grad_(), clone(X).requires_grad_(), torch.randn_like(X)
        (net(W).pow(2) * factors).sum().backward()
        gamma, beta = mine["gamma"].reshape(across), mine["beta"].reshape(across)
        Y, *_ = reference.batch_norm(True, Z, gamma, beta, torch.zeros(across), torch.ones(across), 1e-5, 0.9)
        (Y.pow(2) * factors).sum().backward()
        weights.check_gradients(mine, ("gamma", "beta"))
        for what in ("moving_mean", "moving_var"):
            if attribute(net, what, "your BatchNorm").requires_grad:
                raise Mismatch(
                    "{what} keeps the graph of every minibatch: detach the batch statistics before you add them",
                    what=told(what),
                )
        same(W.grad, Z.grad, "the gradient of X")


@exercise("BatchNorm")
def test_layers_are_independent(student, reference):
    """Two layers share nothing: what one has learned and counted is not found in the other."""
    (one, weights), two = layer(student, 3, 2), student.BatchNorm(3, 2)
    check_output(one, reference, weights, torch.zeros(1, 3), torch.ones(1, 3), batch(6, 3))
    check_start(two, (1, 3), whose=" of another layer")
    check_start(student.BatchNorm(3, 2), (1, 3), ("moving_mean",), " of a layer that was made later")


@exercise("BatchNorm")
def test_layer_has_an_eps_of_one_hundred_thousandth(student, reference):
    """eps is 1e-5, which counts where a feature hardly varies."""
    net, weights = layer(student, 3, 2)
    X = torch.tensor([0.01, -0.02, 0.03]) + 0.004 * torch.randn(8, 3)  # near zero, where nothing cancels out
    follow(net, reference, weights, torch.zeros(1, 3), torch.ones(1, 3), X, training=True)


@exercise("BatchNorm")
def test_layer_follows_its_input_to_another_device(student, reference):
    """After net.to(device) it takes an X there: the moving statistics come along, at once or with the first X."""
    for dims, shape in ((2, (4, 3)), (4, (2, 3, 3, 3))):
        net, weights = layer(student, 3, dims)
        across = across_features(3, dims)
        check_output(net, reference, weights, torch.zeros(across), torch.ones(across), batch(*shape))
        net.to("meta")  # a device without numbers, which every machine has
        X = net.gamma.detach().expand(*shape)
        for _ in range(2):
            Y = net(X)
            assert Y.device.type == "meta", "Y is not on the device of X: create new tensors with device=X.device"
            net.eval()
