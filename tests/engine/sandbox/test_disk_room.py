"""The room that is left on a disk, and in /dev/shm, which sandboxes without file systems of their own have in common."""

import os
from types import SimpleNamespace

import pytest

from autograder.limits import Limits
from autograder.sandbox import disk_room
from autograder.sandbox.disk_room import Room

LIMITS = Limits(files_mb=256)
HOME = "/var/tmp/autograder-home"


@pytest.fixture
def left(monkeypatch):
    """MB that are left, by place, of a disk of 32,000 and a /dev/shm of 64."""
    rooms = {"/var/tmp": 8000, "/dev/shm": 64}
    sizes = {"/var/tmp": 32_000, "/dev/shm": 64}

    def told(place):
        return SimpleNamespace(f_bavail=rooms[place], f_frsize=1 << 20, f_blocks=sizes[place])

    monkeypatch.setattr(os, "statvfs", told)
    return rooms


@pytest.mark.parametrize(
    ("disk", "shared_memory", "is_taken"),
    [(8000, 64, False), (1100, 64, False), (900, 64, True), (8000, 30, False), (8000, 20, True)],
)
def test_little_is_left_of_much(left, disk, shared_memory, is_taken):
    """On a disk less than 1 GB, in /dev/shm less than a third of it."""
    before = Room.beside(HOME)
    left |= {"/var/tmp": disk, "/dev/shm": shared_memory}
    assert disk_room.is_taken(HOME, before, LIMITS) is is_taken


def test_a_disk_that_was_nearly_full_before_is_nobodys_doing(left):
    """As long as no more is taken than one sandbox may take."""
    left["/var/tmp"] = 500
    before = Room.beside(HOME)
    left["/var/tmp"] = 300
    assert not disk_room.is_taken(HOME, before, LIMITS)
    left["/var/tmp"] = 200
    assert disk_room.is_taken(HOME, before, LIMITS)


def test_files_that_can_be_seen_have_their_own_limit(left):
    """A class whose students each keep to it is not ended, however full the disk becomes."""
    before = Room.beside(HOME)
    left |= {"/var/tmp": 500, "/dev/shm": 10}
    assert disk_room.is_taken(HOME, before, LIMITS, Room(7400, 0))
    assert disk_room.is_taken(HOME, before, LIMITS, Room(0, 50))
    assert not disk_room.is_taken(HOME, before, LIMITS, Room(7400, 50))


@pytest.mark.parametrize("fault", [OSError, None])
def test_a_place_that_does_not_tell_has_plenty(monkeypatch, fault):
    def told(_place):
        if fault:
            raise fault
        return SimpleNamespace(f_bavail=0, f_frsize=4096, f_blocks=0)

    monkeypatch.setattr(os, "statvfs", told)
    assert not disk_room.is_taken(HOME, Room.beside(HOME), LIMITS)


def test_what_this_machine_tells(tmp_path):
    """Of a real disk: a file without a name takes as much room as any other."""
    before = Room.beside(str(tmp_path))
    with (tmp_path / "gone").open("wb") as file:
        file.write(os.urandom(64 << 20))
        file.flush()
        os.fsync(file.fileno())
        (tmp_path / "gone").unlink()
        assert before.disk - Room.beside(str(tmp_path)).disk > 0
