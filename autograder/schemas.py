"""JSON Schemas of a report and of course.toml, with what the source says of each field.

A field's description is the text that stands below it in the class, as Sphinx and editors read it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator

import msgspec

from autograder import course, deadlines, limits, report

_MODULES = (report, course, deadlines, limits)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(kind: type[msgspec.Struct]) -> dict[str, object]:
    """The JSON Schema of a struct and of all that it holds, each field with its description."""
    described = {"$schema": _DIALECT, **msgspec.json.schema(kind)}
    definitions = described["$defs"]
    assert isinstance(definitions, dict)
    classes = {struct.__name__: struct for struct in _structs()}
    for name, definition in definitions.items():
        struct = classes.get(name)
        if struct is None:  # an enum, which describes itself
            continue
        for field, text in descriptions(struct).items():
            definition["properties"][field]["description"] = text
    return described


def descriptions(struct: type[msgspec.Struct]) -> dict[str, str]:
    """What the source says of each field: the text below it, as one line. Fields without a text are left out."""
    source = textwrap.dedent(inspect.getsource(struct))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.ClassDef)
    texts: dict[str, str] = {}
    field_before: ast.AnnAssign | None = None
    for statement in definition.body:
        if isinstance(statement, ast.AnnAssign):
            field_before = statement
            continue
        text = _text_of(statement)
        if text is not None and field_before is not None:
            texts[ast.unparse(field_before.target)] = " ".join(text.split())
        field_before = None
    return texts


def types_of(struct: type[msgspec.Struct]) -> dict[str, str]:
    """The type of each field, as the source writes it."""
    source = textwrap.dedent(inspect.getsource(struct))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.ClassDef)
    types = {}
    for statement in definition.body:
        if isinstance(statement, ast.AnnAssign):
            types[ast.unparse(statement.target)] = ast.unparse(statement.annotation)
    return types


def _text_of(statement: ast.stmt) -> str | None:
    """The text that a statement is, where it is nothing else."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        value = statement.value.value
        if isinstance(value, str):
            return value
    return None


def _structs() -> Iterator[type[msgspec.Struct]]:
    """The structs of which reports and courses are made."""
    for module in _MODULES:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, msgspec.Struct):
                yield value
