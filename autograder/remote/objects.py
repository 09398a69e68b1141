"""Proxies of what stays in the sandbox: an object behind a handle, and the notebook's names as a namespace."""

from __future__ import annotations

from collections.abc import Iterator
from types import FunctionType
from typing import Any, Protocol

import torch
from torch import nn

from autograder.wire.frames import ProtocolError

_LONGEST = 10_000_000  # elements of an object; Python sets memory aside for as many before it asks for the first
_FIRST, MOST_VALUES = 8, 64  # of an iterator, that cross at once
# of a module or an optimizer these are called; no need to ask first what they are
_METHODS = {
    f"{kind.__module__}.{kind.__qualname__}": {
        name for name, value in vars(kind).items() if isinstance(value, FunctionType)
    }
    for kind in (nn.Module, torch.optim.Optimizer)
}


class Asks(Protocol):
    """Whatever carries a request to the sandbox; `asked` counts those that may have changed something there."""

    asked: int

    def request(self, operation: str, *arguments: Any) -> Any:
        """Ask and return the answer."""


class RemoteObject:
    """An object in the student's process. Attributes, calls, items and iteration happen there; equality is identity.

    `remote_kinds` are the names of its type and bases as the sandbox tells them: good for a message, not for trust.
    """

    METHOD = object()

    def __init__(self, session: Asks, number: int, name: str, kinds: tuple[str, ...], iterable: bool) -> None:
        self._session = session
        self._number = number
        self._iterable = iterable
        self.remote_name = name
        self.remote_kinds = kinds
        self._parts: tuple[int, dict[str, Any]] = (-1, {})  # layers, or a layer's tensors, as of so many requests
        self._ahead: tuple[list[Any], bool] | None = None  # an iterator's first values, and whether there may be more

    def __repr__(self) -> str:
        return f"<your {self.remote_name}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if any(name in _METHODS.get(kind, ()) for kind in self.remote_kinds):
            return RemoteFunction(self._session, self, name)
        asked, parts = self._parts
        if asked == self._session.asked and name in parts:
            return parts[name]
        value = self._session.request("get", self, name)
        return RemoteFunction(self._session, self, name) if value is RemoteObject.METHOD else value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: D102
        return self._session.request("call", self, None, args, kwargs)

    def __len__(self) -> int:
        if self._ahead is not None:  # asked by list(), which needs no answer
            raise TypeError(f"your {self.remote_name} has no length")
        size = self._session.request("length", self)
        if type(size) is not int or not 0 <= size <= _LONGEST:
            raise TypeError(f"the length of your {self.remote_name} is not one to count with")
        return size

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: Any) -> Any:
        return self._session.request("item", self, key)

    def __iter__(self) -> Iterator[Any]:
        if not self._iterable:
            raise TypeError(f"your {self.remote_name} can't be iterated over")
        source: Any = self
        if self._ahead is None:
            source, values, more = _following(self._session.request("iterate", self, _FIRST), _FIRST)
        else:
            (values, more), self._ahead = self._ahead, None
        yield from values
        while more:
            _, values, more = _following(self._session.request("following", source, MOST_VALUES), MOST_VALUES)
            yield from values

    def __next__(self) -> Any:
        values = self._ahead[0] if self._ahead else []
        if not values and (self._ahead is None or self._ahead[1]):
            _, values, _ = _following(self._session.request("following", self, 1), 1)
        if not values:
            raise StopIteration
        return values.pop(0)


def _following(answer: Any, most: int) -> tuple[Any, list[Any], bool]:
    """An iterator, its next values, and whether there may be more."""
    match answer:
        case (source, [*values], bool() as more) if len(values) <= most:
            return source, values, more and bool(values)
    raise ProtocolError("values that do not follow")


class RemoteFunction:
    """A function of the notebook's, or a method of a RemoteObject, called by name."""

    def __init__(self, session: Asks, target: RemoteObject | None, name: str) -> None:
        self._session, self._target, self._name = session, target, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: D102
        return self._session.request("call", self._target, self._name, args, kwargs)


class Student:
    """What the notebook defined: `student.batch_norm(...)` calls the student's function in the student's process."""

    def __init__(self, session: Asks) -> None:
        self._session = session

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("__"):
            raise AttributeError(name)
        return RemoteFunction(self._session, None, name)
