# %% [markdown]
r"""
# Batch normalization

Batch normalization centers and scales each feature by the statistics of the minibatch, then gives the network two
parameters to undo as much of it as it likes:

$$\mathrm{BN}(\mathbf{x}) = \boldsymbol{\gamma} \odot \frac{\mathbf{x} - \hat{\boldsymbol{\mu}}_\mathcal{B}}{\sqrt{\hat{\boldsymbol{\sigma}}_\mathcal{B}^2 + \epsilon}} + \boldsymbol{\beta}.$$

In prediction there may be no minibatch to take statistics of, so training keeps moving averages of them.

**What to do.** Write the operation, wrap it in a layer, compare that with PyTorch's own, and train a LeNet with and without it.
Replace each `raise NotImplementedError(…)`, and run the check below it.

**Time and difficulty.** About an hour and a half; two exercises of about ten lines. The first one asks for four things at once:
take the hints one by one. You should know tensors' `mean(dim=…, keepdim=True)` and how to write an `nn.Module`.

**Read along.** [Batch normalization](https://d2l.ai/chapter_convolutional-modern/batch-norm.html) in *Dive into Deep Learning*;
PyTorch's [`BatchNorm1d`](https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html) and
[`BatchNorm2d`](https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html); the paper by
[Ioffe and Szegedy (2015)](https://arxiv.org/abs/1502.03167).

**Why do it?** Standardizing the *inputs* once is enough for a shallow model: its only layer sees them as they are. In a deep network
each layer works on what the layers before it have made, and these keep changing while they learn. Batch normalization standardizes
there, at every step. With the scale fixed, larger learning rates are possible, and the noise of the minibatches' statistics
regularizes on top.

**Where does it stand?** Between the affine map (a dense layer or a convolution) and the activation. There the numbers are close to
a normal distribution, and centered ones meet the activation where it bends. Papers since have put it in other places; the last section names one.
"""

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)  # nets this small are slower on several cores

# %% [markdown]
r"""
## The operation

**Which numbers belong together?** Those that the same weights have computed. A dense layer's output has a feature
in each column, so the statistics run over the n examples. A convolution applies the same kernel at every position
of every image: its features are the channels, and the statistics run over examples, rows and columns alike.

![Left: of a table of n examples and d features, one column has one mean and one variance, of n values. Right: of n examples with c images each, all images of one channel together have one mean and one variance, of n · h · w values.](figures/batch-norm-axes.svg)

| | X | statistics over | gamma, beta, moving averages |
|---|---|---|---|
| dense | (n, d) | n values for each of d features | (1, d) |
| convolutional | (n, c, h, w) | n · h · w values for each of c channels | (1, c, 1, 1) |

**Training against prediction.** In training each minibatch is normalized by its own statistics; in prediction by
the moving averages, since the answer for one example must not depend on which others happen to come with it, and of
a single example there is no variance.

<details><summary>Hint 1: the statistics</summary>

The dimensions to average over are `(0,)` for a table and `(0, 2, 3)` for images. With `keepdim=True` the result has the shape
(1, d) or (1, c, 1, 1) and broadcasts against X. For the variance, average the squared differences from the mean, or call
`X.var(…, correction=0)`; the default divides by one less.

</details>
<details><summary>Hint 2: the moving averages</summary>

They are no part of the computation that is differentiated: `detach()` what goes into them. But don't detach the mean and the variance
that Y is computed from; the gradient of X flows through both.

</details>
<details><summary>Hint 3: the two modes</summary>

Only *which* mean and variance enter the formula differs. Choose them first, and write the formula once. eps is added to the variance, inside the root.

</details>
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
# for name, values in (("before", X), ("after", Y)):
#     rounded = [[round(v, 3) for v in stat(0).tolist()] for stat in (values.mean, values.std)]
#     print(f"{name:6}: means {rounded[0]}, standard deviations {rounded[1]}")
#     plt.scatter(*values.T, s=4, label=name)
# plt.legend()
# plt.axis("equal")
# plt.xlabel("feature 0")
# plt.ylabel("feature 1")
# plt.title("200 examples of two features")
# plt.show()

# %% [markdown]
r"""
## The layer

What is learned (gamma, beta) is a parameter; what is merely tracked (the moving statistics) is not. Both have to
follow the layer when it is moved to a GPU.

<details><summary>Hint 1: what to make</summary>

`nn.Parameter(…)` as an attribute is found by `parameters()`. `self.register_buffer("name", tensor)` keeps a tensor that moves with the layer
and is saved with it, and that no optimizer changes.

</details>
<details><summary>Hint 2: what to do at each call</summary>

`self.training` says which mode it is: `train()` and `eval()` set it. Call your `batch_norm`, store the moving statistics that it returns, and return Y.

