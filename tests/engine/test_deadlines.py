"""The arithmetic of lateness: time zones, clocks that are changed, the second at the boundary, grace, and what bounds it."""

import math
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.deadlines import Deadline, Late, dates_as_text, deadline_of, in_words, moment_of, when, zone_of

BERLIN = zone_of("Europe/Berlin")
# clocks that change by an hour, by half of one, never, in the other half of the year, and at midnight
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo", "America/Havana", "UTC"]).map(zone_of)
CLOCKS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(microsecond=0))  # noqa: DTZ001  clocks
SECOND = timedelta(seconds=1)
RULES = st.builds(
    Late, percent=st.floats(0, 100), per=st.sampled_from(["day", "hour"]), grace_minutes=st.integers(0, 120),
    most=st.floats(0, 100), floor=st.floats(0, 100),
)  # fmt: skip


def at(text, zone=BERLIN):
    return moment_of(text, zone)


def counts(due, *moments, **rule):
    deadline = Deadline(deadline_of(due, BERLIN), Late(10, **rule))
    return [deadline.delay(at(moment)).count for moment in moments]


def test_the_boundary():
    """At the very moment it is in time; a second later a day has begun; at the same time of day the next one begins."""
    moments = ["2026-11-25T23:59:00", "2026-11-25T23:59:01", "2026-11-26T23:59:00", "2026-11-26T23:59:01"]
    assert counts("2026-11-25T23:59:00", *moments) == [0, 1, 1, 2]


def test_a_date_and_a_minute():
    """A date lasts until its end, and a time without seconds until the end of its minute."""
    assert counts("2026-11-25", "2026-11-25T23:59:59.9", "2026-11-26T00:00:00") == [0, 1]
    assert counts("2026-11-25 12:00", "2026-11-25T12:00:59", "2026-11-25T12:01:00") == [0, 1]


def test_where_clocks_change():
    """A day ends at the deadline's time of day, after 23 or 25 hours; hours are as long as ever."""
    assert counts("2026-10-24T23:00:00", "2026-10-25T23:00:00+01:00", "2026-10-25T23:00:01+01:00") == [1, 2]
    assert counts("2026-03-28T23:00:00", "2026-03-29T23:00:00+02:00", "2026-03-29T23:00:01+02:00") == [1, 2]
    assert counts("2026-10-24T23:00:00", "2026-10-25T23:00:00+01:00", per="hour") == [25]
    assert counts("2026-03-28T23:00:00", "2026-03-29T23:00:00+02:00", per="hour") == [23]


