"""Seeds are one-way and different for each purpose."""

from autograder.grading.seeds import derive


def test_seeds_are_derived():
    """Different for each name, the same each time, and telling nothing of one another."""
    assert derive(1, "a") == derive(1, "a")
    assert len({derive(s, *n) for s in (1, 2) for n in (("a",), ("b",), ("a", "b"), ("ab",))}) == 8
