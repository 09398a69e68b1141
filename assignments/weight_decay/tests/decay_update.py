"""Public checks of decay_update, made from the grader's. The notebook runs them: grader.check("decay_update")"""

OK_FORMAT = False

import torch
from compare import Defined, message, same, told
from otter.test_files import test_case

name = "decay_update"


@test_case(name='For w = 1, gradient \u221232, lr 0.1 and wd 1 it gives 4.1, and with a batch size of 2 it gives 4.15.')
def test_decay_update_on_the_worked_example(env):
    student = Defined(env)
    w, grad = torch.tensor([1.0]), torch.tensor([-32.0])
    same(student.decay_update(w, grad, 0.1, 1.0), torch.tensor([4.1]), "decay_update(w, grad, 0.1, 1)")
    same(student.decay_update(w, grad, 0.1, 1.0, 2), torch.tensor([4.15]), "decay_update(w, grad, 0.1, 1, 2)")


@test_case(name='For w = (2, \u22124) and gradient (1, 1), lr 0.5 gives (1.5, \u22124.5) with wd 0 and (0.5, \u22122.5) with wd 1; w stays as it was.')
def test_decay_update_leaves_its_arguments_alone(env):
    student = Defined(env)
    w, grad = torch.tensor([2.0, -4.0]), torch.tensor([1.0, 1.0])
    for wd, expected in ((0, [1.5, -4.5]), (1, [0.5, -2.5])):
        same(student.decay_update(w, grad, 0.5, wd), torch.tensor(expected), message(
            "decay_update(w, grad, 0.5, {wd})", wd=told(wd)
        ))
        same(w, torch.tensor([2.0, -4.0]), "w after the call: return a new tensor, and do not change w")
        same(grad, torch.tensor([1.0, 1.0]), "the gradient after the call, which should be as it was")
