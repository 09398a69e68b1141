"""A sandbox as the grader holds it: started, given a notebook, copied for tests, and ended."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from autograder import linux
from autograder.limits import Limits
from autograder.remote.copies import Copy
from autograder.remote.faults import (
    DeviceFault,
    Ending,
    Place,
    StudentFault,
    advice_for,
    exceeded,
    located,
    not_allowed,
    note_in_words,
    placed,
)
from autograder.remote.session import Session
from autograder.remote.texts import clean, stripped
from autograder.sandbox.watch import Usage
from autograder.wire.frames import Channel, Closed, OutOfTime, ProtocolError
from autograder.wire.messages import (
    AT_THE_GRADER,
    DATAGRAM,
    FROM_THE_NOTEBOOK,
    BanNode,
    Because,
    Become,
    Broken,
    Cause,
    Ended,
    Error,
    Finished,
    Fork,
    Give,
    Given,
    Jailed,
    Kill,
    Node,
    Probe,
    RerunNode,
    Result,
    Run,
    Running,
    Spawn,
    StandInNode,
    Status,
    Used,
    Uses,
    Why,
)
from autograder.words.message import Message
from autograder.words.sentence import sentence

__all__ = ["Ran", "Sandbox", "SandboxFault", "Usage"]

NotebookChannel = Channel[Jailed | Broken | Given | Uses | Running | Result | Finished | Ended]
Reply = TypeVar("Reply")

START_SECONDS = 30.0
STATUS_SECONDS = 1.0  # that a notebook's process may take to say what has become of its copy
ENDING_SECONDS = 5.0  # that a process which was killed may take to be gone, on a busy machine
MAX_RESTARTS = 3
_SOON = 0.005  # seconds between two looks at what is about to end
_MOST_PRINTED = 1 << 20  # characters of what a whole notebook prints
_MOST_NOTES = 20  # of one cell
_sandbox_numbers = itertools.count(1)  # one is never used again


class SandboxFault(Exception):
    """The sandbox could not be made or ended: a fault of ours, never the student's."""


@dataclass
class Ran:
    """What became of the notebook: errors and output by cell number, notes, and the reason if it did not end.

    `late` says that time was up for a cell, or for all of them; `current` is the cell that was running in the end.
    `bound_again` says of names of exercises that were bound to something else further down; `uses` of exercises that
    their text uses what they are to be written without.
    """

    errors: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unfinished: str | None = None
    printed: dict[int, str] = field(default_factory=dict)
    late: bool = False
    current: int | None = None
    bound_again: list[str] = field(default_factory=list)
    uses: dict[str, Message] = field(default_factory=dict)


