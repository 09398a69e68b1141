"""Verdicts → results and a report: points, statuses, and what may be told."""

from __future__ import annotations

import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

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
from autograder.submission.quoted_texts import quoted_texts
from autograder.words.sentence import joined, said_of, sentence

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
    exercise: Exercise,
    tasks: Sequence[Task],
    verdicts: Mapping[str, Verdict],
    feedback: str,
    stand_ins: tuple[str, ...] = (),
    cells: Sequence[Cell] = (),
) -> ExerciseResult:
    """One exercise: its tests' verdicts, worth what their weights say, told by the assignment's policy.

    Hints may tell short texts that stand in the `cells` of the notebook.
    """
    own_tasks = [task for task in tasks if task.exercise == exercise.name]
    total_weight = sum(task.weight for task in own_tasks)
    examples_alone = _only_examples_pass(own_tasks, verdicts)
    results = []
    kinds = set()
    for task in own_tasks:
        verdict = verdicts[task.name]
        if examples_alone and verdict.passed:
            # an answer to the examples that everybody can read is not yet a solution
            verdict = Verdict.plain(VerdictKind.EXAMPLE_ONLY, EXAMPLE_ONLY, verdict.seconds)
        points = exercise.points * task.weight / total_weight
        if feedback == "hints" and not task.public and verdict.said is not None:
            # the report keeps which values are told, so that a page in another language tells no others
            verdict = replace(verdict, said=verdict.said.told_by(quoted_texts(cells, task.exercise)))
        results.append(_test_result(task, verdict, points, _message(task, verdict, feedback)))
        kinds.add(verdict.kind)
    score = round(sum(result.score for result in results), _POINT_DIGITS)
    status = _status(score, kinds)
    if status is ExerciseStatus.PASSED:
        score = exercise.points  # the sum of rounded parts may miss it
    return ExerciseResult(
        name=exercise.name,
        score=score,
        max_score=exercise.points,
        status=status,
        tests=tuple(results),
        stand_ins=stand_ins,
    )


def earned_weight(tasks: Sequence[Task], verdicts: Mapping[str, Verdict]) -> float:
    """The weight of an exercise's tests that count as passed."""
    if _only_examples_pass(tasks, verdicts):
        return 0.0
    return sum(task.weight for task in tasks if verdicts[task.name].passed)


def _only_examples_pass(tasks: Sequence[Task], verdicts: Mapping[str, Verdict]) -> bool:
    """Whether an exercise has hidden tests, of which none has passed."""
    hidden_count = 0
    for task in tasks:
        if task.public:
            continue
        if verdicts[task.name].passed:
            return False
        hidden_count += 1
    return hidden_count > 0


def _status(score: float, kinds: set[VerdictKind]) -> ExerciseStatus:
    """An exercise's status, by its score and the kinds of its verdicts; one without tests has failed."""
    if kinds == {VerdictKind.PASSED}:
        return ExerciseStatus.PASSED
    if score > 0:
        return ExerciseStatus.PARTIAL
    if kinds == {VerdictKind.MISSING}:
        return ExerciseStatus.MISSING
    if kinds == {VerdictKind.NOT_ATTEMPTED}:
        return ExerciseStatus.NOT_ATTEMPTED
    return ExerciseStatus.FAILED


def _message(task: Task, verdict: Verdict, feedback: str) -> str:
    """What the report says of a test, by the assignment's policy; a public test has nothing to hide."""
    if task.public or feedback == "full" or verdict.kind.is_ours:
        return verdict.message
    if feedback != "hints" or verdict.said is None:
        return ""
    return verdict.hint


def _test_result(task: Task, verdict: Verdict, points: float, message: str) -> TestResult:
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
        message=message,
        seconds=round(verdict.seconds, 4),
        said=verdict.said,
        example_only=verdict.kind is VerdictKind.EXAMPLE_ONLY,
    )


def sources_of(assignment: Assignment, cells: list[Cell]) -> tuple[Source, ...]:
    """The cells in which a submission defines the exercises: for each the last one, which is the one that counts."""
    sources = []
    for exercise in assignment.exercises:
        last_number = 0  # cells are counted from 1
        for number in defining(cells, exercise.name):
            if cells[number - 1].code:
                last_number = number
        if last_number:
            text = stripped(cells[last_number - 1].source)
            sources.append(Source(exercise.name, last_number, text[:_MAX_SOURCE]))
    return tuple(sources)


def printed_of(ran: Ran) -> tuple[Printed, ...]:
    """What the cells printed, in their order."""
    return tuple(Printed(number, text) for number, text in sorted(ran.printed.items()))


def reason_of(ran: Ran) -> str | None:
    """What a student should know of cells that did not run to their end, and of names that were bound again."""
    if ran.unfinished is not None:
        return sentence("the notebook could not be run to its end: {reason}", reason=ran.unfinished)
    texts = [*ran.bound_again]
    texts += [ran.errors[number] for number in sorted(ran.errors)]
    if ran.errors:
        texts += ran.notes  # what was not run, such as `!pip`: it matters only where something went wrong
    shown = texts[:_MAX_ERRORS]
    if len(texts) > _MAX_ERRORS:
        shown.append(sentence("and {count} more", count=len(texts) - _MAX_ERRORS))
    return joined(shown) or None


def report_of(
    order: Order, assignment: Assignment, status: Status, reason: str | None, start: float | None = None
) -> Report:
    """The report of a submission, without results; `start` is when its grading began, by `time.perf_counter`."""
    seconds = 0.0 if start is None else round(time.perf_counter() - start, 4)
    return Report(
        assignment=assignment.name,
        student=order.student,
        score=0,  # an int, and so `0` in the JSON, where a score that was reached is `0.0`
        max_score=assignment.max_score,
        status=status,
        reason=None if reason is None else str(reason),
        reason_said=said_of(reason),
        seed=order.seed,
        isolation=(),
        device="cpu",
        versions=_VERSIONS,
        seconds=seconds,
        exercises=(),
    )
