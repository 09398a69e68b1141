"""Says how a tensor is wrong: its type, then its shape, dtype, non-finite numbers, and values.

Pure torch, so that the same words reach a student at home: release copies this module beside the public checks.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, TypeAlias

import torch


import functools
import json
import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

_PLACE = re.compile(r"\{(\w+)\}")
_MAX_VALUE = 300  # characters of a value

Origin: TypeAlias = Literal["constant", "drawn", "student"]


@dataclass(frozen=True)
class Value:
    """A value as a text, and where it comes from: the author, the grader's draw, or the student's code.

    A hint tells what is constant. Of anything else it tells the value's own `hint`, where it has one.
    """

    text: str
    origin: Origin = "drawn"
    hint: str | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Message:
    """A template with its values, and with `phrases`, which are messages within this one. As a text it tells all.

    Where `template` has something that may not be told, `hint` takes its place.
    """

    template: str
    hint: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    phrases: Mapping[str, Message] = field(default_factory=dict)

    def __str__(self) -> str:
        texts = {name: str(part) for name, part in [*self.values.items(), *self.phrases.items()]}
        return filled(self.template, texts)

    def __contains__(self, text: str) -> bool:
        return text in str(self)


def message(template: str, /, *, hint: str | None = None, **values: object) -> Message:
    """Make a message of a template and the values for its names: `message("expected 2 values, got {got}", got=n)`.

    A value counts as drawn, which hidden tests keep to themselves, unless it is `told`, or a message itself. `hint` is
    a second template: what hidden tests say where the first one holds what is not told.
    """
    own_values: dict[str, Value] = {}
    phrases: dict[str, Message] = {}
    for name, value in values.items():
        if isinstance(value, Message):
            phrases[name] = value
        elif isinstance(value, Value):
            own_values[name] = value
        else:
            own_values[name] = Value(text_of(value))
    return Message(template, hint, own_values, phrases)


def as_message(text: str | Message) -> Message:
    """A message as it is; a plain text as a template without values."""
    return text if isinstance(text, Message) else Message(str(text))


def subject(what: str | Message) -> Message:
    """What a message is about; where that may not be told, it is about the result."""
    given = as_message(what)
    return given if given.hint is not None else replace(given, hint="the result")


def told(value: object) -> Value:
    """A value that is told in any case: what the docstring gives, or the expected shape."""
    return Value(text_of(value), "constant")


def either(full: object, hint: object = "") -> Value:
    """A value: `full` where all may be told, `hint` where inputs and values are to stay hidden."""
    return Value(text_of(full), "drawn", str(hint))


def text_of(value: object) -> str:
    """A value as a text: of numbers six digits, of long texts the beginning."""
    number = _number_in(value)
    text = f"{number:.6g}" if isinstance(number, float) else str(number)
    if len(text) <= _MAX_VALUE:
        return text
    return f"{text[:_MAX_VALUE]} …"


def _number_in(value: object) -> object:
    """The number in a tensor, or a NumPy array, of one element; anything else as it is."""
    # of the type, not of the value: an object in the student's process would be asked there
    if not callable(getattr(type(value), "item", None)):
        return value
    try:
        return value.item()  # type: ignore[attr-defined]
    except (ValueError, RuntimeError, TypeError):  # several elements
        return value


def filled(template: str, texts: Mapping[str, str]) -> str:
    """The template in the reader's language, with a text in each of its places."""
    # not str.format: a text that somebody took for a template may hold any braces
    return _PLACE.sub(lambda place: texts.get(place[1], place[0]), translate(template))


def translate(template: str) -> str:
    """The template in the reader's language. English is the language of the templates."""
    return TRANSLATION.get()(template)


