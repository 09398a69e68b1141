# %% [markdown]
r"""
# Residual networks

A deeper network should be at least as good as a shallower one: it could learn the identity in its extra layers. In practice plain layers
find that hard. A residual block makes it easy: it learns $g(\mathbf{x}) = f(\mathbf{x}) - \mathbf{x}$ and adds the input back, so that
doing nothing means $g = 0$.

**What to do.** Build the block, then a stage of several blocks, and put a whole ResNet-18 together from them. Replace each
`raise NotImplementedError(…)`, and run the check below it.

**Time and difficulty.** About an hour; two exercises of about ten lines. You should know `nn.Conv2d` (kernel, padding, stride) and
`nn.BatchNorm2d`.

**Read along.** [Residual networks](https://d2l.ai/chapter_convolutional-modern/resnet.html) in *Dive into Deep Learning*; PyTorch's
[`Conv2d`](https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html) and
[`Sequential`](https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html); the paper by
[He, Zhang, Ren and Sun (2015)](https://arxiv.org/abs/1512.03385).
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
## Why is f(x) − x easier to learn than f(x)?

Let $\mathcal{F}$ be all functions that a network can learn. A larger $\mathcal{F}$ helps for certain only if it *contains* the smaller one: then
the best function in it is at least as good. Blocks that can be the identity make deeper networks contain shallower ones.

Can a plain block not be the identity as well? It can, but it does not start there. Layers start with small random weights: a plain stack turns its
input into noise and must first learn to pass it on. With shortcuts it passes the input on from the first step, and learns what to add.
And once $f(\mathbf{x})$ is close to $\mathbf{x}$, the small difference is all that $g$ has to represent, so that it answers to small changes.

Stacks of 1 to 16 blocks, each of two dense layers, with a shortcut around each block or without, learn the same function,
$f(\mathbf{x}) = \mathbf{x} + \tfrac{1}{2} \sin 2 \mathbf{x}$:
"""

# %% tags=["demo", "active-ipynb"]
# depths = (1, 2, 4, 8, 16)
# figure, axes = plt.subplots(1, 2, figsize=(10, 3), sharey=True)
# for shortcut, style in ((False, "--s"), (True, "-o")):
#     name, final = "with shortcuts" if shortcut else "plain", []
#     for depth in depths:
#         torch.manual_seed(0)
#         X = 2 * torch.randn(128, 8)
#         target = X + torch.sin(2 * X) / 2
#         layers = nn.ModuleList()
#         for _ in range(depth):
#             layers.append(nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 8)))
#         trainer, losses = torch.optim.Adam(layers.parameters(), lr=0.003), []
#         for _ in range(150):
#             Y = X
#             for layer in layers:
#                 Y = Y + layer(Y) if shortcut else layer(Y)
#             loss = F.mse_loss(Y, target)
#             trainer.zero_grad()
#             loss.backward()
#             trainer.step()
#             losses.append(loss.item())
#         final.append(losses[-1])
#         if depth == 8:
#             axes[0].semilogy(losses, style[:-1], label=name)
#     axes[1].loglog(depths, final, style, label=name)
#     print(f"{name:14} {depths} blocks: loss", [round(loss, 3) for loss in final])
# axes[0].set_title("eight blocks")
# axes[0].set_xlabel("step")
# axes[0].set_ylabel("loss")
# axes[1].set_title("the loss after 150 steps, by depth")
# axes[1].set_xlabel("blocks")
# axes[1].set_xticks(depths, depths)
# for ax in axes:
#     ax.legend()
# plt.show()

# %% [markdown]
r"""
One or two plain blocks learn (their loss ends near 0.16). Four end at 1.5, and sixteen at 4.3: they have hardly begun. This is the loss on the *training* data,
so it is no overfitting; the paper calls it *degradation*. With shortcuts every doubling of the depth lowers the loss, from 0.09 to 0.03.

## The block

The main path is two 3×3 convolutions, each followed by a batch normalization. Where it changes the number of
channels or the size, the input no longer fits its output, and a 1×1 convolution makes it fit. The last relu comes
*after* the sum: before it, the block could only ever add, never take away.

![Left, the plain block: X passes conv1, bn1, relu, conv2 and bn2, then X itself is added, and a relu follows. Right, with a 1×1 convolution: conv1 has stride 2, and the shortcut passes conv3, a 1×1 convolution of stride 2, before the sum.](figures/residual-block.svg)

<details><summary>Hint 1: sizes</summary>

A 3×3 kernel with padding 1 and stride 1 keeps height and width, and with stride 2 it halves them. A 1×1 kernel needs no padding. Only conv1 and conv3
get the block's stride.

</details>
<details><summary>Hint 2: one normalization for each convolution</summary>

bn1 and bn2 learn their own gamma and beta and track their own statistics: make two. A relu has no parameters, so that `F.relu` may be used twice.

</details>
<details><summary>Hint 3: in forward</summary>

Keep X under its name until the sum, put the main path into another variable, and write no operation that changes X in place.

</details>
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
<details><summary>Question: what does the shortcut do for the gradient?</summary>

The derivative of $x + g(x)$ is $1 + g'(x)$. On the way back through many blocks the derivatives multiply. If each $f'$ is 0.5, sixteen plain blocks leave
$0.5^{16} \approx 0.000015$ of the gradient. A product of factors $1 + g'$ has a term 1: whatever the blocks in between do, part of the gradient reaches the
first layer as it left the loss.

</details>
<details><summary>Question: why a 1×1 convolution, and not zeros for the channels that are missing?</summary>

Both work; the paper tries both. Zeros cost no parameters, but the new channels then get nothing from the shortcut. The 1×1 convolution learns what to put there,
and was slightly better. On *every* shortcut it would gain little more: where the shapes fit, X itself is the better road, since nothing changes it.

</details>
"""

