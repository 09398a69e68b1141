# %% [markdown]
r"""
# Linear regression from scratch

You will build everything that a deep-learning framework does when it trains a model, once, by hand: data,
minibatches, a model, a loss, an optimizer, and the loop that ties them together. Later chapters call a library for
each of these; after this one you know what the library does.

**What to do.** Replace each `raise NotImplementedError(…)` with your code, and run the cell below it: it checks your
answer and says how it is wrong. The cells after that show what you have built. Fold-out hints wait where you may need
them.

**Time and difficulty.** About two hours; six exercises of one to twelve lines. You need Python, and the tensors and
gradients of PyTorch's [tutorial on autograd](https://docs.pytorch.org/tutorials/beginner/basics/autogradqs_tutorial.html).

**Read along.** [Linear regression](https://d2l.ai/chapter_linear-regression/linear-regression.html) and
[its implementation from scratch](https://d2l.ai/chapter_linear-regression/linear-regression-scratch.html) in *Dive into
Deep Learning*; PyTorch's pages on [broadcasting](https://docs.pytorch.org/docs/stable/notes/broadcasting.html) and
[`torch.no_grad`](https://docs.pytorch.org/docs/stable/generated/torch.no_grad.html); on where stochastic gradients come
from, [Robbins and Monro (1951)](https://doi.org/10.1214/aoms/1177729586).

The model is $\hat{y} = \mathbf{x}^\top \mathbf{w} + b$, the loss of one example is $\frac{1}{2}(\hat{y} - y)^2$,
and minibatch stochastic gradient descent moves the parameters against the gradient, averaged over a minibatch
$\mathcal{B}$:

$$(\mathbf{w}, b) \leftarrow (\mathbf{w}, b) - \frac{\eta}{|\mathcal{B}|} \sum_{i \in \mathcal{B}} \partial_{(\mathbf{w}, b)} l^{(i)}(\mathbf{w}, b).$$

We divide by the full batch size even if the last minibatch is shorter; the reason follows below.
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
## Data whose answer we know

With data that we make ourselves we know the true parameters, so we can tell whether training found them.

<details><summary>Hint 1: the features</summary>

`torch.normal(mean, std, size)` draws from a normal distribution. The second argument is the standard deviation, not
the variance.

</details>
<details><summary>Hint 2: the labels</summary>

`w` has shape (d,), so a matrix product with X has shape (n,). Add b and the noise, then reshape to (n, 1).

</details>
"""


# %% exercise="synthetic_data"
def synthetic_data(w, b, num_examples):
    r"""Draw a data set from a linear model with noise.

    Arguments: `w`, a tensor of shape (d,); `b`, a number; `num_examples`, the number n of examples.

    Returns a tuple (X, y), both of dtype float32:

    * X of shape (n, d), every element drawn from the standard normal distribution N(0, 1);
    * y of shape (n, 1): y = Xw + b + ε, every ε drawn from N(0, 0.01²), that is, with standard
      deviation 0.01.

    Each call draws anew, and w is not changed.
    """
    X = torch.normal(0, 1, (num_examples, len(w)))  # (n, d)
    y = torch.matmul(X, w) + b  # (n,)
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape(-1, 1)


# %% [markdown]
r"""
**A look at the data** comes before any model: shapes, a few rows, a picture. Each dot of the scatter plot is one
example; with `s=1` a thousand dots don't hide each other.
"""

# %% tags=["demo", "active-ipynb"]
# features, labels = synthetic_data(torch.tensor([2, -3.4]), 4.2, 1000)
# print("features:", tuple(features.shape), " labels:", tuple(labels.shape))
# for i in range(3):
#     print(f"example {i}: features ({features[i, 0]:.3f}, {features[i, 1]:.3f}), label {labels[i].item():.3f}")
# figure, axes = plt.subplots(1, 2, figsize=(9, 3), sharey=True)
# for i, ax in enumerate(axes):
#     ax.scatter(features[:, i], labels[:, 0], s=1)
#     ax.set_xlabel(f"feature {i}, true weight {['2', '−3.4'][i]}")
# axes[0].set_ylabel("label")
# plt.show()

