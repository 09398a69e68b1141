"""What another grading changes is said with its cause, and what was there before is kept."""

import csv
import os

import pytest
import reports
from msgspec.structs import replace

from autograder import files
from autograder.batch.changes import between, earlier, history
from autograder.batch.out_folder import DryResults, Results
from autograder.report import Correction

MADE = {"file": "f", "grader": "g", "reference": "r", "points": "p", "rest": "x"}


def report(student="ann", score=1.0, **more):
    made = reports.report(student, halley=(score, "partial", ""))
    return replace(made, assignment="halley", made_of=MADE, **more)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"file": "other"}, "their file"),
        ({"grader": "other", "rest": "y"}, "the course: its grader"),
        ({"reference": "other", "rest": "y"}, "the course: its reference"),
        ({"points": "other", "rest": "y"}, "the course: its points"),
        ({"grader": "other", "file": "other", "rest": "y"}, "their file, the course: its grader"),
        ({"rest": "y"}, "the limits, the engine or its versions"),
        ({"file": "other", "rest": "y"}, "their file, the limits, the engine or its versions"),
        ({}, "graded again"),
    ],
)
def test_why(changes, why):
    """By what the two gradings were made of."""
    said = between(report(), replace(report(score=2.0), made_of=MADE | changes))
    assert [str(change) for change in said] == [f"ann: 1 of 2 → 2 of 2 ({why})", f"ann: halley 1/1 → 2/1 ({why})"]


def test_other_causes():
    """A person's decision, tests that are left out, another seed, a report of an older version."""
    before = report()
    person = replace(report(score=2.0), corrections=(Correction("halley", 1.0, 2.0, "because"),))
    assert between(before, person)[0].why == "overrides.toml: because"
    assert between(person, before)[0].why == "overrides.toml: a decision was taken back"
    left_out = replace(person, corrections=(Correction("halley", 1.0, 2.0, "left out: t", "course.toml"),))
    assert between(before, left_out)[0].why == "tests that are left out"
    assert between(before, replace(report(score=2.0), seed=9))[0].why == "another seed"
    assert between(replace(before, made_of={}), report(score=2.0))[0].why == "a grading of an older version"


def test_what_is_no_change():
    """Other messages, names or seconds change no score; from rejected to graded is one."""
    assert between(report(), replace(report(), name="Ann", seconds=9.0, late="yes")) == []
    rejected = replace(report(score=0.0), status="rejected", exercises=())
    assert [str(change) for change in between(rejected, report())] == ["ann: rejected → 1 of 2 (graded again)", "ann: halley - → 1/1 (graded again)"]


def test_said_before_it_is_written(tmp_path):
    """And kept in changes.csv with the time; the earlier report stays, and can be shown."""
    seen = []

    def say(changes):
        now = Results(tmp_path, "halley").of(["ann"])
        seen.append((next(now).score, [change.after for change in changes]))

    with Results(tmp_path, "halley", say=say) as results:
        results.expect(3)
        for score in (1.0, 2.0, 2.0, 0.5):
            results.add(report(score=score, file="ann.ipynb"))
    assert seen == [(1.0, ["2 of 2", "2/1"]), (2.0, ["0.5 of 2", "0.5/1"])]
    rows = list(csv.DictReader((tmp_path / "halley" / "changes.csv").read_text().splitlines()))
    assert [(row["student"], row["exercise"], row["before"], row["after"]) for row in rows[:2]] == [("ann", "", "1 of 2", "2 of 2"), ("ann", "halley", "1/1", "2/1")]
    assert all(row["time"] and row["why"] for row in rows)
    assert len(rows) == 4
    assert [kept.score for _, kept in earlier(tmp_path / "halley", "ann")] == [1.0, 2.0]
    lines = list(history(tmp_path, "ann"))
    assert len([line for line in lines if line.startswith("halley")]) == 3
    assert "0.5 of 2" in lines[-2]
    assert "halley 2/1 → 0.5/1" in lines[-1]
    assert list(history(tmp_path, "bob")) == []
    assert [grade.student for grade in files.grades(tmp_path)] == ["ann"]


def test_a_dry_run_writes_nothing(tmp_path):
    """Not a folder, not a lock, not a report; and says the same."""
    seen = []
    with DryResults(tmp_path / "none", "halley") as results:
        results.expect(1)
        results.add(report())
        results.finish()
    assert not (tmp_path / "none").exists()
    with Results(tmp_path, "halley") as results:
        results.expect(1)
        results.add(report())
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    with DryResults(tmp_path, "halley", say=seen.extend) as results:
        results.add(report(score=2.0))
        assert list(results.all()) == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert len(seen) == 2


@pytest.mark.parametrize("student", ["ann", "n" * 400, "a/b", "\\xe9", "index", "-", "Zoë"])
def test_any_students_history(tmp_path, student):
    """Whatever the key is, and however often a report changes within a second."""
    with Results(tmp_path, "halley") as results:
        results.expect(4)
        for score in (0.0, 0.5, 1.0, 2.0):
            results.add(report(student, score))
            os.utime(files.report_path(tmp_path, report(student)), (1_000_000_000, 1_000_000_000))
    assert sorted(kept.score for _, kept in earlier(tmp_path / "halley", student)) == [0.0, 0.5, 1.0]
