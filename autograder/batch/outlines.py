"""A course's assignments as their pages tell of them: titles, and which exercise uses which."""

from __future__ import annotations

from autograder.course import Course
from autograder.feedback.next_steps import Outline


def outlines_of(course: Course) -> dict[str, Outline]:
    """The outline of each assignment, by its name, in the course's order."""
    outlines = {}
    for assignment_name, assignment in course.assignments.items():
        uses_by_exercise = {exercise.name: exercise.uses for exercise in assignment.exercises}
        by_person = sum(question.points for question in assignment.questions)
        outlines[assignment_name] = Outline(assignment.title, uses_by_exercise, by_person)
    return outlines


def titles_of(course: Course) -> dict[str, str]:
    """The title of each assignment, by its name, in the course's order."""
    return {name: assignment.title for name, assignment in course.assignments.items()}