# %% [markdown]
r"""
The cloud falls along the feature with weight −3.4 and rises along the other one; it is wide because each panel leaves
the other feature out.

<details><summary>Question: why do programs write <code>.detach().numpy()</code> before they plot?</summary>

NumPy knows no gradients. A tensor that requires one refuses `.numpy()`, so that nobody computes on without the graph by
mistake; `.detach()` says that you mean it. Our data require no gradient, so matplotlib takes them as they are. And
`%matplotlib inline`, which older notebooks begin with, is the default today: figures appear below their cells.

</details>

## Minibatches

Each pass over the data (an epoch) visits the examples in a new random order, a few at a time. Why random? In data
that are sorted by label, or by the day they were taken, neighbors are alike, and the gradient of a minibatch of
neighbors speaks only for them.

**What does `yield` do?** A function with `yield` is a *generator*. Calling it runs nothing yet. Each turn of a `for`
loop runs it up to the next `yield`, takes the value, and freezes it there, local variables and all; the next turn goes
on from that line. So one minibatch exists at a time, however large the data set is. `return`, in contrast, ends the
function at its first minibatch.

<details><summary>Hint 1: shuffle what?</summary>

Not the data but a list of indices, `list(range(n))`; `random.shuffle` shuffles a list in place. The data stay as they
were, and features and labels stay together if the same indices select both.

</details>
<details><summary>Hint 2: the short last minibatch</summary>

Walk with `range(0, n, batch_size)`, and let each minibatch end at `min(i + batch_size, n)`. A Python slice stops at the
end of a list by itself, so that `indices[i : i + batch_size]` does the same.

</details>
"""


# %% exercise="data_iter"
def data_iter(batch_size, features, labels):
    r"""Iterate once over a data set in minibatches, in random order.

    Arguments: `batch_size`, a positive whole number; `features` of shape (n, ...) and `labels` of
    shape (n, ...), where example i is the pair (features[i], labels[i]).

    Returns something to loop over once, `for X, y in data_iter(...)` (a generator is the natural
    thing):

    * each is a pair of tensors (X, y) of `batch_size` examples, with the dtype and the other
      dimensions of `features` and `labels`; the last pair has what is left over when n is no
      multiple of `batch_size`;
    * every example comes exactly once, and each row of X stands beside its own row of y;
    * the order is random, and drawn anew at each call: two passes differ;
    * `features` and `labels` themselves are left as they were.
    """
    indices = list(range(len(features)))
    random.shuffle(indices)
    for start in range(0, len(indices), batch_size):
        batch = torch.tensor(indices[start : start + batch_size])
        yield features[batch], labels[batch]


# %% tags=["demo", "active-ipynb"]
# numbers = torch.arange(25.0).reshape(-1, 1)
# for X, y in data_iter(10, numbers, numbers):
#     print(len(X), "examples:", X.flatten().int().tolist())

# %% [markdown]
r"""
25 examples in minibatches of 10: the last one is short. Run the cell again, and the order changes.

## Model and loss

**What does −1 do in `reshape`?** It says "whatever is left": PyTorch works that length out from the others. A
tensor of shape (6,) becomes (6, 1) by `reshape(-1, 1)`, (2, 3) by `reshape(2, -1)`, and flat again by
`reshape(-1)`. At most one length may be left open.

**Why does it matter here?** Shapes that don't fit are *broadcast* against each other, silently: subtracting labels of
shape (4,) from predictions of shape (4, 1) gives a 4 × 4 table, not four differences. There is no error, only a wrong
loss, and a model that learns the mean of all labels.

![Left: predictions of shape (4, 1) minus labels of shape (4,) give a table of sixteen differences, of which only the four on the diagonal are wanted. Right: with labels reshaped to (4, 1) there are four differences.](figures/broadcasting.svg)

<details><summary>Hint for <code>linreg</code></summary>

`torch.matmul(A, B)`, or `A @ B`, multiplies matrices. A bias of shape (1,) broadcasts to all rows, as it should.

</details>
"""


# %% exercise="linreg"
def linreg(X, w, b):
    r"""The linear model: X w + b.

    Arguments: X of shape (n, d), w of shape (d, 1), b of shape (1,) or a number; none of them is
    changed. Returns a tensor of shape (n, 1).
    """
    return torch.matmul(X, w) + b


# %% [markdown]
r"""
<details><summary>Hint for <code>squared_loss</code></summary>

`y.reshape(y_hat.shape)` gives the labels the shape of the predictions. Neither sum nor average: the result has one loss
for each element.

</details>
"""


