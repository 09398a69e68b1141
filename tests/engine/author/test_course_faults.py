"""A fault in a course's own files is one line with file and line, from each command that grades by it or hands it out."""

import contextlib
import io
import json
import re
import sys
from pathlib import Path

import pytest
from parts import COURSE, copy_of, notebook, right

from autograder import cli
from autograder.author import course_faults, verify
from autograder.author.release import release
from autograder.course import ORDER, Course

SOLUTION = "solutions/outcomes.py"
GRADER = "tests/graders/test_outcomes.py"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # otter's own imports

KEPT = "tests/submissions/outcomes"
LINE = re.compile(r"(\S+):(\d+): .+: \S.*")
# how the tiny course is broken: the file, what stands there, what takes its place; and what the line says
# (an empty text is the whole file; None takes the file away)
STOPS = {
    "a package that is missing": (GRADER, "import torch\n", "import torch\nimport d2l\n", GRADER, "no module named 'd2l'"),
    "a helper that is missing": (GRADER, "import torch\n", "import torch\nfrom shapes import column\n", GRADER, "no module named 'shapes'"),
    "a name that the graders' face lacks": (GRADER, "exercise, same, stand_in", "exercise, same, stand_inn", GRADER, "did you mean 'stand_in'?"),
    "a syntax error in the grader": (GRADER, "    x = randn(3)\n", "    x = randn(3\n", GRADER, "was never closed"),
    "a syntax error in the solution": (SOLUTION, "    twice_for_fails = x + x\n", "    twice_for_fails = = x\n", SOLUTION, "invalid syntax"),
    "a solution that imports what is missing": (SOLUTION, "import random\n", "import random\nimport d2l\n", SOLUTION, "no module named 'd2l'"),
    "a solution that raises": (SOLUTION, "import random\n", "import random\nSIZE = 1 / 0\n", SOLUTION, "ZeroDivisionError"),
    "a solution that ends Python": (SOLUTION, "import random\n", "import random\nraise SystemExit\n", SOLUTION, "it ends Python"),
    "no solution": (SOLUTION, None, None, SOLUTION, "the solution is missing"),
    "no grader": (GRADER, None, None, GRADER, "the grader is missing"),
    "no test at all": (GRADER, "", "import torch\n", GRADER, "it holds no tests"),
    "no test for an exercise": (ORDER, '  { name = "uses_another"', '  { name = "lonely", points = 1 },\n  { name = "uses_another"', ORDER, "lonely has no"),
    "a test for no exercise": (GRADER, '@exercise("prints")', '@exercise("print")', GRADER, "did you mean 'prints'?"),
    "a test without a mark": (GRADER, '@exercise("prints")\n', "", GRADER, "belongs to no exercise"),
    "weights that are all zero": (GRADER, '@exercise("prints"', '@exercise("prints", weight=0', ORDER, "have the weight 0"),
    "a weight below zero": (GRADER, '@exercise("prints")', '@exercise("prints", weight=-1)', GRADER, "0 or more"),
    "a weight that is misspelt": (GRADER, '@exercise("prints")', '@exercise("prints", wieght=2)', GRADER, "did you mean 'weight'?"),
    "a fixture that is none": (GRADER, "(student, reference, randn)", "(student, reference, rand)", GRADER, "did you mean 'randn'?"),
    "points below zero": (ORDER, '"passes", points = 3', '"passes", points = -3', ORDER, "expected 0 or more"),
    "an unknown key": (ORDER, 'title = "What becomes of an answer"', 'title = "x"\nfeedbak = "full"', ORDER, "did you mean 'feedback'?"),
    "an unknown key of an exercise": (ORDER, "{ name = \"passes\", points", "{ name = \"passes\", point", ORDER, "did you mean 'points'?"),
    "a value that is none": (ORDER, 'title = "What becomes of an answer"', 'title = "x"\nfeedback = "all"', ORDER, "'full' or 'hints' or 'score'"),
    "a use of no exercise": (ORDER, 'uses = ["fails"]', 'uses = ["fail"]', ORDER, "did you mean 'fails'?"),
    "an order that is no TOML": (ORDER, "[limits]", "[limits", ORDER, "this is no TOML"),
    "a date that is none": (ORDER, 'title = "What becomes of an answer"', 'title = "x"\ndue = "soon"', ORDER, "due: 'soon' is no time: expected one such as"),
    "a ban of no function": (GRADER, '@exercise("prints")', '@exercise("prints", without=["torch.rellu"])', GRADER, "'torch.rellu' is no function or class"),
    "a cell of no exercise": (SOLUTION, '# %% exercise="prints"', '# %% exercise="print"', SOLUTION, "did you mean 'prints'?"),
    "no docstring": (SOLUTION, '    r"""Return 4x, for a tensor x: twice what `fails` gives for it."""\n', "", SOLUTION, "has no docstring"),
    "a demo that is no Python": (SOLUTION, "# print(passes(", "# print((passes(", SOLUTION, "was never closed"),
}  # fmt: skip
COMMANDS = {
    "verify": ["verify", "outcomes"],
    "grade": ["grade", "{notebook}", "--assignment", "outcomes", "--json", "{folder}/report.json"],
    "release": ["release"],
    "gradescope": ["gradescope", "outcomes", "-o", "{folder}/made.zip"],
    "otter": ["otter", "outcomes", "-o", "{folder}/made.zip"],
    "nbgrader": ["nbgrader", "init", "{folder}/nbgrader"],
}


