"""Whose a file is, as a platform's names tell it: what each module of a platform gives, and what they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from autograder.course import Assignment
from autograder.submission.entries import Entry

YES = "yes"
NO = "no"


@dataclass(frozen=True)
class Owner:
    """Who has handed in an entry. `key` is the platform's id of that person, `name` what a person reads beside it.

    `late` is "yes" or "no", or empty where the platform does not say. Of several entries of one person and one `series`
    that with the largest `moment` counts. Where entries of one person `belong_together`, they are files of one
    submission; where they don't, and no moment tells which is the newest, a person has to choose. `handed_in` is the
    time of it, with a time zone where the platform has written one.
    """

    key: str
    name: str = ""
    late: str = ""
    series: str = ""
    moment: tuple[int, ...] = ()
    belong_together: bool = False
    handed_in: str = ""


class Platform(Protocol):
    """What a module of a platform has. `TITLE` is the platform's name, as people write it."""

    TITLE: str

    def owners(self, entries: Sequence[Entry], assignment: Assignment) -> list[list[Owner]]:
        """Of each entry its owners: none where its name is not the platform's, several where a group handed it in."""


_COPY = re.compile(r"(-\d+| ?\(\d+\))?(\.[^.]*)?\Z")


def without_number(name: str) -> str:
    """A file's name without what is added where the name is taken: work-2.ipynb, work (1).ipynb."""
    return _COPY.sub(r"\2", name, count=1)


def moment_of(text: str, *formats: str) -> tuple[int, ...]:
    """A time that is written in one of these formats, comparable; nothing where it is in none of them."""
    for pattern in formats:
        try:
            moment = datetime.strptime(text, pattern)  # noqa: DTZ007  compared with times of the same place only
        except ValueError:
            continue
        return (int(moment.strftime("%Y%m%d%H%M%S")),)
    return ()


def iso_of(moment: tuple[int, ...]) -> str:
    """Such a time as ISO 8601 has it, by the clock of the place; nothing where there is none."""
    for digits in moment:
        return datetime.strptime(f"{digits:014}", "%Y%m%d%H%M%S").isoformat()  # noqa: DTZ007  as above
    return ""
