"""A student's wrong answer → a kept one of the course, by which `verify` proves the graders from then on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import files, names
from autograder.batch.corrections import as_graded
from autograder.batch.out_folder import read_report
from autograder.course import Course, Exercise, UsageError
from autograder.feedback.insights import telling_sentence
from autograder.feedback.kinds import signs_of
from autograder.feedback.table import number
from autograder.report import ExerciseResult, Report, Source

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LIKELY = re.compile(r"looks like (?:the |a |an )?(.*)", re.DOTALL)
_MOST_WORDS = 6  # of a message, that make a file's name


@dataclass(frozen=True)
class Kept:
    """A file that was written, and whose answer stands in it."""

    path: Path
    assignment: str
    score: float
    max_score: float
    has_given_name: bool


def keep(course: Course, out: Path, student: str, exercise_name: str, name: str = "", assignment: str = "") -> Kept:
    """Write the answer below `tests/submissions/`, headed by the score that it got. Raises UsageError."""
    report = _report(course, out, student, exercise_name, assignment)
    exercise, result = _result(course, report, exercise_name)
    code = _code(report, exercise_name)
    folder = course.root / "tests" / "submissions" / report.assignment / exercise_name
    _refuse_known(code, course.answers(report.assignment, exercise_name))
    if name and not _NAME.fullmatch(name):
        raise UsageError("--name {name}: expected the mistake in a few words, such as momentum_swapped", name=name)
    path = folder / f"{name or _free_name(folder, report, result)}.py"
    if path.exists():
        raise UsageError("{path} is there already: choose another --name", path=path)
    head = f"# score: {number(result.score)} of {number(exercise.points)}\n"
    files.write(path, (head + code).encode())
    return Kept(path, report.assignment, result.score, exercise.points, bool(name))


def _report(course: Course, out: Path, student: str, exercise: str, assignment: str) -> Report:
    """The student's report that has this exercise. Raises UsageError where there is none, or several."""
    if assignment:
        course.assignment(assignment)
    reports = _reports_of(out, student, assignment)
    if not reports:
        raise UsageError(
            "{out} holds no report of {student}: grades.csv there has the students' keys",
            out=out, student=repr(student),
        )
    with_exercise = []
    known_names: list[str] = []
    for report in reports:
        exercise_names = [result.name for result in report.exercises]
        known_names += exercise_names
        if exercise in exercise_names:
            with_exercise.append(report)
    if not known_names:
        raise UsageError("{student} was not graded: {reason}", student=repr(student), reason=reports[0].reason)
    if not with_exercise:
        raise UsageError(
            "no report of {student} has an exercise {exercise}; there are: {known_names}",
            student=repr(student), exercise=repr(exercise), known_names=", ".join(known_names),
        )
    if len(with_exercise) > 1:
        assignments = " or ".join(report.assignment for report in with_exercise)
        raise UsageError(
            "several assignments have an exercise {exercise}: say --assignment {assignments}",
            exercise=repr(exercise), assignments=assignments,
        )
    return with_exercise[0]


def _reports_of(out: Path, student: str, assignment: str) -> list[Report]:
    """The student's reports as grading made them, of one assignment or, if none is named, of all."""
    reports = []
    for path in sorted(out.glob(f"*/{files.report_name(student).translate(_NO_PATTERN)}")):
        report = read_report(path)
        if report is None:
            continue
        if not assignment or report.assignment == assignment:
            reports.append(as_graded(report))
    return reports


# what stands for something else in a pattern of names
_NO_PATTERN = str.maketrans({"[": "[[]", "*": "[*]", "?": "[?]"})


def _result(course: Course, report: Report, name: str) -> tuple[Exercise, ExerciseResult]:
    """The exercise and how the answer fared. Raises UsageError where its score is no longer what it would get."""
    where = f"{report.assignment} of {report.student}"
    if report.status != "graded":
        raise UsageError("{where} is not graded: {reason}", where=where, reason=report.reason or report.status)
    exercises = {exercise.name: exercise for exercise in course.assignment(report.assignment).exercises}
    for result in report.exercises:
        if result.name != name:
            continue
        if name not in exercises or exercises[name].points != result.max_score:
            raise UsageError(
                "{where}: {name} has other points now: grade it again, then keep it",
                where=where, name=name,
            )
        if result.status in ("missing", "not_attempted"):
            raise UsageError(
                "{where}: {name} is {status}: there is no answer to keep",
                where=where, name=name, status=result.status.replace("_", " "),
            )
        return exercises[name], result
    raise AssertionError(f"{where} has no exercise {name}")


def _code(report: Report, exercise: str) -> str:
    """The cell with the answer, as a module's text."""
    source = _source(report, exercise)
    lines = [line.rstrip() for line in source.text.replace("\r", "").split("\n")]
    # a kept answer's first line is its score
    while lines and lines[0].startswith("# score:"):
        del lines[0]
    return "\n".join(lines).strip("\n") + "\n"


def _source(report: Report, exercise: str) -> Source:
    for source in report.sources:
        if source.exercise == exercise:
            return source
    raise UsageError(
        "the report of {student} has no code for {exercise}: grade it again by --out",
        student=report.student, exercise=exercise,
    )


def _refuse_known(code: str, paths: Sequence[Path]) -> None:
    """Raise UsageError where this very answer is kept already."""
    for path in paths:
        kept_code = path.read_text(encoding="utf-8").partition("\n")[2]
        if kept_code.strip() == code.strip():
            raise UsageError("this answer is kept already: {path}", path=path)


def _free_name(folder: Path, report: Report, result: ExerciseResult) -> str:
    """A name made of the mistake that its failures name, else of its kind; with a number where that is taken."""
    name = _slug(telling_sentence(result))
    if not name:
        signs = signs_of(report, result)
        name = "another_way" if signs is None else f"kind_{signs.words}"
    free_name = name
    number_behind = 1
    while (folder / f"{free_name}.py").exists():
        number_behind += 1
        free_name = f"{name}_{number_behind}"
    return free_name


def _slug(sentence: str) -> str:
    """The likely mistake in a sentence as a file's name; empty where it names none."""
    likely_mistake = _LIKELY.search(sentence)
    if likely_mistake is None:
        return ""
    plain_text = unicodedata.normalize("NFKD", likely_mistake[1].partition(":")[0]).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain_text.lower())
    slug = "_".join(words[:_MOST_WORDS])
    return slug if _NAME.fullmatch(slug) else ""


def next_steps(kept: Kept, course: Course) -> list[str]:
    """What was written, and what is left to do by hand."""
    shown_path = kept.path.relative_to(course.root)
    lines = [f"{names.in_a_line(str(shown_path))}: {number(kept.score)} of {number(kept.max_score)} points"]
    steps = ["take out what names the student", "add what it uses of other cells"]
    if not kept.has_given_name:
        steps.insert(0, "name the file for its mistake")
    lines.append(f"next: {', '.join(steps)}; then prove it: autograder verify {kept.assignment}")
    return lines
