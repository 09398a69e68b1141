"""Moodle's names, as mod/assign/locallib.php makes them, and the form in which it takes feedback."""

import pytest
from hand_ins import FULL, HALF, both_ways, files_of, reasons

from autograder.lms import moodle

FOLDERS = {
    "Ann Lee_5501_assignsubmission_file/halley.ipynb": FULL,
    "Ann Lee_5501_assignsubmission_onlinetext/onlinetext.html": "<p>see file</p>",
    "Bo Kim_5502_assignsubmission_file_/my solution.ipynb": HALF,
    "Ann Lee_5503_assignsubmission_file/halley (1).ipynb": FULL,
    "Al Absent_5504_assignsubmission_onlinetext_/onlinetext.html": "<p>only text</p>",
}
FLAT = {
    "Zoë O'Neil-Smith_7_assignsubmission_file_halley.ipynb": FULL,
    "Group A-Bo Kim_8_assignsubmission_file_hw_3_final.ipynb": HALF,
    "Bo Kim_9_assignsubmission_file_a.ipynb": HALF,
    "Bo Kim_9_assignsubmission_file_b.ipynb": FULL,
    "Bo Kim_9_assignsubmission_onlinetext_onlinetext.html": "<p></p>",
    "Participant_10_assignsubmission_file_x.ipynb": FULL,
}


def test_folders(tmp_path):
    """Two people of one name are two; an online text is named, and nobody's whole submission."""
    hand_in = both_ways(tmp_path, FOLDERS)
    assert hand_in.platform == "moodle"
    assert files_of(hand_in) == {
        "5501": "Ann Lee_5501_assignsubmission_file/halley.ipynb",
        "5502": "Bo Kim_5502_assignsubmission_file_/my solution.ipynb",
        "5503": "Ann Lee_5503_assignsubmission_file/halley (1).ipynb",
    }
    assert [one.name for one in hand_in.submissions] == ["Ann Lee", "Bo Kim", "Ann Lee", "Al Absent"]
    assert "no notebook was handed in" in hand_in.submissions[3].fault
    assert "Ann Lee_5501_assignsubmission_onlinetext/onlinetext.html" in reasons(hand_in)


def test_flat(tmp_path):
    """Loose files; several of one participant are one submission, of which the file that attempts most counts."""
    hand_in = both_ways(tmp_path, FLAT)
    assert set(files_of(hand_in)) == {"7", "8", "9", "10"}
    assert files_of(hand_in)["9"] == "Bo Kim_9_assignsubmission_file_b.ipynb"
    assert hand_in.submissions[2].name == "Group A-Bo Kim"
    assert hand_in.texts["9"] == FULL


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wednesday, 25 November 2026, 11:23 PM", "2026-11-25T23:23"), ("Wednesday, November 25, 2026, 12:05 AM", "2026-11-25T00:05"),
        ("Mittwoch, 25. November 2026, 23:23", "2026-11-25T23:23"), ("mercredi 5 février 2026, 09:05", "2026-02-05T09:05"),
        ("miércoles, 25 de agosto de 2026, 23:23", "2026-08-25T23:23"), ("mercoledì, 25 giugno 2026, 09:05", "2026-06-25T09:05"),
        ("zaterdag 7 maart 2026, 14:00", "2026-03-07T14:00"), ("Wednesday, 25 November 2026, 11:23\u202fPM", "2026-11-25T23:23"),
        ("-", ""), ("", ""), ("25 Nonsense 2026, 11:23", ""), ("25 November 2026", ""),
    ],
)  # fmt: skip
def test_times(text, moment):
    """As its language packs write them."""
    assert moodle.moment(text) == moment


def test_blind_marking(tmp_path):
    """Where names are hidden, the number is all there is."""
    files = {f"Participant_{number}_assignsubmission_file_/x.ipynb": FULL for number in (11, 12, 13)}
    assert set(files_of(both_ways(tmp_path, files))) == {"11", "12", "13"}


@pytest.mark.parametrize("name", ["Ann Lee", "Ann_Lee", "Zoë/x"])
def test_where_moodle_looks_for_feedback(name):
    """importziplib.php parts a folder's name at four underscores: number, then the plugin's two names."""
    parts = moodle.feedback_folder("5501", name).split("_", 4)
    assert len(parts) == 5
    assert parts[1:4] == ["5501", "assignsubmission", "file"]
    assert "/" not in parts[0]
