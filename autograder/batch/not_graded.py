"""What was handed in and not graded, each file and each person with a reason: `not-graded.csv`, and in short words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder import files, names
from autograder.batch.extensions import EXTENSION_EXAMPLE, EXTENSIONS
from autograder.batch.out_folder import NOT_GRADED, Results
from autograder.languages import counted
from autograder.lms.class_list import ClassList, Student
from autograder.lms.hand_in import HandIn, NotGraded
from autograder.report import Report

_COLUMNS = ("file", "student", "name", "reason")
_MANY = 20  # files of one folder and reason: from there on they share a row
_SHOWN = 8  # names in a line, and reasons in the terminal
WITHDRAWN = "its report is of an earlier run: nothing of this student was handed in now"
ABSENT = "in the class list, and handed in nothing"


@dataclass
class Account:
    """Who and what a run dealt with; the numbers add up. `rejected` are the reports of what could not be graded.

    Of a run that `asks_for_times`, since lateness costs points, there are also those whose time nobody knows, and the
    number of scores that were `lowered`. `doubts` are what a person should look at.
    """

    hand_in: HandIn
    class_list: ClassList | None
    graded: int = 0
    rejected: list[Report] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    asks_for_times: bool = False
    lowered: int = 0
    late_without_time: list[str] = field(default_factory=list)
    without_time: int = 0
    doubts: list[str] = field(default_factory=list)

    def add(self, report: Report) -> None:
        """Count a report in."""
        if report.status != "graded":
            self.rejected.append(report)
            return
        self.graded += 1
        lateness = report.lateness
        if lateness is not None and lateness.is_open:
            self.late_without_time.append(f"{report.student} {report.name}".strip())
        elif lateness is not None and report.score < lateness.before:
            self.lowered += 1
        elif self.asks_for_times and not report.late:
            self.without_time += 1

    @property
    def listed(self) -> list[Student]:
        """The people of the class list; a test student only where there is work of theirs."""
        if self.class_list is None:
            return []
        present_ids = self._present_ids(self.class_list)
        listed = []
        for student in self.class_list.students:
            if student.id in present_ids or not student.is_for_trying:
                listed.append(student)
        return listed

    @property
    def absent(self) -> list[Student]:
        """Those of whom nothing is there."""
        if self.class_list is None:
            return []
        present_ids = self._present_ids(self.class_list)
        return [student for student in self.listed if student.id not in present_ids]

    def _present_ids(self, class_list: ClassList) -> set[str]:
        """The ids, as the list has them, of those who have handed in."""
        present_ids = set()
        for key in self._students():
            student = class_list.student(key)
            if student is not None:
                present_ids.add(student.id)
        return present_ids

    @property
    def strangers(self) -> list[str]:
        """Those who have handed in and are not in the class list."""
        if self.class_list is None:
            return []
        return [key for key in self._students() if self.class_list.student(key) is None]

    def _students(self) -> list[str]:
        return [submission.student for submission in self.hand_in.submissions]

    @property
    def files(self) -> list[NotGraded]:
        """The files that nobody looked at; not those that were looked at, and could not be graded."""
        rejected = {report.student for report in self.rejected}
        return [one for one in self.hand_in.not_graded if one.student not in rejected]


def account_of(
    hand_in: HandIn, class_list: ClassList | None, results: Results, *, asks_for_times: bool
) -> Account:
    """Who was graded, who could not be, and who has a report of an earlier run only."""
    account = Account(hand_in, class_list, asks_for_times=asks_for_times)
    students = {submission.student for submission in hand_in.submissions}
    for report in results.current():
        if report.student not in students:
            account.withdrawn.append(report.student or "-")
        else:
            account.add(report)
    return account


def with_owners(hand_in: HandIn, class_list: ClassList | None) -> list[NotGraded]:
    """The files that were passed over, those of nobody with the student whose key or name they are called by."""
    students = {submission.student for submission in hand_in.submissions}
    result = []
    for one in hand_in.not_graded:
        owner = one.student
        stem = PurePosixPath(one.file).stem
        if not owner and "/" not in one.file:
            if stem in students:
                owner = stem
            elif class_list is not None:
                owner = _id_of(stem, class_list)
        result.append(NotGraded(one.file, owner, one.reason))
    return result


def _id_of(name: str, class_list: ClassList) -> str:
    student = class_list.student(name)
    if student is None:
        return ""
    return student.id


def write(folder: Path, account: Account) -> None:
    """Write an assignment's `not-graded.csv`."""
    table: list[list[object]] = [list(_COLUMNS)]
    rejected = account.rejected
    table += [_row(report.file, report.student or "-", report.name, report.reason or "") for report in rejected]
    for one in _together(account.hand_in.not_graded, {report.file for report in rejected}):
        table.append(_row(one.file, one.student, "", one.reason))
    table += [_row("", student, "", WITHDRAWN) for student in account.withdrawn]
    files_of = {one.student: one.file for one in account.hand_in.not_graded}
    for student in account.absent:
        reason = ABSENT
        if student.id in files_of:
            reason = f"in the class list, and handed in nothing but {files_of[student.id]}"
        table.append(_row("", student.id, student.name, reason))
    files.write_table(folder / NOT_GRADED, table)


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


