"""From inside the jail: what can be read, written, reached and killed."""

import contextlib
import os
import resource
from pathlib import Path

import pytest

from autograder.sandbox.jail import entry, spaces

ROOT = Path(__file__).resolve().parents[4]
TRY = "import os, socket, ctypes, subprocess, signal\ndef attempt(code):\n    try:\n        return 'did', repr(eval(code))[:200]\n    except BaseException as e:\n        return 'refused', type(e).__name__\n"


@pytest.fixture
def attempt(lab):
    lab.run(TRY)
    student = lab.student()
    return lambda code: student.attempt(code)


def test_the_layers_of_this_machine_are_all_there(lab):
    """As root, or with user namespaces, none that matters is missing."""
    lab.run("pass")
    assert entry.shortcomings(lab.sandbox.layers) == []
    assert {"no_new_privs", "rlimits", "seccomp", "mnt", "pid", "net"} <= set(lab.sandbox.layers)


@pytest.mark.parametrize(
    "path",
    [
        ROOT / "tests",
        ROOT / "tests" / "engine" / "course" / "solutions",
        ROOT / "tests" / "engine" / "course" / "solutions" / "course.toml",
        ROOT / ".git",
        "/etc/passwd",
        "/etc/shadow",
        "/var",
        "/home/somebody",
        "/proc/1/root/etc",
        "/sys/kernel",
    ],
)
def test_nothing_of_the_course_or_the_machine_can_be_read(attempt, path):
    """Graders, solutions, the repository, accounts."""
    assert (
        attempt(f"open({str(path)!r}).read() if os.path.isfile({str(path)!r}) else os.listdir({str(path)!r})")[0]
        == "refused"
    )


def test_the_environment_tells_nothing(attempt):
    """Neither os.environ nor /proc of any process holds what this process was started with."""
    os.environ["SECRET_OF_THE_TEST"] = "1"
    assert "SECRET" not in attempt("dict(os.environ)")[1]
    for pid in ("self", "1"):
        assert "SECRET" not in attempt(f"open('/proc/{pid}/environ').read()")[1]
    assert attempt("[p for p in os.listdir('/proc') if p.isdigit() and int(p) > 60]")[1] == "[]"


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket(socket.AF_INET, socket.SOCK_STREAM)", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", "socket.socket(socket.AF_INET6)",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", "socket.getaddrinfo('example.org', 80)[0]", "subprocess.run(['true'])", "os.execv('/bin/true', ['true'])",
        "os.setuid(0)", "os.chroot('/tmp')", "os.mkdir('/usr/x')", "open('/etc/x', 'w')", "open('/x', 'w')", "open('/dev/sda')", "os.mknod('/tmp/x', 0o60600, 0x800)",
        "os.kill(os.getppid() or 999999, 9) if os.getppid() > 1 else open('/nothing')", "os.setpriority(0, 0, -5)",
    ],
)  # fmt: skip
def test_refused(attempt, code):
    """No network, no programs, no writing outside its home, no way up."""
    assert attempt(code)[0] == "refused", attempt(code)


@pytest.mark.parametrize(
    "call",
    [
        "unshare(0x10000000)",
        "ptrace(16, 1, 0, 0)",
        "mount(b'none', b'/tmp', b'tmpfs', 0, None)",
        "syscall(425, 1, None)",
        "syscall(321, 0, None, 0)",
        "syscall(250, 0)",
    ],
)
def test_system_calls_are_refused(attempt, call):
    """Namespaces, tracing, mounts, io_uring, bpf, keys."""
    assert attempt(f"ctypes.CDLL(None).{call}") == ("did", "-1")


def test_it_has_a_home(attempt):
    """Files can be made there, up to a size."""
    assert attempt("open(os.path.expanduser('~/x'), 'w').write('y')") == ("did", "1")
    assert attempt("os.getcwd()")[1] == repr(spaces.HOME)
    assert attempt("open('big', 'wb').write(bytes(80 << 20))")[0] == "refused"


def test_memory_is_limited(attempt):
    """A hog gets an error, and the process lives on."""
    assert attempt("bytearray(4 << 30)") == ("refused", "MemoryError")
    assert attempt("1 + 1") == ("did", "2")


def test_processes_are_limited(lab):
    """A fork bomb ends at its limit, and nothing of it is left when the sandbox has ended."""
    lab.run(
        "import os, time\ndef bomb():\n    n = 0\n    try:\n        while True:\n            if os.fork() == 0:\n                time.sleep(100)\n            n += 1\n    except OSError:\n        return n"
    )
    assert lab.student().bomb() < 300


def test_left_behind_processes_are_dead_when_the_sandbox_is(lab):
    """Daemons, double forks and new sessions included: end() returns when all of them are gone."""
    lab.run(
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork():\n        os._exit(0)\n    time.sleep(1000)",
        "def where(): return os.readlink('/proc/self/ns/pid')",
    )
    space = lab.student().where()
    assert len(_processes_in(space)) >= 2
    lab.sandbox.end()
    assert _processes_in(space) == []


def _processes_in(space):
    """The processes of a pid namespace, seen from outside."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.readlink(path / "ns" / "pid") == space:
                found.append(path.name)
    return found


def test_its_home_is_its_groups_and_not_its_own(attempt):
    """It can write there, and can't open it to others."""
    assert attempt("open(os.path.expanduser('~/y'), 'w').write('y')") == ("did", "1")
    assert attempt("os.chmod(os.path.expanduser('~'), 0o777)") == ("refused", "PermissionError")
    assert attempt("os.stat(os.path.expanduser('~')).st_mode & 0o7")[1] == "0"


def test_sigkill_is_not_in_its_hands(attempt):
    """Another signal is; what can't be forged is evidence."""
    assert attempt("os.kill(os.getpid(), 9)") == ("refused", "PermissionError")
    assert attempt("os.kill(os.getpid(), 0)") == ("did", "None")


def test_a_machine_without_memory_ends_it_first(attempt):
    """And it can't take that back."""
    assert attempt("open('/proc/self/oom_score_adj').read()")[1] == repr("1000\n")
    assert attempt("open('/proc/self/oom_score_adj', 'w').write('0')")[0] == "refused"


def test_processor_time_ends_by_a_signal_that_is_not_sigkill(attempt):
    """The hard limit, at which the kernel sends SIGKILL, stays as it was; no core is ever written."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    told = attempt("__import__('resource').getrlimit(0)")[1]
    assert told.endswith(f", {hard})")
    assert not told.startswith(f"({soft},")
    assert attempt("__import__('resource').getrlimit(4)")[1] == "(1, 1)"
