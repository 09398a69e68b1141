"""`autograder solved`: an assignment's notebook with the solutions in it, to be given out the day after."""

from __future__ import annotations

from pathlib import Path

import nbformat

from autograder.author import solution
from autograder.author.figures import embedded
from autograder.author.release import check_order
from autograder.course import DEMO, Assignment, Course, UsageError

SOLUTION = "solution"  # the tag of a cell that students were asked for


def solved_notebook(course: Course, assignment: Assignment) -> str:
    """The notebook as JSON text: its texts, the solved exercises, the answered questions and the demos, without checks.

    It needs nothing beside itself but the assignment's files. Raises UsageError where the solution can't be read.
    """
    path = course.solution(assignment.name)
    cells = solution.read(path)
    exercises = [exercise.name for exercise in assignment.exercises]
    questions = [question.name for question in assignment.questions]
    check_order(path, cells, exercises, questions)
    notebook_cells = []
    for number, cell in enumerate(cells):
        notebook_cell = _notebook_cell(cell, path.parent)
        # jupytext draws new ids on every read
        notebook_cell["id"] = cell.exercise or cell.question or f"{assignment.name}-{number}"
        notebook_cells.append(notebook_cell)
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook = nbformat.v4.new_notebook(cells=notebook_cells, metadata=metadata)
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def _notebook_cell(cell: solution.Cell, folder: Path) -> nbformat.NotebookNode:
    tags = []
    if cell.exercise or cell.question:
        tags.append(SOLUTION)
    elif cell.demo:
        tags.append(DEMO)
    metadata: dict[str, object] = {}
    if tags:
        metadata["tags"] = tags
    if cell.code:
        code_cell: nbformat.NotebookNode = nbformat.v4.new_code_cell(cell.source, metadata=metadata)
        return code_cell
    text_cell: nbformat.NotebookNode = nbformat.v4.new_markdown_cell(embedded(cell.source, folder), metadata=metadata)
    return text_cell


def refuse_place(course: Course, target: Path) -> None:
    """Raise UsageError where students would find the file in what is released."""
    # `release` would take it away there, or a student would have it first
    released = (course.root / "assignments").resolve()
    if target.resolve().is_relative_to(released):
        raise UsageError(
            "{target} lies in assignments/, which is released to students: name another file with -o",
            target=target,
        )
