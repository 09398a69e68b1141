"""Gradescope's submission_metadata.json, as far as it can be read: none of its fields is counted on."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import msgspec

from autograder.report import Status

Quotas: TypeAlias = Mapping[timedelta, int]  # how many submissions are graded within so much time; 0 sets no limit
Kind = TypeVar("Kind")


class User(msgspec.Struct, frozen=True):
    """Who has submitted; `assignment` holds the dates of somebody who has an extension."""

    name: str = ""
    id: int | str = ""
    email: str = ""
    assignment: Any = None  # whatever JSON holds


class Previous(msgspec.Struct, frozen=True):
    """A submission before this one; its `results` are there for the latest only."""

    submission_time: datetime
    score: float = 0.0
    autograder_error: bool = False
    results: Any = None  # whatever JSON holds


class Metadata(msgspec.Struct, frozen=True):
    """What is known of a submission: who, when, until when, and what came before it, the latest first."""

    created_at: datetime | None = None
    due_date: datetime | None = None
    extended_to: datetime | None = None  # the latest date of its members' own, where that is later
    users: tuple[User, ...] = ()
    previous: tuple[Previous, ...] = ()
    without_turn: tuple[datetime, ...] = ()  # when something was handed in that was not graded

    @property
    def late(self) -> timedelta | None:
        """How late it is; None where it is in time, or nobody knows."""
        due = self.extended_to or self.due_date
        if self.created_at is None or due is None or self.created_at <= due:
            return None
        return self.created_at - due

    @property
    def who(self) -> str:
        """A name for the submission's draws: the same for the same people."""
        # sorted, since a group's members come in any order
        return "+".join(sorted(str(user.id or user.email or user.name) for user in self.users))

    @property
    def last_score(self) -> float:
        """The score that counts while a submission is not graded: that of the latest one which was."""
        for submission in self.previous:
            if self._counts(submission):
                return submission.score
        return 0.0

    def _counts(self, submission: Previous) -> bool:
        """Whether an earlier submission took a turn: not where it was rejected, or where we failed to grade it."""
        return not submission.autograder_error and submission.submission_time not in self.without_turn

    def free_at(self, quotas: Quotas) -> datetime | None:
        """When the next one can be graded, where as many have been in the time before this one; None: this one can be.

        Counted from this submission's `created_at`: a clock would say something else when all are graded again. What
        was refused takes nobody's turn, and is found by going through them in the order in which they came.
        """
        if self.created_at is None:
            return None
        turns: list[datetime] = []
        for submission in sorted(self.previous, key=_submission_time):
            moment = submission.submission_time
            is_earlier = moment <= self.created_at
            if is_earlier and self._counts(submission) and _next_turn(turns, moment, quotas) is None:
                turns.append(moment)
        return _next_turn(turns, self.created_at, quotas)


def _submission_time(submission: Previous) -> datetime:
    return submission.submission_time


def _next_turn(turns: list[datetime], moment: datetime, quotas: Quotas) -> datetime | None:
    """When there is room for another one after those that have had their turns; None if there is at this moment."""
    latest = None
    for period, number in quotas.items():
        if 0 < number <= len(turns):
            end_of_period = turns[-number] + period
            if end_of_period > (latest or moment):
                latest = end_of_period
    return latest


def read(path: Path) -> Metadata:
    """The metadata in this file; what is missing or broken is left out."""
    facts: object = None
    with contextlib.suppress(OSError, msgspec.MsgspecError, RecursionError):
        facts = msgspec.json.decode(path.read_bytes())  # the recursion is that of lists in lists without end
    submissions = _convert_all(_field(facts, "previous_submissions"), Previous)
    previous = tuple(sorted(submissions, key=_submission_time, reverse=True))
    due_date = _convert(_field(_field(facts, "assignment"), "due_date"), datetime)
    users = _convert_all(_field(facts, "users"), User)
    return Metadata(
        created_at=_convert(_field(facts, "created_at"), datetime),
        due_date=due_date,
        extended_to=_extended_to(users, due_date),
        users=users,
        previous=previous,
        without_turn=_without_turn(previous),
    )


def _extended_to(users: tuple[User, ...], due_date: datetime | None) -> datetime | None:
    """The latest date that any of a submission's members has, where it is later than everybody's."""
    latest = due_date
    for user in users:
        own_date = _convert(_field(user.assignment, "due_date"), datetime)
        if own_date is not None and (latest is None or own_date > latest):
            latest = own_date
    if latest == due_date:
        return None
    return latest


def _without_turn(previous: tuple[Previous, ...]) -> tuple[datetime, ...]:
    """What the latest results say of those before them, of which Gradescope tells no more than the score."""
    if not previous:
        return ()
    latest = previous[0]
    extra_data = _field(latest.results, "extra_data")
    texts = _convert_all(_field(extra_data, "without_turn"), str)  # a number would be seconds since 1970
    moments = _convert_all(list(texts), datetime)
    if _field(extra_data, "status") in (Status.ERROR, Status.REJECTED):
        moments = (*moments, latest.submission_time)
    return moments


def _field(facts: object, name: str) -> object:
    """A field of what JSON calls an object; None where it is missing, or where there is something else instead."""
    if not isinstance(facts, dict):
        return None
    return facts.get(name)


def _convert(value: object, kind: type[Kind]) -> Kind | None:
    """The value as this kind, or None. A time without an offset can't be compared with the others."""
    try:
        converted = msgspec.convert(value, kind, strict=False)  # scores may be written as text
    except msgspec.ValidationError:
        return None
    moment: object = converted
    if isinstance(converted, Previous):
        moment = converted.submission_time
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return None
    return converted


def _convert_all(values: object, kind: type[Kind]) -> tuple[Kind, ...]:
    """Those of a list that are of this kind; none of anything but a list."""
    if not isinstance(values, list):
        return ()
    converted_values = []
    for value in values:
        converted = _convert(value, kind)
        if converted is not None:
            converted_values.append(converted)
    return tuple(converted_values)
