"""A student's answer kept as one of the course's: the form that `verify` expects, and one line for each refusal."""

import re

import msgspec
import pytest
from msgspec.structs import replace
from reports import report

from autograder import files
from autograder.author.answer_faults import SCORE
from autograder.batch import keeping
from autograder.course import Assignment, Course, Exercise, UsageError
from autograder.limits import Limits
from autograder.report import Correction, Source

CODE = "def step(x):\n    return x  # forgot the half\n"


@pytest.fixture
def course(tmp_path):
    exercises = (Exercise("step", 1.0), Exercise("loss", 1.0))
    assignments = {name: Assignment(name, name, exercises) for name in ("a", "b")}
    return Course(tmp_path / "course", "C", assignments, Limits())


@pytest.fixture
def out(tmp_path):
    """Where ann's report lies: a third of a point, for an answer whose mistake is known."""
    put(tmp_path / "out", answer())
    return tmp_path / "out"


def answer(student="ann", message="values differ; looks like the forgotten half: a factor of 2", text=CODE):
    one = report(student, step=(0.333333, "partial", message), loss=(0.0, "not_attempted", "x"))
    return replace(one, sources=(Source("step", 2, text),))


def put(out, one):
    files.write(files.report_path(out, one), one.to_json())


def test_it_is_what_verify_expects(course, out):
    """Its place, its first line, and the answer below."""
    kept = keeping.keep(course, out, "ann", "step", "forgotten_half")
    assert kept.path == course.root / "tests/submissions/a/step/forgotten_half.py"
    first_line, _, code = kept.path.read_text().partition("\n")
    assert SCORE.match(first_line).groups() == ("0.33", "1")
    assert code == CODE
    assert course.answers("a", "step") == [kept.path]


def test_its_name_comes_from_the_mistake(course, out):
    assert keeping.keep(course, out, "ann", "step").path.name == "forgotten_half.py"


@pytest.mark.parametrize(
    ("message", "stem"),
    [
        ("wrong", "kind_[0-9a-f]{6}"),
        ("looks like ŷ − y", "y_y"),
        ("looks like ../../../etc", "etc"),
        ("looks like \u202e…", "kind_[0-9a-f]{6}"),
        ("looks like " + "long " * 40, "long_long_long_long_long_long"),
    ],
)
def test_whatever_a_message_says_the_name_is_a_modules(course, out, message, stem):
    put(out, answer(message=message))
    path = keeping.keep(course, out, "ann", "step").path
    assert path.parent == course.root / "tests/submissions/a/step"
    assert re.fullmatch(stem, path.stem)


def test_a_second_answer_of_the_same_mistake_gets_a_number(course, out):
    keeping.keep(course, out, "ann", "step")
    put(out, answer("bob", text="def step(x):\n    return 2 * x\n"))
    assert keeping.keep(course, out, "bob", "step").path.name == "forgotten_half_2.py"


def test_the_score_is_what_grading_gave(course, out):
    """Not what a person has made of it."""
    one = answer()
    better = replace(
        one,
        exercises=(replace(one.exercises[0], score=1.0, status="passed"), one.exercises[1]),
        corrections=(Correction("step", 0.333333, 1.0, "kindness"),),
        uncorrected=one.exercises,
    )
    put(out, better)
    assert keeping.keep(course, out, "ann", "step").path.read_text().startswith("# score: 0.33 of 1\n")


def test_a_head_that_it_has_already_is_no_second_one(course, out):
    put(out, answer(text="# score: 1 of 1\n" + CODE))
    assert keeping.keep(course, out, "ann", "step").path.read_text() == "# score: 0.33 of 1\n" + CODE


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("bob", "step"), "holds no report of 'bob'.*grades.csv"),
        (("*", "step"), "holds no report"),
        (("ann", "stop"), "no exercise|has an exercise 'stop'; there are: step, loss"),
        (("ann", "loss"), "loss is not attempted: there is no answer to keep"),
        (("ann", "step", "../evil"), "--name ../evil: expected the mistake in a few words"),
        (("ann", "step", "", "c"), "no assignment 'c'"),
    ],
)
def test_what_can_not_be_meant(course, out, arguments, sentence):
    with pytest.raises(UsageError, match=sentence):
        keeping.keep(course, out, *arguments)


def test_the_same_answer_is_kept_once(course, out):
    keeping.keep(course, out, "ann", "step", "one")
    with pytest.raises(UsageError, match="kept already: .*one.py"):
        keeping.keep(course, out, "ann", "step", "two")


def test_a_kept_answer_is_not_written_over(course, out):
    keeping.keep(course, out, "ann", "step", "one")
    put(out, answer("bob", text="def step(x): pass"))
    with pytest.raises(UsageError, match="one.py is there already: choose another --name"):
        keeping.keep(course, out, "bob", "step", "one")


def test_an_exercise_of_two_assignments_is_asked_for(course, out):
    put(out, replace(answer(), assignment="b"))
    with pytest.raises(UsageError, match="--assignment a or b"):
        keeping.keep(course, out, "ann", "step")
    assert keeping.keep(course, out, "ann", "step", assignment="b").assignment == "b"


def test_other_points_than_then_are_graded_first(course, out):
    dearer = replace(course.assignments["a"], exercises=(Exercise("step", 2.0), Exercise("loss", 1.0)))
    course = msgspec.structs.replace(course, assignments={"a": dearer})
    with pytest.raises(UsageError, match="step has other points now: grade it again"):
        keeping.keep(course, out, "ann", "step")


def test_it_says_what_to_do_next(course, out):
    kept = keeping.keep(course, out, "ann", "step", "one")
    assert keeping.next_steps(kept, course) == [
        "tests/submissions/a/step/one.py: 0.33 of 1 points",
        "next: take out what names the student, add what it uses of other cells; then prove it: autograder verify a",
    ]


def test_a_name_that_was_guessed_is_to_be_mended(course, out):
    kept = keeping.keep(course, out, "ann", "step")
    assert "next: name the file for its mistake, " in keeping.next_steps(kept, course)[1]


def test_who_was_not_graded_has_nothing_to_keep(course, out):
    put(out, report("bob", "rejected", "it is a folder"))
    with pytest.raises(UsageError, match="'bob' was not graded: it is a folder"):
        keeping.keep(course, out, "bob", "step")
