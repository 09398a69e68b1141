"""From a notebook to a report: scores, statuses, reasons, and what a cheat gets."""

import json

import pytest
from parts import COURSE, ROOT, as_named, notebook, right, scores

from autograder.report import Report


def exercise(report, name):
    return next(e for e in report.exercises if e.name == name)


def answers(course, **replaced):
    return right(course, "kinds", **replaced)


def messages(report):
    return [test.message for result in report.exercises for test in result.tests]


def test_the_reference_earns_everything(grade, course):
    """All exercises passed, and what the report says of the run."""
    report = grade(answers(course))
    assert (report.score, report.max_score, report.status, report.reason) == (16, 16, "graded", None)
    assert {e.status for e in report.exercises} == {"passed"}
    assert {t.outcome for e in report.exercises for t in e.tests} == {"passed"}
    assert set(messages(report)) == {""}
    assert [t.title for e in report.exercises for t in e.tests if not t.title.endswith(".")] == []
    assert (report.seed, report.device) == (5, "cpu")
    assert {"torch", "python", "autograder"} <= set(report.versions)
    assert "seccomp" in report.isolation


def test_a_report_survives_a_journey_through_json(grade, course):
    """With a failure in it."""
    report = grade(answers(course, column="def column(y_hat, y): return y"))
    assert Report.from_json(report.to_json()) == report


def test_each_exercise_has_the_outcome_that_it_is_named_for(grade, course):
    """What is kept for it: a right answer, a wrong one, one that hangs, …"""
    report = grade(as_named(course, "outcomes"), "outcomes")
    assert {e.name: (e.status, e.score) for e in report.exercises} == {
        "passes": ("passed", 3),
        "fails": ("failed", 0),
        "raises": ("failed", 0),
        "hangs": ("failed", 0),
        "crashes": ("failed", 0),
        "forks": ("passed", 1),
        "prints": ("passed", 1),
        "untouched": ("not_attempted", 0),
        "uses_another": ("passed", 1),
    }
    said = {e.name: e.tests[0].message for e in report.exercises}
    assert "expected 4, got 3" in said["fails"]
    assert said["raises"].startswith("your code raised ValueError: as it is named, in cell 4, line 3")
    assert "an endless loop?" in said["hangs"]
    assert "was ended by abort()" in said["crashes"]
    assert said["untouched"].startswith("not attempted yet")


def test_the_released_notebook_is_not_attempted(grade, course):
    """Every stub earns nothing, and no cell of it is an error."""
    report = grade(course.notebook("kinds").read_bytes())
    assert (report.score, report.reason) == (0, None)
    assert {e.status for e in report.exercises} == {"not_attempted"}


def test_two_runs_with_one_seed_agree(grade, course):
    """Scores and messages, also for wrong answers and random ones; another seed draws other inputs."""
    wrong = answers(
        course,
        tensor="def tensor(X, w, b): return X @ w + torch.rand(1)",
        in_place="def in_place(params, lr): print({'a', 'b', 'c'})",
    )
    first, second, third = (grade(wrong, seed=seed) for seed in (3, 3, 4))

    def told(report):
        return [(t.name, t.score, t.message) for e in report.exercises for t in e.tests]

    assert told(first) == told(second)
    assert told(first) != told(third)
    assert scores(first) == scores(third)


def test_partial_credit_and_messages(grade, course):
    """A mistake costs its tests, and the message says it."""
    report = grade(answers(course, column="def column(y_hat, y): return y_hat - y"))
    result = exercise(report, "column")
    assert result.status == "partial"
    assert 0 < result.score < 2
    assert any("looks like broadcasting" in t.message for t in result.tests)
    lost = {e.name for e in report.exercises if e.score < e.max_score}
    assert lost == {"column"}


def test_what_is_missing_says_why(grade, course):
    """A deleted cell, a cell that is no code, a syntax error; each costs its own exercise."""
    cells = answers(course, in_place="def in_place(params, lr)\n    pass", tensor="", uses_others="")
    made = notebook(cells)
    place = next(i for i, s in enumerate(cells) if s.startswith("def column"))
    made["cells"][place] = {"cell_type": "markdown", "source": cells[place], "metadata": {}}
    report = grade(made)
    said = {e.name: e.tests[0].message for e in report.exercises}
    missing = [e.name for e in report.exercises if e.status == "missing"]
    assert missing == ["tensor", "column", "in_place", "uses_others"]
    assert {e.status for e in report.exercises if e.name not in missing} == {"passed"}
    assert said["tensor"] == "your notebook defines no `tensor`"
    assert "not a code cell" in said["column"]
    assert "SyntaxError: expected ':'" in said["in_place"]
    assert "SyntaxError" in report.reason


def test_the_name_counts_not_the_cell(grade, course):
    """Lost metadata, duplicated cells, another order, several answers in one cell."""
    cells = answers(course)
    shuffled = [cells[0], *reversed(cells[1:]), cells[2], "\n\n".join(cells[1:])]
    assert grade(shuffled).score == 16


