"""A submitted notebook as text: its cells, whatever has become of its metadata; or one sentence that says why not.

Whoever made the file may have meant harm. So every step takes time in proportion to the file's size, and keeps little
of it: what is not needed is skipped without being made, and what is needed is measured before it is made.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import re
import stat
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from autograder.submission.edition import Stamp, stamp_of

MAX_BYTES = 256 << 20
MAX_CODE = 500_000  # characters of all code cells together
MAX_CELLS = 5_000
_MAX_RAW_CODE = 16 * MAX_CODE  # bytes of JSON: a character takes 12 at most, and a line its quotes and indentation
_MAX_UTF_16 = 32 << 20
_MAX_FACT = 10_000  # bytes of a piece of metadata that is looked at
_MAX_TEXT = 10_000  # characters that are kept of a text cell: pictures are pasted into them
_MAX_RAW_TEXT = 1 << 20
_MOST_MENDED = 1_000_000  # words: half a second
_LOOKED_AT = 1 << 20  # bytes from which a file that can't be read is told to be text or not
_AGAIN = "open it in Jupyter, save it, and hand in that file"
_TOO_LONG = f"its code cells hold more than {MAX_CODE:,} characters: take out data that was pasted into them"
_TOO_MUCH_MEMORY = "it takes more memory to be read than there is: clear its outputs and save it again"
_NOT_A_NOTEBOOK = f"it is JSON, but not a notebook: {_AGAIN}"

# what this machine lacks, or what is broken in it, when a file is opened: no doing of whoever made the file
_OUR_FAULTS = {errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ENODEV}


class Rejected(Exception):
    """The file can't be graded; the text says what to do."""


class Cell(msgspec.Struct, frozen=True):
    """One cell: its kind and its source. Of a long text cell only the beginning is there."""

    code: bool
    source: str
    grade_id: str | None = None
    tags: tuple[str, ...] = ()


class _Counter(threading.local):
    """How many cells of the notebook at hand have been read."""

    cells = 0


_counter = _Counter()
_ABSENT = msgspec.Raw(b"")
_DEFINITION = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*=", re.MULTILINE)


class _RawCell(msgspec.Struct):
    """A cell of which nothing has been made yet. `input` is what format 3 calls the source of a code cell."""

    cell_type: msgspec.Raw = _ABSENT
    source: msgspec.Raw = _ABSENT
    input: msgspec.Raw = _ABSENT
    metadata: msgspec.Raw = _ABSENT

    def __post_init__(self) -> None:
        """Stop reading at once where there are too many: twenty million empty cells fit into 60 MB."""
        _count_one_more()


def _count_one_more() -> None:
    _counter.cells += 1
    if _counter.cells > MAX_CELLS:
        raise Rejected(f"it holds more than {MAX_CELLS:,} cells: take out those that are not yours, and save it again")


class _RawSheet(msgspec.Struct):
    cells: list[_RawCell] = []

    def __post_init__(self) -> None:
        """A sheet without cells takes room as well."""
        _count_one_more()


class _RawNotebook(msgspec.Struct):
    nbformat: msgspec.Raw = _ABSENT
    cells: list[_RawCell] | None = None
    worksheets: list[_RawSheet] | None = None  # of formats 2 and 3
    metadata: msgspec.Raw = _ABSENT


class _RawFacts(msgspec.Struct):
    """Of a notebook's metadata its language and our stamp; widgets' states beside them may take megabytes."""

    kernelspec: msgspec.Raw = _ABSENT
    language_info: msgspec.Raw = _ABSENT
    autograder: msgspec.Raw = _ABSENT  # the stamp: edition.STAMP


class _RawCellFacts(msgspec.Struct):
    nbgrader: msgspec.Raw = _ABSENT
    tags: msgspec.Raw = _ABSENT


def read(path: Path, content: bytes | None = None) -> list[Cell]:
    """The cells of a notebook file, of which the content may be known already. Raises Rejected."""
    try:
        return _cells(load(path) if content is None else content)
    except MemoryError:
        raise Rejected(_TOO_MUCH_MEMORY) from None


def read_stamped(path: Path, content: bytes | None = None) -> tuple[list[Cell], Stamp | None]:
    """The same, and the stamp that the notebook had when it was released. Raises Rejected."""
    try:
        raw_notebook = _decode(_as_utf_8(load(path) if content is None else content))
        return _cells_of(raw_notebook), stamp_of(_small(_facts_of(raw_notebook.metadata).autograder))
    except MemoryError:
        raise Rejected(_TOO_MUCH_MEMORY) from None


