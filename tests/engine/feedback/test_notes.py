"""An instructor's notes: whom a section is about, and nothing in it that a page would run or fetch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback.notes import parsed

TEXT = """# step, all notes

What stands here is for colleagues.

## 3f9a1c: the mean
Element by **element**.

## values differ … of 9
Look at the sign.

##   …
About everybody, and so about nobody.

### 3f9a1c
A heading inside of a section.
"""


def texts(kinds=(), messages=()):
    return [str(note.text).strip() for note in parsed(TEXT).about(kinds, messages)]


def test_a_section_by_its_kind():
    assert texts(["3f9a1c"]) == ["<p>Element by <strong>element</strong>.</p>"]


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("Values differ in 3 of 9", 1),
        ("loss: values differ in 12 of 9; looks like x", 1),
        ("of 9 values differ", 0),
        ("values", 0),
        ("", 0),
    ],
)
def test_a_section_by_words_of_a_message(message, count):
    """In any case, with anything in place of the hole, in the order in which they stand."""
    assert len(texts(messages=[message])) == count


def test_other_kinds_have_no_note():
    assert texts(["000000"], ["shape (3,) expected"]) == []


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![a picture](http://example.org/x.png)",
        "[here](javascript:alert(1))",
        "[here](data:text/html,<script>alert(1)</script>)",
        "<http://example.org/\"onmouseover=alert(1)>",
    ],
)
def test_nothing_in_it_runs_or_is_fetched(markdown):
    (note,) = parsed(f"## abcdef\n{markdown}").sections
    for forbidden in ("<script", "<img", 'href="javascript:', 'href="data:', '"onmouseover'):
        assert forbidden not in note.text


@given(st.text())
def test_any_text_can_be_read(text):
    """And a note is about nobody to whom nothing was said."""
    for note in parsed(text).sections:
        assert not note.is_about([], [])
