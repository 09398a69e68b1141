"""One submission → one Report: reads the notebook, has it examined, and says what came of it."""

from __future__ import annotations

import ast
import contextlib
import functools
import hashlib
import re
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from autograder.course import CHECK, DEMO, SERVING, Assignment, Course, UsageError
from autograder.grading.compare import DEVICE
from autograder.grading.dependants import Dependants
from autograder.grading.examination import Examination
from autograder.grading.grader_faults import faults_of_reference, faults_of_tests
from autograder.grading.pictures import pictures_of
from autograder.grading.pytest_session import GraderFault, Tests, collected
from autograder.grading.reference import load_reference
from autograder.grading.sandboxes import Sandboxes
from autograder.grading.scoring import exercise_result, printed_of, reason_of, report_of, sources_of
from autograder.grading.seeds import derive
from autograder.grading.surroundings import in_place
from autograder.grading.verdict import Verdict
from autograder.names import in_a_line
from autograder.remote.control import SandboxFault
from autograder.report import Graded, Order, Report, Status, VerdictKind, our_fault
from autograder.sandbox.definitions import is_stub
from autograder.submission.belonging import other_assignment
from autograder.submission.edition import difference, language_of
from autograder.submission.notebook import Cell, Rejected, defining, read, read_stamped
from autograder.words.sentence import Sentence, said_of, sentence

_OUT_OF_MEMORY = our_fault("MemoryError")
_GRACE_SECONDS = 2.0  # beyond a test's own limit, which its session keeps


