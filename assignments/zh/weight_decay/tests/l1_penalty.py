"""Public checks of l1_penalty, made from the grader's. The notebook runs them: grader.check("l1_penalty")"""

OK_FORMAT = False

import torch
from compare import Defined, message, same
from otter.test_files import test_case

name = "l1_penalty"


@test_case(name='(3, \u22124) \u7684\u60e9\u7f5a\u662f 7\uff0c\u4e3a 0 \u7ef4\u5f20\u91cf\uff1b[[3, \u22124], [1, 2]] \u7684\u60e9\u7f5a\u662f 10\u3002')
def test_l1_penalty_on_a_worked_example(env):
    student = Defined(env)
    same(student.l1_penalty(torch.tensor([3.0, -4.0])), torch.tensor(7.0), "l1_penalty(w)")
    same(student.l1_penalty(torch.tensor([[3.0, -4], [1, 2]])), torch.tensor(10.0), "l1_penalty of a matrix")


@test_case(name='\u60e9\u7f5a\u7684\u68af\u5ea6\u662f\u6bcf\u4e2a\u6743\u91cd\u7684\u7b26\u53f7\uff0c\u5728\u96f6\u5904\u6709\u9650\uff0c\u4e14 w \u4e0d\u6539\u53d8\u3002')
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
        "the gradient at a weight of 0: expected a number between \u22121 and 1, got {slope}", slope=float(slope)
    )
