# %% [markdown]
r"""
# Newton's method, preconditioning and line search

Gradient descent asks for a learning rate. Newton's method reads it off the curvature: the parabola that fits $f$
best at $x$ has its minimum at

$$x - \frac{f'(x)}{f''(x)}.$$

Where $f''$ is negative that parabola opens downwards, and the method walks straight to a maximum. You will see it
do so, then make it cheaper (preconditioning) and safer (line search).
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
## Newton's method

Why divide by the *second* derivative? Near $x$ the slope is $f'(x) + f''(x) \epsilon$, and it is zero for
$\epsilon = -f'(x) / f''(x)$: Newton's method looks for a zero of the derivative along its tangent. Close to a
minimum the number of right digits doubles at each step.
"""


# %% exercise="newton"
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    r"""Newton's method for a function of one variable.

    Arguments: `gradf(x)` and `hessf(x)`, the first and the second derivative of f; the starting
    point `x0`, a number; the step size `eta`.

    Returns a list of the `num_steps` + 1 points (numbers, or tensors of one number), x0 first: each
    is x − eta · f′(x) / f″(x) of the one before. The curvature is taken as it is, with its sign:
    where f″ is negative the method goes the wrong way, and that is the lesson.
    """
    points = [x0]
    for _ in range(num_steps):
        x = points[-1]
        points.append(x - eta * gradf(x) / hessf(x))
    return points


# %% tags=["demo", "active-ipynb"]
# def show(points, f, ax, title):
#     points = np.array([float(p) for p in points])
#     reach = max(0.01, *abs(points)) * 1.05
#     x = np.linspace(-reach, reach, 400)
#     ax.plot(x, f(x), "--", color="gray")
#     ax.plot(points, f(points), "-o", markersize=4)
#     ax.plot(points[0], f(points[0]), "s", color="tab:green")
#     ax.set_title(title, fontsize=10)
#
#
# c = 0.5
# cosh = lambda x: np.cosh(c * x), lambda x: c * np.sinh(c * x), lambda x: c**2 * np.cosh(c * x)
# d = 0.15 * np.pi
# wave = (
#     lambda x: x * np.cos(d * x),
#     lambda x: np.cos(d * x) - d * x * np.sin(d * x),
#     lambda x: -2 * d * np.sin(d * x) - d**2 * x * np.cos(d * x),
# )
# figure, axes = plt.subplots(1, 3, figsize=(13, 3.2))
# for ax, (f, gradf, hessf), eta, what in zip(
#     axes, (cosh, wave, wave), (1, 1, 0.5), ("cosh(x/2)", "x cos(0.15πx)", "x cos(0.15πx), η = 0.5")
# ):
#     points = newton(gradf, hessf, 10.0, eta)
#     show(points, f, ax, f"{what}: x = {float(points[-1]):.4g} after 10 steps")
# plt.show()

# %% [markdown]
r"""
On $\cosh$ a few steps are enough. The other function, $x \cos 0.15 \pi x$, is not convex. The second step starts where
the curvature is nearly zero, and a step divided by almost nothing flies to $x = 25$. There the curvature is negative, so
each step goes *up*: the method ends at 26.83, on top of a hill. With $\eta = 0.5$ it never comes there, and ends in the
minimum at 7.27. (Taking the absolute value of the curvature would turn the direction round: a good idea, and another
method.)

## Preconditioning

In $d$ dimensions the second derivatives are a $d \times d$ matrix, the Hessian: for a million parameters, a million
millions of numbers, and nobody can solve with that. Its diagonal is affordable, and does half of the job: it gives
each coordinate a learning rate of its own, by its own curvature. That matters where one coordinate is in
millimetres and another in kilometres.
"""


# %% exercise="preconditioned_step"
def preconditioned_step(x, grad, hessian, eta=1.0):
    r"""One step of gradient descent, preconditioned by the diagonal of the Hessian.

    Arguments: x and grad of shape (d,), the Hessian H of shape (d, d). Returns x − eta · diag(H)⁻¹
    grad, of shape (d,), as a new tensor: each coordinate is divided by its own element of the
    diagonal. The arguments are not changed.
    """
    return x - eta * grad / torch.diagonal(hessian)


