"""Minibatch SGD: what a student should learn is what is drawn, what is averaged, and when an optimizer is asked.

The edges that matter: a mean and not a sum, the last minibatch shorter and worth as much, an order that is new in each epoch, gradients that
PyTorch adds up, losses over all the data and with their half, the MSELoss that has none. The grader's own optimizer and data whose examples
can be told apart by their gradient show which examples each step has seen. Out of scope: how the clock is read, and the length of n in a flat
record where an epoch's length is no multiple of the batch size.
"""

import math
import random
import time

import torch

from autograder.grading.marks import Mismatch, as_numbers, clone, exercise, parts, plotted, same

# --- sgd_2d, exponential, polynomial -------------------------------------------------------------------------------


def numbers(values, what):
    """As float32: points may be computed by either kind of number."""
    return torch.tensor(as_numbers(values, what), dtype=torch.float32)


@exercise("sgd_2d", public=True)
def test_sgd_2d_on_a_worked_example(student):
    """On x1² + 2 x2² with eta 0.1 and noise (1, −2), (−5, −2) leads to (−4.1, −1)."""
    step = student.sgd_2d(-5.0, -2.0, lambda x1, x2: (2 * x1, 4 * x2), 0.1, (1.0, -2.0))
    same(torch.tensor(as_numbers(step, "sgd_2d(...)")), torch.tensor([-4.1, -1.0]), "the step")


@exercise("sgd_2d")
def test_sgd_2d_adds_the_noise_to_the_gradient(student, reference):
    """The noise is added to the gradient, before eta, each part to its own derivative, both taken at the same point."""
    for _ in range(3):
        a, b = random.uniform(1, 3), random.uniform(0.5, 1.5)
        gradf = lambda x1, x2: (2 * a * x1 + b * x2, b * x1 + 6 * x2)
        x1, x2, eta = random.uniform(1, 5), random.uniform(-5, -1), random.uniform(0.05, 0.4)
        noise = (random.uniform(1, 2), random.uniform(-2, -1))
        g1, g2 = gradf(x1, x2)
        (n1, n2), new = noise, x1 - eta * (g1 + noise[0])
        mistakes = {
            "noise added to the point and not to the gradient": (x1 - eta * g1 + n1, x2 - eta * g2 + n2),
            "noise that is not used": (x1 - eta * g1, x2 - eta * g2),
            "noise with the other sign": (x1 - eta * (g1 - n1), x2 - eta * (g2 - n2)),
            "a step up: the sign": (x1 + eta * (g1 + n1), x2 + eta * (g2 + n2)),
            "a second derivative taken at the new x1": (new, x2 - eta * (gradf(new, x2)[1] + n2)),
        }
        step = parts(student.sgd_2d(x1, x2, gradf, eta, noise), 2, "sgd_2d(...)")
        expected = numbers(reference.sgd_2d(x1, x2, gradf, eta, noise), "")
        same(
            numbers(step, "sgd_2d(...)"),
            expected,
            "the step",
            looks_like=lambda: {k: torch.tensor(v) for k, v in mistakes.items()},
        )


def check_schedule(schedule, expected, mistakes):
    for t in (0, 1, random.randint(2, 30), random.uniform(0.5, 9.5), random.randint(50, 120)):
        value = as_numbers([schedule(t)], "the factor")
        of_t = {what: torch.tensor([wrong(t)]) for what, wrong in mistakes.items()}
        same(torch.tensor(value), torch.tensor([expected(t)]), "the factor", looks_like=lambda of_t=of_t: of_t)


@exercise("exponential", public=True)
def test_exponential_at_0_and_10(student):
    """It is 1 for t = 0, and 1/e, about 0.3679, for t = 10."""
    same(
        as_numbers([student.exponential(0), student.exponential(10)], "exponential(t)"),
        [1.0, math.exp(-1)],
        "exponential(0) and (10)",
    )


@exercise("exponential")
def test_exponential_of_any_time(student):
    """It is e^(−0.1 t), and a call knows nothing of the calls before."""
    mistakes = {"a factor that grows": lambda t: math.exp(0.1 * t), "2 in place of e": lambda t: 2 ** (-0.1 * t)}
    check_schedule(student.exponential, lambda t: math.exp(-0.1 * t), mistakes)
    check_schedule(student.exponential, lambda t: math.exp(-0.1 * t), mistakes)


