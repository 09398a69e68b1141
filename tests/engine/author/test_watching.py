"""verify --watch proves what has changed, and nothing else, by processes that are there already."""

import pytest

from autograder.author.verify import proofs_of, terms_of
from autograder.author.watching import Part, Watch, changed_parts, concerned, parts_of
from autograder.course import ORDER, Course
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
    assert "outcomes: the reference and the stub in" in capsys.readouterr().out


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
    chosen = concerned(own_course, assignment, changed_parts(before, parts_of(own_course, assignment)))
    assert {proof.label.removeprefix("outcomes") for proof in chosen} == labels


def labels(proofs):
    return [proof.label for proof in proofs]


@pytest.mark.parametrize("part", [Part("grader"), Part("solution"), Part("file", "conftest.py"), Part("order")])
def test_what_all_stand_on_concerns_all(own_course, part):
    assignment = own_course.assignment("outcomes")
    assert labels(concerned(own_course, assignment, {part})) == labels(proofs_of(own_course, assignment))


def test_what_lies_beside_a_grader_is_watched(watched, capsys):
    (watched.course.root / "tests" / "graders" / "conftest.py").write_text("x = 1\n")
    assert watched.look()
    assert "outcomes: the reference and the stub in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ('title = "', '# a comment\ntitle = "', set()),
        ('name = "kinds"', 'name = "kinds"\nexclude = ["test_draws"]', set()),
        ('name = "outcomes"', 'name = "outcomes"\nexclude = ["test_fails"]', {Part("order")}),
    ],
)
def test_of_course_toml_the_assignments_own_entry_counts(own_course, old, new, changed):
    before = parts_of(own_course, own_course.assignment("outcomes"))
    order = own_course.root / ORDER
    order.write_text(order.read_text().replace(old, new, 1))
    course = Course.load(own_course.root)
    assert changed_parts(before, parts_of(course, course.assignment("outcomes"))) == changed


def test_a_proof_that_was_cut_short_is_made_up_for(watched, capsys, monkeypatch):
    """A second file is saved while the first one's answers wait: both are proved then."""
    first, second = (
        watched.course.root / f"tests/submissions/outcomes/{name}/as_named.py" for name in ("fails", "raises")
    )
    first.write_text(first.read_text() + "\n")
    monkeypatch.setattr(watched, "_is_unchanged", lambda: False)
    assert watched.look()
    assert "kept answers" not in capsys.readouterr().out
    monkeypatch.undo()
    second.write_text(second.read_text() + "\n")
    assert watched.look()
    assert "outcomes: 2 kept answers in" in capsys.readouterr().out


def test_beside_an_answer_nothing_is_asked_that_builds_on_it(own_course):
    assignment = own_course.assignment("outcomes")
    proofs = concerned(own_course, assignment, {Part("tests", "fails")})
    assert [proof.others for proof in proofs if proof.exercise] == [frozenset()]
