"""Our step in the place of nbgrader's late penalties: what course.toml says that lateness costs.

The deadline is nbgrader's own, with the extension that it has granted; where it knows none, that of course.toml.
"""

from __future__ import annotations

from datetime import UTC

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties

from autograder.course import UsageError
from autograder.deadlines import Deadline, Late
from autograder.platforms.nbgrader.steps import OfCourse, Resources


class LatePenalties(AssignLatePenalties, OfCourse):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's own step, but for assignments whose penalty course.toml names."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Write the penalty of one notebook into the gradebook."""
        try:
            course, assignment = self._assignment(resources)
        except UsageError:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        deadline = course.deadline(assignment.name)
        if deadline is None or assignment.late is None:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        _write(resources["nbgrader"], deadline, assignment.late)
        return nb, resources


def _write(facts: dict[str, str], deadline: Deadline, late: Late) -> None:
    with Gradebook(facts["db_url"]) as gradebook:
        submission = gradebook.find_submission(facts["assignment"], facts["student"])
        notebook = gradebook.find_submission_notebook(facts["notebook"], facts["assignment"], facts["student"])
        notebook.late_submission_penalty = None
        if submission.timestamp is not None:
            if submission.duedate is not None:
                deadline = deadline.moved_to(submission.duedate.replace(tzinfo=UTC))
            delay = deadline.delay(submission.timestamp.replace(tzinfo=UTC))
            if delay.is_late:
                after = delay.score(notebook.score, notebook.max_score, late)
                notebook.late_submission_penalty = round(notebook.score - after, 6)
        gradebook.db.commit()
