"""A submission's own process: it enters the jail, runs the notebook cell by cell, and forks copies of it for tests."""

from __future__ import annotations

import contextlib
import functools
import os
import random
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

import numpy as np
import torch

from autograder.limits import Limits
from autograder.sandbox import cell_magics, device, given_files, written_with
from autograder.sandbox.always_there import put_back
from autograder.sandbox.answer import Answers
from autograder.sandbox.cell_magics import Prepared
from autograder.sandbox.definitions import Definitions
from autograder.sandbox.error import MAX_MESSAGE, describe
from autograder.sandbox.interpreter import Interpreter, leave_at_once
from autograder.sandbox.newer_syntax import needed_version
from autograder.sandbox.output import Output
from autograder.sandbox.replacement import replace
from autograder.sandbox.shell import CellTimeout, Shell, close_figures
from autograder.wire.frames import Channel, Closed
from autograder.wire.messages import (
    AT_THE_COPY,
    Become,
    Broken,
    Ended,
    Error,
    Finished,
    Fork,
    Give,
    Given,
    Jailed,
    Result,
    Run,
    Running,
    Status,
    Uses,
)
from autograder.wire.values import encodable

NotebookChannel = Channel[Give | Run | Fork | Become | Status]

# the student's code may put others in their places
_seed_python = random.seed
_seed_numpy = np.random.seed
_MAX_NOTES = 20  # of one cell
_MAX_ERRORS = 20  # of one cell
_RINGING = 0.5  # seconds after which a cell that goes on is interrupted again
_NO_COPY = -1  # in place of a process number


