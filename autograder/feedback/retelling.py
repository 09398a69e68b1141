"""What a test said, in the language of now: a report's message was made in English when the work was graded."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.languages import ENGLISH, course_text, phrase, speaking, spoken_language
from autograder.report import TestResult


@dataclass(frozen=True)
class _ToldIn:
    """The texts that a message has told already."""

    message: str

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and text in self.message


def retold(test: TestResult) -> str:
    """The message of a test. It tells what the English one tells, and no more."""
    if spoken_language() == ENGLISH or not test.message:
        return test.message
    if test.said is None:
        return course_text(phrase(test.message))
    told = _ToldIn(test.message)
    with speaking(ENGLISH):
        tells_all = test.said.full == test.message
        is_hint = test.said.in_hints(told) == test.message
    if tells_all:
        return test.said.full
    if is_hint:
        return test.said.in_hints(told)
    return test.message
