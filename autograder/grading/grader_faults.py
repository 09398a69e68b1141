"""Why a grader module or a reference can't be used, for its author: file, line, what is wrong, what to do."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
import sys
import traceback
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from autograder.course import ORDER, Assignment, Course
from autograder.grading.verdict import Task
from autograder.order_faults import suggestion
from autograder.toml_lines import line_of

_LONGEST = 300  # characters of an exception's own text
_NO_SUCH_NAME = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")
OUR_FIXTURES = frozenset({"student", "reference", "randn", "forms", "stands_in"})
_OF_PYTEST = {"request"}  # asked for like a fixture, and none


class WrongCourse(Exception):
    """A fault in a course's own files."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(what)
        self.path = path
        self.line = line
        self.what = what


def explained(fault: BaseException, grader: Path) -> str:
    """The line for whatever was raised as a grader module, or what it imports, or the reference, was loaded."""
    cause = _cause(fault)
    if isinstance(cause, WrongCourse):
        return f"{cause.path}:{cause.line}: {cause.what}"
    path, line = _place(cause, grader)
    return f"{path}:{line}: {_what(cause)}"


def _cause(fault: BaseException) -> BaseException:
    """What pytest has wrapped, or the fault itself."""
    cause = fault
    # pytest's own words would be about pytest: what an author knows is what was raised first
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return cause


