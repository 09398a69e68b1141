# %% [markdown]
r"""
# Weight decay

A linear model with many inputs and few examples learns the noise by heart. Weight decay adds the squared norm of the
weights to the loss, so that large weights must pay for themselves:

$$L(\mathbf{w}, b) + \frac{\lambda}{2} \|\mathbf{w}\|^2.$$

Its gradient is $\lambda \mathbf{w}$: at every step the weights shrink a little before the data pull at them.
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
## Penalties
"""


# %% exercise="l2_penalty"
def l2_penalty(w):
    r"""Half the squared L2 norm: Σ w² / 2, over all elements.

    `w` is a tensor of any shape, and is not changed. Returns a 0-dimensional tensor through which gradients flow back to w.
    """
    return torch.sum(w.pow(2)) / 2


# %% exercise="l1_penalty"
def l1_penalty(w):
    r"""The L1 norm: Σ |w|, over all elements.

    `w` is a tensor of any shape. Returns a 0-dimensional tensor through which gradients flow back to w.
    """
    return torch.sum(torch.abs(w))


# %% [markdown]
r"""
## Two conventions

PyTorch's `weight_decay` adds λw to a gradient that is already averaged. Others add λ/2 ‖w‖² to the *summed* loss and divide all of
it by the batch size m, so that the penalty is divided too. For w = 1, a gradient of −32, a learning rate of 0.1 and λ = 1 the first
gives 4.1 and the second, with m = 2, gives 4.15.
"""


# %% exercise="decay_update"
def decay_update(w, grad, lr, wd, batch_size=None):
    r"""One step of gradient descent with weight decay.

    Arguments: tensors `w` and `grad` of one shape (the gradient of the mean loss, without the penalty), the learning rate `lr`, the
    decay `wd`, and perhaps a batch size m.

    Returns a new tensor, and leaves `w` as it was:

    * without a batch size, PyTorch's convention: w − lr · (grad + wd · w);
    * with a batch size m, the other one: w − lr · (grad + (wd / m) · w).
    """
    decay = wd if batch_size is None else wd / batch_size
    return w - lr * (grad + decay * w)


# %% [markdown]
r"""
## Decay the weights, not the biases

A bias only shifts the output. A decayed bias would pull the plane of the model towards the origin for nothing, so the optimizer
gets its parameters in groups: one with decay, one without.
"""


# %% exercise="weight_decay_trainer"
def weight_decay_trainer(net, lr, wd):
    r"""Make a `torch.optim.SGD` that decays the weights of a net and not its biases.

    Arguments: `net`, any `nn.Module`, however deep it is nested; the learning rate `lr`; the decay `wd`.

    Returns a `torch.optim.SGD` (no momentum) over all parameters of `net`, each exactly once, with `lr` for all of them. Use parameter
    groups: those named "bias" in their layer (see `net.named_parameters()`) have weight_decay 0, all others have weight_decay `wd`. A net
    may have layers without a bias, or layers such as `nn.BatchNorm2d`, whose weight is a weight too. The values of the parameters stay
    as they are until the first step.
    """
    weights = [p for name, p in net.named_parameters() if not name.endswith("bias")]
    biases = [p for name, p in net.named_parameters() if name.endswith("bias")]
    return torch.optim.SGD([{"params": weights, "weight_decay": wd}, {"params": biases, "weight_decay": 0.0}], lr=lr)


# %% exercise="train_concise"
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    r"""Train a linear model with weight decay, the concise way.

    Arguments: the decay `wd`; `train_iter`, which can be looped over once for each epoch and yields minibatches (X, y) of shapes
    (m, num_inputs) and (m, 1); `num_inputs`.

    Make `nn.Linear(num_inputs, 1)`, draw all its parameters from N(0, 1), and for each minibatch in each epoch take one step on the mean
    squared error, mean((ŷ − y)²) as in `nn.MSELoss()`, with an optimizer that decays the weight by `wd` and the bias not at all.

    Returns the net: calling it on X of shape (m, num_inputs) gives predictions of shape (m, 1).
    """
    net = nn.Linear(num_inputs, 1)
    for param in net.parameters():
        nn.init.normal_(param)
    trainer = weight_decay_trainer(net, lr, wd)
    for _ in range(num_epochs):
        for X, y in train_iter:
            trainer.zero_grad()
            F.mse_loss(net(X), y).backward()
            trainer.step()
    return net


# %% exercise="lambda_sweep"
def lambda_sweep(lambdas, train, evaluate):
    r"""Train and evaluate once for each λ.

    Arguments: a list of numbers; `train(lambd)`, which returns a trained net; `evaluate(net)`, which returns a pair (train loss, test loss).

    Returns a list with the pair (train loss, test loss) for each λ, in the order of `lambdas`.
    """
    return [tuple(evaluate(train(lambd))) for lambd in lambdas]


# %% tags=["demo", "active-ipynb"]
# num_train, num_test, num_inputs = 20, 100, 200
# X = torch.randn(num_train + num_test, num_inputs)
# y = 0.05 + 0.01 * X.sum(1, keepdim=True) + 0.01 * torch.randn(len(X), 1)
# train_data = [(X[i : i + 5], y[i : i + 5]) for i in range(0, num_train, 5)]
#
#
# def losses(net):
#     with torch.no_grad():
#         return F.mse_loss(net(X[:num_train]), y[:num_train]).item(), F.mse_loss(net(X[num_train:]), y[num_train:]).item()
#
#
# values = [0.01, 0.1, 1, 3, 10, 30]
# pairs = lambda_sweep(values, lambda wd: train_concise(wd, train_data, num_inputs), losses)
# plt.loglog(values, [a for a, _ in pairs], label="train")
# plt.loglog(values, [b for _, b in pairs], label="test")
# plt.xlabel("λ"), plt.ylabel("loss"), plt.legend()
# plt.show()
