"""Stand-ins in a copy of the notebook: what failed is replaced, wherever the notebook holds on to it.

The source is the course author's and needs nothing but the names that always hold, so that the grader can make the
same of it for its reference.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from types import FunctionType

from autograder.sandbox.always_there import ALWAYS_THERE
from autograder.sandbox.definitions import is_the_notebooks, lies_beside, names_of_class, names_of_module
from autograder.wire.messages import StandInNode

_NOTHING = object()


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
            for namespace in [names, *_modules_beside()]:
                _replace_in(namespace, before, after)
        names[stand_in.exercise] = after


def replace_value(names: dict[str, object], before: object, after: object) -> None:
    """Replace a value wherever the notebook, or a module beside it, holds it under a name."""
    for namespace in [names, *_modules_beside()]:
        _replace_in(namespace, before, after)


def _modules_beside() -> list[dict[str, object]]:
    """The names of the modules that the notebook has written and imported."""
    namespaces = []
    for module in list(sys.modules.values()):
        names = names_of_module(module)
        if type(names) is dict and lies_beside(names.get("__file__")):
            namespaces.append(names)
    return namespaces


def _replace_in(namespace: dict[str, object], before: object, after: object) -> None:
    for name, value in list(namespace.items()):
        if value is before:
            namespace[name] = after
            continue
        _replace_in_container(value, before, after)
        for function in _functions(value):
            _replace_defaults(function, before, after)


def _replace_in_container(value: object, before: object, after: object) -> None:
    """In a list or a dict that holds what is replaced, such as a table of optimizers."""
    places: list[tuple[object, object]] = []
    if type(value) is list:
        places = [*enumerate(value)]
    elif type(value) is dict:
        places = [*value.items()]
    for key, part in places:
        if part is before:
            value[key] = after  # type: ignore[index]


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
