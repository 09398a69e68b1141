"""Archives of ours: whole, the same bytes each time, and gone from the machine when they have served."""

import io
import stat
import zipfile

import pytest

from autograder import packing
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


def test_the_engine_is_what_pip_installs(monkeypatch, tmp_path):
    """From a checkout only, without what Python has compiled."""
    names = packing.engine_files()
    assert {"pyproject.toml", "constraints.txt", "README.md", "autograder/packing.py"} <= set(names)
    assert not [name for name in names if "__pycache__" in name]
    monkeypatch.setattr(packing, "_CHECKOUT", tmp_path)
    with pytest.raises(UsageError, match="is no checkout"):
        packing.engine_files()
