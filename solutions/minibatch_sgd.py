# %% [markdown]
r"""
# Stochastic gradient descent, and minibatches

**What you do:** write noisy steps, two learning rate schedules, an optimizer and two training loops (six functions, 11 points),
then compare batch sizes on real data. **Time:** about 90 minutes. **Level:** medium; do *Linear regression from scratch* and
*Gradient descent* first.

**Read along:** [Stochastic Gradient Descent](https://d2l.ai/chapter_optimization/sgd.html) and
[Minibatch Stochastic Gradient Descent](https://d2l.ai/chapter_optimization/minibatch-sgd.html) in *Dive into Deep Learning*,
which this notebook follows; PyTorch's [torch.optim.SGD](https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html) and
[learning rate schedulers](https://docs.pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate); Robbins and Monro,
[A Stochastic Approximation Method](https://doi.org/10.1214/aoms/1177729586) (1951); Bottou, Curtis and Nocedal,
[Optimization Methods for Large-Scale Machine Learning](https://arxiv.org/abs/1606.04838).

The loss of a model is a mean over all examples, and so is its gradient: with a million examples, one step costs a million
gradients. Stochastic gradient descent takes the gradient of *one* example, drawn at random. It is right on average, and
noisy. A minibatch lies between the two: the mean over $b$ examples has the same expectation and a standard deviation smaller by
a factor $\sqrt{b}$, at a cost that hardware hides for $b$ up to some hundreds.
"""

# %%
import random
import time

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)

# %% [markdown]
r"""
## Noisy steps

On $x_1^2 + 2 x_2^2$ we add noise to the gradient by hand. The noise is an argument, so that different learning rates can
be compared under the same noise.

<details><summary>Hint: where does the noise go?</summary>

Into the gradient, inside the parentheses that $\eta$ multiplies. Take both derivatives before you change a coordinate.
</details>
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

With a constant rate the noise never dies: near the minimum the steps are nothing but noise. So let the rate fall with the
number $t$ of steps, but not too fast, or the path ends before it has arrived. Two schedules, as factors of the first
learning rate:

<details><summary>Hint 1: do I have to count the steps?</summary>

No. $t$ is an argument. A counter in a global variable goes wrong as soon as somebody trains twice.
</details>

<details><summary>Hint 2 for <code>exponential</code> and <code>polynomial</code>: my power has the wrong value</summary>

In Python `-x ** 0.5` is $-(x^{0.5})$, and `//` divides integers. Write `** (-0.5)`.
</details>
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
# noise = np.random.default_rng(0).normal(0, 1, (1000, 2))
# x1, x2 = np.meshgrid(np.linspace(-5.5, 1.5, 80), np.linspace(-3, 2, 80))
# figure, axes = plt.subplots(2, 2, figsize=(10, 6.8), layout="constrained")
# *paths, distances = axes.flat
# for ax, (name, factor) in zip(paths, schedules.items()):
#     points = [(-5.0, -2.0)]
#     for t in range(1000):
#         points.append(sgd_2d(*points[-1], gradf, 0.1 * factor(t), noise[t]))
#     path = np.array([(float(a), float(b)) for a, b in points])
#     ax.contour(x1, x2, f(x1, x2), levels=12, colors="tab:blue", linewidths=0.8)
#     ax.plot(*path[:51].T, "-o", color="tab:orange", markersize=3)
#     ax.plot(0, 0, "r*", markersize=10)
#     ax.set_xlabel("x₁"), ax.set_ylabel("x₂"), ax.set_title(f"{name}, 50 steps")
#     distances.loglog(np.arange(1, 1001), np.hypot(*path[1:].T), label=name, linewidth=1)
# distances.set_xlabel("step"), distances.set_ylabel("distance to the minimum"), distances.legend()
# plt.show()

# %% [markdown]
r"""
The first three panels show 50 steps under the same noise, the last one the distance to the minimum over 1,000 steps. The constant
rate gets there fast and then wanders about at a distance of 0.2. The polynomial one is still moving, ever more quietly, at 0.08. The
exponential one stands still at 0.48, however many steps you add.

<details><summary>Question: why does the exponential schedule never arrive?</summary>

