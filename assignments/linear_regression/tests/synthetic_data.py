"""Public checks of synthetic_data, made from the grader's. The notebook runs them: grader.check("synthetic_data")"""

OK_FORMAT = False

import torch
from compare import Defined, parts
from otter.test_files import test_case

name = "synthetic_data"


@test_case(name='X has shape (n, d), y has shape (n, 1), and y is Xw + b with a little noise.')
def test_synthetic_labels_follow_the_model(env):
    student = Defined(env)
    X, y = parts(student.synthetic_data(torch.tensor([2.0, -3.4]), 4.2, 50), 2, "synthetic_data(w, b, 50)")
    assert tuple(X.shape) == (50, 2), f"X: shape (50, 2) expected, yours is {tuple(X.shape)}"
    assert tuple(y.shape) == (50, 1), f"y: shape (50, 1) expected, yours is {tuple(y.shape)}"
    off = (y - (X @ torch.tensor([2.0, -3.4]) + 4.2).reshape(-1, 1)).abs().max()
    assert 0 < off < 0.1, f"y: Xw + b and a little noise expected, yours is off by up to {off:.4g}"
    assert X.std() > 0.5, "X: elements of the standard normal distribution expected, yours hardly vary"
