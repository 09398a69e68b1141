"""Which platform has handed out a class's work, as the names tell it; what they leave open is asked for."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from autograder.course import Assignment, UsageError
from autograder.lms import blackboard, brightspace, canvas, classroom, gradescope, moodle, plain
from autograder.lms.owners import Owner
from autograder.submission import chooser
from autograder.submission.entries import Entry, inside
from autograder.submission.listing import why_passed_over
from autograder.submission.unpacking import names_in

Reader: TypeAlias = Callable[[Sequence[Entry], Assignment], list[list[Owner]]]

# from the form that says most to the one that says least: the first one that knows a name is believed
READERS: dict[str, Reader] = {
    "moodle": moodle.owners,
    "blackboard": blackboard.owners,
    "brightspace": brightspace.owners,
    "canvas": canvas.owners,
    "classroom": classroom.owners,
}
TITLES = {
    "moodle": moodle.TITLE,
    "blackboard": blackboard.TITLE,
    "brightspace": brightspace.TITLE,
    "canvas": canvas.TITLE,
    "classroom": classroom.TITLE,
    "gradescope": gradescope.TITLE,
    "nbgrader": "nbgrader",
    "plain": plain.TITLE,
}
LAYOUTS = tuple(sorted(TITLES))
_ARCHIVES_LOOKED_INTO = 20  # where there are more, they are students'


@dataclass
class Recognised:
    """Entries, and the owners of each; `name` is that of the platform, one of LAYOUTS."""

    name: str
    entries: list[Entry]
    owners: list[list[Owner]]


def _read(reader: Reader, entries: Sequence[Entry], assignment: Assignment) -> list[list[Owner]]:
    """The owners of each entry; what no student works in, such as ._NAME beside NAME, is nobody's whatever its name."""
    owners = reader(entries, assignment)
    for number, entry in enumerate(entries):
        if why_passed_over(entry.name):
            owners[number] = []
    return owners


def recognised(entries: list[Entry], assignment: Assignment, layout: str, source: Path) -> Recognised:
    """The platform of these entries, or the one that `layout` names. Raises UsageError where nobody can tell."""
    if layout and layout not in LAYOUTS:
        raise UsageError("--layout {layout}: expected one of {layouts}", layout=layout, layouts=", ".join(LAYOUTS))
    if layout:
        return _as_told(entries, assignment, layout, source)
    for candidates in (entries, _in_a_single_folder(entries)):
        if gradescope.has_list(candidates):
            return Recognised("gradescope", candidates, _read(gradescope.owners, candidates, assignment))
        by_names = _by_names(candidates, assignment, source)
        if by_names is not None:
            return by_names
    return _plain(entries, assignment, source)


def _as_told(entries: list[Entry], assignment: Assignment, layout: str, source: Path) -> Recognised:
    if layout in ("plain", "nbgrader"):
        return Recognised(layout, entries, _read(plain.owners, entries, assignment))
    readers = READERS | {"gradescope": gradescope.owners, "classroom": classroom.owners_by_prefix}
    for candidates in (entries, _in_a_single_folder(entries)):
        owners = _read(readers[layout], candidates, assignment)
        if any(owners):
            return Recognised(layout, candidates, _with_plain(candidates, owners, assignment))
    raise UsageError(
        "{source}: --layout {layout}, but no name in it is one of {title}'s",
        source=source, layout=layout, title=TITLES[layout],
    )


def _in_a_single_folder(entries: list[Entry]) -> list[Entry]:
    """What lies in the folder into which all was packed; nothing where there is no such folder."""
    filled = [entry for entry in entries if entry.pieces or entry.fault]
    if len(filled) == 1 and filled[0].is_folder and not filled[0].fault:
        return inside(filled[0])
    return []


def _by_names(entries: list[Entry], assignment: Assignment, source: Path) -> Recognised | None:
    """The one platform whose names these are; None where they are nobody's. Raises UsageError for several's."""
    owners, counts = _owners_by_names(entries, assignment)
    if not counts:
        return None
    if len(counts) > 1:
        forms = [f"{count} of {TITLES[name]}'s form" for name, count in counts.items()]
        raise UsageError(
            "{source} holds names of several platforms, {forms}: {question}",
            source=source, forms=" and ".join(forms), question=_ask(counts),
        )
    (name,) = counts
    # a few notebooks that came by mail are fine; more of them than of the platform's own are no accident
    other_count = _count_others(entries, owners, assignment)
    if other_count > counts[name]:
        forms_differ = f"{counts[name]} names of {TITLES[name]}'s form and {other_count} that are not"
        raise UsageError(
            "{source} holds {forms_differ}: {question}",
            source=source, forms_differ=forms_differ, question=_ask(counts),
        )
    if name == "canvas":
        doubts = canvas.doubts([entry for entry in entries if not why_passed_over(entry.name)])
        if doubts:
            raise UsageError(
                "{source} may or may not be Canvas's ({doubts}): {question}",
                source=source, doubts=doubts, question=_ask(counts),
            )
    return Recognised(name, entries, _with_plain(entries, owners, assignment))


