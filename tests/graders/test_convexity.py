"""Convexity: what a student should learn is that curvature tells minima from saddles, and what a chord says about a function.

The edges that matter: eigenvalues and not the diagonal, zero with a tolerance, the sign of the gap, f called with one point at a time,
points of several coordinates. Out of scope: matrices that are not symmetric, an eigenvalue near the tolerance, an eigenvalue of zero beside
others of both signs, and whether the gap is a float or a tensor.
"""

import math
import random

import torch

from autograder.graders import Mismatch, as_numbers, exercise, message, same, show, told

# --- classify_critical_point ---------------------------------------------------------------------------------------

KINDS = ("minimum", "maximum", "saddle", "degenerate")
# for each wrong answer what a student may look at; which kind was expected is not told
HINTS = {
    "minimum": 'got "minimum" for a matrix that has another kind: are all eigenvalues positive?',
    "maximum": 'got "maximum" for a matrix that has another kind: are all eigenvalues negative?',
    "saddle": 'got "saddle" for a matrix that has another kind: is one eigenvalue positive and another one negative?',
    "degenerate": 'got "degenerate" for a matrix that has another kind: is an eigenvalue zero, up to rounding?',
}


def rotated(eigenvalues, dtype=torch.float64):
    """A symmetric matrix with these eigenvalues, along axes that are drawn."""
    Q, _ = torch.linalg.qr(torch.randn(len(eigenvalues), len(eigenvalues), dtype=torch.float64))
    H = Q @ torch.diag(torch.tensor(eigenvalues, dtype=torch.float64)) @ Q.T
    return ((H + H.T) / 2).to(dtype)


def hidden_saddle(n):
    """One curvature of n is below zero, and no element of the diagonal is."""
    while True:
        H = rotated([4.0] * (n - 1) + [-0.5])
        if (torch.diagonal(H) > 0).all():
            return H


def sizes(n, sign=1.0):
    return [sign * random.uniform(0.3, 5) for _ in range(n)]


def check_matrix(student, H, kind):
    answer = student.classify_critical_point(hessian=H)
    if not isinstance(answer, str) or answer not in KINDS:
        raise Mismatch('expected one of "minimum", "maximum", "saddle" and "degenerate", got {got}', got=show(answer))
    if answer != kind:
        raise Mismatch(
            "the kind of a critical point: expected {kind}, got {answer}",
            hint=HINTS[answer],
            kind=kind,
            answer=answer,
        )


def check_in_any_order(student, cases):
    """Matrices and their kinds, some of them twice: which call it is tells nothing."""
    cases = cases + random.sample(cases, random.randint(1, 2))
    random.shuffle(cases)
    for H, kind in cases:
        check_matrix(student, H, kind)


@exercise("classify_critical_point", public=True)
def test_classify_two_by_two(student):
    """x² + y² has a minimum, x² − y² a saddle, and so has x² + 3xy + y²; −x² − y² has a maximum; x² alone tells nothing about y."""
    for rows, kind in (
        ([[2.0, 0.0], [0.0, 2.0]], "minimum"),
        ([[2.0, 0.0], [0.0, -2.0]], "saddle"),
        ([[2.0, 3.0], [3.0, 2.0]], "saddle"),
        ([[-2.0, 0.0], [0.0, -2.0]], "maximum"),
        ([[2.0, 0.0], [0.0, 0.0]], "degenerate"),
    ):
        same(student.classify_critical_point(torch.tensor(rows)), kind, message("the kind for {rows}", rows=told(rows)))


@exercise("classify_critical_point", public=True, weight=0)
def test_classify_three_by_three(student):
    """With three eigenvalues, neither the determinant nor the trace tells a saddle: (2, −2, −2) and (5, 5, −1) are saddles."""
    for diagonal in ([2.0, -2.0, -2.0], [5.0, 5.0, -1.0]):
        hessian = torch.diag(torch.tensor(diagonal))
        kind = student.classify_critical_point(hessian)
        same(kind, "saddle", message(
            "the kind for eigenvalues {eigenvalues} (their signs differ, whatever their product or sum)",
            eigenvalues=told(diagonal),
        ))
        same(hessian, torch.diag(torch.tensor(diagonal)), "the hessian after the call (it should not be changed)")
    hessian = torch.tensor([[1.0, 2.0], [2.0, 1.0]])
    student.classify_critical_point(hessian)
    same(hessian, torch.tensor([[1.0, 2.0], [2.0, 1.0]]), "the hessian after the call (it should not be changed)")