# %% tags=["demo", "active-ipynb"]
# H = torch.tensor([[1.0, 0.2], [0.2, 40.0]])  # x₂ is forty times as steep as x₁
# x1, x2 = np.meshgrid(np.linspace(-5.5, 1.5, 80), np.linspace(-1.2, 1.2, 80))
# figure, axes = plt.subplots(1, 2, figsize=(11, 3))
# for ax, name in zip(axes, ("gradient descent, η = 0.045", "preconditioned, η = 0.5")):
#     x = torch.tensor([-5.0, -1.0])
#     way = [x]
#     for _ in range(15):
#         x = preconditioned_step(x, H @ x, H, 0.5) if name[0] == "p" else x - 0.045 * (H @ x)
#         way.append(x)
#     ax.contour(
#         x1,
#         x2,
#         0.5 * (x1**2 + 0.4 * x1 * x2 + 40 * x2**2),
#         levels=14,
#         colors="tab:blue",
#         linewidths=0.8,
#     )
#     ax.plot(*torch.stack(way).T, "-o", color="tab:orange", markersize=4)
#     ax.set_title(f"{name}: ({x[0]:.3f}, {x[1]:.3f})")
# plt.show()

# %% [markdown]
r"""
## Backtracking line search

How far along a direction? Try a long step; while it does not win enough, take a shorter one. "Enough" is Armijo's
condition: at least the share $c$ of what the slope promises for a step of this length. Without the condition (any
decrease will do), steps may win less and less and stop short of the minimum.
"""


# %% exercise="line_search"
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    r"""Backtracking line search along the negative gradient.

    Arguments: `f(x)`, which returns a number, and `gradf(x)`, which returns a tensor of shape (d,),
    for x of shape (d,); the largest step `eta`; the factor `beta` between 0 and 1; the constant `c`
    of Armijo's condition. x is not changed.

    Returns the largest step t among eta, eta · beta, eta · beta², … that meets Armijo's condition:
    f(x − t · g) ≤ f(x) − c · t · ‖g‖², with g = gradf(x) and ‖g‖² the sum of its squares.
    """
    g = gradf(x)
    value, slope = f(x), (g * g).sum()
    t = eta
    while f(x - t * g) > value - c * t * slope:
        t *= beta
    return t


# %% tags=["demo", "active-ipynb"]
# f = lambda x: float((1 - x[0]) ** 2 + 10 * (x[1] - x[0] ** 2) ** 2)
# gradf = lambda x: torch.stack(
#     [-2 * (1 - x[0]) - 40 * x[0] * (x[1] - x[0] ** 2), 20 * (x[1] - x[0] ** 2)]
# )
# x, way, steps = torch.tensor([-1.0, 1.5]), [torch.tensor([-1.0, 1.5])], []
# for _ in range(200):
#     steps.append(float(line_search(f, gradf, x)))
#     x = x - steps[-1] * gradf(x)
#     way.append(x)
# x1, x2 = np.meshgrid(np.linspace(-1.5, 1.5, 120), np.linspace(-0.5, 2, 120))
# figure, (a, b) = plt.subplots(1, 2, figsize=(11, 3.2))
# a.contour(
#     x1,
#     x2,
#     (1 - x1) ** 2 + 10 * (x2 - x1**2) ** 2,
#     levels=np.logspace(-1.5, 2, 14),
#     colors="tab:blue",
#     linewidths=0.8,
# )
# a.plot(*torch.stack(way).T, "-o", color="tab:orange", markersize=3)
# a.plot(1, 1, "r*", markersize=10)
# a.set_title("one lucky long step, then a slow creep to the star")
# b.semilogy(steps, ".")
# b.set_xlabel("step")
# b.set_title("the step that the line search chose")
# plt.show()

# %% [markdown]
r"""
## Think on

* Newton's method does not care whether a coordinate is in millimetres or in kilometres, gradient descent does. Put
  $x = ky$ into both and see why.
* For large $x$ both the slope and the curvature of $\tanh$ tend to zero. How long is a Newton step there, and in which
  direction?
"""
