"""References keep all their points, whatever is drawn. `make flaky` asks 200 times, this ten."""

from flaky import otherwise, references


def test_references_lose_nothing(course):
    """Each assignment's reference, ten times with fresh seeds; a failure names the seed."""
    assert list(otherwise(course, references(course, 10))) == []
