"""Release gives students what they need and nothing else, the same bytes each time."""

import sys
import warnings

import nbformat
import pytest

from autograder.author import release, solution
from autograder.author.checks import hidden_lines, public_checks
from autograder.author.leaks import leaks
from autograder.author.scaffold import scaffold
from autograder.author.students_folder import hand_out
from autograder.course import Course, UsageError
from autograder.submission.edition import Stamp, difference, read_editions


def test_it_is_up_to_date_and_repeatable(course):
    """What is committed is what the solutions give, twice."""
    assert release.stale(course) == []
    assert release.build(course) == release.build(course)


def test_stale_files_are_found_and_mended(own_course):
    """Changed, missing, and one too many."""
    folder = own_course.root / "assignments"
    (folder / "outcomes" / "outcomes.ipynb").write_text("{}")
    (folder / "outcomes" / "requirements.txt").unlink()
    (folder / "outcomes" / "leftover.py").write_text("")
    assert release.stale(own_course) == ["outcomes/leftover.py", "outcomes/outcomes.ipynb", "outcomes/requirements.txt"]
    assert release.release(own_course) == 3
    assert release.stale(own_course) == []


def test_notebooks_hold_what_the_contract_says(course):
    """Valid; one answer cell and one check cell an exercise, with nbgrader's metadata and the points; imports first."""
    for assignment in course.assignments.values():
        made = nbformat.read(course.notebook(assignment.name), as_version=4)
        nbformat.validate(made)
        code = [c for c in made.cells if c.cell_type == "code"]
        for line in (
            "import random",
            "import numpy as np",
            "import torch",
            "from torch import nn",
            "from torch.nn import functional as F",
        ):
            assert line in code[0].source.splitlines()
        cells = {c.metadata.nbgrader.grade_id: c for c in made.cells if "nbgrader" in c.metadata}
        questions = {q.name for q in assignment.questions}
        assert set(cells) == questions | {n for e in assignment.exercises for n in (e.name, f"{e.name}-check")}
        assert len({c.id for c in made.cells}) == len(made.cells)
        for exercise in assignment.exercises:
            answer, check = cells[exercise.name], cells[f"{exercise.name}-check"]
            assert answer.metadata.nbgrader.solution
            assert not answer.metadata.nbgrader.grade
            assert check.metadata.nbgrader.grade
            assert check.metadata.nbgrader.points == exercise.points
            assert "raise NotImplementedError" in answer.source
            assert '"""' in answer.source


def test_a_question_is_answered_where_it_is_asked(own_course):
    """By a person, in nbgrader's manually graded cell; the model answer stays here, and is looked for."""
    made = nbformat.read(own_course.notebook("kinds"), as_version=4)
    answer = next(c for c in made.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "why")
    facts = answer.metadata.nbgrader
    assert answer.cell_type == "markdown"
    assert facts.points == 2
    assert facts.grade
    assert facts.solution
    assert not facts.locked
    assert "Because f halves it" not in nbformat.writes(made)
    assert own_course.assignment("kinds").max_score == 16
    source = own_course.solution("kinds")
    source.write_text(source.read_text().replace("# %% [markdown] question=", "# %% [markdown] asked="))
    with pytest.raises(UsageError, match="answers \\[\\], course.toml asks something else"):
        release.build(own_course)


def test_a_stub_keeps_the_signature_and_the_docstring():
    """Of functions and of classes with several methods, decorators and comments included in what goes."""
    source = 'class A(B):\n    """Doc."""\n\n    def __init__(self, x=1):\n        super().__init__()\n        self.x = x\n\n    def forward(\n        self, X\n    ):\n        """Its own."""\n        return X  # secret\n'
    stub = solution.stub(source)
    compile(stub, "stub", "exec")
    assert (
        "self.x" not in stub
    )
    assert (
        "secret" not in stub
    )
    assert (
        stub.count("raise NotImplementedError") == 2
    )
    assert (
        '"""Its own."""' in stub
    )
    assert solution.body_lines(source) == ["super().__init__()", "self.x = x", "return X  # secret"]


@pytest.mark.parametrize(
    "cell",
    [
        "x = 1",
        "def other():\n    '''Doc.'''",
        "def f():\n    return 1",
        "def f():\n    '''D.'''\n\n\ndef g():\n    '''D.'''",
    ],
)
def test_a_solution_cell_defines_its_exercise_and_nothing_else(tmp_path, cell):
    """Anything else is named, with the file."""
    path = tmp_path / "s.py"
    path.write_text(f'# %% exercise="f"\n{cell}\n')
    with pytest.raises(UsageError, match=r"s\.py"):
        solution.read(path)


