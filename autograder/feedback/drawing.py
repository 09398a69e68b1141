"""Pictures of a report → coordinates that the templates draw as SVG, and the words for those who don't see them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.report import Curves, Heat, Number, Picture, Shapes

WIDTH, HEIGHT, LEFT, MARGIN = 340, 160, 62, 24  # of a plot, in SVG's units
_SIDE, _ROOM = 36, 320  # of a heat map: the largest cell, and the width for all of them
_READABLE = 30  # a cell's width from which its number fits in
_DECADES = 2.0  # positive numbers that span more are drawn on a logarithmic axis
_LAYERS = 4  # drawn of the dimensions before the last two


@dataclass(frozen=True)
class Cell:
    """One square of a heat map: how strong it is, from 0 to 1, and its number, where it fits."""

    x: float
    y: float
    strength: float
    text: str
    worst: bool


@dataclass(frozen=True)
class HeatMap:
    """A heat map, ready to be drawn."""

    width: float
    height: float
    side: float
    cells: tuple[Cell, ...]
    words: str
    kind: str = "heat"


@dataclass(frozen=True)
class Box:
    """A shape as a stack of rectangles, the last two dimensions its sides; `layers` are their places."""

    who: str
    text: str
    layers: tuple[tuple[float, float], ...]
    width: float
    height: float


@dataclass(frozen=True)
class Boxes:
    """Two shapes next to each other."""

    boxes: tuple[Box, Box]
    words: str
    kind: str = "shapes"


@dataclass(frozen=True)
class Line:
    """One of the curves: the points to join, and those of them to mark."""

    who: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Plot:
    """Two curves in one frame, over `curve` if they are ways along a function's graph; `ticks` are on the y axis."""

    lines: tuple[Line, ...]
    curve: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, str], ...]
    across: str
    words: str
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    kind: str = "plot"


def draw(picture: Picture) -> HeatMap | Boxes | Plot:
    """What to draw for a picture."""
    match picture:
        case Heat():
            return _heat(picture)
        case Shapes():
            boxes = _box("yours", picture.yours), _box("expected", picture.expected)
            return Boxes(boxes, f"Two shapes: yours {_shape(picture.yours)}, expected {_shape(picture.expected)}.")
        case Curves():
            return _way(picture) if picture.curve else _curves(picture)


def number(value: Number) -> str:
    """A number in as few characters as tell it."""
    return "not finite" if value is None else f"{value:.3g}"


