"""A submitted notebook as text: its cells, whatever has become of its metadata; or one sentence that says why not.

Whoever made the file may have meant harm. So every step takes time in proportion to the file's size, and keeps little
of it: what is not needed is skipped without being made, and what is needed is measured before it is made.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import itertools
import os
import re
import stat
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from autograder.submission import decoding, mending, strangers
from autograder.submission.edition import Stamp, stamp_of
from autograder.submission.rejected import Rejected
from autograder.words.sentence import Sentence, sentence

__all__ = [
    "MAX_BYTES", "MAX_CELLS", "MAX_CODE", "Cell", "Rejected", "defined_in", "defining", "load", "opened", "parse",
    "read", "read_stamped",
]  # fmt: skip

MAX_BYTES = 256 << 20
MAX_CODE = 500_000  # characters of all code cells together
MAX_CELLS = 5_000
_MAX_RAW_CODE = 16 * MAX_CODE  # bytes of JSON: a character takes 12 at most, and a line its quotes and indentation
_MAX_WIDE = 32 << 20  # bytes in UTF-16 or UTF-32
_MAX_FACT = 10_000  # bytes of a piece of metadata that is looked at
_MAX_TEXT = 10_000  # characters that are kept of a text cell: pictures are pasted into them
_MAX_RAW_TEXT = 1 << 20
_LOOKED_AT = 1 << 20  # bytes from which a file that can't be read is told to be text or not
_AGAIN = sentence("open it in Jupyter, save it, and hand in that file")
_TOO_LONG = sentence(
    "its code cells hold more than {most} characters: take out data that was pasted into them", most=f"{MAX_CODE:,}"
)
_TOO_MUCH_MEMORY = sentence("it takes more memory to be read than there is: clear its outputs and save it again")
_NOT_A_NOTEBOOK = sentence("it is JSON, but not a notebook: {advice}", advice=_AGAIN)
_NOT_TEXT = sentence("it is not text, so it is not a notebook whatever its name says: {advice}", advice=_AGAIN)

# what this machine lacks, or what is broken in it, when a file is opened: no doing of whoever made the file
_OUR_FAULTS = {errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ENODEV}


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
# names of languages, kernels and environments, and files' endings: python3, ipython, conda-env-d2l-py, pytorch, .py
_OF_PYTHON = re.compile(r"python|pytorch|conda|\bpy\b|\bsage", re.IGNORECASE)
_LANGUAGES = {"ir": "R", "julia": "julia", "xcpp": "C++", "octave": "Octave", "javascript": "JavaScript"}
_PYTHON = re.compile(r"^[ \t]*(?:def \w+\(|class \w+.*:$|import \w|from [\w.]+ import )", re.MULTILINE)
_DEFINITION = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*=", re.MULTILINE)


class _RawCell(msgspec.Struct):
    """A cell of which nothing has been made yet. `input` is what format 3 calls the source of a code cell."""

    cell_type: msgspec.Raw = _ABSENT
    source: msgspec.Raw = _ABSENT
    input: msgspec.Raw = _ABSENT
    metadata: msgspec.Raw = _ABSENT
    outputs: msgspec.Raw = _ABSENT
    execution_count: msgspec.Raw = _ABSENT

    def __post_init__(self) -> None:
        """Stop reading at once where there are too many: twenty million empty cells fit into 60 MB."""
        _count_one_more()


def _count_one_more() -> None:
    _counter.cells += 1
    if _counter.cells > MAX_CELLS:
        raise Rejected(
            "it holds more than {most} cells: take out those that are not yours, and save it again",
            most=f"{MAX_CELLS:,}",
        )


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
        raw_notebook = _notebook_in(load(path) if content is None else content)
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
        raise Rejected("it can't be read ({fault}): check its permissions", fault=fault.strerror) from None
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
        raise Rejected("it is larger than {most} MB: clear its outputs and save it again", most=MAX_BYTES >> 20)


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
    return _cells_of(_notebook_in(data))


def _notebook_in(data: bytes) -> _RawNotebook:
    """The notebook in a file, undecoded but for its outline. Raises Rejected."""
    text = _as_utf_8(data)
    notebook = _decode(text)
    if notebook.cells is None and notebook.worksheets is None:
        raise Rejected(strangers.what_it_is(text) or _NOT_A_NOTEBOOK)
    return notebook


def _cells_of(notebook: _RawNotebook) -> list[Cell]:
    cells = _made(_raw_cells(notebook))
    _check_language(notebook.metadata, cells)
    if not any(cell.code and cell.source.strip() for cell in cells):
        raise Rejected("it has no code cells: hand in the notebook that you worked in")
    return cells


def _as_utf_8(data: bytes) -> bytes:
    """The same text without a mark before it, in the one encoding that JSON has."""
    if not data or data.isspace():
        raise Rejected("the file is empty: {advice}", advice=_AGAIN)
    encoding = decoding.wide(data)
    if encoding is None:
        # of a file that was being written when its disk was full, the end may be zeros
        return data.removeprefix(codecs.BOM_UTF8).rstrip(b"\0") or data
    if len(data) > _MAX_WIDE:
        raise Rejected("it is larger than {most} MB in UTF-16: save it as UTF-8", most=_MAX_WIDE >> 20)
    try:
        return data.decode(encoding).removeprefix("\ufeff").encode()
    except UnicodeError:
        raise Rejected(_NOT_TEXT) from None


def _decode(data: bytes) -> _RawNotebook:
    """The notebook's parts, not yet made. Raises Rejected."""
    try:
        return _decoded(data)
    except msgspec.DecodeError as fault:
        mended = mending.mended(data)
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
        raise Rejected(strangers.what_it_is(data) or _NOT_A_NOTEBOOK) from None
    except UnicodeError:
        raise Rejected(_NOT_TEXT) from None


