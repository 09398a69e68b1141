"""What was said of a test, as data: a report keeps it whole, and tells as much as the assignment's feedback allows.

Only what stands as a literal in the source of a grader or of the engine is a template. A text that was put together at
run time may hold anything, and no hint tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Container

import msgspec

from autograder.words.message import TRANSLATION, Message, Origin, as_message, filled, translate

UNTOLD = "the result is not the expected one"
# of a text that is no template: the name of its value, and the template around that
_TEXT = "text_as_it_was"
_ONLY_TEXT = "{text_as_it_was}"


class SaidValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value in a message, as a text."""

    text: str
    """The value."""
    origin: Origin
    """`constant`: the author's; `drawn` by the grader; `student`: made by the student's code."""
    hint: str | None = None
    """What a hint says in its place."""
    told: bool = False
    """Whether hints tell it all the same, since it stands in the notebook: decided when the work is graded."""


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message: a template, and what stands in its places. `hint` is the template where not all may be told."""

    template: str
    """The sentence, with names in braces in place of what differs."""
    hint: str | None = None
    """The sentence in place of that one, if it holds what may not be told."""
    values: dict[str, SaidValue] = {}
    """The values, by their names."""
    phrases: dict[str, Said] = {}
    """Messages within this one, by their names."""

    @property
    def full(self) -> str:
        """All of it, in words."""
        texts = {name: value.text for name, value in self.values.items()}
        texts |= {name: phrase.full for name, phrase in self.phrases.items()}
        return filled(self.template, texts)

    @property
    def english(self) -> str:
        """The same as `full`, whatever language is spoken now."""
        token = TRANSLATION.set(str)
        try:
            return self.full
        finally:
            TRANSLATION.reset(token)

    def in_hints(self, written: Container[str] = ()) -> str:
        """What may be told of a hidden test: of texts that the student's code made, those `written` in the notebook."""
        told = self._told(written)
        return translate(UNTOLD) if told is None else told

    def told_by(self, written: Container[str]) -> Said:
        """The same, with a mark at each value of the student's that hints tell as it is `written` in the notebook."""
        values = {}
        for name, value in self.values.items():
            is_told = value.origin == "student" and value.text in written
            values[name] = msgspec.structs.replace(value, told=is_told)
        phrases = {name: phrase.told_by(written) for name, phrase in self.phrases.items()}
        return msgspec.structs.replace(self, values=values, phrases=phrases)

    def _told(self, written: Container[str]) -> str | None:
        texts: dict[str, str | None] = {}
        for name, value in self.values.items():
            texts[name] = _told_of(value, written)
        for name, phrase in self.phrases.items():
            texts[name] = phrase._told(written)  # noqa: SLF001  a message like this one
        told_texts = {name: text for name, text in texts.items() if text is not None}
        for template in (self.template, self.hint):
            if template is None:
                continue
            untold = [name for name in texts if name not in told_texts and f"{{{name}}}" in template]
            if not untold:
                return filled(template, told_texts)
        return None


def _told_of(value: SaidValue, written: Container[str]) -> str | None:
    if value.told or value.origin == "constant" or (value.origin == "student" and value.text in written):
        return value.text
    return None if value.hint is None else translate(value.hint)


def said(what: str | Message, clean: Callable[[object], str] = str, literals: Container[str] | None = None) -> Said:
    """A message as data, with its values made harmless by `clean`.

    With `literals`, the texts that stand in the source, a template that is none of them is no template but a value.
    """
    given = as_message(what)
    values = {}
    for name, value in given.values.items():
        values[name] = SaidValue(clean(value.text), value.origin, _if_literal(value.hint, literals))
    phrases = {}
    for name, phrase in given.phrases.items():
        phrases[name] = said(phrase, clean, literals)
    hint = _if_literal(given.hint, literals)
    if _if_literal(given.template, literals) is None:
        values[_TEXT] = SaidValue(clean(given), "drawn")
        return Said(_ONLY_TEXT, hint, values, phrases)
    return Said(given.template, hint, values, phrases)


def _if_literal(template: str | None, literals: Container[str] | None) -> str | None:
    if literals is None or not template or template in literals:
        return template
    return None
