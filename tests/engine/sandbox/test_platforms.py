"""Platforms that refuse single steps of the jail: a layer is left out by name, and the others stand."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from parts import IMPORTS, notebook, right
from places import without
from refusing import NO_NAMESPACES

from autograder.sandbox.jail import entry, spaces

REFUSING = Path(__file__).resolve().parents[1] / "refusing.py"
# what the parent of all sandboxes does, and one of them; without torch, which takes seconds
JAILED = """
import json, os, shutil, sys, tempfile
from autograder.sandbox.jail import entry, spaces, users
from autograder.limits import Limits
def can(path, mode):
    try:
        open(path, mode).close()
    except OSError:
        return False
    return True
enclosed = spaces.enclose()
home = spaces.HOME if "mnt" in enclosed else tempfile.mkdtemp()
reader, writer = os.pipe()
if os.fork() == 0:
    if "pid" in enclosed:
        spaces.mount_proc()
    entry.prepare()
    layers = entry.enter(Limits(), enclosed, home, users.new_user())
    seen = [path for path, mode in (("/etc/passwd", "r"), (sys.argv[1], "r"), ("/usr/x", "w"), ("/tmp/../x", "w")) if can(path, mode)]
    os.write(writer, json.dumps([layers, seen, os.getuid(), can("own", "w")]).encode())
    os._exit(0)
os.close(writer)
print(open(reader).read())
os.wait()
if "mnt" not in enclosed:
    shutil.rmtree(home)
"""
ALL = {"mnt", "pid", "net", "ipc", "uts", "uid", "no_new_privs", "rlimits", "landlock", "seccomp"}
NAMESPACES = {"mnt", "pid", "net", "ipc", "uts"}


def jailed(calls, error):
    """The layers that a sandbox says hold, what it can open that it must not, and its user."""
    command = [sys.executable, "-c", JAILED, str(Path(__file__))]
    if calls:
        command = [sys.executable, str(REFUSING), str(error), calls, *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr
    layers, seen, user, has_a_home = json.loads(done.stdout)
    assert has_a_home
    return set(layers), seen, user


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOSYS])
@pytest.mark.parametrize(
    ("calls", "lost"),
    [
        ("", set()),
        ("mount_setattr", set()),  # before Linux 5.12, and in gVisor: each mount is made read-only by itself
        ("unshare", NAMESPACES),
        ("mount", NAMESPACES),
        ("pivot_root", NAMESPACES),
        ("umount2", NAMESPACES),
        ("setns", NAMESPACES),
        (NO_NAMESPACES, NAMESPACES),
        ("setresuid", {"uid"}),
        ("setgroups", {"uid"}),
        ("chown", {"uid"}),
        ("prlimit64", {"rlimits"}),
        ("landlock_create_ruleset", {"landlock"}),
        ("landlock_restrict_self", {"landlock"}),
        ("prctl", {"no_new_privs", "seccomp", "landlock"}),
        ("unshare,landlock_create_ruleset", {*NAMESPACES, "landlock"}),
    ],
)
def test_a_step_that_is_refused_costs_its_layer(calls, lost, error):
    """With any error, at any step: what can't be had is not named, what is named holds."""
    layers, seen, user = jailed(calls, error)
    assert layers == ALL - lost
    assert (user != 0) == ("uid" in layers)
    if layers & {"mnt", "landlock"}:
        assert not seen
    assert bool(entry.shortcomings(layers)) == (not layers & {"mnt", "landlock"} or "uid" not in layers)


def test_what_hinders_is_said_in_the_kernels_words():
    """For whoever asks why there are no namespaces; and who asked has lost nothing."""
    command = "from autograder.sandbox.jail import spaces; print(spaces.hindrance(with_users=False)); print(spaces.enclose())"
    refused = subprocess.run([sys.executable, str(REFUSING), "1", "pivot_root", sys.executable, "-c", command], capture_output=True, text=True, check=True)  # fmt: skip
    assert refused.stdout.splitlines() == ["[Errno 1] Operation not permitted", "()"]
    assert spaces.hindrance(with_users=False) is None


@pytest.mark.parametrize("calls", [NO_NAMESPACES, "mount_setattr"])
def test_a_class_is_graded_where_layers_are_missing(calls, course, tmp_path):
    """Full marks for honest work, and the report says what held."""
    place = without(tmp_path, calls, errno.ENOSYS)
    tmp_path.chmod(0o755)
    made = tmp_path / "work.ipynb"
    made.write_text(json.dumps(notebook([IMPORTS, *right(course, "kinds")])))
    report = tmp_path / "report.json"
    done = place.run("grade", made, "--assignment", "kinds", "--course", course.root, "--json", report, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    read = json.loads(report.read_text())
    assert (read["status"], read["score"]) == ("graded", read["max_score"])
    assert set(read["isolation"]) - {"cgroup"} == (ALL - NAMESPACES if calls == NO_NAMESPACES else ALL)


def test_what_does_not_hold_is_refused_by_a_sentence(course, tmp_path):
    """No namespaces and no Landlock: students' code could read the graders."""
    place = without(tmp_path, f"{NO_NAMESPACES},landlock_create_ruleset")
    made = tmp_path / "work.ipynb"
    made.write_text(json.dumps(notebook(right(course, "kinds"))))
    done = place.run("grade", made, "--assignment", "kinds", "--course", course.root, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "read the graders and solutions" in done.stderr
    assert len(done.stderr.splitlines()) == 1
