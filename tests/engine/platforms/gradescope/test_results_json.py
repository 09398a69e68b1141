"""What Gradescope shows of a report."""

from msgspec.structs import replace
from reports import report

from autograder.course import Assignment
from autograder.platforms.gradescope.metadata import Metadata
from autograder.platforms.gradescope.results_json import results_of


def test_another_edition_is_told():
    """Whatever else may be told: it says nothing of a hidden test."""
    one = report(step=(1.0, "passed", ""))
    old = replace(one, edition="from another assignment, halley")
    assignment = Assignment("a", "A", ())
    assert "This notebook is from another assignment, halley." in results_of(old, assignment, Metadata())["output"]
    assert "This notebook" not in results_of(one, assignment, Metadata())["output"]