# %% [markdown]
r"""
## A stage of several blocks

Each stage works at one size. The first block of a stage halves height and width and usually doubles the channels, so that a layer costs about the
same everywhere.

<details><summary>Hint</summary>

Collect the blocks in a list, with a *new* `Residual` for each, and unpack it: `nn.Sequential(*blocks)`. Only block 0 of a later stage is special.

</details>
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
convolutions left out, 18 layers with weights.

![ResNet-18 as a chain: an image of 224 × 224, the stem to 64 channels of 56 × 56, stage 1 keeps that, stages 2 to 4 give 128 of 28 × 28, 256 of 14 × 14 and 512 of 7 × 7, then global average pooling to 512 numbers and a dense layer to 10.](figures/resnet-18.svg)

Here is every shape on the way of one image of 224 × 224 pixels. The *global* average pooling turns each of 512 channels into one number, whatever its
size, so that the dense layer needs 5,130 parameters and not 250,890.
"""

# %% tags=["demo", "active-ipynb"]
# def resnet18(num_classes=10, in_channels=1):
#     stem = nn.Sequential(
#         nn.Conv2d(in_channels, 64, kernel_size=7, stride=2, padding=3),
#         nn.BatchNorm2d(64),
#         nn.ReLU(),
#         nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
#     )
#     stages = [resnet_block(64, 64, 2, first_block=True)]
#     for channels in (64, 128, 256):
#         stages.append(resnet_block(channels, 2 * channels, 2))
#     head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, num_classes)]
#     return nn.Sequential(stem, *stages, *head)
#
#
# X = torch.randn(1, 1, 224, 224)
# names = "stem", "stage 1", "stage 2", "stage 3", "stage 4", "average pooling", "flatten", "dense"
# for name, layer in zip(names, resnet18()):
#     X = layer(X)
#     count = sum(p.numel() for p in layer.parameters())
#     print(f"{name:16} {tuple(X.shape)!s:20} {count:>9,} parameters")

# %% [markdown]
r"""
<details><summary>Question: training it runs out of memory. What can I do?</summary>

The outputs of all layers are kept for the backward pass, and they grow with the batch size and with height × width. Halve the batch size (and
accumulate gradients over two batches, if the step should stay the same), or use smaller images: half the height and width is a quarter of
the memory.

</details>
<details><summary>Question: how do the ResNets with 50 and more layers keep that affordable?</summary>

By a *bottleneck*: a 1×1 convolution to a quarter of the channels, the 3×3 convolution there, and a 1×1 convolution back. With 256 channels a block has
about 70,000 weights, against 1.2 million in two 3×3 convolutions.

</details>

## Digits, read by your ResNet

A small ResNet of your own blocks, trained on 1,400 of the handwritten digits that come with scikit-learn. Below, the twelve of 397 new digits about which it is
least sure, with its guess and what was meant. Cover the titles and let a friend compete.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
# torch.manual_seed(0)
# images, digits = load_digits(return_X_y=True)
# X, y = torch.tensor(images, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16, torch.tensor(digits)
# net = nn.Sequential(
#     *[nn.Conv2d(1, 16, kernel_size=3, padding=1), nn.BatchNorm2d(16), nn.ReLU()],
#     *[resnet_block(16, 16, 1, first_block=True), resnet_block(16, 32, 1)],
#     *[nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)],
# )
# trainer = torch.optim.SGD(net.parameters(), lr=0.1)
# for epoch in range(4):
#     for rows in torch.randperm(1400).split(50):
#         loss = F.cross_entropy(net(X[rows]), y[rows])
#         trainer.zero_grad()
#         loss.backward()
#         trainer.step()
#     print(f"epoch {epoch + 1}: loss {loss.item():.3f}")
# net.eval()
# with torch.no_grad():
#     certainty, guesses = net(X[1400:]).softmax(1).max(1)
# truth = y[1400:]
# figure, axes = plt.subplots(2, 6, figsize=(10, 4.5))
# for ax, i in zip(axes.flat, certainty.argsort()[:12].tolist()):
#     ax.imshow(X[1400 + i, 0], cmap="gray")
#     verdict = "right" if guesses[i] == truth[i] else f"no, a {truth[i]}"
#     ax.set_title(f"a {guesses[i]}? ({certainty[i]:.0%})\n{verdict}", fontsize=9)
#     ax.axis("off")
# figure.suptitle(f"{(guesses == truth).float().mean():.1%} of 397 new digits are recognized")
# plt.show()

# %% [markdown]
r"""
## Going further

<details><summary>Set the weight and the bias of <code>bn2</code> to zero when a block is made. What does the network compute at the start, and why might that help?</summary>

The main path gives 0, each plain block is relu(X), which is X behind another relu, and the signal reaches the end unchanged, however deep the network is. Each block then learns how much to add. Large
ResNets are often started this way.

</details>
<details><summary>Where would you put the relu and the normalization if the shortcut were to carry the input through the <em>whole</em> network unchanged?</summary>

Both *before* each convolution, and nothing after the sum: then the output is X plus all that the blocks have added. That is the "pre-activation" block of
[He et al. (2016)](https://arxiv.org/abs/1603.05027); DenseNet uses this order, too.

</details>

* **Next step.** Write a `Bottleneck(in_channels, mid_channels, out_channels, stride=1)` block, put ResNet-50's stages of 3, 4, 6 and 3 blocks together, and compare
  the number of parameters with [`torchvision.models.resnet50`](https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.resnet50.html): 25.6 million for 1,000 classes and 3 input channels. (Its convolutions have no bias: the batch norm behind them takes it away.)
* Load a trained `resnet18` from torchvision and have it name a photo of yours.
"""
