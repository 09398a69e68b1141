"""The commands that make what another platform takes: gradescope, otter, nbgrader init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder import installed
from autograder.cli.options import ArchiveOption, AssignmentArgument, CourseOption, TorchIndex, course_in
from autograder.installed import CPU_TORCH

GRADESCOPE = "Example:  autograder gradescope softmax -o autograder.zip"
OTTER = "Example:  autograder otter softmax -o autograder.zip && otter run -a autograder.zip softmax.ipynb"
NBGRADER = "Example:  autograder nbgrader init my-course && cd my-course && nbgrader generate_assignment softmax"


def gradescope(
    assignment: AssignmentArgument,
    target: ArchiveOption = Path("autograder.zip"),
    torch_index: TorchIndex = CPU_TORCH,
    course: CourseOption = None,
) -> None:
    """Make the zip that Gradescope takes as an autograder. It holds the solution and the graders: keep it private."""
    from autograder.author import course_faults  # noqa: PLC0415  start-up counts: each command its own
    from autograder.batch.corrections import check_exclusions  # noqa: PLC0415  likewise
    from autograder.platforms.gradescope import package  # noqa: PLC0415  likewise

    packed_course = course_in(course)
    check_exclusions(packed_course, packed_course.assignment(assignment))
    course_faults.check(packed_course, [assignment])
    course_faults.warn_of_unproven(packed_course, [assignment])
    for line in package.write(packed_course, assignment, target, torch_index):
        print(line)


def otter(
    assignment: AssignmentArgument,
    target: ArchiveOption = Path("autograder.zip"),
    torch_index: TorchIndex = CPU_TORCH,
    course: CourseOption = None,
) -> None:
    """Make the archive that otter-grader takes. It holds the solution and the graders: keep it private."""
    from autograder.author import course_faults  # noqa: PLC0415  as above
    from autograder.platforms.otter import archive  # noqa: PLC0415  takes otter's packages

    packed_course = course_in(course)
    course_faults.check(packed_course, [assignment])
    course_faults.warn_of_unproven(packed_course, [assignment])
    print(archive.write(packed_course, assignment, target, torch_index))


def nbgrader_init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of nbgrader's course.")],
    course: CourseOption = None,
) -> None:
    """Make an nbgrader course of this course. It holds no grader and no solution.

    Called again, it takes in the assignments that the course has got since, and changes nothing else.
    """
    from autograder.author import course_faults  # noqa: PLC0415  as above
    from autograder.platforms.nbgrader.config import init  # noqa: PLC0415  takes nbgrader's packages

    graded_course = course_in(course)
    course_faults.check(graded_course, graded_course.assignments)
    course_faults.warn_of_unproven(graded_course, graded_course.assignments)
    lines = init(graded_course, folder)
    for line in lines:
        print(line)
    if not lines:
        print(f"{folder} has all assignments of the course already")
    if not installed.version_of("nbgrader"):
        print(f"nbgrader is not installed here: {installed.command_for('nbgrader')}")
    print(f"Next: cd {folder} && nbgrader generate_assignment …")