def parse(text: str) -> list[Cell]:
    """The cells of a notebook's text. Raises Rejected."""
    return _cells(text.encode("utf-8", "replace"))


@contextlib.contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """A notebook file, to be read. Raises Rejected; never follows a link, never waits.

    Raises OSError only for what is wrong with this machine.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Rejected("there is no such file") from None
    except OSError as fault:
        if fault.errno in _OUR_FAULTS:
            raise
        if fault.errno == errno.ELOOP:
            raise Rejected("it is a link: hand in the notebook itself") from None
        if fault.errno == errno.ENXIO:  # a socket
            raise Rejected("it is not an ordinary file: hand in the .ipynb file") from None
        raise Rejected(f"it can't be read ({fault.strerror}): check its permissions") from None
    try:
        _check_kind(os.fstat(descriptor))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            yield file
    finally:
        os.close(descriptor)


def _check_kind(facts: os.stat_result) -> None:
    if stat.S_ISDIR(facts.st_mode):
        raise Rejected("it is a folder: hand in the .ipynb file inside it")
    if not stat.S_ISREG(facts.st_mode):
        raise Rejected("it is not an ordinary file: hand in the .ipynb file")
    if facts.st_size > MAX_BYTES:
        raise Rejected(f"it is larger than {MAX_BYTES >> 20} MB: clear its outputs and save it again")


def load(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file, at most so many of them. Raises as `opened` does."""
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        return file.read(min(size, most))


def defining(cells: list[Cell], name: str) -> list[int]:
    """The numbers of the cells, from 1, in which a name seems to be defined."""
    defines = re.compile(rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b|^{name}[ \t]*=", re.MULTILINE)
    return [number for number, cell in enumerate(cells, 1) if defines.search(cell.source)]


def defined_in(cells: Sequence[Cell]) -> list[str]:
    """The names that code cells seem to define: functions, classes, and what is assigned to. Each stands once."""
    names: dict[str, None] = {}
    for cell in cells:
        if cell.code:
            for match in _DEFINITION.finditer(cell.source):
                names[match[1] or match[2]] = None
    return list(names)


def _cells(data: bytes) -> list[Cell]:
    return _cells_of(_decode(_as_utf_8(data)))


def _cells_of(notebook: _RawNotebook) -> list[Cell]:
    raw_cells = _raw_cells(notebook)
    _check_language(notebook.metadata)
    cells = _made(raw_cells)
    if not any(cell.code and cell.source.strip() for cell in cells):
        raise Rejected("it has no code cells: hand in the notebook that you worked in")
    return cells


def _as_utf_8(data: bytes) -> bytes:
    """The same text without a mark before it, in the one encoding that JSON has."""
    if not data or data.isspace():
        raise Rejected(f"the file is empty: {_AGAIN}")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if len(data) > _MAX_UTF_16:
            raise Rejected(f"it is larger than {_MAX_UTF_16 >> 20} MB in UTF-16: save it as UTF-8")
        try:
            return data.decode("utf-16").encode()
        except UnicodeError:
            raise Rejected(_not_text()) from None
    return data.removeprefix(codecs.BOM_UTF8)


def _not_text() -> str:
    return f"it is not text, so it is not a notebook whatever its name says: {_AGAIN}"


def _decode(data: bytes) -> _RawNotebook:
    """The notebook's parts, not yet made. Raises Rejected."""
    try:
        return _decoded(data)
    except msgspec.DecodeError as fault:
        mended = _mended(data)
        if mended is None:
            raise Rejected(_why_not(data, fault)) from None
    try:
        return _decoded(mended)
    except msgspec.DecodeError as fault:
        raise Rejected(_why_not(mended, fault)) from None


def _decoded(data: bytes | bytearray) -> _RawNotebook:
    _counter.cells = 0
    try:
        return msgspec.json.decode(data, type=_RawNotebook)
    except (msgspec.ValidationError, RecursionError):
        raise Rejected(_NOT_A_NOTEBOOK) from None
    except UnicodeError:
        raise Rejected(_not_text()) from None


# Everything up to, and with, the next number that JSON has no word for. The quantifiers are possessive: nothing is
# kept to go back to, and each byte is looked at once.
_NO_NUMBER = re.compile(
    rb'(?:[^"NI]++|"(?:[^"\\]++|\\.)*+"|N(?!aN)|I(?!nfinity))*+(?P<word>NaN|Infinity)', re.DOTALL
)
# the same up to the next half of a pair of surrogates without its other half
_LONE_SURROGATE = re.compile(
    rb"(?:[^\\]++|\\[^u]|\\u(?![dD][89a-fA-F])|\\u[dD][89abAB]..\\u[dD][c-fC-F]..)*+(?P<word>\\u[dD][89a-fA-F]..)",
    re.DOTALL,
)


def _mended(data: bytes) -> bytearray | None:
    """The same without what some tools write although it is no JSON; None where there is nothing of the kind."""
    mended = bytearray(data)
    _replace(mended, _NO_NUMBER, b"0")
    _replace(mended, _LONE_SURROGATE, b"\\u003f")
    return None if mended == data else mended


def _replace(data: bytearray, pattern: re.Pattern[bytes], by: bytes) -> None:
    """Write something else, filled up with blanks, over each word that the pattern finds. Raises Rejected."""
    end = 0
    for _ in range(_MOST_MENDED):
        found = pattern.match(data, end)
        if found is None:
            return
        start, end = found.span("word")
        data[start:end] = by.ljust(end - start)
    raise Rejected(f"it holds more than {_MOST_MENDED:,} words such as NaN, which is no JSON: clear its outputs")


def _why_not(data: bytes | bytearray, fault: Exception) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[:_LOOKED_AT])
    except UnicodeDecodeError:
        return _not_text()
    place = re.search(r"\(byte (\d+)\)", str(fault))
    end = int(place[1]) if place else len(data)
    line = data.count(b"\n", 0, end) + 1
    return f"it is not JSON (line {line}), so it is not a notebook: {_AGAIN}"


