"""The jail: what a sandbox sees of the machine, and what it gives up before the student's first line runs.

Each layer is taken where the machine allows it, and those that hold are returned by name. The parent of all sandboxes
calls `spaces.enclose` once and then `prepare`; each sandbox calls `enter`. Facts and their limits: SECURITY.md.
"""

from __future__ import annotations

import os
import resource
import signal
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from autograder import linux
from autograder.limits import Limits
from autograder.sandbox.jail import landlock, seccomp
from autograder.sandbox.jail.layers import Layer
from autograder.sandbox.jail.spaces import (
    SHARED_MEMORY,
    WRITABLE,
    cards,
    devices,
    own_mounts,
    own_users,
)
from autograder.sandbox.jail.trees import interpreter_trees, readable_below, readable_trees
from autograder.sandbox.jail.users import become

# of /proc, where there is only the machine's: other processes' command lines name the course and its files
_FACTS = ("self", "cpuinfo", "meminfo", "stat", "loadavg", "uptime", "version", "filesystems", "sys")
_LITTLE_ROOM = 1 << 20  # bytes
_ENDED_FIRST = "1000"  # the highest score: where the machine has no memory left, the kernel ends this one first


def prepare() -> None:
    """Work out once what is the same for every sandbox: 2 ms in each, else."""
    for folder in WRITABLE:
        readable_below(folder)
    column = linux.column()
    if column is not None:
        seccomp.program(column, **_exceptions())


