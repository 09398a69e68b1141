"""Archives of ours: a course for another machine, and the engine with it for a platform. Same files, same bytes."""

from __future__ import annotations

import contextlib
import gzip
import io
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from autograder.course import Course, UsageError

File: TypeAlias = tuple[bytes, int]  # what it holds, and its permissions
PRIVATE = 0o600
READABLE = 0o644
EXECUTABLE = 0o755
_CHECKOUT = Path(__file__).resolve().parents[1]
_BUILD = ("pyproject.toml", "constraints.txt", "README.md")
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


def engine_files() -> dict[str, File]:
    """The engine as pip installs it, by name. Raises UsageError where it does not run from a checkout."""
    if not (_CHECKOUT / _BUILD[0]).is_file():
        raise UsageError(
            f"{_CHECKOUT} is no checkout of the autograder: run it from one, since the archive installs it"
        )
    contents = {file_name: ((_CHECKOUT / file_name).read_bytes(), READABLE) for file_name in _BUILD}
    for path in (_CHECKOUT / "autograder").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            contents[str(path.relative_to(_CHECKOUT))] = (path.read_bytes(), READABLE)
    return contents


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
