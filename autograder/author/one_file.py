"""The comparison as one file, which lies beside a student's notebook: with the messages that it is written with."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

from autograder.grading import compare
from autograder.words import message


@functools.cache  # asked for in each notebook and language
def comparison() -> str:
    """The source of `compare.py`, in which the module of messages stands in place of its import."""
    source = Path(compare.__file__).read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.ImportFrom) and statement.module == message.__name__:
            lines[statement.lineno - 1 : statement.end_lineno] = _without_head(message.__file__)
            return "".join(lines)
    raise ValueError(f"{compare.__file__} does not import {message.__name__}")


def _without_head(path: str) -> list[str]:
    """The lines below a module's docstring and below `from __future__ import annotations`."""
    source = Path(path).read_text(encoding="utf-8")
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            return source.splitlines(keepends=True)[statement.lineno :]
    raise ValueError(f"{path} does not import annotations from the future")
