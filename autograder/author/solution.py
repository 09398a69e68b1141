"""A solution module as its cells: text, code, exercises, demos; and an exercise as the stub that a student receives."""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass
from pathlib import Path

import jupytext

from autograder.course import DEMO, UsageError

TODO = '# Your code here\nraise NotImplementedError("{name} is waiting for your code")'


@dataclass(frozen=True)
class Cell:
    """One cell of a solution: of the `exercise` that it solves, or the `question` that it answers in words."""

    code: bool
    source: str
    exercise: str | None = None
    demo: bool = False
    question: str | None = None


def read(path: Path) -> list[Cell]:
    """The cells of a percent-format module. Raises UsageError where it can't be read."""
    try:
        notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    except (OSError, ValueError) as fault:
        raise UsageError(f"{path} can't be read as a percent-format module: {fault}") from None
    return [_cell(raw, path) for raw in notebook.cells]


def _cell(raw: dict[str, object], path: Path) -> Cell:
    facts = raw["metadata"]
    assert isinstance(facts, dict)
    exercise, source = facts.get("exercise"), str(raw["source"]).strip("\n")
    if exercise is not None:
        _definition(source, exercise, path)
    return Cell(raw["cell_type"] == "code", source, exercise, DEMO in facts.get("tags", ()), facts.get("question"))


Definition = ast.FunctionDef | ast.ClassDef


def _definition(source: str, exercise: str, path: Path) -> Definition:
    """The one definition of an exercise's cell. Raises UsageError where there is another number of them."""
    body = ast.parse(source).body
    if len(body) != 1 or not isinstance(body[0], Definition) or body[0].name != exercise:
        raise UsageError(f"{path}: the cell of exercise {exercise!r} should define {exercise} and nothing else")
    if not ast.get_docstring(body[0]):
        raise UsageError(f"{path}: {exercise} needs a docstring: it is the student's whole specification")
    return body[0]


def stub(source: str) -> str:
    """What a student receives: the signature and the docstring, and for a class those of each method."""
    (node,) = ast.parse(source).body
    assert isinstance(node, Definition)
    todo = TODO.format(name=node.name)
    if isinstance(node, ast.FunctionDef):
        return _head(source, node) + _indented(todo, node) + "\n"
    methods = [m for m in node.body if isinstance(m, ast.FunctionDef)]
    return "\n".join([_head(source, node), *[_head(source, m) + _indented(todo, m) + "\n" for m in methods]])


def _head(source: str, node: Definition) -> str:
    """The lines from the signature to the end of the docstring, or to the signature's own end."""
    first = node.body[0]
    has_docstring = ast.get_docstring(node) is not None
    lines = source.splitlines(keepends=True)[node.lineno - 1 : first.end_lineno if has_docstring else first.lineno - 1]
    return "".join(lines).rstrip("\n") + "\n"


def _indented(text: str, node: Definition) -> str:
    return textwrap.indent(text, " " * (node.col_offset + 4))


def body_lines(source: str) -> list[str]:
    """The lines of an exercise's solution that its stub does not have."""
    kept = {line.strip() for line in stub(source).splitlines()}
    return [line.strip() for line in source.splitlines() if line.strip() and line.strip() not in kept]
