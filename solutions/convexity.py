# %% [markdown]
r"""
# Convexity, and what optimization is up against

**What you do:** tell minima from saddles by their curvature, and measure how far a function is from being straight (two
short functions, 4 points). At the end your own function proves that the loss of a neural network is not convex.
**Time:** about 50 minutes. **Level:** easy to medium; you need eigenvalues of a symmetric matrix.

**Read along:** [Optimization and Deep Learning](https://d2l.ai/chapter_optimization/optimization-intro.html) and
[Convexity](https://d2l.ai/chapter_optimization/convexity.html) in *Dive into Deep Learning*, which this notebook follows;
PyTorch's [torch.linalg.eigvalsh](https://docs.pytorch.org/docs/stable/generated/torch.linalg.eigvalsh.html); Dauphin et
al., [Identifying and attacking the saddle point problem](https://arxiv.org/abs/1406.2572); Boyd and Vandenberghe's book
[Convex Optimization](https://web.stanford.edu/~boyd/cvxbook/), free as a PDF.

Training minimizes the loss on the data that we have. Three things stand between that and what we want: the data are not
the world, the loss has many flat places, and not every flat place is a minimum. You will look at each of them.
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
## Two risks

The *expected* risk is the mean loss over all data that the world may bring; the *empirical* risk is the mean loss over
the training data. An optimizer sees only the second. It is bumpier, and its lowest point lies elsewhere: an optimizer
that finds it to the tenth digit has learned some noise by heart.
"""

# %% tags=["demo", "active-ipynb"]
# x = torch.linspace(0.5, 1.5, 200)
# expected = x * torch.cos(np.pi * x)
# empirical = expected + 0.2 * torch.cos(5 * np.pi * x)
# plt.plot(x, expected, label="expected risk")
# plt.plot(x, empirical, "--", label="empirical risk")
# for risk, name, place in (
#     (expected, "minimum of the expected risk", (0.9, -0.3)),
#     (empirical, "minimum of the empirical risk", (0.53, -1.4)),
# ):
#     low = risk.argmin()
#     plt.plot(x[low], risk[low], "o")
#     plt.annotate(f"{name}: {x[low]:.2f}", (x[low], risk[low]), place, arrowprops={"arrowstyle": "->"})
# plt.ylim(-1.5, 0.6)
# plt.xlabel("x")
# plt.ylabel("risk")
# plt.legend()
# plt.show()

# %% [markdown]
r"""
## Flat places

Gradient descent stops where the gradient vanishes. That may be

* a **local minimum**, better than its neighborhood but not the best: of the two minima of $x \cos \pi x$ in the left
  panel, at −0.27 and at 1.09, only the second is global;
* a **saddle point**, where some directions go up and others down: $x^2 - y^2$ at the origin, or $x^3$ in one dimension;
* or no such point at all, only a **vanishing gradient**: at $x = 4$ the slope of $\tanh$ is $1 - \tanh^2 4 \approx 0.0013$.
  With $\eta = 1$ gradient descent needs 237 steps from 4 to 3.5; the cell counts them.
"""

# %% tags=["demo", "active-ipynb"]
# figure, (a, b, c) = plt.subplots(1, 3, figsize=(13, 3.2), layout="constrained")
# x = torch.linspace(-1.2, 2.2, 200)
# a.plot(x, x * torch.cos(np.pi * x))
# for name, low in (("local minimum", -0.273), ("global minimum", 1.090)):
#     a.plot(low, low * np.cos(np.pi * low), "o")
#     a.annotate(name, (low, low * np.cos(np.pi * low)), (low - 0.7, low * np.cos(np.pi * low) - 0.5))
# a.set_ylim(-1.9, 2.4), a.set_title("x cos πx")
# x = torch.linspace(-2, 2, 200)
# b.plot(x, x**3)
# b.plot(0, 0, "o"), b.annotate("saddle point", (0, 0), (-0.9, 2))
# b.set_title("x³")
# x = torch.linspace(-2, 5, 200)
# c.plot(x, torch.tanh(x))
# c.plot(4, np.tanh(4), "o"), c.annotate("almost no slope", (4, 1), (2.4, 0.7))
# c.set_title("tanh x")
# for ax in (a, b, c):
#     ax.set_xlabel("x")
# plt.show()
# x, steps = 4.0, 0
# while x > 3.5:
#     x -= 1 - np.tanh(x) ** 2
#     steps += 1
# print(f"the slope of tanh at 4 is {1 - np.tanh(4) ** 2:.5f}; from 4 to 3.5 it takes {steps} steps")

