"""Namespaces: a root that holds only what a sandbox may read, and processes that see only their own."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path

from autograder import linux
from autograder.limits import Limits
from autograder.sandbox.jail.layers import Layer
from autograder.sandbox.jail.trees import readable_below, readable_trees
from autograder.sandbox.jail.users import new_user

HOME = "/home/student"
# without /dev/zero: what is mapped of it is memory that belongs to no process
DEVICES = ("null", "full", "random", "urandom")
SHARED_MEMORY = "/dev/shm"  # noqa: S108  no file of ours is ever made there: it is what a sandbox may write to
WRITABLE = ("/tmp", SHARED_MEMORY)  # noqa: S108  inside its own root, where nobody else can write


def enclose() -> tuple[Layer, ...]:
    """Move this process into namespaces of its own, with a root that holds only `readable_trees`.

    Returns the layers gained; none where the machine refuses any step, and then this process is as it was. The caller
    forks next: its child is the first process of the new pid namespace.
    """
    alone_with_root = os.geteuid() == 0 and new_user() is None  # there is nobody else to become
    ways = (True, False) if alone_with_root else (False, True)
    for with_users in ways:
        if hindrance(with_users=with_users) is None:
            return _enclose(with_users=with_users)
    return ()


def hindrance(*, with_users: bool) -> str | None:
    """What this machine refuses of a sandbox's namespaces, in the kernel's words; None where it refuses nothing.

    All of it is tried in children, which end with their namespaces: who is refused midway has only half a root.
    """
    return _refusal(functools.partial(_rehearse_parent, with_users=with_users))


def _refusal(step: Callable[[], None]) -> str | None:
    """Why a step fails in a child of this process; None where it does not."""
    heard, told = os.pipe()
    process = os.fork()
    if process == 0:
        reason = "it ended"
        try:
            step()
            reason = ""
        except (OSError, ValueError) as fault:
            reason = str(fault) or type(fault).__name__
        finally:
            os.write(told, reason.encode(errors="replace"))
            os._exit(0)
    os.close(told)
    with open(heard, encoding="utf-8", errors="replace") as answer:
        reason = answer.read()
    _, status = os.waitpid(process, 0)
    if status != 0:
        return f"it ended with status {status}"
    return reason or None


def _rehearse_parent(*, with_users: bool) -> None:
    """What the parent of all sandboxes does."""
    _enclose(with_users=with_users)
    _pass_on(_refusal(functools.partial(_rehearse_first, with_users=with_users)))


def _rehearse_first(*, with_users: bool) -> None:
    """What the first process in the new pid namespace does for each sandbox."""
    mount_proc()
    own = os.open("/proc/self/ns/pid", os.O_RDONLY)
    linux.setns(own, linux.CLONE_NEWPID)
    linux.unshare(linux.CLONE_NEWPID)
    _pass_on(_refusal(functools.partial(_rehearse_sandbox, with_users=with_users)))


def _rehearse_sandbox(*, with_users: bool) -> None:
    """What a sandbox does."""
    own_mounts(Limits())
    if with_users:
        own_users()


def _pass_on(reason: str | None) -> None:
    if reason is not None:
        raise OSError(reason)


def _enclose(*, with_users: bool) -> tuple[Layer, ...]:
    spaces = linux.CLONE_NEWNS | linux.CLONE_NEWPID
    if with_users:
        own_users(spaces)
        _change_root()
        return (Layer.USER, Layer.MNT, Layer.PID)
    linux.unshare(spaces)
    _change_root()
    return (Layer.MNT, Layer.PID)


def own_users(spaces: int = 0) -> None:
    """Move into a user namespace of its own (and other new ones), in which this user is the only one."""
    user, group = os.getuid(), os.getgid()
    linux.unshare(spaces | linux.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def devices() -> list[str]:
    """The devices that a sandbox may use, of those that this machine has."""
    plain = [f"/dev/{name}" for name in DEVICES if os.path.exists(f"/dev/{name}")]  # noqa: PTH110  each start
    return plain + nvidia()


@functools.cache
def nvidia() -> list[str]:
    """The devices of NVIDIA's cards."""
    return sorted(str(path) for path in Path("/dev").glob("nvidia*"))


def _change_root() -> None:
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    found = devices()
    root = Path("/tmp")  # noqa: S108  a mount point that every Linux has, and only inside this namespace
    held = {
        tree: os.open(tree, os.O_PATH) for tree in readable_below(str(root))
    }  # what lies below /tmp is about to be covered
    linux.mount("tmpfs", str(root), "tmpfs", linux.MS_NOSUID, "mode=0755,size=1m")
    for tree in readable_trees():
        if tree not in held:
            _bind(tree, root, tree)
    for tree, descriptor in held.items():
        _bind(f"/proc/self/fd/{descriptor}", root, tree)
    for target in ("proc", "tmp", "dev/shm", HOME[1:]):
        (root / target).mkdir(parents=True, exist_ok=True)
    for device in found:
        _bind(device, root, device, sealed=False)
    for link, target in (("fd", "/proc/self/fd"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2")):
        (root / "dev" / link).symlink_to(target)
    linux.mount("/proc", str(root / "proc"), flags=linux.MS_BIND | linux.MS_REC)
    linux.change_root(str(root))
    linux.seal("/")
    linux.mount("tmpfs", HOME, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=0755,size=1m")
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
    linux.mount(source, str(target), flags=linux.MS_BIND | linux.MS_REC)
    if sealed:
        linux.seal(str(target))


def mount_proc() -> None:
    """Show only this pid namespace under /proc. Raises OSError where a container masks parts of the one it has."""
    linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV)


def own_mounts(limits: Limits) -> None:
    """Give a sandbox mounts of its own: /proc, and all that it may write to."""
    linux.unshare(linux.CLONE_NEWNS)
    mount_proc()
    _private_folders(limits)


def _private_folders(limits: Limits) -> None:
    """All that can be written to is one file system in memory, so that its size is the limit of all files together."""
    options = f"mode=1777,size={limits.files_mb}m,nr_inodes={limits.files}"
    linux.mount("tmpfs", HOME, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, options)
    for folder in WRITABLE:
        own = Path(HOME, f".{folder.replace('/', '_')}")
        own.mkdir()
        own.chmod(0o1777)
        inside = {tree: os.open(tree, os.O_PATH) for tree in readable_below(folder)}  # about to be covered
        linux.mount(str(own), folder, flags=linux.MS_BIND)
        for tree, descriptor in inside.items():
            if not Path(tree).exists():  # else it came with one that holds it
                Path(tree).mkdir(parents=True)
                linux.mount(f"/proc/self/fd/{descriptor}", tree, flags=linux.MS_BIND | linux.MS_REC)
            os.close(descriptor)
