"""What is wrong with a course's files before anything of them is run: lines for their author, with file and line."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.code_lines import code_lines
from autograder.course import ORDER, Assignment, Course
from autograder.order_faults import suggestion
from autograder.toml_lines import line_of

_CELL = re.compile(r"# %%")
_OF_EXERCISE = re.compile(r"\bexercise\s*=\s*[\"'](.*?)[\"']")


@dataclass(frozen=True)
class _ExerciseCell:
    """A cell of a solution that is marked as an exercise's: the lines from its mark to its last one."""

    name: str
    first_line: int
    last_line: int


def unreadable(path: Path, what: str) -> str | None:
    """The line for a Python file that is missing or is no Python; None where it is."""
    try:
        ast.parse(path.read_bytes(), str(path))
    except FileNotFoundError:
        return f"{path}:1: the {what} is missing: write it, or take the assignment out of {ORDER}"
    except OSError as fault:
        return f"{path}:1: the {what} can't be read ({fault.strerror}): make it a file that you may read"
    except SyntaxError as fault:
        return f"{path}:{fault.lineno or 1}: {fault.msg}: correct the code here"
    except ValueError as fault:  # such as a zero byte
        return f"{path}:1: {fault}: correct the code here"
    return None


def faults_of_files(course: Course, assignment: Assignment) -> Iterator[str]:
    """A line for each fault in the solution, and for a grader that is missing or is no Python."""
    solution = course.solution(assignment.name)
    unreadable_solution = unreadable(solution, "solution")
    if unreadable_solution is not None:
        yield unreadable_solution
    else:
        yield from _faults_of_cells(course, assignment)
    unreadable_grader = unreadable(course.grader(assignment.name), "grader")
    if unreadable_grader is not None:
        yield unreadable_grader


def _faults_of_cells(course: Course, assignment: Assignment) -> Iterator[str]:
    """Whether the marked cells are those of course.toml's exercises, each with its one definition and docstring."""
    path = course.solution(assignment.name)
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    names = [exercise.name for exercise in assignment.exercises]
    seen: set[str] = set()
    for cell in _exercise_cells(text):
        place = f"{path}:{cell.first_line}"
        if cell.name in seen:
            yield f"{place}: a second cell of exercise {cell.name!r}: put its code elsewhere"
        elif cell.name not in names:
            advice = suggestion(cell.name, names, f"list it in {ORDER} with its points")
            yield f"{place}: {cell.name!r} is no exercise of {assignment.name}: {advice}"
        else:
            yield from _faults_of_definition(tree, cell, place)
        seen.add(cell.name)
    if seen - set(names):
        return  # of a name that is misspelt, one line is enough
    order = course.root / ORDER
    number = list(course.assignments).index(assignment.name)
    for position, name in enumerate(names):
        if seen and name not in seen:
            line = line_of(order.read_text(encoding="utf-8"), f"$.assignments[{number}].exercises[{position}]")
            yield f'{order}:{line}: {name} has no cell in {path.name}: write one below `# %% exercise="{name}"`'


def _exercise_cells(text: str) -> Iterator[_ExerciseCell]:
    lines = code_lines(text)
    for first_line, last_line in marked_cells(lines):
        mark = _OF_EXERCISE.search(lines[first_line - 1])
        if mark:
            yield _ExerciseCell(mark[1], first_line, last_line)


def marked_cells(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first line of each cell of a percent-format module, which has its marks, and its last, counted from 1."""
    starts = [number for number, line in enumerate(lines, 1) if _CELL.match(line)]
    for first_line, next_start in itertools.pairwise([*starts, len(lines) + 1]):
        yield first_line, next_start - 1


def _faults_of_definition(tree: ast.Module, cell: _ExerciseCell, place: str) -> Iterator[str]:
    statements = []
    for statement in tree.body:
        if cell.first_line <= statement.lineno <= cell.last_line:
            statements.append(statement)
    if len(statements) != 1 or not _defines(statements[0], cell.name):
        yield f"{place}: the cell of exercise {cell.name!r} should define {cell.name} and nothing else"
    elif isinstance(statements[0], ast.FunctionDef | ast.ClassDef) and not ast.get_docstring(statements[0]):
        line_place = f"{place.rpartition(':')[0]}:{statements[0].lineno}"
        yield f"{line_place}: {cell.name} has no docstring: write one, it is the student's whole specification"


def _defines(statement: ast.stmt, name: str) -> bool:
    return isinstance(statement, ast.FunctionDef | ast.ClassDef) and statement.name == name
