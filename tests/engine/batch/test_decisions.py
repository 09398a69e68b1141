"""A class with a deadline, from the commands that a person types: what is decided later changes scores and grades nothing."""

import csv
import json

import pytest
from forked_starts import call
from hand_ins import packed
from parts import ROOT, copy_of, notebook, right

DUE = 'time_zone = "Europe/Berlin"\n'
LATE = 'due = 2026-11-25\nlate = { percent = 10, grace_minutes = 15 }\n'
OVERRIDE = '[[override]]\nstudent = "anne"\nexercise = "passes"\npoints = 1\nreason = "x"\n'


def run(*words, status=0):
    done = call(*words, cwd=ROOT)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def grades(out):
    rows = csv.DictReader((out / "grades.csv").read_text().splitlines())
    return {row["student"]: (row["score"], row["late"], row["score_before"], row["lateness"]) for row in rows}


@pytest.fixture(scope="module")
def place(course, tmp_path_factory):
    """A copy of the course and Blackboard's archive: in time, within the grace, late, and no notebook."""
    place = tmp_path_factory.mktemp("late")
    copy_of(course.root, place / "course")
    work = json.dumps(notebook(right(course, "outcomes")))
    files = {
        "outcomes_ann_attempt_2026-11-25-22-00-00_a.ipynb": work, "outcomes_bo_attempt_2026-11-26-00-10-00_b.ipynb": work,
        "outcomes_cy_attempt_2026-11-27-08-00-00_c.ipynb": work, "outcomes_di_attempt_2026-11-27-08-00-00_d.pdf": b"%PDF",
    }  # fmt: skip
    (place / "work.zip").write_bytes(packed(files))
    return place


def test_from_the_deadline_to_the_export(place):
    """In one go, since each step goes on where the one before it ended."""
    order = place / "course" / "solutions" / "course.toml"
    plain = order.read_text()
    out = place / "out"
    command = ["grade", place / "work.zip", "--assignment", "outcomes", "--out", out, "--course", place / "course", "--jobs", 1]
    said = run(*command)
    assert "3 graded in" in said
    assert grades(out) == {"ann": ("12.0", "", "", ""), "bo": ("12.0", "", "", ""), "cy": ("12.0", "", "", ""), "di": ("", "", "", "")}
    before = json.loads((out / "outcomes" / "cy.json").read_text())

    order.write_text(DUE + plain.replace('name = "outcomes"\n', 'name = "outcomes"\n' + LATE, 1))
    tried = run(*command, "--dry-run")
    assert "dry run: 0 graded, 0 of them new; changed scores: 1; nothing was written" in tried
    said = run(*command)
    words = "2 days late (by 1 day 8 hours): −20 % of 12 points"
    assert f"cy: 12 of 12 → 9.6 of 12 ({words})" in said
    assert "graded in" not in said
    assert grades(out)["cy"] == ("9.6", "yes", "12.0", words)
    assert grades(out)["bo"] == ("12.0", "no", "", "")
    assert grades(out)["di"] == ("", "yes", "", "")
    assert words in (out / "outcomes" / "cy.html").read_text()
    assert words in run("history", out, "cy")
    assert words in (out / "outcomes" / "changes.csv").read_text()

    (out / "outcomes" / "extensions.toml").write_text('[[extension]]\nstudent = "cy"\nuntil = 2026-11-26\nreason = "ill"\n')
    (out / "outcomes" / "overrides.toml").write_text(OVERRIDE)
    said = run(*command)
    assert "cy: 9.6 of 12 → 10.8 of 12" in said
    assert "overrides.toml: no student 'anne' has a report: ann?" in said

    (place / "list.csv").write_text("id,name\nann,Ann Lee\nbo,Bo\ncy,Cy\ndi,Di\nal,Al\n")
    said = run("export", out, "--students", place / "list.csv", "--format", "csv", "-o", place / "back.csv", "--course", place / "course")
    assert "lowered for lateness (1): cy 12 → 10.8 (1 day late" in said
    assert "cy,Cy,,10.8,12," in (place / "back.csv").read_text()

    order.write_text(plain)
    (out / "outcomes" / "extensions.toml").unlink()
    run(*command)
    after = json.loads((out / "outcomes" / "cy.json").read_text())
    assert after == before | {"handed_in": "2026-11-27T08:00:00"}


def test_a_list_in_which_nobody_matches(place):
    """Both lists side by side, nothing graded, and a status of its own."""
    (place / "other.csv").write_text("id,name\n1,Ann Lee\n2,Bo Kim\n")
    command = ["grade", place / "work.zip", "--assignment", "outcomes", "--out", place / "none", "--course", place / "course"]
    said = run(*command, "--students", place / "other.csv", status=1)
    assert "the ids differ" in said
    assert "1 Ann Lee     ann" in said
    assert not (place / "none").exists()
