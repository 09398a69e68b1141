"""Scores go back in the table that came, or in the form that a platform imports."""

import csv

import pytest
import reports
from msgspec.structs import replace

from autograder import files
from autograder.course import Assignment, Exercise, Question, UsageError
from autograder.lms.class_list import read
from autograder.lms.exported_scores import Wish
from autograder.lms.grade_table import export

HALLEY = Assignment("halley", "Halley's method, damping and restarts", (Exercise("halley", 6),))
TOWERS = Assignment("towers", "Towers of blocks", (Exercise("block", 5),), questions=(Question("why", 1),))
OWN = 'id,name,email\nann,"Lee, Ann",ann@x.example\nbob,Bob,bob@x.example\ncy,=1+1,cy@x.example\n'


def put(out, student, assignment="halley", score=2.5, status="graded", name=""):
    report = reports.report(student, status=status, halley=(score, "partial", ""))
    report = replace(report, assignment=assignment, name=name)
    files.write(files.report_path(out, report), report.to_json())


@pytest.fixture
def out(tmp_path):
    for student, status in (("ann", "graded"), ("bob", "rejected"), ("eve", "graded")):
        put(tmp_path / "out", student, status=status)
    return tmp_path / "out"


def exported(out, tmp_path, text, to, assignments=(HALLEY, TOWERS), encoding="utf-8", **more):
    class_list = None
    if text is not None:
        (tmp_path / "list.csv").write_bytes(text.encode(encoding))
        class_list = read(tmp_path / "list.csv")
    lines, status = export(Wish(out, to, tmp_path / "back.csv", assignments, class_list, **more))
    table = []
    if not status:
        with (tmp_path / "back.csv").open(newline="", encoding="utf-8-sig") as file:
            table = list(csv.reader(file, delimiter=class_list.delimiter if class_list and class_list.delimiter == ";" else ","))
    return table, lines, status


def test_canvas_from_our_own_list(out, tmp_path):
    """Canvas's five columns and its row of points; nothing, rather than zero, where nothing could be graded."""
    table, lines, _ = exported(out, tmp_path, "\ufeff" + OWN, "canvas")
    assert table == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "halley"],
        ["    Points Possible", "", "", "", "", "6"],
        ["Lee, Ann", "", "ann", "ann@x.example", "", "2.5"],
        ["Bob", "", "bob", "bob@x.example", "", ""],
        ["'=1+1", "", "cy", "cy@x.example", "", ""],
    ]
    said = "\n".join(lines)
    assert "3 students, 1 assignment" in said
    assert "left out: eve" in said
    assert "nothing was handed in (1): cy" in said
    assert "could not be graded (1): bob Bob" in said


def test_moodle_from_our_own_list(out, tmp_path):
    """Columns that can be mapped from."""
    table, _, _ = exported(out, tmp_path, OWN, "moodle")
    assert table[:2] == [["Full name", "ID number", "Email address", "halley"], ["Lee, Ann", "ann", "ann@x.example", "2.5"]]


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,{},Halley's method Final Score,Phone\n    Points Possible,,,,,10,{}(read only),\n"
    '"Lee, Ann",1,ann,a@x,S1,3,{}-1.5,+49 30\n"=Bad, Cy",2,cy,c@x,S1,,{},-\n'
)


@pytest.mark.parametrize(
    ("column", "wanted"),
    [("Halley's method (47)", ()), ("halley (47)", ()), ("HW 3: halley (47)", ()), ("Third homework (47)", ("Third homework",)), ("Third homework (47)", ("halley=Third homework (47)",))],
)
def test_canvas_gets_its_own_table_back(out, tmp_path, column, wanted):
    """With the scores in the assignment's column, by its title or as it was named; nothing else is another."""
    text = CANVAS.format(column, "", "", "")
    table, lines, _ = exported(out, tmp_path, text, "canvas", columns=wanted)
    before = list(csv.reader(text.splitlines()))
    assert table[2][5] == "2.5"
    assert table[3][5] == ""
    assert table[3][0] == "'=Bad, Cy"
    assert [row[:5] + row[6:] for row in table[:3]] == [row[:5] + row[6:] for row in before[:3]]
    assert any("Canvas counts 10 points, this course 6" in line for line in lines)


def test_an_assignment_of_another_class_is_left_out(out, tmp_path):
    """Its column stays as it came, and what is there is kept."""
    put(out, "eve", "towers", 5.0)
    text = "Student,ID,SIS User ID,SIS Login ID,Section,Towers of blocks (1),Halley's method (2)\nAnn,1,ann,,S,9,\n"
    table, lines, _ = exported(out, tmp_path, text, "canvas")
    assert table[1][5:] == ["9", "2.5"]
    assert "towers: left out, since nobody in this class list has a report of it" in lines
    table, _, _ = exported(out, tmp_path, text.replace("Towers of blocks (1)", "Essay (1)"), "canvas")
    assert table[1][5:] == ["9", "2.5"]


