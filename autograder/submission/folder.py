"""Where submissions lie: a notebook, or a folder laid out by a person, by nbgrader, or by Gradescope's export.

Whatever an entry is called and however it is made, it becomes a submission: perhaps one with a fault, for its report to
say. None of them keeps the others from being graded.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder import names
from autograder.course import UsageError
from autograder.sandbox.jail import trees
from autograder.submission.listing import contents
from autograder.submission.notebook import Rejected, load

GRADESCOPE = "submission_metadata.yml"
_IGNORED = {"__MACOSX", "__pycache__"}
_LONGEST_TIME = 100  # characters


@dataclass(frozen=True)
class Submission:
    """What a student hands in. `notebook` may turn out to be missing or broken: that is for the report to say.

    `handed_in` is the time of it, where a platform has kept one, as that has written it. A `fault` is why it can't be
    graded, where that is known without a look into it.
    """

    student: str
    notebook: Path
    handed_in: str = ""
    fault: str = ""


@dataclass(frozen=True)
class _Entry:
    """A submission, and the name that it came under before that was made a student's key."""

    name: str
    submission: Submission


def find(folder: Path, assignment: str) -> list[Submission]:
    """The submissions of one assignment below a folder, by student. Raises UsageError where there are none."""
    try:
        entries = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"{folder}: no such folder") from None
    except OSError as fault:
        raise UsageError(f"{folder} can't be read ({fault.strerror}): check its permissions") from None
    if _kind(folder / GRADESCOPE) == stat.S_IFREG:
        found = list(_gradescope(folder, assignment))
    else:
        found = [made for entry in entries if (made := _submission(entry, assignment)) is not None]
    if not any(_is_there(entry.submission) for entry in found):
        raise UsageError(
            f"{folder} holds no submissions of {assignment}: expected STUDENT.ipynb, STUDENT/{assignment}.ipynb, "
            f"STUDENT/{assignment}/{assignment}.ipynb, or Gradescope's export"
        )
    return sorted(_one_for_each(folder, _told_apart(found)), key=lambda submission: submission.student)


def single(notebook: Path) -> Submission:
    """A notebook by itself, of the student that it is named for."""
    return Submission(names.key(notebook.stem), notebook)


def refuse_in_sight(*folders: Path) -> None:
    """Raise UsageError for a folder that every sandbox sees: one student would read there what others hand in."""
    for folder in folders:
        if _is_in_sight(folder):
            raise UsageError(
                f"{folder} lies where students' code may read, among the system's or this environment's files: "
                "choose another folder (`grade --allow-unsafe` grades all the same)"
            )


def _is_in_sight(folder: Path) -> bool:
    try:
        return trees.sees(folder)
    except (OSError, RuntimeError):  # a link to itself leads nowhere
        return False


def _is_there(submission: Submission) -> bool:
    return bool(submission.fault) or os.path.lexists(submission.notebook)


def _told_apart(found: Iterable[_Entry]) -> Iterator[Submission]:
    """All of them, those whose names differ and yet look the same with a mark behind the name."""
    alike: dict[str, list[_Entry]] = {}
    for entry in found:
        alike.setdefault(names.look(entry.submission.student), []).append(entry)
    for look, entries in alike.items():
        differ = len({entry.name for entry in entries}) > 1
        for entry in entries:
            submission = entry.submission
            if differ and entry.name != look:
                submission = replace(submission, student=names.marked(submission.student, entry.name))
            yield submission


def _one_for_each(folder: Path, found: Iterable[Submission]) -> Iterator[Submission]:
    """Each student once. Where there are several submissions of one, a person has to choose: nobody guesses."""
    by_student: dict[str, list[Submission]] = {}
    for submission in found:
        by_student.setdefault(submission.student, []).append(submission)
    for several in by_student.values():
        submission = several[0]
        if len(several) > 1:
            places = [names.in_a_line(str(s.notebook.relative_to(folder))) for s in several]
            said = f"there are {len(several)} submissions of this student, {', '.join(places)}"
            submission = replace(submission, fault=f"{said}: leave the one that counts")
        yield submission


