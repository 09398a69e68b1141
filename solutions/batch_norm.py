# %% [markdown]
r"""
# Batch normalization

Batch normalization centres and scales each feature by the statistics of the minibatch, then gives the network two
parameters to undo as much of it as it likes:

$$\mathrm{BN}(\mathbf{x}) = \boldsymbol{\gamma} \odot \frac{\mathbf{x} - \hat{\boldsymbol{\mu}}_\mathcal{B}}{\sqrt{\hat{\boldsymbol{\sigma}}_\mathcal{B}^2 + \epsilon}} + \boldsymbol{\beta}.$$

In prediction there may be no minibatch to take statistics of, so training keeps moving averages of them.

Why do it? The layers of a deep network all learn at once, and each works on numbers whose scale the layers before
it are just changing. With the scale fixed, larger learning rates are possible, and the noise of the minibatches'
statistics regularizes on top. You will write the operation, wrap it in a layer, compare that with PyTorch's own,
and train a LeNet with and without it.
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

**Which numbers belong together?** Those that the same weights have computed. A dense layer's output has a feature
in each column, so the statistics run over the n examples. A convolution applies the same kernel at every position
of every image: its features are the channels, and the statistics run over examples, rows and columns alike.

| | X | statistics over | gamma, beta, moving averages |
|---|---|---|---|
| dense | (n, d) | n values for each of d features | (1, d) |
| convolutional | (n, c, h, w) | n · h · w values for each of c channels | (1, c, 1, 1) |

**Training against prediction.** In training each minibatch is normalized by its own statistics; in prediction by
the moving averages, since the answer for one example must not depend on which others happen to come with it, and of
a single example there is no variance.
"""


# %% exercise="batch_norm"
def batch_norm(is_training, X, gamma, beta, moving_mean, moving_var, eps, momentum):
    r"""Batch normalization of a minibatch.

    Arguments: X of shape (n, d), normalized by feature over the n examples, or of shape (n, c, h,
    w), normalized by channel over n, h and w. gamma, beta, moving_mean and moving_var have shape
    (1, d) or (1, c, 1, 1), so that they broadcast against X.

    Returns (Y, moving_mean, moving_var), Y of the shape of X, the others of the shapes that they
    came in (or (d,) in place of (1, d), which broadcasts alike):

    * in training (`is_training` true): mean and variance of this minibatch, the *biased* variance
      (divided by the number of values, not by that number less one); Y = gamma · (X − mean) / √(var
      + eps) + beta; and the moving statistics follow, where `momentum` weighs the old value: moving
      ← momentum · moving + (1 − momentum) · of this minibatch (for the variance, too, the biased
      one);
    * in prediction: Y is computed from moving_mean and moving_var in place of the minibatch's, and
      these are returned unchanged.

    Gradients flow to X, gamma and beta in both modes; in training, those to X also through the mean
    and the variance. X, gamma and beta are not changed, and in prediction nothing is.
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
# plt.scatter(*X.T, s=4, label="before")
# plt.scatter(*Y.T, s=4, label="after")
# plt.legend()
# plt.axis("equal")
# plt.title("200 examples of two features")
# plt.show()

# %% [markdown]
r"""
## The layer

What is learned (gamma, beta) is a parameter; what is only counted (the moving statistics) is not. Both have to
follow the layer when it is moved to a GPU.
"""


# %% exercise="BatchNorm"
class BatchNorm(nn.Module):
    r"""A batch normalization layer, built on `batch_norm`.

    `num_features` is the number of features d or of channels c; `num_dims` is 2 after a dense
    layer, 4 after a convolution.

    Attributes, all of shape (1, num_features), or (num_features,), after a dense layer, and of
    shape (1, num_features, 1, 1) after a convolution:

    * `gamma`, an `nn.Parameter`, initially 1, and `beta`, an `nn.Parameter`, initially 0;
    * `moving_mean`, initially 0, and `moving_var`, initially 1: no parameters, and without a graph
      (they would hold on to every minibatch), but they follow X to its device.

    `forward(X)` returns Y of the shape of X, with eps = 1e-5 and momentum = 0.9. In training mode
    (after `train()`, the default) it normalizes by the minibatch and updates the moving statistics;
    in evaluation mode (after `eval()`) it uses them and leaves them alone.
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


