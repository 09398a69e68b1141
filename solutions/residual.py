# %% [markdown]
r"""
# Residual networks

A deeper network should be at least as good as a shallower one: it could learn the identity in the layers that it has more. In practice
plain layers find that hard. A residual block makes it easy: it learns $g(\mathbf{x}) = f(\mathbf{x}) - \mathbf{x}$ and adds the input back,
so that doing nothing means $g = 0$.
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
## The block
"""


# %% exercise="Residual"
class Residual(nn.Module):
    r"""The residual block of ResNet.

    The main path is: conv1 (3×3, padding 1, the given stride) → bn1 → relu → conv2 (3×3, padding 1, stride 1) → bn2. The block's
    output is relu(main path + shortcut); the shortcut is X itself, or conv3(X) with `use_1x1conv`: 1×1, no padding, the given stride.

    Attributes, under exactly these names: `conv1`, `conv2`, and, with `use_1x1conv`, `conv3` (otherwise there is none, or it is not used), which
    are `nn.Conv2d`; `bn1` and `bn2`, each an `nn.BatchNorm2d` of its own with its default settings. The flag alone decides about conv3.

    `forward(X)`: X of shape (n, in_channels, h, w) → (n, out_channels, h', w'), where stride 1 keeps the size and stride 2 halves it. Without
    `use_1x1conv` the channels must be equal and the stride 1. X itself is not changed.
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
"""


# %% exercise="resnet_block"
def resnet_block(in_channels, out_channels, num_residuals, first_block=False):
    r"""A stage of ResNet: `num_residuals` residual blocks, one after another.

    Returns an `nn.Sequential` of `num_residuals` instances of `Residual`. The first maps `in_channels` to `out_channels`; in the first stage of
    the network (`first_block` true, where the two are equal) it is an ordinary block, in a later one it halves height and width, with a 1×1
    convolution and stride 2. All others map `out_channels` to `out_channels` and keep the size.
    """
    blocks = []
    for i in range(num_residuals):
        if i == 0 and not first_block:
            blocks.append(Residual(in_channels, out_channels, use_1x1conv=True, stride=2))
        else:
            blocks.append(Residual(in_channels if i == 0 else out_channels, out_channels))
    return nn.Sequential(*blocks)


# %% tags=["demo", "active-ipynb"]
# X = torch.randn(1, 64, 56, 56)
# for stage in (resnet_block(64, 64, 2, first_block=True), resnet_block(64, 128, 2), resnet_block(128, 256, 2)):
#     X = stage(X)
#     print(tuple(X.shape))
