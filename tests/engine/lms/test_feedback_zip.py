"""Pages go back under the names by which platforms know whose they are."""

import zipfile

import pytest
import reports
from hand_ins import HALLEY
from msgspec.structs import replace

from autograder import files
from autograder.lms.class_list import read
from autograder.lms.exported_scores import Wish
from autograder.lms.feedback_zip import Page, pages_below, place, write


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("leeann_1001_900001_halley.ipynb", "leeann_1001_900001_halley.html"),
        ("ray_LATE_1005_900005_hw.zip/hw/halley.ipynb", "ray_LATE_1005_900005_hw.html"),
        ("Ann Lee_5501_assignsubmission_file/halley.ipynb", "Ann Lee_5501_assignsubmission_file_/halley.html"),
        ("Ann Lee_5501_assignsubmission_file_x.ipynb", "Ann Lee_5501_assignsubmission_file_/halley.html"),
        ("1-2 - Ann - Nov 24, 2026 907 PM/x.ipynb", "1-2 - Ann - Nov 24, 2026 907 PM/halley.html"),
        ("1-2 - Ann - Nov 24, 2026 907 PM - x.ipynb", "1-2 - Ann - Nov 24, 2026 907 PM - x.html"),
        ("HW_alee_attempt_2026-11-24-10-00-00_x.ipynb", "HW_alee_attempt_2026-11-24-10-00-00_x.html"),
        ("ann/halley/halley.ipynb", "a_b.html"),
        ("", "a_b.html"),
    ],
)
def test_the_name_of_a_page(tmp_path, file, name):
    """As the platform had named what was handed in; else the student's key."""
    assert place(Page("halley", "a/b", "", file, tmp_path)) == name


def test_an_archive(tmp_path):
    """A page for each report, also where two share a file."""
    for student in ("ann", "bob"):
        report = replace(reports.report(student), assignment="halley", file="submission_1/x.ipynb" if student else "")
        files.write(files.report_path(tmp_path, report), report.to_json())
        files.write(tmp_path / "halley" / files.page_name(student), f"<p>{student}".encode())
    wish = Wish(tmp_path, "csv", tmp_path / "back.csv", [HALLEY])
    assert write(tmp_path / "f.zip", pages_below(wish)) == 2
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        assert archive.namelist() == ["ann.html", "bob.html"]
        assert archive.read("bob.html") == b"<p>bob"
    (tmp_path / "list.csv").write_text("id,name,email\nbob,,\n")
    wish.class_list = read(tmp_path / "list.csv")
    assert [page.student for page in pages_below(wish)] == ["bob"]
