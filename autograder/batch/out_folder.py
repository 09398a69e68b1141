"""OUT while a run writes into it: no other run does, and each report is there whole or not at all, whatever ends it."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from autograder import files
from autograder.batch import changes
from autograder.batch.changes import Change
from autograder.batch.outlines import notes_changed_at, outlines_of, titles_of
from autograder.course import Course, UsageError
from autograder.feedback import pages
from autograder.feedback.next_steps import Outline
from autograder.languages import NO_PHRASES, Words
from autograder.report import Report
from autograder.workers.orders import Stopped

NOT_GRADED = "not-graded.csv"
_MOST_FILES = 500  # on a page
_LOOK = 0.1  # seconds: far more than it takes to see whether a run is going on
PROGRESS = ".progress"  # of the run that holds the lock; after one that was killed, of no run


class Progress(msgspec.Struct, frozen=True):
    """How far a run has come."""

    done: int
    total: int


def progress_of(folder: Path) -> Progress | None:
    """How far the run has come that writes into this folder now; None where none does."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode((folder / PROGRESS).read_bytes(), type=Progress)
    except OSError:
        return None
    finally:
        os.close(lock)
    return None


class Results:
    """The reports of one assignment below OUT. Use it as a context manager: inside, they are this run's to write.

    With `shared`, other runs may write too, each its own share of the class. What a report changes is told to `say`
    before it is written. With `exercises`, `grades.csv` has a column for each. Of a `course`, pages have titles.
    """

    def __init__(
        self,
        out: Path,
        assignment: str,
        *,
        shared: bool = False,
        exercises: bool = False,
        course: Course | None = None,
        say: Callable[[list[Change]], None] = lambda _changes: None,
    ) -> None:
        self.out = out
        self.folder = out / assignment
        self.progress = self.folder / PROGRESS
        self.mode = fcntl.LOCK_EX
        if shared:
            self.mode = fcntl.LOCK_SH
        self.exercises = exercises
        self.say = say
        self.outlines: dict[str, Outline] = {}
        self.titles: dict[str, str] = {}
        self.notes_time = 0
        if course is not None:
            self.outlines = outlines_of(course)
            self.titles = titles_of(course)
            self.notes_time = notes_changed_at(course)
        self.done = 0
        self.total = 0
        self.statuses: Counter[str] = Counter()  # of the reports that this run has made

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            files.check_writable(self.folder)
        except OSError as fault:
            raise UsageError(
                "{out} can't be written to ({reason}): choose another --out",
                out=self.out, reason=fault.strerror,
            ) from None
        self.lock = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            try:
                _lock(self.lock, self.mode | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_LOOK)  # perhaps somebody only looked whether a run is going on
                _lock(self.lock, self.mode | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self.lock)
            raise UsageError(
                "another run is writing into {folder}: wait for it, or choose another --out",
                folder=self.folder,
            ) from None
        if self.mode == fcntl.LOCK_EX:
            files.clear_parts(self.folder)  # of a run that was killed
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.unlink(missing_ok=True)
        os.close(self.lock)

    def expect(self, total: int) -> None:
        """Let whoever looks at the folder know how many reports this run will write."""
        self.total = total
        self.done = 0
        try:
            self._write_progress()
        except OSError as fault:
            raise self._stopped(fault) from fault

    def _write_progress(self) -> None:
        files.write(self.progress, msgspec.json.encode(Progress(self.done, self.total)))

    def seed(self) -> int | None:
        """The seed with which the reports that are there were made."""
        for _, report in reports_in(self.folder):
            if report.fingerprint:
                return report.seed
        return None

    def holds(self, student: str | None, fingerprint: str) -> bool:
        """Whether this very grading has been done; one that failed through our own fault has not."""
        report = read_report(self.folder / files.report_name(student))
        return report is not None and report.fingerprint == fingerprint and report.status != "error"

    def add(self, report: Report) -> None:
        """Write a report and its page, once what it changes is said and kept. Raises Stopped where there is no room."""
        try:
            self.put(report)
            self.statuses[report.status] += 1
            self.done += 1
            self._write_progress()
        except OSError as fault:
            raise self._stopped(fault) from fault

    def put(self, report: Report) -> None:
        """The same without counting it as graded."""
        path = files.report_path(self.out, report)
        before = read_report(path)
        if before is not None:
            changed = changes.between(before, report)
            if changed:
                self.say(changed)
                changes.record(self.folder, changed)
            if changes.differs(before, report):
                changes.keep(self.folder, path)
        files.write(path, report.to_json())
        self._write_page(report)

    def words_in(self, report: Report) -> Words:
        """The course's own texts in the language of a report."""
        outline = self.outlines.get(report.assignment)
        if outline is None:
            return NO_PHRASES
        return outline.words_in(report.language)

    def _write_page(self, report: Report) -> None:
        page = pages.student_page(report, outline=self.outlines.get(report.assignment))
        files.write(self.folder / files.page_name(report.student), page.encode())

    def finish(self) -> None:
        """Write OUT/grades.csv and all pages that are not there; where several runs end at once, one after another."""
        whole = os.open(self.out, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _lock(whole, fcntl.LOCK_EX)
            rows = files.grades(self.out)
            files.write_grades(self.out, rows, exercises=self.exercises)
            files.write(self.out / pages.COURSE_PAGE, pages.course_page(rows, self.titles).encode())
            title = self.titles.get(self.folder.name, "")
            page = pages.class_page(
                self.folder.name,
                self._with_pages(),
                title=title,
                files=files_not_graded(self.folder),
                outline=self.outlines.get(self.folder.name),
            )
            files.write(self.folder / files.CLASS_PAGE, page.encode())
        except OSError as fault:
            raise self._stopped(fault) from fault
        finally:
            os.close(whole)

    def _with_pages(self) -> Iterator[Report]:
        """All reports of the assignment. A page that was not written, or before a note was, is written now."""
        for path, report in reports_in(self.folder):
            page = self.folder / files.page_name(report.student)
            newest = max(path.stat().st_mtime_ns, self.notes_time)
            if not page.exists() or page.stat().st_mtime_ns < newest:
                self._write_page(report)
            yield report

    def _stopped(self, fault: OSError) -> Stopped:
        return Stopped(
            f"{self.out}: {fault.strerror}. What was graded before is kept there: mend that, and the same command "
            "goes on where this one stopped"
        )

    def of(self, students: Iterable[str | None]) -> Iterator[Report]:
        """These students' reports, one in memory at a time."""
        for student in students:
            report = read_report(self.folder / files.report_name(student))
            if report is not None:
                yield report

    def all(self) -> Iterator[Report]:
        """All reports of the assignment, one in memory at a time."""
        for _, report in reports_in(self.folder):
            yield report

    def current(self) -> Iterator[Report]:
        """All reports as this run leaves them."""
        return self.all()


class DryResults(Results):
    """The same folder, in which nothing is written: what would be changed is said."""

    def __enter__(self) -> Self:
        self.made: dict[str, Report] = {}
        self.new_count = 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """There is nothing to let go."""

    def expect(self, total: int) -> None:
        """Nobody waits for reports."""

    def put(self, report: Report) -> None:
        """Say what the report would change."""
        name = files.report_name(report.student)
        before = read_report(self.folder / name)
        if before is None:
            self.new_count += 1
        # a report that this run has made anew is not compared with what is on the disk a second time
        elif name not in self.made:
            changed = changes.between(before, report)
            if changed:
                self.say(changed)
        # a class's reports with all that they show would fill the memory
        self.made[name] = msgspec.structs.replace(report, sources=(), pictures=(), printed=(), uncorrected=())

    def add(self, report: Report) -> None:
        """The same, counted."""
        self.put(report)
        self.statuses[report.status] += 1

    def all(self) -> Iterator[Report]:
        """The reports that this run has not made anew."""
        for report in super().all():
            if files.report_name(report.student) not in self.made:
                yield report

    def current(self) -> Iterator[Report]:
        """Those that it has made, and the others."""
        yield from self.made.values()
        yield from self.all()

    def finish(self) -> None:
        """Nothing is written."""


def reports_in(folder: Path) -> Iterator[tuple[Path, Report]]:
    """All reports in an assignment's folder, whichever run made them, one in memory at a time."""
    for path in sorted(folder.glob("*.json")):
        report = read_report(path)
        if report is not None:
            yield path, report


def files_not_graded(folder: Path) -> list[dict[str, str]]:
    """What an assignment's `not-graded.csv` names beside the students who have a report, at most a page of it."""
    try:
        rows = list(csv.DictReader((folder / NOT_GRADED).read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeError):
        return []
    listed = []
    for row in rows:
        # the file is there for people, who may have sorted and shortened it
        facts = {name: row.get(name) or "" for name in ("file", "student", "reason")}
        report = read_report(folder / files.report_name(facts["student"]))
        if report is None or report.status == "graded":
            listed.append(facts)
    return listed[:_MOST_FILES]


def read_report(path: Path) -> Report | None:
    """The report in this file; None where there is none."""
    try:
        return Report.from_json(path.read_bytes())
    except (OSError, msgspec.MsgspecError):
        return None


def _lock(descriptor: int, mode: int) -> None:
    """Lock a folder. A file system without locks goes without: each file is still written whole."""
    try:
        fcntl.flock(descriptor, mode)
    except OSError as fault:
        if isinstance(fault, BlockingIOError):
            raise
