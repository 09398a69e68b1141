"""An error in the student's code as plain data: its type, its message, and the student's own line."""

from __future__ import annotations

import re
import traceback
from typing import Any

CELL = "cell "  # what the name of a cell's code begins with; the cell's number follows
MAX_MESSAGE = 500
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def describe(error: BaseException, cells: list[str]) -> dict[str, Any]:
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
    return {
        "type": type(error).__name__,
        "message": _ADDRESS.sub("0x…", str(message))[:MAX_MESSAGE],
        "cell": cell,
        "line": line,
        "text": _line(cells, cell, line),
    }


def _number(name: str) -> int | None:
    number = name.removeprefix(CELL)
    return int(number) if number.isdecimal() else None


def _line(cells: list[str], cell: int | None, line: int | None) -> str | None:
    if cell is None or line is None or not 0 < cell <= len(cells):
        return None
    lines = cells[cell - 1].splitlines()
    return lines[line - 1].strip()[:MAX_MESSAGE] if 0 < line <= len(lines) else None
