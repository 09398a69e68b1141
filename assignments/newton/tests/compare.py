"""Says how a tensor is wrong: its type, then its shape, dtype, non-finite numbers, and values.

Pure torch, so that the same words reach a student at home: release copies this module beside the public checks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch

# relative to the element, and to the largest element expected: orders of summation differ by less
TOLERANCE = {torch.float64: (1e-6, 1e-8), torch.float32: (1e-4, 1e-5), torch.complex64: (1e-4, 1e-5)}
LOW_PRECISION = (1e-2, 1e-2)


class Mismatch(AssertionError):
    """A result that is not what was expected; the text is for the student."""


def same(
    yours: Any, expected: Any, what: str = "the result", *, looks_like: Callable[[], Mapping[str, Any]] | None = None
) -> None:
    """Raise Mismatch unless `yours` is `expected` in type, shape, dtype and, within rounding, value.

    A plain number may also come as a tensor of one element. `looks_like()` maps well-known mistakes, in words, to the
    values that they give, or to functions of no arguments that compute them: where `yours` is such a value, the message
    names the mistake. It is asked only where something is wrong.
    """
    wrong = difference(yours, expected)
    if wrong is None:
        return
    if yours is None and "gradient" in what:
        raise Mismatch(f"{what}: there is none: is a detach, a no_grad or .data in the way?")
    mistakes = looks_like() if looks_like else {}
    named = next((f"; looks like {mistake}" for mistake, value in mistakes.items() if _equals(yours, value)), "")
    raise Mismatch(f"{what}: {wrong}{named}")


def _equals(yours: Any, value: Any) -> bool:
    try:
        return difference(yours, value() if callable(value) else value) is None
    except (ArithmeticError, RuntimeError):  # a mistake that leads nowhere here: it diverges, or shapes don't fit
        return False


def difference(yours: Any, expected: Any) -> str | None:
    """How `yours` differs from `expected`, in words; None where it does not."""
    if isinstance(expected, torch.Tensor):
        return _tensor_difference(yours, expected)
    if type(expected) in (int, float):
        return _number_difference(yours, expected)
    if isinstance(expected, (list, tuple)):
        return _sequence_difference(yours, expected)
    if type(yours) is not type(expected) or yours != expected:
        return f"{expected!r} expected, yours is {show(yours)}"
    return None


def show(value: Any) -> str:
    """A short name for a value of any kind."""
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if value is None:
        return "None (is a return missing?)"
    if isinstance(value, (bool, int, float, str)):
        return repr(value)[:80]
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__} of {len(value)}"
    name = getattr(value, "remote_name", type(value).__name__)
    return f"an object of type {name}"


def _tensor_difference(yours: Any, expected: torch.Tensor) -> str | None:
    if not isinstance(yours, torch.Tensor):
        return f"a tensor of shape {tuple(expected.shape)} expected, yours is {show(yours)}"
    if yours.shape != expected.shape:
        return f"shape {tuple(expected.shape)} expected, yours is {tuple(yours.shape)}"
    if yours.dtype != expected.dtype:
        return f"dtype {_name(expected.dtype)} expected, yours is {_name(yours.dtype)}"
    y, e = yours.detach().cpu(), expected.detach().cpu()
    if torch.equal(y, e):  # as most right answers are, to the last bit
        return None
    odd = ~torch.isfinite(y) & torch.isfinite(e)
    if odd.any():
        where = _index(odd)
        first = y[tuple(where)].item()
        return f"{int(odd.sum())} of {y.numel()} values are not finite, first at {where}: yours is {first}"
    return _value_difference(y, e)


def _value_difference(y: torch.Tensor, e: torch.Tensor) -> str | None:
    if not e.numel():
        return None
    off = ~torch.isclose(y, e, *_tolerance(e), equal_nan=True) if _inexact(e) else y != e
    if not off.any():
        return None
    distance = (y.to(torch.complex128) - e.to(torch.complex128)).abs().nan_to_num(nan=float("inf"))
    worst = torch.where(off, distance, -1.0).argmax()
    where = [int(i) for i in torch.unravel_index(worst, y.shape)] if y.dim() else []
    one = f"expected {_digits(e[tuple(where)])}, yours {_digits(y[tuple(where)])}"
    if not where:
        return one
    return f"values differ in {int(off.sum())} of {y.numel()}, worst at {where}: {one}"


def _tolerance(e: torch.Tensor) -> tuple[float, float]:
    relative, of_largest = TOLERANCE.get(e.dtype, LOW_PRECISION)
    finite = e[torch.isfinite(e)].abs()
    largest = float(finite.max()) if finite.numel() else 0.0
    return relative, of_largest * largest + of_largest / 100


def _inexact(tensor: torch.Tensor) -> bool:
    return tensor.is_floating_point() or tensor.is_complex()


def _number_difference(yours: Any, expected: float) -> str | None:
    number = as_number(yours)
    if number is None:
        return f"the number {_digits(expected)} expected, yours is {show(yours)}"
    exact = torch.tensor(float(expected), dtype=torch.float64)
    wrong = _value_difference(torch.tensor(number, dtype=torch.float64), exact)
    if wrong is None or isinstance(yours, float | int):
        return wrong
    return None if _value_difference(torch.tensor(number).float(), exact.float()) is None else wrong


def as_number(value: Any) -> float | None:
    """The number that this is, also as a tensor of one element; None where it is no number."""
    if isinstance(value, torch.Tensor) and value.numel() == 1 and not value.is_complex():
        return float(value.detach())
    if type(value) in (int, float):
        return float(value)
    return None


def as_numbers(value: Any, what: str = "the result") -> list[float]:
    """A list of numbers, whether it comes as a list, a tuple, or a tensor of one dimension. Raises Mismatch."""
    if isinstance(value, torch.Tensor) and value.dim() == 1:
        return [float(v) for v in value.detach()]
    if not isinstance(value, (list, tuple)):
        raise Mismatch(f"{what}: a list of numbers expected, yours is {show(value)}")
    numbers = [as_number(v) for v in value]
    for i, number in enumerate(numbers):
        if number is None:
            raise Mismatch(f"{what}: a number expected at [{i}], yours is {show(value[i])}")
    return [n for n in numbers if n is not None]


def _sequence_difference(yours: Any, expected: Any) -> str | None:
    kind = type(expected).__name__
    if not isinstance(yours, (list, tuple)):
        return f"a {kind} of {len(expected)} expected, yours is {show(yours)}"
    if len(yours) != len(expected):
        return f"{len(expected)} values expected, yours are {len(yours)}"
    for i, (y, e) in enumerate(zip(yours, expected, strict=True)):
        wrong = difference(y, e)
        if wrong is not None:
            return f"at [{i}]: {wrong}"
    return None


def parts(value: Any, count: int, what: str = "the result") -> tuple[Any, ...]:
    """A result of several parts, taken apart. Raises Mismatch where it has another number of them."""
    if not isinstance(value, (list, tuple)) or len(value) != count:
        have = f"a {type(value).__name__} of {len(value)}" if isinstance(value, (list, tuple)) else show(value)
        raise Mismatch(f"{what}: a tuple of {count} expected, yours is {have}")
    return tuple(value)


def _index(mask: torch.Tensor) -> list[int]:
    return [int(i) for i in mask.nonzero()[0]]


def _digits(value: Any) -> str:
    value = value.item() if isinstance(value, torch.Tensor) else value
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
