"""Values ↔ the nodes of a message: what is plain stands for itself, a tensor goes as bytes, the rest is each side's."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Mapping

import numpy as np
import torch

from autograder.wire.frames import MAX_BODY, ProtocolError
from autograder.wire.messages import BytesNode, DictNode, ListNode, TensorNode, TupleNode, Value

MAX_DEPTH = 32
MAX_DIMS = 16
_LARGE = 1 << 20  # bytes; a copy of as many is worth avoiding
_MAX_INT = 1 << 63

_DTYPES = (
    torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
    torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.bool,
)  # fmt: skip
DTYPES = {str(dtype).removeprefix("torch."): dtype for dtype in _DTYPES}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
_KEYS = (str, int, float, bool, bytes, type(None))


def has_plain_keys(mapping: dict[object, object]) -> bool:
    """Whether a dict can cross: its keys are texts, numbers, bytes or None."""
    return all(type(key) in _KEYS for key in mapping)


def raw(tensor: torch.Tensor) -> bytes:
    """A strided tensor's elements in row-major order, wherever they lie. Raises ProtocolError above MAX_BODY bytes."""
    if not (tensor.is_cpu and tensor.is_contiguous()) or tensor.is_conj() or tensor.is_neg():
        tensor = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous()
    size = tensor.nbytes
    if size > MAX_BODY:
        raise ProtocolError(f"a tensor of {size} bytes is too large")
    if size == 0:
        return b""
    address = tensor.data_ptr()
    if address == 0:
        raise ProtocolError("a tensor's memory is gone")
    # by its address: a fifth of the time that a view, numpy and memoryview take
    return ctypes.string_at(address, size)


class Writer:
    """Values → nodes, and the bytes of their tensors in `parts`. `special(value, writer)` encodes what is not plain."""

    def __init__(self, special: Callable[[object, Writer], Value]) -> None:
        self.special = special
        self.parts: list[bytes] = []

    def value(self, value: object, depth: int = 0) -> Value:
        """Encode one value. Raises ProtocolError where it is nested more than MAX_DEPTH deep."""
        if depth > MAX_DEPTH:
            raise ProtocolError(f"nested more than {MAX_DEPTH} deep")
        # by the exact type, here and below: a subclass may have a mind of its own
        if value is None or type(value) is bool or type(value) is float:
            return value
        if type(value) is str:
            return encodable(value)
        if type(value) is int and -_MAX_INT <= value < _MAX_INT:
            return value
        return self._composed(value, depth + 1)

    def _composed(self, value: object, depth: int) -> Value:
        """Encode a value that has others in it, or is not plain."""
        if type(value) is list:
            return ListNode([self.value(item, depth) for item in value])
        if type(value) is tuple:
            return TupleNode([self.value(item, depth) for item in value])
        if type(value) is dict and has_plain_keys(value):
            return DictNode([(self.value(key), self.value(item, depth)) for key, item in value.items()])
        if type(value) is bytes:
            return BytesNode(value)
        return self.special(value, self)

    def tensor(self, tensor: torch.Tensor) -> TensorNode:
        """Encode a strided tensor by value: dtype, shape, and its elements in row-major order."""
        self.parts.append(raw(tensor))
        return TensorNode(NAMES[tensor.dtype], list(tensor.shape))


def plain_number(value: np.generic | np.ndarray) -> bool | int | float | complex:
    """One of NumPy's numbers as Python's; an array of no dimension is one. `item` would give some as they are."""
    if value.dtype.kind == "b":
        return bool(value)
    if value.dtype.kind in "iu":
        return int(value)
    if value.dtype.kind == "f":
        return float(value)
    return complex(value)