# %% [markdown]
r"""
## What the moving averages do

They start from 0 and 1 and come nearer by a tenth at each minibatch. After a few dozen they tremble about the right values,
the variance a little too low: the *biased* variance of 20 values is on average 19/20 of the true one, 3.8 in place of 4. A
network that is asked to predict before that makes strange mistakes, and so does one that was never told `eval()`.
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(0)
# layer, means, variances = BatchNorm(1, 2), [], []
# for _ in range(80):
#     layer(2 * torch.randn(20, 1) + 5)
#     means.append(layer.moving_mean.item())
#     variances.append(layer.moving_var.item())
# plt.plot(means, label="moving mean")
# plt.plot(variances, label="moving variance")
# plt.axhline(5, color="gray", linestyle=":")
# plt.axhline(4, color="gray", linestyle=":", label="of the distribution: 5 and 4")
# plt.xlabel("minibatch")
# plt.legend()
# plt.show()
# layer.eval()
# print(
#     "in prediction, x = 5 becomes",
#     round(layer(torch.tensor([[5.0]])).item(), 3),
#     "whatever else is in the minibatch",
# )

# %% [markdown]
r"""
## Yours against PyTorch's

The outputs agree to the last digits. Two things differ by convention: PyTorch's `momentum` weighs the *new* value
(its 0.1 is our 0.9), and its moving average takes the *unbiased* variance, divided by the number of values less
one, though it normalizes by the biased one.
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(0)
# own, library, X = BatchNorm(3, 4), nn.BatchNorm2d(3), 2 * torch.randn(4, 3, 5, 5) + 1
# print("greatest difference of the outputs:", (own(X) - library(X)).abs().max().item())
# print("moving variance, yours:    ", [round(v, 4) for v in own.moving_var.flatten().tolist()])
# print("moving variance, PyTorch's:", [round(v, 4) for v in library.running_var.tolist()])
# print(
#     "ratio of the parts that are new:",
#     [
#         round(v, 4)
#         for v in ((library.running_var - 0.9) / (own.moving_var.flatten() - 0.9)).tolist()
#     ],
#     "= n / (n − 1) =",
#     round(100 / 99, 4),
# )

# %% [markdown]
r"""
## LeNet with and without

The digits that come with scikit-learn: 1,797 images of 8 × 8 pixels. LeNet's sigmoids
are hard to train: a sigmoid's slope is at most ¼, so the differences between the images shrink from layer to layer on the
way in, and the gradients on the way back. At the start the last sigmoids give nearly the same for every image. Your layer
in front of each of them spreads its inputs out again to a standard deviation of 1.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
#
# def lenet(normalized):
#     norm = BatchNorm if normalized else lambda num_features, num_dims: nn.Identity()
#     return nn.Sequential(
#         nn.Conv2d(1, 6, kernel_size=3, padding=1),
#         norm(6, 4),
#         nn.Sigmoid(),
#         nn.AvgPool2d(2),
#         nn.Conv2d(6, 16, kernel_size=3, padding=1),
#         norm(16, 4),
#         nn.Sigmoid(),
#         nn.AvgPool2d(2),
#         nn.Flatten(),
#         nn.Linear(64, 60),
#         norm(60, 2),
#         nn.Sigmoid(),
#         nn.Linear(60, 30),
#         norm(30, 2),
#         nn.Sigmoid(),
#         nn.Linear(30, 10),
#     )
#
#
# images, digits = load_digits(return_X_y=True)
# X, y = torch.tensor(images, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16, torch.tensor(digits)
# for normalized in (False, True):
#     torch.manual_seed(0)
#     order = torch.randperm(len(X))
#     train, test = order[:1400], order[1400:]
#     net, losses = lenet(normalized), []
#     trainer = torch.optim.SGD(net.parameters(), lr=1.0)
#     for epoch in range(6):
#         for batch in train[torch.randperm(len(train))].split(100):
#             loss = F.cross_entropy(net(X[batch]), y[batch])
#             trainer.zero_grad()
#             loss.backward()
#             trainer.step()
#             losses.append(loss.item())
#     net.eval()
#     with torch.no_grad():
#         right = (net(X[test]).argmax(1) == y[test]).float().mean()
#     plt.plot(
#         losses,
#         label=f"{'with' if normalized else 'without'} batch normalization: {right:.0%} of the test digits right",
#     )
# plt.xlabel("step")
# plt.ylabel("training loss")
# plt.legend()
# plt.show()

# %% [markdown]
r"""
## Think on

* The layer before a batch normalization needs no bias. Why?
* What would go wrong with a minibatch of one example in a dense layer, and why not (so badly) in a convolutional one?
"""
