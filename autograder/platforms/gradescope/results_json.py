"""A report → Gradescope's results.json, in the words of the student's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from autograder import names
from autograder.course import Assignment
from autograder.feedback.table import number
from autograder.platforms.gradescope.metadata import Metadata
from autograder.report import EXAMPLE_ONLY, Report, TestResult

OURS = (
    "NOT GRADED, through a fault of the grader's and not of yours: tell your instructor, who sees more below. "
    "Until it is graded again, the score of the one before it stands."
)
_LONGEST = 100_000  # characters of an output, beyond which Gradescope takes out the middle


def results_of(report: Report, assignment: Assignment, about: Metadata) -> dict[str, Any]:
    """What Gradescope shows: public tests always, hidden ones when the assignment says.

    Where those are not visible yet, nothing else tells of them: no sum, no leaderboard, no word about both.
    """
    if report.status == "error":
        return our_fault(about, report.reason or "")
    closed = assignment.gradescope.hidden != "visible"
    made: dict[str, Any] = {
        "score": report.score,
        "execution_time": report.seconds,
        "output": names.shown(_summary(report, about, closed=closed))[:_LONGEST],
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            _test(test, f"{i}.{j}", exercise.name, assignment.gradescope.hidden, closed=closed)
            for i, exercise in enumerate(report.exercises, 1)
            for j, test in enumerate(exercise.tests, 1)
        ],
        "extra_data": {
            "status": report.status,
            "seed": report.seed,
            "versions": report.versions,
            "isolation": list(report.isolation),
            "device": report.device,
            "exercises": {e.name: e.score for e in report.exercises},
            "our_faults": _faults(about),
        },
    }
    if assignment.gradescope.leaderboard and not closed:
        made["leaderboard"] = [{"name": "points", "value": report.score}]
    return made


def our_fault(about: Metadata, why: str = "") -> dict[str, Any]:
    """Results where we failed: nobody loses points by that."""
    return refused(f"{OURS}\n{why}".rstrip(), "error", about, "hidden")


def refused(reason: str, status: str, about: Metadata, hidden: str) -> dict[str, Any]:
    """Results without a grading: the last score counts on, and why. It is shown no more than hidden tests are.

    Gradescope shows no sum to students where any test is hidden: without one, a refusal would tell them theirs.
    """
    nothing = {
        "name": "the hidden tests",
        "score": 0.0,
        "max_score": 0.0,
        "status": "passed",
        "output": "",
        "visibility": hidden,
    }
    return {
        "score": about.last_score,
        "output": names.shown(reason),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": [] if hidden == "visible" else [nothing],
        "extra_data": {"status": status, "our_faults": _faults(about)},
    }


def _faults(about: Metadata) -> list[str]:
    """Carried from one submission's results to the next one's, so that what we failed to grade takes nobody's turn."""
    return [moment.isoformat() for moment in about.our_faults]


def _test(test: TestResult, place: str, exercise: str, hidden: str, *, closed: bool) -> dict[str, Any]:
    untold = closed and test.message == EXAMPLE_ONLY  # it has passed; that no hidden one did is not told yet
    return {
        "name": f"{exercise}: {test.title}",
        "number": place,
        "score": test.max_score if untold else test.score,
        "max_score": test.max_score,
        "status": "passed" if untold or test.outcome == "passed" else "failed",
        "output": "" if untold else names.shown(test.message)[:_LONGEST],
        "tags": [exercise, "public" if test.public else "hidden"],
        "visibility": "visible" if test.public else hidden,
    }


def _summary(report: Report, about: Metadata, *, closed: bool) -> str:
    """Who, how much, and what stopped."""
    most = number(report.max_score)
    lines = [f"{report.assignment}: {'graded, of' if closed else f'{number(report.score)} of'} {most} points"]
    if len(about.users) > 1:
        lines.append(f"A group's submission: {', '.join(user.name for user in about.users)}")
    if about.late is not None:
        lines.append(f"Late by {_duration(about.late.total_seconds())}: what that costs, your course decides")
    if report.reason:
        lines.append(f"Some of your cells stopped: {report.reason}" if report.status == "graded" else report.reason)
    for e in () if closed else report.exercises:
        status = e.status.replace("_", " ")
        lines.append(f"  {e.name}: {number(e.score)} of {number(e.max_score)}, {status}")
    if report.printed:
        lines.append("Your cells printed:")
        lines += [f"[cell {printed.cell}] {printed.text}" for printed in report.printed]
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    return " ".join(f"{n} {unit}{'s' if n != 1 else ''}" for n, unit in parts if n)[:60] or "less than a minute"


def when(moment: datetime) -> str:
    """A moment as a student reads it."""
    return f"{moment:%Y-%m-%d %H:%M %Z}".strip()
