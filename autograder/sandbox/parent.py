"""The parent of all sandboxes: forked while nothing secret is in memory, it forks one sandbox for each submission.

No student's code ever runs in it, and it waits for none: it follows orders, and what takes time, counting and clearing
away, is done by processes beside it (`watcher`, `clearing`). Whatever goes wrong with a sandbox ends that one.
It hears from workers (graders) over sockets that carry one descriptor a message: `worker` brings a new worker's socket,
`spawn` the socket on which a new sandbox listens, `kill` ends one.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import select
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder import linux
from autograder.limits import Limits
from autograder.sandbox import clearing, watch, watcher
from autograder.sandbox.jail import cgroup, entry, spaces, users
from autograder.sandbox.jail.cgroup import Groups
from autograder.sandbox.machine_memory import Machine
from autograder.sandbox.notebook_process import Notebook, say, silence
from autograder.sandbox.shell import Shell, make_shell
from autograder.sandbox.watch import Usage
from autograder.sandbox.watch_messages import CROWDED, MESSAGE, Count, Counted, Exceeded, Forget, Noted, Watch
from autograder.wire.frames import Channel, Closed

__all__ = ["ALIVE", "CROWDED", "KILLED", "MESSAGE", "Kill", "Spawn", "Usage", "Used", "Why"]

KILLED, ALIVE = "killed", "alive"  # answers to Why: ended from outside, though no limit was exceeded; not ended
_CONTROL = 3  # the one descriptor that a sandbox keeps, beside its standard streams
_SOON = 0.01  # seconds between two looks at what is about to end
_ENDING_SECONDS = 60.0  # that the processes of a sandbox may take to be gone, once they were killed
_LAST_SECONDS = 10.0  # that all of it may take when the run is over
_MOST_OF = 0.5  # of a limit of processor time: the kernel keeps it by one clock, and tells of another one
_MOST_CLEANERS = 3  # for one sandbox: some can't be had where there is no room
_FIRST_TO_GO = b"1000"  # where the machine runs out of memory


class Spawn(msgspec.Struct, tag="spawn", frozen=True):
    """Make a sandbox, under a number of the worker's choice; the descriptor that comes along is its control channel.

    It runs on these `processors`, or with none named on all. The one order without an answer: the sandbox itself says
    on that channel that it stands, or it hangs up.
    """

    sandbox: int
    limits: Limits
    processors: tuple[int, ...] = ()


class Kill(msgspec.Struct, tag="kill", frozen=True):
    """End a sandbox and everything that it started. The answer comes when all of it is dead: whether it is."""

    sandbox: int


class Why(msgspec.Struct, tag="why", frozen=True):
    """Ask which limit a sandbox's processes were ended for; if its first one is `gone`, also whether it was killed.

    The answer is a sentence, CROWDED, KILLED or ALIVE, or None.
    """

    sandbox: int
    gone: bool = False


class Used(msgspec.Struct, tag="used", frozen=True):
    """Ask what a sandbox has used up to now. The answer is a Usage."""

    sandbox: int


Order = Spawn | Kill | Why | Used


@dataclass
class Child:
    """A sandbox: its first process, what it may use, where its files are, and what has become of it."""

    serial: int
    process: int
    handle: int  # a pidfd, readable when the process has ended
    limits: Limits
    home: str
    user: int | None
    group: str | None
    exceeded: str | None = None  # since it was last asked for
    kills: int = 0  # by the kernel for want of memory, as far as they have been told
    ended: bool = False
    how: str | None = None  # it ended: KILLED, the limit for which the kernel ended it, or nothing to say
    seconds: float = 0.0
    asked: socket.socket | None = None  # who waits until everything of it is dead
    deadline: float = 0.0
    rest_ended: bool = False  # what it had left running
    cleaners: int = 0  # that were started to end that
    report: int | None = None  # where a cleaner says that it is done


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
        self.machine = machine or Machine()
        self.homes = str(Path(tempfile.gettempdir()).parent)
        self.poll = select.poll()
        self.ready: dict[int, Callable[[], None]] = {}  # by descriptor: what to do when there is something to read
        self.serving = True
        self.workers: dict[int, socket.socket] = {}
        self.children: dict[tuple[int, int], Child] = {}  # by worker, and the worker's number for it
        self.ending: list[Child] = []
        self.left: list[str] = []  # groups that are to be removed
        self.cleaners: dict[int, str] = {}  # by process: the home that it clears away
        self.serials = itertools.count(1)
        self.counting: dict[int, list[socket.socket]] = {}  # by serial number: who waits for a Usage
        self.watcher: tuple[int, socket.socket] | None = None
        self.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY) if "pid" in enclosed else -1

    # --- the loop --------------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Follow orders until the warm process is gone."""
        self._when_ready(self.control.fileno(), self._welcome)
        self._start_watcher()
        while self.serving:
            self._turn(self._patience())
        self._end_all()

    def _turn(self, patience: float | None) -> None:
        """Do what there is to do; wait for it so many milliseconds. Nothing that goes wrong ends the loop."""
        for descriptor, _ in self.poll.poll(patience):
            action = self.ready.get(descriptor)  # None where an action before this one has closed it
            if action is not None:
                _said_if_wrong(action)
        _said_if_wrong(self._reap)
        _said_if_wrong(self._go_on_ending)

    def _when_ready(self, descriptor: int, action: Callable[[], None]) -> None:
        self.ready[descriptor] = action
        self.poll.register(descriptor, select.POLLIN)

    def _no_longer(self, descriptor: int) -> None:
        self.ready.pop(descriptor, None)
        with contextlib.suppress(KeyError):
            self.poll.unregister(descriptor)

    def _patience(self) -> float | None:
        """Milliseconds after which there is something to do though nothing has been heard."""
        if self.ending or self.left:
            return 1000 * _SOON
        return 1000 * watch.INTERVAL if self.children or self.cleaners else None

    def _welcome(self) -> None:
        """A new worker; or the end, where the warm process is gone."""
        data, descriptors, _, _ = socket.recv_fds(self.control, MESSAGE, 1)
        if not data:
            self.serving = False
            return
        worker = socket.socket(fileno=descriptors[0])
        self.workers[worker.fileno()] = worker
        self._when_ready(worker.fileno(), lambda: self._hear(worker))

    def _hear(self, worker: socket.socket) -> None:
        """What a worker orders. Where that goes wrong, its sandboxes end, and it hears so."""
        try:
            data, descriptors, _, _ = socket.recv_fds(worker, MESSAGE, 1)
            if data:
                order = msgspec.json.decode(data, type=Order)
                self._follow(worker, order, descriptors)
                return
        except Exception:  # noqa: BLE001  a fault of ours costs one submission another try, and nobody else anything
            sys.excepthook(*sys.exc_info())
        self._forget(worker)

    def _follow(self, worker: socket.socket, order: Order, descriptors: list[int]) -> None:
        name = worker.fileno(), order.sandbox
        child = self.children.get(name)
        if isinstance(order, Spawn):
            with contextlib.closing(socket.socket(fileno=descriptors[0])) as control:
                self._spawn(name, order, control)
        elif isinstance(order, Why):
            _answer(worker, None if child is None else self._why(child, order))
        elif isinstance(order, Used):
            self._count(worker, child)
        elif child is None:
            _answer(worker, False)
        else:
            del self.children[name]
            self._end(child, worker)

    def _forget(self, worker: socket.socket) -> None:
        """A worker is gone, and with it all its sandboxes."""
        number = worker.fileno()
        self._no_longer(number)
        for name in [name for name in self.children if name[0] == number]:
            self._end(self.children.pop(name), None)
        for child in self.ending:
            if child.asked is worker:
                child.asked = None
        del self.workers[number]
        worker.close()

    # --- making one ------------------------------------------------------------------------------------------------

    def _spawn(self, name: tuple[int, int], order: Spawn, control: socket.socket) -> None:
        try:
            child = self._forked(order, control.fileno())
        except OSError as fault:
            with contextlib.suppress(Closed):
                say(Channel(control), ["broken", str(fault)])
            return
        self.children[name] = child
        self._when_ready(child.handle, self._reap)
        about = Watch(child.serial, child.process, child.limits, child.home, child.user, child.group)
        self._tell_watcher(about)

    def _forked(self, order: Spawn, control: int) -> Child:
        user = users.new_user()
        home = spaces.HOME if "mnt" in self.enclosed else tempfile.mkdtemp(prefix="autograder-", dir=self.homes)
        group = self._new_group(order.limits)
        try:
            self._return_to_own_pids()  # a second unshare is refused without this
            if self.own_pids >= 0:
                linux.unshare(linux.CLONE_NEWPID)
            process = os.fork()
            if process == 0:
                self._become_sandbox(order, control, home, user, group)
            handle = self._handle(process)
        except OSError:
            if group is not None:
                self.left.append(group)
            if home != spaces.HOME:
                Path(home).rmdir()
            raise
        return Child(next(self.serials), process, handle, order.limits, home, user, group)

    def _return_to_own_pids(self) -> None:
        """Have the next child belong to this process's pid namespace again, not to the last sandbox's."""
        if self.own_pids >= 0:
            linux.setns(self.own_pids, linux.CLONE_NEWPID)

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
            joined = group is not None and self._joined(group)
            os.dup2(control, _CONTROL)
            silence()
            os.closerange(_CONTROL + 1, 4096)
            _settle(home)
            notebook = Notebook(self.shell, Channel(socket.socket(fileno=_CONTROL), read_ahead=False), order.limits)
            try:
                layers = entry.enter(order.limits, self.enclosed, home, user)
            except OSError as fault:  # before the student's first line: a fault of ours, said by name
                notebook.tell(["broken", str(fault)])
            else:
                if joined:
                    layers = (*layers, "cgroup")
                notebook.tell(["jailed", list(layers)])
                notebook.serve()
        finally:
            os._exit(0)

    def _joined(self, group: str) -> bool:
        """Move into the sandbox's group: nothing that this and its children do can take them out of it again."""
        assert self.groups is not None
        self.groups.join(group)
        return True

    # --- asked about one -------------------------------------------------------------------------------------------

    def _why(self, child: Child, order: Why) -> str | None:
        """The limit for which something of a sandbox was ended since this was last asked."""
        self._hear_watcher()  # it says what it ends before it does
        self._reap()
        reason, child.exceeded = child.exceeded, None
        reason = self._memory_exceeded(child) or reason
        if reason is not None or not order.gone:
            return reason
        return child.how if child.ended else ALIVE

    def _memory_exceeded(self, child: Child) -> str | None:
        """What to say where the kernel has ended processes because their group had used up its memory."""
        if self.groups is None or child.group is None:
            return None
        kills = self.groups.kills(child.group)
        if kills <= child.kills:
            return None
        child.kills = kills
        self._tell_watcher(Noted(child.serial, kills))
        full = self.groups.was_full(child.group, child.limits)
        return watcher.too_much_memory(child.limits) if full else CROWDED

    def _count(self, worker: socket.socket, child: Child | None) -> None:
        """Have the watcher say what a sandbox has used; the answer follows when it comes."""
        if child is None or self.watcher is None:
            _answer(worker, Usage())
            return
        self.counting.setdefault(child.serial, []).append(worker)
        self._tell_watcher(Count(child.serial))

    # --- the watcher -----------------------------------------------------------------------------------------------

    def _start_watcher(self) -> None:
        """Have what the sandboxes use counted. Where no process can be had, the limits of each process are all."""
        self.watcher = None
        try:
            self._return_to_own_pids()
            self.watcher = watcher.start(self.enclosed, self.groups, self.machine)
        except OSError:
            return
        self._when_ready(self.watcher[1].fileno(), self._hear_watcher)
        for child in self.children.values():
            about = Watch(child.serial, child.process, child.limits, child.home, child.user, child.group)
            self._tell_watcher(about)

    def _lose_watcher(self) -> None:
        """It was ended, or does not listen: who waits for an answer of its gets an empty one, and a new one starts."""
        assert self.watcher is not None
        process, channel = self.watcher
        self._no_longer(channel.fileno())
        channel.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        for workers in self.counting.values():
            for worker in workers:
                _answer(worker, Usage())
        self.counting.clear()
        self._start_watcher()

    def _tell_watcher(self, message: Watch | Forget | Noted | Count) -> None:
        if self.watcher is None:
            return
        try:
            self.watcher[1].send(msgspec.json.encode(message), socket.MSG_DONTWAIT)
        except OSError:
            self._lose_watcher()

    def _hear_watcher(self) -> None:
        while self.watcher is not None:
            try:
                data = self.watcher[1].recv(MESSAGE, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self._lose_watcher()
                return
            self._note(msgspec.json.decode(data, type=Exceeded | Counted))

    def _note(self, message: Exceeded | Counted) -> None:
        known = {child.serial: child for child in self.children.values()}
        child = known.get(message.serial)
        if isinstance(message, Exceeded):
            if child is not None:
                child.exceeded = message.reason
            return
        usage = message.usage
        if child is not None:
            usage = msgspec.structs.replace(usage, processor_seconds=max(usage.processor_seconds, child.seconds))
        for worker in self.counting.pop(message.serial, []):
            _answer(worker, usage)

    # --- ending one ------------------------------------------------------------------------------------------------

    def _end(self, child: Child, asked: socket.socket | None) -> None:
        """Begin to end everything of a sandbox; `asked` is told when all of it is dead."""
        self._tell_watcher(Forget(child.serial))
        child.asked = asked
        child.deadline = time.monotonic() + _ENDING_SECONDS
        child.rest_ended = "pid" in self.enclosed  # the first process of a pid namespace takes all others along
        self.ending.append(child)
        if not child.ended:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(child.handle, signal.SIGKILL)
        if self.groups is not None and child.group is not None and not child.rest_ended:
            self.groups.end(child.group)

    def _reap(self) -> None:
        """Wait for the children that have ended: first processes, cleaners, and those that were left to this one."""
        firsts = {child.process: child for child in [*self.children.values(), *self.ending] if not child.ended}
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            child = firsts.pop(ended.si_pid, None)
            if child is not None:
                child.how = _how_ended(ended)  # which the kernel forgets when it has been waited for
            _, _, used = os.wait4(ended.si_pid, 0)
            if child is not None:
                child.ended = True
                child.seconds = used.ru_utime + used.ru_stime
                self._no_longer(child.handle)
                os.close(child.handle)
            home = self.cleaners.pop(ended.si_pid, None)
            if home is not None:
                with contextlib.suppress(OSError):  # it is empty, and this process's own
                    Path(home).rmdir()

    def _go_on_ending(self) -> None:
        """Answer for those of which everything is dead."""
        for name in list(self.left):
            if self.groups is None or self.groups.remove(name):
                self.left.remove(name)
        for child in list(self.ending):
            try:
                gone = child.ended and self._rest_has_ended(child)
            except OSError:  # no room for a cleaner: it is tried again
                gone = False
            if gone or time.monotonic() > child.deadline:
                self.ending.remove(child)
                if child.asked is not None:
                    _answer(child.asked, gone)
                if child.group is not None:
                    self.left.append(child.group)

    def _rest_has_ended(self, child: Child) -> bool:
        """Whether what a sandbox has left running is ended, and somebody clears away what it has left lying."""
        if "pid" in self.enclosed and "mnt" in self.enclosed:
            return True
        if child.report is None and not child.rest_ended and child.cleaners < _MOST_CLEANERS:
            self._clear_up(child)
        if child.rest_ended:
            return True
        if child.report is None:
            return self._orphans_are_ended()
        return False

    def _clear_up(self, child: Child) -> None:
        """Start the cleaner that ends a sandbox's processes, says so, and removes its files."""
        child.cleaners += 1
        child.report, theirs = os.pipe()
        try:
            self._return_to_own_pids()
            process = os.fork()
        except OSError:
            os.close(theirs)
            self._stop_listening(child)
            raise
        if process == 0:
            self._become_cleaner(child, theirs)
        os.close(theirs)
        self.cleaners[process] = child.home
        self._when_ready(child.report, lambda: self._hear_cleaner(child))

    def _become_cleaner(self, child: Child, report: int) -> None:
        try:
            signal.alarm(clearing.SECONDS)
            watcher.close_all_but({report})
            other = users.new_user()
            if child.user is not None and other is not None:
                clearing.become(child.user, other)
                if "pid" not in self.enclosed:
                    clearing.end_processes(child.user)
                os.write(report, b".")
            elif "pid" in self.enclosed or self._orphans_are_ended():
                os.write(report, b".")
            os.close(report)
            if "mnt" not in self.enclosed:
                clearing.remove_files(child.home, child.user)
        finally:
            os._exit(0)

    def _hear_cleaner(self, child: Child) -> None:
        assert child.report is not None
        child.rest_ended |= bool(os.read(child.report, 1))
        self._stop_listening(child)

    def _stop_listening(self, child: Child) -> None:
        if child.report is not None:
            self._no_longer(child.report)
            os.close(child.report)
            child.report = None

    def _orphans_are_ended(self) -> bool:
        """End what was left to this process, until there is nothing: a living sandbox's first process keeps its own.

        That is all that can be done for sandboxes that have neither a pid namespace nor a user of their own.
        """
        known = {child.process for child in [*self.children.values(), *self.ending]} | self.cleaners.keys()
        if self.watcher is not None:
            known.add(self.watcher[0])
        left = [p for p, (parent, _) in watch.processes().items() if parent == os.getpid() and p not in known]
        for process in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return not left

    def _end_all(self) -> None:
        """End everything, and leave nothing behind as far as that goes in a few seconds."""
        for worker in list(self.workers.values()):
            self._forget(worker)
        self._no_longer(self.control.fileno())
        deadline = time.monotonic() + _LAST_SECONDS
        while (self.ending or self.cleaners or self.left) and time.monotonic() < deadline:
            self._turn(1000 * _SOON)
        for process in self.cleaners:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if self.groups is not None:
            self.groups.close()


def _said_if_wrong(action: Callable[[], None]) -> None:
    """A fault of ours with one sandbox must not cost the others anything: it is printed, and the loop goes on."""
    try:
        action()
    except Exception:  # noqa: BLE001
        sys.excepthook(*sys.exc_info())
        time.sleep(_SOON)  # it may come again at once


def _answer(worker: socket.socket, answer: object) -> None:
    """What a worker that is gone, or does not listen, is told is lost."""
    with contextlib.suppress(OSError):
        worker.send(msgspec.json.encode(answer), socket.MSG_DONTWAIT)


def _how_ended(ended: os.waitid_result) -> str | None:
    """KILLED where somebody has ended a child by SIGKILL; the limit, where the kernel has ended it for that."""
    if ended.si_status not in (signal.SIGKILL, signal.SIGXCPU) or ended.si_code == os.CLD_EXITED:
        return None
    if watch.own_seconds(ended.si_pid) > watch.most_seconds(ended.si_pid) * _MOST_OF:
        return "it used up its processor time"
    return KILLED if ended.si_status == signal.SIGKILL else None


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
        _serve(theirs, enclose=enclose)
    except BaseException:  # noqa: BLE001
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def _serve(control: socket.socket, *, enclose: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's to handle
    groups, machine = cgroup.find(), Machine()  # before the root is left from which paths lead to them
    enclosed = spaces.enclose() if enclose else ()
    if "pid" in enclosed:
        if os.fork():
            os._exit(0)
        spaces.mount_proc()
    else:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    entry.prepare()
    home = spaces.HOME if "mnt" in enclosed else tempfile.mkdtemp(prefix="autograder-")
    _settle(home)
    Parent(control, enclosed, make_shell(), groups, machine).serve()
    if "mnt" not in enclosed:
        clearing.remove(home)
    os._exit(0)


def _settle(home: str) -> None:
    """Let everything that wants to write a file write it here."""
    os.environ |= {"HOME": home, "TMPDIR": home, "IPYTHONDIR": f"{home}/.ipython"}
    tempfile.tempdir = home
