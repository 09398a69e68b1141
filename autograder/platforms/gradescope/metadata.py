"""Gradescope's submission_metadata.json, as far as it can be read: none of its fields is counted on."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec


class User(msgspec.Struct, frozen=True):
    """Who has submitted."""

    name: str = ""
    id: int | str = ""
    email: str = ""


class Previous(msgspec.Struct, frozen=True):
    """A submission before this one; its `results` are there for the latest only."""

    submission_time: datetime
    score: float = 0.0
    autograder_error: bool = False
    results: Any = None


class Metadata(msgspec.Struct, frozen=True):
    """What is known of a submission: who, when, until when, and what came before it, the latest first."""

    created_at: datetime | None = None
    due_date: datetime | None = None
    users: tuple[User, ...] = ()
    previous: tuple[Previous, ...] = ()
    our_faults: tuple[datetime, ...] = ()  # when something was handed in that we failed to grade

    @property
    def late(self) -> timedelta | None:
        """How late it is; None where it is in time, or nobody knows."""
        if self.created_at is None or self.due_date is None or self.created_at <= self.due_date:
            return None
        return self.created_at - self.due_date

    @property
    def who(self) -> str:
        """A name for the submission's draws: the same for the same people."""
        return "+".join(sorted(str(user.id or user.email or user.name) for user in self.users))

    @property
    def last_score(self) -> float:
        """The score that counts while a submission is not graded: that of the latest one which was."""
        return next((p.score for p in self.previous if self._counts(p)), 0.0)

    def _counts(self, previous: Previous) -> bool:
        return not previous.autograder_error and previous.submission_time not in self.our_faults

    def free_at(self, limits: Mapping[timedelta, int]) -> datetime | None:
        """When the next one can be graded, where as many have been in the time before this one; None: this one can be.

        `limits` says how many are graded within so much time; 0 sets no limit.

        Counted from this submission's `created_at`: a clock would say something else when all are graded again. What
        was refused takes nobody's turn, and is found by going through them in the order in which they came.
        """
        if self.created_at is None:
            return None
        graded: list[datetime] = []
        for moment in sorted(p.submission_time for p in self.previous if self._counts(p)):
            if moment <= self.created_at and _free(graded, moment, limits) is None:
                graded.append(moment)
        return _free(graded, self.created_at, limits)


def _free(graded: list[datetime], moment: datetime, limits: Mapping[timedelta, int]) -> datetime | None:
    """When the next one can be graded, if there is no room for one at this moment."""
    full = [graded[-most] + within for within, most in limits.items() if 0 < most <= len(graded)]
    return max((free for free in full if free > moment), default=None)


def read(path: Path) -> Metadata:
    """The metadata in this file; what is missing or broken is left out."""
    facts: Any = {}
    with contextlib.suppress(OSError, msgspec.MsgspecError, RecursionError):
        facts = msgspec.json.decode(path.read_bytes())
    if not isinstance(facts, dict):
        return Metadata()
    assignment = facts.get("assignment")
    due = assignment.get("due_date") if isinstance(assignment, dict) else None
    previous = _each(facts.get("previous_submissions"), Previous)
    previous = tuple(sorted(previous, key=lambda p: p.submission_time, reverse=True))
    return Metadata(
        created_at=_one(facts.get("created_at"), datetime),
        due_date=_one(due, datetime),
        users=_each(facts.get("users"), User),
        previous=previous,
        our_faults=_faults(previous),
    )


def _faults(previous: tuple[Previous, ...]) -> tuple[datetime, ...]:
    """What the latest results say of those before them, of which Gradescope tells no more than the score."""
    found = previous[0].results if previous else None
    extra = found.get("extra_data") if isinstance(found, dict) else None
    if not isinstance(extra, dict):
        return ()
    said = extra.get("our_faults")
    known = (_one(m, datetime) for m in said if isinstance(m, str)) if isinstance(said, list) else ()
    latest = [previous[0].submission_time] if extra.get("status") == "error" else []
    return (*(moment for moment in known if moment is not None), *latest)


def _one(value: Any, kind: Any) -> Any:
    """The value as this kind, or None. A time without an offset can't be compared with the others."""
    try:
        made = msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        return None
    moment = made.submission_time if isinstance(made, Previous) else made
    return None if isinstance(moment, datetime) and moment.tzinfo is None else made


def _each(values: Any, kind: Any) -> tuple[Any, ...]:
    made = (_one(value, kind) for value in values) if isinstance(values, list) else ()
    return tuple(value for value in made if value is not None)
