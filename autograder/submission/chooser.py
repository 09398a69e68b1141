"""What a student has handed in → the notebook to grade: by what it attempts, whatever it is called or packed in.

Sizes and numbers come first: a small archive may hold gigabytes, or a million names. What is read and unpacked
of all that was handed in has one limit together. Notebooks come first, of these the smallest: no bomb hides one.
"""

from __future__ import annotations

import contextlib
import io
import re
import stat
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder import names
from autograder.course import Assignment
from autograder.submission import decoding, scripts, strangers
from autograder.submission.entries import Passed, Piece
from autograder.submission.listing import contents, is_passed_over
from autograder.submission.notebook import Cell, Rejected, defining, load, read
from autograder.words.sentence import Sentence, listed, sentence

_MOST_FILES = 2_000
_MOST_BYTES = 64 << 20  # of one file
_MOST_TABLE = 2 << 20  # bytes of an archive's table of contents
_SIGNATURE = b"PK\x01\x02"  # of each entry there
_ENTRY = struct.Struct("<4s24xHHH12x")  # an entry, with the lengths of its name, its additions and its comment
_LONGEST_NAME = 4_096
NOTEBOOK = ".ipynb"
SCRIPT = ".py"
ARCHIVE = ".zip"
LESS = "attempts as much or more"  # the end of the reason where another file was the better one
_KINDS = (NOTEBOOK, SCRIPT, ARCHIVE)  # the likeliest first
# as mail programs, browsers, editors and file managers save a notebook
_RENAMED = re.compile(
    r"\.ipynb(?:\.(?:ipynb|txt|json|html?|download|crdownload|part|bak|old|orig)|~|\s*\(\d+\)|\s)*+\Z"
)
UNNAMED = ("", ".json", ".txt")  # endings of files that may be notebooks all the same
_NOTEBOOK = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"(?:cells|metadata|nbformat|nbformat_minor|worksheets)\"")
_MOST_UNNAMED = 100  # files that are looked at
_BEGINNING = 1_000  # bytes
_SHOWN = 5  # names in a sentence
_AGAIN = sentence("hand in the notebook itself, as Jupyter saves it")
_NONE = sentence("no notebook was handed in (a file that ends in .ipynb): {advice}", advice=_AGAIN)
NO_KIND = "not a notebook, a script or an archive"


def kind_of(name: str) -> str:
    """Whether a file of this name is a notebook, a script or an archive; nothing where it is something else."""
    lower = name.lower().rstrip()
    if _RENAMED.search(lower):
        return NOTEBOOK
    for kind in (SCRIPT, ARCHIVE):
        if lower.endswith(kind):
            return kind
    return ""


@dataclass(frozen=True)
class _File:
    """A notebook or a script that was handed in. `piece` is the file in which it lies, itself or an archive."""

    name: str
    content: bytes
    piece: Piece

    @property
    def is_script(self) -> bool:
        return kind_of(self.name) == SCRIPT and not is_notebook(self.content)

    def worth(self, assignment: Assignment) -> tuple[int, int]:
        """How many of the exercises it attempts, and how many it defines, be it as the stub that was released."""
        try:
            cells = self._cells()
        except Rejected:
            return 0, 0
        attempted = 0
        defined = 0
        for exercise in assignment.exercises:
            sources = [cells[number - 1].source for number in defining(cells, exercise.name)]
            if sources:
                defined += 1
            if not all(_is_stub(source, exercise.name) for source in sources):
                attempted += 1
        return attempted, defined

    def as_notebook(self) -> bytes:
        """It, or the notebook that a script is. Raises Rejected."""
        if not self.is_script:
            return self.content
        return notebook_of_script(self.name, self.content)

    def _cells(self) -> list[Cell]:
        if not self.is_script:
            return read(Path(self.name), self.content)
        _check_script(self.name, self.content)
        # converting it takes a process and a second; to see what it defines, all of it may stand in one cell
        return [Cell(code=True, source=decoding.script(self.content))]


def is_notebook(content: bytes) -> bool:
    """Whether a file is a notebook by its content, whatever it is called."""
    return _NOTEBOOK.match(content) is not None


def _is_stub(source: str, exercise: str) -> bool:
    """Whether a cell holds nothing but comments between its head, or docstring, and the stub's line."""
    stub_line = rf'[ \t]*raise \w+\("{exercise} is waiting for your code'
    comments = r"(?:[ \t]*(?:#.*)?\n)*"
    return re.search(rf'(?:"""|:)[ \t]*\n{comments}{stub_line}', source) is not None


