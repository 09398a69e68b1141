"""A course is found from where one stands, and one that can't be read says why."""

import pytest
from parts import ROOT

from autograder.course import ORDER, Course, UsageError


def test_it_is_found_from_below_and_from_elsewhere(tmp_path):
    """In a folder inside it, and, where there is none around, the checkout's own."""
    assert Course.find(ROOT / "tests" / "graders").root == ROOT
    assert Course.find(tmp_path).root == ROOT


def test_its_order_and_its_points(course):
    """The eight of the mission are there, in assignments whose files exist."""
    names = {e.name for a in course.assignments.values() for e in a.exercises}
    assert {
        "data_iter",
        "squared_loss",
        "sgd",
        "l2_penalty",
        "weight_decay_trainer",
        "batch_norm",
        "Residual",
        "newton",
    } <= names
    for assignment in course.assignments.values():
        assert course.solution(assignment.name).is_file() and course.grader(assignment.name).is_file()
        assert assignment.max_score == sum(e.points for e in assignment.exercises) > 0


@pytest.mark.parametrize("text", ["title = 3", "assignments = []", "[[assignments]", "title='x'\nassignments=[]\ntypo=1"])
def test_an_order_that_is_none(tmp_path, text):
    """The file is named."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / ORDER).write_text(text)
    with pytest.raises(UsageError, match=r"course\.toml"):
        Course.load(tmp_path)


@pytest.mark.parametrize("text", ["title = 'x'", "title = 'x'\nassignments = []"])
def test_a_course_without_assignments_is_one(tmp_path, text):
    """And says how to make the first."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / ORDER).write_text(text)
    empty = Course.load(tmp_path)
    assert empty.assignments == {}
    with pytest.raises(UsageError, match="autograder new"):
        empty.assignment("nothing")


def test_an_unknown_assignment_lists_the_known(course):
    """One line that says what there is."""
    with pytest.raises(UsageError, match="this course has: linear_regression, weight_decay"):
        course.assignment("nothing")