@exercise("polynomial", public=True)
def test_polynomial_at_0_and_30(student):
    """It is 1 for t = 0, and 1/√4 for t = 30."""
    same(
        as_numbers([student.polynomial(0), student.polynomial(30)], "polynomial(t)"),
        [1.0, 0.5],
        "polynomial(0) and (30)",
    )


@exercise("polynomial")
def test_polynomial_of_any_time(student):
    """It is (1 + 0.1 t)^(−0.5), and a call knows nothing of the calls before."""
    mistakes = {"a factor that grows": lambda t: (1 + 0.1 * t) ** 0.5, "no square root": lambda t: 1 / (1 + 0.1 * t)}
    check_schedule(student.polynomial, lambda t: (1 + 0.1 * t) ** -0.5, mistakes)
    check_schedule(student.polynomial, lambda t: (1 + 0.1 * t) ** -0.5, mistakes)


# --- sgd -----------------------------------------------------------------------------------------------------------


def with_gradients(*shapes):
    params = [torch.randn(shape, requires_grad=True) for shape in shapes]
    for p in params:
        p.grad = 5 * torch.randn_like(p)
    return params


@exercise("sgd", public=True)
def test_sgd_on_a_worked_example(student):
    """From 1 and 2 with gradients 10 and −20 and lr 0.1, a step leads to 0 and 4."""
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    w.grad = torch.tensor([10.0, -20.0])
    student.sgd([w], None, {"lr": 0.1})
    same(w.detach(), torch.tensor([0.0, 4.0]), "w after a step")


@exercise("sgd", weight=2)
def test_sgd_changes_every_parameter_in_place(student):
    """param ← param − lr · grad for each parameter, whatever its shape, and nothing else is changed."""
    for shapes in (((4, 1), (1,)), ((3,), (2, 3, 4), ())):
        lr, params = random.uniform(0.05, 0.9), with_gradients(*shapes)
        before, grads = [p.detach().clone() for p in params], [p.grad.clone() for p in params]
        student.sgd(params, None, {"lr": lr})
        for i, (p, w, g) in enumerate(zip(params, before, grads, strict=True)):
            mistakes = {
                "no step at all: was the tensor itself changed, and not before its gradient was used?": w,
                "a step up the gradient: the sign": w + lr * g,
                "a forgotten learning rate": w - g,
            }
            same(p.detach(), w - lr * g, f"params[{i}] after a step", looks_like=lambda: mistakes)


@exercise("sgd")
def test_sgd_resets_the_gradients(student):
    """After a step every gradient is zero or None."""
    params = with_gradients((4, 1), (1,), (2, 2))
    expected = [p.detach() - 0.1 * p.grad for p in params]
    student.sgd(params, None, {"lr": 0.1})
    for i, (p, e) in enumerate(zip(params, expected, strict=True)):
        same(p.detach(), e, f"params[{i}] after a step")
        left = 0.0 if p.grad is None else float(p.grad.abs().max())
        assert left == 0, f"params[{i}].grad: zeros or None expected after a step, yours holds {left:.4g}"


@exercise("sgd")
def test_sgd_can_be_repeated(student, randn):
    """The parameters stay leaves that require a gradient, so that the next backward and step work."""
    w, X = (20 * randn(3, 1)).requires_grad_(), randn(8, 3)  # gradients far above 1
    for _ in range(3):
        before = w.detach().clone()
        (X @ w).pow(2).mean().backward()
        student.sgd([w], (), {"lr": 0.05})
        same(w.detach(), before - 0.05 * 2 * X.T @ X @ before / 8, "w after one of several steps")
        assert w.requires_grad and w.is_leaf, "w no longer requires a gradient after a step"


# --- train_minibatch, train_minibatch_concise ----------------------------------------------------------------------


def regression(n, d):
    """Data of a linear model with noise; every parameter is far from zero."""
    w, b = 1 + torch.rand(d, 1), 2 + random.random()
    X = torch.randn(n, d)
    return X, X @ w + b + 0.1 * torch.randn(n, 1)


