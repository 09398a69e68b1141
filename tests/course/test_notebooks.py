"""The released notebooks as a student meets them: run all on empty stubs, and run all when everything is solved."""

import ast
import asyncio
import builtins
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import jupytext
import nbformat
import pytest
from forked_starts import KERNEL_ENVIRONMENT, kernels
from nbclient import NotebookClient
from parts import ROOT

from autograder.author import solution
from autograder.author.hints import hints_of
from autograder.course import Course

COURSE = Course.load(ROOT)
NAMES = list(COURSE.assignments)


def prepared(folder, name, solved):
    """A student's folder and the notebook in it, with the reference's answers or none."""
    shutil.copytree(COURSE.released(name), folder / name)
    notebook = nbformat.read(folder / name / f"{name}.ipynb", as_version=4)
    answers = {c.exercise: c.source for c in solution.read(COURSE.solution(name)) if c.exercise}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if solved and grade_id in answers:
            cell.source = answers[grade_id]
    return notebook, folder / name


async def execute(notebook, folder):
    """Run it from top to bottom in a kernel; a cell may take a minute."""
    environment = os.environ | KERNEL_ENVIRONMENT
    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, timeout=60, kernel_name="python3", resources=where)
    return await client.async_execute(env=environment)  # an error in a cell ends it, as Jupyter's "run all"


async def execute_all(ready):
    """Two at a time, for two cores, but in one thread: Python 3.11's ast.parse, which traitlets calls, bears no second."""
    free = asyncio.Semaphore(2)

    async def one(notebook, folder):
        async with free:
            return await execute(notebook, folder)

    return await asyncio.gather(*[one(*pair) for pair in ready])


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Each notebook twice, (name, solved)."""
    todo = [(name, solved) for name in NAMES for solved in (False, True)]
    ready = [prepared(tmp_path_factory.mktemp("student"), *job) for job in todo]
    with ThreadPoolExecutor(1) as apart:  # Playwright leaves a running event loop in this thread
        # in a kernel of its own, so that what the imports themselves write would be seen
        alone = apart.submit(lambda: asyncio.run(execute_all(ready[-1:]))).result()
        # one import of torch serves all other kernels, which saves 50 s of a processor
        with kernels():
            together = apart.submit(lambda: asyncio.run(execute_all(ready[:-1]))).result()
    return dict(zip(todo, [*together, *alone], strict=True))


def outputs(notebook, kind):
    return [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs if o.output_type == kind]


def checks(notebook):
    """What each check cell showed, by exercise."""
    cells = [c for c in notebook.cells if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("grade")]
    return {c.metadata.nbgrader.grade_id.removesuffix("-check"): c.outputs[0].data["text/plain"] for c in cells}


def shown_by_demos(notebook):
    """The text that each demo showed."""
    demos = [c for c in notebook.cells if "demo" in c.metadata.get("tags", ())]
    return ["".join(o.get("text") or o.data["text/plain"] for o in c.outputs) for c in demos]


def last_cell(notebook):
    return notebook.cells[-1].outputs[0].data["text/plain"].splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_stub_is_said_in_one_line(executed, name):
    assert checks(executed[name, False]) == {e: f"{e}: waiting for your code" for e in names_of(name)}


def names_of(name):
    return [e.name for e in COURSE.assignments[name].exercises]


@pytest.mark.parametrize("name", NAMES)
def test_a_demo_says_which_stub_it_waits_for(executed, name):
    waiting = {f"{e}: waiting for your code" for e in names_of(name)}
    assert waiting.intersection(shown_by_demos(executed[name, False]))


@pytest.mark.parametrize("name", NAMES)
def test_no_demo_stops_at_an_error(executed, name):
    """Neither on stubs nor on answers."""
    said = shown_by_demos(executed[name, False]) + shown_by_demos(executed[name, True])
    assert not [text for text in said if "has stopped" in text or "Traceback" in text]


@pytest.mark.parametrize("name", NAMES)
def test_with_the_reference_nothing_is_written_to_stderr(executed, name):
    assert [o.text for o in outputs(executed[name, True], "stream") if o.name == "stderr"] == []


@pytest.mark.parametrize("name", NAMES)
def test_with_the_reference_everything_is_green(executed, name):
    count = len(names_of(name))
    assert f"Public checks: {count} of {count} exercises pass." in last_cell(executed[name, True])


@pytest.mark.parametrize("name", NAMES)
def test_with_the_reference_there_is_something_to_look_at(executed, name):
    assert any("image/png" in o.data for o in outputs(executed[name, True], "display_data"))


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_has_a_hint(name):
    """At most three, as release sees to."""
    hints = hints_of(solution.read(COURSE.solution(name)))
    assert [exercise for exercise, texts in hints.items() if not texts] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_demo_needs_nothing_of_another_demo(name):
    """So that an empty stub is the only thing that it can lack: a name of another demo's would be a NameError."""
    cells = [c for c in solution.read(COURSE.solution(name)) if c.code]
    known = set(dir(builtins))
    for cell in cells:
        if not cell.demo:
            known |= defined(ast.parse(cell.source))
    for cell in cells:
        if cell.demo:
            tree = ast.parse(cell.source)
            used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
            assert used - known - defined(tree) == set(), cell.source


