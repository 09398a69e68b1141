"""What a report depends on, as one hash: where it is unchanged, a rerun has nothing to grade."""

from __future__ import annotations

import hashlib
import platform
from importlib import metadata
from pathlib import Path

import msgspec

from autograder.course import Course
from autograder.submission.notebook import Rejected, opened

_PACKAGE = Path(__file__).resolve().parent.parent
# what decides a score; how it is shown and handed out does not
_ENGINE = (
    "course.py", "graders.py", "limits.py", "linux.py", "names.py", "report.py",
    "wire/**/*.py", "sandbox/**/*.py", "remote/**/*.py", "grading/**/*.py", "submission/**/*.py",
)  # fmt: skip


def of_course(course: Course, assignment: str, secret: str, device: str = "cpu") -> bytes:
    """A hash over all that grading an assignment uses, but for the submission: graders, reference, engine, versions."""
    digest = hashlib.sha256()
    for part in (course.solution(assignment), course.grader(assignment), course.notebook(assignment), *_engine()):
        digest.update(part.read_bytes() if part.is_file() else b"")
        digest.update(b"\x00")
    versions = [platform.python_version(), *(metadata.version(name) for name in ("torch", "numpy"))]
    facts = (course.assignment(assignment), course.limits, versions, secret, device)
    digest.update(msgspec.json.encode(facts))
    return digest.digest()


def of_submission(course: bytes, seed: int, student: str, notebook: Path, fault: str = "") -> str:
    """The fingerprint of one grading, in hexadecimal. One that can't be graded has one too: that of the reason."""
    facts = (course, str(seed).encode(), student.encode(), notebook.name.encode(errors="surrogateescape"))
    parts = [hashlib.sha256(fact).digest() for fact in facts]
    parts.append(hashlib.sha256(fault.encode()).digest() if fault else _of_content(notebook))
    return hashlib.sha256(b"".join(parts)).hexdigest()[:32]


def _of_content(notebook: Path) -> bytes:
    """A hash of what a file holds, or of why it can't be read."""
    try:
        with opened(notebook) as file:
            return hashlib.file_digest(file, "sha256").digest()
    except (Rejected, OSError) as why:
        return hashlib.sha256(str(why).encode("utf-8", "backslashreplace")).digest()


def _engine() -> list[Path]:
    return sorted(path for pattern in _ENGINE for path in _PACKAGE.glob(pattern))
