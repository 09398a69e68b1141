"""The sentences that a translation has to hold: templates of messages, as they stand in the source that makes them.

A template is a literal where it is used, so that it is found without running anything, here and by gettext's tools.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
# the engine's modules that say something of a test
_ENGINES = (
    "grading/chance.py",
    "grading/compare.py",
    "grading/dependants.py",
    "grading/examination.py",
    "grading/pytest_session.py",
    "grading/rounds.py",
    "grading/shapes.py",
    "grading/sitting.py",
    "grading/verdict.py",
    "grading/weights.py",
    "limits.py",
    "remote/faults.py",
    "remote/session.py",
    "report.py",
    "submission/strangers.py",
    "wire/cell_notes.py",
    "words/message.py",
    "words/said.py",
)
# calls whose texts are sentences, or what a sentence is about
_CALLS = {"message", "Message", "Mismatch", "Said", "Value", "either", "plain"}
_FAULTS = {"Changed", "Crashed", "NotAttempted", "TooMuch", "TooSlow"}
_COMPARISONS = {"same", "parts", "as_numbers"}


@dataclass(frozen=True, order=True)
class Template:
    """A sentence, or a part of one, and where it stands first."""

    text: str
    path: str
    line: int


def templates(graders: list[Path]) -> list[Template]:
    """The engine's templates and those of these grader modules, each once, in the order of their texts."""
    first_by_text: dict[str, Template] = {}
    for path in [*(_PACKAGE / name for name in _ENGINES), *graders]:
        for text, line in _sentences(path.read_text(encoding="utf-8")):
            first_by_text.setdefault(text, Template(text, path.name, line))
    return sorted(first_by_text.values())


def put_together(path: Path) -> list[int]:
    """The lines of a module in which an f-string stands where a template should."""
    lines = []
    for place in _places(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(place, ast.JoinedStr):
            lines.append(place.lineno)
    return sorted(lines)


@functools.lru_cache(maxsize=64)  # each assignment of a course asks for those of the same modules
def _sentences(source: str) -> tuple[tuple[str, int], ...]:
    tree = ast.parse(source)
    named_values = _values_by_name(tree)
    sentences: list[tuple[str, int]] = []
    for expression in _places(tree):
        sentences += _constants(expression, named_values)
    return tuple(sentences)


def _values_by_name(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What is assigned to each name anywhere in the module: a sentence may have one, such as `unchanged`."""
    values: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).extend(_values(node.value))
    return values


def _constants(expression: ast.expr, named_values: Mapping[str, list[ast.expr]]) -> Iterator[tuple[str, int]]:
    """The texts that an expression may be: itself, one of two, or what a name stands for."""
    places = [expression]
    if isinstance(expression, ast.IfExp):
        places = [expression.body, expression.orelse]
    elif isinstance(expression, ast.Name):
        places = _with_several_words(named_values.get(expression.id, []))
    for place in places:
        if isinstance(place, ast.Constant) and isinstance(place.value, str) and any(map(str.isalpha, place.value)):
            yield place.value, place.lineno


def _places(tree: ast.Module) -> Iterator[ast.expr]:
    """Where a module has its sentences: in messages, as what is compared, as names of mistakes, and as constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg is not None:
            yield node.msg
        elif isinstance(node, ast.Call):
            yield from _places_in_call(node)
        elif isinstance(node, ast.Dict):
            # names of mistakes have several words; keys of other dicts are names
            yield from _with_several_words(key for key in node.keys if key is not None)
            yield from (key for key in node.keys if isinstance(key, ast.Name))
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            yield from _with_several_words(_values(statement.value))


def _places_in_call(call: ast.Call) -> Iterator[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in _CALLS | _FAULTS | _COMPARISONS or name.startswith("check_"):
        yield from call.args
    for keyword in call.keywords:
        if keyword.arg in {"hint", "what", "when"}:
            yield keyword.value
        elif keyword.arg == "looks_like" and isinstance(keyword.value, ast.Lambda):
            yield from getattr(keyword.value.body, "keys", [])


def _with_several_words(values: Iterable[ast.expr]) -> list[ast.expr]:
    sentences: list[ast.expr] = []
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value:
            sentences.append(value)
    return sentences


def _values(value: ast.expr) -> list[ast.expr]:
    """A constant, or all in a dict's values or in a tuple."""
    if isinstance(value, ast.Dict):
        inner_values = value.values
    elif isinstance(value, ast.Tuple):
        inner_values = value.elts
    else:
        return [value]
    constants = []
    for inner in inner_values:
        constants += _values(inner)
    return constants
