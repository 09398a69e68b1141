"""A submitted notebook as text: its cells, whatever has become of its metadata; or one sentence that says why not."""

from __future__ import annotations

import codecs
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import msgspec

MAX_BYTES = 256 << 20
MAX_CODE = 500_000
_AGAIN = "open it in Jupyter, save it, and hand in that file"


class Rejected(Exception):
    """The file can't be graded; the text says what to do."""


class Cell(msgspec.Struct, frozen=True):
    """One cell: its kind and its source."""

    code: bool
    source: str
    grade_id: str | None = None
    tags: tuple[str, ...] = ()


class _RawCell(msgspec.Struct):
    cell_type: Any = ""
    source: Any = ""
    metadata: Any = None


class _RawNotebook(msgspec.Struct):
    nbformat: Any = None
    cells: list[_RawCell] | None = None
    metadata: Any = None


def read(path: Path, content: bytes | None = None) -> list[Cell]:
    """The cells of a notebook file, of which the content may be known already. Raises Rejected."""
    return parse(_text(load(path) if content is None else content))


def parse(text: str) -> list[Cell]:
    """The cells of a notebook's text. Raises Rejected."""
    notebook = _decode(text)
    if notebook.nbformat != 4:
        notebook = _convert(notebook.nbformat, text)
    _check_language(notebook.metadata)
    cells = [_cell(raw) for raw in notebook.cells or []]
    if not any(cell.code and cell.source.strip() for cell in cells):
        raise Rejected("it has no code cells: hand in the notebook that you worked in")
    if sum(len(cell.source) for cell in cells) > MAX_CODE:
        raise Rejected(f"its cells hold more than {MAX_CODE:,} characters: take out data that was pasted into them")
    return cells


def load(path: Path) -> bytes:
    """The bytes of a notebook file. Raises Rejected; never follows a link, never waits."""
    if path.is_symlink():
        raise Rejected("it is a link: hand in the notebook itself")
    if path.is_dir():
        raise Rejected("it is a folder: hand in the .ipynb file inside it")
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Rejected("there is no such file") from None
    except OSError as fault:
        raise Rejected(f"it can't be read ({fault.strerror}): check its permissions") from None
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise Rejected("it is not an ordinary file: hand in the .ipynb file")
        if facts.st_size > MAX_BYTES:
            raise Rejected(f"it is larger than {MAX_BYTES >> 20} MB: clear its outputs and save it again")
        return file.read(facts.st_size + 1)  # room is set aside for as much


def _text(data: bytes) -> str:
    if not data.strip():
        raise Rejected(f"the file is empty: {_AGAIN}")
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Rejected(f"it is not text, so it is not a notebook whatever its name says: {_AGAIN}") from None


def defining(cells: list[Cell], name: str) -> list[int]:
    """The numbers of the cells, from 1, in which a name seems to be defined."""
    defines = re.compile(rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b|^{name}[ \t]*=", re.MULTILINE)
    return [number for number, cell in enumerate(cells, 1) if defines.search(cell.source)]


def _decode(text: str) -> _RawNotebook:
    try:
        return msgspec.json.decode(text, type=_RawNotebook)
    except msgspec.ValidationError:
        raise Rejected(f"it is JSON, but not a notebook: {_AGAIN}") from None
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        pass
    try:  # Python's reader also takes NaN and lone surrogates, which some tools write
        return msgspec.convert(json.loads(text), _RawNotebook)
    except msgspec.ValidationError:
        raise Rejected(f"it is JSON, but not a notebook: {_AGAIN}") from None
    except (ValueError, RecursionError) as fault:
        where = f" (line {fault.lineno})" if isinstance(fault, json.JSONDecodeError) else ""
        raise Rejected(f"it is not JSON{where}, so it is not a notebook: {_AGAIN}") from None


def _convert(version: Any, text: str) -> _RawNotebook:
    if type(version) is not int:
        raise Rejected(f"it is JSON, but not a notebook: {_AGAIN}")
    if version > 4:
        raise Rejected(f"it is in notebook format {version}, which is newer than 4: save it as format 4")
    import nbformat  # noqa: PLC0415  0.1 to 0.8 s, for the few notebooks of another age

    try:
        modern = nbformat.reads(text, as_version=4)
        return msgspec.convert(json.loads(nbformat.writes(modern)), _RawNotebook)
    except Exception:  # noqa: BLE001  whatever an old converter makes of a broken file
        raise Rejected(f"it is in notebook format {version} and can't be converted: {_AGAIN}") from None


def _check_language(metadata: Any) -> None:
    facts = metadata if isinstance(metadata, dict) else {}
    kernel, info = facts.get("kernelspec"), facts.get("language_info")
    language = (info.get("name") if isinstance(info, dict) else None) or (
        kernel.get("language") if isinstance(kernel, dict) else None
    )
    if isinstance(language, str) and language and "python" not in language.lower():
        raise Rejected(f"its kernel's language is {language[:40]!r}: choose a Python kernel, run it, and save it again")


def _cell(raw: _RawCell) -> Cell:
    source = raw.source
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    source = source if isinstance(source, str) else ""
    source = source.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    facts = raw.metadata if isinstance(raw.metadata, dict) else {}
    nbgrader, tags = facts.get("nbgrader"), facts.get("tags")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return Cell(
        raw.cell_type == "code",
        source,
        grade_id if isinstance(grade_id, str) else None,
        tuple(t for t in tags if isinstance(t, str)) if isinstance(tags, list) else (),
    )
