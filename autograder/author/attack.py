"""`autograder verify --attack`: what students who know nothing earn, attack by attack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.author import course_faults
from autograder.author.verify import Proof, grade, hollow_students
from autograder.course import Assignment, Course
from autograder.feedback.table import number
from autograder.report import Report

# the names by which people know what a student who knows nothing answers with
_KNOWN_AS = {
    "nothing": "noop",
    "a constant": "constant",
    "its arguments": "copied input",
    "yes": "an object that is equal to all",
    "what it was asked last time": "memory of inputs",
    "the public examples by heart": "memory of the public examples",
}

_WIDTH = 48  # of the longest name


def attack(course: Course, names: Sequence[str], jobs: int, seed: int) -> int:
    """Put the shipped attacks to the graders of these assignments. Returns 0 where none earns a point, else 1."""
    course_faults.check(course, names)
    success_count = 0
    attack_count = 0
    for assignment_name in names:
        assignment = course.assignments[assignment_name]
        proofs = hollow_students(course, assignment)
        reports = grade(course, proofs, jobs, seed)
        print("\n".join(_table(assignment, proofs, reports)))
        attack_count += len(proofs)
        for report in reports:
            success_count += report.status != "graded" or report.score > 0
    print(f"{attack_count} attacks, layers emptied where an exercise gives one, seed {seed}")
    if success_count:
        print(f"✗ {success_count} attacks earn points: these tests should ask for drawn values")
        return 1
    print("no attack earns a point")
    return 0


def _table(assignment: Assignment, proofs: Sequence[Proof], reports: Sequence[Report]) -> Iterator[str]:
    """A row for each attack: what it answers with, what it earns, and by which tests."""
    yield f"{assignment.name}, {number(assignment.max_score)} points"
    for proof, report in zip(proofs, reports, strict=True):
        description = proof.label.removeprefix(f"{assignment.name}: a student who answers with ")
        row = f"  {_known_name(description):{_WIDTH}}  {_earned(report):8}  {', '.join(_passed_tests(report))}"
        yield row.rstrip()


def _known_name(description: str) -> str:
    answer, comma, change = description.partition(", ")
    return f"{_KNOWN_AS.get(answer, answer)}{comma}{change}"


def _earned(report: Report) -> str:
    if report.status != "graded":
        return report.status
    if not report.score:
        return "nothing"
    return number(report.score)


def _passed_tests(report: Report) -> list[str]:
    """The hidden tests that give points: a public one may be passed by heart."""
    passed_names = []
    for result in report.exercises:
        for test in result.tests:
            if result.score and test.outcome == "passed" and not test.public:
                passed_names.append(f"{result.name}: {test.name}")
    return passed_names
