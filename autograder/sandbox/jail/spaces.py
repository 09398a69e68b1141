"""Namespaces: a root that holds only what a sandbox may read, and processes that see only their own."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable
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
    ways = [False, True]
    if os.geteuid() == 0 and new_user() is None:
        # root that can't become anybody else would be root in there as well, but for a user namespace
        ways = [True, False]
    for with_users in ways:
        if hindrance(with_users=with_users) is None:
            return _enclose(with_users=with_users)
    return ()


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
    user = os.getuid()
    group = os.getgid()
    linux.unshare(spaces | linux.CLONE_NEWUSER)
    # the kernel lets a plain user map its group only once nobody in there can leave groups
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


# --- trying it out ---------------------------------------------------------------------------------------------------


def hindrance(*, with_users: bool) -> str | None:
    """What this machine refuses of a sandbox's namespaces, in the kernel's words; None where it refuses nothing.

    All of it is tried in children, which end with their namespaces: who is refused midway has only half a root.
    """
    return _refusal(functools.partial(_rehearse_parent, with_users=with_users))


def _refusal(step: Callable[[], None]) -> str | None:
    """Why a step fails in a child of this process; None where it does not."""
    reading_end, writing_end = os.pipe()
    process = os.fork()
    if process == 0:
        reason = "it ended"  # told where an error of another kind ends the child
        try:
            step()
            reason = ""
        except (OSError, ValueError) as fault:
            reason = str(fault) or type(fault).__name__
        finally:
            os.write(writing_end, reason.encode(errors="replace"))
            os._exit(0)
    os.close(writing_end)
    with open(reading_end, encoding="utf-8", errors="replace") as answer:
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
    own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY)
    linux.setns(own_pids, linux.CLONE_NEWPID)
    linux.unshare(linux.CLONE_NEWPID)
    _pass_on(_refusal(functools.partial(_rehearse_sandbox, with_users=with_users)))


def _rehearse_sandbox(*, with_users: bool) -> None:
    """What a sandbox does."""
    own_mounts(Limits())
    if with_users:
        own_users()


def _pass_on(reason: str | None) -> None:
    """Raise in this process what a child of it was refused, so that its own parent hears of it."""
    if reason is not None:
        raise OSError(reason)


# --- the root --------------------------------------------------------------------------------------------------------


def devices() -> list[str]:
    """The devices that a sandbox may use, of those that this machine has."""
    candidates = [f"/dev/{name}" for name in DEVICES]
    plain_devices = [path for path in candidates if os.path.exists(path)]  # noqa: PTH110  a Path costs more, each start
    return plain_devices + cards()


@functools.cache
def cards() -> list[str]:
    """The devices of NVIDIA's cards; none where students' code is to compute on the CPU (see `workers.devices`)."""
    if os.environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1"):
        return []
    return sorted(str(path) for path in Path("/dev").glob("nvidia*"))


def _change_root() -> None:
    """Make a root that holds the readable trees, the devices and a few empty folders, and move into it."""
    # from here on no mount of this process is seen outside its namespace
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    device_paths = devices()
    root = Path("/tmp")  # noqa: S108  a mount point that every Linux has, and only inside this namespace
    covered_trees = _opened(readable_below(str(root)))
    linux.mount("tmpfs", str(root), "tmpfs", linux.MS_NOSUID, "mode=0755,size=1m")
    for tree in readable_trees():
        if tree not in covered_trees:
            _bind(tree, root, tree)
    for tree, descriptor in covered_trees.items():
        _bind(f"/proc/self/fd/{descriptor}", root, tree)
    for target in ("proc", "tmp", "dev/shm", HOME[1:]):
        (root / target).mkdir(parents=True, exist_ok=True)
    for device in device_paths:
        _bind(device, root, device, sealed=False)
    for link, target in (("fd", "/proc/self/fd"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2")):
        (root / "dev" / link).symlink_to(target)
    linux.mount("/proc", str(root / "proc"), flags=linux.MS_BIND | linux.MS_REC)
    linux.change_root(str(root))
    linux.seal("/")
    linux.mount("tmpfs", HOME, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=0755,size=1m")
    for descriptor in covered_trees.values():
        os.close(descriptor)


def _opened(trees: Iterable[str]) -> dict[str, int]:
    """A descriptor for each of these, by which it can still be reached when a mount has covered its path."""
    return {tree: os.open(tree, os.O_PATH) for tree in trees}


def _bind(source: str, root: Path, name: str, *, sealed: bool = True) -> None:
    """Show `source` under `name` in the new root, read-only where it is to be sealed."""
    target = root / name[1:]
    if target.exists() or target.is_symlink():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    link = _relative_link(source)
    if link is not None:
        target.symlink_to(link)
        return
    # something must be there already that the mount can cover
    if Path(source).is_dir():
        target.mkdir()
    else:
        target.touch()
    linux.mount(source, str(target), flags=linux.MS_BIND | linux.MS_REC)
    if sealed:
        linux.seal(str(target))


def _relative_link(source: str) -> Path | None:
    """Where a relative link points to, such as /bin to usr/bin: it leads to the same place in the new root."""
    if source.startswith("/proc/") or not Path(source).is_symlink():  # a descriptor in /proc looks like a link
        return None
    link = Path(source).readlink()
    if link.is_absolute():
        return None
    return link


def mount_proc() -> None:
    """Show only this pid namespace under /proc. Raises OSError where a container masks parts of the one it has."""
    linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV)


def own_mounts(limits: Limits) -> None:
    """Give a sandbox mounts of its own: /proc, and all that it may write to."""
    linux.unshare(linux.CLONE_NEWNS)
    mount_proc()
    _mount_writable_folders(limits)


def _mount_writable_folders(limits: Limits) -> None:
    """All that can be written to is one file system in memory, so that its size is the limit of all files together."""
    options = f"mode=1777,size={limits.files_mb}m,nr_inodes={limits.files}"
    linux.mount("tmpfs", HOME, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, options)
    for folder in WRITABLE:
        private_folder = Path(HOME, f".{folder.replace('/', '_')}")
        private_folder.mkdir()
        private_folder.chmod(0o1777)
        covered_trees = _opened(readable_below(folder))
        linux.mount(str(private_folder), folder, flags=linux.MS_BIND)
        for tree, descriptor in covered_trees.items():
            if not Path(tree).exists():  # else it came with one that holds it
                Path(tree).mkdir(parents=True)
                linux.mount(f"/proc/self/fd/{descriptor}", tree, flags=linux.MS_BIND | linux.MS_REC)
            os.close(descriptor)
