# %% [markdown]
r"""
# Gradient descent

**What you do:** write gradient descent in one dimension and in two (three short functions, 5 points), and find out
what the learning rate decides. **Time:** about 45 minutes. **Level:** easy; you need derivatives of polynomials and
Python loops.

**Read along:** [Gradient Descent](https://d2l.ai/chapter_optimization/gd.html) in *Dive into Deep Learning*, which this
notebook follows; PyTorch's [torch.optim](https://docs.pytorch.org/docs/stable/optim.html); Ruder,
[An overview of gradient descent optimization algorithms](https://arxiv.org/abs/1609.04747).

## Why a step along the negative gradient goes down

Near $x$ a smooth function is almost a straight line:

$$f(x + \epsilon) = f(x) + \epsilon f'(x) + \mathcal{O}(\epsilon^2).$$

Take $\epsilon = -\eta f'(x)$ with a small learning rate $\eta > 0$:

$$f(x - \eta f'(x)) = f(x) - \eta f'^2(x) + \mathcal{O}(\eta^2 f'^2(x)).$$

The middle term tells how much we gain. A square is never negative, so the step goes down wherever $f'(x) \ne 0$, as
long as $\eta$ is so small that the last term does not matter. How small is that, and what happens above it?
"""

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)


# %%
def show_trace(points, f, ax=None, title=""):
    """Draw the path of an optimizer on the curve of f."""
    ax = ax or plt.gca()
    points = [float(x) for x in points]
    reach = max(0.01, *map(abs, points))
    x = np.linspace(-reach, reach, 300)
    ax.plot(x, f(x), "--", color="gray")
    ax.plot(points, [f(p) for p in points], "-o", markersize=4)
    ax.plot(points[0], f(points[0]), "s", color="tab:green", label="start")
    ax.set_xlabel("x"), ax.set_ylabel("f(x)"), ax.set_title(title), ax.legend()


def show_trace_2d(points, f, title="", ax=None):
    """Draw the path of an optimizer on the contours of f, whose minimum is at the origin."""
    ax = ax or plt.gca()
    path = np.array([(float(a), float(b)) for a, b in points])
    x1, x2 = np.meshgrid(np.linspace(-5.5, 1.5, 80), np.linspace(-3, 2, 80))
    ax.contour(x1, x2, f(x1, x2), levels=12, colors="tab:blue", linewidths=0.8)
    ax.plot(*path.T, "-o", color="tab:orange", markersize=4)
    ax.plot(0, 0, "r*", markersize=10)
    ax.set_xlim(-5.5, 1.5), ax.set_ylim(-3, 2), ax.set_xlabel("x₁"), ax.set_ylabel("x₂"), ax.set_title(title)


# %% [markdown]
r"""
## One dimension

<details><summary>Hint 1: what do I return?</summary>

A list of `num_steps + 1` points. Before the loop it holds `x0` alone.
</details>

<details><summary>Hint 2: where do I take the derivative?</summary>

At the point that you reached last, not at `x0`: each step needs a new call of `gradf`.
</details>

<details><summary>Hint 3: my second call returns too many points</summary>

A list in the signature (`points=[]`) is made once and shared by all calls. Make the list inside the function.
</details>
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
For $f(x) = x^2$ each step multiplies $x$ by $1 - 2\eta$, so we can predict every point:

| $\eta$ | factor $1 - 2\eta$ | $x$ after ten steps from 10 | what you see |
|---|---|---|---|
| 0.05 | 0.9 | $10 \cdot 0.9^{10} \approx 3.49$ | slow |
| 0.2 | 0.6 | $10 \cdot 0.6^{10} \approx 0.0605$ | fast |
| 1.1 | −1.2 | $10 \cdot 1.2^{10} \approx 61.9$ | it jumps across the valley, farther away at each step |
"""

# %% tags=["demo", "active-ipynb"]
# figure, axes = plt.subplots(1, 3, figsize=(13, 3.2), layout="constrained")
# for ax, eta, speed in zip(axes, (0.05, 0.2, 1.1), ("slow", "fast", "diverges")):
#     points = gd(lambda x: 2 * x, eta)
#     show_trace(points, lambda x: x**2, ax, f"η = {eta}, {speed}: x₁₀ = {float(points[-1]):.3g}")
# plt.show()

