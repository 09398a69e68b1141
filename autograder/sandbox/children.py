"""A sandbox as the parent of all sandboxes knows it."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from autograder.limits import Limits
from autograder.wire.messages import Because

_UNKNOWN = Because()


@dataclass
class Child:
    """A sandbox: its first process, what it may use, where its files are, and what has become of it."""

    serial: int  # never used again: a process number may be
    process: int
    handle: int  # a pidfd, readable when the process has ended
    limits: Limits
    home: str
    user: int | None
    group: str | None
    # what has become of it
    exceeded: Because | None = None  # since this was last asked
    kills: int = 0  # by the kernel for want of memory, as far as they have been told
    ended: bool = False
    ending: Because = _UNKNOWN  # how its first process ended
    seconds: float = 0.0  # of processor time, of its first process
    # how far its end has come
    asked: socket.socket | None = None  # the worker that waits until everything of it is dead
    deadline: float = 0.0
    rest_ended: bool = False  # what it had left running
    cleaners: int = 0  # that were started to end that
    report: int | None = None  # where a cleaner says that it is done
