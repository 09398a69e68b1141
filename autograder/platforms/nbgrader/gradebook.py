"""A class's reports → nbgrader's gradebook, through its own API: SQLite, or PostgreSQL by its address.

Only automatic scores are written. What a person has given, a score or a comment, stays as it is.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from autograder.course import ANSWER, CHECK, Assignment, Course, UsageError
from autograder.feedback.table import number
from autograder.report import Report
from autograder.submission.folder import Submission
from autograder.submission.notebook import Rejected, read


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
    assignment, handed_in = course.assignment(name), {s.student: s for s in submissions}
    kept = [report for report in reports if report.status != "error" and report.student]
    kept = [report for report in kept if _has_handed_in(handed_in.get(str(report.student)))]
    with _opened(url) as book:
        _prepare(book, course, assignment, url)
        changes = list(_changes(book, assignment, kept))
        for line in _told(changes):
            say(line)
        for report in kept:
            _write(book, assignment, report, handed_in.get(str(report.student)))
        book.db.commit()
    return len(kept)


def _has_handed_in(submission: Submission | None) -> bool:
    """Not where it is missing, nor where a person has to choose one first: neither is worth a zero."""
    return submission is None or (not submission.fault and os.path.lexists(submission.notebook))


@contextlib.contextmanager
def _opened(url: str) -> Iterator[Any]:
    # a new database is made by the program `alembic`, which nbgrader looks for by its name
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        import sqlalchemy.exc  # noqa: PLC0415  only for gradebooks
        from nbgrader.api import Gradebook  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise UsageError(f"a gradebook takes {missing.name}: pip install 'autograder[nbgrader]'") from None
    try:
        book = Gradebook(url)
    except (sqlalchemy.exc.SQLAlchemyError, ModuleNotFoundError) as fault:
        raise UsageError(
            f"--gradebook: {str(fault).splitlines()[0]}; expected an address such as sqlite:///gradebook.db or "
            "postgresql+psycopg2://user:password@host/gradebook"
        ) from None
    with book, warnings.catch_warnings(action="ignore", category=sqlalchemy.exc.SAWarning):  # about nbgrader's own code
        yield book


def _prepare(book: Any, course: Course, assignment: Assignment, url: str) -> None:
    """Have nbgrader know the assignment, as its own generate_assignment does."""
    from nbgrader.api import MissingEntry  # noqa: PLC0415
    from nbgrader.preprocessors import ComputeChecksums, LockCells, SaveCells  # noqa: PLC0415

    try:
        book.find_notebook(assignment.name, assignment.name)
    except MissingEntry:
        book.update_or_create_assignment(assignment.name)
        notebook = nbformat.read(course.notebook(assignment.name), as_version=4)
        where = {"nbgrader": {"notebook": assignment.name, "assignment": assignment.name, "db_url": url}}
        for step in (LockCells, ComputeChecksums, SaveCells):
            notebook, where = step().preprocess(notebook, where)
        book.db.expire_all()
    known = {c.name: c.max_score for c in book.find_notebook(assignment.name, assignment.name).grade_cells}
    wanted = {e.name + CHECK: e.points for e in assignment.exercises} | {q.name: q.points for q in assignment.questions}
    if known != wanted:
        raise UsageError(
            f"the gradebook knows another release of {assignment.name}: copy its folder below assignments/ to source/, "
            "and run `nbgrader generate_assignment` again"
        )


def _changes(book: Any, assignment: Assignment, reports: Iterable[Report]) -> Iterator[Change]:
    from nbgrader.api import MissingEntry  # noqa: PLC0415

    for report in reports:
        try:
            known = book.find_submission_notebook(assignment.name, assignment.name, report.student)
        except MissingEntry:
            continue
        before = {grade.name: grade.auto_score for grade in known.grades}
        for exercise, score in _scores(assignment, report).items():
            old = before.get(exercise + CHECK)
            if old is not None and old != score:
                yield Change(str(report.student), exercise, old, score)


def shown(url: str) -> str:
    """A database's address without its password."""
    from sqlalchemy.engine import make_url  # noqa: PLC0415

    return make_url(url).render_as_string(hide_password=True)


def _told(changes: Sequence[Change]) -> Iterator[str]:
    for c in changes:
        yield f"{c.student}: {c.exercise} {number(c.before)} → {number(c.after)} ({c.after - c.before:+g})"
    if changes:
        students, points = {c.student for c in changes}, sum(c.after - c.before for c in changes)
        yield f"gradebook: {len(changes)} scores of {len(students)} students change, by {points:+g} points in all"


def _scores(assignment: Assignment, report: Report) -> dict[str, float]:
    """The points of each exercise; none where the work was rejected."""
    return {e.name: 0.0 for e in assignment.exercises} | {e.name: e.score for e in report.exercises}


def _write(book: Any, assignment: Assignment, report: Report, submission: Submission | None) -> None:
    book.update_or_create_student(report.student)
    moment = _moment(submission.handed_in) if submission is not None else None
    when = {} if moment is None else {"timestamp": moment}
    book.update_or_create_submission(assignment.name, report.student, **when)
    grades = {g.name: g for g in book.find_submission_notebook(assignment.name, assignment.name, report.student).grades}
    for exercise, score in _scores(assignment, report).items():
        grade = grades[exercise + CHECK]
        grade.auto_score, grade.needs_manual_grade = score, grade.manual_score is not None
    for question in assignment.questions:
        grade = grades[question.name]
        answered = submission is not None and _answered(submission.notebook, question.name)
        grade.auto_score, grade.needs_manual_grade = None if answered else 0.0, answered


def _moment(text: str) -> Any:
    """A time as nbgrader keeps it; None where there is none, or a student has written something else there."""
    from nbgrader.utils import parse_utc  # noqa: PLC0415

    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None


def _answered(notebook: Path, question: str) -> bool:
    """Whether somebody has to look: not where the line that stood there is all there is."""
    try:
        found = [cell.source.strip() for cell in read(notebook) if cell.grade_id == question]
    except Rejected:
        return False
    return not found or any(text not in ("", ANSWER) for text in found)
