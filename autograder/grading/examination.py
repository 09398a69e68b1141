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
import ctypes
import gc
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from autograder.grading.compare import may_change
from autograder.grading.pytest_session import Grading, Task, Verdict, derive
from autograder.remote.control import Ran, Sandbox, Usage
from autograder.remote.objects import Student
from autograder.remote.session import Session
from autograder.report import Settled
from autograder.submission.notebook import Cell, defining

_MAX_KILLED = 10  # by a person, or a machine out of memory? What happens each time is the student's own doing
_WAITED = 0.25  # of the time that something may take: who waits as long for a processor may be late for that reason
_HAD = 0.9  # of that time: who had as much was served, and is slow
_MUCH = 1 << 24  # bytes that a notebook has sent: worth a collection
# kinds of verdicts that say what an answer is, and not that there was none
_WRONG = ("Mismatch", "AssertionError", "StudentError", "_NoAttribute", "_NoType", "Changed", "Unusable")
_OBJECTS = 60  # bytes of Python's that a byte of values may become
_TIMES = 2  # that an exercise's failed tests are asked again
_UNSTEADY = "your code gave another answer when this exercise was asked again: the same question has one answer"
_MAX_SLOW = 2  # of one exercise: an endless loop must not cost a class the sum of all its tests' limits


