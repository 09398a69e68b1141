"""The system calls that a student's code has no use for, refused by a BPF program in the kernel.

What is refused for a reason of its own:

- **SIGKILL, by whatever way.** Only who grades may end a process so: then SIGKILL is evidence that its own code can't
  forge. Beside `kill` and its kin, the kernel sends a signal of the caller's choice when a child ends (clone), a file
  is ready (F_SETSIG), a timer rings (timer_create), a message comes (mq_notify) or a parent is gone
  (PR_SET_PDEATHSIG), and SIGKILL itself at the hard limit of processor time (setrlimit).
- **Memory that is no process's own**: shared and anonymous, in System V segments, semaphores and queues, in POSIX
  queues, in pipes and sockets made larger, in pages given to a pipe, in contexts for asynchronous input, in rules of
  Landlock.
- **The machine's order**: processors, priorities, the caches of files, watches on files that others open.
- **What is not known yet**: calls newer than this table.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import functools
import mmap
import os
import resource
import signal
import socket
import struct
from collections.abc import Iterable

from autograder import linux

# (x86_64, aarch64; None where there is no such call), from the kernel's asm/unistd_64.h and asm-generic/unistd.h.
# Programs are not executed: `!ls` gets a note from the shell, and a compiler is not needed to grade a notebook.
REFUSED: dict[str, tuple[int | None, int | None]] = {
    "acct": (163, 89), "add_key": (248, 217), "adjtimex": (159, 171), "bpf": (321, 280), "cachestat": (451, 451),
    "chroot": (161, 51), "clock_adjtime": (305, 266), "clock_settime": (227, 112), "delete_module": (176, 106),
    "execve": (59, 221), "execveat": (322, 281), "fanotify_init": (300, 262), "finit_module": (313, 273),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fsopen": (430, 430), "fspick": (433, 433),
    "init_module": (175, 105), "inotify_init": (253, None), "inotify_init1": (294, 26), "io_setup": (206, 0),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "io_uring_setup": (425, 425),
    "ioprio_set": (251, 30), "kcmp": (312, 272), "kexec_file_load": (320, 294), "kexec_load": (246, 104),
    "keyctl": (250, 219), "landlock_add_rule": (445, 445), "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446), "listmount": (458, 458), "lookup_dcookie": (212, 18),
    "lsm_set_self_attr": (460, 460), "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "migrate_pages": (256, 238), "mincore": (27, 232), "modify_ldt": (154, None), "mount": (165, 40),
    "mount_setattr": (442, 442), "move_mount": (429, 429), "move_pages": (279, 239), "mq_notify": (244, 184),
    "mq_open": (240, 180), "mq_unlink": (241, 181), "msgget": (68, 186), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "open_tree": (428, 428), "open_tree_attr": (467, 467),
    "perf_event_open": (298, 241), "personality": (135, 92), "pidfd_getfd": (438, 438), "pivot_root": (155, 41),
    "process_madvise": (440, 440), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "ptrace": (101, 117), "quotactl": (179, 60), "quotactl_fd": (443, 443), "reboot": (169, 142),
    "request_key": (249, 218), "sched_setaffinity": (203, 122), "sched_setattr": (314, 274),
    "sched_setparam": (142, 118), "sched_setscheduler": (144, 119), "seccomp": (317, 277), "semget": (64, 190),
    "setdomainname": (171, 162), "sethostname": (170, 161), "setns": (308, 268), "setpriority": (141, 140),
    "settimeofday": (164, 170), "shmget": (29, 194), "splice": (275, 76), "statmount": (457, 457),
    "swapoff": (168, 225), "swapon": (167, 224), "sync": (162, 81), "syncfs": (306, 267), "syslog": (103, 116),
    "tee": (276, 77), "timer_create": (222, 107), "umount2": (166, 39), "unshare": (272, 97), "uselib": (134, None),
    "userfaultfd": (323, 282), "vhangup": (153, 58), "vmsplice": (278, 75),
}  # fmt: skip
# calls that do nothing and say that all is well. The kernel shares a processor out among sessions before it does so
# among their processes: a sandbox is one session, however many processes it has.
IDLE = {"setsid": (112, 157)}
# reading and writing with flags tells what others have read (RWF_NOWAIT), and dropping pages makes it a message
FLAGGED = {"preadv2": (327, 286), "pwritev2": (328, 287)}
FADVISE = (221, 223)
# calls that are refused for some of their arguments
CLONE, CLONE3, FCNTL, IOCTL, MMAP = (56, 220), (435, 435), (72, 25), (16, 29), (9, 222)
PRCTL, PRLIMIT, SETRLIMIT, SETSOCKOPT = (157, 167), (302, 261), (160, 164), (54, 208)
SOCKET, SOCKETPAIR = (41, 198), (53, 199)
# calls that send a signal, and which of their arguments says which one
SENDERS = {
    "kill": ((62, 129), 1), "pidfd_send_signal": ((424, 424), 1), "rt_sigqueueinfo": ((129, 138), 1),
    "rt_tgsigqueueinfo": ((297, 240), 2), "tgkill": ((234, 131), 2), "tkill": ((200, 130), 1),
}  # fmt: skip
FIRST_UNKNOWN = 470  # Linux 6.18 has none above; it also stands below all numbers of the x32 ABI
AUDIT_ARCH = (0xC000003E, 0xC00000B7)

_SHARED_AND_ANONYMOUS = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS
_GROWSDOWN, _HUGETLB = 0x100, 0x40000
_NEW_NAMESPACES, _CLONE_PARENT, _EXIT_SIGNAL = 0x7E020080, 0x8000, 0xFF
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_FILE_COMMANDS = (fcntl.F_SETSIG, fcntl.F_SETPIPE_SZ, fcntl.F_SETLEASE, fcntl.F_NOTIFY)
_LOCKS_OF_BYTES = (fcntl.F_SETLK, fcntl.F_SETLKW, fcntl.F_OFD_SETLK, fcntl.F_OFD_SETLKW)
_OWN_LIMITS = (resource.RLIMIT_STACK, resource.RLIMIT_NOFILE)  # a deep recursion, many files: within the hard limit
# SO_REUSEADDR, BROADCAST, KEEPALIVE, OOBINLINE, LINGER, REUSEPORT, PASSCRED; RCVTIMEO and SNDTIMEO, each in two forms
_SOCKET_OPTIONS = (2, 6, 9, 10, 13, 15, 16, 20, 21, 66, 67)
# properties of a process (prctl) that are its own affair
_PROPERTIES = {
    "PR_GET_PDEATHSIG": 2, "PR_GET_DUMPABLE": 3, "PR_GET_KEEPCAPS": 7, "PR_SET_NAME": 15, "PR_GET_NAME": 16,
    "PR_GET_SECCOMP": 21, "PR_CAPBSET_READ": 23, "PR_GET_TSC": 25, "PR_SET_TIMERSLACK": 29, "PR_GET_TIMERSLACK": 30,
    "PR_SET_CHILD_SUBREAPER": 36, "PR_GET_CHILD_SUBREAPER": 37, "PR_SET_NO_NEW_PRIVS": 38, "PR_GET_NO_NEW_PRIVS": 39,
    "PR_SET_THP_DISABLE": 41, "PR_GET_THP_DISABLE": 42, "PR_SVE_SET_VL": 50, "PR_SVE_GET_VL": 51,
    "PR_GET_SPECULATION_CTRL": 52, "PR_SME_SET_VL": 63, "PR_SME_GET_VL": 64, "PR_SET_VMA": 0x53564D41,
    "PR_SET_PTRACER": 0x59616D61,
}  # fmt: skip

# offsets into struct seccomp_data
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY_BIT, _JUMP, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x05, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000


def _op(code: int, k: int, jump_true: int = 0, jump_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, jump_true, jump_false, k)


def _fail(error: int = errno.EPERM) -> bytes:
    return _op(_RETURN, _FAIL | error)


_ACCEPT = _op(_RETURN, _ALLOW)


def _low(argument: int) -> bytes:
    """Load an argument's lower half: all that the kernel looks at where it is an int."""
    return _op(_LOAD, _ARGUMENTS + 8 * argument)


