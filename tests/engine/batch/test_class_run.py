"""A class at once: nothing is lost, nothing is graded twice, and whatever ends a run, the next one goes on."""

from __future__ import annotations

import csv
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from forked_starts import call
from parts import COURSE, FAILS, ROOT, notebook, right
from processes import gone, kill_now_and_then, members

from autograder.report import Report

COMMAND = [sys.executable, "-m", "autograder", "grade"]
SLOW = "import time\ndef fails(*args, **kwargs):\n    time.sleep(0.1)"
KILLS = int(os.environ.get("KILLS", "50"))


@pytest.fixture
def hand_in(course, tmp_path: Path) -> Path:
    """Nine submissions of outcomes: right, wrong, slow, and one that is no notebook."""
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(8):
        replaced = {2: FAILS, 5: SLOW}.get(i)
        cells = right(course, "outcomes", **({"fails": replaced} if replaced else {}))
        (folder / f"s{i}.ipynb").write_text(json.dumps(notebook(cells)))
    (folder / "s8.ipynb").write_text("no notebook")
    return folder


def more(hand_in: Path, count: int) -> None:
    for i in range(count):
        shutil.copy(hand_in / f"s{i % 5}.ipynb", hand_in / f"more{i}.ipynb")


def command(hand_in: Path, out: Path, *more: object) -> list[str]:
    return [*COMMAND, str(hand_in), "--assignment", "outcomes", "--out", str(out), "--jobs", "2", *map(str, more)]


