"""A course is found from where one stands, and one that can't be read says why."""

import pytest
from parts import COURSE

from autograder.course import ORDER, Course, CourseFault, UsageError


def test_it_is_found_from_below():
    """From a folder inside it."""
    assert Course.find(COURSE / "tests" / "graders").root == COURSE


def test_none_is_found_where_none_is(tmp_path):
    """Where a command would write into it, the checkout's own does not take its place."""
    with pytest.raises(UsageError, match="no course in"):
        Course.find(tmp_path, or_the_checkouts=False)


def test_its_order_and_its_points(course):
    """Assignments in their order; exercises with their points and what they use."""
    assert list(course.assignments) == ["outcomes", "kinds"]
    outcomes = course.assignment("outcomes")
    assert outcomes.max_score == 12
    assert {e.name: e.uses for e in outcomes.exercises if e.uses} == {"uses_another": ("fails",)}


def test_where_its_files_lie(course):
    """By the assignment's name alone."""
    for name in course.assignments:
        places = course.solution(name), course.grader(name), course.notebook(name)
        assert [str(path) for path in places if not path.is_file()] == []


@pytest.mark.parametrize("text", ["title = 3", "assignments = []", "[[assignments]", "title='x'\nassignments=[]\ntypo=1"])
def test_an_order_that_is_none(tmp_path, text):
    """The file is named."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / ORDER).write_text(text)
    with pytest.raises(UsageError, match=r"course\.toml"):
        Course.load(tmp_path)


@pytest.mark.parametrize("text", ["title = 'x'", "title = 'x'\nassignments = []"])
def test_a_course_without_assignments_is_one(tmp_path, text):
    """And says how to make the first."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / ORDER).write_text(text)
    empty = Course.load(tmp_path)
    assert empty.assignments == {}
    with pytest.raises(UsageError, match="autograder new"):
        empty.assignment("nothing")


def test_an_unknown_assignment_lists_the_known(course):
    """One line that says what there is."""
    with pytest.raises(UsageError, match="this course has: outcomes, kinds"):
        course.assignment("nothing")


HEAD = 'title = "x"\n\n[[assignments]]\nname = "a"\ntitle = "A"\nexercises = []\n\n'  # the next line is the eighth
SECOND = '[[assignments]]\nname = "b"\ntitle = "B"\nexercises = []\n'
DUE = "due = 2026-11-25T23:59:00Z\n"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (HEAD + SECOND + 'due = "soon"', 12, "b: due: 'soon' is no time: expected one such as 2026-11-25T23:59:00"),
        (HEAD + SECOND + "due = 2026-11-25", 12, "b: due: 2026-11-25 23:59 has no time zone: expected due = "),
        (HEAD + SECOND + 'due = "2026-13-25"', 12, "b: due: month must be in 1..12: expected due = "),
        (HEAD + SECOND + 'due = "2026-11-25 Mars/Phobos"', 12, "b: due: '2026-11-25 Mars/Phobos' is no time: expected"),
        (HEAD + SECOND + 'due = "2026-11-25 23:59 Mars/Phobos"', 12, "b: due: no time zone 'Mars/Phobos': expected a name"),
        (HEAD + SECOND + "release = 2026-11-25", 12, "b: release: 2026-11-25 00:00 has no time zone: expected release = "),
        (HEAD + SECOND + "late = { percent = 10 }", 12, "b: late without due: say when it is due, or take it out"),
        (HEAD + SECOND + DUE + "[assignments.late]\npercent = 1\nuntil = 2026-11-24", 15, "b: late.until is before due: "),
        (HEAD + SECOND + DUE + 'late = { percent = 1, until = "x" }', 13, "b: late.until: 'x' is no time: expected one"),
        ('title = "x"\ntime_zone = "Mars"\n' + SECOND + "due = 2026-11-25", 2, "time_zone: no time zone 'Mars': expected"),
        ('title = "x"\nlanguages = ["en"]\n', 2, "languages: expected codes such as zh or pt_BR, and not en, got 'en'"),
    ],
)
def test_a_date_that_is_none_has_its_line(tmp_path, text, line, what):
    """And says once what is expected."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / ORDER).write_text(text)
    with pytest.raises(CourseFault) as fault:
        Course.load(tmp_path)
    said = str(fault.value)
    assert said.startswith(f"{tmp_path / ORDER}:{line}: {what}")
    assert said.count("expected") <= 1


@pytest.mark.parametrize(
    ("key", "look"),
    [('files = ["nothing.csv"]', Course.given_files), ('requires = ["two words"]', Course.check_requires)],
)
def test_files_and_packages_that_are_none_have_their_line(tmp_path, key, look):
    (tmp_path / "solutions").mkdir()
    (tmp_path / ORDER).write_text(HEAD + SECOND + key)
    course = Course.load(tmp_path)
    with pytest.raises(CourseFault, match=r"course\.toml:12: b: "):
        look(course, "b")
