"""Minibatch SGD: what a student should learn is what is drawn, what is averaged, and when an optimizer is asked.

The edges that matter: a mean and not a sum, the last minibatch shorter and worth as much, an order that is new in each epoch, gradients that
PyTorch adds up, losses over all the data and with their half, the MSELoss that has none. The grader's own optimizer puts the parameters
where the grader wants them, so that it knows each loss; data whose examples can be told apart by their gradient show which examples each
step has seen. Out of scope: how the clock is read, and the length of n in a flat
record where an epoch's length is no multiple of the batch size.
"""

import math
import random
import time

import torch

from autograder.graders import (
    Mismatch,
    as_numbers,
    changing,
    check_company,
    check_independent,
    check_normal,
    check_orders,
    check_parameter,
    check_unrelated,
    exercise,
    message,
    parts,
    plotted,
    same,
    stand_in,
    told,
)

# --- sgd_2d, exponential, polynomial -------------------------------------------------------------------------------


def numbers(values, what):
    """As float32: points may be computed by either kind of number."""
    return torch.tensor(as_numbers(values, what), dtype=torch.float32)


@exercise("sgd_2d", public=True)
def test_sgd_2d_on_a_worked_example(student):
    """On x1² + 2 x2² with eta 0.1 and noise (1, −2), (−5, −2) leads to (−4.1, −1)."""
    step = student.sgd_2d(-5.0, -2.0, lambda x1, x2: (2 * x1, 4 * x2), 0.1, (1.0, -2.0))
    same(torch.tensor(as_numbers(step, "sgd_2d(...)")), torch.tensor([-4.1, -1.0]), "the step")


@exercise("sgd_2d", public=True, weight=0)
def test_sgd_2d_takes_both_derivatives_at_the_old_point(student):
    """On x1·x2 with eta 0.5 and noise (1, −1), (1, 2) leads to (−0.5, 2)."""
    step = student.sgd_2d(1.0, 2.0, lambda x1, x2: (x2, x1), 0.5, (1.0, -1.0))
    mistakes = {"a second derivative taken at the new x1": [-0.5, 2.75], "an eta of 0.1, whatever is given": [0.7, 2.0]}
    same(as_numbers(step, "sgd_2d(...)"), [-0.5, 2.0], "the step", looks_like=lambda: mistakes)


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
        step = parts(student.sgd_2d(x1=x1, x2=x2, gradf=gradf, eta=eta, noise=noise), 2, "sgd_2d(...)")
        expected = numbers(reference.sgd_2d(x1, x2, gradf, eta, noise), "")
        same(
            numbers(step, "sgd_2d(...)"),
            expected,
            "the step",
            looks_like=lambda: {k: torch.tensor(v) for k, v in mistakes.items()},
        )


def check_schedule(schedule, expected, mistakes):
    for t in (0, 1, random.randint(2, 30), random.uniform(0.5, 9.5), random.randint(50, 120)):
        value = as_numbers([schedule(t=t)], "the factor")
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


@exercise("exponential", public=True, weight=0)
def test_exponential_at_5_and_60(student):
    """It is 0.6065 for t = 5, and 0.002479 for t = 60: it falls at every step, and without a lowest value."""
    factors = as_numbers([student.exponential(5), student.exponential(60)], "exponential(t)")
    same(factors, [math.exp(-0.5), math.exp(-6)], "exponential(5) and (60)", scale=0.0)


@exercise("exponential")
def test_exponential_of_any_time(student):
    """It is e^(−0.1 t), and a call knows nothing of the calls before."""
    mistakes = {"a factor that grows": lambda t: math.exp(0.1 * t), "2 instead of e": lambda t: 2 ** (-0.1 * t)}
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
    with changing(w):
        student.sgd([w], None, {"lr": 0.1})
    same(w.detach(), torch.tensor([0.0, 4.0]), "w after a step")


@exercise("sgd", public=True, weight=0)
def test_sgd_steps_with_two_parameters(student):
    """From w = (1, 2) and b = 3 with gradients (2, −4) and 6 and lr 0.5, a step leads to (0, 4) and 0, with both gradients reset."""
    params = [torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0], requires_grad=True)]
    params[0].grad, params[1].grad = torch.tensor([2.0, -4.0]), torch.tensor([6.0])
    with changing(params):
        student.sgd(params, None, {"lr": 0.5})
    for name, param, expected in (("w", params[0], [0.0, 4.0]), ("b", params[1], [0.0])):
        same(param.detach(), torch.tensor(expected), message("{name} after a step with lr 0.5", name=told(name)))
        left = 0.0 if param.grad is None else float(param.grad.abs().max())
        assert left == 0, (
            message(
                "the gradient of {name} after a step: expected zeros or None, got {left}: the next backward() adds to it",
                name=told(name),
                left=left,
            )
        )
        assert param.requires_grad, message(
            "{name} no longer requires a gradient after a step: change it under torch.no_grad()", name=told(name)
        )


@exercise("sgd", weight=2)
def test_sgd_changes_every_parameter_in_place(student):
    """param ← param − lr · grad for each parameter, whatever its shape, and nothing else is changed."""
    for shapes in (((4, 1), (1,)), ((3,), (2, 3, 4), ())):
        lr, params = random.uniform(0.05, 0.9), with_gradients(*shapes)
        before, grads = [p.detach().clone() for p in params], [p.grad.clone() for p in params]
        with changing(params):
            student.sgd(params=params, states=None, hyperparams={"lr": lr})
        for i, (p, w, g) in enumerate(zip(params, before, grads, strict=True)):
            mistakes = {
                "no step at all: `param = …` makes a new tensor; change it in place, and reset its gradient only after that": w,
                "a step up the gradient: the sign": w + lr * g,
                "a forgotten learning rate": w - g,
            }
            same(p.detach(), w - lr * g, message(
                "params[{number}] after a step", hint="a parameter after a step", number=i
            ), looks_like=lambda: mistakes)


