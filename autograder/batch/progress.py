"""Progress while a class is graded: a bar on a terminal, a line for each report elsewhere, with rate and time left."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console

from autograder import names
from autograder.report import Report

Done = Callable[[Report], None]


@contextlib.contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[Done]:
    """Yields what is to be called with each report; everything goes to standard error."""
    console = Console(stderr=True)
    if quiet or not total:
        yield lambda _report: None
    elif console.is_terminal:
        with _bar(console, total) as done:
            yield done
    else:
        yield _lines(console, total)


def _lines(console: Console, total: int) -> Done:
    numbers = iter(range(1, total + 1))
    start = time.monotonic()

    def print_line(report: Report) -> None:
        number = next(numbers)
        seconds = time.monotonic() - start
        student = names.in_a_line(report.student or "-")
        score = f"{report.score:g}/{report.max_score:g} {report.status}"
        time_left = _clock((total - number) * seconds / number)
        line = f"[{number}/{total}] {student}: {score} ({number / seconds:.1f}/s, {time_left} left)"
        console.print(line, markup=False, highlight=False, soft_wrap=True)

    return print_line


@contextlib.contextmanager
def _bar(console: Console, total: int) -> Iterator[Done]:
    from rich import progress as rich  # noqa: PLC0415  only where there is somebody to see it

    class Rate(rich.ProgressColumn):
        def render(self, task: rich.Task) -> str:
            if not task.speed:  # before the first report
                return ""
            return f"{task.speed:.1f}/s"

    columns = (
        rich.TextColumn("grading"), rich.BarColumn(), rich.MofNCompleteColumn(), Rate(), rich.TimeRemainingColumn(),
    )  # fmt: skip
    with rich.Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("grading", total=total)
        yield lambda _report: bar.advance(task)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}"
