"""The filter of system calls: each refused call is tried for real, and the program is read number by number."""

import ctypes
import errno
import json
import mmap
import os
import resource
import shutil
import signal
import socket
import struct

import pytest

from autograder import linux
from autograder.sandbox.jail import seccomp, system_calls

COLUMN = linux.column()
_libc = ctypes.CDLL(None, use_errno=True)


def in_a_jail(work):
    """What `work` returns in a child under the filter, as JSON."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
            seccomp.install()
            os.write(writer, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader) as answer:
        text = answer.read()
    status = os.waitpid(child, 0)[1]
    assert status == 0, status
    return json.loads(text)


def error_of(number, *arguments):
    """The error that a system call ends with; 0 where it does not."""
    ctypes.set_errno(0)
    packed = [ctypes.c_long(a) if isinstance(a, int) else a for a in (*arguments, *[0] * (6 - len(arguments)))]
    return ctypes.get_errno() if _libc.syscall(ctypes.c_long(number), *packed) == -1 else 0


def verdict(program, number, *arguments, architecture=None):
    """What the kernel would make of a call: the program is interpreted as the kernel does it."""
    architecture = system_calls.AUDIT_ARCH[0] if architecture is None else architecture
    values = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, architecture, 0, *values)
    instructions = list(struct.iter_unpack("<HBBI", program))
    at = accumulator = 0
    while True:
        code, jump_true, jump_false, k = instructions[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, k)
        elif code == 0x54:
            accumulator &= k
        elif code == 0x05:
            at += k
        elif code == 0x06:
            return k
        else:
            held = {0x15: accumulator == k, 0x35: accumulator >= k, 0x45: bool(accumulator & k)}[code]
            at += jump_true if held else jump_false


NOTHING, ALLOWED, REFUSED, UNKNOWN, ENDED = 0x50000, 0x7FFF0000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS, 0x80000000
UNSUPPORTED = 0x50000 | errno.EOPNOTSUPP


@pytest.mark.parametrize("name", system_calls.REFUSED)
def test_each_call_is_refused(name):
    """By its number on this machine, whatever its arguments."""
    number = system_calls.REFUSED[name][COLUMN]
    if number is not None:
        assert in_a_jail(lambda: error_of(number)) == errno.EPERM


@pytest.mark.parametrize("column", [0, 1])
def test_every_number_finds_its_rule(column):
    """Of both architectures: the refused ones are refused, those between them are not, those above are unknown."""
    program = seccomp.program(column)
    refused = {numbers[column] for numbers in system_calls.REFUSED.values()}
    idle = {numbers[column] for numbers in system_calls.IDLE.values()}
    unsupported = {numbers[column] for numbers in system_calls.UNSUPPORTED.values()}
    judged = (system_calls.SOCKET, system_calls.SOCKETPAIR, system_calls.SETSOCKOPT, system_calls.PRCTL, system_calls.CLONE3, system_calls.SETRLIMIT)
    architecture = system_calls.AUDIT_ARCH[column]
    for number in range(system_calls.FIRST_UNKNOWN):
        if number not in {numbers[column] for numbers in judged}:
            expected = REFUSED if number in refused else ALLOWED
            if number in idle:
                expected = NOTHING
            if number in unsupported:
                expected = UNSUPPORTED
            assert verdict(program, number, architecture=architecture) == expected, number
    for number in (system_calls.CLONE3[column], system_calls.FIRST_UNKNOWN, 1000, 0x40000000, 0xFFFFFFFF):
        assert verdict(program, number, architecture=architecture) == UNKNOWN, number
    assert verdict(program, 0, architecture=system_calls.AUDIT_ARCH[1 - column]) == ENDED


def test_no_number_is_said_twice():
    """A number that two calls had would be one that is wrong."""
    senders = [numbers for numbers, _ in system_calls.SENDERS.values()]
    judged = [system_calls.SOCKET, system_calls.SOCKETPAIR, system_calls.SETSOCKOPT, system_calls.PRCTL, system_calls.CLONE3, system_calls.CLONE]
    judged += [system_calls.FCNTL, system_calls.IOCTL, system_calls.MMAP, system_calls.PRLIMIT, system_calls.SETRLIMIT]
    for column in (0, 1):
        numbers = [n[column] for n in (*system_calls.REFUSED.values(), *system_calls.IDLE.values(), *system_calls.UNSUPPORTED.values(), *senders, *judged) if n[column] is not None]
        assert len(numbers) == len(set(numbers))
    assert list(system_calls.REFUSED) == sorted(system_calls.REFUSED)


@pytest.mark.parametrize("name", system_calls.SENDERS)
@pytest.mark.parametrize("more", [0, 1 << 32, 0xFFFFFFFF << 32])
def test_no_call_sends_sigkill(name, more):
    """Also with bits above those that the kernel looks at; other signals are sent."""
    numbers, argument = system_calls.SENDERS[name]
    for column in (0, 1):
        arguments = [0, 0, 0]
        arguments[argument] = signal.SIGKILL | more
        architecture = system_calls.AUDIT_ARCH[column]
        assert verdict(seccomp.program(column), numbers[column], *arguments, architecture=architecture) == REFUSED
        arguments[argument] = signal.SIGTERM | more
        assert verdict(seccomp.program(column), numbers[column], *arguments, architecture=architecture) == ALLOWED
        arguments[argument] = signal.SIGKILL
        program = seccomp.program(column, may_kill=True)
        assert verdict(program, numbers[column], *arguments, architecture=architecture) == ALLOWED


def test_a_child_is_terminated_and_not_killed():
    """SIGTERM and SIGSTOP go on; SIGKILL is refused."""

    def work():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # whoever runs these tests may have a handler of his own
        child = os.fork()
        if child == 0:
            signal.pause()
        refused = error_of(*[(62, 129)[COLUMN], child, signal.SIGKILL])
        os.kill(child, signal.SIGTERM)
        return [refused, os.waitpid(child, 0)[1]]

    assert in_a_jail(work) == [errno.EPERM, signal.SIGTERM]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (signal.SIGCHLD, ALLOWED), (0x1200011, ALLOWED), (0x3D0F00, ALLOWED), (0x4111, ALLOWED), (signal.SIGKILL, REFUSED), (signal.SIGTERM, REFUSED),
        (0x8011, REFUSED), (0x10000011, REFUSED), (0x20000011, REFUSED), (0x91, REFUSED), (signal.SIGKILL | 1 << 32, REFUSED),
    ],
)  # fmt: skip
def test_clone(flags, expected):
    """Forks, threads and spawned programs; no namespace, no brother, no exit signal but SIGCHLD."""
    assert verdict(seccomp.program(0), system_calls.CLONE[0], flags) == expected


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, ALLOWED), (mmap.MAP_SHARED, ALLOWED), (mmap.MAP_PRIVATE, ALLOWED), (mmap.MAP_SHARED | mmap.MAP_ANONYMOUS, REFUSED),
        (0x122, REFUSED), (0x40022, REFUSED), (3 | mmap.MAP_ANONYMOUS, REFUSED), (mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | 0x4000 | 1 << 40, REFUSED),
    ],
)  # fmt: skip
def test_mmap(flags, expected):
    """Memory of its own, and files in common; no memory in common that is no file."""
    assert verdict(seccomp.program(0), system_calls.MMAP[0], 0, 4096, 3, flags, 2**64 - 1) == expected
    assert verdict(seccomp.program(0, shared_memory=True), system_calls.MMAP[0], 0, 4096, 3, flags, 2**64 - 1) == ALLOWED


_KEEP_SIZE = 1


@pytest.mark.parametrize("call", [285, 0x40305828, 0x4030582A, 0x40305839])
def test_no_room_is_reserved(tmp_path, call):
    """Neither by fallocate nor by the requests to a file that do the same: nothing of the disk is taken."""

    def work():
        with (tmp_path / "reserved").open("wb") as file:
            if call == 285:
                number = system_calls.UNSUPPORTED["fallocate"][COLUMN]
                error = error_of(number, file.fileno(), _KEEP_SIZE, 0, 1 << 20)
            else:
                space = ctypes.create_string_buffer(struct.pack("<hhxxxxqqiI16x", 0, 0, 0, 1 << 20, 0, 0))
                error = error_of(system_calls.IOCTL[COLUMN], file.fileno(), call, space)
            return [error > 0, os.fstat(file.fileno()).st_blocks]

    assert in_a_jail(work) == [True, 0]


def test_files_have_no_attributes(tmp_path):
    """And who copies a file with all that belongs to it hears nothing of that."""
    original = tmp_path / "original"
    original.write_text("x")
    os.setxattr(original, "user.note", b"kept")

    def work():
        shutil.copy2(original, tmp_path / "copy")
        try:
            os.setxattr(tmp_path / "copy", "user.note", b"x")
        except OSError as error:
            return [error.errno, os.listxattr(tmp_path / "copy")]

    assert in_a_jail(work) == [errno.EOPNOTSUPP, []]


def test_room_that_is_asked_for_is_written(tmp_path):
    """As libc does it where a file system has no such call: a library that asks for room goes on."""

    def work():
        with (tmp_path / "wanted").open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, 1 << 20)
            return os.fstat(file.fileno()).st_size

    assert in_a_jail(work) == 1 << 20


def test_a_sandbox_stays_one_session():
    """Who asks for a session of its own hears that it has one."""
    assert in_a_jail(lambda: [os.setsid(), os.getsid(0) == os.getsid(os.getppid())]) == [None, True]


@pytest.mark.parametrize("pointer", [1, 1 << 32, 0x7FFF00000000])
def test_limits_are_asked_for_and_not_set(pointer):
    """Whichever half of the pointer holds something; but for the stack and the number of files."""
    program = seccomp.program(0)
    for kind in range(16):
        own = kind in (resource.RLIMIT_STACK, resource.RLIMIT_NOFILE)
        assert verdict(program, system_calls.PRLIMIT[0], 0, kind, 0, pointer) == ALLOWED
        assert verdict(program, system_calls.PRLIMIT[0], 0, kind, pointer, 0) == (ALLOWED if own else REFUSED)
        assert verdict(program, system_calls.SETRLIMIT[0], kind, pointer) == (ALLOWED if own else REFUSED)


def test_limits_in_a_process():
    """As Python's own calls meet it."""

    def work():
        refused = []
        for name in ("CPU", "CORE", "DATA", "FSIZE", "NPROC"):
            kind = getattr(resource, f"RLIMIT_{name}")
            before = resource.getrlimit(kind)
            try:
                resource.setrlimit(kind, (0, before[1]))
            except (ValueError, OSError):
                refused.append(name)
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 64), hard))
        return refused

    assert in_a_jail(work) == ["CPU", "CORE", "DATA", "FSIZE", "NPROC"]