# %% tags=["demo", "active-ipynb"]
# x, y = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41))
# axes = plt.figure(figsize=(5, 4)).add_subplot(projection="3d")
# axes.plot_wireframe(x, y, x**2 - y**2, rstride=4, cstride=4, linewidth=0.8)
# axes.plot(0, 0, 0, "rx")
# axes.set_title("x² − y²: a saddle, up along x, down along y")
# axes.set_xlabel("x")
# axes.set_ylabel("y")
# plt.show()

# %% [markdown]
r"""
## Which flat place is it?

Where the gradient is zero, the matrix of second derivatives, the *Hessian*, decides. Its eigenvalues are the curvatures
along its own axes. If all are positive, the function goes up wherever you turn; if all are negative, it goes down; with
both signs it is a saddle. With an eigenvalue of zero the second derivatives cannot decide: along that axis the function
may behave like $x^4$ (a minimum), like $-x^4$ or like $x^3$.

<details><summary>Hint 1: which function gives eigenvalues?</summary>

`torch.linalg.eigvalsh` takes a symmetric matrix and returns real eigenvalues in ascending order. The diagonal is not enough.
</details>

<details><summary>Hint 2: in which order do I ask?</summary>

First for an eigenvalue near zero, by its absolute value. After that, only three cases are left.
</details>

<details><summary>Hint 3: how do I ask for "all" or "any" of a tensor?</summary>

A comparison gives a tensor of True and False, which has the methods `.all()` and `.any()`.
</details>
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
#     eigenvalues = torch.linalg.eigvalsh(hessian).tolist()
#     print(f"{formula:15} eigenvalues {eigenvalues!s:13} {classify_critical_point(hessian)}")

# %% [markdown]
r"""
<details><summary>Question: in x² + 3xy + y² both diagonal elements of the Hessian are positive. Why is it a saddle?</summary>

The diagonal tells only about the directions of x and y. Along $y = -x$ the function is $x^2 - 3x^2 + x^2 = -x^2$: it goes
down. The eigenvalues, 5 and −1, find that direction.
</details>

### Saddles in high dimensions

For a minimum, *all* signs must come out positive. How likely is that? The cell draws 2,000 random symmetric matrices for
each dimension and asks your function.
"""

# %% tags=["demo", "active-ipynb"]
# torch.manual_seed(0)
# for d in (1, 2, 3, 4, 6, 10):
#     matrices = torch.randn(2000, d, d)
#     kinds = [classify_critical_point(matrix + matrix.T) for matrix in matrices]
#     shares = [kinds.count(kind) / 2000 for kind in ("minimum", "maximum", "saddle")]
#     print("d = {:2}: {:.1%} minima, {:.1%} maxima, {:.1%} saddles".format(d, *shares))

# %% [markdown]
r"""
With ten parameters you would wait very long for a minimum. Hessians of networks are not random in this way, but saddles
are far more common than minima there, too (Dauphin et al.). The noise of minibatches helps to leave them.

## Convex sets