@exercise("sgd")
def test_sgd_resets_the_gradients(student):
    """After a step every gradient is zero or None."""
    params = with_gradients((4, 1), (1,), (2, 2))
    expected = [p.detach() - 0.1 * p.grad for p in params]
    with changing(params):
        student.sgd(params, None, {"lr": 0.1})
    for i, (p, e) in enumerate(zip(params, expected, strict=True)):
        same(p.detach(), e, message("params[{number}] after a step", hint="a parameter after a step", number=i))
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
    w, X = (20 * randn(3, 1)).requires_grad_(), randn(8, 3)  # gradients far above 1
    for _ in range(3):
        before = w.detach().clone()
        (X @ w).pow(2).mean().backward()
        with changing(w):
            student.sgd([w], (), {"lr": 0.05})
        same(w.detach(), before - 0.05 * 2 * X.T @ X @ before / 8, "w after one of several steps")
        assert w.requires_grad and w.is_leaf, "w no longer requires a gradient after a step: change it under torch.no_grad()"


# --- train_minibatch, train_minibatch_concise ----------------------------------------------------------------------


def regression(n, d):
    """Data of a linear model with noise; every parameter is far from zero."""
    w, b = 1 + torch.rand(d, 1), 2 + random.random()
    X = torch.randn(n, d)
    return X, X @ w + b + 0.1 * torch.randn(n, 1)


def start_of(d):
    """(w, b) to start from, far from what the student's code would draw."""
    return torch.randn(d, 1), torch.randn(1)


def loss_of(X, y, w, b):
    """The mean of (ŷ − y)²/2 over all the data, in float64."""
    return float(((X.double() @ w.double() + b.double() - y.reshape(-1, 1).double()) ** 2 / 2).mean())


class Steering:
    """An optimizer of the grader's: SGD on copies of its own, which it writes into the student's parameters at each step.

    The first step, whose gradient belongs to what the student's code has drawn, only puts them at the start. So the loss
    after each step is known, whatever the student's code makes of its parameters.
    """

    def __init__(self, X, y, batch_size, lr):
        self.X, self.y, self.batch_size, self.lr = X, y, batch_size, lr
        self.own, self.steps, self.losses = None, 0, []

    def step(self, params, _states, _hyperparams):
        """What the student's code calls as its optimizer."""
        params, d, n = list(params)[:3], self.X.shape[1], len(self.X)
        check_pair(params, d)
        if self.own is None:
            self.own = start_of(d)
        else:
            grads = [gradient(p) for p in params]
            if self.batch_size >= n:
                self.check_gradients(*grads)
            if self.batch_size == 1:
                self.check_gradient_of_one(*grads)
            self.own = tuple(own - self.lr * grad for own, grad in zip(self.own, grads, strict=True))
        with torch.no_grad():
            for p, own in zip(params, self.own, strict=True):
                p.copy_(own)
                p.grad = None
        before, self.steps = self.seen(n), self.steps + 1
        if self.seen(n) // 100 > before // 100:
            self.losses.append(loss_of(self.X, self.y, *self.own))

    def check_gradients(self, of_w, of_b):
        """Of a minibatch that is all the data, the gradient is known."""
        w, b = self.own
        off = self.X @ w + b - self.y.reshape(-1, 1)
        for what, yours, total in (("w", of_w, self.X.T @ off), ("b", of_b, off.sum(0))):
            mean = total / len(off)
            mistakes = {"the sum over the minibatch instead of the mean": total, "no half in the loss": 2 * mean}
            terms = (off.abs() * self.X.abs().amax()).mean()  # what was summed up, and may cancel out
            same(
                yours,
                mean,
                message("the gradient of {what} for a minibatch", what=told(what)),
                looks_like=lambda mistakes=mistakes: mistakes,
                scale=terms,
            )

    def check_gradient_of_one(self, of_w, of_b):
        """Of a minibatch of one example, the gradient is that of one of them; twice as much is another test's question."""
        w, b = self.own
        off = self.X @ w + b - self.y.reshape(-1, 1)
        possible = torch.cat([off * self.X, off], 1)
        yours = torch.cat([of_w.flatten(), of_b])
        for factor in (1, 2):
            distance = (factor * possible - yours).abs().amax(1)
            if bool((distance <= 1e-4 * (1 + possible.abs().amax(1))).any()):
                return
        raise Mismatch(
            "the gradient for a minibatch of one example: expected the gradient of one of the examples, got a different one",
        )

    def seen(self, n):
        """The number of examples of all steps so far: in each epoch the last minibatch may be shorter."""
        epochs, steps = divmod(self.steps, math.ceil(n / self.batch_size))
        return epochs * n + min(steps * self.batch_size, n)


def check_pair(params, d):
    """The parameters are w of shape (d, 1) and b of shape (1,)."""
    if len(params) != 2:
        raise Mismatch("expected two parameters, w and b, got a different number")
    check_parameter(params[0], "w", (d, 1))
    check_parameter(params[1], "b", (1,))


def gradient(param):
    """A gradient that can be used. Raises Mismatch."""
    grad = param.grad
    if grad is None or not (grad.abs() < 1e6).all():  # nan is not below it either
        raise Mismatch("expected a finite gradient in each parameter of the optimizer: call backward() before the step")
    return grad.detach().clone()


def plain_sgd(params, _states, hyperparams):
    """The grader's own optimizer, so that a wrong sgd of the student's does not count twice."""
    with torch.no_grad():
        for p in params:
            p -= hyperparams["lr"] * p.grad
            p.grad = None


