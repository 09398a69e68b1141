"""What is wrong with a course.toml, with its line: what can't be read, unknown keys, and values that can't be meant."""

from __future__ import annotations

import difflib
import math
import re
import typing
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol, TypeAlias

import msgspec

from autograder.toml_lines import line_of

Located: TypeAlias = tuple[int, str]  # a line, and what is wrong there and what to do
_IN_TEXT = re.compile(r"\(at line (\d+), column \d+\)")
_AT_PATH = re.compile(r"(.*?)(?: - at `(.*)`)?", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")
_MISSING = re.compile(r"Object missing required field `(.*)`")
_NO_CHOICE = re.compile(r"Invalid enum value (.*)")
_TYPE = re.compile(r"`(float|int|str|bool|array|object)`")
_TYPES = {
    "float": "a number",
    "int": "a whole number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
_ALIKE = 0.6  # of difflib's ratio, where 1 is the same text


class Worth(Protocol):
    """What has points: an exercise, or a question."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def points(self) -> float: ...  # noqa: D102


class Part(Worth, Protocol):
    """An exercise."""

    @property
    def uses(self) -> Sequence[str]: ...  # noqa: D102


class Listing(Protocol):
    """An assignment."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def exercises(self) -> Sequence[Part]: ...  # noqa: D102
    @property
    def questions(self) -> Sequence[Worth]: ...  # noqa: D102


def suggestion(name: str, known: Collection[str], otherwise: str) -> str:
    """The known name that could be meant, as a question; else what to do in place of it."""
    for near in difflib.get_close_matches(name, known, 1, _ALIKE):
        return f"did you mean {near!r}?"
    return otherwise


def unreadable(text: str, fault: Exception) -> Located:
    """Why a text is no TOML."""
    reason = str(fault)
    place = _IN_TEXT.search(reason)
    line = len(text.rstrip("\n").split("\n"))
    if place:
        line = int(place[1])
    reason = _IN_TEXT.sub("", reason).replace("(at end of document)", "").strip()
    return max(line, 1), f"this is no TOML: {reason[:1].lower()}{reason[1:]}: correct it here"


def unfit(text: str, fault: msgspec.ValidationError, kind: type) -> Located:
    """Why a TOML text is none of this kind, a Struct's."""
    match = _AT_PATH.fullmatch(str(fault))
    assert match is not None
    reason = match[1]
    path = match[2] or "$"
    unknown = _UNKNOWN.fullmatch(reason)
    if unknown:
        keys = _keys(_type_at(kind, path))
        advice = suggestion(unknown[1], keys, f"take it out; the keys here are {', '.join(keys)}")
        return line_of(text, path, unknown[1]), f"unknown key {unknown[1]!r}: {advice}"
    line = line_of(text, path)
    missing = _MISSING.fullmatch(reason)
    if missing:
        return line, f"the key {missing[1]!r} is missing: add it here"
    key = path.rpartition(".")[2]
    wrong_choice = _NO_CHOICE.fullmatch(reason)
    if wrong_choice:
        choices = [repr(choice) for choice in typing.get_args(_type_at(kind, path))]
        return line, f"{key} can't be {wrong_choice[1]}: expected {' or '.join(choices)}"
    expected = _TYPE.sub(lambda found: _TYPES[found[1]], reason)
    return line, f"{key}: {expected[:1].lower()}{expected[1:]}"


def _type_at(kind: type, path: str) -> object:
    """The type of what a path names, below a Struct."""
    place: object = kind
    for name in re.findall(r"\.(\w+)", path):
        for entry in msgspec.structs.fields(_struct_in(place)):
            if entry.encode_name == name:
                place = entry.type
                break
    return place


def _struct_in(annotation: object) -> type[msgspec.Struct]:
    """The Struct in an annotation such as `tuple[Exercise, ...]` or `Late | None`."""
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return annotation
    for argument in typing.get_args(annotation):
        if isinstance(argument, type) and issubclass(argument, msgspec.Struct):
            return argument
    raise TypeError(f"{annotation} holds no Struct")


def _keys(annotation: object) -> list[str]:
    return [entry.encode_name for entry in msgspec.structs.fields(_struct_in(annotation))]


def impossible(text: str, assignments: Sequence[Listing]) -> Iterator[Located]:
    """What an order says that can't be meant: names that are none, or are there twice, points, `uses`."""
    known: set[str] = set()
    for number, assignment in enumerate(assignments):
        path = f"$.assignments[{number}]"
        if assignment.name in known:
            yield line_of(text, path, "name"), f"a second assignment {assignment.name!r}: give it another name"
        known.add(assignment.name)
        if not re.fullmatch(r"\w[\w-]*", assignment.name):
            yield line_of(text, path, "name"), f"{assignment.name!r} can't name files: use snake_case"
        yield from _of_exercises(text, assignment, path)
        yield from _of_questions(text, assignment, path)


def _of_exercises(text: str, assignment: Listing, path: str) -> Iterator[Located]:
    names = [exercise.name for exercise in assignment.exercises]
    users: dict[str, Sequence[str]] = {exercise.name: exercise.uses for exercise in assignment.exercises}
    for number, exercise in enumerate(assignment.exercises):
        place = f"{path}.exercises[{number}]"
        if exercise.name in names[:number]:
            yield line_of(text, place), f"a second exercise {exercise.name!r}: give it another name"
        elif not exercise.name.isidentifier():
            yield line_of(text, place), f"{exercise.name!r} can't be a name in Python: use snake_case"
        yield from _of_points(text, exercise, place)
        for used in exercise.uses:
            if used not in names:
                advice = suggestion(used, names, "name exercises of the same assignment")
                yield line_of(text, place, "uses"), f"{exercise.name} uses {used!r}, which is none: {advice}"
        if exercise.name in _used_by(exercise.name, users):
            yield line_of(text, place, "uses"), f"{exercise.name} uses itself, perhaps through others: take that out"


def _of_questions(text: str, assignment: Listing, path: str) -> Iterator[Located]:
    for number, question in enumerate(assignment.questions):
        yield from _of_points(text, question, f"{path}.questions[{number}]")


def _of_points(text: str, part: Worth, place: str) -> Iterator[Located]:
    if not math.isfinite(part.points) or part.points < 0:
        yield line_of(text, place, "points"), f"{part.name} has {part.points:g} points: expected 0 or more"


def _used_by(name: str, users: dict[str, Sequence[str]]) -> set[str]:
    """All that an exercise uses, directly or through others."""
    used: set[str] = set()
    pending = list(users[name])
    while pending:
        part = pending.pop()
        if part not in used:
            used.add(part)
            pending += users.get(part, ())
    return used
