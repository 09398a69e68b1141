"""Brightspace's folders and files."""

import pytest
from hand_ins import FULL, HALF, both_ways, files_of, reasons

FOLDERS = {
    "11111-22222 - Ann Lee - Nov 24, 2026 907 PM/halley.ipynb": FULL,
    "11112-22222 - Bo Kim-Lee - Nov 24, 2026 907 AM/halley.ipynb": FULL,
    "11112-22222 - Bo Kim-Lee - Nov 24, 2026 1123 AM/halley.ipynb": HALF,
    "11113-22222 - Cyd - Nov 25, 2026 1201 AM/essay.pdf": b"%PDF",
    "index.html": "<html>",
}


def test_folders(tmp_path):
    """By the user's id; 9.07 in the morning is before 11.23; what it adds is named."""
    hand_in = both_ways(tmp_path, FOLDERS)
    assert hand_in.platform == "brightspace"
    assert files_of(hand_in) == {
        "11111": "11111-22222 - Ann Lee - Nov 24, 2026 907 PM/halley.ipynb",
        "11112": "11112-22222 - Bo Kim-Lee - Nov 24, 2026 1123 AM/halley.ipynb",
    }
    assert [one.name for one in hand_in.submissions] == ["Ann Lee", "Bo Kim-Lee", "Cyd"]
    assert hand_in.texts["11112"] == HALF
    assert hand_in.submissions[0].handed_in == "2026-11-24T21:07:00"
    assert "index.html" in reasons(hand_in)


@pytest.mark.parametrize("dates", [("Nov 24, 2026 1123 AM", "Nov 24, 2026 1201 PM"), ("Nov 24, 2026 9_07 PM", "Nov 24, 2026 11_23 PM"), ("24 November, 2026 0907", "2 December, 2026 0907"), ("Nov 24, 2026 1201 AM", "Nov 24, 2026 107 AM")])
def test_the_newest(tmp_path, dates):
    """In the ways in which dates are written."""
    files = {f"1-2 - Ann - {date}/x.ipynb": content for date, content in zip(dates, (FULL, HALF), strict=True)}
    assert both_ways(tmp_path, files).texts == {"1": HALF}


def test_a_date_that_nobody_knows(tmp_path):
    """Of two submissions whose order is not known, a person chooses."""
    files = {f"1-2 - Ann - {date}/x.ipynb": FULL for date in ("24 nov. 2026 9h07", "25 nov. 2026 9h07")}
    hand_in = both_ways(tmp_path, files)
    assert "there are 2 submissions of this student" in hand_in.submissions[0].fault


def test_flat(tmp_path):
    """Loose files: of one date, one submission."""
    files = {
        "1-2 - Ann Lee - Nov 24, 2026 907 PM - halley.ipynb": FULL,
        "1-2 - Ann Lee - Nov 24, 2026 907 PM - notes.txt": "x",
        "3-2 - Bo - Nov 24, 2026 907 PM - a - b.ipynb": HALF,
    }
    assert both_ways(tmp_path, files).texts == {"1": FULL, "3": HALF}
