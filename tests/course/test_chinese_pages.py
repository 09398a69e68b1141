"""What a student of the Chinese notebooks reads, on the page, in the terminal and at Gradescope: Chinese throughout."""

import io
import json
import re

import pytest
from bs4 import BeautifulSoup
from forked_starts import call
from msgspec.structs import replace
from parts import ROOT, copy_of
from rich.console import Console

from autograder.batch.outlines import outlines_of
from autograder.course import Course
from autograder.feedback.pages import student_page
from autograder.feedback.table import print_one
from autograder.languages import speaking
from autograder.platforms.gradescope.metadata import Metadata
from autograder.platforms.gradescope.results_json import results_of
from autograder.report import Report

NAME = "linear_regression"
RELEASED = ROOT / "assignments" / "zh" / NAME / f"{NAME}.ipynb"
# four words of English, one after another
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:['’][a-z]+)?(?:[ ,;:]+[A-Za-z]+(?:['’][a-z]+)?){3,}")
# what is quoted: code between backticks, and an exception of Python's with its own text
QUOTED = re.compile(r"`[^`]*`|\w+(?:Error|Exit|Interrupt)：?:?[^，；。\n]*|\([^()]*\) ->[^，；。]*")
WRONG = {
    "rebound": {"sgd": "sgd/rebound.py"},
    "not_divided": {"sgd": "sgd/not_divided.py", "data_iter": "data_iter/last_batch_dropped.py"},
}
CELLS = {
    "stopped": "1 / 0\n!pip install nothing\nraise SystemExit",
    "hangs": "while True: pass",
    "memory": "x = bytearray(1 << 36)",
    "magic": "%%bash\nls\n",
    "again": "sgd = 3\nlinreg = 'x'\n1 / 0\n%pip install x",
    "ends": "import os\nos._exit(3)",
    "written": "%%writefile a.py\ndef sgd(params, lr, batch_size):\n    pass",
    "network": "import urllib.request\nurllib.request.urlopen('http://example.org')",
}
BROKEN = {
    "pdf.ipynb": b"%PDF-1.7 ",
    "cut.ipynb": RELEASED.read_bytes()[:3000],
    "empty.ipynb": b" ",
    "json.ipynb": b"{}",
    "binary.ipynb": b"\xff\xfe\xfd\x00\x01\xd8" * 100,
    "format.ipynb": b'{"nbformat": 9, "cells": [], "metadata": {}}',
    "kernel.ipynb": b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}], "metadata": {"kernelspec": {"language": "R"}}}',
}
OVERRIDES = '[[override]]\nstudent = "late"\nexercise = "sgd"\npoints = 1\nreason = "口头说明"\nby = "李老师"\n'
EXTENSIONS = (
    '[[extension]]\nstudent = "late"\nhanded_in = "2026-01-05T12:00:00Z"\n\n'
    '[[extension]]\nstudent = "extended"\nuntil = "2026-01-09"\nhanded_in = "2026-01-05T12:00:00Z"\nreason = "生病"\n\n'
    '[[extension]]\nstudent = "much_later"\nuntil = "2026-01-03"\nhanded_in = "2026-01-05T12:00:00Z"\nreason = "生病"\n\n'
    '[[extension]]\nstudent = "decided"\nhanded_in = "2026-01-05T12:00:00Z"\npercent = 5\nreason = "约定"\n\n'
    '[[extension]]\nstudent = "too_late"\nhanded_in = "2026-03-05T12:00:00Z"\n'
)
DUE = 'due = 2026-01-01T23:59:00Z\nlate = { percent = 10, most = 30, floor = 5, until = 2026-02-01 }\nexclude = ["test_sgd_can_be_repeated"]\n'


def with_cell(notebook, source):
    """The notebook with a code cell behind its others."""
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, "id": "added"}
    return notebook | {"cells": [*notebook["cells"], cell]}


def with_answers(notebook, answers):
    """The notebook with kept answers in its answer cells."""
    cells = []
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            source = (ROOT / "tests" / "submissions" / NAME / answers[name]).read_text(encoding="utf-8")
            cells.append(cell | {"source": source})
        else:
            cells.append(cell)
    return notebook | {"cells": cells}


def stamped(notebook, **stamp):
    """The notebook with another stamp."""
    metadata = notebook["metadata"] | {"autograder": notebook["metadata"]["autograder"] | stamp}
    return notebook | {"metadata": metadata}


