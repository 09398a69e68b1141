"""Proof that a course can be trusted: references earn all, stubs nothing, answers what they say; nothing leaks."""

from __future__ import annotations

import itertools
import tempfile
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from autograder.author import course_faults, hollow, solution
from autograder.author.answer_faults import score_of
from autograder.author.beside import beside, stand_ins_in, undeclared_uses
from autograder.author.leaks import leaks
from autograder.author.public_figures import PublicFigures
from autograder.author.release import build, stale
from autograder.author.translation_faults import translation_faults
from autograder.course import Assignment, Course, CourseFault, Exercise
from autograder.feedback.table import number
from autograder.languages import counted
from autograder.report import ExerciseResult, Report
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool, cores

_ROUNDING = 0.006  # points: a kept answer says its score in two decimals
_LEAST_SHARE = 0.85  # of its points, that a right exercise keeps beside a wrong one that it uses


@dataclass(frozen=True)
class Proof:
    """One notebook and what it must score. `exercise` is what a kept answer answers, None for whole notebooks.

    Beside a kept answer stand only the exercises that matter to it: most of the time would go into all the others. Of
    these `others` everything is asked, though beside a wrong answer its `dependants` may lose a little.
    """

    label: str
    assignment: Assignment
    source: str
    exercise: Exercise | None = None
    score: float = 0.0
    attempted: bool = True
    others: frozenset[str] = frozenset()
    dependants: frozenset[str] = frozenset()

    @property
    def is_right(self) -> bool:
        """Whether it is a kept answer that must earn all points."""
        return self.exercise is not None and self.score == self.exercise.points

    def faults(self, report: Report) -> list[str]:
        """What the report says otherwise."""
        if report.status != "graded":
            return [f"{report.status}: {report.reason}"]
        faults = []
        for result in report.exercises:
            if not self._asks_for(result.name):
                continue
            result_fault = self._fault(result)
            if result_fault is not None:
                faults.append(result_fault)
        return faults

    def _asks_for(self, name: str) -> bool:
        return self.exercise is None or name == self.exercise.name or name in self.others

    def _fault(self, result: ExerciseResult) -> str | None:
        """What is wrong with one exercise's result, None where it is as it should be."""
        exercise_name = result.name
        if not result.tests:
            return f"{exercise_name} has no tests"
        if not self.attempted:
            return _fault_of_stub(result)
        wanted_score = result.max_score
        if self.exercise is not None and exercise_name == self.exercise.name:
            wanted_score = self.score
        if abs(result.score - wanted_score) < _ROUNDING:
            return None
        if exercise_name in self.dependants and not self.is_right and result.score >= _LEAST_SHARE * result.max_score:
            return None
        return f"{exercise_name} scores {number(result.score)}, not {number(wanted_score)}: {_first_message(result)}"


def _fault_of_stub(result: ExerciseResult) -> str | None:
    if result.status == "not_attempted" and not result.score:
        return None
    return f"{result.name}: stub is {result.status}"


def _first_message(result: ExerciseResult) -> str:
    for test in result.tests:
        if test.outcome != "passed":
            return test.whole
    return "it passes every test"


@dataclass(frozen=True)
class Hollow(Proof):
    """The notebook of a student who knows nothing (see `hollow`): each point that it earns is the grader's fault."""

    attack: hollow.Attack | None = None

    def _fault(self, result: ExerciseResult) -> str | None:
        if not result.score:
            return None
        # a public test may be passed by heart: it is a hidden one that has asked for too little
        lenient_tests = [test.name for test in result.tests if test.outcome == "passed" and not test.public]
        points = f"{number(result.score)} of {number(result.max_score)} points"
        return (
            f"it earns {points} in {result.name}, by {', '.join(lenient_tests)}: "
            "let each of these compare values on inputs that it draws"
        )


