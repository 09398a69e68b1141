"""Tensors and plain values as bytes: the one language that sandbox and grader share. Nothing in it executes.

A frame is a header of two lengths, a msgpack tree, and the raw bytes of its tensors, one after another. In the
tree None, bool, int, float, str and bytes stand for themselves; everything else is a list that begins with a tag:
`l` list, `t` tuple, `d` dict, `x` tensor by value. Each side adds tags of its own through a hook.
"""

from __future__ import annotations

import ctypes
import math
import struct
import time
from collections.abc import Callable
from socket import socket
from typing import Any

import msgspec
import torch

MAX_TREE = 1 << 20  # bytes of msgpack: at most about 60 MB of Python objects, however it is nested
MAX_BODY = 256 << 20  # bytes of tensors in one frame
MAX_DEPTH = 32
MAX_DIMS = 16
HEADER = struct.Struct("<II")
_SLACK = 0.05  # seconds
_ONE_CALL = 1 << 16  # bytes; a frame below this is sent and received by one system call
_LARGE = 1 << 20  # bytes; a copy of as many is worth avoiding

DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        *(torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128),
        *(torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.bool),
    )
}
KEYS = (str, int, float, bool, bytes, type(None))
NAMES = {dtype: name for name, dtype in DTYPES.items()}


class ProtocolError(Exception):
    """The other side sent something that is not a frame of this protocol, or too much of it."""


class Closed(Exception):
    """The other side has closed the channel: its process has ended."""


class OutOfTime(Exception):
    """The deadline passed before a whole frame had arrived."""


def has_plain_keys(mapping: dict[Any, Any]) -> bool:
    """Whether a dict can cross: its keys are texts, numbers or None."""
    return all(type(key) in KEYS for key in mapping)


def raw(tensor: torch.Tensor) -> bytes:
    """A strided tensor's elements in row-major order, wherever they lie. Raises ProtocolError above MAX_BODY bytes."""
    if not (tensor.is_cpu and tensor.is_contiguous()) or tensor.is_conj() or tensor.is_neg():
        tensor = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous()
    size, start = tensor.nbytes, tensor.data_ptr()
    if size > MAX_BODY or (size and not start):
        raise ProtocolError(f"a tensor of {size} bytes: too large, or its memory is gone")
    return ctypes.string_at(start, size) if size else b""  # a fifth of what a view, numpy and memoryview take


class Writer:
    """Values → a tree and the bytes of its tensors. `special(value, writer)` encodes what is not plain."""

    def __init__(self, special: Callable[[Any, Writer], list[Any]]) -> None:
        self.special = special
        self.parts: list[bytes] = []

    def value(self, value: Any, depth: int = 0) -> Any:
        """Encode one value. Raises ProtocolError where it is nested more than MAX_DEPTH deep."""
        if depth > MAX_DEPTH:
            raise ProtocolError(f"nested more than {MAX_DEPTH} deep")
        kind = type(value)
        if kind is str:
            # lone surrogates can't cross
            return value if value.isascii() else value.encode("utf-8", "replace").decode()
        if value is None or kind in (bool, float, bytes) or (kind is int and -(1 << 63) <= value < 1 << 63):
            return value
        if kind is list:
            return ["l", *[self.value(v, depth + 1) for v in value]]
        if kind is tuple:
            return ["t", *[self.value(v, depth + 1) for v in value]]
        if kind is dict and has_plain_keys(value):
            return ["d", *[[self.value(k, depth + 1), self.value(v, depth + 1)] for k, v in value.items()]]
        return self.special(value, self)

    def tensor(self, tensor: torch.Tensor) -> list[Any]:
        """Encode a strided tensor by value: dtype, shape, and its elements in row-major order."""
        self.parts.append(raw(tensor))
        return ["x", NAMES[tensor.dtype], list(tensor.shape)]

    def frame(self, tree: Any) -> list[bytes]:
        """The buffers of one frame, to be sent in order."""
        head = msgspec.msgpack.encode(tree)
        body = sum(map(len, self.parts))
        if len(head) > MAX_TREE or body > MAX_BODY:
            raise ProtocolError(f"too much for one message: {len(head)} bytes of values, {body} of tensors")
        return [HEADER.pack(len(head), body) + head, *self.parts]


def _as_it_is(text: str) -> str:
    return text


