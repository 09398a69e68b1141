"""The parent of all sandboxes: forked while nothing secret is in memory, it forks one sandbox for each submission.

No student's code ever runs in it. It hears from workers (graders) over sockets that carry one descriptor a message:
`worker` brings a new worker's socket, `spawn` the socket on which a new sandbox listens, `kill` ends one.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.sandbox import jail, syscalls, watch
from autograder.sandbox.limits import Limits
from autograder.sandbox.notebook import Notebook, say, silence
from autograder.sandbox.shell import Shell, make_shell
from autograder.wire import Channel, Closed

MESSAGE = 4096
KILLED, ALIVE = "killed", "alive"  # answers to Why: ended from outside, though no limit was exceeded; not ended
_CONTROL = 3  # the one descriptor that a sandbox keeps, beside its standard streams


class Spawn(msgspec.Struct, tag="spawn", frozen=True):
    """Make a sandbox, under a number of the worker's choice; the descriptor that comes along is its control channel.

    The one order without an answer: the sandbox itself says on that channel that it stands, or it hangs up.
    """

    sandbox: int
    limits: Limits


class Kill(msgspec.Struct, tag="kill", frozen=True):
    """End a sandbox and everything that it started."""

    sandbox: int


class Why(msgspec.Struct, tag="why", frozen=True):
    """Ask which limit a sandbox's processes were ended for; if its first one is `gone`, also whether it was killed."""

    sandbox: int
    gone: bool = False


Order = Spawn | Kill | Why


@dataclass
class Child:
    """A running sandbox: its first process, limits and home, and the limit that it exceeded."""

    process: int
    limits: Limits
    home: str
    user: int | None = None
    exceeded: str | None = None


class Parent:
    """Forks sandboxes and ends them. `control` brings the workers' sockets."""

    def __init__(self, control: socket.socket, enclosed: tuple[str, ...], shell: Shell) -> None:
        self.control = control
        self.enclosed = enclosed
        self.shell = shell
        self.homes = str(Path(tempfile.gettempdir()).parent)
        self.workers: dict[int, socket.socket] = {}
        self.children: dict[tuple[int, int], Child] = {}  # by worker, and the worker's number for it
        self.inherited = watch.own_memory()
        self.looked = 0.0
        self.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY) if "pid" in enclosed else -1

    def serve(self) -> None:
        """Follow orders until the warm process is gone."""
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        while True:
            for ready, _ in poll.poll(1000 * watch.INTERVAL if self.children else None):
                if ready == self.control.fileno():
                    data, descriptors, _, _ = socket.recv_fds(self.control, MESSAGE, 1)
                    if not data:
                        return self._end_all()
                    worker = socket.socket(fileno=descriptors[0])
                    self.workers[worker.fileno()] = worker
                    poll.register(worker, select.POLLIN)
                elif not self._follow(self.workers[ready]):
                    poll.unregister(ready)
                    self._forget(ready)
            if self.children and time.monotonic() > self.looked + watch.INTERVAL:
                self._look()
                self.looked = time.monotonic()

    def _look(self) -> None:
        """End what uses more than it may: first what a sandbox has started, then, if that did not help, all of it."""
        seen = watch.processes()
        for child in self.children.values():
            if "pid" not in self.enclosed and child.user is None:
                user = _owner(child.process)
                child.user = user if user != os.getuid() else None
            members = watch.family(child.process, seen, child.user)
            limits, reason = child.limits, None
            if watch.too_much_memory(watch.memory(members, self.inherited), limits):
                reason = f"all its processes together used more than {limits.memory_mb} MB of memory"
            elif "mnt" not in self.enclosed and watch.too_many_files(child.home, limits):
                reason = f"its files were more than {limits.files}, or together larger than {limits.files_mb} MB"
            if reason is not None:
                rest = [p for p in members if p != child.process]
                for process in rest if child.exceeded is None and rest else members:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)
                child.exceeded = reason

    def _follow(self, worker: socket.socket) -> bool:
        data, descriptors, _, _ = socket.recv_fds(worker, MESSAGE, 1)
        if not data:
            return False
        order = msgspec.json.decode(data, type=Order)
        name = worker.fileno(), order.sandbox
        if isinstance(order, Spawn):
            with contextlib.closing(socket.socket(fileno=descriptors[0])) as control:
                self._spawn(name, order.limits, control)
            return True
        answer = self._kill(name) if isinstance(order, Kill) else self._why(name, order)
        with contextlib.suppress(OSError):
            worker.send(msgspec.json.encode(answer))
        return True

    def _why(self, name: tuple[int, int], order: Why) -> str | None:
        """The limit for which something of a sandbox was ended since this was last asked."""
        child = self.children.get(name)
        if child is None:
            return None
        reason, child.exceeded = child.exceeded, None
        return reason or (_how_ended(child.process) if order.gone else None)

    def _spawn(self, name: tuple[int, int], limits: Limits, control: socket.socket) -> None:
        try:
            process, home = self._forked(limits, control.fileno())
        except OSError as fault:
            with contextlib.suppress(Closed):
                say(Channel(control), ["broken", str(fault)])
        else:
            self.children[name] = Child(process, limits, home)

    def _forked(self, limits: Limits, control: int) -> tuple[int, str]:
        home = jail.HOME if "mnt" in self.enclosed else tempfile.mkdtemp(prefix="autograder-", dir=self.homes)
        if self.own_pids >= 0:
            syscalls.setns(self.own_pids, syscalls.CLONE_NEWPID)  # a second unshare is refused without this
            syscalls.unshare(syscalls.CLONE_NEWPID)
        process = os.fork()
        if process == 0:
            self._become_sandbox(limits, control, home)
        return process, home

    def _become_sandbox(self, limits: Limits, control: int, home: str) -> None:
        try:
            os.setsid()  # out of the graders' process group, which signals and priorities could reach
            os.dup2(control, _CONTROL)
            silence()
            os.closerange(_CONTROL + 1, 4096)
            _settle(home)
            notebook = Notebook(self.shell, Channel(socket.socket(fileno=_CONTROL), read_ahead=False), limits)
            try:
                layers = jail.enter(limits, self.enclosed, home, jail.new_user())
            except OSError as fault:  # before the student's first line: a fault of ours, said by name
                notebook.tell(["broken", str(fault)])
            else:
                notebook.tell(["jailed", list(layers)])
                notebook.serve()
        finally:
            os._exit(0)

    def _kill(self, name: tuple[int, int]) -> bool:
        """Whether there was such a sandbox; then everything of it is dead."""
        child = self.children.pop(name, None)
        if child is None:
            return False
        user = _owner(child.process)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.process, signal.SIGKILL)
        os.waitpid(child.process, 0)  # for the first process of a pid namespace: when all of them are gone
        if "pid" not in self.enclosed:
            _end_all_of(user)
            self._reap_orphans()
            shutil.rmtree(child.home, ignore_errors=True)
        return True

    def _reap_orphans(self) -> None:
        """Those that were left to this process, and no sandbox's first process: another worker still asks for that."""
        first = {child.process for child in self.children.values()}
        for process, (parent, _) in watch.processes().items():
            if parent == os.getpid() and process not in first:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(process, os.WNOHANG)

    def _forget(self, worker: int) -> None:
        self.workers.pop(worker).close()
        for name in [name for name in self.children if name[0] == worker]:
            self._kill(name)

    def _end_all(self) -> None:
        for name in list(self.children):
            self._kill(name)


