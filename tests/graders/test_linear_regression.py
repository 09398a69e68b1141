"""Linear regression from scratch: what a student should learn is that training is five small functions and a loop.

The edges that matter: y of another shape than ŷ (broadcasting makes an n × n matrix, silently), the division by the batch
size also for a short last batch, gradients that PyTorch adds up, the update outside the graph and in place, an order that is
new at each pass. Tests of randomness look at several statistics, each of which fails honest work less than once in ten
million draws. Out of scope: speed, which random generator is used, and whether data_iter is a generator or another iterable.
"""

import itertools
import math
import random

import torch

from autograder.graders import (
    Mismatch,
    as_numbers,
    changing,
    check_independent,
    check_normal,
    check_orders,
    check_unrelated,
    clone,
    exercise,
    message,
    parts,
    plotted,
    same,
    shape_of,
    show,
    stand_in,
    told,
)

# --- synthetic_data ----------------------------------------------------------------------------------------------


def check_tensor(tensor, shape, what):
    """Of this shape and of float32; the values are looked at elsewhere."""
    if not isinstance(tensor, torch.Tensor):
        raise Mismatch(
            "{what}: expected a tensor of shape {shape}, got {got}",
            what=told(what),
            shape=told(shape),
            got=show(tensor),
        )
    if tuple(tensor.shape) != shape:
        raise Mismatch(
            "{what}: expected shape {shape}, got {got}",
            what=told(what),
            shape=told(shape),
            got=shape_of(tensor, shape),
        )
    if tensor.dtype != torch.float32:
        raise Mismatch(
            "{what}: expected dtype float32, got {got}",
            hint="{what}: expected dtype float32, got a different dtype",
            what=told(what),
            got=tensor.dtype,
        )


def drawn(student, w, b, n):
    """(X, noise) after the check that every test makes: shapes, dtype, and labels that follow the model."""
    X, y = parts(student.synthetic_data(w=w, b=b, num_examples=n), 2, "synthetic_data(w, b, num_examples)")
    check_tensor(X, (n, len(w)), "X")
    check_tensor(y, (n, 1), "y")
    noise = (y - (X @ w + b).reshape(-1, 1)).detach()
    if not noise.abs().max() <= 0.5:  # how much noise there is is one test's question alone
        raise Mismatch(
            "y: expected Xw + b and noise of about 0.01, got values that are off by up to {off}",
            hint="y: expected Xw + b and noise of about 0.01, got values that are much further off",
            off=noise.abs().max(),
        )
    return X.detach(), noise


@exercise("synthetic_data", public=True)
def test_synthetic_labels_follow_the_model(student):
    """X has shape (n, d), y has shape (n, 1), and y is Xw + b with a little noise."""
    X, y = parts(student.synthetic_data(torch.tensor([2.0, -3.4]), 4.2, 50), 2, "synthetic_data(w, b, 50)")
    assert tuple(X.shape) == (50, 2), message("X: expected shape (50, 2), got {got}", got=tuple(X.shape))
    assert tuple(y.shape) == (50, 1), message("y: expected shape (50, 1), got {got}", got=tuple(y.shape))
    off = (y - (X @ torch.tensor([2.0, -3.4]) + 4.2).reshape(-1, 1)).abs().max()
    assert 0 < off < 0.1, message(
        "y: expected Xw + b and noise of about 0.01, got values that are off by up to {off}", off=off
    )
    assert X.std() > 0.5, "X: expected samples of the standard normal distribution, got values that hardly vary"


@exercise("synthetic_data", public=True, weight=0)
def test_synthetic_data_is_drawn_anew(student):
    """Each call draws other features and other noise, with mean 0 and standard deviation 0.01."""
    draws = []
    for _ in range(2):
        X, y = parts(student.synthetic_data(torch.tensor([2.0, -3.4]), 4.2, 1000), 2, "synthetic_data(w, b, 1000)")
        columns = X.detach().sort(0).values
        noise = (y - (X @ torch.tensor([2.0, -3.4]) + 4.2).reshape(-1, 1)).detach()
        assert not torch.equal(columns[:, 0], columns[:, 1]), "X: the two columns hold the same numbers"
        assert len(noise.unique()) > 100, "noise: expected a different number for each example, got many equal ones"
        assert noise.mean().abs() < 0.003, message("noise: expected mean 0, got {mean}", mean=noise.mean())
        std = float(noise.std())
        assert std >= 0.001, message(
            "noise: expected standard deviation 0.01, got {std}: torch.normal takes the standard deviation, not the variance",
            std=std,
        )
        assert 0.008 < std < 0.012, message("noise: expected standard deviation 0.01, got {std}", std=std)
        draws.append((columns, noise.flatten().sort().values))
    assert not torch.equal(draws[0][0], draws[1][0]), "two calls gave the same features: is a seed set in synthetic_data?"
    assert (draws[0][1] - draws[1][1]).abs().max() > 1e-5, "two calls gave the same noise"


@exercise("synthetic_data")
def test_synthetic_features_are_standard_normal(student, randn):
    """The features come from the standard normal distribution, anew at each call."""
    w = randn(4)
    X, _ = drawn(student, w, 1.5, 2000)
    again, _ = drawn(student, w, 1.5, 2000)
    if torch.equal(X.flatten().sort().values, again.flatten().sort().values):
        raise Mismatch("two calls gave the same data: is a seed set in synthetic_data?")
    for each in (X, again):
        check_normal(each, "X")
        check_independent(each, "X")
        for j in range(4):
            check_normal(each[:, j], message("column {number} of X", hint="a column of X", number=j + 1))
    check_unrelated(X, again, "X of one call and of another")


