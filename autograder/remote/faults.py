"""What can go wrong on the student's side of the wire, each with the sentence that says it."""

from __future__ import annotations

import builtins
import re
from typing import Any

_CONTROL = re.compile(
    r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b.|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_LONGEST = 600
_TWO_DEVICES = re.compile(
    "Expected all tensors to be on the same device|is not on the expected device"
)  # torch's words
_LEFT_BEHIND = ": a tensor of yours stayed on the CPU: make it with device=X.device, or register it as a buffer"
_MOST_CELLS, _MOST_LINES = 1_000, 10_000
SIGNALS = {
    -11: "a segmentation fault",
    -9: "being killed, perhaps for too much memory",
    -6: "abort()",
    -7: "a bus error",
}


def stripped(text: str) -> str:
    """Text from the student's side without escape sequences and control characters, but with its lines."""
    return _CONTROL.sub("", text.replace("\t", "    "))


def clean(text: object) -> str:
    """Text from the student's side, fit to print: no escape sequences, no control characters, not too long."""
    kept = _CONTROL.sub("", str(text).replace("\t", " "))
    return kept if len(kept) <= _LONGEST else kept[:_LONGEST] + " …"


class DeviceFault(Exception):
    """A GPU could not take what the grader sent: a fault of ours, or of the machine's."""


class StudentFault(Exception):
    """The student's code did not give an answer. Its text is for the student; `hint` holds nothing that code chose."""

    @property
    def hint(self) -> str:
        """What may be told of a hidden test."""
        return str(self)


class NotAttempted(StudentFault):
    """The stub is still as it was released."""

    hint = "not attempted yet"


class Missing(StudentFault):
    """The notebook defines no such name."""

    hint = "your notebook does not define what this test calls"


class StudentError(StudentFault):
    """The student's code raised an exception; `kind` is its type's name, `where` the cell and line, in words."""

    def __init__(self, kind: str, text: str, where: str) -> None:
        self.advice = _LEFT_BEHIND if _TWO_DEVICES.search(text) else ""
        super().__init__(text + self.advice)
        self.kind, self.where = kind, where

    @property
    def hint(self) -> str:
        """Neither the exception's text nor a name that the student gave it: both could carry a test's inputs."""
        known = getattr(builtins, self.kind, None)
        is_known = isinstance(known, type) and issubclass(known, BaseException)
        return f"your code raised {self.kind if is_known else 'an exception'}{self.where}{self.advice}"


class _NoAttribute(StudentError, AttributeError):
    """So that `hasattr` on an object of the student's says False."""


class _NoType(StudentError, TypeError):
    """So that `list` of an object of the student's that has no length goes on without one."""


_ALSO: dict[str, type[StudentError]] = {"AttributeError": _NoAttribute, "TypeError": _NoType}


class TooSlow(StudentFault):
    """The student's code did not answer in time."""


class Crashed(StudentFault):
    """The student's process ended in the middle of a call."""


def ended(status: object) -> Crashed:
    """The sentence for a process that ended instead of answering, by its exit status or the limit that it exceeded."""
    if isinstance(status, str):
        return Crashed(f"your code was ended: {clean(status)}")
    if type(status) is int and status < 0:
        how = f"ended by {SIGNALS.get(status, f'signal {-status}')}"
    elif status == 0:
        how = "ended itself (with exit or os._exit?)"
    else:
        how = "ended"
    return Crashed(f"your code's process {how} instead of returning")


def located(error: dict[str, Any]) -> str:
    """`ZeroDivisionError: division by zero, in cell 5, line 3: `x = 1 / 0``."""
    kind, message = clean(error.get("type")), clean(error.get("message"))
    text = (f"{kind}: {message}" if message else kind) + _where(error)
    if type(error.get("text")) is str:
        text += f": `{clean(error['text'])}`"
    return text


def _where(error: dict[str, Any]) -> str:
    cell, line = error.get("cell"), error.get("line")
    if type(cell) is int and type(line) is int and 0 < cell < _MOST_CELLS and 0 < line < _MOST_LINES:
        return f", in cell {cell}, line {line}"
    return ""


def raised(error: object) -> StudentFault:
    """The fault for an error that the sandbox described."""
    if not isinstance(error, dict):
        return StudentError("error", "your code raised something that can't be described", "")
    if error.get("type") == "Missing":
        return Missing(f"your notebook defines no `{clean(error.get('message'))}`")
    if error.get("type") == "NotImplementedError" and "raise NotImplementedError" in str(error.get("text")):
        return NotAttempted(f"not attempted yet ({located(error)})")
    kind = clean(error.get("type"))
    return _ALSO.get(kind, StudentError)(kind, f"your code raised {located(error)}", _where(error))
