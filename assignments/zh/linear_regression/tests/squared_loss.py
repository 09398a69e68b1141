"""Public checks of squared_loss, made from the grader's. The notebook runs them: grader.check("squared_loss")"""

OK_FORMAT = False

import torch
from compare import Defined, message, same
from otter.test_files import test_case

name = "squared_loss"


@test_case(name='\u9884\u6d4b\u4e3a 1, 2, 5\u3001\u6807\u7b7e\u4e3a 1, 4, 2 \u65f6\uff0c\u635f\u5931\u4e3a 0, 2, 4.5\u3002')
def test_squared_loss_on_a_worked_example(env):
    student = Defined(env)
    loss = student.squared_loss(torch.tensor([[1.0], [2], [5]]), torch.tensor([[1.0], [4], [2]]))
    shape = tuple(getattr(loss, "shape", ()))
    assert shape == (3, 1), message(
        "expected shape (3, 1), one loss for each example without a sum or mean, got {shape}", shape=shape
    )
    expected = torch.tensor([[0.0], [2], [4.5]])
    mistakes = {"a forgotten division by 2": 2 * expected}
    same(loss, expected, "squared_loss(y_hat, y)", looks_like=lambda: mistakes)


@test_case(name='\u76f8\u51cf\u4e4b\u524d\uff0c\u5f62\u72b6\u4e3a (3,) \u7684\u6807\u7b7e\u53d8\u5f62\u4e3a\u9884\u6d4b\u7684\u5f62\u72b6 (3, 1)\uff0c\u53cd\u8fc7\u6765\u4e5f\u4e00\u6837\u3002')
def test_squared_loss_takes_labels_of_another_shape(env):
    student = Defined(env)
    column, flat = torch.tensor([[1.0], [2], [5]]), torch.tensor([1.0, 4, 2])
    loss = student.squared_loss(column, flat)
    same(loss, torch.tensor([[0.0], [2], [4.5]]), "predictions of shape (3, 1), labels of shape (3,)")
    loss = student.squared_loss(column.reshape(3), flat.reshape(3, 1))
    same(loss, torch.tensor([0.0, 2, 4.5]), "predictions of shape (3,), labels of shape (3, 1)")
    same(column, torch.tensor([[1.0], [2], [5]]), "the predictions after the call, which should be as they were")
    same(flat, torch.tensor([1.0, 4, 2]), "the labels after the call, which should be as they were")


@test_case(name='\u9884\u6d4b\u4e3a 1, 2, 5\u3001\u6807\u7b7e\u4e3a 1, 4, 2 \u65f6\uff0c\u603b\u548c\u635f\u5931\u7684\u68af\u5ea6\u4e3a 0, \u22122, 3\u3002')
def test_squared_loss_lets_the_gradient_through(env):
    student = Defined(env)
    y_hat = torch.tensor([[1.0], [2], [5]], requires_grad=True)
    loss = student.squared_loss(y_hat, torch.tensor([[1.0], [4], [2]]))
    assert loss.requires_grad, "the losses have no gradient: is there a detach, a no_grad, .data or a float() in the way?"
    loss.sum().backward()
    same(y_hat.grad, torch.tensor([[0.0], [-2], [3]]), "the gradient of the predictions")
