"""The parent of all sandboxes: no child stops it or makes its neighbours wait, in each of the ways that it can run."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import msgspec
import places
import psutil
import pytest
from fixtures import PARENT_PROGRAM, start_parent
from parts import Lab

from autograder.limits import Limits
from autograder.remote.faults import StudentFault
from autograder.sandbox.parent import Parent
from autograder.sandbox.watch import Usage
from autograder.wire.frames import Channel
from autograder.wire.messages import FROM_THE_NOTEBOOK, Broken, Spawn, Used
from autograder.workers.warm_process import warm_environment

# no test here waits for a limit of time: on a busy machine a gigabyte may take ten seconds to fill
LIMITS = Limits(
    cell_seconds=60, notebook_seconds=120, call_seconds=60, test_seconds=90, memory_mb=600, files_mb=64, processes=100
)
LOOKS = 1.0  # seconds in which everything is looked at more than once
UNDER_WAY = f"import time\ntime.sleep({LOOKS})"
MAPS = "import mmap, os, time\ngot = []\n"


def test_a_sandbox_that_cannot_be_forked_is_said_to_be_broken(monkeypatch):
    def refused():
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    control, ours, theirs = socket.socket(socket.AF_UNIX), *socket.socketpair()
    parent = Parent(control, ("mnt",), None)
    with control, ours, theirs:
        parent.spawn((1, 1), Spawn(1, Limits()), theirs)
        message, _ = Channel(ours, FROM_THE_NOTEBOOK).receive()
        assert isinstance(message, Broken)
        assert not parent.children


def start_as_plain_user():
    """A parent that is nobody special, and has user namespaces where it may."""
    place = places.plain_user(Path())  # skips where there is no such user, or no interpreter that one can run
    settings = place.settings | {"env": warm_environment(), "cwd": "/"}
    if subprocess.run([place.python[0], "-c", "import torch"], check=False, capture_output=True, **settings).returncode:
        pytest.skip("torch is installed elsewhere than below this interpreter's own packages")
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [place.python[0], "-P", "-s", "-c", PARENT_PROGRAM, str(theirs.fileno()), "enclosed"]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], start_new_session=True, **settings)
    theirs.close()
    worker, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    socket.send_fds(control, [b"worker"], [theirs.fileno()])
    theirs.close()
    return process, control, worker


@pytest.fixture(scope="module", params=["enclosed", "open", "plain user"])
def parts(request):
    """A parent of sandboxes: with namespaces, without, and a plain user's; and the sockets to it."""
    started = start_as_plain_user() if request.param == "plain user" else start_parent(request.param)
    process, control, worker = started
    yield request.param, process, control, worker
    worker.close()
    control.close()
    process.wait(20)


@pytest.fixture
def bench(parts):
    """Two sandboxes of one parent: one for who attacks, one for a neighbour."""
    _, process, control, worker = parts
    second, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    socket.send_fds(control, [b"worker"], [theirs.fileno()])
    theirs.close()
    attacker, neighbour = Lab(worker, LIMITS), Lab(second, LIMITS)
    yield attacker, neighbour
    neighbour.close()
    attacker.close()
    second.close()


def answers_at_once(lab):
    """Whether a neighbour gets its sandbox, and an answer, and its end, one after another, in a few seconds."""
    start = time.monotonic()
    assert lab.run("def f(): return 7").errors == {}
    assert lab.student().f() == 7
    lab.close()
    lab.sandbox.layers = []
    return time.monotonic() - start


