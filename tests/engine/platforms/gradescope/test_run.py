"""The archive, unpacked as Gradescope lays it out and run as it is run there, for real submissions."""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime

import jsonschema
import pytest
import reports
from msgspec.structs import replace
from parts import FAILS, notebook, right

from autograder import installed
from autograder.course import Assignment, Course, Exercise, Gradescope
from autograder.deadlines import Late
from autograder.limits import Limits
from autograder.platforms.gradescope import package
from autograder.platforms.gradescope.metadata import Metadata, Previous
from autograder.platforms.gradescope.metadata import read as read_metadata
from autograder.platforms.gradescope.results_json import results_of
from autograder.platforms.gradescope.run import judged_by_time
from autograder.report import EXAMPLE_ONLY, Lateness, TestResult

NUMBER, TEXT = {"type": "number"}, {"type": "string"}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
TEST = {
    "type": "object", "additionalProperties": False, "required": ["name", "score", "max_score", "status", "output", "visibility"],
    "properties": {
        "score": NUMBER, "max_score": NUMBER, "status": {"enum": ["passed", "failed"]}, "name": TEXT, "name_format": FORMAT, "number": TEXT,
        "output": TEXT, "output_format": FORMAT, "tags": {"type": "array", "items": TEXT}, "visibility": VISIBILITY, "extra_data": {"type": "object"},
    },
}  # fmt: skip
SCHEMA = {
    "type": "object", "additionalProperties": False, "required": ["score", "output", "tests"],
    "properties": {
        "score": NUMBER, "execution_time": NUMBER, "output": TEXT, "output_format": FORMAT, "test_output_format": FORMAT, "test_name_format": FORMAT,
        "visibility": VISIBILITY, "stdout_visibility": VISIBILITY, "extra_data": {"type": "object"}, "tests": {"type": "array", "items": TEST},
        "leaderboard": {"type": "array", "items": {"type": "object", "required": ["name", "value"]}},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def zipped(tmp_path_factory, course):
    path = tmp_path_factory.mktemp("zip") / "autograder.zip"
    package.write(course, "outcomes", path, "https://index.example/cpu")
    return path


@pytest.fixture
def container(zipped, tmp_path):
    """Something like /autograder, with this checkout in place of what setup.sh would install."""
    root = tmp_path / "autograder"
    for name in ("source", "submission", "results"):
        (root / name).mkdir(parents=True)
    with zipfile.ZipFile(zipped) as packed:
        packed.extractall(root / "source")
    return root


def start(root):
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "autograder.platforms.gradescope.run", root, "outcomes"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip


def results(root):
    made = json.loads((root / "results" / "results.json").read_text())
    jsonschema.validate(made, SCHEMA)
    return made


def run(root, content=None, about=None):
    if content is not None:
        data = json.dumps(notebook(content) if isinstance(content, list) else content)
        (root / "submission" / "my work.ipynb").write_text(data)
    if about is not None:
        (root / "submission_metadata.json").write_text(about if isinstance(about, str) else json.dumps(about))
    process = start(root)
    said, _ = process.communicate(timeout=120)
    return results(root), process.returncode, said


def test_the_archive_is_what_gradescope_takes(zipped, course, tmp_path):
    """Scripts at the root that can be executed; only this assignment's files; the same bytes each time."""
    with zipfile.ZipFile(zipped) as packed:
        modes = {i.filename: i.external_attr >> 16 for i in packed.infolist()}
        setup = packed.read("setup.sh").decode()
    assert all(modes[name] & stat.S_IXUSR for name in ("setup.sh", "run_autograder"))
    assert "\r" not in setup
    assert "https://index.example/cpu" in setup
    others = set(course.assignments) - {"outcomes"}
    assert not [name for name in modes if any(re.search(rf"\b(test_)?{o}\.(py|ipynb)$", name) for o in others)]
    assert {"solutions/outcomes.py", "tests/graders/test_outcomes.py", "assignments/outcomes/outcomes.ipynb"} <= modes.keys()
    assert not [name for name in modes if name.startswith(("tests/engine", "tests/submissions", ".git", "examples"))]
    again = tmp_path / "again.zip"
    package.write(course, "outcomes", again, "https://index.example/cpu")
    assert again.read_bytes() == zipped.read_bytes()


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_the_scripts_are_sound(script, container):
    """As far as bash can tell without running them."""
    assert subprocess.run(["bash", "-n", container / "source" / script], check=False).returncode == 0


def test_a_perfect_submission(container, course):
    """All points, every test shown with its place and its tags."""
    made, status, said = run(container, right(course, "outcomes"), "")
    assert status == 0, said
    assert made["score"] == 12, said
    assert all(t["status"] == "passed" for t in made["tests"])
    assert sum(t["score"] for t in made["tests"]) == pytest.approx(12)
    assert made["output"].startswith(
        "outcomes: 12 of 12 points"
    )
    exercises = {e.name for e in course.assignment("outcomes").exercises}
    assert {tag for t in made["tests"] for tag in t["tags"]} == {"public", "hidden", *exercises}
    assert made["extra_data"]["isolation"]
    assert made["extra_data"]["seed"]
    assert (container / "source").stat().st_mode & 0o077 == 0
    assert (container / "results").stat().st_mode & 0o077 == 0


def test_a_wrong_and_a_hostile_one(container):
    """A zero with reasons; what the student's code looks for is not there, and what it writes changes nothing."""
    attack = (
        f"import os, pathlib\n{FAILS}\nfor p in ['{container}/results/results.json', '{container}/source/secret']:\n"
        "    try:\n        pathlib.Path(p).write_text('{\"score\": 100}')\n    except OSError as e:\n        print(type(e).__name__)\n"
    )
    made, status, _ = run(container, ["import torch", attack])
    assert status == 0
    assert made["score"] == 0
    said = {t["output"] for t in made["tests"] if "fails" in t["tags"]}
    assert "the double of (1, 2): values differ in 1 of 2, worst at [1]: expected 4, got 3" in said
    assert "FileNotFoundError" in made["output"] or "PermissionError" in made["output"]


def test_the_stub_beside_a_filled_copy(container, course):
    """The one that attempts more counts, whatever they are called."""
    stub = 'def fails(x):\n    raise NotImplementedError("fails is waiting for your code")'
    (container / "submission" / "outcomes.ipynb").write_text(json.dumps(notebook([stub])))
    (container / "submission" / "outcomes (1).IPYNB").write_text(json.dumps(notebook(right(course, "outcomes"))))
    told, _, _ = run(container)
    assert told["score"] == 12


def test_nothing_to_grade(container):
    """No points, and a sentence that says what to hand in."""
    made, status, _ = run(container)
    assert status == 0
    assert made["score"] == 0
    assert "no notebook was handed in" in made["output"]


def test_people_and_times(container):
    """A group is named, lateness told."""
    users = [{"name": "A. Student", "id": 1, "email": "a@x"}, {"name": "B. Student", "id": 2, "email": "b@x"}]
    about = {"created_at": "2026-03-02T10:00:00Z", "users": users, "assignment": {"due_date": "2026-03-01T08:30:00Z"}}
    made, _, _ = run(container, ["import torch", FAILS], about)
    assert (
        "A group's submission: A. Student, B. Student" in made["output"]
    )
    assert (
        "Late by 1 day 1 hour 30 minutes" in made["output"]
    )


def with_order(container, *lines):
    """The course of the archive with lines of the assignment's own."""
    order = container / "source" / "solutions" / "course.toml"
    more = "".join(f"{line}\n" for line in lines)
    order.write_text(order.read_text().replace('name = "outcomes"\n', f'name = "outcomes"\n{more}', 1))


LATE = ("due = 2026-01-01T00:00:00Z", 'late = { percent = 10, per = "day" }')
DUE = {"due_date": "2026-03-01T08:30:00Z"}


def test_what_lateness_costs(container, course):
    """By the course's rule and Gradescope's date; the score before and why are told."""
    with_order(container, *LATE)
    made, _, said = run(container, right(course, "outcomes"), {"created_at": "2026-03-02T10:00:00Z", "assignment": DUE})
    assert made["score"] == 9.6, said
    assert "12 before lateness; 2 days late (by 1 day 1 hour 30 minutes): −20 % of 12 points" in made["output"]


@pytest.mark.parametrize(
    ("users", "score", "words"),
    [
        ([{"id": 1, "assignment": {"due_date": "2026-03-02T12:00:00Z"}}, {"id": 2}], 6.0, "in time by an extension until 2 March 2026, 12:00 UTC"),
        ([{"id": 1, "assignment": {"due_date": "2026-03-02T09:00:00Z"}}], 5.4, "1 day late (by 1 hour) after an extension until 2 March 2026, 09:00 UTC: −10 % of 6 points"),
        ([{"id": 1, "assignment": {"due_date": "soon"}}], 4.8, "2 days late (by 1 day 1 hour 30 minutes): −20 % of 6 points"),
    ],
)  # fmt: skip
def test_an_extension_of_gradescopes(tmp_path, users, score, words):
    """The latest that any member of a group has; one that is no date is none."""
    (tmp_path / "metadata.json").write_text(json.dumps({"created_at": "2026-03-02T10:00:00Z", "assignment": DUE, "users": users}))
    assignment = Assignment("halley", "Halley", (Exercise("halley", 6),), due="2026-01-01T00:00:00Z", late=Late(10))
    course = Course(tmp_path, "Course", {"halley": assignment}, Limits())
    graded = replace(reports.report("1"), score=6.0, max_score=6.0)
    about = read_metadata(tmp_path / "metadata.json")
    judged = judged_by_time(graded, course, assignment, about)
    assert judged.score == score
    assert words in results_of(judged, assignment, about)["output"]


@pytest.mark.parametrize("hidden", ["after_published", "visible"])
def test_lateness_tells_no_score_that_is_hidden(hidden):
    """Where the sum is not shown yet, only what is taken off is."""
    assignment = Assignment("halley", "Halley", (Exercise("halley", 6),), gradescope=Gradescope(hidden=hidden))
    graded = replace(reports.report("1"), score=4.3, lateness=Lateness("1 day late: −20 % of 6 points", 5.5))
    output = results_of(graded, assignment, Metadata())["output"]
    assert "−20 % of 6 points" in output
    assert ("5.5" in output) == (hidden == "visible")


def test_a_test_that_is_left_out(container, course):
    """By `exclude` in course.toml, as in a class: its points go to the others."""
    whole, _, _ = run(container, right(course, "outcomes"))
    title = whole["tests"][0]["name"]
    grader = container / "source" / "tests" / "graders" / "test_outcomes.py"
    with_order(container, f'exclude = ["{re.findall("^def (test_[a-z_0-9]+)", grader.read_text(), re.MULTILINE)[0]}"]')
    made, _, said = run(container, right(course, "outcomes"))
    assert title not in [test["name"] for test in made["tests"]], said
    assert made["score"] == 12
    assert sum(test["score"] for test in made["tests"]) == pytest.approx(12)


def test_a_limit_of_submissions(container):
    """One too many is not graded: the last score stands, and the student learns when to come back."""
    order = container / "source" / "solutions" / "course.toml"
    order.write_text(
        order.read_text().replace(
            'name = "outcomes"\n',
            'name = "outcomes"\ngradescope = { per_hour = 2, leaderboard = true, hidden = "after_published" }\n',
            1,
        )
    )
    before = [{"submission_time": f"2026-03-02T09:{m}:00Z", "score": float(m)} for m in (10, 40)]
    made, status, _ = run(
        container,
        ["import torch", FAILS],
        {"created_at": "2026-03-02T10:00:00Z", "previous_submissions": before},
    )
    assert status == 0
    assert made["score"] == 40
    assert "after 2 March 2026, 10:10 UTC" in made["output"]
    assert [t["visibility"] for t in made["tests"]] == ["after_published"], "else Gradescope shows the sum"
    made, _, _ = run(container, None, {"created_at": "2026-03-02T10:30:00Z", "previous_submissions": before})
    assert "leaderboard" not in made, "it would tell of hidden tests"
    assert {t["visibility"] for t in made["tests"]} == {"visible", "after_published"}


def test_ended_in_the_middle(container):
    """Whatever ends it, what is there can be read, and says that it is no zero of the student's."""
    (container / "submission" / "a.ipynb").write_text(
        json.dumps(notebook(["import time\ntime.sleep(9)", FAILS]))
    )
    process = start(container)
    while not (container / "results" / "results.json").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert results(container)["output"].startswith("NOT GRADED, through a fault of the grader's")


def test_our_own_fault(container):
    """A broken grader is said to instructors, and students read that it is not theirs."""
    (container / "source" / "tests" / "graders" / "test_outcomes.py").write_text("def broken(:\n")
    made, _, _ = run(container, ["import torch", FAILS])
    assert "NOT GRADED" in made["output"]
    assert made["extra_data"]["status"] == "error"
    shutil.rmtree(container / "source" / "solutions")
    made, status, said = run(container)
    assert status == 1
    assert "course.toml" in said
    assert "NOT GRADED" in made["output"]


def test_without_an_installation_nothing_is_written(tmp_path, course, monkeypatch):
    """The archive installs the engine, so pip must know it here."""
    from autograder.course import UsageError

    monkeypatch.setattr(installed, "NAME", "nothing-of-this-name")
    with pytest.raises(UsageError, match="pip install -e"):
        package.write(course, "outcomes", tmp_path / "a.zip", "")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("hidden", ["hidden", "after_published", "after_due_date"])
def test_what_is_hidden_is_told_nowhere_else(hidden, course):
    """Neither a sum, nor a status, nor a leaderboard, nor a word about both kinds of tests."""
    tests = [
        TestResult(name="a", title="A.", outcome="failed", score=0.0, max_score=1.0, public=True, message=EXAMPLE_ONLY, seconds=0.1, example_only=True),
        TestResult(name="b", title="B.", outcome="passed", score=2.0, max_score=2.0, public=False, message="", seconds=0.1),
    ]  # fmt: skip
    report = reports.report("s", passes=(2.0, "partial", ""))
    report = replace(report, score=2.25, exercises=(replace(report.exercises[0], score=2.25, tests=tuple(tests)),))
    shown = replace(course.assignment("outcomes"), gradescope=Gradescope(hidden=hidden, leaderboard=True))
    made = results_of(report, shown, Metadata())
    jsonschema.validate(made, SCHEMA)
    assert "2.25" not in made["output"]
    assert "partial" not in made["output"]
    assert "leaderboard" not in made
    public, other = made["tests"]
    assert (public["output"], public["status"], public["score"], other["visibility"]) == ("", "passed", 1.0, hidden)
    before = Metadata(previous=(Previous(datetime(2026, 3, 1, tzinfo=UTC), 5.5),))
    failed = results_of(replace(report, status="error", reason="our fault: x"), shown, before)
    assert failed["score"] == 5.5, "it does not take away what was there"
    assert "NOT GRADED" in failed["output"], "it does not take away what was there"
    assert [t["visibility"] for t in failed["tests"]] == ["hidden"]
    assert "5.5" not in failed["output"]


def a_bomb(folder):
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for i in range(99):
            made.writestr(f"{i}.ipynb", bytes(16 << 20))


def a_notebook_of_lists(folder):
    (folder / "a.ipynb").write_bytes(b'{"nbformat":4,"cells":[' + b"[]," * 20_000_000 + b"[]]}")


def folders_without_end(folder):
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def a_name_that_is_no_text(folder):
    with open(os.path.join(os.fsencode(folder), b"\xff\x1b[31m.ipynb"), "wb") as file:
        file.write(b"no notebook")


@pytest.mark.parametrize("lay", [a_bomb, a_notebook_of_lists, folders_without_end, a_name_that_is_no_text])
def test_what_is_handed_in_to_break_it(lay, container):
    """A sentence and no points: never a fault of ours, which would leave the last score as it was."""
    lay(container / "submission")
    try:
        process = start(container)
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
        made = results(container)
        assert made["score"] == 0
        assert made["extra_data"]["status"] == "rejected"
        assert "\x1b" not in made["output"]
    finally:
        subprocess.run(["rm", "-rf", container / "submission"], check=True)


def test_stand_ins_are_told_with_the_points(course):
    """Where hidden tests are visible; else nothing tells how an exercise has done."""
    one = reports.report(uses_another=(1.0, "passed", "graded with a stand-in"))
    exercise = replace(one.exercises[0], stand_ins=("fails",))
    one = replace(one, exercises=(exercise,))
    assignment = course.assignment("outcomes")
    sentence = "`fails` has mistakes, so `uses_another` was graded with a stand-in: fix `fails` as well."
    assert sentence in results_of(one, assignment, Metadata())["output"]
    closed = replace(assignment, gradescope=Gradescope(hidden="after_published"))
    assert sentence not in results_of(one, closed, Metadata())["output"]
    assert results_of(one, assignment, Metadata())["tests"][0]["output"] == "graded with a stand-in"
