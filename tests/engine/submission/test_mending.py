"""What tools write into JSON that is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.submission.mending import mended

VALUES = st.recursive(st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('[NaN, "NaN"]', [0, "NaN"]), ("[Infinity]", [0]), ('{"a": 1,}', {"a": 1}), ('[1, 2 ,\n]', [1, 2]), ('{"a": [1,], "b": ",]",}', {"a": [1], "b": ",]"}),
        ('["\\\\",\n]', ["\\"]), ('["\\",]"]', ["\",]"]), ('["\\ud800"]', ["?"]),
    ],
)  # fmt: skip
def test_what_is_mended(text, value):
    """Numbers that JSON has not, commas with nothing behind them; never within a text."""
    assert json.loads(mended(text.encode()) or text) == value


@given(VALUES, st.sampled_from([None, 1, 4]))
def test_json_stays_as_it_is(value, indent):
    """Whatever stands in its texts."""
    assert mended(json.dumps(value, indent=indent, ensure_ascii=False).encode("utf-8", "replace")) is None