def verify(course: Course, names: Sequence[str], jobs: int, seed: int) -> int:
    """Verify these assignments and print each fault. Returns 0 when all is well, 1 when not.

    Raises CourseFault for what keeps the course from being verified, and at the end for what it lacks.
    """
    course_faults.check(course, names)
    course.check_languages()
    lacks = course_faults.lacking(course, names)
    released_files = build(course)
    faults = [f"stale: assignments/{file_name}" for file_name in stale(course, released_files)]
    advice = _advice_on_stale(faults)
    faults += leaks(course, released_files)
    faults += translation_faults(course)
    proofs: list[Proof] = []
    for assignment_name in names:
        assignment = course.assignments[assignment_name]
        course.check_requires(assignment_name)
        faults += undeclared_uses(course, assignment)
        faults += _lacking_stand_ins(course, assignment)
        # an answer without its score is a fault like any other: the rest is still looked at
        try:
            proofs += proofs_of(course, assignment)
            proofs += hollow_students(course, assignment)
            proofs += _stand_ins_as_answers(course, assignment)
        except ValueError as wrong_answer:
            faults.append(str(wrong_answer))
    warned: list[str] = []
    reports = grade(course, proofs, jobs, seed, warned.append)
    for proof, report in zip(proofs, reports, strict=True):
        faults += [f"{proof.label}: {fault}" for fault in proof.faults(report)]
    figures = public_figures(proofs, reports)
    faults += figures.faults()
    summary = [_summary(course, names, proofs, reports, seed)]
    if figures.wrong_count:
        summary.append(figures.in_words())
    summary += advice
    if not faults and not lacks:
        summary.append("verified: nothing leaks, and every answer scores what it should")
    _tell([*warned, *figures.warnings()], faults, summary)
    if lacks:
        raise CourseFault(lacks)
    return int(bool(faults))


def _advice_on_stale(stale_files: Sequence[str]) -> list[str]:
    """What to do about files below assignments/ that are not what the solutions give, where there are some."""
    if not stale_files:
        return []
    return ["assignments/ is not what the solutions give: run `autograder release`"]


def _tell(warned: Sequence[str], faults: Sequence[str], summary: Sequence[str]) -> None:
    """Print what should be looked at, what is wrong, and what was proved."""
    console = Console(soft_wrap=True, highlight=False)
    for sentence in warned:
        console.print(f"! {sentence}", markup=False, style="yellow")
    for sentence in faults:
        console.print(f"✗ {sentence}", markup=False, style="red")
    for sentence in summary:
        console.print(sentence, markup=False)
    if faults:
        console.print(f"{len(faults)} faults")


def public_figures(proofs: Sequence[Proof], reports: Sequence[Report]) -> PublicFigures:
    """What the public checks find of the kept wrong answers."""
    figures = PublicFigures()
    for proof, report in zip(proofs, reports, strict=True):
        is_kept = type(proof) is Proof and proof.exercise is not None
        if is_kept and not proof.is_right and proof.exercise is not None:
            figures.add(proof.label, report.exercises, proof.exercise.name)
    return figures


def proofs_of(course: Course, assignment: Assignment) -> list[Proof]:
    """The reference, the stub and the kept answers of an assignment. Raises ValueError: an answer declares no score."""
    solution_cells = solution.read(course.solution(assignment.name))
    proofs = whole_proofs(course, assignment, solution_cells)
    for exercise in assignment.exercises:
        for answer_path in course.answers(assignment.name, exercise.name):
            proofs.append(proof_of_answer(assignment, exercise, answer_path, solution_cells))
    return proofs


def whole_proofs(course: Course, assignment: Assignment, cells: Sequence[solution.Cell]) -> list[Proof]:
    """The reference and the stub of an assignment."""
    proofs = [Proof(f"{assignment.name}: the reference", assignment, solved(cells, {}))]
    released = course.notebook(assignment.name)
    # of a new assignment there is no notebook yet, and `stale` says so
    if released.is_file():
        stub_source = released.read_text(encoding="utf-8")
        proofs.append(Proof(f"{assignment.name}: the stub", assignment, stub_source, attempted=False))
    return proofs


