"""Which column of a platform's own table takes an assignment's scores: by its title, or as a person has named it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder import names
from autograder.course import Assignment, UsageError
from autograder.feedback.table import number
from autograder.lms.class_list import ClassList, column_names
from autograder.lms.exported_scores import Scores, Wish

_CANVAS_COLUMN = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)\s*", re.DOTALL)
_POINTS_ROW = "points possible"
# the column for scores of Moodle's worksheet, and that of the most that can be had, in the languages of its packs
_MOODLE_GRADE = ("grade", "bewertung", "calificación", "note", "valutazione", "cijfer", "nota")
_MOODLE_MOST = ("maximum grade", "bestwertung", "calificación máxima", "note maximale", "valutazione massima")


def canvas_columns(wish: Wish, class_list: ClassList, scores: Scores, said: list[str]) -> dict[str, int]:
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


def moodle_column(
    wish: Wish, class_list: ClassList, scores: Scores, said: list[str]
) -> tuple[dict[str, int], str]:
    """The one column for scores of Moodle's worksheet, and the mark that it writes before decimals."""
    if len(scores.assignments) != 1:
        listed = ", ".join(assignment.name for assignment in scores.assignments)
        raise UsageError(
            "a worksheet of Moodle's is of one assignment: say which by --assignment ({listed})",
            listed=listed,
        )
    (assignment,) = scores.assignments
    columns = column_names(class_list.header)
    if wish.columns:
        column = _column(wish, assignment, class_list, dict(enumerate(class_list.header)), 1)
    else:
        column = _place(columns, _MOODLE_GRADE)
    if column < 0:
        raise UsageError("{path}: which column takes the grades? Say it by --column", path=class_list.path)
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
    raise UsageError(
        "{path}: {reason}: say {form}; the columns: {listed}",
        path=class_list.path, reason=reason, form=form, listed=listed,
    )


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