def _high(argument: int) -> bytes:
    return _op(_LOAD, _ARGUMENTS + 8 * argument + 4)


def _refused_if(argument: int, values: Iterable[int]) -> bytes:
    code = _low(argument)
    for value in values:
        code += _op(_EQUAL, value, 0, 1) + _fail()
    return code + _ACCEPT


def _fcntl() -> bytes:
    """No signals, no larger pipes. Locks of single bytes, of which a process may have millions, are not kept.

    Who asks for one hears that all is well: a database in a file is its notebook's alone. `flock` does lock.
    """
    code = _low(1)
    for command in _LOCKS_OF_BYTES:
        code += _op(_EQUAL, command, 0, 1) + _fail(0)
    return code + _refused_if(1, _FILE_COMMANDS)


def _refused_unless(argument: int, values: Iterable[int]) -> bytes:
    code = _low(argument)
    for value in values:
        code += _op(_EQUAL, value, 0, 1) + _ACCEPT
    return code + _fail()


def _nothing_if(argument: int, value: int) -> bytes:
    """Do nothing, and say that all is well."""
    return _low(argument) + _op(_EQUAL, value, 0, 1) + _fail(0) + _ACCEPT


def _clone() -> bytes:
    """No new namespaces, no brother in place of a child, and a child's end says SIGCHLD or nothing."""
    code = _low(0) + _op(_ANY_BIT, _NEW_NAMESPACES | _CLONE_PARENT, 0, 1) + _fail()
    code += _op(_AND, _EXIT_SIGNAL)
    for exit_signal in (0, signal.SIGCHLD):
        code += _op(_EQUAL, exit_signal, 0, 1) + _ACCEPT
    return code + _fail()