class Sandbox:
    """One submission's processes. `parent` is this worker's socket to the parent of all sandboxes.

    `device` is the kind of device that tests are put to. A process that has used a GPU can't be copied: then the
    notebook's own process answers instead, and where another copy is wanted, the notebook is run again for it.

    `killed` says that one of them was, though it had exceeded no limit: by a person, or by a machine without memory.
    The kernel's word for it can't be forged, since a sandbox's code may send no SIGKILL. Where there is only what a
    student's own process says, `doubtful` is set; that counts as `killed` for a sandbox that is `trusting`, else as the
    student's doing.
    """

    channel: NotebookChannel

    def __init__(self, parent: socket.socket, limits: Limits, device: str = "cpu", *, trusting: bool = True) -> None:
        self.parent = parent
        self.limits = limits
        self.device = device
        self.trusting = trusting
        self.cells: list[str] = []
        self.seed = 0
        self.exercises: list[str] = []
        self.answers: list[str] = []
        self.without: Mapping[str, Sequence[str]] = {}  # what each exercise is to be written without
        self.given_files: Mapping[str, Path] = {}  # what the notebook finds in its folder, by name
        self.can_fork = True
        self.used_up = False  # the notebook's own process has become what answers
        self.layers: list[str] = []
        self.number = 0  # by which its parent knows it; 0 while there is none
        self.killed = False
        self.doubtful = False
        self.crowded = False  # ended because the machine was short of memory
        self.copy: Copy | None = None  # the one in use
        self._status_numbers = itertools.count(1)

    # --- the notebook ------------------------------------------------------------------------------------------

    def run(
        self, cells: list[str], seed: int, exercises: Sequence[str] = (), answers: Sequence[str] | None = None
    ) -> Ran:
        """Run the notebook's cells. One that ends or stops the whole process costs only itself: the rest run anew.

        Of the `exercises` it is watched what the notebook defines; `answers` has for each cell the exercise whose
        answer cell it is, or "".
        """
        self.cells = cells
        self.seed = seed
        self.exercises = list(exercises)
        self.answers = list(answers) if answers is not None else [""] * len(cells)
        if not self.number:
            self.order()
        if not self.layers:
            self.await_jail()
        skipped: dict[int, str] = {}
        deadline = time.monotonic() + self.limits.notebook_seconds
        for _ in range(MAX_RESTARTS):
            run = self._try(sorted(skipped), deadline)
            run.errors |= skipped
            if run.unfinished is None or run.current is None or run.current in skipped:
                return run
            skipped[run.current] = run.unfinished
            if time.monotonic() > deadline:
                deadline = time.monotonic() + self.limits.notebook_seconds / 2
            self._start_again()
        run = self._try(sorted(skipped), deadline)
        run.errors |= skipped
        return run

    def order(self) -> None:
        """Have the sandbox made; `await_jail` returns when it stands. Between them there is time for other work."""
        ours, theirs = socket.socketpair()
        self.number = next(_sandbox_numbers)
        self.channel = Channel(ours, FROM_THE_NOTEBOOK)
        processors = tuple(os.sched_getaffinity(0))  # it runs beside its grader
        order = Spawn(self.number, self.limits, processors)
        try:
            socket.send_fds(self.parent, [msgspec.json.encode(order)], [theirs.fileno()])
        except OSError as fault:
            raise SandboxFault(f"no sandbox could be started ({type(fault).__name__})") from fault
        finally:
            theirs.close()

    def await_jail(self) -> None:
        """Wait until the jail is closed, and learn which of its layers hold."""
        try:
            message, _ = self.channel.receive(time.monotonic() + START_SECONDS)
        except (Closed, OutOfTime, ProtocolError) as fault:
            raise SandboxFault(f"no sandbox could be started ({type(fault).__name__})") from fault
        if isinstance(message, Broken):
            raise SandboxFault(f"the jail could not be closed: {clean(message.reason)}")
        if not isinstance(message, Jailed):
            raise SandboxFault("the jail could not be closed")
        self.layers = message.layers

    def _start_again(self) -> None:
        self.end()
        self.order()
        self.await_jail()

    def _try(self, skipped: list[int], deadline: float) -> Ran:
        """One run of the notebook, as far as it comes."""
        run = Ran()
        try:
            self._give_files()
            # what the text says is told before the first cell runs: later a student's code could say it
            bans = [BanNode(exercise, list(names)) for exercise, names in self.without.items()]
            self._tell(Run(self.cells, skipped, self.seed, self.exercises, self.answers, bans))
            if bans:
                run.uses = self._uses()
            self._follow(run, deadline)
        except OutOfTime:
            run.late = True
            reason = sentence("still running when the notebook's time was up")
        except Closed:
            limit = self._exceeded(gone=True)
            reason = sentence("your code's process ended (with exit, os._exit or a crash?)")
            if limit is not None:
                reason = sentence("your code was ended: {limit}", limit=limit)
        except ProtocolError as fault:
            reason = sentence("its process sent what can't be read: {fault}", fault=clean(fault))
        else:
            return run
        if run.current:
            reason = sentence("in cell {cell}: {reason}", cell=run.current, reason=reason)
        return Ran(unfinished=reason, late=run.late, current=run.current)

    def _give_files(self) -> None:
        """Put copies of the given files into the notebook's folder. Raises SandboxFault where they find no room."""
        if not self.given_files:
            return
        self._tell(Give(list(self.given_files)))
        # open files, not their contents: the kernel's cache is the only copy that a whole class takes
        for path in self.given_files.values():
            with path.open("rb") as file:
                self._send_descriptor(file.fileno())
        # no code of the student's has run there yet: what it says is true
        message, _ = self.channel.receive(time.monotonic() + START_SECONDS)
        if not isinstance(message, Given) or message.fault:
            reason = clean(message.fault) if isinstance(message, Given) else "it said something else"
            raise SandboxFault(f"the assignment's files could not be copied: {reason}")

    def _send_descriptor(self, descriptor: int) -> None:
        try:
            socket.send_fds(self.channel.sock, [b"g"], [descriptor])
        except OSError as fault:
            raise Closed from fault

    def _uses(self) -> dict[str, Message]:
        """What stands in the notebook's text though an exercise is to be written without it: a sentence for each."""
        message, _ = self.channel.receive(time.monotonic() + START_SECONDS)
        if not isinstance(message, Uses):
            raise ProtocolError("it does not say what stands in the text")
        sentences: dict[str, Message] = {}
        for use in message.uses:
            place = Place(Error("", "", use.cell, use.line), self.cells)
            sentences.setdefault(use.exercise, not_allowed(use.name, place))
        return sentences

    def _follow(self, run: Ran, deadline: float) -> None:
        """Note what the notebook's process says, until all cells have run."""
        answered: set[int] = set()
        while True:
            message, _ = self.channel.receive(deadline)
            if isinstance(message, Finished):
                break
            if isinstance(message, Result):
                self._add(message, run, answered)
            elif isinstance(message, Running) and 0 < message.cell <= len(self.cells):
                run.current = message.cell
        self.can_fork = message.can_fork
        run.bound_again = [note_in_words(note) for note in message.notes[:_MOST_NOTES]]
        run.current = None
        limit = self._exceeded()
        if limit:
            run.errors[0] = sentence("a part of your code was ended: {limit}", limit=limit)

    def _add(self, result: Result, run: Ran, answered: set[int]) -> None:
        """Add a cell's result, within limits: the sandbox keeps to them, but a student's code need not."""
        if not 0 < result.cell <= len(self.cells) or result.cell in answered:
            raise ProtocolError("a cell's result that is not one")
        answered.add(result.cell)
        for note in result.notes[:_MOST_NOTES]:
            run.notes.append(sentence("cell {cell}: {note}", cell=result.cell, note=note_in_words(note)))
        room = _MOST_PRINTED - sum(map(len, run.printed.values()))
        if result.output and room > 0:
            run.printed[result.cell] = stripped(result.output[:room])
        run.late |= result.late
        if result.errors:
            run.errors[result.cell] = self._errors(result)

    def _errors(self, result: Result) -> str:
        """What went wrong in a cell: the first error, and how many statements failed after it."""
        first, *others = result.errors
        if result.late:
            running = sentence("still running after {seconds} s, and stopped", seconds=self.limits.cell_seconds)
            return placed(running, first, self.cells)
        text = located(first, self.cells, self.limits)
        if advice_for(first):
            text = sentence("{error}: {advice}", error=text, advice=sentence(advice_for(first)))
        if others:
            return sentence("{error}; {count} more of its statements failed", error=text, count=len(others))
        return text

    # --- copies ------------------------------------------------------------------------------------------------

    def fork(self, seed: int, stand_ins: Sequence[StandInNode] = (), rerun: Sequence[RerunNode] = ()) -> Session:
        """A session with a fresh copy of the notebook as its cells left it, but for the stand-ins."""
        self._end_copy()
        if self.used_up:
            self._run_again()
        ours, theirs = socket.socketpair()
        self.copy = Copy()
        kind = Fork if self.can_fork else Become
        order = kind(seed, self.device, list(stand_ins), list(rerun))
        self.used_up = not self.can_fork
        try:
            self._tell(order)
            socket.send_fds(self.channel.sock, [b"f"], [theirs.fileno()])
            socket.send_fds(self.channel.sock, [b"r"], [self.copy.register.fileno()])
        except (Closed, OutOfTime, OSError):
            pass  # the notebook's process is gone: the first request says so
        finally:
            theirs.close()
            self.copy.register.close()
        channel = Channel(ours, AT_THE_GRADER)
        limits = self.limits
        return Session(channel, limits.call_seconds, limits.test_seconds, self._ending, self.device, self.cells)

    def probe(self) -> None:
        """Compute something on the device, in a copy. Raises SandboxFault where that can't be done."""
        session = self.fork(0)
        try:
            session.request(Probe)
        except (StudentFault, DeviceFault, ProtocolError) as fault:
            raise SandboxFault(f"{self.device} is there, but can't be used: {fault}") from fault
        finally:
            session.channel.close()

    def _run_again(self) -> None:
        self.used_up = False
        self._start_again()
        self.run(self.cells, self.seed, self.exercises, self.answers)

    def _ending(self) -> Ending:
        """How the copy in use ended."""
        limit = self._exceeded(gone=self.used_up)
        if limit is not None or self.used_up:
            return Ending(limit)
        if self.copy is not None and not self.copy.has_ended(STATUS_SECONDS):
            self.copy.kill()  # it has closed its channel, and goes on
            self._told_ending()
            return Ending()
        ending = self._told_ending()
        if ending.exit_status == -signal.SIGKILL:
            is_proven = self.copy is not None and self.copy.exit_status() == ending.exit_status
            self._note_kill(is_proven=is_proven)
        return ending

    def _told_ending(self) -> Ending:
        """What the notebook's own process says of the copy; where that is gone as well, how it ended."""
        deadline = time.monotonic() + STATUS_SECONDS
        try:
            number = next(self._status_numbers)
            self._tell(Status(number))
            message = self._await_ended(number, deadline)
        except Closed:
            return Ending(self._exceeded(gone=True))
        except (OutOfTime, ProtocolError):
            return Ending()
        if message.no_room:  # the sentence is ours: the sandbox chooses no word of what a hidden test tells
            processes = self.limits.processes
            limit = sentence("no copy could be made: more than {most} processes and threads", most=processes)
            return Ending(limit)
        known_status = None
        if self.copy is not None:
            known_status = self.copy.exit_status()
        if known_status is not None:  # the kernel's word, before that of a student's process
            return Ending(exit_status=known_status)
        return Ending(exit_status=message.status)

    def _await_ended(self, number: int, deadline: float) -> Ended:
        while True:
            message, _ = self.channel.receive(deadline)
            # an earlier question may be answered late
            if isinstance(message, Ended) and message.number == number:
                return message

    def _end_copy(self) -> None:
        """End the copy in use, which a sandbox's own code can't where the jail refuses SIGKILL."""
        if self.copy is not None:
            self.copy.kill()
            self.copy.close()
            self.copy = None

    # --- why it ended, and what it used ------------------------------------------------------------------------

    def _exceeded(self, *, gone: bool = False) -> str | None:
        """The limit that was exceeded; with `gone`, the process has closed its channel, and may have been killed."""
        latest = time.monotonic() + ENDING_SECONDS
        because = self._because(gone=gone)
        while because.cause is Cause.ALIVE and time.monotonic() < latest:
            time.sleep(_SOON)
            because = self._because(gone=gone)
        if because.cause is Cause.KILLED:
            self._note_kill(is_proven="seccomp" in self.layers and linux.tells_exits())
        elif because.cause is Cause.CROWDED:
            self.crowded = True
        # ALIVE: it has hung up, and goes on: nobody has ended it
        return None if because.limit is None else exceeded(because.limit, self.limits)

    def forget_kill(self) -> None:
        """Count what was taken for an end from outside as the student's doing."""
        self.killed = False
        self.trusting = False

    def _note_kill(self, *, is_proven: bool) -> None:
        """A process of the sandbox's seems to have been ended from outside."""
        if is_proven:
            self.killed = True
        else:
            self.doubtful = True
            self.killed |= self.trusting

    def _because(self, *, gone: bool) -> Because:
        return self._asked(Why(self.number, gone), Because)

    def usage(self) -> Usage:
        """What all its processes have used up to now."""
        return self._asked(Used(self.number), Usage)

    # --- words to its processes --------------------------------------------------------------------------------

    def _tell(self, message: Node) -> None:
        self.channel.send(message, [], time.monotonic() + START_SECONDS)

    def _asked(self, question: Why | Used | Kill, reply: type[Reply]) -> Reply:
        """What its parent replies."""
        try:
            self.parent.send(msgspec.json.encode(question))
            return msgspec.json.decode(self.parent.recv(DATAGRAM), type=reply)
        except (OSError, msgspec.MsgspecError) as fault:
            raise SandboxFault("a sandbox was lost") from fault

    def end(self) -> None:
        """End every process of the submission; returns when all of them are dead."""
        if not self.number:
            return
        number = self.number
        self.number = 0
        self.channel.close()
        if self.copy is not None:
            self.copy.close()
            self.copy = None
        if not self._asked(Kill(number), bool):
            raise SandboxFault("a sandbox could not be ended")

    def abandon(self) -> None:
        """End it as well as can be, after a fault of ours has been found."""
        with contextlib.suppress(SandboxFault):
            self.end()
