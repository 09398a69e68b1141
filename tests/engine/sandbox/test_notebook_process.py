"""A notebook runs cell by cell as a student expects of Jupyter; whatever a cell does, the next one still runs."""

import pytest
from parts import Lab

from autograder.limits import Limits


def names(lab, expression, setup="pass"):
    lab.run(setup, f"def answer(): return {expression}")
    return lab.student().answer()


def test_errors_are_kept_and_later_cells_run(lab):
    """An exception, a syntax error, sys.exit, a KeyboardInterrupt: each costs its own cell."""
    ran = lab.run("1 / 0", "def f(:", "import sys; sys.exit(1)", "raise KeyboardInterrupt", "def f(): return 7")
    assert sorted(ran.errors) == [2, 3, 4, 5]
    assert ran.unfinished is None
    assert ran.errors[2] == "ZeroDivisionError: division by zero, in cell 2, line 1: `1 / 0`"
    assert "SyntaxError" in ran.errors[3]
    assert "SystemExit" in ran.errors[4]
    assert lab.student().f() == 7


def test_an_endless_cell_is_stopped(lab):
    """Also one that swallows exceptions; the rest of the notebook runs."""
    ran = lab.run("while True:\n    try:\n        pass\n    except Exception:\n        pass", "def f(): return 7")
    assert "still running after 2 s" in ran.errors[2]
    assert lab.student().f() == 7


@pytest.mark.parametrize(
    "death",
    [
        "import os; os._exit(0)",
        "import ctypes; ctypes.string_at(0)",
        "import os, signal; signal.raise_signal(9) or os.abort()",
    ],
)
def test_a_cell_that_ends_the_process_costs_itself(lab, death):
    """The other cells run anew, without it."""
    ran = lab.run("x = 1", death, "def f(): return x + 1")
    assert list(ran.errors) == [3]
    assert ran.unfinished is None
    assert lab.student().f() == 2


def test_a_notebook_that_goes_on_dying_is_given_up(lab):
    """With the reason, and without an endless series of new starts."""
    ran = lab.run(*["import posix; posix._exit(0)"] * 6)
    assert ran.unfinished is not None
    assert "in cell 5" in ran.unfinished


def test_a_cell_frozen_where_no_timer_reaches_it(parent):
    """The notebook's own limit ends it, and the rest runs anew without that cell."""
    lab = Lab(parent, Limits(cell_seconds=1, notebook_seconds=3))
    freeze = "import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: time.sleep(1)"
    ran = lab.run("x = 1", freeze, "def f(): return x")
    assert ran.unfinished is None
    assert "still running when the notebook's time was up" in ran.errors[3]
    assert lab.student().f() == 1
    lab.close()


def test_jupyter_habits(lab):
    """Magics, top-level await, display, plots and widgets' absence don't stop a notebook."""
    ran = lab.run(
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()", "import asyncio\nawait asyncio.sleep(0)\nx = 5",
        "display({'a': 1})\nprint('out' * 10000)", "%time y = x + 1", "%%time\nz = y + 1", "from IPython.display import clear_output, HTML\nclear_output()\nHTML('<b>')",
        "%config InlineBackend.figure_format = 'svg'\n%load_ext autoreload\n%autoreload 2", "def f(): return x, y, z, plt.get_fignums()",
    )  # fmt: skip
    assert {n: e for n, e in ran.errors.items() if n != 8} == {}
    assert lab.student().f() == (5, 6, 7, [])


def test_commands_and_input_give_a_note(lab):
    """They neither run nor hang; the note says so."""
    ran = lab.run(
        "!ls /\nfiles = !ls\n%pip install d2l", "%%bash\nls", "name = input('who? ')", "def f(): return list(files)"
    )
    assert len(ran.notes) == 4
    assert all("is not run while grading" in note for note in ran.notes)
    assert list(ran.errors) == [4]
    assert "nobody to ask" in ran.errors[4]
    assert lab.student().f() == []


def test_threads_and_workers_work(lab):
    """Honest parallel code: a thread, two torch threads, a DataLoader with workers, a temporary file."""
    lab.run(
        "import threading, tempfile\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        "def f():\n    t = threading.Thread(target=lambda: torch.ones(2).sum()); t.start(); t.join()\n    torch.set_num_threads(2)\n    (torch.randn(300, 300) @ torch.randn(300, 300)).sum()\n"
        "    with tempfile.NamedTemporaryFile() as file: file.write(b'x')\n"
        "    return sum(len(b[0]) for b in DataLoader(TensorDataset(torch.randn(10, 2)), batch_size=4, num_workers=2))"
    )
    assert lab.student().f() == 10


def test_a_notebook_that_computed_with_threads_can_still_be_forked(lab):
    """OpenMP's threads don't survive a fork: the copy computes with one, and does not hang."""
    big = "torch.set_num_threads(2)\nx = torch.randn(700, 700)\nfor _ in range(5): x = torch.tanh(x @ x)"
    lab.run(big, "def f(): return tuple(torch.tanh(x @ x).shape)")
    assert lab.student().f() == (700, 700)


def test_late_imports_work(lab):
    """A module that nobody has imported before the jail was closed can still be."""
    lab.run("def f():\n    import wave, torch.distributions\n    return float(torch.distributions.Normal(0, 1).mean)")
    assert lab.student().f() == 0.0


def test_a_released_notebooks_first_cell_runs_as_it_is(lab, course):
    """So does the one that carries the checks: a stand-in answers, nothing is unpacked, noted or printed."""
    import nbformat

    released = nbformat.read(course.notebook("outcomes"), as_version=4)
    first, packed, *_ = (c.source for c in released.cells if c.cell_type == "code")
    ran = lab.run(first, packed, 'grader.check("passes")\ngrader.check_all()\ngrader.needs("passes")', imports=False)
    assert (ran.errors, ran.notes, ran.printed) == ({}, [], {})


def test_the_first_cell_of_an_older_notebook_runs_as_it_is(lab):
    """Its checks were otter-grader's."""
    first = "import importlib.util\nassert importlib.util.find_spec('otter')\nimport otter\ngrader = otter.Notebook()"
    ran = lab.run(first, 'grader.check("passes")\ngrader.check_all()\nfrom otter import Notebook')
    assert (ran.errors, ran.notes, ran.printed) == ({}, [], {})
