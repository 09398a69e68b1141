"""Public checks of sgd, made from the grader's. The notebook runs them: grader.check("sgd")"""

OK_FORMAT = False

import torch
from compare import Defined, changing, message, same, told
from otter.test_files import test_case

name = "sgd"


@test_case(name='\u4ece 1 \u548c 2 \u51fa\u53d1\uff0c\u68af\u5ea6\u4e3a 10 \u548c \u221220\uff0clr \u4e3a 0.1\uff0c\u8d70\u4e00\u6b65\u5230\u8fbe 0 \u548c 4\u3002')
def test_sgd_on_a_worked_example(env):
    student = Defined(env)
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    w.grad = torch.tensor([10.0, -20.0])
    with changing(w):
        student.sgd([w], None, {"lr": 0.1})
    same(w.detach(), torch.tensor([0.0, 4.0]), "w after a step")


@test_case(name='\u4ece w = (1, 2)\u3001b = 3 \u51fa\u53d1\uff0c\u68af\u5ea6\u4e3a (2, \u22124) \u548c 6\uff0clr \u4e3a 0.5\uff0c\u8d70\u4e00\u6b65\u5230\u8fbe (0, 4) \u548c 0\uff0c\u4e24\u4e2a\u68af\u5ea6\u90fd\u88ab\u91cd\u7f6e\u3002')
def test_sgd_steps_with_two_parameters(env):
    student = Defined(env)
    params = [torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0], requires_grad=True)]
    params[0].grad, params[1].grad = torch.tensor([2.0, -4.0]), torch.tensor([6.0])
    with changing(params):
        student.sgd(params, None, {"lr": 0.5})
    for name, param, expected in (("w", params[0], [0.0, 4.0]), ("b", params[1], [0.0])):
        same(param.detach(), torch.tensor(expected), message("{name} after a step with lr 0.5", name=told(name)))
        left = 0.0 if param.grad is None else float(param.grad.abs().max())
        assert left == 0, (
            message(
                "the gradient of {name} after a step: expected zeros or None, got {left}: the next backward() adds to it",
                name=told(name),
                left=float(left),
            )
        )
        assert param.requires_grad, message(
            "{name} no longer requires a gradient after a step: change it under torch.no_grad()", name=told(name)
        )
