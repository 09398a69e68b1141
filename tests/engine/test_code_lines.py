"""Lines are counted as Python counts them, whatever else some call the end of a line."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.code_lines import code_lines

# what str.splitlines takes for the end of a line, and Python does not
OTHERS = ["\f", "\v", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
ENDS = ["\n", "\r\n", "\r"]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("other", OTHERS)
def test_a_number_of_pythons_leads_to_its_line(other, end):
    source = f'text = "a{other}b"{end}# {other}{end}x = 1'
    (_, statement) = ast.parse(source).body
    assert code_lines(source)[statement.lineno - 1] == "x = 1"


@given(st.lists(st.sampled_from(["a", *OTHERS]), max_size=5).map("".join), st.sampled_from(ENDS))
def test_nothing_is_lost(text, end):
    assert code_lines(f"{text}{end}{text}") == [text, text]