@exercise("synthetic_data")
def test_synthetic_noise_has_standard_deviation_one_hundredth(student, randn):
    """The noise is normal with mean 0 and standard deviation 0.01, and differs from example to example."""
    w = randn(3).sign() * (1 + torch.rand(3))
    X, noise = drawn(student, w, -2.5, 4000)
    again, other = drawn(student, w, -2.5, 4000)
    check_normal(noise, "noise", 0.01)
    check_independent(noise, "noise")
    if not torch.equal(X, again):  # the same data twice is another test's question
        check_unrelated(noise, other, "the noise of one call and of another")
    for j in range(3):
        check_unrelated(noise.flatten(), X[:, j], "noise and features")


# --- data_iter ---------------------------------------------------------------------------------------------------


def one_pass(student, batch_size, X, y):
    """The order of one pass, after the check that it is a pass: sizes, pairs, each example once.

    Label i holds the number i, so that a label tells which example it came with.
    """
    batches = student.data_iter(batch_size=batch_size, features=X, labels=y)
    n, seen = len(X), 0
    if not hasattr(batches, "__iter__") or isinstance(batches, (str, dict)):
        raise Mismatch("expected something to loop over, such as a generator, got {got}", got=show(batches))
    if isinstance(batches, tuple) and all(isinstance(part, torch.Tensor) for part in batches):
        raise Mismatch(
            "expected pairs (X, y) one after the other, got a single pair: "
            "`return` ends the function at the first minibatch, use `yield`"
        )
    features, labels = [], []
    for number, batch in enumerate(batches):
        A, b = parts(batch, 2, "a minibatch")
        if seen == n:
            raise Mismatch(
                "expected {expected} minibatches of {batch_size} for {count} examples, got more",
                hint="expected each example once per pass, got more minibatches than that",
                expected=number,
                batch_size=batch_size,
                count=n,
            )
        size = min(batch_size, n - seen)
        if not isinstance(b, torch.Tensor) or b.dim() == 0 or len(b) != size:
            have = len(b) if isinstance(b, torch.Tensor) and b.dim() else show(b)
            raise Mismatch(
                "minibatch {number} of {count} examples: expected {size} examples, got {got}",
                hint="a minibatch: expected batch_size examples, and in the last one those that are left, got a different number",
                number=number + 1,
                count=n,
                size=size,
                got=have,
            )
        check_form(b, y[:size], "the labels of a minibatch")
        check_form(A, X[:size], "the features of a minibatch")
        features.append(A)
        labels.append(b)
        seen += size
    if seen < n:
        raise Mismatch(
            "expected each of {count} examples once per pass, got {got} examples: is the last, shorter minibatch missing?",
            hint="expected each example once per pass, got fewer examples: is the last, shorter minibatch missing?",
            count=n,
            got=seen,
        )
    return checked_order(torch.cat(features), torch.cat(labels), X, y)


def check_form(yours, like, what):
    """Of this shape and dtype; the values are looked at when the pass is complete."""
    if not isinstance(yours, torch.Tensor) or yours.shape != like.shape or yours.dtype != like.dtype:
        same(yours, like, what)


def checked_order(features, labels, X, y):
    """Of a whole pass, which example came when, after the check that it was each of them once, features and labels."""
    n = len(X)
    numbers = labels.flatten()
    if not ((numbers >= 0) & (numbers < n)).all():
        raise Mismatch("the minibatches have labels that are not in the data")
    order = numbers.long()
    same(labels, y[order], "the labels of the minibatches")
    same(features, X[order], "the features of the minibatches, beside their labels")
    different = len(order.unique())
    if different < n:
        raise Mismatch(
            "expected each of {count} examples once per pass: {missing} are missing, and others are repeated",
            hint="expected each example once per pass: some are missing, and others are repeated",
            count=n,
            missing=n - different,
        )
    return order.tolist()


def numbered(n, *shape):
    """n examples with features of this shape; label i is i."""
    return torch.randn(n, *shape), torch.arange(float(n)).reshape(-1, 1)


@exercise("data_iter", public=True)
def test_data_iter_covers_ten_examples_in_fours(student):
    """Ten examples in minibatches of four come as 4 + 4 + 2, each example once, beside its own label."""
    X = torch.arange(20.0).reshape(10, 2)
    everything = X[:, 0].tolist()
    seen = []
    for batch in itertools.islice(student.data_iter(4, X, 10 * X[:, :1]), 10):
        pair = "a minibatch: a pair (X, y) from `yield` (`return` ends the function at the first one)"
        A, b = parts(batch, 2, pair)
        assert A.shape[1:] == (2,) and len(A) <= 4, message(
            "expected features of shape (4, 2), got {got}", got=tuple(A.shape)
        )
        assert b.shape == (len(A), 1), message(
            "expected labels of shape {shape}, got {got}",
            shape=(len(A), 1),
            got=tuple(b.shape),
        )
        assert torch.equal(b, 10 * A[:, :1]), "a row of X comes with another row's y: use the same indices for both"
        seen.append(sorted(A[:, 0].tolist()))
    assert [len(s) for s in seen] == [4, 4, 2], message(
        "expected minibatches of 4, 4 and 2 examples, got {sizes}", sizes=[len(s) for s in seen]
    )
    assert sorted(sum(seen, [])) == everything, "expected each example once per pass: some are missing, and others are repeated"


