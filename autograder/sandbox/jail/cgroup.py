"""Control groups: the kernel's own count of what a sandbox's processes use together, and its own limit on it.

Each run has a folder of its own below the group that it was started in, where that is allowed (root, or a delegated
folder), and in it a group for each sandbox. Version 2 is asked first, then version 1's memory and pids hierarchies.
All of it is reached through open descriptors: a sandbox's parent leaves behind the root from which the paths lead.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import secrets
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.limits import Limits

_PREFIX = "autograder-"
_KEEPER = "autograder-processes"  # holds the run's own processes, where version 2 wants none beside the groups
_SPARE_MB = 64  # page tables, kernel memory: so much comes on top, and a process's own limit is met first
_SPARE_PROCESSES = 16  # the limit of the user's processes is met first, and has its sentence
_FULL = 0.9  # of its limit
_PATIENCE = 2.0  # seconds: processes that were ended hold their group until the kernel has cleared them away
_UNLIMITED = 1 << 60  # bytes: version 1 writes a number as large as this for "no limit"


@dataclass(frozen=True)
class _Names:
    """What the files of a memory group are called."""

    limit: str
    swap: str
    used: str
    peak: str
    kills: str
    cached: tuple[bytes, bytes]  # lines of memory.stat


_V1 = _Names(
    "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.usage_in_bytes", "memory.max_usage_in_bytes",
    "memory.oom_control", (b"total_active_file", b"total_inactive_file"),
)  # fmt: skip
_V2 = _Names(
    "memory.max", "memory.swap.max", "memory.current", "memory.peak", "memory.events",
    (b"active_file", b"inactive_file"),
)  # fmt: skip


class Groups:
    """The groups of one run, each known by a name. Every method but `used_mb` and the like may raise OSError.

    `folders` are the run's folders, one in each hierarchy, the one that counts memory first.
    """

    def __init__(self, folders: list[Path], version: int) -> None:
        self.version = version
        self.names = _V2 if version == 2 else _V1
        self.folders = folders
        self.opened: list[int] = []
        self.parents: list[int] = []
        self.numbers = itertools.count(1)
        for folder in folders:
            folder.mkdir()
            self.parents.append(_open_folder(folder.parent))
            self.opened.append(_open_folder(folder))
            fcntl.flock(self.opened[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)  # says that this run lives

    @property
    def memory(self) -> int:
        """The folder that counts memory."""
        return self.opened[0]

    def make(self, limits: Limits) -> str:
        """A new, empty group that keeps these limits.

        Where it has used up its memory, the kernel ends its largest process, not all of it (`memory.oom.group`): a
        test's copy of a notebook that goes too far must not take the notebook along.
        """
        name = str(next(self.numbers))
        for folder in self.opened:
            os.mkdir(name, dir_fd=folder)
        size = str(limit_mb(limits) << 20)
        _write(self.memory, f"{name}/{self.names.limit}", size)
        swap = "0" if self.version == 2 else size
        with contextlib.suppress(OSError):  # there is no such file where nothing is swapped out
            _write(self.memory, f"{name}/{self.names.swap}", swap)
        with contextlib.suppress(OSError):  # the user's own limit holds without it, too
            _write(self.opened[-1], f"{name}/pids.max", str(limits.processes + _SPARE_PROCESSES))
        return name

    def join(self, name: str) -> None:
        """Move this process into a group."""
        for folder in self.opened:
            _write(folder, f"{name}/cgroup.procs", "0")

    def used_mb(self, name: str) -> float:
        """What its processes use now, cached files included."""
        return self._megabytes(f"{name}/{self.names.used}")

    def peak_mb(self, name: str) -> float:
        """The most that its processes have used together."""
        return self._megabytes(f"{name}/{self.names.peak}") or self.used_mb(name)

    def _megabytes(self, path: str) -> float:
        try:
            return int(_read(self.memory, path)) / (1 << 20)
        except (OSError, ValueError):
            return 0.0

    def kills(self, name: str) -> int:
        """How many of its processes the kernel has ended for want of memory."""
        return self._number(f"{name}/{self.names.kills}", b"oom_kill")

    def was_full(self, name: str, limits: Limits) -> bool:
        """Whether it has used up its memory: the kernel also ends processes where the machine has no more."""
        return self.peak_mb(name) > _FULL * limit_mb(limits)

    def seconds(self, name: str) -> float:
        """Processor time of all that ever ran in it; 0 where that is not counted with memory (version 1)."""
        return self._number(f"{name}/cpu.stat", b"usage_usec") / 1e6

    def _number(self, path: str, key: bytes) -> int:
        with contextlib.suppress(OSError, ValueError):
            for line in _read(self.memory, path).splitlines():
                word, _, number = line.partition(b" ")
                if word == key:
                    return int(number)
        return 0

    def end(self, name: str) -> None:
        """End everything in it."""
        with contextlib.suppress(OSError):
            _write(self.memory, f"{name}/cgroup.kill", "1")  # Linux 5.14, version 2
            return
        _end_all(self.memory, name)

    def remove(self, name: str) -> bool:
        """Take an empty group away; whether it is gone. Processes that have just ended may still hold it."""
        gone = True
        for folder in self.opened:
            gone &= _removed(folder, name)
        return gone

    def close(self) -> None:
        """Remove all that this run has made. What is not gone in time, the next run removes."""
        latest = time.monotonic() + _PATIENCE
        for folder, parent, path in zip(self.opened, self.parents, self.folders, strict=True):
            _clear(folder)
            while not _removed(parent, path.name) and time.monotonic() < latest:
                time.sleep(0.01)
                _clear(folder)


def limit_mb(limits: Limits) -> int:
    """Of a group: files in memory count, too."""
    return limits.memory_mb + limits.files_mb + _SPARE_MB


def find() -> Groups | None:
    """The groups that a run can have here, tried out; None where there are none."""
    token = _PREFIX + secrets.token_hex(4)
    for folders, version in _places():
        for folder in folders:
            _remove_leftovers(folder)
        try:
            _enable(folders[0], version)
            groups = Groups([folder / token for folder in folders], version)
        except OSError:
            _forget(folders, token)
            continue
        if _works(groups):
            return groups
        groups.close()
    return None


def _works(groups: Groups) -> bool:
    """Whether a process can move into a group, and is counted there."""
    try:
        name = groups.make(Limits())
    except OSError:
        return False
    process = os.fork()
    if process == 0:
        failed = 1
        try:
            groups.join(name)
            failed = 0
        finally:
            os._exit(failed)
    _, status = os.waitpid(process, 0)
    groups.remove(name)
    return status == 0


def _forget(folders: list[Path], token: str) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            (folder / token).rmdir()


def _places() -> Iterator[tuple[list[Path], int]]:
    """Where a run's folder could be made: the folders of one place, and the version of its hierarchies."""
    own = own_folder("")
    if own is not None:
        for folder in _upward(own):
            yield [folder], 2
            if limit_of(folder, _V2) is not None:
                break  # further up that limit would not hold
    own, pids = own_folder("memory"), own_folder("pids")
    if own is not None:
        yield [own, pids] if pids is not None else [own], 1


