# %% [markdown]
r"""
# Densely connected networks

A residual block *adds* what it has computed to its input. A dense block *keeps* both, side by side: it concatenates
them along the channels, so that each layer sees the outputs of all layers before it, untouched:

$$\mathbf{x} \to \left[\mathbf{x},\, f_1(\mathbf{x}),\, f_2\big([\mathbf{x}, f_1(\mathbf{x})]\big),\, f_3\big([\mathbf{x}, f_1(\mathbf{x}), f_2([\mathbf{x}, f_1(\mathbf{x})])]\big),\, \ldots\right].$$

The series of terms looks like Taylor's: $f(x) = f(0) + f'(0)\,x + \ldots$ takes a function apart into terms of
higher and higher order.

Three things follow from keeping everything. The loss reaches each layer by a short path, as in a residual network, so that gradients do not fade on their
way back. A feature that was computed once, such as an edge, can be read by all later layers and need not be computed again. And since nothing has to be carried along, a
layer may be narrow: 32 new channels are enough where a ResNet computes 512. The price is memory, of which more below.

**What to do.** Build the two parts of a DenseNet, blocks that widen and transitions that narrow again, and put the network together. Replace each
`raise NotImplementedError(…)`, and run the check below it.

**Time and difficulty.** About an hour; three exercises of three to eight lines. You should know `nn.Conv2d`, `nn.BatchNorm2d`, and how to write an `nn.Module`.

**Read along.** [Densely connected networks](https://d2l.ai/chapter_convolutional-modern/densenet.html) in *Dive into Deep Learning*; PyTorch's
[`cat`](https://docs.pytorch.org/docs/stable/generated/torch.cat.html) and
[`ModuleList`](https://docs.pytorch.org/docs/stable/generated/torch.nn.ModuleList.html); the paper by
[Huang, Liu, van der Maaten and Weinberger (2017)](https://arxiv.org/abs/1608.06993).
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
## One layer of a dense block

Normalization and activation come *before* the convolution here, the "pre-activation" order: what flows along the
concatenations is then the plain outputs of convolutions, and each layer normalizes the whole bundle for itself.

<details><summary>Hint</summary>

The batch norm stands first, so it normalizes as many channels as come *in*. A relu with `inplace=True` in first place would change the block's input.

</details>
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

![Three channels come in. Layer 1 reads them and adds 10, layer 2 reads all 13 and adds 10 more, so that 23 channels leave the block. A transition mixes them down to 10 and halves height and width.](figures/dense-block.svg)

<details><summary>Hint 1: where do the layers live?</summary>

In an `nn.ModuleList`. A plain Python list would hide them: `parameters()` and `eval()` would not find them.

</details>
<details><summary>Hint 2: how many channels does layer i read?</summary>

All that came in, and what the i layers before it have added: `in_channels + i * out_channels`.

</details>
<details><summary>Hint 3: concatenate</summary>

`torch.cat((A, B), dim=1)` puts the channels of B behind those of A. It makes a new tensor, so that X is not changed.

</details>
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

Why *average* pooling? The 1×1 convolution in ResNet's shortcut, with its stride of 2, drops three of four values, and other networks take the
maximum. Here each value of the bundle may be needed later on, and an average loses none of them altogether.

<details><summary>Hint</summary>

The same start as `conv_block`. `nn.AvgPool2d(kernel_size=2, stride=2)` rounds an odd size down by itself.

</details>
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
<details><summary>Question: layer 3 has read layers 1 and 2. Why should layer 4 read them again?</summary>

Layer 3 passes on what its few channels can hold, and that is what training wanted of layer 3. What it leaves out would be lost for good; in the bundle it is still there.
The price is weights: a 3×3 layer that reads $c$ channels and adds $k$ has $9ck$ of them, so that each layer costs $9k^2$ more than the one before.

</details>
<details><summary>Question: how large should the growth rate be?</summary>

The paper uses 12 to 48, far fewer channels than a layer of a ResNet has. The network remembers in its bundle, so a layer needs to add only what is new. Halve the growth
rate of the network below: less than a third of its parameters is left. Double it, and watch the memory.

</details>
"""

# %% [markdown]
r"""
## A DenseNet

Four dense blocks of four layers each, with a growth rate of 32 and a transition between two blocks that halves the
channels: the table shows every shape on the way, for one image of 96 × 96 pixels. Follow the channels: 64 + 4 · 32
= 192, halved to 96; 96 + 128 = 224, halved to 112; …
"""

