"""What a platform hands out, entry by entry: the files and folders at the top of a folder or of an archive.

A folder and the archive that it came in give the same entries, so that whoever reads names need not know which it was.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder import names
from autograder.course import UsageError
from autograder.submission.listing import contents, why_passed_over
from autograder.submission.notebook import Rejected


@dataclass(frozen=True)
class Piece:
    """One file: its `name`, a path within what was handed out, and where it can be read.

    Of two pieces of a student, the one with the larger `order` came later. A `fault` is why it can't be read.
    """

    name: str
    path: Path
    order: int = 0
    fault: str = ""

    @property
    def own_name(self) -> str:
        """The last part of its name."""
        return PurePosixPath(self.name).name


@dataclass(frozen=True)
class Passed:
    """A file or a folder that nobody looked into, and why."""

    name: str
    reason: str


@dataclass
class Entry:
    """One file or folder at the top, and the files in it. A `fault` is why it could not be looked through."""

    name: str
    is_folder: bool
    pieces: list[Piece] = field(default_factory=list)
    passed_over: list[Passed] = field(default_factory=list)
    fault: str = ""


def of_folder(folder: Path, prefix: str = "") -> list[Entry]:
    """The entries of a folder, by name; `prefix` stands before the names of the files. Raises UsageError."""
    try:
        paths = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"{folder}: no such folder") from None
    except OSError as fault:
        raise UsageError(f"{folder} can't be read ({fault.strerror}): check its permissions") from None
    return [_of_path(path, prefix) for path in paths]


def _of_path(path: Path, prefix: str) -> Entry:
    name = names.key(f"{prefix}{path.name}")
    if why_passed_over(path.name):
        return Entry(path.name, is_folder=False, passed_over=[Passed(name, why_passed_over(path.name))])
    if not _is_folder(path):
        return Entry(path.name, is_folder=False, pieces=[Piece(name, path)])
    entry = Entry(path.name, is_folder=True)
    try:
        listed = contents(path)
    except Rejected as fault:
        entry.fault = str(fault)
        return entry
    for file in listed.files:
        entry.pieces.append(Piece(f"{name}/{names.key(str(file.relative_to(path)))}", file))
    for place, reason in listed.passed_over:
        entry.passed_over.append(Passed(f"{name}/{names.key(str(place.relative_to(path)))}", reason))
    if listed.closed:
        entry.fault = "a folder can't be read: check its permissions"
    return entry


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; a link to one is not, since it could lead to somebody else's work."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def of_pieces(pieces: Iterable[Piece], passed_over: Iterable[Passed], prefix: str = "") -> list[Entry]:
    """The entries below `prefix` that these files of an archive make, by name."""
    entries: dict[tuple[str, bool], Entry] = {}
    for piece in pieces:
        entry = _at(entries, piece.name, prefix)
        if entry is not None:
            entry.pieces.append(piece)
    for passed in passed_over:
        entry = _at(entries, passed.name, prefix)
        if entry is not None:
            entry.passed_over.append(passed)
    return sorted(entries.values(), key=lambda entry: entry.name)


def _at(entries: dict[tuple[str, bool], Entry], name: str, prefix: str) -> Entry | None:
    """The entry to which a file belongs, made where it is the first; None for what does not lie below the prefix."""
    if not name.startswith(prefix):
        return None
    first, slash, _ = name.removeprefix(prefix).partition("/")
    return entries.setdefault((first, bool(slash)), Entry(first, is_folder=bool(slash)))
