"""What the kept wrong answers are told is written down, and somebody has read each message."""

import re

import pytest
from parts import ROOT

PAGE = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\S+) \| \d+ \| (\w+) \| (.*) \|$", PAGE, re.MULTILINE)


def test_each_message_has_a_rating():
    """A new one has `?`, until somebody has read it."""
    assert [message for rating, _, message in ROWS if rating not in {"1", "2", "3", "4", "5"}] == []


def test_no_message_misleads():
    assert [message for rating, _, message in ROWS if rating == "1"] == []


@pytest.mark.parametrize("words", ["yours is", "yours are", "of its own", "…: another"])
def test_none_is_a_riddle(words):
    """Words that had to be read twice."""
    assert [message for _, _, message in ROWS if words in message] == []


def test_hints_have_no_holes():
    """Each is a whole sentence: `…` stands in calls alone, such as `batch_norm(True, …)`."""
    hidden = [message for _, test, message in ROWS if test == "hidden"]
    assert [message for message in hidden if re.search(r"(?<![,(] )(?<!\()…(?!\))", message.replace("param = …", ""))] == []
