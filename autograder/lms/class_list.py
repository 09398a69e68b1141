"""The class list: who should have handed in, as a person, Canvas's gradebook or Moodle's grading worksheet writes it.

The table is kept as it came, since the platform takes the same one back, with the scores in one of its columns.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder import names
from autograder.course import UsageError
from autograder.lms import moodle
from autograder.lms.owners import NO, YES

OWN = "own"
CANVAS = "canvas"
MOODLE = "moodle"
_MOST_BYTES = 64 << 20
_DELIMITERS = ",;\t"
# the first column of Moodle's worksheet in the languages of its packs; its values are a word and a number
_MOODLE_FIRST = {
    "identifier", "id", "identifikator", "kennung", "identificador", "identifiant", "identificativo", "identificatie",
}  # fmt: skip
_PARTICIPANT = re.compile(r"\D*?(\d+)")
_CANVAS_MARKS = {"sis user id", "sis login id", "section"}
_OTHER_IDS = {
    CANVAS: ("sis user id", "sis login id", "integration id"),
    MOODLE: ("username", "id number", "email address", "anmeldename", "id-nummer", "e-mail-adresse"),
    OWN: ("email", "username", "login"),
}
_NAMES = {
    CANVAS: ("student",),
    MOODLE: ("full name", "vollständiger name", "nombre completo", "nom complet", "name"),
    OWN: ("name",),
}
# what Moodle's worksheet says of a submission, in the languages of its packs
_STATUS = ("status", "statut", "estado", "stato")
_MODIFIED = (
    "last modified (submission)", "zuletzt geändert (abgabe)", "dernière modification (travail remis)",
    "última modificación (entrega)", "ultima modifica (consegna)", "laatst gewijzigd (inzending)",
)  # fmt: skip
_TEST_STUDENT = "Student, Test"  # in Canvas's gradebook, in whatever language
_SIDE_BY_SIDE = 10  # lines of two lists that have nothing in common
_EMAILS = {CANVAS: ("sis login id",), MOODLE: ("email address", "e-mail-adresse"), OWN: ("email",)}


@dataclass(frozen=True)
class Student:
    """One person of the class list. `row` is the place in the table, `others` further names of the same person.

    Moodle's worksheet also says whether the work is `late` ("yes" or "no"), when it was `handed_in`, and until when
    this person may hand in by an `extension`. Canvas lists a test student, as whom a teacher looks at the course:
    nobody misses the work of one who `is_for_trying`.
    """

    row: int
    id: str
    name: str
    email: str
    others: tuple[str, ...] = ()
    late: str = ""
    handed_in: str = ""
    extension: str = ""
    is_for_trying: bool = False


@dataclass
class ClassList:
    """A class list: its table with the header in the first row, and the people in it.

    `kind` is "own", "canvas" or "moodle"; `delimiter` parts the columns, and `bom` says whether a mark stood before it.
    """

    path: Path
    kind: str
    table: list[list[str]]
    students: list[Student]
    delimiter: str = ","
    bom: bool = False
    _by_key: list[dict[str, Student | None]] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return self.table[0]

    def student(self, key: str) -> Student | None:
        """Whose key this is: the platform's id of one, or another name of exactly one person; else None.

        Names that look the same are the same, and so are numbers of which a spreadsheet has cut the zeros. Of a full
        name, the order of its words does not matter.
        """
        if not self._by_key:
            self._by_key = [
                _index(self.students, lambda one: [one.id], str),
                _index(self.students, lambda one: [one.id], names.look),
                _index(self.students, lambda one: one.others, _folded),
                _index(self.students, lambda one: [one.id, *one.others], _without_zeros),
                _index(self.students, lambda one: [one.name], _words_of_name),
            ]
        # from the strictest to the loosest: a looser one must not find somebody else first
        spellings: tuple[Callable[[str], str], ...] = (str, names.look, _folded, _without_zeros, _words_of_name)
        for index, spelled in zip(self._by_key, spellings, strict=True):
            student = index.get(spelled(key))
            if student is not None:
                return student
        return None


def _folded(text: str) -> str:
    return names.look(text).casefold()


def _without_zeros(text: str) -> str:
    return _folded(text).lstrip("0")


def _words_of_name(text: str) -> str:
    """The words of a full name in alphabetical order: Ann Lee, "Lee, Ann" and ann_lee are one name."""
    words = re.findall(r"[^\W_]+", _folded(text))
    if len(words) < 2:  # one word may be anybody's
        return ""
    return " ".join(sorted(words))


def _index(
    students: Iterable[Student], ids: Callable[[Student], Sequence[str]], spelled: Callable[[str], str]
) -> dict[str, Student | None]:
    """The students by their ids as they are spelled; None for a spelling that two have."""
    index: dict[str, Student | None] = {}
    for student in students:
        own_spellings = set(map(spelled, ids(student))) - {""}
        for text in own_spellings:
            if text in index:
                index[text] = None
            else:
                index[text] = student
    return index


def read(path: Path) -> ClassList:
    """The class list in a CSV file. Raises UsageError with what is expected."""
    text, bom = _text(path)
    table, delimiter = _table(text, path)
    kind = _kind(table)
    if not kind:
        raise UsageError(
            "{path}: a class list is a CSV file with the columns id, name, email, or Canvas's gradebook, or "
            "Moodle's grading worksheet, as they are exported",
            path=path,
        )
    students = _students(table, kind)
    known: set[str] = set()
    for student in students:
        if not student.id or student.id in known:
            raise UsageError("{path}: the id {student} is empty or there twice", path=path, student=repr(student.id))
        known.add(student.id)
    if not students:
        raise UsageError("{path}: nobody is in this class list", path=path)
    return ClassList(path, kind, table, students, delimiter, bom)


def _text(path: Path) -> tuple[str, bool]:
    """What the file says, and whether a mark of its encoding stood before it."""
    try:
        if path.stat().st_size > _MOST_BYTES:  # somebody has named the submissions, perhaps
            raise UsageError("{path} is larger than {most} MB: it is no class list", path=path, most=_MOST_BYTES >> 20)
        data = path.read_bytes()
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), True
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8"), data.startswith(codecs.BOM_UTF8)
    except OSError as fault:
        raise UsageError("{path} can't be read as a class list ({reason})", path=path, reason=fault.strerror) from None
    except UnicodeError:
        raise UsageError("{path} can't be read as a class list: save it as CSV in UTF-8", path=path) from None


def _table(text: str, path: Path) -> tuple[list[list[str]], str]:
    """The rows that hold anything, and what parts their columns: whatever gives the first row most of them."""
    first_line, _, rest = text.partition("\n")
    if first_line.lower().startswith("sep="):  # a hint for Excel, and no row of the table
        text = rest
    try:
        delimiter = max(_DELIMITERS, key=lambda mark: _width(text, mark))
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as fault:
        raise UsageError("{path} can't be read as a class list: {fault}", path=path, fault=fault) from None
    table: list[list[str]] = []
    width = 0
    for row in rows:
        if "".join(row).strip():
            table.append(row)
            width = max(width, len(row))
    for row in table:
        row.extend([""] * (width - len(row)))  # a spreadsheet leaves out what is empty at a row's end
    return table, delimiter


def _width(text: str, delimiter: str) -> int:
    """How many columns the first row has, if this parts them."""
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        return len(row)
    return 0


def column_names(row: Sequence[str]) -> list[str]:
    """The names of a header's columns, as they are compared."""
    return [names.look(cell).casefold() for cell in row]


