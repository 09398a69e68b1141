# %% [markdown]
r"""
# Newton's method, preconditioning and line search

Gradient descent asks for a learning rate. Newton's method reads it off the curvature: the parabola that fits $f$ best at $x$ has its minimum at

$$x - \frac{f'(x)}{f''(x)}.$$

Where $f''$ is negative that parabola opens downwards, and the method walks straight to a maximum. You will see it do so.
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
"""


# %% exercise="newton"
def newton(gradf, hessf, x0, eta=1.0, num_steps=10):
    r"""Newton's method for a function of one variable.

    Arguments: `gradf(x)` and `hessf(x)`, the first and the second derivative of f; the starting point `x0`, a number; the step size `eta`.

    Returns a list of the `num_steps` + 1 points (numbers, or tensors of one number), x0 first: each is x − eta · f′(x) / f″(x) of the one before. The curvature is taken as it is,
    with its sign: where f″ is negative the method goes the wrong way, and that is the lesson.
    """
    points = [x0]
    for _ in range(num_steps):
        x = points[-1]
        points.append(x - eta * gradf(x) / hessf(x))
    return points


# %% tags=["demo", "active-ipynb"]
# c = 0.5
# points = newton(lambda x: c * np.sinh(c * x), lambda x: c**2 * np.cosh(c * x), 10.0)
# x = np.linspace(-10, 10, 200)
# plt.plot(x, np.cosh(c * x)), plt.plot(points, np.cosh(c * np.array(points)), "-o")
# plt.title(f"after {len(points) - 1} steps: x = {points[-1]:.6f}")
# plt.show()

# %% [markdown]
r"""
## Preconditioning

In many dimensions the inverse of the Hessian is too expensive. Its diagonal is not.
"""


# %% exercise="preconditioned_step"
def preconditioned_step(x, grad, hessian, eta=1.0):
    r"""One step of gradient descent, preconditioned by the diagonal of the Hessian.

    Arguments: x and grad of shape (d,), the Hessian H of shape (d, d). Returns x − eta · diag(H)⁻¹ grad, of shape (d,), as a new tensor:
    each coordinate is divided by its own element of the diagonal.
    """
    return x - eta * grad / torch.diagonal(hessian)


# %% [markdown]
r"""
## Backtracking line search
"""


# %% exercise="line_search"
def line_search(f, gradf, x, eta=1.0, beta=0.5, c=1e-4):
    r"""Backtracking line search along the negative gradient.

    Arguments: `f(x)`, which returns a number, and `gradf(x)`, which returns a tensor of shape (d,), for x of shape (d,); the largest step `eta`; the
    factor `beta` between 0 and 1; the constant `c` of Armijo's condition.

    Returns the largest step t among eta, eta · beta, eta · beta², … that meets Armijo's condition:
    f(x − t · g) ≤ f(x) − c · t · ‖g‖², with g = gradf(x) and ‖g‖² the sum of its squares.
    """
    g = gradf(x)
    value, slope = f(x), (g * g).sum()
    t = eta
    while f(x - t * g) > value - c * t * slope:
        t *= beta
    return t
