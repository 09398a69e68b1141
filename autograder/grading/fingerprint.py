"""What a report depends on, as one hash: where it is unchanged, a rerun has nothing to grade."""

from __future__ import annotations

import hashlib
import platform
from importlib import metadata
from pathlib import Path

import msgspec

from autograder import required
from autograder.course import Course
from autograder.submission.notebook import Rejected, opened

_HEX_DIGITS = 32
PACKAGE = Path(__file__).resolve().parent.parent
# what decides a score; how it is shown and handed out does not
_ENGINE = (
    "course.py", "course_files.py", "required.py", "graders.py", "limits.py", "linux.py", "names.py", "report.py",
    "wire/**/*.py", "sandbox/**/*.py", "remote/**/*.py", "grading/**/*.py", "submission/**/*.py",
)  # fmt: skip


def of_course(course: Course, assignment: str, secret: str, device: str = "cpu") -> bytes:
    """A hash over all that grading an assignment uses, but for the submission: graders, reference, engine, versions."""
    digest = hashlib.sha256()
    own_paths = (course.solution(assignment), course.grader(assignment), *course.notebooks(assignment))
    beside = [*course.beside_grader(assignment), *course.given_files(assignment).values()]
    for path in beside:
        digest.update(str(path.relative_to(course.root)).encode(errors="surrogateescape") + b"\x00")
    for path in (*own_paths, course.editions(assignment), *beside, *engine_files()):
        if path.is_file():
            digest.update(path.read_bytes())
        digest.update(b"\x00")  # what moves from the end of a file to the beginning of the next is a change, too
    versions = [platform.python_version(), metadata.version("torch"), metadata.version("numpy")]
    versions += required.versions(course.assignment(assignment).requires).values()
    facts = (course.assignment(assignment), course.limits, versions, secret, device)
    digest.update(msgspec.json.encode(facts))
    return digest.digest()


def of_submission(course: bytes, seed: int, student: str, notebook: Path, fault: str = "") -> str:
    """The fingerprint of one grading, in hexadecimal. One that can't be graded has one too: that of the reason."""
    name = notebook.name.encode(errors="surrogateescape")
    digest = hashlib.sha256()
    for fact in (course, str(seed).encode(), student.encode(), name):
        digest.update(hashlib.sha256(fact).digest())
    if fault:
        digest.update(hashlib.sha256(fault.encode()).digest())
    else:
        digest.update(_of_content(notebook))
    return digest.hexdigest()[:_HEX_DIGITS]


def _of_content(notebook: Path) -> bytes:
    """A hash of what a file holds, or of why it can't be read."""
    try:
        with opened(notebook) as file:
            return hashlib.file_digest(file, "sha256").digest()
    except (Rejected, OSError) as fault:
        return hashlib.sha256(str(fault).encode("utf-8", "backslashreplace")).digest()


def engine_files() -> list[Path]:
    """All of the package that decides a score."""
    paths: set[Path] = set()
    for pattern in _ENGINE:
        paths.update(PACKAGE.glob(pattern))
    return sorted(paths)
