"""Public checks of l2_penalty, made from the grader's. The notebook runs them: grader.check("l2_penalty")"""

OK_FORMAT = False

import torch
from compare import Defined, same
from otter.test_files import test_case

name = "l2_penalty"


@test_case(name='(3, \u22124) \u7684\u60e9\u7f5a\u662f 12.5\uff0c\u4e3a 0 \u7ef4\u5f20\u91cf\uff1b[[3, \u22124], [1, 2]] \u7684\u60e9\u7f5a\u662f 15\u3002')
def test_l2_penalty_on_a_worked_example(env):
    student = Defined(env)
    mistakes = {"a forgotten division by 2": torch.tensor(25.0), "the norm, not its square": torch.tensor(5.0)}
    same(student.l2_penalty(torch.tensor([3.0, -4])), torch.tensor(12.5), "l2_penalty(w)", looks_like=lambda: mistakes)
    same(student.l2_penalty(torch.tensor([[3.0, -4], [1, 2]])), torch.tensor(15.0), "l2_penalty of a matrix")


@test_case(name='\u60e9\u7f5a\u7684\u68af\u5ea6\u5c31\u662f w \u672c\u8eab\uff0c\u4e14 w \u4e0d\u6539\u53d8\u3002')
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
