"""What a person decides about one student's lateness: `extensions.toml` beside the reports.

A later deadline; the time of handing in, where the platform has kept none; or what lateness costs this student.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from autograder.batch import decision_file
from autograder.course import Assignment, Course, UsageError
from autograder.deadlines import Deadline, Percent, deadline_of, moment_of, with_example

EXTENSIONS = "extensions.toml"
EXTENSION_EXAMPLE = "[[extension]] with student, and handed_in, until or percent"
_EXAMPLE = "until = 2026-11-28, handed_in = 2026-11-26T08:00:00 or percent = 0"


class Extension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One student's deadline, time of handing in, or cost of lateness in `percent` of the points."""

    student: str | int
    until: str = ""
    handed_in: str = ""
    percent: Percent | None = None
    reason: str = ""
    by: str = ""
    assignment: str = ""

    @property
    def key(self) -> str:
        """The student's key; a platform's number may be written without quotes."""
        return str(self.student)

    def deadline(self, deadline: Deadline) -> Deadline:
        """The deadline as it holds for this student."""
        if not self.until:
            return deadline
        return deadline.moved_to(deadline_of(self.until, deadline.zone))

    def moment(self, deadline: Deadline) -> datetime | None:
        """When the work was handed in, if this says so."""
        if not self.handed_in:
            return None
        return moment_of(self.handed_in, deadline.zone)


def extensions_in(out: Path, course: Course, assignment: Assignment) -> dict[str, Extension]:
    """The extensions of an assignment by student; those in OUT hold for all assignments that they don't exclude.

    One that stands beside the assignment's reports counts more than one in OUT. Raises UsageError.
    """
    extensions: dict[str, Extension] = {}
    for path in (out / EXTENSIONS, out / assignment.name / EXTENSIONS):
        of_file: dict[str, Extension] = {}
        for extension in decision_file.read(path, "extension", Extension):
            if extension.assignment:
                course.assignment(extension.assignment)
                if path.parent != out:
                    decision_file.refuse_elsewhere(path, extension.key, extension.assignment, assignment.name)
            deadline = course.deadline(assignment.name)
            if not extension.assignment and path.parent == out and deadline is None:
                continue  # it is for all assignments, and one without a date has nothing to put off
            if extension.assignment in ("", assignment.name):
                _check(extension, path, deadline)
                if extension.key in of_file:
                    raise UsageError(
                        "{path}: {key} is there twice: leave the one that counts",
                        path=path, key=extension.key,
                    )
                of_file[extension.key] = extension
        extensions |= of_file
    return extensions


def _check(extension: Extension, path: Path, deadline: Deadline | None) -> None:
    """Raise UsageError for one that decides nothing, or by a time that is none."""
    where = f"{path}: {extension.key}"
    if not extension.until and not extension.handed_in and extension.percent is None:
        raise UsageError("{where}: it decides nothing: add {example}", where=where, example=_EXAMPLE)
    if deadline is None:
        raise UsageError("{where}: the assignment has no `due` in course.toml: add it", where=where)
    try:
        extension.deadline(deadline)
        extension.moment(deadline)
    except ValueError as fault:
        raise UsageError(with_example(f"{where}: {fault}", _EXAMPLE)) from None
