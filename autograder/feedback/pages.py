"""Reports → pages: each a single HTML file that needs no network, with all that comes from a student escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from autograder.feedback import insights
from autograder.feedback.colours import code_of
from autograder.feedback.drawing import draw
from autograder.feedback.rendering import render, script
from autograder.feedback.table import number
from autograder.files import CLASS_PAGE, Grade
from autograder.report import ExerciseResult, Report, Source

COURSE_PAGE = "course.html"


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
    exercises = []
    for result in report.exercises:
        source = sources.get(result.name)
        exercises.append(Shown(result, source, code_of(source, result)))
    drawn = {picture.test: draw(picture) for picture in report.pictures}
    return render("student.html", report=report, exercises=exercises, drawn=drawn, back=back)


@dataclass(frozen=True)
class Live:
    """What a served class page can do beyond a file: show progress and, if it `grades`, take a notebook."""

    grades: bool


def class_page(assignment: str, reports: Iterable[Report], live: Live | None = None) -> str:
    """The class: scores, students and exercises, tests, mistakes, time."""
    insight = insights.of(assignment, reports)
    scripts = [script("class.js")]
    if live:
        scripts.append(script("live.js"))
    # the tallest column of the histogram fills its height
    largest_bin = 1
    for _, _, count in insight.bins:
        largest_bin = max(largest_bin, count)
    facts = {"class": insight, "bins": insight.bins, "most": largest_bin, "live": live, "scripts": scripts}
    return render("class.html", name=assignment, **facts)


@dataclass
class Sum:
    """An assignment in the course's table."""

    name: str
    size: int = 0
    graded: int = 0
    full: int = 0
    points: float = 0.0
    most: float = 0.0

    def add(self, grade: Grade) -> None:
        """Count one submission in."""
        self.size += 1
        self.most = max(self.most, grade.max_score)
        if grade.status == "graded":
            self.graded += 1
            self.points += grade.score
            self.full += grade.score == grade.max_score

    @property
    def mean(self) -> float:
        """The mean score of who was graded."""
        return self.points / (self.graded or 1)


@dataclass
class StudentRow:
    """A student in the course's table: what to show for each assignment, and the sum of what was graded."""

    cells: dict[str, str] = field(default_factory=dict)
    points: float = 0.0

    def add(self, grade: Grade) -> None:
        """Count one submission in; what could not be graded says so, and adds nothing."""
        if grade.status == "graded":
            self.cells[grade.assignment] = number(grade.score)
            self.points += grade.score
        else:
            self.cells[grade.assignment] = grade.status


def course_page(grades: Iterable[Grade]) -> str:
    """All assignments, and every student in each of them."""
    sums: dict[str, Sum] = {}
    rows: dict[str, StudentRow] = {}
    for grade in grades:
        sums.setdefault(grade.assignment, Sum(grade.assignment)).add(grade)
        rows.setdefault(grade.student or "-", StudentRow()).add(grade)
    return render("course.html", assignments=list(sums.values()), students=dict(sorted(rows.items())))
