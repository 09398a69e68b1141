"""What a class's reports say together: how each test separates, which mistakes are frequent, how long it took."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import StatisticsError, correlation, mean, median

from autograder.feedback.table import shorten
from autograder.report import ExerciseResult, Report, TestResult

_LEAST = 5  # students from whom a correlation says anything
_BINS = 10
_NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d.,]*(?:e[-+]?\d+)?(?!\w)")
_WHERE = re.compile(r"(?<=values differ) in \d+ of .*", re.DOTALL)
_SHAPE = re.compile(r"\((?:\d+, ?)*\d*\)")
_PLACE = re.compile(r"(, in cell \d+.*|\(not attempted yet.*)", re.DOTALL)
_LOOKS_LIKE = re.compile(r"looks like .*", re.DOTALL)
# characters
_LONGEST = 160
_LONGEST_SENTENCE = 300


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
    edition: str = ""
    is_decided: bool = False  # a person, or a test left out, has changed points

    @property
    def marks(self) -> list[str]:
        """What an instructor should see beside the name."""
        marks = []
        if self.late == "yes":
            marks.append("late")
        if self.is_decided:
            marks.append("decided after grading")
        if self.edition:
            marks.append("other edition")
        return marks


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


@dataclass
class Mistake:
    """What several were told of an exercise, whatever the numbers were. `sentence` is how one of them was told."""

    exercise: str
    words: str
    sentence: str
    students: list[str] = field(default_factory=list)


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
        self._mistakes: dict[tuple[str, str], Mistake] = {}

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
                score = report.score
                if report.lateness is not None:  # being late says nothing about a test
                    score = report.lateness.before
                self._add_exercise(exercise, student, score)
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
            report.edition,
            bool(report.corrections),
        )
        self.rows.append(student_row)
        if report.status == "graded":
            self.graded.append(student_row)
        else:
            self.others.append(student_row)

    def _add_exercise(self, exercise: ExerciseResult, student: str, score: float) -> None:
        for key, (words, sentence) in _mistakes(exercise).items():
            mistake = self._mistakes.setdefault((exercise.name, key), Mistake(exercise.name, words, sentence))
            mistake.students.append(student)
        for test in exercise.tests:
            test_in_class = self._tests.setdefault(test.name, Test(exercise.name, test.title, test.public))
            test_in_class.passed.append(test.outcome == "passed")
            test_in_class.rest.append(score - test.score)

    @property
    def editions(self) -> dict[str, list[str]]:
        """Who has worked in a notebook that is not of the newest edition, by where it comes from."""
        students_by_edition: dict[str, list[str]] = {}
        for row in self.rows:
            if row.edition:
                students_by_edition.setdefault(row.edition, []).append(row.student)
        return students_by_edition

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
        return sorted(self._mistakes.values(), key=_frequency)

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


def _mistakes(exercise: ExerciseResult) -> dict[str, tuple[str, str]]:
    """What an exercise's failures say, each once: by what they have in common, in few words and as a sentence.

    There is nothing of an exercise that was not attempted.
    """
    mistakes: dict[str, tuple[str, str]] = {}
    if exercise.status in ("passed", "not_attempted"):
        return mistakes
    for test in exercise.tests:
        if test.outcome != "passed" and not test.example_only:
            sentence = _sentence(test)
            known_mistake = _LOOKS_LIKE.search(sentence)
            words = sentence if known_mistake is None else known_mistake[0]
            # where the policy tells nothing, the test's own sentence has to do
            mistakes.setdefault(in_words(test.whole) or sentence, (words, sentence))
    return mistakes


def _sentence(test: TestResult) -> str:
    """All that a failed test said; where it said nothing, what the test asks for."""
    message = _PLACE.sub("", test.whole)
    if not message:
        return f"fails: {test.title}"
    return shorten(message, _LONGEST_SENTENCE)


def telling_sentence(exercise: ExerciseResult) -> str:
    """The failure of an exercise that says most: one that names a likely mistake, or else the first."""
    sentences = []
    for test in exercise.tests:
        if test.outcome != "passed" and not test.example_only:
            sentences.append(_sentence(test))
    for sentence in sentences:
        if _LOOKS_LIKE.search(sentence):
            return sentence
    return next(iter(sentences), "")


@lru_cache(maxsize=4096)  # a class is told the same again and again
def in_words(message: str) -> str:
    """A message without what differs from student to student: its numbers, and the place in the notebook."""
    # a mistake that is known by name is the same one, whatever it was seen in
    known_mistake = _LOOKS_LIKE.search(message)
    if known_mistake:
        return shorten(known_mistake[0], _LONGEST)
    plain_words = _PLACE.sub("", message)
    for pattern, replacement in ((_WHERE, ""), (_SHAPE, "(…)"), (_NUMBER, "…")):
        plain_words = pattern.sub(replacement, plain_words)
    return shorten(plain_words, _LONGEST)
