"""The class in the terminal: the same facts as on its page, in 80 columns."""

import io

from reports import report
from rich.console import Console

from autograder.feedback import summary
from autograder.feedback.insights import of


def test_it_fits_and_tells():
    """What several were told and which tests are hard, whatever the texts; and what became of everybody."""
    wrong = "the result of a very long computation with many words: looks like a forgotten division by the batch size"
    reports = [report(f"s{i}", iterator=(0.0, "failed", wrong)) for i in range(3)]
    reports += [
        report("good", iterator=(1.0, "passed", "")),
        report("late", "rejected", "empty"),
        report("ours", "error", "lost"),
    ]
    found = of("a", reports)
    out = io.StringIO()
    console = Console(file=out, width=80)
    summary.print_insights(console, found)
    console.print(summary.exercises(found))
    text = out.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    assert "looks like a forgotten division by the batch …" in text
    assert "25%" in text
    assert "\x1b" not in text
    said = summary.lines(found, 4, 2.0)
    assert said[0] == "6 submissions of a: mean 0.25 of 2, median 0, all points 0"
    assert said[1:] == [
        "rejected: 1 (grades.csv says why)", "not graded through our own fault: 1 (grades.csv says why)",
        "4 graded in 2.0 s, 2.0 per second", "already there and unchanged: 2 (--force grades again)",
    ]  # fmt: skip


def test_nobody():
    """An empty class is no error."""
    assert summary.lines(of("a", []), 0, 0.0) == ["0 submissions of a: none graded"]
