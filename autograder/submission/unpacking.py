"""A platform's archive of a whole class → files in a folder of ours.

The platform made the archive, and strangers its names and contents: no name becomes a path, and every size is known
before anything is written.
"""

from __future__ import annotations

import io
import shutil
import stat
import struct
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder import names
from autograder.course import UsageError
from autograder.submission import chooser
from autograder.submission.entries import Passed, Piece
from autograder.submission.listing import why_passed_over
from autograder.words.sentence import sentence

MAX_TABLE = 32 << 20  # bytes of the table of contents: 200,000 files and more
_MOST_BYTES = 64 << 20  # of one file
_LARGE = 8 << 20  # bytes from which a file may be one that was made to fill a disk
_MOST_TIMES = 200  # the size of what is packed; of notebooks with pictures it is two, of text ten
_LONGEST_NAME = 200  # bytes of a file of ours; any file system takes that
_FACTS = (".txt", ".yml", ".csv")  # what platforms add: who, when
_MOST_FACTS = 8 << 20  # bytes of one of these
_UTF_8_FLAG = 0x800
_END = struct.Struct("<12xI6x")  # the end of an archive, with the size of its table
_LARGE_END = struct.Struct("<40xQ8x")  # the same of one with more than 4 GB or 65,535 files
_END_SEARCHED = 70_000  # bytes: a comment of the longest kind may stand behind the end


@dataclass
class Unpacked:
    """The files of an archive, and those that were passed over."""

    pieces: list[Piece] = field(default_factory=list)
    passed_over: list[Passed] = field(default_factory=list)


def unpacked(archive: Path, folder: Path) -> Unpacked:
    """Unpack what may count into a folder of ours. Raises UsageError for what is no archive, or has no room there."""
    try:
        with archive.open("rb") as file:
            table_size = _table_size(file)
        if table_size > MAX_TABLE:
            raise UsageError("{archive} holds too many files: unpack it, and name the folder", archive=archive)
        with zipfile.ZipFile(archive) as opened:
            return _unpacked(archive, opened, folder)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as fault:
        why = names.in_a_line(str(fault))[:200]
        raise UsageError("{archive} can't be unpacked ({why}): download it again", archive=archive, why=why) from None


def names_in(archive: Path) -> list[str]:
    """The names at the top of an archive; none of one that can't be read, or that holds too much to be looked at."""
    try:
        with archive.open("rb") as file:
            if _table_size(file) > MAX_TABLE:
                return []
        with zipfile.ZipFile(archive) as opened:
            return sorted({_name(info).partition("/")[0] for info in opened.infolist()})
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return []


def _table_size(file: io.BufferedReader) -> int:
    """How many bytes the archive's table of contents says it has: the library reads all of it at once."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END_SEARCHED))
    end = file.read(_END_SEARCHED)
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) - place < _END.size:
        return 0  # the library says what is wrong with it
    table_size = int(_END.unpack_from(end, place)[0])
    large = end.rfind(b"PK\x06\x06", 0, place)
    if 0 <= large <= len(end) - _LARGE_END.size:
        table_size = max(table_size if table_size != 0xFFFFFFFF else 0, _LARGE_END.unpack_from(end, large)[0])
    return table_size


def _unpacked(archive: Path, opened: zipfile.ZipFile, folder: Path) -> Unpacked:
    result = Unpacked()
    wanted: list[tuple[str, zipfile.ZipInfo]] = []
    taken: set[str] = set()
    already_passed: set[Passed] = set()
    for info in opened.infolist():
        if info.is_dir():
            continue
        name = _name(info)
        passed = _passed_over(name, info)
        if passed is None and name in taken:
            passed = Passed(name, "a file of this name is there already")
        if passed is None:
            taken.add(name)
            wanted.append((name, info))
        elif passed not in already_passed:  # of a folder's files, the folder is named once
            already_passed.add(passed)
            result.passed_over.append(passed)
    _check_room(archive, wanted, folder)
    for number, (name, info) in enumerate(wanted):
        result.pieces.append(_written(opened, info, name, folder / str(number)))
    return result


def _name(info: zipfile.ZipInfo) -> str:
    """The name as whoever packed it wrote it: many programs write UTF-8 and don't say so."""
    name = info.filename
    if not info.flag_bits & _UTF_8_FLAG:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/")


def _passed_over(name: str, info: zipfile.ZipInfo) -> Passed | None:
    """Why a file is not unpacked, as far as its name and its kind tell: itself, or the folder that nobody works in."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        return Passed(name, "its name leads out of the archive")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Passed(name, "a link")
    for count, part in enumerate(parts, 1):
        if why_passed_over(part):
            return Passed("/".join(parts[:count]), why_passed_over(part))
    return None


def _is_wanted(name: str) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return bool(chooser.kind_of(name)) or suffix in _FACTS or suffix in chooser.UNNAMED


def _check_room(archive: Path, wanted: list[tuple[str, zipfile.ZipInfo]], folder: Path) -> None:
    total = 0
    for name, info in wanted:
        if _is_wanted(name) and info.file_size <= _MOST_BYTES:
            total += info.file_size
    free = shutil.disk_usage(folder).free
    if total > free // 2:
        raise UsageError(
            "{archive} unpacks to {needed} MB, and {folder} has {free} MB: make room, or name another place by "
            "TMPDIR",
            archive=archive, needed=f"{total >> 20:,}", folder=folder, free=f"{free >> 20:,}",
        )


def _written(opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, place: Path) -> Piece:
    """The piece, on disk; one that nobody will read is there by its name alone."""
    path = place / file_name(PurePosixPath(name).name)
    if not _is_wanted(name):
        return Piece(name, path)
    is_notebook = bool(chooser.kind_of(name))
    if info.file_size > _MOST_BYTES:
        fault = sentence("it is larger than {most} MB: clear its outputs and save it again", most=_MOST_BYTES >> 20)
        return Piece(name, path, fault=fault)
    if info.file_size > _LARGE and info.file_size > _MOST_TIMES * info.compress_size:
        fault = sentence(
            "it unpacks to {size} bytes, as no notebook does: hand it in again", size=f"{info.file_size:,}"
        )
        return Piece(name, path, fault=fault)
    if not is_notebook and info.file_size > _MOST_FACTS:
        return Piece(name, path)
    try:
        place.mkdir()
        with opened.open(info) as packed, path.open("wb") as target:  # which gives no more than the size it says
            shutil.copyfileobj(packed, target)
    except OSError:
        raise
    except Exception as damage:  # noqa: BLE001  whatever one damaged file of an archive brings about
        path.unlink(missing_ok=True)
        why = names.in_a_line(str(damage))[:200]
        return Piece(name, path, fault=sentence("it can't be unpacked ({why}): hand it in again", why=why))
    return Piece(name, path)


def file_name(name: str) -> str:
    """A name that every file system takes, for a file of ours: with the same ending, and the same wherever possible."""
    plain = names.key(name).replace("/", "_").replace("\x00", "_")
    if len(plain.encode("utf-8", "backslashreplace")) <= _LONGEST_NAME:
        return plain
    return names.stem(plain[:_LONGEST_NAME // 4]) + PurePosixPath(plain).suffix[:10]
