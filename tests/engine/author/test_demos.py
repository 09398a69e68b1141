"""The demos of a solution are found, and run as in a notebook with all answers."""

from parts import COURSE, copy_of

from autograder.author.demos import code_cells, failing_demos, unreadable_demos
from autograder.course import Course

MAGICS = """# %% tags=["demo"]
%matplotlib inline
if True:
    !ls
    x = 1

# %% tags=["demo"]
%%bash
ls
"""


def test_a_module_without_cells_has_no_demo():
    assert list(code_cells("x = 1\n")) == []


def test_lines_for_ipython_alone_are_passed_over(tmp_path):
    (tmp_path / "s.py").write_text(MAGICS)
    assert list(unreadable_demos(tmp_path / "s.py")) == []


def test_a_demo_finds_the_files_of_its_assignment(tmp_path):
    """They lie where it runs, as they do beside a student's notebook."""
    course = Course.load(copy_of(COURSE, tmp_path / "course"))
    order = tmp_path / "course" / "solutions" / "course.toml"
    order.write_text(order.read_text().replace('name = "outcomes"\n', 'name = "outcomes"\nfiles = ["numbers.txt"]\n', 1))
    (tmp_path / "course" / "solutions" / "numbers.txt").write_text("1 2 3")
    path = course.solution("outcomes")
    path.write_text(path.read_text() + '\n# %% tags=["demo"]\nopen("numbers.txt").close()\n')
    course = Course.load(tmp_path / "course")
    assert failing_demos(course, course.assignment("outcomes")) == []