Its steps have a finite sum: $0.1 \sum_t e^{-0.1 t} \approx 1.05$. Without any noise, $x_1$ would keep the share
$\prod_t (1 - 0.2 e^{-0.1 t}) \approx 0.11$ of its start, −0.54 of −5. Robbins and Monro ask for rates whose sum is infinite (you
can get anywhere) and whose squares have a finite sum (the noise dies). The polynomial schedule with exponent −0.5 fulfills the first
and just misses the second; an exponent between −0.5 and −1 fulfills both.
</details>

## Training by minibatches

Now a real model: linear regression again. An optimizer is a function with three arguments, so that others can take its place
later: the parameters, the `states` that it keeps for itself (plain SGD keeps none), and a dictionary of hyperparameters.

<details><summary>Hint 1: why does my w not change?</summary>

`p = p - …` makes a new tensor and leaves the old one as it was. Change it in place, with gradients switched off
(`torch.no_grad()`).
</details>

<details><summary>Hint 2: why does the gradient grow from step to step?</summary>

`backward()` adds to `.grad`. Reset the gradient of *every* parameter after the step.
</details>
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
<details><summary>Question: where has the batch size gone?</summary>

In *Linear regression from scratch* the loss was summed and `sgd` divided by the batch size. Here the loss is the *mean* over the
minibatch, so the gradient arrives divided already, and a last batch that is shorter counts as much as any other.
</details>

### The training loop

The loop notes the loss after every 100 examples, whatever the batch size, so that all curves share one axis. An example: with
250 examples in minibatches of 60, the examples seen are 60, 120, 180, 240, 250 in the first epoch and 310, 370, 430, 490, 500 in the second.
A loss is noted at 120, 240, 310, 430 and 500: each is the first count at or past a multiple of 100.

<details><summary>Hint 1: how do I get random minibatches?</summary>

`torch.randperm(n)` is a random order of the indices, and `.split(batch_size)` cuts it into pieces, the last one shorter. Draw a
new order in each epoch.
</details>

<details><summary>Hint 2: how do I see that a multiple of 100 was passed?</summary>

Compare `seen // 100` before and after the minibatch.
</details>

<details><summary>Hint 3: which loss do I note?</summary>

That of *all* the data, with the ½, without recording gradients. Reshape the labels to (n, 1) first: labels of shape (n,) would make
an n × n table of differences.
</details>
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
    at most. With 250 examples in minibatches of 60 and two epochs: after 120, 240, 310, 430 and 500
    examples.
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
place of (ŷ − y)²/2 every gradient is twice as large, and so is, in effect, the learning rate. (`reduction="mean"`, the default, divides
by the number of *all* elements; `"none"` keeps one loss for each.)

<details><summary>Hint 1: where do I make the optimizer?</summary>

Once, before the epochs: it keeps its own state, such as a momentum. Pass it all hyperparameters (`**hyperparams`).
</details>

<details><summary>Hint 2: the three calls of each minibatch</summary>

Reset the gradients, `backward()` on half the loss, then a step.
</details>
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
## Look at the data

442 patients with diabetes, ten measurements of each, and the progress of the disease after a year, from scikit-learn. The units
differ wildly, so every column is scaled to mean 0 and standard deviation 1 before training.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_diabetes
#
# data = load_diabetes(scaled=False)
# print("  ".join(f"{name:>6}" for name in (*data.feature_names, "target")))
# for row, target in zip(data.data[:5], data.target):
#     print("  ".join(f"{value:6.4g}" for value in (*row, target)))

