"""The parent of all sandboxes: forked while nothing secret is in memory, it forks one sandbox for each submission.

No student's code ever runs in it, and it waits for none: it follows orders, and what takes time, counting and clearing
away, is done by processes beside it (`watcher`, `clearing`). Whatever goes wrong with a sandbox ends that one.
The warm process sends it a socket for each new worker; over these the workers send the orders that
`wire.messages.ParentOrder` names, each with at most one descriptor.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from autograder import linux
from autograder.limits import CROWDED, USED_TOO_MUCH_MEMORY, Limits
from autograder.sandbox import clearing, watch
from autograder.sandbox.children import Child
from autograder.sandbox.counting import Counting, answer
from autograder.sandbox.endings import Endings
from autograder.sandbox.jail import cgroup, entry, spaces, users
from autograder.sandbox.jail.cgroup import Groups
from autograder.sandbox.loop import SOON, Loop, do
from autograder.sandbox.machine_memory import Machine
from autograder.sandbox.notebook_process import Notebook, silence
from autograder.sandbox.pid_space import PidSpace
from autograder.sandbox.shell import Shell, make_shell
from autograder.wire.frames import Channel, Closed
from autograder.wire.messages import (
    AT_THE_NOTEBOOK,
    DATAGRAM,
    Because,
    Broken,
    Cause,
    Jailed,
    Kill,
    ParentOrder,
    Spawn,
    Used,
    Why,
)

_CONTROL = 3  # the one descriptor that a sandbox keeps, beside its standard streams
_MOST_DESCRIPTORS = 4096
_LAST_SECONDS = 10.0  # that all endings may take when the run is over
_FIRST_TO_GO = b"1000"  # where the machine runs out of memory

Key = tuple[int, int]  # of a sandbox: its worker's descriptor, and the worker's number for it


class Parent:
    """Forks sandboxes and ends them. `control` brings the workers' sockets."""

    def __init__(
        self,
        control: socket.socket,
        enclosed: tuple[str, ...],
        shell: Shell,
        groups: Groups | None = None,
        machine: Machine | None = None,
    ) -> None:
        self.control = control
        self.enclosed = enclosed
        self.shell = shell
        self.groups = groups
        self.homes = str(Path(tempfile.gettempdir()).parent)
        self.serving = True
        self.workers: dict[int, socket.socket] = {}
        self.children: dict[Key, Child] = {}
        self.serials = itertools.count(1)
        self.loop = Loop()
        self.pids = PidSpace(enclosed)
        self.counting = Counting(enclosed, groups, machine or Machine(), self.loop, self.pids)
        self.endings = Endings(enclosed, groups, self.loop, self.pids, self.counting)

    # --- the loop --------------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Follow orders until the warm process is gone."""
        self.loop.when_ready(self.control.fileno(), self._welcome)
        self.counting.start()
        while self.serving:
            self._turn(self._patience())
        self._end_all()

    def _turn(self, patience: float | None) -> None:
        self.loop.turn(patience)
        do(self.endings.reap)
        do(self.endings.go_on)

    def _patience(self) -> float | None:
        """Milliseconds after which there is something to do though nothing has been heard."""
        if self.endings.ending or self.endings.left_groups:
            return 1000 * SOON
        if self.children or self.endings.cleaners:
            return 1000 * watch.INTERVAL
        return None

    def _welcome(self) -> None:
        """A new worker; or the end, where the warm process is gone."""
        data, descriptors, _, _ = socket.recv_fds(self.control, DATAGRAM, 1)
        if not data:
            self.serving = False
            return
        worker = socket.socket(fileno=descriptors[0])
        self.workers[worker.fileno()] = worker
        self.loop.when_ready(worker.fileno(), lambda: self._hear(worker))

    def _hear(self, worker: socket.socket) -> None:
        """What a worker orders. Where that goes wrong, its sandboxes end, and it hears so."""
        try:
            data, descriptors, _, _ = socket.recv_fds(worker, DATAGRAM, 1)
            if data:
                order = msgspec.json.decode(data, type=ParentOrder)
                self._follow(worker, order, descriptors)
                return
        except Exception:  # noqa: BLE001  a fault of ours costs one submission another try, and nobody else anything
            sys.excepthook(*sys.exc_info())
        self._forget(worker)

    def _follow(self, worker: socket.socket, order: ParentOrder, descriptors: list[int]) -> None:
        key = (worker.fileno(), order.sandbox)
        child = self.children.get(key)
        if isinstance(order, Spawn):
            with contextlib.closing(socket.socket(fileno=descriptors[0])) as control:
                self.spawn(key, order, control)
        elif isinstance(order, Why):
            answer(worker, self._because(child, order))
        elif isinstance(order, Used):
            self.counting.ask_usage(child, worker)
        else:
            assert isinstance(order, Kill)
            if child is None:
                answer(worker, False)
            else:
                del self.children[key]
                self.endings.begin(child, worker)

    def _forget(self, worker: socket.socket) -> None:
        """A worker is gone, and with it all its sandboxes."""
        descriptor = worker.fileno()
        self.loop.no_longer(descriptor)
        for key in list(self.children):
            if key[0] == descriptor:
                self.endings.begin(self.children.pop(key), None)
        self.endings.forget_worker(worker)
        del self.workers[descriptor]
        worker.close()

    def _end_all(self) -> None:
        """End everything, and leave nothing behind as far as that goes in a few seconds."""
        for worker in list(self.workers.values()):
            self._forget(worker)
        self.loop.no_longer(self.control.fileno())
        deadline = time.monotonic() + _LAST_SECONDS
        while not self.endings.are_over() and time.monotonic() < deadline:
            self._turn(1000 * SOON)
        self.endings.end_cleaners()
        if self.groups is not None:
            self.groups.close()

    # --- making a sandbox ------------------------------------------------------------------------------------------

    def spawn(self, key: Key, order: Spawn, control: socket.socket) -> None:
        """Make a sandbox, or say over its channel why it could not be forked."""
        try:
            child = self._forked(order, control.fileno())
        except OSError as fault:
            with contextlib.suppress(Closed):
                Channel(control, AT_THE_NOTEBOOK).send(Broken(str(fault)), [])
            return
        self.children[key] = child
        self.endings.expect(child)
        self.counting.watch(child)

    def _forked(self, order: Spawn, control: int) -> Child:
        user = users.new_user()
        home = spaces.HOME
        if "mnt" not in self.enclosed:
            home = tempfile.mkdtemp(prefix="autograder-", dir=self.homes)
        group = self._new_group(order.limits)
        try:
            self.pids.next_is_apart()
            process = os.fork()
            if process == 0:
                self._become_sandbox(order, control, home, user, group)
            handle = self._handle(process)
        except OSError:
            if group is not None:
                self.endings.left_groups.append(group)
            if home != spaces.HOME:
                Path(home).rmdir()
            raise
        return Child(next(self.serials), process, handle, order.limits, home, user, group)

    def _handle(self, process: int) -> int:
        try:
            return os.pidfd_open(process)
        except OSError:  # no descriptor is left
            os.kill(process, signal.SIGKILL)
            raise

    def _new_group(self, limits: Limits) -> str | None:
        if self.groups is None:
            return None
        try:
            return self.groups.make(limits)
        except OSError:  # the watcher counts, then
            return None

    def _become_sandbox(self, order: Spawn, control: int, home: str, user: int | None, group: str | None) -> None:
        try:
            os.setsid()  # out of the graders' process group, which signals and priorities could reach
            _set_up(order.processors, adopt="pid" not in self.enclosed)
            layers: tuple[str, ...] = ()
            if self.groups is not None and group is not None:
                self.groups.join(group)  # nothing that this and its children do can take them out of it again
                layers = ("cgroup",)
            os.dup2(control, _CONTROL)
            silence()
            os.closerange(_CONTROL + 1, _MOST_DESCRIPTORS)
            _settle(home)
            channel = Channel(socket.socket(fileno=_CONTROL), AT_THE_NOTEBOOK, read_ahead=False)
            notebook = Notebook(self.shell, channel, order.limits)
            try:
                layers = (*entry.enter(order.limits, self.enclosed, home, user), *layers)
            except OSError as fault:  # before the student's first line: a fault of ours, said by name
                notebook.tell(Broken(str(fault)))
            else:
                notebook.tell(Jailed(list(layers)))
                notebook.serve()
        finally:
            os._exit(0)

    # --- asked about one -------------------------------------------------------------------------------------------

    def _because(self, child: Child | None, order: Why) -> Because:
        """Why something of a sandbox was ended since this was last asked."""
        if child is None:
            return Because()
        self.counting.hear()  # it says what it ends before it does
        self.endings.reap()
        exceeded = self._memory_exceeded(child) or child.exceeded
        child.exceeded = None
        if exceeded is not None:
            return exceeded
        if not order.gone:
            return Because()
        if not child.ended:
            return Because(Cause.ALIVE)
        return child.ending

    def _memory_exceeded(self, child: Child) -> Because | None:
        """What to say where the kernel has ended processes because their group had used up its memory."""
        if self.groups is None or child.group is None:
            return None
        kills = self.groups.kills(child.group)
        if kills <= child.kills:
            return None
        child.kills = kills
        self.counting.note_kills(child)
        if self.groups.was_full(child.group, child.limits):
            return Because(Cause.LIMIT, child.limits.in_words(USED_TOO_MUCH_MEMORY))
        return Because(Cause.CROWDED, CROWDED)


