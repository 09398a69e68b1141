"""Whether what a student's code has drawn was drawn: samples of a normal distribution, and orders of examples.

Each check looks at more than one statistic, and from both sides: fixed quantiles are too even for a sample, and an
arithmetic progression is too regular for an order. Bounds are such that each check fails honest work less than once in
ten million draws; `tests/engine/grading/test_chance.py` draws to see that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from autograder.grading.compare import Mismatch, told

_SIGMAS = 5.8  # a normal variable is farther from its mean once in 150 million times, on either side
_RARE = 1e-8  # the chance that a bound may be passed by
_FEW = 1000  # numbers, for which fewer classes are counted
# Of classes that are equally likely, the sum of (count − expected)² / expected is below, and above, these bounds once
# in 50 million times each: quantiles of the χ² distribution with one degree of freedom less than there are classes.
_EVEN = {20: (1.4, 76.0), 50: (12.3, 126.0)}


def check_normal(sample: torch.Tensor, what: str, std: float = 1.0) -> None:
    """Raise Mismatch unless these numbers, 400 or more, were drawn from N(0, std²): mean, spread, shape and tails."""
    if not torch.isfinite(sample).all():
        raise Mismatch(f"{what}: some values are not finite")
    z = sample.detach().double().flatten() / std
    n = z.numel()
    mean, spread = float(z.mean()), float(z.std())
    if abs(mean) > _SIGMAS / math.sqrt(n):
        raise Mismatch(f"{what}: mean {told(0)} expected, yours is {mean * std:.4g}")
    if abs(spread - 1) > _SIGMAS / math.sqrt(2 * n):
        raise Mismatch(f"{what}: standard deviation {told(f'{std:g}')} expected, yours is {spread * std:.4g}")
    _check_shape(z, what)
    farthest = float(z.abs().max())
    if n * math.erfc(farthest / math.sqrt(2)) < _RARE or n * math.erfc(farthest / math.sqrt(2)) > -math.log(_RARE):
        raise Mismatch(f"{what}: the largest values are not those of a normal distribution")
    if len(z.unique()) < 0.9 * n:
        raise Mismatch(f"{what}: the same values come again and again")


def _check_shape(z: torch.Tensor, what: str) -> None:
    """Count the numbers in classes that a normal variable falls into equally often."""
    classes = 20 if z.numel() < _FEW else 50
    share = 0.5 * (1 + torch.erf(z / math.sqrt(2)))
    counts = torch.bincount((share * classes).long().clamp(max=classes - 1), minlength=classes).double()
    expected = z.numel() / classes
    unevenness = float(((counts - expected) ** 2 / expected).sum())
    low, high = _EVEN[classes]
    if unevenness < low:
        raise Mismatch(f"{what}: random numbers expected, yours are as even as quantiles")
    if unevenness > high:
        raise Mismatch(f"{what}: a normal distribution expected, yours is another")


def check_unrelated(one: torch.Tensor, other: torch.Tensor, what: str) -> None:
    """Raise Mismatch where two samples of normal variables go with each other: their values, or their sizes."""
    for a, b in ((one, other), (one.abs(), other.abs())):
        if abs(correlation(a, b)) > _SIGMAS / math.sqrt(a.numel()):
            raise Mismatch(f"{what}: numbers that have nothing to do with each other expected")


def check_independent(sample: torch.Tensor, what: str) -> None:
    """Raise Mismatch where numbers in a row, or in a column of a matrix, go with their neighbours."""
    columns = sample.detach().double().reshape(len(sample), -1)
    for lag in (1, 2):
        check_unrelated(columns[:-lag].flatten(), columns[lag:].flatten(), f"{what}, one row and another")
    for i in range(columns.shape[1]):
        for j in range(i):
            check_unrelated(columns[:, i], columns[:, j], f"{what}, one column and another")


def correlation(a: torch.Tensor, b: torch.Tensor) -> float:
    """Between −1 and 1; 0 where one of them does not vary."""
    a, b = a.detach().double().flatten(), b.detach().double().flatten()
    a, b = a - a.mean(), b - b.mean()
    size = float(a.norm() * b.norm())
    return float(a @ b) / size if size else 0.0


# --- orders ----------------------------------------------------------------------------------------------------------


def check_orders(passes: Sequence[Sequence[int]], batch_size: int = 1) -> None:
    """Raise Mismatch unless these orders of the examples 0 … n − 1, one a pass, are random, and each is new.

    n should be 40 or more, and there should be 2 passes or more. With a batch size, minibatches are looked at as well.
    """
    orders = [torch.tensor(order) for order in passes]
    for order in orders:
        _check_order(order, len(orders))
    for i, later in enumerate(orders):
        for earlier in orders[:i]:
            _check_pair(earlier, later, batch_size, len(orders))
    if batch_size > 1:
        _check_minibatches(orders, batch_size)


def _check_order(order: torch.Tensor, passes: int) -> None:
    """One order: neither steps nor places that come again, no trend, no waves."""
    n = len(order)
    places = torch.arange(n)
    steps = (order[1:] - order[:-1]) % n
    if _most_often((order - places) % n) > _most(n * passes):
        raise Mismatch("a random order expected, in yours most examples keep their places")
    if _most_often(steps) > _most(n * passes):
        raise Mismatch("a random order expected, in yours most examples have the same neighbours, at a fixed distance")
    ratios = _affine(steps[:-1], steps[1:], n, shifts=False)  # of a linear congruential generator all are one
    if ratios > _most(n * passes) or _affine(places, order, n) > _most(n * n * passes):
        raise Mismatch("a random order expected, yours follows a rule")
    for a, b in ((order, places), (order[1:], order[:-1]), (order[2:], order[:-2])):
        if abs(correlation(a, b)) > _SIGMAS / math.sqrt(n):
            raise Mismatch("a random order expected, in yours neighbours in the data stay near each other, or apart")
    turns = int(((order[1:-1] > order[:-2]) != (order[2:] > order[1:-1])).sum())
    usual, spread = 2 * (n - 2) / 3, math.sqrt((16 * n - 29) / 90)
    if abs(turns - usual) > _SIGMAS * spread:
        raise Mismatch("a random order expected, yours goes up and down too regularly")


def _check_pair(earlier: torch.Tensor, later: torch.Tensor, batch_size: int, passes: int) -> None:
    """Two passes: the later one is not the earlier one begun elsewhere, turned round, renamed, or in other blocks."""
    n, pairs = len(earlier), passes * (passes - 1) // 2
    if torch.equal(earlier, later):
        raise Mismatch("two passes had the same order: shuffle at each call, and don't set a seed in it")
    places = [torch.argsort(order) for order in (earlier, later)]
    again = max(
        _affine(earlier, later, n),
        _affine(places[0], places[1], n),
        _most_often(earlier ^ later),
    )
    if again > _most(4 * n * n * pairs):
        raise Mismatch("each pass in an order of its own expected, in yours one follows from another")
    followers = [torch.empty(n, dtype=torch.long).scatter_(0, order, order.roll(-1)) for order in (earlier, later)]
    if int((followers[0] == followers[1]).sum()) > _most(pairs):
        raise Mismatch("each pass in an order of its own expected, in yours the same examples follow each other")
    if batch_size > 1:
        check_company(places[0] // batch_size, places[1] // batch_size, batch_size)


def check_company(earlier: torch.Tensor, later: torch.Tensor, batch_size: int) -> None:
    """Raise Mismatch where the same examples come together; these are the numbers of each example's minibatch.

    There should be ten minibatches or more in a pass.
    """
    n = len(earlier)
    both = (earlier[:, None] == earlier) & (later[:, None] == later)
    together = (int(both.sum()) - n) / 2
    usual = ((batch_size - 1) ** 2 / (n - 1)) * n / 2
    if together > usual + (_SIGMAS + 1) * math.sqrt(usual) + 4:
        raise Mismatch("new minibatches in each pass expected, in yours the same examples come together")


def _check_minibatches(orders: Sequence[torch.Tensor], batch_size: int) -> None:
    """Minibatches are neither of one region of the data, nor of each region equally."""
    n = len(orders[0])
    regions, whole = 10, n // batch_size * batch_size
    unevenness, count = 0.0, 0
    for order in orders:
        region = order[:whole].reshape(-1, batch_size) * regions // n
        counts = torch.nn.functional.one_hot(region, regions).sum(1).double()
        unevenness += float(((counts - batch_size / regions) ** 2).sum())
        count += counts.numel()
    share = 1 / regions
    usual = count * batch_size * share * (1 - share) * (n - batch_size) / (n - 1)
    # the sum is nearly a χ² variable, of so many degrees of freedom
    freedom = len(orders) * (whole // batch_size - 1) * (regions - 1)
    off = (unevenness / usual - 1) / math.sqrt(2 / freedom)
    if not -_SIGMAS < off < _SIGMAS + 1:
        raise Mismatch("a random order expected, in yours minibatches are made of certain parts of the data")


def _most_often(values: torch.Tensor) -> int:
    return int(torch.bincount(values).max())


def _affine(x: torch.Tensor, y: torch.Tensor, n: int, *, shifts: bool = True) -> int:
    """For how many of the pairs y = a·x + c (mod n) holds, with the a and c (or 0) for which it holds most often."""
    factors = torch.arange(1, n)[:, None]
    left = (y - factors * x) % n
    if not shifts:
        return int((left == 0).sum(1).max())
    counts = torch.bincount((left + n * (factors - 1)).flatten(), minlength=n * (n - 1))
    return int(counts.max())


def _most(trials: int) -> int:
    """How many of events that are expected once, in each of so many trials, are too many to be chance."""
    number, chance, rest = 0, math.exp(-1), 1 - math.exp(-1)
    while trials * rest > _RARE:
        number += 1
        chance /= number
        rest -= chance
    return number
