"""Submissions are found in each layout that people have, and what is no submission is left alone."""

import os

import pytest

from autograder.batch.submissions import find
from autograder.course import UsageError


def lay(root, *paths):
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("{}")


def found(root):
    return {s.student: str(s.notebook.relative_to(root)) for s in find(root, "sgd")}


def test_flat(tmp_path):
    """STUDENT.ipynb, whatever else lies there."""
    lay(tmp_path, "ann.ipynb", "bob.ipynb", "notes.txt", ".hidden.ipynb", ".ipynb_checkpoints/ann-checkpoint.ipynb")
    assert found(tmp_path) == {"ann": "ann.ipynb", "bob": "bob.ipynb"}


def test_a_folder_for_each_student(tmp_path):
    """STUDENT/A.ipynb, nbgrader's STUDENT/A/A.ipynb, the only notebook by another name; or none, for the report to say."""
    lay(
        tmp_path,
        "ann/sgd.ipynb",
        "bob/sgd/sgd.ipynb",
        "cyd/my copy.ipynb",
        "dan/other/x.ipynb",
        "dan/other/y.ipynb",
        "ann/.ipynb_checkpoints/z.ipynb",
    )
    assert found(tmp_path) == {
        "ann": "ann/sgd.ipynb",
        "bob": "bob/sgd/sgd.ipynb",
        "cyd": "cyd/my copy.ipynb",
        "dan": "dan/sgd.ipynb",
    }


def test_gradescopes_export(tmp_path):
    """By the submitter's id, else the address; names that are no file names are mended."""
    lay(tmp_path, "submission_1/sgd.ipynb", "submission_2/a.ipynb", "submission_3/sgd.ipynb")
    (tmp_path / "submission_metadata.yml").write_text(
        "submission_1:\n  :submitters:\n  - :name: A\n    :sid: 's/../1'\n    :email: a@x.org\nsubmission_2:\n  :submitters:\n  - :name: B\n    :email: b@x.org\nsubmission_3: {}\nother: 1\n"
    )
    assert found(tmp_path) == {
        "s_.._1": "submission_1/sgd.ipynb",
        "b@x.org": "submission_2/a.ipynb",
        "submission_3": "submission_3/sgd.ipynb",
    }
    (tmp_path / "submission_metadata.yml").write_text("a: [")
    with pytest.raises(UsageError, match="YAML"):
        find(tmp_path, "sgd")


def test_when_it_was_handed_in(tmp_path):
    """As the platform has written it: nbgrader beside the notebook, Gradescope in its list; nobody else says."""
    nb = tmp_path / "nb" / "ann" / "newton"
    nb.mkdir(parents=True)
    (nb / "newton.ipynb").write_text("{}")
    assert find(tmp_path / "nb", "newton")[0].handed_in == ""
    (nb / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC\n")
    assert find(tmp_path / "nb", "newton")[0].handed_in == "2026-03-02 10:00:00 UTC"
    export = tmp_path / "export"
    (export / "submission_1").mkdir(parents=True)
    (export / "submission_1" / "a.ipynb").write_text("{}")
    (export / "submission_metadata.yml").write_text(
        "submission_1:\n  :submitters:\n  - :sid: '7'\n  :created_at: 2026-03-02 10:00:00.000000000 Z\n"
    )
    assert find(export, "newton")[0].handed_in == "2026-03-02 10:00:00+00:00"


def test_what_belongs_to_another_assignment(tmp_path):
    """In nbgrader's layout: who has handed in only that has not handed in this, and it is not taken for it."""
    lay(
        tmp_path,
        "ann/newton/newton.ipynb",
        "bob/newton/newton.ipynb",
        "bob/sgd/sgd.ipynb",
        "cyd/a/a.ipynb",
        "cyd/b/b.ipynb",
    )
    assert found(tmp_path) == {"bob": "bob/sgd/sgd.ipynb"}


def test_a_time_that_is_none(tmp_path):
    """A link, a pipe or something long in place of nbgrader's file."""
    lay(tmp_path, "ann/sgd/sgd.ipynb", "bob/sgd/sgd.ipynb", "cyd/sgd/sgd.ipynb")
    (tmp_path / "ann/sgd/timestamp.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "bob/sgd/timestamp.txt")
    (tmp_path / "cyd/sgd/timestamp.txt").write_text("2026" * 1000)
    assert [len(s.handed_in) for s in find(tmp_path, "sgd")] == [0, 0, 100]


def test_where_nothing_is(tmp_path):
    """Nothing there, no such folder: one line each."""
    with pytest.raises(UsageError, match=r"holds no submissions of sgd: expected STUDENT\.ipynb"):
        find(tmp_path, "sgd")
    with pytest.raises(UsageError, match="no such folder"):
        find(tmp_path / "none", "sgd")


def test_a_linked_folder_is_nobodys_way_to_anothers_work(tmp_path):
    """A student's folder that leads into another's holds no notebook of theirs."""
    (tmp_path / "ann" / "newton").mkdir(parents=True)
    (tmp_path / "ann" / "newton" / "newton.ipynb").write_text("{}")
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "newton").symlink_to(tmp_path / "ann" / "newton")
    (tmp_path / "eve").symlink_to(tmp_path / "ann")
    found = {s.student: s.notebook for s in find(tmp_path, "newton")}
    assert set(found) == {"ann", "bob"} and not found["bob"].exists()
