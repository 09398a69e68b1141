"""A round of tests: those that are asked together, the verdicts on them, and which of these are to be doubted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.grading.stand_ins import StandIn
from autograder.grading.verdict import Task, Verdict
from autograder.report import Settled, VerdictKind

_UNSTEADY = "your code gave another answer when this exercise was asked again: the same question has one answer"


@dataclass
class Round:
    """Tests in the order in which they are asked. `stand_ins` are in place of what failed in a round before.

    `rerun` are the cells, by number, that are run once more when these are in place. `unsettled` are tests whose
    verdicts something has disturbed; `verdicts_before` has those of tests that passed in a copy of their own alone.
    """

    tasks: Sequence[Task]
    stand_ins: Sequence[StandIn] = ()
    rerun: Sequence[int] = ()
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    unsettled: set[str] = field(default_factory=set)
    verdicts_before: dict[str, Verdict] = field(default_factory=dict)
    unsteady_exercises: set[str] = field(default_factory=set)

    @property
    def names_of_stand_ins(self) -> tuple[str, ...]:
        """The exercises that are stood in for."""
        return tuple(stand_in.exercise for stand_in in self.stand_ins)

    def remember(self, settled: Sequence[Settled]) -> None:
        """Take over the verdicts that were reached in such a round when the submission was graded before."""
        asked = {task.name for task in self.tasks}
        for verdict in settled:
            if verdict.test in asked and verdict.stand_ins == self.names_of_stand_ins:
                self.verdicts[verdict.test] = Verdict.reached_before(verdict)

    def settled(self) -> list[Settled]:
        """The verdicts that nothing has disturbed."""
        settled = []
        for name, verdict in self.verdicts.items():
            if name not in self.unsettled and name not in self.verdicts_before:
                settled.append(verdict.settled(name, self.names_of_stand_ins))
        return settled

    def doubted_tasks(self) -> list[Task]:
        """The hidden tests that passed, of exercises that were not steady: those first that failed before."""
        for task in self.tasks:
            if task.name in self.verdicts_before:
                self.unsteady_exercises.add(task.exercise)
        failed_before = []
        always_passed = []
        for task in self.tasks:
            if task.public or task.exercise not in self.unsteady_exercises or not self.verdicts[task.name].passed:
                continue
            if task.name in self.verdicts_before:
                failed_before.append(task)
            else:
                always_passed.append(task)
        return failed_before + always_passed

    def settle_guesses(self, doubted: Sequence[Task]) -> None:
        """Of an exercise's tests that were asked again, all have passed again, or none counts."""
        guessed = {task.exercise for task in doubted if _contradicts(self.verdicts[task.name])}
        for task in doubted:
            if task.exercise in guessed and self.verdicts[task.name].passed:
                # what it answered before it could know of a failure is what it can do
                unsteady = Verdict.plain(VerdictKind.UNSTEADY, _UNSTEADY)
                self.verdicts[task.name] = self.verdicts_before.get(task.name, unsteady)


def _contradicts(verdict: Verdict) -> bool:
    """Whether an answer was another one than before: no answer in time, as on a busy machine, is none."""
    return not verdict.passed and verdict.kind is not VerdictKind.TOO_SLOW
