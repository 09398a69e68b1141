"""`autograder verify --watch`: what an author saves is proved at once, by processes that are kept warm."""

from __future__ import annotations

import ast
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rich.console import Console

from autograder.author import course_faults, solution
from autograder.author.checks import exercise_of
from autograder.author.verify import Proof, graded_while, label_of, proof_of_answer, terms_of, whole_proofs
from autograder.course import ORDER, Assignment, Course, CourseFault, UsageError
from autograder.grading.reference import load_reference
from autograder.languages import counted
from autograder.names import from_here
from autograder.workers.orders import PoolFault
from autograder.workers.pool import Pool, cores

_PAUSE = 0.1  # seconds between two looks at the files
_OF_ALL = {"solution", "grader", "order", "file"}  # what each exercise of an assignment stands on
_OF_ONE = {"cell", "tests"}


@dataclass(frozen=True)
class Part:
    """A part of an assignment that an author changes: of what kind it is, and the exercise, answer or file it is."""

    kind: str
    name: str = ""


def parts_of(course: Course, assignment: Assignment) -> dict[Part, bytes]:
    """What each part holds: each exercise's cell and tests, each kept answer, each file, and all else together."""
    # of course.toml what concerns this assignment: not its comments, and not the others
    order = msgspec.json.encode((assignment, course.limits))
    parts = {Part("order"): order}
    for cell in solution.read(course.solution(assignment.name)):
        if cell.code and not cell.demo:
            part = Part("solution")
            if cell.exercise is not None:
                part = Part("cell", cell.exercise)
            parts[part] = parts.get(part, b"") + cell.source.encode()
    text = course.grader(assignment.name).read_text(encoding="utf-8")
    for statement in ast.parse(text).body:
        part = Part("grader")
        exercise = exercise_of(statement)
        if exercise is not None:
            part = Part("tests", exercise)
        parts[part] = parts.get(part, b"") + ast.unparse(statement).encode()
    for path in (*course.beside_grader(assignment.name), *course.given_files(assignment.name).values()):
        parts[Part("file", str(path))] = path.read_bytes()
    for exercise_entry in assignment.exercises:
        for path in course.answers(assignment.name, exercise_entry.name):
            parts[Part("answer", label_of(assignment, exercise_entry, path))] = path.read_bytes()
    return parts


def concerned(course: Course, assignment: Assignment, changed: Collection[Part]) -> list[Proof]:
    """The proofs that these changes have to do with, the whole notebooks among them first of all.

    Beside a kept answer nothing that builds on it is asked: that takes most of the time, and is left to `verify`.
    Raises ValueError: an answer declares no score.
    """
    exercises = _exercises_of(assignment, changed)
    cells = solution.read(course.solution(assignment.name))
    proofs = []
    if exercises:
        proofs = whole_proofs(course, assignment, cells)
    for exercise in assignment.exercises:
        for path in course.answers(assignment.name, exercise.name):
            answer = Part("answer", label_of(assignment, exercise, path))
            if exercise.name in exercises or answer in changed:
                proofs.append(proof_of_answer(assignment, exercise, path, cells, dependants=False))
    return proofs


def _exercises_of(assignment: Assignment, changed: Collection[Part]) -> set[str]:
    """The exercises whose cell or tests have changed; all of them where what they stand on has."""
    exercises = set()
    for part in changed:
        if part.kind in _OF_ALL:
            return {exercise.name for exercise in assignment.exercises}
        if part.kind in _OF_ONE:
            exercises.add(part.name)
    return exercises


def changed_parts(before: Mapping[Part, bytes], after: Mapping[Part, bytes]) -> set[Part]:
    """The parts that are new, gone, or hold something else."""
    parts = set()
    for part in before.keys() | after.keys():
        if before.get(part) != after.get(part):
            parts.add(part)
    return parts


class _Outcome:
    """What came of some notebooks: how many are still to come, and how many faults they have."""

    def __init__(self, what: str, count: int) -> None:
        self.what = what
        self.open_count = count
        self.fault_count = 0

    def in_words(self) -> str:
        if not self.fault_count:
            return "each scores what it should"
        return counted("{count} fault", "{count} faults", self.fault_count)


