"""A solution module as its cells: text, code, exercises, demos; and an exercise as the stub that a student receives."""

from __future__ import annotations

import ast
import functools
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat

from autograder.code_lines import code_lines
from autograder.course import DEMO, UsageError

Definition = ast.FunctionDef | ast.ClassDef
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
        return list(_cells(path.read_text(encoding="utf-8"), path))
    except (OSError, ValueError) as fault:
        raise UsageError("{path} can't be read as a percent-format module: {fault}", path=path, fault=fault) from None


@functools.lru_cache(maxsize=64)  # a release asks for the same solution again for each language
def _cells(source: str, path: Path) -> tuple[Cell, ...]:
    notebook = jupytext.reads(source, fmt="py:percent")
    return tuple(_cell(raw_cell, path) for raw_cell in notebook.cells)


def _cell(raw_cell: dict[str, object], path: Path) -> Cell:
    metadata = raw_cell["metadata"]
    assert isinstance(metadata, dict)
    source = str(raw_cell["source"]).strip("\n")
    exercise = metadata.get("exercise")
    if exercise is not None:
        _check_definition(source, exercise, path)
    # the tag is jupytext's short mark, as an author types it
    is_demo = DEMO in metadata.get("tags", ())
    return Cell(raw_cell["cell_type"] == "code", source, exercise, is_demo, metadata.get("question"))


def _check_definition(source: str, exercise: str, path: Path) -> None:
    """Raise UsageError where an exercise's cell is anything but its one definition, with a docstring."""
    statements = ast.parse(source).body
    definition = next(iter(statements), None)
    if len(statements) != 1 or not isinstance(definition, Definition) or definition.name != exercise:
        raise UsageError(
            "{path}: the cell of exercise {exercise} should define {function} and nothing else",
            path=path, exercise=repr(exercise), function=exercise,
        )
    if not ast.get_docstring(definition):
        raise UsageError(
            "{path}: {exercise} needs a docstring: it is the student's whole specification",
            path=path, exercise=exercise,
        )


def stub(source: str, without: Sequence[str] = ()) -> str:
    """What a student receives: the signature and the docstring, and for a class those of each method.

    It says what it is to be written `without`.
    """
    (definition,) = ast.parse(source).body
    assert isinstance(definition, Definition)
    todo_lines = TODO.format(name=definition.name)
    if without:
        todo_lines = f"# Write it without {', '.join(without)}.\n{todo_lines}"
    if isinstance(definition, ast.FunctionDef):
        return _emptied(source, definition, todo_lines)
    # in a class, too, what waits for code is the exercise: each method's stub says the class's name
    methods = [_emptied(source, method, todo_lines) for method in functions_in(definition)]
    return "\n".join([_head(source, definition), *methods])


def signature(source: str) -> str:
    """The arguments that an exercise takes, as they are written: of a class, those of its constructor."""
    (definition,) = ast.parse(source).body
    function = definition
    if isinstance(definition, ast.ClassDef):
        for method in functions_in(definition):
            if method.name == "__init__":
                function = method
    if not isinstance(function, ast.FunctionDef):
        return "()"
    arguments = function.args
    if function is not definition:
        # a constructor's first argument is nobody's to give
        arguments.args = arguments.args[1:]
    return f"({ast.unparse(arguments)})"


def functions_in(tree: ast.ClassDef | ast.Module) -> list[ast.FunctionDef]:
    """The functions, but for those inside others, of a class or a module, in order."""
    return [statement for statement in tree.body if isinstance(statement, ast.FunctionDef)]


def _emptied(source: str, function: ast.FunctionDef, todo: str) -> str:
    indent = " " * (function.col_offset + 4)
    return _head(source, function) + textwrap.indent(todo, indent) + "\n"


def _head(source: str, definition: Definition) -> str:
    """The lines from the signature to the end of the docstring, or to the signature's own end."""
    first_statement = definition.body[0]
    last_line = first_statement.lineno - 1
    if ast.get_docstring(definition) is not None:
        last_line = first_statement.end_lineno or first_statement.lineno
    # decorators stand above the definition's own line, and so go with the body
    head_lines = code_lines(source)[definition.lineno - 1 : last_line]
    return "\n".join(head_lines).rstrip("\n") + "\n"


def notebook_of(sources: Iterable[str]) -> str:
    """A notebook of these code cells, as JSON text."""
    code_cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=code_cells)))


def body_lines(source: str) -> list[str]:
    """The lines of an exercise's solution that its stub does not have."""
    public_lines = set(map(str.strip, stub(source).splitlines()))
    hidden_lines = []
    for source_line in source.splitlines():
        stripped_line = source_line.strip()
        if stripped_line and stripped_line not in public_lines:
            hidden_lines.append(stripped_line)
    return hidden_lines
