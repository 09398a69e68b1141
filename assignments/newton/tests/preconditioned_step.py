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
