"""What a person decides after the grading: it is applied last, and can be taken back."""

import pytest
import reports
from msgspec.structs import replace

from autograder.batch.corrections import as_graded, check_exclusions, corrected
from autograder.batch.overrides import overrides_in
from autograder.course import Assignment, Course, Exercise, Question, UsageError
from autograder.limits import Limits
from autograder.report import EXAMPLE_ONLY, ExerciseResult, TestResult

HALLEY = Assignment("halley", "Halley", (Exercise("halley", 3), Exercise("steps", 2)), questions=(Question("why", 4),))
GIVEN = '[[override]]\nstudent = "ann"\nexercise = "halley"\npoints = 2\nreason = "shown in person"\nby = "Lee"\n'


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path, "Course", {"halley": HALLEY}, Limits())


def read(tmp_path, course, text):
    (tmp_path / "halley").mkdir(exist_ok=True)
    (tmp_path / "halley" / "overrides.toml").write_text(text)
    return overrides_in(tmp_path, course, HALLEY)


def report(**exercises):
    made = reports.report("ann", **exercises)
    return replace(made, assignment="halley", max_score=5.0)


def test_points_of_a_persons_own(tmp_path, course):
    """Applied last, shown with the reason, and taken back where they are taken out."""
    graded = report(halley=(1.0, "partial", "wrong"), steps=(0.0, "failed", "wrong"))
    changed = corrected(graded, HALLEY, read(tmp_path, course, GIVEN))
    assert changed.score == 2
    assert changed.exercises[0].score == 2
    assert changed.exercises[1] == graded.exercises[1]
    (correction,) = changed.corrections
    assert (correction.exercise, correction.before, correction.points, correction.reason, correction.by) == ("halley", 1.0, 2.0, "shown in person", "Lee")
    assert as_graded(changed) == graded
    assert corrected(changed, HALLEY, []) == graded
    assert corrected(changed, HALLEY, read(tmp_path, course, GIVEN)) == changed
    assert type(changed).from_json(changed.to_json()) == changed


def test_a_question_that_a_person_has_graded(tmp_path, course):
    """Its points count from then on, and so does what could be had."""
    graded = report(halley=(1.0, "passed", ""))
    changed = corrected(graded, HALLEY, read(tmp_path, course, GIVEN.replace('"halley"', '"why"').replace("2", "3.5")))
    assert (changed.score, changed.max_score) == (4.5, 9.0)
    assert changed.exercises[-1].name == "why"
    assert as_graded(changed) == graded


def test_whose_it_is(tmp_path, course):
    """A platform's number without quotes; nobody else's report; no report that was not graded."""
    overrides = read(tmp_path, course, GIVEN.replace('"ann"', "1001"))
    graded = report(halley=(1.0, "partial", ""))
    assert corrected(graded, HALLEY, overrides) == graded
    assert corrected(replace(graded, student="1001"), HALLEY, overrides).score == 2
    rejected = replace(graded, student="1001", status="rejected", exercises=())
    assert corrected(rejected, HALLEY, overrides) == rejected


def one_test(name, points, outcome="passed", *, public=False, message=""):
    return TestResult(name=name, title=name, outcome=outcome, score=points if outcome == "passed" else 0.0, max_score=points, public=public, message=message, seconds=0.0, example_only=message == EXAMPLE_ONLY)


def exercise(*tests, status="partial"):
    return ExerciseResult(name="halley", score=sum(test.score for test in tests), max_score=3.0, status=status, tests=tests)


@pytest.mark.parametrize(
    ("tests", "score", "status"),
    [
        ([one_test("test_a", 1.0), one_test("test_bad", 2.0, "failed")], 3.0, "passed"),
        ([one_test("test_a", 1.0), one_test("test_b", 1.0, "failed"), one_test("test_bad", 1.0)], 1.5, "partial"),
        ([one_test("test_a", 1.0, "failed"), one_test("test_bad[1]", 1.0), one_test("test_bad[2]", 1.0)], 0.0, "failed"),
        ([one_test("test_p", 1.0, "failed", public=True, message=EXAMPLE_ONLY), one_test("test_bad", 2.0, "failed")], 3.0, "passed"),
        ([one_test("test_p", 1.0, "failed", public=True, message=EXAMPLE_ONLY), one_test("test_h", 1.0, "failed"), one_test("test_bad", 1.0, "failed")], 0.0, "failed"),
        ([one_test("test_p", 1.0, public=True), one_test("test_h", 1.0, "failed"), one_test("test_bad", 1.0)], 0.0, "failed"),
        ([one_test("test_p", 1.0, public=True), one_test("test_bad", 1.0)], 3.0, "passed"),
    ],
)
def test_a_test_that_is_left_out(tests, score, status):
    """As if it had never been: the points go to the others by their weights, and an example counts beside no hidden failure."""
    graded = replace(report(), exercises=(exercise(*tests),), score=sum(test.score for test in tests))
    changed = corrected(graded, replace(HALLEY, exclude=("test_bad",)), [])
    assert (changed.score, changed.exercises[0].score, changed.exercises[0].status) == (score, score, status)
    assert changed.corrections[0].reason.startswith("left out: test_bad")
    assert as_graded(changed) == graded


def test_an_example_without_a_hidden_test_beside_it_says_why_it_earns_nothing():
    """As in a fresh grading, where the test that is left out had never been."""
    tests = [one_test("test_p", 1.0, public=True), one_test("test_h", 1.0, "failed"), one_test("test_bad", 1.0)]
    graded = replace(report(), exercises=(exercise(*tests),), score=2.0)
    example = corrected(graded, replace(HALLEY, exclude=("test_bad",)), []).exercises[0].tests[0]
    assert (example.outcome, example.message, example.whole, example.example_only) == ("failed", EXAMPLE_ONLY, EXAMPLE_ONLY, True)


def test_what_can_not_be_left_out(tmp_path, course):
    """A test that does not exist, or the last one of an exercise."""
    grader = course.grader("halley")
    grader.parent.mkdir(parents=True)
    grader.write_text("def test_bad():\n    pass\n")
    check_exclusions(course, replace(HALLEY, exclude=("test_bad", "test_bad[1]")))
    with pytest.raises(UsageError, match=r"no test 'test_ba' in test_halley\.py"):
        check_exclusions(course, replace(HALLEY, exclude=("test_ba",)))
    graded = replace(report(), exercises=(exercise(one_test("test_bad", 3.0)),))
    with pytest.raises(UsageError, match="leaves halley without a test"):
        corrected(graded, replace(HALLEY, exclude=("test_bad",)), [])
