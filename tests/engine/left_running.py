"""What a command leaves running: processes below this one, whoever their parent was."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Collection
from pathlib import Path

import psutil

_SUBREAPER = 36  # prctl's number: whatever loses its parent becomes a child of ours, and can be counted
_SECONDS = 5.0  # a process that was killed takes a moment to be gone


def adopt_orphans() -> None:
    """From now on, a process that loses its parent is a child of this one."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def left_running(besides: Collection[int]) -> set[int]:
    """The processes below this one that don't end by themselves, but for these."""
    deadline = time.monotonic() + _SECONDS
    left = descendants().difference(besides)
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = descendants().difference(besides)
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


def descendants() -> set[int]:
    """Living processes below this one, whoever their parent was."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = entry.joinpath("stat").read_bytes().rpartition(b")")[2].split()[:2]
        except OSError:
            continue
        if state != b"Z":
            parents[int(entry.name)] = int(parent)

    def is_ours(process: int) -> bool:
        while process in parents and process != os.getpid():
            process = parents[process]
        return process == os.getpid()

    return {p for p in parents if p != os.getpid() and is_ours(p)}
