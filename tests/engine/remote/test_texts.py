"""Texts from the student's side: what arrives commands no terminal and none of our messages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.remote.texts import clean, harmless, stripped

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)


@given(ANY_TEXT)
def test_no_character_of_a_dangerous_kind_is_left(text):
    """Control, format, private-use, surrogate and unassigned characters: all of them."""
    kinds = {unicodedata.category(c) for c in harmless(text) if c not in "\n\t"}
    assert not kinds & {"Cc", "Cf", "Co", "Cs", "Cn"}


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"]), max_size=80))
def test_letters_of_any_language_stay(text):
    """Marks, signs and wide spaces, too."""
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("\x1b]0;title\x07x", "0;titlex"),
        ("\ue000full\ue001hint\ue002", "fullhint"),
        ("\U000f0000\U0010fffd", ""),
        ("left\u202eright\u2066\u200b\ufeff", "leftright"),
        ("lines\nstay\tso", "lines\nstay\tso"),
        ("全角　空白", "全角　空白"),
    ],
)
def test_what_is_taken_out(text, left):
    """Whole escape sequences, and the characters of which our messages are built."""
    assert harmless(text) == left


def test_a_message_is_short_and_has_no_tabs():
    """A page keeps lines and indentation."""
    assert clean("a\tb" + "x" * 1000) == "a b" + "x" * 597 + " …"
    assert stripped("\tx\n") == "    x\n"