# %% [markdown]
r"""
<details><summary>Question: for which η does gradient descent on x² find the minimum in one step? For which η does it
neither come nearer nor go away?</summary>

The factor $1 - 2\eta$ is 0 for $\eta = 1/2$: one step is enough. For $\eta = 1$ it is −1: the points jump between 10 and
−10 forever. For $f(x) = \tfrac{1}{2} c x^2$ the factor is $1 - \eta c$, and its absolute value is below 1 exactly for
$0 < \eta < 2 / c$. The steeper the curve bends, the smaller the learning rate must be.
</details>

### Several valleys

On a function with several valleys, the learning rate also decides in which of them you end. On
$x \cos 0.15 \pi x$ the rate $\eta = 0.1$ creeps toward the good valley at 7.27. The unrealistically high $\eta = 2$ jumps
over it in the first step, from 10 to 0.58, and ends up swinging about the poor valley at −1.83.
"""

# %% tags=["demo", "active-ipynb"]
# c = 0.15 * np.pi
# f = lambda x: x * np.cos(c * x)
# gradf = lambda x: np.cos(c * x) - c * x * np.sin(c * x)
# figure, axes = plt.subplots(1, 2, figsize=(11, 3.2), layout="constrained")
# for ax, eta in zip(axes, (0.1, 2)):
#     points = gd(gradf, eta)
#     last = float(points[-1])
#     show_trace(points, f, ax, f"η = {eta}: x₁₀ = {last:.3g}, f(x₁₀) = {f(last):.3g}")
# plt.show()

# %% [markdown]
r"""
## A derivative that you can trust

A wrong `gradf` looks like a bad learning rate. So check derivatives before you use them: the central difference

$$\frac{f(x + h) - f(x - h)}{2h} = f'(x) + \mathcal{O}(h^2)$$

needs nothing but $f$. `slope_error` below works for any function of one number; keep it for the later notebooks.
"""


# %%
def slope_error(f, gradf, x, h=1e-5):
    """How far gradf(x) is from the central difference of f: about 1e-10 where it is right."""
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return abs(slope - gradf(x))


# %% tags=["demo", "active-ipynb"]
# c = 0.15 * np.pi
# f = lambda x: x * np.cos(c * x)
# right = lambda x: np.cos(c * x) - c * x * np.sin(c * x)
# wrong = lambda x: np.cos(c * x) - x * np.sin(c * x)  # the inner derivative is missing
# print(f"right: {slope_error(f, right, 2.0):.0e}    wrong: {slope_error(f, wrong, 2.0):.0e}")
# for h in (1e-1, 1e-3, 1e-5, 1e-8, 1e-12):
#     print(f"h = {h:.0e}: error {slope_error(f, right, 2.0, h):.0e}")

# %% [markdown]
r"""
<details><summary>Question: why does a smaller h not always help?</summary>

The formula's own error falls like $h^2$: from 4e-04 at $h = 0.1$ to 4e-08 at $h = 0.001$. But $f(x + h)$ and $f(x - h)$ are
rounded to about 16 digits, and dividing their difference by $2h$ magnifies that rounding like $10^{-16} / h$: at
$h = 10^{-12}$ the error is back at 5e-05. In `float64`, $h = 10^{-5}$ is a good compromise. In `float32`, with 7 digits, such a
check is nearly useless: check gradients in `float64` (`torch.autograd.gradcheck` insists on it).
</details>

## Two dimensions

The gradient has one component for each direction, and it is perpendicular to the contours. You write two functions: one
makes a step, the other repeats steps. They are separate because the later notebooks put other steps into the same loop.

<details><summary>Hint 1: how do I take the pair apart?</summary>

`g1, g2 = …` unpacks a pair.
</details>

<details><summary>Hint 2: my second coordinate is slightly off</summary>

Do not overwrite `x1` before you have computed both derivatives: both belong to the *old* point.
</details>
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


# %% [markdown]
r"""
<details><summary>Hint 1: how do I call the trainer?</summary>

