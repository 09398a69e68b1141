"""Public checks of train_minibatch_concise, made from the grader's. The notebook runs them: grader.check("train_minibatch_concise")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, message, parts, plotted, same
from otter.test_files import test_case

name = "train_minibatch_concise"


@test_case(name='\u5728 y = 2x + 1 \u7684 100 \u4e2a\u70b9\u4e0a\uff0c\u7528 torch.optim.SGD \u8bad\u7ec3 10 \u8f6e\uff0c\u7ed9\u51fa 10 \u4e2a\u635f\u5931\uff0c\u6700\u540e\u4e00\u4e2a\u5c0f\u4e8e 0.001\u3002')
def test_train_minibatch_concise_fits_a_line(env):
    student = Defined(env)
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)
    result = student.train_minibatch_concise(torch.optim.SGD, {"lr": 0.3}, X, 2 * X + 1, 10, 10)
    times, losses = parts(result, 2, "train_minibatch_concise(...)")
    assert len(times) == len(losses) == 10, message(
        "expected 10 times and losses, got {times} and {losses}",
        times=len(times),
        losses=len(losses),
    )
    expected = [0.9 ** (20 * k) * 2 / 3 for k in range(1, 11)]  # each step takes a tenth off the error of w
    with plotted(losses, expected):
        assert losses[-1] < 0.001, message("expected a loss below 0.001 at the end, got {got}", got=float(losses[-1]))
        # drawn 20,000 times, it was between 0.8 and 1.4 times as large; a forgotten half and the order are hidden tests' question
        assert expected[0] / 40 < losses[0] < 8 * expected[0], (
            message(
                "expected a first loss near {expected}, got {got}",
                expected=float(expected[0]),
                got=float(losses[0]),
            )
        )


@test_case(name='\u7279\u5f81\u4e3a 0\u3001\u6807\u7b7e\u4e3a 8\u3001lr \u4e3a \xbd \u65f6\uff0c\u6bcf\u4e00\u6b65\u4f7f\u504f\u7f6e\u7684\u8bef\u5dee\u51cf\u534a\uff1b95 \u4e2a\u6837\u672c\u3001\u5c0f\u6279\u91cf\u5927\u5c0f\u4e3a 20\uff0c\u8d70\u4e94\u6b65\u3002')
def test_train_minibatch_concise_steps(env):
    student = Defined(env)
    result = student.train_minibatch_concise(
        torch.optim.SGD, {"lr": 0.5}, torch.zeros(95, 1), torch.full((95,), 8.0), 20, 2
    )
    losses = as_numbers(parts(result, 2, "train_minibatch_concise(...)")[1], "losses")
    mistakes = {
        "no half in what is noted": [0.015625],
        "no half in what is trained": [0.0],
        "a last minibatch that is left out": [0.03125],
        "two steps on each minibatch": [0.125**4 / 128],
    }
    what = "the loss after 115 examples, which are six steps (the error is 0.125)"
    same(losses, [0.0078125], what, looks_like=lambda: mistakes)


@test_case(name='\u5f62\u72b6\u4e3a (n,) \u7684\u6807\u7b7e\u4f1a\u53d8\u5f62\uff0c\u52a8\u91cf\u5f97\u4ee5\u4fdd\u7559\uff1a\u4f18\u5316\u5668\u53ea\u521b\u5efa\u4e00\u6b21\uff0c\u5e26\u6709\u6240\u6709\u8d85\u53c2\u6570\u3002')
def test_train_minibatch_concise_passes_everything_on(env):
    student = Defined(env)
    X = torch.tensor([[1.0], [-1.0]]).repeat(50, 1)
    result = student.train_minibatch_concise(torch.optim.SGD, {"lr": 1.0}, X, 2 * X.reshape(-1) + 1, 100, 1)
    losses = as_numbers(parts(result, 2, "train_minibatch_concise(...)")[1], "losses")
    mistakes = {"labels of shape (n,) that make a table with predictions of shape (n, 1)": [2.0]}
    same(losses, [0.0], "with labels of shape (n,): the loss after one step", looks_like=lambda: mistakes)
    settings = {"lr": 0.5, "momentum": 0.5}
    result = student.train_minibatch_concise(torch.optim.SGD, settings, 0 * X, torch.full((100, 1), 8.0), 100, 3)
    losses = as_numbers(parts(result, 2, "train_minibatch_concise(...)")[1], "losses")
    mistakes = {"no momentum: one optimizer, with all hyperparameters, for the whole training": [8.0, 2.0, 0.5]}
    same(losses, [8.0, 0.0, 2.0], "the losses with momentum", looks_like=lambda: mistakes)


@test_case(name='\u5b83\u4ece\u6807\u51c6\u5dee\u4e3a 0.01 \u7684\u6743\u91cd\u5f00\u59cb\uff0c\u5e76\u4ee5\u968f\u673a\u987a\u5e8f\u904d\u5386\u6570\u636e\u3002')
def test_train_minibatch_concise_starts_at_random(env):
    student = Defined(env)
    starts, nets = [], []

    def optimizer_fn(params, **hyperparams):
        params = list(params)
        weight = max(params, key=torch.numel)
        starts.append(float(weight.detach().std()))
        nets.append(weight)
        return torch.optim.SGD(params, **hyperparams)

    student.train_minibatch_concise(optimizer_fn, {"lr": 0.0}, torch.ones(1, 2000), torch.ones(1, 1), 1, 1)
    student.train_minibatch_concise(optimizer_fn, {"lr": 0.5}, torch.eye(20), torch.full((20, 1), 1e3), 1, 1)
    assert len(starts) == 2, message("expected one optimizer for each training, got {count} for two", count=len(starts))
    # of 2000 numbers from N(0, 0.01\xb2) it is between 0.0093 and 0.0107, of uniform ones from \xb10.01 it is 0.0058
    assert 0.009 < starts[0] < 0.011, (
        message(
            "weights at the start: expected a standard deviation of 0.01, got {deviation}", deviation=float(starts[0])
        )
    )
    # an example that comes later finds a bias that is nearer to its label, and leaves its weight smaller
    order = nets[1].detach().flatten().argsort(descending=True).tolist()
    assert order[:8] != list(range(8)), "expected a random order, got the order of the data: shuffle"
