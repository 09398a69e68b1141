"""The limit that an error comes from, in words."""

import errno
import os
from types import SimpleNamespace

import pytest

from autograder.limits import Limits
from autograder.sandbox.error import describe
from autograder.sandbox.jail import entry, spaces

FULL, FREE = (SimpleNamespace(f_blocks=16384, f_frsize=4096, f_files=0, f_favail=0, f_bavail=n) for n in (0, 9000))
NO_ROOM = [OSError(errno.ENOSPC, "No space left on device"), RuntimeError("unable to allocate shared memory(shm): No space left on device (28)")]  # fmt: skip


@pytest.mark.parametrize("error", NO_ROOM)
@pytest.mark.parametrize(
    ("home", "shared", "said"),
    [
        (spaces.HOME, FULL, "more than 10000 files, or more than 256 MB in them"),
        ("/tmp/autograder-x", FULL, "the machine's shared memory, /dev/shm, is full: not by your files alone"),
        ("/tmp/autograder-x", FREE, "the machine's disk is full: not by your files alone"),
    ],
)
def test_whose_room_is_used_up(monkeypatch, error, home, shared, said):
    """With a file system of its own it is the sandbox's; without, the machine's, and no limit is blamed."""
    monkeypatch.setenv("HOME", home)
    monkeypatch.setattr(os, "statvfs", lambda path: {"/dev/shm": shared}[path])
    assert describe(error, Limits()).message.endswith(f": {said}")


@pytest.mark.parametrize(
    ("room", "full"),
    [({}, False), ({"f_bavail": 100}, True), ({"f_files": 100}, True), ({"f_files": 100, "f_favail": 1}, False), ({"f_blocks": 0, "f_bavail": 0}, False)],
)  # fmt: skip
def test_shared_memory_is_full_by_size_or_by_number(monkeypatch, room, full):
    """Of blocks or of files; a file system that counts neither is never full."""
    monkeypatch.setattr(os, "statvfs", lambda path: SimpleNamespace(**(vars(FREE) | room)))
    assert entry.shared_memory_is_full() == full


def test_a_machine_without_shared_memory_has_none_that_is_full(monkeypatch):
    """Some containers have no /dev/shm."""
    monkeypatch.setattr(entry, "SHARED_MEMORY", "/nowhere")
    assert not entry.shared_memory_is_full()
