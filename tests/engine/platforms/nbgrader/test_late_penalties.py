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
LATE = "2026-03-02 18:00:00 UTC"
TIMES = {"ann": "2026-03-01 12:00:00 UTC", "bo": LATE, "cy": LATE, "di": LATE}


def nbgrader(folder, *words):
    done = subprocess.run([BIN / "nbgrader", *words], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def graded(tmp_path_factory, course):
    """Four submissions: in time, late, late with an extension that nbgrader has granted, late and without an answer."""
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
        cells = ["import torch"] if student == "di" else right(course, "outcomes")
        (own / "outcomes.ipynb").write_text(json.dumps(notebook(cells)))
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


def exported(folder, column, table="grades.csv"):
    """A column of nbgrader's own table, by student."""
    rows = csv.DictReader((folder / table).read_text().splitlines())
    return {row["student_id"]: float(row[column] or 0) for row in rows if row["assignment"] == "outcomes"}


def test_the_penalty(graded):
    """Of the points, for each day that has begun; counted from nbgrader's own date where it has granted one."""
    assert exported(graded[0], "late_submission_penalty") == pytest.approx({"ann": 0, "bo": 2.4, "cy": 1.2, "di": 2.4})


def test_the_score_of_who_has_less_than_the_penalty(graded):
    """Nobody falls below zero."""
    assert exported(graded[0], "score")["di"] == 0


@pytest.fixture(scope="module")
def by_hand(graded):
    """Points that a person gives later, in nbgrader: its table then, and again when the course has a floor."""
    from nbgrader.api import Gradebook

    folder = graded[0]
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book, warnings.catch_warnings(action="ignore"):
        book.find_grade("passes-check", "outcomes", "outcomes", "di").manual_score = 3.0
        book.db.commit()
    nbgrader(folder, "export", "--to", "by-hand.csv")
    order = folder.parent / "course" / "solutions" / "course.toml"
    order.write_text(order.read_text().replace('per = "day"', 'per = "day", floor = 10'))
    nbgrader(folder, "generate_feedback", "outcomes", "--student", "di")
    nbgrader(folder, "export", "--to", "with-floor.csv")
    return folder


def test_points_that_a_person_gives_later(by_hand):
    """They count against the whole penalty, not against what there was to take off before."""
    assert exported(by_hand, "score", "by-hand.csv")["di"] == pytest.approx(0.6)


def test_a_floor_counts_the_points_of_today(by_hand):
    """10 % of 12 points."""
    assert exported(by_hand, "score", "with-floor.csv")["di"] == pytest.approx(1.2)


def test_feedback_shows_the_score_of_today(by_hand):
    """Nbgrader's own page, with the penalty of today."""
    page = (by_hand / "feedback" / "di" / "outcomes" / "outcomes.html").read_text()
    assert "Score: 1.2 / 12.0" in page


def test_a_test_that_is_left_out(graded):
    """Its points go to the others, and the page does not show it."""
    assert set(exported(graded[0], "raw_score").values()) == {0.0, 12.0}
    page = (graded[0] / "autograded" / "ann" / "outcomes" / "outcomes-report.html").read_text()
    assert f"left out: {graded[1]}" in page
