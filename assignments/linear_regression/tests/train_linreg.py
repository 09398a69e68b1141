"""Public checks of train_linreg, made from the grader's. The notebook runs them: grader.check("train_linreg")"""

OK_FORMAT = False

import math
import torch
from compare import Defined, as_numbers, message, plotted, same, told
from otter.test_files import test_case

name = "train_linreg"


@test_case(name='On points of y = 2x + 1 it finds 2 and 1, and the loss falls from epoch to epoch.')
def test_train_linreg_fits_a_line(env):
    student = Defined(env)
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)
    w, b, losses = student.train_linreg(X, 2 * X + 1, lr=0.3, num_epochs=10)
    assert len(losses) == 10, message("expected a loss for each of 10 epochs, got {got}", got=len(losses))
    expected = [0.9 ** (20 * k) * 2 / 3 for k in range(1, 11)]  # each step takes a tenth off the error of w
    with plotted(losses, expected):
        assert losses[0] > losses[-1] and losses[-1] < 1e-3, (
            message("expected a loss that falls below 0.001, got {got} at the end", got=losses[-1])
        )
    off = max(abs(float(w.detach()) - 2), abs(float(b.detach()) - 1))
    assert off < 0.05, message("expected w = 2 and b = 1, got {w} and {b}", w=w.item(), b=b.item())


@test_case(name='The last loss is the mean of (\u0177 \u2212 y)\xb2/2 over all the data, with the parameters that are returned.')
def test_train_linreg_reports_the_loss_of_all_data(env):
    student = Defined(env)
    X, y = torch.tensor([[1.0], [2], [3], [4], [-9]]), torch.tensor([[1.0], [0], [2], [8], [3]])
    w, b, losses = student.train_linreg(X, y, lr=0.01, num_epochs=2, batch_size=2)
    losses = as_numbers(losses, "losses")
    expected = float((X @ w.detach() + b.detach() - y).pow(2).mean() / 2)
    mistakes = {"a forgotten division by 2": 2 * expected, "the sum instead of the mean": 5 * expected}
    same(losses[-1], expected, "the last loss", looks_like=lambda: mistakes)


@test_case(name='One step on 7 examples: with batch_size 10 the sum of the gradients is divided by 10, with batch_size 20 by 20.')
def test_train_linreg_divides_by_the_batch_size(env):
    student = Defined(env)
    X, y = torch.zeros(7, 1), torch.full((7, 1), 10.0)
    for batch_size, expected in ((10, 3.5), (20, 1.75)):
        w, b, _ = student.train_linreg(X, y, lr=0.5, num_epochs=1, batch_size=batch_size)
        mistakes = {"a division by the 7 examples of the short batch": torch.tensor([5.0]), "no step": torch.zeros(1)}
        same(b.detach(), torch.tensor([expected]), message(
            "b with batch_size={batch_size}", batch_size=told(batch_size)
        ), looks_like=lambda of=mistakes: of)
        # the features are zero, so that w stays where it started
        assert 0 < w.detach().abs().max() < 0.1, "w should start from small random numbers, N(0, 0.01\xb2), not from zero"


@test_case(name='With a learning rate that is far too large the loss becomes inf or nan, and no error is raised.')
def test_train_linreg_diverges_without_an_error(env):
    student = Defined(env)
    X = torch.ones(40, 1)
    _, _, losses = student.train_linreg(X, 2 * X, lr=1e10, num_epochs=1, batch_size=1)
    losses = as_numbers(losses, "losses")
    assert not math.isfinite(losses[0]), message("expected a loss of inf or nan, got {got}", got=losses[0])