With two numbers, not with a pair: `trainer(x1, x2)`. It returns the next pair.
</details>

<details><summary>Hint 2: all my points are the same</summary>

A list that is changed in place is one object, however often you append it. Append a new pair at each step.
</details>
"""


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
The valley of $x_1^2 + 2 x_2^2$ is twice as steep along $x_2$ as along $x_1$. A step multiplies $x_1$ by $1 - 2\eta$ and $x_2$ by
$1 - 4\eta$. The star marks the minimum; the start is at the lower left.

* $\eta = 0.02$: after 20 steps the path is still at $x_1 = -2.2$.
* $\eta = 0.1$: the path bends smoothly toward the minimum.
* $\eta = 0.48$: $x_1$ is right after one step or two, but $x_2$ is multiplied by −0.92: it zigzags.
"""

# %% tags=["demo", "active-ipynb"]
# f = lambda x1, x2: x1**2 + 2 * x2**2
# gradf = lambda x1, x2: (2 * x1, 4 * x2)
# figure, axes = plt.subplots(1, 3, figsize=(13, 3.4), layout="constrained")
# for ax, eta in zip(axes, (0.02, 0.1, 0.48)):
#     points = train_2d(lambda x1, x2: gd_2d(x1, x2, gradf, eta))
#     end = tuple(round(float(x), 2) + 0.0 for x in points[-1])  # + 0.0 makes −0.0 a plain 0.0
#     show_trace_2d(points, f, f"η = {eta}: {end}", ax)
# plt.show()

# %% [markdown]
r"""
### One rate for all directions

Here a compromise serves both directions: $\eta = 1/3$ multiplies $x_1$ by 1/3 and $x_2$ by −1/3. What if one direction is
$k$ times as steep as the other? On $x_1^2 + k x_2^2$ the best compromise is $\eta = 1 / (1 + k)$; the cell counts the steps that
it needs from (−5, −2) until both coordinates are below 0.01.
"""

# %% tags=["demo", "active-ipynb"]
# for k in (2, 10, 100, 1000):
#     gradf = lambda x1, x2: (2 * x1, 2 * k * x2)
#     x1, x2 = -5.0, -2.0
#     steps = 0
#     while max(abs(x1), abs(x2)) > 0.01 and steps < 5000:
#         x1, x2 = gd_2d(x1, x2, gradf, 1 / (1 + k))
#         steps += 1
#     print(f"{k:5} times as steep: {steps:5} steps")

# %% [markdown]
r"""
Ten times the *condition number* $k$, ten times the steps: 6, 31, 311, 3,108. This is the trouble with badly conditioned
problems. Newton's method and preconditioning, in the notebook after this one, are the cure.

<details><summary>Question: for which η does gradient descent on x₁² + k x₂² converge at all?</summary>

Each direction has a limit of its own: $\eta < 2/c$ for curvature $c$. The curvatures are 2 and $2k$, so the steepest direction
decides: $\eta < 1/k$. The flattest direction then moves by a share of at most $2/k$ per step.
</details>

## Something to show: where do you end up?

[Himmelblau's function](https://en.wikipedia.org/wiki/Himmelblau%27s_function)
$(x_1^2 + x_2 - 11)^2 + (x_1 + x_2^2 - 7)^2$ has four minima, all of depth 0. Start gradient descent from every point of a
grid, and color the start by the minimum that it reaches (the stars). The picture comes from up to 400,000 calls of your own
`gd_2d`. With $\eta = 0.01$ there are four tidy regions, one around each minimum. With $\eta = 0.017$ the region at the lower left
turns white: those starts reach no minimum in 40 steps. Before you read on: why only there?
"""