def notebook_of_script(name: str, content: bytes) -> bytes:
    """The notebook that a script is, by its name at least. Raises Rejected for one that nobody has written by hand."""
    if is_notebook(content):
        return content
    _check_script(name, content)
    return scripts.notebook_of(content)


def _check_script(name: str, content: bytes) -> None:
    if len(content) > scripts.MAX_BYTES:
        most = scripts.MAX_BYTES >> 20
        raise Rejected("{file} is larger than {most} MB: {advice}", file=name, most=most, advice=_AGAIN)


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


@dataclass
class Choice:
    """The file that counts, and why each other one does not.

    `path` is where it lies, if it lies anywhere by itself; else `content` has what an archive held.
    """

    name: str
    piece: Piece
    path: Path | None = None
    content: bytes | None = None
    passed_over: list[Passed] = field(default_factory=list)


def chosen(folder: Path, assignment: Assignment) -> tuple[str, bytes]:
    """The name and content of the notebook that counts in a folder. Raises Rejected with what to do."""
    return chosen_of(pieces_in(folder), assignment)


def pieces_in(folder: Path) -> list[Piece]:
    """The files of a folder in which somebody may have worked. Raises Rejected where it can't be looked through."""
    return [Piece(names.key(str(path.relative_to(folder))), path) for path in contents(folder).files]


def chosen_of(pieces: Sequence[Piece], assignment: Assignment) -> tuple[str, bytes]:
    """The name and content of the notebook that counts among files. Raises Rejected with what to do."""
    choice = choose(pieces, assignment)
    content = choice.content
    if content is None:
        files = list(_files([choice.piece], []))
        if not files:
            raise Rejected("{file} can't be read: {advice}", file=choice.name, advice=_AGAIN)
        content = files[0].content
    if kind_of(choice.name) == SCRIPT:
        content = notebook_of_script(choice.name, content)
    return choice.name, content


def choose(pieces: Sequence[Piece], assignment: Assignment) -> Choice:
    """The file that counts of all that a student has handed in. Raises Rejected with what to do.

    It is the one that attempts most of the assignment's exercises. One notebook alone is chosen without a look.
    """
    candidates = [piece for piece in pieces if kind_of(piece.own_name)]
    if not candidates:
        candidates = _by_content(pieces)
    passed_over = [Passed(piece.name, NO_KIND) for piece in pieces if piece not in candidates]
    if not candidates:
        raise Rejected(_instead(pieces))
    if len(candidates) == 1 and kind_of(candidates[0].own_name) != ARCHIVE:
        return _only(candidates[0], passed_over)
    return _chosen_of_several(candidates, assignment, passed_over)


def _by_content(pieces: Sequence[Piece]) -> list[Piece]:
    """The files that are notebooks though their names don't say so."""
    unnamed = [piece for piece in pieces if PurePosixPath(piece.own_name).suffix.lower() in UNNAMED]
    notebooks = []
    for piece in unnamed[:_MOST_UNNAMED]:
        with contextlib.suppress(Rejected, OSError):
            if is_notebook(load(piece.path, _BEGINNING)):
                notebooks.append(piece)
    return notebooks


def _instead(pieces: Sequence[Piece]) -> Sentence:
    """That there is no notebook, and what there is in its place."""
    for piece in pieces:
        stranger = strangers.by_name(names.in_a_line(piece.own_name))
        if stranger is not None:
            return sentence("no notebook was handed in (a file that ends in .ipynb): {advice}", advice=stranger)
    return _NONE


def _chosen_of_several(candidates: list[Piece], assignment: Assignment, passed_over: list[Passed]) -> Choice:
    files = list(_files(candidates, passed_over))
    if not files:
        raise Rejected(_NONE)
    different = _without_copies(files, assignment, passed_over)
    best = _best(different, assignment)
    if len(files) > 1 and best.worth(assignment) == (0, 0):
        raise _none_defines(files, assignment)
    for file in different:
        if file is not best:
            passed_over.append(Passed(file.name, f"{names.in_a_line(best.name)} {LESS}"))
    if best.name == best.piece.name:
        return Choice(best.name, best.piece, path=best.piece.path, passed_over=passed_over)
    return Choice(best.name, best.piece, content=best.content, passed_over=passed_over)


