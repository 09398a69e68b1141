"""Release gives students what they need and nothing else, the same bytes each time."""

import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from parts import ROOT

from autograder.author import release, solution
from autograder.author.checks import public_checks
from autograder.author.scaffold import scaffold
from autograder.author.verify import leaks
from autograder.course import Course, UsageError


@pytest.fixture
def copy(tmp_path):
    """The course in a folder of its own, to be changed."""
    for folder in ("solutions", "assignments", "tests/graders", "tests/submissions"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "constraints.txt", tmp_path)
    return Course.load(tmp_path)


def test_it_is_up_to_date_and_repeatable(course):
    """What is committed is what the solutions give, twice."""
    assert release.stale(course) == []
    assert release.build(course) == release.build(course)


def test_stale_files_are_found_and_mended(copy):
    """Changed, missing, and one too many."""
    folder = copy.root / "assignments"
    (folder / "newton" / "newton.ipynb").write_text("{}")
    (folder / "newton" / "requirements.txt").unlink()
    (folder / "newton" / "leftover.py").write_text("")
    assert release.stale(copy) == ["newton/leftover.py", "newton/newton.ipynb", "newton/requirements.txt"]
    assert release.release(copy) == 3 and release.stale(copy) == []


def test_notebooks_hold_what_the_contract_says(course):
    """Valid; one answer cell and one check cell an exercise, with nbgrader's metadata and the points; imports first."""
    for assignment in course.assignments.values():
        made = nbformat.read(course.notebook(assignment.name), as_version=4)
        nbformat.validate(made)
        code = [c for c in made.cells if c.cell_type == "code"]
        for line in (
            "import random",
            "import numpy as np",
            "import torch",
            "from torch import nn",
            "from torch.nn import functional as F",
        ):
            assert line in code[0].source.splitlines()
        cells = {c.metadata.nbgrader.grade_id: c for c in made.cells if "nbgrader" in c.metadata}
        assert set(cells) == {n for e in assignment.exercises for n in (e.name, f"{e.name}-check")}
        assert len({c.id for c in made.cells}) == len(made.cells)
        for exercise in assignment.exercises:
            answer, check = cells[exercise.name], cells[f"{exercise.name}-check"]
            assert answer.metadata.nbgrader.solution and not answer.metadata.nbgrader.grade
            assert check.metadata.nbgrader.grade and check.metadata.nbgrader.points == exercise.points
            assert "raise NotImplementedError" in answer.source and '"""' in answer.source


def test_nothing_leaks(course):
    """No line of a solution or a grader; and the search finds one that is put there."""
    assert leaks(course) == []


def test_a_leak_is_found(copy):
    """A demo that holds a line of a solution."""
    path = copy.solution("newton")
    path.write_text(
        path.read_text() + '\n\n# %% tags=["demo", "active-ipynb"]\n# points.append(x - eta * gradf(x) / hessf(x))\n'
    )
    assert any("solution of newton" in fault for fault in leaks(copy))


def test_a_stub_keeps_the_signature_and_the_docstring():
    """Of functions and of classes with several methods, decorators and comments included in what goes."""
    source = 'class A(B):\n    """Doc."""\n\n    def __init__(self, x=1):\n        super().__init__()\n        self.x = x\n\n    def forward(\n        self, X\n    ):\n        """Its own."""\n        return X  # secret\n'
    stub = solution.stub(source)
    compile(stub, "stub", "exec")
    assert (
        "self.x" not in stub
        and "secret" not in stub
        and stub.count("raise NotImplementedError") == 2
        and '"""Its own."""' in stub
    )
    assert solution.body_lines(source) == ["super().__init__()", "self.x = x", "return X  # secret"]


@pytest.mark.parametrize(
    "cell",
    [
        "x = 1",
        "def other():\n    '''Doc.'''",
        "def f():\n    return 1",
        "def f():\n    '''D.'''\n\n\ndef g():\n    '''D.'''",
    ],
)
def test_a_solution_cell_defines_its_exercise_and_nothing_else(tmp_path, cell):
    """Anything else is named, with the file."""
    path = tmp_path / "s.py"
    path.write_text(f'# %% exercise="f"\n{cell}\n')
    with pytest.raises(UsageError, match=r"s\.py"):
        solution.read(path)


def test_public_tests_may_not_lean_on_hidden_things(tmp_path):
    """Neither on the reference nor on a helper of the grader's."""
    head = "from autograder.grading.marks import exercise\ndef helper(): return 1\n@exercise('f', public=True)\n"
    for test in (
        "def test_a(student, reference):\n    '''D.'''\n",
        "def test_a(student):\n    '''D.'''\n    assert helper()\n",
    ):
        path = tmp_path / "test_x.py"
        path.write_text(head + test)
        with pytest.raises(UsageError, match="is public"):
            public_checks(path)


def test_a_students_folder_works_without_this_package(course, tmp_path):
    """release --to, then the notebook's cells as a student runs them: checks say what waits, what is right, and what is wrong."""
    target = tmp_path / "for students"
    assert release.release_to(course, target) == len(release.build(course)) + 2
    assert not [p for p in target.rglob("*") if "grader" in p.name or "solution" in p.name]
    made = json.loads((target / "linear_regression" / "linear_regression.ipynb").read_text())
    code = [
        "".join(c["source"])
        for c in made["cells"]
        if c["cell_type"] == "code" and "demo" not in c["metadata"].get("tags", [])
    ]
    answers = "def linreg(X, w, b): return X @ w + b\ndef squared_loss(y_hat, y): return (y_hat - y) ** 2\n"
    program = "\n\n".join(
        [*code, answers, 'check("linreg", globals()); check("squared_loss", globals()); check("nothing", globals())']
    )
    (target / "linear_regression" / "run.py").write_text(
        "import sys\nassert not any(m.startswith('autograder') for m in sys.modules)\n" + program
    )
    done = subprocess.run(
        [sys.executable, "run.py"],
        cwd=target / "linear_regression",
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"MPLBACKEND": "agg", "PYTHONWARNINGS": ""},
    )
    assert done.stdout.count("is waiting for your code") == 6
    assert (
        "✓ linreg([[1, 2]" in done.stdout
        and "expected 4.5, yours 9" in done.stdout
        and "not defined yet" in done.stdout
    )


def test_a_new_assignment_can_be_released_at_once(copy):
    """`new` writes files that release takes; it overwrites nothing, and wants a name that can be one."""
    written = scaffold(copy, "dropout")
    assert copy.solution("dropout") in written
    again = Course.load(copy.root)
    release.release(again)
    assert (copy.root / "assignments" / "dropout" / "dropout.ipynb").is_file() and leaks(again) == []
    for name in ("dropout", "newton", "Not-a-name", "../x"):
        with pytest.raises(UsageError):
            scaffold(again, name)
