"""What goes to the package index: whole, with its licence, and without this repository's own course."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile

import pytest
import yaml
from parts import ROOT

from autograder import __version__
from autograder.course import Course


@pytest.fixture(scope="module")
def in_the_wheel(wheel):
    with zipfile.ZipFile(wheel) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def in_the_source(archives):
    (path,) = archives.glob("*.tar.gz")
    with tarfile.open(path) as packed:
        return {name.partition("/")[2] for name in packed.getnames()}


def test_the_wheel_has_each_file_of_the_package(in_the_wheel):
    """Templates that begin with a dot, too."""
    listed = subprocess.run(["git", "ls-files", "autograder"], cwd=ROOT, capture_output=True, text=True, check=True)
    here = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    assert here - in_the_wheel.keys() == set()


def test_the_wheel_has_nothing_else(in_the_wheel):
    assert {name.partition("/")[0] for name in in_the_wheel} == {"autograder", f"tensorgrade-{__version__}.dist-info"}


def test_the_source_archive_holds_no_course(in_the_source):
    """Solutions and hidden tests would be public."""
    folders = {name.partition("/")[0] for name in in_the_source}
    assert folders.isdisjoint({"solutions", "tests", "assignments", "examples", "benchmarks"})


def test_the_source_archive_has_what_builds_the_wheel(in_the_source):
    assert {"pyproject.toml", "LICENSE", "README.md", "CITATION.cff", "autograder/py.typed"} <= in_the_source


def test_the_index_would_take_them(archives):
    done = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *archives.iterdir()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_licence_is_named_in_the_metadata(in_the_wheel):
    text = in_the_wheel[f"tensorgrade-{__version__}.dist-info/METADATA"].decode()
    assert "\nLicense-Expression: BSD-3-Clause\n" in text
    assert in_the_wheel[f"tensorgrade-{__version__}.dist-info/licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert citation["version"] == __version__
    assert citation["license"] == project["license"]
    assert citation["repository-code"] == project["urls"]["Homepage"]
    assert [author["name"] for author in citation["authors"]] == [author["name"] for author in project["authors"]]


def test_nothing_in_the_package_knows_this_repositorys_exercises(in_the_wheel):
    """It is one course among others. torch's own names are torch's."""
    course = Course.load(ROOT)
    names = set(course.assignments)
    for assignment in course.assignments.values():
        names.update(exercise.name for exercise in assignment.exercises)
    of_torch = re.compile(r'\bF\.\w+|"weight_decay":')
    mention = re.compile(rf"\b({'|'.join(names)})\b")
    mentions = []
    for path, content in in_the_wheel.items():
        if not path.startswith("autograder/"):
            continue
        for line in content.decode().splitlines():
            if mention.search(of_torch.sub("", line)):
                mentions.append(f"{path}: {line.strip()}")
    assert mentions == []
