"""Submissions are found in each layout that people have, and what is no submission is left alone."""

import json
import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import files, names
from autograder.course import Assignment, Exercise, UsageError
from autograder.grading.fingerprint import of_submission
from autograder.lms.hand_in import find as find_all
from autograder.submission.folder import refuse_in_sight

NAMES = st.binary(min_size=1, max_size=250).map(lambda data: os.fsdecode(data.translate(None, b"/\0"))).filter(lambda name: name and not name.startswith((".", "__")))


def hand_in(folder, name="steps", layout=""):
    """What is found there for an assignment with two exercises; what archives held is gone again."""
    assignment = Assignment(name, name.title(), (Exercise("steps", 1), Exercise("walk", 1)))
    with tempfile.TemporaryDirectory() as work:
        return find_all(folder, assignment, Path(work), layout)


def find(folder, name="steps"):
    return hand_in(folder, name).submissions


def lay(root, *paths):
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("{}")


def found(root):
    return {s.student: str(s.notebook.relative_to(root)) for s in find(root, "steps")}


def test_flat(tmp_path):
    """STUDENT.ipynb, whatever else lies there."""
    lay(tmp_path, "ann.ipynb", "bob.ipynb", "notes.txt", ".hidden.ipynb", ".ipynb_checkpoints/ann-checkpoint.ipynb")
    assert found(tmp_path) == {"ann": "ann.ipynb", "bob": "bob.ipynb"}


def test_a_folder_for_each_student(tmp_path):
    """STUDENT/A.ipynb, nbgrader's STUDENT/A/A.ipynb, the only notebook by another name; or none, for the report to say."""
    lay(
        tmp_path,
        "ann/steps.ipynb",
        "bob/steps/steps.ipynb",
        "cyd/my copy.ipynb",
        "dan/other/x.ipynb",
        "dan/other/y.ipynb",
        "ann/.ipynb_checkpoints/z.ipynb",
    )
    assert found(tmp_path) == {
        "ann": "ann/steps.ipynb",
        "bob": "bob/steps/steps.ipynb",
        "cyd": "cyd/my copy.ipynb",
        "dan": "dan",
    }
    assert find(tmp_path)[3].fault.startswith("none of dan/other/x.ipynb, dan/other/y.ipynb defines an exercise of steps")


def test_gradescopes_export(tmp_path):
    """By the submitter's id, else the address; names that are no file names are mended."""
    lay(tmp_path, "submission_1/steps.ipynb", "submission_2/a.ipynb", "submission_3/steps.ipynb")
    (tmp_path / "submission_metadata.yml").write_text(
        "submission_1:\n  :submitters:\n  - :name: A\n    :sid: 's/../1'\n    :email: a@x.org\nsubmission_2:\n  :submitters:\n  - :name: B\n    :email: b@x.org\nsubmission_3: {}\nother: 1\n"
    )
    assert found(tmp_path) == {
        "s_.._1": "submission_1/steps.ipynb",
        "b@x.org": "submission_2/a.ipynb",
        "submission_3": "submission_3/steps.ipynb",
    }
    (tmp_path / "submission_metadata.yml").write_text("a: [")
    with pytest.raises(UsageError, match="YAML"):
        find(tmp_path, "steps")


