"""A class in a few lines for the terminal: the same facts as its page."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.feedback.insights import Insights
from autograder.feedback.table import number, shorten

_STATUSES = ("passed", "partial", "failed", "missing", "not_attempted")
_MOST = 5  # mistakes and tests
_WORDS = 46  # characters of a mistake or a test's title, so that a line fits 80 columns


def lines(found: Insights, graded: int, seconds: float) -> list[str]:
    """Scores, what needs attention, and time: `graded` were done in so many `seconds`; the others were there."""
    said = [f"{len(found.rows)} submissions of {found.assignment}: {_scores(found)}"]
    statuses = Counter(row.status for row in found.others)
    for status, what in (("rejected", "rejected"), ("error", "not graded through our own fault")):
        if statuses[status]:
            said.append(f"{what}: {statuses[status]} (grades.csv says why)")
    if graded:
        said.append(f"{graded} graded in {seconds:.1f} s, {graded / max(seconds, 1e-9):.1f} per second")
    if len(found.rows) > graded:
        said.append(f"{len(found.rows) - graded} were there, graded and unchanged (--force grades them again)")
    return said


def _scores(found: Insights) -> str:
    if not found.graded:
        return "none graded"
    mean, middle = number(found.mean), number(found.median)
    return f"mean {mean} of {number(found.max_score)}, median {middle}, all points {found.full}"


def exercises(found: Insights) -> Table:
    """How the class did in each exercise."""
    table = _table("exercise", "mean", *(status.replace("_", "\n") for status in _STATUSES))
    for name in found.exercises:
        results = [row.exercises[name] for row in found.graded if name in row.exercises]
        mean = sum(score for score, _ in results) / (len(results) or 1)
        counts = Counter(status for _, status in results)
        table.add_row(name, number(mean), *(str(counts[status]) for status in _STATUSES))
    return table


def print_insights(console: Console, found: Insights) -> None:
    """What several were told, and the tests that the fewest pass."""
    frequent = [m for m in found.mistakes if len(m.students) > 1][:_MOST]
    if frequent:
        table = _table("frequent mistakes", "exercise", "students", left=2)
        for m in frequent:
            table.add_row(Text(shorten(m.words, _WORDS)), m.exercise, str(len(m.students)))
        console.print(table)
        console.print()
    hardest = [t for t in found.tests if t.rate < 1][:_MOST]
    if hardest:
        table = _table("hardest tests", "exercise", "pass", "separates", left=2)
        for t in hardest:
            separates = "-" if t.separates is None else f"{t.separates:.2f}"
            table.add_row(Text(shorten(t.title, _WORDS)), t.exercise, f"{t.rate:.0%}", separates)
        console.print(table)
        console.print()


def _table(*columns: str, left: int = 1) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for i, column in enumerate(columns):
        table.add_column(column, justify="left" if i < left else "right", no_wrap=i >= 1)
    return table