@exercise("data_iter", public=True, weight=0)
def test_data_iter_has_a_new_random_order(student):
    """A pass over 60 examples has a random order, the next pass has another, and the data stay as they were."""
    X, y = torch.arange(60.0).reshape(60, 1), torch.arange(60.0)
    orders = []
    for _ in range(3):
        batches = [batch[0].flatten().tolist() for batch in itertools.islice(student.data_iter(8, X, y), 20)]
        order = sum(batches, [])
        assert order != sorted(order), "the order of a pass is the order of the data: shuffle the indices"
        together = [batch for batch in batches if max(batch) - min(batch) == len(batch) - 1]
        assert len(together) < len(batches), "each minibatch holds neighbors: shuffle examples, not whole minibatches"
        steps = [after - before for before, after in zip(order, order[1:], strict=False)]
        assert max(steps.count(step) for step in steps) < 30, "expected a random order, got one that follows a rule"
        rising = sum(step > 0 for step in steps)
        assert 12 < rising < 47, "expected a random order, but most examples stay near their place in the data"
        early = sum(example < 30 for example in order[:30])
        assert 2 < early < 28, "expected a random order, but the two halves of the data stay apart"
        orders.append((order, {frozenset(batch) for batch in batches}))
    assert len({tuple(order) for order, _ in orders}) > 1, "all passes have the same order: shuffle at each call"
    assert len(orders[0][1] & orders[1][1] & orders[2][1]) < 7, "the same examples come together in each pass: shuffle examples, not minibatches"
    assert torch.equal(X.flatten(), y) and torch.equal(y, torch.arange(60.0)), "the features or labels were changed: shuffle a list of indices instead"


@exercise("data_iter")
def test_data_iter_gives_each_example_once(student):
    """A pass gives each example exactly once, in minibatches of the right size, features beside their labels."""
    batch_size = random.randint(3, 7)
    one_pass(student, batch_size, *numbered(batch_size * random.randint(3, 6), 3))
    one_pass(student, 1, *numbered(5, 2))


@exercise("data_iter")
def test_data_iter_keeps_the_short_last_batch(student):
    """Where the batch size does not divide the number of examples, the last minibatch holds the rest."""
    batch_size = random.randint(4, 9)
    one_pass(student, batch_size, *numbered(batch_size * 3 + random.randint(1, batch_size - 1), 2))
    one_pass(student, 8, *numbered(random.randint(3, 7), 2))


@exercise("data_iter", weight=2)
def test_data_iter_shuffles(student):
    """The order is random: neither the examples nor whole minibatches stay in their places."""
    batch_size = random.choice([41, 42, 43])  # no minibatch is shorter
    n = 6 * batch_size
    order = one_pass(student, batch_size, *numbered(n, 2))
    if order == list(range(n)):
        raise Mismatch("expected a random order, got the order of the data: shuffle the indices")
    batches = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    if all(max(batch) - min(batch) == len(batch) - 1 for batch in batches):
        raise Mismatch(
            "only whole minibatches are shuffled, or only inside them: each minibatch still holds neighbours"
        )
    check_orders([order], batch_size)


@exercise("data_iter", weight=2)
def test_data_iter_shuffles_anew_at_each_pass(student):
    """Each pass has an order of its own, also in its first and its last minibatch."""
    n = random.choice([251, 257, 263])
    X, y = numbered(n, 2)
    passes = [one_pass(student, 40, X, y) for _ in range(5)]
    check_orders(passes, 40)
    check_ends(passes, 40)


def check_ends(passes, batch_size):
    """The first and the last example, and minibatch, are not the same each time: of 251, once in 10⁹ times they are."""
    for place in (0, -1):
        if len({order[place] for order in passes}) == 1:
            raise Mismatch("some examples have the same place in every pass")
    rest = len(passes[0]) % batch_size
    for part in (slice(batch_size), slice(-rest, None)):
        if len({frozenset(order[part]) for order in passes}) == 1:
            raise Mismatch("some minibatches are the same in every pass")


@exercise("data_iter")
def test_data_iter_leaves_the_data_alone(student):
    """Features and labels are as they were after a pass; images and flat labels do as well."""
    one_pass(student, 4, torch.randn(11, 2, 3, 4), torch.arange(11))


# --- linreg ------------------------------------------------------------------------------------------------------


@exercise("linreg", public=True)
def test_linreg_on_a_worked_example(student):
    """linreg([[1, 2], [3, 4]], [[1], [10]], 5) is [[26], [48]]; three features and a plain number for b work as well."""
    y = student.linreg(torch.tensor([[1.0, 2], [3, 4]]), torch.tensor([[1.0], [10]]), torch.tensor([5.0]))
    same(y, torch.tensor([[26.0], [48]]), "linreg(X, w, b)")
    X, w = torch.tensor([[1.0, 0, 2], [0, 1, 0], [2, 0, 1], [0, 0, 1]]), torch.tensor([[0.5], [3], [1]])
    expected = torch.tensor([[2.75], [3.25], [2.25], [1.25]])
    same(student.linreg(X, w, 0.25), expected, "linreg(X, w, 0.25) with three features")


