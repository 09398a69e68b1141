"""One submission → one Report."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import msgspec

from autograder.course import Assignment, Course
from autograder.grading.compare import DEVICE
from autograder.grading.pictures import pictures_of
from autograder.grading.plugin import Grading, Task, Verdict, derive, run_session
from autograder.grading.results import exercise_result, reason_of, report_of, sources_of
from autograder.grading.submission import Cell, Rejected, defining, read
from autograder.remote.handle import Student
from autograder.remote.sandbox import Ran, Sandbox, SandboxFault
from autograder.remote.session import Session
from autograder.report import Report

_GRACE = 2.0  # seconds beyond a test's own limit, which its session keeps
_MAX_KILLED = 10  # by a person, or a machine out of memory? What happens each time is the student's own doing
_MAX_SLOW = 2  # of one exercise: an endless loop must not cost a class the sum of all its tests' limits


@dataclass(frozen=True)
class Job:
    """One submission to grade: its notebook, whose it is, and the seed to draw inputs from."""

    assignment: str
    notebook: Path
    student: str | None
    seed: int
    content: bytes | None = None  # of the notebook, where it does not lie there


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

    def _ordered(self) -> Sandbox:
        sandbox = Sandbox(self.parent, self.course.limits, DEVICE.get())
        sandbox.order()
        return sandbox

    def _next(self) -> Sandbox:
        """The sandbox that was ordered ahead. A student's code ran meanwhile: it may have left no room for this one."""
        sandbox, self.ready = self.ready, None
        if sandbox is not None and not sandbox.layers:
            try:
                sandbox.await_jail()
            except SandboxFault:
                sandbox.abandon()
                return self._ordered()
        return sandbox or self._ordered()

    def grade_all(self, jobs: Iterator[Job], deliver: Callable[[Report], None]) -> None:
        """Grade as jobs come. Those of one assignment in a row share one collection of its grader."""
        pending = next(jobs, None)
        while pending is not None:
            pending = self._grade_row(pending, jobs, deliver)

    def _grade_row(self, first: Job, jobs: Iterator[Job], deliver: Callable[[Report], None]) -> Job | None:
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
            deliver(report_of(job, assignment, "error", f"our fault: {type(fault).__name__}: {fault}"))
            following[0] = next(jobs, None)
        return following[0]

    def _reference(self, assignment: str) -> Callable[[], ModuleType]:
        return functools.partial(load_reference, self.course.solution(assignment))

    def _grade(self, job: Job, assignment: Assignment, plugin: Grading, tasks: list[Task]) -> Report:
        start = time.perf_counter()
        try:
            cells = read(job.notebook, job.content)
            for _ in range(_MAX_KILLED):
                sandbox, ran, verdicts = self._judge(job, cells, plugin, tasks)
                if not sandbox.killed or time.perf_counter() - start > self.course.limits.submission_seconds / 3:
                    break  # some platforms end a grading that takes much longer than one submission may
        except Rejected as fault:
            return report_of(job, assignment, "rejected", f"{job.notebook.name}: {fault}", start=start)
        except (SandboxFault, OSError) as fault:
            return report_of(job, assignment, "error", f"our fault: {fault}", start=start)
        exercises = tuple(exercise_result(e, tasks, verdicts, assignment.feedback) for e in assignment.exercises)
        broken = next((v.message for v in verdicts.values() if v.kind == "error"), None)
        status, reason = ("error", f"our fault: {broken}") if broken else ("graded", reason_of(ran))
        report = report_of(
            job, assignment, status, reason, exercises, tuple(sandbox.layers), start, ran.printed, self.device
        )
        if job.student is None:
            return report
        pictures = pictures_of(tasks, verdicts, assignment.feedback)
        return msgspec.structs.replace(report, sources=sources_of(assignment, cells), pictures=pictures)

    def _judge(
        self, job: Job, cells: list[Cell], plugin: Grading, tasks: list[Task]
    ) -> tuple[Sandbox, Ran, dict[str, Verdict]]:
        """Run a notebook, put it to all tests, and end every process of it."""
        seed = derive(job.seed, self.secret, job.assignment, job.student or "")
        sandbox = self._next()
        try:
            ran = sandbox.run(self._to_run(job.assignment, cells), derive(seed, "notebook"))
            self.ready = self._ordered()  # forked and jailed while this one's tests run
            with contextlib.closing(_Submission(sandbox, cells, ran, seed)) as submission:
                verdicts = submission.judge(plugin, tasks)
            sandbox.end()  # every process of the student's is dead before anything is reported
        except (SandboxFault, OSError):
            sandbox.abandon()
            raise
        return sandbox, ran, verdicts

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


