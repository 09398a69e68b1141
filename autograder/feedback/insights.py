"""What a class's reports say together: how each test separates, which mistakes are frequent, how long it took."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import StatisticsError, correlation, mean, median

from autograder.feedback.table import shorten
from autograder.report import ExerciseResult, Report

_LEAST = 5  # students from whom a correlation says anything
_BINS = 10
_NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d.,]*(?:e[-+]?\d+)?(?!\w)")
_WHERE = re.compile(r"(?<=values differ) in \d+ of .*", re.DOTALL)
_SHAPE = re.compile(r"\((?:\d+, ?)*\d*\)")
_PLACE = re.compile(r"(, in cell \d+.*|\(not attempted yet.*)", re.DOTALL)
_LONGEST = 160


@dataclass(frozen=True)
class Row:
    """A student in the class's table."""

    student: str
    status: str
    score: float
    max_score: float
    reason: str
    seconds: float
    exercises: dict[str, tuple[float, str]]  # by name: score, status
    name: str = ""
    late: str = ""


@dataclass
class Test:
    """A test in the class: who passed it, and the points that each had without it."""

    __test__ = False  # not for pytest

    exercise: str
    title: str
    public: bool
    passed: list[bool] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The share of the class that passes it."""
        return sum(self.passed) / len(self.passed)

    @property
    def separates(self) -> float | None:
        """The item-rest correlation of classical test theory: Pearson's r of passing with the points of the rest.

        None where it says nothing: all pass or fail, or the class is small.
        """
        if len(self.passed) < _LEAST:
            return None
        try:
            return correlation(list(map(float, self.passed)), self.rest)
        except StatisticsError:  # there is no correlation with what is always the same
            return None


@dataclass(frozen=True)
class Mistake:
    """The same words about the same exercise, and everybody who was told them."""

    exercise: str
    words: str
    students: tuple[str, ...]


class Insights:
    """Of the class of an assignment; `add` its reports one by one."""

    def __init__(self, assignment: str) -> None:
        self.assignment = assignment
        self.rows: list[Row] = []
        # who was graded, and who was not and has a reason: a fault of ours is no zero
        self.graded: list[Row] = []
        self.others: list[Row] = []
        self.exercises: dict[str, float] = {}
        self.max_score = 0.0
        self._tests: dict[str, Test] = {}
        self._students_by_mistake: dict[tuple[str, str], list[str]] = {}

    def add(self, report: Report) -> None:
        """Count one report in."""
        student = report.student or "-"
        # what was rejected before it was read may know no points: the largest is the assignment's
        self.max_score = max(self.max_score, report.max_score)
        results: dict[str, tuple[float, str]] = {}
        for exercise in report.exercises:
            self.exercises.setdefault(exercise.name, exercise.max_score)
            results[exercise.name] = (exercise.score, exercise.status)
            # of what was not graded, no test says anything about the class
            if report.status == "graded":
                self._add_exercise(exercise, student, report.score)
        report_reason = report.reason or ""
        student_row = Row(
            student,
            report.status,
            report.score,
            report.max_score,
            report_reason,
            report.seconds,
            results,
            report.name,
            report.late,
        )
        self.rows.append(student_row)
        if report.status == "graded":
            self.graded.append(student_row)
        else:
            self.others.append(student_row)

    def _add_exercise(self, exercise: ExerciseResult, student: str, score: float) -> None:
        for words in _mistakes(exercise):
            self._students_by_mistake.setdefault((exercise.name, words), []).append(student)
        for test in exercise.tests:
            test_in_class = self._tests.setdefault(test.name, Test(exercise.name, test.title, test.public))
            test_in_class.passed.append(test.outcome == "passed")
            test_in_class.rest.append(score - test.score)

    @property
    def scores(self) -> list[float]:
        """The scores of who was graded."""
        return [row.score for row in self.graded]

    @property
    def mean(self) -> float:
        """The mean score of who was graded; 0 of nobody."""
        return mean(self.scores or [0.0])

    @property
    def median(self) -> float:
        """The median score of who was graded; 0 of nobody."""
        return median(self.scores or [0.0])

    @property
    def full(self) -> int:
        """How many have all points."""
        return sum(row.score == row.max_score for row in self.graded)

    @property
    def bins(self) -> list[tuple[float, float, int]]:
        """The distribution of scores: from, to, and how many; all points count into the last."""
        bin_width = (self.max_score or 1.0) / _BINS
        bin_counts = [0] * _BINS
        for student_score in self.scores:
            # all points would be the first of a bin that is not there
            position = min(int(student_score / bin_width), _BINS - 1)
            bin_counts[position] += 1
        bins = []
        for position, bin_count in enumerate(bin_counts):
            score_bin = (position * bin_width, (position + 1) * bin_width, bin_count)
            bins.append(score_bin)
        return bins

    @property
    def tests(self) -> list[Test]:
        """All tests, the hardest first, those alike in the order in which they were met."""
        return sorted(self._tests.values(), key=lambda test: test.rate)

    @property
    def mistakes(self) -> list[Mistake]:
        """What several were told, the most frequent first."""
        mistakes = []
        for (exercise, words), students in self._students_by_mistake.items():
            mistakes.append(Mistake(exercise, words, tuple(students)))
        return sorted(mistakes, key=_frequency)

    @property
    def seconds(self) -> list[float]:
        """How long each grading took."""
        return [row.seconds for row in self.rows]

    @property
    def slowest(self) -> list[Row]:
        """Those that took longest."""
        return sorted(self.rows, key=lambda row: -row.seconds)[:5]


def _frequency(mistake: Mistake) -> tuple[int, str, str]:
    return -len(mistake.students), mistake.exercise, mistake.words


def of(assignment: str, reports: Iterable[Report]) -> Insights:
    """The insights into these reports."""
    insights = Insights(assignment)
    for report in reports:
        insights.add(report)
    return insights


def _mistakes(exercise: ExerciseResult) -> set[str]:
    """What an exercise's failures say, each once; nothing of an exercise that was not attempted."""
    mistake_words: set[str] = set()
    if exercise.status in ("passed", "not_attempted"):
        return mistake_words
    for test in exercise.tests:
        if test.outcome != "passed" and not test.example_only:
            # where the policy tells nothing, the test's own sentence has to do
            mistake_words.add(in_words(test.message) or f"fails: {test.title}")
    return mistake_words


def in_words(message: str) -> str:
    """A message without what differs from student to student: its numbers, and the place in the notebook."""
    # a mistake that is known by name is the same one, whatever it was seen in
    known_mistake = re.search(r"looks like .*", message, re.DOTALL)
    if known_mistake:
        return shorten(known_mistake[0], _LONGEST)
    plain_words = _PLACE.sub("", message)
    for pattern, replacement in ((_WHERE, ""), (_SHAPE, "(…)"), (_NUMBER, "…")):
        plain_words = pattern.sub(replacement, plain_words)
    return shorten(plain_words, _LONGEST)
