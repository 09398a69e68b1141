"""A solution is looked through by its cells, and may have none."""

from parts import COURSE, copy_of

from autograder.author.solution_faults import faults_of_files
from autograder.course import Course


def test_a_solution_without_marked_cells_has_no_fault(tmp_path):
    """It can be graded by, though nothing can be released of it."""
    course = Course.load(copy_of(COURSE, tmp_path / "course"))
    path = course.solution("outcomes")
    path.write_text(path.read_text().replace("# %%", "#"))
    assert list(faults_of_files(course, course.assignment("outcomes"))) == []
