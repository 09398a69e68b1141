"""What lies beside a notebook lies in the notebook, too: one file is enough."""

import json
import os

import msgspec
import nbformat
import pytest
from nbclient import NotebookClient

from autograder.author import release
from autograder.author.companions import companions, unpacking_cell
from autograder.course import SERVING

GITHUB = "https://raw.githubusercontent.com/someone/course/main"


@pytest.fixture(scope="module")
def alone(course, tmp_path_factory):
    """The notebook in a folder where nothing else lies, run from top to bottom."""
    notebook = nbformat.read(course.notebook("kinds"), as_version=4)
    folder = tmp_path_factory.mktemp("alone")
    client = NotebookClient(notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env=dict(os.environ))
    return notebook, folder


def shown(notebook, ending):
    (cell,) = (cell for cell in notebook.cells if cell.source.endswith(ending))
    return cell.outputs[0].get("text") or cell.outputs[0].data["text/plain"]


def test_alone_the_first_cell_says_in_a_line_what_to_do(alone):
    said = alone[0].cells[1].outputs[0].text
    assert said == "This notebook lies alone: run the folded cell below, too. It brings the checks.\n"


def test_alone_the_checks_work(alone):
    assert shown(alone[0], 'grader.check("tensor")') == "tensor: waiting for your code"


def test_alone_nothing_is_left_in_the_students_folder(alone):
    assert list(alone[1].iterdir()) == []


def test_the_first_cell_is_imports_and_one_line_for_the_checks(course):
    first, *_ = (cell for cell in release_of(course).cells if cell.cell_type == "code")
    lines = first.source.splitlines()
    assert lines[lines.index("try:") + 1].strip().startswith("from notebook_checks import grader")


def test_what_brings_the_checks_is_folded(course):
    packed = next(cell for cell in release_of(course).cells if SERVING in cell.metadata.get("tags", ()))
    assert packed.metadata.jupyter.source_hidden


def release_of(course, name="kinds"):
    return nbformat.reads(release.notebook(course, course.assignment(name)), as_version=4)


def test_the_cell_has_the_same_bytes_each_time(course):
    assignment = course.assignment("kinds")
    assert unpacking_cell(course, assignment) == unpacking_cell(course, assignment)


def test_students_are_told_what_hidden_tests_are_about(course):
    facts = json.loads(companions(course, course.assignment("outcomes"))["notebook_checks.json"])
    assert facts["exercises"][0] == {
        "name": "passes",
        "points": 3,
        "public": 1,
        "hidden": ["It is twice x.", "Of whole numbers the double is whole."],
        "hints": [],
    }


def test_a_question_is_said_to_be_a_persons(course):
    facts = json.loads(companions(course, course.assignment("kinds"))["notebook_checks.json"])
    assert facts["by_hand"] == ["why (2 points)."]


@pytest.mark.parametrize(("url", "count"), [(GITHUB, 1), ("", 0), ("https://example.org/course", 0)])
def test_on_github_a_notebook_opens_in_colab(course, url, count):
    published = msgspec.structs.replace(course, url=url)
    title = release_of(published).cells[0].source
    assert title.count("(https://colab.research.google.com/github/someone/course/blob/main/kinds/kinds.ipynb)") == count
