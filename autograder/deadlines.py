"""When work is due, and what lateness costs: the arithmetic of deadlines, by the clock of the course's time zone."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from autograder.languages import marked
from autograder.words.sentence import Sentence, sentence

Percent: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=100)]
Toml: TypeAlias = object  # whatever a file of an instructor's may hold
_DAY = timedelta(days=1)
_UNITS = {"day": _DAY, "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?\s*(\S*)", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?")
_ZONE_NAME = re.compile(r"[A-Za-z][\w+-]*(/[A-Za-z][\w+-]*){0,2}")
_YEARS = range(1970, 9000)  # in which no sum of a date and a few days leaves the calendar
_MONTHS = (
    marked("January"), marked("February"), marked("March"), marked("April"), marked("May"), marked("June"),
    marked("July"), marked("August"), marked("September"), marked("October"), marked("November"), marked("December"),
)  # fmt: skip
_LONGEST = 10_000  # days late, beyond which nobody counts exactly


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What lateness costs: `percent` of the assignment's points for each day or hour that has begun.

    Nothing within the `grace_minutes`, from whose end the days and hours are counted. At most `most` percent are taken
    off, and nobody falls below `floor` percent by it. After `until`, work gets no points. Where the platform keeps no
    time, `file_times` takes that of the file.
    """

    percent: Percent
    """Percent of the assignment's points taken off for each `per` that has begun."""
    per: Literal["day", "hour"] = "day"
    """The unit in which lateness is counted."""
    grace_minutes: Annotated[float, msgspec.Meta(ge=0, le=100_000)] = 0
    """Minutes after the deadline that cost nothing."""
    most: Percent = 100
    """The most that is taken off, in percent of the points."""
    floor: Percent = 0
    """The score, in percent of the points, below which lateness takes nobody."""
    until: str = ""
    """When the last work is accepted; later work gets no points."""
    file_times: bool = False
    """Take a file's own time where the platform keeps none."""


@dataclass(frozen=True)
class Deadline:
    """When an assignment is due, in the time zone by whose clock days are counted, and what it costs to be late.

    `until` is when the last work is taken; `late` is missing where lateness is only said.
    """

    due: datetime
    late: Late | None = None
    until: datetime | None = None

    @property
    def zone(self) -> tzinfo:
        """The time zone of the deadline, in which a time without one is meant."""
        return self.due.tzinfo or UTC

    def moved_to(self, due: datetime) -> Deadline:
        """The same with a later date for one student, who may hand in at least until then."""
        until = self.until
        if until is not None:
            until = max(until, due, key=_in_utc)
        return replace(self, due=due.astimezone(self.zone), until=until)

    def delay(self, handed_in: datetime) -> Delay:
        """How late this is; a submission at the very moment of the deadline is in time."""
        duration = _in_utc(handed_in) - _in_utc(self.due)
        is_too_late = self.until is not None and _in_utc(handed_in) > _in_utc(self.until)
        per = "day"
        grace = timedelta()
        if self.late is not None:
            per = self.late.per
            grace = timedelta(minutes=self.late.grace_minutes)
        count = 0
        if duration > grace:
            count = _days(self.due, _in_utc(handed_in) - grace)
            if per == "hour":
                count = math.ceil((duration - grace) / _UNITS["hour"])
        return Delay(duration, count, per, is_too_late)


@dataclass(frozen=True)
class Delay:
    """How late something is: the `duration` by the clock, and the `count` of days or hours that have begun.

    Where it is in time, or within the grace, the count is 0. `is_too_late`: nothing is taken any more.
    """

    duration: timedelta
    count: int
    per: str
    is_too_late: bool = False

    @property
    def is_late(self) -> bool:
        """Whether it is late at all."""
        return self.count > 0 or self.is_too_late

    def cost(self, late: Late) -> Cost:
        """What it takes off; no floor holds for what comes too late."""
        if self.is_too_late:
            return Cost(100.0)
        return Cost(min(late.percent * self.count, late.most), late.floor)

    @property
    def in_words(self) -> Sentence:
        """How late it is, in begun days or hours and by the clock."""
        begun = _counted(self.count, self.per)
        return sentence("{begun} late (by {duration})", begun=begun, duration=in_words(self.duration))


@dataclass(frozen=True)
class Cost:
    """What lateness takes off: `percent` of the assignment's points, but nothing of the lowest `floor` percent."""

    percent: float
    floor: float = 0.0

    def penalty(self, score: float, max_score: float, given: float = 0.0) -> float:
        """The points to take off a score. Of it, the points that a person has `given` are not lowered.

        Without a floor this may be more than the score: the same penalty holds when more points are added by hand.
        """
        penalty = max_score * self.percent / 100
        if self.floor or given:
            above_floor = score - given - max_score * self.floor / 100
            penalty = min(penalty, max(above_floor, 0.0))
        return round(penalty, 6)

    def score(self, before: float, max_score: float, given: float = 0.0) -> float:
        """What is left of a score."""
        return round(max(before - self.penalty(before, max_score, given), 0.0), 6)


def _in_utc(moment: datetime) -> datetime:
    # two times of one zone are compared by their clocks alone, which go back an hour once a year
    return moment.astimezone(UTC)


