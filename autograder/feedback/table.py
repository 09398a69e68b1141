"""Reports in the terminal: a table of students and exercises, and what went wrong, within the width there is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder import names
from autograder.report import EXAMPLE_ONLY, ExerciseResult, Report

_STYLE = {"passed": "green", "partial": "yellow", "failed": "red", "missing": "red", "not_attempted": "dim"}


def number(value: float) -> str:
    """Points without idle zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def what_went_wrong(report: Report) -> str:
    """One line for an instructor: the reason of a report, or the first failure of each exercise."""
    if report.status != "graded":
        return report.reason or ""
    failures = [
        f"{e.name}: {_first_failure(e)}" for e in report.exercises if e.status not in ("passed", "not_attempted")
    ]
    untouched = [e.name for e in report.exercises if e.status == "not_attempted"]
    if untouched and len(untouched) == len(report.exercises):
        failures.append("nothing attempted")
    elif untouched:
        failures.append(f"not attempted: {', '.join(untouched)}")
    stopped = [f"cells stopped: {report.reason}"] if report.reason else []
    return "; ".join(failures + stopped)


def _first_failure(exercise: ExerciseResult) -> str:
    """The first message, or the first that names a likely mistake."""
    messages = [test.message for test in exercise.tests if test.outcome != "passed"]
    telling = [m for m in messages if m != EXAMPLE_ONLY] or messages
    return next((m for m in telling if "looks like" in m), telling[0] if telling else "no tests")


def print_class(console: Console, reports: Sequence[Report]) -> None:
    """The class as a table: a row for each student, a column for each exercise, then what went wrong with whom."""
    exercises = max((r.exercises for r in reports), key=len, default=())
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("student", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    for exercise in exercises:
        table.add_column(Text(exercise.name.replace("_", "_\n")), justify="right", no_wrap=True)
    for report in reports:
        by_name = {e.name: e for e in report.exercises}
        cells = [_cell(by_name.get(e.name)) for e in exercises]
        score = f"{number(report.score)}/{number(report.max_score)}"
        told = score if report.status == "graded" else report.status
        table.add_row(Text(names.in_a_line(report.student or "-")), Text(told), *cells)
    console.print(table)
    console.print()
    for report in reports:
        wrong = what_went_wrong(report)
        if wrong:
            who = names.in_a_line(report.student or "-")
            console.print(Text.assemble((who, "bold"), "  ", shorten(wrong, 300)), soft_wrap=False)


def _cell(exercise: ExerciseResult | None) -> Text:
    if exercise is None:
        return Text("-", style="dim")
    return Text(
        {"missing": "none", "not_attempted": "·"}.get(exercise.status) or number(exercise.score),
        style=_STYLE[exercise.status],
    )


def shorten(text: str, most: int) -> str:
    """Text in one line of at most so many characters."""
    line = names.in_a_line(text)
    return line if len(line) <= most else line[: most - 2] + " …"


def print_one(console: Console, report: Report) -> None:
    """One submission, test by test."""
    console.print(
        Text(f"{report.assignment}: {number(report.score)} of {number(report.max_score)}", style="bold"), soft_wrap=True
    )
    if report.reason:
        style = "yellow" if report.status == "graded" else "red"
        console.print(Text(names.shown(report.reason), style=style), soft_wrap=True)
    for exercise in report.exercises:
        line = f"{exercise.name}  {number(exercise.score)}/{number(exercise.max_score)}  {exercise.status}"
        console.print(Text(line.replace("_attempted", " attempted"), style=_STYLE[exercise.status]), soft_wrap=True)
        if exercise.status == "not_attempted":
            continue
        for test in exercise.tests:
            mark = "✓" if test.outcome == "passed" else "✗"
            console.print(Text(f"  {mark} {test.title}"), soft_wrap=True)
            if test.message:
                console.print(Text(f"      {names.shown(test.message)}", style="red"), soft_wrap=True)