def plain_sgd(params, _states, hyperparams):
    """The grader's own optimizer, so that a wrong sgd of the student's does not count twice."""
    with torch.no_grad():
        for p in params:
            p -= hyperparams["lr"] * p.grad
            p.grad = None


def from_scratch(student, X, y, batch_size, num_epochs, lr, optimizer=plain_sgd):
    given, start = clone((X, y)), time.perf_counter()
    result = student.train_minibatch(optimizer, None, {"lr": lr}, *given, batch_size, num_epochs)
    return record(result, given, X, y, "train_minibatch(...)", time.perf_counter() - start)


def by_torch(student, X, y, batch_size, num_epochs, lr, optimizer=torch.optim.SGD):
    given, start = clone((X, y)), time.perf_counter()
    result = student.train_minibatch_concise(optimizer, {"lr": lr}, *given, batch_size, num_epochs)
    return record(result, given, X, y, "train_minibatch_concise(...)", time.perf_counter() - start)


def record(result, given, X, y, what, elapsed=math.inf):
    """The losses of a result, after checks of what holds for both functions."""
    times, losses = parts(result, 2, what)
    times, losses = as_numbers(times, "times"), as_numbers(losses, "losses")
    same(given[0], X, "the features afterwards")
    same(given[1], y, "the labels afterwards")
    assert len(times) == len(losses), (
        f"times and losses of the same length expected, yours are {len(times)} and {len(losses)}"
    )
    if times != sorted(times) or any(not 0 <= t <= elapsed for t in times):
        raise Mismatch("times: seconds since the start expected, which grow from one to the next")
    return losses


def descent(X, y, num_epochs, lr):
    """Losses of full-batch gradient descent from zero, in float64: what a batch of all examples comes to."""
    A, y = torch.cat([X, torch.ones(len(X), 1)], 1).double(), y.double()
    w, losses = torch.zeros(A.shape[1], 1, dtype=torch.float64), []
    for _ in range(num_epochs):
        w = w - lr * A.T @ (A @ w - y) / len(A)
        losses.append(float(((A @ w - y) ** 2 / 2).mean()))
    return losses


def check_full_batch(run, student):
    """With all examples in one batch there is no chance but the start, which is near zero."""
    X, y = regression(200, 3)
    lr = random.uniform(0.2, 0.5)
    losses, expected = run(student, X, y, 200, 4, lr), descent(X, y, 4, lr)
    assert len(losses) == 4, f"a loss after each of 4 steps on 200 examples expected, yours are {len(losses)}"
    for i, (yours, wanted) in enumerate(zip(losses, expected, strict=True)):
        twice, halved = descent(X, y, 4, 2 * lr)[i], descent(X, y, 4, lr / 2)[i]
        near = lambda value, yours=yours: abs(yours - value) < 0.12 * value + 0.01
        if not near(wanted):
            hint = (
                "no division by 2" if near(2 * wanted) else
                "steps that are twice as long: is there a half missing?" if near(twice) else
                "steps that are half as long" if near(halved) else
                "the sum in place of the mean" if near(200 * wanted) else ""
            )  # fmt: skip
            raise Mismatch(
                f"the loss after step {i + 1}: {wanted:.4g} expected but for the start, yours is {yours:.4g}"
                + (f"; looks like {hint}" if hint else "")
            )


def check_count(run, student):
    """A loss for every 100 examples, over all epochs."""
    X, y = regression(150, 2)
    for batch_size, num_epochs, count in ((10, 2, 3), (50, 4, 6), (1, 1, 1)):
        losses = run(student, X, y, batch_size, num_epochs, 0.01)
        assert len(losses) == count, (
            f"{count} losses expected of {num_epochs} epochs with 150 examples in minibatches of {batch_size}, yours are {len(losses)}"
        )
    losses = run(student, X[:99], y[:99], 1, 1, 0.01)
    assert len(losses) == 0, f"no loss expected after 99 examples, yours are {len(losses)}"


