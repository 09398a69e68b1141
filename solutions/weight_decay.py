# %% [markdown]
r"""
# Weight decay

A linear model with many inputs and few examples learns the noise by heart. Weight decay adds the squared norm of the
weights to the loss, so that large weights must pay for themselves:

$$L(\mathbf{w}, b) + \frac{\lambda}{2} \|\mathbf{w}\|^2.$$

Its gradient is $\lambda \mathbf{w}$: at every step the weights shrink a little before the data pull at them.

**What to do.** Write the penalty, look at what it does to one step (there are two conventions, and mixing them up costs
days), keep it away from the biases, and choose λ with data that the training has not seen. Replace each
`raise NotImplementedError(…)`, and run the check below it.

**Time and difficulty.** About two hours; six exercises of one to ten lines, of which `weight_decay_trainer` needs some
reading. You should have written a training loop before ([linear regression](https://d2l.ai/chapter_linear-regression/linear-regression-scratch.html)).

**Read along.** [Weight decay](https://d2l.ai/chapter_linear-regression/weight-decay.html) in *Dive into Deep Learning*;
PyTorch's [`SGD`](https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html) and its
[per-parameter options](https://docs.pytorch.org/docs/stable/optim.html#per-parameter-options); the paper
[*A simple weight decay can improve generalization*](https://proceedings.neurips.cc/paper/1991/hash/8eefcfdf5990e441f0fb6f3fad709e21-Abstract.html)
(Krogh and Hertz, 1991).

**Where does λ come from?** From a belief, by Bayes' rule. Before the data you believe in small weights, with density
$P(\mathbf{w})$; the data have the likelihood $P(\text{data} \mid \mathbf{w})$. After them, the most probable weights are

$$\arg\max_\mathbf{w} P(\mathbf{w} \mid \text{data}) = \arg\max_\mathbf{w} P(\text{data} \mid \mathbf{w})\, P(\mathbf{w}) = \arg\min_\mathbf{w} \left[-\ln P(\text{data} \mid \mathbf{w}) - \ln P(\mathbf{w})\right].$$

The first step leaves $P(\text{data})$ out, which does not depend on $\mathbf{w}$. The second takes the logarithm, which grows
with its argument and so keeps the place of the maximum; a product becomes a sum, and the sign makes a maximum a minimum. With
noise of variance 1 the first term is the sum of $\frac{1}{2}(\hat{y} - y)^2$ over all examples. With weights from
$N(0, 1/\lambda)$, of density $\propto e^{-\lambda w^2/2}$, the second is $\frac{\lambda}{2} \|\mathbf{w}\|^2$: the penalty. A large
λ says: "I expect small weights, and it takes a lot of data to convince me otherwise." (Constants fall away; another scaling of
the loss, a mean or no ½, scales λ along with it.)

Another belief gives another penalty: the Laplace density $\propto e^{-\lambda |w|}$ gives $\lambda \|\mathbf{w}\|_1$, the L1 norm. The
kind of penalty is the kind of prior, and λ is its parameter.
"""

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)  # tensors this small are slower on several cores

# %% [markdown]
r"""
## Penalties

**Why the *squared* norm?** Its gradient is $\mathbf{w}$ itself: large weights are pulled hard, small ones gently,
each by itself, and the derivative exists everywhere. The gradient of the norm $\|\mathbf{w}\|$ has length 1 however
small the weights are, and at zero it has none. **And why the half?** So that the gradient is $\lambda \mathbf{w}$
without a 2. Of a matrix of weights, all elements are squared and summed in the same way: that is the *Frobenius* norm.

<details><summary>Hint for <code>l2_penalty</code> and <code>l1_penalty</code></summary>

`w.pow(2)` squares each element and `w.abs()` takes its absolute value. `sum()` without an argument goes over all elements and
gives a 0-dimensional tensor. `item()` and `float()` would make it a plain number, through which no gradient flows.

</details>
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
#     start = [round(v, 3) for v in w.tolist()]
#     print("w = {}: the gradient of ‖w‖²/2 is {}, of ‖w‖ {}, of ‖w‖₁ {}".format(start, *pulls))

# %% [markdown]
r"""
**L1 beside L2.** The L1 norm pulls at every weight equally hard: with the gradient $\mathbf{g}$ of the loss its update is

