"""What was said is kept whole; a hint tells what is constant, and each hint is a whole sentence."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from autograder.words.message import Message, Value, either, message, subject, told
from autograder.words.said import UNTOLD, Said, said


def hint(words, written=()):
    return said(words).in_hints(written)


def test_constants_are_told():
    assert hint(message("expected shape {shape}", shape=told((4, 1)))) == "expected shape (4, 1)"


def test_what_was_drawn_is_told_by_the_hint():
    words = message("expected {count} values, got {got}", hint="expected a different number of values", count=5, got=4)
    assert hint(words) == "expected a different number of values"


def test_a_value_may_have_a_hint():
    assert hint(message("expected shape (2,), got {got}", got=either((9, 9), "another"))) == "expected shape (2,), got another"


def test_without_a_hint_nothing_is_told():
    assert hint(message("got {got}", got=3)) == UNTOLD


def test_a_phrase_that_can_not_be_told_takes_the_whole_with_it():
    """Unless the whole has a hint without it."""
    inner = message("at {index}", index=3)
    assert hint(message("{where}: wrong", where=inner)) == UNTOLD
    assert hint(message("{where}: wrong", hint="wrong", where=inner)) == "wrong"


def test_the_students_text_is_told_where_it_stands_in_the_notebook():
    words = message("got {got}", got=Value("'Minimum'", "student", "a string"))
    assert hint(words, {"'Minimum'"}) == "got 'Minimum'"
    assert hint(words) == "got a string"


def test_a_drawn_text_is_not_told_wherever_it_stands():
    assert hint(message("expected {x}", x="'saddle'"), {"'saddle'"}) == UNTOLD


def test_a_text_that_is_no_literal_is_a_value():
    """`f"the loss for {lr}"` as the subject of a comparison: the rest of the sentence is told."""
    words = message("{what}: values differ", what=subject("the loss for 0.03"))
    literals = {"{what}: values differ", "the result"}
    assert said(words, literals=literals).full == "the loss for 0.03: values differ"
    assert said(words, literals=literals).in_hints() == "the result: values differ"


def test_a_hint_that_is_no_literal_is_none():
    words = message("got {got}", hint="got 3.14", got=3.14)
    assert said(words, literals={"got {got}"}).in_hints() == UNTOLD


messages = st.recursive(
    st.builds(lambda text, value: message("{x}" + text, x=value), st.text(), st.one_of(st.integers(), st.text()).map(told)),
    lambda inner: st.builds(lambda text, part: Message(text + "{part}", text, {}, {"part": part}), st.text(), inner),
)


@given(messages)
def test_nothing_is_lost_on_the_way_into_a_report(words):
    """As JSON and back, it says the same."""
    kept = msgspec.json.decode(msgspec.json.encode(said(words)), type=Said)
    assert kept == said(words)
    assert kept.full == str(words)
