"""Public checks of decay_update, made from the grader's. The notebook runs them: grader.check("decay_update")"""

OK_FORMAT = False

import torch
from compare import Defined, message, same, told
from otter.test_files import test_case

name = "decay_update"


@test_case(name='w = 1\u3001\u68af\u5ea6\u4e3a \u221232\u3001lr \u4e3a 0.1\u3001wd \u4e3a 1 \u65f6\u5f97\u5230 4.1\uff1b\u6279\u91cf\u5927\u5c0f\u4e3a 2 \u65f6\u5f97\u5230 4.15\u3002')
def test_decay_update_on_the_worked_example(env):
    student = Defined(env)
    w, grad = torch.tensor([1.0]), torch.tensor([-32.0])
    same(student.decay_update(w, grad, 0.1, 1.0), torch.tensor([4.1]), "decay_update(w, grad, 0.1, 1)")
    same(student.decay_update(w, grad, 0.1, 1.0, 2), torch.tensor([4.15]), "decay_update(w, grad, 0.1, 1, 2)")


@test_case(name='w = (2, \u22124)\u3001\u68af\u5ea6\u4e3a (1, 1)\u3001lr \u4e3a 0.5 \u65f6\uff0cwd \u4e3a 0 \u5f97\u5230 (1.5, \u22124.5)\uff0cwd \u4e3a 1 \u5f97\u5230 (0.5, \u22122.5)\uff1bw \u4fdd\u6301\u4e0d\u53d8\u3002')
def test_decay_update_leaves_its_arguments_alone(env):
    student = Defined(env)
    w, grad = torch.tensor([2.0, -4.0]), torch.tensor([1.0, 1.0])
    for wd, expected in ((0, [1.5, -4.5]), (1, [0.5, -2.5])):
        same(student.decay_update(w, grad, 0.5, wd), torch.tensor(expected), message(
            "decay_update(w, grad, 0.5, {wd})", wd=told(wd)
        ))
        same(w, torch.tensor([2.0, -4.0]), "w after the call: return a new tensor, and do not change w")
        same(grad, torch.tensor([1.0, 1.0]), "the gradient after the call, which should be as it was")
