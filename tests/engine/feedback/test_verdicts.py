"""Tests that say the same stand together, and say it once."""

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
