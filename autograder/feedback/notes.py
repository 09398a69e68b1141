"""An instructor's notes on kinds of wrong answers: a Markdown file for each exercise, a section for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_SECTION = re.compile(r"^## +(.*?) *#*$", re.MULTILINE)
_ID = re.compile(r"([0-9a-f]{6})(?::? +(.*))?")
_HOLE = "…"  # in a heading it stands for whatever differs


@dataclass(frozen=True)
class Note:
    """One section. Its heading is a kind's id, with a title if there is one, or words that the students were told."""

    heading: str
    text: Markup
    kind: str = ""

    def is_about(self, kinds: Sequence[str], messages: Sequence[str]) -> bool:
        """Whether it is about an answer of one of these kinds, to which the tests said these messages."""
        if self.kind:
            return self.kind in kinds
        return any(_occurs(self.heading, message) for message in messages)


@dataclass(frozen=True)
class Notes:
    """The notes on an exercise."""

    sections: tuple[Note, ...]

    def about(self, kinds: Sequence[str], messages: Sequence[str]) -> tuple[Note, ...]:
        """Those on an answer of these kinds with these messages."""
        return tuple(note for note in self.sections if note.is_about(kinds, messages))


def _occurs(words: str, message: str) -> bool:
    """Whether a message has these words, in any case, with anything in place of each hole."""
    folded_message = message.casefold()
    position = 0
    for part in words.casefold().split(_HOLE):
        place = folded_message.find(part.strip(), position)
        if place < 0:
            return False
        position = place + len(part.strip())
    return True


def parsed(text: str) -> Notes:
    """The notes in a Markdown text: what stands above the first section is the author's own."""
    return Notes(tuple(_sections(text)))


def _sections(text: str) -> Iterator[Note]:
    _, *parts = _SECTION.split(text)
    for heading, section in zip(parts[::2], parts[1::2], strict=True):
        # a heading without words would be about everybody
        if not heading.strip(_HOLE + " "):
            continue
        about_kind = _ID.fullmatch(heading)
        kind = about_kind[1] if about_kind else ""
        yield Note(heading, Markup(_markdown().render(section.strip())), kind)  # noqa: S704  HTML in it is escaped


@cache
def _markdown() -> MarkdownIt:
    # no HTML and no pictures: a page asks for nothing, and runs nothing that somebody has pasted into a note
    return MarkdownIt("commonmark", {"html": False}).disable("image")
