"""A student's code → lines in colours, those marked in which it stopped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder import names
from autograder.report import ExerciseResult, Source

LONGEST_LINE = 400  # characters: the time that the lexer takes for a line grows with the square of its length
_LEXER = PythonLexer(stripnl=False)
_FORMATTER = HtmlFormatter(nowrap=True)
_DOCSTRING = '<span class="sd">'  # what the lexer makes of a docstring's line, but for empty ones
_LINE = re.compile(r"in cell (\d+), line (\d+)")


def code_of(source: Source | None, exercise: ExerciseResult) -> Markup:
    """The code in colours, a line each; those in which it stopped are marked, and long docstrings are folded."""
    if source is None or exercise.status == "not_attempted":
        return Markup()
    marked_lines = _lines_named((test.message for test in exercise.tests), source.cell)
    coloured_lines = _coloured(source.text)
    parts = []
    number = 0
    while number < len(coloured_lines):
        length = _docstring_length(coloured_lines[number:])
        spans = []
        for line in coloured_lines[number : number + length]:
            number += 1
            place = ""
            if number in marked_lines:
                place = " class=here"
            spans.append(f"<span{place} data-line={number}>{line}</span>")
        if length > 1:
            # the specification is the course's own text: what the student has written stands below it
            spans[0] = f"<details><summary>{spans[0]}</summary>"
            spans.append("</details>")
        parts += spans
    return Markup("".join(parts))  # noqa: S704  pygments has escaped each token


def _docstring_length(lines: Sequence[str]) -> int:
    """How many lines the docstring has that begins in the first of these; 1 where none does."""
    length = 1
    if _DOCSTRING not in lines[0]:
        return length
    for position, line in enumerate(lines):
        if _DOCSTRING in line:
            length = position + 1
        elif line.strip():
            break
    return length


def _lines_named(messages: Iterable[str], cell: int) -> set[int]:
    """The numbers of the lines of a cell that these messages name."""
    numbers = set()
    for message in messages:
        for cell_number, line_number in _LINE.findall(message):
            if int(cell_number) == cell:
                numbers.add(int(line_number))
    return numbers


@lru_cache(maxsize=32)  # where all exercises stand in one cell, it is coloured once
def _coloured(code: str) -> list[str]:
    """Each line as markup. A line too long for the lexer leaves the whole cell without colours."""
    text = names.shown(code.replace("\r", ""))
    # blanks at the ends of many lines make the lexer slow
    lines = list(map(str.rstrip, text.split("\n")))
    if max(map(len, lines)) > LONGEST_LINE:
        return [str(escape(line)) for line in lines]
    markup = highlight("\n".join(lines), _LEXER, _FORMATTER)
    return list(markup.rstrip("\n").split("\n"))
