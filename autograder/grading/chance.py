"""Whether what a student's code has drawn was drawn: samples of a normal distribution, and orders of examples.

Each check looks at more than one statistic, and from both sides: fixed quantiles are too even for a sample, and an
arithmetic progression is too regular for an order. Bounds are such that each check fails honest work less than once in
ten million draws, those of orders once in a thousand million: `tests/engine/grading/test_chance.py` draws to see it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import torch

from autograder.grading.compare import Mismatch
from autograder.words.message import Message, message, subject, told

_SIGMAS = 5.8  # a normal variable is farther from its mean once in 150 million times, on either side
_MANY_SIGMAS = 7.5  # for orders, of which many numbers are looked at
_SHIFT_SIGMAS = 8.3  # for the correlations of two samples at some thousand shifts
_TOO_NEAR = 0.21  # Kolmogorov's distribution: two samples are nearer than that once in 10¹¹ times
_RARE = 1e-8  # the chance that a bound may be passed by
_ALMOST_NEVER = 1e-11  # for orders
_LAGS = 4  # distances at which neighbours in an order are compared
_FEW = 1000  # numbers, for which fewer classes are counted
# Of classes that are equally likely, the sum of (count − expected)² / expected is below, and above, these bounds once
# in 50 million times each: quantiles of the χ² distribution with one degree of freedom less than there are classes.
_EVEN = {20: (1.4, 76.0), 50: (12.3, 126.0)}


def check_normal(sample: torch.Tensor, what: str | Message, std: float = 1.0) -> None:
    """Raise Mismatch unless these numbers, 400 or more, were drawn from N(0, std²): mean, spread, shape and tails."""
    if not torch.isfinite(sample).all():
        raise Mismatch("{what}: some values are not finite", what=subject(what))
    z = sample.detach().double().flatten() / std
    n = z.numel()
    mean, spread = float(z.mean()), float(z.std())
    if abs(mean) > _SIGMAS / math.sqrt(n):
        raise Mismatch(
            "{what}: expected mean 0, got {mean}",
            hint="{what}: expected mean 0, got a different mean",
            what=subject(what),
            mean=mean * std,
        )
    if abs(spread - 1) > _SIGMAS / math.sqrt(2 * n):
        raise Mismatch(
            "{what}: expected standard deviation {expected}, got {got}",
            hint="{what}: expected standard deviation {expected}, got a different one",
            what=subject(what),
            expected=told(std),
            got=spread * std,
        )
    _check_shape(z, what)
    farthest = float(z.abs().max())
    if n * math.erfc(farthest / math.sqrt(2)) < _RARE or n * math.erfc(farthest / math.sqrt(2)) > -math.log(_RARE):
        raise Mismatch(
            "{what}: expected a normal distribution, but the largest values are too large or too small",
            what=subject(what),
        )
    if len(z.unique()) < 0.9 * n:
        raise Mismatch("{what}: expected random numbers, but the same values are repeated", what=subject(what))


def _check_shape(z: torch.Tensor, what: str | Message) -> None:
    """Count the numbers in classes that a normal variable falls into equally often."""
    classes = 20 if z.numel() < _FEW else 50
    share = 0.5 * (1 + torch.erf(z / math.sqrt(2)))
    counts = torch.bincount((share * classes).long().clamp(max=classes - 1), minlength=classes).double()
    expected = z.numel() / classes
    unevenness = float(((counts - expected) ** 2 / expected).sum())
    low, high = _EVEN[classes]
    if unevenness < low:
        raise Mismatch("{what}: expected random numbers, got evenly spaced ones", what=subject(what))
    if unevenness > high:
        raise Mismatch("{what}: expected a normal distribution, got a different one", what=subject(what))


def check_unrelated(one: torch.Tensor, other: torch.Tensor, what: str | Message) -> None:
    """Raise Mismatch where two samples of normal variables, 400 or more, go with each other: by values or by sizes.

    Also where one is begun elsewhere, goes backwards, or is shuffled: two samples are never as alike as then.
    """
    _check_rows(one.detach().double().reshape(1, -1), other.detach().double().reshape(1, -1), what)


def _check_rows(one: torch.Tensor, other: torch.Tensor, what: str | Message) -> None:
    """Compare samples row by row, those of (m, n) with those of (m, n)."""
    a, b = torch.cat([one, one.abs()]), torch.cat([other, other.abs()])
    a, b = a - a.mean(1, keepdim=True), b - b.mean(1, keepdim=True)
    a, b = a / a.norm(dim=1, keepdim=True), b / b.norm(dim=1, keepdim=True)
    n = a.shape[1]
    if float((a * b).sum(1).abs().max()) > _SIGMAS / math.sqrt(n):
        raise Mismatch("{what}: expected independent numbers, but some depend on others", what=subject(what))
    f, g = torch.fft.rfft(a), torch.fft.rfft(b)
    shifted, turned = torch.fft.irfft(f * g.conj(), n=n), torch.fft.irfft(f * g, n=n)
    again = torch.maximum(shifted.abs().max(), turned.abs().max()) > _SHIFT_SIGMAS / math.sqrt(n)
    a, b = a.sort(1).values, b.sort(1).values
    apart = (torch.searchsorted(b, a) - torch.arange(n)).abs().amax(1)
    # Kolmogorov's distance of two samples of one size n, times √(n / 2)
    if bool(again) or int(apart.min()) / n * math.sqrt(n / 2) < _TOO_NEAR:
        raise Mismatch("{what}: expected independent numbers, but some of them are repeated", what=subject(what))


def check_independent(sample: torch.Tensor, what: str | Message) -> None:
    """Raise Mismatch where numbers in a row, or in a column of a matrix, go with others, near them or far."""
    columns = sample.detach().double().reshape(len(sample), -1)
    n, count = columns.shape
    for lag in (1, 2):
        for x in (columns, columns.abs()):
            if abs(correlation(x[:-lag], x[lag:])) > _SIGMAS / math.sqrt(x[lag:].numel()):
                raise Mismatch("{what}: expected independent rows, but some depend on others", what=subject(what))
    centred = (columns - columns.mean(0)).T
    of_itself = torch.fft.irfft(torch.fft.rfft(centred).abs().square(), n=n) / centred.square().sum(1, keepdim=True)
    if float(of_itself[:, 1:].abs().max()) > _SHIFT_SIGMAS / math.sqrt(n):
        raise Mismatch("{what}: expected independent rows, but some of them are repeated", what=subject(what))
    if count > 1:
        first, second = torch.triu_indices(count, count, 1)
        of_columns = message("{what}, one column and another", what=subject(what))
        _check_rows(columns.T[first], columns.T[second], of_columns)


def correlation(a: torch.Tensor, b: torch.Tensor) -> float:
    """Between −1 and 1; 0 where one of them does not vary."""
    a, b = a.detach().double().flatten(), b.detach().double().flatten()
    a, b = a - a.mean(), b - b.mean()
    size = float(a.norm() * b.norm())
    return float(a @ b) / size if size else 0.0


# --- orders ----------------------------------------------------------------------------------------------------------


def check_orders(passes: Sequence[Sequence[int]], batch_size: int = 1) -> None:
    """Raise Mismatch unless these orders of the examples 0 … n − 1, one a pass, are random, and each is new.

    n should be 40 or more, and best a prime number: then a rule modulo n is seen wherever it holds. With a batch size,
    minibatches are looked at as well. Each pass is looked at for itself, and as it is seen from each other one, by the
    places and by the examples: so what follows from another pass by a rule is seen as well.
    """
    orders = torch.tensor(passes)
    _check_for_rules(orders)
    _check_reach(orders)
    if len(orders) > 1:
        _check_pairs(orders)
    if batch_size > 1:
        _check_minibatches(orders, batch_size)


def _check_for_rules(orders: torch.Tensor) -> None:
    """Of orders, (m, n): neither steps nor places that come again, no trend, no waves."""
    m, n = orders.shape
    places = torch.arange(n)
    most = _most((2 * _LAGS + 4) * m * n)
    if _most_often(orders - places + n) > most or _most_often(orders ^ places) > most:
        raise Mismatch("expected a random order, but most examples keep their places or their distances")
    for lag in range(1, _LAGS + 1):
        if _most_often(orders[:, lag:] - orders[:, :-lag] + n) > most:
            raise Mismatch(
                "expected a random order, but most examples have the same neighbors at a fixed distance"
            )
    steps = orders[:, 1:] - orders[:, :-1]
    inverses = _inverses(n)[steps[:, :-1]]  # that of −k stands at −k
    ratios = torch.where(inverses > 0, steps[:, 1:] * inverses % n, n + places[2:])
    if _most_often(ratios) > most:  # of a linear congruential generator all are one
        raise Mismatch("expected a random order, got one that follows a rule")
    centre, spread = (n - 1) / 2, math.sqrt((n * n - 1) / 12)
    z = (orders - centre) / spread
    in_order = (places - centre) / spread
    trends = torch.stack([(a * b).mean(1) for a, b in ((z, in_order), (z[:, 1:], z[:, :-1]), (z[:, 2:], z[:, :-2]))])
    if float(trends.abs().max()) > _MANY_SIGMAS / math.sqrt(n):
        raise Mismatch("expected a random order, but neighbors in the data stay close together or far apart")
    rises = orders[:, 1:] > orders[:, :-1]
    turns = (rises[:, 1:] != rises[:, :-1]).sum(1).double()
    usual, spread = 2 * (n - 2) / 3, math.sqrt((16 * n - 29) / 90)
    if float((turns - usual).abs().max()) > _MANY_SIGMAS * spread:
        raise Mismatch("expected a random order, got one that goes up and down too regularly")


def _check_reach(orders: torch.Tensor) -> None:
    """No bound on how much too early, or too late, an example may come: a buffer that is shuffled has one.

    There are t^(n − t) · t! of n! orders in which no example comes t places, or more, before its own.
    """
    n = orders.shape[1]
    early = (orders - torch.arange(n)).amax(1)
    late = (torch.arange(n) - orders).amax(1)
    for farthest in (early, late):
        t = (farthest + 1).double()
        chances = (n - t) * t.log() + torch.lgamma(t + 1) - math.lgamma(n + 1)
        if _chance_of_product(-float(chances.sum()), len(orders)) < _ALMOST_NEVER:
            raise Mismatch("expected a random order, but every example stays near its place in the data")


def _chance_of_product(size: float, count: int) -> float:
    """How likely it is that so many numbers from [0, 1] have a product of exp(−size) or less."""
    term = total = math.exp(-size)
    for k in range(1, count):
        term *= size / k
        total += term
    return total


def _check_pairs(orders: torch.Tensor) -> None:
    """Each pass in an order of its own, and none in one that follows from the others."""
    passes = len(orders)
    first, second = torch.triu_indices(passes, passes, 1)
    if bool((orders[first] == orders[second]).all(1).any()):
        raise Mismatch("two passes have the same order: shuffle at each call, and do not set a seed there")
    places = orders.argsort(1)
    by_places = places[first].gather(1, orders[second])  # where the later pass's examples stood in the earlier one
    renamed = orders[second].gather(1, places[first])  # which example has taken the place of each
    try:
        _check_for_rules(torch.cat([by_places, renamed]))
    except Mismatch:
        raise Mismatch("expected a new random order in each pass, but one order follows from another") from None
    moves = renamed[second == first + 1]
    one, other = torch.triu_indices(len(moves), len(moves), 1)
    again = moves[one].gather(1, moves[other]) == moves[other].gather(1, moves[one])
    # two random moves make the same of an example, whichever comes first, once on average; powers of one move always
    if len(moves) > 1 and int(again.sum(1).max()) > _most(passes**2):
        raise Mismatch("expected a new random order in each pass, but the same shuffle is repeated")


def check_company(numbers: torch.Tensor, batch_size: int) -> None:
    """Raise Mismatch where the same examples come together; (passes, n) are the numbers of each example's minibatch.

    There should be ten minibatches or more in a pass.
    """
    passes, n = numbers.shape
    most = int(numbers.max()) + 1
    first, second = torch.triu_indices(passes, passes, 1)
    both = numbers[first] + most * numbers[second] + most * most * torch.arange(len(first))[:, None]
    alike = torch.bincount(both.flatten(), minlength=most * most * len(first)).reshape(len(first), -1)
    together = (alike * (alike - 1)).sum(1) / 2  # pairs of examples that are in one minibatch both times
    usual = ((batch_size - 1) ** 2 / (n - 1)) * n / 2
    if int(together.max()) > usual + _MANY_SIGMAS * math.sqrt(usual) + 6:
        raise Mismatch("expected new minibatches in each pass, but the same examples stay together")


def _check_minibatches(orders: torch.Tensor, batch_size: int) -> None:
    """Minibatches are neither of one region of the data, nor of each region equally, and new in each pass."""
    passes, n = orders.shape
    regions, number = 10, n // batch_size
    batches = torch.arange(number * batch_size) // batch_size + number * torch.arange(passes)[:, None]
    region = orders[:, : number * batch_size] * regions // n
    counts = torch.bincount((batches * regions + region).flatten(), minlength=passes * number * regions).double()
    unevenness = float(((counts - batch_size / regions) ** 2).sum())
    share = 1 / regions
    usual = counts.numel() * batch_size * share * (1 - share) * (n - batch_size) / (n - 1)
    # the sum is nearly a χ² variable, of so many degrees of freedom
    freedom = passes * (number - 1) * (regions - 1)
    off = (unevenness / usual - 1) / math.sqrt(2 / freedom)
    if not -_MANY_SIGMAS < off < _MANY_SIGMAS + 2:
        raise Mismatch("expected a random order, but each minibatch comes from one part of the data")
    if passes > 1:
        check_company(orders.argsort(1) // batch_size, batch_size)


@functools.cache
def _inverses(n: int) -> torch.Tensor:
    """Of each number below n the one with which its product is 1 (mod n), or 0 where there is none."""
    return torch.tensor([pow(number, -1, n) if math.gcd(number, n) == 1 else 0 for number in range(n)])


def _most_often(values: torch.Tensor) -> int:
    """How often the most frequent of these numbers from 0 … 2n stands in a row, of all rows."""
    width = 2 * values.shape[1] + 2
    return int(torch.bincount((values + width * torch.arange(len(values))[:, None]).flatten()).max())


def _most(trials: int) -> int:
    """How many of events that are expected once, in each of so many trials, are too many to be chance."""
    number, chance, rest = 0, math.exp(-1), 1 - math.exp(-1)
    while trials * rest > _ALMOST_NEVER:
        number += 1
        chance /= number
        rest -= chance
    return number
