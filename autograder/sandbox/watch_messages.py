"""What the parent of all sandboxes and the watcher beside it say to each other: JSON, one datagram each.

- parent → watcher: Watch, Forget, Noted, Count
- watcher → parent: Exceeded, Counted
"""

from __future__ import annotations

import msgspec

from autograder.limits import Limits
from autograder.sandbox.watch import Usage

MESSAGE = 4096  # bytes, at most


class Watch(msgspec.Struct, tag="watch", frozen=True):
    """A new sandbox, by its serial number: its first process, its user and its group where it has them, its files."""

    serial: int
    process: int
    limits: Limits
    home: str
    user: int | None
    group: str | None


class Forget(msgspec.Struct, tag="forget", frozen=True):
    """A sandbox is being ended."""

    serial: int


class Noted(msgspec.Struct, tag="noted", frozen=True):
    """So many of a sandbox's processes have been ended by the kernel, and that has been told already."""

    serial: int
    kills: int


class Count(msgspec.Struct, tag="count", frozen=True):
    """Say what a sandbox has used."""

    serial: int


Order = Watch | Forget | Noted | Count


class Exceeded(msgspec.Struct, tag="exceeded", frozen=True):
    """Something of a sandbox is about to be ended, and why."""

    serial: int
    reason: str


class Counted(msgspec.Struct, tag="counted", frozen=True):
    """What a sandbox has used."""

    serial: int
    usage: Usage
