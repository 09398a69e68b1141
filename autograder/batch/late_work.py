"""A report and its deadline: how late the work was, what that costs, and what only a person can tell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from autograder.batch.extensions import Extension
from autograder.deadlines import Deadline, Delay, Late, moment_of, when
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
        modified = submission.notebook.lstat().st_mtime
    except OSError:
        return submission
    return replace(submission, handed_in=datetime.fromtimestamp(modified, UTC).isoformat(timespec="seconds"))


def without_lateness(report: Report) -> Report:
    """The report with the score that it had before lateness was counted."""
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
        report = msgspec.structs.replace(report, late=late_mark)
        if report.status != Status.GRADED:
            return report
        return _with(report, deadline, delay, extension)
    if report.late != YES or deadline.late is None or report.status != Status.GRADED:
        return report
    if extension is not None:
        return _decided(report, extension)
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
    late = deadline.late
    if late is None:
        return msgspec.structs.replace(report, lateness=Lateness(f"{delay}{words}", report.score))
    if extension is not None and extension.percent is not None:
        return _decided(report, extension, f"{delay}{words}, ")
    after = delay.score(report.score, report.max_score, late)
    cost = f"{delay}{words}: {_cost(report, delay, late)}"
    if delay.is_too_late:
        cost = f"handed in after {when(deadline.until or deadline.due)}{words}: no points"
    return _lowered(report, cost, after)


def _of_extension(extension: Extension | None, deadline: Deadline) -> str:
    """The later deadline of one student, in words."""
    if extension is None or not extension.until:
        return ""
    return f"an extension until {when(deadline.due)}{_reason(extension)}"


def _cost(report: Report, delay: Delay, late: Late) -> str:
    """What is taken off, and what bounds it."""
    percent = delay.percent(late)
    cost = f"−{percent:g} % of {report.max_score:g} points"
    if percent < late.percent * delay.count:
        cost += ", the most that lateness costs"
    lowered = report.score - report.max_score * percent / 100
    if delay.score(report.score, report.max_score, late) > max(lowered, 0):
        cost += f", but not below {late.floor:g} %"
    return cost


def _decided(report: Report, extension: Extension, words: str = "late, ") -> Report:
    """The report with what a person has decided; a later deadline alone excuses a mark without a time."""
    percent = extension.percent or 0.0
    after = round(max(0.0, report.score - report.max_score * percent / 100), 6)
    decision = f"{words}by decision −{percent:g} % of {report.max_score:g} points{_reason(extension)}"
    if extension.percent is None:
        decision = f"{words}within an extension until {extension.until}{_reason(extension)}"
    return _lowered(report, decision, after)


def _reason(extension: Extension) -> str:
    if not extension.reason.strip():
        return ""
    return f" ({extension.reason.strip()})"


def _lowered(report: Report, words: str, after: float) -> Report:
    return msgspec.structs.replace(report, score=after, lateness=Lateness(words, report.score))
