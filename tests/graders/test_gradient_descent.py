"""Gradient descent: what a student should learn is that a step goes down the gradient, as far as the learning rate says.

The edges that matter: the start among the points, the number of steps, the derivative at the current point, both coordinates at once, the
next step from where the last one ended. Out of scope: whether numbers are floats or 0-dimensional tensors, and pairs tuples or lists.
"""

import math
import random

import torch

from autograder.graders import Mismatch, as_numbers, exercise, message, parts, plotted, same, show, sizes_of_steps, told

# --- gd ------------------------------------------------------------------------------------------------------------


def numbers(points, what):
    """As float32: points may be computed by either kind of number."""
    return torch.tensor(as_numbers(points, what), dtype=torch.float32)


def check_points(student, reference, gradf, eta, *start_and_steps):
    names = ("x0", "num_steps")
    named = dict(zip(names, start_and_steps, strict=False))
    points = numbers(student.gd(gradf=gradf, eta=eta, **named), "gd(...)")
    expected = numbers(reference.gd(gradf, eta, *start_and_steps), "gd(...)")
    if len(points) != len(expected):
        if len(points) == 11:
            raise Mismatch("got 11 points, as many as without num_steps: use num_steps")
        raise Mismatch(
            "expected num_steps + 1 points, the start and one for each step; got {count}",
            hint="expected num_steps + 1 points, the start and one for each step; got a different number",
            count=len(points),
        )
    of = lambda *args: lambda: numbers(reference.gd(*args), "gd(...)")
    start = [expected[0].item(), *start_and_steps[1:]]
    mistakes = {
        "a step up: the sign": of(gradf, -eta, *start),
        "eta not used": of(gradf, 1.0, *start),
        "x0 not used: a start at 10": of(gradf, eta, 10.0, *start[1:]),
        "an eta of 0.2 instead of the one given": of(gradf, 0.2, *start),
        "the gradient at the start, kept for all steps": of(lambda _: gradf(start[0]), eta, *start),
    }
    with plotted(points, expected):
        same(points, expected, "the points", looks_like=lambda: mistakes, scale=sizes_of_steps(expected))


@exercise("gd", public=True)
def test_gd_on_a_parabola(student):
    """On x² from 10 with eta 0.2 the points are 10, 6, 3.6, … and the tenth after the start is 0.0605; with eta 1.1 it is 61.9."""
    points = as_numbers(student.gd(lambda x: 2 * x, 0.2), "gd(...)")
    with plotted(points, [10 * 0.6**k for k in range(11)], on=lambda x: x * x):
        same(len(points), 11, "the number of points")
        same(torch.tensor(points[:3]), torch.tensor([10.0, 6.0, 3.6]), "the first three points")
        assert abs(points[-1] - 0.0605) < 0.0001, message(
            "the last point: expected 0.0605, got {point}", point=points[-1]
        )
    last = as_numbers(student.gd(lambda x: 2 * x, 1.1), "gd(...)")[-1]
    assert abs(last - 61.9) < 0.1, message("the last point with eta 1.1: expected 61.9, got {point}", point=last)


@exercise("gd", public=True, weight=0)
def test_gd_uses_its_arguments(student):
    """On x² from 3 with eta 0.1, two steps lead to 2.4 and 1.92, and a second call gives the same again."""
    for call in ("the points", "the points of a second call"):
        points = as_numbers(student.gd(lambda x: 2 * x, 0.1, 3.0, 2), "gd(...)")
        assert points[:1] == [3.0], message(
            "{call}: the first point should be x0, which is 3, got {got}",
            call=told(call),
            got=points[:1],
        )
        assert len(points) == 3, message(
            "{call}: expected num_steps + 1 points, which is 3, got {count}",
            call=told(call),
            count=len(points),
        )
        same(torch.tensor(points), torch.tensor([3.0, 2.4, 1.92]), call)


@exercise("gd", public=True, weight=0)
def test_gd_lets_it_diverge(student):
    """On x² from 1 with eta 1.5, each step multiplies by −2: nothing stops it before 4096."""
    points = as_numbers(student.gd(lambda x: 2 * x, 1.5, 1.0, 12), "gd(...)")
    assert len(points) == 13, message(
        "expected all 13 points, however large they become, got {count}", count=len(points)
    )
    same(points[-1], 4096.0, "the last point")


@exercise("gd")
def test_gd_on_other_functions(student, reference):
    """Each point is x − eta · f′(x) of the one before, for any derivative."""
    c, a = random.uniform(0.3, 0.5), random.uniform(0.5, 2)
    wave = lambda x: math.cos(c * x) - c * x * math.sin(c * x)
    # with longer steps, rounding in float32 would grow beyond what is compared
    check_points(student, reference, wave, random.uniform(0.1, 0.4), random.uniform(5, 9), random.randint(4, 8))
    check_points(student, reference, lambda x: a * x + math.sin(x), 0.3, -random.uniform(2, 5), random.randint(4, 8))


