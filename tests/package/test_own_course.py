"""docs/your-own-course.md, executed as it stands there: from the wheel, in an empty folder, beside no checkout.

The dependencies are those of the tests' own environment (see `conftest`): they are not downloaded again. Gradescope's
setup.sh would install the archive's wheel with its dependencies in /opt/autograder; here another environment of that
kind takes its place, and the archive's run_autograder is called with it.
"""

import csv
import json
import re
import shutil
import subprocess
from typing import NamedTuple

import nbformat
import pytest
from packaging.requirements import Requirement
from parts import ROOT

PAGE = (ROOT / "docs" / "your-own-course.md").read_text(encoding="utf-8")
ASSIGNMENT = "softmax_regression"


class Block(NamedTuple):
    """A fenced block of the page: commands, or a file."""

    kind: str
    path: str
    text: str


class Walk(NamedTuple):
    """What has come of the page."""

    folder: object  # the course
    said: str


BLOCKS = [Block(*match) for match in re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]


def write(folder, block):
    path = folder / block.path
    text = block.text
    if block.kind == "toml":  # what the last entry becomes
        text = path.read_text().rpartition("[[assignments]]")[0] + text
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture(scope="module")
def walk(environment, tmp_path_factory):
    """The page, block by block; each command has to succeed."""
    folder = tmp_path_factory.mktemp("instructor")
    shell_environment = environment.variables(folder)
    course = folder / "my-course"
    said = ""
    here = folder
    installing, *blocks = BLOCKS
    assert "pip install 'tensorgrade[" in installing.text
    for block in blocks:
        if block.kind != "sh":
            write(course, block)
            continue
        command = f"{block.text}\npwd > {folder}/where\n"
        done = subprocess.run(
            ["/bin/bash", "-euc", command], cwd=here, env=shell_environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{block.text}\n{done.stdout[-2000:]}{done.stderr[-3000:]}"
        said += done.stdout
        here = (folder / "where").read_text().strip()
    return Walk(course, said)


def test_what_runs_is_the_wheel(environment, tmp_path):
    """And not the checkout."""
    code = "import autograder, importlib.metadata as m; print(autograder.__file__, m.distribution('tensorgrade').locate_file(''))"
    done = subprocess.run([environment.python, "-c", code], cwd=tmp_path, env=environment.variables(tmp_path), capture_output=True, text=True, check=True)  # fmt: skip
    assert [path for path in done.stdout.split() if not path.startswith(str(environment.folder))] == []


def test_the_course_is_proved(walk):
    """The one that `init` makes, and the instructor's own exercises."""
    assert walk.said.count("verified: nothing leaks") == 2
    assert "ready      submissions can be graded here" in walk.said


def test_the_class_is_graded(walk):
    with (walk.folder / "out" / "grades.csv").open() as table:
        scores = {row["student"]: float(row["score"]) for row in csv.DictReader(table)}
    assert scores == {"ann": 4.0, "bob": 2.0, "cleo": 0.0}


def test_a_mistake_is_named(walk):
    page = (walk.folder / "out" / ASSIGNMENT / "bob.html").read_text()
    assert "a forgotten minus" in page


def test_the_scores_are_exported(walk):
    text = (walk.folder / "grades.csv").read_text()
    assert len(text.splitlines()) == 4
    assert "ann" in text


def test_students_get_their_notebooks_and_nothing_else(walk):
    folder = walk.folder.parent / "for-students"
    notebooks = {path.name for path in folder.rglob("*.ipynb")}
    assert notebooks == {"first_steps.ipynb", f"{ASSIGNMENT}.ipynb"}
    texts = "".join(path.read_text() for path in folder.rglob("*") if path.is_file())
    assert "O.max(dim=1" not in texts


def test_students_install_what_grades(walk):
    requirements = (walk.folder.parent / "for-students" / ASSIGNMENT / "requirements.txt").read_text().split()
    pins = (walk.folder / "constraints.txt").read_text().split()
    assert set(requirements) <= set(pins)


def test_nbgrader_has_the_score(walk):
    with (walk.folder.parent / "nbgrader-course" / "grades.csv").open() as table:
        rows = {(row["student_id"], row["assignment"]): row["score"] for row in csv.DictReader(table)}
    assert rows["ann", ASSIGNMENT] == "4.0"


def test_otter_has_the_score(walk):
    results = json.loads((walk.folder / "results.json").read_text())
    assert sum(test.get("score", 0) for test in results["tests"]) == pytest.approx(4)


def test_the_example_notebook_opens(walk):
    """What a student sees first."""
    notebook = nbformat.read(walk.folder / "assignments/first_steps/first_steps.ipynb", as_version=4)
    nbformat.validate(notebook)


@pytest.fixture
def gradescope(walk, on_gradescope):
    return on_gradescope(walk.folder / "autograder.zip")


def test_gradescope_grades_with_the_archive_alone(walk, gradescope, another_environment, tmp_path):
    shutil.copy(walk.folder / "submissions" / "bob.py", gradescope / "submission")
    shell_environment = another_environment.variables(tmp_path)
    done = subprocess.run([gradescope / "run_autograder"], cwd=gradescope, env=shell_environment, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((gradescope / "results" / "results.json").read_text())
    assert results["score"] == 2.0


def test_gradescope_installs_the_versions_of_the_course(gradescope, walk):
    """Each requirement is pinned, and as the course pins it."""
    source = gradescope / "source"
    pins = {Requirement(line).name.lower(): line for line in (source / "constraints.txt").read_text().split()}
    wanted = [Requirement(line).name.lower() for line in (source / "requirements.txt").read_text().splitlines()]
    assert [name for name in wanted if name not in pins] == []
    of_the_course = [line for line in (walk.folder / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert set(of_the_course) <= set(pins.values())


def test_a_new_assignment_reaches_nbgrader_later(walk, environment, tmp_path):
    """`nbgrader init` once more, from the wheel."""
    course = tmp_path / "course"
    shutil.copytree(walk.folder, course, ignore=shutil.ignore_patterns("out", "*.zip"))
    target = tmp_path / "nbgrader"
    commands = f"autograder nbgrader init {target}\nautograder new dropout\nautograder release\nautograder nbgrader init {target}\n"
    subprocess.run(["/bin/bash", "-euc", commands], cwd=course, env=environment.variables(tmp_path), check=True, capture_output=True)
    assert (target / "source/dropout/dropout.ipynb").is_file()


@pytest.mark.parametrize("command", ["release", "verify", "new dropout", "gradescope x", "otter x", "nbgrader init there"])
def test_outside_of_a_course_nothing_is_done(command, environment, tmp_path):
    """One line says what to do, and no file is written."""
    done = subprocess.run([environment.bin / "autograder", *command.split()], cwd=tmp_path, env=environment.variables(tmp_path), capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 2, done
    assert len(done.stderr.splitlines()) == 1
    assert "autograder init" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_machine_is_examined_without_a_course(environment, tmp_path):
    done = subprocess.run([environment.bin / "autograder", "doctor"], cwd=tmp_path, env=environment.variables(tmp_path), capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "none here: `autograder init DIR` makes one" in done.stdout


def test_the_command_of_the_packages_name(environment, tmp_path):
    """`uvx tensorgrade` starts it."""
    done = subprocess.run([environment.bin / "tensorgrade", "--version"], cwd=tmp_path, env=environment.variables(tmp_path), capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.startswith("tensorgrade ")
