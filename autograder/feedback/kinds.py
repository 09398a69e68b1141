"""Wrong answers that behave alike: they fail the same tests in the same words, and answer the public tests equally."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from markupsafe import Markup

from autograder.feedback.colours import code_of
from autograder.feedback.drawing import draw
from autograder.feedback.insights import in_words, telling_sentence
from autograder.feedback.notes import Note, Notes
from autograder.feedback.verdicts import Group, Kind, groups_of
from autograder.report import ExerciseResult, ExerciseStatus, Report, Source, TestResult

_HEX_DIGITS = 6
_MOST_EXAMPLES = 500  # whose code is kept in memory
_LONGEST_CODE = 4_000  # characters that the class's page shows
_WRONG = (ExerciseStatus.FAILED, ExerciseStatus.PARTIAL)
_PLACE = re.compile(r", in cell \d+, line \d+")


@dataclass(frozen=True)
class Signs:
    """What a wrong answer is known by: hashes of its failures' words, and of these with what it answered in public."""

    words: str
    answers: str


@dataclass(frozen=True)
class Example:
    """One answer of a kind: whose it is, what its tests said, its code and what can be drawn of it."""

    student: str
    result: ExerciseResult
    source: Source | None
    pictures: tuple[object, ...]

    @property
    def code(self) -> Markup:
        """Its code in colours."""
        return code_of(self.source, self.result)

    @property
    def failures(self) -> list[Group]:
        """The tests that it fails, those with the same message together."""
        return [group for group in groups_of(self.result, whole=True) if group.kind == Kind.WRONG]


@dataclass
class WrongKind:
    """Answers to an exercise that behave alike. A note is written for its `id`."""

    id: str
    exercise: str
    students: list[str] = field(default_factory=list)
    example: Example | None = None
    notes: Sequence[Note] = ()

    @property
    def sentence(self) -> str:
        """What is wrong, as one of them was told; empty where no example is kept."""
        if self.example is None:
            return ""
        return telling_sentence(self.example.result)


@dataclass
class _Alike:
    """Answers with the same words, and among them those with the same answers."""

    exercise: str
    students_by_answers: dict[str, list[str]] = field(default_factory=dict)
    examples: dict[str, Example] = field(default_factory=dict)

    def kinds(self, words: str) -> list[WrongKind]:
        """One kind; or several, where what was answered repeats and so tells them apart.

        Where hardly any answer repeats, the inputs were drawn, and another answer is no other mistake.
        """
        student_count = sum(map(len, self.students_by_answers.values()))
        if 2 * len(self.students_by_answers) > student_count:
            first_example = next(iter(self.examples.values()), None)
            everybody = [student for students in self.students_by_answers.values() for student in students]
            return [WrongKind(words, self.exercise, everybody, first_example)]
        kinds = []
        for answers, students in self.students_by_answers.items():
            kinds.append(WrongKind(answers, self.exercise, students, self.examples.get(answers)))
        return kinds


class WrongKinds:
    """The kinds of an assignment's wrong answers; `add` its reports one by one."""

    def __init__(self, assignment: str, notes: Mapping[str, Notes]) -> None:
        self.assignment = assignment
        self.notes = notes
        self._alike: dict[tuple[str, str], _Alike] = {}
        self._example_count = 0

    def add(self, report: Report) -> None:
        """Count one report in."""
        if report.status != "graded":
            return
        for result in report.exercises:
            signs = signs_of(report, result)
            if signs is not None:
                self._add(report, result, signs)

    def _add(self, report: Report, result: ExerciseResult, signs: Signs) -> None:
        alike = self._alike.setdefault((result.name, signs.words), _Alike(result.name))
        alike.students_by_answers.setdefault(signs.answers, []).append(report.student or "-")
        if signs.answers not in alike.examples and self._example_count < _MOST_EXAMPLES:
            self._example_count += 1
            alike.examples[signs.answers] = _example(report, result)

    def kinds(self) -> list[WrongKind]:
        """All kinds, the largest first, each with its notes."""
        kinds = []
        for (_, words), alike in self._alike.items():
            for kind in alike.kinds(words):
                if kind.exercise in self.notes and kind.example is not None:
                    kind.notes = self.notes[kind.exercise].about([kind.id, words], messages_of(kind.example.result))
                kinds.append(kind)
        return sorted(kinds, key=_size)

    def idle_notes(self, kinds: Iterable[WrongKind]) -> list[str]:
        """The headings of notes that are about none of these kinds: a test may have got another name since."""
        used_notes = {note.heading for kind in kinds for note in kind.notes}
        headings = []
        for exercise, notes in self.notes.items():
            for note in notes.sections:
                if note.heading not in used_notes:
                    headings.append(f"{exercise}: {note.heading}")
        return headings


def _size(kind: WrongKind) -> tuple[int, str, str]:
    return -len(kind.students), kind.exercise, kind.id


def _example(report: Report, result: ExerciseResult) -> Example:
    test_names = {test.name for test in result.tests}
    pictures = tuple(draw(picture) for picture in report.pictures if picture.test in test_names)
    return Example(report.student or "-", result, _source(report, result), pictures)


def _source(report: Report, result: ExerciseResult) -> Source | None:
    for source in report.sources:
        if source.exercise == result.name:
            return Source(source.exercise, source.cell, source.text[:_LONGEST_CODE])
    return None


def signs_of(report: Report, result: ExerciseResult) -> Signs | None:
    """What an exercise's answer is known by; None where it is right, or nobody has written one."""
    if result.status not in _WRONG:
        return None
    failures = _failures(result)
    if not failures:
        return None
    words = [(test.name, in_words(test.message)) for test in failures]
    key = [report.assignment, result.name, words]
    # the inputs of public tests are mostly the same for everybody: then equal answers look equal here
    public_tests = {test.name for test in failures if test.public}
    answers = [_PLACE.sub("", test.message) for test in failures if test.public]
    pictures = [picture for picture in report.pictures if picture.test in public_tests]
    return Signs(_hash(key), _hash([key, answers, pictures]))


def _failures(result: ExerciseResult) -> list[TestResult]:
    return [test for test in result.tests if test.outcome != "passed" and not test.example_only]


def messages_of(result: ExerciseResult) -> list[str]:
    """What the tests of an exercise said that failed."""
    return [test.message for test in _failures(result)]


def notes_about(report: Report, result: ExerciseResult, notes: Mapping[str, Notes]) -> Sequence[Note]:
    """The instructor's notes on a student's answer."""
    if result.name not in notes:
        return ()
    signs = signs_of(report, result)
    if signs is None:
        return ()
    return notes[result.name].about([signs.answers, signs.words], messages_of(result))


def _hash(facts: object) -> str:
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:_HEX_DIGITS]
