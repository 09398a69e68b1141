"""The command line keeps its contract: files, exit statuses, one line for what went wrong."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from forked_starts import call
from parts import COURSE, ROOT, copy_of, notebook, right
from places import plain_user

from autograder import installed
from autograder.cli import app

README = ROOT / "README.md"


def run(*args, cwd=COURSE, **kwargs):
    return call(*args, cwd=cwd, **kwargs)


def test_one_notebook_to_json(course, tmp_path):
    """grade NOTEBOOK --assignment A --json FILE: exit status 0 whatever the score; the report has every field."""
    path, report = tmp_path / "ann.ipynb", tmp_path / "report.json"
    path.write_text(json.dumps(notebook(right(course, "outcomes")[:2])))
    done = run("grade", path, "--assignment", "outcomes", "--json", report, "--seed", 3)
    assert done.returncode == 0, done.stderr
    made = json.loads(report.read_text())
    assert list(made) == [
        "schema",
        "assignment",
        "student",
        "score",
        "max_score",
        "status",
        "reason",
        "seed",
        "isolation",
        "device",
        "versions",
        "seconds",
        "exercises",
        "peak_mb",
        "processor_seconds",
    ]
    assert (made["student"], made["seed"], made["score"], made["max_score"]) == (None, 3, 3, 12)
    assert list(made["exercises"][0]) == ["name", "score", "max_score", "status", "tests"]
    assert list(made["exercises"][0]["tests"][0]) == [
        "name",
        "title",
        "outcome",
        "score",
        "max_score",
        "public",
        "message",
        "seconds",
    ]
    assert [e["status"] for e in made["exercises"]] == ["passed", *["missing"] * 8]
    assert "outcomes: 3 of 12" in done.stdout
    assert "defines no `prints`" in done.stdout


def test_a_class_with_all_kinds_of_bad_input(course, tmp_path):
    """Each gets a report and a sentence; the rest of the class is graded; grades.csv has them all."""
    hand_in, out = tmp_path / "in", tmp_path / "out"
    hand_in.mkdir()
    good = json.dumps(notebook(right(course, "outcomes")))
    (hand_in / "good.ipynb").write_text(good)
    (hand_in / "empty.ipynb").write_text("")
    (hand_in / "binary.ipynb").write_bytes(bytes(range(256)))
    (hand_in / "folder.ipynb").mkdir()
    (hand_in / "link.ipynb").symlink_to(course.solution("outcomes"))
    (hand_in / "crlf.ipynb").write_text("\ufeff" + good.replace("\\n", "\\r\\n"), encoding="utf-8")
    (hand_in / "five.ipynb").write_text(json.dumps(notebook(["x = 1"], nbformat=5)))
    (hand_in / "nobody").mkdir()
    done = run("grade", hand_in, "--assignment", "outcomes", "--out", out, "--jobs", 2, "-q")
    assert done.returncode == 0, done.stderr
    rows = {r["student"]: r for r in csv.DictReader((out / "grades.csv").read_text().splitlines())}
    rejected = dict.fromkeys(("empty", "binary", "folder", "link", "five", "nobody"), ("rejected", ""))
    assert {n: (r["status"], r["score"]) for n, r in rows.items()} == {"good": ("graded", "12.0"), "crlf": ("graded", "12.0")} | rejected
    assert all(r["reason"] for n, r in rows.items() if r["status"] == "rejected")
    assert {p.stem for p in (out / "outcomes").glob("*.json")} == set(rows)
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["grade", "nothing.ipynb", "--assignment", "outcomes"], "no such file"),
        (["grade", README, "--assignment", "nothing"], "this course has: outcomes, kinds"),
        (["grade", ROOT / "docs", "--assignment", "outcomes"], "--out OUT"),
        (["grade", ROOT / "autograder", "--assignment", "outcomes", "--out", "/tmp/nowhere"], "holds no submissions"),
        (["grade", README], "--assignment"),
        (["grade", README, "--assignment", "outcomes", "--jobs", "-1"], "--jobs"),
        (["verify", "nothing"], "no assignment 'nothing'"),
        (["new", "Not A Name"], "snake_case"),
        (["release", "--course", "/tmp"], "no course in /tmp"),
        (["nothing"], "nothing"),
    ],
)  # fmt: skip
def test_wrong_usage_is_two_and_one_line(args, words):
    """The line says what to do."""
    done = run(*args)
    assert done.returncode == 2, done
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_an_unknown_assignment_still_leaves_a_report(tmp_path):
    """Whoever waits for the file finds out why."""
    done = run("grade", ROOT / "README.md", "--assignment", "nothing", "--json", tmp_path / "r.json")
    made = json.loads((tmp_path / "r.json").read_text())
    assert done.returncode == 2
    assert made["status"] == "rejected"
    assert "this course has" in made["reason"]


@pytest.mark.parametrize("command", ["doctor", "export", "gradescope", "grade", "history", "init", "keep", "mutants", "new", "otter", "release", "schema", "serve", "similar", "solved", "translate", "verify"])
def test_help_says_what_a_command_does(command):
    """In one sentence, with the words that it takes."""
    done = run(command, "--help")
    assert done.returncode == 0, done.stderr
    assert f"autograder {command} [OPTIONS]" in done.stdout


@pytest.mark.parametrize("command", ["grade", "release", "verify", "new"])
def test_help_shows_an_example(command):
    """Of each command whose words are not plain from its usage."""
    assert f"Example:  autograder {command}" in run(command, "--help").stdout


def test_each_command_is_asked_for_its_help():
    """A new one has to stand in the list above."""
    (asked,) = (mark.args[1] for mark in test_help_says_what_a_command_does.pytestmark if mark.name == "parametrize")
    assert {command.name or command.callback.__name__ for command in app.registered_commands} == set(asked)


def test_an_output_that_cannot_be_written(tmp_path):
    """A file where the folder should be: said before anything is graded."""
    (tmp_path / "out").write_text("")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ann.ipynb").write_text(json.dumps(notebook([])))
    done = run("grade", tmp_path / "in", "--assignment", "outcomes", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "choose another --out" in done.stderr


def test_required_layers_that_are_not_to_be_had():
    """--require-isolation refuses before grading, and names them."""
    done = run(
        "grade",
        README,
        "--assignment",
        "outcomes",
        "--require-isolation",
        "seccomp,moat",
    )
    assert done.returncode == 2
    assert "not to be had here: moat" in done.stderr


def test_other_systems_are_sent_to_docker(tmp_path):
    """On macOS and Windows, the command says where grading runs."""
    code = "import sys, types, autograder.cli.options as options, autograder.cli as cli; options.sys = types.SimpleNamespace(platform='darwin', exit=sys.exit, stdout=sys.stdout, stderr=sys.stderr); sys.argv = ['autograder', 'grade', 'x.ipynb', '--assignment', 'outcomes']; cli.main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "runs in Docker" in done.stderr


def test_as_a_plain_user(tmp_path, course):
    """With user namespaces in place of root's powers, graders stay hidden: from a checkout that the user can read."""
    place = plain_user(tmp_path)
    copy_of(course.root, place.folder / "course")
    hidden = place.folder / "course/tests/graders/test_outcomes.py"
    answer = f"import os\ndef passes(*a, **k): raise ValueError(os.path.exists({str(hidden)!r}))"
    (place.folder / "a.ipynb").write_text(json.dumps(notebook([answer])))
    place.give(place.folder / "course")
    place.give(place.folder / "a.ipynb")
    report = place.folder / "r.json"
    done = place.run(
        "grade", "a.ipynb", "--assignment", "outcomes", "--json", report, "--course", "course", cwd=place.folder
    )
    assert done.returncode == 0, done.stderr
    made = json.loads(report.read_text())
    assert {"user", "mnt", "pid", "net", "seccomp", "no_new_privs"} <= set(made["isolation"])
    assert "uid" not in made["isolation"]
    assert made["score"] == 0
    assert "ValueError: False" in json.dumps(made), "the grader's file is not there for the student"


