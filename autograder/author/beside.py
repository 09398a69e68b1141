"""What stands beside a kept answer: the exercises that it calls, and those that build on it, which must not suffer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.author.checks import stood_in
from autograder.code_lines import code_lines
from autograder.course import Assignment, Course, Exercise
from autograder.feedback.table import number


@dataclass(frozen=True)
class Beside:
    """The exercises that are answered rightly beside a kept answer; the `dependants` of these build on it."""

    names: frozenset[str]
    dependants: frozenset[str]


def beside(assignment: Assignment, exercise: Exercise, answer: str, *, dependants: bool = True) -> Beside:
    """The exercises that an answer names, those that build on it if wanted, and all that any of these build on."""
    building = {exercise.name}
    for candidate in assignment.exercises:
        if dependants and building.intersection(candidate.uses):
            building.add(candidate.name)
    names = set(building)
    for candidate in assignment.exercises:
        if re.search(rf"\b{candidate.name}\b", answer):
            names.add(candidate.name)
    # backwards, since a solution calls those that stand before it
    for candidate in reversed(assignment.exercises):
        if candidate.name in names:
            names.update(candidate.uses)
    return Beside(frozenset(names - {exercise.name}), frozenset(building - {exercise.name}))


def undeclared_uses(course: Course, assignment: Assignment) -> Iterator[str]:
    """A sentence for each exercise that a kept right answer, or the solution, calls though `uses` does not list it."""
    names = {exercise.name for exercise in assignment.exercises}
    solution = course.solution(assignment.name).read_text(encoding="utf-8")
    for statement in ast.parse(solution).body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) and statement.name in names:
            yield from _undeclared(assignment, statement.name, statement, "the solution")
    for exercise in assignment.exercises:
        for path in course.answers(assignment.name, exercise.name):
            text = path.read_text(encoding="utf-8", errors="replace")
            if _says_full_points(text, exercise) and _is_python(text):
                yield from _undeclared(assignment, exercise.name, ast.parse(text), path.name)


def _is_python(text: str) -> bool:
    """Whether an answer can be read; where it can't, a line of its own says so."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _says_full_points(answer: str, exercise: Exercise) -> bool:
    points = number(exercise.points)
    return answer.startswith((f"# score: {points} of {points}\n", f"# score: {points} of {points} "))


def _undeclared(assignment: Assignment, name: str, tree: ast.AST, whose: str) -> Iterator[str]:
    uses: tuple[str, ...] = ()
    names = set()
    for exercise in assignment.exercises:
        names.add(exercise.name)
        if exercise.name == name:
            uses = exercise.uses
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            called.add(node.id)
    for other in sorted((called & names) - {name, *uses} - _defined_in(tree)):
        yield f"{assignment.name}/{name}: {whose} calls {other}: list it in `uses` of {name} in course.toml"


def _defined_in(tree: ast.AST) -> set[str]:
    """The names that a piece of code binds itself."""
    defined = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defined.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.id)
    return defined


def stand_ins_in(grader: Path) -> dict[str, str]:
    """What a grader module brings in place of exercises, by their names: each as an answer to that exercise."""
    text = grader.read_text(encoding="utf-8")
    lines = code_lines(text)
    answers = {}
    for statement in ast.parse(text).body:
        exercise = stood_in(statement)
        if exercise is not None:
            assert isinstance(statement, (ast.FunctionDef, ast.ClassDef))
            source = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
            answers[exercise] = re.sub(rf"\b{statement.name}\b", exercise, source)
    return answers