A set is **convex** if it contains the whole segment between any two of its points: for all $a, b$ in the set and
$0 \le \lambda \le 1$, the point $\lambda a + (1 - \lambda) b$ lies in the set. In the picture the disk and the square
pass. Pac-Man fails: the dotted red part of the segment leaves the set. The union of two disks fails as well.
"""

# %% tags=["demo", "active-ipynb"]
# from matplotlib.patches import Circle, Rectangle, Wedge
#
# sets = {
#     "disk: convex": ([Circle((0, 0), 1)], (-0.8, -0.4), (0.7, 0.6)),
#     "square: convex": ([Rectangle((-0.9, -0.9), 1.8, 1.8)], (-0.8, -0.8), (0.8, 0.5)),
#     "Pac-Man: not convex": ([Wedge((0, 0), 1, 40, 320)], (0.45, 0.75), (0.45, -0.75)),
#     "two disks: not convex": (
#         [Circle((-0.7, 0), 0.6), Circle((0.7, 0), 0.6)],
#         (-0.7, 0.35),
#         (0.7, 0.35),
#     ),
# }
# figure, axes = plt.subplots(1, 4, figsize=(12, 3), layout="constrained")
# for ax, (name, (patches, a, b)) in zip(axes, sets.items()):
#     for patch in patches:
#         patch.set(facecolor="tab:blue", alpha=0.35, edgecolor="none")
#         ax.add_patch(patch)
#     points = np.linspace(a, b, 200)
#     outlines = [patch.get_path().transformed(patch.get_patch_transform()) for patch in patches]
#     inside = np.any([outline.contains_points(points) for outline in outlines], axis=0)
#     ax.plot(*np.where(inside, points.T, np.nan), color="tab:green", linewidth=3)
#     ax.plot(*np.where(inside, np.nan, points.T), color="tab:red", linewidth=3, linestyle=":")
#     ax.plot(*np.array([a, b]).T, "ko")
#     ax.set_xlim(-1.4, 1.4), ax.set_ylim(-1.2, 1.2), ax.set_aspect("equal"), ax.axis("off"), ax.set_title(name)
# plt.show()

# %% [markdown]
r"""
<details><summary>Question: why is the intersection of two convex sets convex, and the union not always?</summary>

Two points of the intersection lie in both sets, so the segment between them lies in both, too. In a union, one point may lie
in the first set and the other in the second: nothing is promised about the segment.
</details>

## Convex functions and Jensen's inequality

A function is **convex** if no chord passes below its graph:

$$\lambda f(x) + (1 - \lambda) f(x') \ge f(\lambda x + (1 - \lambda) x') \quad \text{for } 0 \le \lambda \le 1.$$

With more than two points that is **Jensen's inequality**,

$$\sum_i \alpha_i f(x_i) \ge f\left(\sum_i \alpha_i x_i\right) \quad \text{for weights } \alpha_i \ge 0 \text{ with sum } 1:$$

the mean of a convex function is at least the function of the mean. The *gap* between the two sides is never negative for a
convex function, and zero where the function is straight between the points.

<details><summary>Hint 1: how often do I call f?</summary>

Once for each point, and once for the mean point. f takes one point, so loop over `xs`.
</details>

<details><summary>Hint 2: how do I get the mean point for both shapes of xs?</summary>

Add up $\alpha_i x_i$ in the same loop. That works for numbers and for points of d coordinates alike.
</details>
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
# figure, axes = plt.subplots(1, 4, figsize=(14, 3.2), layout="constrained")
# alphas = torch.tensor([0.4, 0.6])
# panels = (
#     ("x²/2", lambda x: 0.5 * x**2, [-1.5, 1.0]),
#     ("exp(x/2)", lambda x: torch.exp(0.5 * x), [-1.5, 1.0]),
#     ("cos πx", lambda x: torch.cos(np.pi * x), [-1.5, 1.0]),
#     ("cos πx", lambda x: torch.cos(np.pi * x), [0.6, 1.4]),
# )
# x = torch.linspace(-2, 2, 200)
# for ax, (name, f, ends) in zip(axes, panels):
#     xs = torch.tensor(ends)
#     gap, mean = float(jensen_gap(f, xs, alphas)), alphas @ xs
#     color = "tab:green" if gap > 0 else "tab:red"
#     ax.plot(x, f(x))
#     ax.plot(xs, f(xs), "o--", color="tab:orange")
#     ax.vlines(mean, float(f(mean)), float(f(mean)) + gap, color=color, linewidth=3)
#     ax.set_xlabel("x"), ax.set_title(f"{name}: gap {gap:.2f}")
# plt.show()

