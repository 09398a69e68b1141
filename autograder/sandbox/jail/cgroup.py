"""Control groups: the kernel's own count of what a sandbox's processes use together, and its own limit on it.

Each run has a folder of its own where `delegation` finds a place for it, and in it a group for each sandbox.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import secrets
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from autograder.limits import Limits
from autograder.sandbox.jail import delegation, hierarchy
from autograder.sandbox.jail.delegation import KEEPER, Place

_PREFIX = "autograder-"
_SPARE_MB = 64  # page tables, kernel memory: so much comes on top, and a process's own limit is met first
_SPARE_PROCESSES = 16  # the limit of the user's processes is met first, and has its sentence
_FULL_SHARE = 0.9  # of its limit
_PATIENCE = 2.0  # seconds: processes that were ended hold their group until the kernel has cleared them away


class Groups:
    """The groups of one run, each known by a name. `make` and `join` raise OSError where the kernel refuses.

    `folders` are the run's folders, one in each hierarchy, the one that counts memory first.
    """

    def __init__(self, folders: list[Path], version: int) -> None:
        self.version = version
        self.names = hierarchy.V2 if version == 2 else hierarchy.V1
        self.folders = folders
        self.opened: list[int] = []
        self.parents: list[int] = []
        self.numbers = itertools.count(1)
        for folder in folders:
            folder.mkdir()
            self.parents.append(hierarchy.open_folder(folder.parent))
            self.opened.append(hierarchy.open_folder(folder))
            fcntl.flock(self.opened[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)  # says that this run lives

    @property
    def memory(self) -> int:
        """The folder that counts memory."""
        return self.opened[0]

    def make(self, limits: Limits) -> str:
        """A new, empty group that keeps these limits.

        Where it has used up its memory, the kernel ends its largest process, not all of it (`memory.oom.group`): a
        test's copy of a notebook that goes too far must not take the notebook along.
        """
        name = str(next(self.numbers))
        for folder in self.opened:
            os.mkdir(name, dir_fd=folder)
        size = str(limit_mb(limits) << 20)
        hierarchy.write(self.memory, f"{name}/{self.names.limit}", size)
        swap_limit = size  # version 1 limits memory and what is swapped out together
        if self.version == 2:
            swap_limit = "0"
        with contextlib.suppress(OSError):  # there is no such file where nothing is swapped out
            hierarchy.write(self.memory, f"{name}/{self.names.swap}", swap_limit)
        with contextlib.suppress(OSError):  # the user's own limit holds without it, too
            hierarchy.write(self.opened[-1], f"{name}/pids.max", str(limits.processes + _SPARE_PROCESSES))
        return name

    def join(self, name: str) -> None:
        """Move this process, which has just been forked and so has a single thread, into a group."""
        for folder in self.opened:
            hierarchy.write(folder, f"{name}/{self.names.members}", "0")

    # --- what a group has used: 0 where it can't be read ------------------------------------------------------------

    def used_mb(self, name: str) -> float:
        """What its processes use now, cached files included."""
        return self._megabytes(f"{name}/{self.names.used}")

    def peak_mb(self, name: str) -> float:
        """The most that its processes have used together."""
        return self._megabytes(f"{name}/{self.names.peak}") or self.used_mb(name)  # no peak before Linux 5.19

    def _megabytes(self, path: str) -> float:
        try:
            return int(hierarchy.read(self.memory, path)) / (1 << 20)
        except (OSError, ValueError):
            return 0.0

    def kills(self, name: str) -> int:
        """How many of its processes the kernel has ended for want of memory."""
        return self._count(f"{name}/{self.names.kills}", b"oom_kill")

    def was_full(self, name: str, limits: Limits) -> bool:
        """Whether it has used up its memory: the kernel also ends processes where the machine has no more."""
        return self.peak_mb(name) > _FULL_SHARE * limit_mb(limits)

    def seconds(self, name: str) -> float:
        """Processor time of all that ever ran in it; 0 where that is not counted with memory (version 1)."""
        return self._count(f"{name}/cpu.stat", b"usage_usec") / 1e6

    def _count(self, path: str, word: bytes) -> int:
        try:
            return hierarchy.read_table(self.memory, path).get(word, 0)
        except OSError:
            return 0

    # --- its end ----------------------------------------------------------------------------------------------------

    def end(self, name: str) -> None:
        """End everything in it."""
        try:
            hierarchy.write(self.memory, f"{name}/cgroup.kill", "1")  # Linux 5.14, version 2
        except OSError:
            _end_processes(self.memory, name)

    def remove(self, name: str) -> bool:
        """Take an empty group away; whether it is gone. Processes that have just ended may still hold it."""
        is_gone = True
        for folder in self.opened:
            is_gone &= hierarchy.remove(folder, name)
        return is_gone

    def close(self) -> None:
        """Remove all that this run has made. What is not gone in time, the next run removes."""
        deadline = time.monotonic() + _PATIENCE
        for folder, parent, path in zip(self.opened, self.parents, self.folders, strict=True):
            _clear(folder)
            while not hierarchy.remove(parent, path.name) and time.monotonic() < deadline:
                time.sleep(0.01)
                _clear(folder)


@dataclass(frozen=True)
class Group:
    """One of a run's groups, for whoever asks what has been used in it."""

    groups: Groups
    name: str

    def used_mb(self) -> float:
        """What its processes use now, cached files included."""
        return self.groups.used_mb(self.name)

    def peak_mb(self) -> float:
        """The most that its processes have used together."""
        return self.groups.peak_mb(self.name)

    def kills(self) -> int:
        """How many of its processes the kernel has ended for want of memory."""
        return self.groups.kills(self.name)

    def was_full(self, limits: Limits) -> bool:
        """Whether it has used up its memory."""
        return self.groups.was_full(self.name, limits)

    def seconds(self) -> float:
        """Processor time of all that ever ran in it."""
        return self.groups.seconds(self.name)


