"""What can go wrong on the student's side of the wire, each with the sentence that says it."""

from __future__ import annotations

import builtins
import re
from collections.abc import Sequence
from typing import Any

from autograder.remote.texts import clean

_TWO_DEVICES = re.compile(
    "Expected all tensors to be on the same device|is not on the expected device"
)  # torch's words
_LEFT_BEHIND = ": a tensor of yours stayed on the CPU: make it with device=X.device, or register it as a buffer"
# the signals that are told by name; whatever else a process may choose to end by could be a code
SIGNALS = {
    -11: "a segmentation fault",
    -9: "being killed, perhaps for too much memory",
    -6: "abort()",
    -7: "a bus error",
}


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

    def __init__(self, name: str) -> None:
        super().__init__(f"your notebook defines no `{name}`")
        self.name = name


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


class Changed(StudentFault):
    """The student's code changed a tensor that should stay as it was."""


class TooMuch(StudentFault):
    """The student's code gave more than a test takes in."""


class TooSlow(StudentFault):
    """The student's code did not answer in time."""


class Crashed(StudentFault):
    """The student's process ended in the middle of a call."""


def ended(status: int | str | None) -> Crashed:
    """The sentence for a process that ended instead of answering.

    `status` is the limit that it exceeded, in words of ours; or its exit status, negative for a signal; or None.
    """
    if isinstance(status, str):
        return Crashed(f"your code was ended: {status}")
    if status is None:
        how = "ended"
    elif status < 0:
        how = f"ended by {SIGNALS.get(status, 'a signal')}"
    else:
        how = "ended itself (with exit or os._exit?)"
    return Crashed(f"your code's process {how} instead of returning")


class Place:
    """Where an error happened, as far as there is such a line in the notebook: a sandbox may claim anything."""

    def __init__(self, error: dict[str, Any], cells: Sequence[str]) -> None:
        cell, line = error.get("cell"), error.get("line")
        self.words = self.text = ""
        if type(cell) is not int or type(line) is not int or not 0 < cell <= len(cells) or line < 1:
            return
        lines = cells[cell - 1].splitlines()
        if line <= len(lines) and lines[line - 1].strip():
            self.words = f", in cell {cell}, line {line}"
            self.text = clean(lines[line - 1].strip())


def located(error: dict[str, Any], cells: Sequence[str]) -> str:
    """`ZeroDivisionError: division by zero, in cell 5, line 3: `x = 1 / 0``."""
    kind, message, place = clean(error.get("type")), clean(error.get("message")), Place(error, cells)
    text = (f"{kind}: {message}" if message else kind) + place.words
    if place.text:
        text += f": `{place.text}`"
    return text


def raised(error: object, cells: Sequence[str] = ()) -> StudentFault:
    """The fault for an error that the sandbox described; `cells` is the notebook's text."""
    if not isinstance(error, dict):
        return StudentError("error", "your code raised something that can't be described", "")
    if error.get("type") == "Missing":
        return Missing(clean(error.get("message")))
    if error.get("type") == "ArgumentChanged":
        return Changed("your code changed a list or dict that it was given, which should stay as it was")
    place = Place(error, cells)
    if error.get("type") == "NotImplementedError" and "raise NotImplementedError" in place.text:
        return NotAttempted(f"not attempted yet ({located(error, cells)})")
    kind = clean(error.get("type"))
    return _ALSO.get(kind, StudentError)(kind, f"your code raised {located(error, cells)}", place.words)