class Notebook:
    """Runs cells in the shell and forks at the grader's word. `channel` is the only thing it has from outside."""

    def __init__(self, shell: Shell, channel: NotebookChannel, limits: Limits) -> None:
        self.shell = shell
        self.channel = channel
        self.limits = limits
        self.output = Output(limits.output_kb << 10)
        self.interpreter = Interpreter(shell.notes.append)
        self.copy = 0  # its process number; 0 while there is none
        self.exit_status: int | None = None  # of the copy before
        self.had_no_room = False  # where no copy could be made

    def serve(self) -> None:
        """Follow the grader's orders until it closes the channel."""
        while True:
            try:
                order, _ = self.channel.receive()
            except Closed:
                return
            if isinstance(order, Give):
                self.tell(Given(self._copy_files(order.names)))
            elif isinstance(order, Run):
                notes = self._run(order)
                self.tell(Finished(device.can_fork(), notes))
            elif isinstance(order, Fork):
                self._fork(order)
            elif isinstance(order, Become):
                self._become_copy(self._received(), self._received(), order)
            else:
                self._end_copy()
                self.tell(Ended(order.number, self.exit_status, self.had_no_room))

    def tell(self, message: Jailed | Broken | Given | Uses | Running | Result | Finished | Ended) -> None:
        """Send the grader a message."""
        self.channel.send(message, [])

    def _copy_files(self, names: list[str]) -> str:
        """Copy what comes along into this folder, to be read. Returns why that can't be done, or nothing."""
        fault = ""
        for name in names:
            descriptor = self._received()
            try:
                if not fault:
                    given_files.copy(descriptor, name)
            except OSError as error:
                fault = f"{name}: {error.strerror}"
            finally:
                os.close(descriptor)
        return fault

    def _run(self, order: Run) -> list[str]:
        """Run the cells; which names were bound again, in words."""
        if order.without:
            sources = [self._as_python(source) for source in order.cells]
            self.tell(Uses(written_with.uses(sources, order.without, order.exercises, order.answers)))
        self.output.take_over()
        self.interpreter.adapt(self.shell.user_ns)
        seed_everything(order.seed)
        sys.path.insert(0, str(Path.cwd()))  # as in Jupyter: a cell may write a module and import it
        signal.signal(signal.SIGALRM, _stop)
        definitions = Definitions(self.shell.user_ns, order.exercises)
        known_magics = self.shell.magics_manager.magics["cell"]
        for number, source in enumerate(order.cells, 1):
            if source and number not in order.skipped:
                answer = order.answers[number - 1]
                self.shell.when_run = functools.partial(definitions.look, cell=number, answer=answer)
                self.tell(Running(number))
                cell = cell_magics.prepared(source, known_magics)
                definitions.leave_out(number, cell)
                self.tell(self._run_cell(number, cell))
        put_back(self.shell.user_ns)
        _reset_modes()
        return [encodable(note)[:MAX_MESSAGE] for note in definitions.restore()]

    def _as_python(self, source: str) -> str:
        """A cell's text as Python runs it. One that is not run, or can't be read, has none."""
        cell = cell_magics.prepared(source, self.shell.magics_manager.magics["cell"])
        if cell.why:
            return ""
        try:
            text: str = self.shell.transform_cell(cell.source)  # type: ignore[no-untyped-call]
        except Exception:  # noqa: BLE001  IPython raises several kinds, and the cell will say so when it runs
            return ""
        return text

    def _run_cell(self, number: int, cell: Prepared) -> Result:
        shell = self.shell
        shell.notes.clear()
        shell.errors.clear()
        shell.execution_count = number
        if cell.note:
            shell.notes.append(cell.note)
        self._run_source(cell.source)
        if not self.interpreter.is_own_process():
            leave_at_once(0)  # a child that the cell has forked, and that goes on where its parent does
        close_figures()
        errors = shell.errors
        is_late = bool(errors) and isinstance(errors[-1], CellTimeout)
        kept_errors = errors[-1:] if is_late else errors[:_MAX_ERRORS]
        return Result(
            cell=number,
            errors=[self._describe(error) for error in kept_errors],
            late=is_late,
            notes=[encodable(str(note))[:MAX_MESSAGE] for note in shell.notes[:_MAX_NOTES]],
            output=self.output.taken(),
        )

    def _run_source(self, source: str) -> None:
        """Run a cell within its time. What fails is added to the shell's errors."""
        # the timer goes on ringing: a loop that swallows the first one gets another
        signal.setitimer(signal.ITIMER_REAL, self.limits.cell_seconds, _RINGING)
        try:
            result = self.shell.run_cell(source, store_history=False)  # type: ignore[no-untyped-call]
        except BaseException as error:  # noqa: BLE001  whatever a cell does, the next one still runs
            self.shell.errors.append(error)
            return
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        fault = result.error_before_exec
        if isinstance(fault, SyntaxError):
            self._name_version(fault, source)
        if fault is not None:  # a syntax error costs its cell
            self.shell.errors.append(fault)

    def _name_version(self, error: SyntaxError, source: str) -> None:
        """Have the error say so where a newer Python takes the cell as it is."""
        with contextlib.suppress(SyntaxError):
            version = needed_version(self.shell.transform_cell(source))  # type: ignore[no-untyped-call]
            if version is not None:
                needed = ".".join(map(str, version))
                error.msg = f"this needs Python {needed}; grading uses {sys.version_info[0]}.{sys.version_info[1]}"

    def _fork(self, order: Fork) -> None:
        """A copy of the notebook as its cells left it, for tests. The copy before it has had its time."""
        self._end_copy()
        channel = self._received()
        register = self._received()
        self.copy = self._forked()
        if self.copy:
            os.close(channel)
            os.close(register)
            return
        self._become_copy(channel, register, order)

    def _received(self) -> int:
        """The descriptor that comes along with the next byte."""
        _, descriptors, _, _ = socket.recv_fds(self.channel.sock, 1, 1)
        return descriptors[0]

    def _become_copy(self, channel: int, register: int, order: Fork | Become) -> NoReturn:
        """Answer the grader's calls until it hangs up. The kernel says on `register` which process it is."""
        os.write(register, b"c")
        os.close(register)
        self.channel.close()
        self.interpreter.begin_copy()
        self.output.is_muted = True  # what an answer prints while a hidden test calls it could be the test's inputs
        if order.stand_ins:
            self._replace(order)
        seed_everything(order.seed)
        answers = Answers(
            Channel(socket.socket(fileno=channel), AT_THE_COPY),
            self.shell.user_ns,
            self._describe,
            seed_everything,
            order.device,
        )
        try:
            with device.computing_on(order.device):
                answers.serve()
        finally:
            leave_at_once(0)

    def _replace(self, order: Fork | Become) -> None:
        """Put stand-ins in place of what failed, and run the cells that could not define anything without it."""
        replace(self.shell.user_ns, order.stand_ins)
        if order.rerun:
            for cell in order.rerun:
                self.shell.execution_count = cell.cell
                self._run_source(cell.source)
                # a child that the cell has forked goes on like its parent
                if not self.interpreter.is_own_process():
                    leave_at_once(0)
            put_back(self.shell.user_ns)
            # such a cell may define the part as well
            replace(self.shell.user_ns, order.stand_ins)
            _reset_modes()

    def _forked(self) -> int:
        """As os.fork; _NO_COPY where what the notebook has left running takes all the room that there is."""
        for _ in range(2):
            with contextlib.suppress(OSError):
                return os.fork()
            self._reap()  # children that ended unnoticed take room as well
        self.exit_status = None
        self.had_no_room = True
        return _NO_COPY

    @staticmethod
    def _reap() -> None:
        with contextlib.suppress(ChildProcessError):
            process = 1
            while process:
                process, _ = os.waitpid(-1, os.WNOHANG)

    def _describe(self, error: BaseException) -> Error:
        return describe(error, self.limits)

    def _end_copy(self) -> None:
        if self.copy > 0:
            with contextlib.suppress(PermissionError):  # where the jail refuses SIGKILL, the grader has ended it
                os.kill(self.copy, signal.SIGKILL)  # says nothing to one that has already ended
            _, wait_status = os.waitpid(self.copy, 0)
            self.exit_status = os.waitstatus_to_exitcode(wait_status)
            self.had_no_room = False
        self.copy = 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise CellTimeout


