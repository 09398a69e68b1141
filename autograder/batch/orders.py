"""What coordinator and worker say to each other, beside the report: apart from both, so that this loads no torch."""

from __future__ import annotations

import msgspec


class PoolFault(Exception):
    """The warm process or its workers could not be started: a fault of ours."""


class Unsafe(Exception):
    """On this machine the boundary does not hold as well as was asked for."""


class Settings(msgspec.Struct, frozen=True):
    """What a worker is told first: where the course lies, and the secret from which it draws hidden inputs."""

    course: str
    secret: str


class Order(msgspec.Struct, frozen=True):
    """One submission to grade."""

    assignment: str
    notebook: str
    student: str | None
    seed: int


class Machine(msgspec.Struct, frozen=True):
    """What a worker answers: the layers of isolation that hold here, and what a student's code could do regardless."""

    layers: tuple[str, ...]
    weaknesses: tuple[str, ...]
