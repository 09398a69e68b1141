"""The local pool: one warm process, `size` workers forked from it, jobs handed out as workers come free."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import platformdirs

from autograder.batch import devices
from autograder.batch.orders import Machine, Order, PoolFault, Settings, Unsafe
from autograder.report import Report

_MAX_TRIES = 2  # of a submission on which a worker ends, or our side fails
_PATIENCE = 5.0  # seconds


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
        self.workers: list[Connection] = []
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-P", "-s", "-m", "autograder.batch.warm", str(theirs.fileno())]
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
            raise PoolFault("the warm process has ended: what it printed above says why") from gone
        finally:
            theirs.close()
        worker = Connection(ours.detach())
        try:
            worker.send_bytes(msgspec.json.encode(Settings(str(self.course), self.secret, self.device)))
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
        self.workers.append(worker)
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
        busy: dict[Connection, Order] = {}
        failed: Counter[Order] = Counter()
        again: list[Order] = []

        def hand(worker: Connection) -> None:
            order = again.pop() if again else next(waiting, None)
            if order is None:
                self._dismiss(worker)
                return
            busy[worker] = order
            with contextlib.suppress(OSError):  # it has ended: what is heard from it next says so
                worker.send_bytes(msgspec.json.encode(order))

        for _ in range(self.size):
            hand(self._hire())
        while busy:
            for worker in wait(list(busy)):
                assert isinstance(worker, Connection)
                order, report = busy.pop(worker), _heard(worker)
                if report is not None and report.status != "error":
                    yield order, report
                    hand(worker)
                    continue
                self._dismiss(worker)  # ended, by hand or for memory; or it, or what it stands on, is out of order
                failed[order] += 1
                if failed[order] < _MAX_TRIES:
                    again.append(order)
                else:
                    yield order, report
                hand(self._hire())

    def _dismiss(self, worker: Connection) -> None:
        self.workers.remove(worker)
        worker.close()


def _heard(worker: Connection) -> Report | None:
    try:
        return Report.from_json(worker.recv_bytes())
    except (EOFError, OSError, msgspec.MsgspecError):
        return None


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))
