"""Public checks of preconditioned_step, made from the grader's. The notebook runs them: grader.check("preconditioned_step")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "preconditioned_step"


@test_case(name='\u4ece (1, 2) \u51fa\u53d1\uff0c\u68af\u5ea6\u4e3a (4, 6)\uff0c\u5bf9\u89d2\u7ebf\u4e3a (2, 3)\uff0c\u8d70\u4e00\u6b65\u5230\u8fbe (\u22121, 0)\u3002')
def test_preconditioned_step_on_a_worked_example(env):
    student = Defined(env)
    H = torch.tensor([[2.0, 1.0], [1.0, 3.0]])
    same(
        student.preconditioned_step(torch.tensor([1.0, 2.0]), torch.tensor([4.0, 6.0]), H),
        torch.tensor([-1.0, 0.0]),
        "the step",
    )


@test_case(name='\u4ece (1, 2) \u51fa\u53d1\uff0c\u68af\u5ea6\u4e3a (1, 6)\uff0c\u5bf9\u89d2\u7ebf\u4e3a (\xbd, \u22123)\uff0ceta \u4e3a \xbd\uff0c\u8d70\u4e00\u6b65\u5230\u8fbe (0, 3)\uff1bx \u672c\u8eab\u4e0d\u53d8\u3002')
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
