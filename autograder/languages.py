"""The language in which words are made now, and gettext's catalogues: the English text is the key of each phrase.

English is shown where a phrase is missing, or only guessed from a similar one, which gettext calls fuzzy.
"""

from __future__ import annotations

import contextlib
import gettext
import re
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from autograder.words.message import TRANSLATION
from autograder.words.sentence import Sentence

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ENGLISH = "en"
LOCALE = Path(__file__).resolve().parent / "locale"
_CODE = re.compile(r"[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?")  # such as zh, de, pt_BR: it names a folder, too


class BadCatalogue(Exception):
    """A catalogue that can't be read; the text says which, and why."""


class Words(Protocol):
    """Something that is asked for every text that can be translated."""

    def text(self, english: str, about: str = "") -> str:
        """The text to show. `about` tells a translator what it is."""
        ...


class Phrases:
    """Translations by their English texts; a text that has none stays as it is."""

    def __init__(self, translations: Mapping[str, str]) -> None:
        self._translations = translations

    def text(self, english: str, about: str = "") -> str:  # noqa: ARG002  only who collects texts asks what they are
        """The translation, or the English text where there is none."""
        return self._translations.get(english, english)


NO_PHRASES = Phrases({})


def is_code(language: str) -> bool:
    """Whether a text can be a language's code."""
    return _CODE.fullmatch(language) is not None


def read_catalogue(path: Path, language: str) -> Catalog:
    """The catalogue in a .po file. Raises BadCatalogue, or FileNotFoundError."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415  only where a catalogue is read

    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeError, ValueError) as fault:
        raise BadCatalogue(f"{path} can't be read as a gettext catalogue: {fault}") from None


def phrases_in(paths: Sequence[Path], language: str) -> Phrases:
    """What these .po files translate, the first one first; a file that is missing translates nothing."""
    translations: dict[str, str] = {}
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            translations = _translations_in(path, path.stat().st_mtime_ns, language) | translations
    return Phrases(translations)


@cache
def _translations_in(path: Path, _changed: int, language: str) -> dict[str, str]:
    """The finished translations in a file, read again when its time has changed."""
    translations: dict[str, str] = {}
    for message in read_catalogue(path, language):
        if not message.id or message.fuzzy or not message.string:
            continue  # without an id it is the file's header
        if isinstance(message.id, str) and isinstance(message.string, str):
            translations[message.id] = message.string
    return translations


def engine_catalogue(language: str) -> Path:
    """Where the engine's own words in this language are."""
    return LOCALE / language / "LC_MESSAGES" / "autograder.po"


@cache
def known_languages() -> frozenset[str]:
    """The languages in which the engine can speak to students."""
    languages = {ENGLISH}
    for path in LOCALE.glob("*/LC_MESSAGES/autograder.po"):
        languages.add(path.parent.parent.name)
    return frozenset(languages)


@dataclass(frozen=True)
class _Speech:
    """A language, the engine's words in it, and those of a course."""

    language: str = ENGLISH
    engine: Phrases = NO_PHRASES
    course: Words = NO_PHRASES


_SPEECH = ContextVar("_SPEECH", default=_Speech())  # noqa: B039  frozen, and so are the phrases


@contextlib.contextmanager
def speaking(language: str, course: Words = NO_PHRASES) -> Iterator[None]:
    """Inside, words are made in this language; in English where nobody has translated into it."""
    speech = _Speech()
    if language in known_languages() and language != ENGLISH:
        speech = _Speech(language, phrases_in([engine_catalogue(language)], language), course)
    token = _SPEECH.set(speech)
    messages_token = TRANSLATION.set(_template)
    try:
        yield
    finally:
        _SPEECH.reset(token)
        TRANSLATION.reset(messages_token)


def _template(english: str) -> str:
    """A message's template in the language of now: the engine's, or that of a course's grader."""
    speech = _SPEECH.get()
    text = speech.course.text(english)
    return speech.engine.text(english) if text == english else text


def spoken_language() -> str:
    """The code of the language in which words are made now."""
    return _SPEECH.get().language


def phrase(template: str) -> str:
    """A template of the engine's in the language of now. Catalogues have every constant that this is called with."""
    return _SPEECH.get().engine.text(template)


def marked(template: str) -> str:
    """A phrase that is said elsewhere: catalogues have every constant that this is called with, too."""
    return template


def say(template: str, /, **values: object) -> str:
    """The same with its values filled in; those that are sentences are said in that language, too."""
    return phrase(template).format(**{name: in_language_of_now(value) for name, value in values.items()})


def in_language_of_now(value: object) -> object:
    """A sentence in the language of now; any other value as it is."""
    return value.said.full if isinstance(value, Sentence) else value


def counted(one: str, several: str, count: int) -> str:
    """How many of something, for instructors: `one` is said of one, `several` of any other number."""
    return gettext.ngettext(one, several, count).format(count=count)


def course_text(text: str) -> str:
    """A text of the course's in the language of now: a title, or what a test says."""
    return _SPEECH.get().course.text(text)