def proof_of_answer(
    assignment: Assignment,
    exercise: Exercise,
    path: Path,
    cells: Sequence[solution.Cell],
    *,
    dependants: bool = True,
) -> Proof:
    """A kept answer; beside it stand, unless they are not wanted, the `dependants` that build on its exercise too.

    Raises ValueError: the answer declares no score.
    """
    declared_score = score_of(path, exercise)
    answer = path.read_text(encoding="utf-8")
    others = beside(assignment, exercise, answer, dependants=dependants)
    return Proof(
        label=label_of(assignment, exercise, path),
        assignment=assignment,
        source=solved(cells, {exercise.name: answer}, only={exercise.name, *others.names}),
        exercise=exercise,
        score=declared_score,
        others=others.names,
        dependants=others.dependants,
    )


def label_of(assignment: Assignment, exercise: Exercise, answer: Path) -> str:
    """What a kept answer is called."""
    return f"{assignment.name}/{exercise.name}/{answer.name}"


def hollow_students(course: Course, assignment: Assignment) -> list[Hollow]:
    """The notebooks of students who know nothing; none may earn a point."""
    proofs: list[Hollow] = []
    with warnings.catch_warnings(action="ignore"):  # of the reference: the worker hears the same
        notebooks = hollow.notebooks(course, assignment)
    for attack, notebook_source in notebooks.items():
        label = f"{assignment.name}: a submission that solves nothing and {attack.deed}"
        proofs.append(Hollow(label, assignment, notebook_source, attack=attack))
    return proofs


def _lacking_stand_ins(course: Course, assignment: Assignment) -> Iterator[str]:
    """A sentence for each exercise that others use, and for which the grader module brings no stand-in."""
    known = stand_ins_in(course.grader(assignment.name))
    lacking: dict[str, str] = {}
    for exercise in assignment.exercises:
        for part in exercise.uses:
            if part not in known:
                lacking.setdefault(part, exercise.name)
    for part, user in lacking.items():
        grader_name = course.grader(assignment.name).name
        yield f'{assignment.name}: {user} uses {part}: write a stand-in for it in {grader_name}, @stand_in("{part}")'


@dataclass(frozen=True)
class StoodIn(Proof):
    """A stand-in in place of an answer, which must not be a right one."""

    def _fault(self, result: ExerciseResult) -> str | None:
        if result.score < result.max_score:
            return None
        return f"it is a right answer to {result.name}, and would give that away: make another one"


def _stand_ins_as_answers(course: Course, assignment: Assignment) -> list[Proof]:
    solution_cells = solution.read(course.solution(assignment.name))
    proofs: list[Proof] = []
    for exercise in assignment.exercises:
        answer = stand_ins_in(course.grader(assignment.name)).get(exercise.name)
        if answer is not None:
            source = solved(solution_cells, {exercise.name: answer}, only={exercise.name})
            label = f"{assignment.name}: the stand-in for {exercise.name}"
            proofs.append(StoodIn(label, assignment, source, exercise))
    return proofs


def solved(cells: Iterable[solution.Cell], answers: dict[str, str], only: Collection[str] | None = None) -> str:
    """The solved notebook without its demos, with these answers in place of the solution's.

    With `only`, no other exercises are answered.
    """
    sources = []
    for solution_cell in cells:
        is_left_out = only is not None and solution_cell.exercise is not None and solution_cell.exercise not in only
        if solution_cell.code and not solution_cell.demo and not is_left_out:
            cell_source = answers.get(solution_cell.exercise or "", solution_cell.source)
            sources.append(cell_source)
    return solution.notebook_of(sources)


def grade(
    course: Course, proofs: Sequence[Proof], jobs: int, seed: int, warn: Callable[[str], None] | None = None
) -> list[Report]:
    """The reports of these notebooks, in their order; each draws inputs of its own from the seed.

    What solutions and graders have warned of is told in the end, a line each.
    """
    pool_size = max(1, min(jobs or cores(), len(proofs)))
    with Pool(terms_of(course), pool_size) as pool:
        reports = grade_in(pool, proofs, seed)
        if warn is not None:
            for line in pool.warnings:
                warn(line)
    return reports


