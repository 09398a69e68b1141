"""What failed, as plain numbers that a page can draw; for tests that have nothing to hide, or may tell all."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from typing import Any

import torch
from torch.nn.functional import adaptive_max_pool2d

from autograder.grading.compare import Drawn
from autograder.grading.verdict import Task, Verdict
from autograder.report import Curves, Heat, Number, Picture, Shapes

_MOST_CELLS = 24  # rows and columns of a heat map
_MOST_POINTS = 200  # of a curve
_SAMPLES = 80  # of a function
_DIGITS = 4


def pictures_of(tasks: list[Task], verdicts: dict[str, Verdict], feedback: str) -> tuple[Picture, ...]:
    """A picture of each failure that may be shown and can be drawn."""
    found = []
    for task in tasks:
        wanted = verdicts[task.name].drawn if task.public or feedback == "full" else None
        picture = None if wanted is None else _picture(task.name, wanted)
        if picture is not None:
            found.append(picture)
    return tuple(found)


def _picture(test: str, wanted: Drawn) -> Picture | None:
    with contextlib.suppress(Exception):  # whatever a student's numbers are: no picture, rather than no report
        expected = wanted.expected() if callable(wanted.expected) else wanted.expected
        if wanted.curves or isinstance(expected, (list, tuple)):
            return _curves(test, wanted, expected)
        if isinstance(wanted.yours, torch.Tensor) and isinstance(expected, torch.Tensor):
            return _tensors(test, wanted.yours.detach().cpu(), expected.detach().cpu())
    return None


def _tensors(test: str, yours: torch.Tensor, expected: torch.Tensor) -> Picture | None:
    if yours.shape != expected.shape:
        return Shapes(test, tuple(yours.shape), tuple(expected.shape))
    if yours.numel() < 2:
        return None
    off = (yours.to(torch.complex128) - expected.to(torch.complex128)).abs()
    off = torch.where((yours == expected) | (yours.isnan() & expected.isnan()), 0.0, off).nan_to_num(
        nan=math.inf, posinf=math.inf
    )
    if not off.any():  # another dtype, perhaps: nothing to see
        return None
    worst = tuple(int(i) for i in (off == off.max()).nonzero()[0])
    part = off[worst[:-2]].reshape(-1, yours.shape[-1])
    size = [min(n, _MOST_CELLS) for n in part.shape]
    shown = adaptive_max_pool2d(part[None], size)[0]
    block = (-(-part.shape[0] // size[0]), -(-part.shape[1] // size[1]))
    rows = tuple(_numbers(row) for row in shown.tolist())
    return Heat(test=test, shape=tuple(yours.shape), worst=worst, block=block, rows=rows)


def _curves(test: str, wanted: Drawn, expected: Sequence[Any]) -> Picture | None:
    longest = max(len(wanted.yours), len(expected))
    if longest < 3:
        return None
    step = -(-longest // _MOST_POINTS)  # the same for both, which stand on one axis
    yours, right = _numbers(wanted.yours, step), _numbers(expected, step)
    return Curves(test, yours, right, () if wanted.on is None else _sampled(wanted.on, right), step)


def _sampled(function: Any, points: Sequence[Number]) -> tuple[tuple[float, float], ...]:
    """The function's values around the points of the right way."""
    finite = [p for p in points if p is not None]
    low, high = min(finite), max(finite)
    margin = (high - low) / 4 or 1.0
    xs = [low - margin + (high - low + 2 * margin) * i / (_SAMPLES - 1) for i in range(_SAMPLES)]
    values = [(round(x, _DIGITS), _number(function(x))) for x in xs]
    return tuple((x, y) for x, y in values if y is not None)


def _numbers(values: Sequence[Any], step: int = 1) -> tuple[Number, ...]:
    """Each so many-th of the numbers. Raises where one is no number."""
    return tuple(_number(value) for value in list(values)[::step])


def _number(value: Any) -> Number:
    rounded = float(f"{float(value):.{_DIGITS}g}")
    return rounded if math.isfinite(rounded) else None
