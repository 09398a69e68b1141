"""Where a control group lies, and what its files say: read from texts that stand in for the kernel's."""

import os
from pathlib import Path

from autograder.sandbox.jail import hierarchy


def test_a_group_is_found_where_it_is_mounted(monkeypatch):
    """In a container, the path in /proc/self/cgroup begins above what is mounted."""
    texts = {
        "/proc/self/cgroup": "8:pids:/docker/1\n4:memory:/docker/1/own\n0::/\n",
        "/proc/self/mountinfo": "30 1 0:9 /docker/1 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n"
        "31 1 0:8 / /sys/fs/cgroup/unified rw shared:9 - cgroup2 cgroup2 rw\n",
    }
    monkeypatch.setattr(Path, "read_text", lambda path, **_: texts[str(path)])
    assert hierarchy.own_folder("memory") == Path("/sys/fs/cgroup/memory/own")
    assert hierarchy.own_folder("") == Path("/sys/fs/cgroup/unified")
    assert hierarchy.own_folder("cpu") is None


def test_where_the_kernel_tells_nothing_there_is_no_group(monkeypatch):
    """No /proc, as in some containers."""

    def refused(_path, **_):
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refused)
    assert hierarchy.own_folder("") is None
    assert hierarchy.own_folder("memory") is None


def test_a_limit_is_a_number_that_is_not_endless(tmp_path):
    """Version 2 says "max", version 1 a very large number; a file may be missing."""
    for text, expected in (("1048576\n", 1 << 20), ("max\n", None), (str((1 << 63) - 4096), None)):
        (tmp_path / "memory.max").write_text(text)
        assert hierarchy.limit_of(tmp_path, hierarchy.V2) == expected
    assert hierarchy.limit_of(tmp_path, hierarchy.V1) is None


def test_a_table_holds_the_lines_that_are_a_word_and_a_number(tmp_path):
    """Whatever else a file may say some day."""
    (tmp_path / "memory.events").write_text("low 0\noom_kill 2\nsome avg10=0.00\n\n")
    folder = hierarchy.open_folder(tmp_path)
    assert hierarchy.read_table(folder, "memory.events") == {b"low": 0, b"oom_kill": 2}
    os.close(folder)