def test_when_it_was_handed_in(tmp_path):
    """As the platform has written it: nbgrader beside the notebook, Gradescope in its list; nobody else says."""
    nb = tmp_path / "nb" / "ann" / "halley"
    nb.mkdir(parents=True)
    (nb / "halley.ipynb").write_text("{}")
    assert find(tmp_path / "nb", "halley")[0].handed_in == ""
    (nb / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC\n")
    assert find(tmp_path / "nb", "halley")[0].handed_in == "2026-03-02 10:00:00 UTC"
    export = tmp_path / "export"
    (export / "submission_1").mkdir(parents=True)
    (export / "submission_1" / "a.ipynb").write_text("{}")
    (export / "submission_metadata.yml").write_text(
        "submission_1:\n  :submitters:\n  - :sid: '7'\n  :created_at: 2026-03-02 10:00:00.000000000 Z\n"
    )
    assert find(export, "halley")[0].handed_in == "2026-03-02 10:00:00+00:00"


def test_what_belongs_to_another_assignment(tmp_path):
    """In nbgrader's layout: who has handed in only that has not handed in this, and it is not taken for it."""
    lay(
        tmp_path,
        "ann/halley/halley.ipynb",
        "bob/halley/halley.ipynb",
        "bob/steps/steps.ipynb",
        "cyd/a/a.ipynb",
        "cyd/b/b.ipynb",
    )
    assert found(tmp_path) == {"bob": "bob/steps/steps.ipynb"}


def test_a_time_that_is_none(tmp_path):
    """A link, a pipe or something long in place of nbgrader's file."""
    lay(tmp_path, "ann/steps/steps.ipynb", "bob/steps/steps.ipynb", "cyd/steps/steps.ipynb")
    (tmp_path / "ann/steps/timestamp.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "bob/steps/timestamp.txt")
    (tmp_path / "cyd/steps/timestamp.txt").write_text("2026" * 1000)
    assert [len(s.handed_in) for s in find(tmp_path, "steps")] == [0, 0, 100]


def test_where_nothing_is(tmp_path):
    """Nothing there, no such folder: one line each."""
    with pytest.raises(UsageError, match=r"holds no submissions of steps: expected STUDENT\.ipynb"):
        find(tmp_path, "steps")
    with pytest.raises(UsageError, match="no such folder"):
        find(tmp_path / "none", "steps")


def test_a_linked_folder_is_nobodys_way_to_anothers_work(tmp_path):
    """A student's folder that leads into another's holds no notebook of theirs."""
    (tmp_path / "ann" / "halley").mkdir(parents=True)
    (tmp_path / "ann" / "halley" / "halley.ipynb").write_text("{}")
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "halley").symlink_to(tmp_path / "ann" / "halley")
    (tmp_path / "eve").symlink_to(tmp_path / "ann")
    found = {s.student: s.fault for s in find(tmp_path, "halley")}
    assert set(found) == {"ann", "bob"}
    assert "no notebook was handed in" in found["bob"]
    assert not found["ann"]


def test_one_student_twice(tmp_path):
    """Nobody guesses which one counts: the report names both; whoever else is there is found as ever."""
    lay(tmp_path, "ann.ipynb", "ann/steps.ipynb", "bob.ipynb")
    ann, bob = find(tmp_path, "steps")
    assert (ann.student, bob.student, bob.fault) == ("ann", "bob", "")
    assert ann.fault == "there are 2 submissions of this student, ann/steps.ipynb, ann.ipynb: leave the one that counts"


def test_names_that_are_no_text(tmp_path):
    """Bytes and commands are spelled; two names that differ stay two, also where one is what the other is spelled as."""
    for name in (b"latin\xe9.ipynb", b"latin\xea.ipynb", rb"latin\xe9.ipynb", b"a\x1b[31m.ipynb", b"b\n.ipynb"):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(b"{}")
    students = [s.student for s in find(tmp_path, "steps")]
    assert len(set(students)) == 5
    assert {"a\\x1b[31m", "b\\n", "latin\\xea", "latin\\xe9"} < set(students)
    assert [s for s in students if s.startswith("latin\\xe9~")]


def test_names_that_look_the_same(tmp_path):
    """Each has a report, and the one that is written in the usual way keeps its name."""
    lay(tmp_path, "Zoë.ipynb", "Zoe\u0308.ipynb", "ann lee.ipynb", "ann\u00a0lee/steps.ipynb", "bob.ipynb")
    found_now = found(tmp_path)
    assert found_now["Zoë"] == "Zoë.ipynb"
    assert found_now["ann lee"] == "ann lee.ipynb"
    assert found_now["bob"]
    others = {student: path for student, path in found_now.items() if "~" in student}
    assert sorted(others.values()) == ["Zoe\u0308.ipynb", "ann\u00a0lee/steps.ipynb"]
    (tmp_path / "Zoë.ipynb").unlink()
    assert found(tmp_path)["Zoe\u0308"] == "Zoe\u0308.ipynb"  # where nobody else looks like it, it is as it is


def test_a_folder_that_can_not_be_looked_through(tmp_path, monkeypatch):
    """Too deep, too full, closed: a fault for the report to say. A notebook in its place is found without a look."""
    lay(tmp_path, "ann.ipynb", "deep/" + "d/" * 40 + "x.ipynb", "fine/steps.ipynb", "fine/" + "d/" * 40 + "x.ipynb", "full/x.ipynb", "shut/x/y.ipynb")
    for i in range(60):
        (tmp_path / "full" / f"{i}").write_text("")
    monkeypatch.setattr("autograder.submission.listing.MAX_ENTRIES", 50)
    scandir = os.scandir

    def closed(path):
        if str(path).endswith("shut/x"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("os.scandir", closed)
    faults = {s.student: s.fault for s in find(tmp_path, "steps")}
    assert faults.pop("ann") == faults.pop("fine") == ""
    assert {student: fault.split(":")[0] for student, fault in faults.items()} == {
        "deep": "its folders are nested more than 32 deep",
        "full": "it holds more than 50 files and folders",
        "shut": "a folder can't be read",
    }


@pytest.mark.skipif(os.getuid() != 0, reason="becomes another user, which takes root")
def test_what_nobody_may_read(tmp_path):
    """As a plain user: a folder that can't be entered, one inside, a notebook; who lies beside them is found."""
    lay(tmp_path, "fine/steps.ipynb", "shut/steps.ipynb", "half/in/x.ipynb", "both/x.ipynb", "both/in/y.ipynb", "closed.ipynb")
    for name in ("shut", "half/in", "both/in", "closed.ipynb"):
        (tmp_path / name).chmod(0)
    entered = os.open(tmp_path, os.O_RDONLY)  # pytest's own folders above it are closed to others
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.fchmod(entered, 0o755)
            os.fchdir(entered)
            os.setgid(54321)
            os.setuid(54321)
            made = {s.student: (s.fault, of_submission(b"", 1, s.student, s.notebook, s.fault)) for s in find(Path("."), "steps")}
            os.write(writing, json.dumps(made).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.wait()
    with os.fdopen(reading, "rb") as pipe:
        made = json.loads(pipe.read() or b"{}")
    assert {student: fault for student, (fault, _) in made.items()} == {
        "fine": "", "both": "", "closed": "",
        "half": "a folder can't be read: check its permissions", "shut": "a folder can't be read: check its permissions",
    }  # fmt: skip
    assert len({fingerprint for _, fingerprint in made.values()}) == 5


def test_what_gradescope_may_have_exported(tmp_path):
    """Keys of several kinds, aliases, no submitters, two of one id, ids that become one name, nothing at all."""
    lay(tmp_path, *(f"submission_{i}/steps.ipynb" for i in range(1, 8)))
    bomb = "a: &a [x, x, x, x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20))
    (tmp_path / "submission_metadata.yml").write_text(
        bomb + "1: 2\nsubmission_1:\n  :submitters:\n  - :sid: *u\n    :email: e@x\n  :created_at: *u\nsubmission_2: 3\n"
        "submission_3:\n  :submitters: *u\nsubmission_4:\n  :submitters:\n  - :sid: 7\nsubmission_5:\n  :submitters:\n  - :sid: '7'\n"
        "submission_6:\n  :submitters:\n  - :sid: a/b\nsubmission_7:\n  :submitters:\n  - :sid: a b\n"
    )
    made = {s.student: s for s in find(tmp_path, "steps")}
    assert {"7", "e@x", "submission_2", "submission_3"} < set(made)
    assert len(made) == 6
    assert "there are 2 submissions of this student" in made["7"].fault
    assert made["e@x"].handed_in == ""
    assert sum(student.startswith("a_b~") for student in made) == 2
    assert not any("a_b" in s.student and s.fault for s in made.values())
    for text in ("a: 2026-99-99", "[" * 100_000, "a: !!python/object:os.x 1"):
        (tmp_path / "submission_metadata.yml").write_text(text)
        with pytest.raises(UsageError, match="can't be read as YAML: export the submissions again"):
            find(tmp_path, "steps")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, st.booleans()), min_size=1, max_size=6, unique=True))
