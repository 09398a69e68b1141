"""Answers to the grader's calls, in a copy of the notebook: decode, call the student's code, encode what came of it.

Only values go back. An object that is not plain stays here and goes as a handle: a number, its type's name, and what
it can do. A tensor with a graph behind it stays here too, so that the grader's `backward` can ask for its gradient.
"""

from __future__ import annotations

import inspect
import io
import itertools
import os
import pickle
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.sandbox.prefetch import Begun, Layers, Method, is_layer, is_of_a_library, next_of
from autograder.wire.frames import NAMES, Channel, Closed, ProtocolError, Reader, Writer
from autograder.wire.twins import Twins, contents, detached, leaves, plain

_ALIVE = object()
_AT_ONCE = 0.02  # seconds in which a student's iterator is asked for more than one value
_READING = ("get", "length", "reached")  # what these might change all the same goes with the next answer


class Missing(Exception):
    """The notebook defines no such name."""


class ArgumentChanged(Exception):
    """A call has changed a list or a dict that it was given; the text says which argument, counted from 0."""


def _outline(value: Any) -> Any:
    """What a list, a tuple or a dict holds, by identity: it is another one where something was put in or taken out."""
    if type(value) in (list, tuple):
        return [_outline(part) for part in value]
    if type(value) is dict:
        return [(name, _outline(part)) for name, part in value.items()]
    return id(value)


class _Unpickler(pickle.Unpickler):
    """Rebuilds an object of the grader's around the tensors that both sides share."""

    def __init__(self, data: bytes, twins: Twins) -> None:
        super().__init__(io.BytesIO(data))
        self.twins = twins

    def persistent_load(self, pid: Any) -> torch.Tensor:
        return self.twins.get(pid)


