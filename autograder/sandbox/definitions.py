"""What a notebook itself defines under the names of its exercises, whatever these names are bound to further down."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from autograder.sandbox.cell_magics import Prepared
from autograder.wire import cell_notes

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

_NOTHING = object()
_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, functools.partial, type)
_BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try)


@dataclass
class _Written:
    """A definition of the student's and its cell; `bound_again` is a later cell that binds the name."""

    value: object
    cell: int
    bound_again: int | None = None


class Definitions:
    """Looks at the names of the exercises after each top-level statement of the notebook.

    What counts for an exercise is the last `def` or `class` of its name, or assignment in its answer cell, which is
    not the released stub; also one elsewhere of a function or class that is the notebook's own, such as the mended
    one. That a name is used again for a DataLoader, an optimizer or a result is no other answer.
    """

    def __init__(self, names: dict[str, object], exercises: Iterable[str]) -> None:
        self.names = names
        self.exercises = list(exercises)
        self.latest: dict[str, object] = {}  # what each name was bound to when it was last looked at
        self.written: dict[str, _Written] = {}
        self.left_out: dict[str, str] = {}  # by name: why a cell that would have defined it was not run

    def look(self, statement: ast.stmt, cell: int, answer: str) -> None:
        """A statement of this cell has run; `answer` is the exercise whose answer cell it is, or nothing."""
        for name in self.exercises:
            value = self.names.get(name, _NOTHING)
            if value is _NOTHING or value is self.latest.get(name, _NOTHING):
                continue
            self.latest[name] = value
            is_first = name not in self.written
            if _is_written(name, value, statement, is_answer=answer == name, is_first=is_first):
                self.written[name] = _Written(value, cell)
            elif name in self.written:
                self.written[name].bound_again = cell

    def leave_out(self, cell: int, prepared: Prepared) -> None:
        """A cell is not run, or not as Python, which may be why a name is missing in the end."""
        for name in prepared.left_out:
            if name in self.exercises:
                magic = f"%%{prepared.magic}"
                self.left_out[name] = cell_notes.LEFT_OUT.format(cell=cell, magic=magic, why=prepared.why, name=name)

    def restore(self) -> list[str]:
        """Bind each name to what the student has written for it; a sentence for each that was bound to something else.

        Functions that use the name find it there as well, as they did before it was bound again.
        """
        told = []
        for name, written in self.written.items():
            if self.names.get(name, _NOTHING) is written.value:
                continue
            self.names[name] = written.value
            if written.bound_again is not None:
                told.append(cell_notes.BOUND_AGAIN.format(cell=written.bound_again, name=name, counted=written.cell))
        told += [why for name, why in self.left_out.items() if name not in self.written]
        return told


def _is_written(name: str, value: object, statement: ast.stmt, *, is_answer: bool, is_first: bool) -> bool:
    """Whether a statement that has bound a name is the student's definition of it.

    `is_first`: nothing was written for the name before. Then whatever the answer cell binds it to is the answer.
    """
    definitions = [node for node in _definitions(statement) if node.name == name]
    if definitions:
        return not is_stub(_that_ran(definitions, value))
    if is_answer and is_first:
        return True
    if is_answer:
        return issubclass(type(value), _FUNCTIONS)  # the object itself may answer anything, or raise
    return is_the_notebooks(value)


def _that_ran(definitions: list[Definition], value: object) -> Definition:
    """Which of several definitions in one statement has bound the name: in an `if`, one branch is left out."""
    first_line = None
    if type(value) is FunctionType:
        first_line = value.__code__.co_firstlineno
    for node in definitions:
        first_node = node.decorator_list[0] if node.decorator_list else node
        if first_node.lineno == first_line:
            return node
    return definitions[-1]


def is_the_notebooks(value: object) -> bool:
    """Whether this is a function or a class of the notebook's, or of a module that it has written beside itself."""
    module: object
    if type(value) is FunctionType:
        module = value.__module__
    elif issubclass(type(value), type):
        module = names_of_class(value).get("__module__")
    else:
        return False
    if type(module) is not str:
        return False
    if module == "__main__":
        return True
    return lies_beside(names_of_module(sys.modules.get(module)).get("__file__"))


def names_of_class(kind: object) -> Mapping[str, object]:
    """What a class holds, without a question to its metaclass, which may be the student's."""
    names: Mapping[str, object] = vars(type)["__dict__"].__get__(kind)
    return names


def names_of_module(module: object) -> Mapping[str, object]:
    """What a module holds, without a question to it: to ask for an attribute may import more, or raise."""
    if not issubclass(type(module), ModuleType):
        return {}
    names: Mapping[str, object] = vars(ModuleType)["__dict__"].__get__(module)
    return names


def lies_beside(path: object) -> bool:
    """Whether a module's file lies in the notebook's folder: then the notebook has written it."""
    try:
        folder = Path.cwd()
    except OSError:  # the notebook has removed the folder that it went to
        return False
    return type(path) is str and Path(path).parent == folder


def _definitions(statement: ast.stmt) -> Iterator[Definition]:
    """The functions and classes that a statement defines: in an `if`, a `try`, a `with`, a loop, or below a magic."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement
    elif isinstance(statement, ast.Expr):
        for inner in below_a_magic(statement.value):
            yield from _definitions(inner)
    elif isinstance(statement, _BLOCKS):
        for part in ast.iter_child_nodes(statement):
            if isinstance(part, ast.stmt):
                yield from _definitions(part)
            elif isinstance(part, ast.ExceptHandler):
                for inner in part.body:
                    yield from _definitions(inner)


def below_a_magic(call: ast.expr) -> list[ast.stmt]:
    """The statements of a cell below `%%time` or another magic, which gets them as a text."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "run_cell_magic":
        return []
    body = call.args[-1]
    if not isinstance(body, ast.Constant) or not isinstance(body.value, str):
        return []
    try:
        return ast.parse(body.value).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def is_stub(node: Definition) -> bool:
    """Whether a definition is as it was released: it only raises NotImplementedError, a class in each method."""
    body = list(node.body)
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]  # the docstring
    if isinstance(node, ast.ClassDef):
        methods = [part for part in body if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef))]
        return bool(methods) and len(methods) == len(body) and all(is_stub(method) for method in methods)
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc
    if isinstance(raised, ast.Call):
        raised = raised.func
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