# %% exercise="squared_loss"
def squared_loss(y_hat, y):
    r"""Half the squared error of each example: (ŷ − y)² / 2.

    Arguments: the predictions `y_hat`, of any shape, and the labels `y`, with as many elements but
    perhaps another shape, such as (n,) beside (n, 1): reshape y to the shape of `y_hat`, or
    broadcasting will make an n × n matrix of them.

    Returns a tensor of the shape of `y_hat`: one loss for each element, neither summed nor
    averaged. Gradients flow back to `y_hat`; the arguments themselves are not changed.
    """
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


# %% tags=["demo", "active-ipynb"]
# y_hat, y = torch.zeros(4, 1), torch.arange(4.0)
# print("ŷ − y, of shapes (4, 1) and (4,):", tuple((y_hat - y).shape))
# print("your squared_loss of the same two:", tuple(squared_loss(y_hat, y).shape))

# %% [markdown]
r"""
<details><summary>Question: does the ½ change what is learned?</summary>

No. A constant factor in front of the loss survives differentiation and scales every gradient, as another learning rate
would. With the ½ the derivative of $\frac{1}{2}(\hat{y} - y)^2$ is simply $\hat{y} - y$.

</details>
<details><summary>Question: what if one label is badly wrong?</summary>

The gradient of the squared loss grows with the error, so that one outlier pulls as hard as many good examples. The
absolute loss $|\hat{y} - y|$ pulls with the same force whatever the error is: it finds a median in place of a mean.
`nn.HuberLoss` is squared near zero and absolute far away.

</details>

## A gradient check, written once

A gradient by hand, or by autograd through code that you aren't sure of, can be checked against the definition:
nudge one number by ε, and see by how much the loss changes. With differences on both sides the error is about ε². The
function below is yours to keep: it checks any function that gives one number, in this and all later notebooks.
"""

# %% tags=["demo", "active-ipynb"]
# def gradient_error(loss_of, param, eps=1e-4):
#     """The largest difference between autograd's gradient and the measured slopes."""
#     param = param.double().clone().requires_grad_()
#     (gradient,) = torch.autograd.grad(loss_of(param), param)
#     slopes = torch.zeros_like(param)
#     with torch.no_grad():
#         for i in range(param.numel()):
#             nudge = torch.zeros_like(param)
#             nudge.view(-1)[i] = eps
#             slopes.view(-1)[i] = (loss_of(param + nudge) - loss_of(param - nudge)) / (2 * eps)
#     return (gradient - slopes).abs().max().item()
#
#
# X, y = torch.randn(8, 3).double(), torch.randn(8).double()
# of_yours = gradient_error(lambda w: squared_loss(linreg(X, w, 0.5), y).sum(), torch.randn(3, 1))
# of_half = gradient_error(lambda w: (w * w.detach()).sum(), torch.randn(3, 1))
# print(f"your loss, through your model: {of_yours:.1e}")
# print(f"with a gradient cut off:       {of_half:.1e}")

# %% [markdown]
r"""
The first number is rounding. The second is not: `detach` hides one of the two factors, and autograd reports half of the
true gradient.

## Minibatch stochastic gradient descent

**Why is the loss summed, and the division left to `sgd`?** `backward()` starts from *one* number, so the losses of
a minibatch have to be put together. We take the sum; its gradient grows with the batch, and the update divides by
the batch size, so that a learning rate means the same for small and for large batches.

**And a last batch that is short?** `sgd` divides by the same `batch_size` all the same. With 5 examples left over
of 10, the step is half as long as the mean of the five would make it, and that is fair: every example moves the
parameters by $\eta / 10$ times its own gradient, in whatever batch it comes. With the mean over each batch
(`loss.mean().backward()`) these five would count double.

**Why `torch.no_grad()`?** The update is arithmetic on parameters, and PyTorch would record it as one more step of
the computation whose gradient we want. It refuses to change a parameter in place while it records; and `w = w - …`,
outside of `no_grad`, makes a *new* tensor with a history, which the model does not know.

**Why are gradients reset?** PyTorch *adds* to `.grad` at each `backward()`. Two things need that: a parameter that is
used in several losses, and a batch that does not fit into memory: four backward passes over 8 examples each, and one
step, give the gradient of 32. Where each step should have its own gradient, the old one has to go first. Look:
"""

