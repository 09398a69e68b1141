"""Bring the engine's catalogues up to date: autograder/locale/LANGUAGE/LC_MESSAGES/autograder.po.

    .venv/bin/python docs/make_catalogues.py [--check] [LANGUAGE…]

They hold what `say`, `phrase`, `marked`, `sentence` and `Rejected` are called with, and messages of tests.
A language that is named gets a catalogue. With --check nothing is written, and the exit status is 1 where a phrase is
new, gone, open or fuzzy.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from autograder.author.translations import catalogue_of, written
from autograder.languages import LOCALE, engine_catalogue
from autograder.words.catalogue import templates

PACKAGE = LOCALE.parent
METHODS = [("**.py", "python"), ("feedback/templates/**.html", "jinja2"), ("feedback/templates/**.css", "jinja2")]
KEYWORDS: dict[str, None] = {"say": None, "phrase": None, "marked": None, "sentence": None, "Rejected": None}


def phrases() -> dict[str, str]:
    """Every phrase of the engine's, and the module or template that says it."""
    found: dict[str, str] = {}
    for path, _, phrase, _, _ in sorted(extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS)):
        if isinstance(phrase, str):
            found.setdefault(phrase, path)
    for template in templates([]):
        found.setdefault(template.text, template.path)
    return found


def open_phrases(language: str) -> Iterator[str]:
    """Those that nobody has translated yet, or looked at since they changed."""
    catalogue = catalogue_of(phrases(), engine_catalogue(language), language, "tensorgrade")
    for phrase in phrases():
        message = catalogue.get(phrase)
        if message is None or message.fuzzy or not message.string:
            yield phrase


def content_of(path: Path, language: str) -> bytes:
    """A language's catalogue as it should be."""
    return written(catalogue_of(phrases(), path, language, "tensorgrade"))


def main() -> int:
    """Write or check the catalogues."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="only say whether they are up to date")
    parser.add_argument("languages", nargs="*", help="such as de (default: those that are there)")
    arguments = parser.parse_args()
    languages = arguments.languages or [path.name for path in sorted(LOCALE.iterdir()) if path.is_dir()]
    status = 0
    for language in languages:
        path = engine_catalogue(language)
        content = content_of(path, language)
        open_list = list(open_phrases(language))
        for phrase in open_list:
            print(f"{language}: to be translated or looked at: {phrase}")
        if arguments.check:
            status |= bool(open_list) or content != path.read_bytes()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{path}: {len(phrases())} phrases")
    return status


if __name__ == "__main__":
    sys.exit(main())
