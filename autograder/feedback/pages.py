"""Reports → pages: each a single HTML file that needs no network, with all that comes from a student escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder import names
from autograder.feedback import insights
from autograder.feedback.drawing import draw
from autograder.feedback.table import number
from autograder.files import CLASS_PAGE, Grade, page_name
from autograder.report import ExerciseResult, Report, Source

COURSE_PAGE = "course.html"
_LEXER, _COLOURS = PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)
LONGEST_LINE = 400  # characters: the time that the lexer takes for a line grows with the square of its length
_LINE = re.compile(r"in cell (\d+), line (\d+)")


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.feedback"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    made.filters |= {"points": number, "page": lambda student: quote(page_name(student)), "words": _words}
    return made


def render(template: str, **facts: object) -> str:
    """A page from one of this folder's templates."""
    return _templates().get_template(template).render(**facts)


def _visible(value: object) -> object:
    """Text without characters that only a terminal, or the order of a line, would notice."""
    return names.shown(value) if type(value) is str else value


def _words(status: str) -> str:
    return status.replace("_", " ")


@dataclass(frozen=True)
class Shown:
    """An exercise as the student's page shows it."""

    result: ExerciseResult
    source: Source | None
    code: Markup

    @property
    def share(self) -> float:
        """Percent of the points."""
        return round(100 * self.result.score / (self.result.max_score or 1), 1)


def student_page(report: Report, back: str = CLASS_PAGE) -> str:
    """One submission: its points, code and tests, what is wrong in words and, where it may be shown, in a picture."""
    sources = {source.exercise: source for source in report.sources}
    exercises = [Shown(e, sources.get(e.name), _code(sources.get(e.name), e)) for e in report.exercises]
    drawn = {picture.test: draw(picture) for picture in report.pictures}
    return render("student.html", report=report, exercises=exercises, drawn=drawn, back=back)


def _code(source: Source | None, exercise: ExerciseResult) -> Markup:
    """The code in colours, a line each; those in which it stopped are marked."""
    if source is None or exercise.status == "not_attempted":
        return Markup()
    places = [place for test in exercise.tests for place in _LINE.findall(test.message)]
    marked = {int(line) for cell, line in places if int(cell) == source.cell}
    lines = enumerate(_coloured(source.text), 1)
    spans = (f"<span{' class=here' if n in marked else ''}>{line}</span>" for n, line in lines)
    return Markup("".join(spans))  # noqa: S704  pygments has escaped each token


@lru_cache(maxsize=32)  # where all exercises stand in one cell, it is coloured once
def _coloured(code: str) -> list[str]:
    text = names.shown(code.replace("\r", ""))
    lines = [line.rstrip() for line in text.split("\n")]  # blanks in many lines make the lexer slow
    if max(map(len, lines)) > LONGEST_LINE:
        return [str(escape(line)) for line in lines]
    text = "\n".join(lines)
    return list(highlight(text, _LEXER, _COLOURS).rstrip("\n").split("\n"))


@dataclass(frozen=True)
class Live:
    """What a served class page can do beyond a file: show progress and, if it `grades`, take a notebook."""

    grades: bool


@dataclass(frozen=True)
class Script:
    """A script of ours, and the hash by which a page's policy allows it and nothing else."""

    text: Markup
    hash: str


def class_page(assignment: str, reports: Iterable[Report], live: Live | None = None) -> str:
    """The class: scores, students and exercises, tests, mistakes, time."""
    found = insights.of(assignment, reports)
    bins, scripts = found.bins, [_script("class.js"), *([_script("live.js")] if live else [])]
    most = max(count for _, _, count in bins) or 1
    return render("class.html", name=assignment, bins=bins, most=most, live=live, scripts=scripts, **{"class": found})


@cache
def _script(name: str) -> Script:
    loader = _templates().loader
    assert loader is not None
    text = loader.get_source(_templates(), name)[0]
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Script(Markup(text), f"sha256-{digest}")  # noqa: S704  our own


@dataclass
class Sum:
    """An assignment in the course's table."""

    name: str
    size: int = 0
    graded: int = 0
    full: int = 0
    points: float = 0.0
    most: float = 0.0

    @property
    def mean(self) -> float:
        """The mean score of who was graded."""
        return self.points / (self.graded or 1)


def course_page(grades: Iterable[Grade]) -> str:
    """All assignments, and every student in each of them."""
    assignments: dict[str, Sum] = {}
    students: dict[str, dict[str, str]] = {}
    sums: dict[str, float] = {}
    for grade in grades:
        name, student, is_graded = grade.assignment, grade.student or "-", grade.status == "graded"
        a = assignments.setdefault(name, Sum(name))
        a.size, a.most = a.size + 1, max(a.most, grade.max_score)
        if is_graded:
            a.graded, a.points, a.full = a.graded + 1, a.points + grade.score, a.full + (grade.score == grade.max_score)
        students.setdefault(student, {})[name] = number(grade.score) if is_graded else grade.status
        sums[student] = sums.get(student, 0.0) + (grade.score if is_graded else 0.0)
    ordered = dict(sorted(students.items()))
    return render("course.html", assignments=list(assignments.values()), students=ordered, sums=sums)
