"""One submission's way through all tests of its grader: which copy of the notebook answers, and which verdict counts.

Being asked again never gives a second guess. A test that is judged again, for whatever reason, draws other inputs, and
a verdict that was reached stays. Whoever learns that a test has failed, since it is asked again in another copy, has to
be right once more where nothing is left of that: in a new sandbox, with all that the exercise passed. So has an
exercise that answers one of its failed tests rightly when that is asked once more in the end, with the same inputs: it
guesses, or it has learned.

Public tests come first: what they tell, which is everything, is told by code that has met no hidden input yet.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator, Sequence

from autograder.grading.pytest_session import Tests
from autograder.grading.sandboxes import Sandboxes
from autograder.grading.seeds import derive
from autograder.grading.sitting import Sitting
from autograder.grading.verdict import Task, Verdict
from autograder.remote.control import Ran, Sandbox, Usage
from autograder.report import Settled, VerdictKind
from autograder.submission.notebook import Cell

_MAX_KILLED = 10  # by a person, or a machine out of memory? What happens each time is the student's own doing
# of the time that something may take: who waits as long for a processor may be late for that reason
_WAITED_SHARE = 0.25
_SERVED_SHARE = 0.9  # of that time: who had as much was served, and is slow
_TOO_BUSY = "not run: the machine was too busy"
_UNSTEADY = "your code gave another answer when this exercise was asked again: the same question has one answer"


class Examination:
    """Verdicts on all tests, in as many sandboxes as they take.

    `sources` are the cells as they are run. In the end there are `verdicts` by the names of tests, and of the notebook
    that was run first and to its end, what became of it (`ran`), what it took (`usage`: of the run alone, since what a
    test makes code take could be a code) and which layers held (`layers`).

    `disturbed`: something was late that had not been served, or the machine was short of memory. What was reached
    before is `settled`; the notebook itself `stands` if it was not what was disturbed. Where it does not, its tests are
    left open, unless this try `is_last`. All of it may take so many `seconds`.
    """

    def __init__(
        self,
        cells: list[Cell],
        sources: list[str],
        seed: int,
        sandboxes: Sandboxes,
        seconds: float,
        settled: Sequence[Settled] = (),
        *,
        is_last: bool = False,
    ) -> None:
        self.cells = cells
        self.sources = sources
        self.seed = seed
        self.sandboxes = sandboxes
        self.start = time.monotonic()
        self.deadline = self.start + seconds
        self.is_last = is_last
        self.verdicts: dict[str, Verdict] = {}
        for verdict in settled:
            self.verdicts[verdict.test] = Verdict.reached_before(verdict)
        self.ran = Ran({}, [])
        self.layers: tuple[str, ...] = ()
        self.usage = Usage()
        self.disturbed = False
        self.stands = True
        self._tries = 0
        self._trusting = True
        self._unsettled: set[str] = set()  # tests whose verdicts something has disturbed
        self._verdicts_before: dict[str, Verdict] = {}  # of tests that passed in a copy of their own alone
        self._unsteady_exercises: set[str] = set()

    def judge(self, tests: Tests) -> None:
        """Reach a verdict on each test. Raises SandboxFault where no sandbox can be had."""
        public = [task for task in tests.tasks if task.public]
        hidden = [task for task in tests.tasks if not task.public]
        random.Random(derive(self.seed, "order")).shuffle(hidden)  # which one comes first tells nothing
        self._reach_verdicts(tests, [*public, *hidden])
        doubted = self._doubted_tasks(tests.tasks, hidden)
        if doubted and not self.disturbed:
            self._ask_again(tests, doubted)

    def _doubted_tasks(self, tasks: Sequence[Task], hidden: Sequence[Task]) -> list[Task]:
        """The hidden tests that passed, of exercises that were not steady: those first that failed before."""
        for task in tasks:
            if task.name in self._verdicts_before:
                self._unsteady_exercises.add(task.exercise)
        failed_before = []
        always_passed = []
        for task in hidden:
            if task.exercise not in self._unsteady_exercises or not self.verdicts[task.name].passed:
                continue
            if task.name in self._verdicts_before:
                failed_before.append(task)
            else:
                always_passed.append(task)
        return failed_before + always_passed

    def _ask_again(self, tests: Tests, doubted: Sequence[Task]) -> None:
        """Put tests that passed to copies of their own in a new sandbox: of an exercise's, all pass again, or none."""
        for task in doubted:
            del self.verdicts[task.name]  # only what is missing is asked for
        self._reach_verdicts(tests, doubted, alone=True)
        guessed = {task.exercise for task in doubted if not self.verdicts[task.name].passed}
        for task in doubted:
            if task.exercise in guessed and self.verdicts[task.name].passed:
                # what it answered before it could know of a failure is what it can do
                unsteady = Verdict.plain(VerdictKind.UNSTEADY, _UNSTEADY)
                self.verdicts[task.name] = self._verdicts_before.get(task.name, unsteady)

    def settled(self) -> tuple[Settled, ...]:
        """The verdicts that nothing has disturbed."""
        settled = []
        for name, verdict in self.verdicts.items():
            if name not in self._unsettled and name not in self._verdicts_before:
                settled.append(verdict.settled(name))
        return tuple(settled)

    def _reach_verdicts(self, tests: Tests, tasks: Sequence[Task], *, alone: bool = False) -> None:
        """Put the notebook to these tests, anew where it was disturbed from outside. Verdicts that are there stay."""
        complete = False
        while not complete:
            self._tries += 1
            with self._own_sandbox() as sandbox:
                complete = self._sit(sandbox, tests, tasks, alone=alone)

    @contextlib.contextmanager
    def _own_sandbox(self) -> Iterator[Sandbox]:
        """A sandbox of which every process is dead in the end: only then is anything reported."""
        sandbox = self.sandboxes.next(trusting=self._trusting)
        try:
            yield sandbox
            sandbox.end()  # raises where a process is left: then nothing that was reached can be trusted
        except BaseException:
            sandbox.abandon()
            raise
        # a student's own process is believed once when it says that a copy was ended from outside
        self._trusting = self._trusting and not sandbox.doubtful

    def _sit(self, sandbox: Sandbox, tests: Tests, tasks: Sequence[Task], *, alone: bool) -> bool:
        """Run the notebook and reach as many verdicts as can be; whether none is missing.

        `alone`: each test has a copy of its own.
        """
        service = _Service(sandbox)
        exercises = sorted({task.exercise for task in tests.tasks})
        answers = [cell.grade_id if cell.grade_id in exercises else "" for cell in self.cells]
        ran = sandbox.run(self.sources, derive(self.seed, "notebook"), exercises, answers)
        was_served = service.was_given(sandbox.limits.cell_seconds)
        self.sandboxes.order_ahead()  # after the question, which would wait until that sandbox is forked
        if self._is_to_be_repeated(sandbox):
            return False
        if not self.layers:
            # the first run that ends is the one that is told of; later ones may know what was asked
            self.layers = tuple(sandbox.layers)
            self.ran = ran
            self.usage = service.before
        if sandbox.crowded or (ran.late and not was_served):
            self.disturbed = True
            self.stands = False
            if not self.is_last:  # nothing hidden is asked before the notebook runs as it should
                self._leave_open(tasks)
                return True
        # each try draws other inputs: what was asked before may be known by now
        seed = derive(self.seed, "try", str(self._tries))
        sitting = Sitting(sandbox, tests, self.cells, ran, self.ran, seed, self.deadline)
        with sitting.ended():
            return self._reach_all(sitting, service, tasks, alone=alone)

    def _reach_all(self, sitting: Sitting, service: _Service, tasks: Sequence[Task], *, alone: bool) -> bool:
        """Reach the verdicts that are missing; not all of them where a process was ended from outside."""
        for task in tasks:
            if task.name not in self.verdicts and not self._reach(sitting, service, task, alone=alone):
                return False
        if not alone:
            self._unsteady_exercises = sitting.unsteady_exercises(tasks, self.verdicts)
        return True

    def _reach(self, sitting: Sitting, service: _Service, task: Task, *, alone: bool) -> bool:
        """Reach the verdict on one test; not where a process was ended from outside."""
        sandbox = sitting.sandbox
        verdict = sitting.judge(task, alone=alone)
        if self._is_to_be_repeated(sandbox):
            return False
        self.verdicts[task.name] = verdict
        if sitting.verdict_before is not None:
            self._verdicts_before[task.name] = sitting.verdict_before
        is_late = verdict.kind is VerdictKind.TOO_SLOW
        if sandbox.crowded or (is_late and not service.was_given(sandbox.limits.call_seconds)):
            self.disturbed = True
            self._unsettled.add(task.name)
        return True

    def _leave_open(self, tasks: Sequence[Task]) -> None:
        for task in tasks:
            if task.name not in self.verdicts:
                self.verdicts[task.name] = Verdict.plain(VerdictKind.TOO_SLOW, _TOO_BUSY)
                self._unsettled.add(task.name)

    def _is_to_be_repeated(self, sandbox: Sandbox) -> bool:
        """Whether a process was ended from outside, and there is time to begin anew."""
        # some platforms end a grading that takes much longer than others
        in_time = time.monotonic() - self.start < sandbox.limits.submission_seconds / 3
        return sandbox.killed and self._tries < _MAX_KILLED and in_time


class _Service:
    """Whether a sandbox gets the processor: late without having been served is not slow."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.before = Usage()

    def was_given(self, seconds: float) -> bool:
        """Whether, since this was last asked, it had most of so many seconds, or did not ask for them."""
        before = self.before
        self.before = self.sandbox.usage()
        waited = self.before.waited_seconds - before.waited_seconds
        served = self.before.processor_seconds - before.processor_seconds
        return waited < _WAITED_SHARE * seconds or served > _SERVED_SHARE * seconds
