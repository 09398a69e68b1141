# %% [markdown]
r"""
# Convexity, and what optimization is up against

Training minimizes the loss on the data that we have. Three things stand between that and what we want: the data are
not the world, the loss has many flat places, and not every flat place is a minimum. You will look at each of them,
measure how far a function is from being straight (Jensen's inequality), and tell a minimum from a saddle by the
curvature.
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
## Two risks

The *expected* risk is the loss over all data that the world may bring; the *empirical* risk is the mean loss over
the training data. The second is what an optimizer sees. It is bumpier, and its lowest point lies elsewhere: an
optimizer that finds it to the tenth digit has learned some noise by heart.
"""

# %% tags=["demo", "active-ipynb"]
# x = torch.linspace(0.5, 1.5, 200)
# expected = x * torch.cos(np.pi * x)
# empirical = expected + 0.2 * torch.cos(5 * np.pi * x)
# plt.plot(x, expected, label="expected risk")
# plt.plot(x, empirical, "--", label="empirical risk")
# for risk, what, above in (
#     (expected, "minimum of the expected risk", 0.5),
#     (empirical, "minimum of the empirical risk", -0.2),
# ):
#     low = risk.argmin()
#     plt.plot(x[low], risk[low], "o")
#     plt.annotate(
#         what,
#         (x[low], risk[low]),
#         (x[low] - 0.3, risk[low] + above),
#         arrowprops={"arrowstyle": "->"},
#     )
# plt.ylim(-1.5, 0.6)
# plt.xlabel("x")
# plt.ylabel("risk")
# plt.legend()
# plt.show()

# %% [markdown]
r"""
## Flat places

Gradient descent stops where the gradient vanishes. That may be

* a **local minimum**, better than its neighbourhood and worse than the best (of the two that $x \cos \pi x$ has
  in the picture, at −0.27 and at 1.09, the first is only local);
* a **saddle point**, where some directions go up and others down ($x^2 - y^2$ at the origin; $x^3$ in one
  dimension);
* or no such point at all, only a **vanishing gradient**: at $x = 4$ the slope of $\tanh$ is
  $1 - \tanh^2 4 \approx 0.0013$, and with
  $\eta = 1$ gradient descent takes more than two hundred steps to come from 4 to 3.5.
"""

# %% tags=["demo", "active-ipynb"]
# figure, (a, b, c) = plt.subplots(1, 3, figsize=(12, 3))
# x = torch.linspace(-1.2, 2.2, 200)
# a.plot(x, x * torch.cos(np.pi * x))
# a.set_title("a local minimum beside the global one")
# x = torch.linspace(-2, 2, 200)
# b.plot(x, x**3)
# b.set_title("a saddle point: x³ at 0")
# x = torch.linspace(-2, 5, 200)
# c.plot(x, torch.tanh(x))
# c.plot(4, np.tanh(4), "o")
# c.set_title("a vanishing gradient: tanh at 4")
# plt.show()
# x = torch.tensor(4.0, requires_grad=True)
# torch.tanh(x).backward()
# print(f"the slope of tanh at 4 is {x.grad:.5f}")

# %% tags=["demo", "active-ipynb"]
# x, y = torch.meshgrid(torch.linspace(-1, 1, 41), torch.linspace(-1, 1, 41), indexing="ij")
# axes = plt.figure(figsize=(5, 4)).add_subplot(projection="3d")
# axes.plot_wireframe(
#     x.numpy(), y.numpy(), (x**2 - y**2).numpy(), rstride=4, cstride=4, linewidth=0.8
# )
# axes.plot(0, 0, 0, "rx")
# axes.set_title("x² − y²: up along x, down along y")
# axes.set_xlabel("x")
# axes.set_ylabel("y")
# plt.show()

# %% [markdown]
r"""
## Which flat place is it?

Where the gradient is zero, the matrix of second derivatives decides. Its eigenvalues are the curvatures along its
own axes: all positive, the function goes up wherever you turn; all negative, it goes down; both signs, a saddle.
With an eigenvalue of zero the second derivatives do not tell: along that axis it could be $x^4$ (a minimum), $-x^4$
or $x^3$.

In high dimensions saddles are far more common than minima: for a minimum, thousands of signs must all come out
positive.
"""


# %% exercise="classify_critical_point"
def classify_critical_point(hessian):
    r"""Say what kind of critical point it is, by the eigenvalues of the second derivatives.

    Argument: `hessian`, a symmetric tensor of shape (d, d), of float32 or float64, which is not
    changed.

    Returns one of these strings: "degenerate" where an eigenvalue is zero (take those of less than
    1e-6 in absolute value for zero); otherwise "minimum" where all eigenvalues are positive,
    "maximum" where all are negative, and "saddle" where there are both. (With both signs and a zero
    beside them, "saddle" will do as well as "degenerate".)
    """
    eigenvalues = torch.linalg.eigvalsh(hessian)  # (d,)
    if (eigenvalues.abs() < 1e-6).any():
        return "degenerate"
    if (eigenvalues > 0).all():
        return "minimum"
    if (eigenvalues < 0).all():
        return "maximum"
    return "saddle"


