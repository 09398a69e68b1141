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
    said = capsys.readouterr().out
    by_the_test = "\n            by passes: test_passes_gives_a_tensor\n"
    assert f"zeros               returns zeros in the right shape{by_the_test}" in said
    assert f"copied input        returns its arguments{by_the_test}" in said


def test_what_an_attack_does_is_said(course, capsys):
    attack(course, ["outcomes"], 2, 1)
    assert "  nothing   noop                does nothing and returns None\n" in capsys.readouterr().out
