"""The class list, and the grades as the CSV files that Canvas and Moodle import."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from autograder import files
from autograder.course import UsageError
from autograder.feedback.table import number
from autograder.files import Grade

Grades = dict[str, dict[str, Grade]]  # by student, then by assignment
_SHOWN = 20


class Student(NamedTuple):
    """One line of the class list."""

    id: str
    name: str
    email: str


def read(path: Path) -> list[Student]:
    """The students in a CSV file with the columns id, name and email. Raises UsageError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [
                {(k or "").strip().lower(): (v or "").strip() for k, v in row.items() if isinstance(v, str | None)}
                for row in csv.DictReader(file)
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UsageError(f"{path} can't be read as a class list: {fault}") from None
    if not rows or not {"id", "name", "email"} <= rows[0].keys():
        raise UsageError(f"{path}: a class list is a CSV file with the columns id, name, email")
    students = [Student(row.get("id", ""), row.get("name", ""), row.get("email", "")) for row in rows]
    ids = [s.id for s in students]
    wrong = next((i for i in ids if not i or ids.count(i) > 1), None)
    if wrong is not None:
        raise UsageError(f"{path}: the id {wrong!r} is empty or there twice")
    return students


def canvas(students: Iterable[Student], grades: Grades, points: dict[str, float]) -> list[list[str]]:
    """As Canvas's own export: its five columns, a row of points, a row each. It finds people by their SIS User ID."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *points]
    possible = ["    Points Possible", "", "", "", "", *map(number, points.values())]
    rows = [[s.name, "", s.id, s.email, "", *_scores(s, grades, points)] for s in students]
    return [head, possible, *rows]


def moodle(students: Iterable[Student], grades: Grades, points: dict[str, float]) -> list[list[str]]:
    """For Grades → Import → CSV: map from "ID number" or "Email address"."""
    rows = [[s.name, s.id, s.email, *_scores(s, grades, points)] for s in students]
    return [["Full name", "ID number", "Email address", *points], *rows]


FORMATS: dict[str, Callable[[Iterable[Student], Grades, dict[str, float]], list[list[str]]]] = {
    "canvas": canvas,
    "moodle": moodle,
}


def _scores(student: Student, grades: Grades, points: dict[str, float]) -> list[str]:
    """Nothing, rather than a zero, where nothing was handed in or a fault of ours kept it from being graded."""
    own = grades.get(student.id, {})
    return [number(own[a].score) if a in own and own[a].status != "error" else "" for a in points]


def export(out: Path, class_list: Path, to: str, target: Path, max_scores: dict[str, float]) -> list[str]:
    """Write the grades below OUT for one of FORMATS. Returns what to say of it, in lines; raises UsageError."""
    if to not in FORMATS:
        raise UsageError(f"--format {to}: expected {' or '.join(FORMATS)}")
    students, grades = read(class_list), Grades()
    for grade in files.grades(out):
        grades.setdefault(grade.student or "", {})[grade.assignment] = grade
    points = {name: most for name, most in max_scores.items() if any(name in own for own in grades.values())}
    if not points:
        raise UsageError(f"{out} holds no reports: `autograder grade … --out {out}` writes them")
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([map(files.cell, row) for row in FORMATS[to](students, grades, points)])
    said = [f"{target}: {len(students)} students, {len(points)} assignments"]
    unknown = sorted(grades.keys() - {s.id for s in students})
    if unknown:
        more = " …" if len(unknown) > _SHOWN else ""
        said.append(f"not in {class_list}, and so left out: {', '.join(unknown[:_SHOWN])}{more}")
    return said