def from_scratch(student, X, y, batch_size, num_epochs, lr, optimizer=plain_sgd):
    start = time.perf_counter()
    settings = {"batch_size": batch_size, "num_epochs": num_epochs}
    result = student.train_minibatch(
        optimizer_fn=optimizer, states=None, hyperparams={"lr": lr}, features=X, labels=y, **settings
    )
    return record(result, "train_minibatch(...)", time.perf_counter() - start)


def by_torch(student, X, y, batch_size, num_epochs, lr, optimizer=torch.optim.SGD):
    start = time.perf_counter()
    settings = {"batch_size": batch_size, "num_epochs": num_epochs}
    result = student.train_minibatch_concise(
        optimizer_fn=optimizer, hyperparams={"lr": lr}, features=X, labels=y, **settings
    )
    return record(result, "train_minibatch_concise(...)", time.perf_counter() - start)


def weight_and_bias(params, d):
    """The parameters of a linear layer of d features, weight first, after the check that they are no others."""
    if len(params) != 2:
        raise Mismatch("expected two parameters, a weight and a bias, got a different number")
    for param in params:
        if not isinstance(param, torch.Tensor):
            raise Mismatch("expected two parameters, a weight and a bias, got different shapes")
    weights = sorted(params, key=lambda p: p.dim(), reverse=True)
    check_parameter(weights[0], "the weight", (1, d))
    check_parameter(weights[1], "the bias", (1,))
    return weights


def starting_from(w, b, held=None):
    """An optimizer_fn that puts the net's parameters at w and b when it is first called; `held` collects them."""
    held = [] if held is None else held

    def optimizer_fn(params, **hyperparams):
        params = list(params)[:3]
        weights = weight_and_bias(params, len(w))
        if len(held) < 2:  # no more are needed to tell that there was more than one
            held.append(weights)
        if len(held) == 1:
            with torch.no_grad():
                weights[0].copy_(w.T)
                weights[1].copy_(b)
        return torch.optim.SGD(params, **hyperparams)

    return optimizer_fn


def record(result, what, elapsed=math.inf):
    """The losses of a result, after checks of what holds for both functions."""
    times, losses = parts(result, 2, what)
    times, losses = as_numbers(times, "times"), as_numbers(losses, "losses")
    assert len(times) == len(losses), (
        message(
            "expected as many times as losses, got {times} and {losses}",
            hint="expected as many times as losses, got different numbers of them",
            times=len(times),
            losses=len(losses),
        )
    )
    if times != sorted(times) or any(not 0 <= t <= elapsed for t in times):
        raise Mismatch("times: expected seconds since the start, each larger than the one before")
    if len(times) >= 10 and times[0] == times[-1]:  # a hundred calls take longer than any clock's tick
        raise Mismatch("times: expected seconds since the start, got equal ones")
    return losses


def descent(X, y, num_epochs, lr, start=None):
    """Losses of full-batch gradient descent from (w, b), or zero, in float64: what a batch of all examples comes to."""
    A, y = torch.cat([X, torch.ones(len(X), 1)], 1).double(), y.double()
    w, losses = torch.zeros(A.shape[1], 1, dtype=torch.float64), []
    if start is not None:
        w = torch.cat([start[0], start[1].reshape(1, 1)]).double()
    for _ in range(num_epochs):
        w = w - lr * A.T @ (A @ w - y) / len(A)
        losses.append(float(((A @ w - y) ** 2 / 2).mean()))
    return losses


def lowest_loss(X, y):
    """The loss of the best parameters, by least squares."""
    A = torch.cat([X, torch.ones(len(X), 1)], 1).double()
    best = torch.linalg.lstsq(A, y.reshape(-1, 1).double()).solution
    return loss_of(X, y, best[:-1], best[-1])


def check_losses(losses, expected, what, mistakes=None):
    """Each loss for itself, however much larger the first ones are."""
    if len(losses) != len(expected):
        raise Mismatch(
            "{what}: expected {expected} losses, got {got}",
            hint="{what}: expected a different number of losses",
            what=told(what),
            expected=len(expected),
            got=len(losses),
        )
    wanted = torch.tensor(expected)
    values = {name: torch.tensor(wrong) for name, wrong in (mistakes or {}).items()}
    # losses are means of squares, of labels that are a thousand times as large as their rounding
    same(torch.tensor(losses), wanted, what, looks_like=lambda: values, scale=0.1)


def with_their_half(losses, expected):
    """Whether losses lack their half is one test's question alone: here they get it."""
    if expected and losses and abs(losses[0] - 2 * expected[0]) < 0.1 * expected[0]:
        return [loss / 2 for loss in losses]
    return losses


def mistakes_of_descent(X, y, lr, start, expected):
    """Losses of full-batch descent with well-known mistakes."""
    return {
        "no division by 2 in what is noted": [2 * loss for loss in expected],
        "the sum instead of the mean in what is noted": [len(X) * loss for loss in expected],
        "steps that are twice as long: is there a half missing?": descent(X, y, len(expected), 2 * lr, start),
        "steps that are half as long": descent(X, y, len(expected), lr / 2, start),
    }


def check_count(losses, count, batch_size, num_epochs):
    if len(losses) != count:
        raise Mismatch(
            "expected {count} losses for {epochs} epochs with 150 examples in minibatches of {batch_size}, got {got}", hint="expected a loss after every 100 examples, counted over all epochs, and one at the end; got a different number", count=count, epochs=num_epochs, batch_size=batch_size, got=len(losses)
        )


COUNTS = ((10, 2, 3), (50, 4, 6), (1, 1, 1))  # batch size, epochs, and the losses of 150 examples


def check_near_the_best(loss, X, y):
    """Neither above what small steps come to (drawn 20,000 times, 0.6 of it at most), nor below what can be."""
    best = lowest_loss(X, y)
    if not 0.999 * best <= loss <= 1.5 * best + 0.02:
        raise Mismatch(
            "expected a loss near {best} at the end, got {loss}",
            hint="expected a lower loss at the end, near the smallest one that is possible",
            best=best,
            loss=loss,
        )


