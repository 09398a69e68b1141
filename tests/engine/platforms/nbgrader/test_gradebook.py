"""A class's reports in nbgrader's database: SQLite, and a real PostgreSQL server on loopback."""

import json
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from forked_starts import call
from parts import ROOT, notebook, right

from autograder.cli import app


def opened(url):
    from nbgrader.api import Gradebook

    return Gradebook(url)


@pytest.fixture
def hand_in(tmp_path, course):
    """Three students in nbgrader's layout; one of them late, with an answer in words."""
    folder = tmp_path / "submitted"
    answer = {"cell_type": "markdown", "source": "Because.", "metadata": {"nbgrader": {"grade_id": "why"}}}
    cells = right(course, "kinds")
    made = {"ann": cells, "bob": [*cells, "def draws(n): return torch.zeros(n)"], "cy": ["import torch"]}
    for student, own in made.items():
        place = folder / student / "kinds"
        place.mkdir(parents=True)
        content = notebook(own)
        if student == "ann":
            content["cells"].append(answer)
        (place / "kinds.ipynb").write_text(json.dumps(content))
    (folder / "ann" / "kinds" / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC")
    (folder / "bob" / "kinds" / "timestamp.txt").write_text("yesterday, I swear")
    elsewhere = folder / "dee" / "outcomes"  # who has handed in something else, and nothing of this
    elsewhere.mkdir(parents=True)
    (elsewhere / "outcomes.ipynb").write_text(json.dumps(notebook(["x = 1"])))
    return folder


def grade(course, hand_in, out, url, *more):
    words = [hand_in, "--assignment", "kinds", "--out", out, "--gradebook", url, "--seed", 1, *more]
    return call("grade", *words, cwd=course.root)


def check(course, hand_in, tmp_path, url):
    """Written, kept where a person has written, and told before it changes."""
    done = grade(course, hand_in, tmp_path / "out", url)
    assert done.returncode == 0, done.stderr
    assert "has 3 students of kinds" in done.stdout, done.stderr
    with opened(url) as book:
        ann = book.find_submission("kinds", "ann")
        assert (ann.score, ann.max_score, ann.needs_manual_grade) == (16.0, 18.0, True)
        assert str(ann.timestamp).startswith("2026-03-02 10:00:00")
        assert (
            book.find_submission("kinds", "bob").score == 15.0 + bob_draws(book)
        )
        assert (
            not book.find_submission("kinds", "cy").score
        )
        assert book.find_submission("kinds", "bob").timestamp is None
        assert [s.id for s in book.students] == ["ann", "bob", "cy"]
        words = "why", "kinds", "kinds", "ann"
        book.find_grade(*words).manual_score = 1.5
        book.find_comment(*words).manual_comment = "well said"
        book.db.commit()
    bob = hand_in / "bob" / "kinds" / "kinds.ipynb"
    shutil.copy(hand_in / "ann" / "kinds" / "kinds.ipynb", bob)
    done = grade(course, hand_in, tmp_path / "out", url, "--force")
    assert (
        "bob: draws" in done.stdout
    )
    assert (
        "→ 1 (+" in done.stdout
    )
    assert (
        "1 changed score of 1 student" in done.stdout
    )
    with opened(url) as book:
        assert book.find_grade(*words).manual_score == 1.5
        assert book.find_submission("kinds", "ann").score == 17.5
        assert book.find_comment(*words).manual_comment == "well said"
        assert book.find_submission("kinds", "bob").score == 16.0


def bob_draws(book):
    return book.find_grade("draws-check", "kinds", "kinds", "bob").auto_score


def test_sqlite(course, hand_in, tmp_path):
    """A new file, without nbgrader having made anything before."""
    check(course, hand_in, tmp_path, f"sqlite:///{tmp_path}/gradebook.db")


@pytest.fixture
def postgres(tmp_path_factory):
    """A server of its own, in a folder of its own, ended with the test."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    bin = versions[-1].parent
    pytest.importorskip("psycopg2", reason="the driver is missing: pip install psycopg2-binary")
    folder = Path("/tmp") / f"postgres-{os.getpid()}"
    folder.mkdir(mode=0o700)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    who = {}
    if os.getuid() == 0:  # the server refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = folder / "data"
    subprocess.run(
        [bin / "initdb", "-D", data, "-U", "grader", "--auth=trust"], check=True, capture_output=True, cwd=folder, **who
    )
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    control = [bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)
    subprocess.run([bin / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "grader", "gradebook"], check=True)
    yield f"postgresql+psycopg2://grader@127.0.0.1:{port}/gradebook"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)
    shutil.rmtree(folder)


def test_postgresql(course, hand_in, tmp_path, postgres):
    """The same, by its address."""
    check(course, hand_in, tmp_path, postgres)


def test_faults_of_ours_are_left_out(tmp_path, course):
    """Nobody gets a zero by them, and what there was stays."""
    import reports

    from autograder.platforms.nbgrader.gradebook import save

    url, said = f"sqlite:///{tmp_path}/gradebook.db", []
    good = reports.report("ann", passes=(2.0, "partial", ""))
    assert save(course, "outcomes", [good], [], url, said.append) == 1
    from msgspec.structs import replace

    assert save(course, "outcomes", [replace(good, status="error", exercises=())], [], url, said.append) == 0
    with opened(url) as book:
        assert book.find_submission("outcomes", "ann").score == 2.0
        assert said == []


@pytest.mark.parametrize(
    "url", ["nothing", "sqlite:////no/such/folder/gradebook.db", "postgresql+psycopg2://x@127.0.0.1:9/none"]
)
def test_an_address_of_no_use(url, tmp_path, course):
    """One line, with what an address looks like."""
    from autograder.course import UsageError
    from autograder.platforms.nbgrader.gradebook import save

    with pytest.raises(UsageError, match="expected an address such as sqlite:///gradebook.db"):
        save(course, "outcomes", [], [], url, print)


def test_it_takes_a_class():
    """Not a single notebook."""
    from typer.testing import CliRunner

    from autograder.course import UsageError

    done = CliRunner().invoke(
        app, ["grade", str(ROOT / "README.md"), "--assignment", "outcomes", "--gradebook", "sqlite:///x.db"]
    )
    assert isinstance(done.exception, UsageError)
    assert "takes a folder of submissions" in str(done.exception)


def test_an_older_release_is_not_written_to(tmp_path, course):
    """Points that the gradebook does not know of would be lost, or be more than its most."""
    from msgspec.structs import replace

    from autograder.course import UsageError
    from autograder.platforms.nbgrader.gradebook import save

    url = f"sqlite:///{tmp_path}/gradebook.db"
    save(course, "outcomes", [], [], url, print)
    outcomes = course.assignment("outcomes")
    more = replace(outcomes, exercises=(replace(outcomes.exercises[0], points=9), *outcomes.exercises[1:]))
    with pytest.raises(UsageError, match="another release of outcomes"):
        save(replace(course, assignments={"outcomes": more}), "outcomes", [], [], url, print)


def test_a_password_is_not_shown():
    """In the terminal, or in a log."""
    from autograder.platforms.nbgrader.gradebook import shown

    assert shown("postgresql+psycopg2://me:secret@host/db") == "postgresql+psycopg2://me:***@host/db"


def test_the_penalty_of_late_work(tmp_path, course):
    """Of all points, those that a person will give for questions included, though there are fewer to take off today."""
    import reports
    from msgspec.structs import replace

    from autograder.platforms.nbgrader.gradebook import save
    from autograder.report import Lateness

    url = f"sqlite:///{tmp_path}/gradebook.db"
    late = replace(reports.report("ann", draws=(1.0, "passed", "")), lateness=Lateness("late", 1.0, percent=20), score=0.0)
    save(course, "kinds", [late], [], url, print)
    with opened(url) as book:
        assert book.find_submission("kinds", "ann").late_submission_penalty == pytest.approx(0.2 * 18)


def test_a_question_that_overrides_have_graded(tmp_path, course):
    """Its points are in the gradebook, and nobody has to look."""
    import reports

    from autograder.platforms.nbgrader.gradebook import save

    url = f"sqlite:///{tmp_path}/gradebook.db"
    save(course, "kinds", [reports.report("ann", why=(1.5, "partial", ""))], [], url, print)
    with opened(url) as book:
        grade = book.find_grade("why", "kinds", "kinds", "ann")
        assert (grade.auto_score, grade.needs_manual_grade) == (1.5, False)


def test_a_question_whose_file_is_not_at_hand(tmp_path, course):
    """That somebody has to look at it is not forgotten."""
    import reports

    from autograder.platforms.nbgrader.gradebook import save
    from autograder.submission.folder import Submission

    answer = {"cell_type": "markdown", "source": "Because.", "metadata": {"nbgrader": {"grade_id": "why"}}}
    content = notebook(right(course, "kinds"))
    content["cells"].append(answer)
    path = tmp_path / "ann.ipynb"
    path.write_text(json.dumps(content))
    url = f"sqlite:///{tmp_path}/gradebook.db"
    graded = reports.report("ann", draws=(1.0, "passed", ""))
    save(course, "kinds", [graded], [Submission("ann", path)], url, print)
    save(course, "kinds", [graded], [], url, print)
    with opened(url) as book:
        assert book.find_grade("why", "kinds", "kinds", "ann").needs_manual_grade
