"""The jail: what a sandbox sees of the machine, and what it gives up before the student's first line runs.

Each layer is taken where the machine allows it, and those that held are returned by name. `enclose` is called once,
by the parent of all sandboxes; `enter` by each sandbox. Facts and their limits: SECURITY.md.
"""

from __future__ import annotations

import functools
import os
import resource
import signal
import stat
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from autograder import linux
from autograder.limits import Limits
from autograder.sandbox.jail import landlock, seccomp
from autograder.sandbox.jail.spaces import (
    WRITABLE,
    devices,
    nvidia,
    own_mounts,
    own_users,
)
from autograder.sandbox.jail.trees import readable_below, readable_trees
from autograder.sandbox.jail.users import become

# of /proc, where there is only the machine's: other processes' command lines name the course and its files
_FACTS = ("self", "cpuinfo", "meminfo", "stat", "loadavg", "uptime", "version", "filesystems", "sys")
_SHARED_MEMORY = "/dev/shm"  # noqa: S108
_LITTLE = 1 << 20  # bytes
_FIRST_TO_GO = 1000  # of those that a machine without memory ends


def prepare() -> None:
    """Work out once what is the same for every sandbox: 2 ms in each, else."""
    for folder in WRITABLE:
        readable_below(folder)
    column = linux.column()
    if column is not None:
        seccomp.program(column, **_exceptions())


def _exceptions() -> dict[str, bool]:
    """What the filter must let through on this machine.

    SIGKILL, where the kernel does not tell how a process ended: there it is no evidence, and a sandbox ends its copies
    itself. Anonymous memory in common, where there is a card: CUDA takes it for pinned memory.
    """
    return {"may_kill": not linux.tells_exits(), "shared_memory": bool(nvidia())}


def shortcomings(layers: Iterable[str]) -> list[str]:
    """What a student's code could do where only these layers hold, in words; empty where the boundary stands."""
    held = set(layers)
    found = []
    if not held & {"mnt", "landlock"}:
        found.append("read the graders and solutions (neither a mount namespace nor Landlock)")
    if not held & {"pid", "uid"}:
        found.append("end the grader's processes (neither a pid namespace nor a user of its own)")
    elif not held & {"uid", "user"}:
        found.append("act with the rights of whoever grades (neither a user of its own nor a user namespace)")
    if not held & {"net", "seccomp"}:
        found.append("use the network (neither a network namespace nor seccomp)")
    return found


def unreadable_to_others() -> Path | None:
    """A folder on the way to this interpreter or its packages that another user can't enter, where there is one."""
    for tree in (sys.prefix, sys.base_prefix):
        for folder in (Path(tree), *Path(tree).parents):
            if not folder.stat().st_mode & stat.S_IXOTH:
                return folder
    return None


def enter(limits: Limits, enclosed: tuple[str, ...], home: str, user: int | None = None) -> tuple[str, ...]:
    """Give up everything that a student's code does not need; returns the layers that hold from here on.

    `user` is who it becomes (`new_user`), or None. A layer that the machine refuses is left out; OSError is raised
    only for the mounts, which `enclose` has seen to work.
    """
    layers = list(enclosed)
    if "mnt" in enclosed:
        layers += _own_spaces()
        own_mounts(limits)
    if "user" in enclosed:
        own_users()  # its processes are counted apart from those of others, so that RLIMIT_NPROC is its own
    _held(lambda: _write("/proc/self/oom_score_adj", _FIRST_TO_GO))  # before the grader, at any rate
    limited = _held(lambda: _limit(limits))
    if "user" in enclosed:
        linux.drop_capabilities()
    elif user is not None and _held(lambda: become(user, home)):
        layers.append("uid")
    else:
        _held(linux.drop_capabilities)
    # a change of user resets both of these: they come after it
    _held(lambda: linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL))
    # where nobody else can see it, its parent must be able to count its memory, even as a plain user
    _held(lambda: linux.prctl(linux.PR_SET_DUMPABLE, int("user" in enclosed)))
    if _held(lambda: linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)):
        layers.append("no_new_privs")
    if limited:
        layers.append("rlimits")
    if _held(lambda: _landlock("mnt" in enclosed, home)):
        layers.append("landlock")
    if _held(lambda: seccomp.install(**_exceptions())):
        layers.append("seccomp")
    os.chdir(home)
    return tuple(layers)


def _own_spaces() -> list[str]:
    """Move into more namespaces; returns the names of those that could be had."""
    gained = []
    for name, flag in (
        ("net", linux.CLONE_NEWNET),
        ("ipc", linux.CLONE_NEWIPC),
        ("uts", linux.CLONE_NEWUTS),
    ):
        if _held(functools.partial(linux.unshare, flag)):
            gained.append(name)
    return gained


def _held(step: Callable[[], None]) -> bool:
    try:
        step()
    except (OSError, ValueError):  # setrlimit says ValueError
        return False
    return True


def _write(path: str, value: int) -> None:
    Path(path).write_text(str(value))


def _limit(limits: Limits) -> None:
    """Limit what one process may use. Raises OSError or ValueError where one of these limits can't be set."""
    seconds = int(limits.notebook_seconds + limits.test_seconds) * 2 * len(os.sched_getaffinity(0))
    for name, value in (
        ("DATA", _data() + (limits.memory_mb << 20)),
        ("FSIZE", limits.file_mb << 20),
        ("NPROC", limits.processes),
        ("NOFILE", limits.open_files),
        ("CPU", seconds),
        ("CORE", 1),  # not 0: that would still run a program that the host names in core_pattern
    ):
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # at the hard limit of its time the kernel would send SIGKILL, at this one it sends SIGXCPU
        resource.setrlimit(kind, (limit, hard if name == "CPU" else limit))


def _data() -> int:
    """Bytes that count against RLIMIT_DATA already. Raises OSError where the platform does not tell."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) << 10
    raise OSError("no VmData in /proc/self/status")


def _landlock(enclosed: bool, home: str) -> None:
    if enclosed:
        landlock.restrict(["/"], [home, "/tmp", _SHARED_MEMORY, *devices()])  # noqa: S108
    else:
        facts = [f"/proc/{name}" for name in _FACTS if os.path.lexists(f"/proc/{name}")]
        # semaphores and tensors in common are files in /dev/shm, which all sandboxes have in common as well
        landlock.restrict([*readable_trees(), *facts], [home, *devices()], [_SHARED_MEMORY])


def shared_memory_is_full() -> bool:
    """Whether /dev/shm, which sandboxes without namespaces have in common, has no room left: nobody's fault alone."""
    try:
        room = os.statvfs(_SHARED_MEMORY)
    except OSError:
        return False
    return room.f_blocks > 0 and (room.f_bavail * room.f_frsize < _LITTLE or (room.f_files > 0 and room.f_favail == 0))