def _why_not(data: bytes | bytearray, fault: Exception) -> Sentence:
    stranger = strangers.what_it_is(data)
    if stranger is not None:
        return stranger
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[:_LOOKED_AT])
    except UnicodeDecodeError:
        return _NOT_TEXT
    place = re.search(r"\(byte (\d+)\)", str(fault))
    end = int(place[1]) if place else len(data)
    line = data.count(b"\n", 0, end) + 1
    if place is None and data.lstrip()[:1] == b"{":  # the reader has come to the end and wants more
        return sentence(
            "it is a part of a notebook, which breaks off in line {line}: save or download it again, to its end",
            line=line,
        )
    return sentence("it is not JSON (line {line}), so it is not a notebook: {advice}", line=line, advice=_AGAIN)


def _raw_cells(notebook: _RawNotebook) -> list[_RawCell]:
    """The cells of a notebook of any age that can be read."""
    version = _small(notebook.nbformat)
    if type(version) is not int and notebook.cells:
        return notebook.cells  # whatever has become of the number, format 4 alone has cells here
    if type(version) is not int or not 0 < version < 100:
        raise Rejected(_NOT_A_NOTEBOOK)
    if version == 4:
        return notebook.cells or []
    if version > 4:
        raise Rejected(
            "it is in notebook format {version}, which is newer than 4: save it as format 4", version=version
        )
    if version == 1 or notebook.worksheets is None:
        raise Rejected(
            "it is in notebook format {version} and can't be converted: {advice}", version=version, advice=_AGAIN
        )
    return list(itertools.chain.from_iterable(sheet.cells for sheet in notebook.worksheets))


def _facts_of(metadata: msgspec.Raw) -> _RawFacts:
    with contextlib.suppress(msgspec.DecodeError):
        return msgspec.json.decode(metadata, type=_RawFacts)
    return _RawFacts()


def _check_language(metadata: msgspec.Raw, cells: Sequence[Cell]) -> None:
    """Raise Rejected for a notebook in another language than Python, where nothing speaks against that."""
    facts = _facts_of(metadata)
    kernel = _texts(facts.kernelspec)
    info = _texts(facts.language_info)
    # editors write one of the two and keep what the other was before: a kernel of Python's settles it
    if any(_OF_PYTHON.search(text) for text in [*kernel.values(), *info.values()]):
        return
    language = kernel.get("language") or info.get("name") or _LANGUAGES.get(kernel.get("name", "").partition("-")[0])
    if not language or (not kernel and any(cell.code and _PYTHON.search(cell.source) for cell in cells)):
        return
    raise Rejected(
        "its kernel's language is {language}: choose a Python kernel, run it, and save it again",
        language=repr(language[:40]),
    )


def _texts(raw: msgspec.Raw) -> dict[str, str]:
    """Those of an object's values that are texts."""
    facts = _small(raw)
    if not isinstance(facts, dict):
        return {}
    return {name: value for name, value in facts.items() if isinstance(value, str)}


def _made(raw_cells: list[_RawCell]) -> list[Cell]:
    """The cells, once it is known that their code is not too long."""
    room = _MAX_RAW_CODE
    cells = []
    for raw in raw_cells:
        source = raw.source if len(raw.source) else raw.input
        code = _is_code(raw, source)
        if code:
            room -= len(source)
        if room < 0:
            raise Rejected(_TOO_LONG)
        cells.append(_cell(raw, source, code))
    if sum(len(cell.source) for cell in cells if cell.code) > MAX_CODE:
        raise Rejected(_TOO_LONG)
    return cells


def _is_code(raw: _RawCell, source: msgspec.Raw) -> bool:
    """Whether a cell is one of code; of one that has lost its type, by what such cells alone have."""
    if len(raw.cell_type):
        return bool(_small(raw.cell_type) == "code")
    has_marks = any(len(part) > 0 for part in (raw.outputs, raw.execution_count, raw.input))
    return has_marks or _PYTHON.search(_beginning(source)) is not None


def _cell(raw: _RawCell, raw_source: msgspec.Raw, code: bool) -> Cell:
    text = _text(raw_source) if code else _beginning(raw_source)
    source = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    source = source.encode("utf-8", "replace").decode("utf-8")
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
        lines = [part for part in source if isinstance(part, str)]
        # some tools leave out the line feeds that the format asks for
        is_bare = len(lines) > 1 and not any("\n" in line for line in lines)
        source = "\n".join(lines) if is_bare else "".join(lines)
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
    """What a piece of JSON says, be it in UTF-8 or not; None for one that can't be read."""
    try:
        return msgspec.json.decode(raw)
    except UnicodeError:
        return _value(msgspec.Raw(decoding.mostly_utf_8(bytes(raw)).encode()))
    except (msgspec.DecodeError, RecursionError):
        return None
