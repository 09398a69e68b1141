"""The command for whoever reads reports, or writes course.toml, by a program or an editor: schema."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

SCHEMA = "Example:  autograder schema report > report.schema.json"


class Kind(StrEnum):
    """What a schema can describe."""

    REPORT = "report"
    COURSE = "course"


def schema(kind: Annotated[Kind, typer.Argument(help="A report, or a course's course.toml.")]) -> None:
    """Print a JSON Schema of reports or of course.toml. Programs validate with it, editors complete."""
    from autograder import schemas  # noqa: PLC0415  start-up counts: each command its own
    from autograder.course import CourseFile  # noqa: PLC0415
    from autograder.report import Report  # noqa: PLC0415

    described = schemas.schema(Report)
    if kind is Kind.COURSE:
        described = schemas.schema(CourseFile)
    print(json.dumps(described, indent=2, ensure_ascii=False))
