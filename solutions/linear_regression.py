# %% [markdown]
r"""
# Linear regression from scratch

You will build everything that a deep-learning framework does when it trains a model, once, by hand: data,
minibatches, a model, a loss, an optimizer, and the loop that ties them together. Nothing is hidden in a library
call here, so that nothing is a mystery in the chapters that follow.

Replace each `raise NotImplementedError(…)` by your code, and run the cell below it: it checks your answer and says
how it is wrong. The cells after that show what you have built.

The model is $\hat{y} = \mathbf{x}^\top \mathbf{w} + b$, the loss of one example is $\frac{1}{2}(\hat{y} - y)^2$,
and minibatch stochastic gradient descent moves the parameters against the gradient, averaged over a minibatch
$\mathcal{B}$:

$$(\mathbf{w}, b) \leftarrow (\mathbf{w}, b) - \frac{\eta}{|\mathcal{B}|} \sum_{i \in \mathcal{B}} \partial_{(\mathbf{w}, b)} l^{(i)}(\mathbf{w}, b).$$

(A last minibatch that is shorter is divided by the full batch size all the same; why, you will read below.)
"""

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
r"""
## Data whose answer we know

With data that we make ourselves we know the true parameters, so we can tell whether training found them.
"""


# %% exercise="synthetic_data"
def synthetic_data(w, b, num_examples):
    r"""Draw a data set from a linear model with noise.

    Arguments: `w`, a tensor of shape (d,); `b`, a number; `num_examples`, the number n of examples.

    Returns a tuple (X, y), both of dtype float32:

    * X of shape (n, d), every element drawn from the standard normal distribution N(0, 1);
    * y of shape (n, 1): y = Xw + b + ε, every ε drawn from N(0, 0.01²), that is, with standard
      deviation 0.01.

    Each call draws anew, and w is not changed.
    """
    X = torch.normal(0, 1, (num_examples, len(w)))  # (n, d)
    y = torch.matmul(X, w) + b  # (n,)
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape(-1, 1)


# %% tags=["demo", "active-ipynb"]
# features, labels = synthetic_data(torch.tensor([2, -3.4]), 4.2, 1000)
# figure, axes = plt.subplots(1, 2, figsize=(9, 3), sharey=True)
# for i, ax in enumerate(axes):
#     ax.scatter(features[:, i], labels[:, 0], s=1)
#     ax.set_xlabel(f"feature {i}, true weight {[2, -3.4][i]}")
# axes[0].set_ylabel("label")
# plt.show()

# %% [markdown]
r"""
## Minibatches

Each pass over the data (an epoch) visits the examples in a new random order, a few at a time. Why random? In data
that are sorted by label, or by the day they were taken, neighbours are alike, and a minibatch of neighbours gives a
gradient that speaks for them alone.
"""


# %% exercise="data_iter"
def data_iter(batch_size, features, labels):
    r"""Iterate once over a data set in minibatches, in random order.

    Arguments: `batch_size`, a positive whole number; `features` of shape (n, ...) and `labels` of
    shape (n, ...), where example i is the pair (features[i], labels[i]).

    Returns something to loop over once, `for X, y in data_iter(...)` (a generator is the natural
    thing):

    * each is a pair of tensors (X, y) of `batch_size` examples, with the dtype and the other
      dimensions of `features` and `labels`; the last pair has what is left over when n is no
      multiple of `batch_size`;
    * every example comes exactly once, and each row of X stands beside its own row of y;
    * the order is random, and drawn anew at each call: two passes differ;
    * `features` and `labels` themselves are left as they were.
    """
    indices = list(range(len(features)))
    random.shuffle(indices)
    for start in range(0, len(indices), batch_size):
        batch = torch.tensor(indices[start : start + batch_size])
        yield features[batch], labels[batch]


# %% tags=["demo", "active-ipynb"]
# numbers = torch.arange(25.0).reshape(-1, 1)
# for X, y in data_iter(10, numbers, numbers):
#     print(len(X), "examples:", X.flatten().int().tolist())

# %% [markdown]
r"""
25 examples in minibatches of 10: the last one is short. Run the cell again, and the order is another.

## Model and loss

**What does −1 do in `reshape`?** It says "whatever is left": PyTorch works that length out from the others. A
tensor of shape (6,) becomes (6, 1) by `reshape(-1, 1)`, (2, 3) by `reshape(2, -1)`, and flat again by
`reshape(-1)`. At most one length may be left open.

**Why does it matter here?** Shapes that don't fit are *broadcast* against each other, silently: predictions of
shape (4, 1) less labels of shape (4,) are not four differences but sixteen. No error, only a loss that is wrong,
and a model that learns the mean of all labels.
"""


# %% exercise="linreg"
def linreg(X, w, b):
    r"""The linear model: X w + b.

    Arguments: X of shape (n, d), w of shape (d, 1), b of shape (1,) or a number; none of them is
    changed. Returns a tensor of shape (n, 1).
    """
    return torch.matmul(X, w) + b


# %% exercise="squared_loss"
def squared_loss(y_hat, y):
    r"""Half the squared error of each example: (ŷ − y)² / 2.

    Arguments: the predictions `y_hat`, of any shape, and the labels `y`, with as many elements but
    perhaps another shape, such as (n,) beside (n, 1): reshape y to the shape of `y_hat`, or
    broadcasting will make an n × n matrix of them.

    Returns a tensor of the shape of `y_hat`: one loss for each element, neither summed nor
    averaged. Gradients flow back to `y_hat`; the arguments themselves are not changed.
    """
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


