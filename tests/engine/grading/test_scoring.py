"""Points, statuses and what is told, from verdicts alone."""

import time

import pytest

from autograder.course import Assignment, Exercise
from autograder.grading.scoring import exercise_result, printed_of, reason_of, report_of, sources_of
from autograder.grading.verdict import Task, Verdict
from autograder.remote.control import Ran
from autograder.report import EXAMPLE_ONLY, ExerciseStatus, Order, Outcome, Printed, Source, Status, VerdictKind
from autograder.submission.notebook import Cell
from autograder.words.said import Said, SaidValue

DOUBLE = Exercise("double", 2.0)
PUBLIC = Task("test_example", "It is right for one example.", "double", 1.0, public=True)
HIDDEN = Task("test_values", "It is right.", "double", 1.0, public=False)
EDGE = Task("test_edge", "It is right at the edge.", "double", 1.0, public=False)
OTHER = Task("test_other", "Another exercise's.", "triple", 1.0, public=False)


def result(*kinds, tasks=(PUBLIC, HIDDEN, EDGE), feedback="hints"):
    verdicts = {OTHER.name: Verdict.plain(VerdictKind.ERROR, "ours")}
    for task, kind in zip(tasks, kinds, strict=True):
        verdicts[task.name] = Verdict(kind, Said("all of {it}", "a hint", {"it": SaidValue("it", "drawn")}), 0.5)
    return exercise_result(DOUBLE, [OTHER, *tasks], verdicts, feedback)


PASSED, WRONG = VerdictKind.PASSED, VerdictKind.WRONG
MISSING, NOT_ATTEMPTED = VerdictKind.MISSING, VerdictKind.NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("kinds", "score", "status"),
    [
        ((PASSED, PASSED, PASSED), 2.0, ExerciseStatus.PASSED),
        ((PASSED, PASSED, WRONG), 1.333334, ExerciseStatus.PARTIAL),
        ((WRONG, PASSED, WRONG), 0.666667, ExerciseStatus.PARTIAL),
        ((PASSED, WRONG, WRONG), 0.0, ExerciseStatus.FAILED),
        ((MISSING, MISSING, MISSING), 0.0, ExerciseStatus.MISSING),
        ((NOT_ATTEMPTED, NOT_ATTEMPTED, NOT_ATTEMPTED), 0.0, ExerciseStatus.NOT_ATTEMPTED),
        ((NOT_ATTEMPTED, NOT_ATTEMPTED, WRONG), 0.0, ExerciseStatus.FAILED),
        ((VerdictKind.ERROR, VerdictKind.TOO_SLOW, WRONG), 0.0, ExerciseStatus.FAILED),
    ],
)
def test_points_and_status(kinds, score, status):
    """Whole points for a whole answer, though its parts are rounded; a status for what is missing alone."""
    exercise = result(*kinds)
    assert (exercise.score, exercise.status, exercise.max_score) == (score, status, 2.0)
    assert [test.name for test in exercise.tests] == ["test_example", "test_values", "test_edge"]


def test_the_examples_alone_earn_nothing():
    """Everybody can read them; where there are no hidden tests, nothing else can be asked for."""
    example = result(PASSED, WRONG, WRONG).tests[0]
    assert (example.outcome, example.score, example.message) == (Outcome.FAILED, 0.0, EXAMPLE_ONLY)
    assert example.example_only
    assert result(PASSED, tasks=(PUBLIC,)).status is ExerciseStatus.PASSED
    assert result(WRONG, PASSED, WRONG).tests[0].message == "all of it"


@pytest.mark.parametrize(("feedback", "told"), [("full", "all of it"), ("hints", "a hint"), ("score", "")])
def test_what_is_told_of_a_hidden_test(feedback, told):
    """The assignment's policy; a public test has nothing to hide, and our own faults are told in full."""
    public, hidden, ours = result(WRONG, WRONG, VerdictKind.OUT_OF_MEMORY, feedback=feedback).tests
    assert (public.message, hidden.message, ours.message) == ("all of it", told, "all of it")
    assert (hidden.outcome, ours.outcome) == (Outcome.FAILED, Outcome.ERROR)


@pytest.mark.parametrize("feedback", ["full", "hints", "score"])
def test_a_report_keeps_all_that_was_said(feedback):
    """Beside what a student reads, for whoever grades."""
    _, hidden, _ = result(WRONG, WRONG, WRONG, feedback=feedback).tests
    assert hidden.whole == "all of it"


def test_hints_tell_what_stands_in_the_notebook():
    """A text that the student typed is no code; one that is not there could be one."""
    verdicts = {HIDDEN.name: Verdict(WRONG, Said("got {got}", "got a string", {"got": SaidValue("'up'", "student")}), 0.5)}
    for source, words in (("def double(x): return 'up'", "got 'up'"), ("def double(x): return chr(1)", "got a string")):
        cells = [Cell(code=True, source=source)]
        assert exercise_result(DOUBLE, [HIDDEN], verdicts, "hints", cells=cells).tests[0].message == words


def test_an_exercise_without_tests_earns_nothing():
    """A grader that forgot it is no gift."""
    assert exercise_result(DOUBLE, [], {}, "hints").status is ExerciseStatus.FAILED


def test_the_reason_names_the_first_cells_that_stopped():
    """In the order of the cells, with what was not run; nothing where all went well."""
    assert reason_of(Ran({}, ["cell 1: `!pip` is not run while grading"])) is None
    assert reason_of(Ran({3: "third", 1: "first"}, ["a note"])) == "first; third; a note"
    assert reason_of(Ran(dict.fromkeys(range(5), "stopped"), [])) == "stopped; stopped; stopped; and 2 more"
    assert reason_of(Ran({}, [], "time was up")) == "the notebook could not be run to its end: time was up"


def test_what_a_report_keeps_of_the_notebook():
    """For each exercise the last code cell that defines it, by its place; what cells printed, in their order."""
    texts = ["import torch", "def double(x): return x", "def double(x): return 2 * x", "def double(x): no code", "def triple(x): return 3 * x"]
    cells = [Cell(code="no code" not in text, source=text) for text in texts]
    assignment = Assignment("a", "A", (DOUBLE, Exercise("triple", 1.0), Exercise("absent", 1.0)))
    assert sources_of(assignment, cells) == (Source("double", 3, texts[2]), Source("triple", 5, texts[4]))
    assert printed_of(Ran({}, [], printed={4: "later", 2: "sooner"})) == (Printed(2, "sooner"), Printed(4, "later"))


def test_a_long_cell_is_cut():
    """A report holds what can be shown."""
    cell = Cell(code=True, source="def double(x): return 2 * x  # " + "x" * 30_000)
    (source,) = sources_of(Assignment("a", "A", (DOUBLE,)), [cell])
    assert len(source.text) == 20_000


def test_a_report_without_results(course):
    """Its points are those of the assignment, and it knows whose it is."""
    assignment = course.assignment("outcomes")
    report = report_of(Order("outcomes", "ann.ipynb", "ann", 7), assignment, Status.REJECTED, "no notebook")
    assert (report.student, report.seed, report.score, report.max_score) == ("ann", 7, 0, assignment.max_score)
    assert (report.status, report.reason, report.exercises) == ("rejected", "no notebook", ())


def test_seconds_count_from_where_the_grading_began(course):
    """By the clock that only goes forward."""
    order, assignment = Order("outcomes", "ann.ipynb", "ann", 7), course.assignment("outcomes")
    report = report_of(order, assignment, Status.GRADED, None, time.perf_counter() - 100)
    assert 100 <= report.seconds < time.perf_counter()
