"""DIR or ZIP, as a platform hands out a class's work → one submission for each student, and what nobody looked into.

Whatever an entry is called and however it is made, it becomes somebody's submission, perhaps one with a fault for its
report to say, or it is named with the reason. None of them keeps the others from being graded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from autograder import names
from autograder.course import Assignment, UsageError
from autograder.lms import gradescope, layouts, plain
from autograder.lms.layouts import Recognised
from autograder.lms.owners import Owner
from autograder.submission import chooser
from autograder.submission.chooser import Choice
from autograder.submission.entries import Entry, Passed, Piece, of_folder, of_pieces
from autograder.submission.folder import Submission
from autograder.submission.notebook import Rejected
from autograder.submission.unpacking import file_name, unpacked
from autograder.words.sentence import joined, listed, sentence


@dataclass(frozen=True)
class NotGraded:
    """A file that nobody graded: its name in what was handed in, whose it is (empty: nobody's), and why."""

    file: str
    student: str
    reason: str


@dataclass
class HandIn:
    """A class's work. `platform` is one of `layouts.LAYOUTS`."""

    platform: str
    submissions: list[Submission] = field(default_factory=list)
    not_graded: list[NotGraded] = field(default_factory=list)


_SHOWN = 5  # files of one student in a line
Owned: TypeAlias = tuple[Owner, Entry]


@dataclass
class _Person:
    """All that one student has handed in. `number` tells the files of one from those of another in the work folder."""

    key: str
    student: str
    number: int
    entries: list[Owned] = field(default_factory=list)


def find(source: Path, assignment: Assignment, work: Path, layout: str = "") -> HandIn:
    """The submissions of one assignment in a folder or an archive, by student.

    What lies in archives is unpacked into `work`. Raises UsageError where there are none, or nobody can tell whose.
    """
    return _HandInReader(source, assignment, work).read(layout)


class _HandInReader:
    """Reads one folder or archive."""

    def __init__(self, source: Path, assignment: Assignment, work: Path) -> None:
        self.source = source
        self.assignment = assignment
        self.work = work
        self.result = HandIn("plain")
        self.told: set[str] = set()
        self.holds_work = False  # whether anything was found that looks like somebody's work

    def read(self, layout: str) -> HandIn:
        """All of it. Raises UsageError."""
        found = layouts.recognised(self._entries(), self.assignment, layout, self.source)
        self.result.platform = found.name
        people = self._people(found)
        submissions = [self._submission(person) for person in people]
        if not submissions or (found.name in ("plain", "nbgrader") and not self.holds_work):
            name = self.assignment.name
            raise UsageError(
                "{source} holds no submissions of {name}: expected STUDENT.ipynb, STUDENT/{name}.ipynb, "
                "STUDENT/{name}/{name}.ipynb, or what a learning platform hands out",
                source=self.source, name=name,
            )
        self.result.submissions = sorted(_with_leaders(people, submissions), key=lambda one: one.student)
        if found.name == "gradescope":
            for missing in gradescope.not_exported(found.entries):
                self._pass_over(Passed(missing, "in Gradescope's list, but not among the folders"))
        return self.result

    def _entries(self) -> list[Entry]:
        if not self.source.is_file():
            return of_folder(self.source)
        # nothing of it is written beside the archive: that folder is the instructor's
        place = self.work / "unpacked"
        place.mkdir()
        archive = unpacked(self.source, place)
        return of_pieces(archive.pieces, archive.passed_over)

    def _pass_over(self, passed: Passed, student: str = "") -> None:
        """Name a file with its reason; one of a group's, which each member has, once."""
        if passed.name not in self.told:
            self.told.add(passed.name)
            self.result.not_graded.append(NotGraded(names.in_a_line(passed.name), student, passed.reason))

    def _people(self, found: Recognised) -> list[_Person]:
        """Everybody who has handed in anything, with keys of their own; what is nobody's is passed over."""
        people: dict[str, _Person] = {}
        for entry, owners in zip(found.entries, found.owners, strict=True):
            for owner in owners:
                if owner.key not in people:
                    people[owner.key] = _Person(owner.key, _student(owner.key, found.name), len(people))
                people[owner.key].entries.append((owner, entry))
            if not owners:
                self._pass_over_entry(entry, found.name)
        _tell_apart(people.values())
        return list(people.values())

    def _pass_over_entry(self, entry: Entry, platform: str) -> None:
        for passed in entry.passed_over:
            self._pass_over(passed)
        for piece in entry.pieces:
            if piece.own_name == gradescope.METADATA and platform == "gradescope":
                continue  # the platform's list is no file of anybody's
            self._pass_over(Passed(piece.name, self._why_nobodys(entry, piece, platform)))
        if entry.is_folder and not entry.pieces and not entry.passed_over:
            self._pass_over(Passed(names.key(entry.name), entry.fault or "an empty folder"))

    def _why_nobodys(self, entry: Entry, piece: Piece, platform: str) -> str:
        if not chooser.kind_of(piece.own_name):
            return chooser.NO_KIND
        if entry.is_folder and platform in ("plain", "nbgrader"):
            return "of another assignment"
        if platform in ("plain", "nbgrader"):
            return f"it defines no exercise of {self.assignment.name}"
        return f"its name is not one of {layouts.TITLES[platform]}'s"

    def _submission(self, person: _Person) -> Submission:
        """What counts of all that a student has handed in."""
        counted, older = _newest(person.entries)
        self._pass_over_of(person, older)
        first_owner, first_entry = counted[0]
        submission = Submission(
            person.student,
            _place(first_entry, self.source),
            handed_in=first_owner.handed_in,
            name=_person_name(counted),
            late=max(owner.late for owner, _ in counted),
            file=names.key(first_entry.name),
        )
        if older:
            submission = replace(submission, note=sentence("the newest of {count} attempts", count=len(older) + 1))
        if len(counted) > 1 and not all(owner.belong_together for owner, _ in counted):
            self.holds_work = True
            places = [names.in_a_line(_shown(entry)) for _, entry in counted]
            several = sentence(
                "there are {count} submissions of this student, {files}: leave the one that counts",
                count=len(counted),
                files=", ".join(places),
            )
            return replace(submission, fault=several)
        return self._with_choice(submission, person, counted)

    def _pass_over_of(self, person: _Person, older: Sequence[Owned]) -> None:
        """Name what a student does not work in, and the files of attempts before the newest."""
        for _, entry in person.entries:
            for passed in entry.passed_over:
                self._pass_over(passed, person.student)
        for _, entry in older:
            for piece in entry.pieces:
                self._pass_over(Passed(piece.name, "an earlier attempt: the newest counts"), person.student)

    def _with_choice(self, submission: Submission, person: _Person, counted: Sequence[Owned]) -> Submission:
        """The submission with the one file that counts, or with why there is none."""
        pieces = list(self._pieces(person, counted))
        kinds = {chooser.kind_of(piece.own_name) for piece in pieces}
        faults = [entry.fault for _, entry in counted if entry.fault]
        if faults and kinds <= {""}:
            in_place = _in_its_place(counted[0][1], self.assignment.name)
            self.holds_work = True
            if in_place is None:
                return replace(submission, fault=faults[0])
            pieces = [in_place]
        # a folder of nothing but scripts that define no exercise may be anything: it alone makes no class
        if kinds & {chooser.NOTEBOOK, chooser.ARCHIVE}:
            self.holds_work = True
        try:
            choice = chooser.choose(pieces, self.assignment)
            notebook = self._lying_somewhere(choice, person)
        except Rejected as fault:
            for piece in pieces:
                self._pass_over(Passed(piece.name, str(fault)), person.student)
            return replace(submission, fault=fault.why)
        self.holds_work = True
        for passed in choice.passed_over:
            self._pass_over(passed, person.student)
        return replace(
            submission,
            notebook=notebook,
            file=choice.name,
            late=_late(choice, counted, submission.late),
            note=joined(list(filter(None, [submission.note, _rule(choice)]))),
        )

    def _pieces(self, person: _Person, counted: Sequence[Owned]) -> Iterator[Piece]:
        """The files among which one counts; those of later moments have higher orders."""
        for owner, entry in counted:
            order = 0
            if owner.moment:
                order = owner.moment[0]
            for piece in self._of_the_assignment(person, entry):
                if piece.own_name != plain.TIMESTAMP:
                    yield replace(piece, order=order)

    def _of_the_assignment(self, person: _Person, entry: Entry) -> list[Piece]:
        """The files of an entry without those that nbgrader keeps for other assignments."""
        if not entry.is_folder or self.result.platform not in ("plain", "nbgrader"):
            return entry.pieces
        pieces = plain.pieces_of(entry, self.assignment)
        own_names = {piece.name for piece in pieces}
        for piece in entry.pieces:
            if piece.name not in own_names:
                self._pass_over(Passed(piece.name, "of another assignment"), person.student)
        return pieces

    def _lying_somewhere(self, choice: Choice, person: _Person) -> Path:
        """Where the file that counts can be read; one that an archive held is written into the work folder."""
        if choice.path is not None:
            return choice.path
        place = self.work / f"chosen-{person.number}"
        place.mkdir()
        path = place / file_name(choice.name.rpartition("/")[2])
        path.write_bytes(choice.content or b"")
        return path


def _student(key: str, platform: str) -> str:
    """A platform's id as the student's key, which is also the name of a file."""
    if platform == "gradescope":
        return re.sub(r"[^\w.@+-]+", "_", key).strip(".") or "_"
    return names.key(key)


def _tell_apart(people: Iterable[_Person]) -> None:
    """Mark the keys that differ and yet look the same, but for the one that is written in the usual way."""
    # two reports whose names look the same would be taken for one by whoever reads them, and by some file systems
    alike: dict[str, list[_Person]] = {}
    for person in people:
        alike.setdefault(names.look(person.student), []).append(person)
    for look, several in alike.items():
        if len(several) > 1:
            for person in several:
                if person.key != look:
                    person.student = names.marked(person.student, person.key)


def _person_name(counted: Sequence[Owned]) -> str:
    """The person's name, as the first of the entries that tells one has it."""
    for owner, _ in counted:
        if owner.name:
            return names.in_a_line(owner.name)
    return ""


def _newest(entries: Sequence[Owned]) -> tuple[list[Owned], list[Owned]]:
    """What counts, and the attempts before it: of each series the entries of the latest moment."""
    by_series: dict[str, list[Owned]] = {}
    for owned in entries:
        by_series.setdefault(owned[0].series, []).append(owned)
    counted: list[Owned] = []
    older: list[Owned] = []
    for attempts in by_series.values():
        moments = [owner.moment for owner, _ in attempts]
        latest = max(moments)
        for owned in attempts:
            # where one has no moment, nobody can say which is the newest: all are kept for a person to choose
            if owned[0].moment == latest or () in moments:
                counted.append(owned)
            else:
                older.append(owned)
    return counted, older


def _rule(choice: Choice) -> str:
    """How the file was chosen, where there were several that could have counted."""
    others = []
    for passed in choice.passed_over:
        if passed.reason.endswith(chooser.LESS):  # a copy, or what is no work at all, is no rival
            others.append(names.in_a_line(passed.name))
    if not others:
        return ""
    return sentence(
        "of {count} files the one that attempts most exercises, and not {files}",
        count=len(others) + 1,
        files=listed(others, _SHOWN),
    )


def _late(choice: Choice, counted: Sequence[Owned], otherwise: str) -> str:
    """Whether the file that counts was late."""
    for owner, entry in counted:
        if any(piece.name == choice.piece.name for piece in entry.pieces):
            return owner.late
    return otherwise


def _place(entry: Entry, source: Path) -> Path:
    if entry.path is not None:
        return entry.path
    return source / names.key(entry.name).replace("\x00", "")


def _shown(entry: Entry) -> str:
    """A file or folder, by the name of what is in it."""
    for piece in entry.pieces:
        return piece.name
    return entry.name


def _in_its_place(entry: Entry, assignment: str) -> Piece | None:
    """The notebook where it is expected, in a folder that can't be looked through; never by way of a link."""
    if entry.path is None:
        return None
    inner = entry.path / assignment
    for candidate in (entry.path / f"{assignment}.ipynb", inner / f"{assignment}.ipynb"):
        try:
            if candidate.lstat() and not (candidate.parent == inner and inner.is_symlink()):
                return Piece(names.key(str(candidate.relative_to(entry.path.parent))), candidate)
        except OSError:
            continue
    return None


def _with_leaders(people: Sequence[_Person], submissions: Sequence[Submission]) -> Iterator[Submission]:
    """The submissions, those of a group with the member that is graded for all of it."""
    # who has handed in something else as well does not share: it is not known which of the two would count
    leaders: dict[int, str] = {}
    for person, submission in zip(people, submissions, strict=True):
        if submission.fault or len(person.entries) != 1:
            yield submission
            continue
        leader = leaders.setdefault(id(person.entries[0][1]), submission.student)
        if leader == submission.student:
            yield submission
        else:
            yield replace(submission, leader=leader)
