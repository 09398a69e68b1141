"""What a sandbox's processes use together, and what the machine has left, as far as the kernel tells.

Resource limits are per process, and control groups can't be had in most containers and by plain users. So a process
beside the parent of all sandboxes looks at them a few times a second, which is the same everywhere. Whatever is read
here may have been written by a student's code, such as a process's name: it is bytes, and never text.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from autograder.limits import Limits
from autograder.sandbox.jail import cgroup

INTERVAL = 0.2  # seconds between two looks
_LARGE = 1 << 18  # kB
_TOLERANCE = 1.1, 64  # of memory: a factor, and MB that the pages shared with other sandboxes may add
_SHARED = (b"/dev/zero", b"/memfd:", b"/SYSV")  # of no process; files in memory are counted as files
_MOST_OF_MAPS = 8 << 20  # bytes
_SHARED_MEMORY = "/dev/shm"  # noqa: S108
_SHARE = 3  # of it, at most the third part for one sandbox
_DEEPEST = 256  # folders in one another
_MOST_TASKS = 256  # of one process
_TICKS = os.sysconf("SC_CLK_TCK")


class Usage(msgspec.Struct, frozen=True):
    """What a sandbox's processes, ended ones included as far as the kernel tells, have used up to now.

    `peak_mb` is the most memory that they had at once: with a control group the kernel's own figure, cached files
    included, else the most that was seen. `waited_seconds` is how long one of them was ready to run while somebody else
    had the processor: late without having been served, not slow.
    """

    peak_mb: float = 0.0
    processor_seconds: float = 0.0
    waited_seconds: float = 0.0


def nothing() -> None:
    """Between two processes there is nothing else to do."""


def processes() -> dict[int, tuple[int, int]]:
    """Every process that this one can see: its parent and its user."""
    found = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                found[int(entry.name)] = int(_stat(entry.name)[1]), entry.stat().st_uid
    return found


def _stat(process: int | str) -> list[bytes]:
    """The fields of /proc/PID/stat from the third one on: the second, a name, may hold anything."""
    return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()


def state(process: int) -> bytes:
    """A letter for what a process does: Z where it has ended and nobody has waited for it; none where it is gone."""
    with contextlib.suppress(OSError, IndexError):
        return _stat(process)[0]
    return b""


def family(first: int, seen: dict[int, tuple[int, int]], user: int | None) -> list[int]:
    """A sandbox's processes: the descendants of its first one, and whatever else runs as its own user."""

    def belongs(process: int) -> bool:
        for _ in range(len(seen)):  # numbers that are used again while this looks could make a circle
            if process not in seen or process == first:
                break
            process = seen[process][0]
        return process == first

    found = [p for p, (_, owner) in seen.items() if owner == user or belongs(p)]
    return sorted(found, key=lambda p: p != first)


def own_memory() -> int:
    """Memory of this process's own kind in kB, which every sandbox inherits and shares."""
    return _estimate(os.getpid())


def memory(members: list[int], inherited: int, between: Callable[[], None] = nothing) -> float:
    """MB that these processes use together, the first of a sandbox's first; exact only where an estimate is large.

    An exact figure takes 10 ms and more a process: `between` is called after each.
    """
    estimate = sum(max(0, _estimate(p) - inherited) for p in members)
    if estimate <= _LARGE:
        return estimate / 2**10
    total = 0
    for process in members:
        total += _exact(process) or _at_most(process, members[0], inherited)
        between()
    return total / 2**10


def too_much_memory(used: float, limits: Limits) -> bool:
    """Whether so many MB are over the limit."""
    factor, added = _TOLERANCE
    return used > limits.memory_mb * factor + added


def _estimate(process: int) -> int:
    """Memory in kB, that which is shared with others counted whole."""
    return _sum(f"/proc/{process}/status", (b"RssAnon:", b"RssShmem:", b"VmPTE:"))


