"""What a student reads first: which exercise to mend, in an order that helps."""

from msgspec.structs import replace
from reports import report

from autograder.feedback.next_steps import Outline, next_steps
from autograder.report import ExerciseResult, Source

OUTLINE = Outline("A", {"step": (), "line": (), "train": ("step", "line")})


def sentences(outline=OUTLINE, **exercises):
    return [f"{s.verb} {s.exercise}: {s.reason}" for s in next_steps(report(**exercises), outline)]


def test_what_others_use_comes_first():
    """Before a mistake that stands alone, and before what is not written."""
    said = sentences(
        other=(0.5, "partial", "wrong"), blank=(0.0, "not_attempted", "x"), step=(0.0, "failed", "wrong"), train=(0.0, "failed", "wrong")
    )  # fmt: skip
    assert said == [
        "Mend step: its test fails; train uses it",
        "Mend other: its test fails",
        "Mend train: its test fails",
        "Write blank: it is as you received it",
    ]


def test_who_uses_it_counts_only_while_it_is_open():
    """An exercise whose users have passed is a mistake like any other; without a course nothing is known to use it."""
    assert sentences(step=(0.0, "missing", "x"), train=(1.0, "passed", "")) == [
        "Define step: your notebook has no such name"
    ]
    assert sentences(Outline("A"), step=(0.0, "failed", "x"), train=(0.0, "not_attempted", "x")) == [
        "Mend step: its test fails", "Write train: it is as you received it"
    ]  # fmt: skip


def test_nothing_is_left():
    """All passed."""
    assert sentences(step=(1.0, "passed", "")) == []


def test_a_cell_that_stopped_is_to_be_mended_not_written():
    """The definition is there: a syntax error in its cell has kept it from the notebook's names."""
    one = replace(
        report(step=(0.0, "missing", "no such name"), line=(0.0, "missing", "no such name")),
        reason="NameError: x, in cell 2, line 7: `x`; SyntaxError: expected ':', in cell 4, line 1: `def step(p)`",
        sources=(Source("step", 4, "def step(p)\n    pass"), Source("line", 9, "def line(): pass")),
    )
    said = [f"{step.verb} {step.exercise}: {step.reason}" for step in next_steps(one, OUTLINE)]
    assert said == [
        "Mend step: cell 4 stopped before it was defined (SyntaxError: expected ':', line 1)",
        "Mend line: cell 9 did not come to define it",
    ]


def test_what_a_person_has_graded_is_no_step():
    """A question has no tests, and a student can do nothing about it."""
    one = report(step=(0.0, "failed", "wrong"))
    question = ExerciseResult(name="why", score=1.0, max_score=2.0, status="partial", tests=())
    steps = next_steps(replace(one, exercises=(*one.exercises, question)), OUTLINE)
    assert [step.exercise for step in steps] == ["step"]


def test_points_that_a_person_has_taken_are_no_step():
    """All tests pass: nothing in the code is to be mended."""
    (exercise,) = report(step=(1.0, "passed", "")).exercises
    decided = replace(exercise, score=0.0, status="failed")
    assert next_steps(replace(report(), exercises=(decided,)), OUTLINE) == []
