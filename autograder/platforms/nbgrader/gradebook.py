"""A class's reports → nbgrader's gradebook, through its own API: SQLite, or PostgreSQL by its address.

Only automatic scores are written. What a person has given, a score or a comment, stays as it is.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import nbformat

from autograder import installed
from autograder.course import ANSWER, CHECK, Assignment, Course, UsageError
from autograder.deadlines import Cost, moment_of
from autograder.feedback.table import number
from autograder.languages import counted
from autograder.report import Report, Status
from autograder.submission.folder import Submission
from autograder.submission.notebook import Rejected, read

if TYPE_CHECKING:
    from nbgrader.api import Gradebook, SubmittedNotebook  # an extra: imported where a gradebook is opened


class Change(NamedTuple):
    """A score that another grading has changed."""

    student: str
    exercise: str
    before: float
    after: float


def save(
    course: Course,
    name: str,
    reports: Sequence[Report],
    submissions: Iterable[Submission],
    url: str,
    say: Callable[[str], None],
) -> int:
    """Write the scores of one assignment; first say what changes. Returns the number of students.

    Reports of our own faults are left out: nobody gets a zero by them. Raises UsageError for a database of no use.
    """
    assignment = course.assignment(name)
    handed_in = {submission.student: submission for submission in submissions}
    graded = [report for report in reports if _counts(report, handed_in)]
    with _open(url) as gradebook:
        _prepare(gradebook, course, assignment, url)
        changes = list(_changes(gradebook, assignment, graded))
        for line in _in_words(changes):
            say(line)
        for report in graded:
            _write(gradebook, course, assignment, report, handed_in.get(str(report.student)))
        gradebook.db.commit()
    return len(graded)


def _counts(report: Report, handed_in: dict[str, Submission]) -> bool:
    """Not where the work is missing, nor where a person has to choose one first: neither is worth a zero."""
    if report.status == Status.ERROR or not report.student:
        return False
    submission = handed_in.get(report.student)
    if submission is None:  # graded in an earlier run, from a folder that is not at hand now
        return True
    return not submission.fault and os.path.lexists(submission.notebook)


@contextlib.contextmanager
def _open(url: str) -> Iterator[Gradebook]:
    # a new database is made by the program `alembic`, which nbgrader looks for by its name
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        import sqlalchemy.exc  # noqa: PLC0415  only for gradebooks
        from nbgrader.api import Gradebook  # noqa: PLC0415  likewise
    except ModuleNotFoundError as missing:
        raise UsageError(
            "a gradebook takes {missing}: {command}",
            missing=missing.name, command=installed.command_for("nbgrader"),
        ) from None
    try:
        gradebook = Gradebook(url)
    except (sqlalchemy.exc.SQLAlchemyError, ModuleNotFoundError) as fault:
        raise UsageError(
            "--gradebook: {reason}; expected an address such as sqlite:///gradebook.db or "
            "postgresql+psycopg2://user:password@host/gradebook",
            reason=str(fault).splitlines()[0],
        ) from None
    # the warnings are about nbgrader's own code
    with gradebook, warnings.catch_warnings(action="ignore", category=sqlalchemy.exc.SAWarning):
        yield gradebook


def shown(url: str) -> str:
    """A database's address without its password."""
    from sqlalchemy.engine import make_url  # noqa: PLC0415  only for gradebooks

    return make_url(url).render_as_string(hide_password=True)


# --- the assignment, as nbgrader knows it ----------------------------------------------------------------------------


def _prepare(gradebook: Gradebook, course: Course, assignment: Assignment, url: str) -> None:
    """Have nbgrader know the assignment. Raises UsageError where it knows another release of it."""
    from nbgrader.api import MissingEntry  # noqa: PLC0415  only for gradebooks

    try:
        gradebook.find_notebook(assignment.name, assignment.name)
    except MissingEntry:
        _generate(gradebook, course, assignment, url)
    # the gradebook may be older than this release, or come from another one
    recorded = {}
    for cell in gradebook.find_notebook(assignment.name, assignment.name).grade_cells:
        recorded[cell.name] = cell.max_score
    released = {}
    for exercise in assignment.exercises:
        released[exercise.name + CHECK] = exercise.points
    for question in assignment.questions:
        released[question.name] = question.points
    if recorded != released:
        raise UsageError(
            "the gradebook knows another release of {assignment}: copy its folder below assignments/ to source/, "
            "and run `nbgrader generate_assignment` again",
            assignment=assignment.name,
        )


def _generate(gradebook: Gradebook, course: Course, assignment: Assignment, url: str) -> None:
    """Write the released notebook's cells into the database, as nbgrader's own generate_assignment does."""
    from nbgrader.preprocessors import ComputeChecksums, LockCells, SaveCells  # noqa: PLC0415  only for gradebooks

    gradebook.update_or_create_assignment(assignment.name)
    notebook = nbformat.read(course.notebook(assignment.name), as_version=4)
    resources = {"nbgrader": {"notebook": assignment.name, "assignment": assignment.name, "db_url": url}}
    for step in (LockCells, ComputeChecksums, SaveCells):
        notebook, resources = step().preprocess(notebook, resources)
    gradebook.db.expire_all()  # the step that saves has a connection of its own


