"""Public checks of sgd, made from the grader's. The notebook runs them: grader.check("sgd")"""

OK_FORMAT = False

import torch
from compare import Defined, changing, same
from otter.test_files import test_case

name = "sgd"


@test_case(name='From 1 and 2 with gradients 10 and \u221220, lr 0.1 and batch size 10, a step leads to 0.9 and 2.2.')
def test_sgd_on_a_worked_example(env):
    student = Defined(env)
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    w.grad = torch.tensor([10.0, -20.0])
    with changing(w):
        student.sgd([w], 0.1, 10)
    same(w.detach(), torch.tensor([0.9, 2.2]), "w after a step")
