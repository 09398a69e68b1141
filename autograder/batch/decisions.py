"""All that a person has decided about an assignment, from the files beside its reports and from the class list."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

import msgspec

from autograder.batch.extensions import EXTENSIONS, Extension, extensions_in
from autograder.batch.overrides import OVERRIDES, Override, of_nobody, overrides_in
from autograder.course import Assignment, Course
from autograder.deadlines import deadline_of
from autograder.lms.class_list import ClassList
from autograder.submission.folder import Submission


@dataclass
class Decisions:
    """Points that a person has given, and by student what holds for being late."""

    overrides: list[Override] = field(default_factory=list)
    extensions: dict[str, Extension] = field(default_factory=dict)

    @property
    def students(self) -> set[str]:
        """Whom they are about."""
        return {override.key for override in self.overrides} | set(self.extensions)

    def of_nobody(self, students: Iterable[str]) -> list[str]:
        """What to ask of decisions about somebody who is none of these."""
        known = set(students)
        doubts = of_nobody([override.key for override in self.overrides], known, OVERRIDES)
        return doubts + of_nobody(self.extensions, known, EXTENSIONS)

    def add_from_list(self, submissions: Sequence[Submission], class_list: ClassList) -> None:
        """The extensions that a platform's list tells; a person's own decision counts more."""
        for submission in submissions:
            student = class_list.student(submission.student)
            if student is None or not student.extension:
                continue
            own = self.extensions.get(submission.student, Extension(submission.student))
            if own.until:
                continue
            with contextlib.suppress(ValueError):  # a day that no month has
                deadline_of(student.extension, UTC)
                self.extensions[submission.student] = msgspec.structs.replace(own, until=student.extension)


def decisions_in(out: Path, course: Course, assignment: Assignment) -> Decisions:
    """What stands in `overrides.toml` and `extensions.toml`. Raises UsageError for what can't be meant."""
    return Decisions(overrides_in(out, course, assignment), extensions_in(out, course, assignment))
