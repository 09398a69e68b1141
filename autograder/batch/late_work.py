"""A report and its deadline: how late the work was, what that costs, and what only a person can tell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from autograder.batch.extensions import Extension
from autograder.deadlines import Cost, Deadline, Delay, moment_of, when
from autograder.report import Lateness, Report, Status
from autograder.submission.folder import Submission
from autograder.words.sentence import Sentence, sentence

YES = "yes"
NO = "no"
_ASK = sentence(
    "handed in late, and the platform does not tell how late: nothing is taken off until your instructor decides"
)


@dataclass(frozen=True)
class LateRules:
    """An assignment's deadline, and what a person has decided about some students' lateness."""

    deadline: Deadline | None = None
    extensions: dict[str, Extension] = field(default_factory=dict)


def of_its_file(submission: Submission, work: Path) -> Submission:
    """The submission with the time of its file, where nothing else tells one; not of a copy from an archive."""
    if submission.handed_in or work in submission.notebook.parents:
        return submission
    try:
        modified = datetime.fromtimestamp(submission.notebook.lstat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):  # a file may say a year that no calendar has
        return submission
    return replace(submission, handed_in=modified.isoformat(timespec="seconds"))


def without_lateness(report: Report) -> Report:
    """The report with the score and the platform's mark that it had before lateness was counted."""
    if report.late_by_platform is not None:
        report = msgspec.structs.replace(report, late=report.late_by_platform, late_by_platform=None)
    if report.lateness is None:
        return report
    return msgspec.structs.replace(report, score=report.lateness.before, lateness=None)


def with_lateness(report: Report, rules: LateRules) -> Report:
    """The report with what its lateness costs, and with why. What was not graded has no score to lower."""
    report = without_lateness(report)
    if rules.deadline is None:
        return report
    extension = rules.extensions.get(report.student or "")
    deadline = rules.deadline
    if extension is not None:
        deadline = extension.deadline(deadline)
    moment = _moment(report, extension, deadline)
    if moment is not None:
        delay = deadline.delay(moment)
        late_mark = YES if delay.is_late else NO
        if report.late != late_mark:
            # the time may be an extension's, which can be taken back
            report = msgspec.structs.replace(report, late=late_mark, late_by_platform=report.late)
        if report.status != Status.GRADED:
            return report
        return _with(report, deadline, delay, extension)
    if report.late != YES or report.status != Status.GRADED:
        return report
    return _without_time(report, deadline, extension)


def _without_time(report: Report, deadline: Deadline, extension: Extension | None) -> Report:
    """The report of work that is marked as late, while nothing tells how late it is."""
    if extension is not None and (deadline.late is not None or extension.percent is not None):
        return _decided(report, extension)
    if deadline.late is None:
        return report
    return msgspec.structs.replace(report, lateness=_lateness(_ASK, report.score, is_open=True))


def _moment(report: Report, extension: Extension | None, deadline: Deadline) -> datetime | None:
    """When the work was handed in, as a person says it, or else the platform."""
    if extension is not None and extension.handed_in:
        return extension.moment(deadline)
    if not report.handed_in:
        return None
    try:
        return moment_of(report.handed_in, deadline.zone)
    except ValueError:  # a platform's text in another form, or what somebody has written into a file
        return None


def _with(report: Report, deadline: Deadline, delay: Delay, extension: Extension | None) -> Report:
    """The report with the cost of a delay."""
    later = _of_extension(extension, deadline)
    if not delay.is_late:
        if later is None:
            return report
        words = sentence("in time by {extension}", extension=later)
        return msgspec.structs.replace(report, lateness=_lateness(words, report.score))
    delayed = _after(delay.in_words, later)
    if extension is not None and extension.percent is not None:
        return _decided(report, extension, delayed)
    late = deadline.late
    if late is None:
        return msgspec.structs.replace(report, lateness=_lateness(delayed, report.score))
    cost = delay.cost(late)
    words = sentence("{delay}: {cost}", delay=delayed, cost=_in_words(report, cost, late.percent * delay.count))
    if delay.is_too_late:
        end = sentence("handed in after {time}", time=when(deadline.until or deadline.due))
        words = sentence("{delay}: no points", delay=_after(end, later))
    return _lowered(report, words, cost)


def _after(delay: Sentence, later: Sentence | None) -> Sentence:
    """A delay, and the later deadline after which it is one."""
    if later is None:
        return delay
    return sentence("{delay} after {extension}", delay=delay, extension=later)


def _of_extension(extension: Extension | None, deadline: Deadline) -> Sentence | None:
    """The later deadline of one student, in words."""
    if extension is None or not extension.until:
        return None
    return _with_reason(sentence("an extension until {time}", time=when(deadline.due)), extension)


def _in_words(report: Report, cost: Cost, uncapped: float) -> Sentence:
    """What is taken off, and what bounds it."""
    words = sentence("−{percent} % of {points} points", percent=cost.percent, points=report.max_score)
    if cost.percent < uncapped:
        words = sentence("{cost}, the most that lateness costs", cost=words)
    without_floor = Cost(cost.percent)
    lowest = without_floor.score(report.score, report.max_score, report.given_points)
    if cost.score(report.score, report.max_score, report.given_points) > lowest:
        words = sentence("{cost}, but not below {floor} %", cost=words, floor=cost.floor)
    return words


def _decided(report: Report, extension: Extension, delay: Sentence | None = None) -> Report:
    """The report with what a person has decided; a later deadline alone excuses a mark without a time."""
    delay = delay or sentence("late")
    percent = extension.percent or 0.0
    decision = sentence(
        "{delay}, by decision −{percent} % of {points} points", delay=delay, percent=percent, points=report.max_score
    )
    if extension.percent is None:
        decision = sentence("{delay}, within an extension until {time}", delay=delay, time=extension.until)
    return _lowered(report, _with_reason(decision, extension), Cost(percent))


def _with_reason(words: Sentence, extension: Extension) -> Sentence:
    """The words, and why a person has decided so."""
    reason = extension.reason.strip()
    if not reason:
        return words
    return sentence("{decision} ({reason})", decision=words, reason=reason)


def _lowered(report: Report, words: Sentence, cost: Cost) -> Report:
    """The report with the cost; points that a person has given come last, so that lateness does not lower them."""
    given = report.given_points
    after = cost.score(report.score, report.max_score, given)
    if after > Cost(cost.percent, cost.floor).score(report.score, report.max_score):
        words = sentence("{words}; the points that your instructor gave ({given}) stay", words=words, given=given)
    lateness = _lateness(words, report.score, percent=cost.percent, floor=cost.floor)
    return msgspec.structs.replace(report, score=after, lateness=lateness)


def _lateness(
    words: Sentence, before: float, *, is_open: bool = False, percent: float = 0.0, floor: float = 0.0
) -> Lateness:
    return Lateness(str(words), before, is_open=is_open, percent=percent, floor=floor, said=words.said)
