"""Verdicts → results and a report: points, statuses, and what may be told."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterable, Sequence

import numpy as np
import torch

from autograder import __version__
from autograder.course import Assignment, Exercise
from autograder.grading.verdict import Task, Verdict
from autograder.remote.control import Ran
from autograder.remote.texts import stripped
from autograder.report import (
    EXAMPLE_ONLY,
    ExerciseResult,
    ExerciseStatus,
    Order,
    Outcome,
    Printed,
    Report,
    Source,
    Status,
    TestResult,
    VerdictKind,
)
from autograder.submission.notebook import Cell, defining

_VERSIONS = {
    "autograder": __version__,
    "python": platform.python_version(),
    "torch": str(torch.__version__),
    "numpy": np.__version__,
}
_MAX_ERRORS = 3  # of cells, that the reason names
_MAX_SOURCE = 20_000  # characters
_POINT_DIGITS = 6  # a third of a point is no binary fraction: reports round what is shown and added up


def exercise_result(
    exercise: Exercise, tasks: Sequence[Task], verdicts: dict[str, Verdict], feedback: str
) -> ExerciseResult:
    """One exercise: its tests' verdicts, worth what their weights say, told by the assignment's policy."""
    own_tasks = [task for task in tasks if task.exercise == exercise.name]
    own_verdicts = _verdicts_that_count(own_tasks, verdicts)
    total_weight = sum(task.weight for task in own_tasks)
    results = []
    for task, verdict in zip(own_tasks, own_verdicts, strict=True):
        points = exercise.points * task.weight / total_weight
        results.append(_test_result(task, verdict, points, feedback))
    score = round(sum(result.score for result in results), _POINT_DIGITS)
    status = _status(score, [verdict.kind for verdict in own_verdicts])
    if status is ExerciseStatus.PASSED:
        score = exercise.points  # the sum of its rounded parts may miss it
    return ExerciseResult(
        name=exercise.name, score=score, max_score=exercise.points, status=status, tests=tuple(results)
    )


def _verdicts_that_count(tasks: Sequence[Task], verdicts: dict[str, Verdict]) -> list[Verdict]:
    """The verdicts on an exercise's tests. An answer to the examples that everybody can read is not yet a solution."""
    hidden = [verdicts[task.name] for task in tasks if not task.public]
    knows_examples_only = bool(hidden) and not any(verdict.passed for verdict in hidden)
    counting = []
    for task in tasks:
        verdict = verdicts[task.name]
        if knows_examples_only and task.public and verdict.passed:
            verdict = Verdict.plain(VerdictKind.EXAMPLE_ONLY, EXAMPLE_ONLY, verdict.seconds)
        counting.append(verdict)
    return counting


def _status(score: float, kinds: Iterable[VerdictKind]) -> ExerciseStatus:
    different_kinds = set(kinds)
    if different_kinds == {VerdictKind.PASSED}:
        return ExerciseStatus.PASSED
    if score > 0:
        return ExerciseStatus.PARTIAL
    if different_kinds == {VerdictKind.MISSING}:
        return ExerciseStatus.MISSING
    if different_kinds == {VerdictKind.NOT_ATTEMPTED}:
        return ExerciseStatus.NOT_ATTEMPTED
    return ExerciseStatus.FAILED


def _message(task: Task, verdict: Verdict, feedback: str) -> str:
    """What the report says of a test, by the assignment's policy; a public test has nothing to hide."""
    if task.public or feedback == "full" or verdict.kind.is_ours:
        return verdict.message
    if feedback == "hints":
        return verdict.hint
    return ""


def _test_result(task: Task, verdict: Verdict, points: float, feedback: str) -> TestResult:
    outcome = Outcome.FAILED
    score = 0.0
    if verdict.passed:
        outcome = Outcome.PASSED
        score = round(points, _POINT_DIGITS)
    elif verdict.kind.is_ours:
        outcome = Outcome.ERROR
    return TestResult(
        name=task.name,
        title=task.title,
        outcome=outcome,
        score=score,
        max_score=round(points, _POINT_DIGITS),
        public=task.public,
        message=_message(task, verdict, feedback),
        seconds=round(verdict.seconds, 4),
    )


def sources_of(assignment: Assignment, cells: list[Cell]) -> tuple[Source, ...]:
    """The cells in which a submission defines the exercises: for each the last one, which is the one that counts."""
    sources = []
    for exercise in assignment.exercises:
        numbers = [number for number in defining(cells, exercise.name) if cells[number - 1].code]
        if numbers:
            last_number = numbers[-1]
            text = stripped(cells[last_number - 1].source)
            sources.append(Source(exercise.name, last_number, text[:_MAX_SOURCE]))
    return tuple(sources)


def printed_of(ran: Ran) -> tuple[Printed, ...]:
    """What the cells printed, in their order."""
    return tuple(Printed(number, text) for number, text in sorted(ran.printed.items()))


def reason_of(ran: Ran) -> str | None:
    """What a student should know of the cells that did not run to their end."""
    if ran.unfinished is not None:
        return f"the notebook could not be run to its end: {ran.unfinished}"
    if not ran.errors:
        return None
    texts = [text for _, text in sorted(ran.errors.items())]
    texts += ran.notes
    shown = texts[:_MAX_ERRORS]
    if len(texts) > _MAX_ERRORS:
        shown.append(f"and {len(texts) - _MAX_ERRORS} more")
    return "; ".join(shown) or None


def report_of(
    order: Order, assignment: Assignment, status: Status, reason: str | None, start: float | None = None
) -> Report:
    """The report of a submission, without results; `start` is when its grading began, by `time.perf_counter`."""
    seconds = 0.0 if start is None else round(time.perf_counter() - start, 4)
    return Report(
        assignment=assignment.name,
        student=order.student,
        score=0,
        max_score=assignment.max_score,
        status=status,
        reason=reason,
        seed=order.seed,
        isolation=(),
        device="cpu",
        versions=_VERSIONS,
        seconds=seconds,
        exercises=(),
    )