@exercise("linreg")
def test_linreg_is_xw_plus_b(student, reference, randn):
    """linreg(X, w, b) is Xw + b, and gradients flow to w and b."""
    X, w, b = randn(7, 4), randn(4, 1, requires_grad=True), randn(1, requires_grad=True)
    mine = clone((w, b))
    y, expected = student.linreg(X=X, w=w, b=b), reference.linreg(X, *mine)
    same(y, expected, "linreg(X, w, b)", looks_like=lambda: {"a forgotten bias": X @ w, "a subtracted bias": X @ w - b})
    weights = randn(7, 1)
    (y * weights).sum().backward()
    (expected * weights).sum().backward()
    same(w.grad, mine[0].grad, "the gradient of w")
    same(b.grad, mine[1].grad, "the gradient of b")
    w, number = randn(3, 1), random.uniform(1, 3)
    same(
        student.linreg(X[:, :3], w, number),
        reference.linreg(X[:, :3], w, number),
        "linreg(X, w, b) with a number for b",
    )
    X, w, b = randn(5, 2).double(), randn(2, 1).double(), randn(1).double()
    same(student.linreg(X, w, b), reference.linreg(X, w, b), "linreg(X, w, b) of float64")


# --- squared_loss ------------------------------------------------------------------------------------------------


def squared_mistakes(y_hat, y):
    d = y_hat - y.reshape(y_hat.shape)
    return {
        "a forgotten division by 2": d**2,
        "the mean over the examples": (d**2 / 2).mean(),
        "the sum over the examples": (d**2 / 2).sum(),
        "the mean over the examples, without the half": (d**2).mean(),
        "the sum over the examples, without the half": (d**2).sum(),
        "the absolute value instead of the square": d.abs() / 2,
        "broadcasting the two shapes against each other: reshape y to the shape of ŷ": lambda: (y_hat - y) ** 2 / 2,
    }


@exercise("squared_loss", public=True)
def test_squared_loss_on_a_worked_example(student):
    """The losses of predictions 1, 2, 5 for labels 1, 4, 2 are 0, 2, 4.5."""
    loss = student.squared_loss(torch.tensor([[1.0], [2], [5]]), torch.tensor([[1.0], [4], [2]]))
    shape = tuple(getattr(loss, "shape", ()))
    assert shape == (3, 1), message(
        "expected shape (3, 1), one loss for each example without a sum or mean, got {shape}", shape=shape
    )
    expected = torch.tensor([[0.0], [2], [4.5]])
    mistakes = {"a forgotten division by 2": 2 * expected}
    same(loss, expected, "squared_loss(y_hat, y)", looks_like=lambda: mistakes)


@exercise("squared_loss", public=True, weight=0)
def test_squared_loss_takes_labels_of_another_shape(student):
    """Labels of shape (3,) are reshaped to predictions of shape (3, 1), and the other way round, before they are subtracted."""
    column, flat = torch.tensor([[1.0], [2], [5]]), torch.tensor([1.0, 4, 2])
    loss = student.squared_loss(column, flat)
    same(loss, torch.tensor([[0.0], [2], [4.5]]), "predictions of shape (3, 1), labels of shape (3,)")
    loss = student.squared_loss(column.reshape(3), flat.reshape(3, 1))
    same(loss, torch.tensor([0.0, 2, 4.5]), "predictions of shape (3,), labels of shape (3, 1)")
    same(column, torch.tensor([[1.0], [2], [5]]), "the predictions after the call, which should be as they were")
    same(flat, torch.tensor([1.0, 4, 2]), "the labels after the call, which should be as they were")


@exercise("squared_loss", public=True, weight=0)
def test_squared_loss_lets_the_gradient_through(student):
    """The gradient of the summed losses of predictions 1, 2, 5 for labels 1, 4, 2 is 0, −2, 3."""
    y_hat = torch.tensor([[1.0], [2], [5]], requires_grad=True)
    loss = student.squared_loss(y_hat, torch.tensor([[1.0], [4], [2]]))
    assert loss.requires_grad, "the losses have no gradient: is there a detach, a no_grad, .data or a float() in the way?"
    loss.sum().backward()
    same(y_hat.grad, torch.tensor([[0.0], [-2], [3]]), "the gradient of the predictions")


def check_squared_loss(student, reference, y_hat, y, what):
    loss, expected = student.squared_loss(y_hat=y_hat, y=y), reference.squared_loss(y_hat, y)
    same(loss, expected, what, looks_like=lambda: squared_mistakes(y_hat, y))


@exercise("squared_loss")
def test_squared_loss_of_each_element(student, reference, randn):
    """Each element's loss is (ŷ − y)² / 2, for predictions of any shape."""
    for shape, scale in (((9, 1), 1), ((4,), 30), ((3, 5), 1), ((), 1)):
        y_hat, y = scale * randn(*shape), scale * randn(*shape)
        check_squared_loss(student, reference, y_hat, y, message("the losses of shape {shape}", shape=told(shape)))


