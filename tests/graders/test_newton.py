"""Newton's method: what a student should learn is that curvature, with its sign, sets the step.

The edges that matter: both derivatives at the current point, eta on the whole step, no absolute value of the curvature, x0 among the
points, the largest step that meets Armijo's condition. Out of scope: whether points are floats or 0-dimensional tensors, and f″ = 0.
"""

import math
import random

import torch

from autograder.graders import Mismatch, as_numbers, exercise, message, plotted, same, sizes_of_steps


def check_points(student, reference, gradf, hessf, x0, eta, num_steps, f=None):
    named = {"gradf": gradf, "hessf": hessf, "x0": x0, "eta": eta, "num_steps": num_steps}
    points = as_numbers(student.newton(**named), "newton(...)")
    if len(points) != num_steps + 1:
        raise Mismatch(
            "expected {expected} points, x0 and one for each of {steps} steps; got {got}", hint="expected num_steps + 1 points, x0 and one for each step; got a different number", expected=num_steps + 1, steps=num_steps, got=len(points)
        )
    expected = reference.newton(gradf, hessf, x0, eta, num_steps)
    if points == expected:  # as most right answers are, to the last bit
        return

    def points_of(*args, **kwargs):
        return lambda: torch.tensor(reference.newton(*args, **kwargs), dtype=torch.float32)

    mistakes = {
        "a step up: the sign": points_of(gradf, hessf, x0, -eta, num_steps),
        "eta not used": points_of(gradf, hessf, x0, 1.0, num_steps),
        "the absolute value of the curvature": points_of(gradf, lambda x: abs(hessf(x)), x0, eta, num_steps),
        "the curvature at the start, kept for all steps": points_of(gradf, lambda _: hessf(x0), x0, eta, num_steps),
        "a multiplication by the curvature": points_of(gradf, lambda x: 1 / hessf(x), x0, eta, num_steps),
        "x0 not used: a start at 10": points_of(gradf, hessf, 10.0, eta, num_steps),
        "gradient descent, without the curvature": points_of(gradf, lambda _: 1.0, x0, eta, num_steps),
    }
    # as float32: points may be computed by either kind of number
    wanted = torch.tensor(expected, dtype=torch.float32)
    with plotted(points, expected, on=f):
        same(
            torch.tensor(points),
            wanted,
            "the num_steps + 1 points",
            looks_like=lambda: mistakes,
            scale=sizes_of_steps(wanted),
        )


@exercise("newton", public=True)
def test_newton_solves_a_parabola_in_one_step(student):
    """On (x − 3)² from 10, one step leads to 3, and there it stays."""
    points = as_numbers(student.newton(lambda x: 2 * (x - 3), lambda x: 2.0, 10.0, num_steps=3), "newton(...)")
    with plotted(points, [10.0, 3.0, 3.0, 3.0], on=lambda x: (x - 3) ** 2):
        same(points, [10.0, 3.0, 3.0, 3.0], "the 3 + 1 points")


@exercise("newton", public=True, weight=0)
def test_newton_follows_the_curvature(student):
    """With f′ = x³ and f″ = 3x² each step takes a third off: 9, 6, 4; with eta 0.5 a sixth: 9, 7.5, 6.25."""
    slope, curvature = lambda x: x**3, lambda x: 3 * x**2
    points = as_numbers(student.newton(slope, curvature, 9.0, num_steps=2), "newton(...)")
    mistakes = {
        "the curvature at the start, kept for all steps": [9.0, 6.0, 6 - 216 / 243],
        "an eta that shrinks to 0.9 after a step": [9.0, 6.0, 4.2],
    }
    same(points, [9.0, 6.0, 4.0], "the points for eta 1", looks_like=lambda: mistakes)
    points = as_numbers(student.newton(slope, curvature, 9.0, 0.5, 2), "newton(...)")
    mistakes = {"eta not used": [9.0, 6.0, 4.0]}
    same(points, [9.0, 7.5, 6.25], "the points for eta 0.5", looks_like=lambda: mistakes)


@exercise("newton", public=True, weight=0)
def test_newton_takes_the_curvature_as_it_is(student):
    """With f′ = 60 − 2x and f″ = −2, one step leads from 10 to the maximum at 30; with f″ = 4 it leads from 10 to 0."""
    slope = lambda x: -2 * (x - 30)
    point = as_numbers(student.newton(slope, lambda x: -2.0, 10.0, num_steps=1), "newton(...)")[-1]
    mistakes = {"the absolute value of the curvature": -10.0, "a step that is cut off at 10": 20.0}
    same(point, 30.0, "the point after a step with a negative curvature", looks_like=lambda: mistakes)
    point = as_numbers(student.newton(slope, lambda x: 4.0, 10.0, num_steps=1), "newton(...)")[-1]
    mistakes = {"a numerical derivative instead of hessf": 30.0}
    same(point, 0.0, "the point after a step with hessf = 4", looks_like=lambda: mistakes)


