"""What can go wrong on the student's side of the wire, each with the sentence that says it."""

from __future__ import annotations

import builtins
import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.code_lines import code_lines
from autograder.limits import EXCEEDED, Limits
from autograder.remote.texts import clean
from autograder.wire import cell_notes
from autograder.wire.messages import Error, Failure, FailureKind
from autograder.words.message import Message, Value, as_message, message, told
from autograder.words.sentence import Sentence, sentence, told_in_full

# torch's words
_TWO_DEVICES = re.compile("Expected all tensors to be on the same device|is not on the expected device")
_LEFT_IN = "delete this line of the stub; nothing above it is returned"
_LEFT_BEHIND = "one of your tensors is on the CPU: create it with device=X.device, or register it as a buffer"
_ADVICE = {
    "SystemExit": "an exit ends nothing while grading: delete it, or return instead",
    "BdbQuit": "a debugger has nobody to ask while grading: delete its call",
    "ProgramNotRun": "other programs are not run while grading",
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
    """The student's code did not give an answer. Its `message` is for the student; as a text it tells all."""

    def __init__(self, text: str | Message) -> None:
        self.message = as_message(text)
        super().__init__(self.message)


class NotAttempted(StudentFault):
    """The stub is still as it was released."""


class Missing(StudentFault):
    """The notebook defines no such name."""

    def __init__(self, name: str) -> None:
        hint = "your notebook does not define what this test calls"
        super().__init__(message("your notebook defines no `{name}`", hint=hint, name=name))
        self.name = name


class StudentError(StudentFault):
    """The student's code raised an exception; `kind` is its type's name."""

    def __init__(self, kind: str, text: str, place: Place | None = None, advice: str = "") -> None:
        self.kind = kind
        super().__init__(_raised_in_words(kind, text, place, advice))


def _raised_in_words(kind: str, text: str, place: Place | None, advice: str) -> Message:
    """Of a hidden test neither the exception's text is told nor a name that the student made: both could be a code."""
    builtin = getattr(builtins, kind, None)
    kind_of_exception = Value(kind, "student", "an exception")
    if isinstance(builtin, type) and issubclass(builtin, BaseException):
        kind_of_exception = told(kind)
    words = message("your code raised {kind}", kind=kind_of_exception)
    if text:
        words = message(
            "your code raised {kind}: {text}", hint="your code raised {kind}", kind=kind_of_exception, text=text
        )
    if place is not None and place.text:
        words = message(
            "{error}, in cell {cell}, line {line}: `{code}`",
            error=words,
            cell=told(place.cell),
            line=told(place.line),
            code=told(place.text),
        )
    if advice:
        words = message("{error}: {advice}", error=words, advice=Message(advice))
    return words


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
        return Crashed(message("your code was ended: {limit}", limit=told_in_full(ending.limit)))
    if ending.exit_status is None:
        return Crashed("your code's process ended before it returned a value")
    if ending.exit_status >= 0:
        return Crashed("your code ended its process (exit, os._exit or a crash) before it returned a value")
    signal_name = SIGNALS.get(ending.exit_status, "a signal")
    return Crashed(message(
        "your code's process was ended by {signal} before it returned a value", signal=Message(signal_name)
    ))


class Place:
    """Where an error happened, as far as there is such a line in the notebook: a sandbox may claim anything."""

    def __init__(self, error: Error, cells: Sequence[str]) -> None:
        self.cell = 0
        self.line = 0
        self.text = ""
        if error.cell is None or error.line is None or not 0 < error.cell <= len(cells) or error.line < 1:
            return
        lines = code_lines(cells[error.cell - 1])
        number = error.line + _blank_lines_above(lines)
        if number <= len(lines) and lines[number - 1].strip():
            self.cell = error.cell
            self.line = number
            self.text = clean(lines[number - 1].strip())


def _blank_lines_above(lines: list[str]) -> int:
    """How many blank lines a cell begins with: IPython takes them away before it counts."""
    count = 0
    for line in lines:
        if line.strip():
            break
        count += 1
    return count


def exceeded(text: str, limits: Limits) -> Sentence:
    """What the sandbox says of a limit as a sentence: of its own words, those that name one of our limits."""
    for template in EXCEEDED:
        if text == limits.in_words(template):
            return sentence(template, **_named_in(template, limits))
    return sentence("{text}", text=clean(text))


def _named_in(template: str, limits: Limits) -> dict[str, object]:
    """The limits whose names a template holds."""
    return {name: getattr(limits, name) for name in limits.__struct_fields__ if f"{{{name}}}" in template}


def _with_limit(text: str, limits: Limits | None) -> str:
    """An exception's text; where it ends with one of our limits, as a sentence."""
    # Python's own text may have a colon, too, and ours stands behind the last one or alone
    before, colon, ending = text.rpartition(": ")
    if limits is None:
        return text
    limit = exceeded(ending, limits)
    if limit.said.template not in EXCEEDED:
        return text
    return sentence("{text}: {limit}", text=before, limit=limit) if colon else limit


def note_in_words(text: str) -> Sentence:
    """What the sandbox says of a cell as a sentence: its own words, or whatever a student's code has put there."""
    kept = clean(text)
    for template in cell_notes.NOTES:
        match = cell_notes.pattern(template).fullmatch(kept)
        if match is not None:
            return sentence(template, **{name: _why_or_name(value) for name, value in match.groupdict().items()})
    return sentence("{note}", note=kept)


def _why_or_name(value: str) -> str:
    return sentence(value) if value in cell_notes.WHYS else value


def located(error: Error, cells: Sequence[str], limits: Limits | None = None) -> Sentence:
    """`ZeroDivisionError: division by zero, in cell 5, line 3: `x = 1 / 0``."""
    words = sentence("{kind}", kind=clean(error.type))
    if error.message:
        words = sentence("{kind}: {text}", kind=clean(error.type), text=_with_limit(clean(error.message), limits))
    return placed(words, error, cells)


def placed(text: Sentence, error: Error, cells: Sequence[str]) -> Sentence:
    """A text about an error, with the place where it happened."""
    place = Place(error, cells)
    if not place.text:
        return text
    return sentence(
        "{error}, in cell {cell}, line {line}: `{code}`", error=text, cell=place.cell, line=place.line, code=place.text
    )


def advice_for(error: Error) -> str:
    """What to do about an exception of this kind; nothing where its own text says all."""
    return _ADVICE.get(error.type, "")


def _advice_on(error: Error, device: str) -> str:
    """The same on a device."""
    # an exception may have any text, and on the CPU there is no other device to leave a tensor on
    if device != "cpu" and _TWO_DEVICES.search(error.message):
        return _LEFT_BEHIND
    return advice_for(error)


def not_allowed(name: str, place: Place) -> Message:
    """The sentence on what an exercise is to be written without."""
    if place.text:
        return message(
            "write this without {name}, in cell {cell}, line {line}: `{code}`",
            name=told(name),
            cell=told(place.cell),
            line=told(place.line),
            code=told(place.text),
        )
    return message("write this without {name}: your code calls it", name=told(name))


def raised(
    failure: Failure, cells: Sequence[str] = (), without: Sequence[str] = (), device: str = "cpu"
) -> StudentFault:
    """The fault for what the sandbox says of a call on a device; `cells` is the notebook's text."""
    error = failure.error
    # a student's code may claim anything: only what was refused is named
    if failure.kind is FailureKind.NOT_ALLOWED and error.message in without:
        return NotAllowed(not_allowed(error.message, Place(error, cells)))
    if failure.kind is FailureKind.MISSING:
        return Missing(clean(error.message))
    if failure.kind is FailureKind.TOO_MUCH:
        return TooMuch("your code returned a value that is too large, or nested too deeply")
    if failure.kind is FailureKind.ARGUMENT_CHANGED:
        return Changed("your code changed a list or dict that it was given: work on a copy")
    place = Place(error, cells)
    advice = _advice_on(error, device)
    if error.type == "NotImplementedError" and "raise NotImplementedError" in place.text:
        if failure.kind is FailureKind.NOT_ATTEMPTED:
            where = located(error, cells)
            return NotAttempted(message("not attempted yet ({where})", hint="not attempted yet", where=str(where)))
        advice = _LEFT_IN
    kind = clean(error.type)
    make = _ALSO.get(kind, StudentError)
    return make(kind, clean(error.message), place, advice)
