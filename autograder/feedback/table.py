"""Reports in the terminal: a table of students and exercises, and what went wrong, within the width there is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder import names
from autograder.feedback.retelling import reworded
from autograder.feedback.verdicts import Kind, groups_of
from autograder.languages import course_text, marked, phrase, say
from autograder.report import ExerciseResult, Lateness, Report

_STYLE = {"passed": "green", "partial": "yellow", "failed": "red", "missing": "red", "not_attempted": "dim"}
_STATUS_WORDS = {
    "passed": marked("passed"),
    "partial": marked("partial"),
    "failed": marked("failed"),
    "missing": marked("missing"),
    "not_attempted": marked("not attempted"),
}
_TITLE_STYLE = {Kind.RIGHT: "", Kind.WRONG: "", Kind.EXAMPLE: "dim"}
_MESSAGE_STYLE = {Kind.RIGHT: "", Kind.WRONG: "red", Kind.EXAMPLE: "dim"}


def number(value: float) -> str:
    """Points without idle zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def status_words(status: str) -> str:
    """What became of an exercise, in words."""
    return phrase(_STATUS_WORDS[status])


def in_words(lateness: Lateness) -> str:
    """What being late has made of a score, and why."""
    points = number(lateness.before)
    words = reworded(lateness.words, lateness.said)
    return say("{points} before lateness; {words}", points=points, words=names.in_a_line(words))


def what_went_wrong(report: Report) -> str:
    """One line for an instructor: the reason of a report, or the first failure of each exercise."""
    if report.status != "graded":
        return report.reason or ""
    sentences = []
    untouched_exercises = []
    for exercise in report.exercises:
        if exercise.status == "not_attempted":
            untouched_exercises.append(exercise.name)
        elif exercise.status != "passed":
            sentences.append(f"{exercise.name}: {_first_failure(exercise)}")
    if untouched_exercises and len(untouched_exercises) == len(report.exercises):
        sentences.append("nothing attempted")
    elif untouched_exercises:
        sentences.append(f"not attempted: {', '.join(untouched_exercises)}")
    if report.reason:
        sentences.append(f"cells stopped: {report.reason}")
    return "; ".join(filter(None, [*sentences, report.edition]))


def _first_failure(exercise: ExerciseResult) -> str:
    """The first message, or the first that names a likely mistake."""
    failures = [test for test in exercise.tests if test.outcome != "passed"]
    for test in failures:
        if "looks like" in test.message:
            return test.message
    for test in failures:
        # that an example is right says nothing about what is wrong
        if not test.example_only:
            return test.message
    if failures:
        return failures[0].message
    return "no tests"


def print_class(console: Console, reports: Sequence[Report]) -> None:
    """The class as a table: a row for each student, a column for each exercise, then what went wrong with whom."""
    console.print(_class_table(reports))
    console.print()
    for report in reports:
        failure = _what_to_know(report)
        if failure:
            failure_line = Text.assemble((_student(report), "bold"), "  ", shorten(failure, 300))
            console.print(failure_line, soft_wrap=False)


def _what_to_know(report: Report) -> str:
    """Why a student has not all points: lateness, and what went wrong."""
    sentences = []
    if report.lateness is not None:
        sentences.append(in_words(report.lateness))
    sentences.append(what_went_wrong(report))
    return "; ".join(filter(None, sentences))


def _class_table(reports: Sequence[Report]) -> Table:
    # what was rejected has no exercises: the fullest report names the columns
    exercises = max((student_report.exercises for student_report in reports), key=len, default=())
    class_table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    # where the terminal is narrow, names go on in the next line, and scores stay whole
    class_table.add_column("student", overflow="fold")
    class_table.add_column("score", justify="right", no_wrap=True)
    for exercise in exercises:
        # long names are broken where their words end, and the columns stay as narrow as the scores
        class_table.add_column(Text(exercise.name.replace("_", "_\n")), justify="right", no_wrap=True)
    for student_report in reports:
        results = {result.name: result for result in student_report.exercises}
        result_cells = [_cell(results.get(exercise.name)) for exercise in exercises]
        class_table.add_row(Text(_student(student_report)), Text(_score(student_report)), *result_cells)
    return class_table


def _student(report: Report) -> str:
    return names.in_a_line(f"{report.student or '-'} {report.name}".strip())


def _score(report: Report) -> str:
    if report.status != "graded":
        return report.status
    return f"{number(report.score)}/{number(report.max_score)}"


def _cell(result: ExerciseResult | None) -> Text:
    if result is None:
        return Text("-", style="dim")
    status_text = {"missing": "none", "not_attempted": "·"}.get(result.status)
    return Text(status_text or number(result.score), style=_STYLE[result.status])


def shorten(text: str, limit: int) -> str:
    """Text in one line of at most so many characters."""
    line = names.in_a_line(text)
    if len(line) <= limit:
        return line
    return line[: limit - 2] + " …"


def print_one(console: Console, report: Report) -> None:
    """One submission, test by test."""
    heading = say(
        "{assignment}: {points} of {most}",
        assignment=report.assignment,
        points=number(report.score),
        most=number(report.max_score),
    )
    console.print(Text(heading, style="bold"), soft_wrap=True)
    if report.lateness is not None:
        console.print(Text(in_words(report.lateness), style="yellow"), soft_wrap=True)
    if report.reason:
        # a cell that stopped is a warning beside a score; where there is no score, the reason is all that there is
        reason_style = "red"
        if report.status == "graded":
            reason_style = "yellow"
        reason = reworded(report.reason, report.reason_said)
        console.print(Text(names.shown(reason), style=reason_style), soft_wrap=True)
    if report.edition:
        edition = reworded(report.edition, report.edition_said)
        console.print(Text(say("this notebook is {edition}", edition=edition), style="yellow"), soft_wrap=True)
    for exercise in report.exercises:
        _print_exercise(console, exercise)


def _print_exercise(console: Console, exercise: ExerciseResult) -> None:
    words = status_words(exercise.status)
    exercise_line = f"{exercise.name}  {number(exercise.score)}/{number(exercise.max_score)}  {words}"
    console.print(Text(exercise_line, style=_STYLE[exercise.status]), soft_wrap=True)
    if exercise.stand_ins:
        console.print(Text(f"  {exercise.stand_ins_in_words}", style="yellow"), soft_wrap=True)
    if exercise.status == "not_attempted":
        # every test of it would say the same
        return
    for group in groups_of(exercise):
        for test in group.tests:
            title = course_text(test.title)
            console.print(Text(f"  {group.mark} {title}", style=_TITLE_STYLE[group.kind]), soft_wrap=True)
        if group.message:
            message_style = _MESSAGE_STYLE[group.kind]
            console.print(Text(f"      {names.shown(group.sentence)}", style=message_style), soft_wrap=True)
