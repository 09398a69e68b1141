"""Scores on their way back: the class list's own table with a column filled, or the CSV file that a platform imports.

A cell stays blank, rather than zero, where nothing was handed in or nothing could be graded; whose it is is listed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder import files, names
from autograder.course import Assignment, UsageError
from autograder.feedback.table import number
from autograder.files import Grade
from autograder.lms.class_list import CANVAS, MOODLE, OWN, ClassList, Student, column_names, side_by_side

FORMATS = ("canvas", "moodle", "csv")
NOBODY_MATCHED = 1
_SHOWN = 20  # names in a line
_PLAIN_NUMBER = re.compile(r"[-+]?[\d.,\s%]*")  # no formula, although it may begin as one
_CANVAS_COLUMN = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)\s*", re.DOTALL)
_POINTS_ROW = "points possible"
# the column for scores of Moodle's worksheet, and that of the most that can be had, in the languages of its packs
_MOODLE_GRADE = ("grade", "bewertung", "calificación", "note", "valutazione", "cijfer", "nota")
_MOODLE_MOST = ("maximum grade", "bestwertung", "calificación máxima", "note maximale", "valutazione massima")


@dataclass
class Wish:
    """What an export is asked for. `columns` are those for the scores: COLUMN, or ASSIGNMENT=COLUMN."""

    out: Path
    to: str
    target: Path
    assignments: Sequence[Assignment]
    class_list: ClassList | None = None
    columns: Sequence[str] = ()
    exercises: bool = False


@dataclass
class _Scores:
    """The grades of the assignments that have any, by the student of the class list whose they are."""

    assignments: list[Assignment]
    by_student: dict[str, dict[str, Grade]] = field(default_factory=dict)  # by the id, then by the assignment
    unknown: list[str] = field(default_factory=list)  # students of reports who are not in the list
    twice: list[str] = field(default_factory=list)

    def cell(self, student: str, assignment: str) -> str:
        """The score, or nothing."""
        grade = self.by_student.get(student, {}).get(assignment)
        if grade is None or grade.status != "graded":
            return ""
        return number(grade.score)


def export(wish: Wish) -> tuple[list[str], int]:
    """Write the scores. Returns what to say of it, in lines, and the exit status. Raises UsageError."""
    if wish.to not in FORMATS:
        raise UsageError(f"--format {wish.to}: expected {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    class_list = wish.class_list
    if class_list is None and wish.to != "csv":
        raise UsageError(f"--format {wish.to} needs the class list: add --students LIST")
    if class_list is not None and class_list.kind not in (OWN, wish.to) and wish.to != "csv":
        raise UsageError(f"{class_list.path} comes from {class_list.kind.title()}: say --format {class_list.kind}")
    grades = files.grades(wish.out)
    scores = _scores(grades, wish, class_list)
    if class_list is not None and not scores.by_student:
        # writing a table without a single score would look like success
        reason = f"nobody in {class_list.path} has a report here, and nothing was written: the ids differ"
        return [reason, *side_by_side(class_list, scores.unknown, "the reports")], NOBODY_MATCHED
    said: list[str] = []
    table = _table(wish, scores, said)
    _write(wish.target, table, class_list)
    return [*_summary(wish, scores, class_list), *said], 0


def _scores(grades: Iterable[Grade], wish: Wish, class_list: ClassList | None) -> _Scores:
    by_assignment: dict[str, list[Grade]] = {}
    for grade in grades:
        by_assignment.setdefault(grade.assignment, []).append(grade)
    scores = _Scores([assignment for assignment in wish.assignments if assignment.name in by_assignment])
    if not scores.assignments:
        raise UsageError(f"{wish.out} holds no reports: `autograder grade … --out {wish.out}` writes them")
    for assignment in scores.assignments:
        for grade in by_assignment[assignment.name]:
            _enter(grade, scores, class_list)
    for key in scores.twice:
        scores.by_student[key] = {}  # nobody guesses which of two reports is meant
    scores.unknown.sort()
    return scores


def _enter(grade: Grade, scores: _Scores, class_list: ClassList | None) -> None:
    """Enter a grade under the id that the class list has for its student."""
    key = grade.student or ""
    if class_list is not None:
        student = class_list.student(key)
        if student is None:
            if key not in scores.unknown:
                scores.unknown.append(key)
            return
        key = student.id
    own_grades = scores.by_student.setdefault(key, {})
    if grade.assignment in own_grades:
        scores.twice.append(key)
    own_grades[grade.assignment] = grade


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(wish: Wish, scores: _Scores, said: list[str]) -> list[list[str]]:
    """The rows to write; what a person should know of them is added to `said`. Raises UsageError."""
    class_list = wish.class_list
    if class_list is None:
        return _without_list(wish, scores)
    if wish.to == CANVAS and class_list.kind == CANVAS:
        return _filled(class_list, _canvas_columns(wish, class_list, scores, said), scores, ".")
    if wish.to == MOODLE and class_list.kind == MOODLE:
        columns, decimal = _moodle_column(wish, class_list, scores, said)
        return _filled(class_list, columns, scores, decimal)
    if wish.to == CANVAS:
        return _new_canvas(class_list.students, scores)
    if wish.to == MOODLE:
        return _new_moodle(class_list.students, scores)
    return _own_with_columns(wish, class_list, scores)


def _filled(class_list: ClassList, columns: dict[str, int], scores: _Scores, decimal: str) -> list[list[str]]:
    """The list's own table, with the scores of each assignment in its column."""
    # all else stays as it came: the platform compares these cells with its own, and changes what differs
    table = [list(map(_harmless, row)) for row in class_list.table]
    for student in class_list.students:
        for assignment, column in columns.items():
            table[student.row][column] = scores.cell(student.id, assignment).replace(".", decimal)
    return table