@exercise("classify_critical_point", public=True, weight=0)
def test_classify_by_the_tolerance(student):
    """An eigenvalue of 1e-8 counts as zero, one of 1e-4 does not."""
    for small, kind in ((1e-8, "degenerate"), (1e-4, "minimum"), (-1e-4, "saddle")):
        hessian = torch.diag(torch.tensor([1.0, small], dtype=torch.float64))
        same(student.classify_critical_point(hessian), kind, message(
            "the kind for eigenvalues 1 and {small}", small=told(small)
        ))


@exercise("classify_critical_point", weight=2)
def test_classify_minima_maxima_and_saddles(student):
    """The signs of all eigenvalues decide, in any number of dimensions and along any axes."""
    d = 4
    cases = [
        (rotated(sizes(d), torch.float64), "minimum"),
        (rotated(sizes(d, -1), torch.float64), "maximum"),
        (rotated(sizes(d - 1) + sizes(1, -1), torch.float64), "saddle"),
        (rotated(sizes(1) + sizes(d - 1, -1), torch.float64), "saddle"),
        (hidden_saddle(d), "saddle"),
        (rotated(sizes(2) + sizes(2, -1), torch.float64), "saddle"),  # a determinant above zero
        (rotated(sizes(3), torch.float32), "minimum"),
        (rotated(sizes(3, -1), torch.float32), "maximum"),
        (rotated(sizes(2) + sizes(1, -1), torch.float32), "saddle"),
    ]
    check_in_any_order(student, cases)


@exercise("classify_critical_point")
def test_classify_saddles_that_the_diagonal_hides(student):
    """A matrix with a positive diagonal may have a negative eigenvalue, and one with elements of both signs none."""
    a, b = random.uniform(1, 3), random.uniform(1.2, 2)
    H = torch.tensor([[a, b * a, 0.0], [b * a, a, 0.0], [0.0, 0.0, 9.0]])
    K = torch.tensor([[a, -a / b], [-a / b, a]])
    check_in_any_order(student, [(H, "saddle"), (-H, "saddle"), (K, "minimum"), (-K, "maximum")])


@exercise("classify_critical_point")
def test_classify_in_one_dimension(student):
    """One second derivative is a matrix of one element."""
    size = random.uniform(0.5, 3)
    kinds = ((size, "minimum"), (-size, "maximum"), (0.0, "degenerate"))
    check_in_any_order(student, [(torch.tensor([[value]]), kind) for value, kind in kinds])


@exercise("classify_critical_point")
def test_classify_degenerate_points(student):
    """With an eigenvalue of zero, exactly or but for rounding, nothing is decided; a small curvature is one all the same."""
    d = 3
    kinds = (
        (sizes(d) + [0.0], "degenerate"),
        (sizes(d, -1) + [0.0], "degenerate"),
        (sizes(d) + [random.choice([1e-8, -1e-8])], "degenerate"),
        (sizes(d) + [1e-4], "minimum"),
        (sizes(d, -1) + [-1e-4], "maximum"),
        (sizes(d, -1) + [1e-4], "saddle"),
        (sizes(d) + [-1e-4], "saddle"),
    )
    cases = [(rotated(eigenvalues, torch.float64), kind) for eigenvalues, kind in kinds]
    check_in_any_order(student, [*cases, (torch.zeros(d, d), "degenerate")])


# --- jensen_gap ----------------------------------------------------------------------------------------------------


def weights(n):
    return torch.softmax(torch.randn(n), 0)


def check_gap(student, reference, f, xs, alphas):
    gap = student.jensen_gap(f=f, xs=xs, alphas=alphas)
    expected = float(reference.jensen_gap(f, xs, alphas))
    of_mean = float(f(torch.tensordot(alphas, xs, dims=1)))
    mistakes = {
        "the sign: the two sides exchanged": -expected,
        "the mean of f alone": expected + of_mean,
        "equal weights instead of alphas": float(
            reference.jensen_gap(f, xs, torch.full_like(alphas, 1 / len(alphas)))
        ),
        "the sum of f, without the weights": sum(float(f(x)) for x in xs) - of_mean,
    }
    # as float32: a point may be computed by either kind of number
    same(
        torch.tensor(as_numbers([gap], "jensen_gap(...)")),
        torch.tensor([expected]),
        "the gap",
        looks_like=lambda: {k: torch.tensor([v]) for k, v in mistakes.items()},
    )


