# %% [markdown]
r"""
# Densely connected networks

A residual block *adds* what it has computed to its input. A dense block *keeps* both, side by side: it concatenates
them along the channels, so that each layer sees the outputs of all layers before it, untouched:

$$\mathbf{x} \to \left[\mathbf{x},\, f_1(\mathbf{x}),\, f_2\big([\mathbf{x}, f_1(\mathbf{x})]\big),\, f_3\big([\mathbf{x}, f_1(\mathbf{x}), f_2([\mathbf{x}, f_1(\mathbf{x})])]\big),\, \ldots\right].$$

The series of terms looks like Taylor's: $f(x) = f(0) + f'(0)\,x + \ldots$ takes a function apart into terms of
higher and higher order. You will build the two parts of a DenseNet, blocks that widen and transitions that narrow
again, and put the network together.
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
## One layer of a dense block

Normalization and activation come *before* the convolution here, the "pre-activation" order: what flows along the
concatenations is then the plain outputs of convolutions, and each layer normalizes the whole bundle for itself.
"""


# %% exercise="conv_block"
def conv_block(in_channels, out_channels):
    r"""One layer of a dense block: batch normalization → relu → 3×3 convolution.

    Returns an `nn.Sequential` of an `nn.BatchNorm2d` (default settings), a relu, and an `nn.Conv2d`
    with a 3×3 kernel and padding 1, which keeps height and width. It maps (n, in_channels, h, w) to
    (n, out_channels, h, w), and does not change its input.
    """
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.ReLU(),
        nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1),
    )


# %% [markdown]
r"""
## The dense block

How wide does it get? Every layer adds as many channels as its convolution has outputs: the *growth rate*. With 3
channels coming in and two layers of 10, the second layer reads 3 + 10 channels, and 3 + 2 · 10 = 23 leave the
block.
"""


# %% exercise="DenseBlock"
class DenseBlock(nn.Module):
    r"""A block of `num_convs` layers, each of which sees all that was there before it.

    Layer i (from 0) is a `conv_block` from in_channels + i · out_channels to `out_channels`
    channels: `out_channels` is what each layer adds. After each layer its output is concatenated,
    along the channels, *behind* what it has read.

    Attribute `out_channels`: the number of channels that leave the block, in_channels + num_convs ·
    out_channels.

    `forward(X)`: X of shape (n, in_channels, h, w) → (n, in_channels + num_convs · out_channels, h,
    w); the first in_channels are X itself, and X is not changed.
    """

    def __init__(self, num_convs, in_channels, out_channels):
        super().__init__()
        self.layers = nn.ModuleList(conv_block(in_channels + i * out_channels, out_channels) for i in range(num_convs))
        self.out_channels = in_channels + num_convs * out_channels

    def forward(self, X):
        for layer in self.layers:
            X = torch.cat((X, layer(X)), dim=1)  # (n, c, h, w) → (n, c + out_channels, h, w)
        return X


# %% tags=["demo", "active-ipynb"]
# X = torch.randn(4, 3, 8, 8)
# block = DenseBlock(2, 3, 10)
# Y = block(X)
# print("in:", tuple(X.shape), " out:", tuple(Y.shape), " out_channels:", block.out_channels)
# print("the input is still there:", torch.equal(Y[:, :3], X))

# %% [markdown]
r"""
## Transitions

Nothing is ever forgotten in a dense block, so the channels pile up. A transition block puts an end to that: a 1×1
convolution mixes them down to fewer, and average pooling halves height and width.

Why *average* pooling, where the 1×1 convolution in ResNet's shortcut, with
its stride of 2, leaves three of four values out, and other networks take the
maximum? Each value of the bundle may be needed later on; an average loses none of them altogether.
"""


# %% exercise="transition_block"
def transition_block(in_channels, out_channels):
    r"""Fewer channels, half the height and width.

    Batch normalization → relu → 1×1 convolution → 2×2 average pooling.

    Returns an `nn.Sequential` of an `nn.BatchNorm2d` (default settings), a relu, an `nn.Conv2d`
    with a 1×1 kernel, and an `nn.AvgPool2d` of 2×2 with stride 2. It maps (n, in_channels, h, w) to
    (n, out_channels, h / 2, w / 2), rounded down, and does not change its input.
    """
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.ReLU(),
        nn.Conv2d(in_channels, out_channels, kernel_size=1),
        nn.AvgPool2d(kernel_size=2, stride=2),
    )


