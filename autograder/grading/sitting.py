"""A notebook that has run, and the tests that are put to copies of it.

Tests share a copy of the notebook for as long as they pass: a copy of 200 MB of process is most of what a short test
costs. A test that does not pass there is put to a copy of its own, and that is its verdict, so that no test's call can
make another one fail.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from autograder.grading.compare import may_change
from autograder.grading.pytest_session import Tests
from autograder.grading.seeds import derive
from autograder.grading.stand_ins import StandIn
from autograder.grading.verdict import Task, Verdict
from autograder.remote.control import Ran, Sandbox
from autograder.remote.objects import Student
from autograder.remote.session import Session
from autograder.report import VerdictKind
from autograder.submission.near_names import near_name
from autograder.submission.notebook import Cell, defining
from autograder.wire.messages import RerunNode
from autograder.words.message import Message, message, told
from autograder.words.sentence import sentence, told_in_full

_MANY_BYTES = 1 << 24  # that a notebook has sent: worth a collection
_OBJECT_BYTES = 60  # of Python's that a byte of values may become
_REPEATS = 2  # so many times, together, an exercise's failed tests are asked again
_MAX_SLOW = 2  # tests of one exercise: an endless loop must not cost a class the sum of all its tests' limits
# kinds of verdicts that say what an answer is, and not that there was none
_ANSWERED_WRONGLY = {VerdictKind.WRONG, VerdictKind.RAISED, VerdictKind.UNUSABLE}


class Sitting:
    """Puts tests to copies of a notebook that has run in `sandbox`; no test begins after the `deadline` (monotonic).

    What became of the notebook this time is `ran`; students are told what its cells did when they were run first
    (`told`), since later runs may know more. The inputs of tests are drawn from `seed`.

    The copies have `stand_ins` in place of what failed before, and then run the cells of `rerun`.

    Exercises that are `stubs`, functions as released, are asked until one says that it is not attempted, and no more.

    Where a test passes in a copy of its own alone, `verdict_before` is the verdict that it had in the shared one.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        tests: Tests,
        cells: list[Cell],
        ran: Ran,
        told: Ran,
        seed: int,
        deadline: float,
        stand_ins: Sequence[StandIn] = (),
        rerun: Sequence[RerunNode] = (),
        stubs: Collection[str] = (),
    ) -> None:
        self.sandbox = sandbox
        self.tests = tests
        self.cells = cells
        self.ran = ran
        self.told = told
        self.seed = seed
        self.deadline = deadline
        self.stand_ins = stand_ins
        self.rerun = rerun
        self.stubs = stubs
        self.verdict_before: Verdict | None = None
        self._foreseen: dict[str, Verdict] = {}  # by exercise, missing or a stub: the verdict on each test that comes
        self._slow_tests: Counter[str] = Counter()  # by exercise
        self._shared: Session | None = None  # the copy in which tests have passed, and nothing else has happened
        self._own_seeds: dict[str, int] = {}  # the seeds of tests that had copies of their own, by the tests' names
        self._received_bytes = 0  # of tensors and values, by copies that have been hung up on

    def judge(self, task: Task, *, alone: bool = False) -> Verdict:
        """The verdict on one test; `alone` in a copy of its own."""
        self.verdict_before = None
        verdict = self._verdict_without_asking(task)
        if verdict is not None:
            return verdict
        if alone:
            self.close()
        verdict = self._verdict(task)
        if verdict.missing == task.exercise:
            verdict = Verdict.plain(VerdictKind.MISSING, self._why_missing(task.exercise), verdict.seconds)
            self._foreseen[task.exercise] = verdict
        if verdict.kind is VerdictKind.NOT_ATTEMPTED and task.exercise in self.stubs:
            # a stub says the same each time, and to ask takes longer than what it does
            self._foreseen[task.exercise] = replace(verdict, seconds=0.0)
        if verdict.kind is VerdictKind.TOO_SLOW:
            self._slow_tests[task.exercise] += 1
        return verdict

    def _verdict_without_asking(self, task: Task) -> Verdict | None:
        """The verdict on a test that need not, or must not, be put to the student's code any more."""
        if self.ran.unfinished is not None:
            reason = self.told.unfinished or sentence("its process ended, or was not done in time")
            words = message("your notebook could not be run to its end: {reason}", reason=told_in_full(reason))
            return Verdict.plain(VerdictKind.CRASHED, words)
        if task.exercise in self.ran.uses:
            return Verdict.plain(VerdictKind.WRONG, self.ran.uses[task.exercise])
        if task.exercise in self._foreseen:
            return self._foreseen[task.exercise]
        if time.monotonic() > self.deadline:
            return Verdict.plain(VerdictKind.TOO_SLOW, "skipped: the time for the whole submission was up")
        if self._slow_tests[task.exercise] >= _MAX_SLOW:
            return Verdict.plain(VerdictKind.TOO_SLOW, "skipped: two tests of this exercise timed out")
        return None

    def unsteady_exercises(self, tasks: Sequence[Task], verdicts: dict[str, Verdict]) -> set[str]:
        """The exercises that answer a hidden test rightly now, though they failed it before with the same inputs."""
        unsteady = set()
        for exercise in {task.exercise for task in tasks}:
            hidden = [task for task in tasks if task.exercise == exercise and not task.public]
            answered_wrongly = [task for task in hidden if self._can_be_repeated(task, verdicts[task.name])]
            # who answers all of them wrongly has nothing to lose, and need not be asked
            if len(answered_wrongly) in {0, len(hidden)} or time.monotonic() > self.deadline:
                continue
            if self._is_right_now(answered_wrongly):
                unsteady.add(exercise)
        return unsteady

    def _can_be_repeated(self, task: Task, verdict: Verdict) -> bool:
        return verdict.kind in _ANSWERED_WRONGLY and task.name in self._own_seeds

    def _is_right_now(self, tasks: list[Task]) -> bool:
        """Whether one of these tests, asked once more with the inputs that it had, passes."""
        for repeat in range(_REPEATS):
            task = tasks[repeat % len(tasks)]
            self.close()
            if self._verdict_in_own_copy(task, self._own_seeds[task.name]).passed:
                return True
        return False

    def _verdict(self, task: Task) -> Verdict:
        if self._shared is None:
            return self._verdict_in_own_copy(task, self.seed)
        self._shared.without = self.tests.without.get(task.exercise, ())
        self._shared.begin(derive(self.seed, "sandbox", task.name))
        verdict = self.tests.judge(task, Student(self._shared), self.seed, self.stand_ins)
        if verdict.passed or self.sandbox.killed:
            return verdict
        self.close()
        second_verdict = self._verdict_in_own_copy(task, derive(self.seed, "again"))
        if self.sandbox.killed and self.sandbox.doubtful:
            # the code knows by now that it has failed: it may have ended itself to be given another try
            self.sandbox.forget_kill()
            return verdict
        if second_verdict.passed:
            self.verdict_before = verdict
        return second_verdict

    def _verdict_in_own_copy(self, task: Task, seed: int) -> Verdict:
        """The verdict of a copy that no test has seen before; those that follow share it where this one passes."""
        self._own_seeds[task.name] = seed
        nodes = [stand_in.node for stand_in in self.stand_ins]
        self._shared = self.sandbox.fork(derive(seed, "sandbox", task.name), nodes, self.rerun)
        self._shared.may_change = may_change
        self._shared.without = self.tests.without.get(task.exercise, ())
        verdict = self.tests.judge(task, Student(self._shared), seed, self.stand_ins)
        if not verdict.passed:
            self.close()
        return verdict

    def close(self) -> None:
        """Hang up on the copy in use."""
        if self._shared is None:
            return
        channel = self._shared.channel
        self._received_bytes += channel.tensor_bytes + _OBJECT_BYTES * channel.value_bytes
        channel.close()
        self._shared = None

    def _why_missing(self, name: str) -> Message:
        """That the notebook does not define this name, and why: a cell that seems to, or another name near to it."""
        undefined = message("your notebook defines no `{name}`", name=told(name))
        for note in self.told.bound_again:
            if note.endswith(f"so that it defines `{name}`"):
                return message("{undefined}: {note}", undefined=undefined, note=told_in_full(note))
        for number in defining(self.cells, name):
            if not self.cells[number - 1].code:
                return message(
                    "{undefined}: cell {cell} does, but it is not a code cell (change its type to Code)",
                    undefined=undefined,
                    cell=told(number),
                )
            if number in self.told.errors:
                error = told_in_full(self.told.errors[number])
                return message(
                    "{undefined}: cell {cell} failed: {error}", undefined=undefined, cell=told(number), error=error
                )
        exercises = {task.exercise for task in self.tests.tasks}
        near = near_name(self.cells, name, exercises)
        if near is None:
            return undefined
        return message(
            "{undefined}, but it defines `{near}`: if that is your answer, name it `{name}`",
            undefined=undefined,
            near=told(near),
            name=told(name),
        )

    @contextlib.contextmanager
    def ended(self) -> Iterator[None]:
        """Hang up in the end, and give memory back where a student's code has sent much of it.

        Faults and the frames that they hold on to refer to each other, so that only a collection frees them.
        """
        try:
            yield
        finally:
            self.close()
            if self._received_bytes > _MANY_BYTES:
                gc.collect()
                ctypes.CDLL(None).malloc_trim(0)