@exercise("squared_loss")
def test_squared_loss_reshapes_the_labels(student, reference, randn):
    """Labels of another shape are reshaped to that of the predictions, whichever of the two is flat."""
    n = random.randint(4, 9)
    for shape, labels in (((n, 1), (n,)), ((n,), (n, 1)), ((2, 3), (6,)), ((2, 3), (3, 2)), ((n, 1), (1, n))):
        y_hat, y = randn(*shape), randn(*labels)
        check_squared_loss(student, reference, y_hat, y, message(
            "the losses of ŷ {shape} and y {labels}",
            shape=told(shape),
            labels=told(labels),
        ))


@exercise("squared_loss")
def test_squared_loss_has_a_gradient(student, reference, randn):
    """The gradient of the summed losses with respect to ŷ is ŷ − y."""
    y_hat, y = randn(6, 1, requires_grad=True), randn(6)
    before = clone((y_hat.detach(), y))
    loss = student.squared_loss(y_hat, y)
    same(
        loss,
        reference.squared_loss(*before),
        "the losses",
        looks_like=lambda: squared_mistakes(*before),
    )
    assert loss.requires_grad, "the losses have no gradient: is there a detach, a no_grad or a float() in the way?"
    loss.sum().backward()
    same(y_hat.grad, before[0] - before[1].reshape(6, 1), "the gradient of ŷ")


# --- sgd ---------------------------------------------------------------------------------------------------------


def with_gradients(*shapes):
    """Parameters of these shapes, with a gradient in each."""
    params = [torch.randn(shape, requires_grad=True) for shape in shapes]
    for p in params:
        p.grad = 5 * torch.randn_like(p)
    return params


def stepped(student, params, lr, batch_size):
    """Make one step and check it."""
    before, grads = [p.detach().clone() for p in params], [p.grad.clone() for p in params]
    with changing(params):
        student.sgd(params=params, lr=lr, batch_size=batch_size)
    for i, (p, w, g) in enumerate(zip(params, before, grads, strict=True)):
        mistakes = {
            "no step at all: `param = …` makes a new tensor; change it in place, and reset its gradient only after that": w,
            "a forgotten division by the batch size": w - lr * g,
            "a step up the gradient: the sign": w + lr * g / batch_size,
            "a forgotten learning rate": w - g / batch_size,
        }
        same(p.detach(), w - lr * g / batch_size, message(
            "params[{number}] after a step", hint="a parameter after a step", number=i
        ), looks_like=lambda: mistakes)


@exercise("sgd", public=True)
def test_sgd_on_a_worked_example(student):
    """From w = (1, 2) and b = 3 with gradients (10, −20) and 30, lr 0.1 and batch size 10, a step leads to (0.9, 2.2) and 2.7."""
    w, b = torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0], requires_grad=True)
    w.grad, b.grad = torch.tensor([10.0, -20.0]), torch.tensor([30.0])
    with changing(w, b):
        student.sgd([w, b], 0.1, 10)
    unchanged = "no change: `param = …` makes a new tensor, `param -= …` inside torch.no_grad() changes the old one"
    same(w.detach(), torch.tensor([0.9, 2.2]), "w after a step", looks_like=lambda: {unchanged: torch.tensor([1.0, 2.0])})
    same(b.detach(), torch.tensor([2.7]), "b after a step", looks_like=lambda: {unchanged: torch.tensor([3.0])})


@exercise("sgd", public=True, weight=0)
def test_sgd_leaves_the_parameters_ready(student):
    """After a step the gradients are zero or None, and w and b still require a gradient."""
    w, b = torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0], requires_grad=True)
    w.grad, b.grad = torch.tensor([10.0, -20.0]), torch.tensor([30.0])
    with changing(w, b):
        student.sgd([w, b], 0.1, 10)
    for name, param in (("w", w), ("b", b)):
        kept = param.grad is not None and bool(param.grad.any())
        assert not kept, message(
            "after a step the gradient of {name} is still there, and the next backward() adds to it: reset it",
            name=told(name),
        )
        assert param.requires_grad and param.is_leaf, message(
            "{name} no longer requires a gradient: change it under torch.no_grad()", name=told(name)
        )


@exercise("sgd", weight=2)
def test_sgd_changes_every_parameter_in_place(student):
    """param ← param − lr · grad / batch_size, for each parameter, whatever its shape."""
    stepped(student, with_gradients((4, 1), (1,)), random.uniform(0.05, 0.5), random.randint(2, 20))
    stepped(student, with_gradients((3,), (2, 3, 4), ()), random.uniform(0.05, 0.5), random.randint(2, 20))
    stepped(student, with_gradients((5,)), 1.5, 1)


@exercise("sgd", weight=2)
def test_sgd_resets_the_gradients(student):
    """After a step every gradient is zero or None."""
    params = with_gradients((4, 1), (1,), (2, 2))
    stepped(student, params, 0.1, 4)
    for i, p in enumerate(params):
        left = 0.0 if p.grad is None else float(p.grad.abs().max())
        assert left == 0, message(
            "after a step the gradient of params[{number}] is still there ({left}), and the next backward() adds to it: reset it",
            hint="after a step the gradient of a parameter is still there, and the next backward() adds to it: reset it",
            number=i,
            left=left,
        )


