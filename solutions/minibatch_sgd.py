# %% [markdown]
r"""
# Stochastic gradient descent, and minibatches

The loss of a model is a mean over all examples, and so is its gradient: with a million examples one step costs a
million gradients. Stochastic gradient descent takes the gradient of *one* example that is drawn at random. It is
right on average, and noisy. A minibatch lies between the two: the mean over $b$ examples has the same expectation,
and a standard deviation smaller by $\sqrt{b}$, at a cost that hardware hides for $b$ up to some hundreds.

You will see the noise, quiet it by learning rates that fall, and then train a model with batches of 1, of 10 and of
all examples, by your own code and by PyTorch's.
"""

# %%
import random
import time

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
r"""
## Noisy steps

On $x_1^2 + 2 x_2^2$ we add noise to the gradient by hand. The noise is an argument, so that you can give the same
to different learning rates.
"""


# %% exercise="sgd_2d"
def sgd_2d(x1, x2, gradf, eta, noise):
    r"""One step of gradient descent on a noisy gradient.

    Arguments: the point (x1, x2), two numbers; `gradf(x1, x2)`, which returns the two partial
    derivatives as a pair; the learning rate `eta`; `noise`, a pair (n1, n2) to be added to the
    partial derivatives.

    Returns the next point, the pair (x1 − eta · (∂f/∂x1 + n1), x2 − eta · (∂f/∂x2 + n2)).
    """
    g1, g2 = gradf(x1, x2)
    return x1 - eta * (g1 + noise[0]), x2 - eta * (g2 + noise[1])


# %% [markdown]
r"""
## Learning rates that fall

With a constant rate the noise never dies: near the minimum the steps are all noise. So let the rate fall with the
number $t$ of steps, but not too fast, or the way ends before it is anywhere. Two schedules, as factors that
multiply the first learning rate:
"""


# %% exercise="exponential"
def exponential(t):
    r"""Exponential decay: e^(−0.1 t), where t is the number of steps made before.

    `t` is a number, and so is what it returns: 1 for t = 0.
    """
    return float(np.exp(-0.1 * t))


# %% exercise="polynomial"
def polynomial(t):
    r"""Polynomial decay: (1 + 0.1 t)^(−0.5), where t is the number of steps made before.

    `t` is a number, and so is what it returns: 1 for t = 0.
    """
    return (1 + 0.1 * t) ** (-0.5)


# %% tags=["demo", "active-ipynb"]
# f = lambda x1, x2: x1**2 + 2 * x2**2
# gradf = lambda x1, x2: (2 * x1, 4 * x2)
# schedules = {"constant": lambda t: 1, "exponential": exponential, "polynomial": polynomial}
# noise = np.random.default_rng(0).normal(0, 1, (50, 2))
# x1, x2 = np.meshgrid(np.linspace(-5.5, 1.5, 80), np.linspace(-3, 2, 80))
# figure, axes = plt.subplots(1, 3, figsize=(13, 3.4))
# for ax, (name, factor) in zip(axes, schedules.items()):
#     points = [(-5.0, -2.0)]
#     for t in range(50):
#         points.append(sgd_2d(*points[-1], gradf, 0.1 * factor(t), noise[t]))
#     ax.contour(x1, x2, f(x1, x2), levels=12, colors="tab:blue", linewidths=0.8)
#     ax.plot(*np.array(points).T, "-o", color="tab:orange", markersize=3)
#     ax.set_title(f"{name}: after 50 steps ({points[-1][0]:.2f}, {points[-1][1]:.2f})")
# plt.show()

# %% [markdown]
r"""
The same noise in all three. The constant rate gets there and then wanders about; the exponential one stands still
before it has arrived, however many steps you add, since its steps have a finite sum; the polynomial one is still
moving, and ever more quietly.

## Training by minibatches

Now a real model: linear regression again. An optimizer is a function with three arguments, so that others
(momentum, Adam, …) can take its place later: the parameters, the `states` that it keeps for itself (plain SGD keeps
none), and a dictionary of hyperparameters.
"""


