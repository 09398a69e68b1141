"""What Landlock leaves of a file system, asked in a process that has restricted itself."""

import os
import subprocess
import sys

import pytest

from autograder.sandbox.jail import entry, landlock, spaces

needs_landlock = pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")


@needs_landlock
def test_in_filled_folders_nothing_is_made(tmp_path):
    """Where CUDA has to write the names of its threads: what is there is written to, and nothing comes or goes."""
    (tmp_path / "comm").write_text("old name")
    code = f"""
import os
from pathlib import Path
from autograder import linux
from autograder.sandbox.jail import landlock
folder = Path({str(tmp_path)!r})
linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
landlock.restrict(["/"], [], filled=[str(folder)])
with open(folder / "comm", "r+") as name:
    name.write("new")
for deed in (lambda: (folder / "made").touch(), lambda: (folder / "comm").unlink(), lambda: (folder / "made").mkdir()):
    try:
        deed()
    except PermissionError:
        print("refused")
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["refused"] * 3
    assert (tmp_path / "comm").read_text() == "new name"


def test_no_card_is_shown_to_code_that_computes_on_the_cpu(monkeypatch):
    """What a card needs is let through only where one is to be used."""
    monkeypatch.setattr(spaces.Path, "glob", lambda *_: iter([spaces.Path("/dev/nvidia0")]))
    found = {}
    for visible in ("", "-1", "0"):
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
        spaces.cards.cache_clear()
        found[visible] = spaces.cards()
    spaces.cards.cache_clear()
    assert found == {"": [], "-1": [], "0": ["/dev/nvidia0"]}


@pytest.mark.parametrize(("user", "folders"), [(0, []), (1000, ["/proc"])])
def test_root_writes_nothing_in_proc(monkeypatch, user, folders):
    """Also in a user namespace: the kernel asks for the machine's settings whose they are, and for nothing else."""
    monkeypatch.setattr(entry, "cards", lambda: ["/dev/nvidia0"])
    monkeypatch.setattr(entry.os, "geteuid", lambda: user)
    assert entry._filled_by_cuda() == folders


@needs_landlock
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_what_a_card_opens_of_proc():
    """A user writes about its own processes, and neither the machine's settings nor what is another's."""
    code = """
import os
from autograder import linux
from autograder.sandbox.jail import landlock
os.setgroups([]), os.setgid(65534), os.setuid(65534)
linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
landlock.restrict(["/"], [], filled=["/proc"])
for path in (f"self/task/{os.getpid()}/comm", "sys/kernel/core_pattern", "sys/vm/drop_caches", "1/comm", "1/oom_score_adj"):
    try:
        os.close(os.open(f"/proc/{path}", os.O_WRONLY))
        print(path.rpartition("/")[2])
    except OSError:
        pass
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["comm"]
