"""A sandbox's files, counted where it has no file system of its own whose size is their limit."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.limits import Limits
from autograder.sandbox.jail.spaces import SHARED_MEMORY

_SHARE = 3  # of /dev/shm, at most the third part for one sandbox
_DEEPEST = 256  # folders in one another
_BLOCK = 512  # bytes: the unit in which the kernel tells how much of a disk a file takes
_MOST_LOOKED_AT = 100_000  # files
_UNTOLD = 1 << 62  # bytes: more than anybody has


def is_over(folder: str, user: int | None, members: list[int], limits: Limits) -> bool:
    """Whether a sandbox's files are over the limit, in number or together in size, or its folders nested too deep.

    They lie below its folder, and in /dev/shm, where those of its user count, and where it may take a third of what
    all sandboxes share; or they are removed, and still open.
    """
    count = _Count(limits, size=sum(_removed(members).values()))
    if count.is_over():  # at once: where no file has a name, nothing below is walked through
        return True
    for status, depth in _walk(folder):
        count.add(status)
        if count.is_over() or depth > _DEEPEST:
            return True
    if user is None:  # files in /dev/shm can't be told from those of others
        return False
    shared_size = 0
    for status, depth in _walk(SHARED_MEMORY):
        if status.st_uid == user:
            count.add(status)
            shared_size += status.st_blocks * _BLOCK
        if count.is_over() or depth > _DEEPEST:
            return True
    return shared_size * _SHARE > _size_of(SHARED_MEMORY)


def sizes(folder: str, user: int | None, members: list[int]) -> tuple[int, int]:
    """Bytes of a sandbox's files, as far as they can be seen: on the disk of its folder, and in /dev/shm."""
    on_disk = 0
    for status, _depth in itertools.islice(_walk(folder), _MOST_LOOKED_AT):
        on_disk += status.st_blocks * _BLOCK
    shared = 0
    for status, _depth in itertools.islice(_walk(SHARED_MEMORY), _MOST_LOOKED_AT):
        if status.st_uid == user:
            shared += status.st_blocks * _BLOCK
    with contextlib.suppress(OSError):
        shared_device = Path(SHARED_MEMORY).stat().st_dev
        for (device, _number), size in _removed(members).items():
            if device == shared_device:
                shared += size
            else:
                on_disk += size
    return on_disk, shared


@dataclass
class _Count:
    """So many files, and so many bytes in them."""

    limits: Limits
    size: int
    number: int = 0

    def add(self, status: os.stat_result) -> None:
        self.number += 1
        self.size += status.st_blocks * _BLOCK

    def is_over(self) -> bool:
        return self.number > self.limits.files or self.size > self.limits.files_mb << 20


def _size_of(place: str) -> int:
    """Bytes of a file system; more than anybody has where that can't be told."""
    try:
        facts = os.statvfs(place)
    except OSError:
        return _UNTOLD
    return facts.f_blocks * facts.f_frsize or _UNTOLD


def _removed(members: list[int]) -> dict[tuple[int, int], int]:
    """Bytes of the files that have no name any more, and that these processes keep open, where that can be seen.

    By device and number, since several processes may keep the same one.
    """
    removed = {}
    for process in members:
        for status in _open_files(process):
            if status.st_nlink == 0 and stat.S_ISREG(status.st_mode):
                removed[status.st_dev, status.st_ino] = status.st_blocks * _BLOCK
    return removed


def _open_files(process: int) -> Iterator[os.stat_result]:
    """What a process has open, as far as it can be seen."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(f"/proc/{process}/fd"):
            with contextlib.suppress(OSError):
                yield entry.stat()


def _walk(folder: str) -> Iterator[tuple[os.stat_result, int]]:
    """Each file below a folder, and how deep it lies. Paths may be long: each folder is opened from the one above."""
    opened: list[_Folder] = []  # from the outermost one inward
    try:
        _enter(opened, folder, None)
        while opened:
            innermost = opened[-1]
            entry = next(innermost.entries, None)
            if entry is None:
                opened.pop().close()
                continue
            with contextlib.suppress(OSError):
                yield entry.stat(follow_symlinks=False), len(opened)
                if entry.is_dir(follow_symlinks=False):
                    _enter(opened, entry.name, innermost.descriptor)
    finally:
        for unfinished in opened:
            unfinished.close()


class _Folder:
    """An open folder, and those of its entries that are to come. Raises OSError for a link, or what can't be read."""

    def __init__(self, name: str, above: int | None) -> None:
        self.descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
        try:
            self.entries = os.scandir(self.descriptor)
        except OSError:
            os.close(self.descriptor)
            raise

    def close(self) -> None:
        """Let go of it."""
        self.entries.close()
        os.close(self.descriptor)


def _enter(opened: list[_Folder], name: str, above: int | None) -> None:
    """Go on in a folder, unless it can't be read."""
    with contextlib.suppress(OSError):
        opened.append(_Folder(name, above))
