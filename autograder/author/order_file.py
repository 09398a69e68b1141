"""Edits of course.toml: comments, order and spelling of what an instructor has written stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Table

from autograder.course import UsageError

_KEY = "assignments"


def with_assignment(path: Path, name: str, title: str, points: Mapping[str, float]) -> str:
    """The text of a course.toml with one more assignment at its end; `points` are those of its exercises.

    Raises UsageError where what comes out would not be read as the course that was there, and this assignment.
    """
    text = path.read_bytes().decode()  # as it is: reading as text would change the ends of lines
    by_hand = f"add [[assignments]] with the name {name} to {path} by hand"
    try:
        edited = _with_ends_of(text, tomlkit.dumps(_with_entry(tomlkit.parse(_ended(text)), name, title, points)))
    except TOMLKitError as fault:
        raise UsageError(
            "{path} can't be edited ({fault}): {by_hand}",
            path=path, fault=fault, by_hand=by_hand,
        ) from None
    if not _adds_one(text, edited, name):
        raise UsageError("{path} can't be edited without changing what is there: {by_hand}", path=path, by_hand=by_hand)
    return edited


def _ended(text: str) -> str:
    """A text whose last line has an end."""
    if text and not text.endswith("\n"):
        return text + "\n"
    return text


def _with_ends_of(text: str, edited: str) -> str:
    """An edited text with the ends of lines that it had: those of Windows, or the others."""
    if "\r\n" in text:
        return edited.replace("\r\n", "\n").replace("\n", "\r\n")
    return edited


def _with_entry(
    document: tomlkit.TOMLDocument, name: str, title: str, points: Mapping[str, float]
) -> tomlkit.TOMLDocument:
    entry = _entry(name, title, points)
    present = document.get(_KEY)
    if isinstance(present, Array) and present:
        inline = tomlkit.inline_table()
        inline.update(entry)
        present.append(inline)
        return document
    if isinstance(present, AoT):
        present.append(entry)
        return document
    if present is not None:  # an empty list: tables stand behind all else
        if present.trivia.comment:
            entry.comment(present.trivia.comment.removeprefix("#").strip())
        document.remove(_KEY)
    tables = tomlkit.aot()
    tables.append(entry)
    document.append(_KEY, tables)
    return document


def _entry(name: str, title: str, points: Mapping[str, float]) -> Table:
    """An assignment as instructors write it: an exercise on each line."""
    exercises = tomlkit.array()
    for exercise, worth in points.items():
        row = tomlkit.inline_table()
        row.update({"name": exercise, "points": worth})
        exercises.append(row)
    exercises.multiline(multiline=True)
    entry = tomlkit.table()
    entry.update({"name": name, "title": title, "exercises": exercises})
    entry.trivia.indent = "\n"  # an empty line in front of it
    return entry


def _adds_one(before: str, after: str, name: str) -> bool:
    """Whether a text says what another one said, and an assignment of this name behind all others."""
    old = msgspec.toml.decode(before)
    new = msgspec.toml.decode(after)
    added = new.get(_KEY, [])[-1:]
    rest = {**new, _KEY: new.get(_KEY, [])[:-1]}
    return rest == {_KEY: [], **old} and [entry.get("name") for entry in added] == [name]
