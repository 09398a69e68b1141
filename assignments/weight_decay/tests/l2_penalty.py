"""Public checks of l2_penalty, made from the grader's. The notebook runs them: grader.check("l2_penalty")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "l2_penalty"


@test_case(name='The penalty of (3, \u22124) is 12.5, as a 0-dimensional tensor, and that of [[3, \u22124], [1, 2]] is 15.')
def test_l2_penalty_on_a_worked_example(env):
    student = Defined(env)
    mistakes = {"a forgotten division by 2": torch.tensor(25.0), "the norm, not its square": torch.tensor(5.0)}
    same(student.l2_penalty(torch.tensor([3.0, -4])), torch.tensor(12.5), "l2_penalty(w)", looks_like=lambda: mistakes)
    same(student.l2_penalty(torch.tensor([[3.0, -4], [1, 2]])), torch.tensor(15.0), "l2_penalty of a matrix")


@test_case(name='The gradient of the penalty is w itself, and w is not changed.')
def test_l2_penalty_has_a_gradient(env):
    student = Defined(env)
    w = torch.tensor([3.0, -4], requires_grad=True)
    penalty = student.l2_penalty(w)
    assert isinstance(penalty, torch.Tensor) and penalty.requires_grad, (
        "the penalty has no gradient: is there a detach, an item() or a float() in the way?"
    )
    penalty.backward()
    same(w.detach(), torch.tensor([3.0, -4]), "w after the call, which should be as it was")
    same(w.grad, torch.tensor([3.0, -4]), "the gradient of the penalty")
