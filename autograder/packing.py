"""Archives of ours: a course for another machine, and the engine with it for a platform. Same files, same bytes."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import io
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from autograder import installed
from autograder.course import Course, UsageError

File: TypeAlias = tuple[bytes, int]  # what it holds, and its permissions
PRIVATE = 0o600
READABLE = 0o644
EXECUTABLE = 0o755
REQUIREMENTS = "requirements.txt"
_PACKAGE = Path(__file__).resolve().parent
# what pip notes of how it has installed us, and what a wheel says anew
_OF_THIS_MACHINE = {"INSTALLER", "RECORD", "REQUESTED", "WHEEL", "direct_url.json"}
_WHEEL = b"Wheel-Version: 1.0\nGenerator: tensorgrade\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_DATE = (1980, 1, 1, 0, 0, 0)  # a zip's earliest
_REGULAR_FILE = 0o100000
_UNIX = 3  # the system whose permissions an entry of a zip has


def course_tar(course: Course, assignment: str) -> bytes:
    """What grading an assignment needs of a course, as a compressed tar."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path in course.needed(assignment):
            content = path.read_bytes()
            entry = tarfile.TarInfo(str(path.relative_to(course.root)))
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(packed.getvalue(), mtime=0)


@contextlib.contextmanager
def unpacked_course(packed: bytes) -> Iterator[Course]:
    """The course in a tar of `course_tar`, for as long as the context lasts: nothing of it stays on the machine."""
    with tempfile.TemporaryDirectory(prefix="autograder-course-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        yield Course.load(Path(folder))


def engine_files(course: Course, assignment: str) -> dict[str, File]:
    """What installs the engine elsewhere as it is installed here, by name: a wheel, and what it and an assignment take.

    Raises UsageError where pip has not installed it, or not what the assignment requires.
    """
    course.check_requires(assignment)
    lines = [*installed.requirements(), *course.assignment(assignment).requires]
    requirements = "\n".join(lines) + "\n"
    return {
        f"{installed.NAME}-{installed.distribution().version}-py3-none-any.whl": (_wheel(), READABLE),
        REQUIREMENTS: (requirements.encode(), READABLE),
        installed.CONSTRAINTS: (installed.constraints(course).encode(), READABLE),
    }


def _wheel() -> bytes:
    """The installed distribution as a wheel: the package's files, and what its metadata says of them."""
    information = f"{installed.NAME}-{installed.distribution().version}.dist-info"
    contents = _package_files() | _metadata_files(information)
    record = "".join(_record(name, content) for name, content in sorted(contents.items()))
    contents[f"{information}/RECORD"] = f"{record}{information}/RECORD,,\n".encode()
    return zip_of({name: (content, READABLE) for name, content in contents.items()})


def _package_files() -> dict[str, bytes]:
    """The package as it runs here, without what Python has compiled."""
    contents = {}
    for path in _PACKAGE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            contents[str(path.relative_to(_PACKAGE.parent))] = path.read_bytes()
    return contents


def _metadata_files(information: str) -> dict[str, bytes]:
    """What a wheel says of the distribution. Raises UsageError where pip keeps no record of it."""
    contents = {f"{information}/WHEEL": _WHEEL}
    for entry in installed.distribution().files or ():
        if entry.parts[0] == information and entry.name not in _OF_THIS_MACHINE:
            contents[str(entry)] = Path(str(entry.locate())).read_bytes()
    if f"{information}/METADATA" not in contents:
        raise UsageError("pip has no record of {name}'s files: install it again", name=installed.NAME)
    return contents


def _record(name: str, content: bytes) -> str:
    """A file's line in a wheel's RECORD: by it, pip knows that nothing is missing or changed."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    return f"{name},sha256={digest},{len(content)}\n"


def zip_of(contents: Mapping[str, File]) -> bytes:
    """A zip of these files by their names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, (content, permissions) in sorted(contents.items()):
            entry = zipfile.ZipInfo(file_name, _DATE)
            entry.external_attr = (_REGULAR_FILE | permissions) << 16  # zips keep Unix's permissions in the upper half
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            archive.writestr(entry, content)
    return packed.getvalue()
