"""Gradescope, nbgrader and otter-grader, one folder each, unknown to grading."""
