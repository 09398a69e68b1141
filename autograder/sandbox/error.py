"""An error in the student's code as plain data: its type, its message, and where in the notebook it happened."""

from __future__ import annotations

import errno
import os
import re
import socket
import traceback

from autograder import limits as words
from autograder.limits import Limits
from autograder.sandbox.jail import entry, spaces
from autograder.wire.messages import Error
from autograder.wire.values import encodable

CELL = "cell "  # what the name of a cell's code begins with; the cell's number follows
MAX_MESSAGE = 500
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def describe(error: BaseException, limits: Limits) -> Error:
    """An error as plain data: its type, its message, and the cell and line where it happened, counted from 1."""
    message = _message(error)
    exceeded = _exceeded(error, limits)
    if exceeded and message:
        message = f"{message}: {exceeded}"
    elif exceeded:
        message = exceeded
    cell, line = _place(error)
    # an address differs from run to run
    message = _ADDRESS.sub("0x…", message)[:MAX_MESSAGE]
    return Error(encodable(str(type(error).__name__))[:MAX_MESSAGE], encodable(message), cell, line)


def _message(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError):
            return str(error.msg)
        return str(error)
    except BaseException:  # noqa: BLE001  a student's __str__ may do anything
        return "(its message can't be read)"


def _place(error: BaseException) -> tuple[int | None, int | None]:
    """The cell and the line of an error, as deep in the notebook's own code as its traceback leads."""
    cell = None
    line = None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(CELL):
            cell = _number(frame.filename)
            line = frame.lineno
    if isinstance(error, SyntaxError) and str(error.filename).startswith(CELL):
        cell = _number(str(error.filename))
        line = error.lineno
    if type(line) is not int:  # a student's own SyntaxError may have anything there
        line = None
    return cell, line


def _exceeded(error: BaseException, limits: Limits) -> str | None:
    """The limit that an error comes from, in plain words."""
    text = _message(error)[:MAX_MESSAGE]
    if isinstance(error, MemoryError) or "can't allocate memory" in text:
        return limits.in_words(words.TOO_MUCH_MEMORY)
    if isinstance(error, BlockingIOError) or "can't start new thread" in text:
        return limits.in_words(words.TOO_MANY_PROCESSES)
    if isinstance(error, socket.gaierror) or isinstance(getattr(error, "reason", None), socket.gaierror):
        return words.NO_NETWORK
    number = getattr(error, "errno", None)
    if number == errno.ENOSPC or os.strerror(errno.ENOSPC) in text:
        return _no_room(limits)
    limits_by_number = {
        errno.EMFILE: limits.in_words(words.TOO_MANY_OPEN_FILES),
        errno.EFBIG: limits.in_words(words.TOO_LARGE_FILE),
    }
    return limits_by_number.get(number or 0)


def _no_room(limits: Limits) -> str:
    """Whose room is used up: with a file system of its own, the sandbox's; without one, the machine's."""
    if os.environ.get("HOME") == spaces.HOME:
        return limits.in_words(words.TOO_MANY_FILES)
    if entry.shared_memory_is_full():
        return words.FULL_SHARED_MEMORY
    return words.FULL_DISK


def _number(name: str) -> int | None:
    number = name.removeprefix(CELL)
    if number.isdecimal():
        return int(number)
    return None