class _Submission:
    """A notebook that has run, and the tests to which it is put.

    Tests share a copy of the notebook for as long as they pass: a copy of 200 MB of process is most of what a short
    test costs. A test that does not pass there is put to a copy of its own, and that is its verdict, so that no test's
    call can make another one fail.
    """

    def __init__(self, sandbox: Sandbox, cells: list[Cell], ran: Ran, seed: int) -> None:
        self.sandbox, self.cells, self.ran, self.seed = sandbox, cells, ran, seed
        self.deadline = time.monotonic() + sandbox.limits.submission_seconds
        self.missing: dict[str, Verdict] = {}
        self.slow: Counter[str] = Counter()
        self.shared: Session | None = None  # the copy in which tests have passed, and nothing else has happened

    def judge(self, plugin: Grading, tasks: list[Task]) -> dict[str, Verdict]:
        return {task.name: self._judge(plugin, task) for task in tasks}

    def _judge(self, plugin: Grading, task: Task) -> Verdict:
        if self.ran.unfinished is not None:
            return Verdict.plain("Crashed", f"your notebook could not be run to its end: {self.ran.unfinished}")
        if task.exercise in self.missing:
            return self.missing[task.exercise]
        if time.monotonic() > self.deadline:
            return Verdict.plain("TooSlow", "not run: the time for the whole submission was up")
        if self.slow[task.exercise] >= _MAX_SLOW:
            return Verdict.plain("TooSlow", "not run: tests of this exercise have run out of time before")
        verdict = self._in_shared_copy(plugin, task) or self._in_fresh_copy(plugin, task)
        if verdict.message == f"your notebook defines no `{task.exercise}`":
            verdict = Verdict.plain("Missing", verdict.message + self._why_missing(task.exercise), verdict.seconds)
            self.missing[task.exercise] = verdict
        self.slow[task.exercise] += verdict.kind == "TooSlow"
        return verdict

    def _in_shared_copy(self, plugin: Grading, task: Task) -> Verdict | None:
        """A pass, or None where no copy can be shared or the test does not pass in it."""
        if self.shared is None:
            return None
        self.shared.begin(self._seed(task))
        verdict = plugin.judge(task, Student(self.shared), self.seed)
        return None if verdict.kind else verdict

    def _in_fresh_copy(self, plugin: Grading, task: Task) -> Verdict:
        self.close()
        self.shared = self.sandbox.fork(self._seed(task))
        verdict = plugin.judge(task, Student(self.shared), self.seed)
        if verdict.kind:
            self.close()
        return verdict

    def close(self) -> None:
        """Hang up on the copy in use."""
        if self.shared is not None:
            self.shared.channel.close()
            self.shared = None

    def _seed(self, task: Task) -> int:
        return derive(self.seed, "sandbox", task.name)

    def _why_missing(self, name: str) -> str:
        for number in defining(self.cells, name):
            if not self.cells[number - 1].code:
                return f": cell {number} does, but it is not a code cell (change its type to Code)"
            if number in self.ran.errors:
                return f": cell {number} stopped with {self.ran.errors[number]}"
        return ""
