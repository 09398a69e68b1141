"""A class in the terminal when its run ends: the table or the sums, who was not graded, and where the rest is."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from autograder import files, names
from autograder.batch import not_graded
from autograder.batch.not_graded import Account
from autograder.batch.out_folder import NOT_GRADED, Results
from autograder.feedback import summary, table
from autograder.feedback.insights import Insights

_MOST_ROWS = 50  # of a table in a terminal; a larger class gets its sums


def tell(
    results: Results, insights: Insights, account: Account, graded_now: int, seconds: float, *, verbose: bool
) -> None:
    """Print it; `graded_now` were graded in so many seconds, the others were there."""
    console = Console()
    reports = results.of(sorted(row.student for row in insights.rows))
    if verbose:
        for report in reports:
            console.print(Text(f"\n{names.in_a_line(report.student or '-')}", style="bold underline"))
            table.print_one(console, report)
    elif len(insights.rows) <= _MOST_ROWS:
        table.print_class(console, list(reports))
    else:
        console.print(summary.exercises(insights))
    console.print()
    summary.print_insights(console, insights)
    print("\n".join(summary.lines(insights, graded_now, seconds)))
    print()
    print("\n".join(not_graded.lines(account, results.folder / NOT_GRADED)))
    print(f"\n{len(insights.rows)} reports in {results.folder}, grades in {results.out / files.GRADES}")
    print(f"the class in a browser: {results.folder / files.CLASS_PAGE}")
