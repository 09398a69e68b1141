# %% [markdown]
r"""
# Kinds of answers

A number drawn, a tensor, a column, an iterator, a layer: each exercise answers with another kind of thing, or is asked in
another way.
"""

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


# %% exercise="draws"
def draws(n):
    r"""Return n numbers of the standard normal distribution, as a tensor of shape (n,), others at each call."""
    numbers_drawn = torch.randn(n)
    return numbers_drawn


# %% exercise="iterator"
def iterator(size, rows):
    r"""Yield the rows of a tensor in their order, in pieces of `size` rows; the last piece may be shorter."""
    for first_row in range(0, len(rows), size):
        yield rows[first_row : first_row + size]


# %% exercise="tensor"
def tensor(X, w, b):
    r"""Return Xw + b: X has shape (n, d), w has shape (d, 1), b is a tensor of one number."""
    product_with_w = torch.matmul(X, w)
    return product_with_w + b


# %% exercise="column"
def column(y_hat, y):
    r"""Return ŷ − y in the shape of ŷ, which is (n, 1); y may have the shape (n,)."""
    y_as_a_column = y.reshape(y_hat.shape)
    return y_hat - y_as_a_column


# %% exercise="in_place"
def in_place(params, lr):
    r"""Change each of `params` in place, to p − lr · its gradient, and set its gradient to None or zero."""
    with torch.no_grad():
        for parameter_to_change in params:
            parameter_to_change -= lr * parameter_to_change.grad
            parameter_to_change.grad = None


# %% exercise="Layer"
class Layer(nn.Module):
    r"""A layer with a `weight` of shape (n,): `forward(X)` is weight · X, element by element."""

    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(n))

    def forward(self, X):
        return self.weight * X


# %% exercise="asks_back"
def asks_back(f, x, steps=10):
    r"""Return a list of `steps` + 1 numbers: x, f(x), f(f(x)), …"""
    numbers_so_far = [x]
    for _ in range(steps):
        numbers_so_far.append(f(numbers_so_far[-1]))
    return numbers_so_far


# %% exercise="uses_others"
def uses_others(X, y, w, b, size=4, lr=0.1):
    r"""Make one pass over the rows of X and y, `size` at a time, and change w and b in place by gradient descent.

    The loss of a piece is the mean of its squared differences. Uses `iterator`, `tensor`, `column` and `in_place`.
    Returns the losses, a list of numbers.
    """
    losses_of_pieces = []
    for piece_of_X, piece_of_y in zip(iterator(size, X), iterator(size, y)):
        loss_of_piece = (column(tensor(piece_of_X, w, b), piece_of_y) ** 2).mean()
        loss_of_piece.backward()
        in_place([w, b], lr)
        losses_of_pieces.append(loss_of_piece.item())
    return losses_of_pieces


# %% tags=["demo", "active-ipynb"]
# plt.plot(asks_back(lambda x: x / 2, 8.0))
# plt.show()

# %% [markdown]
r"""
<!-- BEGIN QUESTION -->
**In your own words.** Why is each number half of the one before?
"""

# %% [markdown] question="why"
r"""
Because f halves it, and nothing else is asked of it.
"""
