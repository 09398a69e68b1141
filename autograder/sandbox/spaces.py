"""Namespaces: a root that holds only what a sandbox may read, and processes that see only their own."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from autograder.sandbox import syscalls
from autograder.sandbox.limits import Limits
from autograder.sandbox.trees import readable_below, readable_trees

HOME = "/home/student"
DEVICES = ("null", "zero", "full", "random", "urandom")
WRITABLE = ("/tmp", "/dev/shm")  # noqa: S108


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
            own_users(spaces)
        except OSError:
            return ()
        gained = ("user",)
    _change_root()
    return (*gained, "mnt", "pid")


def own_users(spaces: int = 0) -> None:
    """Move into a user namespace of its own (and other new ones), in which this user is the only one."""
    user, group = os.getuid(), os.getgid()
    syscalls.unshare(spaces | syscalls.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _change_root() -> None:
    syscalls.mount("none", "/", flags=syscalls.MS_REC | syscalls.MS_PRIVATE)
    devices = [f"/dev/{name}" for name in DEVICES] + [str(p) for p in Path("/dev").glob("nvidia*")]
    root = Path("/tmp")  # noqa: S108  a mount point that every Linux has, and only inside this namespace
    held = {
        tree: os.open(tree, os.O_PATH) for tree in readable_below(str(root))
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


def private_folders(limits: Limits) -> None:
    """All that can be written to is one file system in memory, so that its size is the limit of all files together."""
    options = f"mode=1777,size={limits.files_mb}m,nr_inodes={limits.files}"
    syscalls.mount("tmpfs", HOME, "tmpfs", syscalls.MS_NOSUID | syscalls.MS_NODEV, options)
    for folder in WRITABLE:
        own = Path(HOME, f".{folder.replace('/', '_')}")
        own.mkdir()
        own.chmod(0o1777)
        inside = {tree: os.open(tree, os.O_PATH) for tree in readable_below(folder)}  # about to be covered
        syscalls.mount(str(own), folder, flags=syscalls.MS_BIND)
        for tree, descriptor in inside.items():
            if not Path(tree).exists():  # else it came with one that holds it
                Path(tree).mkdir(parents=True)
                syscalls.mount(f"/proc/self/fd/{descriptor}", tree, flags=syscalls.MS_BIND | syscalls.MS_REC)
            os.close(descriptor)
