# %% [markdown]
r"""
# Weight decay

A linear model with many inputs and few examples learns the noise by heart. Weight decay adds the squared norm of the
weights to the loss, so that large weights must pay for themselves:

$$L(\mathbf{w}, b) + \frac{\lambda}{2} \|\mathbf{w}\|^2.$$

Its gradient is $\lambda \mathbf{w}$: at every step the weights shrink a little before the data pull at them. You
will write the penalty, look at what it does to one step (there are two conventions, and mixing them up costs days),
keep it away from the biases, and see what λ does to the training and to the test loss.

**Where does λ come from?** From a belief. If the noise of the labels has variance 1, and you expect weights about as large as
draws from $N(0, 1/\lambda)$, then the most probable weights given the data minimize the sum of $\frac{1}{2}(\hat{y} - y)^2$ over
all examples plus $\frac{\lambda}{2} \|\mathbf{w}\|^2$: the one is the negative logarithm of the labels' normal density, the other
that of the weights'. (Another scaling of the loss, a mean or no ½, scales λ along with it.) A large λ says: "I expect small
weights, and it takes many data to convince me otherwise."
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

**Why the *squared* norm?** Its gradient is $\mathbf{w}$ itself: large weights are pulled hard, small ones gently,
each by itself, and the derivative exists everywhere. The gradient of the norm $\|\mathbf{w}\|$ has length 1 however
small the weights are, and at zero it has none. **And why the half?** So that the gradient is $\lambda \mathbf{w}$
without a 2.
"""


# %% exercise="l2_penalty"
def l2_penalty(w):
    r"""Half the squared L2 norm: Σ w² / 2, over all elements.

    `w` is a tensor of any shape, and is not changed. Returns a 0-dimensional tensor through which
    gradients flow back to w.
    """
    return torch.sum(w.pow(2)) / 2


# %% exercise="l1_penalty"
def l1_penalty(w):
    r"""The L1 norm: Σ |w|, over all elements.

    `w` is a tensor of any shape, and is not changed. Returns a 0-dimensional tensor through which
    gradients flow back to w.
    """
    return torch.sum(torch.abs(w))


# %% tags=["demo", "active-ipynb"]
# for scale in (1, 0.1, 0.01):
#     w = scale * torch.tensor([3.0, -4.0])
#     pulls = []
#     for penalty in (l2_penalty, torch.norm, l1_penalty):
#         w.requires_grad_().grad = None
#         penalty(w).backward()
#         pulls.append([round(g, 3) for g in w.grad.tolist()])
#     print(
#         "w = {}: the gradient of ‖w‖²/2 is {}, of ‖w‖ {}, of ‖w‖₁ {}".format(
#             [round(v, 3) for v in w.tolist()], *pulls
#         )
#     )

# %% [markdown]
r"""
**L1 beside L2.** The L1 norm pulls at every weight equally hard, so that the ones which the data hardly need arrive
at zero: it *selects* features. L2 makes all of
them smaller, and sets none to exactly zero. Here only the first three of thirty
inputs matter, and there are forty examples:
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(1)
# X, true_w = torch.randn(40, 30), torch.zeros(30, 1)
# true_w[:3] = torch.tensor([[2.0], [-1.5], [1.0]])
# y = X @ true_w + 0.5 * torch.randn(40, 1)
# figure, axes = plt.subplots(1, 3, figsize=(12, 2.6), sharey=True)
# for ax, (name, penalty) in zip(
#     axes, {"no penalty": lambda w: 0 * w.sum(), "L2": l2_penalty, "L1": l1_penalty}.items()
# ):
#     w = torch.zeros(30, 1, requires_grad=True)
#     trainer = torch.optim.SGD([w], lr=0.02)
#     for _ in range(600):
#         trainer.zero_grad()
#         (((X @ w - y) ** 2).mean() / 2 + 0.2 * penalty(w)).backward()
#         trainer.step()
#     ax.bar(range(30), w.detach().flatten())
#     ax.set_title(f"{name}: {int((w.abs() > 0.02).sum())} of 30 are above 0.02")
#     ax.set_xlabel("input")
# plt.show()

# %% [markdown]
r"""
## One gradient, written in three ways

People write the same training in three ways: sum the losses and divide in the update, take the mean of losses that
were left one by one, or let `nn.MSELoss()` take the mean. Their gradients are one and the same:
"""

# %% tags=["demo", "active-ipynb"]
# X, y, m = torch.randn(8, 3), torch.randn(8, 1), 8
# w = torch.randn(3, 1, requires_grad=True)
# ways = {
#     "l.sum().backward(), divided by m in sgd   ": lambda: (
#         nn.MSELoss(reduction="none")(X @ w, y).sum() / m
#     ),
#     'l.mean().backward(), with reduction="none"': lambda: nn.MSELoss(reduction="none")(
#         X @ w, y
#     ).mean(),
#     "nn.MSELoss()                              ": lambda: nn.MSELoss()(X @ w, y),
# }
# for what, loss in ways.items():
#     w.grad = None
#     loss().backward()
#     print(what, [round(g, 6) for g in w.grad.flatten().tolist()])

# %% [markdown]
r"""
They part as soon as there is a penalty: is it added to the sum, and divided by the batch size too, or to the mean?

