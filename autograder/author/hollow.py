"""Students who know nothing, made of an assignment's stubs: a grader that gives one of them a point is at fault.

Each hands in a notebook that answers every call in one way: nothing, zeros, nan, its arguments, the public examples by
heart. Answers have the form of what the reference gives in the public tests, which every student knows. Some do
something to the tensors that both sides share as well: where a grader takes what is expected from what a student's
code holds, that makes the wrong answer the right one.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import inspect
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import torch
from torch import nn

from autograder.author import hollow_student, solution
from autograder.author.checks import MARKS, public_exercise
from autograder.author.hollow_student import Template, key_of, template_of, tensors_in
from autograder.course import Assignment, Course
from autograder.grading import compare
from autograder.grading.reference import load_reference

WAYS = (
    *hollow_student.NUMBERS,
    "nothing",
    "its arguments",
    "yes",
    "what it was asked last time",
    "the public examples by heart",
)
TAMPERED = (  # what is answered, and what is done to tensors that both sides share
    ("zeros", "zeros"),
    ("zeros", "zeros in its own"),
    ("zeros", "nan"),
    ("zeros", "inf"),
    ("zeros", "enlarged"),
    ("zeros", "replaced"),
    ("its arguments", "zeros"),
)
_RIGHT = "_right = {{'__name__': '__main__'}}\nexec(_pickle.loads(_b64decode({!r})), _right)\n"


class Heard:
    """The reference in a student's place: what it was asked in the public tests, and what it gave."""

    def __init__(self, reference: ModuleType) -> None:
        self.reference = reference
        self.templates: dict[str, Template] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.makers: set[str] = set()  # of layers and optimizers
        self.tensors = False  # whether there were any among the arguments

    def __getattr__(self, name: str) -> Any:
        exercise = getattr(self.reference, name)
        if isinstance(exercise, type):
            if issubclass(exercise, nn.Module):
                self.makers.add(name)
            return exercise
        return lambda *args, **kwargs: self._call(name, exercise, args, kwargs)

    def _call(self, name: str, exercise: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        bound = inspect.signature(exercise).bind(*args, **kwargs)
        bound.apply_defaults()
        key = key_of(bound.arguments)
        result = exercise(*args, **kwargs)
        if isinstance(result, Iterator):
            result = list(result)
        if isinstance(result, nn.Module | torch.optim.Optimizer):
            self.makers.add(name)
            return result
        template = template_of(result, bound.arguments)
        self.templates.setdefault(name, template)
        changed = tensors_in(list(bound.arguments.values()))
        self.tensors |= bool(changed)
        afterwards = [(t.detach().clone(), None if t.grad is None else t.grad.clone()) for t in changed]
        self.records.setdefault(name, {})[key] = plain(result), afterwards
        return result


def plain(result: Any) -> Any:
    """A result that can be written into a notebook: tensors without their graphs, and no objects of other types."""
    if isinstance(result, torch.Tensor):
        return result.detach().clone()
    if isinstance(result, list | tuple):
        return type(result)(plain(part) for part in result)
    return result if result is None or isinstance(result, bool | int | float | str) else None


def listen(course: Course, assignment: Assignment) -> Heard:
    """Put the public tests to the reference. What fails is left out: the reference's own grading tells of it."""
    heard = Heard(load_reference(course.solution(assignment.name)))
    with contextlib.suppress(Exception):
        for test in _public_tests(course.grader(assignment.name)):
            with contextlib.suppress(Exception, AssertionError):
                test(heard)
    return heard


def _public_tests(path: Path) -> list[Callable[[Any], object]]:
    """The public tests as plain functions: they lean on nothing of their module but its imports."""
    kept: list[ast.stmt] = []
    names: list[str] = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module == MARKS:
            node.module = compare.__name__  # as in the checks that students get
            node.names = [name for name in node.names if hasattr(compare, name.name)]
        if isinstance(node, ast.FunctionDef) and public_exercise(node):
            node.decorator_list = []
            names.append(node.name)
            kept.append(node)
        elif isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.names):
            kept.append(node)
    module: dict[str, Any] = {}
    exec(compile(ast.Module(kept, []), str(path), "exec"), module)  # noqa: S102  the author's own
    return [module[name] for name in names]


def notebooks(course: Course, assignment: Assignment) -> dict[str, str]:
    """The notebooks of all hollow students of an assignment, by what each does."""
    cells = solution.read(course.solution(assignment.name))
    heard = listen(course, assignment)
    found = {}
    for way in WAYS:
        found[way] = _notebook(cells, heard, way)
    if heard.tensors or heard.makers:
        for way, how in TAMPERED:
            found[f"{way}, and shared tensors {how}"] = _notebook(cells, heard, way, how)
    return found


def _notebook(cells: list[solution.Cell], heard: Heard, way: str, how: str = "") -> str:
    student = Path(hollow_student.__file__).read_text(encoding="utf-8")
    known = pickle.dumps((way, heard.templates, heard.records))
    start = (
        "import pickle as _pickle\nfrom base64 import b64decode as _b64decode\n"
        f"_hollow = Hollow(*_pickle.loads(_b64decode({base64.b64encode(known)!r})))\n"
    )
    plain_cells = [c.source for c in cells if c.code and not c.demo and c.exercise is None]
    sources = [student, start, *plain_cells]
    has_layers = way in (*hollow_student.NUMBERS, "its arguments")  # the others have nothing but the stubs
    if has_layers and heard.makers:
        code = "\n\n".join(c.source for c in cells if c.code and not c.demo)
        sources.append(_RIGHT.format(base64.b64encode(pickle.dumps(code))))
    for cell in [c for c in cells if c.exercise is not None]:
        of_layers = has_layers and cell.exercise in heard.makers
        sources.append(_answer(cell, way, of_layers=of_layers))
    if how:
        sources.append(f"tamper({how!r})")
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])))


def _answer(cell: solution.Cell, way: str, *, of_layers: bool) -> str:
    """An exercise's cell: its signature, and an answer that took no work."""
    (node,) = ast.parse(cell.source).body
    name = cell.exercise
    if isinstance(node, ast.FunctionDef):
        call = f"_hollow.answer({name!r}, dict(locals()))"
        if of_layers:
            return f"def {name}(*args, **kwargs):\n    return _hollow.emptied(_right[{name!r}](*args, **kwargs))"
        return f"def {name}({ast.unparse(node.args)}):\n    return {call}"
    assert isinstance(node, ast.ClassDef)
    if of_layers:
        return (
            f"class {name}(_right[{name!r}]):\n    def forward(self, *inputs):\n"
            "        return _hollow.output(self, super().forward, inputs)"
        )
    if way == "yes":
        return f"class {name}(Yes):\n    pass"
    bases = ", ".join(ast.unparse(base) for base in node.bases)
    methods = [_method(m) for m in node.body if isinstance(m, ast.FunctionDef)]
    return f"class {name}({bases}):\n" + "\n".join(methods or ["    pass"])


def _method(node: ast.FunctionDef) -> str:
    head = f"    def {node.name}({ast.unparse(node.args)}):\n"
    if node.name == "__init__":
        return head + "        super().__init__()"
    first = node.args.args[0].arg if node.args.args else ""
    return (
        f"{head}        arguments = dict(locals())\n        arguments.pop({first!r}, None)\n"
        f"        return _hollow.answer({node.name!r}, arguments)"
    )