def _days(due: datetime, moment: datetime) -> int:
    """How many days have begun since then: a day ends at the deadline's time of day, be it 23 or 25 hours long."""
    clock_due = due.replace(tzinfo=None)
    clock_now = moment.astimezone(due.tzinfo).replace(tzinfo=None)
    count = max(1, math.ceil((clock_now - clock_due) / _DAY))
    if count > _LONGEST:
        return count
    # where clocks go back, one time of day is there twice
    while moment > _resolved(clock_due + count * _DAY, due.tzinfo, latest=True):
        count += 1
    while count > 1 and moment <= _resolved(clock_due + (count - 1) * _DAY, due.tzinfo, latest=True):
        count -= 1
    return count


def _resolved(clock: datetime, zone: tzinfo | None, *, latest: bool) -> datetime:
    """The moment at which a clock shows this; of two, the later or the earlier one."""
    moments = [_in_utc(clock.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)]
    if latest:
        return max(moments)
    return min(moments)


def zone_of(name: str) -> tzinfo:
    """The time zone of this name, such as "Europe/Berlin". Raises ValueError."""
    try:
        if _ZONE_NAME.fullmatch(name):
            return ZoneInfo(name)
    except (KeyError, OSError):  # of a name that no zone has, or that is a folder of zones
        pass
    raise ValueError(f'no time zone {name!r}: expected a name such as "Europe/Berlin"')


def deadline_of(text: str, zone: tzinfo | None) -> datetime:
    """The moment that a person names as a deadline: the last one of a date, or of a minute. Raises ValueError.

    Of a time that clocks show twice the later one is meant.
    """
    stripped = text.strip()
    if _DATE.fullmatch(stripped):
        stripped += " 23:59"
    return moment_of(stripped, zone, latest=True)


def beginning_of(text: str, zone: tzinfo | None) -> datetime:
    """The moment from which something holds: the first one of a date. Raises ValueError."""
    stripped = text.strip()
    if _DATE.fullmatch(stripped):
        stripped += " 00:00"
    return moment_of(stripped, zone)


def moment_of(text: str, zone: tzinfo | None, *, latest: bool = False) -> datetime:
    """The moment in a text such as "2026-11-25 23:59:00 +01:00"; without a zone, in this one. Raises ValueError.

    Where the text leaves open which moment it is, such as which second of a minute, the first one or the `latest`.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no time: expected one such as 2026-11-25T23:59:00")
    day, minute, second, fraction, tail = match.groups()
    moment = datetime.combine(_checked(date.fromisoformat(day)), time.fromisoformat(minute + (second or "")))
    moment += timedelta(microseconds=int((fraction or "0").ljust(6, "0")[:6]))
    if latest and second is None:
        moment += _UNITS["minute"] - timedelta.resolution
    own_zone = zone
    if tail:
        own_zone = _zone_behind(tail)
    if own_zone is None:
        raise ValueError(f"{text} has no time zone")
    return _resolved(moment, own_zone, latest=latest).astimezone(own_zone)


def _checked(day: date) -> date:
    if day.year not in _YEARS:
        raise ValueError(f"{day} is no date of a course")
    return day


def _zone_behind(text: str) -> tzinfo:
    """The zone that stands behind a time: Z, +01:00, or a name."""
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    match = _OFFSET.fullmatch(text)
    if match is None:
        return zone_of(text)
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if match[1] == "-":
        offset = -offset
    return timezone(offset)  # of a day or more, it is a ValueError


def with_example(fault: str, example: str) -> str:
    """What is wrong with a time and what to write: an example, unless it says that already."""
    if ": expected " in fault:
        return fault
    return f"{fault}: expected {example}"


def in_words(duration: timedelta) -> Sentence:
    """A duration as people say it, to the minute."""
    minutes = max(0, round(duration.total_seconds() / 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    words: Sentence | None = None
    for count, unit in ((minutes, "minute"), (hours, "hour"), (days, "day")):
        if not count:
            continue
        counted = _counted(count, unit)
        words = counted if words is None else sentence("{longer} {shorter}", longer=counted, shorter=words)
    return words or sentence("less than a minute")


def _counted(count: int, unit: str) -> Sentence:
    """So many of a unit of time."""
    if count == 1:
        return {"day": sentence("1 day"), "hour": sentence("1 hour"), "minute": sentence("1 minute")}[unit]
    templates = {"day": marked("{count} days"), "hour": marked("{count} hours"), "minute": marked("{count} minutes")}
    return sentence(templates[unit], count=count)


def when(moment: datetime) -> Sentence:
    """A moment as a person reads it."""
    return sentence("{day}, {time}", day=day_in_words(moment), time=f"{moment:%H:%M %Z}".strip())


def day_in_words(day: date) -> Sentence:
    """A date as a person reads it."""
    return sentence("{day} {month} {year}", day=day.day, month=sentence(_MONTHS[day.month - 1]), year=day.year)


def dates_as_text(value: Toml) -> Toml:
    """What a TOML file holds, with its dates and times as texts: a course may write them with quotes or without."""
    if isinstance(value, dict):
        return {key: dates_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [dates_as_text(inner) for inner in value]
    if isinstance(value, (date, time)):  # a datetime is a date, too
        return value.isoformat()
    return value
