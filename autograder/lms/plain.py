"""Folders that people make, and nbgrader's: STUDENT.ipynb, STUDENT/…, or STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb.

nbgrader's own form is that of its `submitted/` (nbgrader's documentation, "The philosophy and the approach"), with the
time of collecting in STUDENT/ASSIGNMENT/timestamp.txt.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from autograder import names
from autograder.course import Assignment
from autograder.lms.owners import Owner
from autograder.submission import chooser
from autograder.submission.entries import Entry, Piece
from autograder.submission.notebook import Rejected, load

TITLE = "plain folders and files"
TIMESTAMP = "timestamp.txt"
_LONGEST_TIME = 100  # characters


def owners(entries: Sequence[Entry], assignment: Assignment) -> list[list[Owner]]:
    """By the name of the file or folder. Who has folders of other assignments only has not handed in this one."""
    return [_owners(entry, assignment) for entry in entries]


def _owners(entry: Entry, assignment: Assignment) -> list[Owner]:
    if not entry.is_folder:
        return _of_file(entry, assignment)
    own_pieces = pieces_of(entry, assignment)
    if entry.pieces and not own_pieces:
        return []
    return [Owner(without_ending(entry.name), handed_in=_timestamp(own_pieces, assignment))]


def _of_file(entry: Entry, assignment: Assignment) -> list[Owner]:
    """A notebook is somebody's; a script or an archive only where it holds something: helpers lie about, too."""
    kind = chooser.kind_of(entry.name)
    if not entry.pieces or not kind:
        return []
    if kind != chooser.NOTEBOOK and not chooser.defines_something(entry.pieces[0], assignment):
        return []
    return [Owner(without_ending(entry.name))]


def without_ending(name: str) -> str:
    """A file's name without what makes it a notebook, a script or an archive; a folder may be called so, too."""
    lower = name.lower()
    for ending in (".ipynb.txt", ".ipynb.json", chooser.NOTEBOOK, chooser.SCRIPT, chooser.ARCHIVE):
        if lower.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name


def pieces_of(entry: Entry, assignment: Assignment) -> list[Piece]:
    """The files of a student's folder that may be this assignment's.

    Those of nbgrader's folder of the assignment, if there is one; else all but those in folders of other assignments.
    """
    inner = []
    beside = []
    others: set[str] = set()  # folders of other assignments
    for piece in entry.pieces:
        folder = _inner_folder(piece)
        if folder == assignment.name:
            inner.append(piece)
        elif not folder:
            beside.append(piece)
        # a folder with a notebook of its own name is nbgrader's for that assignment, and all in it belongs there
        elif _is_anothers(piece):
            others.add(folder)
    if {chooser.kind_of(piece.own_name) for piece in inner} - {""}:
        return inner + beside
    pieces = []
    for piece in entry.pieces:
        if _inner_folder(piece) not in others:
            pieces.append(piece)
    return pieces


def _below(piece: Piece) -> str:
    """The piece's name within the student's folder."""
    return piece.name.partition("/")[2]


def _inner_folder(piece: Piece) -> str:
    first, slash, _ = _below(piece).partition("/")
    if not slash:
        return ""
    return first


def _is_anothers(piece: Piece) -> bool:
    """Whether it lies in nbgrader's place of its own assignment, STUDENT/NAME/NAME.ipynb."""
    below = PurePosixPath(_below(piece))
    return len(below.parts) == 2 and below.suffix == chooser.NOTEBOOK and below.parts[0] == below.stem


def _timestamp(pieces: Sequence[Piece], assignment: Assignment) -> str:
    """When nbgrader has collected what is in this folder; elsewhere a student may have laid such a file."""
    for piece in pieces:
        if _below(piece) == f"{assignment.name}/{TIMESTAMP}":
            try:
                return names.in_a_line(load(piece.path, _LONGEST_TIME).decode())
            except (Rejected, OSError, UnicodeDecodeError):
                return ""
    return ""
