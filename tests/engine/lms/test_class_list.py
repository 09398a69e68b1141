"""The class list, as people and platforms write it, and as spreadsheets leave it."""

import pytest

from autograder.course import UsageError
from autograder.lms.class_list import read, side_by_side

OWN = 'id,name,email\nann,"Lee, Ann",ann@x.example\nbob,Bob,bob@x.example\ncy,=1+1,cy@x.example\n'
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Halley's method (4711),Final Score\n    Points Possible,,,,,6,(read only)\n"
    '"Lee, Ann",1001,0012345,alee,S1,,\n"Ray, Zoë",1005,0012349,zray,S1,,\n'
)
MOODLE = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade"\n'
    '"Participant 5501","Ann Lee",ann@school.example,"Submitted for grading",,6.00\n"Participant 5503","Ann Lee",ann2@school.example,,,6.00\n'
)
GERMAN = 'ID;"Vollständiger Name";E-Mail-Adresse;Status;Bewertung;Bestwertung\nTeilnehmer/in5501;Ann Lee;ann@x;;;6,00\n'


def listed(tmp_path, data):
    path = tmp_path / "list.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(path)


@pytest.mark.parametrize(
    ("text", "kind", "ids", "names"),
    [
        (OWN, "own", ["ann", "bob", "cy"], ["Lee, Ann", "Bob", "=1+1"]),
        (CANVAS, "canvas", ["1001", "1005"], ["Lee, Ann", "Ray, Zoë"]),
        (MOODLE, "moodle", ["5501", "5503"], ["Ann Lee", "Ann Lee"]),
        (GERMAN, "moodle", ["5501"], ["Ann Lee"]),
        ("Name;Email;ID\nAnn;a@x;7\n", "own", ["7"], ["Ann"]),
        ("id,email,name\ns7,a@x,Ann\n", "own", ["s7"], ["Ann"]),
    ],
)
def test_each_kind(tmp_path, text, kind, ids, names):
    """Its people, by the platform's id."""
    class_list = listed(tmp_path, text)
    assert class_list.kind == kind
    assert [one.id for one in class_list.students] == ids
    assert [one.name for one in class_list.students] == names


@pytest.mark.parametrize("text", [OWN, CANVAS, MOODLE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_spreadsheets_make_of_it(tmp_path, text, encoding, mark):
    """Marks of encodings, other delimiters, carriage returns, empty columns and rows behind."""
    if mark != ",":
        text = text.replace('"Lee, Ann"', "Lee Ann").replace(",", mark)
    lines = [f"{line}{mark * 3}" for line in text.splitlines()]
    class_list = listed(tmp_path, ("\r\n".join([*lines, mark * 9, ""])).encode(encoding))
    assert [one.id for one in class_list.students] == [one.id for one in listed(tmp_path, text).students]
    assert all(len(row) == len(class_list.header) for row in class_list.table)


@pytest.mark.parametrize(
    ("text", "key", "name"),
    [
        (CANVAS, "1001", "Lee, Ann"), (CANVAS, "0012349", "Ray, Zoë"), (CANVAS, "12349", "Ray, Zoë"), (CANVAS, "ZRAY", "Ray, Zoë"),
        (MOODLE, "ann2@school.example", "Ann Lee"), (OWN, "bob@x.example", "Bob"), ("id,name\nZoë,Z\n", "Zoe\u0308", "Z"), ("id,name\nZoe\u0308,Z\n", "Zoë", "Z"),
    ],
)  # fmt: skip
def test_whose_a_key_is(tmp_path, text, key, name):
    """Also by another name of the same person, however it is composed, and without the zeros that a spreadsheet cuts."""
    assert listed(tmp_path, text).student(key).name == name


@pytest.mark.parametrize("key", ["Ann Lee", "Lee, Ann", "ann_lee", "LEE ANN", "Lee-Ann"])
def test_a_full_name(tmp_path, key):
    """In any order and case, as people call their files; of two people of one name it is nobody's, and one word is none."""
    class_list = listed(tmp_path, 'id,name\n1,"Lee, Ann"\n2,Bo Kim\n3,"Kim, Bo"\n4,Cher\n')
    assert class_list.student(key).id == "1"
    assert class_list.student("Bo Kim") is None
    assert class_list.student("Cher") is None


def test_what_moodles_worksheet_tells(tmp_path):
    """Lateness and extensions in its Status, the time in its own words."""
    header = 'Identifier,"Full name",Status,Grade,"Last modified (submission)"\n'
    rows = (
        'Participant 1,Ann,"Submitted for grading",,"Wednesday, 25 November 2026, 11:23 PM"\n'
        'Participant 2,Bo,"Submitted for grading - 1 day 2 hours late - Graded",,"Friday, 27 November 2026, 12:05 AM"\n'
        'Participant 3,Cy,"No submission - Assignment is overdue by: 3 days",,-\n'
        'Participant 4,Di,"Submitted for grading - Extension granted until: Friday, 27 November 2026, 11:59 PM",,"Friday, 27 November 2026, 9:00 AM"\n'
    )
    students = listed(tmp_path, header + rows).students
    assert [one.late for one in students] == ["no", "yes", "", "no"]
    assert [one.handed_in for one in students] == ["2026-11-25T23:23", "2026-11-27T00:05", "", "2026-11-27T09:00"]
    assert [one.extension for one in students] == ["", "", "", "2026-11-27T23:59"]


def test_side_by_side(tmp_path):
    """Two lists that have nothing in common, for a person to see how they differ."""
    lines = side_by_side(listed(tmp_path, "id,name\n1,Ann\n2,Bo\n"), ["ann"], "the reports")
    assert lines == ["  in the list   in the reports", "  1 Ann         ann", "  2 Bo", "  (2 in the list, 1 in the reports)"]


def test_whose_it_is_not(tmp_path):
    """Nobody's, or two people's: nobody guesses."""
    class_list = listed(tmp_path, "id,name,email\n1,Ann,x@y\n2,Bob,x@y\n007,Cy,\n7,Dan,\n")
    assert class_list.student("x@y") is None
    assert class_list.student("") is None
    assert class_list.student("3") is None
    assert class_list.student("007").name == "Cy"
    assert class_list.student("7").name == "Dan"
    assert class_list.student("0007") is None


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("", "columns id, name, email"), ("name\nx\n", "columns id, name"), ("id,name,email\nx,a,b\nx,c,d\n", "'x' is empty or there twice"),
        ("id,name,email\n,a,b\n", "'' is empty"), ("id,name,email\n", "nobody is in this"), ("\ud800".encode("utf-8", "surrogatepass"), "can't be read"), (b"\xff\xfea", "can't be read"), (b"id,name\n" + b"x" * 200_000, "can't be read"),
    ],
)  # fmt: skip
def test_a_list_that_is_none(tmp_path, data, why):
    """It says what is expected."""
    with pytest.raises(UsageError, match=why):
        listed(tmp_path, data)


def test_a_file_that_is_not_there(tmp_path):
    """One line."""
    with pytest.raises(UsageError, match="No such file"):
        read(tmp_path / "none.csv")
