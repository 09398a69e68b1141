"""What a student has uploaded → the notebook to grade: by what it defines, whatever it is called or packed in."""

from __future__ import annotations

import io
import itertools
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from autograder.course import Assignment
from autograder.grading.submission import Rejected, defining, read

_IGNORED = {".ipynb_checkpoints", "__MACOSX", "__pycache__", ".git"}
_MOST_FILES = 2_000
_MOST_BYTES = 64 << 20  # of one file
_KINDS = (".ipynb", ".py")
_AGAIN = "hand in the notebook itself, as Jupyter saves it"


def chosen(folder: Path, assignment: Assignment) -> tuple[str, bytes]:
    """The name and content of the notebook that counts. Raises Rejected with what to do."""
    found = {name: content for name, content in _files(folder) if PurePosixPath(name).suffix in _KINDS}
    if not found:
        raise Rejected(f"no notebook was handed in (a file that ends in .ipynb): {_AGAIN}")
    counts = {name: _defines(name, content, assignment) for name, content in found.items()}
    most = max(counts.values())
    best = sorted(name for name, count in counts.items() if count == most)
    if len(best) > 1:
        best = [name for name in best if PurePosixPath(name).stem == assignment.name] or best
    if len(best) > 1 and most:
        raise Rejected(f"several files could be the one that counts: {', '.join(best)}. Hand in only one of them")
    if not most and len(found) > 1:
        raise Rejected(f"none of {', '.join(sorted(found))} defines an exercise of {assignment.name}: {_AGAIN}")
    name = best[0]
    return name, found[name] if name.endswith(".ipynb") else _notebook(found[name])


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files that were handed in, also those in archives."""
    wanted = (p for p in sorted(folder.rglob("*")) if p.suffix in (*_KINDS, ".zip") and not _IGNORED & set(p.parts))
    for path in itertools.islice(wanted, _MOST_FILES):
        name = os.fsencode(path.relative_to(folder)).decode("utf-8", "replace")
        if path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_size > _MOST_BYTES:
            raise Rejected(
                f"{name} is larger than {_MOST_BYTES >> 20} MB: clear all outputs in Jupyter, and save it again"
            )
        if path.suffix == ".zip":
            yield from _unpacked(name, path.read_bytes())
        else:
            yield name, path.read_bytes()


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            room = _MOST_BYTES  # for all of them together: a small archive may hold gigabytes
            for entry in archive.infolist():
                inner = PurePosixPath(entry.filename)
                if inner.suffix in _KINDS and not _IGNORED & set(inner.parts) and entry.file_size <= room:
                    with archive.open(entry) as file:
                        content = file.read(room)
                    room -= len(content)
                    yield f"{name}/{inner}", content
    except Exception as fault:
        if isinstance(fault, Rejected):
            raise
        raise Rejected(f"{name} can't be unpacked ({fault}): {_AGAIN}") from None


def _defines(name: str, content: bytes, assignment: Assignment) -> int:
    """How many of the exercises a file defines."""
    try:
        cells = read(Path(name), content if name.endswith(".ipynb") else _notebook(content))
    except Rejected:
        return 0
    return sum(bool(defining(cells, exercise.name)) for exercise in assignment.exercises)


def _notebook(script: bytes) -> bytes:
    """A notebook of a .py file, such as Jupyter exports: its cells, or all of it as one."""
    import jupytext  # noqa: PLC0415  only for scripts

    try:
        made = jupytext.writes(jupytext.reads(script.decode("utf-8", "replace"), fmt="py"), fmt="ipynb")
    except Exception as fault:
        raise Rejected(f"the .py file can't be read: {_AGAIN}") from fault
    return json.dumps(json.loads(made)).encode()