$$\mathbf{w} \leftarrow \mathbf{w} - \eta\,(\mathbf{g} + \lambda\, \mathrm{sign}(\mathbf{w})), \quad\text{beside}\quad \mathbf{w} \leftarrow \mathbf{w} - \eta\,(\mathbf{g} + \lambda\, \mathbf{w}) \text{ for L2}.$$

So the weights that the data hardly need arrive at zero: L1 *selects* features. L2 makes all of them smaller, and sets none to
exactly zero. PyTorch's optimizers have no option for L1: add the penalty to the loss, as below. Only the first three of thirty
inputs matter here, and there are forty examples:
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(1)
# X, true_w = torch.randn(40, 30), torch.zeros(30, 1)
# true_w[:3] = torch.tensor([[2.0], [-1.5], [1.0]])
# y = X @ true_w + 0.5 * torch.randn(40, 1)
# figure, axes = plt.subplots(1, 3, figsize=(12, 2.6), sharey=True)
# penalties = {"no penalty": lambda w: 0 * w.sum(), "L2": l2_penalty, "L1": l1_penalty}
# for ax, (name, penalty) in zip(axes, penalties.items()):
#     w = torch.zeros(30, 1, requires_grad=True)
#     trainer = torch.optim.SGD([w], lr=0.02)
#     for _ in range(600):
#         trainer.zero_grad()
#         (((X @ w - y) ** 2).mean() / 2 + 0.2 * penalty(w)).backward()
#         trainer.step()
#     ax.bar(range(30), w.detach().flatten())
#     ax.set_title(f"{name}: {int((w.abs() > 0.02).sum())} of 30 exceed 0.02 in size")
#     ax.set_xlabel("input")
# axes[0].set_ylabel("weight")
# plt.show()

# %% [markdown]
r"""
## One gradient, written in three ways

People write the same training in three ways: sum the losses and divide in the update, take the mean of losses that
were left one by one, or let `nn.MSELoss()` take the mean. Their gradients are one and the same. `reduction` says what a
loss does with its elements: `"none"` keeps them, `"sum"` adds them up, and `"mean"`, the default, divides by their number.
"""

# %% tags=["demo", "active-ipynb"]
# X, y, m = torch.randn(8, 3), torch.randn(8, 1), 8
# w = torch.randn(3, 1, requires_grad=True)
# one_by_one = nn.MSELoss(reduction="none")
# ways = {
#     "l.sum().backward(), divided by m in sgd   ": lambda: one_by_one(X @ w, y).sum() / m,
#     'l.mean().backward(), with reduction="none"': lambda: one_by_one(X @ w, y).mean(),
#     "nn.MSELoss()                              ": lambda: nn.MSELoss()(X @ w, y),
# }
# for what, loss in ways.items():
#     w.grad = None
#     loss().backward()
#     print(what, [round(g, 6) for g in w.grad.flatten().tolist()])
#
# outputs, targets = torch.zeros(3, 5), torch.ones(3, 5)
# total = nn.MSELoss(reduction="sum")(outputs, targets).item()
# print("three examples of five outputs each:", tuple(one_by_one(outputs, targets).shape), "losses,")
# print(f"their sum, {total:g}, divided by 15, not by 3, is the mean, {nn.MSELoss()(outputs, targets):g}")