def enter(limits: Limits, enclosed: tuple[str, ...], home: str, user: int | None = None) -> tuple[str, ...]:
    """Give up everything that a student's code does not need; returns the names of the layers that hold from here on.

    `enclosed` are the layers that `spaces.enclose` has gained, `user` is who this process becomes (`new_user`), or
    None. A layer that the machine refuses is left out; OSError is raised only for the mounts, and for the user
    namespace, which `enclose` has seen to work.
    """
    layers = _Layers(enclosed)
    if Layer.MNT in enclosed:
        layers.put_on(Layer.NET, linux.unshare, linux.CLONE_NEWNET)
        layers.put_on(Layer.IPC, linux.unshare, linux.CLONE_NEWIPC)
        layers.put_on(Layer.UTS, linux.unshare, linux.CLONE_NEWUTS)
        own_mounts(limits)
    if Layer.USER in enclosed:
        # in a namespace of its own its processes are counted apart from others', so that RLIMIT_NPROC is its own
        own_users()
    _attempt(_be_ended_first)
    layers.put_on(Layer.RLIMITS, _limit_resources, limits)
    _give_up_privileges(layers, home, user)
    # a change of user resets both of these properties: they are set after it
    _attempt(linux.prctl, linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    # where nobody else can see it, its parent must be able to count its memory, even as a plain user
    _attempt(linux.prctl, linux.PR_SET_DUMPABLE, int(Layer.USER in enclosed))
    layers.put_on(Layer.NO_NEW_PRIVS, linux.prctl, linux.PR_SET_NO_NEW_PRIVS, 1)
    layers.put_on(Layer.LANDLOCK, _restrict_files, home, Layer.MNT in enclosed)
    # last of all, since the filter refuses most of the calls that the steps above consist of
    layers.put_on(Layer.SECCOMP, _filter_calls)
    os.chdir(home)
    return layers.names()


class _Layers:
    """The layers that hold so far."""

    def __init__(self, enclosed: Iterable[str]) -> None:
        self.held = set(enclosed)

    def put_on(self, layer: Layer, step: Callable[..., None], *arguments: object) -> bool:
        """Take the step that makes a layer hold; False where the machine refuses it."""
        holds = _attempt(step, *arguments)
        if holds:
            self.held.add(layer)
        return holds

    def names(self) -> tuple[str, ...]:
        """The layers as plain texts, which is what can cross to the grader, in the order of `Layer`."""
        return tuple(layer.value for layer in Layer if layer in self.held)


def _attempt(step: Callable[..., None], *arguments: object) -> bool:
    """Take a step that a machine may refuse; whether it was taken."""
    try:
        step(*arguments)
    except (OSError, ValueError):  # setrlimit says ValueError
        return False
    return True


# --- the steps, in the order of `enter` ------------------------------------------------------------------------------


def _be_ended_first() -> None:
    """Where the machine runs out of memory, have the kernel end this process before any grader."""
    Path("/proc/self/oom_score_adj").write_text(_ENDED_FIRST)


def _limit_resources(limits: Limits) -> None:
    """Limit what one process may use. Raises OSError or ValueError where one of these limits can't be set."""
    # twice what the grader waits for it, on each processor that it may use: only what has escaped the grader meets this
    seconds = int(limits.notebook_seconds + limits.test_seconds) * 2 * len(os.sched_getaffinity(0))
    _lower_limit(resource.RLIMIT_DATA, _data_bytes() + (limits.memory_mb << 20))
    _lower_limit(resource.RLIMIT_FSIZE, limits.file_mb << 20)
    _lower_limit(resource.RLIMIT_NPROC, limits.processes)
    _lower_limit(resource.RLIMIT_NOFILE, limits.open_files)
    # at the hard limit of its time the kernel would send SIGKILL, at the soft one it sends SIGXCPU
    _lower_limit(resource.RLIMIT_CPU, seconds, keep_hard=True)
    # not 0: that would still run a program that the host names in core_pattern
    _lower_limit(resource.RLIMIT_CORE, 1)


def _lower_limit(kind: int, value: int, *, keep_hard: bool = False) -> None:
    """Set a limit, at most to the hard one that there is; and the hard one to the same, unless it is to be kept."""
    hard = resource.getrlimit(kind)[1]
    soft = value
    if hard != resource.RLIM_INFINITY:
        soft = min(value, hard)
    if not keep_hard:
        hard = soft
    resource.setrlimit(kind, (soft, hard))


def _data_bytes() -> int:
    """Bytes that count against RLIMIT_DATA already. Raises OSError where the platform does not tell."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) << 10
    raise OSError("no VmData in /proc/self/status")


def _give_up_privileges(layers: _Layers, home: str, user: int | None) -> None:
    """Become a user of its own where that is possible; where not, give up the capabilities at least."""
    if Layer.USER in layers.held:
        linux.drop_capabilities()
        return
    if user is None or not layers.put_on(Layer.UID, become, user, home):
        _attempt(linux.drop_capabilities)


def _restrict_files(home: str, has_own_root: bool) -> None:
    """Leave only the files that a notebook needs. Raises OSError where there is no Landlock."""
    if has_own_root:
        landlock.restrict(["/"], [home, *WRITABLE, *devices()], filled=_filled_by_cuda())
        return
    facts = [f"/proc/{name}" for name in _FACTS if os.path.lexists(f"/proc/{name}")]
    # semaphores and tensors in common are files in /dev/shm, which all sandboxes have in common as well
    landlock.restrict(
        [*readable_trees(), *facts], [home, *devices()], shared=[SHARED_MEMORY], filled=_filled_by_cuda()
    )


def _filled_by_cuda() -> list[str]:
    """Where a card is to be used, CUDA writes each thread's name to /proc/PID/task/TID/comm, and else does not start.

    A rule for that file alone can't be made, since it belongs to processes that are not there yet. What else in /proc
    may be written then is what the kernel lets this user write about its own processes. Root, in a user namespace too,
    could write the machine's settings in /proc/sys: without the rule it can't, and can't use the card.
    """
    if cards() and os.geteuid() != 0:
        return ["/proc"]
    return []


def _filter_calls() -> None:
    """Refuse the system calls that a notebook has no use for. Raises OSError where there is no seccomp."""
    seccomp.install(**_exceptions())


def _exceptions() -> dict[str, bool]:
    """What the filter must let through on this machine.

    SIGKILL, where the kernel does not tell how a process ended: there it is no evidence, and a sandbox ends its copies
    itself. Anonymous memory in common, where a card is to be used: CUDA takes it for pinned memory.
    """
    return {"may_kill": not linux.tells_exits(), "shared_memory": bool(cards())}


# --- what is asked about the jail ------------------------------------------------------------------------------------


def shortcomings(layers: Iterable[str]) -> list[str]:
    """What a student's code could do where only these layers hold, in words; empty where the boundary stands."""
    held = set(layers)
    sentences = []
    if not held & {Layer.MNT, Layer.LANDLOCK}:
        sentences.append("read the graders and solutions (neither a mount namespace nor Landlock)")
    if not held & {Layer.PID, Layer.UID}:
        sentences.append("end the grader's processes (neither a pid namespace nor a user of its own)")
    elif not held & {Layer.UID, Layer.USER}:
        sentences.append("act with the rights of whoever grades (neither a user of its own nor a user namespace)")
    if not held & {Layer.NET, Layer.SECCOMP}:
        sentences.append("use the network (neither a network namespace nor seccomp)")
    return sentences


def unreadable_to_others() -> Path | None:
    """A folder on the way to this interpreter or its packages that another user can't enter, where there is one."""
    for tree in sorted(interpreter_trees()):
        for folder in (Path(tree), *Path(tree).parents):
            if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
                return folder
    return None


def shared_memory_is_full() -> bool:
    """Whether /dev/shm, which sandboxes without namespaces have in common, has no room left: nobody's fault alone."""
    try:
        room = os.statvfs(SHARED_MEMORY)
    except OSError:
        return False
    if room.f_blocks == 0:  # a file system without a size of its own
        return False
    has_little_room = room.f_bavail * room.f_frsize < _LITTLE_ROOM
    has_no_files_left = room.f_files > 0 and room.f_favail == 0
    return has_little_room or has_no_files_left
