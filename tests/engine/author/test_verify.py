"""verify finds what is wrong with a course, and passes one that is right."""

import shutil

import pytest
from parts import ROOT

from autograder.author.release import release
from autograder.author.scaffold import scaffold
from autograder.author.verify import proofs_of, verify
from autograder.course import ORDER, Course


@pytest.fixture
def fresh(tmp_path):
    """A course of one scaffolded assignment."""
    (tmp_path / "solutions").mkdir()
    shutil.copy(ROOT / "constraints.txt", tmp_path)
    (tmp_path / ORDER).write_text('title = "A course"\nassignments = []\n'.replace("assignments = []\n", ""))
    (tmp_path / ORDER).write_text('title = "A course"\n[[assignments]]\nname = "x"\ntitle = "x"\nexercises = []\n')
    course = Course.load(tmp_path)
    scaffold(course, "dropout")
    text = (tmp_path / ORDER).read_text().replace('[[assignments]]\nname = "x"\ntitle = "x"\nexercises = []\n', "")
    (tmp_path / ORDER).write_text(text)
    course = Course.load(tmp_path)
    release(course)
    return course


def test_a_scaffolded_course_is_verified(fresh, capsys):
    """And the counts are told."""
    assert verify(fresh, ["dropout"], 1, 1) == 0
    assert (
        "1 assignment, 1 exercise, 2 tests (1 public), 2 kept answers (1 right, 1 wrong)" in capsys.readouterr().out
    )


def test_what_is_wrong_is_named(fresh, capsys):
    """A stale release, an answer that scores otherwise, a reference that fails its own grader."""
    answers = fresh.root / "tests" / "submissions" / "dropout" / "dropout_step"
    (answers / "lenient.py").write_text("# score: 0 of 1\ndef dropout_step(x):\n    return 2 * x + 1\n")
    solution = fresh.solution("dropout")
    solution.write_text(solution.read_text().replace("What will be built", "What is built"))
    assert verify(fresh, ["dropout"], 1, 1) == 1
    out = capsys.readouterr().out
    assert "stale: assignments/dropout/dropout.ipynb" in out
    assert "assignments/ is not what the solutions give: run `autograder release`" in out
    assert "dropout_step/lenient.py: dropout_step scores 1, not 0: it passes every test" in out
    solution.write_text(solution.read_text().replace("return 2 * x + 1", "return 2 * x - 1"))
    assert verify(fresh, ["dropout"], 1, 1) == 1
    assert "the reference: dropout_step scores 0.67, not 1" in capsys.readouterr().out


def test_an_answer_without_its_score(fresh, capsys):
    """The first line is missed, with the file's name."""
    answers = fresh.root / "tests" / "submissions" / "dropout" / "dropout_step"
    (answers / "silent.py").write_text("def dropout_step(x):\n    return 2 * x + 1\n")
    assert verify(fresh, ["dropout"], 1, 1) == 1
    assert "silent.py:1: no score: the first line should be `# score: N of 1`" in capsys.readouterr().out


def test_beside_an_answer_stands_what_matters_to_it(own_course):
    """What it calls, and what builds on it, which has to earn its points beside a wrong answer, too."""
    kept = own_course.root / "tests/submissions/outcomes/fails"
    (kept / "right.py").write_text("# score: 2 of 2\ndef fails(x):\n    return x + x\n")
    proofs = {p.label: p for p in proofs_of(own_course, own_course.assignment("outcomes"))}

    def there(label):
        proof = proofs[label]
        return {e.name for e in proof.assignment.exercises if f" {e.name}(" in proof.source}, proof.others

    assert there("outcomes/fails/as_named.py") == ({"fails", "uses_another"}, {"uses_another"})
    assert there("outcomes/fails/right.py") == ({"fails", "uses_another"}, {"uses_another"})
    assert there("outcomes/uses_another/as_named.py") == ({"fails", "uses_another"}, {"fails"})


DOUBLED = """

# %% exercise="doubled"
def doubled(x):
    \"\"\"Twice a step.\"\"\"
    return 2 * dropout_step(x)
"""
TESTS_OF_DOUBLED = """

@exercise("doubled", public=True)
def test_doubled_of_one(student):
    \"\"\"An example.\"\"\"
    assert float(student.doubled(torch.tensor(1.0))) is not None


@exercise("doubled")
def test_doubled(student, reference):
    \"\"\"Any number.\"\"\"
    x = torch.randn(3)
    same(student.doubled(x), reference.doubled(x), "the result")
"""
STAND_IN = """

@stand_in("dropout_step")
def {name}(x):
    return {value}
"""


@pytest.fixture
def two(fresh):
    """The scaffolded course with a second exercise that uses the first."""
    solution = fresh.solution("dropout")
    solution.write_text(solution.read_text() + DOUBLED)
    grader = fresh.grader("dropout")
    grader.write_text(grader.read_text() + TESTS_OF_DOUBLED)
    answers = fresh.root / "tests" / "submissions" / "dropout" / "doubled"
    answers.mkdir()
    (answers / "added.py").write_text("# score: 1 of 1\ndef doubled(x):\n    return dropout_step(x) + dropout_step(x)\n")
    (answers / "listed.py").write_text("# score: 0 of 1\ndef doubled(x):\n    return [dropout_step(x)]\n")
    return fresh


def verified(course, uses, stand_in, capsys):
    """What verify says, with these uses and this stand-in."""
    grader = course.grader("dropout")
    text = grader.read_text() + stand_in
    grader.write_text(text.replace("from autograder.graders import ", "from autograder.graders import stand_in, ", 1))
    order = course.root / ORDER
    second = f'  {{ name = "doubled", points = 1{uses} }},\n]'
    order.write_text(order.read_text().replace("\n]", f"\n{second}", 1))
    changed = Course.load(course.root)
    release(changed)
    status = verify(changed, ["dropout"], 1, 1)
    return status, capsys.readouterr().out


USES = ', uses = ["dropout_step"]'


def test_a_right_exercise_keeps_its_points_beside_a_wrong_one(two, capsys):
    """And verify tells how many."""
    status, said = verified(two, USES, STAND_IN.format(name="thrice", value="3 * x"), capsys)
    assert "beside a wrong part, 1 right exercises keep 100.0% of their points" in said
    assert status == 0, said


def test_a_call_that_uses_does_not_list(two, capsys):
    """Nobody would know that one builds on the other."""
    status, said = verified(two, "", "", capsys)
    assert "the solution calls dropout_step: list it in `uses` of doubled" in said
    assert status == 1


def test_a_part_without_a_stand_in(two, capsys):
    """Beside a wrong answer to it, nothing can be judged."""
    status, said = verified(two, USES, "", capsys)
    assert 'doubled uses dropout_step: write a stand-in for it in test_dropout.py, @stand_in("dropout_step")' in said
    assert "doubled scores 0, not 1" in said
    assert status == 1


def test_a_stand_in_that_is_the_solution(two, capsys):
    """It is sent to students' code."""
    status, said = verified(two, USES, STAND_IN.format(name="right", value="2 * x + 1"), capsys)
    assert "the stand-in for dropout_step: it is a right answer to dropout_step" in said
    assert status == 1
