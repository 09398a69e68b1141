"""What a sitting need not ask: a function that is as released says once that it is not attempted."""

from __future__ import annotations

import json
import shutil

import pytest

from autograder.author import solution
from autograder.author.release import release
from autograder.author.verify import grade, whole_proofs
from autograder.course import Course
from autograder.report import ExerciseResult
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

COURSE = """
title = "Shapes"

[[assignments]]
name = "shapes"
title = "Shapes"
exercises = [{ name = "Rectangle", points = 4 }, { name = "twice", points = 1 }]
"""
SOLUTION = '''
# %% [markdown]
"""
# Shapes
"""

# %% exercise="Rectangle"
class Rectangle:
    """A rectangle."""

    def __init__(self, width, height):
        self.width = width
        self.height = height

    def area(self):
        """Width times height."""
        return self.width * self.height

    def perimeter(self):
        """Twice the sum of both."""
        return 2 * (self.width + self.height)


# %% exercise="twice"
def twice(x):
    """2x"""
    return 2 * x
'''
GRADER = '''
import pytest

from autograder.graders import exercise, same

SIDES = range(2, 7)


@exercise("Rectangle", public=True)
def test_the_area_of_a_square(student):
    """The area of a square."""
    same(student.Rectangle(3, 3).area(), 9, "the area")


@pytest.mark.parametrize("side", SIDES)
@exercise("Rectangle")
def test_area(student, side):
    """The area."""
    same(student.Rectangle(side, 3).area(), 3 * side, "the area")


@pytest.mark.parametrize("side", SIDES)
@exercise("Rectangle")
def test_perimeter(student, side):
    """The perimeter."""
    same(student.Rectangle(side, 3).perimeter(), 2 * side + 6, "the perimeter")


@exercise("twice", public=True)
def test_twice_three(student):
    """Twice 3."""
    same(student.twice(3), 6, "the result")


@exercise("twice")
def test_twice(student):
    """2x"""
    same(student.twice(4), 8, "the result")
'''


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A released course with a class of two methods, and a function."""
    root = tmp_path_factory.mktemp("shapes")
    for path, text in (
        ("solutions/course.toml", COURSE),
        ("solutions/shapes.py", SOLUTION),
        ("tests/graders/test_shapes.py", GRADER),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    course = Course.load(root)
    release(course)
    return course


@pytest.fixture(scope="module")
def results(shapes, tmp_path_factory):
    """What comes of the released notebook with one more cell, by the exercises' names."""
    path = tmp_path_factory.mktemp("hand_in") / "s.ipynb"
    with Pool(Terms(course=str(shapes.root), secret="secret"), 1) as pool:

        def results_of(cell: str = "", seed: int = 1) -> dict[str, ExerciseResult]:
            handed_in = json.loads(shapes.notebook("shapes").read_bytes())
            code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell}
            handed_in["cells"].append(code)
            path.write_text(json.dumps(handed_in))
            ((_, report),) = pool.grade([Order("shapes", str(path), "s", seed)])
            assert report.status == "graded", report.reason
            return {result.name: result for result in report.exercises}

        yield results_of


def times_asked(result: ExerciseResult) -> int:
    """How many tests took any time."""
    return sum(test.seconds > 0 for test in result.tests)


def test_a_bare_function_is_asked_once_and_no_test_of_it_lacks_its_verdict(results):
    """The public test, which comes first, says where the stub is; each other one what it would say."""
    result = results()["twice"]
    assert times_asked(result) == 1
    assert result.status == "not_attempted"
    first, hidden = (test.message for test in result.tests)
    assert first.startswith("not attempted yet (NotImplementedError: ")
    assert hidden == "not attempted yet"


def test_a_class_is_asked_every_test(results):
    """Each method has a line of its own, and what it inherits may be right."""
    result = results()["Rectangle"]
    assert times_asked(result) == len(result.tests)
    assert result.status == "not_attempted"


METHODS = """
def remember(self, width, height):
    self.width, self.height = width, height

Rectangle.__init__ = remember
Rectangle.area = lambda self: self.width * self.height
"""
UNNAMED = """
def remember(self, width, height):
    self.width, self.height = width, height

for base in object.__subclasses__():
    if base.__name__.startswith("Rect"):
        base.__init__ = remember
        base.area = lambda self: self.width * self.height
"""


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("cell", [METHODS, UNNAMED], ids=["named", "unnamed"])
def test_what_is_written_elsewhere_counts_in_any_order(cell, seed, results):
    """A method that a cell below gives to the class: the stub's cell is as released, and the class is not."""
    rectangle = results(cell, seed)["Rectangle"]
    assert times_asked(rectangle) == len(rectangle.tests)
    passed = [test.name for test in rectangle.tests if test.outcome == "passed"]
    assert passed == ["test_the_area_of_a_square", *[f"test_area[{side}]" for side in range(2, 7)]]


def test_a_stub_that_is_named_elsewhere_is_asked_every_test(results):
    """Even by a comment: only what no code of the student's names is known to be what it was."""
    assert times_asked(results("# twice is too hard for me")["twice"]) == 2


def test_verify_asks_a_stub_every_test(shapes, tmp_path):
    """A hidden test that a stub passes is found, though the public one has said that it is not attempted."""
    root = tmp_path / "lenient"
    shutil.copytree(shapes.root, root)
    grader = root / "tests/graders/test_shapes.py"
    lenient = '@exercise("twice")\ndef test_it_is_there(student):\n    """It is there."""\n    assert student.twice\n'
    grader.write_text(f"{grader.read_text()}\n\n{lenient}")
    course = Course.load(root)
    release(course)
    reference, stub = whole_proofs(course, course.assignments["shapes"], solution.read(course.solution("shapes")))
    reports = grade(course, [reference, stub], 1, 1)
    assert reference.faults(reports[0]) == []
    assert stub.faults(reports[1]) == ["twice: stub is partial"]