def test_the_hour_that_is_there_twice():
    """As a deadline its end is meant, as a time of handing in its beginning: what is unclear costs nobody anything."""
    assert counts("2026-10-25T02:30:00", "2026-10-25T02:30:00", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:01+01:00") == [0, 0, 1]


@given(ZONES, CLOCKS, st.integers(1, 400))
def test_days_end_by_the_clock(zone, clock, count):
    """However many: at the deadline's time of day so many have begun, and a second later one more."""
    deadline = Deadline(deadline_of(clock.isoformat(), zone), Late(10))
    end = deadline_of((deadline.due.replace(tzinfo=None) + timedelta(days=count)).isoformat(), zone).astimezone(UTC)
    assert deadline.delay(end).count == count
    assert deadline.delay(end + SECOND).count == count + 1


@given(ZONES, CLOCKS, st.integers(1, 10**7))
def test_hours_are_hours(zone, clock, seconds):
    """By the seconds that have gone by, whatever clocks say."""
    deadline = Deadline(deadline_of(clock.isoformat(), zone), Late(1, per="hour"))
    assert deadline.delay(deadline.due.astimezone(UTC) + timedelta(seconds=seconds)).count == math.ceil(seconds / 3600)


@given(ZONES, CLOCKS, RULES, st.integers(-(10**5), 10**6), st.integers(0, 10**5), st.floats(0, 12))
def test_later_is_never_better(zone, clock, late, seconds, more, before):
    """The score falls with time, stays between nothing and what it was, and above the floor."""
    deadline = Deadline(deadline_of(clock.isoformat(), zone), late)
    moment = deadline.due.astimezone(UTC) + timedelta(seconds=seconds)
    first, second = (deadline.delay(one).cost(late).score(before, 12) for one in (moment, moment + timedelta(seconds=more)))
    assert second <= first <= round(before, 6)
    rounded = 1.1e-6  # points: the penalty and the score are rounded to six places, one after the other
    assert second >= min(before, 12 * late.floor / 100) - rounded
    assert second >= max(0, before - 12 * late.most / 100) - rounded
    if seconds <= 60 * late.grace_minutes:
        assert first == round(before, 6)


@given(ZONES, CLOCKS, RULES, st.integers(1, 10**6))
def test_grace_puts_off_the_deadline(zone, clock, late, seconds):
    """Behind it, days and hours are counted as if the time of grace had not been."""
    deadline = Deadline(deadline_of(clock.isoformat(), zone), late)
    strict = Deadline(deadline.due, Late(late.percent, late.per))
    moment = deadline.due.astimezone(UTC) + timedelta(seconds=seconds)
    assert deadline.delay(moment + timedelta(minutes=late.grace_minutes)).count == strict.delay(moment).count


@given(ZONES, CLOCKS, RULES, st.integers(-(10**6), 10**6), st.integers(0, 10**6))
def test_an_extension_never_costs(zone, clock, late, seconds, more):
    """Whoever has a later deadline has no lower score by it, be it behind the last day of all."""
    deadline = Deadline(deadline_of(clock.isoformat(), zone), late, deadline_of(clock.isoformat(), zone) + timedelta(days=5))
    extended = deadline.moved_to(deadline.due + timedelta(seconds=more))
    moment = deadline.due.astimezone(UTC) + timedelta(seconds=seconds)
    scores = [one.delay(moment).cost(late).score(12, 12) for one in (deadline, extended)]
    assert scores[0] <= scores[1]


def test_the_last_day():
    """Behind it there is nothing, whatever the floor; at its very end there still is."""
    late = Late(10, floor=50, until="2026-11-27")
    deadline = Deadline(at("2026-11-25T12:00:00"), late, deadline_of(late.until, BERLIN))
    scores = [deadline.delay(at(moment)).cost(late).score(10, 10) for moment in ("2026-11-27T23:59:59", "2026-11-28T00:00:00")]
    assert scores == [7, 0]


def test_times_as_platforms_write_them():
    """With an offset, a zone's name or none, with or without seconds and their fractions."""
    noon = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
    for text in (
        "2026-11-25T12:00:00", "2026-11-25 12:00", "2026-11-25 11:00:00 UTC", "2026-11-25T11:00:00Z", "2026-11-25 11:00:00.000000 UTC",
        "2026-11-25 12:00:00+0100", "2026-11-25T12:00:00+01", "2026-11-25 06:00:00.0 America/New_York", "2026-11-25 16:30:00 +05:30",
    ):  # fmt: skip
        assert moment_of(text, BERLIN) == noon, text


FIRST = datetime(1971, 1, 1)  # noqa: DTZ001  clocks, too
LAST = datetime(8999, 12, 30)  # noqa: DTZ001
OFFSETS = st.integers(-1400, 1400).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(FIRST, LAST, timezones=OFFSETS))
def test_iso_is_read_as_it_is_written(moment):
    """Each moment with an offset."""
    assert moment_of(moment.isoformat(), None) == moment


@given(st.text(max_size=40) | st.from_regex(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(\.\d+)? ?[+A-Z/:0-9-]{0,12}", fullmatch=True))
def test_no_text_breaks_it(text):
    """It is a moment, or a ValueError that says why not."""
    try:
        moment = moment_of(text, UTC)
    except ValueError as fault:
        assert str(fault)
    else:
        assert Deadline(datetime(2026, 1, 1, tzinfo=UTC), Late(1)).delay(moment).count >= 0


@pytest.mark.parametrize("text", ["2026-11-25", "2026-11-25T12:00:00", "2026-11-25 12:00"])
def test_without_a_zone(text):
    """Nobody guesses the zone in which a time is meant."""
    with pytest.raises(ValueError, match="has no time zone"):
        deadline_of(text, None)


@pytest.mark.parametrize("name", ["", "Mars", "Europe", "../UTC", "/etc/passwd", "Europe/Berlin/x/y", "a" * 300])
def test_zones_that_are_none(name):
    """A folder of zones is none, and no path leads out of them."""
    with pytest.raises(ValueError, match="no time zone"):
        zone_of(name)


def test_words():
    """Durations to the minute, and moments with their zone."""
    assert in_words(timedelta(days=1, hours=2, minutes=1)) == "1 day 2 hours 1 minute"
    assert in_words(timedelta(seconds=3)) == "less than a minute"
    assert when(at("2026-11-25T23:59:00")) == "25 November 2026, 23:59 CET"


def test_dates_become_texts():
    """Wherever they stand, and nothing else changes."""
    moment = datetime(2026, 11, 25, 23, 59, tzinfo=UTC)
    assert dates_as_text({"a": [date(2026, 11, 25), 1], "b": {"c": moment}}) == {"a": ["2026-11-25", 1], "b": {"c": "2026-11-25T23:59:00+00:00"}}
