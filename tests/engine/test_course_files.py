"""What lies beside a grader goes wherever the grader goes, and a score depends on it."""

import json

import pytest

from autograder import packing
from autograder.batch.changes import parts_of
from autograder.course import Course
from autograder.grading import fingerprint
from autograder.platforms.gradescope import package
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

ORDER = """
title = "One"

[[assignments]]
name = "one"
title = "One"
exercises = [{ name = "twice", points = 2 }]
"""
SOLUTION = '# %%\nimport torch\n\n# %% exercise="twice"\ndef twice(x):\n    """Twice x."""\n    return 2 * x\n'
GRADER = '''
"""With a fixture and a module from beside it."""

from pathlib import Path

from shapes import square

from autograder.graders import exercise, same


@exercise("twice", public=True)
def test_twice(student):
    """Twice a number."""
    same(student.twice(2), 4)


@exercise("twice")
def test_twice_of_a_matrix(student, reference, side, randn):
    """Twice a matrix."""
    X = randn(*square(side))
    same(student.twice(X), reference.twice(X), "twice(x)")


@exercise("twice")
def test_twice_of_a_kept_number(student):
    """Twice a number from a file."""
    number = int((Path(__file__).parent / "data" / "number.txt").read_text())
    same(student.twice(number), 2 * number)
'''
BESIDE = {
    "tests/graders/conftest.py": "import pytest\n\n@pytest.fixture\ndef side():\n    return 3\n",
    "tests/graders/shapes.py": "def square(side):\n    return (side, side)\n",
    "tests/graders/data/number.txt": "21",
}
ELSEWHERE = {
    "tests/graders/test_other.py": "",
    "tests/graders/__pycache__/shapes.pyc": "",
    "tests/graders/.hidden": "",
}


@pytest.fixture
def one(tmp_path):
    texts = {"solutions/course.toml": ORDER, "solutions/one.py": SOLUTION, "tests/graders/test_one.py": GRADER}
    for name, text in (texts | BESIDE | ELSEWHERE).items():
        path = tmp_path / "one" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Course.load(tmp_path / "one")


def score(root, folder):
    cells = [{"cell_type": "code", "source": "def twice(x):\n    return x + x", "metadata": {}}]
    (folder / "ann.ipynb").write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
    with Pool(Terms(course=str(root)), 1) as pool:
        report = pool.grade_one(Order("one", str(folder / "ann.ipynb"), "ann", 1))
    return report.score, report.reason


def test_what_lies_beside_a_grader(one):
    names = {str(path.relative_to(one.root)) for path in one.beside_grader("one")}
    assert names == set(BESIDE)


def test_a_right_answer_earns_all_where_the_course_was_unpacked(one, tmp_path):
    with packing.unpacked_course(packing.course_tar(one, "one")) as unpacked:
        assert score(unpacked.root, tmp_path) == (2, None)


def test_gradescopes_archive_has_it(one):
    contents = package._contents(one, "one", "")
    assert {contents[name][0].decode() for name in BESIDE} == set(BESIDE.values())


@pytest.mark.parametrize("name", BESIDE)
def test_a_change_of_it_is_a_change_of_the_fingerprint(one, name):
    before = fingerprint.of_course(one, "one", "secret")
    (one.root / name).write_text("# another")
    assert fingerprint.of_course(one, "one", "secret") != before


@pytest.mark.parametrize("name", BESIDE)
def test_a_change_of_it_is_a_change_of_the_grader(one, name):
    before = parts_of(one, "one", "")["grader"]
    (one.root / name).write_text("# another")
    assert parts_of(one, "one", "")["grader"] != before


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_no_part_of_it_changes_nothing(one, name):
    before = fingerprint.of_course(one, "one", "secret")
    (one.root / name).write_text("# another")
    assert fingerprint.of_course(one, "one", "secret") == before
