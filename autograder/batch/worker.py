"""A worker: forked from the warm process, it grades the jobs that the coordinator sends, one after another."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import torch

from autograder.batch import devices
from autograder.batch.orders import Machine, Order, Settings
from autograder.course import Course
from autograder.grading.grade import Grader, Job
from autograder.remote.sandbox import SandboxFault
from autograder.report import Report
from autograder.sandbox import jail


def work(descriptor: int, sandboxes: socket.socket) -> None:
    """Grade until the coordinator hangs up. Reports go back as JSON, one for each job, in order."""
    coordinator = Connection(descriptor)
    settings = msgspec.json.decode(coordinator.recv_bytes(), type=Settings)
    os.chdir(settings.course)
    torch.backends.mkldnn.set_flags(False)  # for tensors as small as a test's: 10 µs for a convolution in place of 50
    device, missing = devices.found(settings.device)
    course = Course.load(Path(settings.course))
    grader = Grader(course, sandboxes, settings.secret, device)
    machine = _machine(grader)
    if settings.device == devices.AUTO and device != devices.CPU and not machine.layers:  # a card of no use
        device, grader = devices.CPU, Grader(course, sandboxes, settings.secret)
        machine = _machine(grader)
    coordinator.send_bytes(msgspec.json.encode(msgspec.structs.replace(machine, device=device, missing=missing)))
    grader.grade_all(_jobs(coordinator), lambda report: _deliver(coordinator, report))


def _machine(grader: Grader) -> Machine:
    try:
        layers = grader.layers()
    except SandboxFault as fault:
        return Machine((), (f"not start a sandbox at all: {fault}",))
    weak = jail.shortcomings(layers)
    hidden = grader.course.root
    if jail.sees(hidden):
        weak.append(f"read the course, since it may read all of the folder around {hidden}")
    closed = jail.unreadable_to_others() if "uid" in layers and "mnt" not in layers else None
    if closed is not None:
        weak.append(f"not even import torch: other users can't enter {closed} (chmod o+x it, or move Python)")
    return Machine(tuple(layers), tuple(weak))


def _jobs(coordinator: Connection) -> Iterator[Job]:
    while True:
        try:
            order = msgspec.json.decode(coordinator.recv_bytes(), type=Order)
        except (EOFError, OSError):
            return
        yield Job(order.assignment, Path(order.notebook), order.student, order.seed, order.content, order.attempt)


def _deliver(coordinator: Connection, report: Report) -> None:
    coordinator.send_bytes(msgspec.json.encode(report))