@pytest.mark.parametrize("missing", ["", "landlock"])
def test_without_namespaces_it_fails_closed(missing, tmp_path, course):
    """Where the machine has none (as in Docker), the other layers hold or nothing is graded."""
    from autograder.workers.orders import Order, Terms, Unsafe
    from autograder.workers.pool import Pool

    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(notebook(right(course, "outcomes"))))
    terms = Terms(course=str(course.root), required=("mnt",) if missing else (), allow_unsafe=True)
    with Pool(terms, 1, namespaces=False) as pool:
        if missing:
            with pytest.raises(Unsafe, match="mnt"):
                list(pool.grade([Order("outcomes", str(path), "a", 1)]))
        else:
            ((_, report),) = pool.grade([Order("outcomes", str(path), "a", 1)])
            assert "mnt" not in report.isolation
            assert "landlock" in report.isolation


@pytest.mark.parametrize("words", [[], ["nbgrader"]])
def test_without_a_command_the_help_is_shown_in_lines(words):
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout.startswith("Usage: ")
    assert "\nCommands:\n" in done.stdout
    assert not done.stderr


def test_the_version_names_torchs():
    done = run("--version")
    assert done.stdout == installed.about() + "\n"
    assert done.returncode == 0


def test_each_command_is_told_in_one_line():
    """On a terminal of 80 columns, no first sentence is cut off."""
    done = run("--help", env=os.environ | {"COLUMNS": "80"})
    commands = done.stdout.split("\nCommands:\n")[1].strip().splitlines()
    assert len(commands) > 10
    assert [line for line in commands if not re.match(r" *[a-z]+ {2,}\S.*\.$", line) or line.endswith("...")] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands(shell):
    """As the script of --show-completion asks for it."""
    asked = {"_AUTOGRADER_COMPLETE": f"complete_{shell}", "COMP_WORDS": "autograder ver", "COMP_CWORD": "1"}
    asked |= {"_TYPER_COMPLETE_ARGS": "autograder ver", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    program = Path(sys.executable).with_name("autograder")
    done = subprocess.run([program], env=os.environ | asked, capture_output=True, text=True, check=False)
    assert "verify" in done.stdout


def test_a_shell_completes_assignments(course):
    """Those of the course in which the shell is."""
    asked = {"_AUTOGRADER_COMPLETE": "complete_bash", "COMP_WORDS": "autograder gradescope ", "COMP_CWORD": "2"}
    program = Path(sys.executable).with_name("autograder")
    done = subprocess.run([program], cwd=course.root, env=os.environ | asked, capture_output=True, text=True, check=False)
    assert done.stdout.split() == list(course.assignments)


def test_messages_about_extras_name_our_package():
    """`pip install autograder` would bring a stranger's."""
    strangers = re.compile(r"(pip install|uvx|pipx \w+) +(-\S+ +)*'?autograder\b")
    wrong = []
    for path in [*(ROOT / "autograder").rglob("*.*"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]:
        if path.is_file() and path.suffix not in (".pyc", ".png") and strangers.search(path.read_text(encoding="utf-8")):
            wrong.append(path)
    assert wrong == []