# %% [markdown]
r"""
The vertical line is the gap, from the graph to the chord at the mean point. For $x^2/2$ and $e^{x/2}$ the chord lies above
the graph (green) wherever you look. For $\cos \pi x$ it depends: over the hill at 0 the chord lies *below* the graph and the
gap is −1.60 (red), over the valley at 1 it is +0.66. So $\cos \pi x$ is neither convex nor concave.

<details><summary>Question: what does Jensen's inequality say for f = −log and weights ½, ½?</summary>

$-\tfrac{1}{2}(\log a + \log b) \ge -\log \tfrac{a + b}{2}$, that is, $\sqrt{ab} \le \tfrac{a + b}{2}$: the geometric mean is at most the
arithmetic mean. With the same f, Jensen's inequality shows that a Kullback–Leibler divergence is never negative.
</details>

## Why convexity matters

**No bad local minima.** Suppose $x^*$ were a local minimum of a convex $f$, and $x'$ were better. The chord from $x^*$ to $x'$
goes down from the start, and the graph lies below the chord. So points next to $x^*$ are better than $x^*$: a contradiction.
Every local minimum of a convex function is global.

**Level sets are convex.** If $f$ is convex, then $\{x : f(x) \le b\}$ is a convex set for every $b$: where $f(x) \le b$ and
$f(x') \le b$, the chord lies below $b$ and the graph below the chord. The left picture shows round level sets of a convex
function. On the right, $\tfrac{1}{2} x^2 + \cos 2 \pi y$ is convex in $x$ alone: its level sets fall into islands, and each island
has its own minimum.
"""

# %% tags=["demo", "active-ipynb"]
# x, y = np.meshgrid(np.linspace(-1, 1, 101), np.linspace(-1, 1, 101))
# figure = plt.figure(figsize=(11, 4.2))
# surfaces = {"x² + y²/2: convex": x**2 + y**2 / 2, "x²/2 + cos 2πy: not convex": x**2 / 2 + np.cos(2 * np.pi * y)}
# for position, (name, z) in enumerate(surfaces.items(), 1):
#     ax = figure.add_subplot(1, 2, position, projection="3d")
#     floor = z.min() - 1
#     ax.plot_wireframe(x, y, z, rstride=10, cstride=10, linewidth=0.7)
#     ax.contour(x, y, z, levels=8, offset=floor, cmap="viridis")
#     ax.set_zlim(floor, z.max()), ax.set_xlabel("x"), ax.set_ylabel("y"), ax.set_title(name)
# plt.show()

# %% [markdown]
r"""
**The second derivative decides.** A function with two derivatives is convex exactly where $f'' \ge 0$ everywhere; in several
dimensions, where no eigenvalue of the Hessian is negative anywhere. One direction of the proof fits into a picture. Take
$a < x < b$. By the mean value theorem the slope of the chord from $a$ to $x$ is $f'(\alpha)$ for some $\alpha$ in between, and that of
the chord from $x$ to $b$ is $f'(\beta)$ for a later $\beta$. If $f'' \ge 0$, then $f'$ never falls, so the first slope is at most the
second: the path $a$, $x$, $b$ bends upward at $x$, and the point at $x$ lies below the chord from $a$ to $b$.
"""

# %% tags=["demo", "active-ipynb"]
# f = lambda x: 0.5 * x**2
# a, middle, b = -1.5, -0.2, 1.2
# x = np.linspace(-2, 2, 100)
# plt.figure(figsize=(5.5, 3.4))
# plt.plot(x, f(x), label="x²/2")
# plt.plot([a, b], [f(a), f(b)], ":", color="gray", label="chord from a to b")
# plt.plot([a, middle, b], [f(a), f(middle), f(b)], "o-", label="slopes −0.85 and 0.50")
# for name, place in (("a", a), ("x", middle), ("b", b)):
#     plt.annotate(name, (place, f(place)), (place, f(place) + 0.12), fontsize=13)
# plt.xlabel("x")
# plt.legend()
# plt.show()

# %% [markdown]
r"""
## Something to show: the loss of a network is not convex

Take a small network that recognizes handwritten digits. Exchange two of its hidden units together with their weights: it
computes the same function, so it has the same loss. The average of the two networks is the midpoint of a segment. If the loss
were convex, the midpoint could not be worse than the ends: the gap would not be negative. Your `jensen_gap` decides.

The cell trains a softmax regression (no hidden layer, a convex loss) and a network with 16 hidden units, both on
scikit-learn's digits. For each it compares the trained parameters with a second point of the parameter space: for
the network, all hidden units in reverse order; for the softmax regression, a second trained solution. Then it draws the loss
along the segment.
"""

