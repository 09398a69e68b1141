"""The system calls that a student's code has no use for, refused by a BPF program in the kernel."""

from __future__ import annotations

import ctypes
import errno
import functools
import struct

from autograder.sandbox import syscalls

# (x86_64, aarch64), from the kernel's asm/unistd_64.h and asm-generic/unistd.h.
# Programs are not executed: `!ls` gets a note from the shell, and a compiler is not needed to grade a notebook.
REFUSED = {
    "acct": (163, 89), "add_key": (248, 217), "adjtimex": (159, 171), "bpf": (321, 280), "chroot": (161, 51),
    "clock_adjtime": (305, 266), "clock_settime": (227, 112), "delete_module": (176, 106), "execve": (59, 221),
    "execveat": (322, 281), "fanotify_init": (300, 262), "finit_module": (313, 273), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fsopen": (430, 430), "fspick": (433, 433), "init_module": (175, 105),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "io_uring_setup": (425, 425), "kcmp": (312, 272),
    "kexec_file_load": (320, 294), "kexec_load": (246, 104), "keyctl": (250, 219), "lookup_dcookie": (212, 18),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "mount": (165, 40), "msgget": (68, 186),
    "mount_setattr": (442, 442), "move_mount": (429, 429), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "open_tree": (428, 428), "perf_event_open": (298, 241), "personality": (135, 92),
    "pidfd_getfd": (438, 438), "pivot_root": (155, 41), "process_madvise": (440, 440), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "ptrace": (101, 117), "quotactl": (179, 60), "reboot": (169, 142),
    "request_key": (249, 218), "setdomainname": (171, 162), "sethostname": (170, 161), "setns": (308, 268),
    "shmget": (29, 194), "settimeofday": (164, 170), "swapoff": (168, 225), "swapon": (167, 224),
    "syslog": (103, 116), "umount2": (166, 39), "unshare": (272, 97), "userfaultfd": (323, 282), "vhangup": (153, 58),
}  # fmt: skip
CLONE3, CLONE, SOCKET, IOCTL = (435, 435), (56, 220), (41, 198), (16, 29)
AUDIT_ARCH = (0xC000003E, 0xC00000B7)
NEW_NAMESPACES = 0x7E020080
AF_UNIX, TIOCSTI, TIOCLINUX = 1, 0x5412, 0x541C
X32_BIT = 0x40000000

# offsets into struct seccomp_data
_NUMBER, _ARCH, _ARG0, _ARG1 = 0, 4, 16, 24
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000


def _op(code: int, k: int, jump_true: int = 0, jump_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, jump_true, jump_false, k)


def _refuse(number: int, error: int = errno.EPERM) -> bytes:
    return _op(_EQUAL, number, 0, 1) + _op(_RETURN, _FAIL | error)


@functools.cache
def program(column: int) -> bytes:
    """The filter for one architecture: an array of struct sock_filter."""
    fail = _op(_RETURN, _FAIL | errno.EPERM)
    allow = _op(_RETURN, _ALLOW)
    code = _op(_LOAD, _ARCH) + _op(_EQUAL, AUDIT_ARCH[column], 1, 0) + _op(_RETURN, _KILL) + _op(_LOAD, _NUMBER)
    if column == 0:
        code += _op(_AT_LEAST, X32_BIT, 0, 1) + fail
    for numbers in REFUSED.values():
        code += _refuse(numbers[column])
    # clone3's flags lie behind a pointer that a filter can't follow: libc falls back to clone on ENOSYS
    code += _refuse(CLONE3[column], errno.ENOSYS)
    code += _op(_EQUAL, CLONE[column], 0, 4) + _op(_LOAD, _ARG0) + _op(_ANY_BIT, NEW_NAMESPACES, 0, 1) + fail + allow
    code += _op(_EQUAL, SOCKET[column], 0, 4) + _op(_LOAD, _ARG0) + _op(_EQUAL, AF_UNIX, 1, 0) + fail + allow
    code += _op(_EQUAL, IOCTL[column], 0, 4) + _op(_LOAD, _ARG1) + _op(_EQUAL, TIOCSTI, 1, 0)
    code += _op(_EQUAL, TIOCLINUX, 0, 1) + fail
    return code + allow


def install() -> None:
    """Install the filter for this process and its children. Needs NO_NEW_PRIVS; raises OSError where refused."""
    column = syscalls.column()
    if column is None:
        raise OSError(errno.ENOSYS, "no filter is known for this architecture")
    code = program(column)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("<HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    syscalls.prctl(syscalls.PR_SET_SECCOMP, syscalls.SECCOMP_MODE_FILTER, header)