def run(hand_in: Path, out: Path, *more: object, cwd: Path = COURSE) -> subprocess.CompletedProcess[str]:
    return call(*command(hand_in, out, *more)[3:], cwd=cwd)


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Who was graded just now, from the progress."""
    return sorted(line.split("] ")[1].split(":")[0] for line in done.stderr.splitlines() if line.startswith("["))


def times(out: Path) -> dict[str, int]:
    return {p.stem: p.stat().st_mtime_ns for p in (out / "outcomes").glob("*.json")}


def test_a_rerun_grades_what_is_new_or_changed(course, hand_in, tmp_path):
    """The rest stays as it is, to the byte; --force and another seed grade all again."""
    out = tmp_path / "out"
    first = run(hand_in, out)
    assert first.returncode == 0, first.stderr
    assert len(lines(first)) == 9, first.stderr
    assert "/s, 0:0" in first.stderr
    assert "9 submissions of outcomes" in first.stdout
    grades, before = (out / "grades.csv").read_bytes(), times(out)
    assert lines(run(hand_in, out)) == []
    assert times(out) == before
    assert (out / "grades.csv").read_bytes() == grades
    shutil.copy(hand_in / "s0.ipynb", hand_in / "t0.ipynb")
    shutil.copy(hand_in / "s2.ipynb", hand_in / "s1.ipynb")
    (out / "outcomes" / "s3.json").write_text("{")
    third = run(hand_in, out)
    assert lines(third) == ["s1", "s3", "t0"]
    assert "already there and unchanged: 7" in third.stdout
    assert {Report.from_json(p.read_bytes()).seed for p in (out / "outcomes").glob("*.json")} == {_seed(out)}
    assert len(lines(run(hand_in, out, "--force"))) == 10
    assert len(lines(run(hand_in, out, "--seed", 7))) == 10
    assert _seed(out) == 7


def _seed(out: Path) -> int:
    return Report.from_json((out / "outcomes" / "s0.json").read_bytes()).seed


CHANGES = {
    "solutions/outcomes.py": ("x + x", "x * 2"),
    "tests/graders/test_outcomes.py": ("public=True", "public=False"),
    "assignments/outcomes/outcomes.ipynb": ("demo", "dema"),
    "solutions/course.toml": ("cell_seconds = 5", "cell_seconds = 6"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_score_depends_on_is_in_the_fingerprint(own_course, hand_in, name):
    """Of the course: its solution, its grader, its notebook, its limits."""
    before = fingerprint_of(own_course.root, hand_in)
    old, new = CHANGES[name]
    path = own_course.root / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert fingerprint_of(own_course.root, hand_in) != before


def test_another_secret_is_another_fingerprint_and_another_grader_is_not(own_course, hand_in):
    before = fingerprint_of(own_course.root, hand_in)
    assert fingerprint_of(own_course.root, hand_in, "another") != before
    (own_course.root / "tests/graders/test_others.py").write_text("")
    assert fingerprint_of(own_course.root, hand_in) == before


def fingerprint_of(root: Path, hand_in: Path, secret: str = "s") -> str:
    """Of one submission, as a run would write it into its report."""
    from autograder.course import Course
    from autograder.grading.fingerprint import of_course, of_submission

    return of_submission(of_course(Course.load(root), "outcomes", secret), 1, "ann", hand_in / "s0.ipynb")


def test_shares_make_the_class(hand_in, tmp_path):
    """--shard 1/2 and 2/2, at the same time into the same OUT, give what one run gives."""
    whole, shares = tmp_path / "whole", tmp_path / "shares"
    assert run(hand_in, whole, "--seed", 5).returncode == 0
    both = [
        subprocess.Popen(command(hand_in, shares, "--seed", 5, "--shard", f"{i}/2", "-q"), cwd=COURSE) for i in (1, 2)
    ]
    assert [process.wait(200) for process in both] == [0, 0]
    assert (shares / "grades.csv").read_bytes() == (whole / "grades.csv").read_bytes()
    for wrong in (["--shard", "3/2", "--seed", "1"], ["--shard", "1/2"], ["--shard", "x", "--seed", "1"]):
        done = run(hand_in, shares, *wrong)
        assert done.returncode == 2
        assert "--shard" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_only_one_run_writes_into_a_folder(hand_in, tmp_path):
    """The second one says so at once; the first one's end lets the next one in."""
    first = subprocess.Popen(command(hand_in, tmp_path / "out", "-q"), cwd=COURSE)
    while not list((tmp_path / "out" / "outcomes").glob("*.json")):
        assert first.poll() is None
        time.sleep(0.02)
    first.send_signal(signal.SIGSTOP)  # or it might be done before the second one looks
    second = run(hand_in, tmp_path / "out")
    first.send_signal(signal.SIGCONT)
    assert second.returncode == 2
    assert "another run is writing into" in second.stderr
    assert first.wait(200) == 0
    assert run(hand_in, tmp_path / "out").returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_soon_and_goes_on(number, hand_in, tmp_path):
    """With one line that says how; nothing of it is left running; the next run grades the rest."""
    out = tmp_path / "out"
    more(hand_in, 60)  # enough to be interrupted in, also where this process is slow to do so
    process = subprocess.Popen(
        command(hand_in, out), cwd=COURSE, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    while not times(out):
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    family = members(process.pid)
    assert len(family) >= 3
    process.send_signal(number)
    _, said = process.communicate(timeout=5)
    gone(family)
    kept = times(out)
    assert process.returncode == 130, said
    assert f"{len(kept)} of 69 are graded and kept in" in said.splitlines()[-1], said
    assert (out / "grades.csv").read_text().count("\n") == 1 + len(kept)
    again = run(hand_in, out)
    assert again.returncode == 0
    assert len(lines(again)) == 69 - len(kept)
    assert kept.items() <= times(out).items()


def test_a_full_disk_harms_nothing(hand_in, tmp_path):
    """One line says so; what was there stays whole; with room, the same command goes on."""
    out = tmp_path / "out"
    out.mkdir()
    script = (
        f"mount -t tmpfs -o size=32k none {out}\n"
        f"{' '.join(command(hand_in, out, '--seed', 5))}\necho status $?\n"
        f"ls -A {out} {out}/outcomes\nmount -o remount,size=9m {out}\n"
        f"{' '.join(command(hand_in, out, '--seed', 5))}\necho status $?\nwc -l {out}/grades.csv"
    )
    done = subprocess.run(
        ["unshare", "-rm", "bash", "-c", script], cwd=COURSE, capture_output=True, text=True, check=False, timeout=200
    )
    if "unshare failed" in done.stderr:
        pytest.skip("a small file system takes a user namespace, which this machine does not allow")
    assert "status 1" in done.stdout, done
    assert "status 0" in done.stdout, done
    assert "No space left on device" in done.stderr
    assert "goes on where this one stopped" in done.stderr
    assert ".part" not in done.stdout
    assert "already there and unchanged" in done.stdout
    assert f"10 {out}/grades.csv" in done.stdout


def test_a_folder_that_cannot_be_written(hand_in, tmp_path):
    """A read-only OUT is said before anything is graded, and stays as it was."""
    out = tmp_path / "out"
    assert run(hand_in, out).returncode == 0
    before = times(out)
    script = (
        f"mount --bind {out} {out} && mount -o remount,bind,ro {out} && {' '.join(command(hand_in, out, '--force'))}"
    )
    done = subprocess.run(
        ["unshare", "-rm", "bash", "-c", script], cwd=COURSE, capture_output=True, text=True, check=False, timeout=200
    )
    if "unshare failed" in done.stderr:
        pytest.skip("a read-only mount takes a user namespace, which this machine does not allow")
    assert done.returncode == 2
    assert "can't be written to (Read-only file system)" in done.stderr
    assert times(out) == before


def test_killed_at_any_moment(hand_in, tmp_path, seed):
    """Whichever process is killed, and whenever: in the end grades.csv is that of an undisturbed run, byte for byte."""
    more(hand_in, 40)
    assert run(hand_in, tmp_path / "quiet", "--seed", 5).returncode == 0
    expected = (tmp_path / "quiet" / "grades.csv").read_bytes()
    draw, kills = random.Random(seed), 0
    for number in itertools.count():
        out = tmp_path / f"out{number}"
        while kills < KILLS:
            process = start(command(hand_in, out, "--seed", 5, "-q"))
            kills += kill_now_and_then(process, out / "outcomes", draw, KILLS - kills)
            if process.wait() == 0:
                break
        else:
            assert run(hand_in, out, "--seed", 5).returncode == 0
        assert (out / "grades.csv").read_bytes() == expected
        assert not list(out.rglob("*.part"))
        if kills >= KILLS:
            return


def start(words: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(words, cwd=COURSE, stderr=subprocess.DEVNULL)


def test_one_entry_never_stops_a_class(course, tmp_path):
    """Names of every kind, folders of every depth: each has a row, honest work its points, and a rerun nothing to do."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    text = json.dumps(notebook(right(course, "outcomes"))).encode()
    names = [
        b"ann.ipynb", b"latin\xe9.ipynb", b"latin\xea.ipynb", b"n" * 249 + b".ipynb", ("ü" * 123).encode() + b".ipynb", b"index.ipynb", b"index_.ipynb", b"grades.ipynb",
        b"progress.ipynb", "Zoë.ipynb".encode(), "Zoe\u0308.ipynb".encode(), b"a\x1b]0;x\x07\x9b31m.ipynb", "\u202egnp.ipynb".encode(), b"=cmd;=1+1.ipynb", b"new\nline.ipynb", b"~.ipynb", b"None.ipynb", b"-.ipynb",
    ]  # fmt: skip
    for name in names:
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(text)
    (folder / ("f" * 255)).mkdir()
    (folder / ("f" * 255) / "outcomes.ipynb").write_bytes(text)
    deep = os.open(folder, os.O_RDONLY)
    for depth in range(1500):
        os.mkdir("deep", dir_fd=deep)
        inner = os.open("deep", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    (folder / "bob").mkdir()
    (folder / "bob" / "outcomes.ipynb").write_bytes(text)
    (folder / "bob.ipynb").write_bytes(text)
    (folder / "cyd.ipynb").symlink_to("/dev/zero")
    (folder / "dan.ipynb").mkdir()
    os.mkfifo(folder / "eve.ipynb")
    try:
        first = run(folder, out, "--seed", 1)
        assert first.returncode == 0, first.stderr[-2000:]
        said = first.stdout + first.stderr
        assert "\x1b" not in said
        assert "\x9b" not in said
        assert "\u202e" not in said
        rows = list(csv.DictReader((out / "grades.csv").read_text().splitlines()))
        assert len(rows) == len(names) + 6
        assert len({row["student"] for row in rows}) == len(rows)
        rejected = {row["student"]: row["reason"] for row in rows if row["status"] == "rejected"}
        assert set(rejected) == {"deep", "bob", "cyd", "dan", "eve"}
        assert "bob.ipynb, bob/outcomes.ipynb" in rejected["bob"] or "bob/outcomes.ipynb, bob.ipynb" in rejected["bob"]
        assert {row["score"] for row in rows if row["status"] == "graded"} == {"12.0"}
        pages = {p.stem for p in (out / "outcomes").glob("*.html")} - {"index"}
        assert len(pages) == len(rows) == len(list((out / "outcomes").glob("*.json")))
        assert not list((out / "outcomes").glob(".*"))
        again = run(folder, out)
        assert lines(again) == []
        assert f"already there and unchanged: {len(rows)}" in again.stdout
        assert call("similar", out, cwd=COURSE).returncode == 0
    finally:
        subprocess.run(["rm", "-rf", folder / "deep"], check=True)


def test_a_single_notebook_of_any_name(hand_in, tmp_path):
    """Its report is written, graded or rejected with a sentence; what is not there is wrong usage."""
    folder = os.fsencode(tmp_path)
    (tmp_path / "loop.ipynb").symlink_to(tmp_path / "loop.ipynb")
    cases = {b"\x1b[31m\xff.ipynb": "graded", b"bad\xff.ipynb": "rejected", b"loop.ipynb": "rejected"}
    for name, status in cases.items():
        path, report = os.path.join(folder, name), tmp_path / "r.json"
        if name != b"loop.ipynb":
            shutil.copy(hand_in / ("s8.ipynb" if status == "rejected" else "s0.ipynb"), os.fsdecode(path))
        done = call("grade", os.fsdecode(path), "--assignment", "outcomes", "--json", report, cwd=COURSE)
        assert done.returncode == 0, done.stderr
        assert "\x1b" not in done.stdout + done.stderr, done.stderr
        assert json.loads(report.read_bytes())["status"] == status
    for name in (b"none.ipynb", b"\xfe\x1b[31m", b"n" * 300):
        done = call("grade", os.fsdecode(os.path.join(folder, name)), "--assignment", "outcomes", cwd=COURSE)
        assert done.returncode == 2
        assert "no such file" in done.stderr
        assert "\x1b" not in done.stderr


def test_a_terminal_with_another_alphabet(hand_in, tmp_path):
    """Where it lacks a name's letters, they are spelled, and the class is graded."""
    (hand_in / "s8.ipynb").rename(hand_in / "学生.ipynb")
    settings = os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run(command(hand_in, tmp_path / "out"), cwd=COURSE, capture_output=True, env=settings, check=False)
    assert done.returncode == 0, done.stderr[-1000:]
    assert b"\\u5b66\\u751f" in done.stderr, done.stderr[-1000:]


def test_what_every_sandbox_sees_is_refused(hand_in, tmp_path):
    """Submissions, reports, a single notebook, its report: a sentence before anything is graded or written."""
    seen = Path(sys.prefix) / f"class-{os.getpid()}"
    seen.mkdir()
    try:
        shutil.copy(hand_in / "s0.ipynb", seen)
        single = ["grade", str(seen / "s0.ipynb"), "--assignment", "outcomes", "--json", str(tmp_path / "r.json")]
        elsewhere = ["grade", str(hand_in / "s0.ipynb"), "--assignment", "outcomes", "--json", str(seen / "r.json")]
        for refused in (command(seen, tmp_path / "out")[3:], command(hand_in, seen / "out")[3:], single, elsewhere):
            done = call(*refused, cwd=COURSE)
            assert done.returncode == 2, done.stderr
            assert "where students' code may read" in done.stderr, done.stderr
        assert [p.name for p in seen.iterdir()] == ["s0.ipynb"]
        assert not (tmp_path / "out").exists()
        done = call(*single, "--allow-unsafe", cwd=COURSE)
        assert done.returncode == 0
        assert (tmp_path / "r.json").exists()
    finally:
        shutil.rmtree(seen)


def test_the_engine_is_all_of_it(course, tmp_path, monkeypatch):
    """Also what lies in folders of its folders decides a score."""
    from autograder.grading import fingerprint

    known = {str(p.relative_to(ROOT / "autograder")) for p in fingerprint.engine_files()}
    there = {str(p.relative_to(ROOT / "autograder")) for part in ("sandbox", "remote", "grading") for p in (ROOT / "autograder" / part).rglob("*.py")}
    assert there <= known
    package = tmp_path / "autograder"
    (package / "sandbox" / "jail").mkdir(parents=True)
    (package / "sandbox" / "jail" / "deep.py").write_text("x = 1")
    monkeypatch.setattr(fingerprint, "PACKAGE", package)
    before = fingerprint.of_course(course, "outcomes", "s")
    (package / "sandbox" / "jail" / "deep.py").write_text("x = 2")
    assert fingerprint.of_course(course, "outcomes", "s") != before
