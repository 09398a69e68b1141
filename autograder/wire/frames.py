"""Frames: messages and the bytes of their tensors over a stream socket. Nothing in a frame executes.

A frame is a header of two lengths, one message in msgpack, and the raw bytes of its tensors, one after another.
"""

from __future__ import annotations

import struct
import time
from socket import socket
from typing import Generic, TypeVar

import msgspec

from autograder.wire.messages import Node

MAX_TREE = 1 << 20  # bytes of msgpack: at most about 60 MB of Python objects, however it is nested
MAX_BODY = 256 << 20  # bytes of tensors in one frame
HEADER = struct.Struct("<II")
_SLACK = 0.05  # seconds
_ONE_CALL = 1 << 16  # bytes; a frame below this is sent and received by one system call
_LARGE = 1 << 20  # bytes; a copy of as many is worth avoiding

Message = TypeVar("Message")


class ProtocolError(Exception):
    """The other side sent something that is not a frame of this protocol, or too much of it."""


class Closed(Exception):
    """The other side has closed the channel: its process has ended."""


class OutOfTime(Exception):
    """The deadline passed before a whole frame had arrived."""


def packed(message: Node, parts: list[bytes]) -> list[bytes]:
    """The buffers of one frame, to be sent in order. Raises ProtocolError where it is too large."""
    head = msgspec.msgpack.encode(message)
    body_size = sum(map(len, parts))
    if len(head) > MAX_TREE or body_size > MAX_BODY:
        raise ProtocolError(f"too much for one message: {len(head)} bytes of values, {body_size} of tensors")
    return [HEADER.pack(len(head), body_size) + head, *parts]


class Channel(Generic[Message]):
    """Frames over a stream socket, one after another, in both directions.

    `decoder` knows the messages that may arrive here (`wire.messages` has one for each end).
    The channel reads ahead, to receive a short frame by one system call, unless `read_ahead` is false: then the bytes
    after a frame are left in the socket, where descriptors may come along with them. `value_bytes` and `tensor_bytes`
    count what has arrived of either.
    """

    def __init__(
        self, sock: socket, decoder: msgspec.msgpack.Decoder[Message], *, read_ahead: bool = True
    ) -> None:
        self.sock = sock
        self.decoder = decoder
        self.buffer = bytearray()  # what has arrived
        self.position = 0  # how much of it has been read
        self.read_size = _ONE_CALL if read_ahead else 0
        self.value_bytes = 0
        self.tensor_bytes = 0

    def send(self, message: Node, parts: list[bytes], deadline: float | None = None) -> None:
        """Send one frame. Raises ProtocolError, Closed or OutOfTime; `deadline` is in seconds of `time.monotonic()`."""
        buffers = packed(message, parts)
        if sum(map(len, buffers)) < _ONE_CALL:
            buffers = [b"".join(buffers)]
        try:
            for buffer in buffers:
                self._set_timeout(deadline)
                self.sock.sendall(buffer)
        except TimeoutError as late:
            raise OutOfTime from late
        except OSError as gone:
            raise Closed from gone

    def receive(self, deadline: float | None = None) -> tuple[Message, memoryview]:
        """The next message, and the bytes of its tensors. Raises Closed, OutOfTime or ProtocolError."""
        head_size, body_size = HEADER.unpack(self._exactly(HEADER.size, deadline))
        if head_size > MAX_TREE or body_size > MAX_BODY:
            raise ProtocolError(f"a message of {head_size} + {body_size} bytes is over the limit")
        self.value_bytes += head_size
        self.tensor_bytes += body_size
        head = self._exactly(head_size, deadline)
        try:
            message = self.decoder.decode(head)
        except (msgspec.MsgspecError, RecursionError, ValueError) as fault:
            raise ProtocolError("it is no message of this protocol") from fault
        return message, self._exactly(body_size, deadline)

    def _exactly(self, size: int, deadline: float | None) -> memoryview:
        if len(self.buffer) - self.position < size:
            self._fill(size, deadline)
        start = self.position
        self.position += size
        part = memoryview(self.buffer)[start : self.position]
        if len(self.buffer) >= _LARGE and self.position == len(self.buffer):
            # a large frame lives as long as what is made of it, and not until the next one arrives
            self.buffer = bytearray()
            self.position = 0
        return part

    def _fill(self, size: int, deadline: float | None) -> None:
        """Read until `size` bytes are there, growing with what arrives: a promise of much costs nothing here."""
        self.buffer = self.buffer[self.position :]
        self.position = 0
        while len(self.buffer) < size:
            missing = size - len(self.buffer)
            try:
                self._set_timeout(deadline)
                part = self.sock.recv(max(self.read_size, min(missing, 1 << 20)))
            except TimeoutError as late:
                raise OutOfTime from late
            except OSError as gone:
                raise Closed from gone
            if not part:
                raise Closed
            self.buffer += part

    def _set_timeout(self, deadline: float | None) -> None:
        """Keep to a deadline within _SLACK: to set a socket's time is a system call, on the way of every frame."""
        wanted = _seconds_until(deadline)
        present = self.sock.gettimeout()
        if wanted == present:
            return
        if wanted is None or present is None or abs(wanted - present) > _SLACK:
            self.sock.settimeout(wanted)

    def close(self) -> None:
        """Close this end."""
        self.sock.close()


def _seconds_until(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