@exercise("newton")
def test_newton_on_cosh(student, reference):
    """On cosh(cx) the points follow x − f′/f″, with the defaults too."""
    c, x0 = random.uniform(0.4, 0.6), random.uniform(2, 4)
    gradf, hessf = lambda x: c * math.sinh(c * x), lambda x: c * c * math.cosh(c * x)
    check_points(student, reference, gradf, hessf, x0, 1.0, random.randint(3, 6), lambda x: math.cosh(c * x))
    points = as_numbers(student.newton(gradf, hessf, x0), "newton(gradf, hessf, x0)")
    same(torch.tensor(points), torch.tensor(reference.newton(gradf, hessf, x0)), "the 10 + 1 points")


@exercise("newton")
def test_newton_with_a_damped_step(student, reference):
    """eta scales each step."""
    a, x0 = random.uniform(0.5, 1.5), random.uniform(2, 3)
    gradf, hessf = lambda x: a * x**3 + x, lambda x: 3 * a * x * x + 1
    check_points(student, reference, gradf, hessf, x0, random.uniform(0.3, 0.7), random.randint(4, 8))


@exercise("newton")
def test_newton_takes_both_derivatives_as_they_are(student, reference):
    """Steps may be huge where the curvature is tiny, and hessf is used even where it is no derivative of gradf."""
    x0 = random.uniform(1.9, 2.2)
    check_points(student, reference, math.tanh, lambda x: 1 / math.cosh(x) ** 2, x0, 1.0, 2)
    check_points(student, reference, lambda x: x**3, lambda x: 5 + x * x, x0, 0.8, 5)


@exercise("newton")
def test_newton_walks_to_a_maximum_where_the_curvature_is_negative(student, reference):
    """Where f″ is negative the method goes up, to the maximum: the curvature keeps its sign."""
    a = random.uniform(1, 2)
    gradf, hessf = lambda x: 4 * x**3 - 12 * a * a * x, lambda x: 12 * x * x - 12 * a * a
    check_points(student, reference, gradf, hessf, random.uniform(0.2, 0.4) * a, 1.0, 4)
    check_points(student, reference, gradf, hessf, -random.uniform(0.2, 0.4) * a, 0.5, 5)


@exercise("newton")
def test_newton_makes_the_number_of_steps_asked_for(student, reference):
    """num_steps steps give num_steps + 1 points, also when it has arrived before, and for one step or none."""
    m = random.uniform(-2, 2)
    gradf, hessf = lambda x: math.exp(x - m) - 1, lambda x: math.exp(x - m)
    for num_steps in (random.randint(11, 14), 1, 0):
        check_points(student, reference, gradf, hessf, m + 1.5, 1.0, num_steps)


@exercise("preconditioned_step", public=True)
def test_preconditioned_step_on_a_worked_example(student):
    """From (1, 2) with gradient (4, 6) and a diagonal of (2, 3), a step leads to (−1, 0)."""
    H = torch.tensor([[2.0, 1.0], [1.0, 3.0]])
    same(
        student.preconditioned_step(torch.tensor([1.0, 2.0]), torch.tensor([4.0, 6.0]), H),
        torch.tensor([-1.0, 0.0]),
        "the step",
    )


@exercise("preconditioned_step", public=True, weight=0)
def test_preconditioned_step_takes_the_diagonal_as_it_is(student):
    """From (1, 2) with gradient (1, 6), a diagonal of (½, −3) and eta ½, a step leads to (0, 3); x itself stays."""
    x, H = torch.tensor([1.0, 2.0]), torch.tensor([[0.5, 1.0], [1.0, -3.0]])
    step = student.preconditioned_step(x, torch.tensor([1.0, 6.0]), H, 0.5)
    mistakes = {
        "the absolute value of the diagonal": torch.tensor([0.0, 1.0]),
        "eta not used": torch.tensor([-1.0, 4.0]),
        "a diagonal that is raised to 1 at least": torch.tensor([0.5, -1.0]),
    }
    same(step, torch.tensor([0.0, 3.0]), "the step", looks_like=lambda: mistakes)
    same(x, torch.tensor([1.0, 2.0]), "x after the call (it should not be changed)")


@exercise("preconditioned_step")
def test_preconditioned_step_divides_by_the_diagonal(student, reference, randn):
    """x − eta · diag(H)⁻¹ grad: each coordinate by its own element of the diagonal, and x itself unchanged."""
    d, eta = random.randint(3, 6), random.uniform(0.3, 0.9)
    x, g, H = randn(d), randn(d), randn(d, d) + 3 * torch.eye(d)
    mistakes = {
        "the whole inverse instead of the diagonal's": x - eta * torch.linalg.solve(H, g),
        "a multiplication by the diagonal": x - eta * g * H.diagonal(),
        "eta not used": x - g / H.diagonal(),
        "the absolute value of the diagonal": x - eta * g / H.diagonal().abs(),
    }
    result = student.preconditioned_step(x=x, grad=g, hessian=H, eta=eta)
    expected = reference.preconditioned_step(x, g, H, eta)
    size = x.abs() + eta * (g / H.diagonal()).abs()  # a small element of the diagonal makes a large step
    same(result, expected, "the step", looks_like=lambda: mistakes, scale=size)
    H = H - 6 * torch.eye(d)
    same(
        student.preconditioned_step(x, g, H),
        reference.preconditioned_step(x, g, H),
        "the step with a negative diagonal",
    )


