"""The watcher: a process beside the parent of all sandboxes that counts what each uses, and ends what is too much.

It is a process of its own because counting takes time, which a student's code can make long: meanwhile the parent
follows orders. It says to the parent what it ends, and why, before it ends it. If it is ended itself, another starts.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass

import msgspec

from autograder import linux
from autograder.limits import Limits
from autograder.sandbox import watch
from autograder.sandbox.jail.cgroup import Groups
from autograder.sandbox.jail.layers import Layer
from autograder.sandbox.watch import Machine, Usage

MESSAGE = 4096
CROWDED = "the machine was short of memory while it ran"  # ended for that: nobody says through whose fault
_BUSY = 4  # so many times as long as it has counted exactly, the watcher counts roughly
_FLOOR = 16, 256.0  # of memory: a part of the machine's, and MB at most, that must be left
_UNSEEN_MB = 256.0  # that may be in use beyond what can be put down to anybody
_NOTICED_MB = 64.0  # of shared memory in the whole machine, before it is asked whose it is


class Watch(msgspec.Struct, tag="watch", frozen=True):
    """A new sandbox, by its serial number: its first process, its user and its group where it has them, its files."""

    serial: int
    process: int
    limits: Limits
    home: str
    user: int | None
    group: str | None


class Forget(msgspec.Struct, tag="forget", frozen=True):
    """A sandbox is being ended."""

    serial: int


class Noted(msgspec.Struct, tag="noted", frozen=True):
    """So many of a sandbox's processes have been ended by the kernel, and that has been told already."""

    serial: int
    kills: int


class Count(msgspec.Struct, tag="count", frozen=True):
    """Say what a sandbox has used."""

    serial: int


Order = Watch | Forget | Noted | Count


class Exceeded(msgspec.Struct, tag="exceeded", frozen=True):
    """Something of a sandbox is about to be ended, and why."""

    serial: int
    reason: str


class Counted(msgspec.Struct, tag="counted", frozen=True):
    """What a sandbox has used."""

    serial: int
    usage: Usage


@dataclass
class _Watched:
    """A sandbox, and what has been seen of it."""

    about: Watch
    handle: int  # a pidfd of its first process
    unseen_mb: float  # of the whole machine, when it was made
    peak_mb: float = 0.0
    counted: float = 0.0  # when its memory was counted last, and how long that took
    took: float = 0.0
    warned: bool = False  # what it had started has been ended, for memory
    kills: int = 0
    seconds: float = 0.0
    gone: bool = False

    @property
    def limits(self) -> Limits:
        return self.about.limits

    def members(self) -> list[int]:
        """Its processes, the first one first."""
        return watch.family(self.about.process, watch.processes(), self.about.user)


