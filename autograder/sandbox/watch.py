"""The totals that the kernel does not keep for us: what a submission's processes use together.

Resource limits are per process, and control groups can't be had in most containers and by plain users. So the parent
of all sandboxes looks at them a few times a second, which is the same everywhere.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox.limits import Limits

INTERVAL = 0.2  # seconds between two looks
_LARGE = 1 << 18  # kB
_TOLERANCE = 1.1, 64  # of memory: a factor, and MB that the pages shared with other sandboxes may add


def processes() -> dict[int, tuple[int, int]]:
    """Every process that this one can see: its parent and its user."""
    found = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError):
                status = Path(entry.path, "stat").read_bytes().rpartition(b")")[2].split()
                found[int(entry.name)] = int(status[1]), entry.stat().st_uid
    return found


def family(first: int, seen: dict[int, tuple[int, int]], user: int | None) -> list[int]:
    """A sandbox's processes: the descendants of its first one, and whatever else runs as its own user."""

    def belongs(process: int) -> bool:
        while process in seen and process != first:
            process = seen[process][0]
        return process == first

    found = [p for p, (_, owner) in seen.items() if belongs(p) or owner == user]
    return sorted(found, key=lambda p: p != first)


def own_memory() -> int:
    """Memory of this process's own kind in kB, which every sandbox inherits and shares."""
    return _estimate(os.getpid())


def memory(members: list[int], inherited: int) -> float:
    """MB that these processes use together, the first of a sandbox's first; exact only where an estimate is large."""
    estimate = sum(max(0, _estimate(p) - inherited) for p in members)
    if estimate > _LARGE:
        estimate = sum(_exact(p) or _at_most(p, members[0], inherited) for p in members)
    return estimate / 2**10


def too_much_memory(used: float, limits: Limits) -> bool:
    """Whether so many MB are over the limit."""
    factor, added = _TOLERANCE
    return used > limits.memory_mb * factor + added


def _estimate(process: int) -> int:
    """Memory in kB, that which is shared with others counted whole."""
    return _sum(f"/proc/{process}/status", ("RssAnon:", "RssShmem:", "VmPTE:"))


def _exact(process: int) -> int:
    """Memory in kB, that which n processes share counted as an nth of it; 0 where it can't be read. It costs 10 ms."""
    shared = _sum(f"/proc/{process}/smaps_rollup", ("Pss_Anon:", "Pss_Shmem:"))
    return shared and shared + _sum(f"/proc/{process}/status", ("VmPTE:",))


def _at_most(process: int, first: int, inherited: int) -> int:
    """Memory in kB where nothing exact can be read, as by root without CAP_SYS_PTRACE.

    What a copy has beyond the process that it was copied from is new, or was copied page by page: by as many faults.
    """
    own = _estimate(process)
    if process == first:
        return max(0, own - inherited)
    with contextlib.suppress(OSError, IndexError, ValueError):
        faults = int(Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[7])
        return min(own, max(0, own - _estimate(first)) + 4 * faults)
    return 0


def _sum(path: str, fields: tuple[str, ...]) -> int:
    with contextlib.suppress(OSError):
        return sum(int(line.split()[1]) for line in Path(path).read_text().splitlines() if line.startswith(fields))
    return 0


def too_many_files(folder: str, limits: Limits) -> bool:
    """Whether the files below a folder are over the limit, in number or together in size."""
    size = 0
    for number, entry in enumerate(_walk(folder)):
        with contextlib.suppress(OSError):
            size += entry.stat(follow_symlinks=False).st_blocks * 512
        if number >= limits.files or size > limits.files_mb << 20:
            return True
    return False


def _walk(folder: str) -> Iterator[os.DirEntry[str]]:
    folders = [folder]
    while folders:
        with contextlib.suppress(OSError):
            for entry in os.scandir(folders.pop()):
                yield entry
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
