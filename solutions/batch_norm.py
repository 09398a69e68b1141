# %% [markdown]
r"""
# Batch normalization

Batch normalization centres and scales each feature by the statistics of the minibatch, then gives the network two
parameters to undo as much of it as it likes:

$$\mathrm{BN}(\mathbf{x}) = \boldsymbol{\gamma} \odot \frac{\mathbf{x} - \hat{\boldsymbol{\mu}}_\mathcal{B}}{\sqrt{\hat{\boldsymbol{\sigma}}_\mathcal{B}^2 + \epsilon}} + \boldsymbol{\beta}.$$

In prediction there may be no minibatch to take statistics of, so training keeps moving averages of them.
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
## The operation

A dense layer's output has a feature in each column; a convolution's has one in each channel, at every position of every image.
"""


# %% exercise="batch_norm"
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    r"""Batch normalization of a minibatch.

    Arguments: X of shape (n, d), normalized by feature over the n examples, or of shape (n, c, h, w), normalized by channel over n, h and w.
    gamma, beta, moving_mean and moving_var have shape (1, d) or (1, c, 1, 1), so that they broadcast against X.

    Returns (Y, moving_mean, moving_var), Y of the shape of X, the others of the shapes that they came in:

    * in training (`is_training` true): mean and variance of this minibatch, the *biased* variance (divided by the number of values, not by
      that number less one); Y = gamma · (X − mean) / √(var + eps) + beta; and the moving statistics follow, where `momentum` weighs the old
      value: moving ← momentum · moving + (1 − momentum) · of this minibatch (for the variance, too, the biased one);
    * in prediction: Y is computed from moving_mean and moving_var in place of the minibatch's, and these are returned unchanged.

    Gradients flow to X, gamma and beta in both modes; in training, those to X also through the mean and the variance. X is not changed.
    """
    if is_training:
        dims = (0,) if X.dim() == 2 else (0, 2, 3)
        mean = X.mean(dim=dims, keepdim=True)  # (1, d) or (1, c, 1, 1)
        var = ((X - mean) ** 2).mean(dim=dims, keepdim=True)
        moving_mean = momentum * moving_mean + (1 - momentum) * mean.detach()
        moving_var = momentum * moving_var + (1 - momentum) * var.detach()
    else:
        mean, var = moving_mean, moving_var
    return gamma * (X - mean) / torch.sqrt(var + eps) + beta, moving_mean, moving_var


# %% tags=["demo", "active-ipynb"]
# X = 3 * torch.randn(200, 2) + torch.tensor([5.0, -2.0])
# ones, zeros = torch.ones(1, 2), torch.zeros(1, 2)
# Y, _, _ = batch_norm(True, X, ones, zeros, zeros, ones, 1e-5, 0.9)
# plt.scatter(*X.T, s=4, label="before"), plt.scatter(*Y.T, s=4, label="after")
# plt.legend(), plt.axis("equal")
# plt.show()

# %% [markdown]
r"""
## The layer

What is learned (gamma, beta) is a parameter; what is only counted (the moving statistics) is not.
"""


# %% exercise="BatchNorm"
class BatchNorm(nn.Module):
    r"""A batch normalization layer, built on `batch_norm`.

    `num_features` is the number of features d or of channels c; `num_dims` is 2 after a dense layer, 4 after a convolution.

    Attributes, all of shape (1, num_features) or (1, num_features, 1, 1):

    * `gamma`, an `nn.Parameter`, initially 1, and `beta`, an `nn.Parameter`, initially 0;
    * `moving_mean`, initially 0, and `moving_var`, initially 1: no parameters, but they follow X to its device.

    `forward(X)` returns Y of the shape of X, with eps = 1e-5 and momentum = 0.9. In training mode (after `train()`, the default) it normalizes
    by the minibatch and updates the moving statistics; in evaluation mode (after `eval()`) it uses them and leaves them alone.
    """

    def __init__(self, num_features, num_dims):
        super().__init__()
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = nn.Parameter(torch.ones(shape))
        self.beta = nn.Parameter(torch.zeros(shape))
        self.register_buffer("moving_mean", torch.zeros(shape))
        self.register_buffer("moving_var", torch.ones(shape))

    def forward(self, X):
        statistics = self.moving_mean.to(X.device), self.moving_var.to(X.device)
        Y, self.moving_mean, self.moving_var = batch_norm(
            self.training, X, self.gamma, self.beta, *statistics, eps=1e-5, momentum=0.9
        )
        return Y
