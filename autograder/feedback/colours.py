"""A student's code → lines in colours, those marked in which it stopped."""

from __future__ import annotations

import io
import itertools
import keyword
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from tokenize import TokenInfo

from markupsafe import Markup, escape

from autograder import names
from autograder.report import ExerciseResult, Source

LONGEST_LINE = 400  # characters: the time that a tokenizer takes for a line may grow with the square of its length
_DOCSTRING = '<span class="docstring">'  # begins each line of one, but for empty ones
_BETWEEN_STATEMENTS = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
_WITHOUT_MEANING = {tokenize.NL, tokenize.COMMENT}
_CLASSES = {tokenize.STRING: "text", tokenize.NUMBER: "number", tokenize.COMMENT: "comment"}
_PARTS_OF_TEXT = ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")  # from Python 3.12 on
for _part in _PARTS_OF_TEXT:
    if hasattr(tokenize, _part):
        _CLASSES[getattr(tokenize, _part)] = "text"
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
    return Markup("".join(code_parts))  # noqa: S704  each token is escaped


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
    """Each line as markup. A line too long for the tokenizer leaves the whole cell without colours."""
    visible_text = names.shown(code.replace("\r", ""))
    # blanks at the ends of many lines make the tokenizer slow
    stripped_lines = list(map(str.rstrip, visible_text.split("\n")))
    if max(map(len, stripped_lines)) > LONGEST_LINE:
        # nobody writes such a line by hand: it is data, or meant to keep us busy
        return [str(escape(stripped_line)) for stripped_line in stripped_lines]
    return _marked_up("\n".join(stripped_lines).rstrip("\n"))


def _marked_up(code: str) -> list[str]:
    """Each line as markup, by Python's own tokenizer: Pygments takes five times as long for all that it can tell apart.

    What can't be tokenized, and all that follows it, has no colours.
    """
    line_lengths = [len(line) + 1 for line in code.split("\n")]
    line_starts = [0, *itertools.accumulate(line_lengths)]
    markup_parts = []
    position = 0
    for (line, column), (end_line, end_column), css_class in _colours(code):
        start = line_starts[line - 1] + column
        end = line_starts[end_line - 1] + end_column
        markup_parts.append(str(escape(code[position:start])))
        markup_parts.append(_spans(code[start:end], css_class))
        position = end
    markup_parts.append(str(escape(code[position:])))
    return "".join(markup_parts).split("\n")


def _spans(text: str, css_class: str) -> str:
    """A span for each line of a token's text that is not empty."""
    spans = []
    for line in text.split("\n"):
        if line:
            spans.append(f'<span class="{css_class}">{escape(line)}</span>')
        else:
            spans.append("")
    return "\n".join(spans)


def _colours(code: str) -> Iterator[tuple[tuple[int, int], tuple[int, int], str]]:
    """Where each token that has a colour begins and ends, line and column, and its class."""
    name_before = ""
    begins_statement = True
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            css_class = _class_of(token, name_before, begins_statement=begins_statement)
            if css_class:
                yield token.start, token.end, css_class
            if token.type in _BETWEEN_STATEMENTS:
                begins_statement = True
            elif token.type not in _WITHOUT_MEANING:
                begins_statement = False
            name_before = token.string
    except (tokenize.TokenError, SyntaxError):
        return


def _class_of(token: TokenInfo, name_before: str, *, begins_statement: bool) -> str:
    """The class of a token in `code.css`; an empty text for one without colour."""
    css_class = _CLASSES.get(token.type, "")
    if token.type == tokenize.STRING and begins_statement:
        css_class = "docstring"
    elif token.type == tokenize.NAME and keyword.iskeyword(token.string):
        css_class = "keyword"
    elif token.type == tokenize.NAME and name_before in ("def", "class"):
        css_class = "definition"
    return css_class
