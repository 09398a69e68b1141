"""A class in the terminal when its run ends: the table or the sums, who was not graded, and where the rest is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.text import Text

from autograder import files, names
from autograder.batch import not_graded
from autograder.batch.changes import CHANGES, Change
from autograder.batch.not_graded import Account
from autograder.batch.out_folder import NOT_GRADED, DryResults, Results
from autograder.feedback import insights as class_insights
from autograder.feedback import summary, table
from autograder.feedback.insights import Insights
from autograder.languages import speaking

_MOST_ROWS = 50  # of a table in a terminal; a larger class gets its sums
_MOST_CHANGES = 40  # lines in the terminal; the file has all of them


@dataclass
class ToldChanges:
    """What a run changes, as it is told: at most a screen of it, since the file has the rest."""

    students: set[str] = field(default_factory=set)
    count: int = 0

    def add(self, changes: list[Change], *, quiet: bool) -> None:
        """Tell of one student's changes, which are about to be written."""
        for change in changes:
            self.students.add(change.student)
            self.count += 1
            if not quiet and self.count <= _MOST_CHANGES:
                print(change)

    def tell_end(self, folder: Path) -> None:
        """Say how many there were, and where all of them are."""
        self.tell_rest()
        if self.count:
            print(f"scores that have changed, as said above: {len(self.students)}; all of it: {folder / CHANGES}")

    def tell_rest(self) -> None:
        """Say how many were too many to be told."""
        if self.count > _MOST_CHANGES:
            print(f"… and {self.count - _MOST_CHANGES} more changes")


def tell_dry_run(results: DryResults, account: Account, changes: ToldChanges, seconds: float) -> None:
    """Print what a run would have given, which has written nothing."""
    changes.tell_rest()
    insights = class_insights.of(results.folder.name, results.current())
    print("\n".join(_sums(results, insights, seconds)))
    print()
    print("\n".join(not_graded.lines(account, None)))
    graded_count = results.statuses.total()
    facts = f"{graded_count} graded, {results.new_count} of them new; changed scores: {len(changes.students)}"
    print(f"\ndry run: {facts}; nothing was written")


def _sums(results: Results, insights: Insights, seconds: float) -> list[str]:
    graded_count = results.statuses["graded"]
    return summary.lines(insights, graded_count, seconds, results.statuses.total() - graded_count)


def tell(results: Results, insights: Insights, account: Account, seconds: float, *, verbose: bool) -> None:
    """Print it; what this run has graded was graded in so many seconds, the others were there."""
    console = Console()
    reports = results.of(sorted(row.student for row in insights.rows))
    if verbose:
        for report in reports:
            console.print(Text(f"\n{names.in_a_line(report.student or '-')}", style="bold underline"))
            with speaking(report.language, results.words_in(report)):
                table.print_one(console, report)
    elif len(insights.rows) <= _MOST_ROWS:
        table.print_class(console, list(reports))
    else:
        console.print(summary.exercises(insights))
    console.print()
    summary.print_insights(console, insights)
    print("\n".join(_sums(results, insights, seconds)))
    print()
    print("\n".join(not_graded.lines(account, results.folder / NOT_GRADED)))
    print(f"\n{len(insights.rows)} reports in {results.folder}, grades in {results.out / files.GRADES}")
    print(f"the class in a browser: {results.folder / files.CLASS_PAGE}")
