"""A message is a template and named values: words are made of it where it is shown.

    message("expected {expected} blocks, got {got}", hint="expected another number of blocks", expected=n, got=count)

Plain Python alone: students get this as a part of `compare.py`.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

_PLACE = re.compile(r"\{(\w+)\}")
_MAX_VALUE = 300  # characters of a value

Origin: TypeAlias = Literal["constant", "drawn", "student"]


@dataclass(frozen=True)
class Value:
    """A value as a text, and where it comes from: the author, the grader's draw, or the student's code.

    A hint tells what is constant. Of anything else it tells the value's own `hint`, where it has one.
    """

    text: str
    origin: Origin = "drawn"
    hint: str | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Message:
    """A template with its values, and with `phrases`, which are messages within this one. As a text it tells all.

    Where `template` has something that may not be told, `hint` takes its place.
    """

    template: str
    hint: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    phrases: Mapping[str, Message] = field(default_factory=dict)

    def __str__(self) -> str:
        texts = {name: str(part) for name, part in [*self.values.items(), *self.phrases.items()]}
        return filled(self.template, texts)

    def __contains__(self, text: str) -> bool:
        return text in str(self)


def message(template: str, /, *, hint: str | None = None, **values: object) -> Message:
    """Make a message of a template and the values for its names: `message("expected 2 values, got {got}", got=n)`.

    A value counts as drawn, which hidden tests keep to themselves, unless it is `told`, or a message itself. `hint` is
    a second template: what hidden tests say where the first one holds what is not told.
    """
    own_values: dict[str, Value] = {}
    phrases: dict[str, Message] = {}
    for name, value in values.items():
        if isinstance(value, Message):
            phrases[name] = value
        elif isinstance(value, Value):
            own_values[name] = value
        else:
            own_values[name] = Value(text_of(value))
    return Message(template, hint, own_values, phrases)


def as_message(text: str | Message) -> Message:
    """A message as it is; a plain text as a template without values."""
    return text if isinstance(text, Message) else Message(str(text))


def subject(what: str | Message) -> Message:
    """What a message is about; where that may not be told, it is about the result."""
    given = as_message(what)
    return given if given.hint is not None else replace(given, hint="the result")


def told(value: object) -> Value:
    """A value that is told in any case: what the docstring gives, or the expected shape."""
    return Value(text_of(value), "constant")


def either(full: object, hint: object = "") -> Value:
    """A value: `full` where all may be told, `hint` where inputs and values are to stay hidden."""
    return Value(text_of(full), "drawn", str(hint))


def text_of(value: object) -> str:
    """A value as a text: of numbers six digits, of long texts the beginning."""
    number = _number_in(value)
    text = f"{number:.6g}" if isinstance(number, float) else str(number)
    if len(text) <= _MAX_VALUE:
        return text
    return f"{text[:_MAX_VALUE]} …"


def _number_in(value: object) -> object:
    """The number in a tensor, or a NumPy array, of one element; anything else as it is."""
    # of the type, not of the value: an object in the student's process would be asked there
    if not callable(getattr(type(value), "item", None)):
        return value
    try:
        return value.item()  # type: ignore[attr-defined]
    except (ValueError, RuntimeError, TypeError):  # several elements
        return value


def filled(template: str, texts: Mapping[str, str]) -> str:
    """The template in the reader's language, with a text in each of its places."""
    # not str.format: a text that somebody took for a template may hold any braces
    return _PLACE.sub(lambda place: texts.get(place[1], place[0]), translate(template))


def translate(template: str) -> str:
    """The template in the reader's language. English is the language of the templates."""
    return TRANSLATION.get()(template)


@functools.cache
def _phrases_beside() -> dict[str, str]:
    """The translations that `release` has put beside a student's notebook."""
    try:
        phrases: dict[str, str] = json.loads(Path(__file__).with_name(PHRASES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return phrases


def _as_beside(template: str) -> str:
    return _phrases_beside().get(template, template)


PHRASES = "phrases.json"
TRANSLATION: ContextVar[Callable[[str], str]] = ContextVar("TRANSLATION", default=_as_beside)
