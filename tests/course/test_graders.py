"""What the course's own graders make of whole notebooks."""

import pytest
from parts import IMPORTS, right, scores


@pytest.mark.parametrize(
    "value", ["None", "5", "'x'", "[]", "{}", "object()", "(1, 2, 3)", "torch.ones(2, 2, dtype=torch.int64)", "float('nan')", "torch.tensor(float('nan'))", "print", "iter([])", "nn.Linear(1, 1)", "torch.ones(3).to_sparse()", "type"],
)  # fmt: skip
def test_any_wrong_value_is_a_failure_of_the_students_and_never_ours(grade, course, value):
    """Whatever a function returns, the report is graded and its score is zero."""
    for assignment in ("linear_regression", "weight_decay", "batch_norm", "residual", "newton"):
        names = [e.name for e in course.assignments[assignment].exercises]
        report = grade([IMPORTS, *[f"def {name}(*args, **kwargs): return {value}" for name in names]], assignment)
        assert report.status == "graded", (assignment, report.reason)
        assert report.score == 0, (assignment, {n: s for n, s in scores(report).items() if s})


def test_a_right_notebook_has_all_points_and_nothing_to_say(grade, course):
    """Of each assignment."""
    for name, assignment in course.assignments.items():
        report = grade(right(course, name), name)
        assert (report.score, report.reason) == (assignment.max_score, None), name
