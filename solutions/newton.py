# %% [markdown]
r"""
# Newton's method, preconditioning and line search

**What you do:** write Newton's method, a cheaper cousin of it, and a safe way to choose the step (three short functions, 6
points). **Time:** about 60 minutes. **Level:** medium; you need second derivatives and the notebook *Gradient descent*.

**Read along:** [Adaptive Methods](https://d2l.ai/chapter_optimization/gd.html#adaptive-methods) in *Dive into Deep Learning*,
which this notebook follows; PyTorch's
[torch.autograd.functional.hessian](https://docs.pytorch.org/docs/stable/generated/torch.autograd.functional.hessian.html) and
[torch.optim.LBFGS](https://docs.pytorch.org/docs/stable/generated/torch.optim.LBFGS.html); Armijo's paper of 1966,
[Minimization of functions having Lipschitz continuous first partial derivatives](https://msp.org/pjm/1966/16-1/p01.xhtml).

Gradient descent asks you for a learning rate. Newton's method reads it off the curvature: near $x$ the parabola

$$f(x) + f'(x) \epsilon + \tfrac{1}{2} f''(x) \epsilon^2$$

fits $f$ best, and its lowest point is at $\epsilon = -f'(x) / f''(x)$. Go there, and fit a new parabola.
"""

# %%
import random

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)

# %% [markdown]
r"""
The left panel shows two such parabolas on $e^x - 2x$. Each touches the curve at a dot, and its lowest point (a cross) is the next
$x$. On the right $f''$ is negative: the parabola opens downward, its cross is a *highest* point, and the method goes up.
"""

# %% tags=["demo", "active-ipynb"]
# d = 0.15 * np.pi
# bowl = (lambda x: np.exp(x) - 2 * x, lambda x: np.exp(x) - 2, np.exp)
# wave = (
#     lambda x: x * np.cos(d * x),
#     lambda x: np.cos(d * x) - d * x * np.sin(d * x),
#     lambda x: -2 * d * np.sin(d * x) - d**2 * x * np.cos(d * x),
# )
# panels = ((bowl, (2.0, 1.27067), -0.5, 2.4, "f″ > 0: down"), (wave, (2.7,), -2, 8, "f″ < 0: up"))
# figure, axes = plt.subplots(1, 2, figsize=(11, 3.4), layout="constrained")
# for ax, ((f, slope, curvature), places, low, high, title) in zip(axes, panels):
#     x = np.linspace(low, high, 200)
#     ax.plot(x, f(x), color="gray", label="f")
#     for place in places:
#         step = -slope(place) / curvature(place)
#         parabola = lambda x: f(place) + slope(place) * (x - place) + curvature(place) / 2 * (x - place) ** 2
#         line = ax.plot(x, parabola(x), "--", label=f"parabola at {place:.2f}")[0]
#         ax.plot(place, f(place), "o", color=line.get_color())
#         ax.plot(place + step, parabola(place + step), "x", color=line.get_color(), markersize=9)
#     ax.set_ylim(f(x).min() - 0.5, f(x).max() + 0.5), ax.set_xlabel("x"), ax.set_title(title), ax.legend()
# plt.show()

# %% [markdown]
r"""
## Newton's method

<details><summary>Hint 1: what changes from gradient descent?</summary>

Only the step: divide the slope by the curvature, both at the current point.
</details>

<details><summary>Hint 2: what do I do where the curvature is negative or tiny?</summary>

Nothing. Take it as it is; you will see below what happens.
</details>
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


# %% [markdown]
r"""
### How fast is it?

The cell minimizes $e^x - 2x$, whose minimum is at $\log 2$, from $x = 2$, and prints the error after each step. Beside it stands
gradient descent with $\eta = 0.1$.
"""

# %% tags=["demo", "active-ipynb"]
# slope = lambda x: np.exp(x) - 2
# points = newton(slope, np.exp, 2.0, num_steps=6)
# x = 2.0
# print("step   Newton    gradient descent")
# for step, point in enumerate(points):
#     print(f"{step:4}   {abs(float(point) - np.log(2)):.1e}   {abs(x - np.log(2)):.1e}")
#     x -= 0.1 * slope(x)

# %% [markdown]
r"""
Newton's errors are 0.6, 0.1, 9e-3, 4e-5, 9e-10: near the minimum the number of correct digits **doubles** at each step.
Gradient descent takes off a constant share, here a fifth to a quarter: it gains the same *number* of digits per step.

