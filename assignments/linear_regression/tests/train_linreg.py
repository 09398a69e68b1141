"""Public checks of train_linreg, made from the grader's. The notebook runs them: grader.check("train_linreg")"""

OK_FORMAT = False

import torch
from compare import Defined, plotted
from otter.test_files import test_case

name = "train_linreg"


@test_case(name='On points of y = 2x + 1 it finds 2 and 1, and the loss falls from epoch to epoch.')
def test_train_linreg_fits_a_line(env):
    student = Defined(env)
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)
    w, b, losses = student.train_linreg(X, 2 * X + 1, lr=0.3, num_epochs=20)
    assert len(losses) == 20, f"a loss for each of 20 epochs expected, yours are {len(losses)}"
    expected = [0.9 ** (20 * k) * 2 / 3 for k in range(1, 21)]  # each step takes a tenth off the error of w
    with plotted(losses, expected):
        assert losses[0] > losses[-1] and losses[-1] < 1e-3, (
            f"a loss that falls below 0.001 expected, yours ends at {losses[-1]:.4g}"
        )
    off = max(abs(float(w.detach()) - 2), abs(float(b.detach()) - 1))
    assert off < 0.05, f"w = 2 and b = 1 expected, yours are {w.item():.3f} and {b.item():.3f}"
