"""What is wrong with a course's notebooks in other languages: every text is there, and says the same of the same code.

A translation keeps what has no language: formulas, code, numbers, links, the tags of HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import nbformat

from autograder.author.notebook_text import bare
from autograder.author.release import notebook
from autograder.author.translations import templates
from autograder.course import SERVING, SHARED, Assignment, Course, UsageError
from autograder.languages import BadCatalogue, Phrases, read_catalogue

_MOST_WORDS = 60  # characters of a text in a fault
# one after another, each taken out of the text before the next is looked for; a page may have an address of its own in
# each language
_WORDS_IN_FORMULA = re.compile(r"\\text\{[^{}]*\}")
_ADDRESS = re.compile(r"\]\(https?:[^)\s]+\)")
_SIGNS = {
    "formula": re.compile(r"\$\$.+?\$\$|\$(?:[^$\n]|\n(?!\n))+?\$", re.DOTALL),
    "code": re.compile(r"```.*?```|`[^`]+`|<code>.*?</code>|<pre>.*?</pre>", re.DOTALL),
    "figure": re.compile(r"\]\(figures/[^)\s]+\)"),
    "tag": re.compile(r"</?[a-z][^>]*>|<!--.*?-->"),
    "number": re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*", re.ASCII),
    "placeholder": re.compile(r"\{\w+\}"),
}


def translation_faults(course: Course) -> Iterator[str]:
    """A sentence for each fault, in each language in which the course is released."""
    if not course.languages:
        return
    texts_by_name = templates(course)
    for language in course.languages:
        for name, texts in texts_by_name.items():
            path = course.catalogue(language, name).relative_to(course.root)
            for fault in _catalogue_faults(course, language, name, texts):
                yield f"{path}: {fault}"
        for assignment in course.assignments.values():
            yield from notebook_faults(course, assignment, language)


def _catalogue_faults(course: Course, language: str, name: str, texts: Iterable[str]) -> Iterator[str]:
    try:
        catalogue = read_catalogue(course.catalogue(language, name), language)
    except FileNotFoundError:
        if name != SHARED or any(texts):
            yield f"it is missing: `autograder translate {language}` writes it"
        return
    except BadCatalogue as fault:
        yield str(fault)
        return
    for english in texts:
        message = catalogue.get(english)
        if message is None or not message.string:
            yield f"not translated: {_beginning(english)}"
        elif message.fuzzy:
            yield f"the English has changed: mend the translation and take `fuzzy` away: {_beginning(english)}"
        else:
            for difference in sign_differences(english, str(message.string)):
                yield f"{difference}: {_beginning(english)}"


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _MOST_WORDS:
        return line
    return line[:_MOST_WORDS] + " …"


def sign_differences(english: str, translation: str) -> Iterator[str]:
    """How a translation differs in what has no language."""
    english = _ADDRESS.sub("]", english)
    translation = _ADDRESS.sub("]", translation)
    for kind, pattern in _SIGNS.items():
        expected = Counter(_signs(pattern, english))
        got = Counter(_signs(pattern, translation))
        for sign in expected - got:
            yield f"the translation lacks the {kind} {sign}"
        for sign in got - expected:
            yield f"the translation adds the {kind} {sign}"
        english = pattern.sub(" ", english)
        translation = pattern.sub(" ", translation)


def _signs(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        yield _WORDS_IN_FORMULA.sub(r"\\text{}", " ".join(match[0].split()))


def notebook_faults(course: Course, assignment: Assignment, language: str) -> Iterator[str]:
    """Where an assignment's notebook in a language is another than the English one: other cells, or other code."""
    try:
        words = course.phrases(assignment.name, language)
    except UsageError:
        return  # told already, of the catalogue
    own_cells = _cells(course, assignment, words, language)
    for english_cell, own_cell in zip(_cells(course, assignment, Phrases({}), language), own_cells, strict=True):
        # what brings the checks holds their words
        if SERVING in english_cell.metadata.get("tags", ()):
            continue
        if english_cell.cell_type == "code" and bare(english_cell.source) != bare(own_cell.source):
            yield (
                f"{assignment.name}: in {language}, the code of cell {english_cell.id} is another: "
                "mend the quotes or backslashes in the translation of its docstring"
            )


def _cells(course: Course, assignment: Assignment, words: Phrases, language: str) -> list[nbformat.NotebookNode]:
    cells: list[nbformat.NotebookNode] = nbformat.reads(
        notebook(course, assignment, words, language), as_version=4
    ).cells
    return cells
