"""What several commands share: the course that they mean, and options that are the same everywhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.course import Course, NoCourse, UsageError


def assignment_names(incomplete: str) -> list[str]:
    """What a shell completes: the assignments of the course in sight whose names begin so."""
    try:
        course = Course.find(Path.cwd())
    except UsageError:
        return []
    return [name for name in course.assignments if name.startswith(incomplete)]


CourseOption = Annotated[
    Path | None, typer.Option("--course", help="The course's folder (default: this one, or the nearest above it).")
]
AssignmentArgument = Annotated[
    str, typer.Argument(help="The assignment's name, as in solutions/course.toml.", autocompletion=assignment_names)
]
ArchiveOption = Annotated[Path, typer.Option("--out", "-o", help="The archive.")]
TorchIndex = Annotated[str, typer.Option(help="Index for torch without CUDA; empty: the default index.")]
UnsafeOption = Annotated[bool, typer.Option(help="Grade even if students' code could read the graders.")]

_ELSEWHERE = (
    "grading needs Linux; on this system it runs in Docker (see README.md, 'Docker'). "
    "Students need nothing of this: the notebooks and their public checks run anywhere"
)


def course_in(folder: Path | None) -> Course:
    """The course in a folder; with none named, that around the current one, else the checkout's. Raises UsageError."""
    if folder is not None:
        return Course.load(folder.resolve())
    return Course.find(Path.cwd())


def course_in_sight(folder: Path | None) -> Course | None:
    """The same for a command that can do without a course: None where there is none. Raises UsageError."""
    try:
        return course_in(folder)
    except NoCourse:
        if folder is not None:
            raise
        return None


def own_course_in(folder: Path | None) -> Course:
    """The same for a command that writes into the course: never the checkout's by surprise. Raises UsageError."""
    if folder is not None:
        return Course.load(folder.resolve())
    return Course.find(Path.cwd(), or_the_checkouts=False)


def need_linux() -> None:
    """Raise UsageError on other systems."""
    if sys.platform != "linux":
        raise UsageError(_ELSEWHERE)
