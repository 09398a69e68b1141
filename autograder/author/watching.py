"""`autograder verify --watch`: what an author saves is proved at once, by processes that are kept warm."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from autograder.author import course_faults, solution
from autograder.author.checks import exercise_of
from autograder.author.verify import Proof, grade_in, proofs_of, terms_of
from autograder.course import ORDER, Assignment, Course, CourseFault, UsageError
from autograder.grading.reference import load_reference
from autograder.languages import counted
from autograder.names import from_here
from autograder.workers.orders import PoolFault
from autograder.workers.pool import Pool, cores

_PAUSE = 0.2  # seconds between two looks at the files
_OF_ALL = ("solution", "grader", "order")  # what each exercise of an assignment stands on


@dataclass(frozen=True)
class Part:
    """A part of an assignment that an author changes: of what kind it is, and the exercise or answer it belongs to."""

    kind: str
    name: str = ""


def parts_of(course: Course, assignment: Assignment) -> dict[Part, str]:
    """The text of each part: of each exercise's cell and tests, of each kept answer, and of all else together."""
    parts: dict[Part, str] = {Part("order"): (course.root / ORDER).read_text(encoding="utf-8")}
    for cell in solution.read(course.solution(assignment.name)):
        if cell.code and not cell.demo:
            part = Part("solution")
            if cell.exercise is not None:
                part = Part("cell", cell.exercise)
            parts[part] = parts.get(part, "") + cell.source
    text = course.grader(assignment.name).read_text(encoding="utf-8")
    for statement in ast.parse(text).body:
        part = Part("grader")
        exercise = exercise_of(statement)
        if exercise is not None:
            part = Part("tests", exercise)
        parts[part] = parts.get(part, "") + ast.unparse(statement)
    for exercise_entry in assignment.exercises:
        for path in course.answers(assignment.name, exercise_entry.name):
            name = f"{assignment.name}/{exercise_entry.name}/{path.name}"
            parts[Part("answer", name)] = path.read_text(encoding="utf-8")
    return parts


def concerned(proofs: Sequence[Proof], before: Mapping[Part, str], after: Mapping[Part, str]) -> list[Proof]:
    """Those of an assignment's proofs that a change has to do with, the whole notebooks among them first of all."""
    changed = _changed(before, after)
    exercises = {part.name for part in changed if part.kind in {"cell", "tests"}}
    answers = {part.name for part in changed if part.kind == "answer"}
    is_about_all = any(part.kind in _OF_ALL for part in changed)
    if is_about_all:
        return list(proofs)
    chosen = []
    for proof in proofs:
        # the reference and the stub hold all exercises, a kept answer stands for its own
        asked = exercises
        if proof.exercise is not None:
            asked = exercises & {proof.exercise.name}
        if asked or proof.label in answers:
            chosen.append(proof)
    return chosen


def _changed(before: Mapping[Part, str], after: Mapping[Part, str]) -> set[Part]:
    """The parts that are new, gone, or another text."""
    parts = set()
    for part in before.keys() | after.keys():
        if before.get(part) != after.get(part):
            parts.add(part)
    return parts


class Watch:
    """Looks at a course's files, and proves what has to do with each that changes, until somebody ends it."""

    def __init__(self, course: Course, names: Sequence[str], pool: Pool, seed: int) -> None:
        self.course = course
        self.names = names
        self.pool = pool
        self.seed = seed
        self.console = Console(soft_wrap=True, highlight=False)
        self.times = self._times()
        self.parts: dict[str, dict[Part, str]] = {}
        for name in names:
            self.parts[name] = parts_of(course, course.assignment(name))

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
            yield from self.course.grader(name).parent.glob("*.py")
            yield from (self.course.root / "tests" / "submissions" / name).glob("*/*.py")

    def _prove_changes(self, start: float) -> None:
        load_reference.cache_clear()  # the reference is imported anew
        self.course = Course.load(self.course.root)
        course_faults.check(self.course, self.names)
        for name in self.names:
            assignment = self.course.assignment(name)
            parts = parts_of(self.course, assignment)
            proofs = concerned(proofs_of(self.course, assignment), self.parts[name], parts)
            self.parts[name] = parts
            # the reference comes first: an author waits for that, and can go on while the kept answers are graded
            self._prove(name, [proof for proof in proofs if proof.exercise is None], start)
            self._prove(name, [proof for proof in proofs if proof.exercise is not None], start)

    def _prove(self, name: str, proofs: Sequence[Proof], start: float) -> None:
        if not proofs:
            return
        reports = grade_in(self.pool, proofs, self.seed)
        fault_count = 0
        for proof, report in zip(proofs, reports, strict=True):
            for sentence in proof.faults(report):
                fault_count += 1
                self._say(f"✗ {proof.label}: {sentence}")
        seconds = time.monotonic() - start
        outcome = f"{fault_count} faults" if fault_count else "each scores what it should"
        notebooks = counted("{count} notebook", "{count} notebooks", len(proofs))
        self._say(f"{time.strftime('%H:%M:%S')} {name}: {notebooks} in {seconds:.1f} s: {outcome}")

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
