"""The lines of the README and of the pages on nbgrader and otter, executed as they stand there."""

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from parts import ROOT, notebook, right


def blocks(page):
    """The commands of a page, block by block."""
    return re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


def bash(script, folder):
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-euc", script], cwd=folder, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]
    return done.stdout


def test_with_nbgrader(tmp_path, course):
    """A course, its cycle, and the same scores written straight into its gradebook."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "newton.ipynb").write_text(json.dumps(notebook(right(course, "newton"))))
    cycle, straight = blocks("docs/how-to/nbgrader.md")
    submitted = "mkdir -p submitted/ann/newton && cp ../here/newton.ipynb submitted/ann/newton/\n"
    bash(cycle.replace("nbgrader autograde", f"{submitted}nbgrader autograde"), here)
    made = tmp_path / "my-course"
    assert "newton,,,ann,,,,6.0,0.0,6.0,6.0" in (made / "grades.csv").read_text()
    assert {p.name for p in (made / "feedback/ann/newton").glob("*.html")} == {"newton.html", "newton-report.html"}
    said = bash(straight, made)
    assert "sqlite:///gradebook.db has 1 student of newton" in said
    assert "change" not in said


def test_with_otter(tmp_path, course):
    """An archive, and a submission."""
    (tmp_path / "newton.ipynb").write_text(json.dumps(notebook(right(course, "newton"))))
    (block,) = blocks("docs/how-to/otter.md")
    assert "6.000 / 6.000" in bash(block, tmp_path)


def test_from_a_platform_and_back(tmp_path, course):
    """Canvas's archive of two people, and its gradebook."""
    work = json.dumps(notebook(right(course, "newton")))
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        archive.writestr("leeann_1001_11_newton.ipynb", work)
        archive.writestr("kimbo_LATE_1002_12_newton-1.ipynb", work)
    rows = ["Student,ID,SIS User ID,SIS Login ID,Section,Newton's method (4711)", "    Points Possible,,,,,6"]
    rows += ['"Lee, Ann",1001,1,alee,S1,', '"Kim, Bo",1002,2,bkim,S1,', '"Absent, Al",1003,3,aabsent,S1,']
    (tmp_path / "gradebook.csv").write_text("\n".join(rows) + "\n")
    (block,) = blocks("README.md")
    said = bash(block, tmp_path)
    assert "3 people in the list, 2 handed in, 2 graded" in said
    back = list(csv.DictReader((tmp_path / "for-canvas.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["Newton's method (4711)"] for row in back] == ["6", "6", "6", ""]
    with zipfile.ZipFile(tmp_path / "pages.zip") as pages:
        assert pages.namelist() == ["leeann_1001_11_newton.html", "kimbo_LATE_1002_12_newton-1.html"]


def files_shown(page):
    """The files of a page whose first line names them, with their text."""
    return re.findall(r"```python (\S+)\n(.*?)```", page.read_text(), re.DOTALL)


def test_the_first_exercise(tmp_path):
    """The tutorial, from a new assignment to a verified one, with the files that it shows."""
    page = "docs/tutorials/first-exercise.md"
    new, make_room, verified = blocks(page)
    bash("autograder init my-course", tmp_path)
    course = tmp_path / "my-course"
    bash(new + make_room, course)
    for name, text in files_shown(ROOT / page):
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(text)
    said = bash(verified, course)
    assert "1 exercise, 2 tests (1 public), 2 kept answers (1 right, 1 wrong)" in said
    assert "verified: nothing leaks" in said


def test_the_first_exercise_in_chinese():
    """The same files and commands."""
    english, chinese = "docs/tutorials/first-exercise.md", "docs/zh/first-exercise.md"
    assert files_shown(ROOT / chinese) == files_shown(ROOT / english)
    assert blocks(chinese) == blocks(english)
