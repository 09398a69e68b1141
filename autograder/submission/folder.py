"""A submission of a student, and the folders in which nobody's work may lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder import names
from autograder.course import UsageError
from autograder.sandbox.jail import trees


@dataclass(frozen=True)
class Submission:
    """What a student hands in. `notebook` may turn out to be missing or broken: that is for the report to say.

    `handed_in` is the time of it, where a platform has kept one, as that has written it. A `fault` is why it can't be
    graded, where that is known without a look into it. `name` is the person's, `file` that of the file which counts as
    the platform wrote it, `late` "yes", "no", or empty where nobody says; `note` says how the file was chosen. Of a
    group, one member is graded, the `leader`, and the others have the same report.
    """

    student: str
    notebook: Path
    handed_in: str = ""
    fault: str = ""
    name: str = ""
    late: str = ""
    file: str = ""
    note: str = ""
    leader: str = ""


def single(notebook: Path) -> Submission:
    """A notebook by itself, of the student that it is named for."""
    return Submission(names.key(notebook.stem), notebook, file=names.key(notebook.name))


def refuse_in_sight(*folders: Path) -> None:
    """Raise UsageError for a folder that every sandbox sees: one student would read there what others hand in."""
    for folder in folders:
        if _is_in_sight(folder):
            raise UsageError(
                "{folder} lies where students' code may read, among the system's or this environment's files: "
                "choose another folder (`grade --allow-unsafe` grades all the same)",
                folder=folder,
            )


def _is_in_sight(folder: Path) -> bool:
    try:
        return trees.sees(folder)
    except (OSError, RuntimeError):  # a link to itself leads nowhere
        return False
