"""A sandbox as the grader holds it: started, given a notebook, copied for tests, and ended."""

from __future__ import annotations

import contextlib
import itertools
import os
import select
import signal
import socket
import time
from dataclasses import dataclass, field
from typing import Any

import msgspec

from autograder import linux
from autograder.limits import Limits
from autograder.remote.faults import DeviceFault, StudentFault, ended, located
from autograder.remote.session import Session
from autograder.remote.texts import clean, stripped
from autograder.sandbox.notebook_process import NO_ROOM, CellTimeout
from autograder.sandbox.parent import ALIVE, CROWDED, KILLED, MESSAGE, Kill, Spawn, Usage, Used, Why
from autograder.wire.frames import Channel, Closed, OutOfTime, ProtocolError, Reader, Writer

__all__ = ["Ran", "Sandbox", "SandboxFault", "Usage"]

START_SECONDS = 30.0
STATUS_SECONDS = 1.0  # that a notebook's process may take to say what has become of its copy
ENDING_SECONDS = 5.0  # that a process which was killed may take to be gone, on a busy machine
MAX_RESTARTS = 3
_MOST_PRINTED = 1 << 20  # characters of what a whole notebook prints
_MOST_NOTES = 20  # of one cell
_numbers = itertools.count(1)  # a sandbox's is never used again


class SandboxFault(Exception):
    """The sandbox could not be made or ended: a fault of ours, never the student's."""


@dataclass
class Ran:
    """What became of the notebook: errors and output by cell number, notes, and the reason if it did not end.

    `late` says that time was up for a cell, or for all of them.
    """

    errors: dict[int, str]
    notes: list[str]
    unfinished: str | None = None
    printed: dict[int, str] = field(default_factory=dict)
    late: bool = False


def _refuse(_tag: str, _items: list[Any], _reader: Reader) -> Any:
    raise ProtocolError("a value of no known kind")


def _plain(_value: Any, _writer: Writer) -> list[Any]:
    raise TypeError("only plain values are told to a sandbox")


