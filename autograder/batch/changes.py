"""What another grading changes: who, which exercise, from what to what, and why; and the reports from before it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder import files, names
from autograder.course import Course
from autograder.feedback.table import number
from autograder.report import Report
from autograder.submission.notebook import Rejected, opened

CHANGES = "changes.csv"
HISTORY = "history"
_COLUMNS = ("time", "student", "name", "exercise", "before", "after", "why")
_TIME = "%Y-%m-%d %H:%M:%S"
_STAMP = "%Y%m%dT%H%M%S"
_DIGITS = 12  # hexadecimal, of a part's hash
# the parts of a grading that a person can change, and what each is called
_CAUSES = {
    "file": "their file",
    "grader": "the course: its grader",
    "reference": "the course: its reference",
    "files": "the course: its files",
    "points": "the course: its points",
    "rest": "the limits, the engine or its versions",
}


@dataclass(frozen=True)
class Change:
    """One exercise of one student, or with no exercise the whole report, and what became of it."""

    student: str
    name: str
    exercise: str
    before: str
    after: str
    why: str

    def __str__(self) -> str:
        who = names.in_a_line(self.student)
        if self.exercise:
            return f"{who}: {self.what()}"
        return f"{who}: {self.before} → {self.after} ({self.why})"

    def what(self) -> str:
        """The change of an exercise, without the student."""
        return f"{self.exercise} {self.before} → {self.after} ({self.why})"


def parts_of(course: Course, assignment: str, rest: str) -> dict[str, str]:
    """Hashes of what a score depends on beside the file, each by itself; `rest` is a hash of all together."""
    parts = {
        "grader": _of_files(course.grader(assignment), *course.beside_grader(assignment)),
        "reference": _of_file(course.solution(assignment)),
        "files": _of_files(*course.given_files(assignment).values()),
        "points": _short(msgspec.json.encode(course.assignment(assignment).exercises)),
    }
    return parts | {"rest": rest[:_DIGITS]}


def part_of_file(path: Path) -> str:
    """A hash of what was handed in; of why it can't be read, where it can't."""
    try:
        with opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGITS]
    except (Rejected, OSError) as fault:
        return _short(str(fault).encode("utf-8", "backslashreplace"))


def _of_file(path: Path) -> str:
    return _of_files(path)


def _of_files(*paths: Path) -> str:
    contents = [path.read_bytes() for path in paths if path.is_file()]
    if not contents:
        return ""
    return _short(b"\x00".join(contents))


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def between(before: Report, after: Report) -> list[Change]:
    """What differs between two reports of one student, as far as points go."""
    why = _why(before, after)
    changes = []
    if before.status != after.status:
        changes.append(_change(after, "", _told(before), _told(after), why))
    scores_before = _scores(before)
    scores_after = _scores(after)
    for exercise in scores_before | scores_after:
        score_before = scores_before.get(exercise, "-")
        score_after = scores_after.get(exercise, "-")
        if score_before != score_after:
            changes.append(_change(after, exercise, score_before, score_after, why))
    if before.status == after.status and _taken_off(before) != _taken_off(after):
        changes.append(_change(after, "lateness", _taken_off(before), _taken_off(after), why))
    if changes and before.status == after.status:
        changes.insert(0, _change(after, "", _told(before), _told(after), why))
    return changes


def _change(report: Report, exercise: str, before: str, after: str, why: str) -> Change:
    return Change(report.student or "-", report.name, exercise, before, after, why)


def _told(report: Report) -> str:
    if report.status != "graded":
        return str(report.status)
    return f"{number(report.score)} of {number(report.max_score)}"


def _taken_off(report: Report) -> str:
    """The points that lateness has cost, as a change of the score."""
    if report.lateness is None or report.lateness.before == report.score:
        return "0"
    return f"−{number(report.lateness.before - report.score)}"


def _scores(report: Report) -> dict[str, str]:
    """Each exercise's points of how many; none of a report that is not graded."""
    if report.status != "graded":
        return {}
    return {result.name: f"{number(result.score)}/{number(result.max_score)}" for result in report.exercises}


def _why(before: Report, after: Report) -> str:
    """The causes, by what the two gradings were made of."""
    causes = _named(before.made_of, after.made_of)
    if before.corrections != after.corrections:
        deciders = {correction.by for correction in (*before.corrections, *after.corrections)}
        if "course.toml" in deciders:
            causes.append("tests that are left out")
        if deciders != {"course.toml"}:
            causes.append(f"overrides.toml: {_reasons(before, after)}")
    if _taken_off(before) != _taken_off(after):
        words = "nothing is taken off"
        if after.lateness is not None:
            words = after.lateness.words
        causes.append(words)
    if before.seed != after.seed and not causes:
        causes.append("another seed")
    if not causes:
        causes.append("graded again")
    return ", ".join(causes)


