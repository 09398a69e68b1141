"""The memory that a sandbox's processes use together, as far as the kernel tells it of each.

Resource limits are per process, and control groups can't be had in most containers and by plain users: then this is
read a few times a second, which is the same everywhere.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.limits import Limits
from autograder.sandbox import watch

_LARGE_KB = 1 << 18
_TOLERANCE = 1.1  # times the limit
_TOLERANCE_MB = 64  # on top: so much may the pages add that are shared with other sandboxes
_OF_NO_PROCESS = (b"/dev/zero", b"/memfd:", b"/SYSV")  # files in memory are counted as files
_MOST_OF_MAPS = 8 << 20  # bytes


def _nothing() -> None:
    """Between two processes there is nothing else to do."""


def own_kb() -> int:
    """Memory of this process's own kind in kB, which every sandbox inherits and shares."""
    return _estimate_kb(os.getpid())


def used_mb(members: list[int], inherited_kb: int, between: Callable[[], None] = _nothing) -> float:
    """MB that these processes use together, the first of a sandbox's first; exact only where an estimate is large.

    An exact figure takes 10 ms and more a process: `between` is called after each.
    """
    estimate = 0
    for process in members:
        estimate += max(0, _estimate_kb(process) - inherited_kb)
    if estimate <= _LARGE_KB:
        return estimate / 2**10
    total = 0
    for process in members:
        total += _exact_kb(process) or _at_most_kb(process, members[0], inherited_kb)
        between()
    return total / 2**10


def is_over(megabytes: float, limits: Limits) -> bool:
    """Whether so many MB, counted as above, are more than the limit beyond doubt."""
    return megabytes > limits.memory_mb * _TOLERANCE + _TOLERANCE_MB


def _estimate_kb(process: int) -> int:
    """Memory in kB, that which is shared with others counted whole."""
    return _sum_of_fields(f"/proc/{process}/status", (b"RssAnon:", b"RssShmem:", b"VmPTE:"))


def _exact_kb(process: int) -> int:
    """Memory in kB, that which n processes share counted as an nth of it; 0 where it can't be read. It costs 10 ms."""
    pages = _sum_of_fields(f"/proc/{process}/smaps_rollup", (b"Pss_Anon:", b"Pss_Shmem:"))
    if pages == 0:
        return 0
    return pages + _sum_of_fields(f"/proc/{process}/status", (b"VmPTE:",))


def _at_most_kb(process: int, first: int, inherited_kb: int) -> int:
    """Memory in kB where nothing exact can be read, as by root without CAP_SYS_PTRACE.

    What a copy has beyond the process that it was copied from is new, or was copied page by page: by as many faults.
    """
    estimate = _estimate_kb(process)
    if process == first:
        return max(0, estimate - inherited_kb)
    with contextlib.suppress(OSError, IndexError, ValueError):
        faults = int(watch.stat_fields(process)[7])
        new_pages = max(0, estimate - _estimate_kb(first))
        return min(estimate, new_pages + 4 * faults)  # a page has 4 kB
    return 0


def _sum_of_fields(path: str, fields: tuple[bytes, ...]) -> int:
    """The sum of the lines of a file of /proc that begin so; 0 where it can't be read."""
    total = 0
    with contextlib.suppress(OSError, IndexError, ValueError):
        for line in Path(path).read_bytes().splitlines():
            if line.startswith(fields):
                total += int(line.split()[1])
        return total
    return 0  # a sum of some of the lines would look like a figure


def shared_mb(members: list[int], between: Callable[[], None] = _nothing) -> float:
    """MB of the mappings that belong to no process and that these have, each counted once and whole.

    How much of one has been written is not told: a process that ended may have done it, or one that let go of it.
    """
    sizes: dict[bytes, int] = {}
    for process in members:
        for inode, size in _common_mappings(process):
            sizes[inode] = max(size, sizes.get(inode, 0))
        between()
    return sum(sizes.values()) / 2**20


def _common_mappings(process: int) -> Iterator[tuple[bytes, int]]:
    """The mappings of a process that belong to none: the inode behind each, and how many bytes that has at least."""
    with contextlib.suppress(OSError, ValueError):
        for line in _beginning_of(f"/proc/{process}/maps").splitlines():
            fields = line.split(None, 5)
            if len(fields) < 6:  # it has no name
                continue
            addresses, rights, offset, _, inode, name = fields
            if rights.endswith(b"s") and name.startswith(_OF_NO_PROCESS):
                start, _, end = addresses.partition(b"-")
                # a part of it may be mapped: what lies before that part counts, too
                yield inode, int(offset, 16) + int(end, 16) - int(start, 16)


def _beginning_of(path: str) -> bytes:
    """What a file of /proc begins with: a student's code can make it as long as it likes. Raises OSError."""
    with Path(path).open("rb") as file:
        return file.read(_MOST_OF_MAPS)
