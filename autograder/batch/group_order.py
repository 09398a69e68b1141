"""One submission to grade, and everybody whose report it gives: a student alone, or the members of a group."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from autograder import names
from autograder.batch.changes import part_of_file
from autograder.batch.corrections import as_graded, corrected
from autograder.batch.late_work import LateRules, with_lateness, without_lateness
from autograder.batch.out_folder import Results
from autograder.batch.overrides import Override
from autograder.course import Assignment
from autograder.report import Report
from autograder.submission import chooser
from autograder.submission.folder import Submission
from autograder.submission.notebook import load, opened
from autograder.words.sentence import said_of
from autograder.workers.orders import Order


@dataclass(frozen=True)
class Rules:
    """What makes a report of what grading gave: the assignment's points, a person's decisions, its deadline.

    `parts` are hashes of what all scores depend on, `language` is that of the pages, where a person has chosen one.
    """

    assignment: Assignment
    parts: dict[str, str]
    overrides: Sequence[Override] = ()
    late: LateRules = field(default_factory=LateRules)
    language: str = ""


@dataclass(frozen=True)
class GroupOrder:
    """An order, and the submissions for which its report counts, the first of which is graded."""

    order: Order
    members: Sequence[Submission]
    rules: Rules

    @property
    def fault(self) -> str:
        """Why it can't be graded, where that is known already."""
        return self.members[0].fault

    def is_done(self, results: Results) -> bool:
        """Whether this very grading is there, for each member."""
        return all(results.holds(member.student, self.order.fingerprint) for member in self.members)

    def reports(self, report: Report) -> list[Report]:
        """Each member's report of what grading gave."""
        made_of = self.rules.parts | {"file": _file_part(self.members[0])}
        result = []
        for member in self.members:
            own = msgspec.structs.replace(
                report, student=member.student, fingerprint=self.order.fingerprint, made_of=made_of
            )
            result.append(brought_up_to_date(own, member, self.rules))
        return result


def _file_part(submission: Submission) -> str:
    """A hash of the file; of a submission that can't be graded, of nothing but that it can't."""
    if submission.fault:
        return ""
    return part_of_file(submission.notebook)


def brought_up_to_date(report: Report, submission: Submission | None, rules: Rules) -> Report:
    """The report with what is known now of its student, and what a person has decided. Raises UsageError."""
    report = in_language(without_lateness(report), rules.language)
    if submission is not None:
        report = msgspec.structs.replace(
            report,
            name=submission.name or report.name,  # a rerun may go without the class list
            late=submission.late,
            file=submission.file,
            note=str(submission.note),
            note_said=said_of(submission.note),
            handed_in=submission.handed_in,
        )
    if report.corrections or rules.overrides or rules.assignment.exclude:
        report = corrected(as_graded(report), rules.assignment, rules.overrides)
    return with_lateness(report, rules.late)


def in_language(report: Report, language: str) -> Report:
    """The report with its page in this language, where one is named; else in that of its notebook."""
    if not language:
        return report
    return msgspec.structs.replace(report, language=language)


def to_hand_out(order: Order, copies: contextlib.ExitStack) -> Order:
    """The order; for a copy, which `copies` removes, where a worker can't take the file as it is.

    A script has to become a notebook, and a name may be bytes that are no text, or command a terminal. Raises Rejected,
    or OSError where there is no room.
    """
    path = Path(order.notebook)
    is_script = chooser.kind_of(path.name) == chooser.SCRIPT
    if names.key(order.notebook) == order.notebook and not is_script:
        return order
    if is_script:
        content = chooser.notebook_of_script(names.in_a_line(path.name), load(path))
        copy = _copy(copies)
        copy.write_bytes(content)
    else:
        with opened(path) as notebook:
            copy = _copy(copies)
            with copy.open("wb") as target:
                shutil.copyfileobj(notebook, target)
    return msgspec.structs.replace(order, notebook=str(copy))


def _copy(copies: contextlib.ExitStack) -> Path:
    folder = copies.enter_context(tempfile.TemporaryDirectory(prefix="autograder-"))
    return Path(folder, "notebook.ipynb")
