"""verify --attack says what students who know nothing earn, and by which tests."""

from autograder.author.attack import attack

LENIENT = """

@exercise("passes")
def test_passes_gives_a_tensor(student, randn):
    \"\"\"It has the shape of x.\"\"\"
    assert student.passes(randn(3)).shape == (3,)
"""


def test_a_grader_that_asks_for_values_gives_nothing(course, capsys):
    assert attack(course, ["outcomes"], 2, 1) == 0
    said = capsys.readouterr().out
    assert "no attack earns a point" in said


def test_a_lenient_test_is_named(own_course, capsys):
    """Beside each attack that it gives points."""
    grader = own_course.grader("outcomes")
    grader.write_text(grader.read_text() + LENIENT)
    assert attack(own_course, ["outcomes"], 2, 1) == 1
    rows = {line.strip().split("  ")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "passes: test_passes_gives_a_tensor" in rows["zeros"]
    assert "passes: test_passes_gives_a_tensor" in rows["copied input"]
    assert "nothing" in rows["noop"]
