"""The pytest plugin: one session a worker and assignment, in which every collected test is run for every submission.

Collection is paid once. A test's `student` is a copy of the submission's notebook, or the reference itself where the
reference is to be proved.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import signal
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
import torch
from _pytest.runner import runtestprotocol

from autograder.grading.compare import Drawn, full, hint
from autograder.remote.control import SandboxFault
from autograder.remote.faults import DeviceFault, StudentFault, TooSlow
from autograder.remote.texts import clean
from autograder.sandbox.notebook_process import seed_everything
from autograder.wire.frames import ProtocolError

# what a session that only runs our graders can do without: two full collections at exit among it
_WITHOUT = (
    *("cacheprovider", "unraisableexception", "threadexception", "terminal", "junitxml", "pastebin", "doctest"),
    *("faulthandler", "warnings", "logging", "stepwise", "setuponly", "setupplan", "debugging", "legacypath"),
    *("unittest", "tmpdir", "monkeypatch", "recwarn", "subtests"),
)
_FIXTURES = {"student", "reference", "randn"}
_OPTIONS = ["-c", "/dev/null", "--import-mode=importlib", "--assert=plain", "--strict-markers", "--capture=no"]


_OUT_OF_MEMORY = "can't allocate memory"  # torch's words
_TOO_LARGE = "to look at what your code returned took too much of the grader's memory: is it far too large?"


class GraderFault(Exception):
    """A grader module is not what it should be: a fault of ours."""


@dataclass(frozen=True)
class Task:
    """One test as the grader module declares it."""

    name: str
    title: str
    exercise: str
    weight: float
    public: bool
    run: Callable[[], object]


@dataclass(frozen=True)
class Verdict:
    """How one test ended. `kind` is the fault's class by name, empty for a pass; `hint` is safe to tell of any test.

    `drawn` is what a picture may show of it.
    """

    kind: str
    message: str
    hint: str
    seconds: float
    drawn: Drawn | None = None

    @staticmethod
    def plain(kind: str, message: str, seconds: float = 0.0) -> Verdict:
        """One whose message tells nothing of a test's inputs."""
        return Verdict(kind, message, message, seconds)


def derive(seed: int, *names: str) -> int:
    """A seed of its own for each purpose. One-way: the sandbox's seeds tell nothing about the grader's."""
    text = "\x00".join([str(seed), *names])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "little")


