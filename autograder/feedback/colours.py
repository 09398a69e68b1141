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


def code_of(source: Source | None, exercise: ExerciseResult, reason: str | None = None) -> Markup:
    """The code in colours, a line each, with long docstrings folded.

    Marked are the lines in which it stopped, in a test or, as the report's `reason` says, when the notebook was run.
    """
    if source is None or exercise.status == "not_attempted":
        return Markup()
    messages = [test.message for test in exercise.tests]
    marked_lines = _lines_named([*messages, reason or ""], source.cell)
    coloured_lines = _coloured(source.text)
    code_parts = []
    line_number = 0
    while line_number < len(coloured_lines):
        line_count = _docstring_length(coloured_lines, line_number)
        line_spans = []
        for coloured_line in coloured_lines[line_number : line_number + line_count]:
            line_number += 1
            attribute = ""
            if line_number in marked_lines:
                attribute = " class=here"
            line_spans.append(f"<span{attribute} data-line={line_number}>{coloured_line}</span>")
        if line_count > 1:
            # the specification is the course's own text: what the student has written stands below it
            line_spans[0] = f"<details><summary>{line_spans[0]}</summary>"
            line_spans.append("</details>")
        code_parts += line_spans
    return Markup("".join(code_parts))  # noqa: S704  pygments has escaped each token


def _docstring_length(lines: Sequence[str], start: int) -> int:
    """How many lines the docstring has that begins in line `start`, counted from 0; 1 where none does."""
    line_count = 1
    if _DOCSTRING not in lines[start]:
        return line_count
    for position in range(start, len(lines)):
        if _DOCSTRING in lines[position]:
            line_count = position - start + 1
        elif lines[position].strip():
            # an empty line may stand in a docstring; code ends it
            break
    return line_count


def _lines_named(messages: Iterable[str], cell: int) -> set[int]:
    """The numbers of the lines of a cell that these messages name."""
    line_numbers = set()
    for message in messages:
        for cell_number, line_number in _LINE.findall(message):
            if int(cell_number) == cell:
                line_numbers.add(int(line_number))
    return line_numbers


@lru_cache(maxsize=32)  # where all exercises stand in one cell, it is coloured once
def _coloured(code: str) -> list[str]:
    """Each line as markup. A line too long for the lexer leaves the whole cell without colours."""
    visible_text = names.shown(code.replace("\r", ""))
    # blanks at the ends of many lines make the lexer slow
    stripped_lines = list(map(str.rstrip, visible_text.split("\n")))
    if max(map(len, stripped_lines)) > LONGEST_LINE:
        # nobody writes such a line by hand: it is data, or meant to keep us busy
        return [str(escape(stripped_line)) for stripped_line in stripped_lines]
    coloured_markup = highlight("\n".join(stripped_lines), _LEXER, _FORMATTER)
    return list(coloured_markup.rstrip("\n").split("\n"))
