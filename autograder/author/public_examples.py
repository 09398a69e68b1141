"""What every student can learn from the public tests: they are put to the reference, and each call is written down."""

from __future__ import annotations

import ast
import contextlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import torch
from torch import nn

from autograder.author.checks import BINDS, MARKS, comparison_names, public_exercise
from autograder.author.hollow_student import Afterwards, Record, Template, Value, key_of, template_of, tensors_in
from autograder.course import Assignment, Course
from autograder.grading import compare
from autograder.grading.reference import load_reference
from autograder.grading.surroundings import in_place

PublicTest = Callable[["Heard"], object]


class Heard:
    """The reference in a student's place: what it was asked in the public tests, and what it gave.

    `makers` are the exercises that give layers and optimizers. `tensors` says whether any argument was a tensor: then
    both sides share it.
    """

    def __init__(self, reference: ModuleType) -> None:
        self.reference = reference
        self.templates: dict[str, Template] = {}
        self.records: dict[str, dict[str, Record]] = {}
        self.makers: set[str] = set()
        self.tensors = False

    def __getattr__(self, name: str) -> Callable[..., Value]:
        exercise = getattr(self.reference, name)
        if not isinstance(exercise, type):
            return lambda *args, **kwargs: self._call(name, exercise, args, kwargs)
        # a class is its own maker; a function turns out to be one when it is called
        if issubclass(exercise, nn.Module):
            self.makers.add(name)
        return exercise

    def _call(
        self, name: str, exercise: Callable[..., Value], args: tuple[Value, ...], kwargs: dict[str, Value]
    ) -> Value:
        bound_arguments = inspect.signature(exercise).bind(*args, **kwargs)
        bound_arguments.apply_defaults()
        # before the call: it may change its arguments
        arguments_key = key_of(bound_arguments.arguments)
        call_result = exercise(*args, **kwargs)
        # what a generator gives is known only when it has given it
        if isinstance(call_result, Iterator):
            call_result = list(call_result)
        if isinstance(call_result, nn.Module | torch.optim.Optimizer):
            self.makers.add(name)
            return call_result
        self.templates.setdefault(name, template_of(call_result, bound_arguments.arguments))
        arguments = tensors_in(bound_arguments.arguments.values())
        if arguments:
            self.tensors = True
        self.records.setdefault(name, {})[arguments_key] = plain(call_result), [_copied(tensor) for tensor in arguments]
        return call_result


def _copied(tensor: torch.Tensor) -> Afterwards:
    gradient = tensor.grad
    if gradient is not None:
        gradient = gradient.clone()
    return tensor.detach().clone(), gradient


def plain(result: Value) -> Value:
    """A result that can be written into a notebook: tensors without their graphs, and no objects of other types."""
    if isinstance(result, torch.Tensor):
        return result.detach().clone()
    if isinstance(result, list | tuple):
        return type(result)(map(plain, result))
    if isinstance(result, bool | int | float | str):
        return result
    return None


def listen(course: Course, assignment: Assignment) -> Heard:
    """Put the public tests to the reference. What fails is left out: the reference's own grading tells of it."""
    with in_place(course.given_files(assignment.name)):
        return _heard(course, assignment)


def _heard(course: Course, assignment: Assignment) -> Heard:
    heard = Heard(load_reference(course.solution(assignment.name)))
    with contextlib.suppress(Exception):
        for public_test in _public_tests(course.grader(assignment.name)):
            with contextlib.suppress(Exception, AssertionError):
                public_test(heard)
    return heard


def _public_tests(path: Path) -> list[PublicTest]:
    """The public tests as plain functions: they lean on nothing of their module but its imports."""
    statements: list[ast.stmt] = []
    test_names: list[str] = []
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.FunctionDef) and public_exercise(statement):
            # the decorator would hand the test to pytest
            statement.decorator_list = []
            statements.append(statement)
            test_names.append(statement.name)
        elif isinstance(statement, BINDS):
            statements += _as_students_import(statement)
    namespace: dict[str, PublicTest] = {}
    test_module = ast.fix_missing_locations(ast.Module(statements, []))
    exec(compile(test_module, str(path), "exec"), namespace)  # noqa: S102  the course author's own code
    return [namespace[test_name] for test_name in test_names]


def _as_students_import(node: ast.Import | ast.ImportFrom) -> list[ast.stmt]:
    """The import as it stands in the checks that students get: `compare` in place of the graders' public face."""
    if not isinstance(node, ast.ImportFrom) or node.module != MARKS:
        return [node]
    aliases = comparison_names(node.names)
    if not aliases:
        return []
    return [ast.ImportFrom(module=compare.__name__, names=aliases, level=0)]