def _kind(table: list[list[str]]) -> str:
    if not table:
        return ""
    columns = column_names(table[0])
    if {"student", "id"} <= set(columns) and _CANVAS_MARKS & set(columns):
        return CANVAS
    if {"id", "name", "email"} <= set(columns):
        return OWN
    if columns[0] in _MOODLE_FIRST and len(table) > 1 and _is_participant(table[1][0]):
        return MOODLE
    if {"id", "name"} <= set(columns):
        return OWN
    return ""


def _is_participant(cell: str) -> bool:
    """Whether it is a word and a number, such as "Participant 5501": what Moodle calls somebody in one assignment."""
    return bool(_PARTICIPANT.fullmatch(cell.strip())) and not cell.strip().isdigit()


def _students(table: list[list[str]], kind: str) -> list[Student]:
    columns = column_names(table[0])
    id_column = 0
    if kind != MOODLE:  # whose first column has another name in each language
        id_column = columns.index("id")
    students = []
    for number, row in enumerate(table[1:], 1):
        student_id = row[id_column].strip()
        if kind == CANVAS and not student_id:
            continue  # the rows of points, and of what is posted by hand
        if kind == MOODLE:
            student_id = _participant_number(student_id)
        full_name = _first(row, columns, _NAMES[kind])
        email = _first(row, columns, _EMAILS[kind])
        others = tuple(_cells(row, columns, _OTHER_IDS[kind]))
        is_for_trying = kind == CANVAS and full_name == _TEST_STUDENT
        student = Student(number, student_id, full_name, email, others, is_for_trying=is_for_trying)
        if kind == MOODLE:
            student = _with_submission(student, row, columns)
        students.append(student)
    return students


def _with_submission(student: Student, row: Sequence[str], columns: Sequence[str]) -> Student:
    """The student with what Moodle's worksheet says of the submission."""
    status = _first(row, columns, _STATUS)
    handed_in = moodle.moment(_first(row, columns, _MODIFIED))
    late = ""
    if moodle.is_late(status):
        late = YES
    elif handed_in:
        late = NO
    return replace(student, late=late, handed_in=handed_in, extension=moodle.extension(status))


def _participant_number(cell: str) -> str:
    """The number in "Participant 5501"; nothing where there is none."""
    participant = _PARTICIPANT.fullmatch(cell)
    if participant is None:
        return ""
    return participant[1]


def _cells(row: Sequence[str], columns: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """What stands in these columns, in their order, but for empty cells."""
    cells = []
    for column in wanted:
        if column in columns:
            cell = row[columns.index(column)].strip()
            if cell:
                cells.append(cell)
    return cells


def _first(row: Sequence[str], columns: Sequence[str], wanted: Sequence[str]) -> str:
    for cell in _cells(row, columns, wanted):
        return cell
    return ""


def side_by_side(class_list: ClassList, students: Sequence[str], place: str) -> list[str]:
    """The ids of the list beside those of the students in another `place`, for a person to see how they differ."""
    listed = [names.in_a_line(f"{student.id} {student.name}") for student in class_list.students[:_SIDE_BY_SIDE]]
    others = list(map(names.in_a_line, students[:_SIDE_BY_SIDE]))
    width = max(map(len, [*listed, "in the list"]))
    lines = [f"  {'in the list'.ljust(width)}   in {place}"]
    for left, right in itertools.zip_longest(listed, others, fillvalue=""):
        lines.append(f"  {left.ljust(width)}   {right}".rstrip())
    lines.append(f"  ({len(class_list.students)} in the list, {len(students)} in {place})")
    return lines
