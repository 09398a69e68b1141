"""Public checks of l1_penalty, made from the grader's. The notebook runs them: grader.check("l1_penalty")"""

OK_FORMAT = False

import torch
from compare import Defined, message, same
from otter.test_files import test_case

name = "l1_penalty"


@test_case(name='The penalty of (3, \u22124) is 7, as a 0-dimensional tensor, and that of [[3, \u22124], [1, 2]] is 10.')
def test_l1_penalty_on_a_worked_example(env):
    student = Defined(env)
    same(student.l1_penalty(torch.tensor([3.0, -4.0])), torch.tensor(7.0), "l1_penalty(w)")
    same(student.l1_penalty(torch.tensor([[3.0, -4], [1, 2]])), torch.tensor(10.0), "l1_penalty of a matrix")


@test_case(name='The gradient of the penalty is the sign of each weight, is finite at zero, and w is not changed.')
def test_l1_penalty_has_a_gradient(env):
    student = Defined(env)
    w = torch.tensor([3.0, -4, 0], requires_grad=True)
    penalty = student.l1_penalty(w)
    assert isinstance(penalty, torch.Tensor) and penalty.requires_grad, (
        "the penalty has no gradient: is there a detach, an item() or a float() in the way?"
    )
    penalty.backward()
    same(w.detach(), torch.tensor([3.0, -4, 0]), "w after the call, which should be as it was")
    same(w.grad[:2], torch.tensor([1.0, -1]), "the gradient of the penalty at 3 and \u22124")
    slope = float(w.grad[2])
    assert -1 <= slope <= 1, message(
        "the gradient at a weight of 0: expected a number between \u22121 and 1, got {slope}", slope=slope
    )
