"""Proxies of what stays in the sandbox: an object behind a handle, and the notebook's names as a namespace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Protocol

import torch
from torch import nn

from autograder.wire import messages
from autograder.wire.frames import ProtocolError

METHOD = object()  # in place of an attribute that is to be called by its name
_LONGEST = 10_000_000  # elements of an object; Python sets memory aside for as many before it asks for the first
_FIRST = 8  # values of an iterator that cross at once, to begin with
MOST_VALUES = 64  # that cross at once


def _methods_of(kind: type) -> set[str]:
    return {name for name, value in vars(kind).items() if isinstance(value, FunctionType)}


# of a module or an optimizer these are called; no need to ask first what they are
_METHODS = {
    f"{kind.__module__}.{kind.__qualname__}": _methods_of(kind) for kind in (nn.Module, torch.optim.Optimizer)
}


class Asks(Protocol):
    """Whatever carries a request to the sandbox; `asked` counts those that may have changed something there."""

    asked: int

    def request(self, operation: type[messages.Operation], *arguments: object) -> object:
        """Ask and return the answer."""


@dataclass
class _FirstValues:
    """An iterator's first values, and whether there may be more."""

    values: list[object]
    more: bool


class RemoteObject:
    """An object in the student's process. Attributes, calls, items and iteration happen there; equality is identity.

    `remote_kinds` are the names of its type and bases as the sandbox tells them: good for a message, not for trust.
    What an attribute, a call or an item gives is whatever the student's code makes of it, hence `Any`.
    """

    def __init__(self, session: Asks, number: int, name: str, kinds: tuple[str, ...], iterable: bool) -> None:
        self._session = session
        self._number = number
        self._iterable = iterable
        self.remote_name = name
        self.remote_kinds = kinds
        self._parts: Mapping[str, object] = {}  # layers, or a layer's tensors …
        self._parts_asked = -1  # … as of so many requests
        self._first_values: _FirstValues | None = None

    def _keep_parts(self, parts: Mapping[str, object]) -> None:
        """Keep attributes that came along with another answer, for as long as nothing can have changed them."""
        self._parts = parts
        self._parts_asked = self._session.asked

    def _begin(self, values: list[object], more: bool) -> None:
        """Keep an iterator's first values, which came along with it."""
        self._first_values = _FirstValues(values, more)

    def __repr__(self) -> str:
        return f"<your {self.remote_name}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if any(name in _METHODS.get(kind, ()) for kind in self.remote_kinds):
            return RemoteFunction(self._session, self, name)
        if self._parts_asked == self._session.asked and name in self._parts:
            return self._parts[name]
        value = self._session.request(messages.Get, self, name)
        if value is METHOD:
            return RemoteFunction(self._session, self, name)
        return value

    def __call__(self, *arguments: object, **named: object) -> Any:
        """Call the object, where it is one that can be called."""
        return self._session.request(messages.Call, self, None, arguments, named)

    def __len__(self) -> int:
        if self._first_values is not None:  # asked by list(), which needs no answer
            raise TypeError(f"your {self.remote_name} has no length")
        size = self._session.request(messages.Length, self)
        if type(size) is not int or not 0 <= size <= _LONGEST:
            raise TypeError(f"the length of your {self.remote_name} is not one to count with")
        return size

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: object) -> Any:
        return self._session.request(messages.Item, self, key)

    def __iter__(self) -> Iterator[Any]:
        if not self._iterable:
            raise TypeError(f"your {self.remote_name} can't be iterated over")
        source: object = self
        if self._first_values is None:
            answer = self._session.request(messages.Iterate, self, _FIRST)
            source, first_values = _following(answer, _FIRST)
        else:
            first_values = self._first_values
            self._first_values = None
        yield from first_values.values
        while first_values.more:
            answer = self._session.request(messages.Following, source, MOST_VALUES)
            _, first_values = _following(answer, MOST_VALUES)
            yield from first_values.values

    def __next__(self) -> Any:
        first_values = self._first_values
        if first_values is None or (not first_values.values and first_values.more):
            answer = self._session.request(messages.Following, self, 1)
            _, first_values = _following(answer, 1)
        if not first_values.values:
            raise StopIteration
        return first_values.values.pop(0)


def _following(answer: object, most: int) -> tuple[object, _FirstValues]:
    """An iterator, and its next values."""
    match answer:
        case (source, [*values], bool() as more) if len(values) <= most:
            return source, _FirstValues(values, more and bool(values))
    raise ProtocolError("values that do not follow")


class RemoteFunction:
    """A function of the notebook's, or a method of a RemoteObject, called by name."""

    def __init__(self, session: Asks, target: RemoteObject | None, name: str) -> None:
        self._session = session
        self._target = target
        self._name = name

    def __call__(self, *arguments: object, **named: object) -> Any:
        """Call it in the student's process."""
        return self._session.request(messages.Call, self._target, self._name, arguments, named)


class Student:
    """What the notebook defined: `student.softmax(...)` calls the student's function in the student's process."""

    def __init__(self, session: Asks) -> None:
        self._session = session

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("__"):
            raise AttributeError(name)
        return RemoteFunction(self._session, None, name)
