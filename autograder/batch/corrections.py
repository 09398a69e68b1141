"""What a person decides after the grading: points of their own, and tests that are left out because they are wrong.

A report keeps what grading gave beside what a person made of it, so that each decision can be taken back.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from autograder import names
from autograder.course import Assignment, Course, UsageError
from autograder.report import (
    Correction,
    ExerciseResult,
    ExerciseStatus,
    Outcome,
    Report,
    Status,
    TestResult,
)

OVERRIDES = "overrides.toml"
_EXAMPLE = "[[override]], and below it student, exercise, points, reason, and perhaps by"


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


class _Overrides(msgspec.Struct, forbid_unknown_fields=True):
    override: list[Override] = []


def overrides_in(out: Path, course: Course, assignment: Assignment, students: Iterable[str]) -> list[Override]:
    """The decisions about an assignment, in `overrides.toml` beside its reports and in that of all assignments, in OUT.

    `students` are those who can have a report. Raises UsageError for what can't be meant.
    """
    known_students = set(students)
    overrides: list[Override] = []
    for path in (out / OVERRIDES, out / assignment.name / OVERRIDES):
        for override in _read(path):
            if _is_of(assignment, override, course):
                _check(override, path, assignment, known_students)
                overrides.append(override)
    decided: set[tuple[str, str]] = set()
    for override in overrides:
        decision = (override.key, override.exercise)
        if decision in decided:
            who = f"{override.key}, {override.exercise}"
            raise UsageError(f"{OVERRIDES}: {who} is there twice: leave the one that counts")
        decided.add(decision)
    return overrides


def has_overrides(out: Path, assignment: str) -> bool:
    """Whether a person has decided anything."""
    return (out / OVERRIDES).exists() or (out / assignment / OVERRIDES).exists()


def _read(path: Path) -> list[Override]:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=_Overrides).override
    except FileNotFoundError:
        return []
    except (msgspec.MsgspecError, UnicodeError) as fault:
        raise UsageError(f"{path}: {fault}; expected {_EXAMPLE}") from None
    except OSError as fault:
        raise UsageError(f"{path} can't be read ({fault.strerror}): check its permissions") from None


def _is_of(assignment: Assignment, override: Override, course: Course) -> bool:
    """Whether a decision is about this assignment: by its name, or because no other one has such an exercise."""
    if override.assignment:
        course.assignment(override.assignment)
        return override.assignment == assignment.name
    if override.exercise in _points(assignment):
        return True
    return not any(override.exercise in _points(other) for other in course.assignments.values())


def _check(override: Override, path: Path, assignment: Assignment, students: set[str]) -> None:
    """Raise UsageError where a name or a number is a typing error."""
    points = _points(assignment)
    where = f"{path}: {override.key}, {override.exercise}"
    if override.exercise not in points:
        meant = _meant(override.exercise, points)
        raise UsageError(f"{path}: no exercise {override.exercise!r} in {assignment.name}{meant}")
    if override.key not in students:
        raise UsageError(f"{path}: no student {override.key!r} has a report{_meant(override.key, students)}")
    most = points[override.exercise]
    if not 0 <= override.points <= most:
        raise UsageError(f"{where}: {override.points:g} points, expected 0 to {most:g}")
    if not override.reason.strip():
        raise UsageError(f"{where}: say the reason, which the student will read")


def _meant(word: str, known: Iterable[str]) -> str:
    for close in difflib.get_close_matches(word, list(known), 1):
        return f": {names.in_a_line(close)}?"
    return ""


def _points(assignment: Assignment) -> dict[str, float]:
    """The points of each exercise and question."""
    points = {}
    for exercise in assignment.exercises:
        points[exercise.name] = exercise.points
    for question in assignment.questions:
        points[question.name] = question.points
    return points


def check_exclusions(course: Course, assignment: Assignment) -> None:
    """Raise UsageError where `exclude` in course.toml names a test that the grader does not have."""
    if not assignment.exclude:
        return
    text = course.grader(assignment.name).read_text(encoding="utf-8")
    for test in assignment.exclude:
        if f"def {_plain(test)}(" not in text:
            grader = course.grader(assignment.name).name
            raise UsageError(f"solutions/course.toml: exclude: no test {test!r} in {grader}")


def _plain(test: str) -> str:
    """A test's name without what a parametrized one has behind it."""
    return test.partition("[")[0]


def as_graded(report: Report) -> Report:
    """The report as grading made it, without any correction."""
    if not report.corrections:
        return report
    exercises = report.uncorrected
    graded_names = {exercise.name for exercise in exercises}
    most = report.max_score
    for result in report.exercises:
        if result.name not in graded_names:
            most -= result.max_score  # a question, whose points count from when a person has graded it
    return msgspec.structs.replace(
        report, exercises=exercises, score=_sum(exercises), max_score=most, corrections=(), uncorrected=()
    )