def limit_mb(limits: Limits) -> int:
    """The limit of a group: files in memory count, too."""
    return limits.memory_mb + limits.files_mb + _SPARE_MB


# --- a run's groups ------------------------------------------------------------------------------------------------


def find() -> Groups | None:
    """The groups that a run can have here, tried out; None where there are none."""
    name = _PREFIX + secrets.token_hex(4)
    for place in delegation.places():
        for folder in place.folders:
            _remove_leftovers(folder)
        groups = _groups_in(place, name)
        if groups is None:
            continue
        if _works(groups):
            return groups
        groups.close()
    return None


def _groups_in(place: Place, name: str) -> Groups | None:
    """A run's groups in one place, or None where they are refused; what was made until then is removed."""
    folders = [folder / name for folder in place.folders]
    try:
        delegation.make_ready(place)
        return Groups(folders, place.version)
    except OSError:
        for folder in folders:
            with contextlib.suppress(OSError):
                folder.rmdir()
        return None


def _works(groups: Groups) -> bool:
    """Whether a process can move into a group, and is counted there."""
    try:
        name = groups.make(Limits())
    except OSError:
        return False
    process = os.fork()
    if process == 0:
        status = 1
        try:
            groups.join(name)
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(process, 0)
    groups.remove(name)
    return status == 0


def _remove_leftovers(folder: Path) -> None:
    """Remove what runs that were killed have left in a folder. A run that lives holds a lock on its own."""
    with contextlib.suppress(OSError):
        for leftover in folder.glob(f"{_PREFIX}*"):
            if leftover.name != KEEPER:
                _remove_unless_locked(leftover)


def _remove_unless_locked(leftover: Path) -> None:
    """Remove a run's folder unless its run lives. Raises OSError where it can't be opened."""
    descriptor = hierarchy.open_folder(leftover)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _clear(descriptor)
        leftover.rmdir()
    except OSError:  # it lives, or its processes are not cleared away yet: a later run removes it
        return
    finally:
        os.close(descriptor)


def _clear(folder: int) -> None:
    """End what is in the groups of a run's folder, and remove them as far as that goes at once."""
    for name in os.listdir(folder):
        if name.isdigit():
            _end_processes(folder, name)
            hierarchy.remove(folder, name)


def _end_processes(folder: int, name: str) -> None:
    """End the processes of a group one by one, as far as they can be seen from here."""
    with contextlib.suppress(OSError, ValueError):
        for word in hierarchy.read(folder, f"{name}/cgroup.procs").split():
            process = int(word)
            if process == 0:  # so it is written where it lies in a namespace that can't be seen from here
                continue
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