def seed_everything(seed: int) -> None:
    """Seed `random`, numpy and torch alike."""
    _seed_python(seed)
    _seed_numpy(seed % (1 << 32))  # the legacy generator is the one that students use
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(seed)
    # torch.manual_seed also looks for five kinds of accelerator: 2 ms in each fork
    torch.default_generator.manual_seed(seed)


def _reset_modes() -> None:
    """What a cell has switched on for all of torch is no part of an answer, and its copies compute by one thread.

    In the notebook's own process, once: each copy then has it without touching, and so copying, torch's memory.
    """
    for reset in (_reset_default_device, _reset_switches, _compute_by_one_thread):
        with contextlib.suppress(Exception):  # a cell may have put something else in the place of torch's function
            reset()


def _reset_default_device() -> None:
    try:
        is_here = torch.get_default_device().type == "cpu"
    except Exception:  # noqa: BLE001  a device that this machine lacks, such as "mps": each kind says so in its way
        is_here = False
    if not is_here:
        torch.set_default_device(None)


def _reset_switches() -> None:
    if torch.get_default_dtype() is not torch.float32:
        torch.set_default_dtype(torch.float32)
    if torch.are_deterministic_algorithms_enabled():
        torch.use_deterministic_algorithms(mode=False)
    if torch.is_anomaly_enabled():
        torch.autograd.set_detect_anomaly(mode=False)
    torch.set_grad_enabled(mode=True)


def _compute_by_one_thread() -> None:
    torch.set_num_threads(1)  # the threads of a notebook that computed with more are not in its copies
    torch.backends.mkldnn.set_flags(False)  # it compiles a kernel for each shape, anew in each fork


def silence() -> None:
    """Send what goes past `print` to nowhere: it is cheap, and it can't flood anything."""
    nowhere = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    stream = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115  open until the end
    sys.stdout = stream
    sys.stderr = stream
