"""Pictures of a report → coordinates that the templates draw as SVG, and the words for those who don't see them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from autograder.report import Curves, Heat, Number, Picture, Shapes

# of a plot, in SVG's units; left of the frame stand the numbers of the y axis
WIDTH = 340
HEIGHT = 160
LEFT = 62
MARGIN = 24
# of a heat map: the largest cell, and the width for all of them
_SIDE = 36
_ROOM = 320
_READABLE = 30  # a cell's width from which its number fits in
_DECADES = 2.0  # positive numbers that span more are drawn on a logarithmic axis
_LAYERS = 4  # drawn of the dimensions before the last two


Point = tuple[float, float]


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
    layers: tuple[Point, ...]
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
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Plot:
    """Two curves in one frame, over `curve` if they are ways along a function's graph; `ticks` are on the y axis."""

    lines: tuple[Line, ...]
    curve: tuple[Point, ...]
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
            return _heat_map(picture)
        case Shapes():
            boxes = (_box("yours", picture.yours), _box("expected", picture.expected))
            words = f"Two shapes: yours {_shape(picture.yours)}, expected {_shape(picture.expected)}."
            return Boxes(boxes, words)
        case Curves(curve=()):
            return _curves(picture)
        case Curves():
            return _ways(picture)


def number(value: Number) -> str:
    """A number in as few characters as tell it."""
    if value is None:
        return "not finite"
    return f"{value:.3g}"


def _shape(shape: Sequence[int]) -> str:
    numbers = ", ".join(map(str, shape))
    if len(shape) == 1:
        return f"({numbers},)"
    return f"({numbers})"


def _heat_map(heat: Heat) -> HeatMap:
    column_count = max(map(len, heat.rows))
    side = min(_SIDE, _ROOM / column_count)
    largest = _largest(heat)
    worst_place = _worst_place(heat)
    cells = []
    for y, row in enumerate(heat.rows):
        for x, value in enumerate(row):
            cell = _cell(x, y, value, largest, side, worst=(y, x) == worst_place)
            cells.append(cell)
    width = round(column_count * side, 1)
    height = round(len(heat.rows) * side, 1)
    return HeatMap(width, height, side, tuple(cells), _heat_words(heat, largest))


def _cell(x: int, y: int, value: Number, largest: float, side: float, *, worst: bool) -> Cell:
    """The square in column x and row y. What is not finite is as strong as can be."""
    strength = 1.0
    text = ""
    if value is not None:
        strength = round(value / largest, 2)
        if side >= _READABLE:
            text = number(value)
    return Cell(round(x * side, 1), round(y * side, 1), strength, text, worst)


def _largest(heat: Heat) -> float:
    """The largest of the finite differences. At least something above 0, since each cell is divided by it."""
    return max(_finite(itertools.chain.from_iterable(heat.rows)), default=0.0) or 1.0


def _finite(numbers: Iterable[Number]) -> list[float]:
    return [value for value in numbers if value is not None]


def _worst_place(heat: Heat) -> tuple[int, int]:
    """The row and the column that show the worst element: its indices, scaled from the slice to what is drawn of it."""
    row, column = (0, *heat.worst)[-2:]
    row_total, column_total = (1, *heat.shape)[-2:]
    return row * len(heat.rows) // row_total, column * len(heat.rows[0]) // column_total


def _heat_words(heat: Heat, largest: float) -> str:
    subject = f"a tensor of shape {_shape(heat.shape)}"
    if len(heat.shape) > 2:
        slice_ = ", ".join(map(str, heat.worst[:-2]))
        subject = f"the slice [{slice_}] of {subject}"
    if heat.block != (1, 1):
        subject += f", in blocks of up to {heat.block[0]} × {heat.block[1]}"
    size = f"{number(largest)} "
    if None in itertools.chain.from_iterable(heat.rows):
        size = "the first that is not finite, "
    place = ", ".join(map(str, heat.worst))
    return f"|yours − expected| for {subject}: the largest, {size}at [{place}], is marked."


