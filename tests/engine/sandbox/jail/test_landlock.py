"""What Landlock leaves of a file system, asked in a process that has restricted itself."""

import subprocess
import sys

import pytest

from autograder.sandbox.jail import landlock, spaces

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
    for visible in ("", "0"):
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
        spaces.cards.cache_clear()
        found[visible] = spaces.cards()
    spaces.cards.cache_clear()
    assert found == {"": [], "0": ["/dev/nvidia0"]}
