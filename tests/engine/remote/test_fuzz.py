"""A hundred thousand hostile frames from the sandbox's side: each a named failure of the student's, or a plain value.

Run in a process of its own, whose memory is limited: a frame that made the grader allocate more would end it.
"""

from __future__ import annotations

import collections
import functools
import gc
import os
import random
import re
import resource
import secrets
import socket
import struct
import subprocess
import sys
import time
import typing

import msgspec
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from autograder.remote.faults import StudentFault
from autograder.remote.objects import RemoteObject, Student
from autograder.remote.session import Session
from autograder.wire import frames, messages, values
from autograder.wire.frames import Channel, ProtocolError
from autograder.wire.messages import AT_THE_GRADER

EXAMPLES, EACH = 2_000, 50
FRAMES = int(os.environ.get("AUTOGRADER_FUZZ_FRAMES", EXAMPLES * EACH))
ROOM = 2 * frames.MAX_BODY  # bytes beyond what the process has at first

type_info = functools.cache(msgspec.inspect.type_info)

REPLIES = typing.get_args(AT_THE_GRADER.type)
NODES = [kind for kind in typing.get_args(messages.Value) if issubclass(kind, messages.Node)]
TAGS = [kind.__struct_config__.tag for kind in (*NODES, *REPLIES)]

numbers = st.integers(-(2**63), 2**63 - 1) | st.sampled_from([0, 1, -1, 2, 2**31, 2**40, 2**62])
leaves = st.none() | st.booleans() | numbers | st.floats() | st.text(max_size=8)
tags = st.sampled_from([*TAGS, "y", ""])


def trees():
    """Values as a sandbox may write them, and as nobody does: of each kind of node, with fields of any kind."""

    def nodes(inner):
        fields = st.one_of(inner, st.lists(inner, max_size=3), st.lists(numbers, max_size=4), st.text(max_size=3))
        return st.one_of(
            [fitting(kind, inner) for kind in NODES]
            + [st.tuples(tags, st.lists(fields, max_size=4)).map(lambda pair: [pair[0], *pair[1]])]
        )

    return st.recursive(leaves | fitting(messages.TensorNode, leaves), nodes, max_leaves=12)


def fitting(kind, inner):
    """A message or a node of this kind, as an array whose fields are of the types that it declares."""
    types = type_info(kind).fields
    return st.tuples(*(of_type(field.type, inner) for field in types)).map(lambda fields: [kind.__struct_config__.tag, *fields])


def of_type(kind, inner):
    match kind:
        case msgspec.inspect.IntType():
            return numbers | st.integers(-3, 3)
        case msgspec.inspect.BoolType():
            return st.booleans()
        case msgspec.inspect.StrType():
            return st.sampled_from([*values.DTYPES, "float31", "conv", "weight"]) | st.text(max_size=4)
        case msgspec.inspect.BytesType():
            return st.binary(max_size=4)
        case msgspec.inspect.ListType():
            return st.lists(of_type(kind.item_type, inner), max_size=4)
        case msgspec.inspect.TupleType():
            return st.tuples(*(of_type(item, inner) for item in kind.item_types))
        case msgspec.inspect.EnumType():
            return st.sampled_from([member.value for member in kind.cls])
        case msgspec.inspect.StructType():
            tag = [] if kind.tag is None else [kind.tag]
            fields = st.tuples(*(of_type(field.type, inner) for field in kind.fields))
            return fields.map(lambda values: [*tag, *values])
        case msgspec.inspect.UnionType() if any(isinstance(one, msgspec.inspect.NoneType) for one in kind.types):
            others = [one for one in kind.types if not isinstance(one, msgspec.inspect.NoneType)]
            return st.none() | of_type(others[0], inner) if len(others) == 1 else inner
    return inner


