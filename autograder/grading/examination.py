"""One submission's way through all tests of its grader: which copy of the notebook answers, and which verdict counts.

Being asked again never gives a second guess. A test that is judged again, for whatever reason, draws other inputs, and
a verdict that was reached stays. Whoever learns that a test has failed, since it is asked again in another copy, has to
be right once more where nothing is left of that: in a new sandbox, with all that the exercise passed. So has an
exercise that answers one of its failed tests rightly when that is asked once more in the end, with the same inputs: it
guesses, or it has learned.

Public tests come first: what they tell, which is everything, is told by code that has met no hidden input yet. Last of
all come exercises that have failed beside a part of theirs that failed, with stand-ins for such parts.
"""

from __future__ import annotations

import contextlib
import random
import re
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.grading.dependants import Dependant, Dependants
from autograder.grading.pytest_session import Tests
from autograder.grading.rounds import Round
from autograder.grading.sandboxes import Sandboxes
from autograder.grading.seeds import derive
from autograder.grading.sitting import Sitting
from autograder.grading.verdict import Task, Verdict
from autograder.remote.control import Ran, Sandbox, Usage
from autograder.report import Settled, VerdictKind
from autograder.submission.notebook import Cell, defining
from autograder.wire.messages import RerunNode

_MAX_KILLED = 10  # by a person, or a machine out of memory? What happens each time is the student's own doing
# of the time that something may take: who waits as long for a processor may be late for that reason
_WAITED_SHARE = 0.25
_SERVED_SHARE = 0.9  # of that time: who had as much was served, and is slow
_TOO_BUSY = "skipped: the machine was too busy"


