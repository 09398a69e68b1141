"""Pytest's side: a grader module is collected once, and its tests are put to one student after another.

    with collected(grader, load_reference, seconds) as tests:
        verdict = tests.judge(tests.tasks[0], student, seed)

A test's `student` is a copy of the submission's notebook, or the reference itself where the reference is to be proved.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from types import FrameType, ModuleType

import pytest
import torch
from _pytest.config import _prepareconfig
from _pytest.runner import runtestprotocol

from autograder.grading.forms import forms
from autograder.grading.grader_faults import OUR_FIXTURES, WrongCourse, explained, place_in_mark, place_of, weight_of
from autograder.grading.literals import literals_of
from autograder.grading.seeds import derive
from autograder.grading.stand_ins import StandIn, stand_ins_in, standing_in
from autograder.grading.surroundings import importable
from autograder.grading.verdict import (
    Task,
    Verdict,
    verdict_on_answer,
    verdict_on_ours,
    verdict_on_stand_ins,
    verdict_on_use,
)
from autograder.remote.control import SandboxFault
from autograder.remote.faults import DeviceFault, StudentFault, TooSlow
from autograder.report import VerdictKind
from autograder.sandbox import bans
from autograder.sandbox.notebook_process import seed_everything
from autograder.wire.frames import ProtocolError

# what a session that only runs our graders can do without: two full collections at exit among it
_DISABLED_PLUGINS = (
    *("cacheprovider", "unraisableexception", "threadexception", "terminal", "junitxml", "pastebin", "doctest"),
    *("faulthandler", "warnings", "logging", "stepwise", "setuponly", "setupplan", "debugging", "legacypath"),
    *("unittest", "tmpdir", "monkeypatch", "recwarn", "subtests"),
)
_MARKS = {"exercise", "parametrize"}
_OF_THE_MACHINE = (SandboxFault, DeviceFault, OSError)
_OPTIONS = ["-c", "/dev/null", "--import-mode=importlib", "--assert=plain", "--strict-markers", "--capture=no"]
_MARK = "exercise(name, weight=1, public=False, without=()): the exercise that a test belongs to"


class GraderFault(Exception):
    """A grader module is not what it should be: a fault of ours. Its `lines` tell its author where, and what to do."""

    def __init__(self, message: str, lines: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.lines = tuple(lines)


class _Plugin:
    """What pytest asks us for: the fixtures, and before and after each test its seed, its time and what it raised."""

    def __init__(self, load_reference: Callable[[], ModuleType], seconds: float) -> None:
        self.load_reference = load_reference
        self.seconds = seconds
        self.student: object = None
        self.stands_in: frozenset[str] = frozenset()
        self.seed = 0
        self.fault: BaseException | None = None
        self.faults_of_collection: list[BaseException] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the mark."""
        config.addinivalue_line("markers", _MARK)

    # fixtures look at the time of the test: one session serves all students

    @pytest.fixture(name="student")
    def _student(self) -> object:
        return self.student

    @pytest.fixture(name="reference", scope="session")
    def _reference(self) -> ModuleType:
        return self.load_reference()

    @pytest.fixture(name="stands_in")
    def _stands_in(self) -> frozenset[str]:
        return self.stands_in

    @pytest.fixture(name="randn")
    def _randn(self) -> Callable[..., torch.Tensor]:
        return _draw

    @pytest.fixture(name="forms")
    def _forms(self) -> Callable[..., object]:
        return forms

    def pytest_exception_interact(
        self, call: pytest.CallInfo[object], report: pytest.CollectReport | pytest.TestReport
    ) -> None:
        """Keep why a module could not be collected: pytest's own terminal, which would tell, is switched off."""
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            self.faults_of_collection.append(call.excinfo.value)

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Seed and time a test that pytest calls, as those that are called without pytest's protocol."""
        with self.seeded(pyfuncitem):
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep the exception, and skip rendering a traceback that nobody will read."""
        outcome = "passed"
        if call.excinfo is not None:
            self.fault = call.excinfo.value
            outcome = "failed"
        assert call.when != "collect"
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome=outcome,  # type: ignore[arg-type]  # pytest wants a literal
            longrepr=None,
            when=call.when,
            duration=call.duration,
            start=call.start,
            stop=call.stop,
        )

    @contextlib.contextmanager
    def seeded(self, item: pytest.Function) -> Iterator[None]:
        """Seed the grader's own draws, for each test its own, and raise TooSlow when its time is up."""
        seed_everything(derive(self.seed, "grader", item.name))
        # calls of the student's have limits of their own; this one bounds what the grader computes with the answers
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def call(self, item: pytest.Function) -> None:
        """Run a test that needs nothing of pytest's protocol, which costs a fifth of a grader's time."""
        values: dict[str, object] = {
            "student": self.student,
            "reference": self.load_reference(),
            "randn": _draw,
            "forms": forms,
            "stands_in": self.stands_in,
        }
        if hasattr(item, "callspec"):  # of tests with parameters alone
            values |= item.callspec.params
        arguments = {name: values[name] for name in item.fixturenames}
        try:
            with self.seeded(item):
                item.obj(**arguments)
        # a test may raise anything; what says that the process is to end is nothing that a test raised
        except (Exception, pytest.fail.Exception, pytest.skip.Exception) as fault:  # noqa: BLE001  whatever it is
            self.fault = fault


