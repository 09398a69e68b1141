"""A course's own faults, looked for by each command that grades by it or hands it out, before it does anything else.

What spoils a grade, or what students get, ends the command (CourseFault). What only leaves an exercise less proven,
such as an answer that nobody has kept, or a test that no student sees, is a fault for `verify` alone, and a line for
the others.
"""

from __future__ import annotations

import contextlib
import functools
import io
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence

from autograder.author.answer_faults import faults_of_answers
from autograder.author.demos import failing_demos, unreadable_demos
from autograder.author.solution_faults import faults_of_files
from autograder.course import Assignment, Course, CourseFault
from autograder.names import from_here

_NO_LIMIT = 0.0  # of seconds: nothing is graded here


def check_files(course: Course, names: Iterable[str]) -> None:
    """Raise CourseFault where a solution or a grader can't be what is meant, as far as their text tells."""
    lines: list[str] = []
    with warnings.catch_warnings(action="ignore"):  # of a text that is parsed: whoever imports it hears them
        for name in names:
            lines += _faults_of_texts(course, course.assignment(name))
    if lines:
        raise CourseFault(lines)


def _faults_of_texts(course: Course, assignment: Assignment) -> list[str]:
    lines = list(faults_of_files(course, assignment))
    if not lines:
        lines += unreadable_demos(course.solution(assignment.name))
    return lines


def check(course: Course, names: Iterable[str]) -> None:
    """The same, and import solutions and graders, and look at their tests. Raises CourseFault."""
    assignments = [course.assignment(name) for name in names]
    check_files(course, [assignment.name for assignment in assignments])
    lines: list[str] = []
    for assignment in assignments:
        lines += _faults_of_imports(course, assignment)
    if lines:
        raise CourseFault(lines)


def _faults_of_imports(course: Course, assignment: Assignment) -> tuple[str, ...]:
    from autograder.grading.grader_faults import faults_of_reference, faults_of_tests  # noqa: PLC0415  they take torch
    from autograder.grading.pytest_session import GraderFault, collected  # noqa: PLC0415  likewise
    from autograder.grading.reference import load_reference  # noqa: PLC0415  likewise
    from autograder.grading.surroundings import in_place  # noqa: PLC0415  likewise

    given_files = course.given_files(assignment.name)
    load = functools.partial(load_reference, course.solution(assignment.name))
    # what modules print as they are imported is nothing that this command has to say
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
        try:
            with in_place(given_files), collected(course.grader(assignment.name), load, _NO_LIMIT) as tests:
                lines = [*faults_of_tests(course, assignment, tests.items, tests.all_tasks)]
                lines += faults_of_reference(course, assignment, load())
        except GraderFault as fault:
            return fault.lines
    return tuple(lines)


def check_demos(course: Course, names: Iterable[str]) -> None:
    """Run the demos of these assignments, as students with right answers will. Raises CourseFault where one fails."""
    lines: list[str] = []
    for name in names:
        lines += failing_demos(course, course.assignment(name))
    if lines:
        raise CourseFault(lines)


def unproven(course: Course, names: Iterable[str]) -> Iterator[str]:
    """A line for each exercise that is less proven than it should be."""
    from autograder.author.checks import without_public_tests  # noqa: PLC0415  it takes torch, and `grade` does not

    for name in names:
        yield from without_public_tests(course.grader(name))
        yield from faults_of_answers(course, course.assignment(name))


def lacking(course: Course, names: Sequence[str]) -> list[str]:
    """What a course lacks that can be graded, all the same: demos that run, and answers that prove its graders."""
    lines: list[str] = []
    for name in names:
        lines += failing_demos(course, course.assignment(name))
    lines += unproven(course, names)
    return lines


def warn_of_unproven(course: Course, names: Iterable[str]) -> None:
    """Print these lines, of assignments for which answers are kept: a copy of a course may come without any."""
    for name in names:
        if (course.root / "tests" / "submissions" / name).is_dir():
            for line in unproven(course, [name]):
                print(from_here(line), file=sys.stderr)
