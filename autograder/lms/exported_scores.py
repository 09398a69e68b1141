"""What an export is asked for, and the scores that it has, by the student of the class list whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import Assignment, UsageError
from autograder.feedback.table import number
from autograder.files import Grade
from autograder.lms.class_list import ClassList


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
class Scores:
    """The grades of the assignments that have any, by the student of the class list whose they are.

    `not_of_this_class` are assignments of which nobody in the list has a report: their columns stay as they came.
    """

    assignments: list[Assignment]
    not_of_this_class: list[Assignment] = field(default_factory=list)
    by_student: dict[str, dict[str, Grade]] = field(default_factory=dict)  # by the id, then by the assignment
    unknown: list[str] = field(default_factory=list)  # students of reports who are not in the list
    twice: list[str] = field(default_factory=list)

    def cell(self, student: str, assignment: str) -> str:
        """The score, or nothing."""
        grade = self.by_student.get(student, {}).get(assignment)
        if grade is None or grade.status != "graded":
            return ""
        return number(grade.score)


def scores_of(grades: Iterable[Grade], wish: Wish, class_list: ClassList | None) -> Scores:
    """The grades of the assignments that are wished for. Raises UsageError where there are none."""
    by_assignment: dict[str, list[Grade]] = {}
    for grade in grades:
        by_assignment.setdefault(grade.assignment, []).append(grade)
    scores = Scores([assignment for assignment in wish.assignments if assignment.name in by_assignment])
    if not scores.assignments:
        raise UsageError("{out} holds no reports: `autograder grade … --out {out}` writes them", out=wish.out)
    for assignment in scores.assignments:
        for grade in by_assignment[assignment.name]:
            _enter(grade, scores, class_list)
    if class_list is not None and scores.by_student:
        _leave_out_other_classes(scores)
    for key in scores.twice:
        scores.by_student[key] = {}  # nobody guesses which of two reports is meant
    scores.unknown.sort()
    return scores


def _leave_out_other_classes(scores: Scores) -> None:
    """An assignment of which nobody in the list has a report was handed in by others, such as an example class."""
    handed_in: set[str] = set()
    for own_grades in scores.by_student.values():
        handed_in.update(own_grades)
    everything = scores.assignments
    scores.assignments = [assignment for assignment in everything if assignment.name in handed_in]
    scores.not_of_this_class = [assignment for assignment in everything if assignment.name not in handed_in]


def _enter(grade: Grade, scores: Scores, class_list: ClassList | None) -> None:
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
