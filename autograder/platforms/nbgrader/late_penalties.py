"""Our steps in the place of nbgrader's for lateness: what course.toml says that it costs.

The deadline is nbgrader's own, with the extension that it has granted; where it knows none, that of course.toml.
A penalty may be more than the score of today: nbgrader's export cuts at zero, and a person may add points by hand.
Only a floor depends on the score, so that feedback and export settle such a penalty again before they read it.
"""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.plugins import CsvExportPlugin
from nbgrader.preprocessors import AssignLatePenalties, GetGrades

from autograder.course import Course, UsageError
from autograder.deadlines import Deadline
from autograder.platforms.nbgrader.steps import OfCourse, Resources


class LatePenalties(AssignLatePenalties, OfCourse):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's own step, but for assignments whose penalty course.toml names."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Write the penalty of one notebook into the gradebook."""
        deadline = _deadline(self.course, resources["nbgrader"]["assignment"])
        if deadline is None:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        _settle_one(resources["nbgrader"], deadline)
        return nb, resources


class LateGrades(GetGrades, OfCourse):  # type: ignore[misc]
    """nbgrader's step that puts scores into feedback, with the penalty of the score of today, and not below zero."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Put the scores into one notebook."""
        deadline = _deadline(self.course, resources["nbgrader"]["assignment"])
        if deadline is not None and _has_floor(deadline):
            _settle_one(resources["nbgrader"], deadline)
        nb, resources = super().preprocess(nb, resources)
        facts = resources["nbgrader"]
        facts["score"] = max(facts["score"], 0.0)
        return nb, resources


class LateExport(CsvExportPlugin, OfCourse):  # type: ignore[misc]
    """nbgrader's table of grades, with the penalties of the scores of today."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the table."""
        for assignment in gradebook.assignments:
            deadline = _deadline(self.course, assignment.name)
            if deadline is None or not _has_floor(deadline):
                continue
            for submission in assignment.submissions:
                _settle(submission, deadline)
        gradebook.db.commit()
        super().export(gradebook)


def _deadline(course: str, name: str) -> Deadline | None:
    """The deadline of an assignment whose penalty course.toml names."""
    try:
        loaded = Course.load(Path(course))
    except UsageError:  # its folder has gone, and the scores that are there are worth more than a penalty of today
        return None
    if name not in loaded.assignments:
        return None
    deadline = loaded.deadline(name)
    if deadline is None or deadline.late is None:
        return None
    return deadline


def _has_floor(deadline: Deadline) -> bool:
    return deadline.late is not None and deadline.late.floor > 0


def _settle_one(facts: dict[str, str], deadline: Deadline) -> None:
    with Gradebook(facts["db_url"]) as gradebook:
        try:
            submission = gradebook.find_submission(facts["assignment"], facts["student"])
        except MissingEntry:
            return
        _settle(submission, deadline)
        gradebook.db.commit()


def _settle(submission: SubmittedAssignment, deadline: Deadline) -> None:
    """Write the penalty of each notebook of a submission."""
    if submission.duedate is not None:
        deadline = deadline.moved_to(submission.duedate.replace(tzinfo=UTC))
    for notebook in submission.notebooks:
        notebook.late_submission_penalty = None
        if submission.timestamp is None or deadline.late is None:
            continue
        delay = deadline.delay(submission.timestamp.replace(tzinfo=UTC))
        if delay.is_late:
            cost = delay.cost(deadline.late)
            notebook.late_submission_penalty = cost.penalty(notebook.score, notebook.max_score)