def _mmap() -> bytes:
    """No memory that is shared and belongs to no file: nobody would be charged for it once it is not mapped.

    Nor what RLIMIT_DATA does not count: stacks, and pages of a pool that the machine keeps for others.
    """
    code = _low(3) + _op(_ANY_BIT, _GROWSDOWN | _HUGETLB, 0, 1) + _fail()
    code += _op(_AND, _SHARED_AND_ANONYMOUS) + _op(_EQUAL, _SHARED_AND_ANONYMOUS, 0, 1) + _fail()
    return code + _ACCEPT


def _prctl(*, may_kill: bool) -> bytes:
    """A few properties, and a signal at the parent's end, but for SIGKILL."""
    at_parents_end = _refused_if(1, () if may_kill else (signal.SIGKILL,))
    code = _low(0) + _op(_EQUAL, linux.PR_SET_PDEATHSIG, 0, len(at_parents_end) // 8) + at_parents_end
    return code + _refused_unless(0, _PROPERTIES.values())


def _prlimit() -> bytes:
    """Limits may be asked for: where the pointer to a new one, in two halves, is null."""
    asked = _low(2) + _op(_EQUAL, 0, 0, 3) + _high(2) + _op(_EQUAL, 0, 0, 1) + _ACCEPT
    return asked + _refused_unless(1, _OWN_LIMITS)


def _setsockopt() -> bytes:
    """Options of sockets in general: a few, and none that takes memory. Of the others, Unix sockets have none."""
    code = _low(1) + _op(_EQUAL, socket.SOL_SOCKET, 1, 0) + _ACCEPT
    return code + _refused_unless(2, _SOCKET_OPTIONS)


def _rules(column: int, *, may_kill: bool, shared_memory: bool) -> dict[int, bytes]:
    """What happens at each call that is not simply allowed, by number: a piece of the program that ends in a return."""
    rules = {}
    for numbers in REFUSED.values():
        number = numbers[column]
        if number is not None:
            rules[number] = _fail()
    for idle in IDLE.values():
        rules[idle[column]] = _fail(0)
    for flagged in FLAGGED.values():
        rules[flagged[column]] = _refused_unless(5, [0])
    rules[FADVISE[column]] = _nothing_if(3, os.POSIX_FADV_DONTNEED)
    if not may_kill:
        for numbers_of_sender, argument in SENDERS.values():
            rules[numbers_of_sender[column]] = _refused_if(argument, [signal.SIGKILL])
    if not shared_memory:
        rules[MMAP[column]] = _mmap()
    rules[CLONE[column]] = _clone()
    # clone3's flags lie behind a pointer that a filter can't follow: libc falls back to clone on ENOSYS
    rules[CLONE3[column]] = _fail(errno.ENOSYS)
    rules[FCNTL[column]] = _fcntl()
    rules[IOCTL[column]] = _refused_if(1, [_TIOCSTI, _TIOCLINUX])
    rules[PRCTL[column]] = _prctl(may_kill=may_kill)
    rules[PRLIMIT[column]] = _prlimit()
    rules[SETRLIMIT[column]] = _refused_unless(0, _OWN_LIMITS)
    rules[SETSOCKOPT[column]] = _setsockopt()
    rules[SOCKET[column]] = _refused_unless(0, [socket.AF_UNIX])
    rules[SOCKETPAIR[column]] = _refused_unless(0, [socket.AF_UNIX])
    return rules


def _search(rules: list[tuple[int, bytes]]) -> bytes:
    """Find a call's rule by halves: seven comparisons among a hundred. What has no rule is allowed."""
    if len(rules) == 1:
        number, rule = rules[0]
        return _op(_EQUAL, number, 1, 0) + _ACCEPT + rule
    middle = len(rules) // 2
    below, above = _search(rules[:middle]), _search(rules[middle:])
    # a comparison jumps over 255 instructions at most: a jump without condition goes further
    return _op(_AT_LEAST, rules[middle][0], 0, 1) + _op(_JUMP, len(below) // 8) + below + above


@functools.cache
def program(column: int, *, may_kill: bool = False, shared_memory: bool = False) -> bytes:
    """The filter for one architecture: an array of struct sock_filter.

    With `may_kill`, its processes may send SIGKILL; with `shared_memory`, they may have anonymous memory in common.
    """
    rules = _rules(column, may_kill=may_kill, shared_memory=shared_memory)
    code = _op(_LOAD, _ARCH) + _op(_EQUAL, AUDIT_ARCH[column], 1, 0) + _op(_RETURN, _KILL) + _op(_LOAD, _NUMBER)
    code += _op(_AT_LEAST, FIRST_UNKNOWN, 0, 1) + _fail(errno.ENOSYS)
    return code + _search(sorted(rules.items()))


def install(*, may_kill: bool = False, shared_memory: bool = False) -> None:
    """Install the filter for this process and its children. Needs NO_NEW_PRIVS; raises OSError where refused."""
    column = linux.column()
    if column is None:
        raise OSError(errno.ENOSYS, "no filter is known for this architecture")
    code = program(column, may_kill=may_kill, shared_memory=shared_memory)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("<HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    linux.prctl(linux.PR_SET_SECCOMP, linux.SECCOMP_MODE_FILTER, header)
