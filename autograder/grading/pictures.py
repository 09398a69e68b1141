"""What failed, as plain numbers that a page can draw; for tests that have nothing to hide, or may tell all."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterable, Sequence

import torch
from torch.nn.functional import adaptive_max_pool2d

from autograder.grading.compare import Drawn
from autograder.grading.verdict import Task, Verdict
from autograder.report import Curves, Heat, Number, Picture, Shapes

_MAX_CELLS = 24  # rows and columns of a heat map
_MAX_POINTS = 200  # of a curve
_SAMPLES = 80  # of a function
_DIGITS = 4


def pictures_of(tasks: Sequence[Task], verdicts: dict[str, Verdict], feedback: str) -> tuple[Picture, ...]:
    """A picture of each failure that may be shown and can be drawn."""
    pictures = []
    for task in tasks:
        drawn = verdicts[task.name].drawn
        may_be_shown = task.public or feedback == "full"
        if drawn is None or not may_be_shown:
            continue
        picture = _picture(task.name, drawn)
        if picture is not None:
            pictures.append(picture)
    return tuple(pictures)


def _picture(test: str, drawn: Drawn) -> Picture | None:
    with contextlib.suppress(Exception):  # whatever a student's numbers are: no picture, rather than no report
        expected = drawn.expected
        if callable(expected):
            expected = expected()
        if drawn.curves or isinstance(expected, list | tuple):
            return _curves(test, list(drawn.yours), list(expected), drawn.on)  # type: ignore[call-overload]
        if isinstance(drawn.yours, torch.Tensor) and isinstance(expected, torch.Tensor):
            return _tensors(test, drawn.yours.detach().cpu(), expected.detach().cpu())
    return None


def _tensors(test: str, yours: torch.Tensor, expected: torch.Tensor) -> Picture | None:
    if yours.shape != expected.shape:
        return Shapes(test, tuple(yours.shape), tuple(expected.shape))
    if yours.numel() < 2:
        return None
    distance = _distance(yours, expected)
    if not distance.any():  # another dtype, perhaps: nothing to see
        return None
    is_worst = distance == distance.max()
    worst = tuple(is_worst.nonzero()[0].tolist())
    # of more than two dimensions only the slice with the worst element can be drawn
    part = distance[worst[:-2]].reshape(-1, yours.shape[-1])  # (rows, columns)
    row_count, column_count = part.shape
    size = (min(row_count, _MAX_CELLS), min(column_count, _MAX_CELLS))
    block = (math.ceil(row_count / size[0]), math.ceil(column_count / size[1]))
    shown = adaptive_max_pool2d(part[None], size)[0]
    rows = tuple(_numbers(row) for row in shown.tolist())
    return Heat(test=test, shape=tuple(yours.shape), worst=worst, block=block, rows=rows)


def _distance(yours: torch.Tensor, expected: torch.Tensor) -> torch.Tensor:
    """|yours − expected| for each element: 0 where both are nan, and infinite where only one of them is a number."""
    distance = (yours.to(torch.complex128) - expected.to(torch.complex128)).abs()
    is_equal = (yours == expected) | (yours.isnan() & expected.isnan())
    return torch.where(is_equal, 0.0, distance).nan_to_num(nan=math.inf, posinf=math.inf)


def _curves(
    test: str, yours: list[float], expected: list[float], function: Callable[[float], float] | None
) -> Picture | None:
    longest = max(len(yours), len(expected))
    if longest < 3:
        return None
    step = math.ceil(longest / _MAX_POINTS)  # the same for both, which stand on one axis
    your_numbers = _numbers(yours[::step])
    expected_numbers = _numbers(expected[::step])
    curve: tuple[tuple[float, float], ...] = ()
    if function is not None:
        curve = _sampled(function, expected_numbers)
    return Curves(test, your_numbers, expected_numbers, curve, step)


def _sampled(function: Callable[[float], float], points: Iterable[Number]) -> tuple[tuple[float, float], ...]:
    """The function's values around the points of the right way."""
    finite_points = [point for point in points if point is not None]
    low = min(finite_points)
    high = max(finite_points)
    margin = (high - low) / 4 or 1.0
    width = high - low + 2 * margin
    samples = []
    for number in range(_SAMPLES):
        x = low - margin + width * number / (_SAMPLES - 1)
        y = _number(function(x))
        if y is not None:
            samples.append((round(x, _DIGITS), y))
    return tuple(samples)


def _numbers(values: Iterable[float]) -> tuple[Number, ...]:
    """The numbers as they are drawn. Raises TypeError or ValueError where one is no number."""
    return tuple(_number(value) for value in values)


def _number(value: float | torch.Tensor) -> Number:
    if isinstance(value, torch.Tensor):
        value = value.detach()  # torch warns of a number made of what has a gradient
    rounded = float(f"{float(value):.{_DIGITS}g}")
    return rounded if math.isfinite(rounded) else None