# %% tags=["demo", "active-ipynb"]
# p = torch.tensor(3.0, requires_grad=True)
# for _ in range(3):
#     (p**2).backward()
#     print("p.grad is", p.grad.item(), "and 2p is", 2 * p.item())
# try:
#     p -= 0.1 * p.grad
# except RuntimeError as error:
#     print("without no_grad:", error)

# %% [markdown]
r"""
<details><summary>Hint 1: in place</summary>

`param -= …` changes the tensor that the caller holds; `param = param - …` gives the name `param` to a new tensor, and
the caller's stays as it was. The change in place has to stand under `torch.no_grad()`.

</details>
<details><summary>Hint 2: the reset</summary>

`tensor.zero_()` fills a tensor with zeros. Call it on each gradient, after the gradient was used.

</details>
"""


# %% exercise="sgd"
def sgd(params, lr, batch_size):
    r"""One step of minibatch stochastic gradient descent, in place.

    Arguments: `params`, a list of tensors, each with its gradient of the *summed* loss in `.grad`;
    the learning rate `lr`; `batch_size`, by which the gradient is divided.

    Changes every tensor in `params` itself: param ← param − lr · grad / batch_size. Afterwards
    every gradient is reset, to zeros or to None, and every param still requires a gradient. The
    list itself stays as it is. Returns nothing.
    """
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


# %% [markdown]
r"""
## Training

Now the loop. For each minibatch: predict, sum the losses, `backward()`, and a step.

**Which tensors require a gradient?** Those that you want to move: make `w` and `b` with `requires_grad=True`. Without
it `backward()` has nothing to compute and raises an error. The data don't need it.

<details><summary>Hint 1: the start</summary>

`torch.normal(0, 0.01, size=…, requires_grad=True)` for w, `torch.zeros(1, requires_grad=True)` for b.

</details>
<details><summary>Hint 2: inside the loop</summary>

Four calls, all to functions that you have written: `data_iter`, `linreg`, `squared_loss`, `sgd`. Sum before `backward()`.

</details>
<details><summary>Hint 3: the loss after an epoch</summary>

Compute it once more over *all* features and labels, under `torch.no_grad()`, and make it a plain number with `float(…)`.
The loss of the last minibatch is something else: it speaks for ten examples.

</details>
"""


