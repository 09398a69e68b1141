"""Python sources as trees. A release reads the same few files for each notebook and language: each is parsed once."""

from __future__ import annotations

import ast
import functools


@functools.lru_cache(maxsize=256)
def tree_of(source: str) -> ast.Module:
    """The tree of a source, for reading: whoever asks for the same source gets the same tree. Raises SyntaxError."""
    return ast.parse(source)
