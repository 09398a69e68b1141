"""`autograder nbgrader init`: a course that the stock `nbgrader` commands take."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path
from typing import Any

from autograder import files
from autograder.course import Course, UsageError

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
    name = re.sub(r"[^a-z0-9]+", "-", course.title.lower()).strip("-") or "course"
    text = _CONFIG.format(root=str(course.root), name=name, seed=secrets.randbelow(1 << 48))
    files.write(folder / CONFIG, text.encode())
    return [CONFIG, *(f"source/{a}/{a}.ipynb" for a in course.assignments)]


def configure(c: Any, *, folder: str, course: str, name: str, seed: int) -> None:
    """Put our steps in place of those that run code, or that cut solutions and hidden tests out of source/."""
    from nbgrader import preprocessors as stock  # noqa: PLC0415  only in nbgrader's own process
    from nbgrader.converters import Autograde, GenerateAssignment  # noqa: PLC0415

    from autograder.platforms.nbgrader.steps import GradeInSandbox, KeepStubs, MendCells, NoScripts  # noqa: PLC0415

    generating = [
        KeepStubs if step is stock.ClearSolutions else step for step in GenerateAssignment.preprocessors.default_args[0]
    ]
    sanitizing, grading = (
        t.default_args[0] for t in (Autograde.sanitize_preprocessors, Autograde.autograde_preprocessors)
    )
    c.CourseDirectory.root = str(Path(folder).resolve().parent)
    c.CourseDirectory.course_id = name
    c.GenerateAssignment.preprocessors = generating
    c.Autograde.sanitize_preprocessors = [MendCells, *sanitizing]
    c.Autograde.autograde_preprocessors = [
        ours for step in grading for ours in ([GradeInSandbox, NoScripts] if step is stock.Execute else [step])
    ]
    for step in (KeepStubs, MendCells, GradeInSandbox):
        c[step.__name__].course = course
    c.GradeInSandbox.seed = seed
