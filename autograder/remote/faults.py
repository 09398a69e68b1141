"""What can go wrong on the student's side of the wire, each with the sentence that says it."""

from __future__ import annotations

import builtins
import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.remote.texts import clean
from autograder.wire.messages import Error, Failure, FailureKind

# torch's words
_TWO_DEVICES = re.compile("Expected all tensors to be on the same device|is not on the expected device")
_LINE_END = re.compile("\r\n|\r|\n")  # Python's: splitlines has more of them
_LEFT_IN = ": delete this line of the stub; nothing above it is returned"
_LEFT_BEHIND = ": one of your tensors is on the CPU: create it with device=X.device, or register it as a buffer"
_ADVICE = {
    "SystemExit": ": an exit ends nothing while grading: delete it, or return instead",
    "BdbQuit": ": a debugger has nobody to ask while grading: delete its call",
    "ProgramNotRun": ": other programs are not run while grading",
}
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

    def __init__(self, kind: str, text: str, where: str, advice: str = "") -> None:
        if _TWO_DEVICES.search(text):
            advice = _LEFT_BEHIND
        self.advice = advice
        super().__init__(text + self.advice)
        self.kind = kind
        self.where = where

    @property
    def hint(self) -> str:
        """Neither the exception's text nor a name that the student gave it: both could carry a test's inputs."""
        builtin = getattr(builtins, self.kind, None)
        kind = "an exception"
        if isinstance(builtin, type) and issubclass(builtin, BaseException):
            kind = self.kind
        return f"your code raised {kind}{self.where}{self.advice}"


class _NoAttribute(StudentError, AttributeError):
    """So that `hasattr` on an object of the student's says False."""


class _NoType(StudentError, TypeError):
    """So that `list` of an object of the student's that has no length goes on without one."""


_ALSO: dict[str, type[StudentError]] = {"AttributeError": _NoAttribute, "TypeError": _NoType}


class Changed(StudentFault):
    """The student's code changed a tensor that should stay as it was."""


class NotAllowed(StudentFault):
    """The student's code called what the exercise is to be written without."""


class TooMuch(StudentFault):
    """The student's code gave more than a test takes in."""


class TooSlow(StudentFault):
    """The student's code did not answer in time."""


class Crashed(StudentFault):
    """The student's process ended in the middle of a call."""


@dataclass(frozen=True)
class Ending:
    """How a process of the student's ended, as far as is known."""

    limit: str | None = None  # that it exceeded, in words of ours
    exit_status: int | None = None  # negative for a signal


def ended(ending: Ending) -> Crashed:
    """The sentence for a process that ended instead of answering."""
    if ending.limit is not None:
        return Crashed(f"your code was ended: {ending.limit}")
    if ending.exit_status is None:
        return Crashed("your code's process ended before it returned a value")
    if ending.exit_status < 0:
        signal_name = SIGNALS.get(ending.exit_status, "a signal")
        return Crashed(f"your code's process was ended by {signal_name} before it returned a value")
    return Crashed("your code ended its process (exit, os._exit or a crash) before it returned a value")


class Place:
    """Where an error happened, as far as there is such a line in the notebook: a sandbox may claim anything."""

    def __init__(self, error: Error, cells: Sequence[str]) -> None:
        self.words = ""
        self.text = ""
        if error.cell is None or error.line is None or not 0 < error.cell <= len(cells) or error.line < 1:
            return
        lines = _LINE_END.split(cells[error.cell - 1])
        number = error.line + _blank_lines_above(lines)
        if number <= len(lines) and lines[number - 1].strip():
            self.words = f", in cell {error.cell}, line {number}"
            self.text = clean(lines[number - 1].strip())


def _blank_lines_above(lines: list[str]) -> int:
    """How many blank lines a cell begins with: IPython takes them away before it counts."""
    count = 0
    for line in lines:
        if line.strip():
            break
        count += 1
    return count


def located(error: Error, cells: Sequence[str]) -> str:
    """`ZeroDivisionError: division by zero, in cell 5, line 3: `x = 1 / 0``."""
    kind = clean(error.type)
    message = clean(error.message)
    if message:
        return placed(f"{kind}: {message}", error, cells)
    return placed(kind, error, cells)


def placed(text: str, error: Error, cells: Sequence[str]) -> str:
    """A text about an error, with the place where it happened."""
    place = Place(error, cells)
    if place.text:
        return f"{text}{place.words}: `{place.text}`"
    return text


def advice_for(error: Error) -> str:
    """What to do about an exception of this kind; nothing where its own text says all."""
    return _ADVICE.get(error.type, "")


def not_allowed(name: str, place: Place) -> str:
    """The sentence on what an exercise is to be written without."""
    if place.text:
        return f"write this without {name}{place.words}: `{place.text}`"
    return f"write this without {name}: your code calls it"


def raised(failure: Failure, cells: Sequence[str] = (), without: Sequence[str] = ()) -> StudentFault:
    """The fault for what the sandbox says of a call; `cells` is the notebook's text."""
    error = failure.error
    # a student's code may claim anything: only what was refused is named
    if failure.kind is FailureKind.NOT_ALLOWED and error.message in without:
        return NotAllowed(not_allowed(error.message, Place(error, cells)))
    if failure.kind is FailureKind.MISSING:
        return Missing(clean(error.message))
    if failure.kind is FailureKind.TOO_MUCH:
        return TooMuch("your code returned what is too large, or nested too deep, to be read")
    if failure.kind is FailureKind.ARGUMENT_CHANGED:
        return Changed("your code changed a list or dict that it was given, which should stay as it was")
    place = Place(error, cells)
    advice = ""
    if error.type == "NotImplementedError" and "raise NotImplementedError" in place.text:
        if failure.kind is FailureKind.NOT_ATTEMPTED:
            return NotAttempted(f"not attempted yet ({located(error, cells)})")
        advice = _LEFT_IN
    advice = advice or advice_for(error)
    kind = clean(error.type)
    make = _ALSO.get(kind, StudentError)
    return make(kind, f"your code raised {located(error, cells)}", place.words, advice)
