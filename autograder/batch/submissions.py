"""Where submissions lie: a notebook, or a folder laid out by a person, by nbgrader, or by Gradescope's export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import UsageError
from autograder.grading.submission import Rejected, load

GRADESCOPE = "submission_metadata.yml"
_IGNORED = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}


@dataclass(frozen=True)
class Submission:
    """What a student hands in. `notebook` may turn out to be missing or broken: that is for the report to say.

    `handed_in` is the time of it, where a platform has kept one, as that has written it.
    """

    student: str
    notebook: Path
    handed_in: str = ""


def find(folder: Path, assignment: str) -> list[Submission]:
    """The submissions of one assignment below a folder, by student. Raises UsageError where there are none."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    if (folder / GRADESCOPE).is_file():
        found = list(_gradescope(folder, assignment))
    else:
        found = [s for entry in sorted(folder.iterdir()) if (s := _submission(entry, assignment)) is not None]
    if not any(s.notebook.exists() or s.notebook.is_symlink() for s in found):
        raise UsageError(
            f"{folder} holds no submissions of {assignment}: expected STUDENT.ipynb, STUDENT/{assignment}.ipynb, "
            f"STUDENT/{assignment}/{assignment}.ipynb, or Gradescope's export"
        )
    names = [s.student for s in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"{folder} holds two submissions of {twice!r}: leave the one that counts")
    return sorted(found, key=lambda s: s.student)


def _submission(entry: Path, assignment: str) -> Submission | None:
    if entry.name.startswith(".") or entry.name in _IGNORED:
        return None
    if entry.suffix == ".ipynb":
        return Submission(_printable(entry.stem), entry)
    if not entry.is_dir() or entry.is_symlink():
        return None
    notebook = _inside(entry, assignment)
    if not (notebook.exists() or notebook.is_symlink()) and any(_of_another(p, entry) for p in entry.rglob("*.ipynb")):
        return None  # only other assignments were handed in
    return Submission(_printable(entry.name), notebook, _timestamp(notebook.parent))


def _of_another(notebook: Path, folder: Path) -> bool:
    """Whether it lies in nbgrader's place of its own assignment, FOLDER/NAME/NAME.ipynb."""
    return notebook.parent.parent == folder and notebook.parent.name == notebook.stem


def _timestamp(folder: Path) -> str:
    """When nbgrader has collected what is in this folder."""
    try:
        return load(folder / "timestamp.txt")[:100].decode().strip()
    except (Rejected, UnicodeDecodeError):
        return ""


def _printable(name: str) -> str:
    """A file's name as a student's: what would command a terminal does not get through."""
    return "".join(c if c.isprintable() else "_" for c in name)


def _inside(folder: Path, assignment: str) -> Path:
    """The notebook in a student's folder: by its name, or the only one there is."""
    inner = folder / assignment
    for candidate in (folder / f"{assignment}.ipynb", inner / f"{assignment}.ipynb"):
        if inner.is_symlink() and candidate.parent == inner:
            continue  # it would lead to somebody else's work
        if candidate.exists() or candidate.is_symlink():
            return candidate
    found = (p for p in folder.rglob("*.ipynb") if not _IGNORED & set(p.parts))
    others = sorted(p for p in found if not _of_another(p, folder))
    return others[0] if len(others) == 1 else folder / f"{assignment}.ipynb"


def _gradescope(folder: Path, assignment: str) -> Iterator[Submission]:
    import yaml  # noqa: PLC0415  only here

    try:
        facts = yaml.safe_load((folder / GRADESCOPE).read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise UsageError(f"{folder / GRADESCOPE} can't be read as YAML: export the submissions again") from None
    for name, submission in sorted(facts.items()) if isinstance(facts, dict) else []:
        if re.fullmatch(r"submission_\d+", str(name)):
            when = submission.get(":created_at") if isinstance(submission, dict) else None
            yield Submission(_who(str(name), submission), _inside(folder / str(name), assignment), str(when or ""))


def _who(folder: str, submission: Any) -> str:
    """The first submitter's id or address, fit for a file name."""
    people = submission.get(":submitters") if isinstance(submission, dict) else None
    first = people[0] if isinstance(people, list) and people and isinstance(people[0], dict) else {}
    name = str(first.get(":sid") or first.get(":email") or first.get(":name") or folder)
    return re.sub(r"[^\w.@+-]+", "_", name).strip(".") or folder