</details>
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

They start at 0 and 1 and move a tenth of the way towards each minibatch's statistics. After a few dozen they tremble about the right values,
the variance a little too low: the *biased* variance of 20 values is on average 19/20 of the true one, 3.8 instead of 4. A
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
# plt.plot(variances, "--", label="moving variance")
# plt.axhline(5, color="gray", linestyle=":")
# plt.axhline(4, color="gray", linestyle=":", label="of the distribution: 5 and 4")
# plt.xlabel("minibatch")
# plt.legend()
# plt.show()
# layer.eval()
# five = round(layer(torch.tensor([[5.0]])).item(), 3)
# print("in prediction, x = 5 becomes", five, "whatever else is in the minibatch")

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
# print(f"greatest difference of the outputs: {(own(X) - library(X)).abs().max():.1e}")
# print("moving variance, yours:    ", [round(v, 4) for v in own.moving_var.flatten().tolist()])
# print("moving variance, PyTorch's:", [round(v, 4) for v in library.running_var.tolist()])
# ratios = (library.running_var - 0.9) / (own.moving_var.flatten() - 0.9)
# print("ratio of the new parts:    ", [round(v, 4) for v in ratios.tolist()])
# print("n / (n − 1) = 100 / 99 =   ", round(100 / 99, 4))

# %% [markdown]
r"""
## LeNet with and without

The digits that come with scikit-learn: 1,797 images of 8 × 8 pixels. LeNet's sigmoids
are hard to train: a sigmoid's slope is at most ¼, so the differences between the images shrink from layer to layer on the
way in, and the gradients on the way back. At the start the last sigmoids give nearly the same for every image. Your layer
in front of each of them spreads its inputs out again to a standard deviation of 1.

One learning rate would prove little: perhaps it only suits one of the nets. Here are four, for three nets: without normalization, with
your layer, and with PyTorch's `nn.BatchNorm2d` and `nn.BatchNorm1d`. Each trains for four epochs.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
#
# def lenet(norm):
#     convolutions = [nn.Conv2d(1, 6, 3, padding=1), norm(6, 4), nn.Sigmoid(), nn.AvgPool2d(2)]
#     convolutions += [nn.Conv2d(6, 16, 3, padding=1), norm(16, 4), nn.Sigmoid(), nn.AvgPool2d(2)]
#     dense = [nn.Flatten(), nn.Linear(64, 60), norm(60, 2), nn.Sigmoid()]
#     dense += [nn.Linear(60, 30), norm(30, 2), nn.Sigmoid(), nn.Linear(30, 10)]
#     return nn.Sequential(*convolutions, *dense)
#
#
# def library_norm(num_features, num_dims):
#     return nn.BatchNorm1d(num_features) if num_dims == 2 else nn.BatchNorm2d(num_features)
#
#
# norms = {
#     "without": lambda num_features, num_dims: nn.Identity(),
#     "your BatchNorm": BatchNorm,
#     "nn.BatchNorm": library_norm,
# }
# images, digits = load_digits(return_X_y=True)
# X, y = torch.tensor(images, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16, torch.tensor(digits)
# rates = (0.03, 0.3, 1.0, 3.0)
# figure, axes = plt.subplots(1, 4, figsize=(14, 3), sharey=True)
# for ax, rate in zip(axes, rates):
#     for (name, norm), style in zip(norms.items(), ("-", "-", "--")):
#         torch.manual_seed(0)
#         net, losses = lenet(norm), []
#         trainer = torch.optim.SGD(net.parameters(), lr=rate)
#         for _ in range(4):
#             for rows in torch.randperm(1400).split(100):
#                 loss = F.cross_entropy(net(X[rows]), y[rows])
#                 trainer.zero_grad()
#                 loss.backward()
#                 trainer.step()
#                 losses.append(loss.item())
#         net.eval()
#         with torch.no_grad():
#             right = (net(X[1400:]).argmax(1) == y[1400:]).float().mean()
#         ax.plot(losses, style, label=f"{name}: {right:.0%} right")
#     ax.set_title(f"learning rate {rate}")
#     ax.set_xlabel("step")
#     ax.legend(fontsize=8)
# axes[0].set_ylabel("training loss")
# axes[0].set_ylim(0, 4.6)
# plt.show()
# print(lenet(BatchNorm))

# %% [markdown]
r"""
Without normalization the loss stays at ln 10 ≈ 2.3, that of guessing, at all four rates: 56 steps are not enough to wake the
sigmoids. With it every rate works, over a range of one to a hundred, and two thirds to four fifths of the test digits are right after four epochs. Your layer and PyTorch's
draw one curve.

## What gamma and beta have learned