# %% tags=["demo", "active-ipynb"]
# from sklearn.datasets import load_digits
#
# jensen_gap(torch.square, torch.zeros(2), torch.ones(2) / 2)  # an empty stub says so before anything is trained
# digits = load_digits()
# X, labels = torch.tensor(digits.data / 16, dtype=torch.float32), torch.tensor(digits.target)
#
#
# def softmax_loss(theta):
#     """The loss of a softmax regression with the parameters theta, a flat tensor."""
#     return F.cross_entropy(X @ theta[:640].reshape(64, 10) + theta[640:], labels)
#
#
# def network_loss(theta):
#     """The loss of a network with 16 hidden units."""
#     W1, b1, W2, b2 = theta.split([1024, 16, 160, 10])
#     hidden = torch.relu(X @ W1.reshape(64, 16) + b1)
#     return F.cross_entropy(hidden @ W2.reshape(16, 10) + b2, labels)
#
#
# def trained(loss, size, seed):
#     torch.manual_seed(seed)
#     theta = (0.3 * torch.randn(size)).requires_grad_()
#     adam = torch.optim.Adam([theta], lr=0.03)
#     for _ in range(150):
#         adam.zero_grad()
#         loss(theta).backward()
#         adam.step()
#     return theta.detach()
#
#
# def reversed_units(theta):
#     """The same network with its hidden units in reverse order."""
#     W1, b1, W2, b2 = theta.split([1024, 16, 160, 10])
#     return torch.cat([W1.reshape(64, 16).flip(1).flatten(), b1.flip(0), W2.reshape(16, 10).flip(0).flatten(), b2])
#
#
# network = trained(network_loss, 1210, 0)
# segments = {
#     "softmax regression": (softmax_loss, trained(softmax_loss, 650, 0), trained(softmax_loss, 650, 1)),
#     "network and its mirror image": (network_loss, network, reversed_units(network)),
# }
# figure, axes = plt.subplots(1, 2, figsize=(11, 3.4), layout="constrained")
# for ax, (name, (loss, start, end)) in zip(axes, segments.items()):
#     gap = float(jensen_gap(loss, torch.stack([start, end]), torch.tensor([0.5, 0.5])))
#     shares = np.linspace(0, 1, 41)
#     losses = [float(loss(torch.lerp(start, end, float(share)))) for share in shares]
#     ax.plot(shares, losses)
#     ax.plot([0, 1], [losses[0], losses[-1]], "o--")
#     ax.set_xlabel("share of the second point"), ax.set_ylabel("loss"), ax.set_title(f"{name}: gap {gap:.4f}")
# plt.show()

# %% [markdown]
r"""
For the softmax regression the loss sags below the chord: the gap is positive, as convexity demands. For the network the ends
are equally good and the middle is much worse than guessing, whose loss is $\log 10 \approx 2.3$. One negative gap is a proof:
this loss is not convex.

## Going further

* **Projections.** To minimize over a convex set, take a gradient step and then the nearest point of the set. For a ball of radius
  $r$ that is $x \cdot \min(1, r / \lVert x \rVert)$; applied to gradients it is called *gradient clipping*
  ([torch.nn.utils.clip_grad_norm_](https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html)).
  Minimize $(x_1 - 3)^2 + x_2^2$ over the unit disk and watch where the points settle. (At (1, 0).)
* **Mode connectivity.** Two networks trained from different starts have a wall between them, too. Yet one can often walk around
  it: [Garipov et al.](https://arxiv.org/abs/1802.10026) find curves of low loss from one to the other. First measure the wall with
  your `jensen_gap`, for `trained(network_loss, 1210, 1)`.

<details><summary>Question: is the loss of linear regression convex in its parameters?</summary>

Yes. The residual is an affine function of the parameters, a square is convex, and sums of convex functions are convex. The
Hessian is $X^\top X / n$, which has no negative eigenvalue.
</details>
"""
