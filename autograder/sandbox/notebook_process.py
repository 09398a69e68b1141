"""A submission's own process: it enters the jail, runs the notebook cell by cell, and forks copies of it for tests."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import sys
from types import FrameType
from typing import Any, NoReturn

import numpy as np
import torch

from autograder.limits import Limits
from autograder.sandbox import device
from autograder.sandbox.answer import Answers
from autograder.sandbox.error import MAX_MESSAGE, describe
from autograder.sandbox.output import Output
from autograder.sandbox.shell import Shell, close_figures
from autograder.wire.frames import Channel, Closed, Reader, Writer

NO_ROOM = "no room"  # in place of an exit status: no copy could be made
_MAX_NOTES = 20  # of one cell


class CellTimeout(BaseException):
    """Raised in a cell that runs past its limit. Not an Exception, so that `except Exception` lets it through."""


def _plain(_value: Any, _writer: Writer) -> list[Any]:
    return ["l"]


def say(channel: Channel, message: Any) -> None:
    """Send the grader plain values."""
    writer = Writer(_plain)
    channel.send(writer.frame(writer.value(message)))


def _nothing(_tag: str, _items: list[Any], _reader: Reader) -> None:
    return None


class Notebook:
    """Runs cells in the shell and forks at the grader's word. `channel` is the only thing it has from outside."""

    def __init__(self, shell: Shell, channel: Channel, limits: Limits) -> None:
        self.shell = shell
        self.channel = channel
        self.limits = limits
        self.output = Output(limits.output_kb << 10)
        self.cells: list[str] = []
        self.copy = 0
        self.last_status: int | str | None = None

    def serve(self) -> None:
        """Follow the grader's orders until it closes the channel."""
        while True:
            try:
                order, body = self.channel.receive()
            except Closed:
                return
            match Reader(body, _nothing).value(order):
                case ["run", cells, skipped, seed]:
                    self._run(cells, set(skipped), seed)
                    self.tell(["ran", device.can_fork()])
                case ["fork", seed, kind]:
                    self._fork(seed, kind)
                case ["become", seed, kind]:
                    self._become_copy(self._received(), self._received(), seed, kind)
                case ["status"]:
                    self._end_copy()
                    self.tell(["status", self.last_status])

    def tell(self, message: Any) -> None:
        """Send the grader plain values."""
        say(self.channel, message)

    def _run(self, cells: list[str], skipped: set[int], seed: int) -> None:
        self.cells = cells
        self.output.take_over()
        seed_everything(seed)
        signal.signal(signal.SIGALRM, _stop)
        for number, source in enumerate(cells, 1):
            if source and number not in skipped:
                self.tell(["result", self._run_cell(number, source)])

    def _run_cell(self, number: int, source: str) -> dict[str, Any]:
        self.tell(["cell", number])
        shell, error = self.shell, None
        shell.notes.clear()
        shell.execution_count = number
        # the timer goes on ringing: a loop that swallows the first one gets another
        signal.setitimer(signal.ITIMER_REAL, self.limits.cell_seconds, 0.5)
        try:
            result = shell.run_cell(source, store_history=False)  # type: ignore[no-untyped-call]
            error = result.error_before_exec or result.error_in_exec
        except BaseException as fault:  # noqa: BLE001  whatever a cell does, the next one still runs
            error = fault
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        close_figures()
        said = {"notes": [note[:MAX_MESSAGE] for note in shell.notes[:_MAX_NOTES]], "output": self.output.taken()}
        if isinstance(error, CellTimeout):
            error = CellTimeout(f"still running after {self.limits.cell_seconds:g} s")
        return {"cell": number, "error": error and describe(error, self.cells, self.limits), **said}

    def _fork(self, seed: int, kind: str) -> None:
        """A copy of the notebook as its cells left it, for tests. The copy before it has had its time."""
        self._end_copy()
        descriptor, register = self._received(), self._received()
        self.copy = self._forked()
        if self.copy:
            os.close(descriptor)
            os.close(register)
            return
        self._become_copy(descriptor, register, seed, kind)

    def _received(self) -> int:
        return socket.recv_fds(self.channel.sock, 1, 1)[1][0]

    def _become_copy(self, descriptor: int, register: int, seed: int, kind: str) -> NoReturn:
        """Answer the grader's calls until it hangs up. The kernel says on `register` which process it is."""
        os.write(register, b"c")
        os.close(register)
        self.channel.close()
        self.output.muted = True  # what an answer prints while a hidden test calls it could be the test's inputs
        seed_everything(seed)
        torch.set_num_threads(1)  # the threads of a notebook that computed with more are not in this copy
        torch.backends.mkldnn.set_flags(False)  # it compiles a kernel for each shape, anew in each fork
        channel = Channel(socket.socket(fileno=descriptor))
        try:
            with device.computing_on(kind):
                Answers(channel, self.shell.user_ns, self._describe, seed_everything, kind).serve()
        finally:
            os._exit(0)

    def _forked(self) -> int:
        """As os.fork; −1 where what the notebook has left running takes all the room that there is."""
        for _ in range(2):
            with contextlib.suppress(OSError):
                return os.fork()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:  # children that ended unnoticed take room as well
                    pass
        self.last_status = NO_ROOM
        return -1

    def _describe(self, error: BaseException) -> dict[str, Any]:
        return describe(error, self.cells, self.limits)

    def _end_copy(self) -> None:
        if self.copy > 0:
            with contextlib.suppress(PermissionError):  # where the jail refuses SIGKILL, the grader has ended it
                os.kill(self.copy, signal.SIGKILL)  # says nothing to one that has already ended
            self.last_status = os.waitstatus_to_exitcode(os.waitpid(self.copy, 0)[1])
        self.copy = 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise CellTimeout


def seed_everything(seed: int) -> None:
    """Seed `random`, numpy and torch alike."""
    random.seed(seed)
    np.random.seed(seed % (1 << 32))  # noqa: NPY002  the legacy generator is the one that students use
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(seed)
    # torch.manual_seed also looks for five kinds of accelerator: 2 ms in each fork
    torch.default_generator.manual_seed(seed)


def silence() -> None:
    """Send what goes past `print` to nowhere: it is cheap, and it can't flood anything."""
    nowhere = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