@functools.cache
def _phrases_beside() -> dict[str, str]:
    """The translations that `release` has put beside a student's notebook."""
    try:
        phrases: dict[str, str] = json.loads(Path(__file__).with_name(PHRASES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return phrases


def _as_beside(template: str) -> str:
    return _phrases_beside().get(template, template)


PHRASES = "phrases.json"
TRANSLATION: ContextVar[Callable[[str], str]] = ContextVar("TRANSLATION", default=_as_beside)

# By the kind of device that the student's code computes on, and dtype: the difference allowed, relative to the element,
# and to the largest element expected. What is expected is computed on the CPU.
TOLERANCE = {
    # orders of summation differ by less
    ("cpu", torch.float64): (1e-6, 1e-8),
    ("cpu", torch.float32): (1e-4, 1e-5),
    ("cpu", torch.complex64): (1e-4, 1e-5),
    # the same arithmetic; its order is the card's own, and may change from run to run. On an NVIDIA H200 (torch 2.11,
    # CUDA 13.0), of 9,356 comparisons in right answers the worst was off by 6.4e-15 in float64, and 6.2e-6 in float32
    ("cuda", torch.float64): (1e-6, 1e-8),
    # other convolution algorithms (Winograd's, Fourier's) may round more: four times the CPU's.
    # Without TF32, whose three digits would hide mistakes
    ("cuda", torch.float32): (4e-4, 4e-5),
    ("cuda", torch.complex64): (4e-4, 4e-5),
}
LOW_PRECISION = (1e-2, 1e-2)  # two to three digits are all that float16 and bfloat16 have
DEVICE = ContextVar("DEVICE", default="cpu")
_MAX_NUMBERS = 1_000_000  # of a student's tensor that become a list
_COMPARED_AS = torch.complex128  # holds every number of every other dtype, so that no difference is rounded away
# well-known mistakes that any number may have, and what they make of the expected one
_FACTORS = {
    "the opposite sign": -1.0,
    "twice the expected value": 2.0,
    "half the expected value": 0.5,
    "zeros": 0.0,
}
_ABOUT = 0.01  # how near a factor has to be, to be looked at
_USUAL_DTYPES = (torch.float32, torch.float64, torch.int64)  # of mistakes; a rarer one could be a code


class Defined:
    """What a notebook defines, as attributes: `student` in a check that runs beside it."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> object:
        if name not in self._names:
            raise NameError(f"{name} is not defined yet: run the cell above first")
        return self._names[name]


@dataclass(frozen=True)
class Drawn:
    """What feedback may draw of a failure: two values as they are, or two curves of numbers."""

    yours: object
    expected: object
    curves: bool = False
    on: Callable[[float], float] | None = None


@contextlib.contextmanager
def plotted(
    yours: Sequence[float],
    expected: Sequence[float] | Callable[[], Sequence[float]],
    on: Callable[[float], float] | None = None,
) -> Iterator[None]:
    """Where a check inside fails, feedback may show both lists of numbers: as curves, or as points on the curve `on`.

    `expected` may be a function of no arguments, which is called only then.
    """
    try:
        yield
    except AssertionError as wrong:
        wrong.drawn = Drawn(yours, expected, curves=True, on=on)  # type: ignore[attr-defined]
        raise


Changeable: TypeAlias = "torch.Tensor | torch.nn.Module | Iterable[Changeable]"
_MAY_CHANGE: ContextVar[tuple[torch.Tensor, ...]] = ContextVar("_MAY_CHANGE", default=())


@contextlib.contextmanager
def changing(*values: Changeable) -> Iterator[None]:
    """Inside, a call may change these tensors, modules' parameters and buffers, or lists of them, in place.

    Whatever else a test hands over to the student's code has to stay as it was.
    """
    allowed = _MAY_CHANGE.get()
    token = _MAY_CHANGE.set((*allowed, *_tensors_in(values)))
    try:
        yield
    finally:
        _MAY_CHANGE.reset(token)


def may_change(tensor: torch.Tensor) -> bool:
    """Whether the test that is running lets a call change this tensor."""
    return any(tensor is allowed for allowed in _MAY_CHANGE.get())


def _tensors_in(value: Changeable) -> Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, torch.nn.Module):
        yield from value.parameters()
        yield from value.buffers()
    else:
        for part in value:
            yield from _tensors_in(part)


class Mismatch(AssertionError):
    """A result that is not what was expected: `Mismatch("expected {expected}, got {got}", expected=told(3), got=n)`.

    See `message`; the one argument of the exception is such a message.
    """

    drawn: Drawn | None = None

    def __init__(self, template: str | Message = "", /, *, hint: str | None = None, **values: object) -> None:
        if isinstance(template, str) and (values or hint is not None):
            super().__init__(message(template, hint=hint, **values))
        else:
            super().__init__(as_message(template))


class NotFinite(ArithmeticError):
    """The expected value is nan or infinite, and the test does not ask for that: a fault of the grader's."""


@dataclass(frozen=True)
class _Rules:
    """What counts as equal: against which size rounding is measured, and whether nan is nan."""

    scale: torch.Tensor | float | None = None
    not_finite: Literal["never", "equal"] = "never"


_USUAL = _Rules()


def same(
    yours: object,
    expected: object,
    what: str | Message = "the result",
    *,
    looks_like: Callable[[], Mapping[str, object]] | None = None,
    scale: torch.Tensor | float | None = None,
    not_finite: Literal["never", "equal"] = "never",
) -> None:
    """Raise Mismatch unless `yours` is `expected` in type, shape, dtype and, within rounding, value.

    A plain number may also come as a tensor of one element. `looks_like()` maps well-known mistakes, in words, to the
    values that they give, or to functions of no arguments that compute them: where `yours` is such a value, the message
    names the mistake. It is asked only where something is wrong.

    Rounding is measured against each element and, since sums cancel out, against the largest of all elements. Where
    elements have scales of their own, `scale` says how large the numbers are from which each was computed: a number,
    or a tensor that broadcasts to the shape of `expected` (see `sizes`); with 0 each element stands for itself.

    nan is equal to nothing, and neither is an infinite number: `yours` fails, and an `expected` that is not finite
    raises NotFinite. With `not_finite="equal"` nan is equal to nan, and each infinity to itself.
    """
    rules = _Rules(scale, not_finite)
    difference_found = _difference(yours, expected, rules)
    if difference_found is None:
        return
    mismatch = Mismatch(_problem(yours, expected, what, difference_found, looks_like, rules))
    mismatch.drawn = Drawn(yours, expected)
    raise mismatch


def _problem(
    yours: object,
    expected: object,
    what: str | Message,
    difference_found: Message,
    looks_like: Callable[[], Mapping[str, object]] | None,
    rules: _Rules,
) -> Message:
    """What is wrong with a result, and which mistake it looks like, if there is one that gives this value."""
    of_what = subject(what)
    if yours is None and "gradient" in str(of_what):
        return message("{what} is None: does detach(), torch.no_grad() or .data cut the graph?", what=of_what)
    problem = message("{what}: {difference}", what=of_what, difference=difference_found)
    mistakes = dict(looks_like()) if looks_like is not None else {}
    # the test's own names for mistakes come first: they say more
    for mistake, value in [*mistakes.items(), *_general_mistakes(yours, expected)]:
        if _equals(yours, value, rules):
            return message(
                "{problem}; looks like {mistake}", hint="{problem}", problem=problem, mistake=as_message(mistake)
            )
    return problem


def _general_mistakes(yours: object, expected: object) -> list[tuple[str, object]]:
    """What may happen to any number or tensor of numbers: the sign, a factor of two, nothing but zeros."""
    if isinstance(yours, torch.Tensor) and isinstance(expected, torch.Tensor):
        if yours.shape != expected.shape or not expected.is_floating_point() or not expected.numel():
            return []
        # the largest element tells which factor is worth a comparison of all
        largest = int(expected.detach().abs().argmax())
        your_number = yours.detach().flatten()[largest].item()
        expected_number = expected.detach().flatten()[largest].item()
    elif isinstance(yours, float) and isinstance(expected, float):
        your_number = yours
        expected_number = expected
    else:
        return []
    values: list[tuple[str, object]] = []
    for mistake, factor in _FACTORS.items():
        if abs(your_number - factor * expected_number) <= _ABOUT * abs(expected_number):
            values.append((mistake, expected * factor))
    return values


def sizes(expected: torch.Tensor, *dims: int) -> torch.Tensor:
    """For `scale`: the largest element along these dimensions, so that each feature, or row, has a scale of its own."""
    return expected.detach().abs().amax(dims, keepdim=True)


def sizes_of_steps(points: torch.Tensor) -> torch.Tensor:
    """For `scale`: of each point of a way, (steps + 1,) or (steps + 1, d), the larger of itself and the one before.

    A step may lead to a point that is far smaller than what it was computed from. Points that come to rest at zero are
    measured by a ten thousandth of the largest: what is below is the rounding of the steps before.
    """
    size = points.detach().abs()
    return torch.maximum(size, torch.cat([size[:1], size[:-1]])).clamp(min=1e-4 * float(size.max()))


def _equals(yours: object, value: object, rules: _Rules) -> bool:
    try:
        if callable(value):
            value = value()
        return _difference(yours, value, rules) is None
    except (ArithmeticError, RuntimeError):  # a mistake that leads nowhere here: it diverges, or shapes don't fit
        return False


def difference(yours: object, expected: object) -> Message | None:
    """How `yours` differs from `expected`, as a message; None where it does not. Raises NotFinite as `same` does."""
    return _difference(yours, expected, _USUAL)


def _difference(yours: object, expected: object, rules: _Rules) -> Message | None:
    if isinstance(expected, torch.Tensor):
        return _tensor_difference(yours, expected, rules)
    if isinstance(expected, int | float) and type(expected) in (int, float):  # True is an int to isinstance
        return _number_difference(yours, expected, rules)
    if isinstance(expected, list | tuple):
        return _sequence_difference(yours, expected, rules)
    if type(yours) is not type(expected) or yours != expected:
        return message(
            "expected {expected}, got {got}",
            hint="expected a different value, got {got}",
            expected=repr(expected),
            got=show(yours),
        )
    return None


def show(value: object) -> Message:
    """A short name for a value of any kind."""
    if isinstance(value, torch.Tensor):
        return message("a tensor of shape {shape}", hint="a tensor", shape=tuple(value.shape))
    if value is None:
        return Message("None (is a return missing?)")
    if isinstance(value, str):
        return message("{text}", text=Value(text_of(repr(value)), "student", "a string"))
    if isinstance(value, bool | int | float):
        return message("{number}", number=Value(text_of(repr(value)), "student", "a number"))
    if isinstance(value, list | tuple | dict):
        return message("a {kind} of {count}", hint="a {kind}", kind=told(type(value).__name__), count=len(value))
    return _show_object(value)


def _show_object(value: object) -> Message:
    if _is_numpy_array(value):
        return message("a NumPy array of shape {shape}", hint="a NumPy array", shape=getattr(value, "shape", ()))
    # an object in the student's process has a name there; here it is a proxy
    name = getattr(value, "remote_name", type(value).__name__)
    return message("an object of type {name}", hint="an object", name=Value(text_of(name), "student"))


def shape_of(yours: torch.Tensor, expected: Sequence[int]) -> Value:
    """The shape of `yours`; a hint tells it only where it is a well-known mistake for the expected one.

    Any other could be a code for what the student's code has seen.
    """
    shape = tuple(yours.shape)
    if shape in _well_known_shapes(tuple(expected)):
        return told(shape)
    return Value(text_of(shape), "student", "a different shape")


def _well_known_shapes(expected: tuple[int, ...]) -> set[tuple[int, ...]]:
    """The expected shape, and what summing, flattening, transposing or broadcasting by mistake makes of it."""
    count = math.prod(expected)
    without_ones = tuple(size for size in expected if size != 1)
    reversed_shape = expected[::-1]
    return {expected, (), (1,), (count,), (count, 1), (1, count), (count, count), without_ones, reversed_shape}


def _tensor_difference(yours: object, expected: torch.Tensor, rules: _Rules) -> Message | None:
    if not isinstance(yours, torch.Tensor):
        shape = tuple(expected.shape)
        return message("expected a tensor of shape {shape}, got {got}", shape=told(shape), got=show(yours))
    if yours.shape != expected.shape:
        got_shape = shape_of(yours, expected.shape)
        return message("expected shape {shape}, got {got}", shape=told(tuple(expected.shape)), got=got_shape)
    if yours.dtype != expected.dtype:
        return message("expected dtype {dtype}, got {got}", dtype=told(_name(expected.dtype)), got=_dtype_of(yours))
    your_values = yours.detach().cpu()
    expected_values = expected.detach().cpu()
    _check_finite(expected_values, rules)
    # most right answers are equal to the last bit, and all others are near
    if torch.equal(your_values, expected_values) or _are_near(your_values, expected_values, rules):
        return None
    not_finite = ~torch.isfinite(your_values) & torch.isfinite(expected_values)
    if not_finite.any():
        index = _first_index(not_finite)
        return message(
            "{count} of {total} values are not finite, first at {index}: {value}",
            hint="some values are not finite",
            count=int(not_finite.sum()),
            total=your_values.numel(),
            index=index,
            value=your_values[tuple(index)].item(),
        )
    return _value_difference(your_values, expected_values, rules)


def _dtype_of(yours: torch.Tensor) -> Value:
    name = _name(yours.dtype)
    if yours.dtype in _USUAL_DTYPES:
        return told(name)
    return Value(name, "student", "a different dtype")


def _check_finite(expected: torch.Tensor, rules: _Rules) -> None:
    if rules.not_finite == "never" and not _is_finite(expected):
        raise NotFinite("the expected value is nan or infinite")


def _is_finite(values: torch.Tensor) -> bool:
    """Whether no value is nan or infinite."""
    if not values.is_floating_point() and not values.is_complex():
        return True
    # a sum is quick to take; one that is not finite may have been too large for its type
    if not values.is_complex() and math.isfinite(values.sum().item()):
        return True
    return bool(torch.isfinite(values).all())


def _are_near(yours: torch.Tensor, expected: torch.Tensor, rules: _Rules) -> bool:
    """Whether all values are finite numbers that rounding explains: the quick way to say that nothing differs."""
    if not expected.is_floating_point() or rules.not_finite != "never":
        return False
    distance = (yours.to(_COMPARED_AS) - expected.to(_COMPARED_AS)).abs()
    return bool((distance <= _allowed_distance(expected, rules)).all())  # nan and infinity are within no distance


def _value_difference(yours: torch.Tensor, expected: torch.Tensor, rules: _Rules) -> Message | None:
    """How the values of two tensors of one shape and dtype differ, in words; None where they do not."""
    if not expected.numel():
        return None
    distance = (yours.to(_COMPARED_AS) - expected.to(_COMPARED_AS)).abs()
    is_off = _differs(yours, expected, distance, rules) & ~_are_equal_and_not_finite(yours, expected)
    if not is_off.any():
        return None
    distance = torch.where(is_off, distance.nan_to_num(nan=float("inf")), -1.0)
    index = _first_index(distance == distance.max())
    expected_digits = _digits(expected[tuple(index)])
    your_digits = _digits(yours[tuple(index)])
    if not index:
        return message(
            "expected {expected}, got {got}",
            hint="expected a different value",
            expected=expected_digits,
            got=your_digits,
        )
    return message(
        "values differ in {count} of {total}, worst at {index}: expected {expected}, got {got}",
        hint="values differ",
        count=int(is_off.sum()),
        total=yours.numel(),
        index=index,
        expected=expected_digits,
        got=your_digits,
    )


def _differs(yours: torch.Tensor, expected: torch.Tensor, distance: torch.Tensor, rules: _Rules) -> torch.Tensor:
    """Which elements are further off than rounding takes them."""
    if not expected.is_floating_point() and not expected.is_complex():
        return yours != expected
    return ~(distance <= _allowed_distance(expected, rules))  # not `>`: nan is within no distance


def _are_equal_and_not_finite(yours: torch.Tensor, expected: torch.Tensor) -> torch.Tensor:
    """Where both are nan, or the same infinite number."""
    return ~torch.isfinite(expected) & ((yours == expected) | (torch.isnan(yours) & torch.isnan(expected)))


def _allowed_distance(expected: torch.Tensor, rules: _Rules) -> torch.Tensor:
    """How far each element may be from the expected one, by its own size and by that of what it was computed from."""
    relative, of_scale = TOLERANCE.get((DEVICE.get(), expected.dtype), LOW_PRECISION)
    element_sizes = expected.abs().double()
    if rules.not_finite != "never":
        element_sizes = torch.where(torch.isfinite(element_sizes), element_sizes, 0.0)
    if rules.scale is None:
        # where all that is expected is zero, a rounding may still miss it
        absolute = of_scale * element_sizes.max() + of_scale / 100
    else:
        absolute = of_scale * torch.as_tensor(rules.scale, dtype=torch.float64).cpu().detach().abs()
    return relative * element_sizes + absolute


def _number_difference(yours: object, expected: float, rules: _Rules) -> Message | None:
    number = as_number(yours)
    if number is None:
        return message(
            "expected the number {expected}, got {got}",
            hint="expected a number, got {got}",
            expected=_digits(expected),
            got=show(yours),
        )
    your_value = torch.tensor(number, dtype=torch.float64)
    expected_value = torch.tensor(float(expected), dtype=torch.float64)
    _check_finite(expected_value, rules)
    difference_found = _value_difference(your_value, expected_value, rules)
    if difference_found is None or isinstance(yours, float | int):
        return difference_found
    # a tensor of one element may have been computed in float32, and is then as exact as that can be
    if _value_difference(torch.tensor(number).float(), expected_value.float(), rules) is None:
        return None
    return difference_found


def as_number(value: object) -> float | None:
    """The number that this is, also as a tensor of one element; None where it is no number."""
    if isinstance(value, torch.Tensor):
        is_number = value.numel() == 1 and not value.is_complex() and value.dtype != torch.bool
        return float(value.detach()) if is_number else None
    if isinstance(value, int | float) and type(value) in (int, float):
        return float(value)
    if _is_numpy_number(value):
        return float(value.item())  # type: ignore[attr-defined]
    return None


def _is_numpy_number(value: object) -> bool:
    """Whether this is one of numpy's numbers. They cross the boundary as Python's; beside a notebook they don't."""
    if type(value).__module__ != "numpy" or getattr(value, "size", None) != 1:
        return False
    dtype = getattr(value, "dtype", None)
    return getattr(dtype, "kind", "") in ("i", "u", "f")


def _is_numpy_array(value: object) -> bool:
    """Whether this is a NumPy array of real numbers, with at least one dimension."""
    if type(value).__module__ != "numpy" or not getattr(value, "ndim", 0):
        return False
    dtype = getattr(value, "dtype", None)
    return getattr(dtype, "kind", "") in ("i", "u", "f")


def _as_list(value: object) -> object:
    """A NumPy array as the list that it stands for, where a list is asked for; anything else as it is."""
    if not _is_numpy_array(value) or getattr(value, "size", 0) > _MAX_NUMBERS:
        return value
    return value.tolist()  # type: ignore[attr-defined]


def as_numbers(value: object, what: str | Message = "the result") -> list[float]:
    """A list of numbers: a list, a tuple, a NumPy array, or a tensor of one dimension. Raises Mismatch."""
    value = _as_list(value)
    if isinstance(value, torch.Tensor) and value.dim() == 1 and not value.is_complex():
        if value.numel() > _MAX_NUMBERS:
            raise _no_numbers(value, what)
        return [float(number) for number in value.tolist()]
    if not isinstance(value, list | tuple):
        raise _no_numbers(value, what)
    numbers: list[float] = []
    for element in value:
        number = as_number(element)
        if number is None:
            raise Mismatch(
                "{what}: expected a number at [{index}], got {got}",
                hint="expected only numbers in the list, got {got}",
                what=subject(what),
                index=len(numbers),
                got=show(element),
            )
        numbers.append(number)
    return numbers


def _no_numbers(value: object, what: str | Message) -> Mismatch:
    return Mismatch(
        "{what}: expected a list of numbers, got {got}",
        what=subject(what),
        got=show(value),
    )


def _sequence_difference(yours: object, expected: Sequence[object], rules: _Rules) -> Message | None:
    yours = _as_list(yours)
    if not isinstance(yours, list | tuple):
        return message(
            "expected a {kind} of {count} values, got {got}",
            hint="expected a {kind}, got {got}",
            kind=told(type(expected).__name__),
            count=len(expected),
            got=show(yours),
        )
    if len(yours) != len(expected):
        return message(
            "expected {count} values, got {got}",
            hint="expected a different number of values",
            count=len(expected),
            got=len(yours),
        )
    for index, (your_part, expected_part) in enumerate(zip(yours, expected, strict=True)):
        difference_found = _difference(your_part, expected_part, rules)
        if difference_found is None:
            continue
        # which value is wrong could be a code; of lists in lists only the innermost says that it is one of several
        if isinstance(expected_part, list | tuple):
            return message("at [{index}]: {difference}", hint="{difference}", index=index, difference=difference_found)
        return message(
            "at [{index}]: {difference}",
            hint="in one of the values: {difference}",
            index=index,
            difference=difference_found,
        )
    return None


def parts(value: object, count: int, what: str | Message = "the result") -> tuple[object, ...]:
    """A result of several parts, taken apart. Raises Mismatch where it has another number of them."""
    value = _as_list(value)
    if isinstance(value, list | tuple) and len(value) != count:
        raise Mismatch(
            "{what}: expected a tuple of {count}, got {got} values",
            hint="{what}: expected a tuple of {count}, got a different number of values",
            what=subject(what),
            count=told(count),
            got=len(value),
        )
    if not isinstance(value, list | tuple):
        raise Mismatch(
            "{what}: expected a tuple of {count}, got {got}",
            what=subject(what),
            count=told(count),
            got=show(value),
        )
    return tuple(value)


def _first_index(mask: torch.Tensor) -> list[int]:
    """The index of the first element that is true: as many numbers as the mask has dimensions."""
    first: list[int] = mask.nonzero()[0].tolist()
    return first


def _digits(number: torch.Tensor | complex) -> str:
    if isinstance(number, torch.Tensor):
        number = number.item()
    if isinstance(number, float):
        return f"{number:.6g}"
    return str(number)


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