def encodable(text: str) -> str:
    """The text with a mark in place of lone surrogates, which can't cross."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode()


def _as_it_is(text: str) -> str:
    return text


class Reader:
    """Nodes and their tensors' bytes → values, tensors on `device`.

    `special` has, by type, what decodes the nodes that are not plain: it is called with the node and this reader.
    Each text goes through `text`.
    """

    def __init__(
        self,
        body: memoryview,
        special: Mapping[type, Callable[..., object]],
        device: str = "cpu",
        text: Callable[[str], str] = _as_it_is,
    ) -> None:
        self.body = body
        self.device = device
        self.text = text
        self.offset = 0
        self.special = special

    def value(self, node: Value, depth: int = 0) -> object:
        """Decode one value. Raises ProtocolError for whatever `Writer.value` would not have written."""
        if depth > MAX_DEPTH:
            raise ProtocolError(f"nested more than {MAX_DEPTH} deep")
        if type(node) is str:
            return self.text(node)
        kind = type(node)
        if kind in _PLAIN:
            return node
        decode_own = _DECODERS.get(kind)
        if decode_own is not None:
            return decode_own(self, node, depth + 1)
        decode = self.special.get(kind)
        if decode is None:
            raise ProtocolError("a value of no known kind")
        return decode(node, self)

    def _list(self, node: ListNode, depth: int) -> list[object]:
        return [self.value(item, depth) for item in node.items]

    def _tuple(self, node: TupleNode, depth: int) -> tuple[object, ...]:
        return tuple([self.value(item, depth) for item in node.items])

    def _dict(self, node: DictNode, depth: int) -> dict[object, object]:
        result: dict[object, object] = {}
        for key_node, value_node in node.items:
            key = self.value(key_node, depth)
            if type(key) not in _KEYS:
                raise ProtocolError("a dict key is not plain")
            result[key] = self.value(value_node, depth)
        return result

    def _tensor(self, node: TensorNode, _depth: int) -> torch.Tensor:
        return self.tensor(node)

    def _bytes(self, node: BytesNode, _depth: int) -> bytes:
        return node.data

    def tensor(self, node: TensorNode) -> torch.Tensor:
        """Decode a tensor from the next bytes of the body, after checking that they fit."""
        dtype, size = self.layout(node)
        if size > len(self.body) - self.offset:
            raise ProtocolError("a tensor is larger than the bytes that came with it")
        # a copy: aligned, independent of the frame, and no view, which a gradient must not be
        tensor = torch.empty(node.shape, dtype=dtype, device="cpu")
        _copy_into(tensor, self.body[self.offset : self.offset + size])
        self.offset += size
        if self.device == "cpu":
            return tensor
        return tensor.to(self.device)

    @staticmethod
    def layout(node: TensorNode) -> tuple[torch.dtype, int]:
        """The checked dtype of a tensor, and its size in bytes."""
        dtype = DTYPES.get(node.dtype)
        if dtype is None:
            raise ProtocolError("a tensor without a known dtype")
        if len(node.shape) > MAX_DIMS:
            raise ProtocolError("a tensor of too many dimensions")
        extent = 1  # without the dimensions that are empty: torch multiplies the others
        for length in node.shape:
            if not 0 <= length <= MAX_BODY:
                raise ProtocolError("a tensor with an impossible shape")
            extent *= length or 1
        size = math.prod(node.shape) * dtype.itemsize
        if size > MAX_BODY or extent > MAX_BODY:
            raise ProtocolError("a tensor that is too large")
        return dtype, size


_PLAIN = frozenset({type(None), bool, int, float})
_DECODERS: Mapping[type, Callable[..., object]] = {
    ListNode: Reader._list,  # noqa: SLF001  the reader's own table
    TupleNode: Reader._tuple,  # noqa: SLF001
    DictNode: Reader._dict,  # noqa: SLF001
    TensorNode: Reader._tensor,  # noqa: SLF001
    BytesNode: Reader._bytes,  # noqa: SLF001
}


def _copy_into(tensor: torch.Tensor, data: memoryview) -> None:
    """Copy bytes into a new tensor of as many; large ones without a second copy on the way."""
    if len(data) < _LARGE:
        ctypes.memmove(tensor.data_ptr(), bytes(data), len(data))
    else:
        tensor.view(-1).view(torch.uint8).copy_(torch.frombuffer(data, dtype=torch.uint8))
