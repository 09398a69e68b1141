"""What stands in a notebook's text of an exercise: whether its definition names what it is to be written without.

It is looked at before the first cell runs, in the jail, so that no code of the student's has a say. Names are followed
through imports, assignments and the notebook's own functions; `x.softmax()` says nothing of what `x` is.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.sandbox.always_there import ALWAYS_THERE
from autograder.sandbox.bans import resolved
from autograder.sandbox.definitions import Definition, below_a_magic, is_stub
from autograder.wire.messages import BanNode, UseNode

_MISSING = object()
_BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try)


@dataclass
class _Written:
    """What the notebook defines under a name, and in which cell."""

    node: ast.AST
    cell: int


class Text:
    """The definitions and imports of a notebook, whose cells are counted from 1."""

    def __init__(self, cells: Sequence[str]) -> None:
        self.written: dict[str, _Written] = {}
        self.imported: dict[str, str] = {name: module.__name__ for name, module in ALWAYS_THERE.items()}
        self.starred: list[str] = []  # modules of which all names are imported
        for number, source in enumerate(cells, 1):
            try:
                tree = ast.parse(source)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue  # such a cell defines nothing
            for statement in _statements(tree.body):
                self._add(statement, number)

    def _add(self, statement: ast.stmt, cell: int) -> None:
        if isinstance(statement, Definition):
            # a stub below an answer costs nothing, as in grading
            if not is_stub(statement):
                self.written[statement.name] = _Written(statement, cell)
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    self.written[target.id] = _Written(statement.value, cell)
        self._add_imports(statement)

    def _add_imports(self, statement: ast.stmt) -> None:
        for node in ast.walk(statement):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    first_name = alias.name.partition(".")[0]
                    if alias.asname:
                        self._import(alias.asname, alias.name)
                    else:
                        self._import(first_name, first_name)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    if alias.name == "*":
                        self.starred.append(node.module)
                    else:
                        self._import(alias.asname or alias.name, f"{node.module}.{alias.name}")

    def _import(self, name: str, path: str) -> None:
        # the later of a definition and an import is what the name means
        self.imported[name] = path
        self.written.pop(name, None)

    def uses(self, bans: Sequence[BanNode]) -> list[UseNode]:
        """The first use of each banned name in each exercise's definition, and in the functions that this names."""
        uses = []
        exercises = {ban.exercise for ban in bans}
        for ban in bans:
            for name in ban.names:
                use = self._use(ban.exercise, name, exercises)
                if use is not None:
                    uses.append(use)
        return uses

    def _use(self, exercise: str, name: str, exercises: set[str]) -> UseNode | None:
        try:
            # by what it is, since one function has several paths
            banned = resolved(name)
        except ValueError:
            return None
        pending = [exercise]
        visited: set[str] = set()
        while pending:
            current = pending.pop()
            written = self.written.get(current)
            if written is None or current in visited:
                continue
            visited.add(current)
            for node in ast.walk(written.node):
                path = self._path(node)
                if path and _found(path) == banned:
                    return UseNode(exercise, name, written.cell, getattr(node, "lineno", 1))
                # another exercise that is banned something answers for itself
                if isinstance(node, ast.Name) and node.id not in exercises:
                    pending.append(node.id)
        return None

    def _path(self, node: ast.AST) -> str:
        """The dotted name of what a piece of code stands for, as far as imports tell; else empty."""
        if isinstance(node, ast.Attribute):
            owner = self._path(node.value)
            if owner:
                return f"{owner}.{node.attr}"
            return ""
        if _is_getattr(node):
            assert isinstance(node, ast.Call)
            owner = self._path(node.args[0])
            key = node.args[1]
            if owner and isinstance(key, ast.Constant) and isinstance(key.value, str):
                return f"{owner}.{key.value}"
            return ""
        if isinstance(node, ast.Name) and node.id not in self.written:
            return self._path_of_name(node.id)
        return ""

    def _path_of_name(self, name: str) -> str:
        if name in self.imported:
            return self.imported[name]
        for module in self.starred:
            if _found(f"{module}.{name}") is not _MISSING:
                return f"{module}.{name}"
        return ""


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a cell, also those in an `if`, a `try`, a loop."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.Expr):
            for inner in below_a_magic(statement.value):
                # the cell that a magic such as %%time takes begins in its second line
                yield from _statements([ast.increment_lineno(inner)])
        if isinstance(statement, _BLOCKS):
            for part in ast.iter_child_nodes(statement):
                if isinstance(part, ast.stmt):
                    yield from _statements([part])
                elif isinstance(part, ast.ExceptHandler):
                    yield from _statements(part.body)


def _is_getattr(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or len(node.args) < 2:
        return False
    return isinstance(node.func, ast.Name) and node.func.id == "getattr"


def _found(path: str) -> object:
    """What a dotted name stands for among the modules that are there: nothing is imported for it."""
    modules: Mapping[str, object] = sys.modules
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        value = modules.get(".".join(parts[:length]), _MISSING)
        if value is _MISSING:
            continue
        for part in parts[length:]:
            value = getattr(value, part, _MISSING)
        return value
    return _MISSING
