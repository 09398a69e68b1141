"""What a person decides after the grading: it is applied last, and can be taken back."""

import pytest
import reports
from msgspec.structs import replace

from autograder.batch.corrections import as_graded, check_exclusions, corrected
from autograder.batch.overrides import overrides_in
from autograder.course import Assignment, Course, Exercise, Question, UsageError
from autograder.limits import Limits
from autograder.report import EXAMPLE_ONLY, ExerciseResult, TestResult

NEWTON = Assignment("newton", "Newton", (Exercise("newton", 3), Exercise("sgd", 2)), questions=(Question("why", 4),))
GIVEN = '[[override]]\nstudent = "ann"\nexercise = "newton"\npoints = 2\nreason = "shown in person"\nby = "Lee"\n'


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path, "Course", {"newton": NEWTON}, Limits())


def read(tmp_path, course, text):
    (tmp_path / "newton").mkdir(exist_ok=True)
    (tmp_path / "newton" / "overrides.toml").write_text(text)
    return overrides_in(tmp_path, course, NEWTON)


def report(**exercises):
    made = reports.report("ann", **exercises)
    return replace(made, assignment="newton", max_score=5.0)


def test_points_of_a_persons_own(tmp_path, course):
    """Applied last, shown with the reason, and taken back where they are taken out."""
    graded = report(newton=(1.0, "partial", "wrong"), sgd=(0.0, "failed", "wrong"))
    changed = corrected(graded, NEWTON, read(tmp_path, course, GIVEN))
    assert changed.score == 2 and changed.exercises[0].score == 2 and changed.exercises[1] == graded.exercises[1]
    (correction,) = changed.corrections
    assert (correction.exercise, correction.before, correction.points, correction.reason, correction.by) == ("newton", 1.0, 2.0, "shown in person", "Lee")
    assert as_graded(changed) == graded and corrected(changed, NEWTON, []) == graded
    assert corrected(changed, NEWTON, read(tmp_path, course, GIVEN)) == changed
    assert type(changed).from_json(changed.to_json()) == changed


def test_a_question_that_a_person_has_graded(tmp_path, course):
    """Its points count from then on, and so does what could be had."""
    graded = report(newton=(1.0, "passed", ""))
    changed = corrected(graded, NEWTON, read(tmp_path, course, GIVEN.replace('"newton"', '"why"').replace("2", "3.5")))
    assert (changed.score, changed.max_score) == (4.5, 9.0) and changed.exercises[-1].name == "why"
    assert as_graded(changed) == graded


def test_whose_it_is(tmp_path, course):
    """A platform's number without quotes; nobody else's report; no report that was not graded."""
    overrides = read(tmp_path, course, GIVEN.replace('"ann"', "1001"))
    graded = report(newton=(1.0, "partial", ""))
    assert corrected(graded, NEWTON, overrides) == graded
    assert corrected(replace(graded, student="1001"), NEWTON, overrides).score == 2
    rejected = replace(graded, student="1001", status="rejected", exercises=())
    assert corrected(rejected, NEWTON, overrides) == rejected


def test_of(name, points, outcome="passed", *, public=False, message=""):
    return TestResult(name=name, title=name, outcome=outcome, score=points if outcome == "passed" else 0.0, max_score=points, public=public, message=message, seconds=0.0, example_only=message == EXAMPLE_ONLY)


test_of.__test__ = False


def exercise(*tests, status="partial"):
    return ExerciseResult(name="newton", score=sum(test.score for test in tests), max_score=3.0, status=status, tests=tests)


@pytest.mark.parametrize(
    ("tests", "score", "status"),
    [
        ([test_of("test_a", 1.0), test_of("test_bad", 2.0, "failed")], 3.0, "passed"),
        ([test_of("test_a", 1.0), test_of("test_b", 1.0, "failed"), test_of("test_bad", 1.0)], 1.5, "partial"),
        ([test_of("test_a", 1.0, "failed"), test_of("test_bad[1]", 1.0), test_of("test_bad[2]", 1.0)], 0.0, "failed"),
        ([test_of("test_p", 1.0, "failed", public=True, message=EXAMPLE_ONLY), test_of("test_bad", 2.0, "failed")], 3.0, "passed"),
        ([test_of("test_p", 1.0, "failed", public=True, message=EXAMPLE_ONLY), test_of("test_h", 1.0, "failed"), test_of("test_bad", 1.0, "failed")], 0.0, "failed"),
    ],
)
def test_a_test_that_is_left_out(tests, score, status):
    """As if it had never been: the points go to the others by their weights, and an example counts beside no hidden failure."""
    graded = replace(report(), exercises=(exercise(*tests),), score=sum(test.score for test in tests))
    changed = corrected(graded, replace(NEWTON, exclude=("test_bad",)), [])
    assert (changed.score, changed.exercises[0].score, changed.exercises[0].status) == (score, score, status)
    assert changed.corrections[0].reason.startswith("left out: test_bad") and as_graded(changed) == graded


def test_what_can_not_be_left_out(tmp_path, course):
    """A test that does not exist, or the last one of an exercise."""
    grader = course.grader("newton")
    grader.parent.mkdir(parents=True)
    grader.write_text("def test_bad():\n    pass\n")
    check_exclusions(course, replace(NEWTON, exclude=("test_bad", "test_bad[1]")))
    with pytest.raises(UsageError, match=r"no test 'test_ba' in test_newton\.py"):
        check_exclusions(course, replace(NEWTON, exclude=("test_ba",)))
    graded = replace(report(), exercises=(exercise(test_of("test_bad", 3.0)),))
    with pytest.raises(UsageError, match="leaves newton without a test"):
        corrected(graded, replace(NEWTON, exclude=("test_bad",)), [])
