"""The texts that stand in a code cell: docstrings, and comments that are sentences. All else in it is code."""

from __future__ import annotations

import ast
import inspect
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.code_lines import LINE_END
from autograder.languages import Words

_LITERAL = re.compile(r"""([rRuU]?)(\"{3}|'{3}|"|')(.*)\2""", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]{2,}")
_SENTENCE = 3  # words; what has fewer is a shape, a unit or a name
_Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class _Piece:
    """A text in a cell: from where to where it stands, and what stands there once it is translated."""

    start: int
    end: int
    replacement: str


def translated(source: str, words: Words) -> str:
    """A code cell with its docstrings and comments in the words' language."""
    pieces = [*_docstrings(source, words), *_comments(source, words)]
    # from the end to the beginning, so that the places of the others stay right
    for piece in sorted(pieces, key=lambda piece: piece.start, reverse=True):
        source = source[: piece.start] + piece.replacement + source[piece.end :]
    return source


def bare(source: str) -> str:
    """The code of a cell: the same for two cells that differ in docstrings and comments alone."""
    tree = _parsed(source)
    if tree is None:
        # a notebook's own commands are no Python: its tokens have to do
        return "\n".join(token.string for token in _tokens(source) if token.type != tokenize.COMMENT)
    for node in _documented(tree):
        docstring = node.body[0]
        assert isinstance(docstring, ast.Expr)
        docstring.value = ast.Constant("")
    return ast.dump(tree)


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def _documented(tree: ast.AST) -> Iterator[_Documented]:
    for node in ast.walk(tree):
        if isinstance(node, _Documented) and ast.get_docstring(node) is not None:
            yield node


def _docstrings(source: str, words: Words) -> Iterator[_Piece]:
    tree = _parsed(source)
    if tree is None:
        return
    line_starts = _line_starts(source)
    for node in _documented(tree):
        docstring = node.body[0]
        assert docstring.end_lineno is not None
        assert docstring.end_col_offset is not None
        start = _offset(source, line_starts, docstring.lineno, docstring.col_offset)
        end = _offset(source, line_starts, docstring.end_lineno, docstring.end_col_offset)
        literal = _LITERAL.fullmatch(source[start:end])
        # what is put together from several literals has no one place
        if literal is not None:
            replacement = _literal_in_words(literal, docstring.col_offset, words, f"docstring of {node.name}")
            yield _Piece(start, end, replacement)


def _literal_in_words(literal: re.Match[str], indent: int, words: Words, about: str) -> str:
    prefix, quotes, inner = literal.groups()
    english = inspect.cleandoc(inner)
    text = words.text(english, about)
    if text == english:
        return literal[0]
    margin = " " * indent
    first_line, *other_lines = text.splitlines()
    lines = [first_line]
    for line in other_lines:
        lines.append(f"{margin}{line}".rstrip())
    ending = ""
    if inner.rstrip(" ").endswith("\n"):
        ending = f"\n{margin}"
    return prefix + quotes + "\n".join(lines) + ending + quotes


def _comments(source: str, words: Words) -> Iterator[_Piece]:
    line_starts = _line_starts(source)
    for token in _tokens(source):
        if token.type == tokenize.COMMENT and _is_sentence(token.string):
            line_number, column = token.start
            start = line_starts[line_number - 1] + column
            english = token.string.lstrip("# ").rstrip()
            text = words.text(english, "comment")
            yield _Piece(start, start + len(token.string), token.string.replace(english, text))


def _is_sentence(comment: str) -> bool:
    text = comment.lstrip("# ")
    return len(_WORD.findall(text)) >= _SENTENCE and _parsed(text) is None


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    """The tokens of a cell, as far as it can be read."""
    try:
        yield from tokenize.generate_tokens(io.StringIO(source).readline)
    except (tokenize.TokenError, SyntaxError):
        return


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line_end in LINE_END.finditer(source):
        starts.append(line_end.end())
    starts.append(len(source))  # where the last line ends
    return starts


def _offset(source: str, line_starts: list[int], line_number: int, byte_column: int) -> int:
    """A place in the text; Python counts a column in bytes."""
    start = line_starts[line_number - 1]
    line = source[start : line_starts[line_number]]
    return start + len(line.encode()[:byte_column].decode())