def _enable(folder: Path, version: int) -> None:
    """Have the groups below a folder of version 2 count memory and processes. Raises OSError where they can't."""
    if version != 2:
        return
    if "memory" not in _words(folder / "cgroup.controllers"):
        raise OSError(f"{folder} counts no memory")
    control = folder / "cgroup.subtree_control"
    if "memory" in _words(control):
        return
    with contextlib.suppress(OSError):
        control.write_text("+memory +pids")
        return
    _move_aside(folder)
    control.write_text("+memory +pids")


def _move_aside(folder: Path) -> None:
    """Version 2 lets groups be made only where no process is. Raises OSError where there are others than ours."""
    members = {int(word) for word in _words(folder / "cgroup.procs")}
    if not members <= set(_ancestors(os.getpid())):
        raise OSError(f"{folder} holds processes of others")
    keeper = folder / _KEEPER
    keeper.mkdir(exist_ok=True)
    for member in members:
        (keeper / "cgroup.procs").write_text(str(member))


def _ancestors(process: int) -> Iterator[int]:
    while process > 0:
        yield process
        try:
            process = int(Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            return


def own_folder(controller: str) -> Path | None:
    """The folder of this process's own group in the hierarchy with this controller; with none: in version 2's."""
    try:
        groups = Path("/proc/self/cgroup").read_text(errors="replace").splitlines()
        mounts = Path("/proc/self/mountinfo").read_text(errors="replace").splitlines()
    except OSError:
        return None
    path = None
    for line in groups:
        _, controllers, its_path = line.split(":", 2)
        if controller in controllers.split(","):
            path = its_path
    if path is None:
        return None
    for line in mounts:
        place, _, kind = line.partition(" - ")
        name, _, options = kind.split(" ", 2)
        root, point = place.split(" ")[3:5]
        is_it = name == "cgroup2" if not controller else name == "cgroup" and controller in options.split(",")
        if is_it:
            inside = Path(path).relative_to(root) if Path(path).is_relative_to(root) else Path()
            return Path(point) / inside
    return None


def _upward(folder: Path) -> Iterator[Path]:
    """A group's folder, and those that it lies in, up to where the hierarchy is mounted."""
    while (folder / "cgroup.procs").exists():
        yield folder
        folder = folder.parent


def limited_folders() -> list[tuple[int, _Names]]:
    """The groups, opened, whose limit holds for this process: a container's memory is what they leave of it."""
    found = []
    for controller, names in (("", _V2), ("memory", _V1)):
        own = own_folder(controller)
        if own is not None:
            limited = [folder for folder in _upward(own) if limit_of(folder, names) is not None]
            found += [(_open_folder(folder), names) for folder in limited]
    return found


def limit_of(folder: Path, names: _Names) -> int | None:
    """A group's limit in bytes, or None where it has none."""
    try:
        limit = (folder / names.limit).read_text().strip()
    except OSError:
        return None
    if not limit.isdigit() or int(limit) >= _UNLIMITED:
        return None
    return int(limit)


def size_mb(folder: int, names: _Names) -> float:
    """A limited group's limit. Raises OSError or ValueError."""
    return int(_read(folder, names.limit)) / (1 << 20)


def left_mb(folder: int, names: _Names) -> float:
    """What a limited group has left: cached files would be given up first. Raises OSError or ValueError."""
    limit = int(_read(folder, names.limit))
    used = int(_read(folder, names.used))
    cached = 0
    for line in _read(folder, "memory.stat").splitlines():
        word, _, number = line.partition(b" ")
        if word in names.cached:
            cached += int(number)
    return (limit - used + cached) / (1 << 20)


def _remove_leftovers(folder: Path) -> None:
    """What a run that was killed has left. A run that lives holds a lock on its folder."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{_PREFIX}*"):
            if left.name == _KEEPER:
                continue
            opened = _open_folder(left)
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _clear(opened)
                left.rmdir()
            except OSError:
                continue
            finally:
                os.close(opened)


def _clear(folder: int) -> None:
    """End what is in the groups of a run's folder, and remove them as far as that goes at once."""
    for name in os.listdir(folder):
        if name.isdigit():
            _end_all(folder, name)
            _removed(folder, name)


def _end_all(folder: int, name: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        for process in _read(folder, f"{name}/cgroup.procs").split():
            with contextlib.suppress(ProcessLookupError):
                if int(process):  # 0: not to be seen from here
                    os.kill(int(process), signal.SIGKILL)


def _removed(folder: int, name: str) -> bool:
    try:
        os.rmdir(name, dir_fd=folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _open_folder(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)


def _words(path: Path) -> list[str]:
    return path.read_text().split()


def _read(folder: int, path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(descriptor, 1 << 16)
    finally:
        os.close(descriptor)


def _write(folder: int, path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY, dir_fd=folder)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
