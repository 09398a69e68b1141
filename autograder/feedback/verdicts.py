"""Tests of an exercise as a student reads them: those that say the same stand together, and say it once."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from autograder.feedback.retelling import retold
from autograder.languages import say
from autograder.report import ExerciseResult, TestResult


class Kind(enum.StrEnum):
    """What a test says of an answer; the values are the classes of CSS that show it."""

    RIGHT = "ok"
    WRONG = "no"
    EXAMPLE = "half"  # right for a public example, but it earns nothing yet


_MARKS = {Kind.RIGHT: "✓", Kind.WRONG: "✗", Kind.EXAMPLE: "○"}


@dataclass(frozen=True)
class Group:
    """Tests of one kind that have one message."""

    kind: Kind
    message: str
    tests: tuple[TestResult, ...]

    @property
    def mark(self) -> str:
        """A character that says the kind, where there are no colours."""
        return _MARKS[self.kind]

    @property
    def words(self) -> str:
        """The kind, for who hears the page."""
        words = {
            Kind.RIGHT: say("Passed:"),
            Kind.WRONG: say("Not passed:"),
            Kind.EXAMPLE: say("Right, but without points:"),
        }
        return words[self.kind]

    @property
    def sentence(self) -> str:
        """The message, and in how many tests, where in several."""
        if self.message and len(self.tests) > 1:
            return say("{message} (in {count} tests)", message=self.message, count=len(self.tests))
        return self.message


def groups_of(exercise: ExerciseResult, *, whole: bool = False) -> list[Group]:
    """The tests in their order, but that what repeats a message moves up to the test which has it first.

    With `whole` messages tell all, for instructors, whatever the assignment's feedback tells a student.
    """
    tests_by_message: dict[tuple[Kind, str], list[TestResult]] = {}
    messages: dict[str, str] = {}
    for position, test in enumerate(exercise.tests):
        kind, message = _verdict(test)
        if whole and kind is Kind.WRONG:
            message = test.whole
        if kind is Kind.RIGHT and exercise.stand_ins:
            message = ""  # that there were stand-ins is said once, of the exercise
        # tests without a message say nothing in common: each stays alone
        group_key = (kind, message or str(position))
        messages[test.name] = message
        tests_by_message.setdefault(group_key, []).append(test)
    test_groups = []
    for (kind, _), group_tests in tests_by_message.items():
        test_groups.append(Group(kind, messages[group_tests[0].name], tuple(group_tests)))
    return test_groups


def _verdict(test: TestResult) -> tuple[Kind, str]:
    # to grading it is a failure, since it earns nothing; to a student it is right
    if test.example_only:
        return Kind.EXAMPLE, say("right for this example; it earns points once a general test passes")
    if test.outcome == "passed":
        return Kind.RIGHT, retold(test)
    return Kind.WRONG, retold(test)