@exercise("jensen_gap", public=True)
def test_jensen_gap_of_a_square(student):
    """For x² at 0 and 2 with equal weights it is (0 + 4)/2 − 1² = 1, and for −x² it is −1."""
    xs, alphas = torch.tensor([0.0, 2.0]), torch.tensor([0.5, 0.5])
    same(student.jensen_gap(lambda x: x**2, xs, alphas), 1.0, "the gap of x²")
    same(student.jensen_gap(lambda x: -(x**2), xs, alphas), -1.0, "the gap of −x²")


@exercise("jensen_gap", public=True, weight=0)
def test_jensen_gap_of_three_points(student):
    """For x² at 0, 1 and 3 with weights ½, ¼ and ¼ it is 2.5 − 1² = 1.5; f takes one number at a time."""

    def square(x):
        assert isinstance(x, torch.Tensor), message("call f with one number, a tensor of shape (), not with {got}", got=show(x))
        assert tuple(x.shape) == (), message(
            "call f with one number, a tensor of shape (), not with a tensor of shape {shape}", shape=tuple(x.shape)
        )
        return float(x) ** 2

    gap = student.jensen_gap(square, torch.tensor([0.0, 1.0, 3.0]), torch.tensor([0.5, 0.25, 0.25]))
    mistakes = {"equal weights instead of alphas": [10 / 3 - 16 / 9], "the first two points alone": [0.25]}
    same(as_numbers([gap], "jensen_gap(...)"), [1.5], "the gap", looks_like=lambda: mistakes)


@exercise("jensen_gap", public=True, weight=0)
def test_jensen_gap_of_points_in_the_plane(student):
    """For x1² + x2² at (0, 0), (2, 0) and (0, 2) with weights ½, ¼ and ¼ it is 2 − ½ = 1.5; f takes one point at a time."""

    def squares(x):
        assert isinstance(x, torch.Tensor), message("call f with one point, a tensor of shape (2,), not with {got}", got=show(x))
        assert tuple(x.shape) == (2,), message(
            "call f with one point, a tensor of shape (2,), not with a tensor of shape {shape}", shape=tuple(x.shape)
        )
        return float(x[0]) ** 2 + float(x[1]) ** 2

    points, alphas = torch.tensor([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]]), torch.tensor([0.5, 0.25, 0.25])
    gap = student.jensen_gap(squares, points, alphas)
    same(as_numbers([gap], "jensen_gap(...)"), [1.5], "the gap")


@exercise("jensen_gap")
def test_jensen_gap_of_several_points(student, reference, randn):
    """Any number of points, each with its own weight."""
    for n in (2, random.randint(3, 6)):
        check_gap(student, reference, torch.exp, randn(n), weights(n))
        check_gap(student, reference, lambda x: x**2 + 3 * x + 1, 2 * randn(n), weights(n))


@exercise("jensen_gap")
def test_jensen_gap_has_a_sign(student, reference, randn):
    """It is negative for a concave function, zero for a straight one, and for others it depends on the points."""
    n = random.randint(3, 5)
    check_gap(student, reference, lambda x: -torch.exp(x), randn(n), weights(n))
    check_gap(student, reference, lambda x: torch.cos(math.pi * x), 2 * randn(n), weights(n))
    xs, alphas = randn(n), weights(n)
    gap = as_numbers([student.jensen_gap(lambda x: 3 * x - 2, xs, alphas)], "jensen_gap(...)")[0]
    assert abs(gap) < 1e-4, message(
        "the gap of a straight line: expected 0, got {gap}",
        hint="the gap of a straight line: expected 0, got a different number",
        gap=gap,
    )


@exercise("jensen_gap")
def test_jensen_gap_calls_f_with_one_point(student, reference, randn):
    """f takes one point: a tensor without dimensions, or one of shape (d,)."""
    n, d = random.randint(3, 5), random.choice([2, 6])

    def of_number(x):
        assert tuple(x.shape) == (), message(
            "call f with one number, a tensor of shape (), not with a tensor of shape {shape}",
            hint="call f with one number, a tensor of shape (), not with several",
            shape=tuple(x.shape),
        )
        return abs(float(x)) + float(x) ** 2

    def of_point(x):
        assert tuple(x.shape) == (d,), (
            message(
                "call f with one point, a tensor of shape {expected}, not with a tensor of shape {shape}",
                hint="call f with one point, a tensor of shape {expected}, not with several",
                expected=told((d,)),
                shape=tuple(x.shape),
            )
        )
        return float((x * x).sum()) + float(x[0] * x[1])

    check_gap(student, reference, of_number, randn(n), weights(n))
    check_gap(student, reference, of_point, randn(n, d), weights(n))