# %% [markdown]
r"""
## Which batch size?

Each learning rate suits its batch size: a single example is noisy and wants small steps, all of them together allow large
ones. Compare twice: by the examples seen, and by the seconds that it took.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_diabetes
#
# features, labels = (torch.tensor(a, dtype=torch.float32) for a in load_diabetes(return_X_y=True))
# features = (features - features.mean(0)) / features.std(0)
# labels = ((labels - labels.mean()) / labels.std()).reshape(-1, 1)
# figure, (by_examples, by_time) = plt.subplots(1, 2, figsize=(11, 3.5), layout="constrained")
# for name, rate, batch_size, num_epochs in (
#     ("1", 0.005, 1, 2),
#     ("10", 0.05, 10, 6),
#     ("all 442", 0.2, 442, 20),
# ):
#     began = time.perf_counter()
#     times, losses = train_minibatch(
#         sgd, None, {"lr": rate}, features, labels, batch_size, num_epochs
#     )
#     seconds = (time.perf_counter() - began) / num_epochs
#     print(f"batch size {name:8} {1000 * seconds:7.1f} ms per epoch, loss {losses[-1]:.4f}")
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
One example at a time and ten at a time get about equally much out of each example, but one at a time takes many times as long: the
machine does one small step after another. All 442 at once need several times as many examples. On so small a data set that
costs hardly any time, and the full batch may even win on the clock; with a million examples each of its steps would cost a million
gradients, and that is where minibatches win. The lowest possible loss is 0.2406.

<details><summary>Question: why does a learning rate that is right for a batch of 10 fail for a batch of 1?</summary>

The noise of the gradient has a standard deviation of 3.1 for one example, 1.6 for four, 0.8 for sixteen (measured at w = 0): it falls
like $1/\sqrt{b}$. After two epochs with a rate of 0.1, batches of 10 have a loss of 0.26 and single examples 1.9; at 0.2 single
examples diverge. As a rule, let the rate grow with the batch size, proportionally at first ([Goyal et
al.](https://arxiv.org/abs/1706.02677)), until the curvature sets the limit: here $\eta < 2/4.0 = 0.5$, since the largest
eigenvalue of the Hessian is 4.0.
</details>

## Why shuffle, and not draw?

A pass in random order sees each example once: it draws *without replacement*. Drawing each example anew from all of them is
simpler to analyze. Which is better? Ten trainings of each kind, one example at a time:
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_diabetes
#
# X, y = load_diabetes(return_X_y=True)
# X = np.column_stack([(X - X.mean(0)) / X.std(0), np.ones(len(X))])
# y = (y - y.mean()) / y.std()
# lowest = ((X @ np.linalg.lstsq(X, y)[0] - y) ** 2 / 2).mean()
# rng = np.random.default_rng(0)
# n = len(X)
# for name, draw in (("without", lambda: rng.permutation(n)), ("with", lambda: rng.integers(n, size=n))):
#     losses, missed = [], []
#     for _ in range(10):
#         w = np.zeros(X.shape[1])
#         for _ in range(3):
#             order = draw()
#             missed.append(1 - len(set(order)) / n)
#             for i in order:
#                 w -= 0.005 * (X[i] @ w - y[i]) * X[i]
#         losses.append(((X @ w - y) ** 2 / 2).mean() - lowest)
#     print(f"{name:7} replacement: {np.mean(losses):.4f} above the lowest loss,", end=" ")
#     print(f"{np.mean(missed):.0%} of the examples missed in a pass")

# %% [markdown]
r"""
<details><summary>Question: why does drawing with replacement miss more than a third of the examples in a pass?</summary>

Each draw misses a given example with probability $1 - 1/n$, so $n$ draws miss it with probability $(1 - 1/n)^n \approx 1/e
\approx 0.37$. Other examples come two or three times instead: less information for the same work, and more noise.
</details>

## Your code against PyTorch's

Both make the same kind of step: the curves differ only by the random start and by the order of the examples.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_diabetes
#
# features, labels = (torch.tensor(a, dtype=torch.float32) for a in load_diabetes(return_X_y=True))
# features = (features - features.mean(0)) / features.std(0)
# labels = ((labels - labels.mean()) / labels.std()).reshape(-1, 1)
# times, losses = train_minibatch(sgd, None, {"lr": 0.05}, features, labels, 10, 6)
# plt.figure(figsize=(6, 3.4))
# seen = range(1, len(losses) + 1)
# plt.plot(seen, losses, label=f"your own: {times[-1] * 1000:.0f} ms")
# times, losses = train_minibatch_concise(torch.optim.SGD, {"lr": 0.05}, features, labels, 10, 6)
# plt.plot(seen, losses, "--", label=f"torch.optim: {times[-1] * 1000:.0f} ms")
# plt.xlabel("hundreds of examples seen")
# plt.ylabel("loss")
# plt.legend()
# plt.show()