def _none_defines(files: Sequence[_File], assignment: Assignment) -> Rejected:
    """That none counts; of a notebook that can't be read, alone among scripts and the like, why."""
    notebooks = [file for file in files if not file.is_script]
    if len(notebooks) == 1:
        try:
            read(Path(notebooks[0].name), notebooks[0].content)
        except Rejected as fault:
            return Rejected("{file}: {why}", file=names.in_a_line(notebooks[0].name), why=fault.why)
    return Rejected(
        "none of {files} defines an exercise of {assignment}: {advice}",
        files=_listed(files),
        assignment=assignment.name,
        advice=_AGAIN,
    )


def _only(piece: Piece, passed_over: list[Passed]) -> Choice:
    if piece.fault:
        raise Rejected(piece.fault)
    return Choice(piece.name, piece, path=piece.path, passed_over=passed_over)


def _without_copies(files: list[_File], assignment: Assignment, passed_over: list[Passed]) -> list[_File]:
    """The files without those that another one equals; of equal ones, the one with the assignment's name stays."""
    kept: dict[bytes, _File] = {}
    for file in sorted(files, key=lambda file: PurePosixPath(file.name).stem != assignment.name):
        same = kept.setdefault(file.content, file)
        if same is not file:
            passed_over.append(Passed(file.name, f"a copy of {names.in_a_line(same.name)}"))
    return list(kept.values())


def _best(files: list[_File], assignment: Assignment) -> _File:
    """The file that attempts most; of several, that of the assignment's name, or the last to come. Raises Rejected."""
    by_worth: dict[tuple[int, int], list[_File]] = {}
    for file in files:
        by_worth.setdefault(file.worth(assignment), []).append(file)
    highest_worth = max(by_worth)
    candidates = _prefer_name(by_worth[highest_worth], assignment.name)
    latest = max(file.piece.order for file in candidates)
    candidates = [file for file in candidates if file.piece.order == latest]
    # a notebook counts, and not its own export beside it
    candidates = [file for file in candidates if not file.is_script] or candidates
    if len(candidates) > 1 and highest_worth > (0, 0):
        raise Rejected(
            "several files could be the one that counts: {files}. Hand in only one of them", files=_listed(candidates)
        )
    return candidates[0]


def _prefer_name(files: list[_File], assignment: str) -> list[_File]:
    """Of several files that attempt as much, those that still have the name under which they were released."""
    same_name = [file for file in files if PurePosixPath(file.name).stem == assignment]
    return same_name or files


def defines_something(piece: Piece, assignment: Assignment) -> bool:
    """Whether a script or an archive holds anything of the assignment, or of any notebook."""
    try:
        files = list(_files([piece], []))
    except Rejected:
        return True  # whose it is has to hear why
    return any(not file.is_script or any(file.worth(assignment)) for file in files)


def _listed(files: Sequence[_File]) -> Sentence:
    return listed(sorted(names.in_a_line(file.name) for file in files), _SHOWN)


def _files(pieces: Sequence[Piece], passed_over: list[Passed]) -> Iterator[_File]:
    """The notebooks and scripts that were handed in, also those in archives. Raises Rejected."""
    room = _Room()
    faults: list[Rejected] = []
    file_count = 0
    for piece, size in _by_size(pieces, passed_over):
        if size <= _MOST_BYTES and not room.take(size):
            passed_over.append(Passed(piece.name, "more than is looked at of one student"))
            continue
        try:
            for file in _files_of(piece, size, room, passed_over):
                file_count += 1
                yield file
        except Rejected as fault:  # a damaged archive beside a good notebook costs nothing
            passed_over.append(Passed(piece.name, str(fault)))
            faults.append(fault)
    if faults and not file_count:
        raise faults[0]


def _files_of(piece: Piece, size: int, room: _Room, passed_over: list[Passed]) -> Iterator[_File]:
    """The file itself, or those that it holds as an archive. Raises Rejected."""
    if size > _MOST_BYTES:
        raise Rejected(
            "{file} is larger than {most} MB: clear all outputs in Jupyter, and save it again",
            file=piece.name,
            most=_MOST_BYTES >> 20,
        )
    content = load(piece.path, _MOST_BYTES)
    if kind_of(piece.own_name) == ARCHIVE and not is_notebook(content):
        yield from _unpacked(piece, piece.name, content, room, passed_over)
    else:
        yield _File(piece.name, content, piece)


