"""Proof that a course can be trusted: references earn all, stubs nothing, answers what they say; nothing leaks."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from rich.console import Console
from rich.progress import track

from autograder.author import hollow, solution
from autograder.author.checks import hidden_lines, public_checks
from autograder.author.release import build, stale
from autograder.course import Assignment, Course, Exercise
from autograder.feedback.table import number
from autograder.report import ExerciseResult, Report
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool, cores

SCORE = re.compile(r"# score: (\d+(?:\.\d+)?) of (\d+(?:\.\d+)?)\s*$")
_TELLING = 16  # characters: a shorter line, such as `return x`, may stand anywhere
_IDIOM = re.compile(  # lines that any notebook may hold
    r"with torch\.no_grad\(\):|super\(\)\.__init__\(\)|for \w+ in range\(\w+\):"
    r"|trainer\.zero_grad\(\)|return nn\.Sequential\("
)


@dataclass(frozen=True)
class Proof:
    """One notebook and what it must score. `exercise` is what a kept answer answers, None for whole notebooks.

    Beside a kept answer stand only the exercises that matter to it: most of the time would go into all the others. Of
    those beside a right answer, which may build on it, everything is asked (`others`).
    """

    label: str
    assignment: Assignment
    source: str
    exercise: Exercise | None = None
    score: float = 0.0
    attempted: bool = True
    others: frozenset[str] = frozenset()

    def faults(self, report: Report) -> list[str]:
        """What the report says otherwise."""
        if report.status != "graded":
            return [f"{report.status}: {report.reason}"]
        asked = {self.exercise.name, *self.others} if self.exercise else {result.name for result in report.exercises}
        return [fault for result in report.exercises if result.name in asked for fault in self._faults(result)]

    def _faults(self, result: ExerciseResult) -> list[str]:
        name = result.name
        if not result.tests:
            return [f"{name} has no tests"]
        if not any(test.public for test in result.tests):
            return [f"{name} has no public test: a student could not check it"]
        if not self.attempted:
            return [] if result.status == "not_attempted" and not result.score else [f"{name}: stub is {result.status}"]
        wanted = self.score if self.exercise is not None and name == self.exercise.name else result.max_score
        if abs(result.score - wanted) < 0.006:
            return []
        why = next((t.message for t in result.tests if t.outcome != "passed"), "it passes every test")
        return [f"{name} scores {number(result.score)}, not {number(wanted)}: {why}"]


@dataclass(frozen=True)
class Hollow(Proof):
    """The notebook of a student who knows nothing (see `hollow`): each point that it earns is the grader's fault."""

    def _faults(self, result: ExerciseResult) -> list[str]:
        if not result.score:
            return []
        passed = ", ".join(test.name for test in result.tests if test.outcome == "passed" and not test.public)
        return [f"earns {number(result.score)} in {result.name}, by {passed}"]


def verify(course: Course, names: Sequence[str], jobs: int, seed: int) -> int:
    """Verify these assignments and print what was found. Returns 0 when all is well, 1 when not."""
    console = Console(soft_wrap=True, highlight=False)
    faults = [f"stale: assignments/{name}" for name in stale(course)] + leaks(course)
    proofs: list[Proof] = []
    for name in names:
        try:
            proofs += proofs_of(course, course.assignments[name])
            proofs += hollow_students(course, course.assignments[name])
        except ValueError as wrong:
            faults.append(str(wrong))
    reports = grade(course, proofs, jobs, seed)
    for proof, report in zip(proofs, reports, strict=True):
        faults += [f"{proof.label}: {fault}" for fault in proof.faults(report)]
    for fault in faults:
        console.print(f"✗ {fault}", markup=False, style="red")
    console.print(_summary(course, names, proofs, reports, seed), markup=False)
    console.print(
        f"{len(faults)} faults" if faults else "verified: nothing leaks, and every answer scores what it should"
    )
    return 1 if faults else 0


def proofs_of(course: Course, assignment: Assignment) -> list[Proof]:
    """The reference, the stub and the kept answers of an assignment. Raises ValueError: an answer declares no score."""
    cells = solution.read(course.solution(assignment.name))
    released = course.notebook(assignment.name)
    proofs = [Proof(f"{assignment.name}: the reference", assignment, solved(cells, {}))]
    if released.is_file():
        stub = released.read_text(encoding="utf-8")
        proofs.append(Proof(f"{assignment.name}: the stub", assignment, stub, attempted=False))
    for exercise in assignment.exercises:
        for path in course.answers(assignment.name, exercise.name):
            answer = path.read_text(encoding="utf-8")
            declared = SCORE.match(answer.splitlines()[0] if answer else "")
            if not declared or float(declared[2]) != exercise.points:
                raise ValueError(f"{path}: the first line should be `# score: N of {number(exercise.points)}`")
            label = f"{assignment.name}/{exercise.name}/{path.name}"
            score = float(declared[1])
            right = score == exercise.points
            beside = _beside(assignment, exercise, answer, right=right)
            source = solved([c for c in cells if c.exercise in {None, exercise.name, *beside}], {exercise.name: answer})
            others = beside if right else frozenset()
            proofs.append(Proof(label, assignment, source, exercise, score, others=others))
    return proofs


