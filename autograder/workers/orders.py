"""What coordinator and worker say to each other, in the order in which it is said. It loads no torch.

The worker hears its Settings, answers with a Machine, and then gives a Graded for each Order.
"""

from __future__ import annotations

import msgspec

from autograder.report import Graded, Order, Report

__all__ = [
    "Delivery",
    "Graded",
    "Interrupted",
    "Machine",
    "Order",
    "PoolFault",
    "Settings",
    "Shipment",
    "Stopped",
    "Terms",
    "Unsafe",
]


# all that is said where a new worker is wanted: its socket comes along. The pool says it to the warm process, and the
# warm process, which forks the worker, to the parent of all sandboxes
NEW_WORKER = b"worker"


class PoolFault(Exception):
    """The warm process or its workers could not be started: a fault of ours."""


class Unsafe(Exception):
    """The machine is not what was asked for: the boundary does not hold as well, or there is no such device."""


class Stopped(Exception):
    """The run can't go on, through no fault of its submissions; what was graded is kept. The text says what to do."""


class Interrupted(Stopped):
    """Somebody has ended the run."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The terms on which a course's submissions are graded: the same for each of them, and for each worker.

    Hidden inputs are drawn from the `secret`. Students' code computes on `device` ("auto", "cpu", "cuda", "cuda:N"), of
    whose memory each worker may fill a `share` between 0 and 1; None gives each of a pool's workers an equal one.
    A public test without weight is a check of the students' notebook, and is left out unless `every_check` is wanted.
    Nothing is graded where one of the `required` layers of isolation is missing, nor, unless `allow_unsafe`, where a
    student's code could do what it must not. Where `strict`, a fault in the course's own files ends the run. With
    `tells_all`, reports tell their reader everything, whatever the assignments' `feedback` hides from students.
    """

    course: str  # the folder; text, since JSON knows no paths
    secret: str = ""
    device: str = "cpu"
    share: float | None = None
    required: tuple[str, ...] = ()
    allow_unsafe: bool = False
    every_check: bool = False
    strict: bool = False
    tells_all: bool = False


class Settings(msgspec.Struct, frozen=True):
    """What a worker is told first: the terms, and the processors on which it and its sandboxes run.

    With no processor named, they run on all of them.
    """

    terms: Terms
    processors: tuple[int, ...] = ()


class Machine(msgspec.Struct, frozen=True):
    """What a worker answers: the layers of isolation that hold here, and what a student's code could do regardless.

    Also the device that it computes on; where the one that was asked for can't be had, `missing` says why. A card that
    is there, and that students' code can't use, is passed over where the choice was left to us: `passed_over` says why.
    """

    layers: tuple[str, ...]
    weaknesses: tuple[str, ...]
    device: str = "cpu"
    missing: str = ""
    passed_over: str = ""


class Shipment(msgspec.Struct, frozen=True):
    """What a cluster's node is told first: the course as a tar, how its fingerprint should be, and the terms.

    The course that the terms name is a folder of the coordinator's machine; the node puts its own in that place.
    """

    course: bytes
    assignment: str
    fingerprint: str
    max_score: float
    terms: Terms


class Delivery(msgspec.Struct, frozen=True):
    """A chunk's reports, in order; or why there can be none on that node, and the name of what is raised for it."""

    reports: list[Report]
    fault: str = ""
    kind: str = ""
