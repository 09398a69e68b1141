"""Public checks of batch_norm, made from the grader's. The notebook runs them: grader.check("batch_norm")"""

OK_FORMAT = False

import torch
from compare import Defined, changing, message, parts, same, told
from otter.test_files import test_case

name = "batch_norm"


@test_case(name='Columns (1, 3) and (2, 6) have means 2 and 4 and biased variances 1 and 4, so both become (\u22121, 1).')
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


@test_case(name='Y is gamma times the normalized X, plus beta, and eps stands inside the root: x = \xb11 with eps 3 becomes \xb1\xbd.')
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


@test_case(name='Of X of shape (2, 2, 1, 2) each channel has one mean and one variance, over both images and all positions.')
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


@test_case(name='In prediction x = 5 with moving mean 1 and moving variance 4 becomes 2, and the moving statistics stay as they were.')
def test_batch_norm_predicts_with_the_moving_statistics(env):
    student = Defined(env)
    X, one, zero = torch.tensor([[5.0]]), torch.ones(1, 1), torch.zeros(1, 1)
    moving_mean, moving_var = torch.tensor([[1.0]]), torch.tensor([[4.0]])
    result = student.batch_norm(False, X, one, zero, moving_mean, moving_var, 0.0, 0.9)
    Y, mean, var = parts(result, 3, "batch_norm(False, \u2026)")
    mistakes = {"this minibatch's statistics instead of the moving ones": torch.zeros(1, 1)}
    same(Y.nan_to_num(0.0), torch.tensor([[2.0]]), "Y", looks_like=lambda: mistakes)
    for what, value in (("moving_mean", mean), ("moving_mean after the call", moving_mean)):
        same(value.flatten(), torch.tensor([1.0]), message("{what}, unchanged in prediction", what=told(what)))
    for what, value in (("moving_var", var), ("moving_var after the call", moving_var)):
        same(value.flatten(), torch.tensor([4.0]), message("{what}, unchanged in prediction", what=told(what)))


@test_case(name='The sum of the normalized values is 0 whatever X is, so that its gradient is 0; so is that of the sum of their squares.')
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
