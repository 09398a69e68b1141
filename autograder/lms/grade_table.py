"""Scores on their way back: the class list's own table with a column filled, or the CSV file that a platform imports.

A cell stays blank, rather than zero, where nothing was handed in or nothing could be graded; whose it is is listed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from autograder import files
from autograder.course import Assignment, UsageError
from autograder.feedback.table import number
from autograder.files import Grade
from autograder.lms.class_list import CANVAS, MOODLE, OWN, ClassList, Student, side_by_side
from autograder.lms.export_lines import called, listed, summary
from autograder.lms.exported_scores import Scores, Wish, scores_of
from autograder.lms.score_columns import canvas_columns, moodle_column

FORMATS = ("canvas", "moodle", "csv")
NOBODY_MATCHED = 1
_PLAIN_NUMBER = re.compile(r"[-+]?[\d.,\s%]*")  # no formula, although it may begin as one


def export(wish: Wish) -> tuple[list[str], int]:
    """Write the scores. Returns what to say of it, in lines, and the exit status. Raises UsageError."""
    if wish.to not in FORMATS:
        raise UsageError(
            "--format {format_name}: expected {formats} or {last_format}",
            format_name=wish.to, formats=", ".join(FORMATS[:-1]), last_format=FORMATS[-1],
        )
    class_list = wish.class_list
    if class_list is None and wish.to != "csv":
        raise UsageError("--format {format_name} needs the class list: add --students LIST", format_name=wish.to)
    if class_list is not None and class_list.kind not in (OWN, wish.to) and wish.to != "csv":
        raise UsageError(
            "{path} comes from {title}: say --format {platform}",
            path=class_list.path, title=class_list.kind.title(), platform=class_list.kind,
        )
    grades = files.grades(wish.out)
    scores = scores_of(grades, wish, class_list)
    if class_list is not None and not scores.by_student:
        # writing a table without a single score would look like success
        reason = f"nobody in {class_list.path} has a report here, and nothing was written: the ids differ"
        return [reason, *side_by_side(class_list, scores.unknown, "the reports")], NOBODY_MATCHED
    said: list[str] = []
    table = _table(wish, scores, said)
    _write(wish.target, table, class_list)
    return [*summary(wish, scores, class_list), *said], 0


def _table(wish: Wish, scores: Scores, said: list[str]) -> list[list[str]]:
    """The rows to write; what a person should know of them is added to `said`. Raises UsageError."""
    class_list = wish.class_list
    if class_list is None:
        return _without_list(wish, scores)
    if wish.to == CANVAS and class_list.kind == CANVAS:
        return _filled(class_list, canvas_columns(wish, class_list, scores, said), scores, ".", said)
    if wish.to == MOODLE and class_list.kind == MOODLE:
        columns, decimal = moodle_column(wish, class_list, scores, said)
        return _filled(class_list, columns, scores, decimal, said)
    if wish.to == CANVAS:
        return _new_canvas(class_list.students, scores)
    if wish.to == MOODLE:
        return _new_moodle(class_list.students, scores)
    return _own_with_columns(wish, class_list, scores)


def _filled(
    class_list: ClassList, columns: dict[str, int], scores: Scores, decimal: str, said: list[str]
) -> list[list[str]]:
    """The list's own table, with the scores of each assignment in its column; what that takes away is `said`."""
    # all else stays as it came: the platform compares these cells with its own, and changes what differs
    table = [list(map(_harmless, row)) for row in class_list.table]
    for assignment, column in columns.items():
        taken_away = []
        for student in class_list.students:
            before = table[student.row][column].strip()
            score = scores.cell(student.id, assignment).replace(".", decimal)
            if before and not score:
                taken_away.append(f"{before} of {called(student)}")
            table[student.row][column] = score
        if taken_away:
            advice = "stood in the list and is blank now: enter it again after the import"
            said.append(f"{assignment}: {advice} ({len(taken_away)}): {listed(taken_away)}")
    return table


def _harmless(cell: str) -> str:
    """A cell that came with the list: as it is, unless a spreadsheet would take it for a formula."""
    if _PLAIN_NUMBER.fullmatch(cell):
        return cell
    # Canvas knows its row of points by the blanks before its name, which a spreadsheet's cell would lose
    if cell != cell.strip():
        return cell
    return _guarded(cell)


