"""Reports as files: a JSON for each, `grades.csv` over all below OUT, each written whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import errno
import hashlib
import io
import os
import re
from pathlib import Path

import msgspec

from autograder import names
from autograder.report import Lateness, Report, Status

GRADES = "grades.csv"
COLUMNS = (
    "assignment", "student", "status", "score", "max_score", "reason", "name", "late", "score_before", "lateness",
)  # fmt: skip
CLASS_PAGE = "index.html"
# what a spreadsheet takes for the beginning of a formula; where a semicolon parts its columns, also in a text
_FORMULA = re.compile(r"(^|[;|])([\s\ufffd\"]*)(?=[=+\-@＝＋－＠])")


class Points(msgspec.Struct, frozen=True):
    """The points of one exercise."""

    name: str
    score: float


class Grade(msgspec.Struct, frozen=True):
    """What a report says of a submission in short: a row of `grades.csv`, and the points of each exercise."""

    assignment: str
    student: str | None
    status: str
    score: float
    max_score: float
    reason: str | None
    name: str = ""
    late: str = ""
    note: str = ""
    file: str = ""
    edition: str = ""
    exercises: tuple[Points, ...] = ()
    lateness: Lateness | None = None

    def cells(self) -> list[object]:
        """Its row of `grades.csv`, in the order of COLUMNS. What was not graded has no score: it is no zero."""
        reason = "; ".join(text for text in (self.reason, self.note, self.edition) if text)
        score = None
        if self.status == Status.GRADED:
            score = self.score
        before = None
        lateness = None
        if self.lateness is not None:
            before = self.lateness.before
            lateness = self.lateness.words
        facts = (
            self.assignment, self.student, self.status, score, self.max_score, reason, self.name, self.late,
            before, lateness,
        )  # fmt: skip
        return [cell(fact) for fact in facts]


def write(path: Path, data: bytes) -> None:
    """Write a file atomically: a reader sees the old one or the new one. Raises OSError with the file's own name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _part(path)
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(path)) from None
    finally:
        part.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    """A name beside it that is short, however long the file's own is."""
    name = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]
    return path.with_name(f".{name}.{os.getpid()}.part")


def check_writable(folder: Path) -> None:
    """Raise OSError where `write` would."""
    probe = _part(folder / "probe")
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(folder)) from None


def check_target(path: Path) -> None:
    """Raise OSError, before anything is computed, where `write` could not write this file in the end."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    check_writable(path.parent)


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


def write_grades(out: Path, rows: list[Grade], *, exercises: bool = False) -> Path:
    """Write `grades.csv`; on request with a column for each exercise of any assignment, behind the others."""
    titles: list[str] = []
    if exercises:
        titles = list(dict.fromkeys(f"{row.assignment}: {part.name}" for row in rows for part in row.exercises))
    table: list[list[object]] = [[*COLUMNS, *titles]]
    for row in rows:
        points = {f"{row.assignment}: {part.name}": part.score for part in row.exercises}
        table.append([*row.cells(), *(points.get(title, "") for title in titles)])
    path = out / GRADES
    write_table(path, table)
    return path


def write_table(path: Path, table: list[list[object]]) -> None:
    """Write a CSV file, whose cells are ready for a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    write(path, text.getvalue().encode())


def append_table(path: Path, rows: list[list[object]]) -> None:
    """Add rows to a CSV file, all of them or, on a full disk, perhaps a part of the last one."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(text.getvalue())


def cell(value: object) -> object:
    """What a spreadsheet may open: text in one line, with a quote before whatever begins like a formula."""
    if isinstance(value, str):
        line = re.sub(r"[\t\n]+", " ", names.shown(value))
        return _FORMULA.sub(r"\1\2'", line)
    return "" if value is None else value