@exercise("sgd")
def test_sgd_can_be_repeated(student, randn):
    """The parameters stay leaves that require a gradient, so that the next backward and step work."""
    w, X = randn(3, 1, requires_grad=True), randn(8, 3)
    for _ in range(3):
        w_before = w.detach().clone()
        (X @ w).pow(2).sum().backward()
        with changing(w):
            student.sgd([w], 0.01, 8)
        step = 2 * X.T @ X @ w_before
        same(w.detach(), w_before - 0.01 * step / 8, "w after one of several steps")
        assert w.requires_grad and w.is_leaf, "w no longer requires a gradient after a step: change it under torch.no_grad()"


# --- train_linreg ------------------------------------------------------------------------------------------------


def line(n, d):
    """Data of a linear model with noise, and its parameters: none of them small, and every column of X centred."""
    w, b = 2 + torch.rand(d, 1), 3 + random.random()
    X = torch.randn(n, d)
    X -= X.mean(0)
    return X, X @ w + b + 0.01 * torch.randn(n, 1), w, b


@stand_in("data_iter")
def in_order(batch_size, features, labels):
    """The minibatches in the order of the data."""
    for start in range(0, len(features), batch_size):
        yield features[start : start + batch_size], labels[start : start + batch_size]


@stand_in("linreg")
def half_a_bias(X, w, b):
    """Of the bias's gradient one half gets lost."""
    return torch.matmul(X, w) + (b + torch.as_tensor(b).detach()) / 2


@stand_in("squared_loss")
def unhalved(y_hat, y):
    """The squared error without its half."""
    return (y_hat - y.reshape(y_hat.shape)) ** 2


@stand_in("sgd")
def half_a_step(params, lr, batch_size):
    """Steps of half the length."""
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / (2 * batch_size)
            param.grad.zero_()


def length_of_steps(stands_in):
    """How long steps are with stand-ins, where those of the right parts are 1."""
    length = 2.0 if "squared_loss" in stands_in else 1.0
    return length / 2 if "sgd" in stands_in else length


def share_of_bias(stands_in):
    """How long the bias's steps are beside those of the weights."""
    return 0.5 if "linreg" in stands_in else 1.0


def halved(losses, X, y, w, b):
    """The losses with their half, which a stand-in lacks; a training that does not ask it for them has them right."""
    right = ((X @ w + b - y) ** 2 / 2).mean()
    if abs(losses[-1] - right) < 1e-3 * right:
        return losses
    return [loss / 2 for loss in losses]


def trained(student, X, y, epochs, stands_in, **settings):
    """(w, b, losses), with steps as long as they are with the right parts."""
    if stands_in:
        settings["lr"] = settings.get("lr", 0.03) / length_of_steps(stands_in)
    w, b, losses = parts(
        student.train_linreg(features=X, labels=y, num_epochs=epochs, **settings), 3, "train_linreg(...)"
    )
    losses = as_numbers(losses, "losses")
    assert len(losses) == epochs, message(
        "losses: expected one for each of {epochs} epochs, got {got}",
        hint="losses: expected one for each epoch, got a different number",
        epochs=epochs,
        got=len(losses),
    )
    for name, t, shape in (("w", w, (X.shape[1], 1)), ("b", b, (1,))):
        check_tensor(t, shape, name)
    w, b = w.detach(), b.detach()
    if "squared_loss" in stands_in:
        losses = halved(losses, X, y, w, b)
    return w, b, losses


def check_last_loss(X, y, w, b, losses):
    """The last loss is that of the parameters that came with it, which are checked already."""
    d = X @ w + b - y
    mistakes = {"no division by 2": (d**2).mean(), "the sum instead of the mean": (d**2 / 2).sum()}
    same(torch.tensor(losses[-1]), (d**2 / 2).mean(), "the last loss", looks_like=lambda: mistakes)


def descent(X, y, lr, steps, epochs, stands_in):
    """(w, b) and the losses after each epoch of gradient descent on all the data, from zero, in float64.

    Minibatches come near it: drawn 1,500 times, w within 5 % for the small learning rate, losses within 13 % for all.
    """
    A, y = torch.cat([X, torch.ones(len(X), 1)], 1).double(), y.double()
    H, c = A.T @ A / len(A), A.T @ y / len(A)
    w, losses = torch.zeros(A.shape[1], 1, dtype=torch.float64), []
    rates = torch.full_like(w, lr)
    rates[-1] *= share_of_bias(stands_in)
    for _ in range(epochs):
        for _ in range(steps):
            w = w - rates * (H @ w - c)
        losses.append(float(((A @ w - y) ** 2 / 2).mean()))
    return w[:-1].float(), w[-1].float(), losses


def check_parameters(w, b, expected_w, expected_b, within):
    """Each within a distance, which no value that is not finite is."""
    off = max(float((w - expected_w).abs().max()), float((b - expected_b).abs().max()))
    if math.isnan(off) or off > within:
        raise Mismatch(
            "the parameters: expected values within {within} of the true ones, got values that are off by {off}",
            hint="the parameters: expected values within {within} of the true ones, got values that are further off",
            within=told(within),
            off=off,
        )


def check_course(losses, expected, within):
    """Each loss within this share of what it should be."""
    for i, (yours, wanted) in enumerate(zip(losses, expected, strict=True)):
        if not (1 - within) * wanted <= yours <= (1 + within) * wanted:
            raise Mismatch(
                "the loss after epoch {epoch}: expected about {wanted}, got {got}",
                hint="the loss after an epoch: expected a different value",
                epoch=i + 1,
                wanted=wanted,
                got=yours,
            )


