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
    # on standard error, so that what a program reads from standard output holds nothing of it
    if quiet or not total:
        yield lambda _report: None
    elif console.is_terminal:
        with _bar(console, total) as advance_bar:
            yield advance_bar
    else:
        yield _lines(console, total)


def _lines(console: Console, total: int) -> Done:
    report_numbers = iter(range(1, total + 1))
    start_time = time.monotonic()

    def print_line(report: Report) -> None:
        report_number = next(report_numbers)
        seconds_passed = time.monotonic() - start_time
        student_name = names.in_a_line(report.student or "-")
        score_words = str(report.status)
        if report.status == "graded":
            score_words = f"{report.score:g}/{report.max_score:g} graded"
        time_left = _clock((total - report_number) * seconds_passed / report_number)
        speed_words = f"{report_number / seconds_passed:.1f}/s, {time_left} left"
        report_line = f"[{report_number}/{total}] {student_name}: {score_words} ({speed_words})"
        console.print(report_line, markup=False, highlight=False, soft_wrap=True)

    return print_line


@contextlib.contextmanager
def _bar(console: Console, total: int) -> Iterator[Done]:
    from rich import progress as rich  # noqa: PLC0415  only where there is somebody to see it

    class Rate(rich.ProgressColumn):
        def render(self, task: rich.Task) -> str:
            if not task.speed:  # before the first report
                return ""
            return f"{task.speed:.1f}/s"

    bar_columns = (
        rich.TextColumn("grading"), rich.BarColumn(), rich.MofNCompleteColumn(), Rate(), rich.TimeRemainingColumn(),
    )  # fmt: skip
    with rich.Progress(*bar_columns, console=console, transient=True) as progress_bar:
        task_number = progress_bar.add_task("grading", total=total)
        yield lambda _report: progress_bar.advance(task_number)


def _clock(seconds: float) -> str:
    minute_count, rest_seconds = divmod(round(seconds), 60)
    hour_count, minute_count = divmod(minute_count, 60)
    if hour_count:
        return f"{hour_count}:{minute_count:02}:{rest_seconds:02}"
    return f"{minute_count}:{rest_seconds:02}"
