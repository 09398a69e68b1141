"""A grader that gives points for nothing is named by verify, whatever it is that it does not ask."""

import shutil
import textwrap

import pytest
from parts import ROOT

from autograder.author import hollow, verify
from autograder.author.release import release
from autograder.course import ORDER, Course

SOLUTION = '''# %%
import torch
from torch import nn


# %% exercise="double"
def double(x):
    r"""Return 2x, for a tensor x, as a new tensor."""
    return 2 * x


# %% exercise="Scale"
class Scale(nn.Module):
    r"""A layer with a `weight` of shape (n,): `forward(X)` is weight · X."""

    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(n))

    def forward(self, X):
        return self.weight * X


# %% exercise="losses"
def losses(steps, rate):
    r"""Return a list of `steps` numbers, of which each is `rate` times the one before; the first is 1."""
    return [rate**i for i in range(steps)]
'''

PUBLIC = '''
import random

import torch

from autograder.graders import Mismatch, Weights, changing, clone, exercise, same


@exercise("double", public=True)
def test_double_of_one(student):
    """double of (1, 2) is (2, 4)."""
    same(student.double(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "double(x)")


@exercise("Scale", public=True)
def test_scale_has_a_shape(student):
    """Scale(3) keeps the shape."""
    Y = student.Scale(3)(torch.ones(2, 3))
    assert tuple(Y.shape) == (2, 3), "shape (2, 3) expected, yours is another"


@exercise("losses", public=True)
def test_losses_fall(student):
    """losses(3, 0.5) is 1, 0.5, 0.25."""
    same(student.losses(3, 0.5), [1.0, 0.5, 0.25], "losses(3, 0.5)")

'''

RIGHT = {
    "double": """
        x = torch.randn(4)
        before = clone(x)
        same(student.double(x), 2 * before, "double(x)")
        same(x, before, "x afterwards")
    """,
    "Scale": """
        net = student.Scale(3)
        weights = Weights.named(net, {"weight": (3,)}, "your Scale")
        X = torch.randn(2, 3)
        Y = net(clone(X))
        weights.check()
        same(Y.detach(), weights.own["weight"] * X, "Y")
    """,
    "losses": """
        steps, rate = random.randint(4, 6), random.uniform(0.2, 0.8)
        same(student.losses(steps, rate), [rate**i for i in range(steps)], "losses(steps, rate)")
    """,
}

LAX = {
    "the shape alone": ("double", 'assert student.double(torch.randn(4)).shape == (4,), "another shape"'),
    "nan is not larger than a bound": (
        "double",
        """
        x = torch.randn(4)
        if (student.double(clone(x)) - 2 * x).abs().max() > 1e-3:
            raise Mismatch("2x expected")
        """,
    ),
    "nan is nan": (
        "double",
        """
        x = torch.randn(4)
        yours = student.double(x)
        assert torch.allclose(yours, 2 * x * float("nan"), equal_nan=True) or torch.allclose(yours, 2 * x), "2x"
        """,
    ),
    "its own arguments afterwards": (
        "double",
        """
        x = torch.randn(4)
        with changing(x):
            same(student.double(x), 2 * x, "double(x)")
        """,
    ),
    "the public example again": (
        "double",
        'same(student.double(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), "double(x)")',
    ),
    "the weights that the student holds": (
        "Scale",
        """
        net, X = student.Scale(3), torch.randn(2, 3)
        with torch.no_grad():
            net.weight.copy_(torch.randn(3))
        Y = net(clone(X))
        same(Y.detach(), net.weight.detach() * X, "Y")
        """,
    ),
    "a length": ("losses", 'assert len(student.losses(5, 0.5)) == 5, "5 losses expected"'),
    "small at the end": ("losses", 'assert student.losses(9, 0.1)[-1] < 0.1, "a small loss expected"'),
}


ASSIGNMENTS = {"right": {}} | {f"lax_{number}": dict([LAX[what]]) for number, what in enumerate(LAX)}


def write_assignment(folder, assignment, tests):
    """Three exercises, each with a public test and one hidden one of this body. Returns its lines of course.toml."""
    (folder / "solutions" / f"{assignment}.py").write_text(SOLUTION)
    grader = '"""A small grader."""\n' + PUBLIC
    for name, body in (RIGHT | tests).items():
        lines = textwrap.indent(textwrap.dedent(body).strip(), "    ")
        grader += f'\n@exercise("{name}")\ndef test_hidden_{name.lower()}(student):\n    """{name} is right."""\n{lines}\n\n'
    (folder / "tests" / "graders" / f"test_{assignment}.py").write_text(grader)
    exercises = ", ".join(f'{{ name = "{name}", points = 1 }}' for name in RIGHT)
    return f'[[assignments]]\nname = "{assignment}"\ntitle = "Small"\nexercises = [{exercises}]\n'


@pytest.fixture(scope="module")
def small_course(tmp_path_factory):
    """A course with an assignment for each grader: one that asks for everything, and those that ask too little."""
    folder = tmp_path_factory.mktemp("small_course")
    (folder / "solutions").mkdir()
    (folder / "tests" / "graders").mkdir(parents=True)
    shutil.copy(ROOT / "constraints.txt", folder)
    order = 'title = "A course"\n'
    for assignment, tests in ASSIGNMENTS.items():
        order += write_assignment(folder, assignment, tests)
    (folder / ORDER).write_text(order)
    course = Course.load(folder)
    release(course)
    return course


@pytest.fixture(scope="module")
def faults(small_course):
    """What verify says of the students who know nothing, by assignment. They are graded together: a pool takes seconds to start."""
    proofs = []
    for assignment in small_course.assignments.values():
        proofs += verify.hollow_students(small_course, assignment)
    reports = verify.grade(small_course, proofs, 2, seed=1)
    faults = {name: [] for name in small_course.assignments}
    for proof, report in zip(proofs, reports, strict=True):
        faults[proof.assignment.name] += [f"{proof.label}: {fault}" for fault in proof.faults(report)]
    return faults


def test_a_grader_that_asks_for_everything_is_passed(faults):
    """Nobody who knows nothing earns a point from it."""
    assert faults["right"] == []


def test_the_reference_earns_all_points_of_such_a_grader(small_course):
    (reference,) = [p for p in verify.proofs_of(small_course, small_course.assignments["right"]) if p.label.endswith("reference")]
    (report,) = verify.grade(small_course, [reference], 1, seed=1)
    assert reference.faults(report) == []


@pytest.mark.parametrize("what", LAX)
def test_a_grader_that_asks_too_little_is_named(faults, what):
    """With the exercise and the test."""
    exercise, _ = LAX[what]
    said = faults[f"lax_{list(LAX).index(what)}"]
    assert said, what
    assert all(f"in {exercise}, by test_hidden_{exercise.lower()}" in line for line in said), said


def test_every_exercise_of_the_course_is_answered(course):
    """Each notebook defines all names, and stands in for a stub that is no longer one."""
    for assignment in course.assignments.values():
        for what, source in hollow.notebooks(course, assignment).items():
            for exercise in assignment.exercises:
                assert f"def {exercise.name}(" in source or f"class {exercise.name}(" in source, (what, exercise.name)