class Sandbox:
    """One submission's processes. `parent` is this worker's socket to the parent of all sandboxes.

    `device` is the kind of device that tests are put to. A process that has used a GPU can't be copied: then the
    notebook's own process answers instead, and where another copy is wanted, the notebook is run again for it.

    `killed` says that one of them was, though it had exceeded no limit: by a person, or by a machine without memory.
    The kernel's word for it can't be forged, since a sandbox's code may send no SIGKILL. Where there is only what a
    student's own process says, `doubtful` is set; that counts as `killed` for a sandbox that is `trusting`, else as the
    student's doing.
    """

    def __init__(self, parent: socket.socket, limits: Limits, device: str = "cpu", *, trusting: bool = True) -> None:
        self.parent = parent
        self.limits = limits
        self.device = device
        self.trusting = trusting
        self.notebook: tuple[list[str], int] = ([], 0)
        self.can_fork, self.used_up = True, False
        self.layers: list[str] = []
        self.number = 0  # by which its parent knows it; 0 while there is none
        self.killed = False
        self.doubtful = False
        self.crowded = False  # ended because the machine was short of memory
        self.channel: Channel
        self.copy: Copy | None = None  # the one in use

    def run(self, cells: list[str], seed: int) -> Ran:
        """Run the notebook's cells. One that ends or stops the whole process costs only itself: the rest run anew."""
        self.notebook = cells, seed
        if not self.number:
            self.order()
        if not self.layers:
            self.await_jail()
        skipped: dict[int, str] = {}
        deadline = time.monotonic() + self.limits.notebook_seconds
        for _ in range(MAX_RESTARTS):
            ran, current = self._try(cells, sorted(skipped), seed, deadline)
            ran.errors |= skipped
            if ran.unfinished is None or current is None or current in skipped:
                return ran
            skipped[current] = ran.unfinished
            if time.monotonic() > deadline:
                deadline = time.monotonic() + self.limits.notebook_seconds / 2
            self.end()
            self.order()
            self.await_jail()
        ran, _ = self._try(cells, sorted(skipped), seed, deadline)
        ran.errors |= skipped
        return ran

    def order(self) -> None:
        """Have the sandbox made; `await_jail` returns when it stands. Between them there is time for other work."""
        ours, theirs = socket.socketpair()
        self.number, self.channel = next(_numbers), Channel(ours)
        try:
            order = Spawn(self.number, self.limits, tuple(os.sched_getaffinity(0)))  # beside its grader
            socket.send_fds(self.parent, [msgspec.json.encode(order)], [theirs.fileno()])
        except OSError as fault:
            raise SandboxFault(f"no sandbox could be started ({type(fault).__name__})") from fault
        finally:
            theirs.close()

    def await_jail(self) -> None:
        """Wait until the jail is closed, and learn which of its layers hold."""
        try:
            kind, content = self._hear(time.monotonic() + START_SECONDS)
        except (Closed, OutOfTime, ProtocolError) as fault:
            raise SandboxFault(f"no sandbox could be started ({type(fault).__name__})") from fault
        if kind != "jailed" or not isinstance(content, list):
            raise SandboxFault(f"the jail could not be closed: {clean(content)}")
        self.layers = [str(layer) for layer in content]

    def _try(self, cells: list[str], skipped: list[int], seed: int, deadline: float) -> tuple[Ran, int | None]:
        """One run of the notebook, and the cell that was running when it ended early."""
        current: int | None = None
        ran = Ran({}, [])
        answered: set[int] = set()
        try:
            self._tell(["run", cells, skipped, seed])
            while True:
                kind, content = self._hear(deadline)
                if kind == "ran":
                    self.can_fork = content is not False
                    return self._add_exceeded(ran), None
                if kind == "result":
                    _add(content, ran, cells, answered)
                elif kind == "cell" and type(content) is int and 0 < content <= len(cells):
                    current = content
        except OutOfTime:
            ran.late = True
            reason = "still running when the notebook's time was up"
        except Closed:
            exceeded = self._exceeded(gone=True)
            how = "your code's process ended (with exit, os._exit or a crash?)"
            reason = str(ended(exceeded)) if exceeded else how
        except ProtocolError as fault:
            reason = f"its process sent what can't be read: {clean(fault)}"
        where = f"in cell {current}: " if current else ""
        return Ran({}, [], f"{where}{reason}", late=ran.late), current

    def _add_exceeded(self, ran: Ran) -> Ran:
        exceeded = self._exceeded()
        if exceeded:
            ran.errors[0] = f"a part of your code was ended: {exceeded}"
        return ran

    def _tell(self, message: Any) -> None:
        writer = Writer(_plain)
        self.channel.send(writer.frame(writer.value(message)), time.monotonic() + START_SECONDS)

    def _hear(self, deadline: float) -> tuple[str, Any]:
        tree, body = self.channel.receive(deadline)
        match Reader(body, _refuse).value(tree):
            case [str() as kind, content]:
                return kind, content
        raise ProtocolError("not a pair")

    def fork(self, seed: int) -> Session:
        """A session with a fresh copy of the notebook as its cells left it."""
        self._end_copy()
        if self.used_up:
            self._run_again()
        ours, theirs = socket.socketpair()
        self.copy = Copy()
        self.used_up = not self.can_fork
        try:
            self._tell(["fork" if self.can_fork else "become", seed, self.device])
            socket.send_fds(self.channel.sock, [b"f"], [theirs.fileno()])
            socket.send_fds(self.channel.sock, [b"r"], [self.copy.theirs.fileno()])
        except (Closed, OutOfTime, OSError):
            pass  # the notebook's process is gone: the first request says so
        finally:
            theirs.close()
            self.copy.theirs.close()
        limits, cells = self.limits, self.notebook[0]
        return Session(Channel(ours), limits.call_seconds, limits.test_seconds, self._status, self.device, cells)

    def probe(self) -> None:
        """Compute something on the device, in a copy. Raises SandboxFault where that can't be done."""
        session = self.fork(0)
        try:
            session.request("probe")
        except (StudentFault, DeviceFault, ProtocolError) as fault:
            raise SandboxFault(f"{self.device} is there, but can't be used: {fault}") from fault
        finally:
            session.channel.close()

    def _run_again(self) -> None:
        self.end()
        self.used_up = False
        self.order()
        self.await_jail()
        self.run(*self.notebook)

    def _status(self) -> int | str | None:
        """How the copy in use ended: the limit that it exceeded, in words, or its exit status, where it has one."""
        exceeded = self._exceeded(gone=self.used_up)
        if exceeded or self.used_up:
            return exceeded
        if self.copy is not None and not self.copy.has_ended(STATUS_SECONDS):
            self.copy.kill()  # it has closed its channel, and goes on
            self._exit_status()
            return None
        status = self._exit_status()
        if status == -signal.SIGKILL:
            self._note_kill(proven=self.copy is not None and self.copy.exit_status() == status)
        return status

    def _end_copy(self) -> None:
        """End the copy in use, which a sandbox's own code can't where the jail refuses SIGKILL."""
        if self.copy is not None:
            self.copy.kill()
            self.copy.close()
            self.copy = None

    def _exceeded(self, *, gone: bool = False) -> str | None:
        """The limit that was exceeded; with `gone`, the process has closed its channel, and may have been killed."""
        patience = time.monotonic() + ENDING_SECONDS
        while (why := self._why(gone)) == ALIVE and time.monotonic() < patience:
            time.sleep(0.005)
        if why == KILLED:
            self._note_kill(proven="seccomp" in self.layers and linux.tells_exits())
        elif why == CROWDED:
            self.crowded = True
        # ALIVE: it has hung up, and goes on: nobody has ended it
        return None if why in (KILLED, ALIVE) else why

    def forget_kill(self) -> None:
        """Count what was taken for an end from outside as the student's doing."""
        self.killed = False
        self.trusting = False

    def _note_kill(self, *, proven: bool) -> None:
        """A process of the sandbox's seems to have been ended from outside."""
        if proven:
            self.killed = True
        else:
            self.doubtful = True
            self.killed |= self.trusting

    def _why(self, gone: bool) -> str | None:
        why: str | None = self._asked(Why(self.number, gone), str | None)
        return why

    def usage(self) -> Usage:
        """What all its processes have used up to now."""
        usage: Usage = self._asked(Used(self.number), Usage)
        return usage

    def _asked(self, question: Why | Used, kind: Any) -> Any:
        """The answer of its parent, which is of this kind."""
        try:
            self.parent.send(msgspec.json.encode(question))
            return msgspec.json.decode(self.parent.recv(MESSAGE), type=kind)
        except (OSError, msgspec.MsgspecError) as fault:
            raise SandboxFault("a sandbox was lost") from fault

    def _exit_status(self) -> int | str | None:
        """What the notebook's own process says of the copy; where that is gone as well, how it ended."""
        deadline = time.monotonic() + STATUS_SECONDS
        kind, content = "", None
        try:
            self._tell(["status"])
            while kind != "status":
                kind, content = self._hear(deadline)
        except Closed:
            return self._exceeded(gone=True)
        except (OutOfTime, ProtocolError):
            return None
        if content == NO_ROOM:  # the sentence is ours: the sandbox chooses no word of what a hidden test tells
            return f"no copy could be made: more than {self.limits.processes} processes and threads"
        told = self.copy.exit_status() if self.copy is not None else None
        if told is not None:  # the kernel's word, before that of a student's process
            return told
        return content if type(content) is int else None

    def end(self) -> None:
        """End every process of the submission; returns when all of them are dead."""
        if not self.number:
            return
        number, self.number = self.number, 0
        self.channel.close()
        if self.copy is not None:
            self.copy.close()
            self.copy = None
        try:
            self.parent.send(msgspec.json.encode(Kill(number)))
            if not msgspec.json.decode(self.parent.recv(MESSAGE), type=bool):
                raise SandboxFault("a sandbox was lost")
        except (OSError, msgspec.MsgspecError) as fault:
            raise SandboxFault("a sandbox could not be ended") from fault

    def abandon(self) -> None:
        """End it as well as can be, after a fault of ours has been found."""
        with contextlib.suppress(SandboxFault):
            self.end()