# what only leaves the course less proven: a fault for verify, and a line for whoever hands it out
UNPROVEN = {
    "answers for no exercise": (f"{KEPT}/passes", f"{KEPT}/pases", f"{KEPT}/pases/as_named.py", "did you mean 'passes'?"),
    "an answer beside the folders": (f"{KEPT}/passes/as_named.py", f"{KEPT}/as_named.py", f"{KEPT}/as_named.py", "it is kept for no exercise"),
    "no right answer": (f"{KEPT}/prints", f"{KEPT}/../gone", ORDER, "prints has no answers kept"),
}  # fmt: skip


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The tiny course, and a notebook of it."""
    folder = tmp_path_factory.mktemp("sound")
    course = Course.load(copy_of(COURSE, folder / "course"))
    release(course)
    (folder / "in").mkdir()
    (folder / "in" / "ann.ipynb").write_text(json.dumps(notebook(right(course, "outcomes"))))
    return folder


def broken(released, tmp_path, file, old, new):
    """A copy of the course with one fault."""
    root = copy_of(released / "course", tmp_path / "course")
    path = root / file
    if old is None:
        path.unlink()
        return root
    text = path.read_text(encoding="utf-8")
    changed = new if not old else text.replace(old, new)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return root


def called(released, tmp_path, root, command):
    """The exit status of a command, and the lines that it prints for people."""
    places = {"notebook": released / "in" / "ann.ipynb", "hand_in": released / "in", "folder": tmp_path}
    words = [word.format(**places) for word in COMMANDS[command]]
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stderr(said):
        patch.chdir(root)
        # sixteen notebooks, most of what `verify` takes: they have nothing to do with what is asked here
        patch.setattr(verify, "hollow_students", lambda *_: [])
        patch.setattr(sys, "argv", ["autograder", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    return ended.value.code or 0, said.getvalue().splitlines()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", STOPS)
def test_a_fault_is_a_line_and_ends_the_command(released, tmp_path, capfd, fault, command):
    file, old, new, where, words = STOPS[fault]
    root = broken(released, tmp_path, file, old, new)
    status, lines = called(released, tmp_path, root, command)
    assert status == 2
    assert lines
    assert {LINE.fullmatch(line)[1] for line in lines if LINE.fullmatch(line)} == {where}, lines
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert any(words in line for line in lines), lines
    assert not [path.name for path in Path(tmp_path).glob("*") if path.suffix in {".zip", ".json"} or path.name == "nbgrader"]
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("command", ["verify", "release", "gradescope", "otter", "nbgrader"])
@pytest.mark.parametrize("fault", UNPROVEN)
def test_what_leaves_a_course_less_proven_is_a_line(released, tmp_path, fault, command):
    """And for verify a fault: who hands out the course may have a copy without answers, or none as yet."""
    old, new, where, words = UNPROVEN[fault]
    root = copy_of(released / "course", tmp_path / "course")
    (root / old).rename(root / new)
    status, lines = called(released, tmp_path, root, command)
    assert status == (2 if command == "verify" else 0)
    assert [line for line in lines if line.startswith(f"{where}:") and words in line], lines


@pytest.mark.parametrize(("command", "status_expected"), [("verify", 2), ("release", 0)])
def test_an_exercise_without_a_public_test_is_one_line(released, tmp_path, command, status_expected):
    """However many answers are kept for it."""
    root = broken(released, tmp_path, GRADER, '@exercise("raises", public=True)', '@exercise("raises")')
    status, lines = called(released, tmp_path, root, command)
    assert status == status_expected
    row = (root / GRADER).read_text().partition("def test_raises")[0].count("\n") + 1
    what = "raises has no public test, and students can't check it"
    advice = 'mark one @exercise("raises", public=True)'
    assert [line for line in lines if "public test" in line] == [f"{GRADER}:{row}: {what}: {advice}"]


def test_a_right_answer_that_is_no_python_is_a_line(released, tmp_path):
    root = broken(released, tmp_path, f"{KEPT}/passes/as_named.py", "return 2 * x", "return 2 *")
    status, lines = called(released, tmp_path, root, "verify")
    assert status == 2
    assert f"{KEPT}/passes/as_named.py:3: invalid syntax: correct the code here" in lines


@pytest.mark.parametrize("command", ["verify", "release"])
def test_a_demo_that_fails_is_named(released, tmp_path, command):
    """With its own line, though what it calls raises the error; nothing is released."""
    root = broken(released, tmp_path, SOLUTION, "# print(passes(torch.ones(2))", "# n = 2\n# print(passes(torch.ones(2) @ torch.ones(3))")
    text = (root / SOLUTION).read_text()
    row = text[: text.index("# print(passes(")].count("\n") + 1
    status, lines = called(released, tmp_path, root, command)
    assert status == 2
    assert [line for line in lines if line.startswith(f"{SOLUTION}:{row}: the demo fails, RuntimeError: ")], lines
    assert "torch.ones(3)" not in (root / "assignments/outcomes/outcomes.ipynb").read_text()


def test_a_class_is_not_graded_by_a_broken_course(released, tmp_path):
    """No report says that it was: whoever mends the course starts the same command again."""
    root = broken(released, tmp_path, GRADER, "import torch\n", "import torch\nimport d2l\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(COMMANDS, "class", ["grade", "{hand_in}", "--assignment", "outcomes", "--out", "{folder}/out"])
        status, lines = called(released, tmp_path, root, "class")
    assert status == 2
    assert len(lines) == 1
    assert lines[0].startswith(f"{GRADER}:7: no module named 'd2l'")
    assert not list((tmp_path / "out").glob("*/*.json"))


OUTPUTS = {
    "grade": ["grade", "{notebook}", "--assignment", "outcomes", "--json"],
    "gradescope": ["gradescope", "outcomes", "-o"],
    "otter": ["otter", "outcomes", "-o"],
    "nbgrader": ["nbgrader", "init"],
    "release": ["release", "--to"],
}


@pytest.mark.parametrize("command", OUTPUTS)
def test_an_output_that_cannot_be_written_is_a_line(released, tmp_path, command, monkeypatch):
    """A file stands where its folder should be."""
    (tmp_path / "file").write_text("")
    monkeypatch.setitem(COMMANDS, command, [*OUTPUTS[command], "{folder}/file/below"])
    status, lines = called(released, tmp_path, released / "course", command)
    assert status == 2
    assert len([line for line in lines if "has no" not in line]) == 1
    assert "file" in lines[-1]


@pytest.mark.parametrize("command", ["grade", "gradescope", "otter"])
def test_an_output_that_is_a_folder_is_a_line(released, tmp_path, command, monkeypatch):
    monkeypatch.setitem(COMMANDS, command, [*OUTPUTS[command], "{folder}"])
    status, lines = called(released, tmp_path, released / "course", command)
    assert status == 2
    assert lines[-1].startswith(f"autograder: {tmp_path}: ")


@pytest.mark.parametrize(
    ("command", "package", "extra"), [("otter", "otter.generate", "otter"), ("mutants", "cosmic_ray.mutating", "mutants")]
)
def test_an_extra_that_is_missing_is_a_line(released, tmp_path, command, package, extra, monkeypatch):
    """It names the command that installs it."""
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setitem(COMMANDS, "mutants", ["mutants", "outcomes"])
    status, lines = called(released, tmp_path, released / "course", command)
    assert status == 2
    assert f"pip install 'tensorgrade[{extra}]'" in lines[-1]


def test_verify_hides_nothing_and_warnings_come_last(released, tmp_path, capfd):
    """Whatever students are told; what a solution warns of stands in a line behind the rows."""
    root = broken(released, tmp_path, SOLUTION, "    twice_for_fails = x + x\n", "    import warnings\n    warnings.warn('old', stacklevel=1)\n    twice_for_fails = x + x + 1\n")
    order = root / ORDER
    order.write_text(order.read_text().replace('title = "What becomes of an answer"', 'title = "x"\nfeedback = "score"'))
    called(released, tmp_path, root, "verify")
    said = capfd.readouterr()
    assert "fails scores 0" in said.out or "fails scores 1" in said.out
    assert "expected" in said.out
    assert f"! {root / SOLUTION}:" in said.out
    assert "UserWarning: old" in said.out
    assert "UserWarning" not in said.err


def test_a_solution_reads_and_imports_its_files(tmp_path):
    """They are there when a command looks the course through, as they are when something is graded."""
    root = copy_of(COURSE, tmp_path / "course")
    order = root / ORDER
    order.write_text(order.read_text().replace('name = "outcomes"\n', 'name = "outcomes"\nfiles = ["numbers.txt", "plotting.py"]\n', 1))
    (root / "solutions" / "numbers.txt").write_text("1 2 3")
    (root / "solutions" / "plotting.py").write_text("SIZE = 3\n")
    solution = root / SOLUTION
    solution.write_text(solution.read_text().replace("import random\n", 'import random\nimport plotting\nopen("numbers.txt").close()\n', 1))
    course_faults.check(Course.load(root), ["outcomes"])