def check_start(starts):
    """Weights from N(0, 0.01²), of 2000 features, new in each training, and a bias of 0."""
    if len(starts) < 2:
        raise Mismatch("expected a new optimizer with the parameters in each training")
    weights = [weight for weight, _ in starts]
    for _, bias in starts:
        same(bias.reshape(()), torch.tensor(0.0), "the bias at the start")
    check_normal(weights[0], "weights at the start", 0.01)
    check_independent(weights[0].flatten(), "weights at the start")
    check_unrelated(weights[0], weights[1], "weights at the start of one training and of another")


def check_orders_of_trainings(student):
    """Each training of one epoch has an order of its own.

    With the identity as features each example has a weight of its own, and all share the bias: the later one comes, the
    nearer the bias is to the labels, and the smaller its weight becomes.
    """
    n, label, lr = random.choice([79, 83, 89]), 1e3, 0.03
    X, y = torch.eye(n), torch.full((n, 1), label)
    rates = (lr, 2 * lr)  # steps that are twice as long are another test's question
    possible = [rate * label * (1 - rate) ** torch.arange(float(n)) for rate in rates]
    orders = []
    for _ in range(3):
        held = []
        by_torch(student, X, y, 1, 1, lr, starting_from(torch.zeros(n, 1), torch.zeros(1), held))
        if len(held) != 1:
            raise Mismatch("expected one optimizer for the whole training, got a different number")
        weight = held[0][0].detach().flatten()
        order = weight.argsort(descending=True)
        if not any((weight[order] - expected).abs().max() < 1e-4 * label for expected in possible):
            raise Mismatch("with a batch size of 1, expected one step on each example per epoch, got different steps")
        orders.append(order.tolist())
    check_orders(orders)


def check_last_examples(student):
    """Each epoch ends with another example.

    With x = 1 and lr = 1/2, a step on one example fits it exactly, so that the loss over all the data tells which came last.
    """
    X, y = torch.ones(100, 1), 10 * torch.rand(100, 1)
    possible = torch.tensor([loss_of(X, y, label, torch.zeros(1)) for label in y.reshape(100, 1, 1)])
    runs = [by_torch(student, X, y, 1, 2, 0.5) for _ in range(4)]
    losses = [loss for losses in runs for loss in losses]
    if [len(losses) for losses in runs] != [2] * 4:
        raise Mismatch("expected two losses for 2 epochs with 100 examples, got a different number")
    for loss in losses:
        if not (possible - loss).abs().min() < 1e-4 * possible.max():
            raise Mismatch(
                "after each step, expected the loss of the parameters that fit its example, got a different one"
            )
    if len(set(losses)) == 1:
        raise Mismatch("expected a random order, but the same example comes last each time")
    if all(abs(first - second) < 1e-6 for first, second in runs):
        raise Mismatch("expected a new order in each epoch, but the same example comes last in both")
    losses = by_torch(student, X, y, 30, 3, 0.01)
    if len(losses) != 3:
        raise Mismatch(
            "expected 3 losses for 3 epochs with 100 examples in minibatches of 30, got {got}",
            hint="expected 3 losses for 3 epochs with 100 examples in minibatches of 30, got a different number",
            got=len(losses),
        )


@stand_in("sgd")
def half_a_step(params, states, hyperparams):
    """Steps of half the length. Training is asked with optimizers of the grader's, and expects nothing of this one."""
    with torch.no_grad():
        for param in params:
            param -= hyperparams["lr"] / 2 * param.grad
            param.grad.zero_()


class Spy:
    """Tells which examples a step has seen: with the identity as features, an example's gradient is in its own place."""

    def __init__(self, n):
        self.y = 5 + torch.rand(n, 1)
        self.n, self.seen = n, []
        self.own = None

    def look(self, params, lr):
        """The examples whose weight has a gradient, after the check that it is that of the mean; then a step.

        The first step only puts the parameters where the grader wants them.
        """
        params = list(params)[:3]
        check_pair(params, self.n)
        w_grad, b_grad = (gradient(p) for p in params)
        batch = w_grad.flatten().nonzero().flatten()
        if self.own is None:
            self.own = start_of(self.n)[0].clamp(-1, 1), torch.zeros(1)
        else:
            w, b = self.own
            off = (w + b - self.y).flatten()[batch]
            mistakes = {
                "the sum over the minibatch instead of the mean": off,
                "no half in the loss": 2 * off / len(batch),
            }
            mean = off / max(1, len(batch))
            same(w_grad.flatten()[batch], mean, "the gradient of w for a minibatch", looks_like=lambda: mistakes)
            same(b_grad.reshape(()), off.sum() / max(1, len(batch)), "the gradient of b for a minibatch")
            self.own = w - lr * w_grad, b - lr * b_grad
        with torch.no_grad():
            for p, own in zip(params, self.own, strict=True):
                p.copy_(own)
                p.grad = None
        if len(self.seen) < 10 * self.n:  # more than any right answer has
            self.seen.append(batch.tolist())

    def check(self, batch_size, num_epochs):
        """That each epoch was one, and the orders random. Only batches of one example have a whole order."""
        steps = math.ceil(self.n / batch_size)
        if len(self.seen) != steps * num_epochs:
            raise Mismatch(
                "expected {expected} steps in {epochs} epochs, got {got}",
                hint="expected one step for each minibatch, got a different number of steps",
                expected=steps * num_epochs,
                epochs=num_epochs,
                got=len(self.seen),
            )
        rest = self.n - (steps - 1) * batch_size
        orders = []
        for epoch in range(num_epochs):
            batches = self.seen[epoch * steps : (epoch + 1) * steps]
            sizes = [len(b) for b in batches]
            same(sizes, [batch_size] * (steps - 1) + [rest], "the sizes of an epoch's minibatches")
            if sorted(i for b in batches for i in b) != list(range(self.n)):
                raise Mismatch("expected each example once per epoch: some are missing, and others are repeated")
            orders.append(tuple(frozenset(b) for b in batches))
        plain = tuple(frozenset(range(i, min(i + batch_size, self.n))) for i in range(0, self.n, batch_size))
        if any(set(order) == set(plain) for order in orders) and batch_size > 1:
            raise Mismatch("expected a random order, got the order of the data: shuffle")
        if len(set(orders)) < num_epochs:
            raise Mismatch("two epochs had the same order: shuffle anew in each epoch, and do not set a seed")
        if batch_size == 1:
            check_orders([[i for batch in order for i in batch] for order in orders])
        elif steps >= 10:
            check_company(torch.stack([self.places(order) for order in orders]), batch_size)

    def places(self, order):
        """The number of each example's minibatch."""
        numbers = torch.empty(self.n, dtype=torch.long)
        for number, batch in enumerate(order):
            numbers[list(batch)] = number
        return numbers


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
    assert len(times) == len(losses) == 10, message(
        "expected 10 times and losses, got {times} and {losses}",
        times=len(times),
        losses=len(losses),
    )
    expected = [0.9 ** (20 * k) * 2 / 3 for k in range(1, 11)]  # each step takes a tenth off the error of w
    with plotted(losses, expected):
        assert losses[-1] < 0.001, message("expected a loss below 0.001 at the end, got {got}", got=losses[-1])
        # drawn 20,000 times, it was between 0.8 and 1.4 times as large; a forgotten half and the order are hidden tests' question
        assert expected[0] / 40 < losses[0] < 8 * expected[0], (
            message(
                "expected a first loss near {expected}, got {got}",
                expected=expected[0],
                got=losses[0],
            )
        )


