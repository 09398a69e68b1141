"""Reports → pages: each a single HTML file that needs no network, with all that comes from a student escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from markupsafe import Markup

from autograder.feedback.colours import code_of
from autograder.feedback.drawing import draw
from autograder.feedback.insights import Insights
from autograder.feedback.kinds import WrongKinds, notes_about
from autograder.feedback.next_steps import Outline, next_steps
from autograder.feedback.notes import Note
from autograder.feedback.rendering import render, script
from autograder.feedback.retelling import retold, reworded
from autograder.feedback.table import number
from autograder.feedback.verdicts import Group, groups_of
from autograder.files import Grade
from autograder.languages import say, speaking
from autograder.report import ExerciseResult, Report, Source

COURSE_PAGE = "course.html"
_MOST_STEPS = 3  # that are told in full: who has mended so many hands in again


@dataclass(frozen=True)
class Shown:
    """An exercise as the student's page shows it."""

    result: ExerciseResult
    source: Source | None
    code: Markup
    notes: Sequence[Note] = ()

    @property
    def groups(self) -> list[Group]:
        """Its tests, those with the same message together."""
        return groups_of(self.result)

    @property
    def absence(self) -> str:
        """What every test says of an exercise that the notebook does not define."""
        for test in self.result.tests:
            if test.message:
                return retold(test)
        return say("your notebook does not define it")

    @property
    def share(self) -> float:
        """Percent of the points."""
        return round(100 * self.result.score / (self.result.max_score or 1), 1)


def student_page(report: Report, back: str = "", outline: Outline | None = None) -> str:
    """One submission: its points, what to do next, code and tests, and what is wrong in words and in pictures.

    `back` is where the class's page lies: only an instructor's copy leads there, since it shows everybody's scores.
    """
    # without a course at hand, the name and the reports have to do
    outline = outline or Outline(plain_title(report.assignment))
    with speaking(report.language, outline.words_in(report.language)):
        return _student_page(report, back, outline)


def _student_page(report: Report, back: str, outline: Outline) -> str:
    sources = {exercise_source.exercise: exercise_source for exercise_source in report.sources}
    exercises = []
    for exercise_result in report.exercises:
        exercise_source = sources.get(exercise_result.name)
        code = code_of(exercise_source, exercise_result, report.reason)
        notes = notes_about(report, exercise_result, outline.notes)
        exercises.append(Shown(exercise_result, exercise_source, code, notes))
    pictures = {picture.test: draw(picture) for picture in report.pictures}
    steps = next_steps(report, outline)
    page_facts = {"outline": outline, "exercises": exercises, "drawn": pictures, "back": back}
    page_facts["steps"] = steps[:_MOST_STEPS]
    page_facts["later"] = steps[_MOST_STEPS:]
    page_facts["reason"] = reworded(report.reason, report.reason_said)
    page_facts["versions"] = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    return render("student.html", report=report, **page_facts)


def plain_title(assignment: str) -> str:
    """A title made of a module's name, for who knows no course."""
    return assignment.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Live:
    """What a served class page can do beyond a file: show progress and, if it `grades`, take a notebook."""

    grades: bool


def class_page(
    assignment: str,
    reports: Iterable[Report],
    live: Live | None = None,
    title: str = "",
    files: Sequence[Mapping[str, str]] = (),
    outline: Outline | None = None,
) -> str:
    """The class: scores, students and exercises, kinds of wrong answers, tests, time; and the `files` not looked at.

    Each of these says its `file`, its `student` and the `reason`.
    """
    outline = outline or Outline(title or plain_title(assignment))
    insight = Insights(assignment)
    wrong_kinds = WrongKinds(assignment, outline.notes)
    for report in reports:
        insight.add(report)
        wrong_kinds.add(report)
    kinds = wrong_kinds.kinds()
    scripts = [script("class.js")]
    if live:
        scripts.append(script("live.js"))
    # the tallest column of the histogram fills its height
    largest_bin = 1
    for _, _, bin_count in insight.bins:
        largest_bin = max(largest_bin, bin_count)
    page_facts = {"class": insight, "bins": insight.bins, "most": largest_bin, "live": live, "scripts": scripts}
    page_facts |= {"files": files, "outline": outline, "idle_notes": wrong_kinds.idle_notes(kinds)}
    page_facts["frequent"], page_facts["rare"] = _of_several_and_of_one(insight.mistakes)
    page_facts["kinds"], page_facts["single_kinds"] = _of_several_and_of_one(kinds)
    return render("class.html", title=title or outline.title, **page_facts)


class _Shared(Protocol):
    """What one student or several have in common."""

    students: list[str]


SharedT = TypeVar("SharedT", bound=_Shared)


def _of_several_and_of_one(shared: Iterable[SharedT]) -> tuple[list[SharedT], list[SharedT]]:
    """What several students have in common, and what is one student's alone."""
    of_several = []
    of_one = []
    for item in shared:
        if len(item.students) > 1:
            of_several.append(item)
        else:
            of_one.append(item)
    return of_several, of_one


@dataclass
class Sum:
    """An assignment in the course's table."""

    name: str
    title: str
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

    name: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    points: float = 0.0

    def add(self, grade: Grade) -> None:
        """Count one submission in; what could not be graded says so, and adds nothing."""
        self.name = self.name or grade.name
        if grade.status == "graded":
            self.cells[grade.assignment] = number(grade.score)
            self.points += grade.score
        else:
            self.cells[grade.assignment] = grade.status


def course_page(grades: Iterable[Grade], titles: Mapping[str, str] | None = None) -> str:
    """All assignments, and every student in each of them.

    `titles` are the assignments' titles by their names, in the course's order; those of no course come last.
    """
    assignment_sums = {name: Sum(name, title) for name, title in (titles or {}).items()}
    student_rows: dict[str, StudentRow] = {}
    for grade in grades:
        if grade.assignment not in assignment_sums:
            assignment_sums[grade.assignment] = Sum(grade.assignment, plain_title(grade.assignment))
        assignment_sums[grade.assignment].add(grade)
        student_rows.setdefault(grade.student or "-", StudentRow()).add(grade)
    # an assignment that nobody has handed in yet is a column of dashes
    assignments = [assignment for assignment in assignment_sums.values() if assignment.size]
    return render("course.html", assignments=assignments, students=dict(sorted(student_rows.items(), key=_by_name)))


def _by_name(entry: tuple[str, StudentRow]) -> tuple[str, str]:
    """The order in which people look for a student: by the name, or by the key of one whose name nobody knows."""
    key, row = entry
    return (row.name or key).casefold(), key
