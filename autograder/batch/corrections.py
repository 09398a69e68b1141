"""What a person decides after the grading: points of their own, and tests that are left out because they are wrong.

A report keeps what grading gave beside what a person made of it, so that each decision can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from autograder.batch.overrides import Override, points_of
from autograder.course import Assignment, Course, UsageError
from autograder.report import (
    EXAMPLE_ONLY,
    Correction,
    ExerciseResult,
    ExerciseStatus,
    Outcome,
    Report,
    Status,
    TestResult,
)
from autograder.words.said import Said
from autograder.words.sentence import said_of, sentence


def check_exclusions(course: Course, assignment: Assignment) -> None:
    """Raise UsageError where `exclude` in course.toml names a test that the grader does not have."""
    if not assignment.exclude:
        return
    text = course.grader(assignment.name).read_text(encoding="utf-8")
    for test in assignment.exclude:
        if f"def {_plain(test)}(" not in text:
            grader = course.grader(assignment.name).name
            raise UsageError(
                "solutions/course.toml: exclude: no test {test} in {grader}",
                test=repr(test), grader=grader,
            )


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
        most = points_of(assignment)[override.exercise]
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
        if is_excluded(test.name, assignment):
            excluded_names.append(test.name)
        else:
            kept_tests.append(test)
    if not excluded_names:
        return exercise
    weight = sum(test.max_score for test in kept_tests)
    if not weight:
        name = exercise.name
        raise UsageError(
            "solutions/course.toml: exclude leaves {name} without a test: give its points by hand",
            name=name,
        )
    result = _with_tests(exercise, _reweighed(kept_tests, exercise.max_score / weight))
    reason = sentence("left out: {tests}", tests=", ".join(excluded_names))
    correction = Correction(
        exercise.name, exercise.score, result.score, str(reason), "course.toml", said=said_of(reason)
    )
    corrections.append(correction)
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


def is_excluded(test: str, assignment: Assignment) -> bool:
    """Whether the test of this name is left out, by itself or with all that are made of one function."""
    return test in assignment.exclude or _plain(test) in assignment.exclude


def _reweighed(tests: Sequence[TestResult], factor: float) -> tuple[TestResult, ...]:
    """The tests with their new shares of the points."""
    hidden_outcomes = {test.outcome for test in tests if not test.public}
    # grading lets an example count as soon as one hidden test passes, or where there is none
    examples_count = not hidden_outcomes or Outcome.PASSED in hidden_outcomes
    result = []
    for test in tests:
        if examples_count and test.example_only:
            judged = msgspec.structs.replace(
                test, outcome=Outcome.PASSED, message="", said=None, example_only=False
            )
        elif test.public and test.outcome == Outcome.PASSED and not examples_count:
            example_said = Said(EXAMPLE_ONLY)
            judged = msgspec.structs.replace(
                test, outcome=Outcome.FAILED, message=example_said.full, said=example_said, example_only=True
            )
        else:
            judged = test
        most = round(test.max_score * factor, 6)
        score = 0.0
        if judged.outcome == Outcome.PASSED:
            score = most
        result.append(msgspec.structs.replace(judged, score=score, max_score=most))
    return tuple(result)
