"""What was handed in and not graded, each file and each person with a reason: `not-graded.csv`, and in short words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder import files, names
from autograder.lms.class_list import ClassList
from autograder.lms.hand_in import HandIn, NotGraded
from autograder.report import Report

FILE = "not-graded.csv"
_COLUMNS = ("file", "student", "name", "reason")
_MANY = 20  # files of one folder and reason: from there on they share a row
_SHOWN = 8  # names in a line, and reasons in the terminal
WITHDRAWN = "its report is of an earlier run: nothing of this student was handed in now"
ABSENT = "in the class list, and handed in nothing"


@dataclass
class Account:
    """Who and what a run dealt with; the numbers add up. `rejected` are the reports of what could not be graded."""

    hand_in: HandIn
    class_list: ClassList | None
    graded: int = 0
    rejected: list[Report] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    @property
    def absent(self) -> list[str]:
        """The people of the class list of whom nothing is there: their ids and names."""
        if self.class_list is None:
            return []
        present = {student.id for student in map(self.class_list.student, self._students()) if student is not None}
        missing = [student for student in self.class_list.students if student.id not in present]
        return [f"{student.id} {student.name}".strip() for student in missing]

    @property
    def strangers(self) -> list[str]:
        """Those who have handed in and are not in the class list."""
        if self.class_list is None:
            return []
        return [student for student in self._students() if self.class_list.student(student) is None]

    def _students(self) -> list[str]:
        return [submission.student for submission in self.hand_in.submissions]

    @property
    def files(self) -> list[NotGraded]:
        """The files that nobody looked at; not those that were looked at, and could not be graded."""
        rejected = {report.student for report in self.rejected}
        return [one for one in self.hand_in.not_graded if one.student not in rejected]


def write(folder: Path, account: Account) -> None:
    """Write an assignment's `not-graded.csv`."""
    table: list[list[object]] = [list(_COLUMNS)]
    rejected = account.rejected
    table += [_row(report.file, report.student or "-", report.name, report.reason or "") for report in rejected]
    for one in _together(account.hand_in.not_graded, {report.file for report in rejected}):
        table.append(_row(one.file, one.student, "", one.reason))
    table += [_row("", student, "", WITHDRAWN) for student in account.withdrawn]
    for person in account.absent:
        student_id, _, name = person.partition(" ")
        table.append(_row("", student_id, name, ABSENT))
    files.write_table(folder / FILE, table)


def _row(*facts: str) -> list[object]:
    return [files.cell(fact) for fact in facts]


def _together(not_graded: Iterable[NotGraded], told: set[str]) -> list[NotGraded]:
    """The files, but for those told already; of many in one folder for one reason, the folder and their number."""
    groups: dict[tuple[str, str, str], list[NotGraded]] = {}
    for one in not_graded:
        if one.file not in told:
            groups.setdefault((str(PurePosixPath(one.file).parent), one.student, one.reason), []).append(one)
    result = []
    for (folder, student, reason), several in groups.items():
        if len(several) > _MANY and folder != ".":
            result.append(NotGraded(f"{folder}/ ({len(several)} files)", student, reason))
        else:
            result += several
    return result


def lines(account: Account, place: Path) -> list[str]:
    """The account in a few lines for the terminal, the details of which are in the file at `place`."""
    handed_in = len(account.hand_in.submissions)
    not_looked_at = account.files
    counts = [f"{handed_in} handed in", f"{account.graded} graded", f"{len(account.rejected)} could not be"]
    if account.class_list is not None:
        counts.insert(0, f"{len(account.class_list.students)} people in the list")
    counts.append(f"{len(not_looked_at)} files not looked at")
    told = [", ".join(counts)]
    reasons = Counter(one.reason for one in not_looked_at)
    for reason, count in reasons.most_common(_SHOWN):
        examples = [one.file for one in not_looked_at if one.reason == reason]
        told.append(f"  {reason}: {_listed(examples) if count <= _SHOWN else f'{count} files'}")
    if len(reasons) > _SHOWN:
        told.append(f"  and {len(reasons) - _SHOWN} other reasons")
    if account.absent:
        told.append(f"handed in nothing ({len(account.absent)}): {_listed(account.absent)}")
    if account.strangers:
        told.append(f"not in the class list ({len(account.strangers)}): {_listed(account.strangers)}")
    if account.withdrawn:
        told.append(f"in grades.csv by an earlier run only ({len(account.withdrawn)}): {_listed(account.withdrawn)}")
    if not_looked_at or account.rejected or account.absent or account.withdrawn:
        told.append(f"each with its reason: {place}")
    return told


def _listed(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(names.in_a_line(text) for text in texts[:_SHOWN]) + more
