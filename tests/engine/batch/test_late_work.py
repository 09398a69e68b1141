"""What being late makes of a report: the score before and after, and why; what only a person can tell is asked."""

import csv
import io
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import reports
from msgspec.structs import replace
from parts import ROOT
from rich.console import Console

from autograder import files
from autograder.batch.corrections import as_graded, corrected
from autograder.batch.extensions import Extension
from autograder.batch.late_work import LateRules, of_its_file, with_lateness, without_lateness
from autograder.batch.overrides import Override
from autograder.course import Assignment, Exercise
from autograder.deadlines import Deadline, Late
from autograder.feedback import table
from autograder.feedback.pages import student_page
from autograder.report import Report
from autograder.submission.folder import Submission

DUE = datetime(2026, 11, 25, 12, tzinfo=UTC)


def report(handed_in="", late="", **changes):
    graded = replace(reports.report("ann", halley=(6.0, "passed", "")), score=6.0, max_score=12.0)
    return replace(graded, handed_in=handed_in, late=late, **changes)


def rules(*extensions, until=None, **late):
    policy = Late(**({"percent": 10} | late))
    return LateRules(Deadline(DUE, policy, until), {extension.key: extension for extension in extensions})


def outcome(graded, late_rules):
    """The mark, the score and the words."""
    judged = with_lateness(graded, late_rules)
    words = "" if judged.lateness is None else judged.lateness.words
    return judged.late, judged.score, words


def test_two_days():
    """A share of the points, not of the score."""
    assert outcome(report("2026-11-27T10:00:00Z"), rules()) == ("yes", 3.6, "2 days late (by 1 day 22 hours): −20 % of 12 points")


def test_in_time():
    """Nothing is said, and what the platform had called late is not."""
    assert outcome(report("2026-11-25T12:00:00Z", late="yes"), rules()) == ("no", 6.0, "")


def test_without_a_penalty():
    """A deadline alone says how late it is."""
    assert outcome(report("2026-11-26T10:00:00Z"), LateRules(Deadline(DUE))) == ("yes", 6.0, "1 day late (by 22 hours)")


def test_bounds():
    """The most that is taken off, and the floor, are said where they bind."""
    late = report("2026-12-05T12:00:00Z")
    assert outcome(late, rules(most=30)) == ("yes", 2.4, "10 days late (by 10 days): −30 % of 12 points, the most that lateness costs")
    assert outcome(late, rules(floor=25)) == ("yes", 3.0, "10 days late (by 10 days): −100 % of 12 points, but not below 25 %")
    assert outcome(late, rules(until=datetime(2026, 12, 1, tzinfo=UTC))) == ("yes", 0.0, "handed in after 1 December 2026, 00:00 UTC: no points")


def test_an_extension():
    """The later deadline counts, and its reason is shown; behind it lateness is counted from there."""
    extension = Extension("ann", until="2026-11-28", reason="ill")
    words = "an extension until 28 November 2026, 23:59 UTC (ill)"
    assert outcome(report("2026-11-28T20:00:00Z"), rules(extension)) == ("no", 6.0, f"in time by {words}")
    assert outcome(report("2026-11-29T20:00:00Z"), rules(extension)) == ("yes", 4.8, f"1 day late (by 20 hours) after {words}: −10 % of 12 points")
    assert outcome(report("2026-11-28T20:00:00Z"), rules(replace(extension, student="bo")))[0] == "yes"


def test_a_mark_without_a_time():
    """Nobody guesses: the score stays as it is, the report asks, and a person decides."""
    marked = report(late="yes")
    judged = with_lateness(marked, rules())
    assert judged.score == 6.0
    assert judged.lateness.is_open
    assert outcome(marked, rules(Extension("ann", handed_in="2026-11-26T10:00:00")))[1:] == (4.8, "1 day late (by 22 hours): −10 % of 12 points")
    assert outcome(marked, rules(Extension("ann", percent=5, reason="agreed")))[1:] == (5.4, "late, by decision −5 % of 12 points (agreed)")
    assert outcome(marked, rules(Extension("ann", until="2026-11-28")))[1:] == (6.0, "late, within an extension until 2026-11-28")


@pytest.mark.parametrize("marked", [report(late="no"), report(), report("what a student has written"), report(late="yes", status="rejected", score=0.0)])
def test_what_costs_nothing(marked):
    """Work that is not marked, a time that is none, and what was not graded."""
    assert with_lateness(marked, rules()) == marked


def test_taken_back():
    """Without the rule the report is what it was, to the byte; judged again it does not change, and it outlives a file."""
    graded = report("2026-11-27T10:00:00Z", late="yes")
    judged = with_lateness(graded, rules())
    assert with_lateness(judged, rules()) == judged == Report.from_json(judged.to_json())
    assert without_lateness(judged) == with_lateness(judged, LateRules()) == graded


@pytest.mark.parametrize("mark", ["", "no", "yes"])
@pytest.mark.parametrize("handed_in", ["2026-11-25T10:00:00", "2026-11-26T10:00:00"])
def test_a_time_that_a_person_takes_back_leaves_the_platforms_mark(mark, handed_in):
    """In time or late by the extension: without it the report is what it was."""
    graded = report(late=mark)
    judged = with_lateness(graded, rules(Extension("ann", handed_in=handed_in)))
    read_again = Report.from_json(judged.to_json())
    assert with_lateness(read_again, rules()) == with_lateness(graded, rules())