# %% exercise="train_linreg"
def train_linreg(features, labels, lr=0.03, num_epochs=3, batch_size=10):
    r"""Train a linear model from scratch with minibatch SGD.

    Arguments: `features` of shape (n, d), `labels` of shape (n, 1); neither is changed.

    Start from w of shape (d, 1) drawn from N(0, 0.01²) and b = 0 of shape (1,). In each of
    `num_epochs` epochs, go once over the data in random minibatches of `batch_size`; for each, sum
    the squared losses (ŷ − y)²/2, take the gradient, and make one step: param ← param − lr · grad /
    batch_size. The division is by `batch_size` also for a last batch that is shorter.

    Returns (w, b, losses): the trained parameters, and a list of `num_epochs` floats, the mean of
    (ŷ − y)²/2 over all the data after each epoch. With a learning rate that is too large these
    become inf or nan, and that is no error.
    """
    w = torch.normal(0, 0.01, (features.shape[1], 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    losses = []
    for _ in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            squared_loss(linreg(X, w, b), y).sum().backward()
            sgd([w, b], lr, batch_size)
        with torch.no_grad():
            losses.append(float(squared_loss(linreg(features, w, b), labels).mean()))
    return w, b, losses


# %% tags=["demo", "active-ipynb"]
# features, labels = synthetic_data(torch.tensor([2, -3.4]), 4.2, 1000)
# w, b, losses = train_linreg(features, labels)
# true_w, true_b = torch.tensor([[2], [-3.4]]), 4.2
# for name, values, errors in (("w", w, w - true_w), ("b", b, b - true_b)):
#     print(f"{name}:", [round(v, 4) for v in values.flatten().tolist()], end="")
#     print("  error:", [round(v, 4) for v in errors.flatten().tolist()])
# for rate, what in ((0.03, "right"), (0.001, "too slow"), (10, "too large")):
#     w, b, losses = train_linreg(features, labels, lr=rate, num_epochs=10)
#     print(f"lr {rate:<5}: " + " ".join(f"{loss:7.2g}" for loss in losses))
#     note = "" if np.isfinite(losses[-1]) else ", nan from the first epoch on"
#     plt.semilogy(range(1, 11), losses, "-o", label=f"{rate}: {what}{note}")
# plt.xlabel("epoch")
# plt.ylabel("loss")
# plt.legend(title="learning rate")
# plt.xticks(range(1, 11))
# plt.title("the loss by epoch, for three learning rates")
# plt.show()

# %% [markdown]
r"""
**How fast should it fall?** A step multiplies the distance to the true parameters by about $1 - \eta$ (the features
have variance 1), and an epoch has 100 steps: after one, $0.97^{100} \approx 0.05$ of it is left, and of the loss,
its square, 0.2 %. So from 17 at the start it falls below 0.1 in the first epoch and below 0.001 in the second, and
in the third it arrives at what no model can explain: the noise, $0.01^2 / 2 = 0.00005$. With 0.001,
$0.999^{100} \approx 0.9$ is left: thirty epochs do what one did before. And with 10 each step multiplies the distance
by −9, until the numbers overflow to infinity, and infinity minus infinity is `nan`.

**`nan` stays.** Once a parameter is `nan`, so is everything computed from it, and a smaller learning rate does not bring
it back: start again from new parameters. `train_linreg` does, at each call. A notebook cell that goes on training an old
`w` does not.

## What your model sees in a digit

The same functions, on real data: 1,797 handwritten digits of 8 × 8 pixels come with scikit-learn. Label every 0 with 1
and every other digit with −1, train your linear model, and look at its 64 weights as a picture. Bright pixels speak for
a 0, dark ones against it: ink in the middle rules a 0 out. Show it to a friend, and try the other digits.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
# digit = 0
# images, names = load_digits(return_X_y=True)
# X = torch.tensor(images, dtype=torch.float32) / 16
# y = torch.where(torch.tensor(names) == digit, 1.0, -1.0).reshape(-1, 1)
# w, b, _ = train_linreg(X[:1400], y[:1400], lr=0.05, num_epochs=10)
# with torch.no_grad():
#     right = ((linreg(X[1400:], w, b) > 0) == (y[1400:] > 0)).float().mean()
# figure, axes = plt.subplots(1, 2, figsize=(6, 3))
# axes[0].imshow(X[y[:, 0] > 0].mean(0).reshape(8, 8), cmap="gray")
# axes[0].set_title(f"the mean of all {digit}s")
# axes[1].imshow(w.detach().reshape(8, 8), cmap="gray")
# axes[1].set_title("your weights")
# for ax in axes:
#     ax.axis("off")
# plt.show()
# print(f"{right:.1%} of 397 new digits are sorted right; always saying no gives {(y[1400:] < 0).float().mean():.1%}")

# %% [markdown]
r"""
## Going further

<details><summary>What happens if w starts from zero? Would that be as harmless for a network with a hidden layer?</summary>

Here it is harmless: the loss has one minimum, and the gradient at zero points towards it. In a network with a hidden
layer all units of the layer would get the same gradient and stay copies of each other for ever. Small random numbers
break the tie.

</details>
<details><summary>To differentiate a gradient once more, autograd needs <code>create_graph=True</code>. Why? And what goes
wrong if you forget to clear <code>.grad</code> in between?</summary>

`backward()` frees its graph as it goes and does not record its own arithmetic; `create_graph=True` makes it record, so
that the gradient is a function that can be differentiated. Without a reset the second derivative is added to the first
one in `.grad`. `torch.autograd.grad` returns gradients and adds nothing.

</details>
<details><summary>The labels are prices in cents and become prices in dollars. What has to change in the learning rate,
and what in the result?</summary>

Labels, w and b become a hundred times smaller, and so does every gradient of w and b: the same learning rate gives the
same path, a hundred times smaller, and the loss is 10,000 times smaller. If *features* change their unit, the learning
rate has to follow: that is why features are standardized.

</details>

* **Next step.** Write the absolute loss and Huber's loss beside `squared_loss`, multiply ten labels by 100, and train
  with each: how far from 2, −3.4 and 4.2 does each end?
* Find the same parameters without a loop: `torch.linalg.lstsq` solves the least-squares problem in one call. For how many
  features is that slower than your loop?
"""
