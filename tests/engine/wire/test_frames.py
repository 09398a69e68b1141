"""The wire carries what may cross, exactly; whatever else arrives is a ProtocolError, and costs no more than the limit."""

import socket
import struct
import threading
import time

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from autograder.wire import frames
from autograder.wire.frames import Channel, Closed, OutOfTime, ProtocolError
from autograder.wire.messages import AT_THE_GRADER, Answer
from autograder.wire.values import DTYPES, MAX_DEPTH, Reader, Writer, raw

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=20,
)
tensors = st.builds(
    lambda name, shape, seed: made(DTYPES[name], shape, seed),
    st.sampled_from(sorted(DTYPES)),
    st.lists(st.integers(0, 4), max_size=4),
    st.integers(0, 999),
)


def made(dtype, shape, seed):
    values = torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * 100
    return values.to(dtype)


def refuse(*_args):
    raise ProtocolError("nothing special here")


def through(value):
    """A value, written to a socket and read from the other end."""
    a, b = socket.socketpair()
    writer = Writer(lambda v, w: w.tensor(v) if isinstance(v, torch.Tensor) else refuse())
    message = Answer(1, writer.value(value), [])
    sender = threading.Thread(target=Channel(a, AT_THE_GRADER).send, args=(message, writer.parts))
    sender.start()
    answer, body = Channel(b, AT_THE_GRADER).receive(time.monotonic() + 10)
    sender.join()
    a.close(), b.close()
    return Reader(body, {}).value(answer.value)


@given(plain)
def test_plain_values_cross_unchanged(value):
    """Types included: a tuple stays a tuple, a bool stays a bool."""
    assert repr(through(value)) == repr(value)


@given(tensors)
def test_tensors_cross_bit_by_bit(tensor):
    """Every dtype, every shape, also empty ones."""
    result = through(tensor)
    assert result.dtype == tensor.dtype
    assert result.shape == tensor.shape
    assert torch.equal(
        result.view(torch.uint8) if tensor.numel() and tensor.dim() else result.isnan(),
        tensor.view(torch.uint8) if tensor.numel() and tensor.dim() else tensor.isnan(),
    )


def test_odd_tensors_cross():
    """Views, conjugates, expanded and large tensors arrive with their values."""
    base = torch.arange(12.0).reshape(3, 4)
    for tensor in (
        base.T,
        base[:, ::2],
        base[:1].expand(5, 4),
        base[1:2, 1:3],
        torch.tensor([1 + 2j]).conj(),
        torch.tensor([1 + 2j]).conj().imag,  # negative by a bit
        torch.tensor(3.0),
        torch.zeros(0, 3).T,
        nn.Parameter(torch.ones(2)),
        torch.randn(300_000),
        base.requires_grad_(),
    ):
        assert torch.equal(through(tensor), tensor.detach())


def test_a_tensor_without_its_memory():
    """It is refused, where to read it would end the process."""
    tensor = torch.ones(1000)
    tensor.untyped_storage().resize_(0)
    with pytest.raises(ProtocolError, match="memory is gone"):
        raw(tensor)


def test_what_arrives_is_nobodys_alias():
    """Neither the frame's nor that of what came before or after it; and no view, which a gradient must not be."""
    a, b = socket.socketpair()
    for i in range(3):
        writer = Writer(lambda value, to: to.tensor(value))
        Channel(a, AT_THE_GRADER).send(Answer(1, writer.value(torch.full((2, 3), float(i))), []), writer.parts)
    channel = Channel(b, AT_THE_GRADER)
    frames = [channel.receive(time.monotonic() + 10) for _ in range(3)]
    came = [Reader(body, {}).value(answer.value) for answer, body in frames]
    for tensor in came:
        tensor.add_(1)
    again = [Reader(body, {}).value(answer.value) for answer, body in frames]
    assert [t.unique().tolist() for t in came] == [[1], [2], [3]]
    assert [t.unique().tolist() for t in again] == [[0], [1], [2]]
    assert not any(t._is_view() for t in came)
    a.close(), b.close()


def test_what_is_not_plain_is_refused():
    """Depth, and objects without a hook."""
    deep = []
    for _ in range(MAX_DEPTH + 2):
        deep = [deep]
    for value in (deep, object()):
        with pytest.raises(ProtocolError):
            Writer(refuse).value(value)