class Examination:
    """Verdicts on all tests, in as many sandboxes as they take.

    `sources` are the cells as they are run, `sandbox(trusting)` gives a new sandbox, and `has_run` is called whenever
    a notebook has run and its tests begin. In the end there are `verdicts` by the names of tests, and of the notebook
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
        sandbox: Callable[[bool], Sandbox],
        has_run: Callable[[], None],
        seconds: float,
        settled: Sequence[Settled] = (),
        *,
        is_last: bool = False,
    ) -> None:
        self.cells = cells
        self.sources = sources
        self.seed = seed
        self.sandbox = sandbox
        self.has_run = has_run
        self.start = time.monotonic()
        self.deadline = self.start + seconds
        self.is_last = is_last
        self.tries = 0
        self.trusting = True
        self.verdicts = {s.test: Verdict(s.kind, s.message, s.hint, s.seconds) for s in settled}
        self.failed_before: dict[str, Verdict] = {}  # of tests that passed in a copy of their own alone
        self.unsteady: set[str] = set()  # exercises
        self.ran = Ran({}, [])
        self.layers: tuple[str, ...] = ()
        self.disturbed = False
        self.stands = True
        self.unsettled: set[str] = set()
        self.usage = Usage()

    def judge(self, plugin: Grading, tasks: Sequence[Task]) -> None:
        """Reach a verdict on each test. Raises SandboxFault where no sandbox can be had."""
        public = [task for task in tasks if task.public]
        hidden = [task for task in tasks if not task.public]
        random.Random(derive(self.seed, "order")).shuffle(hidden)  # which one comes first tells nothing
        self._reach_verdicts(plugin, [*public, *hidden])
        self.unsteady |= {task.exercise for task in tasks if task.name in self.failed_before}
        doubted = [task for task in hidden if task.exercise in self.unsteady and not self.verdicts[task.name].kind]
        doubted.sort(key=lambda task: task.name not in self.failed_before)  # those first that failed before
        if doubted and not self.disturbed:
            self._ask_again(plugin, doubted)

    def _ask_again(self, plugin: Grading, doubted: Sequence[Task]) -> None:
        """Put tests that passed to copies of their own in a new sandbox: of an exercise's, all pass again, or none."""
        for task in doubted:
            del self.verdicts[task.name]
        self._reach_verdicts(plugin, doubted, alone=True)
        guessed = {task.exercise for task in doubted if self.verdicts[task.name].kind}
        for task in doubted:
            if task.exercise in guessed and not self.verdicts[task.name].kind:
                self.verdicts[task.name] = self.failed_before.get(task.name, Verdict.plain("Unsteady", _UNSTEADY))

    def settled(self) -> tuple[Settled, ...]:
        """The verdicts that nothing has disturbed."""
        settled = []
        for name, verdict in self.verdicts.items():
            if name not in self.unsettled and name not in self.failed_before:
                settled.append(Settled(name, verdict.kind, verdict.message, verdict.hint, verdict.seconds))
        return tuple(settled)

    def _reach_verdicts(self, plugin: Grading, tasks: Sequence[Task], *, alone: bool = False) -> None:
        """Put the notebook to these tests, anew where it was disturbed from outside. Verdicts that are there stay."""
        complete = False
        while not complete:
            self.tries += 1
            with self._own_sandbox() as sandbox:
                complete = self._sit(sandbox, plugin, tasks, alone=alone)

    @contextlib.contextmanager
    def _own_sandbox(self) -> Iterator[Sandbox]:
        """A sandbox of which every process is dead in the end: only then is anything reported."""
        sandbox = self.sandbox(self.trusting)
        try:
            yield sandbox
            sandbox.end()
        except BaseException:
            sandbox.abandon()
            raise
        self.trusting = self.trusting and not sandbox.doubtful

    def _sit(self, sandbox: Sandbox, plugin: Grading, tasks: Sequence[Task], *, alone: bool) -> bool:
        """Run the notebook and reach as many verdicts as can be; whether none is missing.

        `alone`: each test has a copy of its own.
        """
        service = _Service(sandbox)
        exercises = sorted({task.exercise for task in tasks})
        answers = [cell.grade_id if cell.grade_id in exercises else "" for cell in self.cells]
        ran = sandbox.run(self.sources, derive(self.seed, "notebook"), exercises, answers)
        self.has_run()
        was_served = service.was_given(sandbox.limits.cell_seconds)
        if self._is_to_be_repeated(sandbox):
            return False
        if not self.layers:
            self.layers = tuple(sandbox.layers)
            self.ran = ran
            self.usage = service.before
        if sandbox.crowded or (ran.late and not was_served):
            self.disturbed = True
            self.stands = False
            if not self.is_last:  # nothing hidden is asked before the notebook runs as it should
                self._leave_open(tasks)
                return True
        sitting = _Sitting(sandbox, self.cells, ran, self.ran, derive(self.seed, "try", str(self.tries)), self.deadline)
        with _memory_given_back(sitting):
            for task in tasks:
                if task.name not in self.verdicts and not self._reach(sitting, service, plugin, task, alone=alone):
                    return False
            if not alone:
                self.unsteady = sitting.unsteady(plugin, tasks, self.verdicts)
        return True

    def _reach(self, sitting: _Sitting, service: _Service, plugin: Grading, task: Task, *, alone: bool) -> bool:
        """Reach the verdict on one test; not where a process was ended from outside."""
        sandbox = sitting.sandbox
        verdict = sitting.judge(plugin, task, alone=alone)
        if self._is_to_be_repeated(sandbox):
            return False
        self.verdicts[task.name] = verdict
        if sitting.failed is not None:
            self.failed_before[task.name] = sitting.failed
        is_late = verdict.kind == "TooSlow"
        if sandbox.crowded or (is_late and not service.was_given(sandbox.limits.call_seconds)):
            self.disturbed = True
            self.unsettled.add(task.name)
        return True

    def _leave_open(self, tasks: Sequence[Task]) -> None:
        for task in tasks:
            if task.name not in self.verdicts:
                self.verdicts[task.name] = Verdict.plain("TooSlow", "not run: the machine was too busy")
                self.unsettled.add(task.name)

    def _is_to_be_repeated(self, sandbox: Sandbox) -> bool:
        """Whether a process was ended from outside. Some platforms end a grading that takes much longer than others."""
        in_time = time.monotonic() - self.start < sandbox.limits.submission_seconds / 3
        return sandbox.killed and self.tries < _MAX_KILLED and in_time


@contextlib.contextmanager
def _memory_given_back(sitting: _Sitting) -> Iterator[None]:
    """Give memory back where a student's code has sent much: faults and what they hold on to refer to each other."""
    try:
        yield
    finally:
        sitting.close()
        if sitting.received > _MUCH:
            gc.collect()
            ctypes.CDLL(None).malloc_trim(0)


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
        had = self.before.processor_seconds - before.processor_seconds
        return waited < _WAITED * seconds or had > _HAD * seconds


