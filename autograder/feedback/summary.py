"""A class in a few lines for the terminal: the same facts as its page."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.feedback.insights import Insights
from autograder.feedback.table import number, shorten
from autograder.languages import counted

_STATUSES = ("passed", "partial", "failed", "missing", "not_attempted")
_SHOWN = 5  # mistakes and tests
_WORDS = 46  # characters of a mistake or a test's title, so that a line fits 80 columns


def lines(insights: Insights, graded: int, seconds: float, failed: int = 0) -> list[str]:
    """Scores, what needs attention, and time: `graded` took so many `seconds`, `failed` could not be graded.

    The others were there.
    """
    submissions = counted("{count} submission", "{count} submissions", len(insights.rows))
    sentences = [f"{submissions} of {insights.assignment}: {_scores(insights)}"]
    statuses = Counter(row.status for row in insights.others)
    for status, status_words in (("rejected", "rejected"), ("error", "not graded through our own fault")):
        if statuses[status]:
            sentences.append(f"{status_words}: {statuses[status]} (grades.csv says why)")
    if graded:
        # the clock may not have moved between two looks
        rate_per_second = graded / max(seconds, 1e-9)
        sentences.append(f"{graded} graded in {seconds:.1f} s, {rate_per_second:.1f} per second")
    unchanged = len(insights.rows) - graded - failed
    if unchanged > 0:
        sentences.append(f"already there and unchanged: {unchanged} (--force grades again)")
    return sentences


def _scores(insights: Insights) -> str:
    if not insights.graded:
        return "none graded"
    mean_score = number(insights.mean)
    median_score = number(insights.median)
    return f"mean {mean_score} of {number(insights.max_score)}, median {median_score}, all points {insights.full}"


def exercises(insights: Insights) -> Table:
    """How the class did in each exercise."""
    headings = [exercise_status.replace("_", "\n") for exercise_status in _STATUSES]
    exercise_table = _table("exercise", "mean", *headings)
    for exercise in insights.exercises:
        statuses: Counter[str] = Counter()
        # of who was graded, not everybody has every exercise: a course may have grown since
        score_total = 0.0
        for student_row in insights.graded:
            if exercise in student_row.exercises:
                exercise_score, exercise_status = student_row.exercises[exercise]
                statuses[exercise_status] += 1
                score_total += exercise_score
        mean_score = score_total / (statuses.total() or 1)
        counts = [str(statuses[exercise_status]) for exercise_status in _STATUSES]
        exercise_table.add_row(exercise, number(mean_score), *counts)
    return exercise_table


def print_insights(console: Console, insights: Insights) -> None:
    """What several were told, and the tests that the fewest pass."""
    # a table without rows is left out, heading and all
    for insight_table in (_table_of_mistakes(insights), _table_of_tests(insights)):
        if insight_table.row_count:
            console.print(insight_table)
            console.print()


def _table_of_mistakes(insights: Insights) -> Table:
    mistake_table = _table("frequent mistakes", "exercise", "students", left=2)
    for mistake in insights.mistakes[:_SHOWN]:
        if len(mistake.students) == 1:  # and so have all after it
            break
        mistake_words = Text(shorten(mistake.words, _WORDS))
        mistake_table.add_row(mistake_words, mistake.exercise, str(len(mistake.students)))
    return mistake_table


def _table_of_tests(insights: Insights) -> Table:
    test_table = _table("hardest tests", "exercise", "pass", "separates", left=2)
    for class_test in insights.tests[:_SHOWN]:
        if class_test.rate == 1:  # and so do all after it
            break
        separates = "-"
        if class_test.separates is not None:
            separates = f"{class_test.separates:.2f}"
        test_title = Text(shorten(class_test.title, _WORDS))
        test_table.add_row(test_title, class_test.exercise, f"{class_test.rate:.0%}", separates)
    return test_table


def _table(*columns: str, left: int = 1) -> Table:
    """A table whose first `left` columns are words, and whose others are numbers."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for position, column in enumerate(columns):
        justify: Literal["left", "right"] = "right"
        if position < left:
            justify = "left"
        # only the first column gives way where the terminal is narrow
        table.add_column(column, justify=justify, no_wrap=position >= 1)
    return table
