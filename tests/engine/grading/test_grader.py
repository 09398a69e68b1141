"""From a notebook to a report: scores, statuses, reasons, and what a cheat gets."""

import json

import pytest
from parts import IMPORTS, ROOT, notebook, right, scores

from autograder.report import Report


def exercise(report, name):
    return next(e for e in report.exercises if e.name == name)


def answers(course, **replaced):
    return right(course, "linear_regression", **replaced)


def test_the_reference_earns_everything(grade, course):
    """All exercises passed, the report complete, and the same after a journey through JSON."""
    report = grade(answers(course))
    assert (report.score, report.max_score, report.status, report.reason) == (12, 12, "graded", None)
    assert {e.status for e in report.exercises} == {"passed"} and report.seed == 5 and report.device == "cpu"
    assert all(
        t.message == "" and t.outcome == "passed" and t.title.endswith(".") for e in report.exercises for t in e.tests
    )
    assert {"torch", "python", "autograder"} <= set(report.versions) and "seccomp" in report.isolation
    assert Report.from_json(report.to_json()) == report


def test_the_released_notebook_is_not_attempted(grade, course):
    """Every stub earns nothing, and no cell of it is an error."""
    report = grade(course.notebook("linear_regression").read_bytes())
    assert report.score == 0 and report.reason is None
    assert {e.status for e in report.exercises} == {"not_attempted"}


def test_two_runs_with_one_seed_agree(grade, course):
    """Scores and messages, also for wrong answers and random ones; another seed draws other inputs."""
    wrong = answers(
        course,
        linreg="def linreg(X, w, b): return X @ w + torch.rand(1)",
        sgd="def sgd(params, lr, batch_size): print({'a', 'b', 'c'})",
    )
    first, second, third = (grade(wrong, seed=seed) for seed in (3, 3, 4))

    def told(report):
        return [(t.name, t.score, t.message) for e in report.exercises for t in e.tests]

    assert told(first) == told(second) != told(third)
    assert scores(first) == scores(third)


def test_partial_credit_and_messages(grade, course):
    """A mistake costs its tests, and the message says it."""
    report = grade(answers(course, squared_loss="def squared_loss(y_hat, y): return (y_hat - y) ** 2 / 2"))
    result = exercise(report, "squared_loss")
    assert result.status == "partial" and 0 < result.score < 2
    assert any("looks like broadcasting" in t.message for t in result.tests)
    assert scores(report) | {"squared_loss": 2, "train_linreg": 2} == {
        e.name: e.max_score for e in report.exercises
    } | {"train_linreg": 2}


def test_what_is_missing_says_why(grade, course):
    """A deleted cell, a cell that is no code, a syntax error; each costs its own exercise."""
    cells = answers(course, sgd="def sgd(params, lr, batch_size)\n    pass", linreg="", train_linreg="")
    made = notebook(cells)
    place = next(i for i, s in enumerate(cells) if s.startswith("def squared_loss"))
    made["cells"][place] = {"cell_type": "markdown", "source": cells[place], "metadata": {}}
    report = grade(made)
    said = {e.name: e.tests[0].message for e in report.exercises}
    assert {e.name: e.status for e in report.exercises} == {
        "synthetic_data": "passed",
        "data_iter": "passed",
        "linreg": "missing",
        "squared_loss": "missing",
        "sgd": "missing",
        "train_linreg": "missing",
    }
    assert said["linreg"] == "your notebook defines no `linreg`"
    assert "not a code cell" in said["squared_loss"] and "SyntaxError: expected ':'" in said["sgd"]
    assert "SyntaxError" in report.reason


def test_the_name_counts_not_the_cell(grade, course):
    """Lost metadata, duplicated cells, another order, several answers in one cell."""
    cells = answers(course)
    shuffled = [cells[0], *reversed(cells[1:]), cells[2], "\n\n".join(cells[1:])]
    assert grade(shuffled).score == 12


def test_a_crash_or_a_hang_in_a_function_costs_its_exercise(grade, course):
    """And nothing beside it."""
    report = grade(
        answers(
            course,
            squared_loss="import os\ndef squared_loss(y_hat, y): os._exit(0)",
            train_linreg="def train_linreg(*a, **k): return 1",
        )
    )
    assert scores(report) == {
        "synthetic_data": 1,
        "data_iter": 3,
        "linreg": 1,
        "squared_loss": 0,
        "sgd": 3,
        "train_linreg": 0,
    }
    assert "ended its process" in exercise(report, "squared_loss").tests[0].message