## Two conventions

PyTorch's `weight_decay` adds λw to a gradient that is already averaged. Others add λ/2 ‖w‖² to the *summed* loss
and divide all of it by the batch size m, so that the penalty is divided too. For w = 1, a gradient of −32, a
learning rate of 0.1 and λ = 1 the first gives 4.1 and the second, with m = 2, gives 4.15.

Neither is wrong. But a λ that was found with the one means something else to the other, and to the second it means
something else again as soon as the batch size is changed.
"""


# %% exercise="decay_update"
def decay_update(w, grad, lr, wd, batch_size=None):
    r"""One step of gradient descent with weight decay.

    Arguments: tensors `w` and `grad` of one shape (the gradient of the mean loss, without the
    penalty), the learning rate `lr`, the decay `wd`, and perhaps a batch size m.

    Returns a new tensor, and leaves `w` and `grad` as they were:

    * without a batch size, PyTorch's convention: w − lr · (grad + wd · w);
    * with a batch size m, the other one: w − lr · (grad + (wd / m) · w).
    """
    decay = wd if batch_size is None else wd / batch_size
    return w - lr * (grad + decay * w)


# %% tags=["demo", "active-ipynb"]
# w, grad = torch.tensor(1.0), torch.tensor(-32.0)
# print(
#     "PyTorch's convention:",
#     decay_update(w, grad, 0.1, 1).item(),
#     "  with m = 2:",
#     decay_update(w, grad, 0.1, 1, 2).item(),
# )
#
# # logistic regression, 200 steps on two examples: the second convention with λ is the first one with λ/m
# X, y = torch.tensor([[1.0, 2.0], [-1.0, 0.5]]), torch.tensor([1.0, 0.0])
# for lambd, batch_size in ((0.1, None), (0.1, 2), (0.2, 2)):
#     w = torch.zeros(2)
#     for _ in range(200):
#         gradient = X.T @ (torch.sigmoid(X @ w) - y) / 2
#         w = decay_update(w, gradient, 0.5, lambd, batch_size)
#     print(
#         f"λ = {lambd}, "
#         + (f"divided by m = {batch_size}" if batch_size else "as PyTorch does  ")
#         + ":",
#         [round(v, 4) for v in w.tolist()],
#     )

# %% [markdown]
r"""
## Decay the weights, not the biases

A penalty pulls towards zero whatever it is put on. Here two classes lie far from the origin, and a classifier is
trained twice, once with a penalty on its bias as well. What does the bias of each have to do with where its line is?
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(0)
# X = torch.cat(
#     [torch.randn(40, 2) + torch.tensor([5.0, 5.0]), torch.randn(40, 2) + torch.tensor([8.0, 8.0])]
# )
# y = torch.cat([torch.zeros(40), torch.ones(40)])
# plt.scatter(*X.T, c=y, s=12, cmap="coolwarm")
# for decayed, style in ((False, "-"), (True, "--")):
#     w, b = torch.zeros(2), torch.tensor(0.0)
#     for _ in range(4000):
#         error = torch.sigmoid(X @ w + b) - y
#         w, b = (
#             decay_update(w, X.T @ error / 80, 0.1, 0.02),
#             decay_update(b, error.mean(), 0.1, 0.02 if decayed else 0),
#         )
#     right = ((X @ w + b > 0) == y.bool()).float().mean()
#     line = torch.tensor([0.0, 10.0])
#     plt.plot(
#         line,
#         -(b + w[0] * line) / w[1],
#         style,
#         color="black",
#         label=f"{'a decayed bias' if decayed else 'the weights alone are decayed'}: {right:.0%} right",
#     )
# plt.plot(0, 0, "k+", markersize=12)
# plt.xlim(-0.5, 11)
# plt.ylim(-0.5, 11)
# plt.legend(loc="upper left")
# plt.title("the origin is at +")
# plt.show()

# %% [markdown]
r"""
<!-- BEGIN QUESTION -->
**In your own words.** Why is the bias not decayed? Say what a bias can and can't do to a model that learns noise by
heart, and what the picture shows. Three or four sentences; a person reads them.
"""

# %% [markdown] question="why_not_the_bias"
r"""
A bias only shifts the output. It is one number for all examples, so that it can't memorize the data: there is no noise in
it to be smoothed. And where it ought to be has nothing to do with zero: decayed, it pulls the line that separates the classes
towards the origin, as in the picture, which makes more errors and buys nothing.
"""