The proof takes one line. Let $e_k = x_k - x^*$ be the error. Since $f'(x^*) = 0$, Taylor's formula at $x_k$ says
$0 = f'(x_k) - e_k f''(x_k) + \tfrac{1}{2} e_k^2 f'''(\xi)$; divide by $f''(x_k)$, and what remains is

$$e_{k+1} = e_k - \frac{f'(x_k)}{f''(x_k)} = \frac{f'''(\xi)}{2 f''(x_k)} e_k^2.$$

Here the factor is close to ½: $\tfrac{1}{2} \cdot 0.0092^2 = 4.2 \cdot 10^{-5}$, as printed.

<details><summary>Question: on cosh(x/2) the errors are 0.53, 0.012, 1.4e-7, 2e-22. Why do the digits triple there?</summary>

At the minimum of an even function $f''' = 0$, so the factor itself shrinks in proportion to the error: the new error is
about $e_k^3 / 12$.
</details>

### Where it goes wrong

Now the same method on $\cosh(x/2)$, and on $x \cos 0.15 \pi x$, which is not convex. The green square is the start.
"""

# %% tags=["demo", "active-ipynb"]
# def show(points, f, ax, title):
#     points = np.array([float(p) for p in points])
#     reach = max(0.01, *abs(points)) * 1.05
#     x = np.linspace(-reach, reach, 400)
#     ax.plot(x, f(x), "--", color="gray")
#     ax.plot(points, f(points), "-o", markersize=4)
#     ax.plot(points[0], f(points[0]), "s", color="tab:green")
#     ax.set_xlabel("x"), ax.set_ylabel("f(x)"), ax.set_title(title, fontsize=10)
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
# figure, axes = plt.subplots(1, 3, figsize=(13, 3.2), layout="constrained")
# for ax, (f, gradf, hessf), eta, name in zip(
#     axes, (cosh, wave, wave), (1, 1, 0.5), ("cosh(x/2)", "x cos 0.15πx", "x cos 0.15πx, η = 0.5")
# ):
#     points = newton(gradf, hessf, 10.0, eta)
#     show(points, f, ax, f"{name}: x₁₀ = {float(points[-1]):.4g}")
# plt.show()

# %% [markdown]
r"""
On $\cosh$ a few steps are enough. On the wave, the second step starts where the curvature is nearly zero, and a step divided by
almost nothing flies to $x = 25$. The curvature there is negative, so each step goes *up*: the method ends at 26.83, on top of a
hill. With $\eta = 0.5$ it never gets there and ends in the minimum at 7.27.

<details><summary>Question: would the absolute value of the curvature help?</summary>

It turns the step around where $f'' < 0$, so it always goes downhill: a good idea, and a different method. It does not help where
the curvature is almost zero: the step is still huge. A line search (below) cures that.
</details>

<details><summary>Question: for large x both the slope and the curvature of tanh tend to zero. How long is a Newton step there,
and in which direction?</summary>

With $t = \tanh x$, $f' = 1 - t^2$ and $f'' = -2 t (1 - t^2)$, so the step is $-f'/f'' = 1/(2t) \approx +\tfrac{1}{2}$: half a unit
*away*, uphill, however flat the function is. Gradient descent hardly moves there.
</details>

## Preconditioning

In $d$ dimensions the second derivatives form a $d \times d$ matrix, the Hessian $H$, and Newton's step is
$-H^{-1} \nabla f$. For a million parameters $H$ has a trillion elements: nobody can solve a linear system of that size. Its
diagonal is affordable and often does much of the job: it gives each coordinate a learning rate by its own curvature. That
matters where one coordinate is measured in millimeters and another in kilometers.

<details><summary>Hint: do I need a loop or an inverse?</summary>

Neither. `torch.diagonal` gives a tensor of shape (d,), and dividing by it works element by element.
</details>
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
# figure, axes = plt.subplots(1, 2, figsize=(11, 3.2), layout="constrained")
# for ax, name in zip(axes, ("gradient descent, η = 0.045", "preconditioned, η = 0.5")):
#     x = torch.tensor([-5.0, -1.0])
#     path = [x]
#     for _ in range(15):
#         x = preconditioned_step(x, H @ x, H, 0.5) if name[0] == "p" else x - 0.045 * (H @ x)
#         path.append(x)
#     end = tuple(round(float(v), 2) + 0.0 for v in x)  # + 0.0 makes −0.0 a plain 0.0
#     heights = 0.5 * (x1**2 + 0.4 * x1 * x2 + 40 * x2**2)
#     ax.contour(x1, x2, heights, levels=14, colors="tab:blue", linewidths=0.8)
#     ax.plot(*torch.stack(path).T, "-o", color="tab:orange", markersize=4)
#     ax.plot(0, 0, "r*", markersize=10)
#     ax.set_xlabel("x₁"), ax.set_ylabel("x₂"), ax.set_title(f"{name}: {end}")
# plt.show()

# %% [markdown]
r"""
Fifteen steps each: gradient descent zigzags across the valley and is still far from the star; the preconditioned steps go
straight to it.

### Where the diagonal fails

Rotate the valley by 45°. Now $H = \tfrac{1}{2} \begin{pmatrix} 41 & -39 \\ -39 & 41 \end{pmatrix}$: the diagonal elements are equal, and
dividing by them is nothing but a learning rate. The cell counts the steps until the error is below 0.01.
"""

# %% tags=["demo", "active-ipynb"]
# def steps_of(step):
#     """The number of steps from (−5, −1) to within 0.01 of the minimum at the origin."""
#     x, steps = torch.tensor([-5.0, -1.0]), 0
#     while x.norm() > 0.01 and steps < 1000:
#         x, steps = step(x), steps + 1
#     return steps
#
#
# for angle in (0, 45):
#     c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
#     R = torch.tensor([[c, -s], [s, c]], dtype=torch.float32)
#     H = R @ torch.diag(torch.tensor([1.0, 40.0])) @ R.T
#     descent = steps_of(lambda x: x - 2 / 41 * (H @ x))
#     diagonal = steps_of(lambda x: preconditioned_step(x, H @ x, H, 0.95))
#     whole = steps_of(lambda x: x - torch.linalg.solve(H, H @ x))
#     print(f"{angle:2}°: gradient descent {descent}, diagonal {diagonal}, whole Hessian {whole}")

# %% [markdown]
r"""
Gradient descent and Newton's method do not care about the rotation (125 steps and 1). The diagonal does: 3 steps become 128.

**Conjugate gradients** are the classic way out. They need only products $Hv$, never $H$ itself, and choose directions that do
not spoil each other's work ($u^\top H v = 0$). On a quadratic in $d$ dimensions they arrive after $d$ steps: here after two,
at any angle. Shewchuk's [introduction without the agonizing
pain](https://www.cs.cmu.edu/~quake-papers/painless-conjugate-gradient.pdf) draws every step.

<details><summary>Question: gradient descent depends on the units of a coordinate, Newton's method does not. Why?</summary>

Put $x = ky$. The slope in $y$ is $k f'$ and the curvature is $k^2 f''$. A gradient step in $y$ is $-\eta k f'$, which is
$-\eta k^2 f'$ in $x$: it depends on $k$. A Newton step in $y$ is $-f'/(k f'')$, which is $-f'/f''$ in $x$: no $k$.
</details>

## Backtracking line search

How far along a direction? Try a long step; as long as $f$ does not drop enough, shorten it. "Enough" is Armijo's condition:
at least the share $c$ of what the slope promises for a step of this length.

<details><summary>Hint 1: what stays the same while the step shrinks?</summary>

The gradient and f(x) at the start. Compute them once, before the loop.
</details>

<details><summary>Hint 2: at the minimum my loop never ends</summary>

There the gradient is zero and both sides are equal. The condition is ≤, so the loop goes on only for >.
</details>
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


# %% [markdown]
r"""
<details><summary>Question: why is "any decrease" not enough?</summary>

Steps that gain less and less may stop short of the minimum. On $x^2$, steps from $1 + 2^{-k}$ to $-(1 + 2^{-k-1})$ decrease $f$ every
time and approach ±1, not 0. Armijo's condition forbids them: their gain is a vanishing share of what the slope promises.
</details>

Below, your line search steers gradient descent through the curved valley of Rosenbrock's function (with 10 in place of the
usual 100), from (−1, 1.5) to the star at (1, 1).
"""

# %% tags=["demo", "active-ipynb"]
# f = lambda x: float((1 - x[0]) ** 2 + 10 * (x[1] - x[0] ** 2) ** 2)
# gradf = lambda x: torch.stack(
#     [-2 * (1 - x[0]) - 40 * x[0] * (x[1] - x[0] ** 2), 20 * (x[1] - x[0] ** 2)]
# )
# x, path, steps = torch.tensor([-1.0, 1.5]), [torch.tensor([-1.0, 1.5])], []
# for _ in range(200):
#     steps.append(float(line_search(f, gradf, x)))
#     x = x - steps[-1] * gradf(x)
#     path.append(x)
# x1, x2 = np.meshgrid(np.linspace(-1.5, 1.5, 120), np.linspace(-0.5, 2, 120))
# figure, (a, b) = plt.subplots(1, 2, figsize=(11, 3.4), layout="constrained")
# heights = (1 - x1) ** 2 + 10 * (x2 - x1**2) ** 2
# a.contour(x1, x2, heights, levels=np.logspace(-1.5, 2, 14), colors="tab:blue", linewidths=0.8)
# a.plot(*torch.stack(path).T, "-o", color="tab:orange", markersize=3)
# a.plot(1, 1, "r*", markersize=10)
# a.set_xlabel("x₁"), a.set_ylabel("x₂"), a.set_title(f"f = {f(x):.4f} after 200 steps")
# b.semilogy(steps, ".")
# b.set_xlabel("step")
# b.set_ylabel("length that the line search chose")
# plt.show()

# %% [markdown]
r"""
The path descends into the left arm of the valley. Step 7 is lucky: of length ½, it jumps to the right arm. Then the path creeps
along the valley floor with steps of 1/64 and 1/32; after 200 steps $f$ is 0.0027. The line search picks a good *length*; the
*direction* is still that of gradient descent.

## Something to show: Newton's fractal

Newton's method looks for a zero of $f'$. Nothing in it needs real numbers. For $f'(z) = z^3 - 1$ on the complex plane there are
three zeros. Color every start by the zero that *your* `newton` finds, darker where it takes longer:
"""

# %% tags=["demo", "active-ipynb"]
# side = np.linspace(-1.6, 1.6, 300)
# starts = side[None, :] + 1j * side[:, None]
# roots = np.exp(2j * np.pi * np.arange(3) / 3)
# figure, axes = plt.subplots(1, 2, figsize=(9.4, 4.8), layout="constrained")
# for ax, eta in zip(axes, (1.0, 0.4)):
#     steps = round(25 / eta)
#     try:
#         points = newton(lambda z: z**3 - 1, lambda z: 3 * z**2, starts, eta, steps)
#     except (TypeError, ValueError):
#         plt.close(figure)
#         print("the picture needs a newton that takes any numbers: leave out float(…) and arrays of a fixed type")
#         break
#     distances = np.abs(np.asarray(points[-1])[..., None] - roots)
#     waiting = sum(np.abs(np.asarray(point) ** 3 - 1) > 0.01 for point in points)
#     colors = np.array([(0.9, 0.35, 0.3), (0.3, 0.6, 0.9), (0.95, 0.8, 0.3)])[distances.argmin(-1)]
#     ax.imshow(colors * np.exp(-waiting * eta / 16)[..., None], extent=(-1.6, 1.6, -1.6, 1.6), origin="lower")
#     ax.set_xlabel("real part"), ax.set_ylabel("imaginary part"), ax.set_title(f"η = {eta}")
# plt.show()

# %% [markdown]
r"""
With $\eta = 1$ the borders are a fractal: near them, every neighborhood contains starts of all three colors. Shorter steps narrow
the ragged strip, and the three regions come nearer to what they would be for infinitely short steps: three equal sectors.

## Going further

* **Newton with a line search.** In the valley above, take the direction $-H^{-1} \nabla f$ (and $-\nabla f$ where that goes up), and
  backtrack along it. From (−1, 1.5) twelve steps reach the star to all digits of `float32`; gradient descent with the
  same line search needs more than 1,000.
* **Quasi-Newton.** [torch.optim.LBFGS](https://docs.pytorch.org/docs/stable/generated/torch.optim.LBFGS.html) with
  `line_search_fn="strong_wolfe"` learns the curvature from the last gradients. Count its calls of f on the same valley.
* **Diagonals in deep learning.** Adam divides each coordinate by a running estimate of the size of its gradient, not of its
  curvature: preconditioning without second derivatives ([Kingma and Ba](https://arxiv.org/abs/1412.6980)).
"""