class Tests:
    """The collected tests of a grader module, in the module's order, and the stand-ins that it brings.

    A public test without weight is a check of the students' notebook: it is among the tasks with `every_check` alone,
    though `all_tasks` has one for each of the `items`.
    """

    def __init__(self, plugin: _Plugin, items: list[pytest.Function], *, every_check: bool) -> None:
        self._plugin = plugin
        self.items = items
        self.all_tasks = [_task(item) for item in items]
        self.tasks: list[Task] = []
        self.stand_ins: dict[str, StandIn] = {}
        self.without: dict[str, tuple[str, ...]] = {}  # what each exercise is to be written without
        self._runs: dict[str, Callable[[], object]] = {}
        self._paths: dict[str, str] = {}
        for item, task in zip(items, self.all_tasks, strict=True):
            self.stand_ins |= stand_ins_in(item.module)
            names = dict.fromkeys((*self.without.get(task.exercise, ()), *_without(item)))
            if names:
                self.without[task.exercise] = tuple(names)
            if every_check or task.weight or not task.public:
                self.tasks.append(task)
                self._paths[item.name] = str(item.path)
                self._runs[item.name] = self._way_to_run(item)

    def _way_to_run(self, item: pytest.Function) -> Callable[[], object]:
        if _is_plain(item):
            return functools.partial(self._plugin.call, item)
        # with the module as what comes next, what is set up for the module stays, whichever of its tests comes next
        module = item.getparent(pytest.Module)
        return functools.partial(runtestprotocol, item, log=False, nextitem=module)  # type: ignore[arg-type]

    def judge(self, task: Task, student: object, seed: int, stand_ins: Sequence[StandIn] = ()) -> Verdict:
        """Put one test to one student; the grader's own draws come from the seed.

        With stand-ins, which the student's notebook has in place of what failed, the reference has the same.
        """
        self._plugin.stands_in = frozenset(stand_in.exercise for stand_in in stand_ins)
        with standing_in(self._plugin.load_reference, stand_ins):
            start = time.perf_counter()
            fault = self._fault_of(task, student, seed)
            seconds = time.perf_counter() - start
            if fault is None:
                return Verdict.plain(VerdictKind.PASSED, "", seconds)
            if stand_ins and not isinstance(fault, _OF_THE_MACHINE) and self._fails_for_reference(task, seed):
                return verdict_on_stand_ins(seconds)
            if isinstance(fault, AssertionError | StudentFault | ProtocolError):
                return verdict_on_answer(fault, seconds, literals_of(self._paths[task.name]))
            if isinstance(fault, _OF_THE_MACHINE) or self._fails_for_reference(task, seed):
                return verdict_on_ours(fault, seconds)
            return verdict_on_use(fault, seconds)

    def _fails_for_reference(self, task: Task, seed: int) -> bool:
        """Whether the test fails for the reference, too: then the fault is ours, and no zero for the student."""
        return self._fault_of(task, self._plugin.load_reference(), seed) is not None

    def _fault_of(self, task: Task, student: object, seed: int) -> BaseException | None:
        """Run a test, and return what it raised."""
        self._plugin.student = student
        self._plugin.seed = seed
        self._plugin.fault = None
        self._runs[task.name]()
        fault = self._plugin.fault
        # a fault holds on to the frames of the test, and these to all that the student's code returned
        self._plugin.student = None
        self._plugin.fault = None
        return fault


def _task(item: pytest.Function) -> Task:
    mark = item.get_closest_marker("exercise")
    if mark is None or len(mark.args) != 1:
        raise WrongCourse(*place_of(item), f'{item.name} belongs to no exercise: mark it @exercise("…")')
    # what a student reads of a test is its docstring's first paragraph
    docstring = inspect.getdoc(item.function) or item.name
    first_paragraph = docstring.split("\n\n")[0]
    return Task(
        name=item.name,
        title=" ".join(first_paragraph.split()),
        exercise=mark.args[0],
        weight=weight_of(item, mark),
        public=bool(mark.kwargs.get("public", False)),
    )


