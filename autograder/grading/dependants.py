"""Dependants: exercises that use others. One that fails beside a part that failed is judged once more with stand-ins.

An exercise's whole result counts, the better of the two, so that nobody can pick a test from each. What a part loses
stays lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.course import Exercise
from autograder.grading.scoring import earned_weight
from autograder.grading.stand_ins import StandIn
from autograder.grading.verdict import Task, Verdict
from autograder.report import VerdictKind, quoted
from autograder.words.message import Message, message, told
from autograder.words.said import Said, said

# kinds of verdicts that say no more than that the code did not get as far as an answer
_WITHOUT_ANSWER = {
    VerdictKind.RAISED,
    VerdictKind.NOT_ATTEMPTED,
    VerdictKind.MISSING,
    VerdictKind.TOO_SLOW,
    VerdictKind.CRASHED,
}


@dataclass(frozen=True)
class Dependant:
    """An exercise that fails beside some of what it uses: its tests, all its `parts`, and those that have `failed`.

    `stand_ins` are those that the grader module brings for these parts.
    """

    exercise: str
    tasks: Sequence[Task]
    parts: Sequence[str]
    failed: Sequence[str]
    stand_ins: Sequence[StandIn]

    @property
    def stood_in(self) -> tuple[str, ...]:
        """The parts that there is a stand-in for."""
        return tuple(stand_in.exercise for stand_in in self.stand_ins)

    def second_counts(self, first: Mapping[str, Verdict], second: Mapping[str, Verdict]) -> bool:
        """Whether the verdicts with stand-ins are the better ones.

        Where both earn the same, what is wrong in spite of stand-ins is the exercise's own mistake, if it is known.
        """
        if any(verdict.kind.is_ours for verdict in second.values()):
            return True
        first_weight = earned_weight(self.tasks, first)
        second_weight = earned_weight(self.tasks, second)
        if first_weight == second_weight:
            return _count_without_answer(second) <= _count_without_answer(first)
        return second_weight > first_weight

    def noted(self, verdicts: Mapping[str, Verdict]) -> dict[str, Verdict]:
        """Verdicts with stand-ins, each with a note that says so."""
        parts = told(quoted(self.stood_in))
        note = message("graded with a stand-in for {parts}: fix {parts} as well", parts=parts)
        if len(self.stand_ins) > 1:
            note = message("graded with stand-ins for {parts}: fix {parts} as well", parts=parts)
        return {name: replace(verdict, said=_with_note(verdict.said, note)) for name, verdict in verdicts.items()}

    def pointing_to_parts(self, verdicts: Mapping[str, Verdict]) -> dict[str, Verdict]:
        """What can't be judged before the parts are mended says so, once, and nothing else."""
        lacks_stand_ins = not set(self.stood_in).issuperset(self.failed)
        parts = told(quoted(self.failed))
        words: str | Message = message(
            "fix {parts} first: `{exercise}` uses it", parts=parts, exercise=told(self.exercise)
        )
        if len(self.failed) > 1:
            words = message("fix {parts} first: `{exercise}` uses them", parts=parts, exercise=told(self.exercise))
        pointing = dict(verdicts)
        for name, verdict in verdicts.items():
            waits = verdict.kind is VerdictKind.NEEDS_OTHERS
            if lacks_stand_ins and verdict.kind in _WITHOUT_ANSWER:
                waits = True
            if waits:
                pointing[name] = Verdict.plain(VerdictKind.NEEDS_OTHERS, words, verdict.seconds)
                words = ""
        return pointing


def _count_without_answer(verdicts: Mapping[str, Verdict]) -> int:
    return sum(verdict.kind in _WITHOUT_ANSWER for verdict in verdicts.values())


def _with_note(words: Said | None, note: Message) -> Said:
    if words is None:
        return said(note)
    return Said("{message}; {note}", phrases={"message": words, "note": said(note)})


class Dependants:
    """The exercises of an assignment that use others; those that are `untouched`, as released, are left alone."""

    def __init__(self, exercises: Sequence[Exercise], untouched: Collection[str]) -> None:
        self.exercises = exercises
        self.untouched = untouched
        self._by_name = {exercise.name: exercise for exercise in exercises}

    def failing(
        self, tasks: Sequence[Task], verdicts: Mapping[str, Verdict], stand_ins: Mapping[str, StandIn]
    ) -> Iterator[Dependant]:
        """Those that fail beside a part that failed, each behind what it uses: `verdicts` may change meanwhile."""
        tasks_of: dict[str, list[Task]] = {}
        for task in tasks:
            tasks_of.setdefault(task.exercise, []).append(task)
        for exercise in self._in_order_of_use():
            own_tasks = tasks_of.get(exercise.name, [])
            if _has_passed(own_tasks, verdicts):
                continue
            parts = self._parts_of(exercise)
            failed = []
            for part in parts:
                if not _has_passed(tasks_of.get(part, []), verdicts):
                    failed.append(part)
            if failed and exercise.name not in self.untouched:
                known = [stand_ins[part] for part in failed if part in stand_ins]
                yield Dependant(exercise.name, own_tasks, parts, failed, known)

    def _in_order_of_use(self) -> list[Exercise]:
        """Those that use others, each behind those that it uses, which use fewer."""
        users = [exercise for exercise in self.exercises if exercise.uses]
        return sorted(users, key=lambda exercise: len(self._parts_of(exercise)))

    def _parts_of(self, exercise: Exercise) -> list[str]:
        """The names of what an exercise uses, and of what these use, in the order of the course."""
        used: set[str] = set()
        waiting = list(exercise.uses)
        while waiting:
            name = waiting.pop()
            # a name that there is not, or one that comes round to itself, is the author's mistake
            if name in self._by_name and name not in used:
                used.add(name)
                waiting += self._by_name[name].uses
        return [other.name for other in self.exercises if other.name in used and other.name != exercise.name]


def _has_passed(tasks: Sequence[Task], verdicts: Mapping[str, Verdict]) -> bool:
    """Whether an exercise is right; an example that is worth nothing does not open a second judging."""
    return all(verdicts[task.name].passed for task in tasks if task.weight)