def _harmless(cell: str) -> str:
    """A cell that came with the list: as it is, unless a spreadsheet would take it for a formula."""
    if _PLAIN_NUMBER.fullmatch(cell):
        return cell
    # Canvas knows its row of points by the blanks before its name, which a spreadsheet's cell would lose
    if cell != cell.strip():
        return cell
    return _guarded(cell)


def _canvas_columns(wish: Wish, class_list: ClassList, scores: _Scores, said: list[str]) -> dict[str, int]:
    """The column of each assignment in Canvas's gradebook. Raises UsageError where there is none, or several."""
    columns: dict[str, int] = {}
    titles: dict[int, str] = {}
    for place, name in enumerate(class_list.header):
        match = _CANVAS_COLUMN.fullmatch(name)
        if match is not None:
            titles[place] = match["title"]
    for assignment in scores.assignments:
        column = _column(wish, assignment, class_list, titles, len(scores.assignments))
        columns[assignment.name] = column
        points = _points_possible(class_list, column)
        if points is not None and points != assignment.max_score:
            name = names.in_a_line(class_list.header[column])
            said.append(
                f"{name}: Canvas counts {number(points)} points, this course {number(assignment.max_score)}: "
                "the scores are written as they are"
            )
    return columns


def _points_possible(class_list: ClassList, column: int) -> float | None:
    for row in class_list.table[1:]:
        if row[0].strip().casefold() == _POINTS_ROW:
            return _as_number(row[column])
    return None


def _as_number(cell: str) -> float | None:
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        return None


def _moodle_column(
    wish: Wish, class_list: ClassList, scores: _Scores, said: list[str]
) -> tuple[dict[str, int], str]:
    """The one column for scores of Moodle's worksheet, and the mark that it writes before decimals."""
    if len(scores.assignments) != 1:
        listed = ", ".join(assignment.name for assignment in scores.assignments)
        raise UsageError(f"a worksheet of Moodle's is of one assignment: say which by --assignment ({listed})")
    (assignment,) = scores.assignments
    columns = column_names(class_list.header)
    if wish.columns:
        column = _column(wish, assignment, class_list, dict(enumerate(class_list.header)), 1)
    else:
        column = _place(columns, _MOODLE_GRADE)
    if column < 0:
        raise UsageError(f"{class_list.path}: which column takes the grades? Say it by --column")
    decimal = "."
    place_of_most = _place(columns, _MOODLE_MOST)
    if place_of_most >= 0:
        most = class_list.table[class_list.students[0].row][place_of_most]
        if "," in most:  # Moodle reads numbers as the language writes them, and this is how it has written one
            decimal = ","
        points = _as_number(most)
        if points is not None and points != assignment.max_score:
            said.append(
                f"Moodle's highest grade is {number(points)}, this course counts {number(assignment.max_score)} "
                "points: the scores are written as they are"
            )
    return {assignment.name: column}, decimal