class Examination:
    """Verdicts on all tests, in as many sandboxes as they take.

    `sources` are the cells as they are run. In the end there are the verdicts that have `counted` by the names of
    tests; by the names of exercises, which parts had `stand_ins` where these counted; and of the notebook that was run
    first and to its end, what became of it (`ran`), what it took (`usage`: of the run alone, since what a test makes
    code take could be a code) and which layers held (`layers`).

    `disturbed`: something was late that had not been served, or the machine was short of memory. What was reached
    before is `settled`; the notebook itself `stands` if it was not what was disturbed. Where it does not, its tests are
    left open, unless this try `is_last`. All of it may take so many `seconds`.

    Exercises that are `stubs`, functions as released, are not asked again in a sitting once one was not attempted.
    """

    def __init__(
        self,
        cells: list[Cell],
        sources: list[str],
        seed: int,
        sandboxes: Sandboxes,
        seconds: float,
        settled: Sequence[Settled],
        dependants: Dependants,
        stubs: Collection[str] = (),
        *,
        is_last: bool = False,
    ) -> None:
        self.cells = cells
        self.sources = sources
        self.seed = seed
        self.sandboxes = sandboxes
        self.start = time.monotonic()
        self.deadline = self.start + seconds
        self.settled_before = settled
        self.dependants = dependants
        self.stubs = stubs
        self.is_last = is_last
        self.counted: dict[str, Verdict] = {}
        self.stand_ins: dict[str, tuple[str, ...]] = {}
        self.ran = Ran({}, [])
        self.layers: tuple[str, ...] = ()
        self.usage = Usage()
        self.disturbed = False
        self.stands = True
        self._rounds: list[Round] = []
        self._tries = 0
        self._trusting = True
        self._sandboxes_in_use = contextlib.ExitStack()
        self._place: _Place | None = None  # where the next round is asked, if nothing happens to it

    def judge(self, tests: Tests) -> None:
        """Reach a verdict on each test. Raises SandboxFault where no sandbox can be had."""
        public = [task for task in tests.tasks if task.public]
        hidden = [task for task in tests.tasks if not task.public]
        random.Random(derive(self.seed, "order")).shuffle(hidden)  # which one comes first tells nothing
        with self._sandboxes_in_use:
            first = Round([*public, *hidden])
            self._judge_round(tests, first)
            self.counted = dict(first.verdicts)
            can_go_on = self.ran.unfinished is None and (not self.disturbed or self.is_last)
            if can_go_on:
                self._judge_dependants(tests)

    def _judge_dependants(self, tests: Tests) -> None:
        """Judge exercises once more that fail beside what they use, one after another, with stand-ins for that."""
        for failing in self.dependants.failing(tests.tasks, self.counted, tests.stand_ins):
            dependant = self._with_used_parts(failing)
            first = {task.name: self.counted[task.name] for task in dependant.tasks}
            counted = first
            if dependant.stand_ins:
                order = [task for task in self._rounds[0].tasks if task in dependant.tasks]
                second = Round(order, dependant.stand_ins, self._to_rerun(dependant, tests.tasks))
                self._leave()  # its public tests tell everything: their sandbox must have met no hidden input
                self._judge_round(tests, second)
                if dependant.second_counts(first, second.verdicts):
                    counted = dependant.noted(second.verdicts)
                    self.stand_ins[dependant.exercise] = dependant.stood_in
            if dependant.failed:
                self.counted |= dependant.pointing_to_parts(counted)

    def _with_used_parts(self, dependant: Dependant) -> Dependant:
        """The dependant with the failed parts that the notebook uses: it owes nothing to the others."""
        failed = [part for part in dependant.failed if self._uses(dependant.exercise, part)]
        stand_ins = [stand_in for stand_in in dependant.stand_ins if stand_in.exercise in failed]
        return replace(dependant, failed=failed, stand_ins=stand_ins)

    def _uses(self, dependant: str, part: str) -> bool:
        """Whether the notebook names a part elsewhere than where it defines it: what is not used needs no stand-in."""
        cells_of_part = set(defining(self.cells, part))
        cells_of_both = cells_of_part & set(defining(self.cells, dependant))
        for number, source in enumerate(self.sources, 1):
            if number in cells_of_part and number not in cells_of_both:
                continue
            # its definition may stand in one cell with the other's
            if re.search(rf"(?<!def )(?<!class )\b{part}\b", source):
                return True
        return False

    def _to_rerun(self, dependant: Dependant, tasks: Sequence[Task]) -> list[int]:
        """The cells that should have defined an exercise or what it uses, and could not: perhaps for want of a part."""
        missing = {dependant.exercise, *dependant.parts} - set(dependant.stood_in)
        for task in tasks:
            if self._rounds[0].verdicts[task.name].kind is not VerdictKind.MISSING:
                missing.discard(task.exercise)
        last_numbers = set()
        for name in missing:
            numbers = [number for number in defining(self.cells, name) if self.sources[number - 1]]
            if numbers:
                last_numbers.add(numbers[-1])
        return sorted(last_numbers)

    def _judge_round(self, tests: Tests, asked: Round) -> None:
        """Reach a verdict on each test of a round; some are asked again in a new sandbox."""
        self._rounds.append(asked)
        asked.remember(self.settled_before)
        self._reach_verdicts(tests, asked, asked.tasks)
        doubted = asked.doubted_tasks()
        if doubted and not self.disturbed:
            for task in doubted:
                del asked.verdicts[task.name]  # only what is missing is asked for
            self._leave()
            self._reach_verdicts(tests, asked, doubted, alone=True)
            asked.settle_guesses(doubted)

    def settled(self) -> tuple[Settled, ...]:
        """The verdicts that nothing has disturbed."""
        settled = []
        for asked in self._rounds:
            settled += asked.settled()
        return tuple(settled)

    def _reach_verdicts(self, tests: Tests, asked: Round, tasks: Sequence[Task], *, alone: bool = False) -> None:
        """Put the notebook to these tests, anew where it was disturbed from outside. Verdicts that are there stay.

        `alone`: each test has a copy of its own.
        """
        while not self._sit(tests, asked, tasks, alone=alone):
            self._leave()

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

    def _leave(self) -> None:
        """End the sandbox in use: what comes next is asked in a new one."""
        self._place = None
        self._sandboxes_in_use.close()

    def _enter(self, tests: Tests) -> _Place | None:
        """Run the notebook in a new sandbox; None where it was ended from outside."""
        self._tries += 1
        sandbox = self._sandboxes_in_use.enter_context(self._own_sandbox())
        service = _Service(sandbox)
        exercises = sorted({task.exercise for task in tests.tasks})
        answers = [cell.grade_id if cell.grade_id in exercises else "" for cell in self.cells]
        sandbox.without = tests.without
        ran = sandbox.run(self.sources, derive(self.seed, "notebook"), exercises, answers)
        was_served = service.was_given(sandbox.limits.cell_seconds)
        self.sandboxes.order_ahead()  # after the question, which would wait until that sandbox is forked
        if self._is_to_be_repeated(sandbox):
            return None
        if not self.layers:
            # the first run that ends is the one that is told of; later ones may know what was asked
            self.layers = tuple(sandbox.layers)
            self.ran = ran
            self.usage = service.before
        is_disturbed = sandbox.crowded or (ran.late and not was_served)
        if is_disturbed:
            self.disturbed = True
            self.stands = False
        return _Place(sandbox, service, ran, is_disturbed=is_disturbed)

    def _sit(self, tests: Tests, asked: Round, tasks: Sequence[Task], *, alone: bool) -> bool:
        """Reach as many verdicts as can be where the notebook has run; whether none is missing."""
        if self._place is None:
            self._place = self._enter(tests)
        place = self._place
        if place is None:
            return False
        if place.is_disturbed and not self.is_last:  # nothing hidden is asked before the notebook runs as it should
            self._leave_open(asked, tasks)
            return True
        sitting = self._sitting(tests, place, asked)
        with sitting.ended():
            for task in tasks:
                if task.name not in asked.verdicts and not self._reach(sitting, place, asked, task, alone=alone):
                    return False
            if not alone:
                asked.unsteady_exercises = sitting.unsteady_exercises(asked.tasks, asked.verdicts)
            return True

    def _sitting(self, tests: Tests, place: _Place, asked: Round) -> Sitting:
        # each try draws other inputs: what was asked before may be known by now
        seed = derive(self.seed, "try", str(self._tries), *asked.names_of_stand_ins)
        rerun = [RerunNode(number, self.sources[number - 1]) for number in asked.rerun]
        return Sitting(
            place.sandbox,
            tests,
            self.cells,
            place.ran,
            self.ran,
            seed,
            self.deadline,
            asked.stand_ins,
            rerun,
            self.stubs,
        )

    def _reach(self, sitting: Sitting, place: _Place, asked: Round, task: Task, *, alone: bool) -> bool:
        """Reach the verdict on one test; not where a process was ended from outside."""
        sandbox = place.sandbox
        verdict = sitting.judge(task, alone=alone)
        if self._is_to_be_repeated(sandbox):
            return False
        asked.verdicts[task.name] = verdict
        verdict_before = sitting.verdict_before
        was_served = True
        if _is_late(verdict) or _is_late(verdict_before):
            was_served = place.service.was_given(sandbox.limits.call_seconds)
        # who was late without the processor has not guessed; who had it may have waited for other inputs
        if verdict_before is not None and (was_served or not _is_late(verdict_before)):
            asked.verdicts_before[task.name] = verdict_before
        if sandbox.crowded or (_is_late(verdict) and not was_served):
            self.disturbed = True
            asked.unsettled.add(task.name)
        return True

    def _leave_open(self, asked: Round, tasks: Sequence[Task]) -> None:
        for task in tasks:
            if task.name not in asked.verdicts:
                asked.verdicts[task.name] = Verdict.plain(VerdictKind.TOO_SLOW, _TOO_BUSY)
                asked.unsettled.add(task.name)

    def _is_to_be_repeated(self, sandbox: Sandbox) -> bool:
        """Whether a process was ended from outside, and there is time to begin anew."""
        # some platforms end a grading that takes much longer than others
        in_time = time.monotonic() - self.start < sandbox.limits.submission_seconds / 3
        return sandbox.killed and self._tries < _MAX_KILLED and in_time


def _is_late(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.kind is VerdictKind.TOO_SLOW


@dataclass(frozen=True)
class _Place:
    """A sandbox in which the notebook has run, and what became of it there."""

    sandbox: Sandbox
    service: _Service
    ran: Ran
    is_disturbed: bool


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
