"""The jail: what a sandbox sees of the machine, and what it gives up before the student's first line runs.

Each layer is taken where the machine allows it, and those that held are returned by name. `enclose` is called once,
by the parent of all sandboxes; `enter` by each sandbox. Facts and their limits: SECURITY.md.
"""

from __future__ import annotations

import functools
import os
import resource
import secrets
import signal
import stat
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from autograder.sandbox import landlock, seccomp, syscalls
from autograder.sandbox.limits import Limits
from autograder.sandbox.spaces import DEVICES, HOME, WRITABLE, enclose, mount_proc, own_users, private_folders
from autograder.sandbox.trees import readable_below, readable_trees, sees

__all__ = [
    "HOME",
    "enclose",
    "enter",
    "mount_proc",
    "prepare",
    "readable_trees",
    "sees",
    "shortcomings",
    "unreadable_to_others",
]

# of /proc, where there is only the machine's: other processes' command lines name the course and its files
_FACTS = ("self", "cpuinfo", "meminfo", "stat", "loadavg", "uptime", "version", "filesystems", "sys")
_HIGHEST_PLAIN_UID = 65_533


def prepare() -> None:
    """Work out once what is the same for every sandbox: 2 ms in each, else."""
    for folder in WRITABLE:
        readable_below(folder)
    column = syscalls.column()
    if column is not None:
        seccomp.program(column)


def shortcomings(layers: Iterable[str]) -> list[str]:
    """What a student's code could do where only these layers hold, in words; empty where the boundary stands."""
    held = set(layers)
    found = []
    if not held & {"mnt", "landlock"}:
        found.append("read the graders and solutions (neither a mount namespace nor Landlock)")
    if not held & {"pid", "uid"}:
        found.append("end the grader's processes (neither a pid namespace nor a user of its own)")
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


def enter(limits: Limits, enclosed: tuple[str, ...], home: str) -> tuple[str, ...]:
    """Give up everything that a student's code does not need; returns the layers that hold from here on."""
    layers = list(enclosed)
    if "mnt" in enclosed:
        for name, flag in (
            ("net", syscalls.CLONE_NEWNET),
            ("ipc", syscalls.CLONE_NEWIPC),
            ("uts", syscalls.CLONE_NEWUTS),
        ):
            if _held(functools.partial(syscalls.unshare, flag)):
                layers.append(name)
        syscalls.unshare(syscalls.CLONE_NEWNS)
        mount_proc()
        private_folders(limits)
    if "user" in enclosed:
        own_users()  # its processes are counted apart from those of others, so that RLIMIT_NPROC is its own
    _limit(limits)
    if "user" in enclosed:
        syscalls.drop_capabilities()
    elif os.geteuid() == 0 and _held(lambda: _change_user(home)):
        layers.append("uid")
    # a change of user resets both of these: they come after it
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    # where nobody else can see it, its parent must be able to count its memory, even as a plain user
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, int("user" in enclosed))
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    layers += ["no_new_privs", "rlimits"]
    if _held(lambda: _landlock("mnt" in enclosed, home)):
        layers.append("landlock")
    if _held(seccomp.install):
        layers.append("seccomp")
    os.chdir(home)
    return tuple(layers)


def _held(step: Callable[[], None]) -> bool:
    try:
        step()
    except OSError:
        return False
    return True


def _limit(limits: Limits) -> None:
    seconds = int(limits.notebook_seconds + limits.test_seconds) * 2
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
        resource.setrlimit(kind, (limit, limit))


def _data() -> int:
    """Bytes that count against RLIMIT_DATA already."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmData:"))
    return int(line.split()[1]) << 10


def _change_user(home: str) -> None:
    """Become a user that nobody else is: a random one, so that RLIMIT_NPROC counts this submission alone."""
    user = 1_000_000_000 + secrets.randbelow(1_000_000_000)
    try:
        os.setgroups([])
        _become(user, home)
    except OSError:  # a user namespace that maps only 65,536 users
        _become(_HIGHEST_PLAIN_UID - secrets.randbelow(4_000), home)


def _become(user: int, home: str) -> None:
    os.chown(home, user, user)
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _landlock(enclosed: bool, home: str) -> None:
    devices = [f"/dev/{name}" for name in DEVICES] + ["/dev/shm", *map(str, Path("/dev").glob("nvidia*"))]  # noqa: S108
    if enclosed:
        landlock.restrict(["/"], [home, "/tmp", *devices])  # noqa: S108
    else:
        facts = [f"/proc/{name}" for name in _FACTS if os.path.lexists(f"/proc/{name}")]
        landlock.restrict([*readable_trees(), *facts], [home, *devices])
