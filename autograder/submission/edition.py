"""Which edition a notebook is of: its stamp from its release, compared with what the course has released.

The stamp is the student's to change: nothing of its text is shown, and no points depend on it.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

import msgspec

from autograder.course import Course, UsageError
from autograder.deadlines import day_in_words
from autograder.languages import ENGLISH, known_languages
from autograder.words.sentence import Sentence, joined, sentence

STAMP = "autograder"  # the key in a notebook's metadata
_MOST_CHANGES = 3  # that a sentence names


class Stamp(msgspec.Struct, frozen=True):
    """What `release` writes into a notebook. Each field is empty where a student's copy has lost it."""

    course: str = ""
    assignment: str = ""
    edition: str = ""
    released: str = ""
    language: str = ""


class Edition(msgspec.Struct, frozen=True):
    """What students got from a day on: each exercise's signature by its name, and a hash of these and the checks."""

    hash: str
    released: dt.date
    exercises: dict[str, str]


def stamp_of(metadata: object) -> Stamp | None:
    """The stamp in what a notebook's metadata has under STAMP; None where there is none that can be read."""
    try:
        return msgspec.convert(metadata, Stamp)
    except msgspec.ValidationError:
        return None


def language_of(stamp: Stamp | None, languages: Container[str]) -> str:
    """The language of a notebook's texts, where the course is released in it and the engine speaks it; else empty."""
    if stamp is None or stamp.language == ENGLISH or stamp.language not in known_languages():
        return ""
    return stamp.language if stamp.language in languages else ""


def editions_of(course: Course, assignment: str) -> tuple[Edition, ...]:
    """The editions of an assignment, the first one first; none before its first release. Raises UsageError."""
    return _read(course.editions(assignment))


@functools.lru_cache(maxsize=64)
def _read(path: Path) -> tuple[Edition, ...]:
    return read_editions(path)


def read_editions(path: Path) -> tuple[Edition, ...]:
    """The editions in a file as it is now. Raises UsageError where it can't be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Edition, ...])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.MsgspecError, UnicodeError) as fault:
        raise UsageError(
            "{path} can't be read ({fault}): take it from the repository's history",
            path=path, fault=fault,
        ) from None


def difference(stamp: Stamp | None, course: Course, assignment: str) -> str:
    """Where a notebook comes from, if not from the newest release, as the end of "This notebook is …"; else empty."""
    if stamp is None or not stamp.assignment:
        return ""
    if stamp.assignment in course.assignments and stamp.assignment != assignment:
        return sentence("from another assignment, {assignment}", assignment=stamp.assignment)
    if stamp.assignment != assignment:
        return sentence("from another assignment")
    return _other_edition(stamp, course, editions_of(course, assignment))


def _other_edition(stamp: Stamp, course: Course, editions: Sequence[Edition]) -> str:
    """The sentence on a notebook of this assignment; empty where it is of the newest edition."""
    if not editions or stamp.edition == editions[-1].hash:
        return ""
    # what was released twice is known by its last day
    for edition in reversed(editions):
        if edition.hash == stamp.edition:
            return _since(edition, editions[-1])
    if stamp.course != course.title:
        return sentence("from another course")
    return sentence("from an edition that this course has no record of")


def _since(old: Edition, new: Edition) -> str:
    changes = list(_changes(old.exercises, new.exercises))
    further = len(changes) - _MOST_CHANGES
    if not changes:
        changes = [sentence("its public checks have changed since")]
    elif further > 0:
        changes = [*changes[:_MOST_CHANGES], sentence("and further changes: {count}", count=further)]
    return joined([sentence("from the edition of {day}", day=day_in_words(old.released)), *changes])


def _changes(old: dict[str, str], new: dict[str, str]) -> Iterator[Sentence]:
    """What another edition's exercises were: other names, other signatures, more or fewer of them."""
    renamed = renamed_exercises(old, new)
    for name, signature in new.items():
        former_name = renamed.get(name, name)
        if former_name not in old:
            yield sentence("`{name}` was not asked for then", name=name)
            continue
        if former_name != name:
            yield sentence("`{name}` was called `{former_name}` then", name=name, former_name=former_name)
        if old[former_name] != signature:
            yield sentence("`{name}` took {signature} then", name=former_name, signature=old[former_name])
    for name in old:
        if name not in new and name not in renamed.values():
            yield sentence("`{name}` was asked for then", name=name)


def renamed_exercises(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """The former name of each exercise that has another one now: it stands in the same place between the others."""
    former_names = list(old)
    names = list(new)
    renamed = {}
    matcher = difflib.SequenceMatcher(None, former_names, names, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        # where some went and others came, nobody can say which is which
        if kind == "replace" and old_end - old_start == new_end - new_start:
            for former_name, name in zip(former_names[old_start:old_end], names[new_start:new_end], strict=True):
                renamed[name] = former_name
    return renamed