def corrected(report: Report, assignment: Assignment, overrides: Sequence[Override]) -> Report:
    """The report with all that a person has decided, and nothing of what was decided before. Raises UsageError."""
    graded = as_graded(report)
    if graded.status != Status.GRADED:
        return graded
    corrections: list[Correction] = []
    exercises = [_without_excluded(result, assignment, corrections) for result in graded.exercises]
    for override in overrides:
        if override.key == report.student:
            exercises = _overridden(exercises, override, assignment, corrections)
    if not corrections:
        return graded
    question_names = {question.name for question in assignment.questions}
    most = graded.max_score
    for result in exercises:
        if result.name in question_names:
            most += result.max_score
    return msgspec.structs.replace(
        graded,
        exercises=tuple(exercises),
        score=_sum(exercises),
        max_score=most,
        corrections=tuple(corrections),
        uncorrected=graded.exercises,
    )


def _sum(exercises: Iterable[ExerciseResult]) -> float:
    return round(sum(result.score for result in exercises), 6)


def _overridden(
    exercises: list[ExerciseResult], override: Override, assignment: Assignment, corrections: list[Correction]
) -> list[ExerciseResult]:
    """The exercises with a person's points in one of them; a question is added with its first points."""
    before = 0.0
    is_there = False
    result = []
    for exercise in exercises:
        if exercise.name == override.exercise:
            is_there = True
            before = exercise.score
            result.append(_with_score(exercise, override.points))
        else:
            result.append(exercise)
    if not is_there:
        most = _points(assignment)[override.exercise]
        failed = ExerciseStatus.FAILED
        blank = ExerciseResult(name=override.exercise, score=0.0, max_score=most, status=failed, tests=())
        result.append(_with_score(blank, override.points))
    corrections.append(Correction(override.exercise, before, override.points, override.reason, override.by))
    return result


def _with_score(exercise: ExerciseResult, points: float) -> ExerciseResult:
    if points >= exercise.max_score:
        return msgspec.structs.replace(exercise, score=points, status=ExerciseStatus.PASSED)
    if points > 0:
        return msgspec.structs.replace(exercise, score=points, status=ExerciseStatus.PARTIAL)
    return msgspec.structs.replace(exercise, score=points, status=ExerciseStatus.FAILED)


def _without_excluded(
    exercise: ExerciseResult, assignment: Assignment, corrections: list[Correction]
) -> ExerciseResult:
    """The exercise as if the tests that are left out had never been: its points go to the others by their weights."""
    kept_tests = []
    excluded_names = []
    for test in exercise.tests:
        if _is_excluded(test, assignment):
            excluded_names.append(test.name)
        else:
            kept_tests.append(test)
    if not excluded_names:
        return exercise
    weight = sum(test.max_score for test in kept_tests)
    if not weight:
        name = exercise.name
        raise UsageError(f"solutions/course.toml: exclude leaves {name} without a test: give its points by hand")
    result = _with_tests(exercise, _reweighed(kept_tests, exercise.max_score / weight))
    reason = f"left out: {', '.join(excluded_names)}"
    corrections.append(Correction(exercise.name, exercise.score, result.score, reason, "course.toml"))
    return result


def _with_tests(exercise: ExerciseResult, tests: tuple[TestResult, ...]) -> ExerciseResult:
    """The exercise with these tests, and what they give."""
    score = round(sum(test.score for test in tests), 6)
    if all(test.outcome == Outcome.PASSED for test in tests):
        score = exercise.max_score  # shares of a third don't add up to one
    result = msgspec.structs.replace(exercise, tests=tests, score=score)
    if exercise.status in (ExerciseStatus.MISSING, ExerciseStatus.NOT_ATTEMPTED):
        return result
    return _with_score(result, score)


def _is_excluded(test: TestResult, assignment: Assignment) -> bool:
    return test.name in assignment.exclude or _plain(test.name) in assignment.exclude


def _reweighed(tests: Sequence[TestResult], factor: float) -> tuple[TestResult, ...]:
    """The tests with their new shares of the points."""
    hidden_outcomes = {test.outcome for test in tests if not test.public}
    # grading lets an example count as soon as one hidden test passes, or where there is none
    examples_count = not hidden_outcomes or Outcome.PASSED in hidden_outcomes
    result = []
    for test in tests:
        outcome = test.outcome
        message = test.message
        example_only = test.example_only
        if examples_count and example_only:
            outcome = Outcome.PASSED
            message = ""
            example_only = False
        most = round(test.max_score * factor, 6)
        score = 0.0
        if outcome == Outcome.PASSED:
            score = most
        result.append(
            msgspec.structs.replace(
                test, outcome=outcome, message=message, score=score, max_score=most, example_only=example_only
            )
        )
    return tuple(result)
