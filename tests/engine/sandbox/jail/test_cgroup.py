"""Control groups: tried for real where this machine has them, and version 2's files against a folder that stands in."""

import mmap
import os
import time
from pathlib import Path

import pytest

from autograder.limits import Limits
from autograder.sandbox.jail import cgroup, hierarchy

SMALL = Limits(memory_mb=100, files_mb=20, processes=20)
MOST = 100 + 20 + 64  # MB
FEW = Limits(memory_mb=4000, files_mb=20, processes=20)  # a fork of a large process takes megabytes of page tables


@pytest.fixture
def groups():
    found = cgroup.find()
    if found is None:
        pytest.skip("no control group can be had here: it takes root, or a delegated folder")
    yield found
    found.close()
    assert not [folder for folder in found.folders if folder.exists()]


def in_group(groups, name, work):
    """Do some work in a group, in a process of its own; how that ended."""
    process = os.fork()
    if process == 0:
        groups.join(name)
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def fill(megabytes):
    kept = [bytearray(os.urandom(1 << 20)) for _ in range(megabytes)]
    return len(kept)


def test_memory_is_kept_by_the_kernel(groups):
    """What is within the limit is free; what goes beyond is ended, and the group tells both."""
    name = groups.make(SMALL)
    assert in_group(groups, name, lambda: fill(100)) == 0
    assert groups.kills(name) == 0
    assert 100 <= groups.peak_mb(name) < MOST
    assert in_group(groups, name, lambda: fill(MOST + 20)) == -9
    assert groups.kills(name) == 1
    assert groups.peak_mb(name) > 0.9 * MOST
    assert groups.remove(name)
    assert groups.remove(name)


def test_memory_without_an_owner_is_counted(groups):
    """Shared memory that a child has written, and that nobody maps any more where it was written."""

    def share():
        kept = []
        for _ in range(MOST // 10 + 4):
            kept.append(mmap.mmap(-1, 10 << 20))
            if os.fork() == 0:
                kept[-1].write(b"1" * (10 << 20))
                os._exit(0)
            if os.wait()[1]:
                os._exit(7)  # the kernel has ended the child that went too far

    name = groups.make(SMALL)
    assert in_group(groups, name, share) in (7, -9)
    assert groups.kills(name) >= 1


def test_processes_are_counted(groups):
    """As many as the limit says, and a few."""

    def start():
        try:
            for _ in range(FEW.processes + 30):
                if os.fork() == 0:
                    time.sleep(2)
                    os._exit(0)
        except BlockingIOError:
            os._exit(5)

    name = groups.make(FEW)
    assert in_group(groups, name, start) == 5
    groups.end(name)
    deadline = time.monotonic() + 5
    while not groups.remove(name) and time.monotonic() < deadline:
        time.sleep(0.01)


def test_what_a_killed_run_has_left_is_removed(groups):
    """Its processes, too; but nothing of a run that lives."""
    process = os.fork()
    if process == 0:
        left = cgroup.find()
        left.join(left.make(SMALL))
        print(left.folders[0], flush=True)
        os.close(0)
        os._exit(0)
    os.waitpid(process, 0)
    before = set(groups.folders[0].parent.glob("autograder-*"))
    assert len(before) >= 2
    cgroup.find().close()
    left = set(groups.folders[0].parent.glob("autograder-*"))
    assert groups.folders[0] in left
    assert len(left) < len(before)


FILES = {
    "cgroup.procs": "", "cgroup.controllers": "cpu memory pids", "cgroup.subtree_control": "", "memory.max": "",
    "memory.swap.max": "", "memory.current": "1048576", "memory.peak": "3145728", "pids.max": "", "cgroup.kill": "",
    "memory.events": "low 0\nhigh 0\nmax 7\noom 2\noom_kill 2\noom_group_kill 0\n", "cpu.stat": "usage_usec 2500000\n",
    "memory.stat": "anon 5\nactive_file 1048576\ninactive_file 1048576\n",
}  # fmt: skip


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A folder that behaves like version 2's: groups get their files when they are made, and lose them at their end."""
    make, remove = os.mkdir, os.rmdir

    def made(path, mode=0o777, *, dir_fd=None):
        make(path, mode, dir_fd=dir_fd)
        above = Path(f"/proc/self/fd/{dir_fd}") if dir_fd is not None else Path()
        for name, content in FILES.items():
            (above / path / name).write_text(content)

    def removed(path, *, dir_fd=None):
        above = Path(f"/proc/self/fd/{dir_fd}") if dir_fd is not None else Path()
        for name in FILES:
            (above / path / name).unlink()
        remove(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "mkdir", made)
    own = tmp_path / "own"
    os.mkdir(own)
    monkeypatch.setattr(os, "rmdir", removed)
    monkeypatch.setattr(hierarchy, "own_folder", lambda controller: None if controller else own)
    return own


def test_version_2(stand_in):
    """The files that are written, and those that are read."""
    groups = cgroup.find()
    assert groups.version == 2
    assert (stand_in / "cgroup.subtree_control").read_text() == "+memory +pids"
    name = groups.make(SMALL)
    group = groups.folders[0] / name
    written = {file: (group / file).read_text() for file in ("memory.max", "memory.swap.max", "pids.max")}
    assert written == {"memory.max": str(MOST << 20), "memory.swap.max": "0", "pids.max": "36"}
    assert (groups.used_mb(name), groups.peak_mb(name), groups.kills(name), groups.seconds(name)) == (1, 3, 2, 2.5)
    groups.end(name)
    assert (group / "cgroup.kill").read_text() == "1"
    groups.close()
    assert not list(stand_in.glob("autograder-*"))


def test_version_2_without_memory(stand_in):
    """A hierarchy that does not count it is of no use."""
    (stand_in / "cgroup.controllers").write_text("cpu")
    assert cgroup.find() is None