class Grader:
    """Grades submissions in sandboxes that it asks `parent` for. Hidden inputs are drawn from the course's `secret`.

    `device` is where students' code computes, as the report says it: "cpu", "cuda:0". Checks of the notebook that count
    nothing are asked with `every_check` alone.
    """

    def __init__(
        self,
        course: Course,
        parent: socket.socket,
        secret: str,
        device: str = "cpu",
        *,
        every_check: bool = False,
    ) -> None:
        self.course = course
        self.secret = secret
        self.device = device
        self.every_check = every_check
        kind_of_device = device.partition(":")[0]
        DEVICE.set(kind_of_device)  # what counts as rounding depends on it
        self.sandboxes = Sandboxes(parent, course.limits, kind_of_device)

    @contextlib.contextmanager
    def collected(self, assignment: str) -> Iterator[Tests]:
        """The assignment's tests, for as many submissions as there are. Entering it raises GraderFault."""
        try:
            self.course.check_requires(assignment)
            given_files = self.course.given_files(assignment)
        except UsageError as fault:
            raise GraderFault(str(fault)) from fault
        self.sandboxes.given_files = given_files
        reference = functools.partial(load_reference, self.course.solution(assignment))
        seconds = self.course.limits.test_seconds + _GRACE_SECONDS
        tests_of_grader = collected(self.course.grader(assignment), reference, seconds, every_check=self.every_check)
        with in_place(given_files), tests_of_grader as tests:
            yield tests

    def check(self, assignment: str, tests: Tests) -> None:
        """Raise GraderFault where tests and solution are not those of the assignment's exercises."""
        described = self.course.assignment(assignment)
        lines = [*faults_of_tests(self.course, described, tests.items, tests.all_tasks)]
        lines += faults_of_reference(self.course, described, load_reference(self.course.solution(assignment)))
        if lines:
            raise GraderFault(f"{self.course.grader(assignment).name} does not fit the course", lines)

    def grade(self, order: Order, tests: Tests) -> Graded:
        """Grade one submission. Whatever goes wrong is told in its report: nothing is raised."""
        start = time.perf_counter()
        try:
            return self._graded(order, tests, start)
        except MemoryError:
            pass  # what was examined is given up with the fault, so that there is memory again for a report
        except Rejected as fault:
            return Graded(self._without_results(order, Status.REJECTED, _of_file(order, fault.why), start))
        except (SandboxFault, OSError) as fault:
            return Graded(self._without_results(order, Status.ERROR, our_fault(fault), start))
        except Exception as fault:  # noqa: BLE001  a bug of ours costs one report, and is shown to whoever runs this
            sys.excepthook(*sys.exc_info())
            reason = our_fault(f"{type(fault).__name__}: {fault}")
            return Graded(self._without_results(order, Status.ERROR, reason, start))
        return self.out_of_memory(order, start)

    def not_graded(self, order: Order, fault: GraderFault) -> Graded:
        """What there is to say of a submission whose grader module can't be used."""
        reason = our_fault(f"{type(fault).__name__}: {fault}")
        return Graded(self._without_results(order, Status.ERROR, reason), course_faults=fault.lines)

    def out_of_memory(self, order: Order, start: float | None = None) -> Graded:
        """What there is to say of a submission that has used up this process's memory."""
        return Graded(self._without_results(order, Status.ERROR, _OUT_OF_MEMORY, start), out_of_memory=True)

    def _without_results(self, order: Order, status: Status, reason: str, start: float | None = None) -> Report:
        return report_of(order, self.course.assignment(order.assignment), status, reason, start)

    def _graded(self, order: Order, tests: Tests, start: float) -> Graded:
        assignment = self.course.assignment(order.assignment)
        cells, stamp = read_stamped(Path(order.notebook), order.content)
        language = language_of(stamp, self.course.languages)
        other = self._other_assignment(order.assignment, cells)
        if other is not None:
            asked = assignment.name
            why = sentence("it looks like a notebook of {other}: hand in that of {asked}", other=other, asked=asked)
            report = self._without_results(order, Status.REJECTED, _of_file(order, why), start)
            return Graded(msgspec.structs.replace(report, language=language))
        sources = self._sources_to_run(order.assignment, cells)
        untouched = self._untouched(assignment, cells)
        examination = Examination(
            cells,
            sources,
            self._seed(order, cells),
            self.sandboxes,
            self.course.limits.submission_seconds,
            order.settled,
            Dependants(assignment.exercises, untouched),
            self._stubs(assignment, untouched, cells, sources),
            is_last=order.attempt > 0,
        )
        examination.judge(tests)
        report = self._report(order, assignment, examination, tests, start)
        if order.student is not None:
            # only the reports of a class are kept beside one another, and have pages that show these
            pictures = pictures_of(tests.tasks, examination.counted, assignment.feedback)
            report = msgspec.structs.replace(report, sources=sources_of(assignment, cells), pictures=pictures)
        edition = difference(stamp, self.course, assignment.name)
        report = msgspec.structs.replace(
            report,
            edition=str(edition),
            edition_said=said_of(edition),
            language=language,
        )
        fault = _fault_of_ours(examination)
        return Graded(
            report,
            disturbed=examination.disturbed,
            settled=examination.settled(),
            stands=examination.stands,
            out_of_memory=fault is not None and fault.kind is VerdictKind.OUT_OF_MEMORY,
        )

    def _report(
        self, order: Order, assignment: Assignment, examination: Examination, tests: Tests, start: float
    ) -> Report:
        results = []
        for exercise in assignment.exercises:
            stand_ins = examination.stand_ins.get(exercise.name, ())
            result = exercise_result(
                exercise, tests.tasks, examination.counted, assignment.feedback, stand_ins, examination.cells
            )
            results.append(result)
        status = Status.GRADED
        reason = reason_of(examination.ran)
        fault = _fault_of_ours(examination)
        if fault is not None:
            status = Status.ERROR
            reason = our_fault(fault.message)
        report = report_of(order, assignment, status, reason, start)
        return msgspec.structs.replace(
            report,
            score=round(sum(result.score for result in results), 6),
            exercises=tuple(results),
            isolation=examination.layers,
            device=self.device,
            printed=printed_of(examination.ran),
            peak_mb=round(examination.usage.peak_mb, 1),
            processor_seconds=round(examination.usage.processor_seconds, 3),
        )

    def _other_assignment(self, asked: str, cells: list[Cell]) -> str | None:
        """The assignment that this is a notebook of, where that is another of the course's."""
        exercises = {}
        for name, assignment in self.course.assignments.items():
            exercises[name] = [exercise.name for exercise in assignment.exercises]
        return other_assignment(cells, asked, exercises)

    def _seed(self, order: Order, cells: list[Cell]) -> int:
        """What inputs are drawn from: a notebook that was changed, or is graded once more, meets others."""
        # of the code alone: whoever mends a typing error in a text cell keeps his grade
        code = msgspec.json.encode([cell.source for cell in cells if cell.code])
        notebook = hashlib.sha256(code).hexdigest()
        return derive(order.seed, self.secret, order.assignment, order.student or "", notebook, str(order.attempt))

    def _untouched(self, assignment: Assignment, cells: list[Cell]) -> set[str]:
        """The exercises that a notebook defines as they were released, and nowhere in another way."""
        untouched = set()
        for exercise in assignment.exercises:
            # a stub has the same code in every language, and other texts
            notebooks = self.course.notebooks(assignment.name)
            released = {_released_answers(path).get(exercise.name) for path in notebooks}
            sources = {cells[number - 1].source.strip() for number in defining(cells, exercise.name)}
            if sources and sources <= released:
                untouched.add(exercise.name)
        return untouched

    def _stubs(
        self, assignment: Assignment, untouched: set[str], cells: list[Cell], sources: list[str]
    ) -> set[str]:
        """Those of the untouched exercises that say the same to every test: bare functions that no other code names."""
        if self.every_check:
            return set()  # that a stub earns nothing is proved test by test
        released: set[str] = set()
        for path in self.course.notebooks(assignment.name):
            released.update(_released_answers(path).values())
        written = []  # by the student
        for source in sources:
            if source.strip() not in released:
                written.append(source)
        all_written = "\n".join(written)
        stubs = set()
        for name in untouched:
            is_named = re.search(rf"\b{name}\b", all_written) is not None
            definitions = [cells[number - 1].source for number in defining(cells, name)]
            if not is_named and all(map(_is_bare_function, definitions)):
                stubs.add(name)
        return stubs

    def _sources_to_run(self, assignment: str, cells: list[Cell]) -> list[str]:
        """The cells' sources, empty where a cell is not run: text, and demo and check cells that are as released."""
        extras: set[str] = set()
        for path in self.course.notebooks(assignment):
            extras |= _released_extras(path)
        sources = []
        for cell in cells:
            # by content, since a student may have written an answer into any cell
            is_run = cell.code and cell.source.strip() not in extras
            sources.append(cell.source if is_run else "")
        return sources