def numbered(kind):
    """A reply of this kind to the first request; its changes fit, or are of any kind."""
    tree = trees()
    *others, changes = [of_type(field.type, tree) for field in type_info(kind).fields]
    others[0] = st.just(1)
    parts = st.tuples(*others, st.just([]) | changes | tree)
    return parts.map(lambda fields: [kind.__struct_config__.tag, *fields])


replies = st.one_of(
    numbered(messages.Answer),
    numbered(messages.Failure),
    st.tuples(st.just("callback"), st.integers(-1, 2), st.just(["l", [1.0]]), st.just(["d", []]), st.just([]) | trees()).map(list),
    numbered(messages.Callback),
    *[fitting(kind, trees()) for kind in REPLIES],
    st.tuples(tags, numbers, trees(), trees()).map(list),
    trees(),
)


def framed(tree: object, body: bytes) -> bytes:
    head = msgspec.msgpack.encode(tree)
    return struct.pack("<II", len(head), len(body)) + head + body


def mutated(data: bytes, draw: random.Random) -> bytes:
    """The frame with some bytes changed, doubled, lost, or lengths that promise more or less."""
    made = bytearray(data)
    for _ in range(draw.choice([0, 1, 1, 2, 5])):
        place = draw.randrange(len(made)) if made else 0
        kind = draw.randrange(5)
        if kind == 0 and made:
            made[place] = draw.randrange(256)
        elif kind == 1:
            made[place:place] = draw.randbytes(draw.randrange(1, 9))
        elif kind == 2:
            del made[place : place + draw.randrange(1, 9)]
        elif kind == 3:
            made += made[place : place + 40]
        elif len(made) >= 8:
            struct.pack_into(
                "<II", made, 0, draw.choice([0, 1, len(made), 2**20, 2**31]), draw.choice([0, 4, 2**28, 2**32 - 1])
            )
    return bytes(made)


def outcome(data: bytes) -> str:
    """What becomes of a call that is answered so: the kind of failure, or of value."""
    ours, theirs = socket.socketpair()
    session = Session(Channel(ours, AT_THE_GRADER), call_seconds=0.5, test_seconds=1.0)
    try:
        theirs.setblocking(False)
        theirs.send(data)
        theirs.shutdown(socket.SHUT_WR)
        x = torch.ones(2, requires_grad=True)
        value = Student(session).f(x, lambda v: v)
        if isinstance(value, torch.Tensor) and value.requires_grad and value.is_floating_point():
            value.sum().backward()
        if isinstance(value, RemoteObject):
            list(value)
    except (StudentFault, ProtocolError) as fault:
        return type(fault).__name__
    else:
        return type(value).__name__
    finally:
        ours.close(), theirs.close()


def fuzz() -> None:
    """All of it; raises whatever else than a named failure comes up."""
    torch.set_num_threads(1)
    gc.freeze()  # else each collection goes through all that torch has made
    used = int(re.search(r"VmData:\s+(\d+)", open("/proc/self/status").read())[1]) << 10  # noqa: PTH123, SIM115
    resource.setrlimit(resource.RLIMIT_DATA, (used + ROOM, used + ROOM))
    seen: collections.Counter[str] = collections.Counter()

    number = int(os.environ.get("SEED") or secrets.randbits(32))
    print(f"to see it again: SEED={number}", file=sys.stderr)

    @seeded(number)
    @settings(max_examples=FRAMES // EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(replies, st.binary(max_size=64), st.integers(0, 2**32))
    def run(tree: object, body: bytes, seed: int) -> None:
        draw = random.Random(seed)  # noqa: S311
        for _ in range(EACH):
            seen[outcome(mutated(framed(tree, body), draw))] += 1

    start = time.monotonic()
    run()
    print(sum(seen.values()), f"{time.monotonic() - start:.0f} s", dict(seen))


def test_hostile_frames_are_named_failures() -> None:
    """Never anything but the student's fault or a plain value; never more memory than the limit; never a hang."""
    done = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout.split()[0]) >= FRAMES
    assert "ProtocolError" in done.stdout


if __name__ == "__main__":
    fuzz()
