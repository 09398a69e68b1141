"""The local pool: one warm process, `size` workers forked from it, jobs handed out as workers come free.

**Graded again.** A submission's grading may end without a report (its worker, or the warm process with all of them, has
ended), with status `error`, or with a report that what went on beside it has touched. Nobody can say then whose doing
that was, so it is graded again by itself, when all others are done, and with other inputs (`Order.attempt`):
- a report that was only disturbed is replaced by the second one, in which the verdicts that were settled stay;
- after an `error` the second one counts, too;
- what ended without a report is tried twice by itself. If that ends in the same way, there is none: a fault of ours.
- But a grading that used up the grader's own memory (`grader_mb`) twice by itself is the submission's doing: it is
  rejected, with that reason, and earns nothing.
With one worker, every try is one by itself, and so the first one counts as such.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import platformdirs

from autograder.report import Report
from autograder.workers import devices
from autograder.workers.messages import Graded, Machine, Order, PoolFault, Settings, Terms, Unsafe

_MAX_TRIES = 2  # of a submission by itself
_PATIENCE = 5.0  # seconds
_OUT_OF_MEMORY = "grading it took more than the memory that the grader itself may use: an answer is far too large"


def warm_environment(device: str = devices.CPU, share: float = 1.0) -> dict[str, str]:
    """All that the warm process, and so a student's code, knows of this machine's environment."""
    cache = Path(platformdirs.user_cache_dir("autograder", appauthor=False))
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/nonexistent",
        "USER": "student",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(cache / "matplotlib"),
        "PYTHONHASHSEED": "0",  # the same seed gives the same report, also where a student loops over a set
        "OMP_NUM_THREADS": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        **devices.environment(device, share),
    }


@dataclass(eq=False)
class _Case:
    """An order, how often it was tried, in all and by itself, and what came of it when it was disturbed."""

    order: Order
    tries: int = 0
    by_itself: int = 0
    disturbed: Graded | None = None

    def next(self) -> Order:
        """The order for one more try: no two of them meet the same inputs, and what was settled stays."""
        attempt = self.order.attempt + self.tries
        self.tries += 1
        settled = () if self.disturbed is None else self.disturbed.settled
        return msgspec.structs.replace(self.order, attempt=attempt, settled=settled)

    def final(self, report: Report) -> Report:
        """The report of a later try, without what its notebook printed: an earlier one could have told it inputs."""
        if self.disturbed is None:
            return msgspec.structs.replace(report, printed=())
        if not self.disturbed.stands:
            return report
        first = self.disturbed.report
        return msgspec.structs.replace(
            report,
            printed=first.printed,
            reason=first.reason,
            peak_mb=first.peak_mb,
            processor_seconds=first.processor_seconds,
        )


class Pool:
    """Grades orders on `size` workers. Use it as a context manager: leaving it ends every process.

    Students' code computes on `device`, of whose memory each worker's has `share`, by default an equal one.
    """

    def __init__(
        self,
        course: Path,
        size: int,
        *,
        required: Iterable[str] = (),
        allow_unsafe: bool = False,
        namespaces: bool = True,
        secret: str = "",
        device: str = devices.CPU,
        share: float | None = None,
    ) -> None:
        self.course, self.secret = course, secret
        self.size = size
        self.device, self.share = device, share or 1 / size
        self.required, self.allow_unsafe = tuple(required), allow_unsafe
        self.namespaces = namespaces
        self.workers: dict[Connection, int] = {}  # each with the number of its share of the processors
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-P", "-s", "-m", "autograder.workers.warm", str(theirs.fileno())]
        self.warm = subprocess.Popen(  # noqa: S603
            command + ([] if self.namespaces else ["--no-namespaces"]),
            pass_fds=[theirs.fileno()],
            env=warm_environment(self.device, self.share),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self.control = ours
        self.machine: Machine | None = None  # as workers of this warm process find it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self.workers:
            worker.close()
        self._stop(0 if kind else _PATIENCE)

    def _stop(self, seconds: float) -> None:
        """End the warm process; workers end with it, and sandboxes with their parent."""
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.warm.wait(seconds)
        self.warm.kill()
        self.warm.wait()

    def ask(self) -> Machine:
        """What a worker finds this machine to be."""
        self._dismiss(self._hire())
        assert self.machine is not None
        return self.machine

    def _hire(self) -> Connection:
        """A new worker. Where the warm process has been ended, by hand or for memory, a new one takes its place."""
        try:
            return self._ask_for_worker()
        except PoolFault:
            if self.machine is None:
                raise
        self._stop(0)
        self._start()
        return self._ask_for_worker()

    def _ask_for_worker(self) -> Connection:
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self.control, [b"worker"], [theirs.fileno()])
        except OSError as gone:
            ours.close()
            raise PoolFault("the warm process has ended: what it printed above says why") from gone
        finally:
            theirs.close()
        worker = Connection(ours.detach())
        try:
            number = min(set(range(self.size + 1)) - set(self.workers.values()))
            processors = share_of(sorted(os.sched_getaffinity(0)), number, self.size)
            terms = Terms(course=str(self.course), secret=self.secret, device=self.device)
            settings = Settings(terms, processors)
            worker.send_bytes(msgspec.json.encode(settings))
            machine = msgspec.json.decode(worker.recv_bytes(), type=Machine)
        except (EOFError, OSError, msgspec.MsgspecError) as gone:
            worker.close()
            raise PoolFault("a worker ended as it started: what it printed above says why") from gone
        if self.machine not in (None, machine):  # the sandbox that it tried was ended, by hand or for memory: once more
            worker.close()
            self.machine = None
            return self._ask_for_worker()
        self._check(machine)
        self.machine = machine
        self.workers[worker] = number
        return worker

    def _check(self, machine: Machine) -> None:
        if machine.missing:
            raise Unsafe(f"not to be had here: {machine.missing}. --device auto takes the CPU where there is no GPU")
        missing = [layer for layer in self.required if layer not in machine.layers]
        if missing:
            raise Unsafe(f"isolation required, but not to be had here: {', '.join(missing)}")
        if machine.weaknesses and not self.allow_unsafe:
            raise Unsafe(
                f"here a student's code could {'; '.join(machine.weaknesses)}. Grade as root, or where user namespaces "
                "are allowed, or in Docker; --allow-unsafe grades all the same"
            )

    def grade(self, orders: Iterable[Order]) -> Iterator[tuple[Order, Report | None]]:
        """Reports as they become ready; None for an order on which workers of ours ended again and again."""
        waiting = iter(orders)
        busy: dict[Connection, _Case] = {}
        doubtful: deque[_Case] = deque()

        def hand(worker: Connection) -> None:
            order = next(waiting, None)
            if order is None:
                self._dismiss(worker)
            else:
                busy[worker] = _Case(order)
                _send(worker, busy[worker].next())

        for _ in range(self.size):
            hand(self._hire())
        while busy:
            for worker in wait(list(busy)):
                assert isinstance(worker, Connection)
                case, graded = busy.pop(worker), _heard(worker)
                if graded is not None and graded.report.status != "error" and not graded.disturbed:
                    yield case.order, graded.report
                    hand(worker)
                    continue
                if graded is not None and graded.disturbed:
                    case.disturbed = graded
                self._dismiss(worker)  # ended, by hand or for memory; or it, or what it stands on, is out of order
                if self.size == 1:
                    case.by_itself = 1
                    yield case.order, self._grade_by_itself(case, graded)
                else:
                    doubtful.append(case)
                hand(self._hire())
        for case in doubtful:
            yield case.order, self._grade_by_itself(case, None)

    def _grade_by_itself(self, case: _Case, graded: Graded | None) -> Report | None:
        """Grade a submission while no other is being graded; `graded` is what came of that before."""
        while case.by_itself < _MAX_TRIES:
            case.by_itself += 1
            worker = self._hire()
            _send(worker, case.next())
            graded = _heard(worker)
            self._dismiss(worker)
            if graded is not None and not graded.out_of_memory:
                return case.final(graded.report)
        if case.disturbed is not None:
            return case.disturbed.report
        if graded is None:
            return None
        return msgspec.structs.replace(graded.report, status="rejected", reason=_OUT_OF_MEMORY, score=0.0, exercises=())

    def _dismiss(self, worker: Connection) -> None:
        del self.workers[worker]
        worker.close()


def share_of(processors: Sequence[int], number: int, size: int) -> tuple[int, ...]:
    """The processors of one of `size` workers, so that none takes another one's time; none named where it has all."""
    if size == 1:
        return ()
    if len(processors) <= size:
        return (processors[number % len(processors)],)
    return tuple(processors[number % size :: size])


def _send(worker: Connection, order: Order) -> None:
    with contextlib.suppress(OSError):  # it has ended: what is heard from it next says so
        worker.send_bytes(msgspec.json.encode(order))


def _heard(worker: Connection) -> Graded | None:
    try:
        return msgspec.json.decode(worker.recv_bytes(), type=Graded)
    except (EOFError, OSError, msgspec.MsgspecError):
        return None


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))