class Copy:
    """A copy of a notebook's process, known by a pidfd that the kernel vouches for: its code can't name another.

    It says one byte on the socket `theirs`. Before Linux 6.15 no pidfd is had, and each question is answered by None.
    """

    def __init__(self) -> None:
        self.ours, self.theirs = socket.socketpair()
        self.ours.setblocking(False)
        self.pidfd: int | None = None
        self.asked = linux.tells_exits() and linux.pass_pidfd(self.ours)

    def _known(self) -> int | None:
        if self.asked and self.pidfd is None:
            with contextlib.suppress(OSError):  # it has not said anything yet
                _, self.pidfd = linux.recv_with_pidfd(self.ours, 1)
        return self.pidfd

    def has_ended(self, seconds: float) -> bool:
        """Whether it has ended, or does within these seconds; also where that can't be known."""
        pidfd = self._known()
        return pidfd is None or bool(select.select([pidfd], [], [], seconds)[0])

    def kill(self) -> None:
        """End it."""
        pidfd = self._known()
        if pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)

    def exit_status(self) -> int | None:
        """How it ended, once its parent has waited for it: an exit status, or the negative number of a signal."""
        pidfd = self._known()
        status = linux.pidfd_exit(pidfd) if pidfd is not None else None
        return None if status is None else os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """Forget it."""
        self.ours.close()
        if self.pidfd is not None:
            os.close(self.pidfd)
            self.pidfd = None
        self.asked = False


def _add(result: Any, ran: Ran, cells: list[str], answered: set[int]) -> None:
    """Add a cell's result to what became of the notebook. The sandbox keeps to limits; a student's code need not."""
    match result:
        case {"cell": int() as number, "error": error, "notes": [*notes], "output": str() as output} if (
            0 < number <= len(cells) and number not in answered
        ):
            answered.add(number)
            ran.notes += [f"cell {number}: {clean(note)}" for note in notes[:_MOST_NOTES]]
            room = _MOST_PRINTED - sum(map(len, ran.printed.values()))
            if output and room > 0:
                ran.printed[number] = stripped(output[:room])
            if isinstance(error, dict):
                ran.errors[number] = located(error, cells)
                ran.late |= error.get("type") == CellTimeout.__name__
        case _:
            raise ProtocolError("a cell's result that is not one")
