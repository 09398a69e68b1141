"""`autograder gradescope`: a zip that Gradescope builds an autograder from, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from autograder import files
from autograder.course import Course, UsageError
from autograder.platforms.gradescope.run import SECRET
from autograder.secret import course_secret

_PARTS = Path(__file__).parent / "container"
_ENGINE = Path(__file__).resolve().parents[3]
_BUILD = ("pyproject.toml", "constraints.txt", "README.md")
_DATE = (1980, 1, 1, 0, 0, 0)  # a zip's earliest
_TIME_LIMIT = 600  # seconds, Gradescope's default


def write(course: Course, name: str, target: Path, torch_index: str) -> list[str]:
    """Write the archive. Returns what the instructor should know about it, in lines."""
    assignment = course.assignment(name)
    files.write(target, zipped(_contents(course, name, torch_index)))
    most = course.limits.submission_seconds + 1.5 * course.limits.notebook_seconds
    said = [f"{target}: {target.stat().st_size >> 10} kB; upload it under Configure Autograder, {assignment.title}"]
    if most > _TIME_LIMIT:
        said.append(f"set its container's time limit to more than {most / 60:.0f} minutes: [limits] allows as much")
    return said


def _contents(course: Course, name: str, torch_index: str) -> dict[str, tuple[bytes, int]]:
    """Every file of the archive by its name: content and permissions."""
    setup = (_PARTS / "setup.sh").read_text()
    index = f'TORCH_INDEX="${{TORCH_INDEX-{torch_index}}}"\n'
    head, rest = setup.split("set -euo pipefail\n")
    run = (_PARTS / "run_autograder").read_text().replace("@ASSIGNMENT@", name)
    found = {
        "setup.sh": (f"{head}set -euo pipefail\n{index}{rest}".encode(), 0o755),
        "run_autograder": (run.encode(), 0o755),
        SECRET: (course_secret(course.title).encode(), 0o600),
    }
    found |= engine_files()
    for path in course.needed(name):
        found[str(path.relative_to(course.root))] = path.read_bytes(), 0o600
    return found


def engine_files() -> dict[str, tuple[bytes, int]]:
    """The engine as pip installs it: content and permissions by name. Raises UsageError where it is not a checkout."""
    if not (_ENGINE / _BUILD[0]).is_file():
        raise UsageError(f"{_ENGINE} is no checkout of the autograder: run it from one, since the archive installs it")
    engine = [p for p in (_ENGINE / "autograder").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    parts = [*engine, *(_ENGINE / part for part in _BUILD)]
    return {str(path.relative_to(_ENGINE)): (path.read_bytes(), 0o644) for path in parts}


def zipped(contents: dict[str, tuple[bytes, int]]) -> bytes:
    """A zip of these files, the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (content, mode) in sorted(contents.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr, entry.compress_type = (0o100000 | mode) << 16, zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whose permissions these are
            archive.writestr(entry, content)
    return packed.getvalue()
