"""Says how a tensor is wrong: its type, then its shape, dtype, non-finite numbers, and values.

Pure torch, so that the same words reach a student at home: release copies this module beside the public checks.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

import torch

# By the kind of device that the student's code computes on, and dtype: the difference allowed, relative to the element,
# and to the largest element expected. What is expected is computed on the CPU.
TOLERANCE = {
    # orders of summation differ by less
    ("cpu", torch.float64): (1e-6, 1e-8),
    ("cpu", torch.float32): (1e-4, 1e-5),
    ("cpu", torch.complex64): (1e-4, 1e-5),
    # the same arithmetic; its order is the card's own, and may change from run to run
    ("cuda", torch.float64): (1e-6, 1e-8),
    # other convolution algorithms (Winograd's, Fourier's) round more: ten times the CPU's, untried on a card.
    # Without TF32, whose three digits would hide mistakes
    ("cuda", torch.float32): (1e-3, 1e-4),
    ("cuda", torch.complex64): (1e-3, 1e-4),
}
LOW_PRECISION = (1e-2, 1e-2)  # two to three digits are all that float16 and bfloat16 have
DEVICE = ContextVar("DEVICE", default="cpu")
_MOST_NUMBERS = 1_000_000
_USUAL_DTYPES = (torch.float32, torch.float64, torch.int64)  # of mistakes; a rarer one could be a code

_FULL, _HINT, _END = "\ue000", "\ue001", "\ue002"  # of Unicode's private use: no text of anybody's has them
_EITHER = re.compile(f"{_FULL}(.*?){_HINT}(.*?){_END}", re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.×])[-−]?(?:\d(?:[\d.,]*\d)?(?:e[-+]?\d+)?|inf|nan)(?!\.?[\w×])")
_SHAPE = re.compile(r"(?<![\w.])\((?:…(?:, ?…)*,?)?\)")  # once its numbers are gone
_SEVERAL = re.compile(r"…(?:, ?…)+")


def either(full: object, hint: object = "") -> str:
    """Text for a message: `full` where all may be told, `hint` where inputs and values are to stay hidden."""
    return f"{_FULL}{full}{_HINT}{hint}{_END}"


def told(text: object) -> str:
    """Text for a message that is told in any case: what the docstring gives, or the expected shape."""
    return either(text, text)


def full(text: str) -> str:
    """All that a message tells."""
    return _EITHER.sub(r"\1", text)


def hint(text: str) -> str:
    """What a message tells where values are to stay hidden: outside of `either`, numbers and shapes become '…'."""
    pieces = _EITHER.split(text)  # in turn: outside, and of each `either` what is full and what is a hint
    for outside in range(0, len(pieces), 3):
        pieces[outside] = _redacted(pieces[outside])
    del pieces[1::3]
    return "".join(pieces)


def _redacted(text: str) -> str:
    """The text without its numbers; how many there were side by side could be a code, too."""
    for pattern in (_NUMBER, _SHAPE, _SEVERAL):
        text = pattern.sub("…", text)
    return text


class Defined:
    """What a notebook defines, as attributes: `student` in a check that runs beside it."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        if name not in self._names:
            raise NameError(f"{name} is not defined yet: run the cell above first")
        return self._names[name]


@dataclass(frozen=True)
class Drawn:
    """What feedback may draw of a failure: two values as they are, or two curves of numbers."""

    yours: Any
    expected: Any
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


_MAY_CHANGE: ContextVar[tuple[torch.Tensor, ...]] = ContextVar("_MAY_CHANGE", default=())


@contextlib.contextmanager
def changing(*values: Any) -> Iterator[None]:
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


def _tensors_in(value: Any) -> Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, torch.nn.Module):
        yield from value.parameters()
        yield from value.buffers()
    else:
        for part in value:
            yield from _tensors_in(part)


class Mismatch(AssertionError):
    """A result that is not what was expected; the text, with its `either`s, is for the student."""

    drawn: Drawn | None = None

    def __str__(self) -> str:
        return full(super().__str__())


class NotFinite(ArithmeticError):
    """The expected value is nan or infinite, and the test does not ask for that: a fault of the grader's."""


@dataclass(frozen=True)
class _Rules:
    """What counts as equal: against which size rounding is measured, and whether nan is nan."""

    scale: torch.Tensor | float | None = None
    not_finite: Literal["never", "equal"] = "never"


_USUAL = _Rules()


