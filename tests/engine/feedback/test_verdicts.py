"""Tests that say the same stand together, and say it once."""

import msgspec
import pytest

from autograder.feedback.verdicts import groups_of
from autograder.report import EXAMPLE_ONLY, ExerciseResult, TestResult


def exercise(*verdicts):
    tests = [
        TestResult(name=f"t{i}", title=f"T{i}.", outcome=outcome, score=0.0, max_score=1.0, public=False, message=message, seconds=0.0, example_only=message == EXAMPLE_ONLY)
        for i, (outcome, message) in enumerate(verdicts)
    ]  # fmt: skip
    return ExerciseResult(name="e", score=0.0, max_score=1.0, status="failed", tests=tuple(tests))


@pytest.mark.parametrize(
    ("verdicts", "groups"),
    [
        ([("failed", "x"), ("passed", ""), ("failed", "x")], [("no", "x (in 2 tests)", 2), ("ok", "", 1)]),
        ([("failed", ""), ("failed", ""), ("passed", "")], [("no", "", 1), ("no", "", 1), ("ok", "", 1)]),
        ([("failed", "x"), ("error", "y")], [("no", "x", 1), ("no", "y", 1)]),
        ([("failed", EXAMPLE_ONLY)], [("half", "right for this example; it earns points once a general test passes", 1)]),
        ([], []),
    ],
)  # fmt: skip
def test_the_same_message_is_said_once(verdicts, groups):
    """Tests without a message stay alone: nothing says that they fail alike."""
    assert [(g.kind, g.sentence, len(g.tests)) for g in groups_of(exercise(*verdicts))] == groups


def test_that_there_were_stand_ins_is_said_once():
    """Of the exercise: a test that passed has nothing to add, and one that failed keeps its message."""
    verdicts = [("passed", "graded with a stand-in"), ("passed", "graded with a stand-in"), ("failed", "x")]
    judged_again = msgspec.structs.replace(exercise(*verdicts), stand_ins=("step",))
    assert [(g.kind, g.sentence) for g in groups_of(judged_again)] == [("ok", ""), ("ok", ""), ("no", "x")]


@pytest.mark.parametrize(
    ("stand_ins", "sentence"),
    [
        ((), ""),
        (("step",), "`step` has mistakes, so `e` was graded with a stand-in: fix `step` as well."),
        (
            ("line", "step"),
            "`line` and `step` have mistakes, so `e` was graded with stand-ins: fix `line` and `step` as well.",
        ),
    ],
)
def test_the_sentence_of_stand_ins(stand_ins, sentence):
    """It names each part, and what to do."""
    assert msgspec.structs.replace(exercise(), stand_ins=stand_ins).stand_ins_in_words == sentence
