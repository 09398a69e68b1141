"""Points that a person gives, as files have them: every typing error is named, in words that say what to change."""

import pytest

from autograder.batch.overrides import of_nobody, overrides_in
from autograder.course import Assignment, Course, Exercise, Question, UsageError
from autograder.limits import Limits

HALLEY = Assignment("halley", "Halley", (Exercise("halley", 3), Exercise("steps", 2)), questions=(Question("why", 4),))
OTHER = Assignment("other", "Other", (Exercise("walk", 3), Exercise("steps", 2)))
GIVEN = '[[override]]\nstudent = "ann"\nexercise = "halley"\npoints = 2\nreason = "shown in person"\nby = "Lee"\n'


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path, "Course", {"halley": HALLEY, "other": OTHER}, Limits())


def read(tmp_path, course, text, where="halley"):
    (tmp_path / where).mkdir(exist_ok=True)
    (tmp_path / where / "overrides.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return overrides_in(tmp_path, course, HALLEY)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (GIVEN.replace('"halley"', '"hally"'), r"no exercise 'hally' in halley: halley\?"),
        (GIVEN.replace("2", "3.5"), "3.5 points, expected 0 to 3"), (GIVEN.replace("2", "-1"), "-1 points"), (GIVEN.replace("2", "nan"), "nan points"),
        (GIVEN.replace("shown in person", " "), "say the reason"), (GIVEN + GIVEN, "is there twice"),
    ],
)  # fmt: skip
def test_what_can_not_be_meant(tmp_path, course, text, why):
    """Each is named before anything is graded."""
    with pytest.raises(UsageError, match=why):
        read(tmp_path, course, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GIVEN.replace("points = 2\n", ""), "[[override]] number 1 has no points: add it"),
        (GIVEN + GIVEN.replace("points = 2\n", ""), "[[override]] number 2 has no points: add it"),
        (GIVEN.replace("points", "point"), "[[override]] number 1 has 'point': points?"),
        (GIVEN.replace("2", '"two"'), "number 1: points: expected a number, got a text"),
        (GIVEN.replace('"ann"', "[1]"), "number 1: student: expected a number or a text, got a list"),
        (GIVEN.replace("override", "overrides"), "'overrides' is not known here: expected [[override]]"),
        (GIVEN.replace("[[override]]", "[override]"), "expected [[override]] with two brackets"),
        (GIVEN.replace('"ann"', "ann"), "line 2 is not TOML"), ("[[override", "end of document is not TOML"), (b"\xff\xfe", "is not TOML in UTF-8"),
    ],
)  # fmt: skip
def test_the_words(tmp_path, course, text, words):
    """Which table it is, as a person counts, and what is expected there; no parser's own words."""
    with pytest.raises(UsageError) as refusal:
        read(tmp_path, course, text)
    assert words in str(refusal.value)
    assert "$" not in str(refusal.value)
    assert "Object" not in str(refusal.value)


def test_somebody_without_a_report():
    """It stops nobody else's grading: it is asked whether another one is meant."""
    assert of_nobody(["ann", "anne", "zoe"], ["ann", "bo"], "overrides.toml") == [
        "overrides.toml: no student 'anne' has a report: ann?", "overrides.toml: no student 'zoe' has a report",
    ]  # fmt: skip


def test_the_file_of_all_assignments(tmp_path, course):
    """In OUT itself: an exercise says which assignment it is of, or the decision does."""
    text = GIVEN + GIVEN.replace('"halley"', '"walk"').replace("[[override]]", "\n[[override]]")
    assert [one.exercise for one in read(tmp_path, course, text, where=".")] == ["halley"]
    (override,) = read(tmp_path, course, GIVEN.replace('"halley"', '"steps"') + 'assignment = "halley"\n', where=".")
    assert override.exercise == "steps"
    assert read(tmp_path, course, GIVEN.replace('"halley"', '"steps"') + 'assignment = "other"\n', where=".") == []


def test_where_there_is_no_file(tmp_path, course):
    """Nothing was decided."""
    assert overrides_in(tmp_path, course, HALLEY) == []


def test_an_exercise_of_two_assignments(tmp_path, course):
    """Refused for each assignment until it says which one is meant."""
    with pytest.raises(UsageError, match=r'ann, steps: halley and other have it: add assignment = "halley"'):
        read(tmp_path, course, GIVEN.replace('"halley"', '"steps"'), where=".")


def test_an_exercise_of_two_assignments_in_a_folder(tmp_path, course):
    """Beside the reports of one, it is that one's."""
    (override,) = read(tmp_path, course, GIVEN.replace('"halley"', '"steps"'))
    assert override.exercise == "steps"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (GIVEN.replace('"halley"', '"walk"'), "no exercise 'walk' in halley"),
        (GIVEN.replace('"halley"', '"steps"') + 'assignment = "other"\n', "assignment = 'other' in the folder of halley: move it to"),
    ],
)
def test_one_of_another_assignment_in_a_folder(tmp_path, course, text, why):
    """It would be without effect."""
    with pytest.raises(UsageError, match=why):
        read(tmp_path, course, text)


def test_an_exercise_of_no_assignment(tmp_path, course):
    """In the file of all assignments the whole course is looked through."""
    with pytest.raises(UsageError, match=r"no exercise 'wlak' in the course: walk\?"):
        read(tmp_path, course, GIVEN.replace('"halley"', '"wlak"'), where=".")
