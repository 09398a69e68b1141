"""The Linux system calls that Python does not wrap, by ctypes. Each raises OSError when the kernel refuses."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import functools
import os
import platform
import socket
import struct
from pathlib import Path

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_NOATIME, MS_NODIRATIME, MS_RELATIME = 1024, 2048, 1 << 21
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
MADV_COLLAPSE = 25
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2

_AT_RECURSIVE, _MOUNT_ATTR_RDONLY, _MOUNT_ATTR_NOSUID = 0x8000, 1, 2
_CAPABILITY_VERSION_3 = 0x20080522
_SO_PASSPIDFD, _SCM_PIDFD = 76, 4
_MAX_DESCRIPTORS = 253  # of one message, which come ahead of the pidfd
_INT = struct.Struct("i")
_PIDFD_GET_INFO, _PIDFD_INFO_EXIT, _PIDFD_INFO_SIZE, _EXIT_CODE_AT = 0xC040FF0B, 8, 64, 60
# what a mount may be locked to, where a user namespace has inherited it: it must be said again at each change
_MOUNT_OPTIONS = {
    "nosuid": MS_NOSUID, "nodev": MS_NODEV, "noexec": MS_NOEXEC,
    "noatime": MS_NOATIME, "nodiratime": MS_NODIRATIME, "relatime": MS_RELATIME,
}  # fmt: skip
_libc = ctypes.CDLL(None, use_errno=True)

# (x86_64, aarch64), from the kernel's asm/unistd_64.h and asm-generic/unistd.h
NUMBERS = {
    "capset": (126, 91),
    "landlock_add_rule": (445, 445),
    "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446),
    "mount_setattr": (442, 442),
    "pivot_root": (155, 41),
}


def column() -> int | None:
    """The column of a table of system call numbers that fits this machine, or None where none does."""
    return {"x86_64": 0, "aarch64": 1}.get(platform.machine())


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def call(name: str, *args: int | bytes | None) -> int:
    """A raw system call by name."""
    machine = column()
    if machine is None:
        raise OSError(38, f"system calls are not known for {platform.machine()}")
    packed = [ctypes.c_char_p(a) if isinstance(a, bytes) else ctypes.c_long(a or 0) for a in args]
    return _checked(_libc.syscall(ctypes.c_long(NUMBERS[name][machine]), *packed))


def unshare(flags: int) -> None:
    """Move this process (for CLONE_NEWPID: its next children) into new namespaces."""
    _checked(_libc.unshare(ctypes.c_int(flags)))


def setns(descriptor: int, flags: int) -> None:
    """Move this process (for CLONE_NEWPID: its next children) into an existing namespace."""
    _checked(_libc.setns(ctypes.c_int(descriptor), ctypes.c_int(flags)))


def prctl(option: int, value: int, pointer: bytes | None = None) -> None:
    """Set a property of this process."""
    third = ctypes.c_char_p(pointer) if pointer is not None else ctypes.c_ulong(0)
    _checked(_libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), third, ctypes.c_ulong(0), ctypes.c_ulong(0)))


def madvise(start: int, length: int, advice: int) -> None:
    """Say how a part of this process's memory is used."""
    _checked(_libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), ctypes.c_int(advice)))


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, data: str | None = None) -> None:
    """Mount a file system, or with MS_BIND a part of one."""
    texts = [t.encode() if t is not None else None for t in (source, target, kind, data)]
    _checked(_libc.mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3]))


def seal(target: str) -> None:
    """Make a mount and all below it read-only and deaf to set-uid bits."""
    attributes = struct.pack("<QQQQ", _MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NOSUID, 0, 0, 0)
    try:
        call("mount_setattr", -100, target.encode(), _AT_RECURSIVE, attributes, len(attributes))
    except OSError:  # before Linux 5.12, or on a platform that has no such call: one mount after another
        _seal_each(target)


def _seal_each(target: str) -> None:
    for point, options in _mounts():
        if point == target or point.startswith(f"{target.rstrip('/')}/"):
            flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID
            for name in options:
                flags |= _MOUNT_OPTIONS.get(name, 0)
            mount("none", point, flags=flags)


def _mounts() -> list[tuple[str, list[str]]]:
    """Every mount that this process sees: where it is, and its options."""
    found = []
    for line in Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines():
        fields = line.split()
        point = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
        found.append((point, fields[5].split(",")))
    return found


def change_root(root: str) -> None:
    """Make `root`, a mount point, the root of this mount namespace, and let go of the old one."""
    os.chdir(root)
    call("pivot_root", b".", b".")
    _checked(_libc.umount2(b".", MNT_DETACH))
    os.chdir("/")


def drop_capabilities() -> None:
    """Give up every capability for good."""
    call("capset", struct.pack("<Ii", _CAPABILITY_VERSION_3, 0), bytes(24))


def pidfd_exit(pidfd: int) -> int | None:
    """How a process ended, in the kernel's own words: a status as `waitpid` gives it.

    None where it has not ended, or nobody has waited for it yet, or the kernel does not tell (before Linux 6.15).
    """
    info = bytearray(struct.pack("<Q", _PIDFD_INFO_EXIT).ljust(_PIDFD_INFO_SIZE, b"\0"))
    try:
        fcntl.ioctl(pidfd, _PIDFD_GET_INFO, info)
    except OSError:
        return None
    (told,) = struct.unpack_from("<Q", info)
    if not told & _PIDFD_INFO_EXIT:
        return None
    return int(struct.unpack_from("<i", info, _EXIT_CODE_AT)[0])


@functools.cache
def tells_exits() -> bool:
    """Whether this kernel tells how a process ended to who holds its pidfd, and who sent a message. Tried once."""
    status = 7 << 8
    ours, theirs = socket.socketpair()
    with ours, theirs:
        if not pass_pidfd(ours):
            return False
        process = os.fork()
        if process == 0:
            theirs.send(b"x")
            os._exit(os.waitstatus_to_exitcode(status))
        _, pidfd = recv_with_pidfd(ours, 1)
        os.waitpid(process, 0)
        if pidfd is None:
            return False
        told = pidfd_exit(pidfd)
        os.close(pidfd)
    return told == status


def pass_pidfd(sock: socket.socket) -> bool:
    """Have each message on a Unix socket say by which process it was sent; False before Linux 6.5."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, _SO_PASSPIDFD, 1)
        return True
    return False


def recv_with_pidfd(sock: socket.socket, size: int) -> tuple[bytes, int | None]:
    """Receive up to `size` bytes, and a pidfd of the process that sent the first of them, which the kernel vouches for.

    The caller closes it. None where `pass_pidfd` was not asked for, or refused, or the process is gone without a trace.
    """
    room = socket.CMSG_SPACE(_MAX_DESCRIPTORS * _INT.size) + socket.CMSG_SPACE(_INT.size)
    data, ancillary, _, _ = sock.recvmsg(size, room)
    pidfd = None
    for level, kind, content in ancillary:
        descriptors = [number for (number,) in _INT.iter_unpack(content[: len(content) // _INT.size * _INT.size])]
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            for descriptor in descriptors:  # files that nobody has asked for
                os.close(descriptor)
        elif level == socket.SOL_SOCKET and kind == _SCM_PIDFD and descriptors[0] >= 0:
            pidfd = descriptors[0]
    return data, pidfd
