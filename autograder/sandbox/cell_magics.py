"""Cells that begin with a magic: which of them are run as if it were not there, and which are not run at all."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass

from autograder.wire import cell_notes

# in front of the first line that is not blank
_MAGIC = re.compile(r"(\s*)%%(!|[\w.]+)[^\n]*")
_DEFINITION = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*=[^=]", re.MULTILINE)
# they measure or watch a cell, whose statements are then run one by one like those of any other
AROUND = {"time", "prun", "debug"}
_OF_A_FILE = {"writefile", "file"}
_LATER = {"timeit"}  # in a function of its own
# they hand the cell to another program, to a browser, or to another language
_ELSEWHERE = {
    "bash", "sh", "script", "system", "!", "sx", "cmd", "perl", "ruby", "python", "python2", "python3", "pypy",
    "javascript", "js", "html", "HTML", "svg", "SVG", "latex", "markdown", "css",
    "R", "julia", "octave", "matlab", "sql", "bigquery", "sparksql", "cypher", "cu", "cuda", "cpp", "c", "java",
    "scala", "rust", "go", "ts", "stata", "sas", "mermaid", "tikz",
}  # fmt: skip
NOT_RUN = _LATER | _ELSEWHERE


@dataclass(frozen=True)
class Prepared:
    """A cell as it is run. `note` says what of it is not; `left_out` are the names that it would have defined.

    `why` is what its magic does instead, in the words of a sentence.
    """

    source: str
    note: str = ""
    magic: str = ""
    why: str = ""
    left_out: tuple[str, ...] = ()


def prepared(source: str, known: Collection[str]) -> Prepared:
    """What is run of a cell; `known` are the names of the magics that there are here."""
    match = _MAGIC.match(source)
    if match is None:
        return Prepared(source)
    blank, name = match.groups()
    body = source[match.end() :]
    without = f"{blank}#{name}{body}"  # a comment in place of its line
    if name in AROUND:
        return Prepared(without)
    is_installed = name in known
    why = _why_not_run(name, body, is_installed=is_installed)
    if why and name in _OF_A_FILE:
        return Prepared(source, "", name, why, _defined_in(body))
    if why:
        return Prepared("pass", cell_notes.NOT_RUN.format(code=f"`%%{name}`"), name, why, _defined_in(body))
    if is_installed:
        return Prepared(source)
    return Prepared(without, cell_notes.NOT_INSTALLED.format(magic=f"%%{name}"))


def _why_not_run(name: str, body: str, *, is_installed: bool) -> str:
    """What a magic does with a cell in place of running it; nothing where it is run."""
    if name in _OF_A_FILE:
        return cell_notes.WRITES_FILE
    if name in _LATER:
        return cell_notes.KEEPS_NOTHING
    if name in _ELSEWHERE:
        return cell_notes.GOES_ELSEWHERE
    if not is_installed and not _is_python(body):
        return cell_notes.IS_NOT_INSTALLED
    return ""


def _defined_in(body: str) -> tuple[str, ...]:
    return tuple(match[1] or match[2] for match in _DEFINITION.finditer(body))


def _is_python(body: str) -> bool:
    try:
        ast.parse(body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