def bowl(curvature):
    return lambda x: 0.5 * curvature * float((x * x).sum()), lambda x: curvature * x


@exercise("line_search", public=True)
def test_line_search_halves_the_step_on_a_steep_bowl(student):
    """On 5x² from (1, 1), steps of 1, 0.5 and 0.25 are too long, and 0.125 is not."""
    step = student.line_search(lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0]))
    same(step, 0.125, "the step")


@exercise("line_search", public=True, weight=0)
def test_line_search_uses_its_arguments(student):
    """On 5x² from (1, 1): 0.1 from eta 1 with beta 0.1, and eta itself where eta is 0.1 or the gradient is zero."""
    f, gradf, x = lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0])
    mistakes = {"a halved step, whatever beta is": 0.125}
    same(student.line_search(f, gradf, x, 1.0, 0.1), 0.1, "the step with beta 0.1", looks_like=lambda: mistakes)
    mistakes = {"a start at 1, whatever eta is": 0.125, "a reduction before the first test": 0.05}
    same(student.line_search(f, gradf, x, 0.1), 0.1, "the step from eta 0.1", looks_like=lambda: mistakes)
    step = student.line_search(f, gradf, torch.zeros(2), 1.0)
    same(step, 1.0, "the step at the minimum, where both sides of the condition are equal")


@exercise("line_search", public=True, weight=0)
def test_line_search_asks_for_a_share_of_the_slope(student):
    """On 5x² from (1, 1) with c ½, a step of 0.16 decreases f, but not enough: it is halved to 0.08."""
    f, gradf, x = lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0])
    mistakes = {"any decrease that will do, or the norm instead of its square": 0.16}
    same(student.line_search(f, gradf, x, 0.16, 0.5, 0.5), 0.08, "the step with c 0.5", looks_like=lambda: mistakes)


@exercise("line_search")
def test_line_search_returns_the_largest_step(student, reference, randn):
    """The largest of eta, eta·beta, eta·beta², … that meets the condition is returned, also when it is eta itself."""
    for _ in range(4):
        eta, beta = random.uniform(0.5, 4), random.uniform(0.3, 0.8)
        f, gradf = bowl(random.uniform(0.2, 30))
        x = randn(3)
        same(
            student.line_search(f=f, gradf=gradf, x=x, eta=eta, beta=beta),
            reference.line_search(f, gradf, x, eta, beta),
            message("the step from eta={eta}, beta={beta}", hint="the step", eta=eta, beta=beta),
        )
    f, gradf = bowl(0.1)
    same(student.line_search(f, gradf, randn(2), 3.0), 3.0, "the step on a flat bowl")
    same(student.line_search(f, gradf, torch.zeros(2), 3.0), 3.0, "the step at the minimum, where the gradient is zero")


@exercise("line_search")
def test_line_search_does_not_give_up(student, reference, randn):
    """However many reductions it takes, a step is found."""
    eta, beta = random.uniform(1, 2), random.uniform(0.8, 0.9)
    f, gradf = bowl(random.uniform(200, 1000))
    x = randn(3)
    expected = reference.line_search(f, gradf, x, eta, beta)
    same(student.line_search(f, gradf, x, eta, beta), expected, "the step on a very steep bowl")


@exercise("line_search")
def test_line_search_asks_for_enough_decrease(student, reference, randn):
    """c says how much of the decrease that the slope promises must come true."""
    f, gradf = bowl(1.0)
    for c in (random.uniform(0.6, 0.8), random.uniform(0.3, 0.45), 1e-4):
        x = randn(2) + 2
        same(
            student.line_search(f, gradf, x, eta=2.0, beta=0.9, c=c),
            reference.line_search(f, gradf, x, 2.0, 0.9, c),
            message("the step with c={c}", hint="the step", c=c),
        )


@exercise("line_search")
def test_line_search_has_defaults(student, randn):
    """eta is 1, beta is 0.5 and c is 1e-4 where nothing else is said."""
    x = randn(2).double() + 2
    for share, step in (
        (0.95, 1.0),
        (5e-4, 1.0),
        (5e-5, 0.5),
    ):  # of the decrease that the slope promises for a step of 1
        f, gradf = bowl(2 * (1 - share))
        same(student.line_search(f, gradf, x), step, "the step with the defaults")