@exercise("train_minibatch", public=True, weight=0)
def test_train_minibatch_notes_losses_of_all_the_data(student):
    """With 250 examples in minibatches of 60, two epochs note 5 losses, each the mean of (ŷ − y)²/2 over all the data."""
    X, y = torch.linspace(-1, 1, 250).reshape(-1, 1), torch.arange(250.0).remainder(5).reshape(-1, 1)

    def to_zero(params, states, hyperparams):
        with torch.no_grad():
            for p in params:
                p.zero_()
                p.grad = None

    losses = parts(student.train_minibatch(to_zero, None, {}, X, y, 60, 2), 2, "train_minibatch(...)")[1]
    losses = as_numbers(losses, "losses")
    assert len(losses) == 5, (
        message(
            "expected losses after 120, 240, 310, 430 and 500 examples, which are 5, got {count}", count=len(losses)
        )
    )
    mistakes = {"no half in what is noted": [6.0] * 5}
    what = "the losses of all the data, for an optimizer that sets w and b to zero"
    same(losses, [3.0] * 5, what, looks_like=lambda: mistakes)
    same(X, torch.linspace(-1, 1, 250).reshape(-1, 1), "the features after the call (they should not be changed)")


@exercise("train_minibatch", public=True, weight=0)
def test_train_minibatch_shuffles_anew(student):
    """62 examples in minibatches of 10: each comes once an epoch, at random, with others in each epoch, and the last two make a mean, too."""
    y, batches = torch.arange(10.0, 72.0), []

    def look(params, states, hyperparams):
        w, b = params
        batch = w.grad.flatten().nonzero().flatten()
        mean = (w.detach().flatten() + b.detach() - y)[batch] / len(batch)
        mistakes = {
            "a division by batch_size where the minibatch is shorter": mean * len(batch) / 10,
            "labels of shape (n,) that make a table with predictions of shape (n, 1)": mean.mean().expand(len(batch)),
        }
        what = "with labels of shape (n,): the gradient of the mean of (ŷ − y)²/2 over a minibatch"
        same(w.grad.flatten()[batch], mean, what, looks_like=lambda: mistakes)
        batches.append(batch.tolist())
        with torch.no_grad():
            for p in params:
                p.grad = None

    student.train_minibatch(look, None, {}, torch.eye(62), y, 10, 2)
    sizes = [len(batch) for batch in batches]
    assert sizes == 2 * [10, 10, 10, 10, 10, 10, 2], (
        message("expected minibatches of 10, 10, 10, 10, 10, 10, 2 twice, got {sizes}", sizes=sizes)
    )
    company = torch.zeros(2, 62, 62)
    for number, batch in enumerate(batches):
        for i in batch:
            company[number // 7, i, batch] = 1
    for epoch in (0, 1):
        seen = sorted(i for batch in batches[7 * epoch : 7 * epoch + 7] for i in batch)
        assert seen == list(range(62)), "expected each example once per epoch: some are missing, and others are repeated"
        assert batches[7 * epoch] != list(range(10)), "expected a random order, got the order of the data: shuffle"
    pairs = int(((company[0] * company[1]).sum() - 62) / 2)
    # of 271 pairs about 39 come together again by chance
    assert pairs < 110, (
        message(
            "the second epoch has the minibatches of the first ({pairs} pairs come again): shuffle in each epoch",
            pairs=pairs,
        )
    )


@exercise("train_minibatch", public=True, weight=0)
def test_train_minibatch_starts_from_small_weights(student):
    """The first step finds weights with a standard deviation of 0.01, and a bias of 0."""
    starts = []

    def look(params, states, hyperparams):
        starts.extend(p.detach().clone() for p in params)

    student.train_minibatch(look, None, {}, torch.ones(1, 2000), torch.ones(1, 1), 1, 1)
    assert len(starts) == 2, message("expected the parameters w and b, got {count}", count=len(starts))
    deviation = float(starts[0].std())
    # of 2000 numbers it is between 0.0093 and 0.0107
    assert 0.009 < deviation < 0.011, (
        message(
            "weights at the start: expected a standard deviation of 0.01, got {deviation}", deviation=deviation
        )
    )
    same(starts[1], torch.zeros(1), "the bias at the start")


@exercise("train_minibatch")
def test_train_minibatch_of_all_examples(student):
    """With all examples in one batch it is gradient descent on the mean of (ŷ − y)²/2."""
    X, y = regression(200, 3)
    steering = Steering(X, y, 200, random.uniform(0.2, 0.5))
    losses = from_scratch(student, X, y, 200, 4, steering.lr, steering.step)
    if steering.steps != 4:
        raise Mismatch("expected 4 steps for 4 epochs with all examples in one batch, got a different number")
    expected = steering.losses
    mistakes = {
        "no division by 2": [2 * loss for loss in expected],
        "the sum instead of the mean": [200 * loss for loss in expected],
    }
    check_losses(losses, expected, "the loss after each step", mistakes)


@exercise("train_minibatch")
def test_train_minibatch_counts_examples(student):
    """A loss of all the data for every 100 examples seen, over all epochs."""
    X, y = regression(150, 2)
    for batch_size, num_epochs, count in COUNTS:
        steering = Steering(X, y, batch_size, 0.01)
        losses = from_scratch(student, X, y, batch_size, num_epochs, 0.01, steering.step)
        check_count(losses, count, batch_size, num_epochs)
        check_losses(with_their_half(losses, steering.losses), steering.losses, "the losses")
    losses = from_scratch(student, X[:99], y[:99], 1, 1, 0.01)
    assert len(losses) == 0, message(
        "expected no loss after 99 examples, got {count}",
        hint="expected no loss after 99 examples, got one or more",
        count=len(losses),
    )


@exercise("train_minibatch")
def test_train_minibatch_learns(student):
    """Small batches find the optimum, and the losses are those of all the data."""
    X, y = regression(300, 3)
    steering = Steering(X, y, 10, 0.1)
    losses = from_scratch(student, X, y, 10, 4, 0.1, steering.step)
    check_losses(losses, steering.losses, "the losses")
    check_near_the_best(losses[-1], X, y)


def spying(spy):
    """An optimizer that only looks, and takes no arguments but its own."""

    def optimizer(params, states, hyperparams):
        if states != "the states":
            raise Mismatch("pass the states on to the trainer as they are")
        spy.look(params, 0.3)

    return optimizer


@exercise("train_minibatch", weight=2)
def test_train_minibatch_draws_each_example_once(student):
    """Each step has the mean gradient of its minibatch, each example comes once an epoch, and each epoch has an order of its own."""
    for n, batch_size in ((23, random.choice([4, 5])), (62, random.choice([4, 5])), (89, 1)):
        spy = Spy(n)
        student.train_minibatch(spying(spy), "the states", {"lr": 0.3}, torch.eye(n), spy.y, batch_size, 3)
        spy.check(batch_size, 3)


@exercise("train_minibatch")
def test_train_minibatch_starts_near_zero(student):
    """The first step finds weights that are drawn from N(0, 0.01²), and a bias of 0."""
    starts = []
    for i in range(2):

        def optimizer(params, states, hyperparams):
            if len(starts) > i:
                return
            params = list(params)[:3]
            check_pair(params, 2000)  # before they are copied: they may be as large as the student's code likes
            starts.append([p.detach().clone() for p in params])

        student.train_minibatch(optimizer, None, {}, torch.randn(1, 2000), torch.ones(1, 1), 1, 1)
    check_start(starts)


@exercise("train_minibatch")
def test_train_minibatch_has_defaults(student):
    """Minibatches of 10 and two epochs where nothing else is said; labels may be flat; what the optimizer resets stays reset."""
    X, y = regression(198, 2)
    steering = Steering(X, y, 10, 0.2)
    flat = y.reshape(-1)
    result = student.train_minibatch(steering.step, None, {"lr": 0.2}, X, flat)
    losses = as_numbers(parts(result, 2, "train_minibatch(...)")[1], "losses")
    assert steering.steps == 40, message(
        "expected 2 epochs of 20 steps, got {steps} steps",
        hint="expected 2 epochs of 20 steps, got a different number of steps",
        steps=steering.steps,
    )
    check_losses(losses, steering.losses, "with flat labels: the losses")
    check_near_the_best(losses[-1], X, y)


@exercise("train_minibatch_concise", public=True)
def test_train_minibatch_concise_fits_a_line(student):
    """On 100 points of y = 2x + 1, 10 epochs of torch.optim.SGD give 10 losses, of which the last is below 0.001."""
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)
    result = student.train_minibatch_concise(torch.optim.SGD, {"lr": 0.3}, X, 2 * X + 1, 10, 10)
    times, losses = parts(result, 2, "train_minibatch_concise(...)")
    assert len(times) == len(losses) == 10, message(
        "expected 10 times and losses, got {times} and {losses}",
        times=len(times),
        losses=len(losses),
    )
    expected = [0.9 ** (20 * k) * 2 / 3 for k in range(1, 11)]  # each step takes a tenth off the error of w
    with plotted(losses, expected):
        assert losses[-1] < 0.001, message("expected a loss below 0.001 at the end, got {got}", got=losses[-1])
        # drawn 20,000 times, it was between 0.8 and 1.4 times as large; a forgotten half and the order are hidden tests' question
        assert expected[0] / 40 < losses[0] < 8 * expected[0], (
            message(
                "expected a first loss near {expected}, got {got}",
                expected=expected[0],
                got=losses[0],
            )
        )


