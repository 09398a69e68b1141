"""The Linux system calls that Python does not wrap, by ctypes. Each raises OSError when the kernel refuses."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import functools
import os
import platform
import socket
import struct
from pathlib import Path

# namespaces, from linux/sched.h
CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
# mounts, from linux/mount.h
MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_NOATIME = 1 << 10
MS_NODIRATIME = 1 << 11
MS_BIND = 1 << 12
MS_REC = 1 << 14
MS_PRIVATE = 1 << 18
MS_RELATIME = 1 << 21
MNT_DETACH = 2
_AT_FDCWD = -100
_AT_RECURSIVE = 0x8000
_MOUNT_ATTR_RDONLY = 1
_MOUNT_ATTR_NOSUID = 2
# what a mount may be locked to, where a user namespace has inherited it: it must be said again at each change
_MOUNT_OPTIONS = {
    "nosuid": MS_NOSUID, "nodev": MS_NODEV, "noexec": MS_NOEXEC,
    "noatime": MS_NOATIME, "nodiratime": MS_NODIRATIME, "relatime": MS_RELATIME,
}  # fmt: skip
# a process's properties, from linux/prctl.h
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
_CAPABILITY_VERSION_3 = 0x20080522
MADV_COLLAPSE = 25
# file descriptors of processes, from linux/pidfd.h and asm-generic/socket.h
_SO_PASSPIDFD = 76
_SCM_PIDFD = 4
_MAX_DESCRIPTORS = 253  # of one message, which come ahead of the pidfd
_PIDFD_GET_INFO = 0xC040FF0B
_PIDFD_INFO_EXIT = 8
_PIDFD_INFO_SIZE = 64
_EXIT_CODE_OFFSET = 60
_INT = struct.Struct("i")

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


def call(name: str, *values: int | bytes | None) -> int:
    """A raw system call by name, which stands in NUMBERS."""
    machine = column()
    if machine is None:
        raise OSError(errno.ENOSYS, f"system calls are not known for {platform.machine()}")
    arguments = [_argument(value) for value in values]
    return _checked(_libc.syscall(ctypes.c_long(NUMBERS[name][machine]), *arguments))


def _argument(value: int | bytes | None) -> ctypes.c_char_p | ctypes.c_long:
    """A system call's argument: a pointer to bytes, a number, or with None a null pointer."""
    if isinstance(value, bytes):
        return ctypes.c_char_p(value)
    return ctypes.c_long(value or 0)


def unshare(flags: int) -> None:
    """Move this process (for CLONE_NEWPID: its next children) into new namespaces."""
    _checked(_libc.unshare(ctypes.c_int(flags)))


def setns(descriptor: int, flags: int) -> None:
    """Move this process (for CLONE_NEWPID: its next children) into an existing namespace."""
    _checked(_libc.setns(ctypes.c_int(descriptor), ctypes.c_int(flags)))


def prctl(option: int, value: int, pointer: bytes | None = None) -> None:
    """Set a property of this process."""
    nothing = ctypes.c_ulong(0)
    third: ctypes.c_char_p | ctypes.c_ulong = nothing
    if pointer is not None:
        third = ctypes.c_char_p(pointer)
    # the kernel refuses some options unless the arguments that they have no use for are zero
    _checked(_libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), third, nothing, nothing))


def madvise(start: int, length: int, advice: int) -> None:
    """Say how a part of this process's memory is used."""
    _checked(_libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), ctypes.c_int(advice)))


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, data: str | None = None) -> None:
    """Mount a file system, or with MS_BIND a part of one."""
    options = _bytes_or_null(data)
    _checked(_libc.mount(source.encode(), target.encode(), _bytes_or_null(kind), ctypes.c_ulong(flags), options))


def _bytes_or_null(text: str | None) -> bytes | None:
    """A text as ctypes passes it on; None becomes a null pointer."""
    if text is None:
        return None
    return text.encode()


def seal(target: str) -> None:
    """Make a mount and all below it read-only and deaf to set-uid bits."""
    attributes = struct.pack("<QQQQ", _MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NOSUID, 0, 0, 0)
    try:
        call("mount_setattr", _AT_FDCWD, target.encode(), _AT_RECURSIVE, attributes, len(attributes))
    except OSError:  # before Linux 5.12, or on a platform that has no such call: one mount after another
        _seal_each(target)


def _seal_each(target: str) -> None:
    below = f"{target.rstrip('/')}/"
    for point, options in _mounts():
        if point == target or point.startswith(below):
            flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID
            for name in options:
                flags |= _MOUNT_OPTIONS.get(name, 0)
            mount("none", point, flags=flags)


def _mounts() -> list[tuple[str, list[str]]]:
    """Every mount that this process sees: where it is, and its options."""
    mounts = []
    for line in Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines():
        fields = line.split()
        # the kernel writes what would end a field or a line as an octal number
        point = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
        mounts.append((point, fields[5].split(",")))
    return mounts


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
    # what the kernel has filled in stands in the same place as what was asked for
    (filled_in,) = struct.unpack_from("<Q", info)
    if not filled_in & _PIDFD_INFO_EXIT:
        return None
    (status,) = struct.unpack_from("<i", info, _EXIT_CODE_OFFSET)
    return int(status)


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
        answer = pidfd_exit(pidfd)
        os.close(pidfd)
    return answer == status


def pass_pidfd(sock: socket.socket) -> bool:
    """Have each message on a Unix socket say by which process it was sent; False before Linux 6.5."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, _SO_PASSPIDFD, 1)
    except OSError:
        return False
    return True


def recv_with_pidfd(sock: socket.socket, size: int) -> tuple[bytes, int | None]:
    """Receive up to `size` bytes, and a pidfd of the process that sent the first of them, which the kernel vouches for.

    The caller closes it. None where `pass_pidfd` was not asked for, or refused, or the process is gone without a trace.
    """
    room = socket.CMSG_SPACE(_MAX_DESCRIPTORS * _INT.size) + socket.CMSG_SPACE(_INT.size)
    data, ancillary, _, _ = sock.recvmsg(size, room)
    pidfd = None
    for level, kind, content in ancillary:
        descriptors = _whole_numbers(content)
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            for descriptor in descriptors:  # files that nobody has asked for
                os.close(descriptor)
        elif level == socket.SOL_SOCKET and kind == _SCM_PIDFD and descriptors[0] >= 0:
            pidfd = descriptors[0]
    return data, pidfd


def _whole_numbers(content: bytes) -> list[int]:
    """The numbers in an ancillary message, which may have been cut off in the middle of one."""
    whole_size = len(content) // _INT.size * _INT.size
    return [number for (number,) in _INT.iter_unpack(content[:whole_size])]
