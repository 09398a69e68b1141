# %% [markdown]
r"""
# Residual networks

A deeper network should be at least as good as a shallower one: it could learn the identity in the layers that it
has more. In practice plain layers find that hard. A residual block makes it easy: it learns
$g(\mathbf{x}) = f(\mathbf{x}) - \mathbf{x}$ and adds the input back, so that doing nothing means $g = 0$.

You will build the block, then a stage of several blocks, and put a whole ResNet-18 together from them.
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
## Why is f(x) − x easier to learn than f(x)?

Layers start with small random weights. A plain stack of them makes noise of its input, and has to learn to let it
through; with shortcuts it lets the input through from the first step on, and learns what to add. Two stacks of eight blocks, each of two dense
layers, one with a shortcut around each block and one without, learn the same function,
$f(\mathbf{x}) = \mathbf{x} + \tfrac{1}{2} \sin 2 \mathbf{x}$:
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(0)
# X = 2 * torch.randn(256, 8)
# target = X + torch.sin(2 * X) / 2
# for shortcut in (False, True):
#     layers = nn.ModuleList(
#         nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 8)) for _ in range(8)
#     )
#     trainer, losses = torch.optim.SGD(layers.parameters(), lr=0.02), []
#     for _ in range(300):
#         Y = X
#         for layer in layers:
#             Y = Y + layer(Y) if shortcut else layer(Y)
#         loss = F.mse_loss(Y, target)
#         trainer.zero_grad()
#         loss.backward()
#         nn.utils.clip_grad_norm_(layers.parameters(), 1.0)
#         trainer.step()
#         losses.append(loss.item())
#     plt.semilogy(losses, label="with shortcuts" if shortcut else "plain")
# plt.xlabel("step")
# plt.ylabel("loss")
# plt.legend()
# plt.show()

# %% [markdown]
r"""
## The block

The main path is two 3×3 convolutions, each followed by a batch normalization. Where it changes the number of
channels or the size, the input no longer fits its output, and a 1×1 convolution makes it fit. The last relu comes
*after* the sum: before it, the block could only ever add, never take away.
"""


# %% exercise="Residual"
class Residual(nn.Module):
    r"""The residual block of ResNet.

    The main path is: conv1 (3×3, padding 1, the given stride) → bn1 → relu → conv2 (3×3, padding 1,
    stride 1) → bn2. The block's output is relu(main path + shortcut); the shortcut is X itself, or
    conv3(X) with `use_1x1conv`: 1×1, no padding, the given stride.

    Attributes, under exactly these names: `conv1`, `conv2`, and, with `use_1x1conv`, `conv3`
    (otherwise there is none, or it is not used), which are `nn.Conv2d`; `bn1` and `bn2`, each an
    `nn.BatchNorm2d` of its own with its default settings. The flag alone decides about conv3.

    `forward(X)`: X of shape (n, in_channels, h, w) → (n, out_channels, h', w'), where stride 1
    keeps the size and stride 2 halves it. Without `use_1x1conv` the channels must be equal and the
    stride 1. X itself is not changed.
    """

    def __init__(self, in_channels, out_channels, use_1x1conv=False, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1, stride=stride)
        self.conv2 = nn.Conv2d(out_channels, out_channels, kernel_size=3, padding=1)
        self.conv3 = nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride) if use_1x1conv else None
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.bn2 = nn.BatchNorm2d(out_channels)

    def forward(self, X):
        Y = F.relu(self.bn1(self.conv1(X)))
        Y = self.bn2(self.conv2(Y))
        if self.conv3 is not None:
            X = self.conv3(X)
        return F.relu(Y + X)


# %% tags=["demo", "active-ipynb"]
# X = torch.randn(4, 3, 6, 6)
# print("same shape:      ", tuple(Residual(3, 3)(X).shape))
# print("halved, widened: ", tuple(Residual(3, 6, use_1x1conv=True, stride=2)(X).shape))

# %% [markdown]
r"""
## A stage of several blocks

Each stage works at one size. The first of its blocks takes what the stage before has left: half the size, and (as a
rule) twice the channels, so that a layer costs about the same everywhere.
"""


# %% exercise="resnet_block"
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    r"""A stage of ResNet: `num_residuals` residual blocks, one after another.

    Returns an `nn.Sequential` of `num_residuals` instances of `Residual`. The first maps
    `in_channels` to `out_channels`; in the first stage of the network (`first_block` true, where
    the two are equal) it is an ordinary block, in a later one it halves height and width, with a
    1×1 convolution and stride 2. All others map `out_channels` to `out_channels` and keep the size.
    """
    blocks = []
    for i in range(num_residuals):
        if i == 0 and not first_block:
            blocks.append(Residual(in_channels, out_channels, use_1x1conv=True, stride=2))
        else:
            blocks.append(Residual(in_channels if i == 0 else out_channels, out_channels))
    return nn.Sequential(*blocks)


# %% [markdown]
r"""
## ResNet-18

A 7×7 convolution and a pooling, four stages of two blocks, global average pooling, and a dense layer: with the 1×1
convolutions left out, 18 layers with weights. Here is every shape on the way of one image of 224 × 224 pixels.
"""

# %% tags=["demo", "active-ipynb"]
# def resnet18(num_classes=10, in_channels=1):
#     stem = nn.Sequential(
#         nn.Conv2d(in_channels, 64, kernel_size=7, stride=2, padding=3),
#         nn.BatchNorm2d(64),
#         nn.ReLU(),
#         nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
#     )
#     return nn.Sequential(
#         stem,
#         resnet_block(64, 64, 2, first_block=True),
#         resnet_block(64, 128, 2),
#         resnet_block(128, 256, 2),
#         resnet_block(256, 512, 2),
#         nn.AdaptiveAvgPool2d(1),
#         nn.Flatten(),
#         nn.Linear(512, num_classes),
#     )
#
#
# X = torch.randn(1, 1, 224, 224)
# net = resnet18()
# for name, layer in zip(
#     ["stem", "stage 1", "stage 2", "stage 3", "stage 4", "average pooling", "flatten", "dense"], net
# ):
#     X = layer(X)
#     print(
#         f"{name:16} {str(tuple(X.shape)):20} {sum(p.numel() for p in layer.parameters()):>9,} parameters"
#     )

# %% [markdown]
r"""
## Does it learn?

A small one, on the 1,797 handwritten digits of 8 × 8 pixels that come with scikit-learn.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
# torch.manual_seed(0)
# images, digits = load_digits(return_X_y=True)
# X, y = torch.tensor(images, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16, torch.tensor(digits)
# order = torch.randperm(len(X))
# train, test = order[:1400], order[1400:]
# net = nn.Sequential(
#     nn.Conv2d(1, 16, kernel_size=3, padding=1),
#     nn.BatchNorm2d(16),
#     nn.ReLU(),
#     resnet_block(16, 16, 1, first_block=True),
#     resnet_block(16, 32, 1),
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

* Set the weight and the bias of `bn2` to zero when a block is made. What does the network compute at the start, and
  why might that help?
* Where would you put the relu and the normalization if the shortcut were to carry the input through the *whole*
  network unchanged? (*Identity mappings in deep residual networks* has an answer.)
"""
