"""A grader's own fault is an error and never a zero; seeds are one-way and different for each purpose."""

import json
import shutil

import pytest

from autograder.batch.orders import Order
from autograder.batch.pool import Pool
from autograder.grading.plugin import derive

BROKEN = '''
from autograder.grading.marks import exercise, same
import torch

@exercise("newton")
def test_broken(student, reference):
    """This one fails whoever is asked."""
    student.newton(lambda x: x, lambda x: 1.0, 1.0)
    raise KeyError("a bug of ours")

@exercise("preconditioned_step")
def test_unusable(student, reference):
    """This one can't use what it gets."""
    same(student.preconditioned_step(torch.ones(2), torch.ones(2), torch.eye(2)) @ torch.ones(2), torch.tensor(0.0))

@exercise("line_search")
def test_fine(student):
    """This one is fine."""
'''


@pytest.fixture
def broken_course(course, tmp_path):
    for folder in ("solutions", "assignments"):
        shutil.copytree(course.root / folder, tmp_path / folder)
    grader = tmp_path / "tests" / "graders" / "test_newton.py"
    grader.parent.mkdir(parents=True)
    grader.write_text(BROKEN)
    return tmp_path


def reports(root, tmp_path, *sources):
    with Pool(root, 1) as pool:
        for i, source in enumerate(sources):
            cells = [{"cell_type": "code", "source": source, "metadata": {}}]
            (tmp_path / f"{i}.ipynb").write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
        orders = [Order("newton", str(tmp_path / f"{i}.ipynb"), str(i), 1) for i in range(len(sources))]
        return [report for _, report in pool.grade(orders)]


ANSWERS = "import torch\ndef newton(*a): return [1.0]\ndef preconditioned_step(*a): return None\ndef line_search(*a): return 1.0"


def test_a_fault_of_ours_is_an_error(broken_course, tmp_path):
    """The report says so; a value that can't be used is the student's all the same."""
    (report,) = reports(broken_course, tmp_path, ANSWERS)
    assert report.status == "error" and "a bug of ours" in report.reason
    outcomes = {e.name: e.tests[0] for e in report.exercises}
    assert outcomes["newton"].outcome == "error"
    assert (
        outcomes["preconditioned_step"].outcome == "failed"
        and "can't be used" in outcomes["preconditioned_step"].message
    )
    assert outcomes["line_search"].outcome == "passed"


@pytest.mark.parametrize(
    "source", ["def broken(:\n", "import nothing_of_this_name\n", "x = 1\n", "def test_orphan(student): pass\n"]
)
def test_a_grader_that_cannot_be_collected_is_an_error(broken_course, tmp_path, source, capfd):
    """For every submission, with the reason."""
    (broken_course / "tests" / "graders" / "test_newton.py").write_text(source)
    first, second = reports(broken_course, tmp_path, ANSWERS, ANSWERS)
    assert first.status == second.status == "error" and "our fault" in second.reason


def test_seeds_are_derived():
    """Different for each name, the same each time, and telling nothing of one another."""
    assert derive(1, "a") == derive(1, "a")
    assert len({derive(s, *n) for s in (1, 2) for n in (("a",), ("b",), ("a", "b"), ("ab",))}) == 8
