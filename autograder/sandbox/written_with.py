"""What stands in a notebook's text of an exercise: whether its definition calls what it is to be written without.

It is looked at before the first cell runs, in the jail, so that no code of the student's has a say. Names are followed
through imports, assignments and the notebook's own functions; `x.softmax()` says nothing of what `x` is. In doubt
nothing is a use: calls are refused at run time as well.
"""

from __future__ import annotations

import ast
import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MethodType, ModuleType

from autograder.sandbox.always_there import ALWAYS_THERE
from autograder.sandbox.bans import resolved
from autograder.sandbox.bindings import Body, Value, bindings, statements
from autograder.sandbox.definitions import Definition, is_stub, names_of_module
from autograder.wire.messages import BanNode, UseNode

_MISSING = object()
_MOST_STEPS = 100  # from a name to what it stands for
_HANDING_ON = {"partial", "map", "vmap"}  # they call what they are given first
_EMPTY = Body(ast.Pass())  # what binds nothing
_FUNCTIONS = (ast.Lambda, ast.Name, ast.Attribute)  # what the value of an assignment looks like, if it is a function


@dataclass
class _Bound:
    """What a cell has bound a name to, and where."""

    value: Value
    cell: int
    line: int = 1


@dataclass
class _Called:
    """A call in a text: of what is imported, by its path, or of the notebook's own function or class, by its name."""

    line: int
    path: str = ""
    name: str = ""
    is_object: bool = False  # not that is called, but what a call of it has given


def uses(
    cells: Sequence[str], bans: Sequence[BanNode], exercises: Sequence[str] = (), answers: Sequence[str] = ()
) -> list[UseNode]:
    """What is found in the text. A fault in looking for it costs nobody anything: it finds nothing."""
    try:
        return Text(cells, exercises, answers).uses(bans)
    except Exception:  # noqa: BLE001  whatever a text holds, the notebook is run
        return []


