"""Stand-ins in a copy of the notebook: what failed is replaced, wherever the notebook holds on to it.

The source is the course author's and needs nothing but the names that always hold, so that the grader can make the
same of it for its reference.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import FunctionType
from typing import Any

from autograder.sandbox.always_there import ALWAYS_THERE
from autograder.sandbox.definitions import is_the_notebooks, lies_beside, names_of_class, names_of_module
from autograder.wire.messages import StandInNode

Place = Callable[[object, object], None]  # given what is there, and what takes its place

_NOTHING = object()
_MOST_PARTS = 10_000  # of a list or a dict that is looked into


def made(stand_in: StandInNode) -> object:
    """The function or class that its source defines."""
    names: dict[str, object] = {**ALWAYS_THERE, "__name__": "stand_in"}
    exec(compile(stand_in.source, f"<stand-in for {stand_in.exercise}>", "exec"), names)  # noqa: S102  not a student's
    return names[stand_in.defined]


def replace(names: dict[str, object], stand_ins: Sequence[StandInNode]) -> None:
    """Bind the exercises' names to their stand-ins, and other names and default arguments that had the same value."""
    for stand_in in stand_ins:
        before = names.get(stand_in.exercise, _NOTHING)
        after = made(stand_in)
        # a number or a class of torch may stand for something else elsewhere
        if is_the_notebooks(before):
            for replace_there in places(names, before):
                replace_there(before, after)
        names[stand_in.exercise] = after


def places(names: dict[str, object], value: object) -> list[Place]:
    """Where the notebook, or a module beside it, holds a value: each replaces it there, if it still is there."""
    held: list[Place] = []
    for namespace in [names, *_modules_beside()]:
        held += _places_in(namespace, value)
    return held


def _modules_beside() -> list[dict[str, object]]:
    """The names of the modules that the notebook has written and imported."""
    namespaces = []
    for module in list(sys.modules.values()):
        names = names_of_module(module)
        if type(names) is dict and lies_beside(names.get("__file__")):
            namespaces.append(names)
    return namespaces


def _places_in(namespace: dict[str, object], before: object) -> Iterator[Place]:
    for name, value in list(namespace.items()):
        if value is before:
            yield functools.partial(_replace_item, namespace, name)
            continue
        for key in _keys(value, before):
            yield functools.partial(_replace_item, value, key)
        for function in _functions(value):
            if _has_default(function, before):
                yield functools.partial(_replace_defaults, function)


def _keys(container: object, before: object) -> list[object]:
    """Where a list or a dict, such as a table of optimizers, holds this. One with much in it holds data."""
    parts: Iterable[tuple[object, object]] = ()
    if type(container) is list and len(container) <= _MOST_PARTS:
        parts = enumerate(container)
    elif type(container) is dict and len(container) <= _MOST_PARTS:
        parts = container.items()
    return [key for key, part in parts if part is before]


def _replace_item(container: Any, key: object, before: object, after: object) -> None:
    # it may be another list by now, and a key of the student's kind may raise anything
    with contextlib.suppress(Exception):
        if container[key] is before:
            container[key] = after


def _has_default(function: FunctionType, before: object) -> bool:
    defaults = [*tuple.__iter__(function.__defaults__ or ()), *dict.values(function.__kwdefaults__ or {})]
    return any(value is before for value in defaults)


def _functions(value: object) -> Iterator[FunctionType]:
    """A function itself, or the methods of a class, where they are the notebook's."""
    if not is_the_notebooks(value):
        return
    if type(value) is FunctionType:
        yield value
        return
    for part in list(names_of_class(value).values()):
        if type(part) is FunctionType:
            yield part


def _replace_defaults(function: FunctionType, before: object, after: object) -> None:
    """Replace a value in `def train(…, loss=distance)`."""
    defaults = []
    for value in tuple.__iter__(function.__defaults__ or ()):
        defaults.append(after if value is before else value)
    if defaults:
        function.__defaults__ = tuple(defaults)
    named_defaults = function.__kwdefaults__
    if named_defaults is None:
        return
    for name, value in list(dict.items(named_defaults)):  # a dict of the student's kind may answer anything
        if value is before:
            dict.__setitem__(named_defaults, name, after)
