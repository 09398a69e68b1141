"""Every file is graded, or named with its reason, and the counts add up."""

import csv

import pytest
import reports
from msgspec.structs import replace

from autograder.batch.not_graded import Account, lines, with_owners, write
from autograder.lms.class_list import read
from autograder.lms.hand_in import HandIn, NotGraded
from autograder.report import Lateness
from autograder.submission.folder import Submission


@pytest.fixture
def account(tmp_path):
    (tmp_path / "list.csv").write_text("id,name,email\n" + "".join(f"s{number},Student {number},\n" for number in range(30)))
    submissions = [Submission(f"s{number}", tmp_path / "x") for number in range(4)] + [Submission("guest", tmp_path / "x")]
    files = [NotGraded("notes.pdf", "", "not a notebook"), NotGraded("=cmd.txt", "", "not a notebook"), NotGraded("s3/essay.pdf", "s3", "no notebook")]
    files += [NotGraded(f"s0/data/{number}.png", "s0", "not a notebook") for number in range(50)]
    rejected = replace(reports.report("s3", status="rejected", reason="no notebook was handed in"), name="Student 3", file="s3")
    return Account(HandIn("plain", submissions, files), read(tmp_path / "list.csv"), graded=4, rejected=[rejected], withdrawn=["old"])


def test_the_file(tmp_path, account):
    """Who could not be graded, each file that was passed over, who is missing, whose report is an earlier run's."""
    write(tmp_path, account)
    rows = list(csv.DictReader((tmp_path / "not-graded.csv").read_text().splitlines()))
    by_file = {row["file"]: row for row in rows if row["file"]}
    assert set(by_file) == {"s3", "notes.pdf", "'=cmd.txt", "s3/essay.pdf", "s0/data/ (50 files)"}
    assert by_file["s3"]["reason"] == "no notebook was handed in"
    assert by_file["s3"]["name"] == "Student 3"
    assert len([row for row in rows if "handed in nothing" in row["reason"]]) == 26
    assert [row["student"] for row in rows if "earlier run" in row["reason"]] == ["old"]
    assert [row["name"] for row in rows if row["student"] == "s29"] == ["Student 29"]


def test_the_terminal(tmp_path, account):
    """At most a screen, in which all numbers add up."""
    told = lines(account, tmp_path / "not-graded.csv")
    assert told[0] == "30 people in the list, 5 handed in, 4 graded, 1 could not be, 52 files not looked at"
    assert "  not a notebook: 52 files" in told
    assert len(told) < 20
    assert max(map(len, told)) < 300
    assert "handed in nothing (26): s4 Student 4" in "\n".join(told)
    assert "and 18 more" in "\n".join(told)
    assert "not in the class list (1): guest" in told
    assert "in grades.csv by an earlier run only (1): old" in told


def test_whose_a_file_is(account):
    """Its name says it, be it the key of somebody who has handed in or one of the class list's; else it is nobody's."""
    files = [NotGraded(name, "", "not a notebook") for name in ("s0.pdf", "Student 7.pdf", "s9.txt", "notes.pdf", "more/s8.pdf")]
    owned = with_owners(HandIn("plain", account.hand_in.submissions, files), account.class_list)
    assert [one.student for one in owned] == ["s0", "s7", "s9", "", ""]
    alone = with_owners(HandIn("plain", account.hand_in.submissions, files), None)
    assert [one.student for one in alone] == ["s0", "", "", "", ""]


def test_who_handed_in_something_else(tmp_path, account):
    """They are missing, and the file that bears their name is named beside them."""
    account.hand_in.not_graded.append(NotGraded("s7.pdf", "s7", "not a notebook"))
    write(tmp_path, account)
    assert "handed in nothing but s7.pdf" in (tmp_path / "not-graded.csv").read_text()
    assert "s7 Student 7 (but for s7.pdf)" in "\n".join(lines(account, tmp_path / "not-graded.csv"))


def test_lateness(tmp_path, account):
    """Who lost points, who has to be asked about, and of how many nothing is known; what a person should look at."""
    graded = reports.report("s1")
    account.asks_for_times = True
    account.doubts.append("overrides.toml: no student 'x' has a report")
    account.add(replace(graded, late="yes", lateness=Lateness("1 day late", 2.0)))
    account.add(replace(graded, late="yes", lateness=Lateness("who knows", 0.0, is_open=True)))
    account.add(graded)
    account.add(replace(graded, late="no"))
    told = "\n".join(lines(account, None))
    assert "late, and so with fewer points: 1" in told
    assert "the platform does not tell how late (1): s1" in told
    assert "at an unknown time, and so not late: 1" in told
    assert told.endswith("no student 'x' has a report")


def test_where_all_is_well(tmp_path, account):
    """One line."""
    assert lines(Account(HandIn("plain", account.hand_in.submissions[:4]), None, graded=4), tmp_path) == ["4 handed in, 4 graded, 0 could not be, 0 files not looked at"]


@pytest.mark.parametrize(("handed_in", "counts"), [([], "2 people"), (["9"], "3 people")])
def test_nobody_misses_a_test_student(tmp_path, handed_in, counts):
    """Canvas lists one, as whom a teacher looks at the course; what it hands in counts as anybody's."""
    gradebook = tmp_path / "gradebook.csv"
    gradebook.write_text('Student,ID,SIS Login ID,Section\n"Lee, Ann",1,ann,A\n"Ray, Zoe",2,zoe,A\n"Student, Test",9,5f1c,A\n')
    submissions = [Submission(key, tmp_path / "x") for key in ["1", *handed_in]]
    told = lines(Account(HandIn("canvas", submissions, []), read(gradebook)), None)
    assert told[0].startswith(f"{counts} in the list")
    assert [line.strip() for line in told if "handed in nothing" in line] == ["handed in nothing (1): 2 Ray, Zoe"]
