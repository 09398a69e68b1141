"""Public checks of linear_regression: `check("…")` in the notebook runs them. The grader has more."""

import itertools
import torch

from tests import exercise
from tests.compare import parts, same


@exercise("synthetic_data", public=True)
def test_synthetic_labels_follow_the_model(student):
    """X has shape (n, d), y has shape (n, 1), and y is Xw + b with a little noise."""
    X, y = parts(student.synthetic_data(torch.tensor([2.0, -3.4]), 4.2, 50), 2, "synthetic_data(w, b, 50)")
    assert tuple(X.shape) == (50, 2), f"X: shape (50, 2) expected, yours is {tuple(X.shape)}"
    assert tuple(y.shape) == (50, 1), f"y: shape (50, 1) expected, yours is {tuple(y.shape)}"
    off = (y - (X @ torch.tensor([2.0, -3.4]) + 4.2).reshape(-1, 1)).abs().max()
    assert 0 < off < 0.1, f"y: Xw + b and a little noise expected, yours is off by up to {off:.4g}"
    assert X.std() > 0.5, "X: elements of the standard normal distribution expected, yours hardly vary"


@exercise("data_iter", public=True)
def test_data_iter_covers_ten_examples_in_fours(student):
    """Ten examples in minibatches of four come as 4 + 4 + 2, each example once, beside its own label."""
    X = torch.arange(20.0).reshape(10, 2)
    everything = X[:, 0].tolist()
    seen = []
    for batch in itertools.islice(student.data_iter(4, X, 10 * X[:, :1]), 10):
        A, b = parts(batch, 2, "a minibatch")
        assert A.shape[1:] == (2,) and len(A) <= 4, f"features of shape (4, 2) expected, yours are {tuple(A.shape)}"
        assert b.shape == (len(A), 1), f"labels of shape {(len(A), 1)} expected, yours are {tuple(b.shape)}"
        assert torch.equal(b, 10 * A[:, :1]), "a row of X stands beside another row's y"
        seen.append(sorted(A[:, 0].tolist()))
    assert [len(s) for s in seen] == [4, 4, 2], f"minibatches of 4, 4, 2 expected, yours are {[len(s) for s in seen]}"
    assert sorted(sum(seen, [])) == everything, "each example once expected"


@exercise("linreg", public=True)
def test_linreg_on_a_worked_example(student):
    """linreg([[1, 2], [3, 4]], [[1], [10]], 5) is [[26], [48]]."""
    y = student.linreg(torch.tensor([[1.0, 2], [3, 4]]), torch.tensor([[1.0], [10]]), torch.tensor([5.0]))
    same(y, torch.tensor([[26.0], [48]]), "linreg(X, w, b)")


@exercise("squared_loss", public=True)
def test_squared_loss_on_a_worked_example(student):
    """The losses of predictions 1, 2, 5 for labels 1, 4, 2 are 0, 2, 4.5."""
    loss = student.squared_loss(torch.tensor([[1.0], [2], [5]]), torch.tensor([[1.0], [4], [2]]))
    same(loss, torch.tensor([[0.0], [2], [4.5]]), "squared_loss(y_hat, y)")


@exercise("sgd", public=True)
def test_sgd_on_a_worked_example(student):
    """From 1 and 2 with gradients 10 and −20, lr 0.1 and batch size 10, a step leads to 0.9 and 2.2."""
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    w.grad = torch.tensor([10.0, -20.0])
    student.sgd([w], 0.1, 10)
    same(w.detach(), torch.tensor([0.9, 2.2]), "w after a step")


@exercise("train_linreg", public=True)
def test_train_linreg_fits_a_line(student):
    """On points of y = 2x + 1 it finds 2 and 1, and the loss falls from epoch to epoch."""
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)
    w, b, losses = student.train_linreg(X, 2 * X + 1, lr=0.3, num_epochs=20)
    assert len(losses) == 20, f"a loss for each of 20 epochs expected, yours are {len(losses)}"
    assert losses[0] > losses[-1] and losses[-1] < 1e-3, (
        f"a loss that falls below 0.001 expected, yours ends at {losses[-1]:.4g}"
    )
    off = max(abs(float(w.detach()) - 2), abs(float(b.detach()) - 1))
    assert off < 0.05, f"w = 2 and b = 1 expected, yours are {w.item():.3f} and {b.item():.3f}"
