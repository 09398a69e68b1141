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

YES = "yes"
NO = "no"
_ASK = "handed in late, and the platform does not tell how late: nothing is taken off until your instructor decides"


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
    return msgspec.structs.replace(report, lateness=Lateness(_ASK, report.score, is_open=True))


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
    words = _of_extension(extension, deadline)
    if not delay.is_late:
        if not words:
            return report
        return msgspec.structs.replace(report, lateness=Lateness(f"in time by {words}", report.score))
    if words:
        words = f" after {words}"
    if extension is not None and extension.percent is not None:
        return _decided(report, extension, f"{delay}{words}, ")
    late = deadline.late
    if late is None:
        return msgspec.structs.replace(report, lateness=Lateness(f"{delay}{words}", report.score))
    cost = delay.cost(late)
    sentence = f"{delay}{words}: {_in_words(report, cost, late.percent * delay.count)}"
    if delay.is_too_late:
        sentence = f"handed in after {when(deadline.until or deadline.due)}{words}: no points"
    return _lowered(report, sentence, cost)


def _of_extension(extension: Extension | None, deadline: Deadline) -> str:
    """The later deadline of one student, in words."""
    if extension is None or not extension.until:
        return ""
    return f"an extension until {when(deadline.due)}{_reason(extension)}"


def _in_words(report: Report, cost: Cost, uncapped: float) -> str:
    """What is taken off, and what bounds it."""
    words = f"−{cost.percent:g} % of {report.max_score:g} points"
    if cost.percent < uncapped:
        words += ", the most that lateness costs"
    without_floor = Cost(cost.percent)
    lowest = without_floor.score(report.score, report.max_score, report.given_points)
    if cost.score(report.score, report.max_score, report.given_points) > lowest:
        words += f", but not below {cost.floor:g} %"
    return words


def _decided(report: Report, extension: Extension, words: str = "late, ") -> Report:
    """The report with what a person has decided; a later deadline alone excuses a mark without a time."""
    percent = extension.percent or 0.0
    decision = f"{words}by decision −{percent:g} % of {report.max_score:g} points{_reason(extension)}"
    if extension.percent is None:
        decision = f"{words}within an extension until {extension.until}{_reason(extension)}"
    return _lowered(report, decision, Cost(percent))


def _reason(extension: Extension) -> str:
    if not extension.reason.strip():
        return ""
    return f" ({extension.reason.strip()})"


def _lowered(report: Report, words: str, cost: Cost) -> Report:
    """The report with the cost; points that a person has given come last, so that lateness does not lower them."""
    given = report.given_points
    after = cost.score(report.score, report.max_score, given)
    if after > Cost(cost.percent, cost.floor).score(report.score, report.max_score):
        words += f"; the points that your instructor gave ({given:g}) stay"
    lateness = Lateness(words, report.score, percent=cost.percent, floor=cost.floor)
    return msgspec.structs.replace(report, score=after, lateness=lateness)