def defined(tree):
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names |= {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    names |= {
        a.arg
        for n in ast.walk(tree)
        if isinstance(n, ast.arguments)
        for a in (*n.args, *n.kwonlyargs, *filter(None, (n.vararg, n.kwarg)))
    }
    names |= {
        (a.asname or a.name).split(".")[0]
        for n in ast.walk(tree)
        if isinstance(n, ast.Import | ast.ImportFrom)
        for a in n.names
    }
    return names | {n.name for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler) and n.name}


def test_names_of_files_differ_in_more_than_case():
    """On Windows and macOS, `Residual.py` and `residual.py` would be one file."""
    for name in NAMES:
        files = [
            str(p.relative_to(COURSE.released(name))).lower() for p in COURSE.released(name).rglob("*") if p.is_file()
        ]
        assert len(files) == len(set(files))


# what a machine with Windows lacks, and an encoding that knows no π
ELSEWHERE = """
import sys
for missing in ("fcntl", "grp", "pwd", "resource", "termios", "syslog", "posix_ipc"):
    sys.modules[missing] = None
import locale, warnings
warnings.simplefilter("ignore")
assert locale.getpreferredencoding(False).lower() not in ("utf-8", "utf8"), locale.getpreferredencoding(False)
import torch
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell(open("first.py", encoding="utf-8").read()).raise_error()
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """What three checks say in an encoding of ASCII alone, without modules that Windows does not have."""
    tmp_path = tmp_path_factory.mktemp("elsewhere")
    folder = tmp_path / "linear_regression"
    shutil.copytree(COURSE.released("linear_regression"), folder)
    notebook = nbformat.read(folder / "linear_regression.ipynb", as_version=4)
    (folder / "first.py").write_text(notebook.cells[1].source, encoding="utf-8")
    program = ELSEWHERE + (
        "shell.run_cell('def squared_loss(y_hat, y): return (y_hat - y) ** 2')\n"
        "shell.run_cell('def linreg(X, w, b): return X @ w + b')\n"
        'shell.run_cell(\'wrong, right, unknown = (grader.check(n) for n in ("squared_loss", "linreg", "sgd"))\').raise_error()\n'
        "sys.stdout.reconfigure(encoding='utf-8')\n"
        "print(shell.user_ns['right'].passed_all, shell.user_ns['wrong'], shell.user_ns['unknown'])\n"
    )
    environment = os.environ | {
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "MPLBACKEND": "agg",
        "IPYTHONDIR": str(tmp_path / "i"),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "said",
    [
        "True squared_loss: 3 of 3 public tests failed.",
        "failed: The losses of predictions 1, 2, 5 for labels 1, 4, 2 are 0, 2, 4.5.",
        "expected 4.5, got 9",
        "sgd is not defined yet: run the cell above first",
    ],
)
def test_checks_work_without_what_only_linux_has(elsewhere, said):
    assert said in elsewhere


def test_a_notebook_survives_a_trip_through_a_script(tmp_path):
    """As `.py` and back, as some editors keep notebooks."""
    notebook = nbformat.read(COURSE.notebook("newton"), as_version=4)
    back = jupytext.reads(jupytext.writes(notebook, fmt="py:percent"), fmt="py:percent")
    assert [c.source for c in back.cells] == [c.source for c in notebook.cells]