def _raw_cells(notebook: _RawNotebook) -> list[_RawCell]:
    """The cells of a notebook of any age that can be read."""
    version = _small(notebook.nbformat)
    if version == 4:
        return notebook.cells or []
    if type(version) is not int or not 0 < version < 100:
        raise Rejected(_NOT_A_NOTEBOOK)
    if version > 4:
        raise Rejected(f"it is in notebook format {version}, which is newer than 4: save it as format 4")
    if version == 1 or notebook.worksheets is None:
        raise Rejected(f"it is in notebook format {version} and can't be converted: {_AGAIN}")
    return [cell for sheet in notebook.worksheets for cell in sheet.cells]


def _facts_of(metadata: msgspec.Raw) -> _RawFacts:
    with contextlib.suppress(msgspec.DecodeError):
        return msgspec.json.decode(metadata, type=_RawFacts)
    return _RawFacts()


def _check_language(metadata: msgspec.Raw) -> None:
    facts = _facts_of(metadata)
    kernel = _small(facts.kernelspec)
    info = _small(facts.language_info)
    language = info.get("name") if isinstance(info, dict) else None
    if not language and isinstance(kernel, dict):
        language = kernel.get("language")
    if isinstance(language, str) and language and "python" not in language.lower():
        raise Rejected(f"its kernel's language is {language[:40]!r}: choose a Python kernel, run it, and save it again")


def _made(raw_cells: list[_RawCell]) -> list[Cell]:
    """The cells, once it is known that their code is not too long."""
    room = _MAX_RAW_CODE
    cells = []
    for raw in raw_cells:
        code = _small(raw.cell_type) == "code"
        source = raw.source if len(raw.source) else raw.input
        if code:
            room -= len(source)
        if room < 0:
            raise Rejected(_TOO_LONG)
        cells.append(_cell(raw, source, code))
    if sum(len(cell.source) for cell in cells if cell.code) > MAX_CODE:
        raise Rejected(_TOO_LONG)
    return cells


def _cell(raw: _RawCell, raw_source: msgspec.Raw, code: bool) -> Cell:
    text = _text(raw_source) if code else _beginning(raw_source)
    source = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    facts = _RawCellFacts()
    with contextlib.suppress(msgspec.DecodeError):
        facts = msgspec.json.decode(raw.metadata, type=_RawCellFacts)
    nbgrader = _small(facts.nbgrader)
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    tags = _small(facts.tags)
    return Cell(
        code,
        source,
        grade_id if isinstance(grade_id, str) else None,
        tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def _text(raw: msgspec.Raw) -> str:
    """A source: a text, or a list of lines."""
    source = _value(raw)
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _beginning(raw: msgspec.Raw) -> str:
    """The beginning of a text cell; of a very long one, as it stands in the file."""
    if len(raw) > _MAX_RAW_TEXT:
        return bytes(memoryview(raw)[:_MAX_TEXT]).decode("utf-8", "replace")
    return _text(raw)[:_MAX_TEXT]


def _small(raw: msgspec.Raw) -> Any:
    """A piece of metadata; None where it is too large to be of use."""
    return _value(raw) if len(raw) <= _MAX_FACT else None


def _value(raw: msgspec.Raw) -> Any:
    """What a piece of JSON says; None for one that says nothing that can be read, such as bytes that are no text."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