def _exact(process: int) -> int:
    """Memory in kB, that which n processes share counted as an nth of it; 0 where it can't be read. It costs 10 ms."""
    shared = _sum(f"/proc/{process}/smaps_rollup", (b"Pss_Anon:", b"Pss_Shmem:"))
    return shared and shared + _sum(f"/proc/{process}/status", (b"VmPTE:",))


def _at_most(process: int, first: int, inherited: int) -> int:
    """Memory in kB where nothing exact can be read, as by root without CAP_SYS_PTRACE.

    What a copy has beyond the process that it was copied from is new, or was copied page by page: by as many faults.
    """
    own = _estimate(process)
    if process == first:
        return max(0, own - inherited)
    with contextlib.suppress(OSError, IndexError, ValueError):
        faults = int(_stat(process)[7])
        return min(own, max(0, own - _estimate(first)) + 4 * faults)
    return 0


def _sum(path: str, fields: tuple[bytes, ...]) -> int:
    with contextlib.suppress(OSError, IndexError, ValueError):
        return sum(int(line.split()[1]) for line in Path(path).read_bytes().splitlines() if line.startswith(fields))
    return 0


def shared_memory(members: list[int], between: Callable[[], None] = nothing) -> float:
    """MB of the mappings that belong to no process and that these have, each counted once and whole.

    How much of one has been written is not told: a process that ended may have done it, or one that let go of it.
    """
    sizes: dict[bytes, int] = {}
    for process in members:
        with contextlib.suppress(OSError, ValueError):
            for line in _read_some(f"/proc/{process}/maps").splitlines():
                fields = line.split(None, 5)
                if len(fields) == 6 and fields[1].endswith(b"s") and fields[5].startswith(_SHARED):
                    start, _, end = fields[0].partition(b"-")
                    size = int(fields[2], 16) + int(end, 16) - int(start, 16)  # a part of it may be mapped
                    sizes[fields[4]] = max(size, sizes.get(fields[4], 0))
        between()
    return sum(sizes.values()) / 2**20


