"""The jail: what a sandbox sees of the machine, and what it gives up before the student's first line runs.

Each layer is taken where the machine allows it, and those that held are returned by name. `enclose` is called once,
by the parent of all sandboxes; `enter` by each sandbox. Facts and their limits: SECURITY.md.
"""

from __future__ import annotations

import contextlib
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

HOME = "/home/student"
_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/mime.types", "/sys/devices/system/cpu"),
)
_DEVICES = ("null", "zero", "full", "random", "urandom")
# of /proc, where there is only the machine's: other processes' command lines name the course and its files
_FACTS = ("self", "cpuinfo", "meminfo", "stat", "loadavg", "uptime", "version", "filesystems", "sys")
_WRITABLE = ("/tmp", "/dev/shm")  # noqa: S108


@functools.cache
def readable_trees() -> tuple[str, ...]:
    """What a sandbox may read: the system's libraries, this interpreter and its packages. Nothing of the course."""
    own = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    own |= {str(Path(sys.executable).resolve().parent.parent)}
    own |= {entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")}
    return tuple(p for p in (*_SYSTEM, *sorted(own)) if os.path.lexists(p))


@functools.cache
def _readable_below(folder: str) -> tuple[str, ...]:
    return tuple(tree for tree in readable_trees() if _within(tree, folder))


def prepare() -> None:
    """Work out once what is the same for every sandbox: 2 ms in each, else."""
    for folder in _WRITABLE:
        _readable_below(folder)
    column = syscalls.column()
    if column is not None:
        seccomp.program(column)


def sees(path: Path) -> bool:
    """Whether a sandbox would see this path although the jail holds."""
    return any(path.resolve().is_relative_to(Path(tree).resolve()) for tree in readable_trees())


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


def enclose() -> tuple[str, ...]:
    """Move this process into namespaces of its own, with a root that holds only `readable_trees`.

    Returns the layers gained. The caller forks next: its child is the first process of the new pid namespace.
    """
    spaces = syscalls.CLONE_NEWNS | syscalls.CLONE_NEWPID
    try:
        syscalls.unshare(spaces)
        gained: tuple[str, ...] = ()
    except OSError:
        try:
            _own_users(spaces)
        except OSError:
            return ()
        gained = ("user",)
    _change_root()
    return (*gained, "mnt", "pid")


def _own_users(spaces: int = 0) -> None:
    """Move into a user namespace of its own (and other new ones), in which this user is the only one."""
    user, group = os.getuid(), os.getgid()
    syscalls.unshare(spaces | syscalls.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _change_root() -> None:
    syscalls.mount("none", "/", flags=syscalls.MS_REC | syscalls.MS_PRIVATE)
    devices = [f"/dev/{name}" for name in _DEVICES] + [str(p) for p in Path("/dev").glob("nvidia*")]
    root = Path("/tmp")  # noqa: S108  a mount point that every Linux has, and only inside this namespace
    held = {
        tree: os.open(tree, os.O_PATH) for tree in _readable_below(str(root))
    }  # what lies below /tmp is about to be covered
    syscalls.mount("tmpfs", str(root), "tmpfs", syscalls.MS_NOSUID, "mode=0755,size=1m")
    for tree in readable_trees():
        if tree not in held:
            _bind(tree, root, tree)
    for tree, descriptor in held.items():
        _bind(f"/proc/self/fd/{descriptor}", root, tree)
    for target in ("proc", "tmp", "dev/shm", HOME[1:]):
        (root / target).mkdir(parents=True, exist_ok=True)
    for device in devices:
        _bind(device, root, device, sealed=False)
    for link, target in (("fd", "/proc/self/fd"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2")):
        (root / "dev" / link).symlink_to(target)
    syscalls.mount("/proc", str(root / "proc"), flags=syscalls.MS_BIND | syscalls.MS_REC)
    syscalls.change_root(str(root))
    syscalls.seal("/")
    syscalls.mount("tmpfs", HOME, "tmpfs", syscalls.MS_NOSUID | syscalls.MS_NODEV, "mode=0755,size=1m")
    for descriptor in held.values():
        os.close(descriptor)


def _within(path: str, parent: str) -> bool:
    return Path(path).is_relative_to(parent)


def _bind(source: str, root: Path, name: str, *, sealed: bool = True) -> None:
    target = root / name[1:]
    if target.exists() or target.is_symlink():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if Path(source).is_symlink() and not source.startswith("/proc/") and not Path(source).readlink().is_absolute():
        target.symlink_to(Path(source).readlink())
        return
    if Path(source).is_dir():
        target.mkdir()
    else:
        target.touch()
    syscalls.mount(source, str(target), flags=syscalls.MS_BIND | syscalls.MS_REC)
    if sealed:
        syscalls.seal(str(target))


def mount_proc() -> None:
    """Show only this pid namespace under /proc."""
    with contextlib.suppress(OSError):  # a container that masks parts of /proc forbids a fresh one
        syscalls.mount("proc", "/proc", "proc", syscalls.MS_NOSUID | syscalls.MS_NODEV)


def new_user() -> int | None:
    """A user that nobody else is, for a sandbox; None where this process can't become another one."""
    if os.geteuid() != 0:
        return None
    return 1_000_000_000 + secrets.randbelow(1_000_000_000)


def enter(limits: Limits, enclosed: tuple[str, ...], home: str, user: int | None = None) -> tuple[str, ...]:
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
        _private_folders(limits)
    if "user" in enclosed:
        _own_users()  # its processes are counted apart from those of others, so that RLIMIT_NPROC is its own
    _limit(limits)
    if "user" in enclosed:
        syscalls.drop_capabilities()
    elif user is not None and _held(functools.partial(_become, user, home)):
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


def _private_folders(limits: Limits) -> None:
    """All that can be written to is one file system in memory, so that its size is the limit of all files together."""
    options = f"mode=1777,size={limits.files_mb}m,nr_inodes={limits.files}"
    syscalls.mount("tmpfs", HOME, "tmpfs", syscalls.MS_NOSUID | syscalls.MS_NODEV, options)
    for folder in _WRITABLE:
        own = Path(HOME, f".{folder.replace('/', '_')}")
        own.mkdir()
        own.chmod(0o1777)
        inside = {tree: os.open(tree, os.O_PATH) for tree in _readable_below(folder)}  # about to be covered
        syscalls.mount(str(own), folder, flags=syscalls.MS_BIND)
        for tree, descriptor in inside.items():
            if not Path(tree).exists():  # else it came with one that holds it
                Path(tree).mkdir(parents=True)
                syscalls.mount(f"/proc/self/fd/{descriptor}", tree, flags=syscalls.MS_BIND | syscalls.MS_REC)
            os.close(descriptor)


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


def _become(user: int, home: str) -> None:
    os.setgroups([])
    os.chown(home, user, user)
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _landlock(enclosed: bool, home: str) -> None:
    devices = [f"/dev/{name}" for name in _DEVICES] + ["/dev/shm", *map(str, Path("/dev").glob("nvidia*"))]  # noqa: S108
    if enclosed:
        landlock.restrict(["/"], [home, "/tmp", *devices])  # noqa: S108
    else:
        facts = [f"/proc/{name}" for name in _FACTS if os.path.lexists(f"/proc/{name}")]
        landlock.restrict([*readable_trees(), *facts], [home, *devices])
