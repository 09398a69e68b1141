"""The course as its order says it: the exercises that were asked for, and a file for each assignment."""

from parts import ROOT

from autograder.course import Course

FIRM = {"data_iter", "squared_loss", "sgd", "l2_penalty", "weight_decay_trainer", "batch_norm", "Residual", "newton"}


def test_the_exercises_that_were_asked_for_are_there(course):
    names = {exercise.name for assignment in course.assignments.values() for exercise in assignment.exercises}
    assert FIRM - names == set()


def test_each_assignment_has_its_files_and_its_points(course):
    for assignment in course.assignments.values():
        assert course.solution(assignment.name).is_file()
        assert course.grader(assignment.name).is_file()
        assert min(exercise.points for exercise in assignment.exercises) > 0, assignment.name


def test_it_is_the_course_where_there_is_no_other(tmp_path):
    """For whoever grades from elsewhere with this checkout."""
    assert Course.find(tmp_path).root == ROOT