# %% [markdown]
r"""
**A trap:** "mean" divides by *all elements*. With five outputs for each example it divides by 15, and the step is five times
shorter than the mean over three examples would make it.

The three differ as soon as there is a penalty: is it added to the sum, and divided by the batch size too, or to the mean?

## Two conventions

PyTorch's `weight_decay` adds λw to a gradient that is already averaged. Others add λ/2 ‖w‖² to the *summed* loss
and divide all of it by the batch size m, so that the penalty is divided too.

**By hand.** The model is $\hat{y} = wx + b$ with w = 1 and b = 1; two examples, 2 → 7 and 4 → 11. The predictions are 3 and 5,
the errors −4 and −6. The gradient of the mean squared error for w is $\frac{2}{2}(-4 \cdot 2 - 6 \cdot 4) = -32$, and for b it is
$\frac{2}{2}(-4 - 6) = -10$. With a learning rate of 0.1 and λ = 1:

* PyTorch's convention: $w = 1 - 0.1\,(-32 + 1) = 4.1$;
* divided by m = 2: $w = 1 - 0.1\,(-32 + \frac{1}{2}) = 4.15$;
* the bias without decay: $b = 1 - 0.1 \cdot (-10) = 2$. In PyTorch it becomes 1.9: by default an optimizer decays *all* its
  parameters, **biases too**.

Neither is wrong. But a λ tuned for one convention does not carry over to the other; in the second it also changes its
meaning with the batch size.

**PyTorch's *loss* does not contain the penalty**: `weight_decay` acts inside the optimizer. To compare your own program with
PyTorch's, leave the penalty out of the loss that you print, or the two curves differ although the weights agree. And never use
both, or the weights are decayed twice.

<details><summary>Hint</summary>

The two cases differ in one number, which multiplies w: λ or λ/m. Return a new tensor; `w -= …` would change the caller's.

</details>
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
# print(f"PyTorch's convention: {decay_update(w, grad, 0.1, 1):.2f}")
# print(f"divided by m = 2:     {decay_update(w, grad, 0.1, 1, 2):.2f}")
# print(f"the bias, decayed:    {decay_update(w, torch.tensor(-10.0), 0.1, 1):.2f}")
#
# # logistic regression: the second convention with λ is the first one with λ/m
# torch.manual_seed(0)
# true_w = torch.randn(20)
# X = torch.randn(140, 20)
# y = (X @ true_w + 2 * torch.randn(140) > 0).float()
# figure, axes = plt.subplots(1, 2, figsize=(10, 3))
# for color, (lambd, m) in zip(("tab:blue", "tab:orange"), ((0.3, None), (0.3, 40))):
#     w, losses, train, test = torch.zeros(20), [], [], []
#     for _ in range(200):
#         w = decay_update(w, X[:40].T @ (torch.sigmoid(X[:40] @ w) - y[:40]) / 40, 0.5, lambd, m)
#         losses.append(F.binary_cross_entropy_with_logits(X[:40] @ w, y[:40]))
#         right = ((X @ w > 0) == y.bool()).float()
#         train.append(right[:40].mean())
#         test.append(right[40:].mean())
#     name = "λ = 0.3" + (", divided by m = 40" if m else ", as PyTorch does")
#     axes[0].plot(losses, color=color, label=f"{name}: ‖w‖ = {w.norm():.2f}")
#     axes[1].plot(train, color=color, label=f"{name}: train")
#     axes[1].plot(test, "--", color=color, label=f"{name}: test")
# axes[0].set_ylabel("training loss, without the penalty")
# axes[1].set_ylabel("accuracy")
# for ax in axes:
#     ax.set_xlabel("epoch")
#     ax.legend(fontsize=7)
# plt.show()

# %% [markdown]
r"""
The same λ = 0.3, two different classifiers: divided by 40 it is a decay of 0.0075, which is next to none. The second one learns
all forty training examples by heart; on new examples both are right about as often.

<details><summary>Question: why not just change the learning rate?</summary>

The two do different things. The learning rate scales the whole step: it says how *fast* the weights move, and where they end
up hardly depends on it. λ moves the *end*: where the data's gradient and λw balance. Write the update as
$(1 - \eta\lambda)\,\mathbf{w} - \eta\,\mathbf{g}$: a smaller learning rate makes both parts smaller and leaves their balance alone.

</details>
<details><summary>Question: with a large λ my loss curve oscillates, or becomes nan. Why?</summary>

