"""Control groups as the kernel shows them: folders in a hierarchy, whose files tell and limit what is used.

There is one hierarchy of version 2, and one for each controller, such as `memory`, of version 1. A machine may have
both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_UNLIMITED = 1 << 60  # bytes: version 1 writes a number as large as this for "no limit"
_MOST_OF_A_FILE = 1 << 16  # bytes


@dataclass(frozen=True)
class FileNames:
    """What the files of a group that counts memory are called."""

    limit: str
    swap: str
    used: str
    peak: str
    kills: str
    members: str  # what a process of a single thread writes to in order to join
    cached: tuple[bytes, bytes]  # lines of memory.stat


V1 = FileNames(
    limit="memory.limit_in_bytes",
    swap="memory.memsw.limit_in_bytes",
    used="memory.usage_in_bytes",
    peak="memory.max_usage_in_bytes",
    kills="memory.oom_control",
    members="tasks",  # the kernel moves a thread at once; for a process it waits some 10 ms until no process forks
    cached=(b"total_active_file", b"total_inactive_file"),
)
V2 = FileNames(
    limit="memory.max",
    swap="memory.swap.max",
    used="memory.current",
    peak="memory.peak",
    kills="memory.events",
    members="cgroup.procs",  # threads can't be moved alone here
    cached=(b"active_file", b"inactive_file"),
)


# --- where this process's own group is -----------------------------------------------------------------------------


def own_folder(controller: str) -> Path | None:
    """The folder of this process's own group in the hierarchy with this controller; with none: in version 2's."""
    try:
        path = _own_path(controller)
        mount = _mount_of(controller)
    except OSError:
        return None
    if path is None or mount is None:
        return None
    root, point = mount
    if path.is_relative_to(root):
        return point / path.relative_to(root)
    # a container that sees nothing of the hierarchy above its own group: what is mounted is that group
    return point


def _own_path(controller: str) -> Path | None:
    """The group of this process, as a path from the hierarchy's root. Raises OSError."""
    path = None
    for line in Path("/proc/self/cgroup").read_text(errors="replace").splitlines():
        _, controllers, path_of_line = line.split(":", 2)
        if controller in controllers.split(","):  # version 2's line names no controller
            path = Path(path_of_line)
    return path


def _mount_of(controller: str) -> tuple[str, Path] | None:
    """Where a hierarchy is mounted: the part of it that is, and the folder. Raises OSError."""
    for line in Path("/proc/self/mountinfo").read_text(errors="replace").splitlines():
        place, _, file_system = line.partition(" - ")
        kind, _, options = file_system.split(" ", 2)
        if _is_of(controller, kind, options):
            root, point = place.split(" ")[3:5]
            return root, Path(point)
    return None


def _is_of(controller: str, kind: str, options: str) -> bool:
    """Whether a mounted file system is the hierarchy with this controller; with none: version 2's."""
    if not controller:
        return kind == "cgroup2"
    return kind == "cgroup" and controller in options.split(",")


def upward(folder: Path) -> Iterator[Path]:
    """A group's folder, and those that it lies in, up to where the hierarchy is mounted."""
    while (folder / "cgroup.procs").exists():
        yield folder
        folder = folder.parent


def limit_of(folder: Path, names: FileNames) -> int | None:
    """A group's limit in bytes, or None where it has none."""
    try:
        limit = (folder / names.limit).read_text().strip()
    except OSError:
        return None
    if not limit.isdigit() or int(limit) >= _UNLIMITED:
        return None
    return int(limit)


# --- files, by descriptors: a sandbox's parent leaves behind the root from which paths lead to them ---


def open_folder(folder: Path) -> int:
    """A descriptor, by which the files in a folder can be reached from any root. Raises OSError."""
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)


def read(folder: int, path: str) -> bytes:
    """What a file in an open folder says. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(descriptor, _MOST_OF_A_FILE)
    finally:
        os.close(descriptor)


def read_table(folder: int, path: str) -> dict[bytes, int]:
    """A file of lines that each hold a word and a number. Raises OSError."""
    table = {}
    for line in read(folder, path).splitlines():
        word, _, number = line.partition(b" ")
        if number.isdigit():
            table[word] = int(number)
    return table


def write(folder: int, path: str, text: str) -> None:
    """Write to a file in an open folder. Raises OSError where the kernel refuses what the text asks for."""
    descriptor = os.open(path, os.O_WRONLY, dir_fd=folder)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def remove(folder: int, name: str) -> bool:
    """Remove an empty group in an open folder; whether it is gone."""
    try:
        os.rmdir(name, dir_fd=folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