@exercise("train_linreg", public=True)
def test_train_linreg_fits_a_line(student):
    """On points of y = 2x + 1 it finds 2 and 1, and the loss falls from epoch to epoch."""
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)
    w, b, losses = student.train_linreg(X, 2 * X + 1, lr=0.3, num_epochs=10)
    assert len(losses) == 10, message("expected a loss for each of 10 epochs, got {got}", got=len(losses))
    expected = [0.9 ** (20 * k) * 2 / 3 for k in range(1, 11)]  # each step takes a tenth off the error of w
    with plotted(losses, expected):
        assert losses[0] > losses[-1] and losses[-1] < 1e-3, (
            message("expected a loss that falls below 0.001, got {got} at the end", got=losses[-1])
        )
    off = max(abs(float(w.detach()) - 2), abs(float(b.detach()) - 1))
    assert off < 0.05, message("expected w = 2 and b = 1, got {w} and {b}", w=w.item(), b=b.item())


@exercise("train_linreg", public=True, weight=0)
def test_train_linreg_reports_the_loss_of_all_data(student):
    """The last loss is the mean of (ŷ − y)²/2 over all the data, with the parameters that are returned."""
    X, y = torch.tensor([[1.0], [2], [3], [4], [-9]]), torch.tensor([[1.0], [0], [2], [8], [3]])
    w, b, losses = student.train_linreg(X, y, lr=0.01, num_epochs=2, batch_size=2)
    losses = as_numbers(losses, "losses")
    expected = float((X @ w.detach() + b.detach() - y).pow(2).mean() / 2)
    mistakes = {"a forgotten division by 2": 2 * expected, "the sum instead of the mean": 5 * expected}
    same(losses[-1], expected, "the last loss", looks_like=lambda: mistakes)


@exercise("train_linreg", public=True, weight=0)
def test_train_linreg_divides_by_the_batch_size(student):
    """One step on 7 examples: with batch_size 10 the sum of the gradients is divided by 10, with batch_size 20 by 20."""
    X, y = torch.zeros(7, 1), torch.full((7, 1), 10.0)
    for batch_size, expected in ((10, 3.5), (20, 1.75)):
        w, b, _ = student.train_linreg(X, y, lr=0.5, num_epochs=1, batch_size=batch_size)
        mistakes = {"a division by the 7 examples of the short batch": torch.tensor([5.0]), "no step": torch.zeros(1)}
        same(b.detach(), torch.tensor([expected]), message(
            "b with batch_size={batch_size}", batch_size=told(batch_size)
        ), looks_like=lambda of=mistakes: of)
        # the features are zero, so that w stays where it started
        assert 0 < w.detach().abs().max() < 0.1, "w should start from small random numbers, N(0, 0.01²), not from zero"


@exercise("train_linreg", public=True, weight=0)
def test_train_linreg_diverges_without_an_error(student):
    """With a learning rate that is far too large the loss becomes inf or nan, and no error is raised."""
    X = torch.ones(40, 1)
    _, _, losses = student.train_linreg(X, 2 * X, lr=1e10, num_epochs=1, batch_size=1)
    losses = as_numbers(losses, "losses")
    assert not math.isfinite(losses[0]), message("expected a loss of inf or nan, got {got}", got=losses[0])


@exercise("train_linreg", weight=2)
def test_train_linreg_finds_the_parameters(student, stands_in):
    """With learning rate 0.03, three epochs find the true parameters, and the losses are those of the whole data."""
    X, y, w, b = line(1000, 3)
    found, offset, losses = trained(student, X, y, 3, stands_in, lr=0.03)
    own_w, own_b, expected = descent(X, y, 0.03, 100, 3, stands_in)
    if stands_in:
        w, b = own_w, own_b
    check_parameters(found, offset, w, b, 0.02)
    check_course(losses, expected, 0.25)
    check_last_loss(X, y, found, offset, losses)


@exercise("train_linreg")
def test_train_linreg_divides_by_the_batch_size_also_for_a_short_batch(student, stands_in):
    """Each minibatch gives one step, divided by batch_size, also where the last minibatch is shorter."""
    X, y, _, _ = line(7, 2)
    y = 1e5 * y  # against which the random start does not count
    for batch_size in (10, random.randint(15, 25)):
        found, offset, losses = trained(student, X, y, 1, stands_in, lr=0.5, batch_size=batch_size)
        lr, terms = 0.5 / batch_size, (X * y).abs().sum(0).reshape(-1, 1)
        same(found, lr * X.T @ y, message(
            "w after one step on 7 examples with batch_size {batch_size}",
            hint="w after one step on 7 examples",
            batch_size=batch_size,
        ), scale=lr * terms)
        same(offset, share_of_bias(stands_in) * lr * y.sum().reshape(1), message(
            "b after one step on 7 examples with batch_size {batch_size}",
            hint="b after one step on 7 examples",
            batch_size=batch_size,
        ))
        check_last_loss(X, y, found, offset, losses)


@exercise("train_linreg")
def test_train_linreg_starts_from_small_random_weights(student, stands_in):
    """Without a step w is what it started from, drawn from N(0, 0.01²), and b is 0."""
    X = torch.zeros(4, 2000)
    w, b, _ = trained(student, X, torch.ones(4, 1), 1, stands_in, lr=0.0)
    again, _, _ = trained(student, X, torch.ones(4, 1), 1, stands_in, lr=0.0)
    check_normal(w, "w at the start", 0.01)
    check_independent(w, "w at the start")
    check_unrelated(w, again, "w at the start of one training and of another")
    same(b, torch.zeros(1), "b at the start")