def _how_ended(process: int) -> str | None:
    """KILLED where SIGKILL has ended a child, ALIVE where nothing has: it may be on its way out still."""
    ended = os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if ended is None:
        return ALIVE
    return KILLED if ended.si_code == os.CLD_KILLED and ended.si_status == signal.SIGKILL else None


def _owner(process: int) -> int:
    try:
        return os.stat(f"/proc/{process}").st_uid  # noqa: PTH116
    except OSError:
        return os.getuid()


def _end_all_of(user: int) -> None:
    """End what a sandbox's user has left running, where no pid namespace does it."""
    if user == os.getuid() or os.getuid() != 0:
        return
    while _running(user):
        helper = os.fork()
        if helper == 0:
            os.setresuid(user, user, user)
            os.kill(-1, signal.SIGKILL)
            os._exit(0)
        os.waitpid(helper, 0)
    for left in Path("/dev/shm").iterdir():  # noqa: S108
        with contextlib.suppress(OSError):
            if left.lstat().st_uid == user:
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def _running(user: int) -> bool:
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if (
                entry.name.isdigit()
                and entry.stat().st_uid == user
                and "\nState:\tZ" not in (entry / "status").read_text()
            ):
                return True
    return False


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
    enclosed = jail.enclose() if enclose else ()
    if "pid" in enclosed:
        if os.fork():
            os._exit(0)
        jail.mount_proc()
    else:
        syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    jail.prepare()
    _settle(jail.HOME if "mnt" in enclosed else tempfile.mkdtemp(prefix="autograder-"))
    Parent(control, enclosed, make_shell()).serve()
    os._exit(0)


def _settle(home: str) -> None:
    """Let everything that wants to write a file write it here."""
    os.environ |= {"HOME": home, "TMPDIR": home, "IPYTHONDIR": f"{home}/.ipython"}
    tempfile.tempdir = home
