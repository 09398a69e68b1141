"""Where something stands in a TOML text: its readers say what is wrong, and not in which line."""

from __future__ import annotations

import re

_STEP = re.compile(r"\.?([A-Za-z_]\w*)|\[(\d+)\]|\[\.\.\.\]")
_IN_QUOTES = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
_TITLE = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?")


def line_of(text: str, path: str, key: str = "") -> int:
    """The line of what a path such as `$.assignments[0].exercises[2]` names, or of a key in it; counted from 1.

    A reader of people's TOML: tables under titles, or in braces and brackets. What it does not see, it takes to stand
    where the last thing that it has seen does.
    """
    lines = [_without_words(line) for line in text.split("\n")]
    row = 0
    column = 0
    for name, index in _steps(path):
        row, column = _of_name(lines, name, row, column)
        if index is not None:
            row, column = _of_item(lines, name, index, row, column)
    if key:
        row, column = _of_name(lines, key, row, column)
    return row + 1


def _without_words(line: str) -> str:
    """A line with nothing in its quotes, and without its comment: of the same length up to there."""
    emptied = _IN_QUOTES.sub(lambda quoted: quoted[0][0] + " " * (len(quoted[0]) - 2) + quoted[0][0], line)
    return emptied.partition("#")[0]


def _steps(path: str) -> list[tuple[str, int | None]]:
    """The names on the way, each with the number of the item that is meant, where it names a list."""
    steps: list[tuple[str, int | None]] = []
    for name, index in _STEP.findall(path.removeprefix("$")):
        if name:
            steps.append((name, None))
        elif index and steps:
            steps[-1] = (steps[-1][0], int(index))
    return steps


def _of_name(lines: list[str], name: str, row: int, column: int) -> tuple[int, int]:
    """Where a key, or the title of a table, stands first from here on."""
    escaped = re.escape(name)
    pattern = re.compile(rf"(?<![\w.-])[\"']?{escaped}[\"']?\s*=|^\s*\[+\s*(?:\w+\s*\.\s*)*{escaped}\s*\]")
    start = column
    for number in range(row, len(lines)):
        place = pattern.search(lines[number], start)
        if place:
            return number, place.start()
        start = 0
    return row, column


def _of_item(lines: list[str], name: str, index: int, row: int, column: int) -> tuple[int, int]:
    """Where the item of this number begins, of a list that begins here."""
    if _TITLE.match(lines[row]):
        return _of_table(lines, name, index, row)
    depth = 0
    count = -1
    start = column
    for number in range(row, len(lines)):
        for place in range(start, len(lines[number])):
            character = lines[number][place]
            if character == "{" and depth == 1:
                count += 1
            if count == index:
                return number, place
            depth += (character in "[{") - (character in "]}")
        start = 0
    return row, column


def _of_table(lines: list[str], name: str, index: int, row: int) -> tuple[int, int]:
    """Where the table of this number begins, of those with the same title."""
    count = -1
    for number in range(row, len(lines)):
        title = _TITLE.match(lines[number])
        if title and title[1].rpartition(".")[2] == name:
            count += 1
            if count == index:
                return number, 0
    return row, 0
