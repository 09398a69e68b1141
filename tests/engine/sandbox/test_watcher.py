"""The backstop: when the machine runs short of memory, sandboxes end, and are not blamed. The figures are stood in for."""

import os
import signal
import socket
import time

import msgspec
import pytest

from autograder.limits import CROWDED, NO_ROOM, Limits
from autograder.sandbox import disk_room, machine_memory, process_memory, watcher
from autograder.sandbox.watch_messages import MESSAGE, Exceeded, Watch
from autograder.sandbox.watcher import Watcher

PLENTY = 10_000.0


class Figures:
    """A machine of 16 GB, and what it says."""

    def __init__(self):
        self.left = PLENTY
        self.limited = []

    def size_mb(self):
        return 16_000.0

    def left_mb(self):
        return self.left


@pytest.fixture
def machine():
    return Figures()


@pytest.fixture
def sandboxes():
    """Two processes, of which the second one has 200 MB."""
    made = []
    for size in (0, 200):
        process = os.fork()
        if process == 0:
            kept = bytearray(os.urandom(1 << 20)) * max(1, size)
            time.sleep(30 if kept else 0)
            os._exit(0)
        made.append(process)
    time.sleep(1)
    yield made
    for process in made:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


@pytest.fixture(params=[("mnt", "pid")])
def looks(request, machine, sandboxes):
    """Let a watcher of these look at them; returns whom it ended, by place in the list, and why."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    made = Watcher(theirs, request.param, None, machine)
    for serial, process in enumerate(sandboxes):
        ours.send(msgspec.json.encode(Watch(serial, process, Limits(), "/nowhere", None, None)))
    made._listen()

    def look():
        made._look()
        told = {}
        while watcher.select.select([ours], [], [], 0.1)[0]:
            message = msgspec.json.decode(ours.recv(MESSAGE), type=Exceeded)
            told[message.serial] = message.reason
        patience = time.monotonic() + 5
        while not all(has_ended(sandboxes[serial]) for serial in told) and time.monotonic() < patience:
            time.sleep(0.01)
        assert sorted(told) == [serial for serial, process in enumerate(sandboxes) if has_ended(process)]
        return told

    yield look
    ours.close()
    theirs.close()
    for known in made.watched.values():
        os.close(known.handle)


def has_ended(process):
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def test_with_enough_memory_nobody_is_ended(looks):
    """Whatever they use within their limits."""
    assert looks() == {}


def test_below_the_floor_the_largest_is_ended(looks, machine):
    """And nobody says that it was its fault."""
    machine.left = 10.0
    assert looks() == {1: CROWDED}


def test_memory_that_is_nobodys_ends_all(looks, monkeypatch):
    """Where it can't be put down to anybody."""
    before = machine_memory.unseen_mb()
    monkeypatch.setattr(machine_memory, "unseen_mb", lambda: before + 2000.0)
    assert looks() == {}
    monkeypatch.setattr(machine_memory, "unseen_mb", lambda: before + 4000.0)
    assert looks() == {0: CROWDED, 1: CROWDED}


@pytest.mark.parametrize("looks", [()], indirect=True)
def test_a_disk_that_is_nearly_full_ends_all(looks, monkeypatch):
    """Where they have no file systems of their own, and it can't be put down to anybody."""
    assert looks() == {}
    monkeypatch.setattr(disk_room, "is_taken", lambda *_: True)
    assert looks() == {0: NO_ROOM, 1: NO_ROOM}


def test_who_has_a_file_system_of_its_own_fills_no_disk(looks, monkeypatch):
    monkeypatch.setattr(disk_room, "is_taken", lambda *_: True)
    assert looks() == {}


def test_what_cannot_be_counted_is_ended(looks, monkeypatch):
    """That one, and not who counts."""

    def broken(_members, _inherited, _between=None):
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "as a name may be")

    monkeypatch.setattr(process_memory, "used_mb", broken)
    assert set(looks().values()) == {"what it uses could not be counted (UnicodeDecodeError)"}