# %% [markdown]
r"""
**Groups of parameters.** An optimizer takes a list of dictionaries in place of a list of parameters. Each is a
group with settings of its own, and what it does not say comes from the settings that all share. So one optimizer
can give each group its weight decay, its learning rate (small for layers that were trained before, large for a new
one), or its momentum, which lets the step of each parameter go on rolling in the direction of the steps before:

    torch.optim.SGD([{"params": body}, {"params": head, "lr": 0.1}], lr=0.001, momentum=0.9)

Which parameter is which? `net.named_parameters()` tells their names, such as `0.weight` and `0.bias` for the first
layer of an `nn.Sequential`.
"""


# %% exercise="weight_decay_trainer"
def weight_decay_trainer(net, lr, wd):
    r"""Make a `torch.optim.SGD` that decays the weights of a net and not its biases.

    Arguments: `net`, any `nn.Module`, however deep it is nested; the learning rate `lr`; the decay
    `wd`.

    Returns a `torch.optim.SGD` (no momentum) over all parameters of `net`, each exactly once, with
    `lr` for all of them. Use parameter groups: those that are called "bias", as they are in
    PyTorch's layers (the last part of their name in `net.named_parameters()`), have weight_decay 0,
    all others have weight_decay `wd`. A net may have layers without a bias, layers such as
    `nn.BatchNorm2d`, whose weight is a weight too, layers that are used twice or share a weight,
    and frozen parameters, which stay as they are. The values of the parameters stay as they are
    until the first step.
    """
    weights = [p for name, p in net.named_parameters() if not name.endswith("bias")]
    biases = [p for name, p in net.named_parameters() if name.endswith("bias")]
    return torch.optim.SGD([{"params": weights, "weight_decay": wd}, {"params": biases, "weight_decay": 0.0}], lr=lr)


# %% exercise="train_concise"
def train_concise(wd, train_iter, num_inputs, num_epochs=100, lr=0.003):
    r"""Train a linear model with weight decay, the concise way.

    Arguments: the decay `wd`; `train_iter`, which can be looped over once for each epoch and yields
    minibatches (X, y) of shapes (m, num_inputs) and (m, 1), which are not changed; `num_inputs`.

    Make `nn.Linear(num_inputs, 1)`, draw all its parameters from N(0, 1), and for each minibatch in
    each epoch take one step on the mean squared error, mean((ŷ − y)²) as in `nn.MSELoss()`, with an
    optimizer that decays the weight by `wd` and the bias not at all.

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

    Arguments: a list of numbers; `train(lambd)`, which returns a trained net; `evaluate(net)`,
    which returns a pair (train loss, test loss).

    Returns a list with the pair (train loss, test loss) for each λ, in the order of `lambdas`.
    """
    return [tuple(evaluate(train(lambd))) for lambd in lambdas]


# %% [markdown]
r"""
## What λ does

Twenty examples, two hundred inputs: without decay the net learns the training data by heart and predicts nothing.
The sweep is made three times, since each training starts from other random weights.
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(0)
# num_train, num_test, num_inputs = 20, 100, 200
# X = torch.randn(num_train + num_test, num_inputs)
# y = 0.05 + 0.01 * X.sum(1, keepdim=True) + 0.01 * torch.randn(len(X), 1)
# train_data = [(X[i : i + 5], y[i : i + 5]) for i in range(0, num_train, 5)]
#
#
# def losses(net):
#     with torch.no_grad():
#         return F.mse_loss(net(X[:num_train]), y[:num_train]).item(), F.mse_loss(
#             net(X[num_train:]), y[num_train:]
#         ).item()
#
#
# values = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100]
# for i in range(3):
#     pairs = lambda_sweep(values, lambda wd: train_concise(wd, train_data, num_inputs), losses)
#     plt.loglog(
#         values,
#         [a for a, _ in pairs],
#         "-o",
#         color="tab:blue",
#         markersize=3,
#         label=None if i else "train",
#     )
#     plt.loglog(
#         values,
#         [b for _, b in pairs],
#         "-s",
#         color="tab:orange",
#         markersize=3,
#         label=None if i else "test",
#     )
# plt.axhline(y.var().item(), color="gray", linestyle=":", label="predicting the mean")
# plt.xlabel("λ")
# plt.ylabel("loss")
# plt.legend()
# plt.show()

# %% [markdown]
r"""
**Why do the curves flatten past some λ?** At the largest λ almost nothing is left of the weights: the net predicts its bias,
whatever comes in. With the right bias that costs the variance of the labels (the dotted line), and more decay can't take away
what is not there. The bias itself is not decayed, but it starts at random too, and in 400 small steps it may not quite have
got there; then the loss lies a little above the line.

**Why does the test loss keep falling before that, while the training loss rises?** Left of it the 200 weights still remember
the random numbers that they started from: 20 examples can't correct 200 weights, and decay wipes the rest away.

**Why does the curve tremble?** The three sweeps share their data and differ in the random start alone; another draw of twenty
examples would change them as well. So much of a curve is chance: never choose a λ by the last wiggle of a single one.

## Think on

* Find the best λ by the test loss, and you have fitted the test data. What would you do in place of it?
* With momentum, is decaying the weights the same as adding the penalty to the loss? And with Adam? (Look up AdamW.)
"""
