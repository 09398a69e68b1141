"""A hundred thousand hostile frames from the sandbox's side: each a named failure of the student's, or a plain value.

Run in a process of its own, whose memory is limited: a frame that made the grader allocate more would end it.
"""

from __future__ import annotations

import collections
import os
import random
import re
import resource
import socket
import struct
import subprocess
import sys
import time

import msgspec
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.remote.faults import StudentFault
from autograder.remote.objects import RemoteObject, Student
from autograder.remote.session import Session
from autograder.wire import frames
from autograder.wire.frames import Channel, ProtocolError

EXAMPLES, EACH = 2_000, 50
FRAMES = int(os.environ.get("AUTOGRADER_FUZZ_FRAMES", EXAMPLES * EACH))
ROOM = 2 * frames.MAX_BODY  # bytes beyond what the process has at first

numbers = st.integers(-(2**63), 2**63 - 1) | st.sampled_from([0, 1, -1, 2, 2**31, 2**40, 2**62])
leaves = st.none() | st.booleans() | numbers | st.floats() | st.text(max_size=8) | st.binary(max_size=8)
tags = st.sampled_from(
    ["l", "t", "d", "x", "s", "g", "m", "p", "i", "O", "h", "f", "o", "ok", "error", "callback", "y", ""]
)
layouts = st.tuples(
    st.just("x"), st.sampled_from([*frames.DTYPES, "float31", "qint8"]), st.lists(numbers, max_size=5)
).map(list)
trees = st.recursive(
    leaves | layouts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.tuples(tags, st.lists(inner, max_size=4)).map(lambda p: [p[0], *p[1]])
    ),
    max_leaves=12,
)
replies = st.one_of(
    st.tuples(st.just("ok"), st.just(1), trees, trees).map(list),
    st.tuples(st.just("ok"), st.just(1), trees, st.just([])).map(list),
    st.tuples(st.just("error"), st.just(1), trees, st.just([])).map(list),
    st.tuples(st.just("callback"), st.integers(-1, 2), st.just(["l", ["l", 1.0], ["d"]]), trees).map(list),
    st.tuples(tags, numbers, trees, trees).map(list),
    trees,
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
    session = Session(Channel(ours), call_seconds=0.5, test_seconds=1.0)
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
    used = int(re.search(r"VmData:\s+(\d+)", open("/proc/self/status").read())[1]) << 10  # noqa: PTH123, SIM115
    resource.setrlimit(resource.RLIMIT_DATA, (used + ROOM, used + ROOM))
    seen: collections.Counter[str] = collections.Counter()

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
    assert int(done.stdout.split()[0]) >= FRAMES and "ProtocolError" in done.stdout


if __name__ == "__main__":
    fuzz()
