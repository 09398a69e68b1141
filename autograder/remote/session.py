"""A conversation with a copy of the student's notebook: requests, callbacks, deadlines, one test after another.

Everything that arrives is decoded by `wire.Reader` into plain values, plain tensors, or a handle; nothing of it runs.
"""

from __future__ import annotations

import functools
import io
import pickle
import time
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import torch

from autograder.remote import faults
from autograder.remote.gradients import Graphs
from autograder.remote.handle import MOST_VALUES, RemoteObject
from autograder.sandbox.twins import Twins, versions
from autograder.wire import Channel, Closed, OutOfTime, ProtocolError, Reader, Writer

_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType)
MAX_CALLBACKS = 100_000
MAX_HANDLES = 10_000


class _Pickler(pickle.Pickler):
    """Packs an object of the grader's for the sandbox; its tensors stay shared."""

    def __init__(self, file: io.BytesIO, twins: Twins) -> None:
        super().__init__(file)
        self.twins = twins

    def persistent_id(self, obj: Any) -> int | None:
        return self.twins.share(obj) if isinstance(obj, torch.Tensor) else None


class Session:
    """The grader's end. `status` tells how the student's process ended, once it has."""

    def __init__(
        self,
        channel: Channel,
        call_seconds: float,
        test_seconds: float,
        status: Callable[[], object] = lambda: None,
        device: str = "cpu",
    ) -> None:
        self.channel = channel
        self.call_seconds, self.test_seconds = call_seconds, test_seconds
        self.end = time.monotonic() + test_seconds
        self.status = status
        self.device = device
        self.number = self.asked = 0
        self.seed: int | None = None  # goes with the first request of a test
        self.lost: Exception | None = None
        self._forget()

    def _forget(self) -> None:
        self.twins = Twins(1, versions)
        self.handles: dict[int, RemoteObject] = {}
        self.given: list[Any] = []  # functions and objects of the grader's, by number

    def begin(self, seed: int) -> None:
        """Begin another test in the same copy: nothing that the one before it exchanged is known any more."""
        self.end = time.monotonic() + self.test_seconds
        self.seed = seed
        self._forget()

    def request(self, operation: str, *arguments: Any) -> Any:
        """Ask, serve callbacks while waiting, and return the answer. Raises a StudentFault or ProtocolError."""
        if self.lost is not None:
            raise self.lost
        self.number += 1
        self.asked += operation not in ("get", "reached")  # whatever else is asked may change what was got before
        writer = Writer(self._encode)
        values = [writer.value(argument) for argument in arguments]
        deadline = min(time.monotonic() + self.call_seconds, self.end)
        try:
            seed, self.seed = self.seed, None
            self._send([self.number, torch.is_grad_enabled(), None, seed, operation, *values], writer, deadline)
            return self._answer(self.number, deadline, outputs=operation != "reached")
        except OutOfTime:
            self.lost = self._late()
        except Closed:
            self.lost = faults.ended(self.status())
        except (ProtocolError, RecursionError) as fault:
            self.lost = self.lost or ProtocolError(f"your answer can't be read: {faults.clean(fault)}")
        raise self.lost from None

    def _send(self, message: list[Any], writer: Writer, deadline: float) -> None:
        changed = Writer(self._encode)
        message[2] = self.twins.changes(changed)  # after the values, which share new tensors …
        changed.parts += writer.parts  # … but ahead of them in the frame: a value may name what the changes bring
        self.channel.send(changed.frame(message), deadline)

    def _late(self) -> faults.TooSlow:
        if time.monotonic() >= self.end:
            return faults.TooSlow(f"the whole test took more than {self.test_seconds:g} s")
        return faults.TooSlow(f"no answer within {self.call_seconds:g} s: an endless loop?")

    def _answer(self, number: int, deadline: float, *, outputs: bool) -> Any:
        for _ in range(MAX_CALLBACKS):
            tree, body = self.channel.receive(deadline)
            if type(tree) is not list or len(tree) != 4:
                raise ProtocolError("an answer that is not one")
            kind, about, content, changes = tree
            if kind == "device" and self.device != "cpu":  # nowhere else may a sandbox say that it was not its fault
                raise faults.DeviceFault(faults.clean(about))
            graphs = Graphs(self, allowed=outputs)
            reader = Reader(body, functools.partial(self._decode, graphs))
            self.twins.apply(changes, reader, created=-1)
            value = reader.value(content)
            if kind == "callback":
                self._call_back(about, value, deadline)
            elif about != number or kind not in ("ok", "error"):
                raise ProtocolError("an answer out of turn")
            elif kind == "error":
                raise faults.raised(value)
            else:
                return graphs.attach(value)
        raise ProtocolError("too many callbacks")

    def _call_back(self, function: object, arguments: Any, deadline: float) -> None:
        """Call a function of the grader's for the sandbox; what it raises is raised there."""
        if type(function) is not int or not 0 <= function < len(self.given):
            raise ProtocolError("a callback to nothing")
        if not isinstance(self.given[function], _FUNCTIONS):
            raise ProtocolError("a callback to what is no function")
        match arguments:
            case [list() | tuple() as args, dict() as kwargs] if all(type(k) is str for k in kwargs):
                pass
            case _:
                raise ProtocolError("a callback without arguments")
        writer = Writer(self._encode)
        try:
            with torch.no_grad():
                answer = ["return", writer.value(self.given[function](*args, **kwargs)), None]
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RuntimeError) as fault:
            said = str(fault).replace("'RemoteObject'", "an object that is neither tensor nor number")
            answer = ["raise", f"{type(fault).__name__}: {said}"[:300], None]
        self._send(answer, writer, deadline)

    # --- values ------------------------------------------------------------------------------------------------

    def _encode(self, value: Any, writer: Writer) -> list[Any]:
        if isinstance(value, torch.Tensor):
            return ["s", self.twins.share(value)]
        if isinstance(value, RemoteObject):
            return self._encode_object(value)
        if isinstance(value, torch.Size):
            return writer.value(tuple(value))  # type: ignore[no-any-return]
        for number, known in enumerate(self.given):
            if known is value:
                return ["O", number]
        self.given.append(value)
        if isinstance(value, _FUNCTIONS):
            return ["f", len(self.given) - 1]
        packed = io.BytesIO()
        _Pickler(packed, self.twins).dump(value)
        return ["o", len(self.given) - 1, packed.getvalue()]

    @staticmethod
    def _encode_object(value: RemoteObject) -> list[Any]:
        """A handle; with an iterator go back the values that were here ahead of time."""
        ahead, value._ahead = value._ahead, None  # noqa: SLF001
        left = len(ahead[0]) if ahead else 0
        return ["i", value._number, left] if left else ["h", value._number]  # noqa: SLF001

    def _decode(self, graphs: Graphs, tag: str, items: list[Any], reader: Reader) -> Any:  # noqa: PLR0911  a table
        match tag, items:
            case "s", [number]:
                return self.twins.get(number)
            case "g", [graph, index, ["x", *layout]]:
                return graphs.output(graph, index, reader.tensor(layout))
            case "m", []:
                return RemoteObject.METHOD
            case "p", [int() as target, str() as name, [*layers]]:
                return self._layers(target, name, layers, reader)
            case "i", [handle, values, bool() as more]:
                return self._begun(reader.value(handle), reader.value(values), more)
            case "O", [int() as number] if 0 <= number < len(self.given):
                return self.given[number]
            case "h", [int() as number, str() as name, [*kinds], bool(), bool() as iterable]:
                return self._handle(number, name, kinds, iterable)
        raise ProtocolError("a value of no known kind")

    def _layers(self, target: int, name: str, layers: list[Any], reader: Reader) -> RemoteObject:
        """One layer of an object, and with it the others, each with its tensors: they are asked for next."""
        known = {}
        for item in layers:
            match item:
                case [str() as its_name, handle, [*parts]]:
                    known[its_name] = self._layer(reader.value(handle), parts, reader)
                case _:
                    raise ProtocolError("a layer that is not one")
        if target not in self.handles or name not in known:
            raise ProtocolError("a layer of nothing")
        self.handles[target]._parts = self.asked, known  # noqa: SLF001
        return known[name]

    def _layer(self, layer: Any, parts: list[Any], reader: Reader) -> RemoteObject:
        if not isinstance(layer, RemoteObject) or not all(type(p) is list and len(p) == 2 for p in parts):
            raise ProtocolError("a layer that is not one")
        known = [(name, reader.value(part)) for name, part in parts]
        if not all(type(name) is str and isinstance(part, torch.Tensor) for name, part in known):
            raise ProtocolError("a layer with something that is no tensor")
        layer._parts = self.asked, dict(known)  # noqa: SLF001
        return layer

    def _begun(self, iterator: Any, values: Any, more: bool) -> RemoteObject:
        """A library's iterator with its first values."""
        if not isinstance(iterator, RemoteObject) or type(values) is not list or len(values) > MOST_VALUES:
            raise ProtocolError("values that do not follow")
        iterator._ahead = values, more  # noqa: SLF001
        return iterator

    def _handle(self, number: int, name: str, kinds: list[Any], iterable: bool) -> RemoteObject:
        if number not in self.handles:
            if len(self.handles) >= MAX_HANDLES or not all(type(k) is str for k in kinds):
                raise ProtocolError("too many objects")
            known = tuple(faults.clean(k) for k in kinds)
            self.handles[number] = RemoteObject(self, number, faults.clean(name)[:80], known, iterable)
        return self.handles[number]
