"""`autograder nbgrader init`: a course that the stock `nbgrader` commands take."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import files
from autograder.course import Course, UsageError

if TYPE_CHECKING:
    from traitlets.config import Config

CONFIG = "nbgrader_config.py"
_CONFIG = '''"""From `autograder nbgrader init`: `nbgrader autograde` and formgrader's button grade in a sandbox.

`nbgrader validate` is the one command that still executes a notebook: not for students' work.
The graders and solutions stay in {root}: nothing of them is in this folder.
"""

from autograder.platforms.nbgrader.config import configure

c = get_config()  # noqa: F821
configure(c, folder=__file__, course={root!r}, name={name!r}, seed={seed})

# below, whatever else nbgrader should know:
# c.CourseDirectory.db_url = "postgresql+psycopg2://user:password@host/gradebook"
'''


def init(course: Course, folder: Path) -> list[str]:
    """Write the configuration and source/ of a course, or what the course has got since. Returns a line for each.

    What is there stays as it is. Raises UsageError where the folder belongs to another course.
    """
    for assignment in course.assignments:
        if not course.notebook(assignment).is_file():
            raise UsageError(
                "{notebook} is missing: run `autograder release` first",
                notebook=course.notebook(assignment),
            )
    lines = []
    if (folder / CONFIG).exists():
        _refuse_another_course(course, folder / CONFIG)
    else:
        files.write(folder / CONFIG, _config_text(course).encode())
        lines.append(str(folder / CONFIG))
    for assignment in course.assignments:
        source = folder / "source" / assignment
        if not source.exists():
            shutil.copytree(course.released(assignment), source, ignore=shutil.ignore_patterns("__pycache__"))
            lines.append(str(source / f"{assignment}.ipynb"))
        elif _differs(course.released(assignment), source):
            # an instructor may have changed it here: that is not ours to lose
            lines.append(f"{source} is not what was released, and stays as it is: remove it to take what is")
    return lines


def _config_text(course: Course) -> str:
    # nbgrader makes names of folders of it
    name = re.sub(r"[^a-z0-9]+", "-", course.title.lower()).strip("-") or "course"
    # the seed stays in the file: whoever is graded again meets the same inputs
    return _CONFIG.format(root=str(course.root), name=name, seed=secrets.randbelow(1 << 48))


def _refuse_another_course(course: Course, config: Path) -> None:
    if f"course={str(course.root)!r}" not in config.read_text(encoding="utf-8"):
        raise UsageError(
            "{config} is there already, and not for the course {root}: remove it to begin anew, or name another "
            "folder",
            config=config, root=course.root,
        )


def _differs(released: Path, source: Path) -> bool:
    """Whether a file that students get lacks in source/, or is another one there."""
    for path in released.rglob("*"):
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        copy = source / path.relative_to(released)
        if not copy.is_file() or copy.read_bytes() != path.read_bytes():
            return True
    return False


def configure(c: Config, *, folder: str, course: str, name: str, seed: int) -> None:
    """Put our steps in place of those that run code, or that cut solutions and hidden tests out of source/."""
    from nbgrader import preprocessors as stock  # noqa: PLC0415  only in nbgrader's own process
    from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback  # noqa: PLC0415  likewise

    from autograder.platforms.nbgrader.late_penalties import (  # noqa: PLC0415  likewise: it imports nbgrader
        LateExport,
        LateGrades,
        LatePenalties,
    )
    from autograder.platforms.nbgrader.steps import (  # noqa: PLC0415  likewise: it imports nbgrader
        GradeInSandbox,
        KeepStubs,
        MendCells,
        NoScripts,
    )

    # `default_args` are the lists of steps as nbgrader ships them, whatever its version
    c.CourseDirectory.root = str(Path(folder).resolve().parent)
    c.CourseDirectory.course_id = name
    c.GenerateAssignment.preprocessors = _replace(
        GenerateAssignment.preprocessors.default_args[0], stock.ClearSolutions, [KeepStubs]
    )
    # ours comes first: nbgrader's own would stop at cells that a student has broken
    c.Autograde.sanitize_preprocessors = [MendCells, *Autograde.sanitize_preprocessors.default_args[0]]
    grading_steps = _replace(
        Autograde.autograde_preprocessors.default_args[0], stock.Execute, [GradeInSandbox, NoScripts]
    )
    c.Autograde.autograde_preprocessors = _replace(grading_steps, stock.AssignLatePenalties, [LatePenalties])
    c.GenerateFeedback.preprocessors = _replace(
        GenerateFeedback.preprocessors.default_args[0], stock.GetGrades, [LateGrades]
    )
    c.ExportApp.plugin_class = LateExport
    for step in (KeepStubs, MendCells, GradeInSandbox, LatePenalties, LateGrades, LateExport):
        c[step.__name__].course = course
    c.GradeInSandbox.seed = seed


def _replace(steps: list[type], stock_step: type, our_steps: list[type]) -> list[type]:
    """The steps in their order, with ours in the place of the stock one."""
    replaced: list[type] = []
    for step in steps:
        if step is stock_step:
            replaced += our_steps
        else:
            replaced.append(step)
    return replaced
