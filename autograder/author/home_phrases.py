"""`phrases.json` beside a notebook in another language: what its public checks say, translated.

It translates only what stands in the student's own files, so that nothing of a hidden test is in it.
"""

from __future__ import annotations

import ast
import functools
import json
from collections.abc import Iterable

from autograder.languages import ENGLISH, Words, phrase, speaking


def home_phrases(sources: Iterable[str], words: Words, language: str) -> str:
    """The translations of the texts in these Python files, as JSON; empty for English."""
    if language == ENGLISH:
        return ""
    translations = {}
    with speaking(language):
        for source in sources:
            for english in _texts_in(source):
                text = words.text(english)
                if text == english:
                    text = phrase(english)
                if text != english:
                    translations[english] = text
    return json.dumps(translations, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


@functools.lru_cache(maxsize=64)  # each language asks for the same sources
def _texts_in(source: str) -> frozenset[str]:
    texts = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
    return frozenset(texts)
