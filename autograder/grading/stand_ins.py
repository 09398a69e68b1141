"""Stand-ins: what a grader module brings for an exercise that others use, so that one mistake is paid for once.

    @stand_in("distance")
    def unhalved(y_hat, y):
        return (y_hat - y.reshape(y_hat.shape)) ** 2

Where a student's `distance` fails, and `fit`, which uses it, fails beside it, `fit` is judged
again with this in place of both the student's `distance` and the reference's.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import inspect
import symtable
import textwrap
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType, ModuleType

from autograder.code_lines import code_lines
from autograder.sandbox.always_there import ALWAYS_THERE
from autograder.sandbox.replacement import made
from autograder.wire.messages import StandInNode

_NOTHING = object()


class StandIn:
    """A function or a class in place of an exercise's, as the source that is sent into the sandbox."""

    def __init__(self, exercise: str, defined: str, source: str) -> None:
        self.node = StandInNode(exercise, defined, source)

    @property
    def exercise(self) -> str:
        """The name of the exercise that it stands in for."""
        return self.node.exercise

    @functools.cached_property
    def made(self) -> object:
        """The same function or class for the reference, made of the same source."""
        return made(self.node)


def stand_in(exercise: str) -> Callable[[FunctionType | type], StandIn]:
    """Marks a function or a class (one of torch's layers) that stands in for an exercise which others use.

    It has the stub's interface, and what it gives depends on every argument that the dependants pass, so that a wrong
    one shows. It is not the solution and holds nothing secret, since it is sent into the sandbox as it is: an unhalved
    loss, batches in the order of the data, one convolution in place of a block. It uses nothing but `torch`, `np`,
    `random`, `nn` and `F`.

    What is expected of a dependant is then computed with the same stand-in: in `reference` it stands under the
    exercise's name. A test that expects what only the right part can give takes the fixture `stands_in`, the names of
    the exercises that are stood in for (most often none), and expects what the stand-in gives.
    """

    def mark(definition: FunctionType | type) -> StandIn:
        text = textwrap.dedent(inspect.getsource(definition))
        statement = ast.parse(text).body[0]
        assert isinstance(statement, (ast.FunctionDef, ast.ClassDef))
        source = "\n".join(code_lines(text)[statement.lineno - 1 :])  # without its decorators
        foreign = _names_that_lack(source)
        if foreign:
            has = ", ".join(ALWAYS_THERE)
            raise NameError(f"the stand-in for {exercise} uses {', '.join(foreign)}: it may use {has} alone")
        return StandIn(exercise, statement.name, source)

    return mark


def _names_that_lack(source: str) -> list[str]:
    """The names that a piece of code uses and will not find."""
    table = symtable.symtable(source, "<stand-in>", "exec")
    used: set[str] = set()
    tables = [table]
    while tables:
        scope = tables.pop()
        tables += scope.get_children()
        for symbol in scope.get_symbols():
            if symbol.is_global() or scope is table:
                used.add(symbol.get_name())
    defined = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_namespace()}
    return sorted(used - defined - set(ALWAYS_THERE) - set(vars(builtins)))


def stand_ins_in(module: ModuleType) -> dict[str, StandIn]:
    """What a grader module brings, by the exercises' names."""
    stand_ins = {}
    for value in vars(module).values():
        if isinstance(value, StandIn):
            stand_ins[value.exercise] = value
    return stand_ins


@contextlib.contextmanager
def standing_in(load_reference: Callable[[], ModuleType], stand_ins: Sequence[StandIn]) -> Iterator[None]:
    """The reference with stand-ins in place of its own functions and classes, which come back whatever happens."""
    if not stand_ins:
        yield  # most often: the reference need not even be loaded
        return
    names = vars(load_reference())
    own = {part.exercise: names.get(part.exercise, _NOTHING) for part in stand_ins}
    try:
        for part in stand_ins:
            names[part.exercise] = part.made
        yield
    finally:
        for name, value in own.items():
            if value is _NOTHING:
                names.pop(name, None)
            else:
                names[name] = value