def _set_up(processors: tuple[int, ...], *, adopt: bool) -> None:
    """What a sandbox is given before its jail closes; `adopt`: what its processes leave running is left to it."""
    if processors:
        with contextlib.suppress(OSError):  # they may have been taken from this machine
            os.sched_setaffinity(0, processors)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(_FIRST_TO_GO)
    if adopt:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)


def start(*, enclose: bool = True) -> tuple[int, socket.socket]:
    """Fork the parent of all sandboxes. Returns its starter's process number and the socket for new workers."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = os.fork()
    if process:
        theirs.close()
        return process, ours
    ours.close()
    try:
        serve(theirs, enclose=enclose)
    except BaseException:  # noqa: BLE001  whatever it is, it is printed, and this process never goes on as another
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def serve(control: socket.socket, *, enclose: bool) -> None:
    """Be the parent of all sandboxes, until the coordinator's end of `control` is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's to handle
    # before the root is left from which paths lead to them
    groups = cgroup.find()
    machine = Machine()
    enclosed = spaces.enclose() if enclose else ()
    if "pid" in enclosed:
        if os.fork():
            os._exit(0)
        spaces.mount_proc()
    else:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    entry.prepare()
    home = spaces.HOME
    if "mnt" not in enclosed:
        home = tempfile.mkdtemp(prefix="autograder-")
    _settle(home)
    Parent(control, enclosed, make_shell(), groups, machine).serve()
    if "mnt" not in enclosed:
        clearing.remove(home)
    os._exit(0)


def _settle(home: str) -> None:
    """Let everything that wants to write a file write it here."""
    os.environ |= {"HOME": home, "TMPDIR": home, "IPYTHONDIR": f"{home}/.ipython"}
    tempfile.tempdir = home
