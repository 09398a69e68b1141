"""What a student should do next: which exercise to mend first, and why that one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from autograder.feedback.notes import Notes
from autograder.languages import NO_PHRASES, Words, say
from autograder.report import ExerciseResult, Report

_PLACE = re.compile(r", in cell (\d+), line (\d+)")


@dataclass(frozen=True)
class Outline:
    """What a page tells of an assignment beside its reports: its title, and for each exercise those that it uses.

    `by_person` are the points of its questions, which no report counts: a person gives them. `notes` are the
    instructor's on kinds of wrong answers, by exercise. `words_in` has the course's own texts in a language.
    """

    title: str
    uses: Mapping[str, Collection[str]] = field(default_factory=dict)
    by_person: float = 0.0
    notes: Mapping[str, Notes] = field(default_factory=dict)
    words_in: Callable[[str], Words] = lambda _language: NO_PHRASES


@dataclass(frozen=True)
class Step:
    """One thing to do: a verb, the exercise, and what is wrong with it, as a sentence around a link."""

    verb: str
    exercise: str
    reason: str


def next_steps(report: Report, outline: Outline) -> list[Step]:
    """What to do, in order: what others build on, then what is wrong, then what is not written yet."""
    open_exercises = _open_exercises(report)
    open_names = {result.name for result in open_exercises}
    foundations = []
    mistakes = []
    unwritten = []
    for result in open_exercises:
        dependents = [name for name in outline.uses if name in open_names and result.name in outline.uses[name]]
        next_step = _step(report, result, dependents)
        if result.status == "not_attempted":
            # last: what is written already is nearer to its points
            unwritten.append(next_step)
        elif dependents:
            # what uses it can't be right before it is
            foundations.append(next_step)
        else:
            mistakes.append(next_step)
    return [*foundations, *mistakes, *unwritten]


def _open_exercises(report: Report) -> list[ExerciseResult]:
    """Those in which something is to be mended or written; where no test fails, a person has decided."""
    open_exercises = []
    for result in report.exercises:
        if result.status != "passed" and _failure_count(result):
            open_exercises.append(result)
    return open_exercises


def _step(report: Report, result: ExerciseResult, dependents: Collection[str]) -> Step:
    step_verb, step_reason = _work_on(report, result)
    if len(dependents) == 1:
        step_reason = say("{reason}; {exercise} uses it", reason=step_reason, exercise=" ".join(dependents))
    elif dependents:
        names = say(" and ").join(dependents)
        step_reason = say("{reason}; {exercises} use it", reason=step_reason, exercises=names)
    return Step(step_verb, result.name, step_reason)


def _work_on(report: Report, result: ExerciseResult) -> tuple[str, str]:
    """What to do with an exercise that has not all its points, and why."""
    if result.status == "not_attempted":
        return say("Write"), say("it is as you received it")
    if result.status == "missing":
        return _define(report, result)
    return say("Mend"), _failures(result)


def _define(report: Report, result: ExerciseResult) -> tuple[str, str]:
    """What to do with an exercise that running the notebook has not defined."""
    for source in report.sources:
        if source.exercise == result.name:
            # the definition is there, and its cell, or one before it, has stopped
            return say("Mend"), _stopped(report, source.cell)
    return say("Define"), say("your notebook has no such name")


def _stopped(report: Report, cell: int) -> str:
    """Why a cell's definition did not come about, as far as the report's reason tells."""
    for error in (report.reason or "").split("; "):
        place = _PLACE.search(error)
        if place is not None and int(place[1]) == cell:
            return say(
                "cell {cell} stopped before it was defined ({error}, line {line})",
                cell=cell,
                error=error[: place.start()],
                line=place[2],
            )
    return say("cell {cell} did not come to define it", cell=cell)


def _failure_count(result: ExerciseResult) -> int:
    """How many of its tests fail. An example that is right does not, though it earns nothing yet."""
    failure_count = 0
    for test in result.tests:
        if test.outcome != "passed" and not test.example_only:
            failure_count += 1
    return failure_count


def _failures(result: ExerciseResult) -> str:
    """The same in words."""
    test_count = len(result.tests)
    failure_count = _failure_count(result)
    if test_count == 1:
        return say("its test fails")
    if failure_count == 1:
        return say("one of its {tests} tests fails", tests=test_count)
    if failure_count < test_count:
        return say("{failed} of its {tests} tests fail", failed=failure_count, tests=test_count)
    if test_count == 2:
        return say("both its tests fail")
    return say("all its {tests} tests fail", tests=test_count)
