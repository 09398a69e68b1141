"""A report → Gradescope's results.json, in the words of the student's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from autograder.course import Assignment
from autograder.feedback.table import number
from autograder.platforms.metadata import Metadata
from autograder.report import Report, TestResult

_LONGEST = 100_000  # characters of an output, beyond which Gradescope takes out the middle


def results_of(report: Report, assignment: Assignment, about: Metadata) -> dict[str, Any]:
    """What Gradescope shows: public tests always, hidden ones when the assignment says."""
    made: dict[str, Any] = {
        "score": report.score,
        "execution_time": report.seconds,
        "output": _summary(report, about)[:_LONGEST],
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            _test(test, f"{i}.{j}", exercise.name, assignment.gradescope.hidden)
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
        },
    }
    if assignment.gradescope.leaderboard:
        made["leaderboard"] = [{"name": "points", "value": report.score}]
    return made


def refused(score: float, reason: str) -> dict[str, Any]:
    """Results without a grading: what counts then, and why."""
    return {"score": score, "output": reason, "output_format": "text", "stdout_visibility": "hidden", "tests": []}


def _test(test: TestResult, place: str, exercise: str, hidden: str) -> dict[str, Any]:
    return {
        "name": f"{exercise}: {test.title}",
        "number": place,
        "score": test.score,
        "max_score": test.max_score,
        "status": "passed" if test.outcome == "passed" else "failed",
        "output": test.message[:_LONGEST],
        "tags": [exercise, "public" if test.public else "hidden"],
        "visibility": "visible" if test.public else hidden,
    }


def _summary(report: Report, about: Metadata) -> str:
    """Who, how much, and what stopped."""
    lines = [f"{report.assignment}: {number(report.score)} of {number(report.max_score)} points"]
    if len(about.users) > 1:
        lines.append(f"A group's submission: {', '.join(user.name for user in about.users)}")
    if about.late is not None:
        lines.append(f"Late by {_duration(about.late.total_seconds())}: what that costs, your course decides")
    if report.status == "error":
        lines.append("NOT GRADED, through a fault of the grader's and not of yours: tell your instructor")
    if report.reason:
        lines.append(f"Some of your cells stopped: {report.reason}" if report.status == "graded" else report.reason)
    for e in report.exercises:
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
