"""One submission inside Gradescope's container: read what is there, grade it, write results.json."""

from __future__ import annotations

import secrets
import sys
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from autograder import files
from autograder.course import Assignment, Course
from autograder.platforms.gradescope import metadata
from autograder.platforms.gradescope.metadata import Metadata
from autograder.platforms.gradescope.results_json import our_fault, refused, results_of, when
from autograder.report import ungraded
from autograder.submission.chooser import chosen
from autograder.submission.notebook import Rejected
from autograder.workers.messages import Order, PoolFault, Unsafe
from autograder.workers.pool import Pool

SECRET = "secret"  # noqa: S105  a file's name


def main(root: Path, name: str) -> None:
    """Grade `root`/submission for the assignment of this name; `root` is /autograder there.

    Whatever happens, results.json is valid.
    """
    results = root / "results" / "results.json"
    about = metadata.read(root / "submission_metadata.json")
    _write(results, our_fault(about))  # stands if this process is ended, for time or memory
    for folder in (root / "source", root / "results"):
        folder.chmod(0o700)
    try:
        course = Course.load(root / "source")
        _write(results, _graded(root, course, course.assignment(name), about))
    except Exception:  # noqa: BLE001
        traceback.print_exc()  # on stdout's page, which instructors see
        sys.exit(1)


def _graded(root: Path, course: Course, assignment: Assignment, about: Metadata) -> dict[str, Any]:
    shown = assignment.gradescope
    limits = {timedelta(hours=1): shown.per_hour, timedelta(days=1): shown.per_day}
    free = about.free_at(limits)
    if free is not None:
        each = {timedelta(hours=1): "an hour", timedelta(days=1): "a day"}
        most = " and ".join(f"{most} submissions in {each[within]}" for within, most in limits.items() if most)
        said = f"Not graded: {most} are graded. The next one after {when(free)} will be."
        return refused(f"{said} Until then your last score stands.", "refused", about, shown.hidden)
    order = Order(assignment.name, "", about.who or None, secrets.randbelow(1 << 48))
    try:
        name, content = chosen(root / "submission", assignment)
    except Rejected as fault:
        return results_of(ungraded(order, "rejected", str(fault), assignment.max_score), assignment, about)
    order = msgspec.structs.replace(order, notebook=name, content=content)
    try:
        with Pool(course.root, 1, secret=(course.root / SECRET).read_text().strip()) as pool:
            ((_, report),) = pool.grade([order])
    except (PoolFault, Unsafe) as fault:
        print(fault)
        return our_fault(about)
    return our_fault(about) if report is None else results_of(report, assignment, about)


def _write(path: Path, results: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, msgspec.json.format(msgspec.json.encode(results)) + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
