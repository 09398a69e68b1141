"""The system calls that a student's code has no use for, refused by a BPF program in the kernel.

What is refused for a reason of its own:

- **SIGKILL, by whatever way.** Only who grades may end a process so: then SIGKILL is evidence that its own code can't
  forge. Beside `kill` and its kin, the kernel sends a signal of the caller's choice when a child ends (clone), a file
  is ready (F_SETSIG), a timer rings (timer_create), a message comes (mq_notify) or a parent is gone
  (PR_SET_PDEATHSIG), and SIGKILL itself at the hard limit of processor time (setrlimit).
- **Memory that is no process's own**: shared and anonymous, in System V segments, semaphores and queues, in POSIX
  queues, in pipes and sockets made larger, in pages given to a pipe, in contexts for asynchronous input, in rules of
  Landlock, in attributes of files.
- **Room on a disk that is only reserved**: fallocate takes all that there is before anybody has looked.
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

from autograder import linux
from autograder.sandbox.jail import bpf, system_calls

_SHARED_AND_ANONYMOUS = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS
_GROWSDOWN = 0x100
_HUGETLB = 0x40000
NEW_NAMESPACES = 0x7E020080  # all flags of clone that begin with CLONE_NEW
_CLONE_PARENT = 0x8000
_EXIT_SIGNAL = 0xFF
_TIOCSTI = 0x5412  # types into the terminal of whoever started this
_TIOCLINUX = 0x541C
_RESERVATIONS = (0x40305828, 0x4030582A, 0x40305839)  # FS_IOC_RESVSP, RESVSP64 and ZERO_RANGE: fallocate by other names
_FILE_COMMANDS = (fcntl.F_SETSIG, fcntl.F_SETPIPE_SZ, fcntl.F_SETLEASE, fcntl.F_NOTIFY)
_LOCKS_OF_BYTES = (fcntl.F_SETLK, fcntl.F_SETLKW, fcntl.F_OFD_SETLK, fcntl.F_OFD_SETLKW)
_FREE_LIMITS = (resource.RLIMIT_STACK, resource.RLIMIT_NOFILE)  # a deep recursion, many files: within the hard limit
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


def install(*, may_kill: bool = False, shared_memory: bool = False) -> None:
    """Install the filter for this process and its children. Needs NO_NEW_PRIVS; raises OSError where refused."""
    column = linux.column()
    if column is None:
        raise OSError(errno.ENOSYS, "no filter is known for this architecture")
    install_program(program(column, may_kill=may_kill, shared_memory=shared_memory))


def install_program(code: bytes) -> None:
    """Have the kernel run a program at each system call of this process and its children, for good."""
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("<HxxxxxxQ", len(code) // bpf.INSTRUCTION_SIZE, ctypes.addressof(buffer))
    linux.prctl(linux.PR_SET_SECCOMP, linux.SECCOMP_MODE_FILTER, header)


@functools.cache
def program(column: int, *, may_kill: bool = False, shared_memory: bool = False) -> bytes:
    """The filter for one architecture: an array of struct sock_filter.

    With `may_kill`, its processes may send SIGKILL; with `shared_memory`, they may have anonymous memory in common.
    """
    rules = _rules(column, may_kill=may_kill, shared_memory=shared_memory)
    code = bpf.LOAD_ARCHITECTURE
    # a call by another architecture's numbers, such as those of 32 bits, would pass for a different one
    code += bpf.instruction(bpf.IF_EQUAL, system_calls.AUDIT_ARCH[column], 1, 0) + bpf.KILL
    code += bpf.LOAD_NUMBER
    code += bpf.instruction(bpf.IF_AT_LEAST, system_calls.FIRST_UNKNOWN, 0, 1) + bpf.fail(errno.ENOSYS)
    return code + bpf.search(sorted(rules.items()))


def _rules(column: int, *, may_kill: bool, shared_memory: bool) -> dict[int, bytes]:
    """What happens at each call that is not simply allowed, by number: a piece of the program that ends in a return."""
    rules = _rules_without_exception(column)
    if not may_kill:
        for numbers, argument in system_calls.SENDERS.values():
            rules[numbers[column]] = bpf.refused_if(argument, [signal.SIGKILL])
    if not shared_memory:
        rules[system_calls.MMAP[column]] = _mmap()
    rules[system_calls.CLONE[column]] = _clone()
    # clone3's flags lie behind a pointer that a filter can't follow: libc falls back to clone on ENOSYS
    rules[system_calls.CLONE3[column]] = bpf.fail(errno.ENOSYS)
    rules[system_calls.FCNTL[column]] = _fcntl()
    rules[system_calls.IOCTL[column]] = bpf.refused_if(1, [_TIOCSTI, _TIOCLINUX, *_RESERVATIONS])
    rules[system_calls.PRCTL[column]] = _prctl(may_kill=may_kill)
    rules[system_calls.PRLIMIT[column]] = _prlimit()
    rules[system_calls.SETRLIMIT[column]] = bpf.refused_unless(0, _FREE_LIMITS)
    rules[system_calls.SETSOCKOPT[column]] = _setsockopt()
    rules[system_calls.SOCKET[column]] = bpf.refused_unless(0, [socket.AF_UNIX])
    rules[system_calls.SOCKETPAIR[column]] = bpf.refused_unless(0, [socket.AF_UNIX])
    return rules


def _rules_without_exception(column: int) -> dict[int, bytes]:
    """The rules of calls that are refused, or do nothing, whoever asks and whatever this machine has."""
    rules = {}
    for numbers in system_calls.REFUSED.values():
        number = numbers[column]
        if number is not None:
            rules[number] = bpf.fail()
    for idle in system_calls.IDLE.values():
        rules[idle[column]] = bpf.fail(0)
    for unsupported in system_calls.UNSUPPORTED.values():
        rules[unsupported[column]] = bpf.fail(errno.EOPNOTSUPP)
    for flagged in system_calls.FLAGGED.values():
        rules[flagged[column]] = bpf.refused_unless(5, [0])
    rules[system_calls.FADVISE[column]] = bpf.idle_if(3, os.POSIX_FADV_DONTNEED)
    return rules


# --- the rules of single calls ---------------------------------------------------------------------------------------


def _clone() -> bytes:
    """No new namespaces, no brother in place of a child, and a child's end says SIGCHLD or nothing."""
    code = bpf.load_low(0)
    code += bpf.instruction(bpf.IF_ANY_BIT, NEW_NAMESPACES | _CLONE_PARENT, 0, 1) + bpf.fail()
    code += bpf.instruction(bpf.AND, _EXIT_SIGNAL)
    for exit_signal in (0, signal.SIGCHLD):
        code += bpf.instruction(bpf.IF_EQUAL, exit_signal, 0, 1) + bpf.ACCEPT
    return code + bpf.fail()


