"""Whatever magic stands above an answer, the answer counts, or the report says which line to delete."""

import pytest

from autograder.sandbox.cell_magics import prepared

RIGHT = "def f(x): return 2 * x"


def answered(lab, *cells):
    ran = lab.sandbox.run(["import torch", *cells], 1, ["f"], [""] * (len(cells) + 1))
    return lab.student().f(3), ran


@pytest.mark.parametrize("magic", ["time", "prun -q", "debug", "debug f()", "capture", "capture out --no-stderr", "time ", "memit -r 1", "skip", "wandb", "matplotlib inline", "cython"])
def test_magics_around_a_cell(lab, magic):
    """They measure it, watch it, or are not installed here: it is run like any other, and its names are there."""
    value, ran = answered(lab, f"%%{magic}\n{RIGHT}")
    assert value == 6
    assert not ran.errors


@pytest.mark.parametrize("magic", ["time", "capture", "capture out", "prun", "debug", "memit"])
@pytest.mark.parametrize("line", ["import notthere", "1 / 0", "x = undefined_name"])
def test_a_statement_that_fails_below_a_magic(lab, magic, line):
    """It costs itself, and the report tells its own line."""
    value, ran = answered(lab, f"%%{magic}\n{line}\n{RIGHT}")
    assert value == 6
    assert ran.errors[2].endswith(f"in cell 2, line 2: `{line}`")


def test_several_that_fail(lab):
    value, ran = answered(lab, f"\n\n%%time\n1 / 0\nint('x')\n{RIGHT}")
    assert value == 6
    assert ran.errors[2] == "ZeroDivisionError: division by zero, in cell 2, line 4: `1 / 0`; 1 more of its statements failed"


@pytest.mark.parametrize(
    ("magic", "why"),
    [
        ("bash", "does not hand the cell to Python"), ("script bash", "does not hand the cell to Python"), ("javascript", "does not hand the cell to Python"), ("html", "does not hand the cell to Python"),
        ("R", "does not hand the cell to Python"), ("!", "does not hand the cell to Python"), ("python3", "does not hand the cell to Python"), ("timeit -n 1", "keeps nothing of what the cell defines"),
        ("timeit", "keeps nothing of what the cell defines"), ("writefile answer.py", "writes the cell to a file"), ("file answer.py", "writes the cell to a file"), ("writefile -a answer.py", "writes the cell to a file"),
    ],
)  # fmt: skip
def test_magics_that_run_no_cell(lab, magic, why):
    """The cell, the magic and what to do are named."""
    ran = lab.sandbox.run(["x = 1", f"%%{magic}\n{RIGHT}"], 1, ["f"], ["", "f"])
    (note,) = ran.bound_again
    assert note.startswith(f"cell 2 begins with `%%{magic.split()[0]}`, which {why}")
    assert note.endswith(": delete that line, so that it defines `f`")


@pytest.mark.parametrize("cells", [(f"%%writefile answer.py\n{RIGHT}", "from answer import f"), (f"%%bash\n{RIGHT}", RIGHT), (RIGHT, f"%%timeit\n{RIGHT}")])
def test_what_is_defined_all_the_same(lab, cells):
    """Nothing is said about a name that is there."""
    value, ran = answered(lab, *cells)
    assert value == 6
    assert ran.bound_again == []


def test_a_magic_of_a_scripts(lab):
    """As nbconvert writes one into a script."""
    value, ran = answered(lab, f"get_ipython().run_cell_magic('time', '', {RIGHT!r})\nget_ipython().run_cell_magic('bash', '', 'ls')")
    assert value == 6
    assert ran.notes == ["cell 2: `%%bash` is not run while grading"]


def test_a_magic_that_is_not_installed(lab):
    """What stands below it is run if it is Python, and the report says so."""
    _, ran = answered(lab, f"%%memit\n{RIGHT}", "%%brainfuck\n+[-->-[>>+>")
    assert ran.notes == ["cell 2: `%%memit` is not installed here: its cell is run without it", "cell 3: `%%brainfuck` is not run while grading"]


@pytest.mark.parametrize("source", ["x = 1", "", "%time x", "s = '''\n%%bash\n'''", "# %%time"])
def test_cells_without_one(source):
    assert prepared(source, ()).source == source
