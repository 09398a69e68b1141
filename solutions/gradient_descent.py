# %% [markdown]
r"""
# Gradient descent

Go where it goes down. For a small step, Taylor's formula says how much is won by it,

$$f(x - \eta f'(x)) = f(x) - \eta f'^2(x) + \mathcal{O}(\eta^2 f'^2(x)),$$

and that is an improvement whenever $\eta$ is small enough that the last term does not matter. How small that is,
and what happens when it is not, you will see in pictures: first in one dimension, then in two.
"""

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


# %%
def show_trace(points, f, ax=None, title=""):
    """Draw the way of an optimizer on the curve of f."""
    ax = ax or plt.gca()
    points = [float(x) for x in points]
    reach = max(0.01, *map(abs, points))
    x = np.linspace(-reach, reach, 300)
    ax.plot(x, f(x), "--", color="gray")
    ax.plot(points, [f(p) for p in points], "-o", markersize=4)
    ax.set_title(title)


def show_trace_2d(points, f, title="", ax=None):
    """Draw the way of an optimizer on the contours of f."""
    ax = ax or plt.gca()
    ways = np.array([(float(a), float(b)) for a, b in points])
    x1, x2 = np.meshgrid(np.linspace(-5.5, 1.5, 80), np.linspace(-3, 2, 80))
    ax.contour(x1, x2, f(x1, x2), levels=12, colors="tab:blue", linewidths=0.8)
    ax.plot(*ways.T, "-o", color="tab:orange", markersize=4)
    ax.set_xlim(-5.5, 1.5), ax.set_ylim(-3, 2), ax.set_xlabel("x₁"), ax.set_ylabel("x₂"), ax.set_title(title)


# %% [markdown]
r"""
## One dimension
"""


# %% exercise="gd"
def gd(gradf, eta, x0=10.0, num_steps=10):
    r"""Gradient descent for a function of one variable.

    Arguments: `gradf(x)`, the derivative of f; the learning rate `eta`; the starting point `x0`, a
    number.

    Returns a list of the `num_steps` + 1 points (numbers, or tensors of one number), x0 first: each
    is x − eta · f′(x) of the one before. Nothing stops it early.
    """
    points = [x0]
    for _ in range(num_steps):
        x = points[-1]
        points.append(x - eta * gradf(x))
    return points


# %% [markdown]
r"""
For $f(x) = x^2$ each step multiplies $x$ by $1 - 2\eta$, so everything about it can be worked out: with
$\eta = 0.2$ ten steps lead from 10 to $10 \cdot 0.6^{10} \approx 0.0605$; with $\eta = 1.1$ the factor is $-1.2$,
and they lead to $10 \cdot 1.2^{10} \approx 61.9$, further away at each step and on the other side of the valley.
"""

# %% tags=["demo", "active-ipynb"]
# figure, axes = plt.subplots(1, 3, figsize=(12, 3))
# for ax, eta, what in zip(axes, (0.05, 0.2, 1.1), ("slow", "faster", "too large")):
#     points = gd(lambda x: 2 * x, eta)
#     show_trace(
#         points,
#         lambda x: x**2,
#         ax,
#         f"η = {eta}, {what}: x₁₀ = {float(points[-1]):.3g}",
#     )
# plt.show()

# %% [markdown]
r"""
On a function with several valleys, the learning rate also decides in which of them you end. On $x \cos 0.15 \pi x$ with an
unrealistically high $\eta = 2$ the way jumps clean over the good valley at 7.27, and ends up dithering in the poor one at
−1.83; with other rates it may jump from valley to valley for ever.
"""

# %% tags=["demo", "active-ipynb"]
# c = 0.15 * np.pi
# f = lambda x: x * np.cos(c * x)
# gradf = lambda x: np.cos(c * x) - c * x * np.sin(c * x)
# figure, axes = plt.subplots(1, 2, figsize=(9, 3))
# for ax, eta in zip(axes, (0.1, 2)):
#     points = gd(gradf, eta)
#     show_trace(
#         points, f, ax, f"η = {eta}: x = {float(points[-1]):.3g}, f(x) = {f(float(points[-1])):.3g}"
#     )
# plt.show()

# %% [markdown]
r"""
## Two dimensions

The gradient has a component for each direction, and it stands at right angles to the contours. Write one step, and
the loop that makes steps: apart, because you will need the loop again for other ways of stepping.
"""


# %% exercise="gd_2d"
def gd_2d(x1, x2, gradf, eta=0.1):
    r"""One step of gradient descent for a function of two variables.

    Arguments: the point (x1, x2), two numbers; `gradf(x1, x2)`, which returns the two partial
    derivatives as a pair; the learning rate `eta`.

    Returns the next point, the pair (x1 − eta · ∂f/∂x1, x2 − eta · ∂f/∂x2), both derivatives taken
    at (x1, x2).
    """
    g1, g2 = gradf(x1, x2)
    return x1 - eta * g1, x2 - eta * g2


# %% exercise="train_2d"
def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    r"""Optimize a function of two variables, step by step.

    Arguments: `trainer(x1, x2)`, which makes one step and returns the next point as a pair; the
    number of `steps`; the `start`, a pair.

    Returns a list of the `steps` + 1 points, each a pair (x1, x2), the start first. Each step
    starts where the one before has ended.
    """
    points = [tuple(start)]
    for _ in range(steps):
        points.append(tuple(trainer(*points[-1])))
    return points


# %% [markdown]
r"""
The valley of $x_1^2 + 2 x_2^2$ is twice as steep along $x_2$ as along $x_1$. With $\eta = 0.1$ the way bends towards the
minimum. Above 1/4 it zigzags along $x_2$, while $x_1$ would like steps of up to $\eta = 1/2$. Here a compromise still serves
both ($\eta = 1/3$ multiplies each by ±1/3), but were one direction a thousand times as steep as the other, none would: that
is the trouble with badly conditioned problems, and what Newton's method and preconditioning are for.
"""

# %% tags=["demo", "active-ipynb"]
# f = lambda x1, x2: x1**2 + 2 * x2**2
# gradf = lambda x1, x2: (2 * x1, 4 * x2)
# figure, axes = plt.subplots(1, 3, figsize=(13, 3.2))
# for ax, eta, what in zip(axes, (0.02, 0.1, 0.48), ("too small", "smooth", "too large for x₂")):
#     points = train_2d(lambda x1, x2: gd_2d(x1, x2, gradf, eta))
#     show_trace_2d(
#         points,
#         f,
#         f"η = {eta}, {what}: ({float(points[-1][0]):.3f}, {float(points[-1][1]):.3f})",
#         ax,
#     )
# plt.show()

# %% [markdown]
r"""
## Think on

* For which $\eta$ does gradient descent on $x^2$ find the minimum in one step? For which does it neither come
  nearer nor go away?
* For $f(x) = \tfrac{1}{2} c x^2$ it converges if and only if $0 < \eta < 2 / c$. What does that mean for
  $x_1^2 + 2 x_2^2$?
"""