def same(
    yours: Any,
    expected: Any,
    what: str = "the result",
    *,
    looks_like: Callable[[], Mapping[str, Any]] | None = None,
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
    wrong = _difference(yours, expected, rules)
    if wrong is None:
        return
    if yours is None and "gradient" in what:
        raise Mismatch(f"{what}: there is none: is a detach, a no_grad or .data in the way?")
    mistakes = looks_like() if looks_like else {}
    named = next((f"; looks like {mistake}" for mistake, value in mistakes.items() if _equals(yours, value, rules)), "")
    fault = Mismatch(f"{what}: {wrong}{either(named, named)}")
    fault.drawn = Drawn(yours, expected)
    raise fault


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


def _equals(yours: Any, value: Any, rules: _Rules) -> bool:
    try:
        return _difference(yours, value() if callable(value) else value, rules) is None
    except (ArithmeticError, RuntimeError):  # a mistake that leads nowhere here: it diverges, or shapes don't fit
        return False


def difference(yours: Any, expected: Any) -> str | None:
    """How `yours` differs from `expected`, in words; None where it does not. Raises NotFinite as `same` does."""
    return _difference(yours, expected, _USUAL)


def _difference(yours: Any, expected: Any, rules: _Rules) -> str | None:
    if isinstance(expected, torch.Tensor):
        return _tensor_difference(yours, expected, rules)
    if type(expected) in (int, float):
        return _number_difference(yours, expected, rules)
    if isinstance(expected, (list, tuple)):
        return _sequence_difference(yours, expected, rules)
    if type(yours) is not type(expected) or yours != expected:
        return f"{either(repr(expected), 'another value')} expected{_yours(yours)}"
    return None


def show(value: Any) -> str:
    """A short name for a value of any kind."""
    if isinstance(value, torch.Tensor):
        return f"a tensor{either(f' of shape {tuple(value.shape)}')}"
    if value is None:
        return "None (is a return missing?)"
    if isinstance(value, (bool, int, float, str)):
        return either(repr(value)[:80], "a text" if isinstance(value, str) else "a number")
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__}{either(f' of {len(value)}')}"
    name = getattr(value, "remote_name", type(value).__name__)
    return f"an object{either(f' of type {name}')}"


def _yours(value: Any) -> str:
    return f", yours is {show(value)}"


def shape_of(yours: torch.Tensor, expected: Sequence[int]) -> str:
    """The shape of `yours` as a text; a hint tells it only where it is a well-known mistake for the expected one.

    Any other could be a code for what the student's code has seen.
    """
    shape, wanted = tuple(yours.shape), tuple(expected)
    number = math.prod(wanted)
    without_ones = tuple(size for size in wanted if size != 1)
    broadcast = (number, number)
    known = {wanted, (), (1,), (number,), (number, 1), (1, number), without_ones, wanted[::-1], broadcast}
    return either(shape, shape if shape in known else "another")


def _tensor_difference(yours: Any, expected: torch.Tensor, rules: _Rules) -> str | None:
    shape = told(tuple(expected.shape))
    if not isinstance(yours, torch.Tensor):
        return f"a tensor of shape {shape} expected{_yours(yours)}"
    if yours.shape != expected.shape:
        return f"shape {shape} expected, yours is {shape_of(yours, expected.shape)}"
    if yours.dtype != expected.dtype:
        yours_is = either(_name(yours.dtype), _name(yours.dtype) if yours.dtype in _USUAL_DTYPES else "another")
        return f"dtype {told(_name(expected.dtype))} expected, yours is {yours_is}"
    y, e = yours.detach().cpu(), expected.detach().cpu()
    _check_finite(e, rules)
    if torch.equal(y, e):  # as most right answers are, to the last bit
        return None
    odd = ~torch.isfinite(y) & torch.isfinite(e)
    if odd.any():
        where = _index(odd)
        first = y[tuple(where)].item()
        count = either(f"{int(odd.sum())} of {y.numel()} values", "some values")
        return f"{count} are not finite{either(f', first at {where}: yours is {first}')}"
    return _value_difference(y, e, rules)


def _check_finite(e: torch.Tensor, rules: _Rules) -> None:
    if rules.not_finite == "never" and not torch.isfinite(e).all():
        raise NotFinite("the expected value is nan or infinite")


