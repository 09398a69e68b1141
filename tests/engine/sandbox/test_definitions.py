"""What a student wrote for a name counts, whatever the name is bound to further down, and whatever fails above it."""

import ast

import msgspec
import pytest

from autograder.sandbox.definitions import is_stub

STUB = 'def f(x):\n    """What it does."""\n    raise NotImplementedError("f is waiting")'
RIGHT = "def f(x): return 2 * x"


def answered(lab, *cells, answers=None):
    """What f(3) is after these cells; what the run says comes second."""
    answers = ["", *(answers or [""] * len(cells))]
    ran = lab.sandbox.run(["import torch", *cells], 1, ["f"], answers)
    return lab.student().f(3), ran


@pytest.mark.parametrize(
    "later",
    [
        "f = torch.utils.data.DataLoader([1, 2])",
        "f = f(3)",
        "for f in range(3): pass",
        "with open('x', 'w') as f: f.write('1')",
        "from math import fabs as f",
        "import math as f",
        "del f",
        "f = None\nf = 3",
        "try:\n    1 / 0\nexcept ZeroDivisionError as f:\n    pass",
        STUB,
    ],
)
def test_a_name_that_is_used_again(lab, later):
    """A loader, a result, a loop's variable, an import, a stub that was left below: the function that was written counts."""
    value, _ = answered(lab, RIGHT, later)
    assert value == 6


def test_it_is_said_where(lab):
    _, ran = answered(lab, RIGHT, "f = 3")
    assert ran.bound_again == ["cell 3 binds `f` again; what is graded is your `f` of cell 2"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([RIGHT, "def f(x): return 5 * x"], 15),
        (["def f(x): return 5 * x", f"if True:\n    {RIGHT}"], 6),
        ([f"try:\n    import nothing_of_this_name\nexcept ImportError:\n    {RIGHT}"], 6),
        ([RIGHT, "class f:\n    def __new__(cls, x): return 7"], 7),
        (["f = lambda x: 2 * x"], 6),
        ([f"%%time\n{RIGHT}", "f = 3"], 6),
        ([f"{RIGHT}\nf = 3\ndef f(x): return 9"], 9),
    ],
)
def test_the_last_definition_counts(lab, cells, expected):
    """Of several functions, in blocks and under magics, too."""
    value, _ = answered(lab, *cells)
    assert value == expected


def test_an_assignment_in_the_answer_cell_is_a_definition(lab):
    """And one elsewhere is none."""
    value, _ = answered(lab, RIGHT, "g = f\nf = lambda x: g(x) + 1", "f = 4", answers=["", "f", ""])
    assert value == 7


def test_others_find_it_where_they_look(lab):
    """A function that calls another one by its name."""
    ran = lab.sandbox.run([RIGHT, "def h(x): return f(x) + 1", "f = None"], 1, ["f", "h"], ["", "", ""])
    assert lab.student().h(3) == 7
    assert ran.errors == {}


@pytest.mark.parametrize(
    "end", ["f = f(3)", "f, ok = f(3), True", "f = torch.utils.data.DataLoader([1])"]
)
def test_a_name_that_is_used_again_in_its_own_cell(lab, end):
    """What its last line makes of it is no answer."""
    value, _ = answered(lab, f"{RIGHT}\n{end}", answers=["f"])
    assert value == 6


@pytest.mark.parametrize(
    "mended",
    [
        "import functools\ng = f\nf = functools.wraps(g)(lambda x: g(x) + 1)",
        "g = f\ndef mended(x): return g(x) + 1\nf = mended",
        "del f\nf = lambda x: 7",
        "%%writefile mine.py\ndef f(x): return 7",
    ],
)
def test_a_function_of_the_notebooks_own_counts_wherever_it_is_assigned(lab, mended):
    """As in Jupyter: it was mended there."""
    value, _ = answered(lab, RIGHT, mended, "if 'writefile' in In_:\n    from mine import f".replace("In_", repr(mended[:20])))
    assert value == 7


def test_the_branch_that_ran_counts(lab):
    value, _ = answered(lab, f"MINE = True\nif MINE:\n    {RIGHT}\nelse:\n    def f(x):\n        raise NotImplementedError")
    assert value == 6


def test_a_stub_below_a_magic_is_a_stub(lab):
    value, _ = answered(lab, RIGHT, f"%%time\n{STUB}")
    assert value == 6


@pytest.mark.parametrize("last", ["random = torch.rand(3)", "%reset -f", "np = nn = 3", "del F"])
def test_the_names_that_always_hold(lab, last):
    """Whatever the last cell does to them."""
    ran = lab.sandbox.run(["def f(): return random.Random(0).random() < 2 and nn.ReLU()(torch.ones(1)).item() + F.relu(torch.ones(1)).item() + np.ones(1)[0]", last], 1, ["f"])
    assert lab.student().f() == 3, ran


