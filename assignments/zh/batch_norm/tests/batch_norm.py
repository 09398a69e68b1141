"""Public checks of batch_norm, made from the grader's. The notebook runs them: grader.check("batch_norm")"""

OK_FORMAT = False

import torch
from compare import Defined, changing, message, parts, same, told
from otter.test_files import test_case

name = "batch_norm"


@test_case(name='\u5217 (1, 3) \u548c (2, 6) \u7684\u5747\u503c\u4e3a 2 \u548c 4\uff0c\u6709\u504f\u65b9\u5dee\u4e3a 1 \u548c 4\uff0c\u56e0\u6b64\u90fd\u53d8\u4e3a (\u22121, 1)\u3002')
def test_batch_norm_on_a_worked_example(env):
    student = Defined(env)
    X, one, zero = torch.tensor([[1.0, 2.0], [3.0, 6.0]]), torch.ones(1, 2), torch.zeros(1, 2)
    old_mean, old_var = zero.clone(), one.clone()
    with changing(old_mean, old_var):
        result = student.batch_norm(True, X, one, zero, old_mean, old_var, 1e-5, 0.5)
    Y, mean, var = parts(result, 3, "batch_norm(True, \u2026)")
    expected = torch.tensor([[-1.0, -1.0], [1.0, 1.0]])
    mistakes = {"the unbiased variance: dividing by n \u2212 1": expected / 2**0.5}
    same(Y, expected, "Y", looks_like=lambda: mistakes)
    same(mean.flatten(), torch.tensor([1.0, 2.0]), "moving_mean")
    same(var.flatten(), torch.tensor([1.0, 2.5]), "moving_var")


@test_case(name='Y \u7b49\u4e8e gamma \u4e58\u4ee5\u5f52\u4e00\u5316\u7684 X\uff0c\u518d\u52a0\u4e0a beta\uff0ceps \u5728\u6839\u53f7\u4e4b\u5185\uff1ax = \xb11\u3001eps \u4e3a 3 \u65f6\u53d8\u4e3a \xb1\xbd\u3002')
def test_batch_norm_scales_and_shifts(env):
    student = Defined(env)
    X, gamma, beta = torch.tensor([[-1.0, 5.0], [1.0, 5.0]]), torch.tensor([[4.0, 2.0]]), torch.tensor([[10.0, 7.0]])
    old_mean, old_var = torch.zeros(1, 2), torch.ones(1, 2)
    with changing(old_mean, old_var):
        result = student.batch_norm(True, X, gamma, beta, old_mean, old_var, 3.0, 0.75)
    Y, mean, var = parts(result, 3, "batch_norm(True, \u2026)")
    mistakes = {"forgotten gamma and beta": torch.tensor([[-0.5, 0.0], [0.5, 0.0]])}
    same(Y, torch.tensor([[8.0, 7.0], [12.0, 7.0]]), "Y", looks_like=lambda: mistakes)
    # a quarter of the minibatch's statistics, three quarters of the old ones
    same(mean.flatten(), torch.tensor([0.0, 1.25]), "moving_mean with momentum 0.75, which weighs the old value")
    same(var.flatten(), torch.tensor([1.0, 0.75]), "moving_var with momentum 0.75, which weighs the old value")


@test_case(name='X \u7684\u5f62\u72b6\u4e3a (2, 2, 1, 2) \u65f6\uff0c\u6bcf\u4e2a\u901a\u9053\u6709\u4e00\u4e2a\u5747\u503c\u548c\u4e00\u4e2a\u65b9\u5dee\uff0c\u5728\u4e24\u5e45\u56fe\u50cf\u548c\u6240\u6709\u4f4d\u7f6e\u4e0a\u8ba1\u7b97\u3002')
def test_batch_norm_of_two_small_images(env):
    student = Defined(env)
    X = torch.tensor([[[[1.0, 3.0]], [[0.0, 0.0]]], [[[1.0, 3.0]], [[4.0, 4.0]]]])
    one, zero = torch.ones(1, 2, 1, 1), torch.zeros(1, 2, 1, 1)
    old_mean, old_var = zero.clone(), one.clone()
    with changing(old_mean, old_var):
        result = student.batch_norm(True, X, one, zero, old_mean, old_var, 1e-5, 0.5)
    Y, mean, var = parts(result, 3, "batch_norm(True, \u2026)")
    expected = torch.tensor([[[[-1.0, 1.0]], [[-1.0, -1.0]]], [[[-1.0, 1.0]], [[1.0, 1.0]]]])
    same(Y, expected, "Y: the first channel holds 1 and 3, the second 0 and 4")
    same(mean, torch.tensor([1.0, 1.0]).reshape(1, 2, 1, 1), "moving_mean")
    same(var, torch.tensor([1.0, 2.5]).reshape(1, 2, 1, 1), "moving_var")


