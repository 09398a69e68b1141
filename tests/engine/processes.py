"""The processes of a run, as the machine sees them."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import time
from pathlib import Path

import psutil


def members(coordinator: int) -> list[psutil.Process]:
    """The coordinator, the warm process and the sandboxes' parent, as far as they are there; then all the others.

    All that shares the warm process's session, and whatever descends from it.
    """
    parents, sessions = _everything()
    warm = {p for p, parent in parents.items() if parent == coordinator and sessions[p] == p}
    own = {p for p in parents if sessions[p] in warm}
    adopted = {p for p in own - warm if parents[p] not in own}  # left by its starter, since it has a pid namespace
    while children := {p for p, parent in parents.items() if parent in own} - own:
        own |= children

    def rank(process: int) -> tuple[bool, ...]:
        return process != coordinator, process not in warm, process not in adopted

    found = []
    for process in sorted(own | ({coordinator} & parents.keys()), key=lambda p: (rank(p), p)):
        try:
            found.append(psutil.Process(process))
        except psutil.NoSuchProcess:
            continue
    return found


def _everything() -> tuple[dict[int, int], dict[int, int]]:
    """The parent and the session of each process of this machine."""
    parents, sessions = {}, {}
    for process in psutil.process_iter():
        try:
            parent, session = process.ppid(), os.getsid(process.pid)
        except (psutil.Error, ProcessLookupError):
            continue
        parents[process.pid], sessions[process.pid] = parent, session
    return parents, sessions


def gone(family: list[psutil.Process]) -> None:
    """All of them end within two seconds."""
    _, alive = psutil.wait_procs(family, timeout=2)
    left = []
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.status() != psutil.STATUS_ZOMBIE:
                left.append(process)
    assert not left


def kill_now_and_then(process: subprocess.Popen[bytes], reports: Path, draw: random.Random, most: int) -> int:
    """Kill one process of a run after another, until the run ends or enough are killed; returns how many.

    Mostly while it grades, now and then while it starts; and the two that cost a new start less often than the others.
    """
    kills = 0
    while process.poll() is None and kills < most:
        if draw.random() < 0.9:
            await_report(process, reports)
        time.sleep(draw.uniform(0, 0.3))
        family = members(process.pid)
        if len(family) > 3 and draw.random() < 0.9:
            family = family[3:]  # coordinator, warm process and the sandboxes' parent were there first
        victim = draw.choice(family) if family else process
        with contextlib.suppress(psutil.NoSuchProcess):  # it may end at any moment by itself
            if process.poll() is None and victim.is_running():
                victim.kill()
                kills += 1
        if victim.pid == process.pid:
            process.wait()
            gone(family)
    return kills


def await_report(process: subprocess.Popen[bytes], reports: Path) -> None:
    """Wait for one more report; the folder alone is there before the first worker is."""
    before = len(list(reports.glob("*.json")))
    while process.poll() is None and len(list(reports.glob("*.json"))) == before:
        time.sleep(0.02)