class _Sitting:
    """A notebook that has run, and the tests to which it is put.

    Tests share a copy of the notebook for as long as they pass: a copy of 200 MB of process is most of what a short
    test costs. A test that does not pass there is put to a copy of its own, and that is its verdict, so that no test's
    call can make another one fail. Where it passes there, `failed` is the verdict that it had before.

    What is told of the notebook's cells is what they did when they were run first (`told`): later ones may know more.
    """

    def __init__(
        self, sandbox: Sandbox, cells: list[Cell], ran: Ran, told: Ran, seed: int, deadline: float
    ) -> None:
        self.sandbox = sandbox
        self.cells = cells
        self.ran = ran
        self.told = told
        self.seed = seed
        self.deadline = deadline
        self.missing: dict[str, Verdict] = {}
        self.slow: Counter[str] = Counter()
        self.shared: Session | None = None  # the copy in which tests have passed, and nothing else has happened
        self.failed: Verdict | None = None
        self.seeds: dict[str, int] = {}  # from which the inputs of tests were drawn that had copies of their own
        self.received = 0  # bytes of tensors and values, by copies that have been hung up on

    def judge(self, plugin: Grading, task: Task, *, alone: bool = False) -> Verdict:
        """The verdict on one test; `alone` in a copy of its own."""
        self.failed = None
        if self.ran.unfinished is not None:
            reason = self.told.unfinished or "its process ended, or was not done in time"
            return Verdict.plain("Crashed", f"your notebook could not be run to its end: {reason}")
        if task.exercise in self.missing:
            return self.missing[task.exercise]
        if time.monotonic() > self.deadline:
            return Verdict.plain("TooSlow", "not run: the time for the whole submission was up")
        if self.slow[task.exercise] >= _MAX_SLOW:
            return Verdict.plain("TooSlow", "not run: tests of this exercise have run out of time before")
        if alone:
            self.close()
        verdict = self._verdict(plugin, task)
        if verdict.message == f"your notebook defines no `{task.exercise}`":
            verdict = Verdict.plain("Missing", verdict.message + self._why_missing(task.exercise), verdict.seconds)
            self.missing[task.exercise] = verdict
        self.slow[task.exercise] += verdict.kind == "TooSlow"
        return verdict

    def unsteady(self, plugin: Grading, tasks: Sequence[Task], verdicts: dict[str, Verdict]) -> set[str]:
        """The exercises that answer a hidden test rightly now, though they failed it before with the same inputs."""
        found = set()
        for exercise in {task.exercise for task in tasks}:
            own = [task for task in tasks if task.exercise == exercise and not task.public]
            failed = [task for task in own if verdicts[task.name].kind in _WRONG and task.name in self.seeds]
            if not failed or len(failed) == len(own) or time.monotonic() > self.deadline:
                continue
            for task in (failed * _TIMES)[:_TIMES]:
                self.close()
                if not self._in_own_copy(plugin, task, self.seeds[task.name]).kind:
                    found.add(exercise)
                    break
        return found

    def _verdict(self, plugin: Grading, task: Task) -> Verdict:
        if self.shared is None:
            return self._in_own_copy(plugin, task, self.seed)
        self.shared.begin(derive(self.seed, "sandbox", task.name))
        verdict = plugin.judge(task, Student(self.shared), self.seed)
        if not verdict.kind or self.sandbox.killed:
            return verdict
        self.close()
        again = self._in_own_copy(plugin, task, derive(self.seed, "again"))
        if self.sandbox.killed and self.sandbox.doubtful:  # it knows that it has failed, and may want another try
            self.sandbox.forget_kill()
            return verdict
        if not again.kind:
            self.failed = verdict
        return again

    def _in_own_copy(self, plugin: Grading, task: Task, seed: int) -> Verdict:
        """The verdict of a copy that no test has seen before; those that follow share it where this one passes."""
        self.seeds[task.name] = seed
        self.shared = self.sandbox.fork(derive(seed, "sandbox", task.name))
        self.shared.may_change = may_change
        verdict = plugin.judge(task, Student(self.shared), seed)
        if verdict.kind:
            self.close()
        return verdict

    def close(self) -> None:
        """Hang up on the copy in use."""
        if self.shared is not None:
            self.received += self.shared.channel.tensor_bytes + _OBJECTS * self.shared.channel.value_bytes
            self.shared.channel.close()
            self.shared = None

    def _why_missing(self, name: str) -> str:
        for number in defining(self.cells, name):
            if not self.cells[number - 1].code:
                return f": cell {number} does, but it is not a code cell (change its type to Code)"
            if number in self.told.errors:
                return f": cell {number} stopped with {self.told.errors[number]}"
        return ""
