"""OUT while a run writes into it: one run at a time, each report whole, and whoever looks sees how far it is."""

import contextlib
import csv
import errno
import fcntl
import os
import threading
import time

import pytest
from msgspec.structs import replace
from reports import report

from autograder import files
from autograder.batch.out_folder import (
    NOT_GRADED,
    PROGRESS,
    DryResults,
    Progress,
    Results,
    files_not_graded,
    progress_of,
    read_report,
    reports_in,
)
from autograder.course import UsageError
from autograder.feedback import pages
from autograder.feedback.next_steps import Outline
from autograder.languages import NO_PHRASES
from autograder.workers.orders import Stopped


def graded(student="ann", score=1.0, **more):
    return replace(report(student, halley=(score, "partial", "")), assignment="halley", **more)


# --- who writes ----------------------------------------------------------------------------------------------------


def test_two_runs_do_not_write_into_one_folder(tmp_path):
    with Results(tmp_path, "halley"), pytest.raises(UsageError, match="another run is writing"), Results(tmp_path, "halley"):
        pass


def test_another_run_may_write_afterwards(tmp_path):
    for _ in range(2):
        with Results(tmp_path, "halley") as results:
            results.add(graded())
    assert [one.student for one in results.all()] == ["ann"]


@pytest.mark.parametrize("others_mode", [True, False])
def test_shares_of_a_class_write_together(tmp_path, others_mode):
    """But not beside a run of the whole class."""
    refused = contextlib.nullcontext() if others_mode else pytest.raises(UsageError, match="another run")
    with Results(tmp_path, "halley", shared=True), refused, Results(tmp_path, "halley", shared=others_mode):
        pass


def test_somebody_who_only_looks_stops_no_run(tmp_path):
    """The folder is locked for a moment while it is asked whether a run goes on."""
    (tmp_path / "halley").mkdir()
    looking = os.open(tmp_path / "halley", os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_EX)
    away = threading.Timer(0.05, os.close, [looking])
    away.start()
    with Results(tmp_path, "halley") as results:
        assert results.folder.is_dir()
    away.join()


