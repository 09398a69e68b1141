"""Sentences on a submission as a whole: they hide nothing, and know what they are made of.

sentence("its folders are nested more than {most} deep: {advice}", most=32, advice=sentence("hand in the notebook"))
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from autograder.words.message import Message, Value, told
from autograder.words.said import Said, SaidValue


class Sentence(str):
    """A sentence in English; `said` has it as data, so that a page can say it in another language.

    JSON takes no text of this type: a report keeps `str(sentence)` and, beside it, `said_of(sentence)`.
    """

    __slots__ = ("said",)
    said: Said

    def __new__(cls, said: Said) -> Self:
        """The sentence that this says."""
        self = super().__new__(cls, said.english)
        self.said = said
        return self

    def __getnewargs__(self) -> tuple[Said]:  # type: ignore[override]
        """What pickle makes it of."""
        return (self.said,)


def sentence(template: str, /, **values: object) -> Sentence:
    """Make a sentence of a template and the values for its names, which may be sentences themselves."""
    own_values = {}
    phrases = {}
    for name, value in values.items():
        if isinstance(value, Sentence):
            phrases[name] = value.said
        else:
            own_values[name] = SaidValue(_text(value), "constant")
    return Sentence(Said(template, None, own_values, phrases))


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def joined(sentences: Sequence[str]) -> str:
    """Several sentences in one line; an empty text of none."""
    if not sentences:
        return ""
    *first_ones, line = sentences
    for before in reversed(first_ones):
        line = sentence("{sentence}; {next_sentence}", sentence=before, next_sentence=line)
    return line


def listed(names: Sequence[str], most: int) -> Sentence:
    """Names with commas between them; of more than `most`, how many there are beyond these."""
    first_names = ", ".join(names[:most])
    if len(names) <= most:
        return sentence("{names}", names=first_names)
    return sentence("{names} and {count} more", names=first_names, count=len(names) - most)


def as_sentence(text: str) -> Sentence:
    """A sentence as it is; of any other text, the sentence whose template it is."""
    return text if isinstance(text, Sentence) else sentence(text)


def said_of(text: str | None) -> Said | None:
    """What a text was made of, if it is a sentence."""
    return text.said if isinstance(text, Sentence) else None


def told_in_full(text: str) -> Message | Value:
    """The text as a part of a test's message, which hints tell with all its values."""
    said = said_of(text)
    return told(text) if said is None else _as_message(said)


def _as_message(said: Said) -> Message:
    values = {name: Value(value.text, "constant") for name, value in said.values.items()}
    return Message(said.template, None, values, {name: _as_message(phrase) for name, phrase in said.phrases.items()})
