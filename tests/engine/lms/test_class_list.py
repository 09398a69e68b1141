"""The class list, and grades as Canvas and Moodle import them."""

import csv

import pytest
import reports
from msgspec.structs import replace

from autograder import files
from autograder.course import UsageError
from autograder.lms.roster import export, read

LIST = 'id,name,email\nann,"Lee, Ann",ann@x.example\nbob,Bob,bob@x.example\ncy,=1+1,cy@x.example\n'


@pytest.fixture
def out(tmp_path):
    made = tmp_path / "out"
    for report in (
        reports.report("ann", newton=(2.5, "partial", "")),
        replace(reports.report("bob", newton=(0.0, "failed", "")), status="error", score=0.0, exercises=()),
        reports.report("eve", newton=(3.0, "passed", "")),
    ):
        named = replace(report, assignment="newton")
        files.write(files.report_path(made, named), named.to_json())
    (tmp_path / "class.csv").write_text("\ufeff" + LIST)
    return made


def rows(path):
    with path.open(newline="") as file:
        return list(csv.reader(file))


def test_canvas(out, tmp_path):
    """Canvas's five columns and its row of points; no zero for a fault of ours, or for nothing handed in."""
    said = export(out, tmp_path / "class.csv", "canvas", tmp_path / "canvas.csv", {"newton": 6.0, "densenet": 5.0})
    assert rows(tmp_path / "canvas.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "newton"],
        ["    Points Possible", "", "", "", "", "6"],
        ["Lee, Ann", "", "ann", "ann@x.example", "", "2.5"],
        ["Bob", "", "bob", "bob@x.example", "", ""],
        ["'=1+1", "", "cy", "cy@x.example", "", ""],
    ]
    assert said[0].endswith("3 students, 1 assignments") and said[1].endswith("left out: eve")


def test_moodle(out, tmp_path):
    """Columns that can be mapped from."""
    export(out, tmp_path / "class.csv", "moodle", tmp_path / "moodle.csv", {"newton": 6.0})
    assert rows(tmp_path / "moodle.csv")[:2] == [
        ["Full name", "ID number", "Email address", "newton"],
        ["Lee, Ann", "ann", "ann@x.example", "2.5"],
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "columns id, name, email"),
        ("name\nx\n", "columns id"),
        ("id,name,email\nx,a,b\nx,c,d\n", "'x' is empty or there twice"),
        ("id,name,email\n,a,b\n", "'' is empty"),
        ("\ud800", None),
    ],
)
def test_a_list_that_is_none(tmp_path, text, why):
    """It says what is expected."""
    path = tmp_path / "class.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError, match=why or "can't be read"):
        read(path)


def test_nothing_to_export(tmp_path, out):
    """Or for nobody known."""
    with pytest.raises(UsageError, match="expected canvas or moodle"):
        export(out, tmp_path / "class.csv", "excel", tmp_path / "x.csv", {"newton": 6.0})
    with pytest.raises(UsageError, match="holds no reports"):
        export(tmp_path / "empty", tmp_path / "class.csv", "moodle", tmp_path / "x.csv", {"newton": 6.0})