# %% tags=["demo", "active-ipynb"]
# functions = {
#     "x² + y²": lambda p: p[0] ** 2 + p[1] ** 2,
#     "x² − y²": lambda p: p[0] ** 2 - p[1] ** 2,
#     "x² + 3xy + y²": lambda p: p[0] ** 2 + 3 * p[0] * p[1] + p[1] ** 2,
#     "−x² − xy − y²": lambda p: -(p[0] ** 2) - p[0] * p[1] - p[1] ** 2,
#     "x² + y⁴": lambda p: p[0] ** 2 + p[1] ** 4,
# }
# for formula, f in functions.items():
#     hessian = torch.autograd.functional.hessian(f, torch.zeros(2))
#     print(
#         f"{formula:15} eigenvalues {torch.linalg.eigvalsh(hessian).tolist()!s:25} {classify_critical_point(hessian)}"
#     )

# %% [markdown]
r"""
The third is worth a look: both diagonal elements are positive, and yet it is a saddle. Along the diagonal $y = -x$
the function is $-x^2$.

## Jensen's inequality

A function is convex if every chord lies above its graph:

$$\lambda f(x) + (1 - \lambda) f(x') \ge f(\lambda x + (1 - \lambda) x') \quad \text{for } 0 \le \lambda \le 1.$$

With more than two points that is Jensen's inequality,
$\sum_i \alpha_i f(x_i) \ge f\left(\sum_i \alpha_i x_i\right)$ for weights $\alpha_i \ge 0$ with sum 1: the mean of
a convex function is at least the function of the mean. The difference between the two sides is never negative for a
convex function, and zero where the function is straight between the points.
"""


# %% exercise="jensen_gap"
def jensen_gap(f, xs, alphas):
    r"""The difference between the two sides of Jensen's inequality: Σ αᵢ f(xᵢ) − f(Σ αᵢ xᵢ).

    Arguments: `f`, a function of *one* point, which returns a number; `xs` of shape (n,), n
    numbers, or of shape (n, d), n points of d coordinates, so that f is called with tensors of
    shape () or (d,); `alphas` of shape (n,) and the same dtype, weights that are not negative and
    sum to 1. Neither is changed.

    Returns a number (or a tensor of one number): negative where f is concave, so don't take its
    absolute value.
    """
    mean_of_f = sum(alpha * f(x) for alpha, x in zip(alphas, xs, strict=True))
    return mean_of_f - f(torch.tensordot(alphas, xs, dims=1))


# %% tags=["demo", "active-ipynb"]
# figure, axes = plt.subplots(1, 3, figsize=(12, 3))
# functions = {
#     "x²/2": lambda x: 0.5 * x**2,
#     "cos πx": lambda x: torch.cos(np.pi * x),
#     "exp(x/2)": lambda x: torch.exp(0.5 * x),
# }
# xs, alphas = torch.tensor([-1.5, 1.0]), torch.tensor([0.4, 0.6])
# x = torch.linspace(-2, 2, 200)
# for ax, (name, f) in zip(axes, functions.items()):
#     gap, middle = float(jensen_gap(f, xs, alphas)), float(alphas @ xs)
#     ax.plot(x, f(x))
#     ax.plot(xs, f(xs), "o--")
#     ax.vlines(
#         middle,
#         float(f(torch.tensor(middle))),
#         float(f(torch.tensor(middle))) + gap,
#         color="red",
#         linewidth=3,
#     )
#     ax.set_title(f"{name}: the gap is {gap:.3f}")
# plt.show()

# %% [markdown]
r"""
The red line is the gap: the chord's height above the graph. For $\cos \pi x$ it depends on where you look, so it is
neither convex nor concave.

Why does it matter to us? A convex function has no local minimum that is not a global one. Suppose $x^*$ were one,
and $x'$ were better: the chord from $x^*$ to $x'$ falls from the first step on, and the graph lies below the chord,
so points next to $x^*$ are better than $x^*$ as well.

## Think on

* The loss of linear regression is convex in its parameters. Is that of a network with one hidden layer? Exchange
  two hidden units and average the two networks.
* Give $\alpha$ as $\left(\tfrac{1}{2}, \tfrac{1}{2}\right)$ and $f = -\log$: which inequality between two kinds of
  mean is it?
"""
