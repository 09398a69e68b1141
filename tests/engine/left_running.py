"""What a command leaves running: processes below this one, whoever their parent was."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Collection

import psutil

_SUBREAPER = 36  # prctl's number: whatever loses its parent becomes a child of ours, and can be counted
_SECONDS = 5.0  # a process that was killed takes a moment to be gone


def adopt_orphans() -> None:
    """From now on, a process that loses its parent is a child of this one."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def left_running(besides: Collection[int] = (), elsewhere: Collection[int] = ()) -> set[int]:
    """The processes below this one that don't end by themselves.

    Not `besides`, though what is below these counts; and not those `elsewhere` with all that is below them.
    """
    deadline = time.monotonic() + _SECONDS
    left = descendants(elsewhere).difference(besides)
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = descendants(elsewhere).difference(besides)
    return left


def described(processes: Collection[int]) -> str:
    """What there is to say of these processes: whose they are, what they run, and below which one."""
    facts = []
    for number in sorted(processes):
        try:
            facts.append(str(psutil.Process(number).as_dict(["pid", "ppid", "uids", "status", "name", "cmdline"])))
        except psutil.NoSuchProcess:
            facts.append(f"{number}, which has ended meanwhile")
    return "; ".join(facts)


def descendants(elsewhere: Collection[int] = ()) -> set[int]:
    """Living processes below this one, whoever their parent was: not those `elsewhere`, nor what is below these."""
    found = set()
    for child in psutil.Process().children():
        if child.pid in elsewhere:
            continue
        found.update(_living(child))
    return found


def _living(process: psutil.Process) -> set[int]:
    """A process and those below it, without those that have ended."""
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return {process.pid}  # counts until the next look, at which what was below it is a child of ours
    return {member.pid for member in family if not _has_ended(member)}


def _has_ended(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
