"""A reader that leaves ends no command: what it works at is done, and its exit status is what it would have been."""

import json
import subprocess
import sys

from parts import ROOT, notebook, right

COMMAND = [sys.executable, "-m", "autograder"]


def test_a_class_behind_head(course, tmp_path):
    """Nobody reads a word of it, and all is graded and written."""
    (tmp_path / "in").mkdir()
    for student in ("ann", "bo"):
        (tmp_path / "in" / f"{student}.ipynb").write_text(json.dumps(notebook(right(course, "outcomes"))))
    words = [*COMMAND, "grade", tmp_path / "in", "--assignment", "outcomes", "--out", tmp_path / "out", "--jobs", "1"]
    with subprocess.Popen(words, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        process.stderr.close()
        assert process.wait(200) == 0
    assert len((tmp_path / "out" / "grades.csv").read_text().splitlines()) == 3


def test_the_first_lines_arrive(tmp_path):
    """Those that somebody reads; the others cause no complaint."""
    done = subprocess.run(f"'{sys.executable}' -m autograder grade --help | head -n 2; exit ${{PIPESTATUS[0]}}", shell=True, executable="/bin/bash", cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S602  of no one's words
    assert (done.returncode, done.stderr) == (0, "")
    assert "autograder grade [OPTIONS]" in done.stdout
