"""`release --to`: what students get in a folder of its own, in which an instructor's changes stay."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import nbformat

from autograder import files
from autograder.author import first_start
from autograder.author.front_page import FRONT_PAGE, front_page
from autograder.author.release import build_in
from autograder.course import ORDER, Course, UsageError
from autograder.languages import ENGLISH, speaking
from autograder.submission.edition import STAMP, stamp_of

RECORD = ".release.json"  # what was written into the folder: without it, nobody could tell who has changed a file
_OF_A_REPOSITORY = {".git", ".github", ".gitattributes", ".gitignore"}  # a new one may be there before the release
_MOST_PLACES = 5  # that a sentence names
_IGNORED = b".venv/\n__pycache__/\n.ipynb_checkpoints/\n.OTTER_LOG\n"


class Record(msgspec.Struct):
    """Of which course the folder is, and a hash of each file as it was written."""

    course: str
    files: dict[str, str]


@dataclass
class HandedOut:
    """How many files students get, how many were `written` now, and a sentence for each that `stays` as it is."""

    count: int = 0
    written: int = 0
    stays: list[str] = field(default_factory=list)


def hand_out(
    course: Course, names: Sequence[str], folder: Path, language: str = ENGLISH, *, overwrite: bool = False
) -> HandedOut:
    """Write what students get of these assignments. What was changed there stays, unless it is to be overwritten.

    Raises UsageError where the folder holds anything but a release of this course.
    """
    if not course.assignments:
        raise UsageError("{order} lists no assignment: `autograder new NAME` makes one", order=course.root / ORDER)
    record = record_of(course, folder)
    wanted_files = build_in(course, language, names)
    wanted_files |= _beginnings(course, names, folder, language)
    handed_out = HandedOut(count=len(wanted_files))
    for file_name, content in wanted_files.items():
        path = folder / file_name
        # the record keeps the hash of what was written: a change stays one, however often this is called
        sentence = _changed_there(path, record.files.get(file_name), content)
        if sentence and not overwrite:
            handed_out.stays.append(sentence)
            continue
        # what has not changed is not touched: a repository, or a student's editor, looks at the time
        if not path.is_file() or path.read_bytes() != content:
            files.write(path, content)
            handed_out.written += 1
        record.files[file_name] = _hash(content)
    handed_out.stays += _without_stale_files(record, names, folder, wanted_files)
    files.write(folder / RECORD, msgspec.json.format(msgspec.json.encode(record, order="sorted")) + b"\n")
    return handed_out


def record_of(course: Course, folder: Path) -> Record:
    """What was written there before. Raises UsageError where the folder is not for this course's students."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("{folder} is a file: name a folder", folder=folder)
    if _is_for_others(course, folder.resolve()):
        raise UsageError("{folder} is no folder for students: name a new one, such as ../for-students", folder=folder)
    if (folder / RECORD).is_file():
        return _read_record(course, folder)
    foreign_names: set[str] = set()
    if folder.is_dir():
        foreign_names = {path.name for path in folder.iterdir()} - _OF_A_REPOSITORY
    # what was released before there was a record is known by its notebooks
    if foreign_names and not _holds_notebooks_of(course, folder):
        raise UsageError(
            "{folder} is not empty, and no release of this course: name a new or an empty folder",
            folder=folder,
        )
    return Record(course.title, {})


def _is_for_others(course: Course, place: Path) -> bool:
    """Whether it is the machine's root, the course's, or one of the folders that hold what students must not see."""
    root = course.root.resolve()
    if place in (root, Path(place.anchor)):
        return True
    # another folder below the course may be anybody's, such as one that its .gitignore names
    return any(place.is_relative_to(root / name) for name in ("assignments", "solutions", "tests"))


def _read_record(course: Course, folder: Path) -> Record:
    try:
        record = msgspec.json.decode((folder / RECORD).read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError) as fault:
        raise UsageError(
            "{file} can't be read ({fault}): name a new folder",
            file=folder / RECORD, fault=fault,
        ) from None
    if record.course != course.title:
        raise UsageError(
            "{folder} is a release of {course}, not of {title}: name another folder",
            folder=folder, course=repr(record.course), title=repr(course.title),
        )
    # the folder may be a public repository: a name that leads out of it is none of ours
    for file_name in list(record.files):
        if Path(file_name).is_absolute() or ".." in Path(file_name).parts:
            del record.files[file_name]
    return record


