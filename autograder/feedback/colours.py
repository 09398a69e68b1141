"""A student's code → lines in colours, those marked in which it stopped."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_LINE = re.compile(r"in cell (\d+), line (\d+)")


def code_of(source: Source | None, exercise: ExerciseResult) -> Markup:
    """The code in colours, a line each; those in which it stopped are marked."""
    if source is None or exercise.status == "not_attempted":
        return Markup()
    marked_lines = _lines_named((test.message for test in exercise.tests), source.cell)
    spans = []
    for number, line in enumerate(_coloured(source.text), 1):
        place = ""
        if number in marked_lines:
            place = " class=here"
        spans.append(f"<span{place}>{line}</span>")
    return Markup("".join(spans))  # noqa: S704  pygments has escaped each token


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
