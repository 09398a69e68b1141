"""The checks as a student meets them: a released notebook with answers of every kind, run from top to bottom in Jupyter."""

import json
import os
import re

import nbformat
import pytest
from nbclient import NotebookClient
from parts import COURSE, EVIL, copy_of

from autograder.author.release import release
from autograder.course import Course

HINTED = """# %% [markdown]
r\"\"\"
<details><summary>Hint 1: what</summary>

Add $x$ to itself.

</details>
<details><summary>Hint 2: how</summary>

By `+`.

</details>
\"\"\"


# %% exercise="fails"
"""
PICTURE = """# %% tags=["demo", "active-ipynb"]
# plt.plot(passes(torch.ones(2)))
# raise ValueError("of the demo's own")
# %% tags=["demo", "active-ipynb"]
# print("untouched gives", untouched(1))
"""
ANSWERS = {
    "passes": "def passes(x):\n    return x + x",
    "fails": "def fails(x):\n    return x + 1",
    "raises": f"def raises(x):\n    return x.no_such_{'thing'}",
    "hangs": f"def hangs(x):\n    raise ValueError({EVIL!r})",
    "uses_another": "def uses_another(x):\n    return untouched(x)",
}
EXTRA = [
    'grader.hint("fails")',
    'grader.hint("fails")',
    'grader.hint("fails")',
    'grader.hint("passes")',
    'try:\n    grader.check("no_such")\nexcept KeyError as fault:\n    print(fault)',
    "def fails(x):\n    return x + x",
    'try:\n    grader.needs("fails")\nexcept Exception as reason:\n    grader.stopped(reason)\nelse:\n    print("is ready")',
]


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """What each cell has shown, as text and as HTML, by its id; those of EXTRA by their numbers."""
    course = Course.load(copy_of(COURSE, tmp_path_factory.mktemp("course")))
    source = course.solution("outcomes")
    source.write_text(source.read_text().replace('# %% exercise="fails"\n', HINTED) + PICTURE)
    order = course.root / "solutions" / "course.toml"
    students = '[students]\nhand_in = "Bring it to the moon."\nby_hand = "the handwriting."\n\n[limits]'
    order.write_text(order.read_text().replace("[limits]", students))
    course = Course.load(course.root)
    release(course)
    speak_another_language(course.released("outcomes") / "notebook_checks.json")
    notebook = nbformat.read(course.notebook("outcomes"), as_version=4)
    for cell in notebook.cells:
        cell.source = ANSWERS.get(cell.id, cell.source)
    for number, extra in enumerate(EXTRA):
        notebook.cells.append(nbformat.v4.new_code_cell(extra, id=str(number)))
    folder = {"metadata": {"path": str(course.released("outcomes"))}}
    # in ASCII, as on a machine that knows nothing else
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources=folder).execute(env=os.environ | {"LC_ALL": "C"})
    return {cell.id: cell for cell in notebook.cells}


def speak_another_language(facts):
    lesson = json.loads(facts.read_text())
    lesson["words"] = {"{name} has no public tests.": "{name} 没有公开测试。"}
    for exercise in lesson["exercises"]:
        if exercise["name"] == "prints":
            exercise["public"] = 0
    facts.write_text(json.dumps(lesson))


def text(cell):
    """What a cell has shown, without markup."""
    shown = []
    for output in cell.outputs:
        shown.append(output.get("text") or output.data["text/plain"])
    return "\n".join(shown).strip()


def html(cell):
    return cell.outputs[0].data["text/html"]


def demo(executed, words):
    (cell,) = (cell for cell in executed.values() if words in cell.source and "demo" in cell.metadata.get("tags", ()))
    return cell


def test_a_right_answer_hears_how_much_was_looked_at(executed):
    assert text(executed["passes-check"]).startswith("passes: 1 of 3 tests passed here.\nThe hidden ones check:\n")


def test_it_hears_what_the_hidden_tests_are_about(executed):
    assert "  - Of whole numbers the double is whole." in text(executed["passes-check"])


def test_a_wrong_answer_hears_how_it_is_wrong(executed):
    assert re.search(r"^fails: 1 of 1 public tests failed\.$", text(executed["fails-check"]), re.MULTILINE)


def test_a_wrong_answer_hears_the_values(executed):
    assert "expected 4, got 3" in text(executed["fails-check"])


def test_a_wrong_answer_is_offered_a_hint(executed):
    assert 'For a hint: grader.hint("fails")' in text(executed["fails-check"])


def test_nobody_is_offered_a_hint_that_is_not_there(executed):
    assert "grader.hint" not in text(executed["raises-check"])


def test_an_error_is_told_with_the_students_own_line(executed):
    assert "in line 2 of raises: return x.no_such_thing" in text(executed["raises-check"])


def test_what_a_student_writes_is_no_markup(executed):
    assert EVIL not in html(executed["hangs-check"])


def test_an_empty_stub_is_one_grey_line(executed):
    assert text(executed["untouched-check"]) == "untouched: waiting for your code"


def test_it_is_grey(executed):
    assert "color: gray" in html(executed["untouched-check"])


def test_the_stub_that_an_answer_calls_is_named(executed):
    assert text(executed["uses_another-check"]) == "untouched: waiting for your code"


def test_a_demo_says_which_stub_it_waits_for(executed):
    assert text(demo(executed, "untouched gives")) == "untouched: waiting for your code"


def test_a_demo_that_fails_says_so_in_a_line_and_draws_nothing(executed):
    assert text(demo(executed, "of the demo's own")) == "This cell has stopped: ValueError: of the demo's own"


def test_a_demo_that_draws_is_folded(executed):
    assert demo(executed, "of the demo's own").metadata.jupyter.source_hidden


def test_a_demo_that_prints_is_open(executed):
    assert "jupyter" not in demo(executed, "untouched gives").metadata


def test_the_hints_come_one_by_one(executed):
    assert [executed[str(number)].outputs[0].data["text/markdown"] for number in range(3)] == [
        "**fails, hint 1 of 2**\n\nAdd $x$ to itself.",
        "**fails, hint 2 of 2**\n\nBy `+`.",
        "**fails, hint 1 of 2**\n\nAdd $x$ to itself.",
    ]


def test_where_there_is_no_hint_the_specification_is_pointed_at(executed):
    assert text(executed["3"]) == "passes has no hint: read its docstring, and the text above it."


def test_a_sentence_is_said_in_the_notebooks_language(executed):
    assert text(executed["prints-check"]) == "prints 没有公开测试。"


def test_an_unknown_exercise_is_told_beside_those_that_there_are(executed):
    assert "no exercise no_such; this notebook has passes, fails, raises" in text(executed["4"])


def test_an_answer_that_is_mended_later_is_checked_again(executed):
    assert text(executed["6"]).splitlines()[-1] == "is ready"


@pytest.mark.parametrize(
    "line",
    [
        "passes: 1 of 3 tests passed here.",
        "fails: 1 of 1 public tests failed.",
        "Public checks: 1 of 9 exercises pass.",
        "These are worth 3 of 12 points, if the hidden tests agree.",
        "A person grades: the handwriting.",
        "Save the notebook. Bring it to the moon.",
    ],
)
def test_the_last_cell_tells_how_far_one_is(executed, line):
    (last,) = (cell for cell in executed.values() if cell.source.endswith("grader.check_all()"))
    assert line in text(last).splitlines()
