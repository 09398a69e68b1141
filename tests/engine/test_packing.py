"""Archives of ours: whole, the same bytes each time, and gone from the machine when they have served."""

import base64
import csv
import hashlib
import io
import stat
import subprocess
import sys
import zipfile
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from parts import ROOT

from autograder import __version__, installed, packing
from autograder.course import UsageError


def test_a_course_comes_back_with_what_one_assignment_needs(course):
    """And with nothing else; its folder goes with the context, also where that ends by a fault."""
    packed = packing.course_tar(course, "outcomes")
    assert packed == packing.course_tar(course, "outcomes")
    with pytest.raises(ZeroDivisionError), packing.unpacked_course(packed) as unpacked:
        assert unpacked.title == course.title
        assert unpacked.root != course.root
        files = {str(path.relative_to(unpacked.root)) for path in unpacked.root.rglob("*") if path.is_file()}
        assert files == {str(path.relative_to(course.root)) for path in course.needed("outcomes")}
        assert unpacked.grader("outcomes").read_bytes() == course.grader("outcomes").read_bytes()
        raise ZeroDivisionError
    assert not unpacked.root.exists()


def test_a_zip_keeps_permissions_and_no_dates():
    """In whatever order its files are given."""
    contents = {"b": (b"2", packing.EXECUTABLE), "a": (b"1", packing.PRIVATE)}
    packed = packing.zip_of(contents)
    assert packed == packing.zip_of(dict(reversed(contents.items())))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        entries = archive.infolist()
        assert [archive.read(entry) for entry in entries] == [b"1", b"2"]
    assert [stat.filemode(entry.external_attr >> 16) for entry in entries] == ["-rw-------", "-rwxr-xr-x"]


WHEEL = f"tensorgrade-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def engine(course):
    """The files that install the engine elsewhere: contents by name."""
    return {name: content for name, (content, _) in packing.engine_files(course, "outcomes").items()}


def test_the_engine_is_a_wheel_and_what_it_takes(engine):
    assert set(engine) == {WHEEL, "requirements.txt", "constraints.txt"}


def test_the_wheel_is_whole(engine):
    """Each file stands in RECORD with the hash of what it holds; nothing that Python has compiled is there."""
    with zipfile.ZipFile(io.BytesIO(engine[WHEEL])) as wheel:
        contents = {name: wheel.read(name) for name in wheel.namelist()}
    record = contents.pop(f"tensorgrade-{__version__}.dist-info/RECORD").decode()
    rows = {name: (digest, size) for name, digest, size in csv.reader(record.splitlines()) if digest}
    expected = {}
    for name, content in contents.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        expected[name] = (f"sha256={digest}", str(len(content)))
    assert rows == expected
    assert not [name for name in contents if name.endswith(".pyc")]
    assert {"autograder/py.typed", "autograder/feedback/templates/base.html"} <= set(contents)
    assert [name for name in contents if name.endswith("/licenses/LICENSE")]


def test_pip_installs_the_wheel(engine, tmp_path):
    """And its files are those that run here."""
    (tmp_path / WHEEL).write_bytes(engine[WHEEL])
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", tmp_path / "here"]
    subprocess.run([*command, tmp_path / WHEEL], check=True)
    installed_files = {path.name for path in (tmp_path / "here" / "autograder").iterdir()} - {"__pycache__"}
    assert installed_files == {path.name for path in (ROOT / "autograder").iterdir()} - {"__pycache__"}
    entry_points = metadata.Distribution.at(next((tmp_path / "here").glob("*.dist-info"))).entry_points
    assert {entry.name for entry in entry_points} == {"autograder", "tensorgrade"}


def test_its_requirements_are_those_of_grading(engine):
    """What an extra takes is not among them."""
    names = {Requirement(line).name for line in engine["requirements.txt"].decode().splitlines()}
    assert {"torch", "pytest", "typer"} <= names
    assert names.isdisjoint({"ray", "nbgrader", "ruff"})


def test_without_an_installation_the_archive_says_so(course, monkeypatch):
    monkeypatch.setattr(installed, "NAME", "nothing-of-this-name")
    with pytest.raises(UsageError, match="pip install -e"):
        packing.engine_files(course, "outcomes")