def test_public_tests_may_not_lean_on_hidden_things(tmp_path):
    """Neither on the reference nor on a helper of the grader's."""
    head = "from autograder.graders import exercise\ndef helper(): return 1\n@exercise('f', public=True)\n"
    for test in (
        "def test_a(student, reference):\n    '''D.'''\n",
        "def test_a(student):\n    '''D.'''\n    assert helper()\n",
    ):
        path = tmp_path / "test_x.py"
        path.write_text(head + test)
        with pytest.raises(UsageError, match="is public"):
            public_checks(path)


@pytest.mark.parametrize("separator", ["\f", "\v", "\x1c", "\x85", "\u2028"])
def test_a_public_test_is_cut_out_where_python_sees_it(tmp_path, separator):
    """Others end lines at these characters: then the lines above it, of a hidden test, would be handed out."""
    head = "from autograder.graders import exercise\n" + f"# {separator}\n" * 5
    hidden = "@exercise('f')\ndef test_hidden(student):\n    '''D.'''\n    x = 'secret input'\n    assert student.f(x)\n\n\n"
    public = "@exercise('f', public=True)\ndef test_a(student):\n    '''D.'''\n    assert student.f(1)\n"
    path = tmp_path / "test_x.py"
    path.write_text(head + hidden + public, encoding="utf-8")
    (check,) = public_checks(path).values()
    assert "    assert student.f(1)\n" in check
    assert "secret" not in check
    assert "x = 'secret input'" in hidden_lines(path)
    assert "assert student.f(1)" not in hidden_lines(path)


@pytest.mark.parametrize(
    "test",
    [
        "def test_a(student):\n    '''D.\n    '''; assert student.f(1)\n",
        "def test_a(\n    student,\n): assert student.f(1)\n",
        "def test_a(student): assert student.f(1)\n",
        "def test_a(student):\n\tassert student.f(1)\n",
        "def test_a(student):\n  '''D.'''\n  assert student.f(1)\n  if 1:\n    pass\n",
    ],
)
def test_a_public_test_that_can_not_be_cut_out_is_named(tmp_path, test):
    path = tmp_path / "test_x.py"
    path.write_text("from autograder.graders import exercise\n@exercise('f', public=True)\n" + test)
    with pytest.raises(UsageError, match=r"test_x\.py: test_a is public, so begin its code in a new line, indented by four spaces"):
        public_checks(path)


def test_a_public_test_that_asks_nothing_is_named(tmp_path):
    path = tmp_path / "test_x.py"
    path.write_text("from autograder.graders import exercise\n@exercise('f', public=True)\ndef test_a(student):\n    '''D.'''\n")
    with pytest.raises(UsageError, match="test_a is public and asks nothing"):
        public_checks(path)


def test_a_public_test_may_begin_with_a_function_of_its_own(tmp_path):
    """With its decorator."""
    path = tmp_path / "test_x.py"
    body = "    @staticmethod\n    def f():\n        pass\n    assert student.f(f)\n"
    path.write_text("from autograder.graders import exercise\n@exercise('f', public=True)\ndef test_a(student):\n    '''D.'''\n" + body)
    (check,) = public_checks(path).values()
    assert body in check


def test_a_students_folder_holds_no_secret_and_asks_for_no_package_of_ours(course, tmp_path):
    """release --to: every file, two beside (the record, pins), and the checks import torch and what lies beside the notebook."""
    target = tmp_path / "for students"
    assert hand_out(course, list(course.assignments), target).count == len(release.build(course)) + 2
    assert not [p for p in target.rglob("*") if "solution" in p.name or "test_" in p.name]
    for path in target.rglob("*.py"):
        assert "autograder" not in path.read_text()


def test_the_checks_are_one_file_for_each_exercise(course):
    """In ASCII, with the public tests of the grader and their sentences as titles; otter-grader reads each of them."""
    with warnings.catch_warnings(action="ignore"):  # as its dependencies import each other
        from otter.test_files import ExceptionTestFile

    for assignment in course.assignments.values():
        folder = course.released(assignment.name) / "tests"
        assert {p.stem for p in folder.glob("*")} - {"__pycache__"} == {e.name for e in assignment.exercises}
        for exercise in assignment.exercises:
            source = (folder / f"{exercise.name}.py").read_bytes().decode("ascii")
            assert f'name = "{exercise.name}"' in source
            assert "reference" not in source
            sys.path.insert(0, str(course.released(assignment.name)))
            try:
                found = ExceptionTestFile.from_string(source)
            finally:
                sys.path.pop(0)
                sys.modules.pop("compare", None)
            assert found.name == exercise.name
            assert all(case.name.endswith(".") for case in found.test_cases)


