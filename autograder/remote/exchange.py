"""What one test and a student's code have exchanged: shared tensors, objects of either side's, and how they are said.

Whatever arrives becomes a plain value, a plain tensor, or a RemoteObject; nothing of it runs.
"""

from __future__ import annotations

import functools
import io
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Protocol

import numpy as np
import torch

from autograder.remote.objects import METHOD, MOST_VALUES, Asks, RemoteObject
from autograder.remote.texts import clean
from autograder.wire.frames import ProtocolError
from autograder.wire.messages import (
    ArrayNode,
    FunctionNode,
    GivenNode,
    HandleNode,
    IteratorNode,
    LayerNode,
    LayersNode,
    MethodNode,
    Node,
    PickledNode,
    ReferenceNode,
    RestNode,
    SharedNode,
    Value,
)
from autograder.wire.twins import Twins, versions
from autograder.wire.values import Reader, Writer, plain_number

MAX_HANDLES = 10_000  # in one test
MAX_GIVEN = 64 << 20  # bytes of packed objects that a test hands over
_LONGEST_NAME = 100  # characters of a type's name

Function = FunctionType | BuiltinFunctionType | MethodType


_DIFFERENTIABLE = "_autograder_differentiable"  # an attribute of functions


def differentiable(function: Callable[..., object]) -> Callable[..., object]:
    """A function of the grader's through which autograd goes in the student's process as well, such as a loss.

    It is called once more, with the same arguments, for each backward through it: it computes and does nothing else.
    """

    @functools.wraps(function)
    def call(*arguments: object, **named: object) -> object:
        return function(*arguments, **named)

    setattr(call, _DIFFERENTIABLE, True)
    return call


def is_differentiable(function: object) -> bool:
    """Whether this is a function that `differentiable` gave."""
    return getattr(function, _DIFFERENTIABLE, False) is True


class HasCells(Asks, Protocol):
    """A session, as far as an exchange has to know it; `cells` is the notebook's text."""

    cells: Sequence[str]


class _Pickler(pickle.Pickler):
    """Packs an object of the grader's for the sandbox; its tensors stay shared."""

    def __init__(self, file: io.BytesIO, twins: Twins) -> None:
        super().__init__(file)
        self.twins = twins

    def persistent_id(self, obj: object) -> int | None:
        if isinstance(obj, torch.Tensor):
            return self.twins.share(obj)
        return None


