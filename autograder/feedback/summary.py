"""A class in a few lines, gathered report by report: its memory does not grow with the class."""

from __future__ import annotations

from collections import Counter
from statistics import median

from rich.console import Console
from rich.table import Table

from autograder.feedback.table import number
from autograder.report import Report

_STATUSES = ("passed", "partial", "failed", "missing", "not_attempted")


class Summary:
    """The sums of a class; `graded` of its submissions took `seconds` just now, the others were there."""

    def __init__(self, assignment: str, graded: int, seconds: float) -> None:
        self.assignment, self.graded, self.seconds = assignment, graded, seconds
        self.size, self.most = 0, 0.0
        self.statuses: Counter[str] = Counter()
        self.scores: Counter[float] = Counter()
        self.exercises: dict[str, Counter[str]] = {}
        self.points: Counter[str] = Counter()

    def add(self, report: Report) -> None:
        """Count one report in."""
        self.size += 1
        self.statuses[report.status] += 1
        if report.status != "graded":
            return
        self.scores[report.score] += 1
        self.most = max(self.most, report.max_score)
        for e in report.exercises:
            self.exercises.setdefault(e.name, Counter())[e.status] += 1
            self.points[e.name] += e.score  # type: ignore[assignment]

    def lines(self) -> list[str]:
        """Scores, what needs somebody's attention, and the time that it took."""
        found = [f"{self.size} submissions of {self.assignment}: {self._scores()}"]
        for status, what in (("rejected", "rejected"), ("error", "not graded through our own fault")):
            if self.statuses[status]:
                found.append(f"{what}: {self.statuses[status]} (grades.csv says why)")
        kept = self.size - self.graded
        if self.graded:
            rate = self.graded / max(self.seconds, 1e-9)
            found.append(f"{self.graded} graded in {self.seconds:.1f} s, {rate:.1f} per second")
        if kept:
            found.append(f"{kept} were there, graded and unchanged (--force grades them again)")
        return found

    def _scores(self) -> str:
        graded = self.scores.total()
        if not graded:
            return "none graded"
        mean = sum(score * count for score, count in self.scores.items()) / graded
        full = sum(count for score, count in self.scores.items() if score == self.most)
        middle = median(self.scores.elements())
        return f"mean {number(mean)} of {number(self.most)}, median {number(middle)}, all points {full}"

    def print(self, console: Console, *, exercises: bool) -> None:
        """Print it; with `exercises`, how the class did in each."""
        if exercises:
            console.print(self._table())
            console.print()
        for line in self.lines():
            console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _table(self) -> Table:
        table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("exercise", no_wrap=True)
        for column in ("mean", *(status.replace("_", "\n") for status in _STATUSES)):
            table.add_column(column, justify="right")
        for name, counts in self.exercises.items():
            mean = self.points[name] / counts.total()
            table.add_row(name, number(mean), *(str(counts[status]) for status in _STATUSES))
        return table
