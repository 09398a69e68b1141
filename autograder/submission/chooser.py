"""What a student has uploaded → the notebook to grade: by what it defines, whatever it is called or packed in.

Sizes and numbers come first: a small archive may hold gigabytes, or a million names. What is read and unpacked
of all that was handed in has one limit together. Notebooks come first, of these the smallest: no bomb hides one.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder import names
from autograder.course import Assignment
from autograder.submission import scripts
from autograder.submission.listing import contents, is_passed_over
from autograder.submission.notebook import Cell, Rejected, defining, load, read

_MOST_FILES = 2_000
_MOST_BYTES = 64 << 20  # of one file
_MOST_TABLE = 2 << 20  # bytes of an archive's table of contents
_SIGNATURE = b"PK\x01\x02"  # of each entry there
_ENTRY = struct.Struct("<4s24xHHH12x")  # an entry, with the lengths of its name, its additions and its comment
_LONGEST_NAME = 4_096
_NOTEBOOK = ".ipynb"
_SCRIPT = ".py"
_ARCHIVE = ".zip"
_KINDS = (_NOTEBOOK, _SCRIPT, _ARCHIVE)  # the likeliest first
_SHOWN = 5  # names in a sentence
_AGAIN = "hand in the notebook itself, as Jupyter saves it"


@dataclass(frozen=True)
class _File:
    """A notebook or a script that was handed in."""

    name: str
    content: bytes

    @property
    def is_script(self) -> bool:
        return self.name.endswith(_SCRIPT)

    def defines(self, assignment: Assignment) -> int:
        """How many of the exercises it defines."""
        try:
            cells = self._cells()
        except Rejected:
            return 0
        exercise_count = 0
        for exercise in assignment.exercises:
            if defining(cells, exercise.name):
                exercise_count += 1
        return exercise_count

    def as_notebook(self) -> bytes:
        """It, or the notebook that a script is. Raises Rejected."""
        if not self.is_script:
            return self.content
        self._check_size()
        return scripts.notebook_of(self.content)

    def _check_size(self) -> None:
        if len(self.content) > scripts.MAX_BYTES:
            raise Rejected(f"{self.name} is larger than {scripts.MAX_BYTES >> 20} MB: {_AGAIN}")

    def _cells(self) -> list[Cell]:
        if not self.is_script:
            return read(Path(self.name), self.content)
        self._check_size()
        # converting it takes a process and a second; to see what it defines, all of it may stand in one cell
        source = self.content.decode("utf-8", "replace")
        return [Cell(code=True, source=source.replace("\r\n", "\n").replace("\r", "\n"))]


@dataclass
class _Room:
    """What may still be read of all that was handed in, in bytes and in files."""

    bytes: int = 2 * _MOST_BYTES
    files: int = _MOST_FILES

    def take(self, size: int) -> bool:
        """Whether a file of this size has room; then it has been given it."""
        if size > min(self.bytes, _MOST_BYTES) or not self.files:
            return False
        self.bytes -= size
        self.files -= 1
        return True


def chosen(folder: Path, assignment: Assignment) -> tuple[str, bytes]:
    """The name and content of the notebook that counts. Raises Rejected with what to do."""
    files = list(_files(folder))
    if not files:
        raise Rejected(f"no notebook was handed in (a file that ends in .ipynb): {_AGAIN}")
    files_by_count: dict[int, list[_File]] = {}  # how many exercises they define
    for file in files:
        files_by_count.setdefault(file.defines(assignment), []).append(file)
    highest_count = max(files_by_count)
    candidates = _prefer_name(files_by_count[highest_count], assignment.name)
    if highest_count == 0 and len(files) > 1:
        raise Rejected(f"none of {_listed(files)} defines an exercise of {assignment.name}: {_AGAIN}")
    if len(candidates) > 1:
        raise Rejected(f"several files could be the one that counts: {_listed(candidates)}. Hand in only one of them")
    notebook = candidates[0]
    return notebook.name, notebook.as_notebook()


def _prefer_name(files: list[_File], assignment: str) -> list[_File]:
    """Of several files that define as much, those that still have the name under which they were released."""
    same_name = [file for file in files if PurePosixPath(file.name).stem == assignment]
    return same_name or files


def _listed(files: Sequence[_File]) -> str:
    """The names of the first few, and how many more there are."""
    file_names = sorted(names.in_a_line(file.name) for file in files)
    listing = ", ".join(file_names[:_SHOWN])
    if len(file_names) > _SHOWN:
        listing += f" and {len(file_names) - _SHOWN} more"
    return listing


def _files(folder: Path) -> Iterator[_File]:
    """The notebooks and scripts that were handed in, also those in archives."""
    room = _Room()
    for file_size, path in _by_likelihood(_sizes(folder)):
        file_name = names.key(str(path.relative_to(folder)))
        if file_size > _MOST_BYTES:
            raise Rejected(
                f"{file_name} is larger than {_MOST_BYTES >> 20} MB: clear all outputs in Jupyter, and save it again"
            )
        if not room.take(file_size):
            continue
        try:
            content = load(path, _MOST_BYTES)
        except Rejected:  # what nobody can read is nobody's notebook
            continue
        if path.suffix == _ARCHIVE:
            yield from _unpacked(file_name, content, room)
        else:
            yield _File(file_name, content)


def _sizes(folder: Path) -> dict[Path, int]:
    """Every ordinary file below a folder that may hold what counts, and how many bytes it has."""
    sizes = {}
    for path in contents(folder).files:
        if path.suffix not in _KINDS:
            continue
        try:
            status = path.lstat()
        except OSError:  # in a folder that lists it and lets nobody in
            continue
        if stat.S_ISREG(status.st_mode):
            sizes[path] = status.st_size
    return sizes


def _by_likelihood(sizes: dict[Path, int]) -> list[tuple[int, Path]]:
    """Sizes and paths, in the order in which they get room: by kind, and of one kind the smallest first."""

    def rank(path: Path) -> tuple[int, int, Path]:
        return _KINDS.index(path.suffix), sizes[path], path

    return [(sizes[path], path) for path in sorted(sizes, key=rank)]


def _unpacked(name: str, content: bytes, room: _Room) -> Iterator[_File]:
    if _table_size(content) > _MOST_TABLE:
        raise Rejected(f"{name} holds more files than a person works in: {_AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
            for entry in sorted(entries, key=_entry_rank):
                if room.take(entry.file_size):
                    inner_name = names.key(f"{name}/{PurePosixPath(entry.filename)}")
                    with archive.open(entry) as file:  # which reads no more than the size that it says it has
                        yield _File(inner_name, file.read(_MOST_BYTES))
    except Exception as fault:  # noqa: BLE001  whatever a damaged archive brings about
        reason = names.in_a_line(str(fault))[:200]
        raise Rejected(f"{name} can't be unpacked ({reason}): {_AGAIN}") from None


def _table_size(content: bytes) -> int:
    """At least as many bytes as an archive's table of contents has; a little more than the most where it is larger.

    The library reads all of it at once, makes an object of each entry, and takes a time that grows with the square of
    what a system has added to one.
    """
    table_size = 0
    position = content.find(_SIGNATURE)
    while 0 <= position <= len(content) - _ENTRY.size and table_size <= _MOST_TABLE:
        _, *lengths = _ENTRY.unpack_from(content, position)
        table_size += _ENTRY.size + sum(lengths)
        # from the next byte on: what an entry says of its own length may be a lie that hides others
        position = content.find(_SIGNATURE, position + 1)
    return table_size


def _entry_rank(entry: zipfile.ZipInfo) -> tuple[int, int, str]:
    return _KINDS.index(PurePosixPath(entry.filename).suffix), entry.file_size, entry.filename


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Notebooks and scripts, packed in one of the two ways that every program knows and that need little memory."""
    if len(entry.filename) > _LONGEST_NAME:
        return False
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return False
    path = PurePosixPath(entry.filename)
    return path.suffix in (_NOTEBOOK, _SCRIPT) and not is_passed_over(path.parts)