def _place(columns: Sequence[str], wanted: Sequence[str]) -> int:
    """Where the first of these columns is; -1 where none is there."""
    for name in wanted:
        if name in columns:
            return columns.index(name)
    return -1


def _column(wish: Wish, assignment: Assignment, class_list: ClassList, titles: dict[int, str], count: int) -> int:
    """The column that is named for an assignment, or that `--column` names. Raises UsageError."""
    wanted = _wanted(wish, assignment, count)
    if wanted:
        places = _places_called(wanted, titles, class_list.header)
        reason = f"no column {wanted!r}"
        if places:
            reason = f"several columns are called {wanted!r}"
    else:
        places = _places_alike(assignment, titles)
        reason = f"no column is named for {assignment.name}"
        if places:
            reason = f"several columns may be {assignment.name}'s"
    if len(places) == 1:
        return places[0]
    listed = ", ".join(names.in_a_line(titles[place]) for place in (places or titles))
    form = "--column COLUMN"
    if count > 1:
        form = f"--column '{assignment.name}=COLUMN', or by --assignment which ones go back"
    raise UsageError(f"{class_list.path}: {reason}: say {form}; the columns: {listed}")


def _places_called(wanted: str, titles: dict[int, str], header: Sequence[str]) -> list[int]:
    """The columns of this name, be it with what the platform has put behind it."""
    look = names.look(wanted)
    places = []
    for place, title in titles.items():
        if look in (names.look(title), names.look(header[place])):
            places.append(place)
    return places


def _places_alike(assignment: Assignment, titles: dict[int, str]) -> list[int]:
    """The columns whose titles are most like the assignment's; none where none is like it at all."""
    places: list[int] = []
    likeness_so_far = 1
    for place, title in titles.items():
        likeness = _likeness(title, assignment)
        if likeness > likeness_so_far:
            places = []
            likeness_so_far = likeness
        if likeness == likeness_so_far:
            places.append(place)
    return places


def _wanted(wish: Wish, assignment: Assignment, count: int) -> str:
    """The column that was named for an assignment; with several assignments, each has to be named."""
    for column in wish.columns:
        name, equals, rest = column.partition("=")
        if equals and name.strip() == assignment.name:
            return rest.strip()
    if count == 1 and wish.columns:
        return wish.columns[0].strip()
    return ""


def _likeness(title: str, assignment: Assignment) -> int:
    """How sure a column is an assignment's: the same title, the beginning of it, or the name among its words."""
    column = _words(title)
    full = _words(assignment.title)
    name = _words(assignment.name)
    if column in (full, name):
        return 3
    shorter = min(len(column), len(full))
    if shorter and column[:shorter] == full[:shorter]:
        return 2
    for start in range(len(column)):
        if column[start : start + len(name)] == name:
            return 1
    return 0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("_", " ").casefold())


def _new_canvas(students: Iterable[Student], scores: _Scores) -> list[list[str]]:
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


def _new_moodle(students: Iterable[Student], scores: _Scores) -> list[list[str]]:
    """For Grades → Import → CSV: map from "ID number" or "Email address"."""
    titles = [assignment.name for assignment in scores.assignments]
    table = [["Full name", "ID number", "Email address", *titles]]
    for student in students:
        own_scores = [scores.cell(student.id, name) for name in titles]
        table.append([_guarded(student.name), _guarded(student.id), _guarded(student.email), *own_scores])
    return table


def _guarded(text: str) -> str:
    return str(files.cell(text))


