"""What a class's reports say together: how each test separates, which mistakes are frequent, how long it took."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import StatisticsError, correlation, mean, median

from autograder.feedback.table import shorten
from autograder.report import EXAMPLE_ONLY, ExerciseResult, Report

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
            return correlation([float(p) for p in self.passed], self.rest)
        except StatisticsError:
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
        self.exercises: dict[str, float] = {}
        self.max_score = 0.0
        self._tests: dict[str, Test] = {}
        self._mistakes: dict[tuple[str, str], list[str]] = {}

    def add(self, report: Report) -> None:
        """Count one report in."""
        student = report.student or "-"
        self.max_score = max(self.max_score, report.max_score)
        for e in report.exercises:
            self.exercises.setdefault(e.name, e.max_score)
            for words in _mistakes(e) if report.status == "graded" else ():
                self._mistakes.setdefault((e.name, words), []).append(student)
            for test in e.tests if report.status == "graded" else ():
                facts = self._tests.setdefault(test.name, Test(e.name, test.title, test.public))
                facts.passed.append(test.outcome == "passed")
                facts.rest.append(report.score - test.score)
        results: dict[str, tuple[float, str]] = {e.name: (e.score, e.status) for e in report.exercises}
        self.rows.append(
            Row(student, report.status, report.score, report.max_score, report.reason or "", report.seconds, results)
        )

    @property
    def graded(self) -> list[Row]:
        """Who was graded; a fault of ours is no zero."""
        return [row for row in self.rows if row.status == "graded"]

    @property
    def others(self) -> list[Row]:
        """Who was not, and has a reason."""
        return [row for row in self.rows if row.status != "graded"]

    @property
    def mean(self) -> float:
        """The mean score of who was graded."""
        return mean([row.score for row in self.graded] or [0.0])

    @property
    def median(self) -> float:
        """The median score of who was graded."""
        return median([row.score for row in self.graded] or [0.0])

    @property
    def full(self) -> int:
        """How many have all points."""
        return sum(row.score == row.max_score for row in self.graded)

    @property
    def bins(self) -> list[tuple[float, float, int]]:
        """The distribution of scores: from, to, and how many; all points count into the last."""
        width = (self.max_score or 1.0) / _BINS
        counts = [0] * _BINS
        for row in self.graded:
            counts[min(int(row.score / width), _BINS - 1)] += 1
        return [(i * width, (i + 1) * width, count) for i, count in enumerate(counts)]

    @property
    def tests(self) -> list[Test]:
        """All tests, the hardest first."""
        return sorted(self._tests.values(), key=lambda test: test.rate)

    @property
    def mistakes(self) -> list[Mistake]:
        """What several were told, the most frequent first."""
        found = [Mistake(*key, tuple(students)) for key, students in self._mistakes.items()]
        return sorted(found, key=lambda m: (-len(m.students), m.exercise, m.words))

    @property
    def seconds(self) -> list[float]:
        """How long each grading took."""
        return [row.seconds for row in self.rows]

    @property
    def slowest(self) -> list[Row]:
        """Those that took longest."""
        return sorted(self.rows, key=lambda row: -row.seconds)[:5]


def of(assignment: str, reports: Iterable[Report]) -> Insights:
    """The insights into these reports."""
    made = Insights(assignment)
    for report in reports:
        made.add(report)
    return made


def _mistakes(exercise: ExerciseResult) -> set[str]:
    """What an exercise's failures say, each once; nothing of an exercise that was not attempted."""
    if exercise.status in ("passed", "not_attempted"):
        return set()
    failed = [t for t in exercise.tests if t.outcome != "passed" and t.message != EXAMPLE_ONLY]
    return {in_words(t.message) or f"fails: {t.title}" for t in failed}


def in_words(message: str) -> str:
    """A message without what differs from student to student: its numbers, and the place in the notebook."""
    looks = re.search(r"looks like .*", message, re.DOTALL)  # a mistake by name, whatever it was seen in
    plain = _WHERE.sub("", _PLACE.sub("", message))
    said = looks[0] if looks else _SHAPE.sub("(…)", plain)
    return shorten(said if looks else _NUMBER.sub("…", said), _LONGEST)