def _by_size(pieces: Sequence[Piece], passed_over: list[Passed]) -> list[tuple[Piece, int]]:
    """The ordinary files and their sizes in bytes: notebooks first, of each kind the smallest first."""
    sizes = []
    for piece in pieces:
        if piece.fault:
            passed_over.append(Passed(piece.name, piece.fault))
            continue
        try:
            facts = piece.path.lstat()
        except OSError:  # in a folder that lists it and lets nobody in
            passed_over.append(Passed(piece.name, "it can't be read"))
            continue
        if stat.S_ISREG(facts.st_mode):
            sizes.append((piece, facts.st_size))
        else:
            passed_over.append(Passed(piece.name, "not an ordinary file"))
    return sorted(sizes, key=lambda sized: (_rank(sized[0].own_name), sized[1], sized[0].name))


def _unpacked(
    piece: Piece, name: str, content: bytes, room: _Room, passed_over: list[Passed], *, is_inner: bool = False
) -> Iterator[_File]:
    """The notebooks and scripts of an archive, and of those that lie in it. Raises Rejected."""
    if _table_size(content) > _MOST_TABLE:
        raise Rejected("{file} holds more files than a person works in: {advice}", file=name, advice=_AGAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in _wanted(name, archive, passed_over, is_inner=is_inner):
                inner_name = _inner(name, entry)
                if not room.take(entry.file_size):
                    passed_over.append(Passed(inner_name, "more than is looked at of one student"))
                    continue
                with archive.open(entry) as file:  # which reads no more than the size that it says it has
                    inner_content = file.read(_MOST_BYTES)
                if kind_of(entry.filename) == ARCHIVE:
                    yield from _of_inner_archive(piece, inner_name, inner_content, room, passed_over)
                else:
                    yield _File(inner_name, inner_content, piece)
    except Rejected:
        raise
    except Exception as fault:  # noqa: BLE001  whatever a damaged archive brings about
        why = names.in_a_line(str(fault))[:200]
        raise Rejected("{file} can't be unpacked ({why}): {advice}", file=name, why=why, advice=_AGAIN) from None


def _of_inner_archive(
    piece: Piece, name: str, content: bytes, room: _Room, passed_over: list[Passed]
) -> Iterator[_File]:
    """What an archive in an archive holds; a damaged one costs those beside it nothing."""
    try:
        yield from _unpacked(piece, name, content, room, passed_over, is_inner=True)
    except Rejected as fault:
        passed_over.append(Passed(name, str(fault)))


def _wanted(
    name: str, archive: zipfile.ZipFile, passed_over: list[Passed], *, is_inner: bool
) -> list[zipfile.ZipInfo]:
    """The entries that are looked at, the likeliest first."""
    wanted = []
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        reason = _why_not(entry, is_inner=is_inner)
        if reason:
            passed_over.append(Passed(_inner(name, entry), reason))
        else:
            wanted.append(entry)
    return sorted(wanted, key=_order)


def _inner(name: str, entry: zipfile.ZipInfo) -> str:
    """The name of an archive's file, behind that of the archive."""
    return names.key(f"{name}/{PurePosixPath(entry.filename[:_LONGEST_NAME])}")


def _table_size(content: bytes) -> int:
    """At least as many bytes as an archive's table of contents has; a little more than the most where it is larger.

    The library reads all of it at once, makes an object of each entry, and takes a time that grows with the square of
    what a system has added to one.
    """
    size = 0
    position = content.find(_SIGNATURE)
    while 0 <= position <= len(content) - _ENTRY.size and size <= _MOST_TABLE:
        _, *lengths = _ENTRY.unpack_from(content, position)
        size += _ENTRY.size + sum(lengths)
        # from the next byte on: what an entry says of its own length may be a lie that hides others
        position = content.find(_SIGNATURE, position + 1)
    return size


def _order(entry: zipfile.ZipInfo) -> tuple[int, int, str]:
    return _rank(entry.filename), entry.file_size, entry.filename


def _rank(name: str) -> int:
    """The likeliest kind comes first; what has no notebook's name is one by its content."""
    return _KINDS.index(kind_of(name) or NOTEBOOK)


def _why_not(entry: zipfile.ZipInfo, *, is_inner: bool) -> str:
    """Why a file of an archive is not looked at: only what every program knows, and what needs little memory, is."""
    if len(entry.filename) > _LONGEST_NAME:
        return "its name is too long"
    if is_passed_over(PurePosixPath(entry.filename).parts):
        return "what no student works in"
    kind = kind_of(entry.filename)
    if not kind:
        return NO_KIND
    if kind == ARCHIVE and is_inner:
        return "an archive in an archive in an archive"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "packed in a way that not every program knows"
    return ""
