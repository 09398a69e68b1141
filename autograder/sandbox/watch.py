"""What the kernel tells of a sandbox's processes: who belongs to it, and how long each has had a processor.

Whatever is read here may have been written by a student's code, such as a process's name: it is bytes, and never text.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

INTERVAL = 0.2  # seconds between two looks
_MOST_TASKS = 256  # of one process
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Usage(msgspec.Struct, frozen=True):
    """What a sandbox's processes, ended ones included as far as the kernel tells, have used up to now.

    `peak_mb` is the most memory that they had at once: with a control group the kernel's own figure, cached files
    included, else the most that was seen. `waited_seconds` is how long one of them was ready to run while somebody else
    had the processor: late without having been served, not slow.
    """

    peak_mb: float = 0.0
    processor_seconds: float = 0.0
    waited_seconds: float = 0.0


class Process(NamedTuple):
    """Whose child a process is, and who owns it."""

    parent: int
    user: int


# --- who there is --------------------------------------------------------------------------------------------------


def processes() -> dict[int, Process]:
    """Every process that this one can see, by its number."""
    table = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended meanwhile
                table[int(entry.name)] = Process(int(stat_fields(entry.name)[1]), entry.stat().st_uid)
    return table


def family(first: int, table: dict[int, Process], user: int | None) -> list[int]:
    """A sandbox's processes: its first one, that one's descendants, and whatever else runs as its own user."""
    members = []
    if first in table:
        members.append(first)
    for process, facts in table.items():
        if process == first:
            continue
        if facts.user == user or _descends(process, first, table):
            members.append(process)
    return members


def _descends(process: int, first: int, table: dict[int, Process]) -> bool:
    """Whether a process is another one's child, or its child's child, and so on."""
    for _ in range(len(table)):  # numbers that are used again while this looks could make a circle
        if process not in table or process == first:
            break
        process = table[process].parent
    return process == first


def stat_fields(process: int | str) -> list[bytes]:
    """The fields of /proc/PID/stat from the third one on: the second, a name, may hold anything. Raises OSError."""
    return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()


def state(process: int) -> bytes:
    """A letter for what a process does: Z where it has ended and nobody has waited for it; none where it is gone."""
    with contextlib.suppress(OSError, IndexError):
        return stat_fields(process)[0]
    return b""


# --- processor time ------------------------------------------------------------------------------------------------


def used_seconds(members: list[int]) -> float:
    """Processor time of these processes and of those of their children that they have waited for."""
    ticks = 0
    for process in members:
        with contextlib.suppress(OSError, IndexError, ValueError):
            ticks += sum(map(int, stat_fields(process)[11:15]))
    return ticks / _TICKS_A_SECOND


def own_seconds(process: int) -> float:
    """Processor time of a process alone, also of one that has ended and that nobody has waited for."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        return sum(map(int, stat_fields(process)[11:13])) / _TICKS_A_SECOND
    return 0.0


def most_seconds(process: int) -> float:
    """The processor time at which the kernel ends a process, also one that has ended; infinite where it doesn't."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        for line in Path(f"/proc/{process}/limits").read_bytes().splitlines():
            if line.startswith(b"Max cpu time"):
                return float(line.split()[3])  # "unlimited" is no number
    return float("inf")


def waited_seconds(members: list[int]) -> float:
    """How long a process was ready to run and somebody else had the processor: of all of them, the longest time.

    It is that of its busiest thread, less what the sandbox's other processes had meanwhile: who keeps himself from the
    processor was served.
    """
    seconds_of_all = used_seconds(members)
    longest = 0.0
    for process in members:
        busiest_turn = max(_turns(process), default=_Turn(0, 0))
        seconds_of_others = seconds_of_all - own_seconds(process)
        longest = max(longest, busiest_turn.waited / 1e9 - seconds_of_others)
    return longest


class _Turn(NamedTuple):
    """Nanoseconds that a thread ran, and that it waited for its turn."""

    ran: int
    waited: int


def _turns(process: int) -> Iterator[_Turn]:
    """The turns of each of a process's threads."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for number, entry in enumerate(os.scandir(f"/proc/{process}/task")):
            if number == _MOST_TASKS:  # so that a process with very many does not take all of the watcher's time
                return
            ran, waited = Path(entry.path, "schedstat").read_bytes().split()[:2]
            yield _Turn(int(ran), int(waited))
