"""A grader's own fault is an error and never a zero, and whatever pytest offers is there for graders."""

import json

import pytest

from autograder.grading.pytest_session import GraderFault, collected
from autograder.grading.reference import load_reference
from autograder.report import VerdictKind
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

ORDER = """
title = "Three"

[[assignments]]
name = "three"
title = "Three"
exercises = [{ name = "first", points = 3 }, { name = "second", points = 1 }, { name = "third", points = 2 }]
"""
SOLUTION = "".join(f'# %% exercise="{name}"\ndef {name}(x):\n    """Twice x."""\n    return 2 * x\n\n' for name in ("first", "second", "third"))
BROKEN = '''
from autograder.graders import exercise, same
import torch

@exercise("first")
def test_broken(student, reference):
    """This one fails whoever is asked."""
    student.first(torch.ones(2))
    raise KeyError("a bug of ours")

@exercise("second")
def test_unusable(student, reference):
    """This one can't use what it gets."""
    same(student.second(torch.ones(2)) @ torch.ones(2), torch.tensor(4.0))

@exercise("third")
def test_fine(student):
    """This one is fine."""
'''


@pytest.fixture
def broken_course(tmp_path):
    for path, text in (("solutions/course.toml", ORDER), ("solutions/three.py", SOLUTION), ("tests/graders/test_three.py", BROKEN)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def reports(root, tmp_path, *sources):
    with Pool(Terms(course=str(root)), 1) as pool:
        for i, source in enumerate(sources):
            cells = [{"cell_type": "code", "source": source, "metadata": {}}]
            (tmp_path / f"{i}.ipynb").write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
        orders = [Order("three", str(tmp_path / f"{i}.ipynb"), str(i), 1) for i in range(len(sources))]
        return [report for _, report in pool.grade(orders)]


ANSWERS = "import torch\ndef first(*a): return [1.0]\ndef second(*a): return None\ndef third(*a): return 1.0"


def test_a_fault_of_ours_is_an_error(broken_course, tmp_path):
    """The report says so; a value that can't be used is the student's all the same."""
    (report,) = reports(broken_course, tmp_path, ANSWERS)
    assert report.status == "error"
    assert "a bug of ours" in report.reason
    outcomes = {e.name: e.tests[0] for e in report.exercises}
    assert outcomes["first"].outcome == "error"
    assert (
        outcomes["second"].outcome == "failed"
    )
    assert (
        "this test needs" in outcomes["second"].message
    )
    assert outcomes["third"].outcome == "passed"


FULL = """
from autograder.graders import exercise

@exercise("first")
def test_full(student, reference):
    raise MemoryError("no room for this")
"""


def test_a_grader_that_runs_out_of_memory_again_and_again(broken_course, tmp_path):
    """Whoever fills it by what he hands in is rejected: that is decided by a kind, whatever the message says."""
    grader = broken_course / "tests" / "graders" / "test_three.py"
    grader.write_text(FULL)
    (report,) = reports(broken_course, tmp_path, ANSWERS)
    assert report.status == "rejected"
    assert "memory that the grader itself may use" in report.reason
    grader.write_text(FULL.replace("MemoryError(", "KeyError('MemoryError: ' "))
    (report,) = reports(broken_course, tmp_path, ANSWERS)
    assert report.status == "error"
    assert "no room for this" in report.reason


@pytest.mark.parametrize(
    "source", ["def broken(:\n", "import nothing_of_this_name\n", "x = 1\n", "def test_orphan(student): pass\n"]
)
def test_a_grader_that_cannot_be_collected_is_an_error(broken_course, tmp_path, source, capfd):
    """For every submission, with the reason."""
    (broken_course / "tests" / "graders" / "test_three.py").write_text(source)
    first, second = reports(broken_course, tmp_path, ANSWERS, ANSWERS)
    assert first.status == second.status == "error"
    assert "our fault" in second.reason


PYTEST = """
import pytest
from autograder.graders import exercise

@pytest.fixture
def two():
    yield 2

@pytest.fixture(params=[3])
def three(request):
    return request.param

def setup_function(function):
    setup_function.last = function.__name__

@exercise("first")
@pytest.mark.parametrize(("a", "b"), [(1, 2)])
def test_of_parameters_and_fixtures(student, two, three, a, b):
    assert (two, three, a, b) == (2, 3, 1, 2) and student.first() == [1.0]
    assert setup_function.last == "test_of_parameters_and_fixtures"

class TestInAClass:
    @exercise("second")
    def test_method(self, student, randn):
        assert student.second() is None and randn(2, 3).shape == (2, 3)

@exercise("third")
@pytest.mark.skipif(False, reason="never")
@pytest.mark.parametrize("x", [1.0, 2.0])
def test_marked(student, reference, x):
    if student.third() != x:
        pytest.fail(f"not {x}")
"""


def test_what_pytest_offers_is_there_for_graders(broken_course, tmp_path):
    """Fixtures, their parameters, set-up functions, classes, marks, pytest.fail: whatever a grader may use."""
    (broken_course / "tests" / "graders" / "test_three.py").write_text(PYTEST)
    for report in reports(broken_course, tmp_path, ANSWERS, ANSWERS):
        found = {t.name: (t.outcome, t.message) for e in report.exercises for t in e.tests}
        assert [outcome for outcome, _ in found.values()] == ["passed", "passed", "passed", "error"], found


COUNTING = '''
from autograder.graders import exercise

@exercise("first")
def test_first(student):
    """The first call is the first."""
    assert student.first() == 1, "not the first call"

@exercise("first")
def test_first_again(student):
    """It is so for each test, whatever the one before it did."""
    assert student.first() == 1, "not the first call"

@exercise("first")
def test_is_alive(student):
    """Each test gets what it changes, and no test another's objects."""
    x = student.second()
    assert x.number == 0 and student.third(x) is None and x.number == 1

@exercise("second")
def test_third(student):
    """A test that needs what an earlier exercise's tests left behind does not get it."""
    assert student.first() == 3, "not the third call"

@exercise("third")
def test_leaves(student):
    """A crash costs its own test."""
    student.third(None)
'''
STATEFUL = """
import os
calls = 0
class Box:
    number = 0
def first():
    global calls
    calls += 1
    return calls
def second(): return Box()
def third(box):
    if box is None: __import__("posix")._exit(1)
    box.number += 1
"""


def test_what_one_test_leaves_behind_fails_no_other(broken_course, tmp_path):
    """Tests of an exercise share a copy while they pass; a verdict other than a pass comes from a fresh copy."""
    (broken_course / "tests" / "graders" / "test_three.py").write_text(COUNTING)
    first, second = reports(broken_course, tmp_path, STATEFUL, STATEFUL)
    told = {t.name: t.message for e in first.exercises for t in e.tests}
    assert told.pop("test_third") == "not the third call"
    assert "ended" in told.pop("test_leaves")
    assert set(told.values()) == {""}
    assert len(told) == 3
    assert first.score == second.score


def test_tests_are_collected_once_and_put_to_one_student_after_another(course):
    """Whoever collects them holds the loop; the reference in a student's place passes them all."""
    reference = load_reference(course.solution("outcomes"))
    with collected(course.grader("outcomes"), lambda: reference, 10.0) as tests:
        for seed in (1, 2):
            assert {tests.judge(task, reference, seed).kind for task in tests.tasks} == {VerdictKind.PASSED}
    exercises = [task.exercise for task in tests.tasks]
    assert set(exercises) == {exercise.name for exercise in course.assignments["outcomes"].exercises}


def test_why_a_grader_cannot_be_collected_is_told_to_its_author(tmp_path):
    """The report says only that it can't be run."""
    grader = tmp_path / "test_unimportable.py"
    grader.write_text("x = 1\nimport nothing_of_this_name\n")
    with pytest.raises(GraderFault, match="test_unimportable.py could not be run") as fault, collected(grader, object, 1.0):
        pass
    (line,) = fault.value.lines
    assert line.startswith(f"{grader}:2: no module named 'nothing_of_this_name': ")


def test_a_grader_is_read_anew(tmp_path):
    """Whoever has mended it is not told of what it was."""
    grader = tmp_path / "test_mended.py"
    grader.write_text("import nothing_of_this_name\n" + BROKEN)
    with pytest.raises(GraderFault), collected(grader, object, 1.0):
        pass
    grader.write_text(BROKEN)
    with collected(grader, object, 1.0) as tests:
        assert tests.tasks


def test_a_fault_of_whoever_holds_the_tests_is_not_the_graders(tmp_path):
    """It comes out as it is."""
    grader = tmp_path / "test_sound.py"
    grader.write_text(BROKEN)
    with pytest.raises(KeyError), collected(grader, object, 1.0):
        raise KeyError("a fault of the caller's")


def test_what_lies_above_the_graders_is_not_read(broken_course, tmp_path):
    """A conftest.py of the course's own tests has no part in grading; one beside the graders has."""
    (tmp_path / "tests" / "conftest.py").write_text("raise SystemExit('read')\n")
    (tmp_path / "tests" / "graders" / "test_three.py").write_text(PYTEST.replace("def two():\n    yield 2", "def another():\n    yield 2"))
    (tmp_path / "tests" / "graders" / "conftest.py").write_text("import pytest\n\n@pytest.fixture\ndef two():\n    return 2\n")
    (report,) = reports(broken_course, tmp_path, ANSWERS)
    assert report.exercises[0].tests[0].outcome == "passed"


CHECK_ALONE = '''
from autograder.graders import exercise

@exercise("first", public=True, weight=0)
def test_lesson(student):
    """A lesson of the notebook."""

@exercise("first", weight=0)
def test_hidden_lesson(student):
    """A hidden test may count nothing, too."""

@exercise("first")
def test_that_counts(student):
    """What counts."""
'''


@pytest.mark.parametrize(
    ("every_check", "names"),
    [
        (False, ["test_hidden_lesson", "test_that_counts"]),
        (True, ["test_lesson", "test_hidden_lesson", "test_that_counts"]),
    ],
)
def test_a_check_of_the_notebook_alone(every_check, names, tmp_path):
    """Students have run it, and it counts nothing: only a proof of the course asks it."""
    grader = tmp_path / "test_lessons.py"
    grader.write_text(CHECK_ALONE)
    with collected(grader, object, 1.0, every_check=every_check) as tests:
        assert [task.name for task in tests.tasks] == names