# %% tags=["demo", "active-ipynb"]
# def densenet(num_channels=64, growth_rate=32, blocks=(4, 4, 4, 4), in_channels=1, num_classes=10):
#     stem = nn.Sequential(
#         nn.Conv2d(in_channels, num_channels, kernel_size=7, stride=2, padding=3),
#         nn.BatchNorm2d(num_channels),
#         nn.ReLU(),
#         nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
#     )
#     net = nn.Sequential(stem)
#     for i, num_convs in enumerate(blocks):
#         net.append(DenseBlock(num_convs, num_channels, growth_rate))
#         num_channels = net[-1].out_channels
#         if i < len(blocks) - 1:
#             net.append(transition_block(num_channels, num_channels // 2))
#             num_channels //= 2
#     net.extend([nn.BatchNorm2d(num_channels), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()])
#     net.append(nn.Linear(num_channels, num_classes))
#     return net
#
#
# X, net = torch.randn(1, 1, 96, 96), densenet()
# names = ["stem"]
# for number in (1, 2, 3):
#     names += [f"dense block {number}", f"transition {number}"]
# names += ["dense block 4", "batch norm", "relu", "average pooling", "flatten", "dense"]
# for name, layer in zip(names, net):
#     X = layer(X)
#     print(f"{name:16} {tuple(X.shape)}")
# print(f"{sum(p.numel() for p in net.parameters()):,} parameters; ResNet-18 has 11,178,378")
#
# # what has to be kept for the backward pass: the bundle that each layer reads
# for num_convs in (2, 4, 8, 16):
#     read = sum(64 + i * 32 for i in range(num_convs))
#     added = num_convs * 32
#     print(f"a block of {num_convs:2} layers reads {read:5} channels in all, and adds {added:3}")

# %% [markdown]
r"""
<details><summary>Question: DenseNets have fewer parameters than ResNets of the same accuracy. Where does the saving come from?</summary>

From narrow layers. A layer of ResNet has to produce all 512 channels anew; a layer of DenseNet adds 32 and leaves the rest as it is, because the layers behind it
can read the old ones directly.

</details>
<details><summary>Question: it runs out of memory. Why, and what can I do?</summary>

The backward pass needs what each layer has read, and layer i reads all that came before: the sum grows with the *square* of `num_convs`, as the table shows, while the number of
new channels only grows in proportion to it. Use smaller batches or smaller images, or compute the concatenations anew in the backward pass
([`torch.utils.checkpoint`](https://docs.pytorch.org/docs/stable/checkpoint.html)) and pay with time.

</details>

## Who reads whom?

A small DenseNet of your own blocks learns the 1,797 handwritten digits of 8 × 8 pixels that come with scikit-learn. Then look into a trained block of four layers: how far has
training moved the weights with which each layer reads the input and the layers before it? (Their size alone would show how they were drawn: the wider the bundle, the smaller.) The paper
has such a picture, and yours takes seconds.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
# torch.manual_seed(0)
# images, digits = load_digits(return_X_y=True)
# X, y = torch.tensor(images, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16, torch.tensor(digits)
# block = DenseBlock(4, 8, 8)
# net = nn.Sequential(
#     *[nn.Conv2d(1, 8, kernel_size=3, padding=1), block, transition_block(40, 16)],
#     *[DenseBlock(2, 16, 8), nn.BatchNorm2d(32), nn.ReLU()],
#     *[nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)],
# )
# at_first = [p.detach().clone() for p in block.parameters()]
# trainer, losses = torch.optim.SGD(net.parameters(), lr=0.2), []
# for epoch in range(6):
#     for rows in torch.randperm(1400).split(50):
#         loss = F.cross_entropy(net(X[rows]), y[rows])
#         trainer.zero_grad()
#         loss.backward()
#         trainer.step()
#         losses.append(loss.item())
# net.eval()
# with torch.no_grad():
#     right = (net(X[1400:]).argmax(1) == y[1400:]).float().mean()
# moved = [p.detach() - start for p, start in zip(block.parameters(), at_first) if p.dim() == 4]
# learned = torch.full((5, 4), float("nan"))
# for reader, weight in enumerate(sorted(moved, key=lambda p: p.shape[1])):
#     for source, part in enumerate(weight.split(8, dim=1)):
#         learned[source, reader] = part.abs().mean()
# figure, axes = plt.subplots(1, 2, figsize=(11, 3.5))
# axes[0].plot(losses)
# axes[0].set_xlabel("step")
# axes[0].set_ylabel("training loss")
# axes[0].set_title(f"{right:.1%} of 397 new digits are recognized")
# picture = axes[1].imshow(learned)
# axes[1].set_xticks(range(4), range(1, 5))
# axes[1].set_yticks(range(5), ["input", *[f"layer {i + 1}" for i in range(4)]])
# axes[1].set_xlabel("layer … reads")
# axes[1].set_ylabel("… from")
# axes[1].set_title("how far training has moved the weights, on average")
# figure.colorbar(picture)
# plt.show()

# %% [markdown]
r"""
Blank squares are layers that come later. In a plain chain only the squares just above the blank ones would be filled; here each layer goes on using what came long before it.

## Going further

<details><summary>Could a dense block add instead of concatenate?</summary>

Then it would be a residual block, with one number of channels throughout. A sum can't be undone: a layer behind it reads the total, not the parts.

</details>

* **Next step.** Give each layer a bottleneck, a 1×1 convolution to 4 · growth rate channels before the 3×3 convolution, as the paper's DenseNet-BC does. How many parameters does the
  network above save?
* Build DenseNet-121 (blocks of 6, 12, 24 and 16 such layers) and compare with
  [`torchvision.models.densenet121`](https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.densenet121.html): 8.0 million parameters for 1,000 classes and 3 input channels.
"""
