"""Where a run may make control groups of its own: the places that there are, and how one is made ready.

That is below the group in which the run was started, where it may (root, or whom a folder was delegated to).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.jail import hierarchy

KEEPER = "autograder-processes"  # holds the run's own processes, where version 2 wants none beside the groups


@dataclass(frozen=True)
class Place:
    """Folders in which a run's folder could be made: one in each hierarchy, the one that counts memory first."""

    folders: list[Path]
    version: int  # of the hierarchies


def places() -> Iterator[Place]:
    """Every place that there could be: version 2 first, from the own group upward, then version 1."""
    own_folder = hierarchy.own_folder("")
    if own_folder is not None:
        for folder in hierarchy.upward(own_folder):
            yield Place([folder], 2)
            if hierarchy.limit_of(folder, hierarchy.V2) is not None:
                break  # further up that limit would not hold
    memory_folder = hierarchy.own_folder("memory")
    processes_folder = hierarchy.own_folder("pids")
    if memory_folder is None:
        return
    if processes_folder is None:
        yield Place([memory_folder], 1)
    else:
        yield Place([memory_folder, processes_folder], 1)


def make_ready(place: Place) -> None:
    """Have the groups below a place count memory and processes. Raises OSError where they can't."""
    if place.version != 2:  # version 1 has a hierarchy for each: they count already
        return
    (folder,) = place.folders
    if "memory" not in _words(folder / "cgroup.controllers"):
        raise OSError(f"{folder} counts no memory")
    control = folder / "cgroup.subtree_control"
    if "memory" in _words(control):
        return
    try:
        control.write_text("+memory +pids")
    except OSError:  # since a process is in it: perhaps only this one and who started it
        _move_aside(folder)
        control.write_text("+memory +pids")


def _move_aside(folder: Path) -> None:
    """Version 2 lets groups be made only where no process is. Raises OSError where there are others than ours."""
    members = {int(word) for word in _words(folder / "cgroup.procs")}
    if not members <= set(_ancestors(os.getpid())):
        raise OSError(f"{folder} holds processes of others")
    keeper = folder / KEEPER
    keeper.mkdir(exist_ok=True)
    for member in members:
        (keeper / "cgroup.procs").write_text(str(member))


def _ancestors(process: int) -> Iterator[int]:
    """A process, its parent, and so on up to the first one that can be seen."""
    while process > 0:
        yield process
        try:
            # what follows the name, which may hold anything: the state, and the parent
            fields = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
            process = int(fields[1])
        except (OSError, ValueError, IndexError):
            return


def _words(path: Path) -> list[str]:
    return path.read_text().split()