def test_a_crash_in_a_function_costs_its_exercise(grade, course):
    """And nothing beside it: what uses it is graded with a stand-in."""
    report = grade(answers(course, column="import os\ndef column(y_hat, y): __import__('posix')._exit(0)"))
    lost = {e.name: e.score for e in report.exercises if e.score < e.max_score}
    assert lost == {"column": 0}
    assert "ended its process" in exercise(report, "column").tests[0].message


HOSTILE = {
    "equal_to_everything": "class Yes:\n    def __getattr__(self, name): return Yes()\n    def __call__(self, *a, **k): return Yes()\n    def __eq__(self, o): return True\n    __lt__ = __gt__ = __rsub__ = __sub__ = __eq__\n    def __iter__(self): return iter([Yes(), Yes(), Yes()])\n    __hash__ = object.__hash__\nanswer = lambda *a, **k: Yes()",
    "tensor_with_opinions": "class T(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, f, types, args=(), kwargs=None): return True\n    def __eq__(self, o): return torch.tensor(True)\nanswer = lambda *a, **k: torch.zeros(3).as_subclass(T)",
    "patched": "import builtins, pytest, unittest\ntorch.allclose = torch.equal = torch.isclose = torch.testing.assert_close = lambda *a, **k: True\nfor n in ('fail', 'skip', 'raises', 'approx'): setattr(pytest, n, lambda *a, **k: None)\nbuiltins.isinstance = lambda *a: True\nanswer = lambda *a, **k: torch.zeros(3)",
    "patched_sum": "import builtins\nbuiltins.sum = lambda *a: 10**9\nbuiltins.abs = lambda *a: 0\nbuiltins.len = lambda *a: 1\nanswer = lambda *a, **k: torch.zeros(3)",
    "leaves": "import os\ndef answer(*a, **k): __import__('posix')._exit(0)",
    "exits": "import sys\ndef answer(*a, **k): sys.exit(0)",
    "raises_like_pytest": "import pytest\ndef answer(*a, **k): pytest.skip('not today')",
    "reads_the_graders": f"import glob, os\nfound = [p for p in glob.glob({str(ROOT)!r} + '/**', recursive=True) if os.path.isfile(p)] + glob.glob('/*/test_*') + glob.glob('/*/*/test_*')\nsecret = ''\nfor p in ({str(COURSE / 'tests/graders/test_kinds.py')!r}, 'THE_COURSE/tests/graders/test_kinds.py'):\n    try: secret += open(p).read()\n    except OSError: pass\nanswer = lambda *a, **k: (_ for _ in ()).throw(ValueError('LE' + 'AK' if found or secret else 'nothing'))",
    "imports_the_solutions": f"import sys\nsys.path[:0] = [{str(COURSE / 'solutions')!r}, 'THE_COURSE/solutions', {str(ROOT)!r}]\ntry:\n    from kinds import *\nexcept ImportError:\n    answer = lambda *a, **k: None",
    "imports_the_grader": "import gc\nfound = [o for o in gc.get_objects() if type(o).__name__ == 'module' and getattr(o, '__name__', '').startswith(('reference_', 'test_', 'autograder.grading', 'autograder.remote', 'autograder.course'))]\nanswer = lambda *a, **k: (_ for _ in ()).throw(ValueError('LE' + 'AK' if found else 'nothing'))",
    "writes_a_report": f"import json\nfor p in ({str(ROOT)!r} + '/out/kinds/student.json', 'report.json', '/tmp/report.json', '../report.json'):\n    try: open(p, 'w').write(json.dumps({{'score': 16}}))\n    except OSError: pass\nanswer = lambda *a, **k: None",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_cheat_scores_zero_and_changes_nothing_else(grade, course, name):
    """All exercises but two are answered by the cheat; the two honest ones keep their points, before it and after it."""
    names = ["draws", "column", "in_place", "asks_back", "uses_others"]
    cells = answers(course)
    cheat = HOSTILE[name].replace("THE_COURSE", str(course.root)) + "\n" + "\n".join(f"{n} = answer if 'answer' in dir() else None" for n in names)
    honest = {n: next(c for c in cells if c.startswith(f"def {n}")) for n in ("iterator", "tensor")}
    report = grade([cells[0], honest["iterator"], cheat, honest["tensor"]])
    assert report.status == "graded"
    got = scores(report)
    assert {n: got[n] for n in names} == dict.fromkeys(names, 0), got
    assert "LEAK" not in json.dumps(json.loads(report.to_json()))
    if not name.startswith("patched"):  # who breaks Python itself breaks the functions that follow, and only those
        assert (got["iterator"], got["tensor"]) == (3, 1)
    after = grade(answers(course))
    assert after.score == 16, "the next submission is untouched"
