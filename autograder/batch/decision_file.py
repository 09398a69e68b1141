"""A person's decisions as files of TOML beside the reports: read, or refused in words that say what to change."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from autograder import names
from autograder.course import UsageError
from autograder.deadlines import dates_as_text

Decision = TypeVar("Decision", bound=msgspec.Struct)
_SYNTAX = re.compile(r"(?P<what>.*) \(at (?P<place>line \d+|end of document).*\)", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<field>[^`]*)` - at `\$\[(?P<number>\d+)\]`")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<field>[^`]*)` - at `\$\[(?P<number>\d+)\]`")
_KIND = re.compile(r"Expected `(?P<kind>[^`]*)`, got `(?P<got>[^`]*)` - at `\$\[(?P<number>\d+)\]\.(?P<field>\w+)`")
_KINDS = {"str": "a text", "int": "a number", "float": "a number", "bool": "true or false", "array": "a list"}


def read(path: Path, word: str, kind: type[Decision]) -> list[Decision]:
    """The tables [[word]] of a file; none where there is no file. Raises UsageError."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise UsageError(
            "{path} can't be read ({reason}): check its permissions",
            path=path, reason=fault.strerror,
        ) from None
    fields = ", ".join(kind.__struct_fields__)
    try:
        tables = msgspec.toml.decode(content)
    except (msgspec.DecodeError, UnicodeError) as fault:
        raise UsageError(
            "{path}: {fault}; expected [[{word}]], and below it {fields}",
            path=path, fault=_of_syntax(str(fault)), word=word, fields=fields,
        ) from None
    for name in tables:
        if name != word:
            raise UsageError(
                "{path}: {name} is not known here: expected [[{word}]], and below it {fields}",
                path=path, name=repr(name), word=word, fields=fields,
            )
    decisions = dates_as_text(tables.get(word, []))
    if not isinstance(decisions, list):
        raise UsageError(
            "{path}: expected [[{word}]] with two brackets, and below it {fields}",
            path=path, word=word, fields=fields,
        )
    try:
        return msgspec.convert(decisions, list[kind])  # type: ignore[valid-type]  # a list of what was asked for
    except msgspec.ValidationError as fault:
        raise UsageError(
            "{path}: {fault}",
            path=path, fault=_in_words(str(fault), word, kind.__struct_fields__),
        ) from None


def _of_syntax(fault: str) -> str:
    match = _SYNTAX.fullmatch(fault)
    if match is None:
        return "it is not TOML in UTF-8"
    return f"{match['place']} is not TOML ({match['what']}): texts stand in quotes, as in student = \"ann\""


def _in_words(fault: str, word: str, fields: Iterable[str]) -> str:
    """What msgspec says of a table, with its number as a person counts."""
    missing = _MISSING.fullmatch(fault)
    if missing is not None:
        return f"{_table(missing, word)} has no {missing['field']}: add it"
    unknown = _UNKNOWN.fullmatch(fault)
    if unknown is not None:
        listed = ", ".join(fields)
        return f"{_table(unknown, word)} has {unknown['field']!r}{meant(unknown['field'], fields)}; expected {listed}"
    kind = _KIND.fullmatch(fault)
    if kind is None:
        return fault
    expected = " or ".join(dict.fromkeys(_KINDS.get(one, one) for one in kind["kind"].split(" | ") if one != "null"))
    return f"{_table(kind, word)}: {kind['field']}: expected {expected}, got {_KINDS.get(kind['got'], kind['got'])}"


def _table(match: re.Match[str], word: str) -> str:
    return f"[[{word}]] number {int(match['number']) + 1}"


def refuse_elsewhere(path: Path, who: str, named: str, assignment: str) -> None:
    """Raise UsageError for a decision beside an assignment's reports that names another assignment."""
    if named not in ("", assignment):
        place = path.parent.parent
        other = names.in_a_line(named)
        raise UsageError(
            "{path}: {who}: assignment = {other} in the folder of {assignment}: move it to {place}",
            path=path, who=who, other=repr(other), assignment=assignment, place=place,
        )


def meant(word: str, known: Iterable[str]) -> str:
    """A question that names the word which may be meant; nothing where none is like it."""
    for close in difflib.get_close_matches(word, list(known), 1):
        return f": {names.in_a_line(close)}?"
    return ""