def _fcntl() -> bytes:
    """No signals, no larger pipes. Locks of single bytes, of which a process may have millions, are not kept.

    Who asks for one hears that all is well: a database in a file is its notebook's alone. `flock` does lock.
    """
    code = bpf.load_low(1)
    for command in _LOCKS_OF_BYTES:
        code += bpf.instruction(bpf.IF_EQUAL, command, 0, 1) + bpf.fail(0)
    return code + bpf.refused_if(1, _FILE_COMMANDS)


def _mmap() -> bytes:
    """No memory that is shared and belongs to no file: nobody would be charged for it once it is not mapped.

    Nor what RLIMIT_DATA does not count: stacks, and pages of a pool that the machine keeps for others.
    """
    code = bpf.load_low(3)
    code += bpf.instruction(bpf.IF_ANY_BIT, _GROWSDOWN | _HUGETLB, 0, 1) + bpf.fail()
    code += bpf.instruction(bpf.AND, _SHARED_AND_ANONYMOUS)
    code += bpf.instruction(bpf.IF_EQUAL, _SHARED_AND_ANONYMOUS, 0, 1) + bpf.fail()
    return code + bpf.ACCEPT


def _prctl(*, may_kill: bool) -> bytes:
    """A few properties, and a signal at the parent's end, but for SIGKILL."""
    refused_signals = [signal.SIGKILL]
    if may_kill:
        refused_signals = []
    at_parents_end = bpf.refused_if(1, refused_signals)
    code = bpf.load_low(0)
    code += bpf.instruction(bpf.IF_EQUAL, linux.PR_SET_PDEATHSIG, 0, len(at_parents_end) // bpf.INSTRUCTION_SIZE)
    return code + at_parents_end + bpf.refused_unless(0, _PROPERTIES.values())


def _prlimit() -> bytes:
    """Limits may be asked for: where the pointer to a new one, in two halves, is null."""
    code = bpf.load_low(2) + bpf.instruction(bpf.IF_EQUAL, 0, 0, 3)
    code += bpf.load_high(2) + bpf.instruction(bpf.IF_EQUAL, 0, 0, 1) + bpf.ACCEPT
    return code + bpf.refused_unless(1, _FREE_LIMITS)


def _setsockopt() -> bytes:
    """Options of sockets in general: a few, and none that takes memory. Of the others, Unix sockets have none."""
    code = bpf.load_low(1) + bpf.instruction(bpf.IF_EQUAL, socket.SOL_SOCKET, 1, 0) + bpf.ACCEPT
    return code + bpf.refused_unless(2, _SOCKET_OPTIONS)
