"""The course as its order says it: the exercises that were asked for, and a file for each assignment."""

FIRM = {"data_iter", "squared_loss", "sgd", "l2_penalty", "weight_decay_trainer", "batch_norm", "Residual", "newton"}


def test_the_exercises_that_were_asked_for_are_there(course):
    names = {exercise.name for assignment in course.assignments.values() for exercise in assignment.exercises}
    assert FIRM - names == set()


def test_each_assignment_has_its_files_and_its_points(course):
    for assignment in course.assignments.values():
        assert course.solution(assignment.name).is_file()
        assert course.grader(assignment.name).is_file()
        assert min(exercise.points for exercise in assignment.exercises) > 0, assignment.name