def check_learning(run, student):
    """Small batches find the optimum; a rate of zero leaves the start, whose weights are small."""
    X, y = regression(300, 3)
    losses = run(student, X, y, 10, 4, 0.1)
    best = descent(X, y, 300, 0.5)[-1]
    assert losses[-1] < 1.3 * best + 0.003, f"a loss near {best:.3g} at the end expected, yours is {losses[-1]:.3g}"
    X, y = X[:100], y[:100]
    still = run(student, X, y, 2, 3, 0.0)
    start = float((y**2 / 2).mean())
    for loss in still:
        assert abs(loss - start) < 0.06 * start, (
            f"with a learning rate of 0: a loss of {start:.4g} but for the start expected, yours is {loss:.4g}"
        )


def check_drawing(run, student):
    """Each example once, the last minibatch shorter, in an order that is new in each epoch.

    With x = 1 and lr = 1/2, a step on one example fits it exactly, so that the loss over all the data tells which came last.
    """
    X, y = torch.ones(100, 1), 10 * torch.rand(100, 1)
    runs = [run(student, X, y, 1, 2, 0.5) for _ in range(4)]
    if len({loss for losses in runs for loss in losses}) == 1:
        raise Mismatch("a random order expected, in yours the same example comes last each time")
    if all(abs(first - second) < 1e-6 for first, second in runs):
        raise Mismatch("an order that is new in each epoch expected, in yours the same example comes last in both")
    losses = run(student, X, y, 30, 3, 0.01)
    assert len(losses) == 3, (
        f"3 losses of 3 epochs with 100 examples in minibatches of 30 expected, yours are {len(losses)}"
    )


def check_start(params):
    """Weights from N(0, 0.01²), of 2000 features, and a bias of 0."""
    for p in params:
        if p.numel() > 1:
            spread = float(p.detach().std())
            assert abs(spread - 0.01) < 0.001, (
                f"weights of standard deviation 0.01 at the start expected, yours is {spread:.4f}"
            )
        else:
            same(p.detach().reshape(()), torch.tensor(0.0), "the bias at the start")


class Spy:
    """Tells which examples a step has seen: with the identity as features, an example's gradient is in its own place."""

    def __init__(self, n):
        self.y = 5 + torch.rand(n, 1)
        self.n, self.seen, self.calls = n, [], 0

    def look(self, params):
        """The examples whose weight has a gradient, after the check that it is that of the mean."""
        w, b = params
        w, b = (w, b) if w.numel() == self.n else (b, w)
        assert w.numel() == self.n and b.numel() == 1, f"parameters of {self.n} and of 1 number expected"
        g = w.grad.detach().reshape(-1)
        batch = [i for i in range(self.n) if g[i] != 0]
        off = (w.detach().reshape(-1) + b.detach() - self.y.reshape(-1))[batch]
        mistakes = {"the sum over the minibatch in place of the mean": off, "no half in the loss": 2 * off / len(batch)}
        same(g[batch], off / len(batch), "the gradient of w for a minibatch", looks_like=lambda: mistakes)
        same(b.grad.detach().reshape(()), off.mean(), "the gradient of b for a minibatch")
        self.seen.append(batch)

    def check(self, batch_size, num_epochs):
        steps = math.ceil(self.n / batch_size)
        if len(self.seen) != steps * num_epochs:
            raise Mismatch(f"{steps * num_epochs} steps expected in {num_epochs} epochs, yours are {len(self.seen)}")
        rest = self.n - (steps - 1) * batch_size
        orders = []
        for epoch in range(num_epochs):
            batches = self.seen[epoch * steps : (epoch + 1) * steps]
            sizes = [len(b) for b in batches]
            same(sizes, [batch_size] * (steps - 1) + [rest], "the sizes of an epoch's minibatches")
            if sorted(i for b in batches for i in b) != list(range(self.n)):
                raise Mismatch("each example once in an epoch expected, in yours some come twice and others never")
            orders.append(tuple(frozenset(b) for b in batches))
        plain = tuple(frozenset(range(i, min(i + batch_size, self.n))) for i in range(0, self.n, batch_size))
        if any(set(order) == set(plain) for order in orders):
            raise Mismatch("a random order expected, yours is the order of the data")
        if len(set(orders)) < num_epochs:
            raise Mismatch("two epochs had the same order: shuffle anew in each of them, and don't set a seed")


