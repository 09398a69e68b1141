"""A worker: forked from the warm process, it grades the orders that the coordinator sends, one after another.

Its memory has a limit, the last of those that bound what a student's answers can make a grader hold. A test that meets
it has failed, and says so; elsewhere the submission is given back as one that can't be graded, and the worker ends.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import resource
import socket
import warnings
from collections.abc import Iterator
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from typing import TextIO

import msgspec
import torch

from autograder.course import Course
from autograder.grading.grader import Grader
from autograder.grading.pytest_session import GraderFault
from autograder.names import in_a_line
from autograder.remote.control import SandboxFault
from autograder.report import Graded
from autograder.sandbox.jail import entry, trees
from autograder.workers import devices
from autograder.workers.orders import Machine, Order, Settings, Terms

_NO_SANDBOX = "not start a sandbox at all"
_LONGEST = 300  # characters of a warning
_MOST_WARNINGS = 50  # for one order


def work(descriptor: int, sandboxes: socket.socket) -> None:
    """Grade until the coordinator hangs up. A Graded goes back as JSON, one for each order, in their order."""
    coordinator = Connection(descriptor)
    settings = msgspec.json.decode(coordinator.recv_bytes(), type=Settings)
    if settings.processors:
        os.sched_setaffinity(0, settings.processors)
    os.chdir(settings.terms.course)
    torch.backends.mkldnn.set_flags(False)  # for tensors as small as a test's: 10 µs for a convolution in place of 50
    heard = _Warnings()
    warnings.showwarning = heard.hear
    course = Course.load(Path(settings.terms.course))
    if settings.terms.tells_all:
        course = course.telling_all()
    grader, machine = _grader_for(course, sandboxes, settings.terms)
    coordinator.send_bytes(msgspec.json.encode(machine))
    limit_memory(course.limits.grader_mb)
    for assignment, orders in itertools.groupby(_orders(coordinator), attrgetter("assignment")):
        _grade(coordinator, grader, assignment, orders, heard, strict=settings.terms.strict)


class _Warnings:
    """What solutions and graders warn of. It is no student's, and would stand between the rows of a class."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def hear(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,  # noqa: ARG002  as `warnings.showwarning` is called
        line: str | None = None,  # noqa: ARG002  likewise
    ) -> None:
        """Keep a warning, in place of printing it."""
        self.lines.append(f"{filename}:{lineno}: {category.__name__}: {in_a_line(str(message))[:_LONGEST]}")

    def told(self) -> tuple[str, ...]:
        """The warnings since this was called last."""
        lines = tuple(dict.fromkeys(self.lines))[:_MOST_WARNINGS]
        self.lines.clear()
        return lines


def _grade(
    coordinator: Connection,
    grader: Grader,
    assignment: str,
    orders: Iterator[Order],
    heard: _Warnings,
    *,
    strict: bool,
) -> None:
    """Grade the orders of one assignment, which share one collection of its tests."""
    try:
        with grader.collected(assignment) as tests:
            if strict:
                grader.check(assignment, tests)
            gc.freeze()  # pytest and the tests stay: no collection need look at them again
            for order in orders:
                try:
                    graded = grader.grade(order, tests)
                    if heard.lines:
                        graded = msgspec.structs.replace(graded, warnings=heard.told())
                    _deliver(coordinator, graded)
                except MemoryError:  # in writing the report
                    _deliver(coordinator, grader.out_of_memory(order))
    except GraderFault as fault:
        for order in orders:
            _deliver(coordinator, grader.not_graded(order, fault))


def _orders(coordinator: Connection) -> Iterator[Order]:
    """Orders as they come, until the coordinator hangs up."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            yield msgspec.json.decode(coordinator.recv_bytes(), type=Order)


def _deliver(coordinator: Connection, graded: Graded) -> None:
    coordinator.send_bytes(msgspec.json.encode(graded))


def limit_memory(megabytes: int) -> None:
    """Let this process have so much memory on top of what it has."""
    lines = Path("/proc/self/status").read_text(errors="replace").splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmData:"))
    limit = (kilobytes << 10) + (megabytes << 20)
    _, hard_limit = resource.getrlimit(resource.RLIMIT_DATA)
    if hard_limit != resource.RLIM_INFINITY:
        limit = min(limit, hard_limit)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard_limit))


def _grader_for(course: Course, sandboxes: socket.socket, terms: Terms) -> tuple[Grader, Machine]:
    """A grader on the device that was asked for, and what it finds this machine to be."""
    device, missing = devices.found(terms.device)
    devices.leave_to_sandboxes()
    grader = Grader(course, sandboxes, terms.secret, device, every_check=terms.every_check)
    machine = _machine(grader, missing)
    if terms.device == devices.AUTO and device != devices.CPU and not machine.layers:
        # a card that is there, but on which no sandbox can compute: whoever left the choice to us gets the CPU
        grader = Grader(course, sandboxes, terms.secret, every_check=terms.every_check)
        reasons = "; ".join(machine.weaknesses).removeprefix(f"{_NO_SANDBOX}: ")
        machine = msgspec.structs.replace(_machine(grader, missing), passed_over=reasons)
    return grader, machine


def _machine(grader: Grader, missing: str) -> Machine:
    """The layers of isolation here, and what a student's code could do regardless; `missing` is about the device."""
    layers = []
    try:
        layers = grader.sandboxes.layers()
        weaknesses = _weaknesses(grader.course, layers)
    except SandboxFault as fault:
        weaknesses = [f"{_NO_SANDBOX}: {fault}"]
    return Machine(tuple(layers), tuple(weaknesses), grader.device, missing)


def _weaknesses(course: Course, layers: list[str]) -> list[str]:
    """What a student's code could do in spite of these layers, each as it follows "could"."""
    weaknesses = entry.shortcomings(layers)
    if trees.sees(course.root):
        weaknesses.append(f"read the course, since it may read all of the folder around {course.root}")
    if "uid" in layers and "mnt" not in layers:
        # another user, who sees the same folders as we do, has to be able to enter those that Python lies in
        closed = entry.unreadable_to_others()
        if closed is not None:
            weaknesses.append(
                f"not even import torch: other users can't enter {closed} (chmod o+x it, or move Python)"
            )
    return weaknesses
