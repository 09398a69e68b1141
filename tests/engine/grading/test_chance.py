"""What only looks random is found out, and what is drawn passes: again and again, with every generator."""

import math
import random

import numpy as np
import pytest
import torch

from autograder.grading.chance import check_independent, check_normal, check_orders, check_unrelated
from autograder.grading.compare import Mismatch

N = 101  # examples of an order
TIMES = 300


def by_numpy(n):
    return np.random.default_rng().permutation(n).tolist()


@pytest.mark.parametrize("draw", [lambda n: torch.randperm(n).tolist(), by_numpy, lambda n: random.sample(range(n), n)])
@pytest.mark.parametrize(("n", "batch_size", "passes"), [(251, 40, 5), (252, 42, 1), (101, 20, 5), (89, 1, 3)])
def test_honest_orders_pass(draw, n, batch_size, passes):
    """Each of some hundred times; the bounds' own figures are in the module."""
    for _ in range(TIMES // passes):
        check_orders([draw(n) for _ in range(passes)], batch_size)


@pytest.mark.parametrize("n", [400, 2000, 8000])
@pytest.mark.parametrize("draw", [torch.randn, lambda n: torch.from_numpy(np.random.default_rng().normal(size=n))])
def test_honest_samples_pass(draw, n):
    """In float32 and in float64, of one column and of four."""
    for _ in range(TIMES):
        sample = draw(n)
        check_normal(sample, "X")
        check_independent(sample.reshape(-1, 4), "X")
        check_unrelated(sample, draw(n), "X")


FIXED = random.Random(5).sample(range(N), N)


def rotated(order, by):
    return order[by:] + order[:by]


def to_the_power(k):
    """The fixed shuffle, made k times."""
    order = list(range(N))
    for _ in range(k):
        order = [order[i] for i in FIXED]
    return order


def buffered(size):
    """Examples are put into a buffer in the order of the data, and taken out of it at random."""
    buffer, order = [], []
    for i in range(N):
        buffer.append(i)
        if len(buffer) > size:
            order.append(buffer.pop(random.randrange(len(buffer))))
    return order + random.sample(buffer, len(buffer))


def exchanged(order, times):
    order = list(order)
    for _ in range(times):
        i, j = random.randrange(N), random.randrange(N)
        order[i], order[j] = order[j], order[i]
    return order


ORDERS = {
    "the order of the data": lambda k: list(range(N)),
    "backwards": lambda k: list(range(N))[::-1],
    "an arithmetic progression": lambda k: [(7 * i + 5 * k) % N for i in range(N)],
    "multiples": lambda k: [pow(2, i + k, 101) - 1 for i in range(100)] + [100],  # 2 is a primitive root of 101
    "a riffle": lambda k: rotated([i for pair in zip(range(51), range(51, 102), strict=True) for i in pair][:N], k),
    "one order begun elsewhere": lambda k: rotated(FIXED, 9 * k),
    "one order turned round": lambda k: rotated(FIXED, 9 * k)[:: (-1) ** k],
    "one order renamed": lambda k: [(i + 3 * k) % N for i in FIXED],
    "one order multiplied": lambda k: [(2 + k) * i % N for i in FIXED],
    "one order, every so many": lambda k: [FIXED[(2 + k) * i % N] for i in range(N)],
    "golden ratio": lambda k: sorted(range(N), key=lambda i: ((i + 31 * k) * 0.6180339887498949) % 1),
    "nearly sorted": lambda k: sorted(range(N), key=lambda i: i + random.uniform(0, 25)),
    "halves apart": lambda k: random.sample(range(50), 50) + random.sample(range(50, N), 51),
    "powers of one shuffle": lambda k: to_the_power(k),
    "a shuffled buffer": lambda k: buffered(25),
    "a shuffled buffer of half the data": lambda k: buffered(50),
    "a few exchanged": lambda k: exchanged(FIXED, 20),
    "the same minibatches": lambda k: [i for b in random.sample(range(5), 5) for i in FIXED[20 * b : 20 * b + 20]] + FIXED[100:],
}  # fmt: skip


@pytest.mark.parametrize("what", ORDERS)
def test_orders_that_only_look_random(what):
    """Of five passes, and for those that are no random order at all, of one."""
    for _ in range(5):
        with pytest.raises(Mismatch):
            check_orders([ORDERS[what](k) for k in range(1, 6)], 20)


def quantiles(n):
    return torch.special.ndtri((torch.arange(n, dtype=torch.float64) + 0.5) / n)[torch.randperm(n)]


SAMPLES = {
    "quantiles": quantiles,
    "uniform": lambda n: (torch.rand(n) - 0.5) * math.sqrt(12),
    "two values": lambda n: torch.randint(0, 2, (n,)) * 2.0 - 1,
    "wide": lambda n: 1.2 * torch.randn(n),
    "shifted": lambda n: torch.randn(n) + 0.2,
    "a mixture": lambda n: torch.randn(n) * torch.where(torch.rand(n) < 0.5, 1.3, 0.5568),
    "without tails": lambda n: torch.randn(n).clamp(-2.2, 2.2),
    "rounded": lambda n: (torch.randn(n) * 4).round() / 4,
    "nan": lambda n: torch.cat([torch.randn(n - 1), torch.tensor([math.nan])]),
}


@pytest.mark.parametrize("what", SAMPLES)
def test_samples_of_other_distributions(what):
    """Each time."""
    for _ in range(5):
        with pytest.raises(Mismatch):
            check_normal(SAMPLES[what](4000), "X")


def test_numbers_that_go_together():
    """Columns, rows, two calls: with each other, or in their sizes alone."""
    a = torch.randn(2000, 1)
    for sample in (torch.cat([a, a * 0.9 + 0.4 * torch.randn(2000, 1)], 1), torch.randn(2000, 1).cumsum(0)):
        with pytest.raises(Mismatch):
            check_independent(sample, "X")
    for other in (-a, a * torch.randint(0, 2, a.shape).mul(2).sub(1)):
        with pytest.raises(Mismatch):
            check_unrelated(a, other, "X")


@pytest.mark.parametrize(
    "again",
    [lambda a: a.roll(17), lambda a: -a.flip(0), lambda a: a[torch.randperm(len(a))], lambda a: 0.01 * a.roll(300)],
    ids=["begun_elsewhere", "backwards", "in_another_order", "smaller"],
)
def test_one_sample_that_comes_again(again):
    """Beside it, as another column, and the same numbers in blocks."""
    for n in (400, 2000, 4000):
        a = torch.randn(n)
        with pytest.raises(Mismatch):
            check_unrelated(a, again(a), "X")
        with pytest.raises(Mismatch):
            check_independent(torch.stack([again(a), a], 1), "X")
        with pytest.raises(Mismatch):
            check_independent(torch.cat([a[: n // 4]] * 4), "X")
