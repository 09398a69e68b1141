"""What is secret is not found among what students get; and what is put there is."""

import shutil

import pytest
from parts import ROOT

from autograder.author.leaks import leaks
from autograder.course import Course


@pytest.fixture
def copy(tmp_path):
    """The course in a folder of its own, to be changed."""
    for folder in ("solutions", "tests/graders"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "constraints.txt", tmp_path)
    return Course.load(tmp_path)


def test_nothing_leaks(course):
    """No line of a solution or a grader; and the search finds one that is put there."""
    assert leaks(course) == []


def test_a_leak_is_found(copy):
    """A demo that holds a line of a solution."""
    path = copy.solution("newton")
    path.write_text(
        path.read_text() + '\n\n# %% tags=["demo", "active-ipynb"]\n# points.append(x - eta * gradf(x) / hessf(x))\n'
    )
    assert any("solution of newton" in fault for fault in leaks(copy))