class Answers:
    """The sandbox's end. `names` is what the notebook defined; `describe` makes data of an error."""

    def __init__(
        self,
        channel: Channel,
        names: dict[str, Any],
        describe: Callable[[BaseException], dict[str, Any]],
        seed: Callable[[int], None],
        device: str = "cpu",
    ) -> None:
        self.channel = channel
        self.names = names
        self.describe = describe
        self.seed = seed
        self.device = device
        self.untouched = not torch.cuda.is_initialized()  # no student's code can have broken the device yet
        self._forget()

    def _forget(self) -> None:
        self.twins = Twins(-1, contents)
        self.handles: list[Any] = []
        self.handle_numbers: dict[int, int] = {}
        self.begun: dict[int, list[Any]] = {}  # the first values of iterators, by handle
        self.given: dict[int, tuple[int, Any]] = {}  # id → the grader's number for an object of its own
        self.graphs: list[tuple[list[torch.Tensor], dict[int, torch.Tensor]]] = []
        self.outputs: list[torch.Tensor] = []
        self.stopped: dict[int, BaseException] = {}  # iterators that raised, by id

    def serve(self) -> None:
        """Answer until the grader hangs up."""
        try:
            while True:
                self._answer(*self.channel.receive())
        except Closed:
            return

    def _answer(self, tree: Any, body: memoryview) -> None:
        number, gradients, changes, seed, operation, *arguments = tree
        if seed is not None:  # another test begins
            self._forget()
            self.seed(seed)
        writer = Writer(self._encode_special)
        self.outputs = []
        try:
            values = self._received(changes, body, arguments)
            with torch.set_grad_enabled(gradients):
                result = getattr(self, f"_{operation}")(*values)
            reply = ["ok", number, writer.value(result), None]
        except BaseException as error:  # noqa: BLE001  whatever the student's code raises is the answer
            writer, self.outputs = Writer(self._encode_special), []
            reply = ["error", number, writer.value(self.describe(error)), None]
        if self.outputs:
            self.graphs.append((self.outputs, self.twins.wanting_gradients()))
        try:
            self._send(reply, writer, reading=operation in _READING)
        except ProtocolError as too_much:
            writer = Writer(self._encode_special)
            self._send(["error", number, writer.value(self.describe(too_much)), None], writer, reading=True)

    def _received(self, changes: Any, body: memoryview, arguments: list[Any]) -> list[Any]:
        """What the grader has sent, on the device. A GPU can fail in that without anything of the student's."""
        reader = Reader(body, self._decode_special, self.device)
        untouched, self.untouched = self.untouched, False
        try:
            self.twins.apply(changes, reader, created=1)
            return [reader.value(argument) for argument in arguments]
        except Exception as fault:
            if self.device != "cpu" and untouched:
                self.channel.send(Writer(self._encode_special).frame(["device", str(fault)[:300], None, []]))
                os._exit(1)
            raise

    def _probe(self) -> None:
        """Compute something where a student's code will."""
        torch.ones(2, device=self.device).sum().item()

    def _send(self, reply: list[Any], writer: Writer, *, reading: bool = False) -> None:
        changed = Writer(self._encode_special)
        reply[3] = self.twins.changes(changed, unseen_only=reading)  # after the values, which share new tensors …
        changed.parts += writer.parts  # … but ahead of them in the frame: a value may name what the changes bring
        self.channel.send(changed.frame(reply))

    # --- what a grader may ask ---------------------------------------------------------------------------------

    def _call(self, target: Any, name: str | None, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if target is None:
            if name not in self.names:
                raise Missing(name)
            return self._called(self.names[name], args, kwargs)
        result = (target if name is None else getattr(target, name))(*args, **kwargs)
        of_a_module = isinstance(target, nn.Module) and name is not None and hasattr(nn.Module, name)
        return Begun(result) if of_a_module and is_of_a_library(result) else result

    def _called(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What a function of the notebook gives. It may not change the lists and dicts that it is given."""
        given = [*args, *kwargs.values()]
        outlines = [_outline(value) for value in given]
        result = function(*args, **kwargs)
        for number, (value, outline) in enumerate(zip(given, outlines, strict=True)):
            if _outline(value) != outline:
                raise ArgumentChanged(number)
        return result

    def _get(self, target: Any, name: str) -> Any:
        value = getattr(target, name)
        if inspect.isroutine(value):
            return Method()
        return Layers(self.handle_numbers[id(target)], name, value, target) if is_layer(value) else value

    def _iterate(self, target: Any, most: int) -> tuple[Any, list[Any], bool]:
        return self._following(iter(target), most)

    def _following(self, target: Any, most: int) -> tuple[Any, list[Any], bool]:
        """An iterator, its next values, up to `most` of them, and whether there may be more.

        A student's iterator may change later what it has yielded before: it is asked for another value only while
        all are plain data, of which a copy is kept, and come fast.
        """
        if is_of_a_library(target):
            return target, *next_of(target, most)
        if id(target) in self.stopped:
            raise self.stopped.pop(id(target))
        values, late = [], time.monotonic() + _AT_ONCE
        try:
            for value in itertools.islice(target, most):
                values.append(self._frozen(value))
                if values[-1] is _ALIVE or time.monotonic() > late:
                    values[-1] = value
                    return target, values, True
        except BaseException as error:
            if not values:
                raise
            self.stopped[id(target)] = error  # for when the values before it have been seen
            return target, values, True
        return target, values, len(values) == most

    def _frozen(self, value: Any) -> Any:
        """A copy of plain data, or _ALIVE where there is more to it."""
        if type(value) in (tuple, list):
            parts = [self._frozen(part) for part in value]
            return _ALIVE if any(part is _ALIVE for part in parts) else type(value)(parts)
        if type(value) is torch.Tensor and not value.requires_grad and self.twins.number(value) is None:
            return value.clone()
        return value if value is None or type(value) in (bool, int, float, str) else _ALIVE

    def _length(self, target: Any) -> int:
        return len(target)

    def _item(self, target: Any, key: Any) -> Any:
        return target[key]

    def _reached(self, graph: int, numbers: list[int]) -> list[int]:
        """Those of the shared tensors with these numbers on which an output with a graph depends."""
        reached = leaves(self.graphs[graph][0])
        return [number for number in numbers if id(self.twins.get(number)) in reached]

    def _backward(self, graph: int, gradients: list[torch.Tensor | None], wanted: list[int]) -> list[Any]:
        outputs, twins = self.graphs[graph]
        inputs = [twins[number] for number in wanted]
        before = [t.grad for t in inputs]
        for t in inputs:
            t.grad = None
        # Σ output · gradient has the gradients asked for, and needs no argument: given one, torch first imports sympy.
        # Not autograd.grad, since parameters that live only here must collect their gradients too.
        with torch.enable_grad():
            total = sum((o * g).sum() for o, g in zip(outputs, gradients, strict=True) if g is not None)
        if isinstance(total, torch.Tensor):
            total.backward(retain_graph=True)
        result = [None if t.grad is None else plain(t.grad).detach() for t in inputs]
        for t, grad in zip(inputs, before, strict=True):
            t.grad = grad
        return result

    # --- values ------------------------------------------------------------------------------------------------

    def _decode_special(self, tag: str, items: list[Any], _reader: Reader) -> Any:
        if tag == "s":
            return self.twins.get(items[0])
        if tag == "h":
            return self.handles[items[0]]
        if tag == "i":  # an iterator whose last values the grader had, and has not looked at
            return itertools.chain(self.begun[items[0]][-items[1] :], self.handles[items[0]])
        if tag == "f":
            return self._remember(items[0], self._callback(items[0]))
        if tag == "o":
            return self._remember(items[0], _Unpickler(items[1], self.twins).load())
        if tag == "O":
            return next(value for number, value in self.given.values() if number == items[0])
        raise ProtocolError(f"unknown tag {tag!r}")

    def _remember(self, number: int, value: Any) -> Any:
        self.given[id(value)] = (number, value)
        return value

    def _encode_special(self, value: Any, writer: Writer) -> list[Any]:
        if isinstance(value, Method | Layers | Begun):
            encoded = value.encoded(writer)
            if isinstance(value, Begun):
                self.begun[self.handle_numbers[id(value.iterator)]] = value.values
            return encoded
        if isinstance(value, torch.Tensor):
            with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001  a subclass has no say in what it is
                return self._encode_tensor(value, writer)
        if id(value) in self.given:
            return ["O", self.given[id(value)][0]]
        kinds: tuple[type[Any], ...] = (bool, int, float, str, tuple, list, dict)
        for kind in kinds:
            if type(value) is not kind and isinstance(value, kind):
                return writer.value(kind(value))  # type: ignore[no-any-return]
        if isinstance(value, np.generic | np.ndarray) and value.ndim == 0 and value.dtype.kind in "biuf":
            return writer.value(value.item())  # type: ignore[no-any-return]
        return self._handle(value)

    def _encode_tensor(self, tensor: torch.Tensor, writer: Writer) -> list[Any]:
        known = self.twins.number(tensor)
        if known is not None:
            return ["s", known]
        if tensor.layout is not torch.strided or tensor.dtype not in NAMES or tensor.is_meta:
            return self._handle(tensor)
        if tensor.requires_grad and tensor.is_leaf:
            return ["s", self.twins.share(tensor)]
        if tensor.requires_grad:
            self.outputs.append(tensor)
            return ["g", len(self.graphs), len(self.outputs) - 1, writer.tensor(plain(tensor))]
        return writer.tensor(plain(tensor))

    def _handle(self, value: Any) -> list[Any]:
        number = self.handle_numbers.get(id(value))
        if number is None:
            number = self.handle_numbers[id(value)] = len(self.handles)
            self.handles.append(value)
        kinds = [f"{k.__module__}.{k.__qualname__}" for k in type(value).__mro__[:-1]]
        return ["h", number, type(value).__name__, kinds[:16], callable(value), _can_be_looped_over(value)]

    def _callback(self, function: int) -> Callable[..., Any]:
        def call_the_grader(*args: Any, **kwargs: Any) -> Any:
            writer = Writer(self._encode_special)
            outer, self.outputs = self.outputs, []
            with torch.no_grad():
                values = writer.value([detached(list(args)), detached(kwargs)])
            self.outputs = outer
            self._send(["callback", function, values, None], writer)
            while True:  # the grader's function may itself call the student's code
                tree, body = self.channel.receive()
                if tree[0] not in ("return", "raise"):
                    self._answer(tree, body)
                    continue
                reader = Reader(body, self._decode_special, self.device)
                self.twins.apply(tree[2], reader, created=1)
                value = reader.value(tree[1])
                if tree[0] == "raise":
                    raise RuntimeError(value)
                return value

        return call_the_grader


def _can_be_looped_over(value: Any) -> bool:
    return hasattr(type(value), "__iter__") or hasattr(type(value), "__getitem__")
