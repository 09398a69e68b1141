"""The processes of a run, as the machine sees them."""

from __future__ import annotations

import os

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
    assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