def _submission(entry: Path, assignment: str) -> _Entry | None:
    if entry.name.startswith(".") or entry.name in _IGNORED:
        return None
    if entry.suffix == ".ipynb":
        return _Entry(entry.stem, single(entry))
    if _kind(entry) != stat.S_IFDIR:
        return None
    student = names.key(entry.name)
    try:
        notebook = _inside(entry, assignment)
    except Rejected as fault:
        return _Entry(entry.name, Submission(student, entry, fault=str(fault)))
    if notebook is None:
        return None
    return _Entry(entry.name, Submission(student, notebook, _timestamp(notebook.parent)))


def _kind(path: Path) -> int:
    """What a path names, as `stat` numbers it, a link itself; 0 where that can't be seen."""
    try:
        return stat.S_IFMT(path.lstat().st_mode)
    except OSError:
        return 0


def _of_another(notebook: Path, folder: Path) -> bool:
    """Whether it lies in nbgrader's place of its own assignment, FOLDER/NAME/NAME.ipynb."""
    return notebook.parent.parent == folder and notebook.parent.name == notebook.stem


def _timestamp(folder: Path) -> str:
    """When nbgrader has collected what is in this folder."""
    try:
        return names.in_a_line(load(folder / "timestamp.txt", _LONGEST_TIME).decode())
    except (Rejected, OSError, UnicodeDecodeError):
        return ""


def _inside(folder: Path, assignment: str) -> Path | None:
    """The notebook in a student's folder: by its name, or the only one there is; None where all are another's.

    Raises Rejected for a folder that can't be looked through.
    """
    inner = folder / assignment
    by_name = folder / f"{assignment}.ipynb"
    for candidate in (by_name, inner / f"{assignment}.ipynb"):
        if _kind(inner) == stat.S_IFLNK and candidate.parent == inner:
            continue  # it would lead to somebody else's work
        if os.path.lexists(candidate):
            return candidate
    found = contents(folder)
    notebooks = [path for path in found.files if path.suffix == ".ipynb"]
    own = [path for path in notebooks if not _of_another(path, folder)]
    if len(own) == 1:
        return own[0]
    if found.closed and not own:
        raise Rejected("a folder can't be read: check its permissions")
    return None if len(own) < len(notebooks) else by_name


def _gradescope(folder: Path, assignment: str) -> Iterator[_Entry]:
    facts = _metadata(folder / GRADESCOPE)
    for name, facts_of_one in sorted(facts.items(), key=lambda item: str(item[0])):
        if not re.fullmatch(r"submission_\d+", str(name)):
            continue
        place = folder / str(name)
        submitter = _submitter(facts_of_one) or str(name)
        student = re.sub(r"[^\w.@+-]+", "_", submitter).strip(".") or str(name)
        when = facts_of_one.get(":created_at") if isinstance(facts_of_one, dict) else None
        try:
            notebook = _inside(place, assignment) or place / f"{assignment}.ipynb"
        except Rejected as fault:
            yield _Entry(submitter, Submission(student, place, fault=str(fault)))
        else:
            yield _Entry(submitter, Submission(student, notebook, _scalar(when)))


def _metadata(path: Path) -> dict[Any, Any]:
    """What Gradescope's export says. Raises UsageError."""
    import yaml  # noqa: PLC0415  only here

    try:
        facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):  # a date that is none is a ValueError
        raise UsageError(f"{path} can't be read as YAML: export the submissions again") from None
    return facts if isinstance(facts, dict) else {}


def _submitter(submission: Any) -> str:
    """The first submitter's id, address or name."""
    people = submission.get(":submitters") if isinstance(submission, dict) else None
    first = people[0] if isinstance(people, list) and people and isinstance(people[0], dict) else {}
    return _scalar(first.get(":sid")) or _scalar(first.get(":email")) or _scalar(first.get(":name"))


def _scalar(value: Any) -> str:
    """A text or a number as text; nothing for a list, which YAML can make endless by its aliases."""
    return "" if value is None or isinstance(value, (dict, list, tuple, set)) else str(value)