class Watch:
    """Looks at a course's files, and proves what has to do with each that changes, until somebody ends it."""

    def __init__(self, course: Course, names: Sequence[str], pool: Pool, seed: int) -> None:
        self.course = course
        self.names = names
        self.pool = pool
        self.seed = seed
        self.console = Console(soft_wrap=True, highlight=False)
        self.times = self._times()
        self.parts: dict[str, dict[Part, bytes]] = {}
        self.unproven: dict[str, set[Part]] = {}  # changes whose proof another change has cut short
        for name in names:
            self.parts[name] = parts_of(course, course.assignment(name))
            self.unproven[name] = set()

    def look(self) -> bool:
        """Look once, and prove what has changed. Returns whether anything had."""
        times = self._times()
        if times == self.times:
            return False
        self.times = times
        start = time.monotonic()
        try:
            self._prove_changes(start)
        except CourseFault as fault:
            for line in fault.lines:
                self._say(line)
        except (UsageError, PoolFault, OSError, SyntaxError, ValueError) as fault:
            self._say(str(fault))  # a file that is being written: it is looked at again when it is saved
        return True

    def _times(self) -> dict[Path, int]:
        times = {}
        for path in self._files():
            try:
                times[path] = path.stat().st_mtime_ns
            except OSError:
                continue  # an editor puts a new file in place of the old one
        return times

    def _files(self) -> Iterator[Path]:
        yield self.course.root / ORDER
        for name in self.names:
            yield self.course.solution(name)
            yield self.course.grader(name)
            yield from (self.course.root / "tests" / "submissions" / name).glob("*/*.py")
            yield from self.course.beside_grader(name)
            yield from self.course.given_files(name).values()

    def _is_unchanged(self) -> bool:
        return self._times() == self.times

    def _prove_changes(self, start: float) -> None:
        load_reference.cache_clear()  # the reference is imported anew
        self.course = Course.load(self.course.root)
        course_faults.check(self.course, self.names)
        for name in self.names:
            assignment = self.course.assignment(name)
            parts = parts_of(self.course, assignment)
            changed = changed_parts(self.parts[name], parts) | self.unproven[name]
            proofs = concerned(self.course, assignment, changed)
            self.parts[name] = parts
            self.unproven[name] = changed
            if self._prove(name, proofs, start):
                self.unproven[name] = set()

    def _prove(self, name: str, proofs: Sequence[Proof], start: float) -> bool:
        """Say what comes of these, until a file changes. Returns whether all were graded.

        The whole notebooks are the first: an author waits for them, and can go on while the kept answers are graded.
        """
        whole = [proof.label.partition(": ")[2] for proof in proofs if proof.exercise is None]
        answer_count = len(proofs) - len(whole)
        of_notebooks = _Outcome(" and ".join(whole), len(whole))
        answers = counted("{count} kept answer", "{count} kept answers", answer_count)
        of_answers = _Outcome(answers, answer_count)
        for proof, report in graded_while(self._is_unchanged, self.pool, proofs, self.seed):
            outcome = of_answers
            if proof.exercise is None:
                outcome = of_notebooks
            for sentence in proof.faults(report):
                outcome.fault_count += 1
                self._say(f"✗ {proof.label}: {sentence}")
            outcome.open_count -= 1
            if not outcome.open_count:
                seconds = time.monotonic() - start
                self._say(
                    f"{time.strftime('%H:%M:%S')} {name}: {outcome.what} in {seconds:.1f} s: {outcome.in_words()}"
                )
        return not of_notebooks.open_count and not of_answers.open_count

    def _say(self, line: str) -> None:
        self.console.print(from_here(line), markup=False)


def watch(course: Course, names: Sequence[str], jobs: int, seed: int) -> None:
    """Prove what changes of these assignments, until Ctrl-C."""
    course_faults.check(course, names)
    with Pool(terms_of(course), jobs or cores()) as pool:
        pool.ask()  # the first change finds warm processes
        watcher = Watch(course, names, pool, seed)
        print(f"watching {', '.join(names)}: save a solution, a grader or a kept answer (Ctrl-C ends)", flush=True)
        while True:
            if not watcher.look():
                time.sleep(_PAUSE)
