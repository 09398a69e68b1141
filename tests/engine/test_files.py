"""Reports on disk are whole, and grades.csv tells of all of them."""

import csv

import pytest

from autograder import files
from autograder.report import Report


def report(student, score=1.0, assignment="steps", reason=None):
    return Report(
        assignment=assignment, student=student, score=score, max_score=2.0, status="graded", reason=reason, seed=1, isolation=(), device="cpu",
        versions={}, seconds=0.1, exercises=(),
    )  # fmt: skip


def test_grades_add_up_over_assignments(tmp_path):
    """One row for each report below OUT; other files are left alone; formulas stay text."""
    for r in (report("bob"), report("ann", 2.0, reason="=1+1"), report("ann", 0.0, "halley")):
        files.write(files.report_path(tmp_path, r), r.to_json())
    (tmp_path / "steps" / "notes.json").write_text("[]")
    path = files.write_grades(tmp_path, files.grades(tmp_path))
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert [(r["assignment"], r["student"], r["score"]) for r in rows] == [
        ("halley", "ann", "0.0"),
        ("steps", "ann", "2.0"),
        ("steps", "bob", "1.0"),
    ]
    assert rows[1]["reason"] == "'=1+1"


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    """What was there stays when writing fails, and no part is left behind."""
    path = tmp_path / "a.json"
    files.write(path, b"old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
