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

import msgspec

from autograder import linux
from autograder.limits import CROWDED, NO_ROOM, USED_TOO_MANY_FILES, USED_TOO_MUCH_MEMORY
from autograder.sandbox import disk_room, file_count, machine_memory, process_memory, watch
from autograder.sandbox.disk_room import Room
from autograder.sandbox.jail.cgroup import Group, Groups
from autograder.sandbox.jail.layers import Layer
from autograder.sandbox.machine_memory import Machine
from autograder.sandbox.watch import Usage
from autograder.sandbox.watch_messages import MESSAGE, Count, Counted, Exceeded, Noted, Order, Watch
from autograder.sandbox.watched import NOTICED_MB, Measuring, Watched

_FLOOR_SHARE = 16  # of the machine's memory, one part in so many must be left
_FLOOR_MB = 256.0  # and never more than that
_UNSEEN_MB = 256.0  # that may be in use beyond what can be put down to anybody


class Watcher:
    """Looks at the sandboxes that it is told of."""

    def __init__(
        self, orders: socket.socket, enclosed: tuple[str, ...], groups: Groups | None, machine: Machine
    ) -> None:
        self.orders = orders
        self.enclosed = enclosed
        self.groups = groups
        self.machine = machine
        # measuring can take long: orders that arrive meanwhile are followed between two processes
        self.measuring = Measuring(self._listen)
        self.watched: dict[int, Watched] = {}
        self.handles: list[int] = []  # of those that are forgotten: closed when nobody can be using them
        self.floor_mb = min(machine.size_mb() / _FLOOR_SHARE, _FLOOR_MB)

    # --- orders -----------------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Look at them a few times a second, until the parent is gone."""
        looked_at = 0.0
        while True:
            if self.watched:
                self._listen(watch.INTERVAL)
            else:
                self._listen(None)
            for handle in self.handles:
                os.close(handle)
            self.handles.clear()
            if not self.watched:
                self.measuring.begin_anew()
            elif time.monotonic() >= looked_at + watch.INTERVAL:
                self._look()
                looked_at = time.monotonic()

    def _listen(self, seconds: float | None = 0.0) -> None:
        """Follow the orders that have arrived, and wait so long for the first one."""
        while select.select([self.orders], [], [], seconds)[0]:
            data = self.orders.recv(MESSAGE)
            if not data:  # the parent is gone
                os._exit(0)
            self._follow(msgspec.json.decode(data, type=Order))
            seconds = 0.0

    def _follow(self, order: Order) -> None:
        if isinstance(order, Watch):
            self._begin(order)
            return
        sandbox = self.watched.get(order.serial)
        if isinstance(order, Count):
            usage = Usage()
            if sandbox is not None:
                usage = self.measuring.usage(sandbox)
            self._tell(Counted(order.serial, usage))
        elif sandbox is None:
            return
        elif isinstance(order, Noted):
            sandbox.kills = max(sandbox.kills, order.kills)
        else:
            self._forget(sandbox)

    def _begin(self, about: Watch) -> None:
        """Watch a new sandbox, unless it has ended already."""
        group = None
        if self.groups is not None and about.group is not None:
            group = Group(self.groups, about.group)
        with contextlib.suppress(OSError):
            handle = os.pidfd_open(about.process)
            unseen_mb = machine_memory.unseen_mb()
            self.watched[about.serial] = Watched(about, handle, group, unseen_mb, Room.beside(about.home))

    def _forget(self, sandbox: Watched) -> None:
        """Stop watching a sandbox. This may happen in the middle of looking at it: nothing of it is ended any more."""
        del self.watched[sandbox.about.serial]
        sandbox.is_forgotten = True
        self.handles.append(sandbox.handle)

    def _tell(self, message: Exceeded | Counted) -> None:
        self.orders.send(msgspec.json.encode(message))

    # --- looking at each --------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Look at each, then at the machine. What goes wrong with one of them ends that one."""
        for sandbox in list(self.watched.values()):
            self._listen()
            try:
                self._look_at(sandbox)
            except Exception as fault:  # noqa: BLE001  whatever a student's code has made of its processes and files
                self._end_all(sandbox, f"what it uses could not be counted ({type(fault).__name__})")
        self._look_at_machine()
        if Layer.MNT not in self.enclosed:
            self._look_at_room()

    def _look_at(self, sandbox: Watched) -> None:
        if sandbox.group is None:
            self._look_at_memory(sandbox)
        else:
            self._look_at_kills(sandbox, sandbox.group)
        if Layer.MNT not in self.enclosed:  # else the size of its own file system is the limit
            about = sandbox.about
            if file_count.is_over(about.home, about.user, sandbox.members(), sandbox.limits):
                self._end(sandbox, sandbox.limits.in_words(USED_TOO_MANY_FILES))

    def _look_at_memory(self, sandbox: Watched) -> None:
        """Where nobody else counts the memory of all its processes together: count it."""
        megabytes = self.measuring.newly_used_mb(sandbox, sandbox.members())
        if megabytes is None:
            return
        if process_memory.is_over(megabytes, sandbox.limits):
            self._end(sandbox, sandbox.limits.in_words(USED_TOO_MUCH_MEMORY))
        else:
            sandbox.is_warned = False

    def _look_at_kills(self, sandbox: Watched, group: Group) -> None:
        """Where the kernel keeps the limit: see whether it has ended a process for it."""
        kills = group.kills()
        self._listen()  # the parent may have told of these already
        if kills <= sandbox.kills:
            return
        sandbox.kills = kills
        if group.was_full(sandbox.limits):
            self._end(sandbox, sandbox.limits.in_words(USED_TOO_MUCH_MEMORY))
        else:
            self._end(sandbox, CROWDED)

    # --- ending -----------------------------------------------------------------------------------------------------

    def _end(self, sandbox: Watched, reason: str) -> None:
        """First end what a sandbox has started; if that did not help, all of it."""
        started = [process for process in sandbox.members() if process != sandbox.about.process]
        if sandbox.is_warned or not started:
            self._end_all(sandbox, reason)
        elif not sandbox.is_forgotten:
            sandbox.is_warned = True
            self._tell(Exceeded(sandbox.about.serial, reason))
            sandbox.kill(started)

    def _end_all(self, sandbox: Watched, reason: str) -> None:
        if sandbox.is_forgotten:
            return
        self._tell(Exceeded(sandbox.about.serial, reason))
        sandbox.kill(sandbox.members())
        sandbox.kill_first()

    # --- looking at the machine -------------------------------------------------------------------------------------

    def _look_at_machine(self) -> None:
        """The backstop: before the machine runs out of memory, sandboxes end, and never a grader."""
        sandboxes = list(self.watched.values())
        if not sandboxes:
            return
        if self.machine.left_mb() < self.floor_mb:
            self._end_largest(sandboxes)
        elif self._is_too_much_unseen(sandboxes):
            for sandbox in sandboxes:
                self._end_all(sandbox, CROWDED)

    def _look_at_room(self) -> None:
        """Before a disk is full that reports may be written to, sandboxes end: whose files have no name is not told."""
        sandboxes = list(self.watched.values())
        if not any(disk_room.is_taken(one.about.home, one.room, one.limits) for one in sandboxes):
            return
        seen = self._seen_files(sandboxes)
        if any(disk_room.is_taken(one.about.home, one.room, one.limits, seen) for one in sandboxes):
            for sandbox in sandboxes:
                self._end_all(sandbox, NO_ROOM)

    @staticmethod
    def _seen_files(sandboxes: list[Watched]) -> Room:
        """The room that files take of which it is known whose they are: each sandbox has a limit for these."""
        disk = 0
        shared_memory = 0
        for sandbox in sandboxes:
            about = sandbox.about
            on_disk, shared = file_count.sizes(about.home, about.user, sandbox.members())
            disk += on_disk
            shared_memory += shared
        return Room(disk / (1 << 20), shared_memory / (1 << 20))

    def _is_too_much_unseen(self, sandboxes: list[Watched]) -> bool:
        """Whether more memory is in use that no process shows as its own than these sandboxes can account for."""
        rise = machine_memory.unseen_mb() - min(sandbox.unseen_mb for sandbox in sandboxes)
        if rise <= max(sandbox.limits.memory_mb for sandbox in sandboxes) + _UNSEEN_MB:
            return False
        accounted_for = _UNSEEN_MB
        for sandbox in sandboxes:
            files_mb = 0
            if Layer.MNT in self.enclosed:  # its own file system lies in memory
                files_mb = sandbox.limits.files_mb
            accounted_for += self.measuring.attributed_mb(sandbox, files_mb)
        return rise > accounted_for

    def _end_largest(self, sandboxes: list[Watched]) -> None:
        """End the one that uses most; or all of them, where none uses much."""
        sizes = [self.measuring.used_mb(sandbox) for sandbox in sandboxes]
        largest = max(sizes)
        for sandbox, size in zip(sandboxes, sizes, strict=True):
            if size == largest or largest < NOTICED_MB:
                self._end_all(sandbox, CROWDED)


# --- its process ---------------------------------------------------------------------------------------------------


def start(enclosed: tuple[str, ...], groups: Groups | None, machine: Machine) -> tuple[int, socket.socket]:
    """Fork a watcher. Returns its process number and the socket for orders to it."""
    parents_end, watchers_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = os.fork()
    if process:
        watchers_end.close()
        return process, parents_end
    try:
        needed = {watchers_end.fileno()} | machine.descriptors()
        if groups is not None:
            needed.update(groups.opened)
        # as long as an end of the parent's sockets is held here, too, nobody sees that the parent is gone
        close_all_but(needed)
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        Watcher(watchers_end, enclosed, groups, machine).serve()
    except BaseException:  # noqa: BLE001  whatever it is, this copy of the parent must not go on as a second parent
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def close_all_but(kept: set[int]) -> None:
    """Close every descriptor but the standard ones and these."""
    first_to_close = 3
    for descriptor in sorted(kept):
        if descriptor >= first_to_close:
            os.closerange(first_to_close, descriptor)
            first_to_close = descriptor + 1
    os.closerange(first_to_close, 4096)
