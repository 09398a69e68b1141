"""The benchmark's own parts, which no other test would notice to be out of date."""

import json
import subprocess
import sys

import pytest
from parts import ROOT


@pytest.fixture
def eight(monkeypatch):
    """The module that makes the courses of `make bench`."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import eight

    return eight


def test_the_floor_makes_the_same_calls(eight, tmp_path):
    """The graders' tests run on a plain namespace, with nothing of the engine but what graders are written with."""
    script = eight.bare(tmp_path / "bare")
    done = subprocess.run([sys.executable, str(script)], cwd=script.parent, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_the_floor_notices_a_wrong_answer(eight, tmp_path):
    """It would be no yardstick if its tests did not compare."""
    script = eight.bare(tmp_path / "bare")
    script.write_text(script.read_text().replace("import bench_tests", "sgd = lambda *a, **k: None\nimport bench_tests"))
    done = subprocess.run([sys.executable, str(script)], cwd=script.parent, capture_output=True, text=True, check=False)
    assert "Mismatch" in done.stderr


def test_our_course_of_the_eight_grades_a_right_submission(eight, tmp_path):
    """With full marks, as the peers' courses do."""
    course = eight.ours(tmp_path / "course")
    right = eight.submission(tmp_path / "one.ipynb")
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "autograder", "grade", str(right), "--assignment", "eight"]
    command += ["--course", str(course), "--json", str(report), "-q"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    made = json.loads(report.read_text())
    assert made["max_score"] == len(eight.NAMES)
    assert made["score"] == made["max_score"]
