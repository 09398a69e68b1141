"""The solved notebook shows what a student was asked for, and runs by itself."""

import json

import nbformat
import pytest

from autograder import cli
from autograder.author.release import release
from autograder.author.solved import SOLUTION, solved_notebook
from autograder.course import Course


@pytest.fixture(scope="module")
def cells(course):
    return nbformat.reads(solved_notebook(course, course.assignment("kinds")), as_version=4).cells


def test_each_exercise_is_solved(course, cells):
    sources = {cell["id"]: cell["source"] for cell in cells if SOLUTION in cell["metadata"].get("tags", [])}
    names = {exercise.name for exercise in course.assignment("kinds").exercises}
    assert {name for name in names if f" {name}(" in sources[name] and "NotImplementedError" not in sources[name]} == names


def test_a_question_is_answered(cells):
    (answer,) = [cell for cell in cells if cell["id"] == "why"]
    assert answer["cell_type"] == "markdown"


def test_it_asks_for_no_checks(cells):
    assert not [cell for cell in cells if "grader" in cell["source"]]


def test_its_texts_are_those_of_the_released_one(course, cells):
    released = nbformat.read(course.notebook("kinds"), as_version=4).cells
    texts = {cell["source"] for cell in released if cell["cell_type"] == "markdown" and not cell["metadata"]}
    texts = {text for text in texts if "END QUESTION" not in text and "hand in" not in text}
    assert texts <= {cell["source"] for cell in cells}


def test_it_runs(cells):
    names = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(cell["source"], names)
    assert callable(names["tensor"])


def test_the_same_bytes_each_time(course):
    assignment = course.assignment("kinds")
    assert solved_notebook(course, assignment) == solved_notebook(course, assignment)


def run(monkeypatch, capfd, *arguments):
    monkeypatch.setattr("sys.argv", ["autograder", "solved", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    output = capfd.readouterr()
    return ended.value.code or 0, output.out + output.err


def test_by_command(course, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    run(monkeypatch, capfd, "kinds", "--course", course.root)
    assert json.loads((tmp_path / "kinds-solved.ipynb").read_text())["nbformat"] == 4


def test_into_another_file(course, tmp_path, monkeypatch, capfd):
    target = tmp_path / "new" / "file.ipynb"
    status, said = run(monkeypatch, capfd, "kinds", "-o", target, "--course", course.root)
    assert (status, said, target.exists()) == (0, f"{target}: the solutions of Kinds of answers\n", True)


def test_not_among_what_students_get(own_course, monkeypatch, capfd):
    release(own_course)
    target = own_course.released("kinds") / "solved.ipynb"
    status, said = run(monkeypatch, capfd, "kinds", "-o", target, "--course", own_course.root)
    assert (status, "released to students" in said, target.exists()) == (2, True, False)


@pytest.mark.parametrize(("year", "is_told"), [(2999, True), (2001, False)])
def test_before_the_deadline_it_says_so(own_course, tmp_path, monkeypatch, capfd, year, is_told):
    path = own_course.root / "solutions" / "course.toml"
    path.write_text(path.read_text().replace('name = "kinds"\n', f'name = "kinds"\ndue = {year}-01-02T00:00:00Z\n', 1))
    _, said = run(monkeypatch, capfd, "kinds", "-o", tmp_path / "a.ipynb", "--course", Course.load(own_course.root).root)
    assert ("Work is taken until 2 January 2999, 00:00 UTC: give it out after that" in said) is is_told
