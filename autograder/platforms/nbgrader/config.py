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
    """Write the configuration and source/ of a course. Returns the names of what was written."""
    if (folder / CONFIG).exists():
        raise UsageError(f"{folder / CONFIG} is there already: remove it to begin anew, or name another folder")
    for assignment in course.assignments:
        if not course.notebook(assignment).is_file():
            raise UsageError(f"{course.notebook(assignment)} is missing: run `autograder release` first")
        shutil.copytree(course.released(assignment), folder / "source" / assignment, dirs_exist_ok=True)
    # nbgrader makes names of folders of it
    name = re.sub(r"[^a-z0-9]+", "-", course.title.lower()).strip("-") or "course"
    # the seed stays in the file: whoever is graded again meets the same inputs
    config_text = _CONFIG.format(root=str(course.root), name=name, seed=secrets.randbelow(1 << 48))
    files.write(folder / CONFIG, config_text.encode())
    return [CONFIG, *[f"source/{assignment}/{assignment}.ipynb" for assignment in course.assignments]]


def configure(c: Config, *, folder: str, course: str, name: str, seed: int) -> None:
    """Put our steps in place of those that run code, or that cut solutions and hidden tests out of source/."""
    from nbgrader import preprocessors as stock  # noqa: PLC0415  only in nbgrader's own process
    from nbgrader.converters import Autograde, GenerateAssignment  # noqa: PLC0415  likewise

    from autograder.platforms.nbgrader.late_penalties import LatePenalties  # noqa: PLC0415  likewise: it imports nbgrader
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
    for step in (KeepStubs, MendCells, GradeInSandbox, LatePenalties):
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
