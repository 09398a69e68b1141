"""The same score on every path: a sample here, and all kept answers by `make parity`, which took 85 minutes on two cores."""

import parity
import pytest


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own code
def test_a_sample_of_the_table():
    """Two kept answers to each of Newton's exercises, and an attack on each."""
    rows = parity.table(["newton"], 2)
    assert len(rows) >= 6
    assert len({score for _, scores in rows for score in scores}) > 2
    assert [label for label, scores in rows if len(set(scores)) > 1] == []