def test_what_is_no_ordinary_literal_is_not_published(tmp_path):
    """A raw string with a letter beyond ASCII could not be written in ASCII: the grader's author is told."""
    path = tmp_path / "test_x.py"
    path.write_text(
        "from autograder.graders import exercise\n@exercise('f', public=True)\n"
        "def test_a(student):\n    '''D.'''\n    assert student.f() == r'π'\n"
    )
    with pytest.raises(UsageError, match="literals"):
        public_checks(path)


def test_the_first_code_cell_is_the_imports(own_course):
    """Students run it first, and graders rely on it: a demo in front of it is refused."""
    path = own_course.solution("outcomes")
    path.write_text(
        path.read_text().replace(
            "# %%\nimport random", '# %% tags=["demo", "active-ipynb"]\n# x = 1\n\n# %%\nimport random', 1
        )
    )
    with pytest.raises(UsageError, match="first code cell"):
        release.build(own_course)


def test_a_new_assignment_can_be_released_at_once(own_course):
    """`new` writes files that release takes; it overwrites nothing, and wants a name that can be one."""
    written = scaffold(own_course, "dropout")
    assert own_course.solution("dropout") in written
    again = Course.load(own_course.root)
    release.release(again)
    assert (own_course.root / "assignments" / "dropout" / "dropout.ipynb").is_file()
    assert leaks(again) == []
    for name in ("dropout", "outcomes", "Not-a-name", "../x"):
        with pytest.raises(UsageError):
            scaffold(again, name)


def _editions(course, assignment):
    return read_editions(course.editions(assignment))


def test_a_release_without_news_is_no_new_edition(own_course):
    """Its day stands still, so the bytes do."""
    before = _editions(own_course, "kinds")
    assert release.release(own_course) == 0
    assert _editions(own_course, "kinds") == before
    stamp = nbformat.read(own_course.notebook("kinds"), as_version=4).metadata.autograder
    assert stamp.edition == before[-1].hash
    assert stamp.released == before[-1].released.isoformat()


@pytest.mark.parametrize(
    ("file", "old", "new", "count"),
    [
        ("solution", "def tensor(X, w, b)", "def tensor(rows, w, b)", 1),
        ("grader", '@exercise("tensor", public=True)', '@exercise("tensor", public=True, weight=2)', 0),
        ("solution", "Kinds of answers", "Sorts of answers", 0),
    ],
    ids=["a signature", "a weight", "a text"],
)
def test_what_makes_an_edition(own_course, file, old, new, count):
    """What students' code has to fit, and not how it is told."""
    path = getattr(own_course, file)("kinds")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    before = len(_editions(own_course, "kinds"))
    release.release(own_course)
    assert len(_editions(own_course, "kinds")) == before + count


def test_a_renamed_exercise_is_told_by_its_former_name(own_course):
    """From the stamp of a notebook that was handed out before."""
    stamp = nbformat.read(own_course.notebook("outcomes"), as_version=4).metadata.autograder
    old = Stamp(stamp.course, stamp.assignment, stamp.edition)
    for path in (own_course.solution("outcomes"), own_course.grader("outcomes"), own_course.root / "solutions" / "course.toml"):
        path.write_text(path.read_text().replace("prints", "says"))
    release.release(Course.load(own_course.root))
    assert "`says` was called `prints` then" in difference(old, own_course, "outcomes")


def test_an_edition_that_was_not_kept_makes_the_notebook_stale(own_course):
    own_course.editions("kinds").unlink()
    assert release.stale(own_course) == ["kinds/kinds.ipynb"]


def test_code_that_draws_is_folded_where_it_is_no_demo(own_course):
    path = own_course.solution("kinds")
    path.write_text(path.read_text() + "\n\n# %%\ndef curve(points):\n    plt.plot(points)\n")
    made = nbformat.reads(release.notebook(own_course, own_course.assignment("kinds")), as_version=4)
    (cell,) = (cell for cell in made.cells if "def curve" in cell.source)
    assert cell.metadata.jupyter.source_hidden
