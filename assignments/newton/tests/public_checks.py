"""Public checks of newton: `check("…")` in the notebook runs them. The grader has more."""

import torch

from tests import exercise
from tests.compare import as_numbers, same


@exercise("newton", public=True)
def test_newton_solves_a_parabola_in_one_step(student):
    """On (x − 3)² from 10, one step leads to 3, and there it stays."""
    points = as_numbers(student.newton(lambda x: 2 * (x - 3), lambda x: 2.0, 10.0, num_steps=3), "newton(...)")
    same(points, [10.0, 3.0, 3.0, 3.0], "the 3 + 1 points")


@exercise("preconditioned_step", public=True)
def test_preconditioned_step_on_a_worked_example(student):
    """From (1, 2) with gradient (4, 6) and a diagonal of (2, 3), a step leads to (−1, 0)."""
    H = torch.tensor([[2.0, 1.0], [1.0, 3.0]])
    same(
        student.preconditioned_step(torch.tensor([1.0, 2.0]), torch.tensor([4.0, 6.0]), H),
        torch.tensor([-1.0, 0.0]),
        "the step",
    )


@exercise("line_search", public=True)
def test_line_search_halves_the_step_on_a_steep_bowl(student):
    """On 5x² from (1, 1), steps of 1, 0.5 and 0.25 are too long, and 0.125 is not."""
    step = student.line_search(lambda x: 5 * float((x * x).sum()), lambda x: 10 * x, torch.tensor([1.0, 1.0]))
    same(step, 0.125, "the step")
