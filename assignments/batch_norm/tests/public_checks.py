"""Public checks of batch_norm: `check("…")` in the notebook runs them. The grader has more."""

import torch

from tests import exercise
from tests.compare import parts, same


@exercise("batch_norm", public=True)
def test_batch_norm_on_a_worked_example(student):
    """Columns (1, 3) and (2, 6) have means 2 and 4 and biased variances 1 and 4, so both become (−1, 1)."""
    X, one, zero = torch.tensor([[1.0, 2.0], [3.0, 6.0]]), torch.ones(1, 2), torch.zeros(1, 2)
    result = student.batch_norm(True, X, one, zero, zero.clone(), one.clone(), 1e-5, 0.5)
    Y, mean, var = parts(result, 3, "batch_norm(True, …)")
    same(Y, torch.tensor([[-1.0, -1.0], [1.0, 1.0]]), "Y")
    same(mean, torch.tensor([[1.0, 2.0]]), "moving_mean")
    same(var, torch.tensor([[1.0, 2.5]]), "moving_var")


@exercise("BatchNorm", public=True)
def test_layer_normalizes_and_remembers(student):
    """The column (1, 3) becomes (−1, 1), and a tenth of its mean and variance is remembered for evaluation."""
    net, X = student.BatchNorm(1, 2), torch.tensor([[1.0], [3.0]])
    same(net(X).detach(), torch.tensor([[-1.0], [1.0]]), "Y in training")
    same(net.moving_mean, torch.tensor([[0.2]]), "moving_mean after one minibatch of mean 2")
    same(net.moving_var, torch.tensor([[1.0]]), "moving_var after one minibatch of variance 1")
    net.eval()
    same(net(X).detach(), torch.tensor([[0.8], [2.8]]), "Y in evaluation")