@pytest.mark.parametrize(
    ("source", "stub"),
    [
        (STUB, True),
        ("def f():\n    raise NotImplementedError", True),
        ("def f():\n    '''Doc.'''\n    x = 1\n    raise NotImplementedError", False),
        ("def f():\n    raise ValueError", False),
        ("def f():\n    return NotImplementedError", False),
        ("class A:\n    '''Doc.'''\n    def __init__(self):\n        raise NotImplementedError('a')\n    def b(self):\n        raise NotImplementedError", True),
        ("class A:\n    def __init__(self):\n        self.x = 1\n    def b(self):\n        raise NotImplementedError", False),
        ("class A:\n    pass", False),
    ],
)
def test_what_a_stub_is(source, stub):
    assert is_stub(ast.parse(source).body[0]) is stub


@pytest.mark.parametrize(
    "line",
    [
        "from d2l import torch as d2l",
        "%load_ext autotime",
        "import matplotlib\nmatplotlib.use('TkAgg')",
        "import pandas as pd\nhouses = pd.read_csv('house.csv')",
        "import os\nos.chdir('/content/hw')",
        "name = input('name: ')",
        "assert torch.cuda.is_available()",
        "raise SystemExit",
        "exit()",
        "1 / 0",
    ],
)
def test_a_statement_that_fails_costs_itself(lab, line):
    """What stands behind it in its cell runs, and the report names the line."""
    ran = lab.run(f"{line}\n{RIGHT}\ny = f(2)", "def g(): return y", imports=False)
    assert lab.student().f(3) == 6
    assert lab.student().g() == 4
    assert list(ran.errors) in ([1], [])
    assert all("in cell 1, line" in text for text in ran.errors.values())


def test_the_first_error_of_a_cell_is_told_once(lab):
    ran = lab.run("import nothing_of_this_name as n\nn.a()\nn.b()\nx = 1", imports=False)
    assert ran.errors[1].startswith("ModuleNotFoundError: No module named 'nothing_of_this_name', in cell 1, line 1")
    assert ran.errors[1].endswith("2 more of its statements failed")


def test_the_imports_are_there_without_their_cell(lab):
    lab.run(
        "def f(): return random.Random(0).random() >= 0 and int(np.ones(1)[0]) + len(torch.ones(1)) + nn.ReLU()(torch.ones(1)).item() + F.relu(torch.ones(1)).item()",
        imports=False,
    )
    assert lab.student().f() == 4


def test_a_cell_that_takes_too_long_ends_there(lab):
    """The statements behind one that was stopped are not run: the cell has had its time."""
    ran = lab.run("x = 1\nwhile True: pass\nx = 2", "def f(): return x", imports=False)
    assert lab.student().f() == 1
    assert ran.late
    assert ran.errors[1].startswith("still running after ")
    assert "in cell 1, line 2: `while True: pass`" in ran.errors[1]


def test_what_a_cell_writes_can_be_imported(lab):
    lab.run("%%writefile mylib.py\ndef halved(x): return x / 2", "from mylib import halved\ndef f(x): return halved(x)")
    assert lab.student().f(6) == 3


def test_a_compiled_function_runs_as_it_is(lab):
    lab.run("@torch.compile\ndef f(x): return 2 * x\n@torch.compile(dynamic=True)\ndef g(x): return 3 * x\nh = torch.compile(nn.Linear(1, 1))\ndef k(x): return h(x)")
    student = lab.student()
    import torch

    assert student.f(3) == 6
    assert student.g(3) == 9
    assert student.k(torch.ones(2, 1)).shape == (2, 1)


@pytest.mark.parametrize(
    "mode",
    [
        "torch.set_default_dtype(torch.float64)",
        "torch.set_default_device('meta')",
        "torch.set_default_device('mps')",  # machines that lack these say so when something is made, and not before
        "torch.set_default_device('cuda')",
        "torch.set_num_threads = torch.get_default_dtype = None",
        "torch.use_deterministic_algorithms(True)",
        "torch.autograd.set_detect_anomaly(True)",
        "torch.set_grad_enabled(False)",
    ],
)
def test_modes_that_a_cell_leaves_on_end_with_it(lab, mode):
    lab.sandbox.limits = msgspec.structs.replace(lab.sandbox.limits, cell_seconds=60, notebook_seconds=90)  # some import much
    lab.run(f"{mode}\ndef f(): return torch.zeros(1)\ndef g(): return [torch.are_deterministic_algorithms_enabled(), torch.is_anomaly_enabled(), torch.is_grad_enabled()]")
    made = lab.student().f()
    assert str(made.dtype) == "torch.float32"
    assert made.tolist() == [0.0]
    assert lab.student().g() == [False, False, True]
