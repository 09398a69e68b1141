"""`nbgrader autograde` by a course that has a deadline and leaves a test out: the penalty stands in the gradebook."""

import csv
import json
import os
import re
import subprocess
import sys
import warnings
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from parts import copy_of, notebook, right

from autograder.course import Course
from autograder.platforms.nbgrader.config import init

BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
MORE = 'due = 2026-03-01T12:00:00Z\nlate = { percent = 10, per = "day" }\nexclude = ["LEFT_OUT"]\n'
TIMES = {"ann": "2026-03-01 12:00:00 UTC", "bo": "2026-03-02 18:00:00 UTC", "cy": "2026-03-02 18:00:00 UTC"}


def nbgrader(folder, *words):
    done = subprocess.run([BIN / "nbgrader", *words], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def graded(tmp_path_factory, course):
    """Three right submissions: in time, late, and late with an extension that nbgrader has granted."""
    from nbgrader.api import Gradebook

    place = tmp_path_factory.mktemp("late")
    copy_of(course.root, place / "course")
    left_out = re.findall("^def (test_[a-z_0-9]+)", course.grader("outcomes").read_text(), re.MULTILINE)[0]
    order = place / "course" / "solutions" / "course.toml"
    order.write_text(order.read_text().replace('name = "outcomes"\n', 'name = "outcomes"\n' + MORE.replace("LEFT_OUT", left_out), 1))
    folder = place / "nbgrader"
    init(Course.load(place / "course"), folder)
    nbgrader(folder, "generate_assignment", "outcomes")
    for student, moment in TIMES.items():
        own = folder / "submitted" / student / "outcomes"
        own.mkdir(parents=True)
        (own / "outcomes.ipynb").write_text(json.dumps(notebook(right(course, "outcomes"))))
        (own / "timestamp.txt").write_text(moment)
    # the warnings are about nbgrader's own code
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book, warnings.catch_warnings(action="ignore"):
        book.update_or_create_assignment("outcomes", duedate=datetime(2026, 3, 1, 12))  # noqa: DTZ001  as nbgrader keeps it
        book.update_or_create_student("cy")
        book.update_or_create_submission("outcomes", "cy")
        book.grant_extension("outcomes", "cy", days=1)
        assert book.find_submission("outcomes", "cy").extension == timedelta(days=1)
    nbgrader(folder, "autograde", "outcomes")
    nbgrader(folder, "export")
    return folder, left_out


def test_the_penalty(graded):
    """Of the points, for each day that has begun; counted from nbgrader's own date where it has granted one."""
    rows = list(csv.DictReader((graded[0] / "grades.csv").read_text().splitlines()))
    penalties = {row["student_id"]: float(row["late_submission_penalty"] or 0) for row in rows if row["assignment"] == "outcomes"}
    assert penalties == pytest.approx({"ann": 0, "bo": 2.4, "cy": 1.2})


def test_a_test_that_is_left_out(graded):
    """Its points go to the others, and the page does not show it."""
    rows = list(csv.DictReader((graded[0] / "grades.csv").read_text().splitlines()))
    assert {float(row["raw_score"]) for row in rows if row["assignment"] == "outcomes"} == {12.0}
    page = (graded[0] / "autograded" / "ann" / "outcomes" / "outcomes-report.html").read_text()
    assert f"left out: {graded[1]}" in page
