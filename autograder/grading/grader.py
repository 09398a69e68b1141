"""One submission → one Report."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import msgspec

from autograder.course import Assignment, Course
from autograder.grading.compare import DEVICE
from autograder.grading.examination import Examination
from autograder.grading.pictures import pictures_of
from autograder.grading.pytest_session import Grading, Task, derive, run_session
from autograder.grading.scoring import exercise_result, reason_of, report_of, sources_of
from autograder.names import in_a_line
from autograder.remote.control import Sandbox, SandboxFault
from autograder.report import Report, Settled
from autograder.submission.notebook import Cell, Rejected, read

OUT_OF_MEMORY = "our fault: MemoryError"  # how a report begins that could not be made for want of it
_GRACE = 2.0  # seconds beyond a test's own limit, which its session keeps


@dataclass(frozen=True)
class Job:
    """One submission to grade: its notebook, whose it is, and the seed to draw inputs from.

    `attempt` says how often it was graded before, through a fault of ours: its inputs are then others, but for tests
    that are `settled`.
    """

    assignment: str
    notebook: Path
    student: str | None
    seed: int
    content: bytes | None = None  # of the notebook, where it does not lie there
    attempt: int = 0
    settled: tuple[Settled, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A report, and whether what was going on beside the grading may have cost points.

    Then `settled` are the verdicts that stay, and `stands` says whether the notebook itself was undisturbed.
    """

    report: Report
    disturbed: bool = False
    settled: tuple[Settled, ...] = ()
    stands: bool = True


class Grader:
    """Grades submissions in sandboxes that it asks `parent` for. Hidden inputs are drawn from the course's `secret`.

    `device` is where students' code computes, as the report says it: "cpu", "cuda:0".
    """

    def __init__(self, course: Course, parent: socket.socket, secret: str, device: str = "cpu") -> None:
        self.course = course
        self.parent = parent
        self.secret = secret
        self.device = device
        DEVICE.set(device.partition(":")[0])
        self.ready: Sandbox | None = None

    def layers(self) -> list[str]:
        """The layers that a sandbox of this machine's has; the sandbox is kept for the first submission."""
        self.ready = self._ordered()
        self.ready.await_jail()
        if self.ready.device != "cpu":
            self.ready.probe()
        return self.ready.layers

    def _ordered(self, *, trusting: bool = True) -> Sandbox:
        sandbox = Sandbox(self.parent, self.course.limits, DEVICE.get(), trusting=trusting)
        sandbox.order()
        return sandbox

    def _next(self, trusting: bool) -> Sandbox:
        """The sandbox that was ordered ahead. A student's code ran meanwhile: it may have left no room for this one."""
        sandbox = self.ready
        self.ready = None
        if sandbox is None:
            return self._ordered(trusting=trusting)
        if not sandbox.layers:
            try:
                sandbox.await_jail()
            except SandboxFault:
                sandbox.abandon()
                return self._ordered(trusting=trusting)
        sandbox.trusting = trusting
        return sandbox

    def _order_next(self) -> None:
        """Have the next sandbox forked and jailed while this one's tests run."""
        if self.ready is None:
            self.ready = self._ordered()

    def grade_all(self, jobs: Iterator[Job], deliver: Callable[[Outcome], None]) -> None:
        """Grade as jobs come. Those of one assignment in a row share one collection of its grader."""
        pending = next(jobs, None)
        while pending is not None:
            pending = self._grade_row(pending, jobs, deliver)

    def _grade_row(self, first: Job, jobs: Iterator[Job], deliver: Callable[[Outcome], None]) -> Job | None:
        following: list[Job | None] = [first]
        assignment = self.course.assignment(first.assignment)

        def loop(plugin: Grading, tasks: list[Task]) -> None:
            job = following[0]
            while job is not None and job.assignment == assignment.name:
                deliver(self._grade(job, assignment, plugin, tasks))
                job = next(jobs, None)
            following[0] = job

        try:
            seconds = self.course.limits.test_seconds + _GRACE
            run_session(self.course.grader(assignment.name), self._reference(assignment.name), loop, seconds)
        except Exception as fault:
            job = following[0]
            if job is None:
                raise
            deliver(Outcome(report_of(job, assignment, "error", f"our fault: {type(fault).__name__}: {fault}")))
            following[0] = next(jobs, None)
        return following[0]

    def _reference(self, assignment: str) -> Callable[[], ModuleType]:
        return functools.partial(load_reference, self.course.solution(assignment))

    def _grade(self, job: Job, assignment: Assignment, plugin: Grading, tasks: list[Task]) -> Outcome:
        start = time.perf_counter()
        examination: Examination | None = None
        try:
            cells = read(job.notebook, job.content)
            sources = self._to_run(job.assignment, cells)
            examination = Examination(
                cells,
                sources,
                self._seed(job, cells),
                self._next,
                self._order_next,
                self.course.limits.submission_seconds,
                job.settled,
                is_last=job.attempt > 0,
            )
            examination.judge(plugin, tasks)
        except MemoryError:
            del examination
            return Outcome(report_of(job, assignment, "error", OUT_OF_MEMORY, start=start))
        except Rejected as fault:
            reason = f"{in_a_line(job.notebook.name)}: {fault}"
            return Outcome(report_of(job, assignment, "rejected", reason, start=start))
        except (SandboxFault, OSError) as fault:
            return Outcome(report_of(job, assignment, "error", f"our fault: {fault}", start=start))
        report = self._report(job, assignment, examination, tasks, start)
        if job.student is not None:
            pictures = pictures_of(tasks, examination.verdicts, assignment.feedback)
            report = msgspec.structs.replace(report, sources=sources_of(assignment, cells), pictures=pictures)
        return Outcome(report, examination.disturbed, examination.settled(), examination.stands)

    def _report(
        self, job: Job, assignment: Assignment, examination: Examination, tasks: list[Task], start: float
    ) -> Report:
        verdicts, ran = examination.verdicts, examination.ran
        exercises = tuple(exercise_result(e, tasks, verdicts, assignment.feedback) for e in assignment.exercises)
        broken = next((v.message for v in verdicts.values() if v.kind == "error"), None)
        status, reason = ("error", f"our fault: {broken}") if broken else ("graded", reason_of(ran))
        report = report_of(
            job, assignment, status, reason, exercises, examination.layers, start, ran.printed, self.device
        )
        usage = examination.usage
        return msgspec.structs.replace(
            report, peak_mb=round(usage.peak_mb, 1), processor_seconds=round(usage.processor_seconds, 3)
        )

    def _seed(self, job: Job, cells: list[Cell]) -> int:
        """What inputs are drawn from: a notebook that was changed, or is graded once more, meets others."""
        code = msgspec.json.encode([cell.source for cell in cells if cell.code])
        notebook = hashlib.sha256(code).hexdigest()
        return derive(job.seed, self.secret, job.assignment, job.student or "", notebook, str(job.attempt))

    def _to_run(self, assignment: str, cells: list[Cell]) -> list[str]:
        """The sources to run. Text, and demo and check cells that are still as released, are left out by content."""
        shown = _released_extras(self.course.notebook(assignment))
        return [c.source if c.code and c.source.strip() not in shown else "" for c in cells]


@functools.cache
def _released_extras(notebook: Path) -> frozenset[str]:
    if not notebook.is_file():
        return frozenset()
    extras = [c for c in read(notebook) if c.code and ("demo" in c.tags or (c.grade_id or "").endswith("-check"))]
    return frozenset(c.source.strip() for c in extras)


@functools.cache
def load_reference(path: Path) -> ModuleType:
    """Import a solution as the reference."""
    name = f"reference_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} can't be imported")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
