"""Public checks of batch_norm, made from the grader's. The notebook runs them: grader.check("batch_norm")"""

OK_FORMAT = False

import torch
from compare import Defined, changing, parts, same
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
    same(Y, torch.tensor([[-1.0, -1.0], [1.0, 1.0]]), "Y")
    same(mean.flatten(), torch.tensor([1.0, 2.0]), "moving_mean")
    same(var.flatten(), torch.tensor([1.0, 2.5]), "moving_var")
