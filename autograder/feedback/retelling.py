"""What a test said, in the language of now: a report's message was made in English when the work was graded."""

from __future__ import annotations

from autograder.languages import ENGLISH, course_text, phrase, speaking, spoken_language
from autograder.report import TestResult
from autograder.words.said import Said


def reworded(text: str | None, said: Said | None) -> str:
    """A report's own sentence, such as its reason, in the language of now; as it stands where `said` says another."""
    if not text or spoken_language() == ENGLISH:
        return text or ""
    if said is not None and said.english == text:
        return said.full
    return phrase(text)


def retold(test: TestResult) -> str:
    """The message of a test. It tells what the English one tells, and no more."""
    if spoken_language() == ENGLISH or not test.message:
        return test.message
    if test.said is None:
        return course_text(phrase(test.message))
    with speaking(ENGLISH):
        tells_all = test.said.full == test.message
        is_hint = test.said.in_hints() == test.message
    # the hint first: where a student's value reads like the hint, only the hint is the same whatever the value
    if is_hint:
        return test.said.in_hints()
    if tells_all:
        return test.said.full
    return test.message
