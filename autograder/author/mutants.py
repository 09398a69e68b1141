"""`autograder mutants`: each solution is changed in one small way at a time, and each change should cost points.

The mutants come from cosmic-ray's operators and from `mutators`. Those that are as right as the solution stand in the
course's `tests/equivalent.toml`, each with its reason.
"""

from __future__ import annotations

import ast
import difflib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import tomlkit

from autograder import installed
from autograder.author import course_faults, solution
from autograder.author.mutators import mutate
from autograder.author.verify import Proof, grade, solved
from autograder.course import ORDER, Assignment, Course, Exercise, UsageError
from autograder.languages import counted
from autograder.report import Report

EQUIVALENT = Path("tests", "equivalent.toml")
_SEEDS = 2  # draws, with each of which a mutant has to lose points
_CALL_SECONDS = 2.0  # for a call: a mutant in ten loops for ever
# of cosmic-ray's operators: they break everything at once, or need settings
_NEEDLESS = ("Bit", "Shift", "Variable", "NoOp", "_Is", "FloorDiv_", "_FloorDiv")


@dataclass(frozen=True)
class Mutant:
    """A solution of an exercise with one change, which is told in a line."""

    exercise: Exercise
    source: str
    change: str

    @property
    def label(self) -> str:
        """By this name it stands among those that are as right as the solution."""
        return f"{self.exercise.name}: {self.change}"


@dataclass
class Survey:
    """What came of the mutants of one assignment or of several."""

    mutant_count: int = 0
    killed_count: int = 0
    alive: tuple[str, ...] = ()
    equivalent: tuple[str, ...] = ()

    def add(self, other: Survey) -> None:
        """Add up."""
        self.mutant_count += other.mutant_count
        self.killed_count += other.killed_count
        self.alive += other.alive
        self.equivalent += other.equivalent


def survey(course: Course, names: Sequence[str], jobs: int, seed: int) -> int:
    """Grade all mutants of these assignments, and print those that live. Returns 0 where none does, else 1."""
    course_faults.check(course, names)
    known = equivalent_mutants(course)
    total = Survey()
    with tempfile.TemporaryDirectory(prefix="autograder-mutants-") as folder:
        copy = impatient(course, names, Path(folder))
        for name in names:
            part = of_assignment(copy, copy.assignment(name), known, jobs, seed)
            mutant_count = counted("{count} mutant", "{count} mutants", part.mutant_count)
            killed = f"{mutant_count}, {part.killed_count} killed, {len(part.equivalent)} equivalent"
            print(f"{name}: {killed}", flush=True)
            for label in part.alive:
                print(f"ALIVE {label}", flush=True)
            total.add(part)
    if set(names) == set(course.assignments):
        for label in sorted(known.keys() - set(total.equivalent)):
            print(f"NOT NEEDED in {EQUIVALENT}: {label}")
    asked_count = total.mutant_count - len(total.equivalent)
    print(f"{total.killed_count} of {asked_count} mutants killed; {len(total.equivalent)} more are equivalent")
    if total.alive:
        print(f"Next: write tests that they fail, or list what is as right as the solution in {EQUIVALENT}")
        return 1
    return 0


def equivalent_mutants(course: Course) -> dict[str, str]:
    """The mutants that are as right as the solution, and why. Raises UsageError where the file can't be read."""
    path = course.root / EQUIVALENT
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise UsageError(
            '{path}: {fault}: expected lines "exercise: the change" = "the reason"',
            path=path, fault=fault,
        ) from None


def impatient(course: Course, names: Sequence[str], folder: Path) -> Course:
    """A copy of what grading takes, in which no call has long."""
    for name in names:
        for path in course.needed(name):
            target = folder / path.relative_to(course.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    order = tomlkit.parse((course.root / ORDER).read_text(encoding="utf-8"))
    limits = order.setdefault("limits", tomlkit.table())
    limits["call_seconds"] = min(_CALL_SECONDS, course.limits.call_seconds)
    (folder / ORDER).write_text(tomlkit.dumps(order), encoding="utf-8")
    return Course.load(folder)


def of_assignment(
    course: Course, assignment: Assignment, known: Mapping[str, str], jobs: int, seed: int
) -> Survey:
    """What comes of an assignment's mutants. One lives that has all points with any of the seeds."""
    cells = solution.read(course.solution(assignment.name))
    mutants = list(_mutants_of(assignment, cells))
    proofs = []
    for mutant in mutants:
        source = solved(cells, {mutant.exercise.name: mutant.source})
        proofs.append(Proof(mutant.label, assignment, source, mutant.exercise))
    living: dict[str, None] = {}
    for draw in range(_SEEDS):
        if not proofs:
            break
        for mutant, report in zip(mutants, grade(course, proofs, jobs, seed + draw), strict=True):
            if _lives(mutant, report):
                living[mutant.label] = None
    alive = tuple(label for label in living if label not in known)
    equivalent = tuple(label for label in living if label in known)
    return Survey(len(mutants), len(mutants) - len(living), alive, equivalent)


def _lives(mutant: Mutant, report: Report) -> bool:
    if report.status != "graded":
        return True  # a fault of ours is no kill
    for result in report.exercises:
        if result.name == mutant.exercise.name:
            return result.score == result.max_score
    return True


def _mutants_of(assignment: Assignment, cells: Sequence[solution.Cell]) -> Iterator[Mutant]:
    exercises = {exercise.name: exercise for exercise in assignment.exercises}
    for cell in cells:
        if cell.exercise is None:
            continue
        source = without_docstrings(cell.source)
        labels = set()
        for mutated in mutants_of_source(source):
            mutant = Mutant(exercises[cell.exercise], mutated, change(source, mutated))
            if mutant.label not in labels:
                labels.add(mutant.label)
                yield mutant


def without_docstrings(source: str) -> str:
    """The solution as `ast` writes it, so that mutants can be compared line by line."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) and len(node.body) > 1:
            del node.body[0]
    return ast.unparse(tree)


def mutants_of_source(source: str) -> list[str]:
    """All different mutants of a solution that are Python."""
    original = ast.dump(ast.parse(source))
    mutants: dict[str, str] = {}
    for code in (*_from_cosmic_ray(source), *mutate(source)):
        try:
            tree = ast.parse(code)
        except SyntaxError:
            continue
        mutants.setdefault(ast.dump(tree), ast.unparse(tree))
    mutants.pop(original, None)
    return list(mutants.values())


def _from_cosmic_ray(source: str) -> Iterator[str]:
    try:
        from cosmic_ray.mutating import mutate_code  # noqa: PLC0415  an extra
        from cosmic_ray.plugins import get_operator, operator_names  # noqa: PLC0415  likewise
    except ModuleNotFoundError as missing:
        raise UsageError(
            "mutants take {missing}: {command}",
            missing=missing.name, command=installed.command_for("mutants"),
        ) from None
    for name in operator_names():
        if any(word in name for word in _NEEDLESS):
            continue
        occurrence = 0
        code = mutate_code(source, get_operator(name)(), occurrence)
        while code is not None:
            yield code
            occurrence += 1
            code = mutate_code(source, get_operator(name)(), occurrence)


def change(source: str, mutant: str) -> str:
    """The lines that differ, with their numbers, on one line."""
    old_lines = source.splitlines()
    new_lines = mutant.splitlines()
    words = []
    matcher = difflib.SequenceMatcher(a=old_lines, b=new_lines, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        words += [f"-{number + 1} {old_lines[number].strip()}" for number in range(old_start, old_end)]
        words += [f"+{number + 1} {new_lines[number].strip()}" for number in range(new_start, new_end)]
    return "  ".join(words)