def test_a_score_that_is_taken_away_is_told(out, tmp_path):
    """A person has given it, or excused the student, and would miss it."""
    text = CANVAS.format("halley (47)", "", "", "").replace("S1,,", "S1,EX,")
    table, lines, _ = exported(out, tmp_path, text, "canvas")
    assert table[3][5] == ""
    assert "halley: stood in the list and is blank now: enter it again after the import (1): EX of 2 =Bad, Cy" in lines


@pytest.mark.parametrize(
    ("columns", "wanted", "why"),
    [
        ("Homework (1)", (), "no column is named for halley: say --column COLUMN; the columns: Homework"),
        ("halley (1),halley (2)", (), "several columns may be halley's"),
        ("halley (1)", ("Homework",), "no column 'Homework'"),
    ],
)
def test_a_column_that_nobody_knows(out, tmp_path, columns, wanted, why):
    """Nobody guesses: the columns are listed."""
    more = "," * columns.count(",")
    with pytest.raises(UsageError, match=why):
        exported(out, tmp_path, CANVAS.format(columns, more, more, more), "canvas", columns=wanted)


def test_several_assignments_at_once(out, tmp_path):
    """Each in its column."""
    put(out, "ann", "towers", 5.0)
    text = "Student,ID,SIS User ID,SIS Login ID,Section,Towers of blocks (1),Halley's method (2)\nAnn,1,ann,,S,,\n"
    assert exported(out, tmp_path, text, "canvas")[0][1] == ["Ann", "1", "ann", "", "S", "5", "2.5"]


MOODLE = 'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Last modified (grade)"\n"Participant 5501",Ann,ann,x,,{},-\n"Participant 5504",Cy,cy,y,,{},-\n'


def test_moodle_gets_its_worksheet_back(out, tmp_path):
    """One assignment; the decimals as the worksheet writes them."""
    put(out, "5501", score=4.5)
    (out / "halley" / "ann.json").unlink()  # whose address the worksheet has for 5501
    table, _, _ = exported(out, tmp_path, MOODLE.format("6.00", "6.00"), "moodle", (HALLEY,), encoding="utf-8-sig")
    assert [row[4] for row in table] == ["Grade", "4.5", ""]
    assert (tmp_path / "back.csv").read_bytes()[:3] == b"\xef\xbb\xbf"
    german = MOODLE.replace(",", ";").format("100,00", "100,00").replace("Grade;", "Bewertung;", 1).replace("Maximum Grade", "Bestwertung")
    table, lines, _ = exported(out, tmp_path, german, "moodle", (HALLEY,))
    assert table[1][4] == "4,5"
    assert table[1][6] == "-"
    assert any("highest grade is 100" in line for line in lines)
    put(out, "5501", "towers")
    with pytest.raises(UsageError, match="of one assignment: say which by --assignment"):
        exported(out, tmp_path, MOODLE.format("6.00", "6.00"), "moodle")


def test_two_reports_of_one_person(out, tmp_path):
    """Left blank, and said."""
    put(out, "5501", score=4.5)
    table, lines, _ = exported(out, tmp_path, MOODLE.format("6.00", "6.00"), "moodle", (HALLEY,))
    assert table[1][4] == ""
    assert any("two reports each" in line for line in lines)


def test_csv(out, tmp_path):
    """With a list everybody in it, without one everybody who has a report; on request a column for each exercise."""
    put(out, "ann", "towers", 5.0, name="Ann Lee")
    table, _, _ = exported(out, tmp_path, OWN, "csv", exercises=True)
    assert table[0] == ["id", "name", "email", "halley", "halley: halley", "towers", "towers: block", "towers: why"]
    assert table[1] == ["ann", "Lee, Ann", "ann@x.example", "2.5", "2.5", "5", "", ""]
    assert len(table) == 4
    table, _, _ = exported(out, tmp_path, None, "csv")
    assert table == [["id", "name", "halley", "towers"], ["ann", "Ann Lee", "2.5", "5"], ["bob", "", "", ""], ["eve", "", "2.5", ""]]


def test_where_nobody_matches(out, tmp_path):
    """Exit status 1, both lists side by side, and nothing is written."""
    _, lines, status = exported(out, tmp_path, "id,name,email\n17,Ann,\n18,Bob,\n", "canvas")
    assert status == 1
    assert not (tmp_path / "back.csv").exists()
    assert [line.split() for line in lines[2:5]] == [["17", "Ann", "ann"], ["18", "Bob", "bob"], ["eve"]]


def test_what_can_not_be_asked_for(out, tmp_path):
    """One line each."""
    for text, to, why in ((OWN, "excel", "expected canvas, moodle or csv"), (None, "canvas", "add --students"), (MOODLE.format(6, 6), "canvas", "say --format moodle")):
        with pytest.raises(UsageError, match=why):
            exported(out, tmp_path, text, to)
    with pytest.raises(UsageError, match="holds no reports"):
        exported(tmp_path / "empty", tmp_path, OWN, "moodle")