def test_sockets_and_their_options():
    """Unix sockets and pairs with time-outs; no other family, no larger buffer, no filter."""

    def work():
        a, b = socket.socketpair()
        a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("qq", 1, 0))
        a.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        refused = []
        for option in (7, 8, 26, 32, 33, 36, 50):
            try:
                a.setsockopt(socket.SOL_SOCKET, option, 1 << 20)
            except PermissionError:
                refused.append(option)
        for family in (socket.AF_INET, socket.AF_NETLINK, 30, 1 << 32):
            pair = (ctypes.c_int * 2)()
            if error_of(system_calls.SOCKETPAIR[COLUMN], family, 1, 0, pair) == errno.EPERM:
                refused.append(family)
        return refused

    assert in_a_jail(work) == [7, 8, 26, 32, 33, 36, 50, socket.AF_INET, socket.AF_NETLINK, 30, 1 << 32]


@pytest.mark.parametrize("command", [10, 1024, 1026, 1031])
def test_files_send_no_signal_and_pipes_stay_small(command):
    """F_SETSIG, F_SETLEASE, F_NOTIFY, F_SETPIPE_SZ; flags go on, and locks of bytes are said to be had."""
    program = seccomp.program(0)
    assert verdict(program, system_calls.FCNTL[0], 3, command, 9) == REFUSED
    for other in (1, 2, 3, 4, 5, 8, 1030, 1032):
        assert verdict(program, system_calls.FCNTL[0], 3, other, 9) == ALLOWED
    for lock in (6, 7, 37, 38):
        assert verdict(program, system_calls.FCNTL[0], 3, lock, 9) == NOTHING


def test_properties_of_a_process():
    """A name, and a signal at the parent's end that can be caught; nothing that hides, opens or kills."""
    program = seccomp.program(0)
    for option, value in ((15, 1), (1, signal.SIGINT), (1, 0), (3, 0), (38, 1), (0x53564D41, 0)):
        assert verdict(program, system_calls.PRCTL[0], option, value) == ALLOWED, option
    for option, value in ((1, signal.SIGKILL), (1, 9 | 1 << 32), (4, 0), (4, 1), (22, 1), (22, 2), (35, 14), (62, 1), (70, 1), (1 << 20, 0)):
        assert verdict(program, system_calls.PRCTL[0], option, value) == REFUSED, option


def test_the_program_is_one_that_the_kernel_takes():
    """Below its 4,096 instructions, with every jump inside: the kernel refuses anything else, on this architecture."""
    for column in (0, 1):
        assert len(seccomp.program(column)) // 8 < 2048
    assert in_a_jail(os.getpid) > 0
