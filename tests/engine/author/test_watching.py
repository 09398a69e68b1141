"""verify --watch proves what has changed, and nothing else, by processes that are there already."""

import pytest

from autograder.author.verify import proofs_of, terms_of
from autograder.author.watching import Part, Watch, concerned, parts_of
from autograder.workers.pool import Pool


@pytest.fixture
def watched(own_course):
    with Pool(terms_of(own_course), 1) as pool:
        yield Watch(own_course, ["outcomes"], pool, 1)


def test_what_is_saved_is_proved(watched, capsys):
    """A wrong solution, then the right one again, and a grader that can't be read in between."""
    assert not watched.look()
    solution = watched.course.solution("outcomes")
    right = solution.read_text()
    solution.write_text(right.replace("twice_for_passes = x + x", "twice_for_passes = x + x + 1"))
    assert watched.look()
    assert "the reference: passes scores 2, not 3" in capsys.readouterr().out
    solution.write_text(right + "\n1 +\n")
    assert watched.look()
    assert f"{solution}:" in capsys.readouterr().out
    solution.write_text(right)
    assert watched.look()
    assert "outcomes: 3 notebooks in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "labels"),
    [
        ("solutions/outcomes.py", "twice_for_raises = x + x", "twice_for_raises = 2 * x", {": the reference", ": the stub", "/raises/as_named.py"}),
        ("tests/graders/test_outcomes.py", "It is four times x.", "It is 4x.", {": the reference", ": the stub", "/uses_another/as_named.py"}),
        ("tests/submissions/outcomes/raises/as_named.py", "as it is named", "otherwise", {"/raises/as_named.py"}),
        ("solutions/outcomes.py", "# What becomes of an answer", "# What becomes of answers", set()),
    ],
)  # fmt: skip
def test_a_change_concerns_few_notebooks(own_course, file, old, new, labels):
    assignment = own_course.assignment("outcomes")
    before = parts_of(own_course, assignment)
    path = own_course.root / file
    path.write_text(path.read_text().replace(old, new))
    chosen = concerned(proofs_of(own_course, assignment), before, parts_of(own_course, assignment))
    assert {proof.label.removeprefix("outcomes") for proof in chosen} == labels


def test_what_all_stand_on_concerns_all(own_course):
    assignment = own_course.assignment("outcomes")
    before = parts_of(own_course, assignment)
    after = before | {Part("grader"): before[Part("grader")] + "x = 1"}
    proofs = proofs_of(own_course, assignment)
    assert concerned(proofs, before, after) == proofs
