"""The room on the disks that sandboxes without file systems of their own have in common: a home's, and /dev/shm.

A file that has lost its name can be kept by a mapping, or by a descriptor on its way through a socket, and in a
container nobody may look at either: it is missing from every count of files, but not from the room that is left.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from autograder.limits import Limits
from autograder.sandbox.jail.spaces import SHARED_MEMORY

_PLENTY = 1 << 40  # MB: where the kernel does not tell
_MOST_FLOOR = 1024.0  # MB
_SHARE_OF_DISK = 16  # one part in so many must be left, for reports
_SHARE_OF_SHARED_MEMORY = 3


@dataclass(frozen=True)
class Room:
    """MB left where homes lie, and in /dev/shm."""

    disk: float
    shared_memory: float

    @staticmethod
    def beside(home: str) -> Room:
        """What is left now."""
        return Room(_facts(str(Path(home).parent)).left, _facts(SHARED_MEMORY).left)


NO_FILES = Room(0, 0)


def is_taken(home: str, before: Room, limits: Limits, seen: Room = NO_FILES) -> bool:
    """Whether little is left of either, and more than one sandbox's share of it has been taken since `before`.

    The files that can be `seen`, of all sandboxes, don't count: each of them has a limit of its own.
    """
    disk = _facts(str(Path(home).parent))
    disk_taken = before.disk - disk.left - seen.disk
    if _is_short(disk, disk_taken, disk.size / _SHARE_OF_DISK, limits.files_mb):
        return True
    shared_memory = _facts(SHARED_MEMORY)
    shared_memory_taken = before.shared_memory - shared_memory.left - seen.shared_memory
    share = shared_memory.size / _SHARE_OF_SHARED_MEMORY
    return _is_short(shared_memory, shared_memory_taken, share, min(share, limits.files_mb))


@dataclass(frozen=True)
class _Facts:
    """MB of a file system."""

    left: float
    size: float


def _is_short(facts: _Facts, taken: float, floor: float, most: float) -> bool:
    return facts.left < min(floor, _MOST_FLOOR) and taken > most


def _facts(place: str) -> _Facts:
    try:
        told = os.statvfs(place)
    except OSError:
        return _Facts(_PLENTY, _PLENTY)
    if told.f_blocks == 0:  # a file system without a size of its own
        return _Facts(_PLENTY, _PLENTY)
    return _Facts(told.f_bavail * told.f_frsize / (1 << 20), told.f_blocks * told.f_frsize / (1 << 20))
