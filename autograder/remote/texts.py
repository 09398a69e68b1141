"""Texts from the student's side, made harmless where they arrive: they command no terminal and none of our messages."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse

_ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b.")
_LONGEST = 600  # characters


def harmless(text: str) -> str:
    """The text with its lines, but without escape sequences, control, format, private-use and unassigned characters.

    Messages are built with private-use characters, and a format character can turn a line's direction.
    """
    if text.isascii() and text.isprintable():  # as most are
        return text
    without_sequences = _ESCAPE_SEQUENCE.sub("", text)
    unwanted = "".join(filterfalse(_is_harmless, set(without_sequences)))  # a text has few different characters
    if not unwanted:
        return without_sequences
    return without_sequences.translate(str.maketrans("", "", unwanted))


def _is_harmless(character: str) -> bool:
    return character.isprintable() or character in "\n\t" or unicodedata.category(character) == "Zs"


def stripped(text: str) -> str:
    """The text fit for a page: harmless, with its lines, and with spaces in place of tabs."""
    return harmless(text).replace("\t", "    ")


def clean(text: object) -> str:
    """The text fit for a message: harmless, with spaces in place of tabs, and not too long."""
    kept = harmless(str(text)).replace("\t", " ")
    if len(kept) <= _LONGEST:
        return kept
    return kept[:_LONGEST] + " …"