class Reader:
    """A tree and its tensors' bytes → values, tensors on `device`.

    `special(tag, items, reader)` decodes the tags that are not plain; `text` is what each text goes through.
    """

    def __init__(
        self,
        body: memoryview,
        special: Callable[[str, list[Any], Reader], Any],
        device: str = "cpu",
        text: Callable[[str], str] = _as_it_is,
    ) -> None:
        self.body = body
        self.device = device
        self.text = text
        self.offset = 0
        self.special = special

    def value(self, tree: Any, depth: int = 0) -> Any:
        """Decode one value. Raises ProtocolError for whatever `Writer.value` would not have written."""
        if depth > MAX_DEPTH:
            raise ProtocolError(f"nested more than {MAX_DEPTH} deep")
        if tree is None or type(tree) in (bool, int, float, bytes):
            return tree
        if type(tree) is str:
            return self.text(tree)
        if type(tree) is not list or not tree or type(tree[0]) is not str:
            raise ProtocolError("a value that is neither plain nor tagged")
        tag, items = tree[0], tree[1:]
        return self._tagged(tag, items, depth)

    def _tagged(self, tag: str, items: list[Any], depth: int) -> Any:
        if tag == "l":
            return [self.value(v, depth + 1) for v in items]
        if tag == "t":
            return tuple(self.value(v, depth + 1) for v in items)
        if tag == "d":
            return self._dict(items, depth + 1)
        if tag == "x":
            return self.tensor(items)
        return self.special(tag, items, self)

    def _dict(self, items: list[Any], depth: int) -> dict[Any, Any]:
        result = {}
        for item in items:
            if type(item) is not list or len(item) != 2:
                raise ProtocolError("a dict entry is not a pair")
            key = self.value(item[0], depth)
            if type(key) not in KEYS:
                raise ProtocolError("a dict key is not plain")
            result[key] = self.value(item[1], depth)
        return result

    def tensor(self, items: list[Any]) -> torch.Tensor:
        """Decode `[dtype, shape]` with the next bytes of the body, after checking that they fit."""
        dtype, shape, count = self.layout(items)
        size = count * dtype.itemsize
        if size > len(self.body) - self.offset:
            raise ProtocolError("a tensor is larger than the bytes that came with it")
        # a copy: aligned, independent of the frame, and no view, which a gradient must not be
        tensor = torch.empty(shape, dtype=dtype, device="cpu")
        _copy_into(tensor, self.body[self.offset : self.offset + size])
        self.offset += size
        return tensor if self.device == "cpu" else tensor.to(self.device)

    @staticmethod
    def layout(items: list[Any]) -> tuple[torch.dtype, list[int], int]:
        """A checked dtype, shape and number of elements."""
        if len(items) != 2 or type(items[0]) is not str or items[0] not in DTYPES or type(items[1]) is not list:
            raise ProtocolError("a tensor without a known dtype and a shape")
        dtype, shape = DTYPES[items[0]], items[1]
        if len(shape) > MAX_DIMS or any(type(n) is not int or not 0 <= n <= MAX_BODY for n in shape):
            raise ProtocolError("a tensor with an impossible shape")
        count = math.prod(shape)
        if count * dtype.itemsize > MAX_BODY or math.prod(n for n in shape if n) > MAX_BODY:
            raise ProtocolError("a tensor that is too large")
        return dtype, shape, count


def _copy_into(tensor: torch.Tensor, data: memoryview) -> None:
    """Copy bytes into a new tensor of as many; large ones without a second copy on the way."""
    if len(data) < _LARGE:
        ctypes.memmove(tensor.data_ptr(), bytes(data), len(data))
    else:
        tensor.view(-1).view(torch.uint8).copy_(torch.frombuffer(data, dtype=torch.uint8))


class Channel:
    """Frames over a stream socket, one after another, in both directions.

    It reads ahead, to receive a short frame by one system call, unless `read_ahead` is false: then the bytes after a
    frame are left in the socket, where descriptors may come along with them. `values` and `tensors` count the bytes
    that have arrived of either.
    """

    def __init__(self, sock: socket, *, read_ahead: bool = True) -> None:
        self.sock = sock
        self.ahead = bytearray()  # what has arrived
        self.at = 0  # how much of it has been read
        self.least = _ONE_CALL if read_ahead else 0
        self.values = 0
        self.tensors = 0

    def send(self, buffers: list[bytes], deadline: float | None = None) -> None:
        """Send one frame. Raises Closed or OutOfTime; `deadline` is in seconds of `time.monotonic()`."""
        try:
            for buffer in [b"".join(buffers)] if sum(map(len, buffers)) < _ONE_CALL else buffers:
                self._set_timeout(deadline)
                self.sock.sendall(buffer)
        except TimeoutError as late:
            raise OutOfTime from late
        except OSError as gone:
            raise Closed from gone

    def receive(self, deadline: float | None = None) -> tuple[Any, memoryview]:
        """The tree and body of the next frame. Raises Closed, OutOfTime or ProtocolError."""
        head_size, body_size = HEADER.unpack(self._exactly(HEADER.size, deadline))
        if head_size > MAX_TREE or body_size > MAX_BODY:
            raise ProtocolError(f"a message of {head_size} + {body_size} bytes is over the limit")
        self.values += head_size
        self.tensors += body_size
        head = self._exactly(head_size, deadline)
        try:
            tree = msgspec.msgpack.decode(head)
        except (msgspec.MsgspecError, RecursionError, ValueError) as fault:
            raise ProtocolError("the message is not msgpack") from fault
        return tree, self._exactly(body_size, deadline)

    def _exactly(self, size: int, deadline: float | None) -> memoryview:
        if len(self.ahead) - self.at < size:
            self._fill(size, deadline)
        start = self.at
        self.at += size
        part = memoryview(self.ahead)[start : self.at]
        if len(self.ahead) >= _LARGE and self.at == len(self.ahead):
            self.ahead = bytearray()  # a large frame lives as long as what is made of it, and not until the next one
            self.at = 0
        return part

    def _fill(self, size: int, deadline: float | None) -> None:
        """Read until `size` bytes are ahead, growing with what arrives: a promise of much costs nothing here."""
        self.ahead = self.ahead[self.at :]
        self.at = 0
        while len(self.ahead) < size:
            try:
                self._set_timeout(deadline)
                part = self.sock.recv(max(self.least, min(size - len(self.ahead), 1 << 20)))
            except TimeoutError as late:
                raise OutOfTime from late
            except OSError as gone:
                raise Closed from gone
            if not part:
                raise Closed
            self.ahead += part

    def _set_timeout(self, deadline: float | None) -> None:
        """Keep to a deadline within _SLACK: to set a socket's time is a system call, on the way of every frame."""
        wanted, present = _left(deadline), self.sock.gettimeout()
        if wanted != present and (wanted is None or present is None or abs(wanted - present) > _SLACK):
            self.sock.settimeout(wanted)

    def close(self) -> None:
        """Close this end."""
        self.sock.close()


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