# --- scores ----------------------------------------------------------------------------------------------------------


def _changes(gradebook: Gradebook, assignment: Assignment, reports: Iterable[Report]) -> Iterator[Change]:
    """The scores that are in the gradebook already, and will be others."""
    from nbgrader.api import MissingEntry  # noqa: PLC0415  only for gradebooks

    for report in reports:
        try:
            notebook = gradebook.find_submission_notebook(assignment.name, assignment.name, report.student)
        except MissingEntry:  # graded for the first time
            continue
        recorded_scores = {grade.name: grade.auto_score for grade in notebook.grades}
        for exercise, score in _scores(assignment, report).items():
            recorded = recorded_scores.get(exercise + CHECK)
            if recorded is not None and recorded != score:
                yield Change(str(report.student), exercise, recorded, score)


def _in_words(changes: Sequence[Change]) -> Iterator[str]:
    students = set()
    total = 0.0
    for change in changes:
        difference = change.after - change.before
        yield f"{change.student}: {change.exercise} {number(change.before)} → {number(change.after)} ({difference:+g})"
        students.add(change.student)
        total += difference
    if changes:
        scores = counted("{count} changed score", "{count} changed scores", len(changes))
        people = counted("{count} student", "{count} students", len(students))
        yield f"gradebook: {scores} of {people}, by {total:+g} points in all"


def _scores(assignment: Assignment, report: Report) -> dict[str, float]:
    """The points of each exercise; none where the work was rejected."""
    scores = {exercise.name: 0.0 for exercise in assignment.exercises}
    for result in report.exercises:
        if result.name in scores:
            scores[result.name] = result.score
    return scores


def _write(
    gradebook: Gradebook, course: Course, assignment: Assignment, report: Report, submission: Submission | None
) -> None:
    """Write one student's scores, and which answers a person has to look at."""
    gradebook.update_or_create_student(report.student)
    submission_facts = {}
    if submission is not None:
        moment = _moment(submission.handed_in, course.zone)
        if moment is not None:
            submission_facts["timestamp"] = moment
    gradebook.update_or_create_submission(assignment.name, report.student, **submission_facts)
    notebook = gradebook.find_submission_notebook(assignment.name, assignment.name, report.student)
    grades = {grade.name: grade for grade in notebook.grades}
    for exercise, score in _scores(assignment, report).items():
        grade = grades[exercise + CHECK]
        grade.auto_score = score
        grade.needs_manual_grade = grade.manual_score is not None
    given_points = _of_questions(assignment, report)
    untouched = _untouched(course, assignment)
    for question in assignment.questions:
        grade = grades[question.name]
        if question.name in given_points:
            grade.auto_score = given_points[question.name]
            grade.needs_manual_grade = False
        elif submission is not None:  # otherwise what was seen in the file when it was at hand stays
            is_answered = _is_answered(submission.notebook, question.name, untouched)
            grade.auto_score = None if is_answered else 0.0
            grade.needs_manual_grade = is_answered
    if assignment.late is not None or report.lateness is not None:
        gradebook.db.flush()
        gradebook.db.refresh(notebook)  # its sums are the database's
        notebook.late_submission_penalty = _penalty(report, notebook)


def _of_questions(assignment: Assignment, report: Report) -> dict[str, float]:
    """The points that overrides.toml gives for questions."""
    names = {question.name for question in assignment.questions}
    return {result.name: result.score for result in report.exercises if result.name in names}


def _penalty(report: Report, notebook: SubmittedNotebook) -> float | None:
    """The points that lateness costs, which nbgrader keeps beside the scores, some of which a person gives later."""
    if report.lateness is None or report.status != Status.GRADED:
        return None
    cost = Cost(report.lateness.percent, report.lateness.floor)
    return cost.penalty(notebook.score, notebook.max_score, report.given_points) or None


def _moment(text: str, zone: tzinfo | None) -> datetime | None:
    """A time as nbgrader keeps it; None where there is none, or a student has written something else there."""
    try:
        return moment_of(text, zone).astimezone(UTC).replace(tzinfo=None)
    except ValueError:
        return None


def _untouched(course: Course, assignment: Assignment) -> set[str]:
    """What stands below a question until a student writes something, in each language."""
    texts = {"", ANSWER}
    for language in course.languages:
        texts.add(course.phrases_for_pages(assignment.name, language).text(ANSWER))
    return texts


def _is_answered(notebook: Path, question: str, untouched: set[str]) -> bool:
    """Whether somebody has to look: not where the line that stood there is all there is."""
    try:
        cells = read(notebook)
    except Rejected:
        return False
    is_there = False
    for cell in cells:
        if cell.grade_id == question:
            is_there = True
            if cell.source.strip() not in untouched:
                return True
    return not is_there  # where the cell is gone, its text may stand elsewhere
