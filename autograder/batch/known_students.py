"""Those who have handed in, beside the class list: what it knows of them, and whether it is of this class at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder import names
from autograder.lms.class_list import ClassList, side_by_side
from autograder.submission.folder import Submission


def matches_anybody(submissions: Sequence[Submission], class_list: ClassList) -> bool:
    """Whether anybody in the list has handed in; else the two are shown side by side, and nothing is graded."""
    students = [submission.student for submission in submissions]
    if any(class_list.student(student) is not None for student in students):
        return True
    print(f"nobody in {class_list.path} has handed in, and nothing was graded: the ids differ")
    print("\n".join(side_by_side(class_list, students, "what was handed in")))
    return False


def known(submission: Submission, class_list: ClassList) -> Submission:
    """The submission with what the class list says of its student: the name, and what the files do not tell."""
    student = class_list.student(submission.student)
    if student is None:
        return submission
    return replace(
        submission,
        name=names.in_a_line(student.name) or submission.name,
        late=submission.late or student.late,
        handed_in=submission.handed_in or student.handed_in,
    )