def terms_of(course: Course) -> Terms:
    """The terms on which a course is proved: its author is told everything, and each check is asked."""
    return Terms(course=str(course.root), tells_all=True, every_check=True)


def grade_in(pool: Pool, proofs: Sequence[Proof], seed: int) -> list[Report]:
    """The same, in a pool that is there."""
    reports: dict[str, Report] = {}
    with tempfile.TemporaryDirectory() as folder:
        orders = _orders(proofs, Path(folder), seed)
        # as they become ready; the position in the student's place brings them back into order
        results = pool.grade(orders)
        error_console = Console(stderr=True)
        if error_console.is_terminal:
            results = track(results, "verifying", len(orders), console=error_console, transient=True)  # type: ignore[assignment]
        for graded_order, report in results:
            reports[graded_order.student or ""] = report
    return [reports[str(position)] for position in range(len(proofs))]


def graded_while(
    wanted: Callable[[], bool], pool: Pool, proofs: Sequence[Proof], seed: int
) -> Iterator[tuple[Proof, Report]]:
    """Each of these notebooks with its report, as they become ready; no other is begun when they are not wanted."""
    with tempfile.TemporaryDirectory() as folder:
        orders = _orders(proofs, Path(folder), seed)
        for graded_order, report in pool.grade(itertools.takewhile(lambda _: wanted(), orders)):
            yield proofs[int(graded_order.student or 0)], report


def _orders(proofs: Iterable[Proof], folder: Path, seed: int) -> list[Order]:
    """An order for each notebook, written into the folder. The student's name is the notebook's position."""
    orders = []
    for position, proof in enumerate(proofs):
        notebook_path = folder / f"{position}.ipynb"
        notebook_path.write_text(proof.source, encoding="utf-8")
        orders.append(Order(proof.assignment.name, str(notebook_path), str(position), seed))
    return orders


def _summary(course: Course, names: Sequence[str], proofs: Sequence[Proof], reports: list[Report], seed: int) -> str:
    exercise_count = 0
    for assignment_name in names:
        exercise_count += len(course.assignments[assignment_name].exercises)
    answer_count = 0
    right_count = 0
    hollow_count = 0
    for proof in proofs:
        answer_count += proof.exercise is not None and not isinstance(proof, StoodIn)
        right_count += proof.is_right
        hollow_count += isinstance(proof, Hollow)
    test_count, public_count = _tests(proofs, reports)
    assignments = counted("{count} assignment", "{count} assignments", len(names))
    exercises = counted("{count} exercise", "{count} exercises", exercise_count)
    tests = counted("{count} test", "{count} tests", test_count)
    answers = counted("{count} kept answer", "{count} kept answers", answer_count)
    attacks = counted("{count} attack", "{count} attacks", hollow_count)
    return (
        f"{assignments}, {exercises}, {tests} ({public_count} public), "
        f"{answers} ({right_count} right, {answer_count - right_count} wrong), "
        f"{attacks} by submissions that solve nothing, seed {seed}{_kept_in_words(proofs, reports)}"
    )


def _kept_in_words(proofs: Sequence[Proof], reports: Sequence[Report]) -> str:
    """The average share of its points that an exercise keeps beside a wrong answer to one that it uses."""
    shares = []
    for proof, report in zip(proofs, reports, strict=True):
        for result in report.exercises:
            if result.name in proof.dependants and not proof.is_right:
                shares.append(result.score / result.max_score)
    if not shares:
        return ""
    return f"; beside a wrong part, {len(shares)} right exercises keep {sum(shares) / len(shares):.1%} of their points"


def _tests(proofs: Sequence[Proof], reports: Sequence[Report]) -> tuple[int, int]:
    """How many tests there are, and how many of them are public, as the references' reports show."""
    test_count = 0
    public_count = 0
    for proof, report in zip(proofs, reports, strict=True):
        is_reference = proof.exercise is None and proof.attempted and not isinstance(proof, Hollow)
        # the reference runs every test once; kept answers run some of them again
        if is_reference:
            for test in itertools.chain.from_iterable(result.tests for result in report.exercises):
                test_count += 1
                public_count += test.public
    return test_count, public_count
