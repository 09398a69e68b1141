"""What a person is told of an export: who has no score and why, whose score is lowered, who is in one list only."""

from __future__ import annotations

from collections.abc import Sequence

from autograder import names
from autograder.course import Assignment
from autograder.feedback.table import number
from autograder.languages import counted
from autograder.lms.class_list import ClassList, Student
from autograder.lms.exported_scores import Scores, Wish

_SHOWN = 20  # names in a line


def summary(wish: Wish, scores: Scores, class_list: ClassList | None) -> list[str]:
    """What was written, and for each assignment whom it is about."""
    people = len(scores.by_student)
    if class_list is not None:
        people = len(class_list.students)
    students = counted("{count} student", "{count} students", people)
    assignments = counted("{count} assignment", "{count} assignments", len(scores.assignments))
    lines = [f"{wish.target}: {students}, {assignments}"]
    for assignment in scores.assignments:
        lines += _blanks(assignment, scores, class_list)
        lines += _lateness(assignment, scores)
    for assignment in scores.not_of_this_class:
        lines.append(f"{assignment.name}: left out, since nobody in this class list has a report of it")
    if scores.twice:
        lines.append(f"two reports each, and so left blank: {listed(scores.twice)}")
    if scores.unknown and class_list is not None:
        lines.append(f"not in {class_list.path}, and so left out: {listed(scores.unknown)}")
    return lines


def _blanks(assignment: Assignment, scores: Scores, class_list: ClassList | None) -> list[str]:
    """Who has no score in an assignment, and why."""
    if class_list is None:
        return []
    absent = []
    ungraded = []
    for student in class_list.students:
        grade = scores.by_student.get(student.id, {}).get(assignment.name)
        if grade is None:
            if student.is_for_trying:
                continue
            absent.append(called(student))
        elif grade.status != "graded":
            ungraded.append(called(student))
    lines = []
    if absent:
        lines.append(f"{assignment.name}: blank, since nothing was handed in ({len(absent)}): {listed(absent)}")
    if ungraded:
        lines.append(f"{assignment.name}: blank, since it could not be graded ({len(ungraded)}): {listed(ungraded)}")
    return lines


def _lateness(assignment: Assignment, scores: Scores) -> list[str]:
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
        lines.append(f"{assignment.name}: lowered for lateness ({len(lowered)}): {listed(lowered)}")
    if unknown:
        advice = "late without a time, and so not lowered until extensions.toml says it"
        lines.append(f"{assignment.name}: {advice} ({len(unknown)}): {listed(unknown)}")
    return lines


def called(student: Student) -> str:
    """Whom a line means: the key, and the name where it is known."""
    return names.in_a_line(f"{student.id} {student.name}".strip())


def listed(people: Sequence[str]) -> str:
    """People in one line; of many, the first and how many more there are."""
    line = ", ".join(map(names.in_a_line, people[:_SHOWN]))
    if len(people) > _SHOWN:
        line += f" and {len(people) - _SHOWN} more"
    return line
