"""What a report depends on, as one hash: where it is unchanged, a rerun has nothing to grade."""

from __future__ import annotations

import hashlib
import platform
from importlib import metadata
from pathlib import Path

import msgspec

from autograder.course import Course
from autograder.grading.submission import Rejected, load

_PACKAGE = Path(__file__).resolve().parent.parent
# what decides a score; how it is shown and handed out does not
_ENGINE = ("wire.py", "course.py", "report.py", "sandbox/*.py", "remote/*.py", "grading/*.py")


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


def of_submission(course: bytes, seed: int, student: str, notebook: Path) -> str:
    """The fingerprint of one grading, in hexadecimal. A file that can't be read has one too: that of the reason."""
    try:
        content = load(notebook)
    except Rejected as why:
        content = str(why).encode()
    facts = [course, str(seed).encode(), student.encode(), notebook.name.encode(errors="surrogateescape"), content]
    parts = (hashlib.sha256(fact).digest() for fact in facts)
    return hashlib.sha256(b"".join(parts)).hexdigest()[:32]


def _engine() -> list[Path]:
    return sorted(path for pattern in _ENGINE for path in _PACKAGE.glob(pattern))