def test_a_file_system_without_locks_goes_without(tmp_path, monkeypatch):
    def refused(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    with Results(tmp_path, "halley") as results:
        results.add(graded())
        assert progress_of(results.folder) is None
    assert read_report(tmp_path / "halley" / "ann.json").score == 1.0


def test_what_is_no_folder_is_refused_by_a_sentence(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UsageError, match=r"out can't be written to .*: choose another --out"), Results(tmp_path / "out", "halley"):
        pass


def test_pieces_of_a_run_that_was_killed_are_cleared(tmp_path):
    with Results(tmp_path, "halley") as results:
        part = files._part(results.folder / "ann.json")
        part.write_bytes(b"{")
    with Results(tmp_path, "halley", shared=True):
        assert part.exists()  # another share may be writing it
    with Results(tmp_path, "halley"):
        assert not part.exists()


# --- how far it is -------------------------------------------------------------------------------------------------


def test_progress_is_told_while_a_run_goes_on(tmp_path):
    with Results(tmp_path, "halley") as results:
        results.expect(2)
        assert progress_of(results.folder) == Progress(0, 2)
        results.add(graded())
        assert progress_of(results.folder) == Progress(1, 2)
    assert progress_of(results.folder) is None
    assert not (results.folder / PROGRESS).exists()


def test_a_run_counts_anew(tmp_path):
    """As often as it is told what to expect."""
    with Results(tmp_path, "halley") as results:
        results.expect(1)
        results.add(graded())
        results.expect(3)
        assert progress_of(results.folder) == Progress(0, 3)


def test_progress_of_a_run_that_was_killed_is_nobodys(tmp_path):
    (tmp_path / PROGRESS).write_bytes(b'{"done": 1, "total": 2}')
    assert progress_of(tmp_path) is None


def test_no_folder_has_no_progress(tmp_path):
    assert progress_of(tmp_path / "none") is None


@pytest.mark.parametrize("written", [None, b"", b"{"])
def test_progress_that_cannot_be_read_is_none(tmp_path, written):
    """Before the first is written, for instance."""
    with Results(tmp_path, "halley") as results:
        if written is not None:
            (results.folder / PROGRESS).write_bytes(written)
        assert progress_of(results.folder) is None


# --- reports -------------------------------------------------------------------------------------------------------


def test_a_report_has_its_page_at_once(tmp_path):
    with Results(tmp_path, "halley") as results:
        results.add(graded())
    assert (tmp_path / "halley" / "ann.html").is_file()


def test_statuses_are_counted(tmp_path):
    with Results(tmp_path, "halley") as results:
        results.add(graded())
        results.add(graded("bob", status="rejected"))
        results.add(graded("carl"))
        results.put(graded("dora"))
    assert dict(results.statuses) == {"graded": 2, "rejected": 1}


@pytest.mark.parametrize("step", ["expect", "add", "finish"])
def test_no_room_stops_the_run_by_a_sentence(tmp_path, monkeypatch, step):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with Results(tmp_path, "halley") as results:
        monkeypatch.setattr(files, "write", full)
        do = {"expect": lambda: results.expect(1), "add": lambda: results.add(graded()), "finish": results.finish}[step]
        with pytest.raises(Stopped, match="No space left on device. What was graded before is kept there"):
            do()


@pytest.mark.parametrize(
    ("changes", "student", "fingerprint", "holds"),
    [
        ({}, "ann", "f", True),
        ({}, "ann", "g", False),
        ({}, "ann", "e", False),
        ({}, "bob", "f", False),
        ({"status": "error"}, "ann", "f", False),
        ({"status": "rejected"}, "ann", "f", True),
    ],
)
def test_what_was_graded_is_not_graded_again(tmp_path, changes, student, fingerprint, holds):
    """But for what failed through our own fault."""
    with Results(tmp_path, "halley") as results:
        results.add(graded(fingerprint="f", **changes))
        assert results.holds(student, fingerprint) == holds


def test_the_seed_is_that_of_a_report_that_was_graded(tmp_path):
    with Results(tmp_path, "halley") as results:
        assert results.seed() is None
        results.add(graded("ann", seed=3))
        assert results.seed() is None  # without a fingerprint nothing was drawn
        results.add(graded("bob", seed=4, fingerprint="f"))
        assert results.seed() == 4


def test_reports_are_read_in_order(tmp_path):
    """What is no report is passed over."""
    with Results(tmp_path, "halley") as results:
        for student in ("carl", "ann", "bob"):
            results.add(graded(student))
        (results.folder / "broken.json").write_text("{")
    assert [one.student for one in results.all()] == ["ann", "bob", "carl"]
    assert [one.student for one in results.current()] == ["ann", "bob", "carl"]
    assert [path.name for path, _ in reports_in(results.folder)] == ["ann.json", "bob.json", "carl.json"]
    assert [one.student for one in results.of(["bob", "nobody", "ann"])] == ["bob", "ann"]


@pytest.mark.parametrize(("score", "kept"), [(1.0, 0), (2.0, 1)])
def test_an_earlier_report_is_kept_where_it_said_something_else(tmp_path, score, kept):
    with Results(tmp_path, "halley") as results:
        results.add(graded(score=1.0))
        results.add(graded(score=score))
    assert len(list((tmp_path / "halley").rglob("history/**/*.json"))) == kept


@pytest.mark.parametrize(("score", "said"), [(1.0, []), (2.0, [["", "halley"]])])
def test_what_changes_is_said_before_it_is_written(tmp_path, score, said):
    """The whole score and each exercise's; where nothing changes, nothing is."""
    heard = []
    with Results(tmp_path, "halley", say=lambda changes: heard.append([change.exercise for change in changes])) as results:
        results.add(graded(score=1.0))
        results.add(graded(score=score))
    assert heard == said


def test_a_folder_below_one_that_is_not_there(tmp_path):
    with Results(tmp_path / "term" / "week", "halley") as results:
        results.add(graded())
    assert (tmp_path / "term" / "week" / "halley" / "ann.json").is_file()


def test_the_courses_texts_are_in_the_reports_language(tmp_path):
    """An assignment that the course does not have has none."""
    with Results(tmp_path, "halley") as results:
        results.outlines = {"halley": Outline("Halley", words_in=lambda language: f"words in {language}")}
        assert results.words_in(graded(language="zh")) == "words in zh"
        assert results.words_in(replace(graded(), assignment="another")) is NO_PHRASES


# --- the end of a run ----------------------------------------------------------------------------------------------


def test_the_end_writes_the_tables_and_the_pages(tmp_path):
    with Results(tmp_path, "halley") as results:
        results.add(graded())
        results.finish()
    (row,) = csv.DictReader((tmp_path / files.GRADES).read_text().splitlines())
    assert (row["student"], row["score"]) == ("ann", "1.0")
    assert "halley" not in row
    assert (tmp_path / pages.COURSE_PAGE).is_file()
    assert "ann" in (tmp_path / "halley" / files.CLASS_PAGE).read_text()


def test_a_column_for_each_exercise_where_that_is_asked(tmp_path):
    with Results(tmp_path, "halley", exercises=True) as results:
        results.add(graded())
        results.finish()
    (row,) = csv.DictReader((tmp_path / files.GRADES).read_text().splitlines())
    assert [value for name, value in row.items() if "halley" in name] == ["1.0"]


def page_after(tmp_path, change, notes_time=0):
    """The text of ann's page, which was written over with `old`, after `change(page, report)` and the end of the run."""
    with Results(tmp_path, "halley") as results:
        results.add(graded())
        page, path = tmp_path / "halley" / "ann.html", tmp_path / "halley" / "ann.json"
        page.write_text("old")
        change(page, path)
        results.notes_time = notes_time
        results.finish()
    return page.read_text()


def at(path, seconds):
    os.utime(path, (seconds, seconds))


def test_a_page_that_is_missing_is_written(tmp_path):
    assert page_after(tmp_path, lambda page, _: page.unlink()) != "old"


def test_a_page_older_than_its_report_is_written(tmp_path):
    assert page_after(tmp_path, lambda page, path: (at(page, 1000), at(path, 1001))) != "old"


@pytest.mark.parametrize("age", [0, 1])
def test_a_page_as_new_as_its_report_stays(tmp_path, age):
    assert page_after(tmp_path, lambda page, path: (at(page, 1000), at(path, 1000 - age))) == "old"


@pytest.mark.parametrize(("noted_at", "is_new"), [(999, False), (1000, False), (1001, True)])
def test_a_page_older_than_a_note_is_written(tmp_path, noted_at, is_new):
    text = page_after(tmp_path, lambda page, path: (at(page, 1000), at(path, 900)), noted_at * 10**9)
    assert (text != "old") == is_new


def test_runs_that_end_at_once_end_one_after_another(tmp_path):
    """Both write OUT/grades.csv: the second one waits for the first."""
    with Results(tmp_path, "halley", shared=True) as results:
        results.add(graded())
        other = os.open(tmp_path, os.O_RDONLY)
        fcntl.flock(other, fcntl.LOCK_EX)
        end = threading.Thread(target=results.finish)
        end.start()
        time.sleep(0.1)
        assert not (tmp_path / files.GRADES).exists()
        os.close(other)
        end.join()
    assert (tmp_path / files.GRADES).exists()


# --- what was not graded -------------------------------------------------------------------------------------------


def not_graded(folder, *rows):
    folder.mkdir(exist_ok=True)
    text = "file,student,name,reason\n" + "".join(f"{row}\n" for row in rows)
    (folder / NOT_GRADED).write_text(text)


def test_files_without_a_report_are_named(tmp_path):
    """Also beside a report of the same student's that was graded; not where the report itself says why."""
    with Results(tmp_path, "halley") as results:
        results.add(graded("ann"))
        results.add(graded("bob", status="rejected"))
        results.add(graded("dan", status="error"))
    not_graded(results.folder, "a.ipynb,ann,Ann,older", "b.ipynb,bob,Bob,no notebook", "e.ipynb,dan,Dan,our fault", "c.ipynb,carl,Carl,empty", "d.ipynb")
    assert files_not_graded(results.folder) == [
        {"file": "a.ipynb", "student": "ann", "reason": "older"},
        {"file": "c.ipynb", "student": "carl", "reason": "empty"},
        {"file": "d.ipynb", "student": "", "reason": ""},
    ]


def test_a_page_names_at_most_500_files(tmp_path):
    not_graded(tmp_path, *[f"{number}.ipynb,s{number},,empty" for number in range(501)])
    listed = files_not_graded(tmp_path)
    assert [listed[0]["file"], listed[-1]["file"], len(listed)] == ["0.ipynb", "499.ipynb", 500]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_names_nothing(tmp_path, content):
    if content is not None:
        (tmp_path / NOT_GRADED).write_bytes(content)
    assert files_not_graded(tmp_path) == []


# --- a dry run -----------------------------------------------------------------------------------------------------


def test_a_dry_run_counts_what_would_be_new(tmp_path):
    with Results(tmp_path, "halley") as results:
        results.add(graded("ann"))
        results.add(graded("zoe"))
    said = []
    with DryResults(tmp_path, "halley", say=said.append) as dry:
        for one in (graded("ann"), graded("bob"), graded("carl", status="rejected")):
            dry.add(one)
    assert (dry.new_count, dict(dry.statuses), said) == (2, {"graded": 2, "rejected": 1}, [])
    assert [one.student for one in dry.all()] == ["zoe"]
    assert sorted(one.student for one in dry.current()) == ["ann", "bob", "carl", "zoe"]


def test_a_dry_run_compares_a_report_with_the_disk_once(tmp_path):
    with Results(tmp_path, "halley") as results:
        results.add(graded())
    said = []
    with DryResults(tmp_path, "halley", say=said.append) as dry:
        dry.add(graded(score=2.0))
        dry.put(graded(score=3.0))
    assert len(said) == 1
    assert [one.score for one in dry.current()] == [3.0]
