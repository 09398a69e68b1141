"""A course's texts for translators: what notebooks and tests say, as gettext catalogues, a .po file an assignment."""

from __future__ import annotations

import ast
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from autograder import files
from autograder.author.checks import public_checks
from autograder.author.release import notebook
from autograder.author.solution import functions_in
from autograder.course import SHARED, Assignment, Course, UsageError
from autograder.course_files import modules_beside_grader
from autograder.languages import ENGLISH, BadCatalogue, is_code, read_catalogue
from autograder.words.catalogue import templates as messages_in


class Texts:
    """Collects every English text that it is asked for, with what it is."""

    def __init__(self) -> None:
        self.about: dict[str, str] = {}

    def text(self, english: str, about: str = "") -> str:
        """The text as it is."""
        self.about.setdefault(english, about)
        return english


def texts_of(course: Course, assignment: Assignment) -> dict[str, str]:
    """What students read of an assignment, in its order; and of each text what it is."""
    texts = Texts()
    texts.text(course.title, "title of the course")
    texts.text(assignment.title, "title of the assignment")
    notebook(course, assignment, texts)
    grader = course.grader(assignment.name)
    for name, title in _titles(grader):
        texts.text(title, f"title of {name}")
    public_checks(grader, texts)
    of_the_engine = {template.text for template in messages_in([])}
    for template in messages_in([grader, *_modules_beside(grader)]):
        if template.text not in of_the_engine:
            texts.text(template.text, "message of a test")
    return texts.about


def _modules_beside(grader: Path) -> list[Path]:
    """The modules beside a grader, which may say something in its tests, as far as they are Python."""
    modules = []
    for path in modules_beside_grader(grader.parent):
        try:
            ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
        modules.append(path)
    return modules


def _titles(grader: Path) -> Iterator[tuple[str, str]]:
    """The name of each test and the sentence that a student reads, as reports have it."""
    for function in functions_in(ast.parse(grader.read_text(encoding="utf-8"))):
        docstring = ast.get_docstring(function)
        if docstring and function.name.startswith("test_"):
            first_paragraph = docstring.split("\n\n")[0]
            yield function.name, " ".join(first_paragraph.split())


def templates(course: Course) -> dict[str, dict[str, str]]:
    """The texts of each catalogue, by its name: what several assignments say stands in one that they share."""
    texts_by_name = {}
    uses: Counter[str] = Counter()
    for name, assignment in course.assignments.items():
        texts_by_name[name] = texts_of(course, assignment)
        uses.update(texts_by_name[name].keys())
    shared = {}
    for texts in texts_by_name.values():
        for english, about in list(texts.items()):
            if uses[english] > 1:
                shared[english] = about
                del texts[english]
    return {SHARED: shared, **texts_by_name}


def catalogue_of(texts: Mapping[str, str], path: Path, language: str, title: str) -> Catalog:
    """The catalogue at this path with exactly these texts; one that has changed keeps its translation, as fuzzy."""
    template = Catalog()
    for english, about in texts.items():
        template.add(english, auto_comments=[about] if about else [])
    try:
        catalogue = read_catalogue(path, language)
    except FileNotFoundError:
        catalogue = Catalog(
            locale=language,
            project=title,
            version="1",
            header_comment=f"# {title}: {path.stem}",
            msgid_bugs_address="-",
            last_translator=title,
            language_team=language,
        )
        catalogue.fuzzy = False
    created = catalogue.creation_date
    catalogue.update(template, update_creation_date=False)
    catalogue.creation_date = created
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """A catalogue as a .po file: each line of a text on a line, so that a difference shows where it is."""
    content = io.BytesIO()
    write_po(content, catalogue, width=0, include_previous=True)
    return content.getvalue()


def translate(course: Course, language: str) -> dict[Path, tuple[int, int]]:
    """Write a language's catalogues, or bring them up to date: of each, how many texts it has and how many are open.

    Raises UsageError.
    """
    if not is_code(language) or language == ENGLISH:
        raise UsageError("{language}: expected a language's code, such as zh, de or pt_BR", language=language)
    counts = {}
    for name, texts in templates(course).items():
        path = course.catalogue(language, name)
        if not texts and not path.is_file():
            continue
        try:
            catalogue = catalogue_of(texts, path, language, course.title)
        except BadCatalogue as fault:
            raise UsageError(str(fault)) from None
        open_count = 0
        for english in texts:
            message = catalogue.get(english)
            open_count += message is None or message.fuzzy or not message.string
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, written(catalogue))
        counts[path] = (len(texts), open_count)
    return counts