def _holds_notebooks_of(course: Course, folder: Path) -> bool:
    """Whether a notebook there has this course's stamp."""
    for name in course.assignments:
        path = folder / name / f"{name}.ipynb"
        if not path.is_file():
            continue
        # a person may have put anything there: what can't be read is no release
        try:
            notebook = nbformat.read(path, as_version=4)
        except (OSError, ValueError, nbformat.ValidationError):
            continue
        stamp = stamp_of(notebook["metadata"].get(STAMP))
        if stamp is not None and stamp.course == course.title:
            return True
    return False


def _beginnings(course: Course, names: Sequence[str], folder: Path, language: str) -> dict[str, bytes]:
    """What stands beside the assignments: a page that lists those that are there and those that come now, and more."""
    listed_names = []
    for name in course.assignments:
        if name in names or (folder / name / f"{name}.ipynb").is_file():
            listed_names.append(name)
    # the requirements of one assignment are most often those of all
    requirements = f"{(listed_names or ['ASSIGNMENT'])[0]}/requirements.txt"
    with speaking(language):
        start = first_start.lines_to_type(requirements)
    course_title = course.title
    if listed_names:
        course_title = course.phrases(listed_names[-1], language).text(course.title)
    page = f"{front_page(course, listed_names, language)}\n\n{start}"
    return {
        FRONT_PAGE: page.encode(),
        ".gitignore": _IGNORED,
        ".devcontainer/devcontainer.json": first_start.container(course_title, requirements).encode(),
    }


def _changed_there(path: Path, recorded_hash: str | None, content: bytes) -> str:
    """A sentence where a file is neither what was written nor what would be; empty where nobody has changed it."""
    if not path.exists():
        if recorded_hash is None:
            return ""
        return f"{path} was removed there, and stays so (--force writes it)"
    if not path.is_file():
        return f"{path} is no file there, and stays (remove it)"
    present = path.read_bytes()
    if present == content or _hash(present) == recorded_hash:
        return ""
    return f"{path} was changed there, and stays ({difference(path.name, present, content)}; --force overwrites it)"


def _without_stale_files(record: Record, names: Sequence[str], folder: Path, wanted: dict[str, bytes]) -> list[str]:
    """Remove what these assignments no longer have. A sentence for each file that was changed there, and stays."""
    sentences = []
    for file_name in sorted(record.files.keys() - wanted.keys()):
        # of an assignment that is not released now, nothing is known to be stale
        if file_name.partition("/")[0] not in names:
            continue
        path = folder / file_name
        if path.is_file() and _hash(path.read_bytes()) != record.files[file_name]:
            sentences.append(f"{path} is no part of the course any more, was changed there, and stays")
            continue
        path.unlink(missing_ok=True)
        del record.files[file_name]
    return sentences


def difference(file_name: str, present: bytes, content: bytes) -> str:
    """Where two versions of a file differ: the cells of a notebook, the lines of a text."""
    # git, too, takes a file with a zero for one that is no text
    if b"\x00" in present or b"\x00" in content:
        return f"{len(present)} bytes in place of {len(content)}"
    unit = "line"
    present_parts = present.decode(errors="replace").splitlines()
    wanted_parts = content.decode(errors="replace").splitlines()
    if file_name.endswith(".ipynb"):
        try:
            present_parts = _sources(present)
            wanted_parts = _sources(content)
            unit = "cell"
        except (ValueError, nbformat.ValidationError):  # no notebook any more: its lines are compared
            pass
    places = _places(present_parts, wanted_parts)
    if not places:
        return "its text is the same; only outputs or metadata differ"
    return _in_words(places, unit)


def _sources(content: bytes) -> list[str]:
    notebook = nbformat.reads(content.decode(), as_version=4)
    return [str(cell["source"]) for cell in notebook.cells]


def _places(present_parts: Sequence[str], wanted_parts: Sequence[str]) -> list[int]:
    """The parts of the present version, counted from 1, that the other one has not so."""
    places: set[int] = set()
    matcher = difflib.SequenceMatcher(None, present_parts, wanted_parts, autojunk=False)
    for kind, start, end, _, _ in matcher.get_opcodes():
        if kind != "equal":
            # where something is left out, it is the place behind which it stood
            places.update(range(start + 1, max(end, start + 1) + 1))
    return sorted(places)


def _in_words(places: Sequence[int], unit: str) -> str:
    if len(places) == 1:
        return f"{unit} {places[0]} differs"
    shown = ", ".join(map(str, places[:_MOST_PLACES]))
    if len(places) > _MOST_PLACES:
        return f"{unit}s {shown} and {len(places) - _MOST_PLACES} more differ"
    return f"{unit}s {shown} differ"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
