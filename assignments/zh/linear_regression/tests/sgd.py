"""Public checks of sgd, made from the grader's. The notebook runs them: grader.check("sgd")"""

OK_FORMAT = False

import torch
from compare import Defined, changing, message, same, told
from otter.test_files import test_case

name = "sgd"


@test_case(name='\u4ece w = (1, 2)\u3001b = 3 \u51fa\u53d1\uff0c\u68af\u5ea6\u4e3a (10, \u221220) \u548c 30\uff0clr \u4e3a 0.1\uff0c\u6279\u91cf\u5927\u5c0f\u4e3a 10\uff0c\u8d70\u4e00\u6b65\u5230\u8fbe (0.9, 2.2) \u548c 2.7\u3002')
def test_sgd_on_a_worked_example(env):
    student = Defined(env)
    w, b = torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0], requires_grad=True)
    w.grad, b.grad = torch.tensor([10.0, -20.0]), torch.tensor([30.0])
    with changing(w, b):
        student.sgd([w, b], 0.1, 10)
    unchanged = "no change: `param = \u2026` makes a new tensor, `param -= \u2026` inside torch.no_grad() changes the old one"
    same(w.detach(), torch.tensor([0.9, 2.2]), "w after a step", looks_like=lambda: {unchanged: torch.tensor([1.0, 2.0])})
    same(b.detach(), torch.tensor([2.7]), "b after a step", looks_like=lambda: {unchanged: torch.tensor([3.0])})


@test_case(name='\u8d70\u4e00\u6b65\u4e4b\u540e\u68af\u5ea6\u4e3a\u96f6\u6216 None\uff0cw \u548c b \u4ecd\u7136\u9700\u8981\u68af\u5ea6\u3002')
def test_sgd_leaves_the_parameters_ready(env):
    student = Defined(env)
    w, b = torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0], requires_grad=True)
    w.grad, b.grad = torch.tensor([10.0, -20.0]), torch.tensor([30.0])
    with changing(w, b):
        student.sgd([w, b], 0.1, 10)
    for name, param in (("w", w), ("b", b)):
        kept = param.grad is not None and bool(param.grad.any())
        assert not kept, message(
            "after a step the gradient of {name} is still there, and the next backward() adds to it: reset it",
            name=told(name),
        )
        assert param.requires_grad and param.is_leaf, message(
            "{name} no longer requires a gradient: change it under torch.no_grad()", name=told(name)
        )
