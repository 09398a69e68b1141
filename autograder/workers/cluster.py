"""Many machines: the same orders, handed to Ray in small chunks.

A task does not grade in Ray's own process, which must never be forked: it talks to a process of ours (`node`),
executed once for each of Ray's worker processes and kept warm between tasks. Course and notebooks travel with the
tasks, so that no file system has to be shared; every node needs the same autograder, with the `ray` extra.
"""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from autograder import installed
from autograder.course import CourseFault, UsageError
from autograder.report import Report, Status, ungraded
from autograder.submission.notebook import Rejected, load
from autograder.words.sentence import sentence
from autograder.workers.orders import Delivery, Order, PoolFault, Shipment, Unsafe
from autograder.workers.pool import lost

_LARGEST = 8  # submissions in a chunk
_ROUNDS = 8  # chunks that each processor should get, so that all of them end at about the same time
_PATIENCE = 10.0  # seconds
_RETRIES = 3  # of each submission of a chunk whose node or process has died, alone
_TRIES_OF_A_POOL = 10  # more than there are: the attempts of one node are not those of another


@dataclass(frozen=True)
class _Chunk:
    """Orders that go together, and how often they were tried before."""

    orders: Sequence[Order]
    retries: int = 0


class Cluster:
    """Grades orders on a Ray cluster: `address` is Ray's, or "local". Use it as a context manager."""

    def __init__(self, shipment: Shipment, address: str, *, gpus: float = 0.0, processors: int | None = None) -> None:
        try:
            import ray  # noqa: PLC0415  an extra, and slow
        except ImportError:
            raise UsageError(
                "--ray needs Ray, here and on every node: {command}",
                command=installed.command_for("ray"),
            ) from None
        self.ray: Any = ray  # it has no types
        self.shipment = shipment
        self.address = address
        self.gpus = gpus
        self.processors = processors

    def __enter__(self) -> Self:
        _reach(self.address)
        if self.address == "local":
            cluster_options: dict[str, object] = {"num_cpus": self.processors}
        else:
            cluster_options = {"address": self.address}
        try:
            self.ray.init(**cluster_options, include_dashboard=None, log_to_driver=False, configure_logging=False)
        except (ConnectionError, ValueError, RuntimeError) as fault:
            raise UsageError("no Ray cluster at {address}: {fault}", address=self.address, fault=fault) from None
        self.course = self.ray.put(msgspec.msgpack.encode(self.shipment))
        # Ray itself would try again with the same inputs, and without telling which try it is
        self.task = self.ray.remote(max_retries=0, num_cpus=1, num_gpus=self.gpus)(grade_chunk)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ray.shutdown()

    def slots(self) -> int:
        """How many tasks can run at once."""
        resources = self.ray.cluster_resources()
        slots = resources.get("CPU", 1)
        if self.gpus:
            slots = min(slots, resources.get("GPU", 0) / self.gpus)
        return max(1, int(slots))

    def grade(self, orders: Sequence[Order]) -> Generator[tuple[Order, Report], None, None]:
        """Reports as they become ready: one for each order, also where the process that graded it ended each time."""
        chunk_size = max(1, min(_LARGEST, len(orders) // (self.slots() * _ROUNDS)))
        running: dict[object, _Chunk] = {}
        for first in range(0, len(orders), chunk_size):
            yield from self._hand(_Chunk(orders[first : first + chunk_size]), running)
            while len(running) >= 2 * self.slots():  # no more notebooks in memory than that
                yield from self._collect(running)
        while running:
            yield from self._collect(running)

    def _hand(self, chunk: _Chunk, running: dict[object, _Chunk]) -> Iterator[tuple[Order, Report]]:
        """Start a task; what can't even be read has its report at once."""
        readable: list[Order] = []
        parcels: list[Order] = []  # the same ones with what is in their notebooks
        for order in chunk.orders:
            notebook = Path(order.notebook)
            attempt = order.attempt + chunk.retries * _TRIES_OF_A_POOL
            try:
                parcel = msgspec.structs.replace(order, content=load(notebook), attempt=attempt)
            except Rejected as fault:
                reason = sentence("{file}: {why}", file=notebook.name, why=fault.why)
                yield order, ungraded(order, Status.REJECTED, reason, self.shipment.max_score)
            else:
                readable.append(order)
                parcels.append(parcel)
        if parcels:
            task = self.task.remote(self.course, msgspec.msgpack.encode(parcels))
            running[task] = _Chunk(readable, chunk.retries)

    def _collect(self, running: dict[object, _Chunk]) -> Iterator[tuple[Order, Report]]:
        """Wait for a task, and give its reports. Raises what has kept a node from grading at all."""
        for task in self.ray.wait(list(running))[0]:
            chunk = running.pop(task)
            try:
                answer = msgspec.msgpack.decode(self.ray.get(task), type=Delivery)
            except self.ray.exceptions.RayError:  # its process or its node has died
                yield from self._retry(chunk, running)
                continue
            if answer.fault:
                raise _fault(answer)
            yield from zip(chunk.orders, answer.reports, strict=True)

    def _retry(self, chunk: _Chunk, running: dict[object, _Chunk]) -> Iterator[tuple[Order, Report]]:
        """Hand out each submission of a chunk alone: one of them may have been the end of its node."""
        for order in chunk.orders:
            if chunk.retries == _RETRIES:
                yield order, lost(order, self.shipment.max_score)
            else:
                yield from self._hand(_Chunk([order], chunk.retries + 1), running)


def _fault(answer: Delivery) -> Exception:
    """What a node has answered with, in place of reports."""
    if answer.kind == CourseFault.__name__:
        return CourseFault(answer.fault.splitlines())
    if answer.kind == Unsafe.__name__:
        return Unsafe(answer.fault)
    return PoolFault(answer.fault)


def _reach(address: str) -> None:
    """Where nobody listens, Ray itself would wait for minutes."""
    host, _, port = address.rpartition("/")[2].rpartition(":")
    if port.isdigit():
        try:
            socket.create_connection((host, int(port)), _PATIENCE).close()
        except OSError as fault:
            raise UsageError(
                "no Ray cluster at {address}: {reason}",
                address=address, reason=fault.strerror or fault,
            ) from None


def grade_chunk(course: bytes, chunk: bytes) -> bytes:
    """The task, in one of Ray's worker processes."""
    node_connection = _node(course)
    try:
        node_connection.send_bytes(chunk)
        return node_connection.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)  # the node's process has been ended: the driver hears that this task has, and tries again


@functools.lru_cache(maxsize=1)
def _node(course: bytes) -> Connection:
    """The process of ours beside this one, which has been told the course: started once, for all chunks."""
    our_end, node_end = socket.socketpair()
    with contextlib.closing(node_end):
        subprocess.Popen(  # noqa: S603  workers/node.py
            [sys.executable, "-P", "-m", "autograder.workers.node", str(node_end.fileno())],
            pass_fds=[node_end.fileno()],
            stdin=subprocess.DEVNULL,
        )
    connection = Connection(our_end.detach())
    connection.send_bytes(course)
    return connection