def _new_canvas(students: Iterable[Student], scores: Scores) -> list[list[str]]:
    """As Canvas's own export: its five columns, a row of points, a row each. It finds people by their SIS User ID."""
    titles = [assignment.name for assignment in scores.assignments]
    points = [number(assignment.max_score) for assignment in scores.assignments]
    table = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles],
        ["    Points Possible", "", "", "", "", *points],
    ]
    for student in students:
        own_scores = [scores.cell(student.id, name) for name in titles]
        table.append([_guarded(student.name), "", _guarded(student.id), _guarded(student.email), "", *own_scores])
    return table


def _new_moodle(students: Iterable[Student], scores: Scores) -> list[list[str]]:
    """For Grades → Import → CSV: map from "ID number" or "Email address"."""
    titles = [assignment.name for assignment in scores.assignments]
    table = [["Full name", "ID number", "Email address", *titles]]
    for student in students:
        own_scores = [scores.cell(student.id, name) for name in titles]
        table.append([_guarded(student.name), _guarded(student.id), _guarded(student.email), *own_scores])
    return table


def _guarded(text: str) -> str:
    return str(files.cell(text))


def _own_with_columns(wish: Wish, class_list: ClassList, scores: Scores) -> list[list[str]]:
    """The id, name and address of everybody in the list, and the scores."""
    table = [["id", "name", "email", *_score_titles(wish, scores)]]
    for student in class_list.students:
        facts = [_guarded(student.id), _guarded(student.name), _guarded(student.email)]
        table.append([*facts, *_score_cells(wish, scores, student.id)])
    return table


def _without_list(wish: Wish, scores: Scores) -> list[list[str]]:
    """A row for each student who has a report."""
    table = [["id", "name", *_score_titles(wish, scores)]]
    for student, own_grades in sorted(scores.by_student.items()):
        person = max((grade.name for grade in own_grades.values()), default="")
        table.append([_guarded(student), _guarded(person), *_score_cells(wish, scores, student)])
    return table


def _score_titles(wish: Wish, scores: Scores) -> list[str]:
    titles = []
    for assignment in scores.assignments:
        titles.append(assignment.name)
        if assignment.late is not None:
            titles += [f"{assignment.name}: before lateness", f"{assignment.name}: lateness"]
        if wish.exercises:
            titles += [f"{assignment.name}: {name}" for name in _parts(assignment)]
    return titles


def _score_cells(wish: Wish, scores: Scores, student: str) -> list[str]:
    cells = []
    for assignment in scores.assignments:
        cells.append(scores.cell(student, assignment.name))
        grade = scores.by_student.get(student, {}).get(assignment.name)
        if assignment.late is not None:
            cells += _lateness_cells(grade)
        if wish.exercises:
            cells += _exercise_cells(assignment, grade)
    return cells


def _lateness_cells(grade: Grade | None) -> list[str]:
    """The score before lateness, and what that costs."""
    if grade is None or grade.status != "graded" or grade.lateness is None:
        return ["", ""]
    return [number(grade.lateness.before), _guarded(grade.lateness.words)]


def _parts(assignment: Assignment) -> list[str]:
    """What an assignment gives points for: its exercises, and the questions that a person grades."""
    part_names = [exercise.name for exercise in assignment.exercises]
    part_names += [question.name for question in assignment.questions]
    return part_names


def _exercise_cells(assignment: Assignment, grade: Grade | None) -> list[str]:
    points: dict[str, str] = {}
    if grade is not None and grade.status == "graded":
        for exercise in grade.exercises:
            points[exercise.name] = number(exercise.score)
    return [points.get(name, "") for name in _parts(assignment)]


def _write(target: Path, table: list[list[str]], class_list: ClassList | None) -> None:
    """Write the table: in UTF-8, with the mark and the delimiter that the list came with."""
    text = io.StringIO(newline="")
    delimiter = ","
    encoding = "utf-8"
    if class_list is not None and class_list.delimiter == ";":  # tabs are a spreadsheet's: no platform imports them
        delimiter = ";"
    if class_list is not None and class_list.bom:
        encoding = "utf-8-sig"
    csv.writer(text, delimiter=delimiter).writerows(table)
    try:
        files.write(target, text.getvalue().encode(encoding, "backslashreplace"))
    except OSError as fault:
        raise UsageError(
            "{target} can't be written ({reason}): choose another --out",
            target=target, reason=fault.strerror,
        ) from None