OLD = {"hash": "0ld", "released": "2025-09-01", "exercises": {
    "synthetic_data": "(w, b, n)", "data_iter": "(batch_size, features, labels)", "linreg": "(X, w, b)", "loss": "(y_hat, y)", "sgd": "(params, lr)",
    "train": "()", "extra": "()",
}}  # fmt: skip


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    """The course with a date for this assignment, a test that is left out, and an older edition."""
    root = copy_of(ROOT, tmp_path_factory.mktemp("dated") / "course")
    order = root / "solutions" / "course.toml"
    order.write_text(order.read_text().replace(f'name = "{NAME}"\n', f'name = "{NAME}"\n{DUE}', 1))
    editions = root / "solutions" / "editions" / f"{NAME}.json"
    newest = json.loads(editions.read_text())
    editions.write_text(json.dumps([OLD, *newest]))
    return Course.load(root)


@pytest.fixture(scope="module")
def reports(dated, tmp_path_factory):
    """The report of each student, by the student's key: of each kind of answer, and of each that has none."""
    handed_in = tmp_path_factory.mktemp("handed_in")
    released = json.loads(RELEASED.read_text(encoding="utf-8"))
    notebooks = {"untouched": released}
    notebooks |= {name: with_answers(released, answers) for name, answers in WRONG.items()}
    notebooks |= {name: with_cell(released, source) for name, source in CELLS.items()}
    notebooks |= {name: with_answers(released, WRONG["rebound"]) for name in ("late", "extended", "much_later", "decided", "too_late")}
    notebooks["old"] = stamped(released, edition="0ld")
    notebooks["stranger"] = stamped(released, course="another", edition="?")
    notebooks["unknown"] = stamped(released, edition="?")
    notebooks["renamed"] = stamped(released, assignment="newton")
    notebooks["other"] = json.loads((ROOT / "assignments" / "zh" / "newton" / "newton.ipynb").read_text(encoding="utf-8"))
    for name, notebook in notebooks.items():
        (handed_in / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    for name, content in BROKEN.items():
        (handed_in / name).write_bytes(content)
    several = handed_in / "several"
    several.mkdir()
    (several / "a.ipynb").write_text(json.dumps(notebooks["rebound"]), encoding="utf-8")
    (several / "b.ipynb").write_text(json.dumps(notebooks["untouched"]), encoding="utf-8")
    out = tmp_path_factory.mktemp("out")
    (out / NAME).mkdir()
    (out / NAME / "overrides.toml").write_text(OVERRIDES, encoding="utf-8")
    (out / NAME / "extensions.toml").write_text(EXTENSIONS, encoding="utf-8")
    words = ["grade", handed_in, "--assignment", NAME, "--out", out, "--course", dated.root, "--seed", 1]
    done = call(*words, "--allow-unsafe", "--language", "zh", "-q")
    assert done.returncode == 0, done.stderr
    return {path.stem: Report.from_json(path.read_bytes()) for path in (out / NAME).glob("*.json")}


KINDS = sorted(["untouched", *WRONG, *CELLS, "late", "extended", "much_later", "decided", "too_late", "old", "stranger", "unknown", "renamed", "other", "several"])
KINDS += sorted(name.removesuffix(".ipynb") for name in BROKEN)


def english_in(text):
    """The runs of English in a text, but for what is quoted."""
    return [match[0] for match in ENGLISH.finditer(QUOTED.sub("", text))]


def text_of(page):
    """What a page says, also to who hears it, but for code and output."""
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.select("style, script, pre, code, .code"):
        tag.decompose()
    labels = [tag["aria-label"] for tag in soup.select("[aria-label]")]
    return "\n".join([soup.get_text("\n"), *labels])


@pytest.mark.parametrize("kind", KINDS)
def test_the_page(reports, dated, kind):
    report = reports[kind]
    assert english_in(text_of(student_page(report, outline=outlines_of(dated)[NAME]))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_terminal(reports, dated, kind):
    console = Console(file=io.StringIO(), width=10_000)
    with speaking("zh", dated.phrases(NAME, "zh")):
        print_one(console, reports[kind])
    assert english_in(console.file.getvalue()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_gradescope(reports, dated, kind):
    with speaking("zh", dated.phrases(NAME, "zh")):
        results = results_of(reports[kind], dated.assignments[NAME], Metadata())
    texts = [results["output"].partition("单元格输出")[0], *(test["output"] + test["name"] for test in results["tests"])]
    assert english_in("\n".join(texts)) == []


@pytest.mark.parametrize("kind", ["late", "old", "pdf"])
def test_english_is_found(reports, kind):
    """So that the tests above can fail."""
    assert english_in(text_of(student_page(replace(reports[kind], language="")))) != []