def _shape(shape: Sequence[int]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _heat(heat: Heat) -> HeatMap:
    columns = max(len(row) for row in heat.rows)
    side = min(_SIDE, _ROOM / columns)
    finite = [v for row in heat.rows for v in row if v is not None]
    largest = max(finite, default=0.0) or 1.0
    at = (heat.worst[-2] if len(heat.worst) > 1 else 0), heat.worst[-1]
    there = tuple(place * n // total for place, n, total in zip(at, _size(heat), _last_two(heat), strict=True))
    cells = tuple(
        Cell(
            round(x * side, 1),
            round(y * side, 1),
            1.0 if value is None else round(value / largest, 2),
            number(value) if side >= _READABLE and value is not None else "",
            (y, x) == there,
        )
        for y, row in enumerate(heat.rows)
        for x, value in enumerate(row)
    )
    return HeatMap(round(columns * side, 1), round(len(heat.rows) * side, 1), side, cells, _heat_words(heat, largest))


def _size(heat: Heat) -> tuple[int, int]:
    return len(heat.rows), len(heat.rows[0])


def _last_two(heat: Heat) -> tuple[int, int]:
    return (heat.shape[-2] if len(heat.shape) > 1 else 1), heat.shape[-1]


def _heat_words(heat: Heat, largest: float) -> str:
    what = f"a tensor of shape {_shape(heat.shape)}"
    if len(heat.shape) > 2:
        what = f"the slice [{', '.join(map(str, heat.worst[:-2]))}] of {what}"
    blocks = f", in blocks of up to {heat.block[0]} × {heat.block[1]}" if heat.block != (1, 1) else ""
    finite = all(v is not None for row in heat.rows for v in row)
    most = f"{number(largest)} " if finite else "the first that is not finite, "
    at = f"[{', '.join(map(str, heat.worst))}]"
    return f"|yours − expected| for {what}{blocks}: the largest, {most}at {at}, is marked."


def _box(who: str, shape: tuple[int, ...]) -> Box:
    rows, columns = (1, 1, *shape)[-2:]
    width, height = (14 + 12 * math.log2(1 + min(n, 512)) for n in (columns, rows))
    count = min(math.prod(shape[:-2]), _LAYERS)
    layers = tuple((5.0 * i, 5.0 * (count - 1 - i)) for i in reversed(range(count)))
    return Box(who, _shape(shape), layers, round(width, 1), round(height, 1))


def _curves(picture: Curves) -> Plot:
    values = [v for v in (*picture.yours, *picture.expected) if v is not None]
    positive = bool(values) and min(values) > 0 and math.log10(max(values) / min(values)) > _DECADES
    scale = math.log10 if positive else float
    y = _axis([scale(v) for v in values], HEIGHT - MARGIN, MARGIN / 2)
    most = max(len(picture.yours), len(picture.expected))
    x = _axis([0, most - 1], LEFT, WIDTH - MARGIN / 2)
    lines = tuple(
        Line(who, tuple((x(i), y(scale(v))) for i, v in enumerate(numbers) if v is not None))
        for who, numbers in (("expected", picture.expected), ("yours", picture.yours))
    )
    ticks = tuple((y(scale(v)), f"{v:.2g}") for v in sorted({min(values), max(values)})) if values else ()
    each = f", each {picture.step}th shown" if picture.step > 1 else ""
    words = f"Two curves{each}. Yours: {_ends(picture.yours)}. Expected: {_ends(picture.expected)}."
    return Plot(lines, (), ticks, "logarithmic axis" if positive else "", words)


def _way(picture: Curves) -> Plot:
    """Both ways on the graph of the function; a point outside the picture is put at its edge."""
    xs, ys = zip(*picture.curve, strict=True)
    x, y = _axis(xs, LEFT, WIDTH - MARGIN / 2), _axis(ys, HEIGHT - MARGIN, MARGIN / 2)
    lines = tuple(
        Line(who, tuple((x(p), y(_at(picture.curve, p))) for v in numbers if v is not None for p in [_within(v, xs)]))
        for who, numbers in (("expected", picture.expected), ("yours", picture.yours))
    )
    ticks = tuple((y(v), f"{v:.2g}") for v in (min(ys), max(ys)))
    words = f"Two ways on the graph of f. Yours: {_ends(picture.yours)}. Expected: {_ends(picture.expected)}."
    graph = tuple((x(a), y(b)) for a, b in picture.curve)
    return Plot(lines, graph, ticks, f"x from {number(xs[0])} to {number(xs[-1])}", words)


class _axis:
    """Maps numbers between the least and the largest to a stretch of the picture."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low = min(values, default=0.0)
        self.span = (max(values, default=1.0) - self.low) or 1.0
        self.start, self.length = start, end - start

    def __call__(self, value: float) -> float:
        return round(self.start + self.length * (value - self.low) / self.span, 1)


def _within(value: float, xs: Sequence[float]) -> float:
    return min(max(value, xs[0]), xs[-1])


def _at(curve: Sequence[tuple[float, float]], x: float) -> float:
    """The function's value at x, between two of its samples."""
    for (a, fa), (b, fb) in itertools.pairwise(curve):
        if a <= x <= b:
            return fa + (fb - fa) * ((x - a) / (b - a) if b > a else 0.0)
    return curve[-1][1]


def _ends(numbers: Sequence[Number]) -> str:
    if not numbers:
        return "none"
    return f"{len(numbers)} numbers, from {number(numbers[0])} to {number(numbers[-1])}"