# %% tags=["demo", "active-ipynb"]
# y_hat, y = torch.zeros(4, 1), torch.arange(4.0)
# print("ŷ − y, of shapes (4, 1) and (4,):", tuple((y_hat - y).shape))
# print("your squared_loss of the same two:", tuple(squared_loss(y_hat, y).shape))

# %% [markdown]
r"""
## Minibatch stochastic gradient descent

**Why is the loss summed, and the division left to `sgd`?** `backward()` starts from *one* number, so the losses of
a minibatch have to be put together. We take the sum; its gradient grows with the batch, and the update divides by
the batch size, so that a learning rate means the same for small and for large batches.

**And a last batch that is short?** `sgd` divides by the same `batch_size` all the same. With 5 examples left over
of 10, the step is half as long as the mean of the five would make it, and that is fair: every example moves the
parameters by $\eta / 10$ times its own gradient, in whatever batch it comes. With the mean over each batch
(`loss.mean().backward()`) these five would count double.

**Why `torch.no_grad()`?** The update is arithmetic on parameters, and PyTorch would record it as one more step of
the computation whose gradient we want. It refuses to change a parameter in place while it records; and `w = w - …`,
outside of `no_grad`, makes a *new* tensor with a history, which the model does not know.

**Why are gradients reset?** PyTorch *adds* to `.grad` at each `backward()`: useful where a parameter is used in
several losses, wrong where each step should have a gradient of its own. Look:
"""

# %% tags=["demo", "active-ipynb"]
# p = torch.tensor(3.0, requires_grad=True)
# for _ in range(3):
#     (p**2).backward()
#     print("p.grad is", p.grad.item(), "and 2p is", 2 * p.item())
# try:
#     p -= 0.1 * p.grad
# except RuntimeError as error:
#     print("without no_grad:", error)


# %% exercise="sgd"
def sgd(params, lr, batch_size):
    r"""One step of minibatch stochastic gradient descent, in place.

    Arguments: `params`, a list of tensors, each with its gradient of the *summed* loss in `.grad`;
    the learning rate `lr`; `batch_size`, by which the gradient is divided.

    Changes every tensor in `params` itself: param ← param − lr · grad / batch_size. Afterwards
    every gradient is reset, to zeros or to None, and every param still requires a gradient. The
    list itself stays as it is. Returns nothing.
    """
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


# %% [markdown]
r"""
## Training

Now the loop. For each minibatch: predict, sum the losses, `backward()`, and a step.
"""


# %% exercise="train_linreg"
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    r"""Train a linear model from scratch with minibatch SGD.

    Arguments: `features` of shape (n, d), `labels` of shape (n, 1); neither is changed.

    Start from w of shape (d, 1) drawn from N(0, 0.01²) and b = 0 of shape (1,). In each of
    `num_epochs` epochs, go once over the data in random minibatches of `batch_size`; for each, sum
    the squared losses (ŷ − y)²/2, take the gradient, and make one step: param ← param − lr · grad /
    batch_size. The division is by `batch_size` also for a last batch that is shorter.

    Returns (w, b, losses): the trained parameters, and a list of `num_epochs` floats, the mean of
    (ŷ − y)²/2 over all the data after each epoch. With a learning rate that is too large these
    become inf or nan, and that is no error.
    """
    w = torch.normal(0, 0.01, (features.shape[1], 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        with torch.no_grad():
            losses.append(float(squared_loss(linreg(features, w, b), labels).mean()))
    return w, b, losses


# %% tags=["demo", "active-ipynb"]
# features, labels = synthetic_data(torch.tensor([2, -3.4]), 4.2, 1000)
# w, b, losses = train_linreg(features, labels)
# print("w:", w.flatten().tolist(), "where 2 and −3.4 are true;  b:", b.item(), "where 4.2 is")
# for rate, what in ((0.03, "right"), (0.001, "too slow"), (10, "too large")):
#     w, b, losses = train_linreg(features, labels, lr=rate, num_epochs=5)
#     print(f"learning rate {rate:5}: " + "  ".join(f"{loss:9.3g}" for loss in losses))
#     plt.semilogy(
#         range(1, 6),
#         losses,
#         "-o",
#         label=f"{rate}: {what}"
#         + ("" if np.isfinite(losses[-1]) else ", nan from the first epoch on"),
#     )
# plt.xlabel("epoch")
# plt.ylabel("loss")
# plt.legend(title="learning rate")
# plt.xticks(range(1, 6))
# plt.show()

# %% [markdown]
r"""
How fast should it fall? A step multiplies the distance to the true parameters by about $1 - \eta$ (the features
have variance 1), and an epoch has 100 steps: after one, $0.97^{100} \approx 0.05$ of it is left, and of the loss,
its square, 0.2 %. So from 17 at the start it falls below 0.1 in the first epoch and below 0.001 in the second, and
in the third it arrives at what no model can explain: the noise, $0.01^2 / 2 = 0.00005$. With 0.001,
$0.999^{100} \approx 0.9$ is left: thirty epochs do what one did before. And with 10 each step multiplies the distance
by −9, until the numbers overflow to infinity, and infinity less infinity is `nan`.

## Think on

* What happens if w starts from zero in place of small random numbers? And would that be as harmless for a network
  with a hidden layer?
* Why does the second derivative need `create_graph=True`, and what would `zero_grad` have to do with it?
* The labels are prices in cents and become prices in euros: what has to change in the learning rate, and what in
  the result?
"""