def _of_file(order: Order, why: Sentence) -> Sentence:
    """Why a file can't be graded, behind its name."""
    return sentence("{file}: {why}", file=in_a_line(Path(order.notebook).name), why=why)


def _fault_of_ours(examination: Examination) -> Verdict | None:
    """The first verdict that says nothing of the student's work; None where there is none."""
    for verdict in examination.counted.values():
        if verdict.kind.is_ours:
            return verdict
    return None


@functools.cache
def _is_bare_function(source: str) -> bool:
    """Whether this is one function that only raises; a class may have inherited what is right."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return False
    if len(statements) != 1:
        return False
    function = statements[0]
    return isinstance(function, ast.FunctionDef) and not function.decorator_list and is_stub(function)


@functools.cache
def _released_answers(notebook: Path) -> dict[str, str]:
    """The sources of the answer cells that a student receives, by the exercises' names."""
    if not notebook.is_file():
        return {}
    return {cell.grade_id: cell.source.strip() for cell in read(notebook) if cell.grade_id}


@functools.cache
def _released_extras(notebook: Path) -> frozenset[str]:
    """The sources of the demo and check cells that a student receives, and others that need not be run for a grade."""
    if not notebook.is_file():
        return frozenset()
    extras = set()
    for cell in read(notebook):
        is_check = (cell.grade_id or "").endswith(CHECK)
        if cell.code and (is_check or DEMO in cell.tags or SERVING in cell.tags):
            extras.add(cell.source.strip())
    return frozenset(extras)