# %% exercise="sgd"
def sgd(params, states, hyperparams):
    r"""One step of stochastic gradient descent, in place.

    Arguments: `params`, a list of tensors, each with the gradient of the *mean* loss of a minibatch
    in `.grad`; `states`, which are not used; `hyperparams`, a dictionary with the learning rate
    under "lr".

    Changes every tensor in `params` itself: param ← param − lr · grad. Afterwards every gradient is
    reset, to zeros or to None, and every param still requires a gradient. The list and the
    dictionary stay as they are. Returns nothing.
    """
    with torch.no_grad():
        for p in params:
            p -= hyperparams["lr"] * p.grad
            p.grad.zero_()


# %% [markdown]
r"""
Where has the batch size gone? In *Linear regression from scratch* the loss was summed and `sgd` divided by the
batch size. Here the loss is the *mean* over the minibatch, so the gradient arrives divided already, and a last
batch that is shorter counts as much as any other.
"""


# %% exercise="train_minibatch"
def train_minibatch(optimizer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    r"""Train a linear model, from scratch, with any optimizer.

    Arguments: `optimizer_fn(params, states, hyperparams)`, which makes one step in place and resets
    the gradients, as `sgd` does; its `states` and `hyperparams`, passed on as they are; `features`
    of shape (n, d), `labels` of shape (n, 1) or (n,); neither is changed.

    Start from w of shape (d, 1) drawn from N(0, 0.01²) and b = 0 of shape (1,), so that the
    prediction is ŷ = Xw + b. In each of `num_epochs` epochs, go once over the data in minibatches
    of `batch_size`, in an order that is random and new in each epoch; the last minibatch may be
    shorter. For each, take the gradient of the *mean* of (ŷ − y)²/2 over the minibatch, and call
    `optimizer_fn([w, b], states, hyperparams)`.

    Returns (times, losses), two lists of numbers of the same length: every time that the number of
    examples seen so far (over all epochs) has reached or passed another multiple of 100, note the
    seconds since the start and the mean of (ŷ − y)²/2 over *all* the data; once after a minibatch
    at most.
    """
    labels = labels.reshape(-1, 1)
    w = torch.normal(0, 0.01, (features.shape[1], 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    times, losses, seen, start = [], [], 0, time.perf_counter()
    for _ in range(num_epochs):
        for batch in torch.randperm(len(features)).split(batch_size):
            ((features[batch] @ w + b - labels[batch]) ** 2 / 2).mean().backward()
            optimizer_fn([w, b], states, hyperparams)
            seen += len(batch)
            if seen // 100 > (seen - len(batch)) // 100:
                with torch.no_grad():
                    losses.append(float(((features @ w + b - labels) ** 2 / 2).mean()))
                times.append(time.perf_counter() - start)
    return times, losses


# %% [markdown]
r"""
## The concise way

The same with `nn.Linear`, `torch.optim` and `nn.MSELoss`. One trap: `nn.MSELoss()` has no ½ in it. With (ŷ − y)² in
place of (ŷ − y)²/2 every gradient is twice as large, and so is, in effect, the learning rate.
"""


# %% exercise="train_minibatch_concise"
def train_minibatch_concise(optimizer_fn, hyperparams, features, labels, batch_size=10, num_epochs=2):
    r"""Train a linear model with PyTorch's own parts.

    Arguments: `optimizer_fn`, such as `torch.optim.SGD`: `optimizer_fn(net.parameters(),
    **hyperparams)` makes the optimizer, once; all else as in `train_minibatch`.

    The net is one `nn.Linear(d, 1)`, or an `nn.Sequential` of it, its weight drawn from N(0, 0.01²)
    and its bias 0. Minibatches as in `train_minibatch`; the loss of one is `nn.MSELoss()` / 2, that
    is, the mean of (ŷ − y)²/2. Each minibatch makes one step on its own gradient.

    Returns (times, losses) as `train_minibatch` does, the losses again with the ½.
    """
    labels = labels.reshape(-1, 1)
    net, loss = nn.Linear(features.shape[1], 1), nn.MSELoss()
    nn.init.normal_(net.weight, std=0.01)
    nn.init.zeros_(net.bias)
    optimizer = optimizer_fn(net.parameters(), **hyperparams)
    times, losses, seen, start = [], [], 0, time.perf_counter()
    for _ in range(num_epochs):
        for batch in torch.randperm(len(features)).split(batch_size):
            optimizer.zero_grad()
            (loss(net(features[batch]), labels[batch]) / 2).backward()
            optimizer.step()
            seen += len(batch)
            if seen // 100 > (seen - len(batch)) // 100:
                with torch.no_grad():
                    losses.append(loss(net(features), labels).item() / 2)
                times.append(time.perf_counter() - start)
    return times, losses


# %% [markdown]
r"""
## Which batch size?

The data: 442 patients with diabetes and ten measurements of each, from scikit-learn, every column scaled to mean 0
and standard deviation 1. Each learning rate suits its batch size: a single example is noisy and wants small steps,
all of them together allow large ones.

Compare twice: by the examples that were seen, and by the seconds that it took. One example at a time and ten at a time
get about equally much out of each example, but one at a time takes many times as long: the machine does one small step
after another. All 442 at once need several times as many examples. On so small a data set that costs hardly any time, and
the full batch may even win on the clock; with a million examples it would not, since each step would cost a million
gradients, and that is where minibatches win.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_diabetes
#
# features, labels = (torch.tensor(a, dtype=torch.float32) for a in load_diabetes(return_X_y=True))
# features, labels = (
#     (features - features.mean(0)) / features.std(0),
#     ((labels - labels.mean()) / labels.std()).reshape(-1, 1),
# )
# figure, (by_examples, by_time) = plt.subplots(1, 2, figsize=(11, 3.5))
# for name, rate, batch_size, num_epochs in (
#     ("1", 0.005, 1, 2),
#     ("10", 0.05, 10, 6),
#     ("all 442", 0.2, 442, 20),
# ):
#     times, losses = train_minibatch(
#         sgd, None, {"lr": rate}, features, labels, batch_size, num_epochs
#     )
#     seen = np.linspace(0, num_epochs * len(features), len(losses) + 1)[1:]
#     by_examples.plot(seen, losses, "-o", markersize=3, label=f"batch size {name}")
#     by_time.plot(times, losses, "-o", markersize=3, label=f"batch size {name}")
# by_examples.set_xlabel("examples seen")
# by_time.set_xlabel("seconds")
# by_time.set_xscale("log")
# by_examples.set_ylabel("loss")
# by_examples.legend()
# plt.show()

# %% [markdown]
r"""
## Your code against PyTorch's

Both make the same steps, so the curves lie on top of each other but for the order of the examples.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_diabetes
#
# features, labels = (torch.tensor(a, dtype=torch.float32) for a in load_diabetes(return_X_y=True))
# features, labels = (
#     (features - features.mean(0)) / features.std(0),
#     ((labels - labels.mean()) / labels.std()).reshape(-1, 1),
# )
# times, losses = train_minibatch(sgd, None, {"lr": 0.05}, features, labels, 10, 6)
# plt.plot(losses, label=f"your own: {times[-1] * 1000:.0f} ms")
# times, losses = train_minibatch_concise(torch.optim.SGD, {"lr": 0.05}, features, labels, 10, 6)
# plt.plot(losses, "--", label=f"torch.optim: {times[-1] * 1000:.0f} ms")
# plt.xlabel("hundreds of examples")
# plt.ylabel("loss")
# plt.legend()
# plt.show()

# %% [markdown]
r"""
## Think on

* Drawing examples *without* replacement, as one pass in random order does, beats drawing each one anew from all of
  them. How many of n examples does the second way miss in one pass of n draws?
* Why does a learning rate that is right for a batch of 10 fail for a batch of 1, and what does $\sqrt{b}$ have to
  do with it?
"""
