"""On a cluster's node, beside one of Ray's worker processes: it keeps a pool of one worker warm between chunks."""

from __future__ import annotations

import signal
import socket
import sys
from multiprocessing.connection import Connection

import msgspec

from autograder import linux, packing
from autograder.course import Course, CourseFault
from autograder.grading import fingerprint
from autograder.workers.orders import Delivery, Order, PoolFault, Shipment, Unsafe
from autograder.workers.pool import Pool


def main() -> None:
    """Unpack the course, then grade one chunk after another until the other side hangs up."""
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGTERM)  # Ray may end its own process at any time
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing of the course stays on this machine
    connection = Connection(int(sys.argv[1]))
    shipment = msgspec.msgpack.decode(connection.recv_bytes(), type=Shipment)
    with packing.unpacked_course(shipment.course) as course:
        chunk = _next_chunk(connection)  # first of all: whatever fails from here on is the answer to it
        try:
            check_version(shipment, course)
            terms = msgspec.structs.replace(shipment.terms, course=str(course.root))
            with Pool(terms, 1) as pool:
                while chunk is not None:
                    reports = [pool.grade_one(order, keep_worker=True) for order in chunk]
                    _send(connection, Delivery(reports))
                    chunk = _next_chunk(connection)
        except CourseFault as fault:
            # the author knows the files by their places in the folder that they were sent from
            text = str(fault).replace(str(course.root), shipment.terms.course)
            _send(connection, Delivery([], text, type(fault).__name__))
        except (PoolFault, Unsafe) as fault:
            _send(connection, Delivery([], str(fault), type(fault).__name__))


def _next_chunk(connection: Connection) -> list[Order] | None:
    """The orders to be graded next; None where the other side has hung up."""
    try:
        return msgspec.msgpack.decode(connection.recv_bytes(), type=list[Order])
    except EOFError:
        return None


def _send(connection: Connection, delivery: Delivery) -> None:
    connection.send_bytes(msgspec.msgpack.encode(delivery))


def check_version(shipment: Shipment, course: Course) -> None:
    """Raise PoolFault where this machine would grade in another way than the one that the course came from."""
    terms = shipment.terms
    version = fingerprint.of_course(course, shipment.assignment, terms.secret, terms.device)
    if version.hex() != shipment.fingerprint:
        raise PoolFault(
            f"{socket.gethostname()} has another version of autograder, Python, torch or numpy: "
            "install the same everywhere"
        )


if __name__ == "__main__":
    main()