@pytest.mark.parametrize("mark", ["", "no", "yes"])
def test_a_time_that_a_person_takes_back_from_what_was_not_graded(mark):
    rejected = report(late=mark, status="rejected", score=0.0)
    judged = with_lateness(rejected, rules(Extension("ann", handed_in="2026-11-26T10:00:00")))
    assert without_lateness(judged) == rejected


def test_the_time_of_the_file(tmp_path):
    """Where nothing else tells one; what was unpacked from an archive has no time of its own."""
    path = tmp_path / "ann.ipynb"
    path.write_text("{}")
    os.utime(path, (DUE.timestamp(), DUE.timestamp()))
    assert of_its_file(Submission("ann", path), tmp_path / "work").handed_in == "2026-11-25T12:00:00+00:00"
    assert of_its_file(Submission("ann", path, handed_in="x"), tmp_path / "work").handed_in == "x"
    assert of_its_file(Submission("ann", path), tmp_path).handed_in == ""
    assert of_its_file(Submission("ann", tmp_path / "none"), tmp_path / "work").handed_in == ""


@pytest.mark.parametrize("second", [-(10**12), 10**13])
def test_a_time_of_a_file_that_no_calendar_has(second):
    """Is none: a file system in memory keeps whatever a file was given."""
    with tempfile.NamedTemporaryFile(dir="/dev/shm") as file:
        os.utime(file.name, (second, second))
        path = Path(file.name)
        assert path.stat().st_mtime == second
        assert of_its_file(Submission("ann", path), path / "work").handed_in == ""


def test_what_people_see(tmp_path):
    """The page, the terminal and grades.csv: the score before and after, and why; a reason of a person's is no markup."""
    extension = Extension("ann", until="2026-11-26", reason="<b>ill</b>")
    judged = with_lateness(report("2026-11-28T10:00:00Z"), rules(extension))
    words = "−20 % of 12 points"
    page = student_page(judged)
    assert "6 before lateness was counted. 2 days late" in page
    assert words in page
    assert "<b>ill" not in page
    console = Console(record=True, width=200, file=io.StringIO())
    table.print_one(console, judged)
    table.print_class(console, [judged])
    said = console.export_text()
    assert said.count("6 before lateness; 2 days late") == 2
    files.write(files.report_path(tmp_path, judged), judged.to_json())
    path = files.write_grades(tmp_path, files.grades(tmp_path))
    (row,) = csv.DictReader(path.read_text().splitlines())
    assert (row["score"], row["score_before"], row["late"]) == ("3.6", "6.0", "yes")
    assert words in row["lateness"]


def overridden(points, other=5.0):
    """A report of 12 points, in one of whose two exercises a person has given points."""
    graded = reports.report("ann", halley=(1.0, "partial", ""), steps=(other, "passed", ""))
    graded = replace(graded, score=1.0 + other, max_score=12.0, handed_in="2026-11-27T10:00:00Z", late="yes")
    assignment = Assignment("halley", "Halley", (Exercise("halley", 3), Exercise("steps", 9)))
    return corrected(graded, assignment, [Override("ann", "halley", points, "shown in person")])


def test_an_override_comes_last():
    """Lateness takes from what grading gave, and no more than there is of that."""
    assert outcome(overridden(3), rules())[1] == pytest.approx(5 - 2.4 + 3)
    assert outcome(overridden(3, other=1.0), rules())[1:] == (3.0, "2 days late (by 1 day 22 hours): −20 % of 12 points; the points that your instructor gave (3) stay")
    assert outcome(overridden(0, other=1.0), rules())[1] == 0.0
    assert outcome(overridden(2), rules(until=DUE))[1] == 2.0


def test_the_example_of_the_page():
    """docs/late-days.md shows two students."""
    page = (ROOT / "docs" / "late-days.md").read_text()
    for other, score in ((8.0, "5.6 + 3 = 8.6"), (1.0, "0 + 3 = 3")):
        assert f"{outcome(overridden(3, other=other), rules())[1]:g}" == score.rpartition(" ")[2]
        assert f"| {score} |" in page


def test_an_override_beside_a_floor():
    """The floor holds for what grading gave."""
    assert outcome(overridden(3), rules(percent=40, floor=25))[1] == 6.0
    assert outcome(overridden(3, other=1.0), rules(percent=40, floor=25))[1] == 4.0


def test_an_override_of_late_work_is_taken_back():
    """What it and lateness have made of the report is undone."""
    changed = overridden(3)
    assert as_graded(without_lateness(with_lateness(changed, rules()))) == as_graded(changed)


def test_a_decision_without_a_penalty_in_the_course():
    """What a person says that lateness costs holds all the same, with a time and with a mark alone."""
    decision = {"ann": Extension("ann", percent=5, reason="agreed")}
    late_rules = LateRules(Deadline(DUE), decision)
    assert outcome(report("2026-11-26T10:00:00Z"), late_rules)[1:] == (5.4, "1 day late (by 22 hours), by decision −5 % of 12 points (agreed)")
    assert outcome(report(late="yes"), late_rules)[1:] == (5.4, "late, by decision −5 % of 12 points (agreed)")
    assert outcome(report(late="yes"), LateRules(Deadline(DUE), {"ann": Extension("ann", until="2026-11-28")})) == ("yes", 6.0, "")
