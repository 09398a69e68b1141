"""Grading as a person asks for it: one notebook or a class, with progress, reports on disk, and an exit status."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from autograder.batch.orders import Order
from autograder.batch.pool import Pool, cores
from autograder.batch.submissions import Submission, find
from autograder.course import Course, UsageError
from autograder.feedback import files, table
from autograder.report import Report, ungraded
from autograder.secret import course_secret

OK, OUR_FAULT = 0, 1
_LOST = "our fault: the worker that graded it was ended, twice"


@dataclass
class ClassRun:
    """One command's settings. `required` names layers of isolation without which nothing is graded."""

    course: Course
    assignment: str
    seed: int
    jobs: int
    required: Sequence[str] = ()
    allow_unsafe: bool = False
    quiet: bool = False

    def one(self, notebook: Path, target: Path | None) -> int:
        """Grade one notebook; its report goes to `target` and, in words, to the terminal."""
        if self.assignment not in self.course.assignments:
            return self._unknown(target)
        reports = list(self._grade([Submission("", notebook)], one=True))
        if target is not None:
            files.write(target, reports[0].to_json())
        if not self.quiet:
            table.print_one(Console(), reports[0])
        return _status(reports)

    def _unknown(self, target: Path | None) -> int:
        """Wrong usage; but whoever waits for the report finds one that says so."""
        reason = f"no assignment {self.assignment!r}; this course has: {', '.join(self.course.assignments)}"
        if target is not None:
            order = Order(self.assignment, "", None, self.seed)
            files.write(target, ungraded(order, "rejected", reason).to_json())
        raise UsageError(reason)

    def many(self, folder: Path, out: Path) -> int:
        """Grade a folder (or one notebook, as if it were a folder of one), each report written as it is ready."""
        name = self.course.assignment(self.assignment).name
        found = find(folder, name) if folder.is_dir() else [Submission(folder.stem, folder)]
        reports = []
        _check_writable(out)
        with self._progress(len(found)) as done:
            for report in self._grade(found):
                files.write(files.report_path(out, report), report.to_json())
                reports.append(report)
                done(report)
        grades = files.write_grades(out)
        if not self.quiet:
            table.print_class(Console(), sorted(reports, key=lambda r: r.student or ""))
            print(f"\n{len(reports)} reports in {out / name}, grades in {grades}")
        return _status(reports)

    def _grade(self, submissions: Sequence[Submission], *, one: bool = False) -> Iterator[Report]:
        orders = [
            Order(self.assignment, str(s.notebook.absolute()), None if one else s.student, self.seed)
            for s in submissions
        ]
        size = max(1, min(self.jobs or cores(), len(orders)))
        secret = course_secret(self.course.title)
        with Pool(
            self.course.root, size, required=self.required, allow_unsafe=self.allow_unsafe, secret=secret
        ) as pool:
            for order, report in pool.grade(orders):
                yield report or ungraded(order, "error", _LOST, self.course.assignments[order.assignment].max_score)

    @contextlib.contextmanager
    def _progress(self, total: int) -> Iterator[Callable[[Report], None]]:
        console = Console(stderr=True)
        if self.quiet:
            yield lambda _report: None
        elif not console.is_terminal:
            count = iter(range(1, total + 1))
            yield lambda report: console.print(
                f"[{next(count)}/{total}] {report.student}: {report.score:g}/{report.max_score:g} {report.status}",
                markup=False, highlight=False, soft_wrap=True,
            )  # fmt: skip
        else:
            from rich import progress as rich  # noqa: PLC0415  only where there is somebody to see it

            columns = (
                rich.TextColumn("grading"),
                rich.BarColumn(),
                rich.MofNCompleteColumn(),
                rich.TimeRemainingColumn(),
            )
            with rich.Progress(*columns, console=console, transient=True) as bar:
                task = bar.add_task("grading", total=total)
                yield lambda _report: bar.advance(task)


def _check_writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        files.write(out / ".writable", b"")
        (out / ".writable").unlink()
    except OSError as fault:
        raise UsageError(f"{out} can't be written to ({fault.strerror}): choose another --out") from None


def _status(reports: Sequence[Report]) -> int:
    return OUR_FAULT if any(report.status == "error" for report in reports) else OK
