"""What a notebook itself defines under the names of its exercises, whatever these names are bound to further down."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import FunctionType

_NOTHING = object()
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
    not the released stub. That a name is used again for a DataLoader, an optimizer or a result is no other answer.
    """

    def __init__(self, names: dict[str, object], exercises: Iterable[str]) -> None:
        self.names = names
        self.exercises = list(exercises)
        self.latest: dict[str, object] = {}  # what each name was bound to when it was last looked at
        self.written: dict[str, _Written] = {}

    def look(self, statement: ast.stmt, cell: int, answer: str) -> None:
        """A statement of this cell has run; `answer` is the exercise whose answer cell it is, or nothing."""
        for name in self.exercises:
            value = self.names.get(name, _NOTHING)
            if value is _NOTHING or value is self.latest.get(name, _NOTHING):
                continue
            self.latest[name] = value
            if _is_written(name, value, statement, is_answer=answer == name):
                self.written[name] = _Written(value, cell)
            elif name in self.written:
                self.written[name].bound_again = cell

    def restore(self) -> list[str]:
        """Bind each name to what the student has written for it; a sentence for each that was bound to something else.

        Functions that use the name find it there as well, as they did before it was bound again.
        """
        notes = []
        for name, written in self.written.items():
            if self.names.get(name, _NOTHING) is written.value:
                continue
            self.names[name] = written.value
            if written.bound_again is not None:
                again = f"cell {written.bound_again} binds `{name}` again"
                notes.append(f"{again}; what is graded is your `{name}` of cell {written.cell}")
        return notes


def _is_written(name: str, value: object, statement: ast.stmt, *, is_answer: bool) -> bool:
    """Whether a statement that has bound a name is the student's definition of it."""
    definitions = [node for node in _definitions(statement) if node.name == name]
    if definitions:
        return not is_stub(definitions[-1])
    if is_answer:
        return True
    if isinstance(statement, ast.Expr):  # a magic such as %%time, above a cell that defines it
        is_own = isinstance(value, (FunctionType, type)) and value.__module__ == "__main__"
        return is_own and getattr(value, "__name__", "") == name
    return False


def _definitions(statement: ast.stmt) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The functions and classes that a statement defines, also inside of an `if`, a `try`, a `with` or a loop."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement
    elif isinstance(statement, _BLOCKS):
        for part in ast.iter_child_nodes(statement):
            if isinstance(part, ast.stmt):
                yield from _definitions(part)
            elif isinstance(part, ast.ExceptHandler):
                for inner in part.body:
                    yield from _definitions(inner)


def is_stub(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
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
