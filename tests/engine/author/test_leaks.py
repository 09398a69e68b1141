"""What is secret is not found among what students get; and what is put there is."""

from autograder.author.leaks import leaks


def test_nothing_leaks(course):
    """No line of a solution or a grader."""
    assert leaks(course) == []


def test_a_leak_is_found(own_course):
    """A demo that holds a line of a solution."""
    path = own_course.solution("kinds")
    path.write_text(path.read_text() + '\n\n# %% tags=["demo", "active-ipynb"]\n# product_with_w = torch.matmul(X, w)\n')
    (fault,) = leaks(own_course)
    assert "assignments/kinds/kinds.ipynb holds a line of the solution of tensor" in fault