@exercise("train_minibatch_concise", public=True, weight=0)
def test_train_minibatch_concise_steps(student):
    """With features of 0, labels of 8 and lr ½ each step halves the bias's error; 95 examples in minibatches of 20 make five steps."""
    result = student.train_minibatch_concise(
        torch.optim.SGD, {"lr": 0.5}, torch.zeros(95, 1), torch.full((95,), 8.0), 20, 2
    )
    losses = as_numbers(parts(result, 2, "train_minibatch_concise(...)")[1], "losses")
    mistakes = {
        "no half in what is noted": [0.015625],
        "no half in what is trained": [0.0],
        "a last minibatch that is left out": [0.03125],
        "two steps on each minibatch": [0.125**4 / 128],
    }
    what = "the loss after 115 examples, which are six steps (the error is 0.125)"
    same(losses, [0.0078125], what, looks_like=lambda: mistakes)


@exercise("train_minibatch_concise", public=True, weight=0)
def test_train_minibatch_concise_passes_everything_on(student):
    """Labels of shape (n,) are reshaped, and momentum is kept: the optimizer is made once, with all hyperparameters."""
    X = torch.tensor([[1.0], [-1.0]]).repeat(50, 1)
    result = student.train_minibatch_concise(torch.optim.SGD, {"lr": 1.0}, X, 2 * X.reshape(-1) + 1, 100, 1)
    losses = as_numbers(parts(result, 2, "train_minibatch_concise(...)")[1], "losses")
    mistakes = {"labels of shape (n,) that make a table with predictions of shape (n, 1)": [2.0]}
    same(losses, [0.0], "with labels of shape (n,): the loss after one step", looks_like=lambda: mistakes)
    settings = {"lr": 0.5, "momentum": 0.5}
    result = student.train_minibatch_concise(torch.optim.SGD, settings, 0 * X, torch.full((100, 1), 8.0), 100, 3)
    losses = as_numbers(parts(result, 2, "train_minibatch_concise(...)")[1], "losses")
    mistakes = {"no momentum: one optimizer, with all hyperparameters, for the whole training": [8.0, 2.0, 0.5]}
    same(losses, [8.0, 0.0, 2.0], "the losses with momentum", looks_like=lambda: mistakes)