def _read_some(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(_MOST_OF_MAPS)


class Machine:
    """The machine's own memory, and that of the container in which this runs: made before any root is left behind."""

    def __init__(self) -> None:
        self.limited = cgroup.limited_folders()

    def left_mb(self) -> float:
        """MB that are to be had before something must be ended."""
        left = meminfo().get(b"MemAvailable", 1 << 40) / 2**10
        for folder, names in self.limited:
            with contextlib.suppress(OSError, ValueError):
                left = min(left, cgroup.left_mb(folder, names))
        return left

    def size_mb(self) -> float:
        """MB that there are."""
        size = meminfo().get(b"MemTotal", 1 << 40) / 2**10
        for folder, names in self.limited:
            with contextlib.suppress(OSError, ValueError):
                size = min(size, cgroup.size_mb(folder, names))
        return size


def meminfo() -> dict[bytes, int]:
    """The kernel's table of memory, in kB."""
    found = {}
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_bytes().splitlines():
            name, _, rest = line.partition(b":")
            found[name] = int(rest.split()[0])
    return found


def all_shared_mb() -> float:
    """MB of shared memory, and of files in memory, in the whole machine."""
    return meminfo().get(b"Shmem", 0) / 2**10


def unseen_mb() -> float:
    """MB in use that no process shows as its own: shared memory, the kernel's tables, buffers of pipes and sockets.

    All that is neither free, nor a file's, nor some process's anonymous memory, nor given up at need.
    """
    table = meminfo()
    seen = (b"MemFree", b"Active(file)", b"Inactive(file)", b"AnonPages", b"SReclaimable", b"SwapCached")
    return (table.get(b"MemTotal", 0) - sum(table.get(name, 0) for name in seen)) / 2**10


def used_seconds(members: list[int]) -> float:
    """Processor time of these processes and of those of their children that they have waited for."""
    ticks = 0
    for process in members:
        with contextlib.suppress(OSError, IndexError, ValueError):
            ticks += sum(map(int, _stat(process)[11:15]))
    return ticks / _TICKS


def waited_seconds(members: list[int]) -> float:
    """How long a process was ready to run and somebody else had the processor: of all of them, the longest time.

    It is that of its busiest thread, less what the sandbox's other processes had meanwhile: who keeps himself from the
    processor was served.
    """
    all_seconds = used_seconds(members)
    longest = 0.0
    for process in members:
        waited = max(_turns(process), default=(0, 0))[1] / 1e9
        others = all_seconds - own_seconds(process)
        longest = max(longest, waited - others)
    return longest


def _turns(process: int) -> Iterator[tuple[int, int]]:
    """Of each thread: nanoseconds that it ran, and that it waited for its turn."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for number, entry in enumerate(os.scandir(f"/proc/{process}/task")):
            if number == _MOST_TASKS:
                return
            ran, waited = Path(entry.path, "schedstat").read_bytes().split()[:2]
            yield int(ran), int(waited)


def own_seconds(process: int) -> float:
    """Processor time of a process alone, also of one that has ended and that nobody has waited for."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        return sum(map(int, _stat(process)[11:13])) / _TICKS
    return 0.0


def most_seconds(process: int) -> float:
    """The processor time at which the kernel ends a process, also one that has ended; infinite where it doesn't."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        for line in Path(f"/proc/{process}/limits").read_bytes().splitlines():
            if line.startswith(b"Max cpu time"):
                return float(line.split()[3])  # "unlimited" is no number
    return float("inf")


def too_many_files(folder: str, user: int | None, members: list[int], limits: Limits) -> bool:
    """Whether a sandbox's files are over the limit, in number or together in size, or its folders nested too deep.

    They lie below its folder, and in /dev/shm, where those of its user count, and where it may take a third of what
    all sandboxes share; or they are removed, and still open.
    """
    size = _removed_files(members)
    number = 0
    shared = 0
    for place, owner in ((folder, None), (_SHARED_MEMORY, user)):
        if place != folder and owner is None:
            continue
        for status, depth in _walk(place):
            if owner is None or status.st_uid == owner:
                size += status.st_blocks * 512
                number += 1
                if place != folder:
                    shared += status.st_blocks * 512
            if number > limits.files or size > limits.files_mb << 20 or depth > _DEEPEST:
                return True
    return shared * _SHARE > _size_of(_SHARED_MEMORY)


def _size_of(place: str) -> int:
    """Bytes of a file system; more than anybody has where that can't be told."""
    try:
        facts = os.statvfs(place)
    except OSError:
        return 1 << 62
    return facts.f_blocks * facts.f_frsize or 1 << 62


def _removed_files(members: list[int]) -> int:
    """Bytes of the files that have no name any more, and that these processes keep open, where that can be seen."""
    sizes = {}
    for process in members:
        with contextlib.suppress(OSError):
            for entry in os.scandir(f"/proc/{process}/fd"):
                with contextlib.suppress(OSError):
                    status = entry.stat()
                    if status.st_nlink == 0 and stat.S_ISREG(status.st_mode):
                        sizes[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(sizes.values())


def _walk(folder: str) -> Iterator[tuple[os.stat_result, int]]:
    """Each file below a folder, and how deep it lies. Paths may be long: each folder is opened from the one above."""
    opened: list[tuple[int, Iterator[os.DirEntry[str]]]] = []
    try:
        _enter(opened, folder, None)
        while opened:
            descriptor, entries = opened[-1]
            entry = next(entries, None)
            if entry is None:
                opened.pop()
                os.close(descriptor)
                continue
            with contextlib.suppress(OSError):
                yield entry.stat(follow_symlinks=False), len(opened)
                if entry.is_dir(follow_symlinks=False):
                    _enter(opened, entry.name, descriptor)
    finally:
        for descriptor, _ in opened:
            os.close(descriptor)


def _enter(opened: list[tuple[int, Iterator[os.DirEntry[str]]]], name: str, above: int | None) -> None:
    with contextlib.suppress(OSError):
        descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
        opened.append((descriptor, os.scandir(descriptor)))