# %% tags=["demo", "active-ipynb"]
# X = torch.randn(4, 3, 8, 8)
# Y = DenseBlock(2, 3, 10)(X)
# Z = transition_block(23, 10)(Y)
# print(tuple(X.shape), "→ dense block →", tuple(Y.shape), "→ transition →", tuple(Z.shape))

# %% [markdown]
r"""
## A DenseNet

Four dense blocks of four layers each, with a growth rate of 32 and a transition between two blocks that halves the
channels: the table shows every shape on the way, for one image of 96 × 96 pixels. Follow the channels: 64 + 4 · 32
= 192, halved to 96; 96 + 128 = 224, halved to 112; …
"""

# %% tags=["demo", "active-ipynb"]
# def densenet(
#     num_channels=64, growth_rate=32, blocks=(4, 4, 4, 4), in_channels=1, num_classes=10, small=False
# ):
#     stem = (
#         nn.Conv2d(in_channels, num_channels, kernel_size=3, padding=1)
#         if small
#         else nn.Sequential(
#             nn.Conv2d(in_channels, num_channels, kernel_size=7, stride=2, padding=3),
#             nn.BatchNorm2d(num_channels),
#             nn.ReLU(),
#             nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
#         )
#     )
#     net = nn.Sequential(stem)
#     for i, num_convs in enumerate(blocks):
#         net.append(DenseBlock(num_convs, num_channels, growth_rate))
#         num_channels = net[-1].out_channels
#         if i < len(blocks) - 1:
#             net.append(transition_block(num_channels, num_channels // 2))
#             num_channels //= 2
#     net.extend(
#         [
#             nn.BatchNorm2d(num_channels),
#             nn.ReLU(),
#             nn.AdaptiveAvgPool2d(1),
#             nn.Flatten(),
#             nn.Linear(num_channels, num_classes),
#         ]
#     )
#     return net
#
#
# X = torch.randn(1, 1, 96, 96)
# for layer in densenet():
#     X = layer(X)
#     print(f"{type(layer).__name__:20} {tuple(X.shape)}")

# %% [markdown]
r"""
## Does it learn?

A small one, on the 1,797 handwritten digits of 8 × 8 pixels that come with scikit-learn: half a minute of training
would take it further, a few seconds show that it works.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
# torch.manual_seed(0)
# images, digits = load_digits(return_X_y=True)
# X = torch.tensor(images, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16
# y = torch.tensor(digits)
# order = torch.randperm(len(X))
# train, test = order[:1400], order[1400:]
# net = nn.Sequential(
#     nn.Conv2d(1, 16, kernel_size=3, padding=1),
#     DenseBlock(2, 16, 8),
#     transition_block(32, 16),
#     DenseBlock(2, 16, 8),
#     nn.BatchNorm2d(32),
#     nn.ReLU(),
#     nn.AdaptiveAvgPool2d(1),
#     nn.Flatten(),
#     nn.Linear(32, 10),
# )
# trainer, losses = torch.optim.SGD(net.parameters(), lr=0.1), []
# for epoch in range(5):
#     for batch in train[torch.randperm(len(train))].split(50):
#         loss = F.cross_entropy(net(X[batch]), y[batch])
#         trainer.zero_grad()
#         loss.backward()
#         trainer.step()
#         losses.append(loss.item())
# net.eval()
# with torch.no_grad():
#     right = (net(X[test]).argmax(1) == y[test]).float().mean()
# plt.plot(losses)
# plt.xlabel("step")
# plt.ylabel("training loss")
# plt.title(f"{right:.1%} of the test digits are recognized")
# plt.show()

# %% [markdown]
r"""
## Think on

* DenseNets have fewer parameters than ResNets of the same accuracy. Where does the saving come from?
* They are known to need much memory. Which tensors have to be kept for the backward pass, and how does their number
  grow with `num_convs`?
"""