@test_case(name='\u9884\u6d4b\u65f6\uff0cx = 5\u3001\u79fb\u52a8\u5747\u503c\u4e3a 1\u3001\u79fb\u52a8\u65b9\u5dee\u4e3a 4\uff0c\u5f97\u5230 2\uff0c\u79fb\u52a8\u7edf\u8ba1\u91cf\u4fdd\u6301\u4e0d\u53d8\u3002')
def test_batch_norm_predicts_with_the_moving_statistics(env):
    student = Defined(env)
    X, one, zero = torch.tensor([[5.0]]), torch.ones(1, 1), torch.zeros(1, 1)
    moving_mean, moving_var = torch.tensor([[1.0]]), torch.tensor([[4.0]])
    result = student.batch_norm(False, X, one, zero, moving_mean, moving_var, 0.0, 0.9)
    Y, mean, var = parts(result, 3, "batch_norm(False, \u2026)")
    mistakes = {"this minibatch's statistics in place of the moving ones": torch.zeros(1, 1)}
    same(Y.nan_to_num(0.0), torch.tensor([[2.0]]), "Y", looks_like=lambda: mistakes)
    for what, value in (("moving_mean", mean), ("moving_mean after the call", moving_mean)):
        same(value.flatten(), torch.tensor([1.0]), message("{what}, unchanged in prediction", what=told(what)))
    for what, value in (("moving_var", var), ("moving_var after the call", moving_var)):
        same(value.flatten(), torch.tensor([4.0]), message("{what}, unchanged in prediction", what=told(what)))


@test_case(name='\u65e0\u8bba X \u662f\u4ec0\u4e48\uff0c\u5f52\u4e00\u5316\u7684\u503c\u4e4b\u548c\u90fd\u662f 0\uff0c\u56e0\u6b64\u5176\u68af\u5ea6\u4e3a 0\uff1b\u5b83\u4eec\u7684\u5e73\u65b9\u548c\u7684\u68af\u5ea6\u4e5f\u662f\u5982\u6b64\u3002')
def test_batch_norm_gradient_counts_the_statistics(env):
    student = Defined(env)
    X = torch.tensor([[1.0], [3.0], [8.0]], requires_grad=True)
    gamma, beta = torch.ones(1, 1, requires_grad=True), torch.zeros(1, 1, requires_grad=True)
    old_mean, old_var = torch.zeros(1, 1), torch.ones(1, 1)
    with changing(old_mean, old_var):
        Y, *_ = parts(student.batch_norm(True, X, gamma, beta, old_mean, old_var, 1e-8, 0.9), 3, "batch_norm(True, \u2026)")
    assert Y.requires_grad, "Y has no gradient: is there a detach, a no_grad or .data in the way?"
    (Y.sum() + Y.pow(2).sum()).backward()
    assert X.grad is not None, "no gradient reaches X: is there a detach, a no_grad or .data in the way?"
    slope = float(X.grad.abs().max())
    assert slope < 1e-3, message(
        "the gradient of X: expected 0, got up to {slope}: are mean or variance cut out of the graph?", slope=slope
    )
    same(gamma.grad, torch.tensor([[6.0]]), "the gradient of gamma")
    same(beta.grad, torch.tensor([[3.0]]), "the gradient of beta")