@exercise("gd")
def test_gd_has_defaults(student, reference):
    """It starts from 10 and makes ten steps where nothing else is said."""
    eta = random.uniform(0.05, 0.4)
    check_points(student, reference, lambda x: 2 * x + 1, eta)
    check_points(student, reference, lambda x: 2 * x + 1, eta, random.uniform(-3, 3))


@exercise("gd")
def test_gd_makes_the_number_of_steps_asked_for(student, reference):
    """num_steps steps give num_steps + 1 points, also when it has arrived before, and for one step or none."""
    m = random.uniform(-2, 2)
    for steps in (random.randint(11, 15), 1, 0):
        check_points(student, reference, lambda x: x - m, 1.0, m + random.uniform(1, 3), steps)


@exercise("gd")
def test_gd_may_go_away(student, reference):
    """With a large eta it jumps over the valley and away, and nothing stops it."""
    eta, x0 = random.uniform(1.1, 1.6), random.uniform(1, 3)
    check_points(student, reference, lambda x: 2 * x, eta, x0, random.randint(5, 9))
    check_points(student, reference, lambda x: -x, 0.5, x0, random.randint(3, 6))
    check_points(student, reference, lambda x: 2 * x, 1.5, x0, 50)


@exercise("gd")
def test_gd_may_stand_still(student, reference):
    """Where the derivative is zero it makes its steps on the spot."""
    x0 = random.uniform(1, 3)
    check_points(student, reference, lambda x: 0.0 * x, 0.1, x0, random.randint(3, 6))
    check_points(student, reference, lambda x: max(0.0, x - 1), 1.0, x0, random.randint(3, 6))  # after a first step


# --- gd_2d ---------------------------------------------------------------------------------------------------------


def skew():
    """The partial derivatives of ax² + bxy + cy², which depend on both coordinates."""
    a, b, c = random.uniform(1, 3), random.uniform(0.5, 1.5), random.uniform(1, 3)
    return lambda x1, x2: (2 * a * x1 + b * x2, b * x1 + 2 * c * x2)


def point(pair, what):
    """A pair of coordinates as float32: a tuple, a list, a NumPy array, or a tensor of two."""
    if isinstance(pair, torch.Tensor) and tuple(pair.shape) == (2,):
        return numbers(pair, what)
    return numbers(parts(pair, 2, what), what)


def check_step(student, reference, gradf, x1, x2, *eta):
    named = {"eta": eta[0]} if eta else {}
    step = point(student.gd_2d(x1=x1, x2=x2, gradf=gradf, **named), "gd_2d(...)")
    g1, g2 = gradf(x1, x2)
    e = eta[0] if eta else 0.1
    a = x1 - e * g1
    mistakes = {
        "a step up: the sign": (x1 + e * g1, x2 + e * g2),
        "a second derivative taken at the new x1": (a, x2 - e * gradf(a, x2)[1]),
        "the two partial derivatives exchanged": (x1 - e * g2, x2 - e * g1),
        "eta not used": (x1 - g1, x2 - g2),
    }
    same(
        step,
        point(reference.gd_2d(x1, x2, gradf, *eta), ""),
        "the step",
        looks_like=lambda: {k: torch.tensor(v) for k, v in mistakes.items()},
    )


@exercise("gd_2d", public=True)
def test_gd_2d_on_a_worked_example(student):
    """On x1² + 2 x2² with eta 0.1, (−5, −2) leads to (−4, −1.2)."""
    step = student.gd_2d(-5.0, -2.0, lambda x1, x2: (2 * x1, 4 * x2))
    same(torch.tensor(as_numbers(step, "gd_2d(...)")), torch.tensor([-4.0, -1.2]), "the step")


@exercise("gd_2d", public=True, weight=0)
def test_gd_2d_takes_both_derivatives_at_the_old_point(student):
    """On x1·x2 with eta 0.5, (1, 2) leads to (0, 1.5); on x1² + x2² it leads to (0, 0)."""
    step = student.gd_2d(1.0, 2.0, lambda x1, x2: (x2, x1), 0.5)
    mistakes = {
        "a second derivative taken at the new x1": [0.0, 2.0],
        "an eta of 0.1 instead of the one given": [0.8, 1.9],
    }
    same(as_numbers(step, "gd_2d(...)"), [0.0, 1.5], "the step on x1·x2", looks_like=lambda: mistakes)
    step = student.gd_2d(1.0, 2.0, lambda x1, x2: (2 * x1, 2 * x2), 0.5)
    mistakes = {"the derivatives of the call before": [0.0, 1.5]}
    same(as_numbers(step, "gd_2d(...)"), [0.0, 0.0], "the step on x1² + x2²", looks_like=lambda: mistakes)


@exercise("gd_2d")
def test_gd_2d_steps_in_both_directions(student, reference):
    """Each coordinate follows its own partial derivative, both taken at the same point."""
    for _ in range(3):
        x1, x2 = random.uniform(1, 5), random.uniform(-5, -1)
        check_step(student, reference, skew(), x1, x2, random.uniform(0.02, 0.4))
    x1, x2 = random.uniform(-5, 5), random.uniform(1, 5)
    for _ in range(2):  # at the same point, for another function
        check_step(student, reference, skew(), x1, x2)


