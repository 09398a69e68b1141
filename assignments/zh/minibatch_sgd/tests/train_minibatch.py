"""Public checks of train_minibatch, made from the grader's. The notebook runs them: grader.check("train_minibatch")"""

OK_FORMAT = False

import torch
from compare import Defined, as_numbers, message, parts, plotted, same
from otter.test_files import test_case

name = "train_minibatch"


@test_case(name='\u5728 y = 2x + 1 \u7684 100 \u4e2a\u70b9\u4e0a\uff0c10 \u8f6e\u7ed9\u51fa 10 \u4e2a\u635f\u5931\uff0c\u6700\u540e\u4e00\u4e2a\u5c0f\u4e8e 0.001\u3002')
def test_train_minibatch_fits_a_line(env):
    student = Defined(env)
    X = torch.linspace(-1, 1, 100).reshape(-1, 1)

    def step(params, states, hyperparams):
        with torch.no_grad():
            for p in params:
                p -= hyperparams["lr"] * p.grad
                p.grad = None

    times, losses = parts(
        student.train_minibatch(step, None, {"lr": 0.3}, X, 2 * X + 1, 10, 10), 2, "train_minibatch(...)"
    )
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


@test_case(name='250 \u4e2a\u6837\u672c\u3001\u5c0f\u6279\u91cf\u5927\u5c0f\u4e3a 60 \u65f6\uff0c\u4e24\u8f6e\u8bb0\u5f55 5 \u4e2a\u635f\u5931\uff0c\u6bcf\u4e2a\u90fd\u662f (\u0177 \u2212 y)\xb2/2 \u5728\u5168\u90e8\u6570\u636e\u4e0a\u7684\u5e73\u5747\u503c\u3002')
def test_train_minibatch_notes_losses_of_all_the_data(env):
    student = Defined(env)
    X, y = torch.linspace(-1, 1, 250).reshape(-1, 1), torch.arange(250.0).remainder(5).reshape(-1, 1)

    def to_zero(params, states, hyperparams):
        with torch.no_grad():
            for p in params:
                p.zero_()
                p.grad = None

    losses = parts(student.train_minibatch(to_zero, None, {}, X, y, 60, 2), 2, "train_minibatch(...)")[1]
    losses = as_numbers(losses, "losses")
    assert len(losses) == 5, (
        message(
            "expected losses after 120, 240, 310, 430 and 500 examples, which are 5, got {count}", count=len(losses)
        )
    )
    mistakes = {"no half in what is noted": [6.0] * 5}
    what = "the losses of all the data, for an optimizer that sets w and b to zero"
    same(losses, [3.0] * 5, what, looks_like=lambda: mistakes)
    same(X, torch.linspace(-1, 1, 250).reshape(-1, 1), "the features after the call (they should not be changed)")


@test_case(name='62 \u4e2a\u6837\u672c\u3001\u5c0f\u6279\u91cf\u5927\u5c0f\u4e3a 10\uff1a\u6bcf\u8f6e\u6bcf\u4e2a\u6837\u672c\u968f\u673a\u51fa\u73b0\u4e00\u6b21\uff0c\u6bcf\u8f6e\u7684\u7ec4\u5408\u4e0d\u540c\uff0c\u6700\u540e\u4e24\u4e2a\u4e5f\u53d6\u5e73\u5747\u3002')
def test_train_minibatch_shuffles_anew(env):
    student = Defined(env)
    y, batches = torch.arange(10.0, 72.0), []

    def look(params, states, hyperparams):
        w, b = params
        batch = w.grad.flatten().nonzero().flatten()
        mean = (w.detach().flatten() + b.detach() - y)[batch] / len(batch)
        mistakes = {
            "a division by batch_size where the minibatch is shorter": mean * len(batch) / 10,
            "labels of shape (n,) that make a table with predictions of shape (n, 1)": mean.mean().expand(len(batch)),
        }
        what = "with labels of shape (n,): the gradient of the mean of (\u0177 \u2212 y)\xb2/2 over a minibatch"
        same(w.grad.flatten()[batch], mean, what, looks_like=lambda: mistakes)
        batches.append(batch.tolist())
        with torch.no_grad():
            for p in params:
                p.grad = None

    student.train_minibatch(look, None, {}, torch.eye(62), y, 10, 2)
    sizes = [len(batch) for batch in batches]
    assert sizes == 2 * [10, 10, 10, 10, 10, 10, 2], (
        message("expected minibatches of 10, 10, 10, 10, 10, 10, 2 twice, got {sizes}", sizes=sizes)
    )
    company = torch.zeros(2, 62, 62)
    for number, batch in enumerate(batches):
        for i in batch:
            company[number // 7, i, batch] = 1
    for epoch in (0, 1):
        seen = sorted(i for batch in batches[7 * epoch : 7 * epoch + 7] for i in batch)
        assert seen == list(range(62)), "expected each example once per epoch: some are missing, and others are repeated"
        assert batches[7 * epoch] != list(range(10)), "expected a random order, got the order of the data: shuffle"
    pairs = int(((company[0] * company[1]).sum() - 62) / 2)
    # of 271 pairs about 39 come together again by chance
    assert pairs < 110, (
        message(
            "the second epoch has the minibatches of the first ({pairs} pairs come again): shuffle in each epoch",
            pairs=pairs,
        )
    )


@test_case(name='\u7b2c\u4e00\u6b65\u9047\u5230\u7684\u6743\u91cd\u6807\u51c6\u5dee\u4e3a 0.01\uff0c\u504f\u7f6e\u4e3a 0\u3002')
def test_train_minibatch_starts_from_small_weights(env):
    student = Defined(env)
    starts = []

    def look(params, states, hyperparams):
        starts.extend(p.detach().clone() for p in params)

    student.train_minibatch(look, None, {}, torch.ones(1, 2000), torch.ones(1, 1), 1, 1)
    assert len(starts) == 2, message("expected the parameters w and b, got {count}", count=len(starts))
    deviation = float(starts[0].std())
    # of 2000 numbers it is between 0.0093 and 0.0107
    assert 0.009 < deviation < 0.011, (
        message(
            "weights at the start: expected a standard deviation of 0.01, got {deviation}", deviation=float(deviation)
        )
    )
    same(starts[1], torch.zeros(1), "the bias at the start")
