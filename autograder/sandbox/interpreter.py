"""What functions of Python's own do while a notebook is graded, where they would end it, wait, or start a program.

All of it is help for honest work, and no part of the jail: the kernel refuses what must not be.
"""

from __future__ import annotations

import _posixsubprocess
import builtins
import multiprocessing.context
import multiprocessing.popen_fork
import multiprocessing.resource_tracker
import os
import pdb  # noqa: T100  whose breakpoints are not stopped at
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import NoReturn

from autograder.wire import cell_notes

_NOTEBOOK = "__main__"  # the module of what is defined in cells
_NOT_FOUND = 127 << 8  # what os.system gives where a shell finds no such program
leave_at_once = os._exit  # a notebook finds another one in its place


class ProgramNotRun(FileNotFoundError, PermissionError):
    """Another program was to be started; the text says which one."""


class Interpreter:
    """Python's own functions, as a notebook finds them. `tell` takes a note about what was not done."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.process = os.getpid()

    def adapt(self, names: dict[str, object]) -> None:
        """Change them for this process and those that it forks; `names` are those of the notebook."""
        for name in ("exit", "quit"):
            names[name] = _exit
            setattr(builtins, name, _exit)
        os._exit = self._exit_at_once
        sys.breakpointhook = self._go_on
        pdb.set_trace = self._go_on
        warnings.filterwarnings("ignore", "To exit: use", module="IPython")
        self._refuse_programs()
        _fork_workers()

    def is_own_process(self) -> bool:
        """Whether this is no process that the notebook's code has forked."""
        return os.getpid() == self.process

    def begin_copy(self) -> None:
        """A copy of the notebook was forked, by us: what holds for the notebook's process holds for this one."""
        self.process = os.getpid()

    def _exit_at_once(self, status: int) -> NoReturn:
        # libraries end their workers by it, and a notebook its own children
        if self.is_own_process() and sys._getframe(1).f_globals.get("__name__") == _NOTEBOOK:  # noqa: SLF001
            raise SystemExit
        leave_at_once(status)

    def _go_on(self, *_arguments: object, **_named: object) -> None:
        self.tell(cell_notes.NO_BREAKPOINT)

    def _refuse_programs(self) -> None:
        # each of these ends in the kernel's refusal; said before a process is forked, it costs nothing
        subprocess.Popen._execute_child = _refuse_child  # type: ignore[attr-defined]  # noqa: SLF001
        _posixsubprocess.fork_exec = _refuse_worker
        for name in ("execv", "execve", "posix_spawn", "posix_spawnp"):
            setattr(os, name, _refuse)
        os.system = self._system

    def _system(self, command: object) -> int:
        self.tell(cell_notes.NOT_RUN.format(code=_shown(command)))
        return _NOT_FOUND


def _exit(status: object = None) -> NoReturn:
    """As `exit()` outside of a notebook."""
    if status is None:
        raise SystemExit
    raise SystemExit(status)


def _shown(command: object) -> str:
    """The program that a command begins with."""
    words: list[object] = []
    if isinstance(command, (list, tuple)):
        words = [*command]
    elif isinstance(command, (str, bytes, os.PathLike)):
        words = [*os.fsdecode(command).split()]
    program = words[0] if words else "a program"
    if isinstance(program, (str, bytes, os.PathLike)):
        return f"`{os.fsdecode(program)}`"
    return "a program"


def _refuse(program: object = None, *_arguments: object, **_named: object) -> NoReturn:
    raise ProgramNotRun(_shown([program]))


def _refuse_child(_popen: object, arguments: object, *_rest: object, **_named: object) -> NoReturn:
    raise ProgramNotRun(_shown(arguments))


def _refuse_worker(*_arguments: object, **_named: object) -> NoReturn:
    raise ProgramNotRun("a worker that is a new program")


def _fork_workers() -> None:
    """Workers that would be new programs are forked; what needs a program to begin with goes on without one."""
    os.environ["JOBLIB_MULTIPROCESSING"] = "0"  # its own workers are programs: it does their tasks itself
    for kind in (multiprocessing.context.SpawnProcess, multiprocessing.context.ForkServerProcess):
        kind._Popen = staticmethod(multiprocessing.popen_fork.Popen)  # type: ignore[assignment, method-assign]  # noqa: SLF001
    # a program that clears away semaphores and shared memory, which end with the sandbox
    tracker = multiprocessing.resource_tracker.ResourceTracker
    tracker.ensure_running = tracker._send = _track_nothing  # type: ignore[assignment, attr-defined]  # noqa: SLF001


def _track_nothing(*_arguments: object) -> None: ...