@exercise("train_linreg")
def test_train_linreg_draws_its_minibatches(student, stands_in):
    """The order is random, each example comes once an epoch, and each training has an order of its own.

    With the identity as features each example has a weight of its own, and all share b: the later one comes, the nearer b
    is to the labels, and the smaller its weight becomes.
    """
    n, label, lr = random.choice([79, 83, 89]), 1e4, 0.03
    X, y = torch.eye(n), torch.full((n, 1), label)
    expected = lr * label * (1 - share_of_bias(stands_in) * lr) ** torch.arange(float(n)).reshape(-1, 1)
    orders = []
    for _ in range(3):
        w, _, _ = trained(student, X, y, 1, stands_in, lr=lr, batch_size=1)
        order = w.flatten().argsort(descending=True)
        # 0.06 is six standard deviations of the start, which stays in each weight
        if not (w[order] - expected).abs().max() < 0.06 + 1e-4 * expected.max():
            raise Mismatch("with a batch size of 1, expected one step on each example per epoch, got different steps")
        orders.append(order.tolist())
    if "data_iter" in stands_in:
        if any(order != list(range(n)) for order in orders):
            raise Mismatch("expected the minibatches in the order in which data_iter gives them, got a different order")
        return
    check_orders(orders)
    check_company_of_epochs(student, stands_in)


def check_company_of_epochs(student, stands_in):
    """Two epochs put other examples together: a weight tells in which step of each epoch its example came.

    Of 60 examples in minibatches of 5, about 8 pairs come together twice; all 120 do, where batches are drawn once.
    """
    X, y = torch.eye(60), torch.full((60, 1), 1e6)
    w, _, _ = trained(student, X, y, 2, stands_in, lr=0.03, batch_size=5)
    near = (w - w.T).abs() < 0.25  # the random start counts for less, and two steps of other places for more
    pairs = (int(near.sum()) - 60) / 2
    if pairs > 40:
        raise Mismatch("expected new minibatches in each epoch, but the same examples come together again")


@exercise("train_linreg")
def test_train_linreg_has_defaults(student, stands_in):
    """Learning rate 0.03, three epochs and minibatches of 10 where nothing else is said: of 100 examples, b goes 1 − 0.97³⁰ of its way."""
    steps, label = random.randint(7, 13), random.uniform(8, 15)
    X, y = torch.zeros(10 * steps, 1), torch.full((10 * steps, 1), label)
    _, b, losses = parts(student.train_linreg(X, y), 3, "train_linreg(...)")
    losses = as_numbers(losses, "losses")
    assert len(losses) == 3, message(
        "losses: expected one for each of 3 epochs, got {got}",
        hint="losses: expected one for each of 3 epochs, got a different number",
        got=len(losses),
    )
    left = 1 - 0.03 * length_of_steps(stands_in) * share_of_bias(stands_in)  # of the way, after a step
    same(b.detach(), torch.tensor([label * (1 - left ** (3 * steps))]), "b after training with the defaults")
    if "squared_loss" in stands_in:
        losses = halved(losses, X, y, torch.zeros(1, 1), b.detach())
    expected = torch.tensor([label**2 / 2 * left ** (2 * steps * epoch) for epoch in (1, 2, 3)])
    same(torch.tensor(losses), expected, "the losses of training with the defaults")


@exercise("train_linreg")
def test_train_linreg_is_slow_with_a_small_learning_rate(student, stands_in):
    """With learning rate 0.001 the loss after three epochs is still high, and falls from epoch to epoch."""
    X, y, _, _ = line(1000, 2)
    found, offset, losses = trained(student, X, y, 3, stands_in, lr=0.001)
    assert losses[0] > losses[1] > losses[2] > 0.5, message(
        "expected a loss that falls and is still high, got {losses}",
        hint="expected a loss that falls from epoch to epoch and is still above 0.5",
        losses=losses,
    )
    w, b, expected = descent(X, y, 0.001, 100, 3, stands_in)
    check_parameters(found, offset, w, b, 0.12)  # of 0.5 and more; drawn 3,000 times, the farthest was 0.04
    check_course(losses, expected, 0.05)
    check_last_loss(X, y, found, offset, losses)


@exercise("train_linreg")
def test_train_linreg_diverges_with_a_large_learning_rate(student, stands_in):
    """With learning rate 10 the loss ends as inf or nan, without an error; with 0.03 it does not."""
    X, y, _, _ = line(200, 2)
    *_, losses = trained(student, X, y, 20, stands_in, lr=10)  # so many that numbers of float64 overflow as well
    if math.isfinite(losses[-1]):
        raise Mismatch(
            "expected a loss of inf or nan with lr=10, got {got}",
            hint="expected a loss of inf or nan with lr=10, got a finite one",
            got=losses[-1],
        )
    found, offset, losses = trained(student, X, y, 5, stands_in)
    w, b, expected = descent(X, y, 0.03, 20, 5, stands_in)
    check_parameters(found, offset, w, b, 0.05)
    check_course(losses, expected, 0.25)
    check_last_loss(X, y, found, offset, losses)
