"""Public checks of train_linreg, made from the grader's. The notebook runs them: grader.check("train_linreg")"""

OK_FORMAT = False

import math
import torch
from compare import Defined, as_numbers, message, plotted, same, told
from otter.test_files import test_case

name = "train_linreg"


@test_case(name='\u5728 y = 2x + 1 \u7684\u70b9\u4e0a\uff0c\u5b83\u627e\u5230 2 \u548c 1\uff0c\u635f\u5931\u9010\u8f6e\u4e0b\u964d\u3002')
def test_train_linreg_fits_a_line(env):
    student = Defined(env)
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)
    w, b, losses = student.train_linreg(X, 2 * X + 1, lr=0.3, num_epochs=10)
    assert len(losses) == 10, message("expected a loss for each of 10 epochs, got {got}", got=len(losses))
    expected = [0.9 ** (20 * k) * 2 / 3 for k in range(1, 11)]  # each step takes a tenth off the error of w
    with plotted(losses, expected):
        assert losses[0] > losses[-1] and losses[-1] < 1e-3, (
            message("expected a loss that falls below 0.001, got {got} at the end", got=float(losses[-1]))
        )
    off = max(abs(float(w.detach()) - 2), abs(float(b.detach()) - 1))
    assert off < 0.05, message("expected w = 2 and b = 1, got {w} and {b}", w=w.item(), b=b.item())


@test_case(name='\u6700\u540e\u4e00\u4e2a\u635f\u5931\u662f\u7528\u8fd4\u56de\u7684\u53c2\u6570\u7b97\u51fa\u7684 (\u0177 \u2212 y)\xb2/2 \u5728\u5168\u90e8\u6570\u636e\u4e0a\u7684\u5e73\u5747\u503c\u3002')
def test_train_linreg_reports_the_loss_of_all_data(env):
    student = Defined(env)
    X, y = torch.tensor([[1.0], [2], [3], [4], [-9]]), torch.tensor([[1.0], [0], [2], [8], [3]])
    w, b, losses = student.train_linreg(X, y, lr=0.01, num_epochs=2, batch_size=2)
    losses = as_numbers(losses, "losses")
    expected = float((X @ w.detach() + b.detach() - y).pow(2).mean() / 2)
    mistakes = {"a forgotten division by 2": 2 * expected, "the sum in place of the mean": 5 * expected}
    same(losses[-1], expected, "the last loss", looks_like=lambda: mistakes)


@test_case(name='\u5728 7 \u4e2a\u6837\u672c\u4e0a\u8d70\u4e00\u6b65\uff1abatch_size \u4e3a 10 \u65f6\u68af\u5ea6\u7684\u603b\u548c\u9664\u4ee5 10\uff0cbatch_size \u4e3a 20 \u65f6\u9664\u4ee5 20\u3002')
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


@test_case(name='\u5b66\u4e60\u7387\u8fc7\u5927\u65f6\uff0c\u635f\u5931\u53d8\u6210 inf \u6216 nan\uff0c\u4e14\u4e0d\u62a5\u9519\u3002')
def test_train_linreg_diverges_without_an_error(env):
    student = Defined(env)
    X = torch.ones(40, 1)
    _, _, losses = student.train_linreg(X, 2 * X, lr=1e10, num_epochs=1, batch_size=1)
    losses = as_numbers(losses, "losses")
    assert not math.isfinite(losses[0]), message("expected a loss of inf or nan, got {got}", got=float(losses[0]))
