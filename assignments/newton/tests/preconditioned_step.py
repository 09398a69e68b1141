"""Public checks of preconditioned_step, made from the grader's. The notebook runs them: grader.check("preconditioned_step")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "preconditioned_step"


@test_case(name='From (1, 2) with gradient (4, 6) and a diagonal of (2, 3), a step leads to (\u22121, 0).')
def test_preconditioned_step_on_a_worked_example(env):
    student = Defined(env)
    H = torch.tensor([[2.0, 1.0], [1.0, 3.0]])
    same(
        student.preconditioned_step(torch.tensor([1.0, 2.0]), torch.tensor([4.0, 6.0]), H),
        torch.tensor([-1.0, 0.0]),
        "the step",
    )


@test_case(name='From (1, 2) with gradient (1, 6), a diagonal of (\xbd, \u22123) and eta \xbd, a step leads to (0, 3); x itself stays.')
def test_preconditioned_step_takes_the_diagonal_as_it_is(env):
    student = Defined(env)
    x, H = torch.tensor([1.0, 2.0]), torch.tensor([[0.5, 1.0], [1.0, -3.0]])
    step = student.preconditioned_step(x, torch.tensor([1.0, 6.0]), H, 0.5)
    mistakes = {
        "the absolute value of the diagonal": torch.tensor([0.0, 1.0]),
        "eta not used": torch.tensor([-1.0, 4.0]),
        "a diagonal that is raised to 1 at least": torch.tensor([0.5, -1.0]),
    }
    same(step, torch.tensor([0.0, 3.0]), "the step", looks_like=lambda: mistakes)
    same(x, torch.tensor([1.0, 2.0]), "x after the call (it should not be changed)")
