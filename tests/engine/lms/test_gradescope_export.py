"""Gradescope's export: its list says whose each folder is."""

import pytest
from hand_ins import FULL, HALF, both_ways, files_of, found, laid, packed, reasons

from autograder.course import UsageError

LIST = """submission_1:
  :submitters:
  - :name: Ann Lee
    :sid: '007'
    :email: ann@x.org
  :created_at: 2026-11-24 10:00:00.000000000 Z
submission_2:
  :submitters:
  - :name: Bo Kim
    :sid: '12'
    :email: bo@x.org
  - :name: Cyd
    :sid: '13'
    :email: cyd@x.org
  - :name: Dan
    :email: dan@x.org
  :created_at: 2026-11-24 11:00:00.000000000 Z
submission_3:
  :submitters:
  - :name: Ann Lee
    :sid: '007'
  :created_at: 2026-11-25 10:00:00.000000000 Z
submission_4:
  :submitters:
  - :name: Eve
    :sid: '99'
"""
FILES = {"submission_metadata.yml": LIST, "submission_1/halley.ipynb": FULL, "submission_2/x.ipynb": FULL, "submission_3/halley.ipynb": HALF}


def test_a_class(tmp_path):
    """By the submitter's id; a group's members share one grading; the newest counts; who is not exported is named."""
    hand_in = both_ways(tmp_path, FILES)
    assert hand_in.platform == "gradescope"
    people = {one.student: one for one in hand_in.submissions}
    assert set(people) == {"007", "12", "13", "dan@x.org"}
    assert people["13"].name == "Cyd"
    assert people["007"].file == "submission_3/halley.ipynb"
    assert people["007"].note == "the newest of 2 attempts"
    assert [one.leader for one in hand_in.submissions] == ["", "", "12", "12"]
    assert "in Gradescope's list" in reasons(hand_in)["submission_4"]
    assert "submission_metadata.yml" not in reasons(hand_in)


def test_the_archive_as_it_comes(tmp_path):
    """With all of it in one folder."""
    (tmp_path / "export.zip").write_bytes(packed({f"assignment_42_export/{name}": content for name, content in FILES.items()}))
    assert files_of(found(tmp_path / "export.zip"))["007"] == "submission_3/halley.ipynb"


@pytest.mark.parametrize("text", ["a: [", "[" * 100_000, "a: !!python/object:os.x 1"])
def test_a_list_that_is_none(tmp_path, text):
    """It says what to do."""
    laid(tmp_path, {"submission_metadata.yml": text, "submission_1/a.ipynb": FULL})
    with pytest.raises(UsageError, match="export the submissions again"):
        found(tmp_path)