def _place(fault: BaseException, grader: Path) -> tuple[str, int]:
    """The file and the line of the course's that a fault came from: the innermost, or else the grader's first."""
    if isinstance(fault, SyntaxError) and fault.filename:
        return fault.filename, fault.lineno or 1
    root = grader.parents[min(2, len(grader.parents) - 1)]
    place = (str(grader), 1)
    # the last frame in the course's files: a library that it calls is nothing that an author can correct
    for frame in traceback.extract_tb(fault.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(root) and "site-packages" not in path.parts:
            place = (frame.filename, frame.lineno or 1)
    return place


def _what(fault: BaseException) -> str:
    """What is wrong, and what to do."""
    if isinstance(fault, ModuleNotFoundError):
        name = str(fault.name)
        return f"no module named {name!r}: install the package that has it, or write {name.partition('.')[0]}.py"
    if isinstance(fault, SyntaxError):
        return f"{fault.msg}: correct the code here"
    if isinstance(fault, SystemExit):
        return "it ends Python where it is imported: take that out"
    unknown = _unknown_name(fault)
    if unknown is not None:
        return unknown
    lines = str(fault).strip().splitlines() or ["no reason is given"]
    return f"{type(fault).__name__}: {lines[0][:_LONGEST]}: correct the code here"


def _unknown_name(fault: BaseException) -> str | None:
    """What to say of a name that is missing in a module, an object, or at all; None for other faults."""
    otherwise = "define it, or take it out"
    match = _NO_SUCH_NAME.search(str(fault))
    if isinstance(fault, ImportError) and match:
        known = dir(sys.modules.get(match[2]))
        return f"{match[2]} has no {match[1]!r}: {suggestion(match[1], known, otherwise)}"
    if isinstance(fault, NameError) and fault.name:
        known = [*_names_at(fault), *dir(builtins)]
        return f"the name {fault.name!r} is not defined: {suggestion(fault.name, known, otherwise)}"
    if isinstance(fault, AttributeError) and fault.name:
        reason = str(fault).splitlines()[0][:_LONGEST]
        return f"{reason}: {suggestion(fault.name, dir(fault.obj), otherwise)}"
    return None


def _names_at(fault: BaseException) -> Collection[str]:
    """The names that are known where a fault was raised."""
    frames = [frame for frame, _ in traceback.walk_tb(fault.__traceback__)]
    if not frames:
        return ()
    return [*frames[-1].f_globals, *frames[-1].f_locals]


def place_of(item: pytest.Function) -> tuple[Path, int]:
    """Where a test is defined."""
    _, row, _ = item.location
    return item.path, (row or 0) + 1


def place_in_mark(item: pytest.Function, text: str) -> tuple[Path, int]:
    """Where a text stands in the marks of a test; where it is not written out there, where these begin."""
    path, first_line = place_of(item)
    last_line = first_line + len(inspect.getsourcelines(item.function)[0])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        # marks stand between the first line of a test, as Python counts it, and its body
        if isinstance(node, ast.Constant) and node.value == text and first_line <= node.lineno <= last_line:
            return path, node.lineno
    return path, first_line


def weight_of(item: pytest.Function, mark: pytest.Mark) -> float:
    """A test's weight, as `@exercise("…", weight=2)` says it. Raises WrongCourse where the mark can't be meant."""
    for key in mark.kwargs.keys() - {"weight", "public", "without"}:
        advice = suggestion(key, ("weight", "public", "without"), "it takes weight, public and without")
        raise WrongCourse(*place_of(item), f"@exercise takes no {key!r}: {advice}")
    weight = mark.kwargs.get("weight", 1)
    if isinstance(weight, int | float) and 0 <= weight < float("inf"):
        return float(weight)
    raise WrongCourse(*place_of(item), f"{item.name} has the weight {weight!r}: expected a number, 0 or more")


def faults_of_tests(
    course: Course, assignment: Assignment, items: Sequence[pytest.Function], tasks: Sequence[Task]
) -> Iterator[str]:
    """A line for each exercise without tests, or whose tests weigh nothing, and for each test that can't be held."""
    names = [exercise.name for exercise in assignment.exercises]
    has_stray = False
    for item, task in zip(items, tasks, strict=True):
        has_stray = has_stray or task.exercise not in names
        yield from _faults_of_test(item, task, names)
    # of a name that is misspelt, one line is enough: its exercise would have a second one
    if not has_stray:
        yield from _faults_of_exercises(course, assignment, tasks)


def _faults_of_test(item: pytest.Function, task: Task, names: Sequence[str]) -> Iterator[str]:
    path, line = place_of(item)
    if task.exercise not in names:
        advice = suggestion(task.exercise, names, f"list it in {ORDER}, or mark the test with another")
        yield f"{path}:{line}: {item.name} is marked {task.exercise!r}, which is no exercise: {advice}"
    for fixture in _missing_fixtures(item):
        advice = suggestion(fixture, OUR_FIXTURES, "define it, or take it out")
        yield f"{path}:{line}: {item.name} takes {fixture!r}, which is no fixture: {advice}"


def _faults_of_exercises(course: Course, assignment: Assignment, tasks: Sequence[Task]) -> Iterator[str]:
    order = course.root / ORDER
    text = order.read_text(encoding="utf-8")
    number = list(course.assignments).index(assignment.name)
    for position, exercise in enumerate(assignment.exercises):
        place = f"{order}:{line_of(text, f'$.assignments[{number}].exercises[{position}]')}"
        weights = [task.weight for task in tasks if task.exercise == exercise.name]
        mark = f'@exercise("{exercise.name}")'
        if not weights:
            yield f"{place}: {exercise.name} has no test: write one in {course.grader(assignment.name).name}, {mark}"
        elif not sum(weights):
            yield f"{place}: all tests of {exercise.name} have the weight 0: give one of them another"


def _missing_fixtures(item: pytest.Function) -> list[str]:
    """What a test, or a fixture of its, takes and nobody defines."""
    parameters = set(_OF_PYTEST)
    if hasattr(item, "callspec"):  # of tests with parameters alone
        parameters |= item.callspec.params.keys()
    defined = item._fixtureinfo.name2fixturedefs  # noqa: SLF001  pytest would say so only when the test is run
    return [name for name in item.fixturenames if name not in defined and name not in parameters]


def faults_of_reference(course: Course, assignment: Assignment, reference: ModuleType) -> Iterator[str]:
    """A line for each exercise that the solution does not define."""
    for exercise in assignment.exercises:
        if not hasattr(reference, exercise.name):
            advice = suggestion(exercise.name, dir(reference), "define it")
            yield f"{course.solution(assignment.name)}:1: it does not define {exercise.name}: {advice}"
