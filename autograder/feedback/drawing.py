"""Pictures of a report → coordinates that the templates draw as SVG, and the words for those who don't see them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from autograder.languages import say
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
            spoken_words = say(
                "Two shapes: yours {yours}, expected {expected}.",
                yours=_shape(picture.yours),
                expected=_shape(picture.expected),
            )
            return Boxes(boxes, spoken_words)
        case Curves(curve=()):
            return _curves(picture)
        case Curves():
            return _ways(picture)


def number(value: Number) -> str:
    """A number in as few characters as tell it."""
    if value is None:
        return say("not finite")
    return f"{value:.3g}"


def _shape(shape: Sequence[int]) -> str:
    numbers = ", ".join(map(str, shape))
    if len(shape) == 1:  # as Python writes it
        return f"({numbers},)"
    return f"({numbers})"


def _heat_map(heat: Heat) -> HeatMap:
    column_count = max(map(len, heat.rows))
    # a few columns have large cells, many share the room
    cell_side = min(_SIDE, _ROOM / column_count)
    largest_value = _largest(heat)
    worst_place = _worst_place(heat)
    cells = []
    for row_number, row_values in enumerate(heat.rows):
        for column_number, value in enumerate(row_values):
            is_worst = (row_number, column_number) == worst_place
            cell = _cell(column_number, row_number, value, largest_value, cell_side, worst=is_worst)
            cells.append(cell)
    map_width = round(column_count * cell_side, 1)
    map_height = round(len(heat.rows) * cell_side, 1)
    return HeatMap(map_width, map_height, cell_side, tuple(cells), _heat_words(heat, largest_value))


def _cell(x: int, y: int, value: Number, largest: float, side: float, *, worst: bool) -> Cell:
    """The square in column x and row y. What is not finite is as strong as can be."""
    strength = 1.0
    number_text = ""
    if value is not None:
        strength = round(value / largest, 2)
        if side >= _READABLE:
            number_text = number(value)
    return Cell(round(x * side, 1), round(y * side, 1), strength, number_text, worst)


def _largest(heat: Heat) -> float:
    """The largest of the finite differences. At least something above 0, since each cell is divided by it."""
    return max(_finite(itertools.chain.from_iterable(heat.rows)), default=0.0) or 1.0


def _finite(numbers: Iterable[Number]) -> list[float]:
    return [value for value in numbers if value is not None]


def _worst_place(heat: Heat) -> tuple[int, int]:
    """The row and the column that show the worst element: its indices, scaled from the slice to what is drawn of it."""
    worst_row, worst_column = (0, *heat.worst)[-2:]
    row_total, column_total = (1, *heat.shape)[-2:]
    return worst_row * len(heat.rows) // row_total, worst_column * len(heat.rows[0]) // column_total


def _heat_words(heat: Heat, largest: float) -> str:
    subject = say("a tensor of shape {shape}", shape=_shape(heat.shape))
    if len(heat.shape) > 2:
        slice_indices = ", ".join(map(str, heat.worst[:-2]))
        subject = say("the slice [{indices}] of {tensor}", indices=slice_indices, tensor=subject)
    if heat.block != (1, 1):
        rows, columns = heat.block
        subject = say("{tensor}, in blocks of up to {rows} × {columns}", tensor=subject, rows=rows, columns=columns)
    worst_place = ", ".join(map(str, heat.worst))
    if None in itertools.chain.from_iterable(heat.rows):
        # nan and inf have no largest: the grader has marked the first of them
        return say(
            "|yours − expected| for {tensor}: the largest, the first that is not finite, at [{place}], is marked.",
            tensor=subject,
            place=worst_place,
        )
    return say(
        "|yours − expected| for {tensor}: the largest, {size} at [{place}], is marked.",
        tensor=subject,
        size=number(largest),
        place=worst_place,
    )


def _box(who: str, shape: tuple[int, ...]) -> Box:
    row_count, column_count = (1, 1, *shape)[-2:]
    layer_count = min(math.prod(shape[:-2]), _LAYERS)
    layer_places = []
    # from the back to the front: what is drawn later covers what is there
    for layer_depth in reversed(range(layer_count)):
        layer_place = (5.0 * layer_depth, 5.0 * (layer_count - 1 - layer_depth))
        layer_places.append(layer_place)
    return Box(who, _shape(shape), tuple(layer_places), _side(column_count), _side(row_count))


def _side(size: int) -> float:
    """The length of a rectangle's side: it grows with the logarithm, so that 3 and 512 fit beside each other."""
    return round(14 + 12 * math.log2(1 + min(size, 512)), 1)


def _curves(picture: Curves) -> Plot:
    """Two curves, number after number."""
    finite_values = _finite((*picture.yours, *picture.expected))
    scale: Callable[[float], float] = float
    axis_words = ""
    if finite_values and min(finite_values) > 0 and math.log10(max(finite_values) / min(finite_values)) > _DECADES:
        scale = math.log10
        axis_words = say("logarithmic axis")
    y_axis = _Axis(list(map(scale, finite_values)), HEIGHT - MARGIN, MARGIN / 2)
    # the longer list fills the width, so that a list that ends too early is seen to
    number_count = max(len(picture.yours), len(picture.expected))
    x_axis = _Axis([0, number_count - 1], LEFT, WIDTH - MARGIN / 2)

    def line(who: str, numbers: Sequence[Number]) -> Line:
        points = []
        for position, value in enumerate(numbers):
            # what is not finite leaves a gap, and its place is not taken by the next
            if value is not None:
                point = (x_axis(position), y_axis(scale(value)))
                points.append(point)
        return Line(who, tuple(points))

    axis_ticks = []
    for end_value in sorted(_ends_of(finite_values)):
        tick = (y_axis(scale(end_value)), f"{end_value:.2g}")
        axis_ticks.append(tick)
    curve_words = say("Two curves.")
    if picture.step > 1:
        curve_words = say("Two curves, each {step}th shown.", step=picture.step)
    spoken_words = _with_summaries(curve_words, picture)
    both_lines = (line("expected", picture.expected), line("yours", picture.yours))
    return Plot(both_lines, (), tuple(axis_ticks), axis_words, spoken_words)


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

    both_lines = (line("expected", picture.expected), line("yours", picture.yours))
    axis_ticks = tuple((y_axis(value), f"{value:.2g}") for value in (min(ys), max(ys)))
    spoken_words = _with_summaries(say("Two ways on the graph of f."), picture)
    span_words = say("x from {first} to {last}", first=number(xs[0]), last=number(xs[-1]))
    graph_points = tuple((x_axis(x), y_axis(y)) for x, y in picture.curve)
    return Plot(both_lines, graph_points, axis_ticks, span_words, spoken_words)


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
    for (left_x, left_height), (right_x, right_height) in itertools.pairwise(curve):
        if left_x <= x <= right_x:
            if left_x == right_x:
                return left_height
            return left_height + (right_height - left_height) * ((x - left_x) / (right_x - left_x))
    return curve[-1][1]


def _with_summaries(what_is_drawn: str, picture: Curves) -> str:
    return say(
        "{drawn} Yours: {yours}. Expected: {expected}.",
        drawn=what_is_drawn,
        yours=_summary(picture.yours),
        expected=_summary(picture.expected),
    )


def _summary(numbers: Sequence[Number]) -> str:
    if not numbers:
        return say("none")
    first, last = number(numbers[0]), number(numbers[-1])
    return say("{count} numbers, from {first} to {last}", count=len(numbers), first=first, last=last)
