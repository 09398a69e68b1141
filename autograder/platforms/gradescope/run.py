"""One submission inside Gradescope's container: read what is there, grade it, write results.json."""

from __future__ import annotations

import secrets
import sys
import traceback
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from autograder import files
from autograder.batch.corrections import corrected
from autograder.batch.extensions import Extension
from autograder.batch.late_work import LateRules, with_lateness
from autograder.course import Assignment, Course
from autograder.deadlines import when
from autograder.languages import ENGLISH, marked, say, speaking
from autograder.platforms.gradescope import metadata
from autograder.platforms.gradescope.metadata import Metadata, Quotas
from autograder.platforms.gradescope.results_json import Results, our_fault, refused, results_of
from autograder.report import Report, Status, ungraded
from autograder.submission.chooser import chosen
from autograder.submission.edition import language_of
from autograder.submission.notebook import Rejected, read_stamped
from autograder.workers.orders import Order, PoolFault, Terms, Unsafe
from autograder.workers.pool import Pool

SECRET = "secret"  # noqa: S105  a file's name
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_AT_MOST = {_HOUR: marked("At most {number} per hour."), _DAY: marked("At most {number} per day.")}


def main(root: Path, name: str) -> None:
    """Grade `root`/submission for the assignment of this name; `root` is /autograder there.

    Whatever happens, results.json is valid.
    """
    results_path = root / "results" / "results.json"
    about = metadata.read(root / "submission_metadata.json")
    _write(results_path, our_fault(about))  # stands if this process is ended, for time or memory
    for folder in (root / "source", root / "results"):
        folder.chmod(0o700)  # the student's code runs as another user
    try:
        course = Course.load(root / "source")
        _write(results_path, _results(root, course, course.assignment(name), about))
    except Exception:  # noqa: BLE001  whatever it is, the results that stand there already say that it was our fault
        traceback.print_exc()  # on stdout's page, which instructors see
        sys.exit(1)


def _results(root: Path, course: Course, assignment: Assignment, about: Metadata) -> Results:
    settings = assignment.gradescope
    quotas = {_HOUR: settings.per_hour, _DAY: settings.per_day}
    next_turn = about.free_at(quotas)
    if next_turn is not None:
        with speaking(_language(root, course, assignment)):
            return refused(_refusal(quotas, next_turn), "refused", about, settings.hidden)
    # a seed of its own for each upload: who hands in again meets other inputs
    order = Order(assignment.name, "", about.who or None, secrets.randbelow(1 << 48))
    try:
        file_name, content = chosen(root / "submission", assignment)
    except Rejected as reason:
        report = ungraded(order, Status.REJECTED, reason.why, assignment.max_score)
        return results_of(report, assignment, about)
    order = msgspec.structs.replace(order, notebook=file_name, content=content)
    terms = Terms(course=str(course.root), secret=(course.root / SECRET).read_text().strip())
    try:
        with Pool(terms, 1) as pool:
            report = pool.grade_one(order)
    except (PoolFault, Unsafe) as fault:
        print(fault)
        return our_fault(about)
    report = judged_by_time(corrected(report, assignment, []), course, assignment, about)
    with speaking(report.language, course.phrases_for_pages(assignment.name, report.language)):
        return results_of(report, assignment, about)


def judged_by_time(report: Report, course: Course, assignment: Assignment, about: Metadata) -> Report:
    """The report with what lateness costs by the course's rule, and by Gradescope's dates where it has any."""
    deadline = course.deadline(assignment.name)
    if deadline is None or assignment.late is None or about.created_at is None:
        return report
    extensions = {}
    if about.extended_to is not None:
        student = report.student or ""
        extensions[student] = Extension(student, until=about.extended_to.isoformat())
    report = msgspec.structs.replace(report, handed_in=about.created_at.isoformat())
    try:
        if about.due_date is not None:
            deadline = deadline.moved_to(about.due_date)
        return with_lateness(report, LateRules(deadline, extensions))
    except (ValueError, OverflowError):  # dates at the ends of the calendar, which nobody has meant
        return report


def _language(root: Path, course: Course, assignment: Assignment) -> str:
    """The language of the notebook that was handed in, which is not graded; English of what can't be read."""
    try:
        file_name, content = chosen(root / "submission", assignment)
        _, stamp = read_stamped(Path(file_name), content)
    except (Rejected, OSError):
        return ENGLISH
    return language_of(stamp, course.languages)


def _refusal(quotas: Quotas, next_turn: datetime) -> str:
    sentences = [say("Not graded: you have reached the limit of submissions.")]
    for period, number in quotas.items():
        if number:
            sentences.append(say(_AT_MOST[period], number=number))
    sentences.append(say("The next one after {time} is graded again.", time=when(next_turn)))
    sentences.append(say("Until then your last score stands."))
    return " ".join(sentences)


def _write(path: Path, results: Results) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, msgspec.json.format(msgspec.json.encode(results)) + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
