"""Public checks of sgd, made from the grader's. The notebook runs them: grader.check("sgd")"""

OK_FORMAT = False

import torch
from compare import Defined, changing, message, same, told
from otter.test_files import test_case

name = "sgd"


@test_case(name='From w = (1, 2) and b = 3 with gradients (10, \u221220) and 30, lr 0.1 and batch size 10, a step leads to (0.9, 2.2) and 2.7.')
def test_sgd_on_a_worked_example(env):
    student = Defined(env)
    w, b = torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0], requires_grad=True)
    w.grad, b.grad = torch.tensor([10.0, -20.0]), torch.tensor([30.0])
    with changing(w, b):
        student.sgd([w, b], 0.1, 10)
    unchanged = "no change: `param = \u2026` makes a new tensor, `param -= \u2026` inside torch.no_grad() changes the old one"
    same(w.detach(), torch.tensor([0.9, 2.2]), "w after a step", looks_like=lambda: {unchanged: torch.tensor([1.0, 2.0])})
    same(b.detach(), torch.tensor([2.7]), "b after a step", looks_like=lambda: {unchanged: torch.tensor([3.0])})


@test_case(name='After a step the gradients are zero or None, and w and b still require a gradient.')
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