def _without(item: pytest.Function) -> tuple[str, ...]:
    """What a test's mark says that its exercise is to be written without. Raises WrongCourse for what is not there."""
    mark = item.get_closest_marker("exercise")
    assert mark is not None
    # a name with a slip in it would ban nothing, and nobody would know
    names = mark.kwargs.get("without", ())
    if isinstance(names, str):
        raise WrongCourse(*place_in_mark(item, names), f'{item.name}: expected without=["{names}"], a list')
    for name in names:
        try:
            bans.resolved(name)
        except ValueError as fault:
            raise WrongCourse(*place_in_mark(item, name), f"{item.name}: {fault}") from None
    return tuple(names)


def _is_plain(item: pytest.Function) -> bool:
    """Whether a test is a function of our fixtures and parameters alone: pytest would do nothing else for it."""
    marks = {mark.name for mark in item.iter_markers()}
    # a class may have set-up methods, and another mark may mean that the test is skipped
    if item.cls is not None or not marks <= _MARKS:
        return False
    return set(item.fixturenames) <= OUR_FIXTURES | _parameter_names(item)


def _parameter_names(item: pytest.Function) -> set[str]:
    """The names of a test's parameters; those that go through a fixture (`indirect`) are left out."""
    names: set[str] = set()
    # pytest takes "a, b" and ("a", "b")
    for mark in item.iter_markers("parametrize"):
        if mark.kwargs.get("indirect"):
            continue
        parameters = mark.args[0]
        if isinstance(parameters, str):
            parameters = parameters.split(",")
        names.update(name.strip() for name in parameters)
    return names


def _draw(*shape: int, requires_grad: bool = False, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """A tensor of standard normal numbers: the fixture `randn`."""
    return torch.randn(shape, dtype=dtype).requires_grad_(requires_grad)


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow("your result is too large to check in time")


@contextlib.contextmanager
def collected(
    grader: Path, load_reference: Callable[[], ModuleType], seconds: float, *, every_check: bool = False
) -> Iterator[Tests]:
    """The tests of a grader module, each of which may take so many seconds of wall time, the grader's share included.

    Public tests without weight are among them with `every_check` alone.

    Raises GraderFault where the module can't be collected, or the reference can't be loaded.
    """
    signal.signal(signal.SIGALRM, _too_slow)
    _forget(grader)
    plugin = _Plugin(load_reference, seconds)
    with contextlib.ExitStack() as stack:
        stack.enter_context(importable(grader.parent))
        try:
            session = stack.enter_context(_session(grader, plugin))
            tests = Tests(plugin, _items(session, grader), every_check=every_check)
            load_reference()
        except (Exception, SystemExit) as fault:
            causes = plugin.faults_of_collection or [fault]
            lines = [explained(cause, grader) for cause in causes]
            raise GraderFault(f"{grader.name} could not be run", lines) from fault
        yield tests


def _forget(grader: Path) -> None:
    """Let a grader be imported anew, and what lies beside it: pytest would take what it has, changed since or not."""
    folder = f"{grader.parent}/"
    for name, module in list(sys.modules.items()):
        # to ask a module for an attribute may import more of it
        file = getattr(module, "__dict__", {}).get("__file__")
        lies_beside = isinstance(file, str) and file.startswith(folder)
        if lies_beside or name == grader.stem:
            del sys.modules[name]


@contextlib.contextmanager
def _session(grader: Path, plugin: _Plugin) -> Iterator[pytest.Session]:
    """A session of pytest's that has begun. `pytest.main` would also run the tests itself, and only once."""
    # what lies above the graders is none of theirs, and stands in no fingerprint
    options = [*_OPTIONS, f"--rootdir={grader.parent}", f"--confcutdir={grader.parent}", str(grader)]
    for name in _DISABLED_PLUGINS:
        options += ["-p", f"no:{name}"]
    config = _prepareconfig(options, [plugin])
    try:
        session = pytest.Session.from_config(config)
        config._do_configure()  # noqa: SLF001  as pytest's own pytester does: there is no public way
        config.hook.pytest_sessionstart(session=session)
        yield session
        config.hook.pytest_sessionfinish(session=session, exitstatus=pytest.ExitCode.OK)
    finally:
        config._ensure_unconfigure()  # noqa: SLF001  the other half of _do_configure


def _items(session: pytest.Session, grader: Path) -> list[pytest.Function]:
    """The tests that are found. Raises GraderFault where there are none, or something could not be imported."""
    session.config.hook.pytest_collection(session=session)
    items = [item for item in session.items if isinstance(item, pytest.Function)]
    # where one class of a module can't be collected, pytest would go on with the rest
    if session.testsfailed or not items:
        raise WrongCourse(grader, 1, 'it holds no tests: write one, named test_…, and mark it @exercise("…")')
    return items