ODD = {
    "a name that is no UTF-8": "import ctypes\nctypes.CDLL(None).prctl(15, b'\\xff\\xfe\\xfd', 0, 0, 0)",
    "a name like a line of its status": "import ctypes\nctypes.CDLL(None).prctl(15, b') Z 1 1 (\\n', 0, 0, 0)",
    "threads with odd names": "import ctypes, threading, time\ndef f():\n    ctypes.CDLL(None).prctl(15, b'\\xff)\\n', 0, 0, 0); time.sleep(2)\nfor _ in range(20): threading.Thread(target=f, daemon=True).start()",
    "folders in one another": "import os\nfor _ in range(2000):\n    os.mkdir('d' * 20); os.chdir('d' * 20)",
    "folders that can't be entered": "import os\nfor i in range(50):\n    os.makedirs(f'a{i}/b/c'); os.chmod(f'a{i}/b', 0); os.chmod(f'a{i}', 0)",
    "names that are no UTF-8": "import os\nfor i in range(200): open(b'\\xff\\xfe%d' % i, 'w').close()\nos.mkdir(b'\\xff')",
    "tiny files": "import time\nt, i = time.time(), 0\nwhile time.time() - t < 1.5:\n    try: open(f't{i}', 'w').close()\n    except OSError: break\n    i += 1",
    "locks": "import fcntl, time\nf = open('l', 'wb+')\nt = time.time()\nfor i in range(100_000):\n    fcntl.lockf(f, fcntl.LOCK_EX, 1, 2 * i)\n    if time.time() - t > 2: break",
    "many that share much": "import os, time\nx = bytearray(400 << 20)\nfor _ in range(60):\n    if os.fork() == 0:\n        time.sleep(3); os._exit(0)\ntime.sleep(1)",
    "daemons": "import os, time\nfor _ in range(20):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n            time.sleep(60)\n        os._exit(0)",
    "many mappings": "import mmap\nkept = []\ntry:\n    for i in range(30_000): kept.append(mmap.mmap(-1, 4096, prot=mmap.PROT_READ if i % 2 else mmap.PROT_READ | mmap.PROT_WRITE))\nexcept BaseException: pass",
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD)
def test_nothing_that_a_child_does_stops_the_parent(bench, kind):
    """It goes on, and a neighbour waits neither while the odd one runs nor while it is ended."""
    attacker, neighbour = bench
    attacker.run(ODD[kind], UNDER_WAY)
    answers_at_once(neighbour)
    attacker.close()
    attacker.sandbox.layers = []
    answers_at_once(neighbour)
    assert attacker.run("x = 1").errors == {}


SHARED = {
    "written by a child": "for _ in range(12):\n    m = mmap.mmap(-1, 100 << 20)\n    got.append(m)\n    if os.fork() == 0:\n        m.write(b'1' * (100 << 20)); os._exit(0)\n    os.wait()\ntime.sleep(1)",
    "of /dev/zero": "for _ in range(12):\n    fd = os.open('/dev/zero', os.O_RDWR)\n    m = mmap.mmap(fd, 100 << 20)\n    got.append(m)\n    if os.fork() == 0:\n        m.write(b'1' * (100 << 20)); os._exit(0)\n    os.wait()\ntime.sleep(1)",
    "given up and kept": "for _ in range(12):\n    m = mmap.mmap(-1, 100 << 20)\n    m.write(b'1' * (100 << 20)); m.madvise(mmap.MADV_DONTNEED)\n    got.append(m)\ntime.sleep(1)",
    "in pieces": "for _ in range(1200):\n    m = mmap.mmap(-1, 1 << 20)\n    m.write(b'1' * (1 << 20)); m.madvise(mmap.MADV_DONTNEED)\n    got.append(m)\ntime.sleep(1)",
    "of many processes": "ready, told = os.pipe()\nfor _ in range(6):\n    if os.fork() == 0:\n        x = bytearray(200 << 20); x[::4096] = b'1' * len(x[::4096]); time.sleep(60); os._exit(0)\nos.close(told)\nos.read(ready, 1)",
}  # fmt: skip


@pytest.mark.parametrize("kind", SHARED)
def test_memory_that_no_process_shows_is_counted(bench, kind):
    """More than the limit is not to be had, and the reason is said."""
    attacker, neighbour = bench
    ran = attacker.run(MAPS + SHARED[kind], "def f(): return 7")
    kinds = ("PermissionError", "OSError", "FileNotFoundError")
    refused = any(error.startswith(kinds) for error in ran.errors.values())
    assert refused or "more than 600 MB of memory" in " ".join(ran.errors.values()), ran
    answers_at_once(neighbour)
    assert attacker.student().f() == 7


