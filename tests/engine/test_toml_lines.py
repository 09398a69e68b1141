"""The line of a key is found in whatever form people write it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.toml_lines import line_of

TABLES = """# name = "no"
title = "name = no"
[limits]
files = 3
[[assignments]]
name = "one"
exercises = [{ name = "a", points = 1 }, { name = "b", points = 2 }]
[[assignments]]
name = "two"
title = "{ not a table }"
exercises = [
  { name = "c", points = 1, uses = ["d"] },  # { a comment }

  { name = "d", points = 2 },
]
late = { percent = 10 }
"""
INLINE = """title = "x"
assignments = [
  { name = "one", exercises = [] },
  { name = "two", exercises = [
    { name = "c", points = 1 },
    { name = "d", points = 2 } ] },
]
"""


@pytest.mark.parametrize(
    ("text", "path", "key", "line"),
    [
        (TABLES, "$", "title", 2),
        (TABLES, "$.limits", "files", 4),
        (TABLES, "$.limits.files", "", 4),
        (TABLES, "$.assignments[0]", "name", 6),
        (TABLES, "$.assignments[0].exercises[1]", "points", 7),
        (TABLES, "$.assignments[1]", "name", 9),
        (TABLES, "$.assignments[1].exercises[0]", "uses", 12),
        (TABLES, "$.assignments[1].exercises[1]", "", 14),
        (TABLES, "$.assignments[1].exercises[1].points", "", 14),
        (TABLES, "$.assignments[1].late.percent", "", 16),
        (TABLES, "$.assignments[1]", "nothing", 8),
        (INLINE, "$.assignments[1].exercises[1]", "points", 6),
        (INLINE, "$.assignments[0]", "name", 3),
    ],
)
def test_where_something_stands(text, path, key, line):
    assert line_of(text, path, key) == line


def test_the_texts_are_toml():
    """Of which the lines above are asked."""
    assert [len(msgspec.toml.decode(text)["assignments"]) for text in (TABLES, INLINE)] == [2, 2]


@given(st.text(), st.text(), st.text())
def test_whatever_stands_there_the_line_is_one_of_the_texts(text, path, key):
    assert 1 <= line_of(text, path, key) <= max(1, len(text.splitlines()))
