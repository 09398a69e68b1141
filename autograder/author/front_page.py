"""The page that a student sees first in a folder of notebooks: what is there, what to do, and where to hand in."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.author.companions import hand_in
from autograder.course import Course
from autograder.languages import ENGLISH, say, speaking

FRONT_PAGE = "README.md"


def front_page(course: Course, names: Sequence[str], language: str) -> str:
    """The page for these assignments, whose folders lie beside it, in Markdown and without an end of its last line."""
    course_title = course.title
    where = hand_in(course)
    title_rows = []
    for name in names:
        phrases = course.phrases(name, language)
        course_title = phrases.text(course.title)
        where = phrases.text(hand_in(course))
        title_rows.append(f"- [{phrases.text(course.assignments[name].title)}]({name}/{name}.ipynb)")
    with speaking(language):
        what_to_do = say(
            "Work through a notebook from top to bottom, replace each `raise NotImplementedError(…)` with your code, "
            "and run the\ncell below it: it checks your answer and says how it is wrong. Hand in the notebook. It is "
            "graded by what it defines,\nso keep the names as they are."
        )
    rows = "\n".join(title_rows)
    return f"# {course_title}\n\n{rows}\n\n{what_to_do}\n\n{where}"


def front_pages(course: Course) -> dict[str, bytes]:
    """The pages of assignments/ and of each other language's folder, by their paths; each leads to the others."""
    names = list(course.assignments)
    places = {ENGLISH: FRONT_PAGE}
    for language in course.languages:
        places[language] = f"{language}/{FRONT_PAGE}"
    pages: dict[str, bytes] = {}
    for language, place in places.items():
        page = front_page(course, names, language)
        up = "" if language == ENGLISH else "../"
        links = [f"[{_own_name(other)}]({up}{path})" for other, path in places.items() if other != language]
        if links:
            page += "\n\n" + " · ".join(links)
        pages[place] = f"{page}\n".encode()
    return pages


def _own_name(language: str) -> str:
    """What its speakers call a language."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  only where a release has several languages

    try:
        return Locale.parse(language).get_display_name() or language
    except UnknownLocaleError:
        return language