def _reasons(before: Report, after: Report) -> str:
    """What a person has said of decisions that were not there before."""
    reasons = []
    for correction in after.corrections:
        if correction not in before.corrections and correction.is_given:
            reasons.append(correction.reason)
    return "; ".join(dict.fromkeys(reasons)) or "a decision was taken back"


def _named(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    if before == after:
        return []
    if not before or not after:
        return ["a grading of an older version"]
    causes = []
    for part, words in _CAUSES.items():
        if before.get(part) != after.get(part):
            causes.append(words)
    if len(causes) > 1 and _CAUSES["rest"] in causes and causes != [_CAUSES["file"], _CAUSES["rest"]]:
        causes.remove(_CAUSES["rest"])  # which holds the grader, the reference and the points, too
    return causes


def record(folder: Path, changes: list[Change]) -> None:
    """Add changes to the assignment's `changes.csv`, with the time."""
    path = folder / CHANGES
    now = time.strftime(_TIME)
    rows: list[list[object]] = [] if path.exists() else [list(_COLUMNS)]
    for change in changes:
        facts = (now, change.student, change.name, change.exercise, change.before, change.after, change.why)
        rows.append([files.cell(fact) for fact in facts])
    files.append_table(path, rows)


def keep(folder: Path, path: Path) -> None:
    """Keep the report in this file beside those before it, under the time of its making."""
    made = path.stat().st_mtime
    kept = folder / HISTORY / path.stem
    stamp = time.strftime(_STAMP, time.localtime(made))
    count = 1
    while (kept / f"{stamp}-{count:03}.json").exists():  # several within one second
        count += 1
    files.write(kept / f"{stamp}-{count:03}.json", path.read_bytes())


def differs(before: Report, after: Report) -> bool:
    """Whether the report before is worth keeping: another result, or of another file."""
    return (
        before.score != after.score
        or before.status != after.status
        or _results(before) != _results(after)
        or before.made_of.get("file") != after.made_of.get("file")
    )


def _results(report: Report) -> list[tuple[str, float, str]]:
    return [(result.name, result.score, str(result.status)) for result in report.exercises]


def earlier(folder: Path, student: str) -> Iterator[tuple[str, Report]]:
    """A student's earlier reports and the times of their making, the oldest first."""
    kept = folder / HISTORY / Path(files.report_name(student)).stem
    for path in sorted(kept.glob("*.json")):
        try:
            report = Report.from_json(path.read_bytes())
        except (OSError, msgspec.MsgspecError):
            continue
        made = time.strptime(path.stem.partition("-")[0], _STAMP)
        yield time.strftime(_TIME, made), report


def history(out: Path, student: str) -> Iterator[str]:
    """A student's gradings in all assignments below OUT, in lines: when, the points, and what had changed since."""
    for folder in sorted(path for path in out.iterdir() if path.is_dir()):
        before: Report | None = None
        for moment, report in _all_reports(folder, student):
            yield f"{folder.name}  {moment}  {_told(report)}  {names.in_a_line(report.file)}".rstrip()
            yield from _details(report)
            if before is not None:
                yield from (f"    {change.what()}" for change in between(before, report) if change.exercise)
            before = report


def _all_reports(folder: Path, student: str) -> list[tuple[str, Report]]:
    """A student's reports in an assignment and the times of their making, that which counts last."""
    reports = list(earlier(folder, student))
    current = folder / files.report_name(student)
    if current.is_file():
        made = time.strftime(_TIME, time.localtime(current.stat().st_mtime))
        reports.append((made, Report.from_json(current.read_bytes())))
    return reports


def _details(report: Report) -> Iterator[str]:
    """Why a report is as it is, and what a person has decided."""
    if report.reason:
        yield f"    {names.in_a_line(report.reason)}"
    if report.lateness is not None:
        yield f"    {number(report.lateness.before)} before: {names.in_a_line(report.lateness.words)}"
    for correction in report.corrections:
        points = f"{number(correction.before)} → {number(correction.points)}"
        decision = f"    {correction.exercise}: {points}: {names.in_a_line(correction.reason)}"
        if correction.by:
            decision += f" ({names.in_a_line(correction.by)})"
        yield decision
