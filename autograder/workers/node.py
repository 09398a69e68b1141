"""On a cluster's node, beside one of Ray's worker processes: it keeps a pool of one worker warm between chunks."""

from __future__ import annotations

import contextlib
import gzip
import signal
import socket
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from autograder import linux
from autograder.course import Course
from autograder.grading import fingerprint
from autograder.report import Report
from autograder.workers.messages import Answer, Order, PoolFault, Shipment, Unsafe
from autograder.workers.pool import Pool


def pack(course: Course, assignment: str) -> bytes:
    """What grading an assignment needs of a course, as a compressed tar: the same bytes for the same files."""
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for path in course.needed(assignment):
            entry, content = tarfile.TarInfo(str(path.relative_to(course.root))), path.read_bytes()
            entry.size = len(content)
            tar.addfile(entry, BytesIO(content))
    return gzip.compress(packed.getvalue(), mtime=0)


def main() -> None:
    """Unpack the course, then grade one chunk after another until the other side hangs up."""
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing of the course stays on this machine
    connection = Connection(int(sys.argv[1]))
    shipment = msgspec.msgpack.decode(connection.recv_bytes(), type=Shipment)
    with tempfile.TemporaryDirectory(prefix="autograder-course-") as folder:
        with tarfile.open(fileobj=BytesIO(shipment.course)) as tar:
            tar.extractall(folder, filter="data")
        chunk: list[Order] = []
        try:
            _check_version(shipment, Course.load(Path(folder)))
            with Pool(
                Path(folder),
                1,
                required=shipment.required,
                allow_unsafe=shipment.allow_unsafe,
                secret=shipment.secret,
                device=shipment.device,
                share=shipment.share,
            ) as pool:
                _grade(connection, pool, chunk)
        except (PoolFault, Unsafe) as fault:
            if not chunk:  # else the other side is waiting for its answer already
                connection.recv_bytes()
            connection.send_bytes(msgspec.msgpack.encode(Answer([], str(fault), type(fault).__name__)))


def _check_version(shipment: Shipment, course: Course) -> None:
    facts = shipment.assignment, shipment.secret, shipment.device
    if fingerprint.of_course(course, *facts).hex() != shipment.fingerprint:
        where = socket.gethostname()
        raise PoolFault(
            f"{where} has another version of autograder, Python, torch or numpy: install the same everywhere"
        )


def _grade(connection: Connection, pool: Pool, chunk: list[Order]) -> None:
    """Grade chunk after chunk; `chunk` holds the one that was asked for last."""
    reports: dict[Order, Report | None] = {}

    def orders() -> Iterator[Order]:
        with contextlib.suppress(EOFError):
            while True:
                chunk[:] = msgspec.msgpack.decode(connection.recv_bytes(), type=list[Order])
                yield from chunk

    for order, report in pool.grade(orders()):
        reports[order] = report
        if len(reports) == len(chunk):
            connection.send_bytes(msgspec.msgpack.encode(Answer([reports.pop(order) for order in chunk])))


if __name__ == "__main__":
    main()
