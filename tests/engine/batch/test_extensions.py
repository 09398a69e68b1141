"""What a person decides about lateness, as files have it: for one assignment or for all, and every typing error named."""

import re

import pytest
from parts import ROOT

from autograder.batch.extensions import extensions_in
from autograder.course import Assignment, Course, Exercise, UsageError
from autograder.deadlines import Late, when
from autograder.limits import Limits

HALLEY = Assignment("halley", "Halley", (Exercise("halley", 3),), due="2026-11-25", late=Late(10))
OTHER = Assignment("other", "Other", (Exercise("walk", 3),))
GIVEN = '[[extension]]\nstudent = "ann"\nuntil = 2026-11-28\nreason = "ill"\n'


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path, "Course", {"halley": HALLEY, "other": OTHER}, Limits(), time_zone="Europe/Berlin")


def read(tmp_path, course, text, where="halley"):
    (tmp_path / where).mkdir(exist_ok=True)
    (tmp_path / where / "extensions.toml").write_text(text)
    return extensions_in(tmp_path, course, HALLEY)


def test_a_later_date(tmp_path, course):
    """Until the end of that day, in the course's time zone; a number may be written without quotes."""
    extension = read(tmp_path, course, GIVEN.replace('"ann"', "1002"))["1002"]
    assert when(extension.deadline(course.deadline("halley")).due) == "28 November 2026, 23:59 CET"


def test_the_time_of_handing_in(tmp_path, course):
    """Where the platform does not tell it."""
    extension = read(tmp_path, course, '[[extension]]\nstudent = "ann"\nhanded_in = 2026-11-26T08:00:00\n')["ann"]
    assert when(extension.moment(course.deadline("halley"))) == "26 November 2026, 08:00 CET"


def test_those_of_all_assignments(tmp_path, course):
    """In OUT, for all or for the one that is named; what stands beside the reports counts more."""
    assert set(read(tmp_path, course, GIVEN, where=".")) == {"ann"}
    assert read(tmp_path, course, GIVEN + 'assignment = "other"\n', where=".") == {}
    read(tmp_path, course, GIVEN, where=".")
    assert read(tmp_path, course, GIVEN.replace("28", "30"))["ann"].until == "2026-11-30"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GIVEN.replace("until = 2026-11-28\n", ""), "ann: it decides nothing: add until"), (GIVEN + GIVEN, "ann is there twice"),
        (GIVEN.replace("until", "untill"), "has 'untill': until?"), (GIVEN.replace("2026-11-28", '"soon"'), "'soon' is no time"),
        (GIVEN.replace("2026-11-28", "3"), "until: expected a text, got a number"), (GIVEN + "percent = 101\n", "<= 100"),
        (GIVEN + 'assignment = "steps"\n', "no assignment 'steps'"), ("ann = 2026-11-28\n", "'ann' is not known here: expected [[extension]]"),
    ],
)  # fmt: skip
def test_typing_errors(tmp_path, course, text, words):
    """Each is named before anything is graded."""
    with pytest.raises(UsageError) as refusal:
        read(tmp_path, course, text)
    assert words in str(refusal.value)


def test_without_a_deadline(tmp_path, course):
    """There is nothing to put off."""
    (tmp_path / "extensions.toml").write_text(GIVEN + 'assignment = "other"\n')
    with pytest.raises(UsageError, match="the assignment has no `due`"):
        extensions_in(tmp_path, course, OTHER)


def test_the_page_about_it(tmp_path):
    """The two files that docs/late-days.md shows are taken as they stand there."""
    order, decisions = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "late-days.md").read_text(), re.DOTALL)
    (name,) = re.findall(r'^name = "(\w+)"', order, re.MULTILINE)
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "course.toml").write_text(f'{order}title = "A"\nexercises = [{{ name = "step", points = 3 }}]\n')
    course = Course.load(tmp_path)
    (tmp_path / "extensions.toml").write_text(decisions)
    extensions = extensions_in(tmp_path, course, course.assignment(name))
    assert when(course.deadline(name).due) == "25 November 2026, 23:59 CET"
    assert [extensions[student].percent for student in ("1002", "1003", "1004")] == [None, None, 5.0]


def test_one_of_another_assignment_in_a_folder(tmp_path, course):
    """It would be without effect."""
    with pytest.raises(UsageError, match="ann: assignment = 'other' in the folder of halley: move it to"):
        read(tmp_path, course, GIVEN + 'assignment = "other"\n')