def hollow_students(course: Course, assignment: Assignment) -> list[Proof]:
    """The notebooks of students who know nothing; none may earn a point."""
    return [
        Hollow(f"{assignment.name}: a student who answers with {what}", assignment, source)
        for what, source in hollow.notebooks(course, assignment).items()
    ]


def _beside(assignment: Assignment, exercise: Exercise, answer: str, *, right: bool) -> frozenset[str]:
    """The exercises that an answer names, those that build on it if it is right, and all that any of these build on."""
    names = {e.name for e in assignment.exercises if re.search(rf"\b{e.name}\b", answer)}
    names |= {e.name for e in assignment.exercises if right and exercise.name in e.uses} | {exercise.name}
    for other in reversed(assignment.exercises):  # a solution calls those that stand before it
        names |= set(other.uses) if other.name in names else set()
    return frozenset(names - {exercise.name})


def solved(cells: list[solution.Cell], answers: dict[str, str]) -> str:
    """The solved notebook without its demos, with these answers in place of the solution's."""
    sources = [answers.get(c.exercise or "", c.source) for c in cells if c.code and not c.demo]
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])))


def grade(course: Course, proofs: list[Proof], jobs: int, seed: int) -> list[Report]:
    """The reports of these notebooks, in their order; each draws inputs of its own from the seed."""
    reports: dict[str, Report] = {}
    size = max(1, min(jobs or cores(), len(proofs)))
    with tempfile.TemporaryDirectory() as folder, Pool(Terms(course=str(course.root)), size) as pool:
        orders = []
        for i, proof in enumerate(proofs):
            path = Path(folder) / f"{i}.ipynb"
            path.write_text(proof.source, encoding="utf-8")
            orders.append(Order(proof.assignment.name, str(path), str(i), seed))
        console = Console(stderr=True)
        results = pool.grade(orders)
        if console.is_terminal:
            results = track(results, "verifying", len(orders), console=console, transient=True)  # type: ignore[assignment]
        for order, report in results:
            reports[order.student or ""] = report
    return [reports[str(i)] for i in range(len(proofs))]


def _summary(course: Course, names: Sequence[str], proofs: list[Proof], reports: list[Report], seed: int) -> str:
    exercises = sum(len(course.assignments[name].exercises) for name in names)
    hollow_ones = sum(isinstance(proof, Hollow) for proof in proofs)
    whole = [
        report
        for proof, report in zip(proofs, reports, strict=True)
        if proof.exercise is None and proof.attempted and not isinstance(proof, Hollow)
    ]
    tests = [t for r in whole for e in r.exercises for t in e.tests]
    kept = [p for p in proofs if p.exercise is not None]
    right = sum(p.score == p.exercise.points for p in kept if p.exercise is not None)
    return (
        f"{len(names)} assignments, {exercises} exercises, {len(tests)} tests ({sum(t.public for t in tests)} public), "
        f"{len(kept)} kept answers ({right} right, {len(kept) - right} wrong), {hollow_ones} hollow students, "
        f"seed {seed}"
    )


def leaks(course: Course) -> list[str]:
    """Lines of solutions and graders that stand in what students get."""
    secret: dict[str, str] = {}
    for name in course.assignments:
        for cell in solution.read(course.solution(name)):
            if cell.exercise is not None:
                secret |= dict.fromkeys(solution.body_lines(cell.source), f"the solution of {cell.exercise}")
            if cell.question is not None:
                secret |= dict.fromkeys(map(str.strip, cell.source.splitlines()), f"the answer to {cell.question}")
        secret |= dict.fromkeys(hidden_lines(course.grader(name)), f"the grader of {name}")
    for name in course.assignments:  # a line of a public test is no secret of another grader's
        for line in "".join(public_checks(course.grader(name)).values()).splitlines():
            secret.pop(line.strip(), None)
    found = []
    for path, data in build(course).items():
        text = data.decode()
        if path.endswith(".ipynb"):
            text = "\n".join(cell["source"] for cell in nbformat.reads(text, as_version=4).cells)
        elif path.endswith("/compare.py"):
            continue  # the engine's own, public
        lines = {line.strip() for line in text.splitlines()}
        hits = [line for line in lines & secret.keys() if len(line) >= _TELLING and not _IDIOM.fullmatch(line)]
        found += [f"leak: assignments/{path} holds a line of {secret[line]}: {line}" for line in sorted(hits)]
    return found