# %% [markdown]
r"""
## Another optimizer in your loop: momentum

Your loop takes any optimizer. Momentum keeps a velocity for each parameter, $v \leftarrow 0.9 v + g$, in the `states`, and
steps along it. On the full batch the flat directions (the smallest eigenvalue of the Hessian is 0.0085) make plain descent slow.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_diabetes
#
# features, labels = (torch.tensor(a, dtype=torch.float32) for a in load_diabetes(return_X_y=True))
# features = (features - features.mean(0)) / features.std(0)
# labels = ((labels - labels.mean()) / labels.std()).reshape(-1, 1)
#
#
# def with_momentum(params, states, hyperparams):
#     for p, velocity in zip(params, states):
#         velocity.mul_(0.9).add_(p.grad)
#         p.data.sub_(hyperparams["lr"] * velocity)
#         p.grad = None
#
#
# plt.figure(figsize=(6, 3.4))
# for name, optimizer, states in (
#     ("sgd", sgd, None),
#     ("momentum", with_momentum, [torch.zeros(10, 1), torch.zeros(1)]),
# ):
#     times, losses = train_minibatch(optimizer, states, {"lr": 0.2}, features, labels, 442, 150)
#     plt.semilogy(np.array(losses) - 0.24058, label=f"{name}: loss {losses[-1]:.5f}")
# plt.xlabel("epochs, one step each")
# plt.ylabel("loss above 0.24058, the lowest")
# plt.legend()
# plt.show()

# %% [markdown]
r"""
At first momentum overshoots and swings; after about 40 steps it overtakes, and after 150 it is two hundred times as near to the
lowest loss.

## Something to show: a swarm

One noisy path says little. Release 300 of them at once from (−5, −2), each with its own noise, and look after 5, 20 and 200 steps.
Every dot is moved by *your* `sgd_2d`.
"""

# %% tags=["demo", "active-ipynb"]
# gradf = lambda x1, x2: (2 * x1, 4 * x2)
# schedules = {"constant": lambda t: 1, "exponential": exponential, "polynomial": polynomial}
# figure, axes = plt.subplots(1, 3, figsize=(13, 3.6), layout="constrained")
# for ax, (name, factor) in zip(axes, schedules.items()):
#     rng = np.random.default_rng(1)
#     swarm = [(-5.0, -2.0)] * 300
#     for t in range(200):
#         noise = 3 * rng.normal(size=(300, 2))
#         swarm = [sgd_2d(*point, gradf, 0.1 * factor(t), n) for point, n in zip(swarm, noise)]
#         if t + 1 in (5, 20, 200):
#             dots = np.array([(float(a), float(b)) for a, b in swarm])
#             ax.scatter(*dots.T, s=5, alpha=0.6, label=f"{t + 1} steps: spread {dots.std(0).mean():.2f}")
#     ax.plot(0, 0, "r*", markersize=12)
#     ax.set_xlim(-4, 2), ax.set_ylim(-1.5, 2), ax.set_xlabel("x₁"), ax.set_ylabel("x₂")
#     ax.set_title(name), ax.legend(loc="upper left")
# plt.show()

# %% [markdown]
r"""
With the constant rate the swarm reaches the star and stays as wide as it was. With the exponential schedule it freezes on the way. With
the polynomial one it arrives *and* contracts.

## Going further

* **Adam in one line.** Pass `torch.optim.Adam` to your `train_minibatch_concise` with `{"lr": 0.01}`. No other change is needed. At
  which learning rates does it beat SGD after two epochs?
* **Schedules in PyTorch.** Wrap an optimizer in `torch.optim.lr_scheduler.LambdaLR(optimizer, polynomial)` and call
  `scheduler.step()` after each minibatch: your own function is the schedule.
* **Memory.** A batch of 1,000 that does not fit into memory can be computed as ten batches of 100: call `backward()` on a tenth of
  each mean, and step once after all ten. Gradients add up, which is why they must be reset otherwise.
"""