def lines(account: Account, place: Path | None) -> list[str]:
    """The account in a few lines for the terminal, the details of which are in the file at `place`, if there is one."""
    not_looked_at = account.files
    counts = []
    if account.class_list is not None:
        counts.append(counted("{count} person in the list", "{count} people in the list", len(account.listed)))
    counts.append(f"{len(account.hand_in.submissions)} handed in")
    counts.append(f"{account.graded} graded")
    counts.append(f"{len(account.rejected)} could not be")
    counts.append(counted("{count} file not looked at", "{count} files not looked at", len(not_looked_at)))
    people = _people(account)
    told = [", ".join(counts), *_reasons(not_looked_at), *people, *_lateness(account), *account.doubts]
    if place is not None and (not_looked_at or account.rejected or people):
        told.append(f"each with its reason: {place}")
    return told


def _reasons(not_graded: Sequence[NotGraded]) -> list[str]:
    """Each reason with its files, by name where they are few."""
    by_reason: dict[str, list[str]] = {}
    for one in not_graded:
        by_reason.setdefault(one.reason, []).append(one.file)
    told = []
    for reason, file_names in sorted(by_reason.items(), key=lambda item: -len(item[1]))[:_SHOWN]:
        if len(file_names) > _SHOWN:
            told.append(f"  {reason}: {len(file_names)} files")
        else:
            told.append(f"  {reason}: {_listed(file_names)}")
    if len(by_reason) > _SHOWN:
        told.append(f"  other reasons: {len(by_reason) - _SHOWN}")
    return told


def _lateness(account: Account) -> list[str]:
    """Whose score lateness has lowered, and of whom it can't be told."""
    told = []
    if account.lowered:
        told.append(f"late, and so with fewer points: {account.lowered} (grades.csv says why)")
    if account.late_without_time:
        late = account.late_without_time
        told.append(f"late, and the platform does not tell how late ({len(late)}): {_listed(late)}")
        told.append(f"  nothing is taken off until {EXTENSIONS} beside the reports says it: {EXTENSION_EXAMPLE}")
    if account.without_time:
        told.append(f"handed in at an unknown time, and so not late: {account.without_time}")
    return told


def _people(account: Account) -> list[str]:
    """Who is missing, who is not in the class list, and whose report nobody's work stands behind any more."""
    files_of = {one.student: one.file for one in account.hand_in.not_graded}
    absent = []
    for student in account.absent:
        who = f"{student.id} {student.name}".strip()
        if student.id in files_of:
            who += f" (but for {files_of[student.id]})"
        absent.append(who)
    groups = {
        "handed in nothing": absent,
        "not in the class list": account.strangers,
        "in grades.csv by an earlier run only": account.withdrawn,
    }
    return [f"{words} ({len(people)}): {_listed(people)}" for words, people in groups.items() if people]


def _listed(texts: Sequence[str]) -> str:
    listed = ", ".join(map(names.in_a_line, texts[:_SHOWN]))
    if len(texts) > _SHOWN:
        listed += f" and {len(texts) - _SHOWN} more"
    return listed