@exercise("train_minibatch", public=True)
def test_train_minibatch_fits_a_line(student):
    """On 100 points of y = 2x + 1, 10 epochs give 10 losses, of which the last is below 0.001."""
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)

    def step(params, states, hyperparams):
        with torch.no_grad():
            for p in params:
                p -= hyperparams["lr"] * p.grad
                p.grad = None

    times, losses = parts(
        student.train_minibatch(step, None, {"lr": 0.3}, X, 2 * X + 1, 10, 10), 2, "train_minibatch(...)"
    )
    assert len(times) == len(losses) == 10, f"10 times and losses expected, yours are {len(times)} and {len(losses)}"
    with plotted(losses, [0.9 ** (20 * k) * 2 / 3 for k in range(1, 11)]):  # each step takes a tenth off the error of w
        assert losses[-1] < 0.001, f"a loss below 0.001 expected at the end, yours is {losses[-1]:.4g}"


@exercise("train_minibatch")
def test_train_minibatch_of_all_examples(student):
    """With all examples in one batch it is gradient descent on the mean of (ŷ − y)²/2, from a start near zero."""
    check_full_batch(from_scratch, student)


@exercise("train_minibatch")
def test_train_minibatch_counts_examples(student):
    """A loss for every 100 examples seen, over all epochs."""
    check_count(from_scratch, student)


@exercise("train_minibatch")
def test_train_minibatch_learns(student):
    """Small batches find the optimum, and the losses are those of all the data."""
    check_learning(from_scratch, student)


@exercise("train_minibatch", weight=2)
def test_train_minibatch_draws_each_example_once(student):
    """Each step has the mean gradient of its minibatch, each example comes once an epoch, and each epoch has an order of its own."""
    batch_size, num_epochs = random.choice([4, 5]), 3
    spy = Spy(23)

    def optimizer(params, states, hyperparams):
        assert states == "the states", "the states should be passed on as they are"
        spy.look(params)
        plain_sgd(params, states, hyperparams)

    given = torch.eye(23), spy.y.clone()
    student.train_minibatch(optimizer, "the states", {"lr": 0.3}, *given, batch_size, num_epochs)
    spy.check(batch_size, num_epochs)


@exercise("train_minibatch")
def test_train_minibatch_starts_near_zero(student):
    """The first step finds weights that are drawn from N(0, 0.01²), and a bias of 0."""
    starts = []

    def optimizer(params, states, hyperparams):
        starts.append([p.detach().clone() for p in params])

    student.train_minibatch(optimizer, None, {}, torch.randn(1, 2000), torch.ones(1, 1), 1, 1)
    check_start(starts[0])


@exercise("train_minibatch")
def test_train_minibatch_has_defaults(student):
    """Minibatches of 10 and two epochs where nothing else is said; labels may be flat; what the optimizer resets stays reset."""
    X, y = regression(198, 2)
    sizes = []

    def optimizer(params, states, hyperparams):
        sizes.append(hyperparams["lr"])
        plain_sgd(params, states, hyperparams)

    times, losses = parts(
        student.train_minibatch(optimizer, None, {"lr": 0.2}, X, y.reshape(-1)), 2, "train_minibatch(...)"
    )
    assert len(sizes) == 40, f"2 epochs of 20 steps expected, yours are {len(sizes)} steps"
    assert len(losses) == 3, f"3 losses expected, yours are {len(losses)}"
    best = descent(X, y, 300, 0.5)[-1]
    assert losses[-1] < 1.5 * best + 0.1, (
        f"with flat labels: a loss near {best:.3g} expected, yours is {losses[-1]:.3g}"
    )


