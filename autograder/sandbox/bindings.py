"""What a piece of Python's syntax binds names to: a definition, an expression, what is imported, or nobody can tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from autograder.sandbox.definitions import Definition, below_a_magic

# a node of the text, or the dotted name of what is imported; None where nobody can tell
Value = ast.AST | str | None
Binding = tuple[str, Value]

_WITH_VALUE = (ast.AnnAssign, ast.NamedExpr)
_WITH_TARGET = (ast.AugAssign, ast.For, ast.AsyncFor, ast.comprehension)
_NAMED = (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_OTHERS = (ast.Import, ast.ImportFrom, ast.Assign, ast.arguments, ast.With, ast.AsyncWith, ast.MatchMapping)
# most nodes bind nothing, and a text may have a million
_BINDING = {*_DEFINING, *_WITH_VALUE, *_WITH_TARGET, *_NAMED, *_OTHERS}
_WITH_BODY = (ast.ExceptHandler, ast.match_case)
_BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.TryStar, ast.Match)


class Body:
    """What an expression or definition calls, and the names that it binds itself, in whichever of its functions."""

    def __init__(self, root: ast.AST) -> None:
        self.calls: list[ast.Call] = []
        self.classes: list[ast.ClassDef] = []
        self.bound: dict[str, list[Value]] = {}
        not_local: set[str] = set()
        methods: set[ast.AST] = set()
        for node in ast.walk(root):
            if isinstance(node, ast.Call):
                self.calls.append(node)
            elif isinstance(node, ast.ClassDef):
                self.classes.append(node)
                methods.update(node.body)
            elif isinstance(node, ast.Global):
                not_local.update(node.names)
            # a method's name means nothing in another method
            is_method = node in methods and isinstance(node, Definition)
            if type(node) in _BINDING and node is not root and not is_method:
                self._bind(node)
        for name in not_local:
            self.bound.pop(name, None)

    def _bind(self, node: ast.AST) -> None:
        for name, value in bindings(node):
            values = self.bound.setdefault(name, [])
            # two functions in it may import the same; two values are as good as any number
            if len(values) < 2 and value not in values:
                values.append(value)


def bindings(node: ast.AST) -> Iterator[Binding]:
    """The names that this node binds, but for those of its parts, each with its value."""
    if isinstance(node, Definition):
        yield node.name, node
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from _imports(node)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _assigned(target, node.value)
    elif isinstance(node, _WITH_VALUE):
        if node.value is not None:
            yield from _assigned(node.target, node.value)
    elif isinstance(node, _WITH_TARGET):
        yield from _assigned(node.target, None)
    elif isinstance(node, ast.arguments):
        yield from _parameters(node)
    else:
        yield from _of_patterns(node)


def _of_patterns(node: ast.AST) -> Iterator[Binding]:
    if isinstance(node, ast.With | ast.AsyncWith):
        for item in node.items:
            if item.optional_vars is not None:
                yield from _assigned(item.optional_vars, None)
    elif isinstance(node, _NAMED):
        if node.name is not None:
            yield node.name, None
    elif isinstance(node, ast.MatchMapping) and node.rest is not None:
        yield node.rest, None


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[Binding]:
    for alias in node.names:
        if isinstance(node, ast.Import):
            first_name = alias.name.partition(".")[0]
            yield alias.asname or first_name, alias.name if alias.asname else first_name
        elif alias.name != "*":
            yield alias.asname or alias.name, f"{node.module or ''}.{alias.name}"


def _assigned(target: ast.expr, value: ast.expr | None) -> Iterator[Binding]:
    if isinstance(target, ast.Name):
        yield target.id, value
        return
    for part in ast.walk(target):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id, None


def _parameters(arguments: ast.arguments) -> Iterator[Binding]:
    positional = [*arguments.posonlyargs, *arguments.args]
    without_default = [None] * (len(positional) - len(arguments.defaults))
    defaults: Sequence[ast.expr | None] = [*without_default, *arguments.defaults]
    for parameter, default in zip(positional, defaults, strict=True):
        yield parameter.arg, default
    for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield parameter.arg, default
    for rest in (arguments.vararg, arguments.kwarg):
        if rest is not None:
            yield rest.arg, None


def statements(body: Sequence[ast.stmt]) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements of a cell, also those in an `if`, a `try`, a loop, in their order; whether each surely runs."""
    pending = [(statement, True) for statement in reversed(body)]
    while pending:
        statement, is_sure = pending.pop()
        yield statement, is_sure
        inner: list[ast.stmt] = []
        if isinstance(statement, ast.Expr):
            # the cell that a magic such as %%time takes begins in its second line
            inner += [ast.increment_lineno(part) for part in below_a_magic(statement.value)]
        elif isinstance(statement, _BLOCKS):
            is_sure = is_sure and isinstance(statement, ast.With)
            for part in ast.iter_child_nodes(statement):
                if isinstance(part, ast.stmt):
                    inner.append(part)
                elif isinstance(part, _WITH_BODY):
                    inner += part.body
        pending += [(part, is_sure) for part in reversed(inner)]
