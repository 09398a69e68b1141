"""Names and texts that somebody else has chosen: how they are shown, and what key and what file a name becomes.

Whoever names a file chooses its characters: some of them command a terminal, turn the order of a line around, or are
no text at all. A name is kept as it is wherever it can be shown; two names that differ stay two.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

_MAX_FILE_BYTES = 255  # of a file's name
_ENDING_BYTES = len(".json")  # and ".html"
_JOINERS = {0x200C: None, 0x200D: None}  # as str.translate takes them away
_SHORTENED = re.compile(r"~[0-9a-f]{16}\Z")

# control characters but for tab and line feed; what has no shape but turns, joins or hides others; lone surrogates;
# private use; line and paragraph separators. The two joiners stay: without them some scripts can't be written.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def shown(text: str) -> str:
    """The text with a mark in place of each character that can't be seen, and that something else would obey."""
    return _UNSHOWN.sub("\ufffd", text)


def in_a_line(text: str) -> str:
    """The same in one line."""
    return " ".join(shown(text).split())


def from_here(line: str) -> str:
    """The same, and the path at its beginning as it is seen from the current folder, where it lies below."""
    return in_a_line(line.removeprefix(f"{Path.cwd()}/"))


def key(name: str) -> str:
    r"""A file's or folder's name as its student's key: as it is, or with what can't be shown in plain letters.

    `name` may hold bytes that are no UTF-8, as `os.fsdecode` gives them; they become `\xe9`.
    """
    if _can_be_shown(name):
        return name
    return "".join(_spelled(character) for character in name)


def _can_be_shown(text: str) -> bool:
    return not _UNSHOWN.search(text) and "\t" not in text and "\n" not in text


def _spelled(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return f"\\x{os.fsencode(character)[0]:02x}"
    if character == "\\" or not _can_be_shown(character):
        return character.encode("unicode_escape").decode("ascii")
    return character


def marked(student: str, name: str) -> str:
    """The key with a mark made of the whole name, where another name would have the same key or look the same."""
    return f"{student}~{_hash(name)[:8]}"


def look(student: str) -> str:
    """What two keys that look the same have in common: é may be one character, or an e and an accent."""
    letters = unicodedata.normalize("NFKC", student).translate(_JOINERS)
    return " ".join(letters.split())


def stem(student: str | None) -> str:
    """The name, without its ending, of the files about a student: the key, wherever that can be a file's name.

    Of one that is too long only the beginning is there, with a hash of the whole: the same each time, another for
    each other key.
    """
    name = student
    if name is None:
        name = "-"
    encoded = name.encode("utf-8", "backslashreplace")
    room = _MAX_FILE_BYTES - _ENDING_BYTES
    if _can_name_a_file(name) and len(encoded) <= room:
        return encoded.decode()
    hash_mark = _hash_mark(name)
    beginning = re.sub(rb"[/\x00]", b"_", encoded)[: room - len(hash_mark)]
    # the cut may go through a character of several bytes
    return beginning.decode("utf-8", "ignore") + hash_mark


def _can_name_a_file(name: str) -> bool:
    if name in {"", ".", ".."} or re.search(r"[/\x00]", name):
        return False
    # who is called like the shortened name of somebody else must not get his files
    return not _SHORTENED.search(name)


def page_stem(stem: str, taken: str) -> str:
    """The same for a page, beside which one of ours has taken a name."""
    if stem == taken:
        return stem + _hash_mark(stem)
    return stem


def _hash_mark(name: str) -> str:
    return f"~{_hash(name)[:16]}"


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