class Grading:
    """The plugin, and the state of the test that is running. `loop` is called with the collected tasks."""

    def __init__(
        self, reference: Callable[[], ModuleType], loop: Callable[[Grading, list[Task]], None], seconds: float
    ) -> None:
        self.seconds = seconds  # of wall time for a test, what the grader computes included
        self.load_reference = reference
        self.loop = loop
        self.student: Any = None
        self.seed = 0
        self.fault: BaseException | None = None

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the mark."""
        config.addinivalue_line(
            "markers", "exercise(name, weight=1, public=False): the exercise that a test belongs to"
        )

    @pytest.fixture(name="student")
    def _student(self) -> Any:
        return self.student

    @pytest.fixture(name="reference", scope="session")
    def _reference(self) -> ModuleType:
        return self.load_reference()

    @pytest.fixture(name="randn")
    def _randn(self) -> Callable[..., torch.Tensor]:
        return _drawn

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Hand the collected tests to `loop`, which runs them as often as it likes."""
        items = [item for item in session.items if isinstance(item, pytest.Function)]
        if session.testsfailed or not items:
            raise GraderFault("a grader module could not be collected")
        self.loop(self, [self._task(item) for item in items])
        return True

    def _task(self, item: pytest.Function) -> Task:
        mark = item.get_closest_marker("exercise")
        if mark is None or len(mark.args) != 1:
            raise GraderFault(f'{item.name} belongs to no exercise: mark it @exercise("…")')
        title = " ".join((inspect.getdoc(item.function) or item.name).split("\n\n")[0].split())
        weight, public = float(mark.kwargs.get("weight", 1)), bool(mark.kwargs.get("public", False))
        module: Any = item.getparent(pytest.Module)  # what is set up for it stays, whichever of its tests comes next
        run = self._called(item) if _is_plain(item) else lambda: runtestprotocol(item, log=False, nextitem=module)
        return Task(item.name, title, mark.args[0], weight, public, run)

    def _called(self, item: pytest.Function) -> Callable[[], object]:
        """What runs a test that needs nothing of pytest's protocol, which costs a fifth of a grader's time."""
        parameters = item.callspec.params if hasattr(item, "callspec") else {}

        def run() -> None:
            known = {"student": self.student, "reference": self.load_reference(), "randn": _drawn, **parameters}
            try:
                with self._seeded(item):
                    item.obj(**{name: known[name] for name in item.fixturenames})
            except (Exception, pytest.fail.Exception, pytest.skip.Exception) as fault:  # noqa: BLE001
                self.fault = fault

        return run

    @contextlib.contextmanager
    def _seeded(self, item: pytest.Function) -> Iterator[None]:
        """Seed the grader's own draws, for each test its own; and keep the time."""
        seed_everything(derive(self.seed, "grader", item.name))
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """As for the tests that are called without it."""
        with self._seeded(pyfuncitem):
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep the exception, and skip rendering a traceback that nobody will read."""
        if call.excinfo is not None:
            self.fault = call.excinfo.value
        assert call.when != "collect"
        times = (call.duration, call.start, call.stop)
        return pytest.TestReport(
            item.nodeid, item.location, {}, "failed" if call.excinfo else "passed", None, call.when, (), *times
        )

    def judge(self, task: Task, student: Any, seed: int) -> Verdict:
        """Run one test for one student."""
        self.student, self.seed, self.fault = student, seed, None
        start = time.perf_counter()
        task.run()
        fault, self.fault, self.student = self.fault, None, None
        seconds = time.perf_counter() - start
        if fault is None:
            return Verdict.plain("", "", seconds)
        if isinstance(fault, AssertionError | StudentFault | ProtocolError):
            return _of_the_student(fault, seconds)
        kind = type(fault).__name__
        if isinstance(fault, SandboxFault | DeviceFault | OSError | KeyboardInterrupt) or self._fails_itself(
            task, seed
        ):
            return Verdict.plain("error", clean(f"{kind}: {fault}"), seconds)
        if isinstance(fault, MemoryError) or _OUT_OF_MEMORY in str(fault):
            return Verdict.plain("TooLarge", _TOO_LARGE, seconds)
        what = "what your code returned can't be used here"
        said = str(fault).replace("'RemoteObject'", "an object that is neither tensor nor number")
        return Verdict("Unusable", clean(f"{what}: {said}"), what, seconds)

    def _fails_itself(self, task: Task, seed: int) -> bool:
        """Whether the test fails for the reference too: then the fault is ours, and no zero for the student."""
        self.student, self.seed, self.fault = self.load_reference(), seed, None
        task.run()
        fault, self.fault, self.student = self.fault, None, None
        return fault is not None


def _of_the_student(fault: AssertionError | StudentFault | ProtocolError, seconds: float) -> Verdict:
    """The verdict on a test that has failed by what the student's code did."""
    kind = type(fault).__name__
    if isinstance(fault, AssertionError):
        said = str(fault.args[0] if fault.args else "").split("\nassert ")[0] or "not as it should be"
        return Verdict(kind, clean(full(said)), clean(hint(said)), seconds, getattr(fault, "drawn", None))
    if isinstance(fault, StudentFault):
        return Verdict(kind, clean(str(fault)), clean(fault.hint), seconds)
    return Verdict(kind, clean(str(fault)), "your answer can't be read", seconds)


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow("to look at what your code returned took too long: is it far too large?")


def _drawn(*shape: int, requires_grad: bool = False, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.randn(shape, dtype=dtype).requires_grad_(requires_grad)


def _is_plain(item: pytest.Function) -> bool:
    """Whether a test is a function of our fixtures and parameters alone: pytest would do nothing else for it."""
    parameters = [mark.args[0] for mark in item.iter_markers("parametrize") if not mark.kwargs.get("indirect")]
    names = {name.strip() for p in parameters for name in (p.split(",") if isinstance(p, str) else p)}
    marks = {mark.name for mark in item.iter_markers()}
    return item.cls is None and marks <= {"exercise", "parametrize"} and set(item.fixturenames) <= names | _FIXTURES


def run_session(
    grader: Path, reference: Callable[[], ModuleType], loop: Callable[[Grading, list[Task]], None], seconds: float
) -> None:
    """Collect a grader module and call `loop` with its tasks, each of which may take so many seconds of wall time.

    Raises GraderFault where it can't be collected.
    """
    plugin = Grading(reference, loop, seconds)
    signal.signal(signal.SIGALRM, _too_slow)
    disabled = [option for name in _WITHOUT for option in ("-p", f"no:{name}")]
    code = pytest.main([*_OPTIONS, *disabled, f"--rootdir={grader.parent}", str(grader)], plugins=[plugin])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise GraderFault(f"{grader.name} could not be run (pytest's exit status {int(code)})")
