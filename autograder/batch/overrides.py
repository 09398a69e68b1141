"""Points that a person gives: `overrides.toml` beside the reports, checked for typing errors before grading."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from autograder.batch import decision_file
from autograder.batch.decision_file import meant
from autograder.course import Assignment, Course, UsageError

OVERRIDES = "overrides.toml"


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points that a person gives a student for an exercise or a question, whatever grading gave."""

    student: str | int
    exercise: str
    points: float
    reason: str
    by: str = ""
    assignment: str = ""

    @property
    def key(self) -> str:
        """The student's key; a platform's number may be written without quotes."""
        return str(self.student)


def overrides_in(out: Path, course: Course, assignment: Assignment) -> list[Override]:
    """The decisions about an assignment, in `overrides.toml` beside its reports and in that of all assignments, in OUT.

    Each belongs to one assignment. Raises UsageError for what can't be meant.
    """
    overrides: list[Override] = []
    path = out / OVERRIDES
    for override in decision_file.read(path, "override", Override):
        if _assignment_of(override, course, path) == assignment.name:
            _check(override, path, assignment)
            overrides.append(override)
    path = out / assignment.name / OVERRIDES
    for override in decision_file.read(path, "override", Override):
        decision_file.refuse_elsewhere(path, override.key, override.assignment, assignment.name)
        _check(override, path, assignment)
        overrides.append(override)
    decided: set[tuple[str, str]] = set()
    for override in overrides:
        decision = (override.key, override.exercise)
        if decision in decided:
            who = f"{override.key}, {override.exercise}"
            raise UsageError("{file}: {who} is there twice: leave the one that counts", file=OVERRIDES, who=who)
        decided.add(decision)
    return overrides


def _assignment_of(override: Override, course: Course, path: Path) -> str:
    """Which assignment a decision in OUT is about: the one that it names, or the only one with such an exercise."""
    if override.assignment:
        return course.assignment(override.assignment).name
    candidates = []
    known: dict[str, float] = {}
    for assignment in course.assignments.values():
        points = points_of(assignment)
        known |= points
        if override.exercise in points:
            candidates.append(assignment.name)
    exercise = f"{override.key}, {override.exercise}"
    if len(candidates) > 1:
        listed = " and ".join(candidates)
        raise UsageError(
            '{path}: {exercise}: {listed} have it: add assignment = "{example}"',
            path=path, exercise=exercise, listed=listed, example=candidates[0],
        )
    if not candidates:
        raise UsageError(
            "{path}: no exercise {exercise} in the course{guess}",
            path=path, exercise=repr(override.exercise), guess=meant(override.exercise, known),
        )
    return candidates[0]


def _check(override: Override, path: Path, assignment: Assignment) -> None:
    """Raise UsageError where a name or a number is a typing error."""
    points = points_of(assignment)
    where = f"{path}: {override.key}, {override.exercise}"
    if override.exercise not in points:
        guess = meant(override.exercise, points)
        raise UsageError(
            "{path}: no exercise {exercise} in {assignment}{guess}",
            path=path, exercise=repr(override.exercise), assignment=assignment.name, guess=guess,
        )
    most = points[override.exercise]
    if not 0 <= override.points <= most:
        raise UsageError(
            "{where}: {points} points, expected 0 to {most}",
            where=where, points=f"{override.points:g}", most=f"{most:g}",
        )
    if not override.reason.strip():
        raise UsageError("{where}: say the reason, which the student will read", where=where)


def points_of(assignment: Assignment) -> dict[str, float]:
    """The points of each exercise and question."""
    points = {}
    for exercise in assignment.exercises:
        points[exercise.name] = exercise.points
    for question in assignment.questions:
        points[question.name] = question.points
    return points


def of_nobody(keys: Iterable[str], students: Iterable[str], file_name: str) -> list[str]:
    """The students of decisions who have no report: perhaps a typing error, perhaps somebody who hands in tomorrow."""
    known = set(students)
    return [f"{file_name}: no student {key!r} has a report{meant(key, known)}" for key in keys if key not in known]