def test_everything_is_dead_before_the_end_is_told(parts, bench):
    """Also what has left its session, its parent and its group."""
    _, process, _, _ = parts
    attacker, _ = bench
    attacker.run(ODD["daemons"], UNDER_WAY)
    attacker.close()
    ours = _of_session(process.pid)
    alive = {member.pid for member in [*ours, *_below(ours)] if is_alive(member)}
    assert len(alive) <= 4, alive  # its starter, the parent, the watcher and a cleaner, and none of the twenty


def is_alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _below(members):
    """The children of each member, and theirs; a member may end while it is looked at."""
    found = []
    for member in members:
        with contextlib.suppress(psutil.NoSuchProcess):
            found += member.children(recursive=True)
    return found


def _of_session(session):
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def test_a_watcher_that_is_ended_is_replaced(parts, bench):
    """Limits hold again, for the sandboxes that were there before, too."""
    _, process, _, _ = parts
    attacker, neighbour = bench
    attacker.run("x = 1")
    for member in _of_session(process.pid):
        with contextlib.suppress(psutil.NoSuchProcess):  # a cleaner, for instance, ends when its work is done
            if member.pid != process.pid and not member.children() and member.ppid() != process.pid:
                member.send_signal(signal.SIGKILL)
    answers_at_once(neighbour)
    attacker.close()
    attacker.sandbox.layers = []
    ran = attacker.run(MAPS + SHARED["of many processes"])
    assert "more than 600 MB of memory" in " ".join(ran.errors.values()), ran


def test_what_was_used_is_told(parts, bench):
    """Memory at its peak, and seconds of processors, of processes that have ended as well."""
    _, _, _, worker = parts
    attacker, _ = bench
    work = "t = time.process_time()\nwhile time.process_time() - t < 0.5: pass"
    attacker.run("import os, time\nx = bytearray(300 << 20); x[::4096] = b'1' * len(x[::4096])\ntime.sleep(0.5)\ndel x", work)
    attacker.run(f"import os, time\nif os.fork() == 0:\n    {work.replace(chr(10), chr(10) + '    ')}\n    os._exit(0)\nos.wait()")
    worker.send(msgspec.json.encode(Used(attacker.sandbox.number)))
    usage = msgspec.json.decode(worker.recv(4096), type=Usage)
    assert 290 <= usage.peak_mb < 600, usage
    assert 0.9 < usage.processor_seconds < 8, usage
    assert usage.waited_seconds >= 0, usage


def test_files_are_removed_however_deep_and_unreadable(parts, bench):
    """Where a sandbox has no file system of its own."""
    mode, _, _, _ = parts
    if mode != "open":
        pytest.skip("files end with the sandbox's own file system")
    attacker, _ = bench
    where = "import os\nprint(os.getcwd())"
    ran = attacker.run(where, *[ODD[kind] for kind in ODD if "folders" in kind or "UTF-8" in kind], UNDER_WAY)
    home = Path(ran.printed[2].strip())
    assert home.is_dir()
    attacker.close()
    deadline = time.monotonic() + 10
    while home.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not home.exists()


def test_a_limit_of_processor_time_is_no_kill_from_outside(bench):
    """Who lowers it, and is ended for it, has done so himself."""
    attacker, _ = bench
    ran = attacker.run("import resource\nif True:\n    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\n    while True: pass")
    assert not attacker.sandbox.killed
    assert "its processor time" in ran.errors[2] or "ValueError" in ran.errors[2] or "Permission" in ran.errors[2], ran


def test_a_call_that_takes_too_much_says_so(bench):
    """In the middle of a test, too: and the next copy works."""
    attacker, _ = bench
    attacker.run("import os, time", "def hog():\n" + "\n".join("    " + line for line in SHARED["of many processes"].splitlines()), "def f(): return 7")
    with pytest.raises(StudentFault, match="together used more than 600 MB of memory"):
        attacker.student().hog()
    assert attacker.student().f() == 7
