"""The texts that stand in an exercise's cell, as far as they are few: many could be a code for a hidden input."""

from hypothesis import given
from hypothesis import strategies as st

from autograder.submission.notebook import Cell
from autograder.submission.quoted_texts import quoted_texts


def texts(source, name="kind"):
    return quoted_texts([Cell(code=True, source=source)], name)


def test_texts_in_either_quotes():
    assert texts("def kind(H):\n    return 'Minimum' if H else \"saddle\"") == {"'Minimum'", "'saddle'"}


def test_another_exercises_texts_do_not_count():
    assert texts("def other(H): return 'a'") == frozenset()


def test_a_table_of_codes_tells_nothing():
    codes = ", ".join(f"'c{number}'" for number in range(100))
    assert texts(f"def kind(H): return [{codes}][int(H)]") == frozenset()


def test_long_texts_do_not_count():
    assert texts(f"def kind(H): return '{'x' * 100}'") == frozenset()


@given(st.text())
def test_whatever_stands_there(source):
    """It need not be Python."""
    assert len(texts("def kind(H): " + source)) <= 16
