"""Reports as files: a JSON for each, `grades.csv` over all below OUT, each written whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import os
import re
from pathlib import Path

import msgspec

from autograder import names
from autograder.report import Report

GRADES = "grades.csv"
CLASS_PAGE = "index.html"
# what a spreadsheet takes for the beginning of a formula; where a semicolon parts its columns, also in a text
_FORMULA = re.compile(r"(^|[;|])([\s\ufffd\"]*)(?=[=+\-@＝＋－＠])")


class Grade(msgspec.Struct, frozen=True):
    """What `grades.csv` says of a submission."""

    assignment: str
    student: str | None
    status: str
    score: float
    max_score: float
    reason: str | None


def write(path: Path, data: bytes) -> None:
    """Write a file atomically: a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _part(path)
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    """A name beside it that is short, however long the file's own is."""
    name = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]
    return path.with_name(f".{name}.{os.getpid()}.part")


def check_writable(folder: Path) -> None:
    """Raise OSError where `write` would."""
    probe = _part(folder / "probe")
    probe.write_bytes(b"")
    probe.unlink()


def clear_parts(folder: Path) -> None:
    """Remove what a run that was killed had half written."""
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)


def report_path(out: Path, report: Report) -> Path:
    """Where a report lies below OUT."""
    return out / report.assignment / report_name(report.student)


def report_name(student: str | None) -> str:
    """The file of a student's report."""
    return f"{names.stem(student)}.json"


def page_name(student: str | None) -> str:
    """The file of a student's page, beside the report and the class's page."""
    return page_beside(Path(report_name(student)))


def page_beside(report: Path) -> str:
    """The file of the page that belongs to a report's file."""
    return f"{names.page_stem(report.stem, Path(CLASS_PAGE).stem)}.html"


def grades(out: Path) -> list[Grade]:
    """A line for every report below OUT, so that one assignment after another adds up."""
    rows = []
    for path in sorted(out.glob("*/*.json")):
        with contextlib.suppress(msgspec.MsgspecError, OSError):  # something else of the instructor's
            rows.append(msgspec.json.decode(path.read_bytes(), type=Grade))
    return rows


def write_grades(out: Path, rows: list[Grade]) -> Path:
    """Write `grades.csv`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Grade.__struct_fields__)
    writer.writerows([cell(value) for value in msgspec.structs.astuple(row)] for row in rows)
    path = out / GRADES
    write(path, text.getvalue().encode())
    return path


def cell(value: object) -> object:
    """What a spreadsheet may open: text in one line, with a quote before whatever begins like a formula."""
    if isinstance(value, str):
        line = re.sub(r"[\t\n]+", " ", names.shown(value))
        return _FORMULA.sub(r"\1\2'", line)
    return "" if value is None else value