They start at 1 and 0, which leaves the standardized numbers alone. After training they don't stay there: the network has undone some of the
normalization where that helps, and made some features louder than others.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
# torch.manual_seed(0)
# images, digits = load_digits(return_X_y=True)
# X, y = torch.tensor(images, dtype=torch.float32) / 16, torch.tensor(digits)
# net = nn.Sequential(nn.Linear(64, 20), BatchNorm(20, 2), nn.ReLU(), nn.Linear(20, 10))
# trainer = torch.optim.SGD(net.parameters(), lr=0.5)
# for _ in range(10):
#     for rows in torch.randperm(1400).split(100):
#         trainer.zero_grad()
#         F.cross_entropy(net(X[rows]), y[rows]).backward()
#         trainer.step()
# plt.bar(range(20), net[1].gamma.detach().flatten(), width=0.4, label="gamma, started at 1")
# plt.bar([i + 0.4 for i in range(20)], net[1].beta.detach().flatten(), width=0.4, label="beta, started at 0")
# plt.xlabel("hidden feature")
# plt.xticks(range(20))
# plt.legend(bbox_to_anchor=(1.02, 1), loc="upper left")
# plt.show()

# %% [markdown]
r"""
## A network of thirty layers that trains anyway

Show this one to a friend. Thirty dense layers with `tanh`, and starting weights that are far too small, right, or far too large. Small
weights make the signal vanish on its way, large ones drive each `tanh` to −1 or 1, where its slope is 0. Your layer divides the scale out again
after each multiplication. The loss after 40 steps, by the scale of the weights:
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
# images, digits = load_digits(return_X_y=True)
# X, y = torch.tensor(images[:500], dtype=torch.float32) / 16, torch.tensor(digits[:500])
# scales = (0.01, 0.1, 0.3, 1, 3, 10)
# for name, normalized in (("without", False), ("with your BatchNorm", True)):
#     final = []
#     for scale in scales:
#         torch.manual_seed(0)
#         net = nn.Sequential()
#         for depth in range(30):
#             width = 64 if depth == 0 else 32
#             layer = nn.Linear(width, 32)
#             nn.init.normal_(layer.weight, 0, scale * width**-0.5)
#             net.extend([layer, BatchNorm(32, 2), nn.Tanh()] if normalized else [layer, nn.Tanh()])
#         net.append(nn.Linear(32, 10))
#         trainer = torch.optim.Adam(net.parameters(), lr=0.003)
#         for step in range(40):
#             rows = torch.arange(100) + 100 * (step % 5)
#             trainer.zero_grad()
#             loss = F.cross_entropy(net(X[rows]), y[rows])
#             loss.backward()
#             trainer.step()
#         final.append(loss.item())
#     plt.semilogx(scales, final, "-o" if normalized else "--s", label=name)
# plt.axhline(np.log(10), color="gray", linestyle=":", label="guessing: ln 10")
# plt.xlabel("scale of the initial weights")
# plt.ylabel("training loss after 40 steps")
# plt.legend()
# plt.title("thirty layers of tanh")
# plt.show()

# %% [markdown]
r"""
The dashed line never gets away from guessing. With your layer the net learns at every scale over a range of one to a thousand, fastest near 1.

## Going further

<details><summary>The layer before a batch normalization needs no bias. Why?</summary>

Whatever constant it adds to a feature, the mean takes it away again. beta does its work.

</details>
<details><summary>What goes wrong with a minibatch of one example in a dense layer, and why not (so badly) in a convolutional one?</summary>

Each feature has one value: it *is* the mean, the variance is 0, and Y is beta whatever comes in. PyTorch refuses that. A convolutional layer
still has h · w values for each channel, all of one image.

</details>
<details><summary>Does it have to stand before the activation?</summary>

No. ResNet's later version and DenseNet normalize *before* each convolution, with the activation in between: what the convolution reads is then standardized, and the shortcut
is left alone. After the activation it works as well in many networks; measure it in yours.

</details>
<details><summary>My minibatches can only be small. What then?</summary>

The statistics of four examples are noise. Layer normalization takes them over the features of each example, group normalization over groups of
its channels: both know no minibatch, and do the same in training and prediction
([Wu and He, 2018](https://arxiv.org/abs/1803.08494)).

</details>

* **Next step.** Write a `LayerNorm` by changing the dimensions of your mean and variance, compare it with
  [`nn.LayerNorm`](https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html), and put it into the thirty layers above. What
  becomes of the moving averages?
* Train the three LeNets with `torch.optim.Adam(net.parameters(), lr=0.001)`, as many programs do. Does the plain one move now, and after how many epochs?
* Train the LeNet at a learning rate of 1 with minibatches of 2, 10 and 100. From which size on does batch normalization help?
"""