class Exchange:
    """The grader's side of what has been exchanged since a test began."""

    def __init__(self, session: HasCells) -> None:
        self.session = session
        self.twins = Twins(1, versions)
        self.handles: dict[int, RemoteObject] = {}
        self.given: list[object] = []  # functions and objects of the grader's, by number
        self.given_numbers: dict[int, int] = {}  # of these, by id
        self._given_bytes = 0  # of those that were packed
        self._lent: list[torch.Tensor] = []
        self._lent_ids: set[int] = set()
        self.decoders: Mapping[type[Node], Callable[..., object]] = {
            SharedNode: self._shared,
            GivenNode: self._given_before,
            ArrayNode: self._array,
            MethodNode: self._method,
            HandleNode: self._handle,
            IteratorNode: self._iterator,
            LayersNode: self._layers,
        }

    # --- what the grader says ----------------------------------------------------------------------------------

    def encode(self, value: object, writer: Writer) -> Value:  # noqa: PLR0911  one for each kind of value
        """Encode what is not plain: a tensor, an object of the student's, a function or an object of the grader's."""
        if isinstance(value, torch.Tensor):
            return SharedNode(self.twins.share(value))
        if isinstance(value, RemoteObject):
            return self._encode_object(value)
        if isinstance(value, torch.Size):
            return writer.value(tuple(value))
        if isinstance(value, (np.generic, np.ndarray)) and value.dtype.kind in "biufc":
            return self._encode_numpy(value, writer)
        number = self.given_numbers.get(id(value))
        if number is not None:
            return GivenNode(number)
        number = len(self.given)
        self.given_numbers[id(value)] = number
        self.given.append(value)
        if isinstance(value, Function):
            return FunctionNode(number, is_differentiable(value))
        return PickledNode(number, self._packed(value))

    def _packed(self, value: object) -> bytes:
        packed = io.BytesIO()
        _Pickler(packed, self.twins).dump(value)
        self._given_bytes += packed.tell()
        if self._given_bytes > MAX_GIVEN:
            raise ProtocolError(f"your code had this test make more than {MAX_GIVEN >> 20} MB of objects")
        return packed.getvalue()

    @staticmethod
    def _encode_numpy(value: np.generic | np.ndarray, writer: Writer) -> Value:
        """By value: an array that is changed in place, on either side, is no other than the one that was meant."""
        if value.ndim == 0:
            return writer.value(plain_number(value))
        return ArrayNode(writer.tensor(torch.from_numpy(np.array(value))))

    @staticmethod
    def _encode_object(value: RemoteObject) -> Value:
        """A reference; with an iterator go back the values that were here ahead of time."""
        first_values = value._first_values  # noqa: SLF001  a RemoteObject has no public names: they are the student's
        value._first_values = None  # noqa: SLF001  as above
        number = value._number  # noqa: SLF001  as above
        if first_values is not None and first_values.values:
            return RestNode(number, len(first_values.values))
        return ReferenceNode(number)

    def lent(self, result: object) -> object:
        """What a function of the grader's has returned, its tensors as copies: they are the student's to change."""
        if isinstance(result, torch.Tensor) and self.twins.number(result) is None and not result.requires_grad:
            copy = result.clone()
            self._lent_ids.add(id(copy))
            self._lent.append(copy)  # as long as its id counts
            return copy
        if type(result) is list:
            return [self.lent(part) for part in result]
        if type(result) is tuple:
            return tuple([self.lent(part) for part in result])
        return result

    def is_lent(self, tensor: torch.Tensor) -> bool:
        """Whether a tensor was made for the student, by `lent`."""
        return id(tensor) in self._lent_ids

    # --- what the student's side says --------------------------------------------------------------------------

    def _shared(self, node: SharedNode, _reader: Reader) -> torch.Tensor:
        return self.twins.get(node.number)

    def _given_before(self, node: GivenNode, _reader: Reader) -> object:
        if not 0 <= node.number < len(self.given):
            raise ProtocolError("an object that was never handed over")
        return self.given[node.number]

    def _array(self, node: ArrayNode, reader: Reader) -> np.ndarray:
        try:
            return reader.tensor(node.tensor).numpy()
        except TypeError as fault:
            raise ProtocolError("an array of numbers that NumPy does not have") from fault

    def _method(self, _node: MethodNode, _reader: Reader) -> object:
        return METHOD

    def _handle(self, node: HandleNode, _reader: Reader) -> RemoteObject:
        if node.number not in self.handles:
            if len(self.handles) >= MAX_HANDLES:
                raise ProtocolError("too many objects")
            kinds = tuple([clean(kind) for kind in node.kinds])
            name = self._type_name(node.name, kinds)
            self.handles[node.number] = RemoteObject(self.session, node.number, name, kinds, node.iterable)
        return self.handles[node.number]

    def _iterator(self, node: IteratorNode, reader: Reader) -> RemoteObject:
        """A library's iterator with its first values."""
        iterator = reader.value(node.iterator)
        values = reader.value(node.values)
        if not isinstance(iterator, RemoteObject) or not isinstance(values, list) or len(values) > MOST_VALUES:
            raise ProtocolError("values that do not follow")
        iterator._begin(values, node.more)  # noqa: SLF001  as above
        return iterator

    def _layers(self, node: LayersNode, reader: Reader) -> RemoteObject:
        """One layer of an object, and with it the others, each with its tensors: they are asked for next."""
        layers = {layer_node.name: self._layer(layer_node, reader) for layer_node in node.layers}
        if node.owner not in self.handles or node.name not in layers:
            raise ProtocolError("a layer of nothing")
        self.handles[node.owner]._keep_parts(layers)  # noqa: SLF001  as above
        return layers[node.name]

    def _layer(self, node: LayerNode, reader: Reader) -> RemoteObject:
        layer = reader.value(node.layer)
        if not isinstance(layer, RemoteObject):
            raise ProtocolError("a layer that is not one")
        tensors = {}
        for part in node.parts:
            tensor = reader.value(part.tensor)
            if not isinstance(tensor, torch.Tensor):
                raise ProtocolError("a layer with something that is no tensor")
            tensors[part.name] = tensor
        layer._keep_parts(tensors)  # noqa: SLF001  as above
        return layer

    def _type_name(self, name: str, kinds: tuple[str, ...]) -> str:
        """The name of an object's type, where it stands in the notebook or is a library's; else it could be a code."""
        if not name.isidentifier() or len(name) > _LONGEST_NAME:
            return "object"
        if kinds and _is_of_a_library(kinds[0]):
            return name
        if any(stands_in(name, cell) for cell in self.session.cells):
            return name
        return "object"


def _is_of_a_library(kind: str) -> bool:
    """Whether this process knows a type of this module and name, too."""
    module, _, name = kind.rpartition(".")
    # to ask the module itself could make it import something
    names = getattr(sys.modules.get(module), "__dict__", {})
    return isinstance(names.get(name), type)


def stands_in(name: str, text: str) -> bool:
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