@exercise("train_minibatch_concise", public=True)
def test_train_minibatch_concise_fits_a_line(student):
    """On 100 points of y = 2x + 1, 10 epochs of torch.optim.SGD give 10 losses, of which the last is below 0.001."""
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)
    result = student.train_minibatch_concise(torch.optim.SGD, {"lr": 0.3}, X, 2 * X + 1, 10, 10)
    times, losses = parts(result, 2, "train_minibatch_concise(...)")
    assert len(times) == len(losses) == 10, f"10 times and losses expected, yours are {len(times)} and {len(losses)}"
    with plotted(losses, [0.9 ** (20 * k) * 2 / 3 for k in range(1, 11)]):  # each step takes a tenth off the error of w
        assert losses[-1] < 0.001, f"a loss below 0.001 expected at the end, yours is {losses[-1]:.4g}"


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_of_all_examples(student):
    """With all examples in one batch it is gradient descent on the mean of (ŷ − y)²/2, from a start near zero."""
    check_full_batch(by_torch, student)


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_counts_examples(student):
    """A loss for every 100 examples seen, over all epochs."""
    check_count(by_torch, student)


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_learns(student):
    """Small batches find the optimum, and the losses are those of all the data."""
    check_learning(by_torch, student)


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_makes_the_optimizer_once(student):
    """The optimizer is made once, from the net's parameters and all hyperparameters: momentum and weight decay work."""
    X, y = regression(100, 2)
    made = []

    def optimizer_fn(params, **hyperparams):
        params = list(params)
        made.append([tuple(p.shape) for p in params])
        return torch.optim.SGD(params, **hyperparams)

    result = student.train_minibatch_concise(
        optimizer_fn, {"lr": 0.1, "momentum": 0.5, "weight_decay": 0.3}, *clone((X, y)), 100, 6
    )
    losses = as_numbers(parts(result, 2, "train_minibatch_concise(...)")[1], "losses")
    assert len(made) == 1, f"one optimizer for the whole training expected, yours are {len(made)}"
    same(sorted(made[0]), [(1,), (1, 2)], "the shapes of the parameters")
    w, velocity = torch.zeros(3, 1, dtype=torch.float64), 0
    A = torch.cat([X, torch.ones(100, 1)], 1).double()
    for yours in losses:
        velocity = 0.5 * velocity + A.T @ (A @ w - y.double()) / 100 + 0.3 * w
        w = w - 0.1 * velocity
        wanted = float(((A @ w - y.double()) ** 2 / 2).mean())
        assert abs(yours - wanted) < 0.1 * wanted + 0.02, (
            f"with momentum and weight decay: a loss of {wanted:.4g} but for the start expected, yours is {yours:.4g}"
        )


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_draws_each_example_once(student):
    """Each example comes once an epoch, in an order that is random and new in each, and the last minibatch may be shorter."""
    check_drawing(by_torch, student)


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_starts_near_zero(student):
    """The optimizer gets weights that are drawn from N(0, 0.01²), and a bias of 0."""
    starts = []

    def optimizer_fn(params, **hyperparams):
        params = list(params)
        starts.append([p.detach().clone() for p in params])
        return torch.optim.SGD(params, **hyperparams)

    student.train_minibatch_concise(optimizer_fn, {"lr": 0.0}, torch.randn(2, 2000), torch.ones(2, 1), 2, 1)
    check_start(starts[0])


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_has_defaults(student):
    """Minibatches of 10 and two epochs where nothing else is said; labels may be flat."""
    X, y = torch.zeros(99, 1), torch.full((99, 1), 10.0)  # the bias alone learns, and comes 1 / 10 nearer at each step
    losses = as_numbers(student.train_minibatch_concise(torch.optim.SGD, {"lr": 0.1}, X, y)[1], "losses")
    same(torch.tensor(losses), torch.tensor([50 * 0.9**22]), "the losses of two epochs with 99 examples")
    X, y = regression(250, 2)
    losses = record(
        student.train_minibatch_concise(torch.optim.SGD, {"lr": 0.1}, *(given := clone((X, y.reshape(-1))))),
        given,
        X,
        y.reshape(-1),
        "train_minibatch_concise(...)",
    )
    assert len(losses) == 5, f"5 losses for 500 examples expected, yours are {len(losses)}"
    best = descent(X, y, 300, 0.5)[-1]
    assert losses[-1] < 1.5 * best + 0.02, (
        f"with flat labels: a loss near {best:.3g} expected, yours is {losses[-1]:.3g}"
    )
