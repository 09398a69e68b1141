"""`autograder verify --attack`: what submissions that solve nothing earn, attack by attack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.author import course_faults
from autograder.author.verify import Hollow, grade, hollow_students
from autograder.course import Assignment, Course
from autograder.feedback.table import number
from autograder.report import Report

_WIDTH = 18  # of the longest name


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
    print(f"{attack_count} attacks, each a submission that solves nothing, seed {seed}")
    print("Where an exercise makes a layer, the layer is right but for what it returns.")
    if success_count:
        print(
            f"✗ {success_count} attacks earn points. The tests listed under each attack accept an answer that solves "
            "nothing: let each compare values on inputs that it draws"
        )
        return 1
    print("no attack earns a point")
    return 0


def _table(assignment: Assignment, proofs: Sequence[Hollow], reports: Sequence[Report]) -> Iterator[str]:
    """For each attack what it earns, its name, and what its code does; below it the tests that give it points."""
    yield f"{assignment.name}, {number(assignment.max_score)} points"
    for proof, report in zip(proofs, reports, strict=True):
        if proof.attack is not None:
            yield f"  {_earned(report):8}  {proof.attack.name:{_WIDTH}}  {proof.attack.deed}"
        for test in _passed_tests(report):
            yield f"            by {test}"


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
