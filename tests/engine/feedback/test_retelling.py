"""A message in another language tells what the English one tells, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback.retelling import retold
from autograder.languages import Phrases, speaking
from autograder.report import TestResult
from autograder.words.message import Message, Value, message, told
from autograder.words.said import said

WORDS = Phrases({"the loss": "损失", "a forgotten half": "忘了二分之一"})
SHAPE = message("expected shape {shape}, got {got}", shape=told((4, 1)), got=told((4,)))
VALUES = message("expected {expected}, got {got}", hint="values differ", expected=1.25, got=2.5)
NAME = message("expected a number, got {got}", hint="the result is not the expected one", got=Value("Minimum", "student"))


def result(words, text, written=()):
    return TestResult(
        name="t", title="It works.", outcome="failed", score=0.0, max_score=1.0, public=False, message=text, seconds=0.0,
        said=None if words is None else said(words).told_by(written),
    )  # fmt: skip


def in_chinese(words, text, written=()):
    with speaking("zh", WORDS):
        return retold(result(words, text, written))


def test_english_stays_as_it_is():
    assert retold(result(SHAPE, str(SHAPE))) == "expected shape (4, 1), got (4,)"


def test_a_message_that_tells_all():
    assert in_chinese(SHAPE, str(SHAPE)) == "形状应为 (4, 1)，得到 (4,)"


def test_a_hint_stays_a_hint():
    assert in_chinese(VALUES, said(VALUES).in_hints()) == "值不同"


def test_values_are_told_where_all_was_told():
    assert in_chinese(VALUES, str(VALUES)) == "应为 1.25，得到 2.5"


def test_a_text_of_the_notebook_is_told_where_it_was():
    assert in_chinese(NAME, said(NAME).in_hints({"Minimum"}), {"Minimum"}) == "应为数，得到 Minimum"


def test_a_text_of_the_students_code_is_not_told_where_it_was_not():
    assert "Minimum" not in in_chinese(NAME, said(NAME).in_hints())


@pytest.mark.parametrize("kind", ["an exception", "a", "raised", "X7"])
def test_a_text_of_the_students_code_is_no_code_in_chinese(kind):
    """Whether the English sentence has the same letters or not."""
    words = message("your code raised {kind}", kind=Value(kind, "student", "an exception"))
    assert in_chinese(words, said(words).in_hints()) == "你的代码引发了 异常"


def test_phrases_of_the_course_stand_in_messages():
    words = message("{what}: {difference}", what=Message("the loss"), difference=SHAPE)
    assert in_chinese(words, str(words)) == "损失：形状应为 (4, 1)，得到 (4,)"


def test_names_of_mistakes_stand_in_messages():
    words = message("{problem}; looks like {mistake}", problem=Message("values differ"), mistake=Message("a forgotten half"))
    assert in_chinese(words, str(words)) == "值不同；看起来像是忘了二分之一"


@pytest.mark.parametrize("words", [None, SHAPE])
def test_a_message_that_is_none_of_these_stays(words):
    """Such as one that a person has written."""
    assert in_chinese(words, "see me") == "see me"


def test_an_empty_message_stays_empty():
    assert in_chinese(SHAPE, "") == ""


@given(secret=st.text(min_size=1, max_size=20), names=st.lists(st.text(max_size=5), max_size=3))
def test_nothing_is_told_that_the_hint_does_not_tell(secret, names):
    words = message("expected {expected}, got {got}", hint="values differ", expected=secret, got=Value(secret, "student"))
    hint = said(words).in_hints(names)
    if secret not in hint:
        assert secret not in in_chinese(words, hint, names) or secret in "值不同"