def test_any_names_each_have_one_report(entries):
    """Whatever lies there under whatever names: no fault of ours, and as many students as names, or a fault that names them."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        written = set()
        for name, is_folder in entries:
            path = folder / (name if is_folder else f"{name}.ipynb")
            if len(os.fsencode(path.name)) > 255 or os.path.lexists(path):
                continue
            if is_folder:
                path.mkdir()
                (path / "steps.ipynb").write_text("{}")
            else:
                path.write_text("{}")
            written.add(name.removesuffix(".ipynb"))
        if not written:
            return
        submissions = find(folder, "steps")
        students = [s.student for s in submissions]
        assert len(set(students)) == len(students)
        assert len({files.report_name(s) for s in students}) == len(students)
        assert len(students) == len(written)
        for student in students:
            assert student.encode()
            assert names.shown(student) == student


def test_submissions_where_everybody_could_read_them(tmp_path):
    """The system's folders and this environment's: a sentence. What lies elsewhere is nobody's business, nor are links."""
    for folder in (Path("/usr/share/class"), Path(sys.prefix), Path(sys.prefix) / "lib" / "class"):
        with pytest.raises(UsageError, match="lies where students' code may read"):
            refuse_in_sight(tmp_path, folder)
    (tmp_path / "link").symlink_to("/usr/share")
    with pytest.raises(UsageError, match="choose another folder"):
        refuse_in_sight(tmp_path / "link")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    refuse_in_sight(tmp_path, tmp_path / "none", tmp_path / "loop")
