"""A course is found from where one stands, and one that can't be read says why."""

import pytest
from parts import COURSE

from autograder.course import ORDER, Course, UsageError


def test_it_is_found_from_below():
    """From a folder inside it."""
    assert Course.find(COURSE / "tests" / "graders").root == COURSE


def test_none_is_found_where_none_is(tmp_path):
    """Where a command would write into it, the checkout's own does not take its place."""
    with pytest.raises(UsageError, match="no course in"):
        Course.find(tmp_path, or_the_checkouts=False)


def test_its_order_and_its_points(course):
    """Assignments in their order; exercises with their points and what they use."""
    assert list(course.assignments) == ["outcomes", "kinds"]
    outcomes = course.assignment("outcomes")
    assert outcomes.max_score == 12
    assert {e.name: e.uses for e in outcomes.exercises if e.uses} == {"uses_another": ("fails",)}


def test_where_its_files_lie(course):
    """By the assignment's name alone."""
    for name in course.assignments:
        places = course.solution(name), course.grader(name), course.notebook(name)
        assert [str(path) for path in places if not path.is_file()] == []


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
    with pytest.raises(UsageError, match="this course has: outcomes, kinds"):
        course.assignment("nothing")
