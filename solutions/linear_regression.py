# %% [markdown]
r"""
# Linear regression from scratch

You will build everything that a deep-learning framework does when it trains a model, once, by hand: data, minibatches,
a model, a loss, an optimizer, and the loop that ties them together. Nothing is hidden in a library call here, so that
nothing is a mystery in the chapters that follow.

The model is $\hat{y} = \mathbf{x}^\top \mathbf{w} + b$, the loss of one example is $\frac{1}{2}(\hat{y} - y)^2$, and
minibatch stochastic gradient descent moves the parameters against the gradient, averaged over a minibatch $\mathcal{B}$:

$$(\mathbf{w}, b) \leftarrow (\mathbf{w}, b) - \frac{\eta}{|\mathcal{B}|} \sum_{i \in \mathcal{B}} \partial_{(\mathbf{w}, b)} l^{(i)}(\mathbf{w}, b).$$
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
    * y of shape (n, 1): y = Xw + b + ε, every ε drawn from N(0, 0.01²), that is, with standard deviation 0.01.

    Each call draws anew.
    """
    X = torch.normal(0, 1, (num_examples, len(w)))  # (n, d)
    y = torch.matmul(X, w) + b  # (n,)
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape(-1, 1)


# %% tags=["demo", "active-ipynb"]
# features, labels = synthetic_data(torch.tensor([2, -3.4]), 4.2, 1000)
# plt.scatter(features[:, 1], labels[:, 0], s=1)
# plt.xlabel("second feature"), plt.ylabel("label")
# plt.show()

# %% [markdown]
r"""
## Minibatches

Each pass over the data (an epoch) visits the examples in a new random order, a few at a time.
The $-1$ in `reshape(-1, 1)` means "whatever is left": PyTorch works that length out from the others.
"""


# %% exercise="data_iter"
def data_iter(batch_size, features, labels):
    r"""Iterate once over a data set in minibatches, in random order.

    Arguments: `batch_size`, a positive whole number; `features` of shape (n, ...) and `labels` of shape (n, ...),
    where example i is the pair (features[i], labels[i]).

    Returns something to loop over once, `for X, y in data_iter(...)` (a generator is the natural thing):

    * each is a pair of tensors (X, y) of `batch_size` examples, with the dtype and the other dimensions of `features` and `labels`;
      the last pair has what is left over when n is no multiple of `batch_size`;
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
# for X, y in data_iter(10, features, labels):
#     print(X, "\n", y)
#     break

# %% [markdown]
r"""
## Model and loss
"""


# %% exercise="linreg"
def linreg(X, w, b):
    r"""The linear model: X w + b.

    Arguments: X of shape (n, d), w of shape (d, 1), b of shape (1,) or a number. Returns a tensor of shape (n, 1).
    """
    return torch.matmul(X, w) + b


# %% exercise="squared_loss"
def squared_loss(y_hat, y):
    r"""Half the squared error of each example: (ŷ − y)² / 2.

    Arguments: the predictions `y_hat`, of any shape, and the labels `y`, with as many elements but perhaps another
    shape, such as (n,) beside (n, 1): reshape y to the shape of `y_hat`, or broadcasting will make an n × n matrix of them.

    Returns a tensor of the shape of `y_hat`: one loss for each element, neither summed nor averaged. Gradients flow back to
    `y_hat`; the arguments themselves are not changed.
    """
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


# %% [markdown]
r"""
## Minibatch stochastic gradient descent

The loss is summed over the minibatch before `backward()`, so the division by the batch size stands in the update.
The update itself must not become part of the graph (`torch.no_grad()`), and since PyTorch *adds* to `.grad`, the
gradients have to be reset before the next `backward()`.
"""


# %% exercise="sgd"
def sgd(params, lr, batch_size):
    r"""One step of minibatch stochastic gradient descent, in place.

    Arguments: `params`, a list of tensors, each with its gradient of the *summed* loss in `.grad`; the learning rate `lr`;
    `batch_size`, by which the gradient is divided.

    Changes every tensor in `params` itself: param ← param − lr · grad / batch_size. Afterwards every gradient is reset,
    to zeros or to None, and every param still requires a gradient. The list itself stays as it is. Returns nothing.
    """
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


# %% [markdown]
r"""
## Training

Try learning rates of 0.03, 0.001 and 10: the first is right, the second too slow, and the third ends in `nan`.
"""


# %% exercise="train_linreg"
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    r"""Train a linear model from scratch with minibatch SGD.

    Arguments: `features` of shape (n, d), `labels` of shape (n, 1).

    Start from w of shape (d, 1) drawn from N(0, 0.01²) and b = 0 of shape (1,). In each of `num_epochs` epochs, go once over
    the data in random minibatches of `batch_size`; for each, sum the squared losses (ŷ − y)²/2, take the gradient, and make one
    step: param ← param − lr · grad / batch_size. The division is by `batch_size` also for a last batch that is shorter.

    Returns (w, b, losses): the trained parameters, and a list of `num_epochs` floats, the mean of (ŷ − y)²/2 over all the data
    after each epoch. With a learning rate that is too large these become inf or nan, and that is no error.
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
# for rate in (0.03, 0.001, 10):
#     w, b, losses = train_linreg(features, labels, lr=rate)
#     print(f"learning rate {rate}: loss {losses}")
