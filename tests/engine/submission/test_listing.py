"""A folder that was handed in is walked through whatever it is made of, or there is a sentence."""

import os
import subprocess

import pytest

from autograder.submission import listing
from autograder.submission.listing import contents
from autograder.submission.notebook import Rejected


def nested(root, name, depth):
    """Folders in folders, of which no path could name the last one."""
    here = os.open(root, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("deep.ipynb", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def test_files_by_depth_and_name(tmp_path):
    """What tools and systems keep there is passed over; links are told, and not followed."""
    for name in ("b.ipynb", "a/z.ipynb", "a/b/c.py", ".git/x.ipynb", "__MACOSX/._b.ipynb", "venv/lib/site.py", "mine/pyvenv.cfg", "mine/lib/a.py", ".hidden.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "a" / "link").symlink_to(tmp_path)
    found = contents(tmp_path)
    assert [str(p.relative_to(tmp_path)) for p in found.files] == ["b.ipynb", "a/link", "a/z.ipynb", "a/b/c.py"]
    assert found.closed == []


@pytest.mark.parametrize(("name", "depth"), [("d", 40), ("d", 1500), ("d" * 200, 1500)])
def test_folders_without_end(tmp_path, name, depth):
    """Deeper than Python calls itself, and than paths may be long: a sentence, or what could be seen of it."""
    nested(tmp_path, name, depth)
    try:
        if len(name) == 1:
            with pytest.raises(Rejected, match="nested more than 32 deep: hand in the notebook itself"):
                contents(tmp_path)
        else:
            found = contents(tmp_path)
            assert found.files == []
            assert len(found.closed) == 1
    finally:
        subprocess.run(["rm", "-rf", tmp_path], check=True)


def test_files_without_number(tmp_path, monkeypatch):
    """Of more than may be looked at, no more is looked at: in one folder, or in many."""
    monkeypatch.setattr(listing, "MAX_ENTRIES", 100)
    for i in range(95):
        (tmp_path / f"{i}.txt").write_text("")
    (tmp_path / "x").mkdir()
    assert len(contents(tmp_path).files) == 95
    for i in range(5):
        (tmp_path / "x" / f"{i}").write_text("")
    with pytest.raises(Rejected, match="holds more than 100 files and folders: hand in the notebook itself"):
        contents(tmp_path)


def test_a_folder_that_nobody_may_read(tmp_path):
    """It is named, and the others are looked at."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "a.ipynb").write_text("")
    (tmp_path / "closed").chmod(0)
    found = contents(tmp_path)
    assert [p.name for p in found.files] == ["a.ipynb"]
    assert [p.name for p in found.closed] == (["closed"] if os.getuid() else [])
    assert contents(tmp_path / "none").closed == [tmp_path / "none"]