def _own_with_columns(wish: Wish, class_list: ClassList, scores: _Scores) -> list[list[str]]:
    """The id, name and address of everybody in the list, and the scores."""
    table = [["id", "name", "email", *_score_titles(wish, scores)]]
    for student in class_list.students:
        facts = [_guarded(student.id), _guarded(student.name), _guarded(student.email)]
        table.append([*facts, *_score_cells(wish, scores, student.id)])
    return table


def _without_list(wish: Wish, scores: _Scores) -> list[list[str]]:
    """A row for each student who has a report."""
    table = [["id", "name", *_score_titles(wish, scores)]]
    for student, own_grades in sorted(scores.by_student.items()):
        person = max((grade.name for grade in own_grades.values()), default="")
        table.append([_guarded(student), _guarded(person), *_score_cells(wish, scores, student)])
    return table


def _score_titles(wish: Wish, scores: _Scores) -> list[str]:
    titles = []
    for assignment in scores.assignments:
        titles.append(assignment.name)
        if assignment.late is not None:
            titles += [f"{assignment.name}: before lateness", f"{assignment.name}: lateness"]
        if wish.exercises:
            titles += [f"{assignment.name}: {name}" for name in _parts(assignment)]
    return titles


def _score_cells(wish: Wish, scores: _Scores, student: str) -> list[str]:
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
        raise UsageError(f"{target} can't be written ({fault.strerror}): choose another --out") from None


# --- what is said ----------------------------------------------------------------------------------------------------


def _lateness(assignment: Assignment, scores: _Scores) -> list[str]:
    """Whose score lateness has lowered, from what to what and why, and of whom nobody knows how late the work was."""
    lowered = []
    unknown = []
    for student, own_grades in sorted(scores.by_student.items()):
        grade = own_grades.get(assignment.name)
        if grade is None or grade.lateness is None or grade.status != "graded":
            continue
        if grade.lateness.is_open:
            unknown.append(student)
        elif grade.score != grade.lateness.before:
            points = f"{number(grade.lateness.before)} → {number(grade.score)}"
            lowered.append(f"{student} {points} ({grade.lateness.words})")
    lines = []
    if lowered:
        lines.append(f"{assignment.name}: lowered for lateness ({len(lowered)}): {_listed(lowered)}")
    if unknown:
        advice = "late without a time, and so not lowered until extensions.toml says it"
        lines.append(f"{assignment.name}: {advice} ({len(unknown)}): {_listed(unknown)}")
    return lines


def _summary(wish: Wish, scores: _Scores, class_list: ClassList | None) -> list[str]:
    people = len(scores.by_student)
    if class_list is not None:
        people = len(class_list.students)
    lines = [f"{wish.target}: {people} students, {len(scores.assignments)} assignments"]
    for assignment in scores.assignments:
        lines += _blanks(assignment, scores, class_list)
        lines += _lateness(assignment, scores)
    if scores.twice:
        lines.append(f"two reports each, and so left blank: {_listed(scores.twice)}")
    if scores.unknown and class_list is not None:
        lines.append(f"not in {class_list.path}, and so left out: {_listed(scores.unknown)}")
    return lines


def _blanks(assignment: Assignment, scores: _Scores, class_list: ClassList | None) -> list[str]:
    """Who has no score in an assignment, and why."""
    if class_list is None:
        return []
    absent = []
    ungraded = []
    for student in class_list.students:
        grade = scores.by_student.get(student.id, {}).get(assignment.name)
        if grade is None:
            absent.append(_called(student))
        elif grade.status != "graded":
            ungraded.append(_called(student))
    lines = []
    if absent:
        lines.append(f"{assignment.name}: blank, since nothing was handed in ({len(absent)}): {_listed(absent)}")
    if ungraded:
        lines.append(f"{assignment.name}: blank, since it could not be graded ({len(ungraded)}): {_listed(ungraded)}")
    return lines


def _called(student: Student) -> str:
    return names.in_a_line(f"{student.id} {student.name}".strip())


def _listed(people: Sequence[str]) -> str:
    listed = ", ".join(map(names.in_a_line, people[:_SHOWN]))
    if len(people) > _SHOWN:
        listed += f" and {len(people) - _SHOWN} more"
    return listed