def _box(who: str, shape: tuple[int, ...]) -> Box:
    row_count, column_count = (1, 1, *shape)[-2:]
    layer_count = min(math.prod(shape[:-2]), _LAYERS)
    layers = []
    # from the back to the front: what is drawn later covers what is there
    for depth in reversed(range(layer_count)):
        place = (5.0 * depth, 5.0 * (layer_count - 1 - depth))
        layers.append(place)
    return Box(who, _shape(shape), tuple(layers), _side(column_count), _side(row_count))


def _side(size: int) -> float:
    """The length of a rectangle's side: it grows with the logarithm, so that 3 and 512 fit beside each other."""
    return round(14 + 12 * math.log2(1 + min(size, 512)), 1)


def _curves(picture: Curves) -> Plot:
    """Two curves, number after number."""
    values = _finite((*picture.yours, *picture.expected))
    scale: Callable[[float], float] = float
    axis_words = ""
    if values and min(values) > 0 and math.log10(max(values) / min(values)) > _DECADES:
        scale = math.log10
        axis_words = "logarithmic axis"
    y_axis = _Axis(list(map(scale, values)), HEIGHT - MARGIN, MARGIN / 2)
    longest = max(len(picture.yours), len(picture.expected))
    x_axis = _Axis([0, longest - 1], LEFT, WIDTH - MARGIN / 2)

    def line(who: str, numbers: Sequence[Number]) -> Line:
        points = []
        for position, value in enumerate(numbers):
            if value is not None:
                point = (x_axis(position), y_axis(scale(value)))
                points.append(point)
        return Line(who, tuple(points))

    ticks = []
    for value in sorted(_ends_of(values)):
        tick = (y_axis(scale(value)), f"{value:.2g}")
        ticks.append(tick)
    steps = ""
    if picture.step > 1:
        steps = f", each {picture.step}th shown"
    words = f"Two curves{steps}. Yours: {_summary(picture.yours)}. Expected: {_summary(picture.expected)}."
    lines = (line("expected", picture.expected), line("yours", picture.yours))
    return Plot(lines, (), tuple(ticks), axis_words, words)


def _ends_of(values: Sequence[float]) -> set[float]:
    """The least and the largest; nothing of nothing."""
    if not values:
        return set()
    return {min(values), max(values)}


def _ways(picture: Curves) -> Plot:
    """Both ways on the graph of the function; a point outside the picture is put at its edge."""
    xs, ys = zip(*picture.curve, strict=True)
    x_axis = _Axis(xs, LEFT, WIDTH - MARGIN / 2)
    y_axis = _Axis(ys, HEIGHT - MARGIN, MARGIN / 2)

    def line(who: str, numbers: Sequence[Number]) -> Line:
        points = []
        for value in _finite(numbers):
            x = min(max(value, xs[0]), xs[-1])
            point = (x_axis(x), y_axis(_height_at(picture.curve, x)))
            points.append(point)
        return Line(who, tuple(points))

    lines = (line("expected", picture.expected), line("yours", picture.yours))
    ticks = tuple((y_axis(value), f"{value:.2g}") for value in (min(ys), max(ys)))
    words = f"Two ways on the graph of f. Yours: {_summary(picture.yours)}. Expected: {_summary(picture.expected)}."
    graph = tuple((x_axis(x), y_axis(y)) for x, y in picture.curve)
    return Plot(lines, graph, ticks, f"x from {number(xs[0])} to {number(xs[-1])}", words)


class _Axis:
    """Maps numbers between the least and the largest of `values` to a stretch of the picture."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low = min(values, default=0.0)
        # values that are all the same have no span to divide by
        self.span = (max(values, default=1.0) - self.low) or 1.0
        self.start = start
        self.length = end - start

    def __call__(self, value: float) -> float:
        return round(self.start + self.length * (value - self.low) / self.span, 1)


def _height_at(curve: Sequence[Point], x: float) -> float:
    """The function's value at x, on the straight line between two of its samples."""
    for (left, left_height), (right, right_height) in itertools.pairwise(curve):
        if left <= x <= right:
            if left == right:
                return left_height
            return left_height + (right_height - left_height) * ((x - left) / (right - left))
    return curve[-1][1]


def _summary(numbers: Sequence[Number]) -> str:
    if not numbers:
        return "none"
    return f"{len(numbers)} numbers, from {number(numbers[0])} to {number(numbers[-1])}"
