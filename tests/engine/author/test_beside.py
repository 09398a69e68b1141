"""What stands beside a kept answer, what it calls undeclared, and the stand-ins as answers."""

from __future__ import annotations

import pytest

from autograder.author.beside import beside, stand_ins_in, undeclared_uses
from autograder.course import Assignment, Course, Exercise
from autograder.limits import Limits

CHAIN = Assignment(
    "solids",
    "Solids",
    (
        Exercise("half", 1.0),
        Exercise("triangle", 1.0, ("half",)),
        Exercise("prism", 1.0, ("triangle",)),
        Exercise("third", 1.0),
    ),
)


@pytest.mark.parametrize(
    ("number", "answer", "names", "dependants"),
    [
        (0, "def half(x): pass", {"triangle", "prism"}, {"triangle", "prism"}),
        (1, "def triangle(a, h): pass", {"half", "prism"}, {"prism"}),
        (2, "def prism(a): pass", {"half", "triangle"}, set()),
        (2, "def prism(a): return third(a)", {"half", "triangle", "third"}, set()),
        (3, "def third(x): pass", set(), set()),
    ],
)
def test_what_stands_beside_an_answer(number, answer, names, dependants):
    """All that builds on it, however far, all that this needs, and what the answer itself names."""
    there = beside(CHAIN, CHAIN.exercises[number], answer)
    assert (there.names, there.dependants) == (names, dependants)


@pytest.fixture
def solids(tmp_path):
    """A course whose solution and kept answers call one another."""
    files = {
        "solutions/solids.py": "def half(x): return x\ndef triangle(a): return half(a)\ndef prism(a): return triangle(a)\ndef third(x): return x\n",
        "tests/submissions/solids/prism/by_the_half.py": "# score: 1 of 1\ndef prism(a): return half(a)\n",
        "tests/submissions/solids/prism/own_half.py": "# score: 1 of 1\ndef half(x): return x\ndef prism(a): return half(a)\n",
        "tests/submissions/solids/prism/wrong.py": "# score: 0 of 1\ndef prism(a): return third(a)\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return Course(tmp_path, "Solids", {"solids": CHAIN}, Limits())


def test_a_right_answer_that_calls_what_uses_does_not_list(solids):
    """Not one that defines the name itself, and not a wrong answer, whose calls may be its mistake."""
    assert list(undeclared_uses(solids, CHAIN)) == [
        "solids/prism: by_the_half.py calls half: list it in `uses` of prism in course.toml"
    ]


def test_a_solution_that_calls_what_uses_does_not_list(solids):
    """The first to be asked."""
    path = solids.solution("solids")
    path.write_text(path.read_text().replace("def third(x): return x", "def third(x): return half(x)"))
    assert next(undeclared_uses(solids, CHAIN)).startswith("solids/third: the solution calls half")


def test_every_exercise_that_another_uses_has_a_stand_in(course):
    """In this course, and each is written as an answer of the exercise's name."""
    for assignment in course.assignments.values():
        stand_ins = stand_ins_in(course.grader(assignment.name))
        used = {part for exercise in assignment.exercises for part in exercise.uses}
        assert used == set(stand_ins)
        assert all(f" {name}(" in source for name, source in stand_ins.items())
