"""The memory of the machine as a whole, and of the container in which this runs."""

from __future__ import annotations

import contextlib
from pathlib import Path

from autograder.sandbox.jail import container

_UNTOLD_KB = 1 << 40  # where the kernel does not tell: more than there is
_SEEN = (b"MemFree", b"Active(file)", b"Inactive(file)", b"AnonPages", b"SReclaimable", b"SwapCached")


class Machine:
    """The memory that there is, and that is left. To be made before any root is left behind."""

    def __init__(self) -> None:
        self.limited = container.limited_groups()

    def left_mb(self) -> float:
        """MB that are to be had before something must be ended."""
        left = meminfo().get(b"MemAvailable", _UNTOLD_KB) / 2**10
        for group in self.limited:
            with contextlib.suppress(OSError, ValueError):
                left = min(left, group.left_mb())
        return left

    def size_mb(self) -> float:
        """MB that there are."""
        size = meminfo().get(b"MemTotal", _UNTOLD_KB) / 2**10
        for group in self.limited:
            with contextlib.suppress(OSError, ValueError):
                size = min(size, group.size_mb())
        return size

    def descriptors(self) -> set[int]:
        """The descriptors that are needed to answer."""
        return {group.folder for group in self.limited}


def meminfo() -> dict[bytes, int]:
    """The kernel's table of memory, in kB."""
    table = {}
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_bytes().splitlines():
            name, _, rest = line.partition(b":")
            table[name] = int(rest.split()[0])
    return table


def all_shared_mb() -> float:
    """MB of shared memory, and of files in memory, in the whole machine."""
    return meminfo().get(b"Shmem", 0) / 2**10


def unseen_mb() -> float:
    """MB in use that no process shows as its own: shared memory, the kernel's tables, buffers of pipes and sockets.

    All that is neither free, nor a file's, nor some process's anonymous memory, nor given up at need.
    """
    table = meminfo()
    unseen = table.get(b"MemTotal", 0)
    for name in _SEEN:
        unseen -= table.get(name, 0)
    return unseen / 2**10
