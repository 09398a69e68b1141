"""Folders that people make, and nbgrader's."""

import pytest
from hand_ins import FULL, HALF, both_ways, files_of, found, laid, packed, reasons

from autograder.course import UsageError
from autograder.lms.plain import without_ending


def test_files_of_every_kind(tmp_path):
    """Notebooks under any name and case, archives, scripts that define something; the rest is named with its reason."""
    files = {
        "ann.ipynb": FULL, "bob.py": "def halley():\n    pass", "helper.py": "import os", "cyd.zip": packed({"x/y.ipynb": HALF}), "dora.ipynb.txt": FULL,
        "eve.IPYNB": FULL, "finn.pdf": b"%PDF", "gail.html": "<html>", "kit.rar": b"Rar!", ".hidden.ipynb": FULL, "empty.zip": packed({"a.txt": "x"}),
    }  # fmt: skip
    hand_in = both_ways(tmp_path, files)
    assert set(files_of(hand_in)) == {"ann", "bob", "cyd", "dora", "eve"}
    assert set(reasons(hand_in)) == {"helper.py", "finn.pdf", "gail.html", "kit.rar", ".hidden.ipynb", "empty.zip"}


def test_nbgraders_folders(tmp_path):
    """STUDENT/ASSIGNMENT/…, among other assignments', with what lies beside it."""
    files = {
        "ann/halley/halley.ipynb": FULL, "ann/halley/timestamp.txt": "2026-11-24 10:00:00 UTC", "ann/steps/steps.ipynb": HALF, "ann/steps/timestamp.txt": "x",
        "bob/halley/renamed.ipynb": HALF, "bob/halley/data.csv": "1", "cyd/steps/steps.ipynb": HALF,
    }  # fmt: skip
    hand_in = both_ways(tmp_path, files)
    assert files_of(hand_in) == {"ann": "ann/halley/halley.ipynb", "bob": "bob/halley/renamed.ipynb"}
    assert hand_in.submissions[0].handed_in == "2026-11-24 10:00:00 UTC"
    assert reasons(hand_in)["ann/steps/steps.ipynb"] == reasons(hand_in)["cyd/steps/steps.ipynb"] == "of another assignment"


def test_an_archive_with_one_folder(tmp_path):
    """Named for the archive, it is the class's; else somebody has to say."""
    files = {"week3/ann.ipynb": FULL, "week3/bob.ipynb": HALF}
    (tmp_path / "week3.zip").write_bytes(packed(files))
    assert set(files_of(found(tmp_path / "week3.zip"))) == {"ann", "bob"}
    (tmp_path / "download.zip").write_bytes(packed(files))
    with pytest.raises(UsageError, match="may be a student's or the class's: say --layout plain"):
        found(tmp_path / "download.zip")
    assert files_of(found(tmp_path / "download.zip", "plain")) == {"week3": "week3/ann.ipynb"}


def test_a_students_several_files(tmp_path):
    """The one that attempts most; copies and checkpoints are passed over."""
    files = {"ann/a.ipynb": HALF, "ann/b.ipynb": FULL, "ann/b-Copy1.ipynb": FULL, "ann/.ipynb_checkpoints/b-checkpoint.ipynb": FULL, "ann/data/x.csv": "1", "bob.ipynb": HALF}
    hand_in = both_ways(tmp_path, files)
    assert files_of(hand_in)["ann"] in ("ann/b.ipynb", "ann/b-Copy1.ipynb")
    assert len(reasons(hand_in)) == 4


@pytest.mark.parametrize(("name", "student"), [("ann.ipynb", "ann"), ("Ann.IPYNB.txt", "Ann"), (".ipynb", ".ipynb"), ("a.b.zip", "a.b"), ("ann", "ann")])
def test_the_student_of_a_name(name, student):
    """Without what makes it a file."""
    assert without_ending(name) == student


def test_an_unknown_layout(tmp_path):
    """The known ones are listed."""
    laid(tmp_path, {"ann.ipynb": FULL})
    with pytest.raises(UsageError, match="expected one of blackboard, brightspace, canvas"):
        found(tmp_path, "sakai")


def test_names_of_two_platforms(tmp_path):
    """Nobody guesses."""
    laid(tmp_path, {"a_1_20_x.ipynb": FULL, "Ann Lee_5501_assignsubmission_file_x.ipynb": FULL})
    with pytest.raises(UsageError, match="names of several platforms"):
        found(tmp_path)


def test_a_class_archive_in_the_folder(tmp_path):
    """It is not one student's."""
    laid(tmp_path, {"submissions.zip": packed({"a_1_20_x.ipynb": FULL, "b_2_21_x.ipynb": HALF}), "ann.ipynb": FULL})
    with pytest.raises(UsageError, match="a class's work as Canvas hands it out: name the archive itself"):
        found(tmp_path)