def receive(data: bytes, seconds: float = 0.5):
    a, b = socket.socketpair()
    sender = threading.Thread(target=lambda: (a.sendall(data), a.close()))
    sender.start()
    try:
        answer, body = Channel(b, AT_THE_GRADER).receive(time.monotonic() + seconds)
        return Reader(body, {}).value(answer.value)
    finally:
        sender.join()
        b.close()


def frame(value, body=b""):
    """A frame with an answer of this value."""
    return framed(["ok", 1, value, []], body)


def framed(message, body=b""):
    head = msgspec.msgpack.encode(message)
    return struct.pack("<II", len(head), len(body)) + head + body


@pytest.mark.parametrize(
    "data",
    [
        struct.pack("<II", 0xFFFFFFFF, 0),
        struct.pack("<II", 4, 0xFFFFFFFF) + b"\x90\x90\x90\x90",
        struct.pack("<II", 3, 0) + b"\xc1\xc1\xc1",
        struct.pack("<II", 100_000, 0) + b"\x91" * 100_000,
        frame(["x", "float32", [1 << 40]]),
        frame(["x", "float32", [-1]]),
        frame(["x", "float32", [2]], b"1234"),
        frame(["x", "float99", [1]], b"1234"),
        frame(["x", "float32", [1.0]], b"1234"),
        frame(["x", "float32", [True]], b"1234"),
        frame(["x", "float32", [0, 1 << 60, 1 << 60]]),
        frame(["x", "float32", [1] * 17], b"1234"),
        frame(["x", ["float32"], [1]], b"1234"),
        frame(["x"]),
        frame(["d", ["key"]]),
        frame(["d", [["l"], 1]]),
        frame({"a": 1}),
        frame([]),
        frame([1, 2]),
        framed({"a": 1}),
        framed([]),
        framed(["ok", 1, None]),
        framed(["ok", 1, None, [], 1]),
        framed(["ok", "1", None, []]),
        framed(["ok", 1, None, [[1, None, None, False, False]]]),
        framed(["ok", 1, None, [[1, ["s", 5], None, False, False]]]),
        framed(["cell", 1]),
        frame(["l", {"a": 1}]),
        frame(["unknown", 1]),
    ],
)  # fmt: skip
def test_hostile_frames_are_protocol_errors(data):
    """Lengths that promise too much, nesting, impossible tensors, unknown tags."""
    with pytest.raises(ProtocolError):
        receive(data)


@settings(max_examples=2000, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_protocol_error(data):
    """Nothing that arrives raises anything else."""
    try:
        tree = msgspec.msgpack.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return
    try:
        receive(frame(tree, data))
    except ProtocolError:
        pass


@settings(max_examples=1000, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 2**40) | st.sampled_from(["x", "l", "t", "d", "float32", "int8", "s", "g"]),
        lambda inner: st.lists(inner, max_size=5), max_leaves=25,
    ),
    st.binary(max_size=32),
)  # fmt: skip
def test_any_tree_is_a_value_or_a_protocol_error(tree, body):
    """Well-formed msgpack with tags in the wrong places."""
    try:
        receive(frame(tree, body))
    except ProtocolError:
        pass


def test_a_silent_and_a_closed_channel():
    """Silence ends at the deadline, a hang-up at once, also in the middle of a frame."""
    a, b = socket.socketpair()
    with pytest.raises(OutOfTime):
        Channel(b, AT_THE_GRADER).receive(time.monotonic() + 0.05)
    a.sendall(struct.pack("<II", 10, 0) + b"half")
    with pytest.raises(OutOfTime):
        Channel(b, AT_THE_GRADER).receive(time.monotonic() + 0.05)
    a.close()
    with pytest.raises(Closed):
        Channel(b, AT_THE_GRADER).receive(time.monotonic() + 1)
    b.close()


def test_a_promise_of_much_allocates_nothing():
    """Memory grows with what arrives, not with what a header announces."""
    import tracemalloc

    tracemalloc.start()
    with pytest.raises(Closed):
        receive(struct.pack("<II", frames.MAX_TREE, frames.MAX_BODY) + b"x")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