@exercise("train_minibatch_concise", public=True, weight=0)
def test_train_minibatch_concise_starts_at_random(student):
    """It starts from weights with a standard deviation of 0.01, and goes through the data in a random order."""
    starts, nets = [], []

    def optimizer_fn(params, **hyperparams):
        params = list(params)
        weight = max(params, key=torch.numel)
        starts.append(float(weight.detach().std()))
        nets.append(weight)
        return torch.optim.SGD(params, **hyperparams)

    student.train_minibatch_concise(optimizer_fn, {"lr": 0.0}, torch.ones(1, 2000), torch.ones(1, 1), 1, 1)
    student.train_minibatch_concise(optimizer_fn, {"lr": 0.5}, torch.eye(20), torch.full((20, 1), 1e3), 1, 1)
    assert len(starts) == 2, message("expected one optimizer for each training, got {count} for two", count=len(starts))
    # of 2000 numbers from N(0, 0.01²) it is between 0.0093 and 0.0107, of uniform ones from ±0.01 it is 0.0058
    assert 0.009 < starts[0] < 0.011, (
        message(
            "weights at the start: expected a standard deviation of 0.01, got {deviation}", deviation=starts[0]
        )
    )
    # an example that comes later finds a bias that is nearer to its label, and leaves its weight smaller
    order = nets[1].detach().flatten().argsort(descending=True).tolist()
    assert order[:8] != list(range(8)), "expected a random order, got the order of the data: shuffle"


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_of_all_examples(student):
    """With all examples in one batch it is gradient descent on the mean of (ŷ − y)²/2."""
    X, y = regression(200, 3)
    lr, start = random.uniform(0.2, 0.5), start_of(3)
    losses = by_torch(student, X, y, 200, 4, lr, starting_from(*start))
    expected = descent(X, y, 4, lr, start)
    check_losses(losses, expected, "the loss after each step", mistakes_of_descent(X, y, lr, start, expected))


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_counts_examples(student):
    """A loss of all the data for every 100 examples seen, over all epochs."""
    X, y = regression(150, 2)
    for batch_size, num_epochs, count in COUNTS:
        start = start_of(2)
        losses = by_torch(student, X, y, batch_size, num_epochs, 0.0, starting_from(*start))
        check_count(losses, count, batch_size, num_epochs)
        expected = [loss_of(X, y, *start)] * count
        check_losses(with_their_half(losses, expected), expected, "with a learning rate of 0: the losses")
    losses = by_torch(student, X[:99], y[:99], 1, 1, 0.01)
    assert len(losses) == 0, message(
        "expected no loss after 99 examples, got {count}",
        hint="expected no loss after 99 examples, got one or more",
        count=len(losses),
    )


