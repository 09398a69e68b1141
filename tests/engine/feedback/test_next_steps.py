"""What a student reads first: which exercise to mend, in an order that helps."""

from reports import report

from autograder.feedback.next_steps import Outline, next_steps

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
