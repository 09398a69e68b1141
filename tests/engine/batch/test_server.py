"""The served pages: live while a grading runs, a notebook in the form, and nothing but OUT."""

import json
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile

import pytest
from parts import SCRIPT, notebook, right

CLASS = "kinds/index.html"


@pytest.fixture(scope="module")
def served(graded, course, tmp_path_factory):
    """A server over a copy of the class, as a person starts it: its folder and its address."""
    out = tmp_path_factory.mktemp("served") / "out"
    shutil.copytree(graded, out)
    (out / "kinds" / "notes.txt").write_text("private")
    command = [sys.executable, "-m", "autograder", "serve", out, "--port", "0", "--course", course.root]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True, cwd=course.root)
    line = process.stdout.readline()
    yield out, line.split(" at ")[1].split(" (")[0]
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 0


def ask(address, data=None, **headers):
    request = urllib.request.Request(address, data, {k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.mark.parametrize(
    "path",
    ["kinds/notes.txt", "kinds/perfect.json", "grades.csv", "kinds/nobody.html", "nothing/index.html",
     "kinds/..%2f..%2fetc%2fpasswd.html", "..%2f..%2fetc/index.html", "kinds/.progress", ".git/config"],
)  # fmt: skip
def test_nothing_but_the_pages_is_served(path, served):
    """Each with a page that says so."""
    status, text = ask(served[1] + path)
    assert status == 404
    assert "<h1>" in text
    assert "private" not in text


def test_files_that_nobody_looked_at(served):
    """They stand on the served page, too, with their reasons; a table that a spreadsheet has cut breaks nothing."""
    listed = served[0] / "kinds" / "not-graded.csv"
    before = listed.read_bytes() if listed.exists() else None
    listed.write_text("file,student,name,reason\nessay.pdf,,,not a notebook\nshort.pdf\n")
    _, text = ask(served[1] + CLASS)
    assert "essay.pdf" in text
    assert "not a notebook" in text
    assert "short.pdf" in text
    if before is None:
        listed.unlink()
    else:
        listed.write_bytes(before)


def test_a_note_that_is_written_while_it_serves(served, course):
    """It stands on the next page that is asked for, and is gone when its file is."""
    course.notes.mkdir()
    (course.notes / "iterator.md").write_text("## an answer that nobody gave\n\nWell done.\n")
    _, with_note = ask(served[1] + CLASS)
    shutil.rmtree(course.notes)
    _, without_note = ask(served[1] + CLASS)
    assert "an answer that nobody gave" in with_note
    assert "an answer that nobody gave" not in without_note


def test_other_sites_are_refused(served):
    """A page elsewhere can neither read nor send, though it runs in the same browser."""
    assert ask(served[1], Host="evil.example")[0] == 400
    assert ask(f"{served[1]}kinds/upload", b"x", Origin="http://evil.example")[0] == 403


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("notes.txt", "text", "is no notebook"), ("mine.ipynb", "{", "breaks off in line 1"), ("mine.ipynb", "", "the file is empty")],
)  # fmt: skip
def test_a_bad_upload_gets_a_clear_answer(name, content, said, served, look, tmp_path):
    """In the browser, with a way back."""
    page = look(served[1] + CLASS)
    (tmp_path / name).write_text(content)
    page.get_by_label("See how a notebook fares").set_input_files(tmp_path / name)
    page.get_by_role("button", name="Grade it").click()
    page.wait_for_url(re.compile("/upload"))
    assert said in page.locator("main").text_content()
    page.get_by_role("link", name="the class").or_(page.get_by_role("link", name="Back")).click()
    assert page.url.endswith(CLASS)


def test_uploads_without_a_file_or_too_large(served):
    """Before anything is read."""
    assert "no notebook was chosen" in ask(f"{served[1]}kinds/upload", b"")[1]
    status, text = ask(f"{served[1]}kinds/upload", b"x", Content_Length=str(1 << 30))
    assert status == 413
    assert "clear all outputs" in text


def test_a_notebook_in_the_form(served, look, tmp_path):
    """Its page is there seconds later; the class stays as it is; nothing of the notebook is markup."""
    out, address = served
    before = {path: path.read_bytes() for path in out.glob("*/*.json")}
    cell = f"def tensor(X, w, b):\n    return X @ w + b  # {SCRIPT}"
    (tmp_path / "try.ipynb").write_text(json.dumps(notebook(["import torch", cell])))
    page = look(address)
    page.goto(address + CLASS)
    page.get_by_label("See how a notebook fares").set_input_files(tmp_path / "try.ipynb")
    page.get_by_role("button", name="Grade it").click()
    page.wait_for_url("**/uploads/*.html")
    assert page.locator("h1").text_content() == "try"
    assert page.locator("#tensor .badge").text_content() == "passed"
    page.get_by_role("link", name="the class").click()
    assert page.url.endswith(CLASS)
    assert before == {path: path.read_bytes() for path in out.glob("*/*.json")}


@pytest.mark.parametrize("name", ["handed in.zip", "mine.py", "mine.IPYNB", "mine.ipynb.txt"])
def test_a_file_of_another_kind_in_the_form(name, served, look, tmp_path):
    """An archive with the untouched stub beside a filled copy, a script, other names: as everywhere else."""
    answer = "def tensor(X, w, b):\n    return X @ w + b"
    mine = json.dumps(notebook(["import torch", answer]))
    stub = json.dumps(notebook(['def tensor(X, w, b):\n    raise NotImplementedError("tensor is waiting for your code")']))
    (tmp_path / name).write_text(answer if name.endswith(".py") else mine)
    if name.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("kinds.ipynb", stub)
            archive.writestr("kinds-Copy1.ipynb", mine)
    page = look(served[1] + CLASS)
    page.get_by_label("See how a notebook fares").set_input_files(tmp_path / name)
    page.get_by_role("button", name="Grade it").click()
    page.wait_for_url("**/uploads/*.html")
    assert page.locator("#tensor .badge").text_content() == "passed"


def test_the_class_page_follows_a_run(served, course, look, tmp_path):
    """Progress shows while a grading runs; new students appear, in the order that was chosen; then all is quiet."""
    out, address = served
    hand_in = tmp_path / "hand_in"
    hand_in.mkdir()
    for i in range(12):
        (hand_in / f"late{i:02}.ipynb").write_text(json.dumps(notebook(right(course, "kinds"))))
    page = look(address + CLASS)
    page.get_by_label("Find a student").fill("late")
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        hand_in,
        "--assignment",
        "kinds",
        "--out",
        out,
        "-q",
    ]
    run = subprocess.Popen(list(map(str, command)), cwd=course.root)
    page.get_by_text("of 12 graded in this run").wait_for(timeout=60_000)
    page.locator("#count").get_by_text("12 of 19").wait_for(timeout=60_000)
    assert run.wait() == 0
    page.get_by_text("Nothing is being graded.").wait_for(timeout=10_000)
    assert page.locator(".facts").text_content().split()[0] == "19"
    assert not (out / "kinds" / ".progress").exists()


def test_a_broken_form_and_a_file_that_is_no_report(served):
    """Each a page of ours with a status, and nothing of ours in it."""
    broken = ask(f"{served[1]}kinds/upload", b"x", Content_Type="multipart/form-data; boundary=y")
    assert broken[0] in (400, 422)
    assert "<h1>" in broken[1]
    (served[0] / "kinds" / "notes.json").write_text("[]")
    assert ask(f"{served[1]}kinds/notes.html")[0] == 404