Without data each step multiplies the weights by $1 - \eta\lambda$. Up to ηλ = 1 they shrink; between 1 and 2 the factor is negative, and they
change their sign at each step while they shrink; beyond 2 its size is above 1, and they grow without limit. With a learning rate of
0.003 that happens from λ = 2/0.003 ≈ 667 on. The data's own curvature comes on top, so that trouble starts a little earlier.

</details>

## Decay the weights, not the biases

A penalty pulls towards zero whatever it is put on. Here two classes lie far from the origin, and a classifier is
trained four times: with a penalty on its weights alone, and with more and more of it on its bias as well.
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(0)
# X = torch.cat([torch.randn(40, 2) + 5, torch.randn(40, 2) + 8])
# y = torch.cat([torch.zeros(40), torch.ones(40)])
# for label, marker in ((0, "o"), (1, "s")):
#     plt.scatter(*X[y == label].T, s=12, marker=marker, label=f"class {label}")
# line = torch.tensor([0.0, 14.0])
# for bias_decay, style in ((0, "-"), (0.005, "--"), (0.02, "-."), (0.1, ":")):
#     w, b = torch.zeros(2), torch.tensor(0.0)
#     for _ in range(4000):
#         error = torch.sigmoid(X @ w + b) - y
#         w = decay_update(w, X.T @ error / 80, 0.1, 0.02)
#         b = decay_update(b, error.mean(), 0.1, bias_decay)
#     right = ((X @ w + b > 0) == y.bool()).float().mean()
#     label = f"decay of the bias {bias_decay}: b = {b:.1f}, {right:.0%} right"
#     plt.plot(line, -(b + w[0] * line) / w[1], style, color="black", label=label)
# plt.plot(0, 0, "k+", markersize=12)
# plt.xlim(-0.5, 12)
# plt.ylim(-0.5, 12)
# plt.xlabel("first input")
# plt.ylabel("second input")
# plt.legend(bbox_to_anchor=(1.02, 1), loc="upper left", fontsize=8)
# plt.title("the more the bias is decayed, the nearer the line comes to the origin (+)")
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
**Groups of parameters.** An optimizer takes a list of dictionaries instead of a list of parameters
([per-parameter options](https://docs.pytorch.org/docs/stable/optim.html#per-parameter-options)). Each is a
group with its own settings; what it does not say comes from the settings that all share. So one optimizer
can give each group its weight decay, its learning rate (small for layers that were trained before, large for a new
one), or its momentum, which lets the step of each parameter go on rolling in the direction of the steps before:

    torch.optim.SGD([{"params": body}, {"params": head, "lr": 0.1}], lr=0.001, momentum=0.9)

Here the body has a learning rate of 0.001 and the head 0.1; both have a momentum of 0.9.

Which parameter is which? `net.named_parameters()` tells their names, such as `0.weight` and `0.bias` for the first
layer of an `nn.Sequential`.

<details><summary>Hint 1: split</summary>

Go through `net.named_parameters()` once, and put each parameter into one of two lists. It goes into every layer, however deep,
and gives a shared parameter once.

</details>
<details><summary>Hint 2: which is a bias?</summary>

Look at the *end* of the name. `"bias" in name` would also match the weight of a layer that is called `bias_head`.

</details>
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


# %% tags=["demo", "active-ipynb"]
# net = nn.Sequential(nn.Linear(100, 50), nn.ReLU(), nn.Linear(50, 1))
# for number, group in enumerate(weight_decay_trainer(net, 0.1, 0.3).param_groups):
#     shapes = [tuple(p.shape) for p in group["params"]]
#     print(f"group {number}: weight_decay {group['weight_decay']}, lr {group['lr']}, parameters {shapes}")

# %% [markdown]
r"""
<details><summary>Hint for <code>train_concise</code></summary>

For each minibatch: `zero_grad()`, loss, `backward()`, `step()`. The optimizer is the one that you have just written; the loss is
`nn.MSELoss()` and holds no penalty. `nn.init.normal_(param)` draws a parameter from N(0, 1).

</details>
"""


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


# %% [markdown]
r"""
<details><summary>Hint for <code>lambda_sweep</code></summary>

`train` and `evaluate` are functions that you are given: train a net, evaluate *that* net, keep the pair, and go on.

</details>
"""


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
## Training by hand, epoch by epoch

The book's data: 20 examples, 200 inputs, and weights that start from N(0, 1). The loop below has no optimizer, only the
penalty, `backward()` and the step. Watch the training and the test loss, with λ = 0 and with λ = 3:
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(0)
# X = torch.randn(120, 200)
# y = 0.05 + 0.01 * X.sum(1, keepdim=True) + 0.01 * torch.randn(120, 1)
# figure, axes = plt.subplots(1, 2, figsize=(10, 3), sharey=True)
# for ax, lambd in zip(axes, (0, 3)):
#     w, b = torch.randn(200, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
#     train, test = [], []
#     for _ in range(100):
#         for rows in torch.arange(20).split(5):
#             loss = ((X[rows] @ w + b - y[rows]) ** 2).mean() / 2 + lambd * l2_penalty(w)
#             loss.backward()
#             with torch.no_grad():
#                 for p in (w, b):
#                     p -= 0.003 * p.grad
#                     p.grad = None
#         with torch.no_grad():
#             errors = (X @ w + b - y) ** 2 / 2
#         train.append(errors[:20].mean())
#         test.append(errors[20:].mean())
#     ax.semilogy(train, label="train")
#     ax.semilogy(test, "--", label="test")
#     ax.set_title(f"λ = {lambd}: ‖w‖ ends at {w.norm():.2f}")
#     ax.set_xlabel("epoch")
#     ax.legend()
# axes[0].set_ylabel("loss, without the penalty")
# plt.show()

# %% [markdown]
r"""
Without decay the training loss falls and the test loss stays where it was: the net learns twenty labels by heart, and most
of its 200 weights are still the random numbers it started from. With λ = 3 both fall. (The loss shown is the data's alone, at
the end of each epoch; what is minimized has the penalty on top.)

**Why polynomials make it worse.** Twenty examples and 200 inputs are no rare case. All products of k inputs up to degree d, the
*monomials*, are $\binom{k + d}{d}$ features: 200 inputs have 20,301 of degree two or less and 1,373,701 of degree three or less. To
choose the number of features is a coarse way to keep a model simple; λ is a fine one.

## What λ does, and how to choose it

Here the inputs carry a true signal and the labels a lot of noise: 50 examples, 40 inputs, noise of variance 1, and true weights from
N(0, 0.3²). λ is chosen by a *validation set*: 50 more examples, which no training sees. The test set is used once, at the end.
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(1)
# X = torch.randn(1100, 40)
# y = 0.5 + X @ (0.3 * torch.randn(40, 1)) + torch.randn(1100, 1)
# parts = {"train": slice(50), "validation": slice(50, 100), "test": slice(100, None)}
# minibatches = [(X[i : i + 10], y[i : i + 10]) for i in range(0, 50, 10)]
#
#
# def losses(net, *names):
#     with torch.no_grad():
#         return tuple(F.mse_loss(net(X[parts[name]]), y[parts[name]]).item() for name in names)
#
#
# def train(wd):
#     return train_concise(wd, minibatches, 40, num_epochs=100, lr=0.03)
#
#
# values = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]
# nets = {}
# curves = lambda_sweep(
#     values,
#     lambda wd: nets.setdefault(wd, train(wd)),
#     lambda net: losses(net, "train", "validation"),
# )
# test = [losses(nets[wd], "test")[0] for wd in values]
# best = min(range(len(values)), key=lambda i: curves[i][1])
# plt.semilogx(values, [pair[0] for pair in curves], "-o", label="train")
# plt.semilogx(values, [pair[1] for pair in curves], "-^", label="validation")
# plt.semilogx(values, test, "--s", label="test (1,000 examples)")
# plt.axhline(y[100:].var().item(), color="gray", linestyle=":", label="predicting the mean")
# plt.axvline(values[best], color="tab:orange", alpha=0.3, linewidth=6)
# plt.xlabel("λ")
# plt.ylabel("mean squared error at the end of training")
# plt.legend(bbox_to_anchor=(1.02, 1), loc="upper left")
# plt.title(f"validation chooses λ = {values[best]}: test loss {test[best]:.2f}")
# plt.show()
# for wd, error in zip(values, test):
#     print(f"λ = {wd:5}: ‖w‖ = {nets[wd].weight.norm():.2f}, test loss {error:.2f}")

# %% [markdown]
r"""
**Small λ:** the training loss is far below 1, the variance of the noise: the net has learned noise, and pays for it on new examples.
**Large λ:** the weights are pressed to nothing; training and test loss both approach the dotted line. **In between** is a λ at which
the test loss is lowest, and the validation set finds it, or its neighbor.

<details><summary>Question: why do the curves flatten past some λ?</summary>

At the largest λ almost nothing is left of the weights, and the net predicts its bias, whatever comes in. That costs the variance of
the labels (the dotted line), and more decay can't take away what is not there.

</details>
<details><summary>Question: why does the curve tremble?</summary>

Each training starts from other random weights and sees the same fifty examples; other examples would move the curve as well. Much
of a curve is chance: never choose a λ by the last wiggle of a single one.

</details>
<details><summary>Question: find the best λ by the test loss, and you have fitted the test data. What would you do instead?</summary>

Keep a validation set, as above, and look at the test set once. With few data use each fifth of the training set as a validation set in
turn and average (cross-validation).

</details>

## A picture without the noise

Sixty handwritten digits, threes and eights of 8 × 8 pixels, and 64 weights: learned by heart without decay. Your `train_concise` draws the weights as
a picture. Show a friend the three pictures, and ask which of them has understood the difference.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
# torch.manual_seed(0)
# images, names = load_digits(return_X_y=True)
# chosen = (names == 3) | (names == 8)
# X = torch.tensor(images[chosen], dtype=torch.float32) / 16
# y = torch.where(torch.tensor(names[chosen]) == 8, 1.0, -1.0).reshape(-1, 1)
# minibatches = [(X[i : i + 10], y[i : i + 10]) for i in range(0, 60, 10)]
# figure, axes = plt.subplots(1, 3, figsize=(8, 3))
# for ax, wd in zip(axes, (0, 0.1, 1)):
#     net = train_concise(wd, minibatches, 64, num_epochs=100, lr=0.03)
#     with torch.no_grad():
#         right = ((net(X[60:]) > 0) == (y[60:] > 0)).float().mean()
#     ax.imshow(net.weight.detach().reshape(8, 8), cmap="gray")
#     ax.set_title(f"λ = {wd}: {right:.1%} of {len(X) - 60} right", fontsize=10)
#     ax.axis("off")
# plt.show()

# %% [markdown]
r"""
Bright pixels speak for an 8, dark ones for a 3. Where the two digits agree, the data say nothing, and without decay the random start stays
there for ever.

## Going further

<details><summary>With momentum, is decaying the weights the same as adding the penalty to the loss? And with Adam?</summary>

With PyTorch's `SGD` it is: the penalty's gradient λw is added to the gradient before momentum, as the penalty would add it. With Adam it is
not: Adam divides each gradient by its usual size, the penalty's part included, so that weights with large gradients are decayed less.
[`AdamW`](https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html) shrinks the weights apart from the gradient
([Loshchilov and Hutter, 2019](https://arxiv.org/abs/1711.05101)).

</details>

* **Next step.** Write an `elastic_penalty(w, l1, l2)` that adds both, train the thirty inputs above with it, and find values for which the three
  true weights keep their size and all others are below 0.02.
* Repeat the figure of the validation set with five different draws of fifty examples. How much does the chosen λ change?
"""
