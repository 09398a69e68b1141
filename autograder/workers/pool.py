"""The local pool: one warm process, `size` workers forked from it, orders handed out as workers come free.

**Graded again.** A submission's grading may end without a report (its worker, or the warm process with all of them, has
ended), with status `error`, or with a report that what went on beside it has touched. Nobody can say then whose doing
that was, so it is graded again by itself, when all others are done, and with other inputs (`Order.attempt`):
- a report that was only disturbed is replaced by the second one, in which the verdicts that were settled stay;
- after an `error` the second one counts, too;
- what ended without a report is tried twice by itself. If that ends in the same way, its report names
  a fault of ours.
- But a grading that used up the grader's own memory (`grader_mb`) twice by itself is the submission's doing: it is
  rejected, with that reason, and earns nothing.
With one worker, every try is one by itself, and so the first one counts as such.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Self, TypeGuard

import msgspec

from autograder import names
from autograder.course import Course, CourseFault
from autograder.languages import marked
from autograder.report import Report, Status, ungraded
from autograder.workers.orders import Graded, Machine, Order, PoolFault, Settings, Terms, Unsafe
from autograder.workers.warm_process import WarmProcess

_MAX_TRIES = 2  # of a submission by itself
_PATIENCE = 5.0  # seconds
_OUT_OF_MEMORY = marked(
    "grading it took more than the memory that the grader itself may use: an answer is far too large"
)
_LOST = marked("our fault: the worker that graded it was ended, twice")


@dataclass(eq=False)
class _Case:
    """An order, how often it was tried, and what came of it when it was disturbed."""

    order: Order
    tries: int = 0
    disturbed: Graded | None = None

    def next_order(self) -> Order:
        """The order for one more try: no two of them meet the same inputs, and what was settled stays."""
        attempt = self.order.attempt + self.tries
        self.tries += 1
        settled = () if self.disturbed is None else self.disturbed.settled
        return msgspec.structs.replace(self.order, attempt=attempt, settled=settled)

    def remember(self, graded: Graded | None) -> None:
        """Keep what came of the first try where a later one could end without a report."""
        if graded is not None and graded.disturbed:
            self.disturbed = graded

    def final(self, report: Report) -> Report:
        """The report of a later try, without what its notebook printed: an earlier one could have told it inputs."""
        if self.disturbed is None:
            return msgspec.structs.replace(report, printed=())
        if not self.disturbed.stands:
            return report
        first_report = self.disturbed.report
        return msgspec.structs.replace(
            report,
            printed=first_report.printed,
            reason=first_report.reason,
            reason_said=first_report.reason_said,
            peak_mb=first_report.peak_mb,
            processor_seconds=first_report.processor_seconds,
        )


class Pool:
    """Grades orders on `size` workers. Use it as a context manager: leaving it ends every process."""

    def __init__(self, terms: Terms, size: int, *, namespaces: bool = True) -> None:
        if terms.share is None:
            terms = msgspec.structs.replace(terms, share=1 / size)
        self.terms = terms
        self.size = size
        self.namespaces = namespaces
        self.workers: dict[Connection, int] = {}  # each with the number of its share of the processors
        self.kept_worker: Connection | None = None  # it graded one order, and waits for the next one
        self.warnings: dict[str, None] = {}  # of the course's own files, each once
        self.hired_count = 0  # workers so far: each one that is lost costs another
        self._start()

    def _start(self) -> None:
        self.warm = WarmProcess(self.terms, namespaces=self.namespaces)
        self.machine: Machine | None = None  # as workers of this warm process find it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self.workers:
            worker.close()
        self.warm.stop(_PATIENCE if kind is None else 0)

    def ask(self) -> Machine:
        """What a worker finds this machine to be. Raises PoolFault or Unsafe where nothing can be graded."""
        self._dismiss(self._hire())
        assert self.machine is not None
        return self.machine

    def _hire(self) -> Connection:
        """A new worker. Where the warm process has been ended, by hand or for memory, a new one takes its place."""
        try:
            return self._fork_worker()
        except PoolFault:
            if self.machine is None:  # no worker has ever started here: another warm process would change nothing
                raise
        self.warm.stop(0)  # other workers, if there are any, have ended with it
        self._start()
        return self._fork_worker()

    def _fork_worker(self) -> Connection:
        worker = self.warm.fork_worker()
        # one number more than there are workers at once: a new one may come before an old one is dismissed
        number = min(set(range(self.size + 1)) - set(self.workers.values()))
        try:
            machine = self._introduce(worker, number)
        except (EOFError, OSError, msgspec.MsgspecError) as fault:
            worker.close()
            raise PoolFault("a worker ended as it started: what it printed above says why") from fault
        if self.machine not in (None, machine):
            # a machine does not change: the sandbox that this worker tried was ended, by hand or for memory
            worker.close()
            self.machine = None
            return self._fork_worker()
        self._check(machine)
        self.machine = machine
        self.workers[worker] = number
        self.hired_count += 1
        return worker

    def _introduce(self, worker: Connection, number: int) -> Machine:
        """Tell a worker what all its orders have in common; it answers with what it finds here."""
        processors = share_of(sorted(os.sched_getaffinity(0)), number, self.size)
        worker.send_bytes(msgspec.json.encode(Settings(self.terms, processors)))
        return msgspec.json.decode(worker.recv_bytes(), type=Machine)

    def _check(self, machine: Machine) -> None:
        if machine.missing:
            raise Unsafe(f"not to be had here: {machine.missing}. --device auto takes the CPU where there is no GPU")
        missing = [layer for layer in self.terms.required if layer not in machine.layers]
        if missing:
            raise Unsafe(f"isolation required, but not to be had here: {', '.join(missing)}")
        if machine.weaknesses and not self.terms.allow_unsafe:
            raise Unsafe(
                f"here a student's code could {'; '.join(machine.weaknesses)}. Grade as root, or where user namespaces "
                "are allowed, or in Docker; --allow-unsafe grades all the same"
            )

    def _dismiss(self, worker: Connection) -> None:
        del self.workers[worker]
        worker.close()

    def _hear(self, worker: Connection) -> Graded | None:
        """What a worker answers. Raises CourseFault where the terms are strict, and the course itself is at fault."""
        graded = hear(worker)
        if graded is not None:
            self.warnings.update(dict.fromkeys(graded.warnings))
        if graded is not None and graded.course_faults:
            if self.terms.strict:
                raise CourseFault(graded.course_faults)
            for line in graded.course_faults:
                print(names.in_a_line(line), file=sys.stderr)
        return graded

    def grade(self, orders: Iterable[Order]) -> Iterator[tuple[Order, Report]]:
        """Reports as they become ready: one for each order, also where workers of ours ended again and again."""
        doubtful: list[_Case] = []
        for case, graded in self._first_tries(iter(orders)):
            if _is_settled(graded):
                yield case.order, graded.report
            elif self.size == 1:  # nothing was being graded beside it
                yield case.order, self._grade_by_itself(case, _MAX_TRIES - 1)
            else:
                doubtful.append(case)
        for case in doubtful:
            yield case.order, self._grade_by_itself(case, _MAX_TRIES)

    def _first_tries(self, orders: Iterator[Order]) -> Iterator[tuple[_Case, Graded | None]]:
        """What comes of each order at first. A worker gets its next one only when the caller goes on."""
        busy_workers: dict[Connection, _Case] = {}
        # no more workers than orders: what an author has just saved is often one notebook
        for order in itertools.islice(orders, self.size):
            self._hand(order, self._hire(), busy_workers)
        while busy_workers:
            for worker in wait(list(busy_workers)):
                assert isinstance(worker, Connection)  # `wait` takes sockets, too, and its type says so
                case = busy_workers.pop(worker)
                graded = self._hear(worker)
                case.remember(graded)
                if _is_settled(graded):
                    yield case, graded
                    self._hand_next(orders, worker, busy_workers)
                else:
                    self._dismiss(worker)  # it has ended; or it, or what it stands on, is out of order
                    yield case, graded
                    self._hand_next(orders, self._hire(), busy_workers)

    def _hand_next(self, orders: Iterator[Order], worker: Connection, busy_workers: dict[Connection, _Case]) -> None:
        order = next(orders, None)
        if order is None:
            self._dismiss(worker)
        else:
            self._hand(order, worker, busy_workers)

    def _hand(self, order: Order, worker: Connection, busy_workers: dict[Connection, _Case]) -> None:
        case = _Case(order)
        busy_workers[worker] = case
        send_order(worker, case.next_order())

    def grade_one(self, order: Order, *, keep_worker: bool = False) -> Report:
        """The report of one order, which is graded while no other one is.

        Its worker is a new one, which reads the graders again; but with `keep_worker` it stays for the next order.
        Raises PoolFault and Unsafe where nothing can be graded.
        """
        case = _Case(order)
        worker = self.kept_worker or self._hire()
        self.kept_worker = None
        send_order(worker, case.next_order())
        graded = self._hear(worker)
        if _is_settled(graded):
            if keep_worker:
                self.kept_worker = worker
            else:
                self._dismiss(worker)
            return graded.report
        case.remember(graded)
        self._dismiss(worker)
        return self._grade_by_itself(case, _MAX_TRIES - 1)

    def _grade_by_itself(self, case: _Case, tries: int) -> Report:
        """Grade a submission up to so many times more, on a new worker each time, while no other is being graded."""
        graded = None
        for _ in range(tries):
            # a worker that has done nothing before: what ended the last one may have hurt it
            worker = self._hire()
            send_order(worker, case.next_order())
            graded = self._hear(worker)
            self._dismiss(worker)
            if graded is not None and not graded.out_of_memory:
                return case.final(graded.report)
        if case.disturbed is not None:
            return case.disturbed.report
        if graded is None:
            assignment = Course.load(Path(self.terms.course)).assignment(case.order.assignment)
            return lost(case.order, assignment.max_score)
        return msgspec.structs.replace(
            graded.report, status=Status.REJECTED, reason=_OUT_OF_MEMORY, reason_said=None, score=0.0, exercises=()
        )


def lost(order: Order, max_score: float) -> Report:
    """The report of an order on which workers of ours ended again and again."""
    return ungraded(order, Status.ERROR, _LOST, max_score)


def _is_settled(graded: Graded | None) -> TypeGuard[Graded]:
    """Whether there is a report in which nothing but the submission can have had a part."""
    return graded is not None and graded.report.status != Status.ERROR and not graded.disturbed


def share_of(processors: Sequence[int], number: int, size: int) -> tuple[int, ...]:
    """The processors of one of `size` workers, so that none takes another one's time; none named where it has all."""
    if size == 1:
        return ()
    if len(processors) <= size:
        return (processors[number % len(processors)],)
    return tuple(processors[number % size :: size])


def send_order(worker: Connection, order: Order) -> None:
    """Have a worker grade this; where it has ended, `hear` says so."""
    with contextlib.suppress(OSError):
        worker.send_bytes(msgspec.json.encode(order))


def hear(worker: Connection) -> Graded | None:
    """What a worker answers; None where it has ended."""
    try:
        return msgspec.json.decode(worker.recv_bytes(), type=Graded)
    except (EOFError, OSError, msgspec.MsgspecError):
        return None


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))