class Text:
    """The definitions and imports of a notebook, whose cells are counted from 1.

    `answers` has for each cell the exercise whose answer cell it is, or "".
    """

    def __init__(self, cells: Sequence[str], exercises: Sequence[str] = (), answers: Sequence[str] = ()) -> None:
        self.exercises = set(exercises)
        self.bound: dict[str, _Bound] = {}
        self.graded: dict[str, _Bound] = {}  # by name: what would count if it was an exercise
        self.starred: list[str] = []  # modules of which all names are imported
        self._calls: dict[int, list[_Called]] = {}  # by the id of a node that is kept above
        self._objects: dict[str, object] = {}  # by path
        for number, source in enumerate(cells, 1):
            answer = answers[number - 1] if answers else ""
            # such a cell defines nothing
            with contextlib.suppress(Exception):
                for statement, is_sure in statements(ast.parse(source).body):
                    self._add(statement, number, answer, is_sure=is_sure)

    def _add(self, statement: ast.stmt, cell: int, answer: str, *, is_sure: bool) -> None:
        if isinstance(statement, ast.ImportFrom) and statement.module and statement.names[0].name == "*":
            self.starred.append(statement.module)
        for name, value in bindings(statement):
            bound = _Bound(value, cell, statement.lineno)
            before = self.bound.get(name)
            if not is_sure and before is not None and before.value != value:
                # of two definitions in the branches of an `if`, nobody can tell which one holds
                bound = _Bound(None, cell)
            if self._is_graded(name, value, is_answer=name == answer):
                self.graded[name] = bound
            self.bound[name] = bound

    def _is_graded(self, name: str, value: Value, *, is_answer: bool) -> bool:
        """Whether this counts as the definition of an exercise, as far as the text tells: see Definitions."""
        if isinstance(value, Definition):
            return not is_stub(value)
        if is_answer:
            return name not in self.graded or isinstance(value, _FUNCTIONS)
        if isinstance(value, ast.Name) and value.id in self.bound:
            return isinstance(self.bound[value.id].value, Definition | ast.Lambda)
        return isinstance(value, ast.Lambda)

    def uses(self, bans: Sequence[BanNode]) -> list[UseNode]:
        """The first use of each banned name in each exercise's definition, and in the functions that this calls."""
        self.exercises |= {ban.exercise for ban in bans}
        answering = {ban.exercise for ban in bans}
        uses = []
        for ban in bans:
            for name in ban.names:
                # what can't be resolved is used by nobody
                with contextlib.suppress(Exception):
                    uses += self._uses(ban.exercise, name, resolved(name), answering)
        return uses

    def _uses(self, exercise: str, name: str, banned: object, answering: set[str]) -> list[UseNode]:
        pending = [exercise]
        visited: set[str] = set()
        while pending:
            current = pending.pop()
            bound = self._of(current)
            # another exercise that is banned something answers for itself
            if bound is None or current in visited or (current in answering and current != exercise):
                continue
            visited.add(current)
            for call in self._calls_of(bound):
                if self._is_of(call, banned):
                    return [UseNode(exercise, name, bound.cell, call.line)]
                if call.name and self._is_followed(call):
                    pending.append(call.name)
        return []

    def _is_of(self, call: _Called, banned: object) -> bool:
        if not call.path or (call.is_object and not isinstance(banned, type)):
            return False
        return _is_the_same(self._object(call.path), banned)

    def _is_followed(self, call: _Called) -> bool:
        # what a function has given need not do what the function does
        bound = self._of(call.name)
        return not call.is_object or (bound is not None and isinstance(bound.value, ast.ClassDef))

    def _of(self, name: str) -> _Bound | None:
        """What a name of the notebook's stands for when all cells have run."""
        if name in self.exercises and name in self.graded:
            return self.graded[name]
        return self.bound.get(name)

    def _calls_of(self, bound: _Bound) -> list[_Called]:
        """What a call of this calls."""
        if isinstance(bound.value, str):
            return [_Called(bound.line, path=bound.value)]
        if bound.value is None:
            return []
        key = id(bound.value)
        if key not in self._calls:
            self._calls[key] = list(self._called_in(bound.value))
        return self._calls[key]

    def _called_in(self, root: ast.AST) -> Iterator[_Called]:
        body = Body(root)
        if isinstance(root, ast.Name | ast.Attribute):
            yield from self._target(root, body)
        for kind in body.classes:
            for base in kind.bases:
                yield from self._target(base, body)
        for call in body.calls:
            yield from self._target(call.func, body)
            if call.args and _last_name(call.func) in _HANDING_ON:
                yield from self._target(call.args[0], body)

    def _target(self, node: Value, body: Body) -> list[_Called]:
        """What is called by this piece of code, as far as it can be told."""
        line = getattr(node, "lineno", 1)
        parts: list[str] = []
        is_object = False
        for _ in range(_MOST_STEPS):
            owner, part = _owner_and_part(node)
            if owner is not None:
                parts.insert(0, part)
                node = owner
                continue
            if not isinstance(node, ast.Name):
                break
            name = node.id
            is_own = name in body.bound
            node = self._value(name, body)
            if is_own:
                continue
            body = _EMPTY
            if isinstance(node, Definition | ast.Lambda):
                return [] if parts else [_Called(line, name=name, is_object=is_object)]
            function = _function_called(node)
            # what a cell has made of a class, and a function calls
            if function is not None and not parts:
                node = function
                is_object = True
        if isinstance(node, str):
            return [_Called(line, path=".".join([node, *parts]), is_object=is_object)]
        return []

    def _value(self, name: str, body: Body) -> Value:
        """What a name stands for in this body; None where nobody can tell."""
        if name in body.bound:
            values = body.bound[name]
            return values[0] if len(values) == 1 else None
        bound = self._of(name)
        if bound is not None:
            return bound.value
        if name in ALWAYS_THERE:
            return ALWAYS_THERE[name].__name__
        for module in self.starred:
            if self._object(f"{module}.{name}") is not _MISSING:
                return f"{module}.{name}"
        return None

    def _object(self, path: str) -> object:
        """What a dotted name stands for among the modules that are there."""
        if path not in self._objects:
            self._objects[path] = _found(path)
        return self._objects[path]


def _owner_and_part(node: Value) -> tuple[ast.expr | None, str]:
    """What is asked for which attribute, by a dot or by `getattr`; None where it is something else."""
    if isinstance(node, ast.Attribute):
        return node.value, node.attr
    if isinstance(node, ast.Call) and _last_name(node.func) == "getattr" and len(node.args) > 1:
        key = node.args[1]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return node.args[0], key.value
    return None, ""


def _function_called(node: Value) -> ast.expr | None:
    """The function of a call, unless that asks for an attribute."""
    if isinstance(node, ast.Call) and _owner_and_part(node)[0] is None:
        return node.func
    return None


def _is_the_same(value: object, banned: object) -> bool:
    # an array answers `==` with an array; a method of a class is another object each time
    if type(value) is MethodType and type(banned) is MethodType:
        return value == banned
    return value is banned


def _found(path: str) -> object:
    """What a dotted name stands for. Nothing is imported for it, as a module may do when it is asked for a name."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        value: object = sys.modules.get(".".join(parts[:length]), _MISSING)
        if value is _MISSING:
            continue
        for part in parts[length:]:
            value = _part(value, part)
        return value
    return _MISSING


def _part(value: object, name: str) -> object:
    if isinstance(value, ModuleType):
        return names_of_module(value).get(name, _MISSING)
    if isinstance(value, type):
        with contextlib.suppress(Exception):
            return getattr(value, name, _MISSING)
    return _MISSING


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    if isinstance(function, ast.Name):
        return function.id
    return ""
