"""What a platform hands out, entry by entry: the files and folders at the top of a folder or of an archive.

A folder and the archive that it came in give the same entries, so that whoever reads names need not know which it was.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from autograder import names
from autograder.course import UsageError
from autograder.submission.listing import contents, why_passed_over
from autograder.submission.notebook import Rejected
from autograder.words.sentence import sentence


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
    """One file or folder at the top, and the files in it. A `fault` is why it could not be looked through.

    `path` is where it lies, unless it comes from an archive.
    """

    name: str
    is_folder: bool
    pieces: list[Piece] = field(default_factory=list)
    passed_over: list[Passed] = field(default_factory=list)
    fault: str = ""
    path: Path | None = None


def of_folder(folder: Path) -> list[Entry]:
    """The entries of a folder, by name. Raises UsageError."""
    try:
        paths = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError("{folder}: no such folder", folder=folder) from None
    except OSError as fault:
        raise UsageError(
            "{folder} can't be read ({reason}): check its permissions",
            folder=folder, reason=fault.strerror,
        ) from None
    return [_of_path(path) for path in paths]


def _of_path(path: Path) -> Entry:
    name = names.key(path.name)
    is_folder = _is_folder(path)
    entry = Entry(path.name, is_folder, path=path)
    reason = why_passed_over(path.name)
    if reason:
        entry.passed_over.append(Passed(name, reason))
        return entry
    if not is_folder:
        entry.pieces.append(Piece(name, path))
        return entry
    try:
        listed = contents(path)
    except Rejected as fault:
        entry.fault = fault.why
        return entry
    for file in listed.files:
        entry.pieces.append(Piece(f"{name}/{names.key(str(file.relative_to(path)))}", file))
    for place, why in listed.passed_over:
        entry.passed_over.append(Passed(f"{name}/{names.key(str(place.relative_to(path)))}", why))
    if listed.closed:
        entry.fault = sentence("a folder can't be read: check its permissions")
    return entry


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; a link to one is not, since it could lead to somebody else's work."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def of_pieces(pieces: Iterable[Piece], passed_over: Iterable[Passed]) -> list[Entry]:
    """The entries that the files of an archive make, by name."""
    entries: dict[tuple[str, bool], Entry] = {}
    for piece in pieces:
        _at(entries, piece.name).pieces.append(piece)
    for passed in passed_over:
        _at(entries, passed.name).passed_over.append(passed)
    return sorted(entries.values(), key=lambda entry: entry.name)


def _at(entries: dict[tuple[str, bool], Entry], name: str) -> Entry:
    """The entry to which a file belongs, made where it is the first."""
    first, slash, _ = name.partition("/")
    return entries.setdefault((first, bool(slash)), Entry(first, is_folder=bool(slash)))


def inside(entry: Entry) -> list[Entry]:
    """The entries in a folder that holds all of them. Raises UsageError."""
    if entry.path is not None:
        return of_folder(entry.path)
    start = f"{entry.name}/"
    pieces = [replace(piece, name=piece.name.removeprefix(start)) for piece in entry.pieces]
    passed_over = [replace(passed, name=passed.name.removeprefix(start)) for passed in entry.passed_over]
    return of_pieces(pieces, passed_over)
