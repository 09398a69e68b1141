"""A worker: forked from the warm process, it grades the jobs that the coordinator sends, one after another.

Its memory has a limit, the last of those that bound what a student's answers can make a grader hold. A test that meets
it has failed, and says so; elsewhere the submission is given back as one that can't be graded, and the worker ends.
"""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import torch

from autograder.course import Course
from autograder.grading.grader import OUT_OF_MEMORY, Grader, Job, Outcome
from autograder.remote.control import SandboxFault
from autograder.report import ungraded
from autograder.sandbox.jail import entry, trees
from autograder.workers import devices
from autograder.workers.messages import Graded, Machine, Order, Settings


def work(descriptor: int, sandboxes: socket.socket) -> None:
    """Grade until the coordinator hangs up. A Graded goes back as JSON, one for each job, in order."""
    coordinator = Connection(descriptor)
    settings = msgspec.json.decode(coordinator.recv_bytes(), type=Settings)
    terms = settings.terms
    if settings.processors:
        os.sched_setaffinity(0, settings.processors)
    os.chdir(terms.course)
    torch.backends.mkldnn.set_flags(False)  # for tensors as small as a test's: 10 µs for a convolution in place of 50
    device, missing = devices.found(terms.device)
    course = Course.load(Path(terms.course))
    grader = Grader(course, sandboxes, terms.secret, device)
    machine = _machine(grader)
    if terms.device == devices.AUTO and device != devices.CPU and not machine.layers:  # a card of no use
        device, grader = devices.CPU, Grader(course, sandboxes, terms.secret)
        machine = _machine(grader)
    coordinator.send_bytes(msgspec.json.encode(msgspec.structs.replace(machine, device=device, missing=missing)))
    limit_memory(course.limits.grader_mb)
    current: list[Order] = []
    try:
        grader.grade_all(_jobs(coordinator, current), lambda outcome: _deliver(coordinator, outcome))
    except MemoryError:
        order = current[0]
        most = course.assignment(order.assignment).max_score
        _deliver(coordinator, Outcome(ungraded(order, "error", OUT_OF_MEMORY, most)))


def limit_memory(megabytes: int) -> None:
    """Let this process have so much memory on top of what it has."""
    lines = Path("/proc/self/status").read_text(errors="replace").splitlines()
    has = next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmData:"))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = has + (megabytes << 20)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _machine(grader: Grader) -> Machine:
    try:
        layers = grader.layers()
    except SandboxFault as fault:
        return Machine((), (f"not start a sandbox at all: {fault}",))
    weak = entry.shortcomings(layers)
    hidden = grader.course.root
    if trees.sees(hidden):
        weak.append(f"read the course, since it may read all of the folder around {hidden}")
    closed = entry.unreadable_to_others() if "uid" in layers and "mnt" not in layers else None
    if closed is not None:
        weak.append(f"not even import torch: other users can't enter {closed} (chmod o+x it, or move Python)")
    return Machine(tuple(layers), tuple(weak))


def _jobs(coordinator: Connection, current: list[Order]) -> Iterator[Job]:
    """Jobs as they come; `current` holds the order of the last one."""
    while True:
        try:
            order = msgspec.json.decode(coordinator.recv_bytes(), type=Order)
        except (EOFError, OSError):
            return
        current[:] = [order]
        yield Job(
            order.assignment,
            Path(order.notebook),
            order.student,
            order.seed,
            order.content,
            order.attempt,
            order.settled,
        )


def _deliver(coordinator: Connection, outcome: Outcome) -> None:
    report = outcome.report
    ran_out = report.status == "error" and (report.reason or "").startswith(OUT_OF_MEMORY)
    graded = Graded(report, outcome.disturbed, outcome.settled, outcome.stands, ran_out)
    coordinator.send_bytes(msgspec.json.encode(graded))
