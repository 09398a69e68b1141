"""Public checks of synthetic_data, made from the grader's. The notebook runs them: grader.check("synthetic_data")"""

OK_FORMAT = False

import torch
from compare import Defined, message, parts
from otter.test_files import test_case

name = "synthetic_data"


@test_case(name='X \u7684\u5f62\u72b6\u4e3a (n, d)\uff0cy \u7684\u5f62\u72b6\u4e3a (n, 1)\uff0c\u4e14 y \u7b49\u4e8e Xw + b \u52a0\u4e0a\u5c11\u91cf\u566a\u58f0\u3002')
def test_synthetic_labels_follow_the_model(env):
    student = Defined(env)
    X, y = parts(student.synthetic_data(torch.tensor([2.0, -3.4]), 4.2, 50), 2, "synthetic_data(w, b, 50)")
    assert tuple(X.shape) == (50, 2), message("X: expected shape (50, 2), got {got}", got=tuple(X.shape))
    assert tuple(y.shape) == (50, 1), message("y: expected shape (50, 1), got {got}", got=tuple(y.shape))
    off = (y - (X @ torch.tensor([2.0, -3.4]) + 4.2).reshape(-1, 1)).abs().max()
    assert 0 < off < 0.1, message(
        "y: expected Xw + b and noise of about 0.01, got values that are off by up to {off}", off=float(off)
    )
    assert X.std() > 0.5, "X: expected samples of the standard normal distribution, got values that hardly vary"


@test_case(name='\u6bcf\u6b21\u8c03\u7528\u90fd\u62bd\u53d6\u4e0d\u540c\u7684\u7279\u5f81\u548c\u566a\u58f0\uff0c\u566a\u58f0\u7684\u5747\u503c\u4e3a 0\uff0c\u6807\u51c6\u5dee\u4e3a 0.01\u3002')
def test_synthetic_data_is_drawn_anew(env):
    student = Defined(env)
    draws = []
    for _ in range(2):
        X, y = parts(student.synthetic_data(torch.tensor([2.0, -3.4]), 4.2, 1000), 2, "synthetic_data(w, b, 1000)")
        columns = X.detach().sort(0).values
        noise = (y - (X @ torch.tensor([2.0, -3.4]) + 4.2).reshape(-1, 1)).detach()
        assert not torch.equal(columns[:, 0], columns[:, 1]), "X: the two columns hold the same numbers"
        assert len(noise.unique()) > 100, "noise: expected a different number for each example, got many equal ones"
        assert noise.mean().abs() < 0.003, message("noise: expected mean 0, got {mean}", mean=float(noise.mean()))
        std = float(noise.std())
        assert std >= 0.001, message(
            "noise: expected standard deviation 0.01, got {std}: torch.normal takes the standard deviation, not the variance",
            std=std,
        )
        assert 0.008 < std < 0.012, message("noise: expected standard deviation 0.01, got {std}", std=std)
        draws.append((columns, noise.flatten().sort().values))
    assert not torch.equal(draws[0][0], draws[1][0]), "two calls gave the same features: is a seed set in synthetic_data?"
    assert (draws[0][1] - draws[1][1]).abs().max() > 1e-5, "two calls gave the same noise"