def _owners_by_names(entries: list[Entry], assignment: Assignment) -> tuple[list[list[Owner]], dict[str, int]]:
    """The owners of each entry by the first platform that knows its name, and how many names each platform knows."""
    # Canvas's form is so loose that Blackboard's names have it, too: that is why the order of READERS matters
    owners: list[list[Owner]] = [[] for _ in entries]
    counts: dict[str, int] = {}
    for name, reader in READERS.items():
        for number, entry_owners in enumerate(_read(reader, entries, assignment)):
            if entry_owners and not owners[number]:
                owners[number] = entry_owners
                counts[name] = counts.get(name, 0) + 1
    return owners, counts


def _count_others(entries: list[Entry], owners: list[list[Owner]], assignment: Assignment) -> int:
    """How many entries have no owner by the platform's names, and one by their own."""
    others = []
    for entry, entry_owners in zip(entries, owners, strict=True):
        looks_like_work = entry.is_folder or chooser.kind_of(entry.name) == chooser.NOTEBOOK
        if looks_like_work and not entry_owners:
            others.append(entry)
    return _count_owned(others, assignment)


def _count_owned(entries: list[Entry], assignment: Assignment) -> int:
    """How many entries are somebody's by a name of their own."""
    return sum(map(bool, _read(plain.owners, entries, assignment)))


def _ask(counts: dict[str, int]) -> str:
    return f"say which by --layout {'|'.join([*counts, 'plain'])}"


def _with_plain(entries: list[Entry], owners: list[list[Owner]], assignment: Assignment) -> list[list[Owner]]:
    """The same, with an owner for each notebook that a person has laid beside the platform's files."""
    result = []
    for entry, entry_owners in zip(entries, owners, strict=True):
        is_notebook = not entry.is_folder and chooser.kind_of(entry.name) == chooser.NOTEBOOK
        if is_notebook and not entry_owners:
            result += _read(plain.owners, [entry], assignment)
        else:
            result.append(entry_owners)
    return result


def _plain(entries: list[Entry], assignment: Assignment, source: Path) -> Recognised:
    """Folders and files of people's own. Of an archive, the folder that it is named for may hold the class."""
    students = entries
    inner: list[Entry] = []
    if not source.is_dir():  # who names a folder has chosen it; an archive is packed by a program, in a folder or not
        inner = _in_a_single_folder(entries)
    if inner:
        (folder,) = [entry for entry in entries if entry.pieces]
        is_of_the_assignment = any(entry.name == assignment.name for entry in inner)
        if folder.name.lower() == source.stem.lower():
            students = inner
        elif not is_of_the_assignment and _count_owned(inner, assignment) > 1:
            raise UsageError(
                "{source} holds one folder, {folder}, which may be a student's or the class's: say --layout plain "
                "if it is a student's; else unpack it, and name the folder",
                source=source, folder=folder.name,
            )
    _refuse_class_archives(students, assignment)
    return Recognised("plain", students, _read(plain.owners, students, assignment))


def _refuse_class_archives(entries: list[Entry], assignment: Assignment) -> None:
    """Raise UsageError where a whole class's archive lies in the folder: it would be taken for one student's."""
    archives = []
    for entry in entries:
        if chooser.kind_of(entry.name) == chooser.ARCHIVE and not entry.is_folder:
            archives.append(entry.path)
    for path in archives[:_ARCHIVES_LOOKED_INTO]:
        if path is None or not path.is_file():
            continue
        inner = [Entry(name, is_folder=False) for name in names_in(path)]
        owners, counts = _owners_by_names(inner, assignment)
        keys = {owner.key for owner in itertools.chain(*owners)}
        if len(keys) > 1:
            title = TITLES[max(counts, key=lambda name: counts[name])]
            raise UsageError(
                "{path} is a class's work as {title} hands it out: name the archive itself",
                path=path, title=title,
            )
