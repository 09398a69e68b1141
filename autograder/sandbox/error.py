"""An error in the student's code as plain data: its type, its message, and the student's own line."""

from __future__ import annotations

import errno
import os
import re
import socket
import traceback
from typing import Any

from autograder.limits import Limits
from autograder.sandbox.jail import entry, spaces

CELL = "cell "  # what the name of a cell's code begins with; the cell's number follows
MAX_MESSAGE = 500
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def describe(error: BaseException, cells: list[str], limits: Limits) -> dict[str, Any]:
    """An error as plain data: its type, its message, and the student's own line where it happened."""
    cell, line = None, None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(CELL):
            cell, line = _number(frame.filename), frame.lineno
    if isinstance(error, SyntaxError) and (error.filename or "").startswith(CELL):
        cell, line = _number(str(error.filename)), error.lineno
    try:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # noqa: BLE001  a student's __str__ may do anything
        message = "(its message can't be read)"
    exceeded = _exceeded(error, limits)
    message = f"{message}: {exceeded}" if exceeded and message else exceeded or message
    return {
        "type": type(error).__name__,
        "message": _ADDRESS.sub("0x…", str(message))[:MAX_MESSAGE],
        "cell": cell,
        "line": line,
        "text": _line(cells, cell, line),
    }


def _exceeded(error: BaseException, limits: Limits) -> str | None:
    """The limit that an error comes from, in plain words."""
    if isinstance(error, MemoryError) or "can't allocate memory" in str(error)[:MAX_MESSAGE]:
        return f"more than {limits.memory_mb} MB of memory"
    if isinstance(error, BlockingIOError) or "can't start new thread" in str(error)[:MAX_MESSAGE]:
        return f"more than {limits.processes} processes and threads"
    if isinstance(error, socket.gaierror) or isinstance(getattr(error, "reason", None), socket.gaierror):
        return "there is no network while grading"
    number = getattr(error, "errno", None) or 0
    if number == errno.ENOSPC or os.strerror(errno.ENOSPC) in str(error)[:MAX_MESSAGE]:
        return _no_room(limits)
    return {
        errno.EMFILE: f"more than {limits.open_files} files open at once",
        errno.EFBIG: f"a file of more than {limits.file_mb} MB",
    }.get(number)


def _no_room(limits: Limits) -> str:
    """Whose room is used up: with a file system of its own, the sandbox's; without one, the machine's."""
    if os.environ.get("HOME") == spaces.HOME:
        return f"more than {limits.files} files, or more than {limits.files_mb} MB in them"
    if entry.shared_memory_is_full():
        return "the machine's shared memory, /dev/shm, is full: not by your files alone"
    return "the machine's disk is full: not by your files alone"


def _number(name: str) -> int | None:
    number = name.removeprefix(CELL)
    return int(number) if number.isdecimal() else None


def _line(cells: list[str], cell: int | None, line: int | None) -> str | None:
    if cell is None or line is None or not 0 < cell <= len(cells):
        return None
    lines = cells[cell - 1].splitlines()
    return lines[line - 1].strip()[:MAX_MESSAGE] if 0 < line <= len(lines) else None