def _value_difference(y: torch.Tensor, e: torch.Tensor, rules: _Rules) -> str | None:
    if not e.numel():
        return None
    distance = (y.to(torch.complex128) - e.to(torch.complex128)).abs()
    off = ~(distance <= _allowed(e, rules)) if _inexact(e) else y != e  # nan is within no distance
    off &= ~_alike(y, e)
    if not off.any():
        return None
    distance = torch.where(off, distance.nan_to_num(nan=float("inf")), -1.0)
    where = _index(distance == distance.max())
    one = f"expected {_digits(e[tuple(where)])}, yours {_digits(y[tuple(where)])}"
    if not where:
        return either(one, "another value expected")
    return f"values differ{either(f' in {int(off.sum())} of {y.numel()}, worst at {where}: {one}')}"


def _alike(y: torch.Tensor, e: torch.Tensor) -> torch.Tensor:
    """Where both are nan, or the same infinite number; nothing else arrives here that is not finite."""
    return ~torch.isfinite(e) & ((y == e) | (torch.isnan(y) & torch.isnan(e)))


def _allowed(e: torch.Tensor, rules: _Rules) -> torch.Tensor:
    """How far each element may be from the expected one."""
    relative, of_scale = TOLERANCE.get((DEVICE.get(), e.dtype), LOW_PRECISION)
    sizes_of_all = torch.where(torch.isfinite(e), e.abs(), 0.0).double()
    if rules.scale is None:
        absolute = of_scale * sizes_of_all.max() + of_scale / 100
    else:
        absolute = of_scale * torch.as_tensor(rules.scale, dtype=torch.float64).cpu().detach().abs()
    return relative * sizes_of_all + absolute


def _inexact(tensor: torch.Tensor) -> bool:
    return tensor.is_floating_point() or tensor.is_complex()


def _number_difference(yours: Any, expected: float, rules: _Rules) -> str | None:
    number = as_number(yours)
    if number is None:
        return f"{either(f'the number {_digits(expected)}', 'a number')} expected{_yours(yours)}"
    exact = torch.tensor(float(expected), dtype=torch.float64)
    _check_finite(exact, rules)
    wrong = _value_difference(torch.tensor(number, dtype=torch.float64), exact, rules)
    if wrong is None or isinstance(yours, float | int):
        return wrong
    return None if _value_difference(torch.tensor(number).float(), exact.float(), rules) is None else wrong


def as_number(value: Any) -> float | None:
    """The number that this is, also as a tensor of one element; None where it is no number."""
    if isinstance(value, torch.Tensor) and value.numel() == 1 and not value.is_complex() and value.dtype != torch.bool:
        return float(value.detach())
    if type(value) in (int, float):
        return float(value)
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0 and value.dtype.kind in "iuf":
        return float(value)  # as grading takes it
    return None


def as_numbers(value: Any, what: str = "the result") -> list[float]:
    """A list of numbers, whether it comes as a list, a tuple, or a tensor of one dimension. Raises Mismatch."""
    if isinstance(value, torch.Tensor) and value.dim() == 1 and not value.is_complex():
        if value.numel() > _MOST_NUMBERS:
            raise Mismatch(f"{what}: a list of numbers expected{_yours(value)}")
        return [float(v) for v in value.tolist()]
    if not isinstance(value, (list, tuple)):
        raise Mismatch(f"{what}: a list of numbers expected, yours is {show(value)}")
    numbers = [as_number(v) for v in value]
    for i, number in enumerate(numbers):
        if number is None:
            raise Mismatch(f"{what}: a number expected at [{i}], yours is {show(value[i])}")
    return [n for n in numbers if n is not None]


def _sequence_difference(yours: Any, expected: Any, rules: _Rules) -> str | None:
    kind = type(expected).__name__
    if not isinstance(yours, (list, tuple)):
        return f"a {kind} of {len(expected)} expected, yours is {show(yours)}"
    if len(yours) != len(expected):
        return either(f"{len(expected)} values expected, yours are {len(yours)}", "another number of values expected")
    for i, (y, e) in enumerate(zip(yours, expected, strict=True)):
        wrong = _difference(y, e, rules)
        if wrong is not None:
            return f"at [{i}]: {wrong}"
    return None


def parts(value: Any, count: int, what: str = "the result") -> tuple[Any, ...]:
    """A result of several parts, taken apart. Raises Mismatch where it has another number of them."""
    if not isinstance(value, (list, tuple)) or len(value) != count:
        raise Mismatch(f"{what}: a tuple of {told(count)} expected{_yours(value)}")
    return tuple(value)


def _index(mask: torch.Tensor) -> list[int]:
    return [int(i) for i in mask.nonzero()[0]]


def _digits(value: Any) -> str:
    value = value.item() if isinstance(value, torch.Tensor) else value
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
