"""Verdicts → results and a report: points, statuses, and what may be told."""

from __future__ import annotations

import platform
import time

import numpy as np
import torch

from autograder import __version__
from autograder.course import Assignment, Exercise
from autograder.grading.pytest_session import Task, Verdict
from autograder.remote.control import Ran
from autograder.remote.texts import stripped
from autograder.report import EXAMPLE_ONLY, ExerciseResult, ExerciseStatus, Order, Printed, Report, Source, TestResult
from autograder.submission.notebook import Cell, defining

_VERSIONS = {
    "autograder": __version__,
    "python": platform.python_version(),
    "torch": str(torch.__version__),
    "numpy": np.__version__,
}
_MAX_REASON = 3
_MAX_SOURCE = 20_000  # characters


def exercise_result(
    exercise: Exercise, tasks: list[Task], verdicts: dict[str, Verdict], feedback: str
) -> ExerciseResult:
    """One exercise: its tests' verdicts, worth what their weights say, told by the assignment's policy."""
    own = [task for task in tasks if task.exercise == exercise.name]
    total = sum(task.weight for task in own)
    hidden = [verdicts[task.name].kind for task in own if not task.public]
    if hidden and all(hidden):  # an answer to the examples that everybody can read is not yet a solution
        verdicts = verdicts | {t.name: _example_only(verdicts[t.name]) for t in own if t.public}
    results = tuple(_test(task, verdicts[task.name], exercise.points * task.weight / total, feedback) for task in own)
    score = round(sum(result.score for result in results), 6)
    passed = bool(results) and all(result.outcome == "passed" for result in results)
    return ExerciseResult(
        name=exercise.name,
        score=exercise.points if passed else score,
        max_score=exercise.points,
        status="passed" if passed else _status(score, [verdicts[task.name].kind for task in own]),
        tests=results,
    )


def _example_only(verdict: Verdict) -> Verdict:
    if verdict.kind:
        return verdict
    return Verdict.plain("ExampleOnly", EXAMPLE_ONLY, verdict.seconds)


def _status(score: float, kinds: list[str]) -> ExerciseStatus:
    if score > 0:
        return "partial"
    for kind, status in (("Missing", "missing"), ("NotAttempted", "not_attempted")):
        if kinds and all(k == kind for k in kinds):
            return status  # type: ignore[return-value]
    return "failed"


def _told(task: Task, verdict: Verdict, feedback: str) -> str:
    """What the report says of a test, by the assignment's policy; a public test has nothing to hide."""
    if task.public or feedback == "full" or verdict.kind == "error":
        return verdict.message
    return verdict.hint if feedback == "hints" else ""


def _test(task: Task, verdict: Verdict, points: float, feedback: str) -> TestResult:
    outcome = {"": "passed", "error": "error"}.get(verdict.kind, "failed")
    return TestResult(
        name=task.name,
        title=task.title,
        outcome=outcome,  # type: ignore[arg-type]
        score=round(points, 6) if outcome == "passed" else 0.0,
        max_score=round(points, 6),
        public=task.public,
        message=_told(task, verdict, feedback),
        seconds=round(verdict.seconds, 4),
    )


def sources_of(assignment: Assignment, cells: list[Cell]) -> tuple[Source, ...]:
    """The cells in which a submission defines the exercises: for each the last one, which is the one that counts."""
    found = []
    for exercise in assignment.exercises:
        numbers = [number for number in defining(cells, exercise.name) if cells[number - 1].code]
        if numbers:
            text = stripped(cells[numbers[-1] - 1].source)
            found.append(Source(exercise.name, numbers[-1], text[:_MAX_SOURCE]))
    return tuple(found)


def reason_of(ran: Ran) -> str | None:
    """What a student should know of the cells that did not run to their end."""
    if ran.unfinished is not None:
        return f"the notebook could not be run to its end: {ran.unfinished}"
    errors = [text for _, text in sorted(ran.errors.items())]
    said = errors + ran.bound_again + (ran.notes if errors else [])
    more = [f"and {len(said) - _MAX_REASON} more"] if len(said) > _MAX_REASON else []
    return "; ".join(said[:_MAX_REASON] + more) or None


def report_of(
    job: Order,
    assignment: Assignment,
    status: str,
    reason: str | None,
    exercises: tuple[ExerciseResult, ...] = (),
    isolation: tuple[str, ...] = (),
    start: float | None = None,
    printed: dict[int, str] | None = None,
    device: str = "cpu",
) -> Report:
    """The report of a submission, with or without results."""
    return Report(
        assignment=assignment.name,
        student=job.student,
        score=round(sum(e.score for e in exercises), 6),
        max_score=assignment.max_score,
        status=status,  # type: ignore[arg-type]
        reason=reason,
        seed=job.seed,
        isolation=isolation,
        device=device,
        versions=_VERSIONS,
        seconds=0.0 if start is None else round(time.perf_counter() - start, 4),
        exercises=exercises,
        printed=tuple(Printed(cell, text) for cell, text in sorted((printed or {}).items())),
    )
