"""A course whose assignment has files, takes a package, and whose grader leans on a conftest.py and a module beside it.

From the wheel, a right answer earns full marks at the desk and on each platform, by the platform's own commands. The
notebook that is handed in brings none of the files: each has to be there when it is graded.
"""

import csv
import json
import shutil
import subprocess
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from parts import notebook

ASSIGNMENT = "prices"
POINTS = 3.0
PACKAGE = "sortedcontainers"  # grading takes it for nothing else
ORDER = f"""
title = "With files"

[[assignments]]
name = "{ASSIGNMENT}"
title = "Prices"
exercises = [{{ name = "rank", points = {POINTS} }}]
files = ["data", "reading.py"]
requires = ["{PACKAGE}"]
"""
SOLUTION = '''
# %%
from reading import column
from sortedcontainers import SortedList

# %% exercise="rank"
def rank(price):
    """How many prices in data/prices.csv are below this one."""
    return SortedList(column("data/prices.csv")).bisect_left(price)
'''
READING = '''
"""For students."""
from pathlib import Path


def column(path):
    return [float(line) for line in Path(path).read_text().splitlines()]
'''
GRADER = '''
"""How many are below."""

from drawing import between

from autograder.graders import exercise, same


@exercise("rank", public=True)
def test_rank_of_the_cheapest(student):
    """No price is below zero."""
    same(student.rank(0.0), 0, "rank(0)")


@exercise("rank")
def test_rank_of_a_drawn_price(student, reference, highest, randn):
    """A price somewhere between the lowest and the highest."""
    price = between(0.0, highest, randn(1))
    same(student.rank(price), reference.rank(price), "rank(price)")
'''
DRAWING = "def between(low, high, draw):\n    return low + (high - low) * draw.sigmoid().item()\n"
CONFTEST = """
import pytest
from reading import column


@pytest.fixture
def highest():
    return max(column("data/prices.csv"))
"""
FILES = {
    "solutions/course.toml": ORDER,
    f"solutions/{ASSIGNMENT}.py": SOLUTION,
    "solutions/reading.py": READING,
    "solutions/data/prices.csv": "\n".join(f"{price}.5" for price in range(9, 0, -1)),
    f"tests/graders/test_{ASSIGNMENT}.py": GRADER,
    "tests/graders/drawing.py": DRAWING,
    "tests/graders/conftest.py": CONFTEST,
}
ANSWER = '''
from reading import column
import sortedcontainers

def rank(price):
    return sortedcontainers.SortedList(p for p in column("data/prices.csv") if p < price).__len__()
'''


@pytest.fixture(scope="module")
def course(environment, tmp_path_factory):
    """The course, released, and beside it one student's notebook: what is written, and nothing else."""
    root = tmp_path_factory.mktemp("with_files") / "course"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "handed_in").mkdir()
    (root / "handed_in" / "ann.ipynb").write_text(json.dumps(notebook([ANSWER])))
    called(environment, root, "autograder release")
    return root


def called(environment, folder, commands):
    done = subprocess.run(["/bin/bash", "-euc", commands], cwd=folder, env=environment.variables(folder), capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, f"{commands}\n{done.stdout[-2000:]}{done.stderr[-3000:]}"


def test_at_the_desk(course, environment):
    called(environment, course, f"autograder grade handed_in --assignment {ASSIGNMENT} --out out")
    with (course / "out" / "grades.csv").open() as table:
        assert [float(row["score"]) for row in csv.DictReader(table)] == [POINTS]


def test_students_get_the_files(course):
    released = course / "assignments" / ASSIGNMENT
    for name in ("reading.py", "data/prices.csv"):
        assert (released / name).read_text() == FILES[f"solutions/{name}"]


@pytest.fixture
def gradescope(course, environment, on_gradescope):
    called(environment, course, f"autograder gradescope {ASSIGNMENT} -o gradescope.zip")
    return on_gradescope(course / "gradescope.zip")


def test_on_gradescope(course, gradescope, another_environment):
    shutil.copy(course / "handed_in" / "ann.ipynb", gradescope / "submission")
    called(another_environment, gradescope, "./run_autograder")
    results = json.loads((gradescope / "results" / "results.json").read_text())
    assert results["score"] == POINTS, results


def test_gradescope_installs_the_package(gradescope):
    """In the version that is installed where the archive was made."""
    source = gradescope / "source"
    assert PACKAGE in [Requirement(line).name for line in (source / "requirements.txt").read_text().splitlines()]
    assert f"{PACKAGE}=={metadata.version(PACKAGE)}" in (source / "constraints.txt").read_text().splitlines()


def test_behind_nbgrader(course, environment):
    commands = f"""
        autograder nbgrader init ../nbgrader
        cd ../nbgrader
        nbgrader generate_assignment {ASSIGNMENT}
        mkdir -p submitted/ann/{ASSIGNMENT}
        cp ../course/handed_in/ann.ipynb submitted/ann/{ASSIGNMENT}/{ASSIGNMENT}.ipynb
        nbgrader autograde {ASSIGNMENT}
        nbgrader export
    """
    called(environment, course, commands)
    with (course.parent / "nbgrader" / "grades.csv").open() as table:
        assert [float(row["score"]) for row in csv.DictReader(table)] == [POINTS]


def test_behind_otter(course, environment):
    called(environment, course, f"autograder otter {ASSIGNMENT} -o otter.zip\notter run -a otter.zip handed_in/ann.ipynb")
    results = json.loads((course / "results.json").read_text())
    assert sum(test.get("score", 0) for test in results["tests"]) == pytest.approx(POINTS)