# --- train_2d ------------------------------------------------------------------------------------------------------


def turning(angle, shrink):
    """A step that turns about the origin and shrinks: where one ends matters for the next."""
    c, s = shrink * math.cos(angle), shrink * math.sin(angle)
    return lambda x1, x2: (c * x1 - s * x2 + 0.1, s * x1 + c * x2)


def listed(way):
    """Points in the rows of a tensor or of a NumPy array, as a list of them."""
    is_table = getattr(way, "ndim", 0) == 2 and len(way) < 1000
    return list(way) if is_table else way


def check_way(student, reference, trainer, *steps_and_start):
    named = dict(zip(("steps", "start"), steps_and_start, strict=False))
    way, expected = student.train_2d(trainer=trainer, **named), reference.train_2d(trainer, *steps_and_start)
    way = listed(way)
    if not isinstance(way, (list, tuple)):
        raise Mismatch("expected a list of steps + 1 points, the start and one for each step; got {got}", got=show(way))
    if len(way) != len(expected):
        raise Mismatch(
            "expected {expected} points, the start and one for each step; got {got}",
            hint="expected steps + 1 points, the start and one for each step; got a different number",
            expected=len(expected),
            got=len(way),
        )
    for i, (yours, pair) in enumerate(zip(way, expected, strict=True)):
        what = message("the point after {steps} steps", hint="a point", steps=i) if i else "the first point, the start"
        same(point(yours, "a point"), point(pair, "a point"), what)


@exercise("train_2d", public=True)
def test_train_2d_collects_the_points(student):
    """Two steps that halve x1 and negate x2 lead from (8, 1) to (4, −1) and (2, 1)."""
    way = student.train_2d(lambda x1, x2: (x1 / 2, -x2), 2, (8.0, 1.0))
    same(
        torch.tensor([as_numbers(pair, "a point") for pair in way]),
        torch.tensor([[8.0, 1.0], [4.0, -1.0], [2.0, 1.0]]),
        "the points",
    )


@exercise("train_2d", public=True, weight=0)
def test_train_2d_calls_the_trainer_once_a_step(student):
    """Two turns by a right angle lead from (1, 2) to (−2, 1) and (−1, −2)."""
    way = student.train_2d(lambda x1, x2: (-x2, x1), 2, (1.0, 2.0))
    same(
        torch.tensor([as_numbers(pair, "a point") for pair in way]),
        torch.tensor([[1.0, 2.0], [-2.0, 1.0], [-1.0, -2.0]]),
        "the points (each step is one call of the trainer, with both coordinates of the point before)",
    )


@exercise("train_2d", public=True, weight=0)
def test_train_2d_stands_still_for_twenty_steps(student):
    """A trainer that stands still gives 21 points, all of them the default start (−5, −2)."""
    way = list(student.train_2d(lambda x1, x2: (x1, x2)))
    assert len(way) == 21, message(
        "expected 21 points, the start and one for each of 20 steps, got {count}", count=len(way)
    )
    for pair in (way[0], way[-1]):
        same(torch.tensor(as_numbers(pair, "a point")), torch.tensor([-5.0, -2.0]), "a point")


@exercise("train_2d")
def test_train_2d_goes_on_from_where_it_is(student, reference):
    """Each step starts where the one before has ended."""
    trainer = turning(random.uniform(0.3, 1), random.uniform(0.8, 0.95))
    check_way(student, reference, trainer, random.randint(3, 7), (random.uniform(1, 5), random.uniform(-5, -1)))


@exercise("train_2d")
def test_train_2d_has_defaults(student, reference):
    """Twenty steps from (−5, −2) where nothing else is said."""
    trainer = turning(random.uniform(0.3, 1), random.uniform(0.8, 0.95))
    check_way(student, reference, trainer)
    check_way(student, reference, trainer, random.randint(2, 5))


def counted(calls):
    """A trainer that notes its calls, and takes no more than two numbers."""

    def trainer(x1, x2):
        calls.append((float(x1), float(x2)))
        return [x1 - 0.1, x2 + 0.2]

    return trainer


@exercise("train_2d")
def test_train_2d_makes_the_number_of_steps_asked_for(student, reference):
    """The trainer is called once for each step, with two numbers, also for one step; pairs may be lists."""
    start = [random.uniform(1, 3), random.uniform(1, 3)]
    for steps in (random.randint(21, 25), 1):
        calls = []
        trainer = counted(calls)
        check_way(student, reference, lambda x1, x2: [x1 - 0.1, x2 + 0.2], steps, start)
        check_way(student, reference, lambda x1, x2: (x1, x2), steps, start)
        student.train_2d(trainer, steps, start)
        assert len(calls) == steps, "call the trainer once for each step"