class Watcher:
    """Looks at the sandboxes that it is told of."""

    def __init__(
        self, orders: socket.socket, enclosed: tuple[str, ...], groups: Groups | None, machine: Machine
    ) -> None:
        self.orders = orders
        self.enclosed = enclosed
        self.groups = groups
        self.machine = machine
        self.inherited = watch.own_memory()
        self.watched: dict[int, _Watched] = {}
        self.handles: list[int] = []  # of those that are forgotten: closed when nobody can be using them
        self.floor = min(machine.size_mb() / _FLOOR[0], _FLOOR[1])
        self.shared = watch.all_shared_mb()

    def serve(self) -> None:
        """Look at them a few times a second, until the parent is gone."""
        looked = 0.0
        while True:
            self._listen(watch.INTERVAL if self.watched else None)
            for handle in self.handles:
                os.close(handle)
            self.handles.clear()
            if not self.watched:
                self.shared = watch.all_shared_mb()
            elif time.monotonic() >= looked + watch.INTERVAL:
                self._look()
                looked = time.monotonic()

    def _listen(self, seconds: float | None = 0.0) -> None:
        """Follow the orders that have arrived, and wait so long for the first one."""
        while select.select([self.orders], [], [], seconds)[0]:
            data = self.orders.recv(MESSAGE)
            if not data:
                os._exit(0)
            self._follow(msgspec.json.decode(data, type=Order))
            seconds = 0.0

    def _follow(self, order: Order) -> None:
        if isinstance(order, Watch):
            with contextlib.suppress(OSError):  # it has ended already
                handle = os.pidfd_open(order.process)
                self.watched[order.serial] = _Watched(order, handle, watch.unseen_mb())
            return
        known = self.watched.get(order.serial)
        if isinstance(order, Count):
            usage = Usage() if known is None else self._usage(known)
            self._tell(Counted(order.serial, usage))
        elif known is not None and isinstance(order, Noted):
            known.kills = max(known.kills, order.kills)
        elif known is not None:
            del self.watched[order.serial]
            known.gone = True
            self.handles.append(known.handle)

    def _tell(self, message: Exceeded | Counted) -> None:
        self.orders.send(msgspec.json.encode(message))

    # --- what one sandbox uses -------------------------------------------------------------------------------------

    def _usage(self, known: _Watched) -> Usage:
        members = known.members()
        known.seconds = max(known.seconds, watch.used_seconds(members))
        if self.groups is not None and known.about.group is not None:
            known.peak_mb = self.groups.peak_mb(known.about.group)
            known.seconds = max(known.seconds, self.groups.seconds(known.about.group))
        else:
            self._count_memory(known, members)
        return Usage(known.peak_mb, known.seconds, watch.waited_seconds(members))

    def _count_memory(self, known: _Watched, members: list[int]) -> float | None:
        """MB that a sandbox without a group uses; None where the last count took so long that it is too early."""
        start = time.monotonic()
        if start < known.counted + _BUSY * known.took:
            return None
        used = watch.memory(members, self.inherited, self._listen)
        if watch.all_shared_mb() > self.shared + _NOTICED_MB:
            used += watch.shared_memory(members, self._listen)
        known.counted = time.monotonic()
        known.took = known.counted - start
        known.peak_mb = max(known.peak_mb, used)
        return used

    # --- looking ---------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Look at each, then at the machine. What goes wrong with one of them ends that one."""
        for known in list(self.watched.values()):
            self._listen()
            try:
                self._look_at(known)
            except Exception as fault:  # noqa: BLE001  whatever a student's code has made of its processes and files
                self._end_all(known, f"what it uses could not be counted ({type(fault).__name__})")
        self._look_at_machine()

    def _look_at(self, known: _Watched) -> None:
        if self.groups is not None and known.about.group is not None:
            kills = self.groups.kills(known.about.group)
            self._listen()
            if kills > known.kills:
                known.kills = kills
                full = self.groups.was_full(known.about.group, known.limits)
                self._end(known, too_much_memory(known.limits) if full else CROWDED)
        else:
            used = self._count_memory(known, known.members())
            if used is not None and watch.too_much_memory(used, known.limits):
                self._end(known, too_much_memory(known.limits))
            elif used is not None:
                known.warned = False
        if Layer.MNT not in self.enclosed:
            about = known.about
            if watch.too_many_files(about.home, about.user, known.members(), known.limits):
                self._end(known, too_many_files(known.limits))

    def _end(self, known: _Watched, reason: str) -> None:
        """First end what a sandbox has started; if that did not help, all of it."""
        rest = [process for process in known.members() if process != known.about.process]
        if known.warned or not rest:
            self._end_all(known, reason)
        elif not known.gone:
            known.warned = True
            self._tell(Exceeded(known.about.serial, reason))
            self._kill(known, rest)

    def _end_all(self, known: _Watched, reason: str) -> None:
        if known.gone:
            return
        self._tell(Exceeded(known.about.serial, reason))
        self._kill(known, known.members())
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(known.handle, signal.SIGKILL)

    def _kill(self, known: _Watched, members: list[int]) -> None:
        """End these, and nobody who has got the number of one that has ended meanwhile."""
        handles = {}
        for process in members:
            with contextlib.suppress(OSError):
                handles[process] = os.pidfd_open(process)
        still = known.members()
        for process, handle in handles.items():
            if process in still:
                with contextlib.suppress(OSError):
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.close(handle)

    # --- the machine -----------------------------------------------------------------------------------------------

    def _look_at_machine(self) -> None:
        """The backstop: before the machine runs out of memory, sandboxes end, and never a grader."""
        living = list(self.watched.values())
        if not living:
            return
        if self.machine.left_mb() < self.floor:
            self._end_largest(living)
            return
        rise = watch.unseen_mb() - min(known.unseen_mb for known in living)
        allowed = max(known.limits.memory_mb for known in living) + _UNSEEN_MB
        if rise > allowed and rise > sum(self._attributed(known) for known in living) + _UNSEEN_MB:
            for known in living:
                self._end_all(known, CROWDED)

    def _attributed(self, known: _Watched) -> float:
        """MB that no process shows as its own, but that can be put down to this sandbox, within its limits."""
        if self.groups is not None and known.about.group is not None:
            return self.groups.used_mb(known.about.group)
        files = known.limits.files_mb if Layer.MNT in self.enclosed else 0  # its own file system lies in memory
        return watch.shared_memory(known.members(), self._listen) + files

    def _end_largest(self, living: list[_Watched]) -> None:
        """End the one that uses most; or all of them, where none uses much."""
        sizes = []
        for known in living:
            if self.groups is not None and known.about.group is not None:
                sizes.append(self.groups.used_mb(known.about.group))
            else:
                sizes.append(watch.memory(known.members(), self.inherited, self._listen))
        largest = max(sizes)
        for known, size in zip(living, sizes, strict=True):
            if size == largest or largest < _NOTICED_MB:
                self._end_all(known, CROWDED)


def too_much_memory(limits: Limits) -> str:
    """What is said where a sandbox has used too much of it."""
    return f"all its processes together used more than {limits.memory_mb} MB of memory"


def too_many_files(limits: Limits) -> str:
    """What is said where its files are too many, or too large."""
    what = f"its files were more than {limits.files}, or together larger than {limits.files_mb} MB"
    return f"{what}, or took more than a third of /dev/shm"


def start(enclosed: tuple[str, ...], groups: Groups | None, machine: Machine) -> tuple[int, socket.socket]:
    """Fork a watcher. Returns its process number and the socket for orders to it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = os.fork()
    if process:
        theirs.close()
        return process, ours
    try:
        kept = {theirs.fileno(), *(groups.opened if groups is not None else ())}
        kept |= {folder for folder, _ in machine.limited}
        close_all_but(kept)
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        Watcher(theirs, enclosed, groups, machine).serve()
    except BaseException:  # noqa: BLE001
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def close_all_but(kept: set[int]) -> None:
    """Close every descriptor but the standard ones and these."""
    start = 3
    for descriptor in sorted(kept):
        if descriptor >= start:
            os.closerange(start, descriptor)
            start = descriptor + 1
    os.closerange(start, 4096)
