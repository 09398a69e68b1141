"""Whether a cell that is no syntax here is one of a newer Python: it is rewritten in the words of this one, and parsed.

What is known of newer versions: type parameters, `type` statements, f-strings of any content (3.12), t-strings (3.14).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

_PARAMETERS = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w+[ \t]*(?=\[)", re.MULTILINE)
_ALIAS = re.compile(r"^([ \t]*)type[ \t]+(\w+)[ \t]*(?=[=\[])", re.MULTILINE)
_STRING = re.compile(r"(?<!\w)([a-zA-Z]{0,2})(\"\"\"|'''|\"|')")
_STRING_OR_COMMENT = re.compile(f"#|{_STRING.pattern}")
_CONVERSION = re.compile(r"!([rsa])?")
_OPENING = "([{"
_CLOSING = ")]}"
_DEEPEST = 8  # strings in strings: each is read twice as often as the one around it
Version = tuple[int, int]


class _NotNewer(Exception):
    """It is a mistake in any version."""


def needed_version(source: str) -> Version | None:
    """The version of Python that this source takes; None where it is syntax of this version, or of none."""
    try:
        rewriting = _Rewriting(source)
        ast.parse(rewriting.text)
    except (_NotNewer, SyntaxError, ValueError, RecursionError, MemoryError, IndexError):
        return None
    if rewriting.version <= sys.version_info[:2]:
        return None
    return rewriting.version


class _Rewriting:
    """A source in this version's words. Raises _NotNewer, or IndexError where the source ends too early."""

    def __init__(self, source: str, depth: int = 0) -> None:
        if depth > _DEEPEST:
            raise _NotNewer
        self.depth = depth
        self.version: Version = (3, 0)
        self.source = source
        self.text = self._without_parameters(self._without_strings())

    def _need(self, version: Version) -> None:
        self.version = max(self.version, version)

    def _without_strings(self) -> str:
        """The source with an empty text in place of each string, whose expressions are looked at by themselves."""
        parts = []
        done = 0
        for start, end in self._strings(0, len(self.source)):
            # the line breaks of a string stay, so that lines keep their numbers
            breaks = "\\\n" * self.source.count("\n", start, end)
            parts += [self.source[done:start], breaks, '""']
            done = end
        return "".join([*parts, self.source[done:]])

    def _strings(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the strings of a piece of the source lie."""
        match = _STRING_OR_COMMENT.search(self.source, start, end)
        while match is not None:
            if match[0] == "#":
                place = self._end_of_line(match.start())
            else:
                place = self._end_of_string(match)
                yield match.start(), place
            match = _STRING_OR_COMMENT.search(self.source, place, end)

    def _end_of_line(self, place: int) -> int:
        end = self.source.find("\n", place)
        return len(self.source) if end < 0 else end

    def _end_of_string(self, match: re.Match[str]) -> int:
        """Where the string that begins here ends."""
        prefix = match[1].lower()
        quote = match[2]
        is_formatted = "f" in prefix or "t" in prefix
        if "t" in prefix:
            self._need((3, 14))
        place = match.end()
        while not self.source.startswith(quote, place):
            if is_formatted and self.source[place] in "{}":
                place = self._end_of_field(place)
            else:
                place = self._end_of_character(place, quote, is_raw="r" in prefix)
        end = place + len(quote)
        if is_formatted and not _is_syntax_here(self.source[match.start() : end]):
            self._need((3, 12))
        return end

    def _end_of_character(self, place: int, quote: str, *, is_raw: bool) -> int:
        """Where a character of a string ends; a backslash takes the next one along."""
        character = self.source[place]
        if character == "\n" and len(quote) == 1:
            raise _NotNewer
        if character != "\\":
            return place + 1
        escapes = not is_raw or self.source[place + 1] in quote
        return place + 2 if escapes else place + 1

    def _end_of_field(self, place: int) -> int:
        """Where the braces that begin here end: two of a kind, or an expression with a conversion and a format."""
        if self.source[place] == self.source[place + 1]:
            return place + 2
        if self.source[place] == "}":
            raise _NotNewer
        end = self._end_of_expression(place + 1)
        self._check_expression(self.source[place + 1 : end])
        conversion = _CONVERSION.match(self.source, end)
        if conversion is not None:
            if conversion[1] is None:
                raise _NotNewer
            end = conversion.end()
        if self.source[end] == ":":
            end = self._end_of_format(end + 1)
        if self.source[end] != "}":
            raise _NotNewer
        return end + 1

    def _end_of_expression(self, place: int) -> int:
        depth = 0
        while True:
            character = self.source[place]
            match = _STRING.match(self.source, place)
            if match is not None:
                place = self._end_of_string(match)
                continue
            if character == "#":
                place = self._end_of_line(place)
                continue
            is_conversion = character == "!" and self.source[place + 1] != "="
            if depth == 0 and (character in ":}" or is_conversion):
                return place
            depth += character in _OPENING
            depth -= character in _CLOSING
            place += 1

    def _end_of_format(self, place: int) -> int:
        while self.source[place] != "}":
            if self.source[place] == "{":
                place = self._end_of_field(place)
            else:
                place += 1
        return place

    def _check_expression(self, expression: str) -> None:
        """Raise _NotNewer for what is no expression in any version."""
        inner = _Rewriting(expression.strip().removesuffix("="), self.depth + 1)
        self._need(inner.version)
        if not inner.text.strip():
            raise _NotNewer
        ast.parse(f"({inner.text}\n)", mode="eval")

    def _without_parameters(self, text: str) -> str:
        """The text without type parameters, and with assignments in place of `type` statements."""
        text = _ALIAS.sub(self._assignment, text)
        match = _PARAMETERS.search(text)
        while match is not None:
            self._need((3, 12))
            text = text[: match.end()] + text[_end_of_brackets(text, match.end()) :]
            match = _PARAMETERS.search(text, match.end())
        return text

    def _assignment(self, match: re.Match[str]) -> str:
        self._need((3, 12))
        # what parameters it has reads as a subscript that is assigned to
        return f"{match[1]}{match[2]}"


def _is_syntax_here(expression: str) -> bool:
    try:
        ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError):
        return False
    return True


def _end_of_brackets(text: str, place: int) -> int:
    if text[place + 1] == "]":
        raise _NotNewer
    depth = 0
    while True:
        depth += text[place] in _OPENING
        depth -= text[place] in _CLOSING
        place += 1
        if depth == 0:
            return place