@pytest.mark.parametrize(
    "value", ["None", "5", "'x'", "[]", "{}", "object()", "(1, 2, 3)", "torch.ones(2, 2, dtype=torch.int64)", "float('nan')", "torch.tensor(float('nan'))", "print", "iter([])", "nn.Linear(1, 1)", "torch.ones(3).to_sparse()", "type"],
)  # fmt: skip
def test_any_wrong_value_is_a_failure_of_the_students_and_never_ours(grade, course, value):
    """Whatever a function returns, the report is graded and its score is zero."""
    for assignment in ("linear_regression", "weight_decay", "batch_norm", "residual", "newton"):
        names = [e.name for e in course.assignments[assignment].exercises]
        report = grade([IMPORTS, *[f"def {name}(*args, **kwargs): return {value}" for name in names]], assignment)
        assert report.status == "graded", (assignment, report.reason)
        assert report.score == 0, (assignment, {n: s for n, s in scores(report).items() if s})


HOSTILE = {
    "equal_to_everything": "class Yes:\n    def __getattr__(self, name): return Yes()\n    def __call__(self, *a, **k): return Yes()\n    def __eq__(self, o): return True\n    __lt__ = __gt__ = __rsub__ = __sub__ = __eq__\n    def __iter__(self): return iter([Yes(), Yes(), Yes()])\n    __hash__ = object.__hash__\nanswer = lambda *a, **k: Yes()",
    "tensor_with_opinions": "class T(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, f, types, args=(), kwargs=None): return True\n    def __eq__(self, o): return torch.tensor(True)\nanswer = lambda *a, **k: torch.zeros(3).as_subclass(T)",
    "patched": "import builtins, pytest, unittest\ntorch.allclose = torch.equal = torch.isclose = torch.testing.assert_close = lambda *a, **k: True\nfor n in ('fail', 'skip', 'raises', 'approx'): setattr(pytest, n, lambda *a, **k: None)\nbuiltins.isinstance = lambda *a: True\nanswer = lambda *a, **k: torch.zeros(3)",
    "patched_sum": "import builtins\nbuiltins.sum = lambda *a: 10**9\nbuiltins.abs = lambda *a: 0\nbuiltins.len = lambda *a: 1\nanswer = lambda *a, **k: torch.zeros(3)",
    "leaves": "import os\ndef answer(*a, **k): os._exit(0)",
    "exits": "import sys\ndef answer(*a, **k): sys.exit(0)",
    "raises_like_pytest": "import pytest\ndef answer(*a, **k): pytest.skip('not today')",
    "reads_the_graders": f"import glob, os\nfound = [p for p in glob.glob({str(ROOT)!r} + '/**', recursive=True) if os.path.isfile(p)] + glob.glob('/*/test_*') + glob.glob('/*/*/test_*')\ntry: secret = open({str(ROOT / 'tests/graders/test_linear_regression.py')!r}).read()\nexcept OSError: secret = ''\nanswer = lambda *a, **k: (_ for _ in ()).throw(ValueError('LE' + 'AK' if found or secret else 'nothing'))",
    "imports_the_solutions": f"import sys\nsys.path[:0] = [{str(ROOT / 'solutions')!r}, {str(ROOT)!r}]\ntry:\n    from linear_regression import *\nexcept ImportError:\n    answer = lambda *a, **k: None",
    "imports_the_grader": "import gc\nfound = [o for o in gc.get_objects() if type(o).__name__ == 'module' and getattr(o, '__name__', '').startswith(('reference_', 'test_', 'autograder.grading', 'autograder.remote', 'autograder.course'))]\nanswer = lambda *a, **k: (_ for _ in ()).throw(ValueError('LE' + 'AK' if found else 'nothing'))",
    "writes_a_report": f"import json\nfor p in ({str(ROOT)!r} + '/out/linear_regression/student.json', 'report.json', '/tmp/report.json', '../report.json'):\n    try: open(p, 'w').write(json.dumps({{'score': 12}}))\n    except OSError: pass\nanswer = lambda *a, **k: None",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_cheat_scores_zero_and_changes_nothing_else(grade, course, name):
    """All exercises but two are answered by the cheat; the two honest ones keep their points, before it and after it."""
    names = ["synthetic_data", "squared_loss", "sgd", "train_linreg"]
    cells = answers(course)
    cheat = HOSTILE[name] + "\n" + "\n".join(f"{n} = answer if 'answer' in dir() else None" for n in names)
    honest = {n: next(c for c in cells if c.startswith(f"def {n}")) for n in ("data_iter", "linreg")}
    report = grade([cells[0], honest["data_iter"], cheat, honest["linreg"]])
    assert report.status == "graded"
    got = scores(report)
    assert {n: got[n] for n in names} == dict.fromkeys(names, 0), got
    assert "LEAK" not in json.dumps(json.loads(report.to_json()))
    if not name.startswith("patched"):  # who breaks Python itself breaks the functions that follow, and only those
        assert got["data_iter"] == 3 and got["linreg"] == 1
    after = grade(answers(course))
    assert after.score == 12, "the next submission is untouched"
