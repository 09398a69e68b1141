"""A conversation with a copy of the student's notebook: requests, callbacks, deadlines, one test after another.

Everything that arrives is decoded by `wire.Reader` into plain values, plain tensors, or a handle; nothing of it runs.
"""

from __future__ import annotations

import functools
import io
import pickle
import sys
import time
from collections.abc import Callable, Sequence
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import torch

from autograder.remote import faults
from autograder.remote.gradients import Graphs
from autograder.remote.objects import MOST_VALUES, RemoteObject
from autograder.remote.texts import clean, harmless
from autograder.wire.frames import Channel, Closed, OutOfTime, ProtocolError, Reader, Writer
from autograder.wire.twins import Twins, versions

_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType)
MAX_CALLBACKS = 100_000  # in one call
MAX_HANDLES = 10_000  # in one test, as the two below
MAX_TENSORS = 1 << 29  # bytes of tensors that arrive
MAX_VALUES = 8 << 20  # bytes of other values: a byte may become 60 of Python's
_LONGEST_NAME = 100  # characters of a type's name
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


class _Forbidden(Exception):
    """The student's side changed tensors that should stay as they were."""

    def __init__(self, tensors: list[torch.Tensor]) -> None:
        super().__init__()
        self.tensors = tensors


def _is_of_a_library(kind: str) -> bool:
    """Whether this process knows a type of this module and name, too."""
    module, _, name = kind.rpartition(".")
    known = getattr(sys.modules.get(module), "__dict__", {})  # to ask the module itself could make it import something
    return isinstance(known.get(name), type)


def _stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text as a word."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not _goes_on(text[start - 1 : start]) and not _goes_on(text[end : end + 1]):
            return True
        start = text.find(name, end)
    return False


def _goes_on(character: str) -> bool:
    """Whether a word goes on with this character; there may be none."""
    return character.isalnum() or character == "_"


def _which(changed: list[torch.Tensor], operation: str, arguments: Sequence[Any]) -> str:
    """The argument that was changed, in words of ours."""
    args, kwargs = arguments[2:] if operation == "call" else ((), {})
    wanted = {id(tensor) for tensor in changed}
    for ordinal, argument in zip(_ORDINALS, args, strict=False):
        if wanted & _ids_in(argument):
            return f"its {ordinal} argument, which should stay as it was"
    for name, argument in kwargs.items():
        if wanted & _ids_in(argument):
            return f"its argument {name}, which should stay as it was"
    return "a tensor that this test had given it, which should stay as it was"


def _ids_in(value: Any) -> set[int]:
    """The ids of the tensors in an argument."""
    if isinstance(value, (list, tuple)):
        return {number for part in value for number in _ids_in(part)}
    return {id(value)}


class _Pickler(pickle.Pickler):
    """Packs an object of the grader's for the sandbox; its tensors stay shared."""

    def __init__(self, file: io.BytesIO, twins: Twins) -> None:
        super().__init__(file)
        self.twins = twins

    def persistent_id(self, obj: Any) -> int | None:
        return self.twins.share(obj) if isinstance(obj, torch.Tensor) else None


def _nothing_may_change(_tensor: torch.Tensor) -> bool:
    return False


class Session:
    """The grader's end. `status` tells how the student's process ended, once it has; `cells` is the notebook's text.

    What a test hands over stays as it was: `may_change` says which tensors of the test's own a call may change. Others
    are left alone here, and where the student's code has changed one, the call is lost with a fault that says so.
    """

    def __init__(
        self,
        channel: Channel,
        call_seconds: float,
        test_seconds: float,
        status: Callable[[], int | str | None] = lambda: None,
        device: str = "cpu",
        cells: Sequence[str] = (),
    ) -> None:
        self.channel = channel
        self.call_seconds = call_seconds
        self.test_seconds = test_seconds
        self.status = status
        self.device = device
        self.cells = cells
        self.may_change: Callable[[torch.Tensor], bool] = _nothing_may_change
        self.number = 0
        self.asked = 0
        self.seed: int | None = None  # goes with the first request of a test
        self.lost: Exception | None = None
        self._start_afresh()

    def _start_afresh(self) -> None:
        self.end = time.monotonic() + self.test_seconds
        self.twins = Twins(1, versions)
        self.handles: dict[int, RemoteObject] = {}
        self.given: list[Any] = []  # functions and objects of the grader's, by number
        self.numbers: dict[int, int] = {}  # of these, by id
        self.most_tensors = self.channel.tensors + MAX_TENSORS
        self.most_values = self.channel.values + MAX_VALUES

    def begin(self, seed: int) -> None:
        """Begin another test in the same copy: nothing that the one before it exchanged is known any more."""
        self.seed = seed
        self._start_afresh()

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
        except _Forbidden as forbidden:
            self.lost = faults.Changed(f"your code changed {_which(forbidden.tensors, operation, arguments)}")
        except (ProtocolError, RecursionError) as fault:
            self.lost = self.lost or ProtocolError(f"your answer can't be read: {clean(fault)}")
        except faults.TooMuch as too_much:
            self.lost = too_much
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
            self._check_amount()
            if type(tree) is not list or len(tree) != 4:
                raise ProtocolError("an answer that is not one")
            kind, about, content, changes = tree
            if kind == "device" and self.device != "cpu":  # nowhere else may a sandbox say that it was not its fault
                raise faults.DeviceFault(clean(about))
            graphs = Graphs(self, allowed=outputs)
            reader = Reader(body, functools.partial(self._decode, graphs), text=harmless)
            forbidden = self.twins.apply(changes, reader, created=-1, is_fixed=self._is_fixed)
            if forbidden:
                raise _Forbidden(forbidden)
            value = reader.value(content)
            if kind == "callback":
                self._call_back(about, value, deadline)
            elif about != number or kind not in ("ok", "error"):
                raise ProtocolError("an answer out of turn")
            elif kind == "error":
                raise faults.raised(value, self.cells)
            else:
                return graphs.attach(value)
        raise ProtocolError("too many callbacks")

    def _check_amount(self) -> None:
        """Raise TooMuch where a test has been given more than it takes in."""
        if self.channel.tensors > self.most_tensors:
            raise faults.TooMuch(f"your code returned more than {MAX_TENSORS >> 20} MB of tensors in one test")
        if self.channel.values > self.most_values:
            raise faults.TooMuch(f"your code returned more than {MAX_VALUES >> 20} MB of values in one test")

    def _is_fixed(self, tensor: torch.Tensor) -> bool:
        return not self.may_change(tensor)

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
            if "can't allocate memory" in str(fault):  # torch's words: no reason to go on with a smaller size
                raise MemoryError from fault
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
        known = self.numbers.get(id(value))
        if known is not None:
            return ["O", known]
        number = self.numbers[id(value)] = len(self.given)
        self.given.append(value)
        if isinstance(value, _FUNCTIONS):
            return ["f", number]
        packed = io.BytesIO()
        _Pickler(packed, self.twins).dump(value)
        return ["o", number, packed.getvalue()]

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
            known = tuple(clean(k) for k in kinds)
            self.handles[number] = RemoteObject(self, number, self._type_name(name, known), known, iterable)
        return self.handles[number]

    def _type_name(self, name: str, kinds: tuple[str, ...]) -> str:
        """The name of an object's type, where it stands in the notebook or is a library's; else it could be a code."""
        if not name.isidentifier() or len(name) > _LONGEST_NAME:
            return "object"
        if kinds and _is_of_a_library(kinds[0]):
            return name
        if any(_stands_in(name, cell) for cell in self.cells):
            return name
        return "object"