def check_number_of_steps(student):
    """One step on each minibatch, in each epoch.

    Where all features are zero and all labels one, only the bias learns: each step takes the same share off its error.
    """
    X, y, lr, held = torch.zeros(150, 1), torch.ones(150, 1), 0.02, []
    losses = by_torch(student, X, y, 10, 4, lr, starting_from(torch.zeros(1, 1), torch.zeros(1), held))
    if not held:
        raise Mismatch("expected one optimizer in each training, got none")
    bias = held[0][1].detach()
    same(bias, torch.tensor([1 - (1 - lr) ** 60]), "the bias after 4 epochs of 15 steps")
    expected = []
    for steps in (10, 20, 30, 40, 50, 60):
        expected.append((1 - lr) ** (2 * steps) / 2)
    check_losses(losses, expected, "the losses of 4 epochs of 15 steps")


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_learns(student):
    """Small batches find the optimum, and the losses are those of all the data."""
    X, y = regression(300, 3)
    w, b = start_of(3)
    start, held = (0.01 * w, 0.01 * b), []
    losses = by_torch(student, X, y, 10, 4, 0.1, starting_from(*start, held))
    if not held:
        raise Mismatch("expected one optimizer in each training, got none")
    at_end = held[0][0].detach().clone().T, held[0][1].detach().clone()
    check_losses(with_their_half(losses[-1:], [loss_of(X, y, *at_end)]), [loss_of(X, y, *at_end)], "the last loss")
    if len(losses) != 12:
        raise Mismatch(
            "expected a loss after every 100 of 1200 examples, got {count}",
            hint="expected a loss after every 100 of 1200 examples, got a different number",
            count=len(losses),
        )
    expected, best = descent(X, y, 120, 0.1, start)[9::10], lowest_loss(X, y)
    for i, (yours, wanted) in enumerate(zip(losses, expected, strict=True)):
        # drawn 20,000 times, the logarithms differ by 1 at most; steps that are twice as long are another test's question
        if not max(wanted / 40, 0.999 * best) <= yours <= 6 * wanted:
            raise Mismatch(
                "losses[{number}]: expected about {wanted}, got {got}",
                hint="a loss: expected a different value",
                number=i,
                wanted=wanted,
                got=yours,
            )
    check_near_the_best(losses[-1], X, y)


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_makes_the_optimizer_once(student):
    """The optimizer is made once, from the net's parameters and all hyperparameters: momentum and weight decay work."""
    X, y = regression(100, 2)
    start, made = start_of(2), []
    at_start = starting_from(*start)

    def optimizer_fn(params, **hyperparams):
        params = list(params)[:3]
        if made:
            raise Mismatch("expected one optimizer for the whole training, got several")
        made.append([tuple(p.shape) for p in params])
        return at_start(params, **hyperparams)

    result = student.train_minibatch_concise(
        optimizer_fn, {"lr": 0.1, "momentum": 0.5, "weight_decay": 0.3}, X, y, 100, 6
    )
    losses = as_numbers(parts(result, 2, "train_minibatch_concise(...)")[1], "losses")
    assert len(made) == 1, message(
        "expected one optimizer for the whole training, got {count}",
        hint="expected one optimizer for the whole training, got a different number",
        count=len(made),
    )
    same(sorted(made[0]), [(1,), (1, 2)], "the shapes of the parameters")
    w, velocity = torch.cat([start[0], start[1].reshape(1, 1)]).double(), 0
    expected = []
    A = torch.cat([X, torch.ones(100, 1)], 1).double()
    for _ in range(6):
        velocity = 0.5 * velocity + A.T @ (A @ w - y.double()) / 100 + 0.3 * w
        w = w - 0.1 * velocity
        expected.append(float(((A @ w - y.double()) ** 2 / 2).mean()))
    check_losses(losses, expected, "with momentum and weight decay: the losses")


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_draws_each_example_once(student):
    """Each example comes once an epoch, in an order that is random and new in each, and the last minibatch may be shorter."""
    check_orders_of_trainings(student)
    check_last_examples(student)
    check_company_of_epochs(student)


def check_company_of_epochs(student):
    """Two epochs put other examples together: a weight tells in which step of each epoch its example came.

    Of 60 examples in minibatches of 5, about 8 pairs come together twice; all 120 do, where batches are drawn once.
    """
    X, y, held = torch.eye(60), torch.full((60, 1), 1e4), []
    by_torch(student, X, y, 5, 2, 0.03, starting_from(torch.zeros(60, 1), torch.zeros(1), held))
    if not held:
        raise Mismatch("expected one optimizer in each training, got none")
    w = held[0][0].detach()
    near = (w - w.T).abs() < 0.002  # two steps of other places count for more
    pairs = (int(near.sum()) - 60) / 2
    if pairs > 40:
        raise Mismatch("expected new minibatches in each epoch, but the same examples come together again")


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_starts_near_zero(student):
    """The optimizer gets weights that are drawn from N(0, 0.01²), and a bias of 0."""
    starts = []
    for i in range(2):

        def optimizer_fn(params, **hyperparams):
            params = list(params)[:3]
            weights = weight_and_bias(params, 2000)
            if len(starts) == i:
                starts.append([p.detach().clone() for p in weights])
            return torch.optim.SGD(params, **hyperparams)

        student.train_minibatch_concise(optimizer_fn, {"lr": 0.0}, torch.randn(2, 2000), torch.ones(2, 1), 2, 1)
    check_start(starts)


@exercise("train_minibatch_concise")
def test_train_minibatch_concise_has_defaults(student):
    """Minibatches of 10 and two epochs where nothing else is said; labels may be flat."""
    X, y = torch.zeros(99, 1), torch.full((99, 1), 10.0)  # the bias alone learns, and comes 1 / 10 nearer at each step
    result = student.train_minibatch_concise(torch.optim.SGD, {"lr": 0.1}, X, y)
    losses = as_numbers(parts(result, 2, "train_minibatch_concise(...)")[1], "losses")
    check_losses(losses, [50 * 0.9**22], "the losses of two epochs with 99 examples")
    check_number_of_steps(student)
    X, y = regression(250, 2)
    start, flat = start_of(2), y.reshape(-1)
    result = student.train_minibatch_concise(starting_from(*start), {"lr": 0.0}, X, flat)
    losses = record(result, "train_minibatch_concise(...)")
    check_losses(losses, [loss_of(X, y, *start)] * 5, "with flat labels: the losses")
    result = student.train_minibatch_concise(torch.optim.SGD, {"lr": 0.1}, X, flat)
    losses = record(result, "train_minibatch_concise(...)")
    check_near_the_best(losses[-1] if losses else math.nan, X, y)
