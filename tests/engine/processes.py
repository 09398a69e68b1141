"""The processes of a run, as the machine sees them."""

from __future__ import annotations

import os

import psutil


def members(coordinator: int) -> list[psutil.Process]:
    """The coordinator, what shares the warm process's session, and all of their descendants; the oldest first."""
    try:
        first = psutil.Process(coordinator)
        warm = {child.pid for child in first.children() if os.getsid(child.pid) == child.pid}
    except (psutil.Error, ProcessLookupError):
        return []
    found = {first}
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) in warm:
                found |= {process, *process.children(recursive=True)}
        except (psutil.Error, ProcessLookupError):
            continue
    return sorted(found, key=lambda p: p.pid)


def gone(family: list[psutil.Process]) -> None:
    """All of them end within two seconds."""
    _, alive = psutil.wait_procs(family, timeout=2)
    assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
