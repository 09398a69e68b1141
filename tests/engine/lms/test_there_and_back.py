"""From a platform and back, with the commands that a person types."""

import csv
import json
import zipfile

import pytest
from forked_starts import call
from hand_ins import laid, packed
from parts import COURSE, copy_of, notebook, right

GRADEBOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,What becomes of an answer (4711)\n    Points Possible,,,,,12\n"
    '"Lee, Ann",1001,0012345,alee,S1,\n"Kim, Bo",1002,0012346,bkim,S1,\n"Olsen, Pat",1003,0012347,polsen,S1,\n"Absent, Al",1004,0012348,aabsent,S1,\n'
)
OVERRIDE = '[[override]]\nstudent = 1002\nexercise = "passes"\npoints = 3\nreason = "shown in the office hour"\nby = "Lee"\n'


def run(*args, status=0, cwd=COURSE):
    done = call(*args, cwd=cwd)
    assert done.returncode == status, done.stderr + done.stdout
    return done.stdout if status == 0 else done.stdout + done.stderr


def table(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture
def place(course, tmp_path):
    """A copy of the course, Canvas's archive of three people and its gradebook."""
    copy_of(course.root, tmp_path / "course")
    good = json.dumps(notebook(right(course, "outcomes")))
    bad = json.dumps(notebook(right(course, "outcomes", passes="def passes(x):\n    return x + 1")))
    files = {"leeann_1001_11_outcomes.ipynb": good, "kimbo_LATE_1002_12_outcomes-1.ipynb": bad, "olsenpat_1003_13_essay.pdf": b"%PDF"}
    (tmp_path / "submissions.zip").write_bytes(packed(files))
    laid(tmp_path, {"gradebook.csv": GRADEBOOK})
    return tmp_path


def test_a_class_of_canvas(place):
    """Graded with names, exported, changed by a person and by a test that is left out, shown again; nothing graded twice."""
    out, gradebook = place / "out", place / "gradebook.csv"
    grade = ["grade", place / "submissions.zip", "--assignment", "outcomes", "--students", gradebook, "--out", out, "--course", place / "course"]
    said = run(*grade)
    assert "4 people in the list, 3 handed in, 2 graded, 1 could not be, 0 files not looked at" in said
    assert "handed in nothing (1): 1004 Absent, Al" in said
    rows = {row["student"]: row for row in table(out / "grades.csv")}
    assert [(rows[key]["name"], rows[key]["late"]) for key in ("1001", "1002")] == [("Lee, Ann", "no"), ("Kim, Bo", "yes")]
    assert rows["1003"]["status"] == "rejected"
    assert float(rows["1001"]["score"]) == 12 > float(rows["1002"]["score"])
    export = ["export", out, "--students", gradebook, "--format", "canvas", "-o", place / "back.csv", "--feedback", place / "pages.zip", "--course", place / "course"]
    said = run(*export)
    assert "nothing was handed in (1): 1004" in said
    assert "could not be graded (1): 1003" in said
    scores = {row["ID"]: row["What becomes of an answer (4711)"] for row in table(place / "back.csv")}
    assert scores["1001"] == scores[""] == "12"
    assert scores["1003"] == scores["1004"] == ""
    names = zipfile.ZipFile(place / "pages.zip").namelist()
    assert names == ["leeann_1001_11_outcomes.html", "kimbo_LATE_1002_12_outcomes-1.html", "olsenpat_1003_13_essay.html"]

    (out / "outcomes" / "overrides.toml").write_text(OVERRIDE)
    tried = run(*grade, "--dry-run")
    assert "1002: passes 0/3 → 3/3 (overrides.toml: shown in the office hour)" in tried
    assert "4 people in the list, 3 handed in, 2 graded, 1 could not be, 0 files not looked at" in tried
    assert "dry run: 0 graded, 0 of them new; changed scores: 1; nothing was written" in tried
    assert {row["student"]: row for row in table(out / "grades.csv")} == rows
    said = run(*grade)
    assert "1002: passes 0/3 → 3/3 (overrides.toml: shown in the office hour)" in said
    assert "already there and unchanged: 3" in said
    assert {row["student"]: row["score"] for row in table(out / "grades.csv")} == {"1001": "12.0", "1002": "12.0", "1003": ""}
    why = "overrides.toml: shown in the office hour"
    assert [(row["student"], row["why"]) for row in table(out / "outcomes" / "changes.csv")] == [("1002", why)] * 2
    shown = run("history", out, "1002")
    assert shown.count("outcomes  2") == 2
    assert "shown in the office hour (Lee)" in shown
    assert "kimbo_LATE_1002_12_outcomes-1.ipynb" in shown
    assert "no report of 'nobody'" in run("history", out, "nobody", status=2)

    order = place / "course" / "solutions" / "course.toml"
    report = json.loads((out / "outcomes" / "1002.json").read_text())
    failed = next(test["name"] for test in report["exercises"][0]["tests"] if test["outcome"] != "passed")
    order.write_text(order.read_text().replace('name = "outcomes"\n', f'name = "outcomes"\nexclude = ["{failed.partition("[")[0]}"]\n', 1))
    said = run(*grade)
    assert "already there and unchanged: 3" in said
    assert "in_place" not in said
    report = json.loads((out / "outcomes" / "1002.json").read_text())
    assert failed not in [test["name"] for test in report["exercises"][0]["tests"]]
    assert report["score"] == 12
    assert {row["ID"] for row in table(place / "back.csv")} == {"", "1001", "1002", "1003", "1004"}


def test_a_group_shares_its_report(course, place):
    """It is graded once, and each member has the report; a withdrawn submission's report is named."""
    good = json.dumps(notebook(right(course, "outcomes")))
    members = "\n".join(f"  - :name: {name}\n    :sid: '{sid}'" for name, sid in (("Ann", 1), ("Bo", 2), ("Cy", 3)))
    export = laid(place / "export", {"submission_metadata.yml": f"submission_7:\n  :submitters:\n{members}\n", "submission_7/outcomes.ipynb": good, "submission_7/notes.txt": "x"})
    grade = ["grade", export, "--assignment", "outcomes", "--out", place / "out", "--jobs", 1, "--exercises"]
    said = run(*grade)
    assert "3 graded in" in said
    assert "3 handed in, 3 graded, 0 could not be, 1 file not looked at" in said
    rows = table(place / "out" / "grades.csv")
    assert [(row["student"], row["name"], row["score"], row["outcomes: passes"]) for row in rows] == [("1", "Ann", "12.0", "3.0"), ("2", "Bo", "12.0", "3.0"), ("3", "Cy", "12.0", "3.0")]
    (export / "submission_metadata.yml").write_text(f"submission_7:\n  :submitters:\n{members[: members.index('  - :name: Cy')]}\n")
    said = run(*grade)
    assert "in grades.csv by an earlier run only (1): 3" in said
    assert "already there and unchanged: 2" in said


def test_wrong_usage(place, tmp_path):
    """One line each: a class where a notebook is meant, and the other way around; lists and layouts that are none."""
    archive = place / "submissions.zip"
    for more, words in (
        (["--json", place / "r.json"], "is a class: say --out OUT"),
        ([], "say where the reports go"),
        (["--out", place / "out", "--layout", "sakai"], "expected one of blackboard"),
        (["--out", place / "out", "--students", archive], "can't be read as a class list"),
        (["--students", place / "gradebook.csv"], "add --out OUT"),
        (["--out", place / "out", "--json", place / "r.json"], "leave one of them out"),
    ):
        assert words in run("grade", archive, "--assignment", "outcomes", *more, status=2)
    assert not (place / "out").exists()
    (tmp_path / "none").mkdir()
    assert "no course in" in run("new", "dropout", status=2, cwd=tmp_path / "none")
    assert list((tmp_path / "none").iterdir()) == []


def test_the_class_list_is_not_written_over(place):
    """It is the platform's, and somebody may need it again."""
    before = (place / "gradebook.csv").read_text()
    (place / "out").mkdir()
    said = run("export", place / "out", "--students", place / "gradebook.csv", "--format", "canvas", "-o", place / "gradebook.csv", "--course", place / "course", status=2)
    assert "is the class list itself: name another file" in said
    assert (place / "gradebook.csv").read_text() == before
