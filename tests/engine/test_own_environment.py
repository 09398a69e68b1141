"""Python and its packages are found wherever this interpreter has found them: by a variable, or in a user's folder."""

import json
import os
import pwd
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from parts import COURSE, notebook

from autograder.own_environment import library_folders, own_environment
from autograder.sandbox.jail import trees

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = sysconfig.get_path("purelib")
BARE = getattr(sys, "_base_executable", sys.executable)  # without the packages of an environment


def graded(tmp_path, environment):
    """The report of a submission that imports `thing`, by an interpreter which finds packages by the environment alone."""
    submission = tmp_path / "hand-in" / "one.ipynb"
    submission.parent.mkdir()
    submission.write_text(json.dumps(notebook(["import thing", "import email.mime.audio", "print(thing.WORD)"])))
    command = [BARE, "-m", "autograder", "grade", str(submission), "--assignment", "kinds", "--course", str(COURSE)]
    out = tmp_path / "out"
    ended = subprocess.run(
        [*command, "--out", str(out), "--quiet"], cwd=tmp_path, capture_output=True, text=True, env=os.environ | environment
    )
    assert ended.stderr == ""
    return json.loads((out / "kinds" / "one.json").read_text())


@pytest.fixture
def thing(tmp_path):
    """A folder that pip has filled: `pip install --target`."""
    folder = tmp_path / "target"
    (folder / "thing-1.dist-info").mkdir(parents=True)
    (folder / "thing.py").write_text("WORD = 'found it'")
    return folder


def test_packages_on_the_search_path(tmp_path, thing):
    """As a cluster's modules say it; students' code finds them too."""
    report = graded(tmp_path, {"PYTHONPATH": os.pathsep.join([str(ROOT), PACKAGES, str(thing)])})
    assert "found it" in report["printed"][0]["text"]


def test_packages_in_a_users_own_folder(tmp_path, thing):
    """As pip install --user puts them there, with files that name further folders."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    folder = tmp_path / "base" / "lib" / version / "site-packages"
    folder.mkdir(parents=True)
    (folder / "further.pth").write_text("\n".join([str(ROOT), PACKAGES, str(thing)]))
    report = graded(tmp_path, {"PYTHONUSERBASE": str(tmp_path / "base")})
    assert "found it" in report["printed"][0]["text"]


def test_an_empty_entry_means_nothing(monkeypatch, tmp_path):
    """It would be wherever a process happens to be; a relative one is where this process is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", "/a", "b", ""]))
    assert own_environment()["PYTHONPATH"] == os.pathsep.join(["/a", str(tmp_path / "b")])
    monkeypatch.setenv("PYTHONPATH", "")
    assert "PYTHONPATH" not in own_environment()


def test_only_folders_with_libraries_are_read(monkeypatch, tmp_path):
    """A home that stands in the variable by mistake is not shown to students."""
    for name, content in (("libraries", "libcuda.so.1"), ("home", "hw1.solution.ipynb")):
        (tmp_path / name).mkdir()
        (tmp_path / name / content).touch()
    monkeypatch.setenv("LD_LIBRARY_PATH", os.pathsep.join(str(tmp_path / name) for name in ("home", "libraries", "gone")))
    assert library_folders() == [str(tmp_path / "libraries")]


def test_a_home_is_no_folder_of_packages(monkeypatch, tmp_path):
    """Though pip has filled it: students' code would read all that lies there."""
    (tmp_path / "thing-1.dist-info").mkdir()
    (tmp_path / "libthing.so").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    assert str(tmp_path) in trees.interpreter_trees()
    me = pwd.struct_passwd(("me", "x", 0, 0, "", str(tmp_path / "people" / "me"), ""))
    monkeypatch.setattr(pwd, "getpwuid", lambda _: me)
    assert str(tmp_path) not in trees.interpreter_trees()