# %% tags=["demo", "active-ipynb"]
# def slopes(x1, x2):
#     a = x1**2 + x2 - 11
#     b = x1 + x2**2 - 7
#     return 4 * x1 * a + 2 * b, 2 * a + 4 * x2 * b
#
#
# minima = np.array([(3.0, 2.0), (-2.805, 3.131), (-3.779, -3.283), (3.584, -1.848)])
#
#
# def reached(x1, x2, eta):
#     """The number of the minimum that gradient descent reaches, nan for none."""
#     for _ in range(40):
#         x1, x2 = gd_2d(x1, x2, slopes, eta)
#         if abs(x1) + abs(x2) > 100:
#             return np.nan
#     distances = np.hypot(*(minima - (float(x1), float(x2))).T)
#     return distances.argmin() if distances.min() < 0.5 else np.nan
#
#
# grid = np.linspace(-5, 5, 70)
# figure, axes = plt.subplots(1, 2, figsize=(10, 4.6), layout="constrained")
# for ax, eta in zip(axes, (0.01, 0.017)):
#     picture = [[reached(float(x1), float(x2), eta) for x1 in grid] for x2 in grid]
#     ax.imshow(picture, extent=(-5, 5, -5, 5), origin="lower", cmap="viridis", vmin=0, vmax=3)
#     ax.plot(*minima.T, "r*", markersize=12)
#     ax.set_xlabel("x₁ of the start"), ax.set_ylabel("x₂ of the start"), ax.set_title(f"η = {eta}")
# plt.show()

# %% [markdown]
r"""
<details><summary>Answer: why is the lower left region white at η = 0.017?</summary>

Gradient descent converges to a minimum only if $\eta < 2/c$, where $c$ is the largest curvature there (the largest eigenvalue
of the second derivatives). At the four minima $c$ is 82, 81, 134 and 105, so the limits are 0.024, 0.025, 0.015 and 0.019. At
0.017 only the third minimum, the one at the lower left, is too steep: the points come close and are thrown out again. Starts at
the edge of the picture have such steep slopes that the first step throws them across, into another valley.
</details>

And a slider, where `ipywidgets` is installed: move η and watch the path on $x_1^2 + 2 x_2^2$ slow down, bend, zigzag and,
above 1/2, leave the picture. The green path has momentum: half of each step is made again in the next one. It is faster where η
is small and zigzags less where η is large; it leaves the picture only above 3/4.
"""

# %% tags=["demo", "active-ipynb"]
# def draw(eta=0.1):
#     gradf = lambda x1, x2: (2 * x1, 4 * x2)
#     velocity = np.zeros(2)
#
#     def with_momentum(x1, x2):
#         velocity[:] = 0.5 * velocity + gradf(x1, x2)
#         return x1 - eta * velocity[0], x2 - eta * velocity[1]
#
#     figure, ax = plt.subplots(figsize=(6, 3.4))
#     plain = train_2d(lambda x1, x2: gd_2d(x1, x2, gradf, eta))
#     show_trace_2d(plain, lambda x1, x2: x1**2 + 2 * x2**2, f"η = {eta:.2f}", ax)
#     path = np.array(train_2d(with_momentum), dtype=float)
#     ax.plot(*path.T, "-^", color="tab:green", markersize=4)
#     ax.legend([ax.lines[0], ax.lines[2]], ["plain", "with momentum"], loc="upper left")
#     plt.show()
#
#
# try:
#     import ipywidgets
# except ImportError:
#     for eta in (0.05, 0.3, 0.55):
#         draw(eta)
#     print("with ipywidgets (%pip install ipywidgets) a slider moves η here")
# else:
#     slider = ipywidgets.FloatSlider(0.1, min=0.01, max=0.8, step=0.01, description="η")
#     ipywidgets.interact(draw, eta=slider)

# %% [markdown]
r"""
## Going further

* **Momentum.** Keep a velocity: $v \leftarrow 0.9 v + g$, then $x \leftarrow x - \eta v$. Write it as a trainer for your
  `train_2d` and try it on $x_1^2 + 100 x_2^2$ with $\eta = 0.01$. [Why Momentum Really
  Works](https://distill.pub/2017/momentum/) explains what you see, with sliders.
* **PyTorch's own.** Replace `gd` by `torch.optim.SGD([x], lr=eta)`, `backward()` and `step()`. The points agree to the last
  digits.
* **More landscapes.** Color the starts for a function of your own. How does the picture change with η and with momentum?
"""
