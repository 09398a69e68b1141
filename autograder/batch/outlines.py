"""A course's assignments as their pages tell of them: titles, which exercise uses which, and the instructor's notes."""

from __future__ import annotations

import contextlib
import functools

from autograder.course import Course, UsageError
from autograder.feedback.next_steps import Outline
from autograder.feedback.notes import Notes, parsed


def outlines_of(course: Course) -> dict[str, Outline]:
    """The outline of each assignment, by its name, in the course's order."""
    notes = _notes_of(course)
    outlines = {}
    for assignment_name, assignment in course.assignments.items():
        uses_by_exercise = {exercise.name: exercise.uses for exercise in assignment.exercises}
        by_person = sum(question.points for question in assignment.questions)
        own_notes = {name: notes[name] for name in uses_by_exercise if name in notes}
        words_in = functools.partial(course.phrases_for_pages, assignment_name)
        outlines[assignment_name] = Outline(assignment.title, uses_by_exercise, by_person, own_notes, words_in)
    return outlines


def titles_of(course: Course) -> dict[str, str]:
    """The title of each assignment, by its name, in the course's order."""
    return {name: assignment.title for name, assignment in course.assignments.items()}


def _notes_of(course: Course) -> dict[str, Notes]:
    """The instructor's notes by the names of their exercises. Raises UsageError where some can't be read."""
    notes = {}
    for path in sorted(course.notes.glob("*.md")):
        try:
            notes[path.stem] = parsed(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeError) as fault:
            raise UsageError("{path} can't be read ({fault}): save it as UTF-8", path=path, fault=fault) from None
    return notes


def notes_changed_at(course: Course) -> int:
    """When a note was last written, or taken away, in nanoseconds; 0 where there are none."""
    newest = 0
    for path in (course.notes, *course.notes.glob("*.md")):
        with contextlib.suppress(OSError):
            newest = max(newest, path.stat().st_mtime_ns)
    return newest
