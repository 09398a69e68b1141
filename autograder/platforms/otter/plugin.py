"""otter's plugin: it grades the submission behind the boundary, and gives otter a notebook of ours to execute instead.

Nothing of the student's runs in otter's process or in its kernel: not the notebook, which is replaced; not files beside
it, which could stand in for modules; not its log, which otter would unpickle.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import subprocess
from pathlib import Path

import msgspec
import nbformat
from nbformat import NotebookNode
from otter.plugins import AbstractOtterPlugin

from autograder import names, packing
from autograder.course import Course
from autograder.platforms.otter.archive import COURSE, REJECTED, RESULTS
from autograder.report import Outcome, Report, Status, TestResult, ungraded
from autograder.submission.folder import refuse_in_sight
from autograder.submission.notebook import Rejected, load
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool


class Behind(AbstractOtterPlugin):  # type: ignore[misc]  # otter has no types
    """One submission's: otter makes it for each."""

    def before_grading(self, _config: object) -> None:
        """Take away what a student has handed in beside the work, and close what lies around it."""
        notebook_path = Path(self.submission_path)
        folder = notebook_path.parent
        for neighbour in folder.iterdir():
            if neighbour.name not in (notebook_path.name, "tests"):
                # the program goes down folders in folders without end, which shutil does not
                subprocess.run(["/bin/rm", "-rf", "--", neighbour], check=True)  # noqa: S603  of no shell
        for folder_name in ("source", "results"):
            with contextlib.suppress(OSError):  # otter's own layout has both; another one may lack them
                (folder.parent / folder_name).chmod(0o700)

    def before_execution(self, _submission: object) -> NotebookNode:
        """Grade it. Raises RuntimeError where we could not: otter then reports a failure of its own, and no zero."""
        refuse_in_sight(Path(self.submission_path).parent)
        archive = Path(self.submission_path).parent.parent / "source" / COURSE
        with packing.unpacked_course(archive.read_bytes()) as course:
            self.report = self._grade(course)
        if self.report.status == Status.ERROR:
            raise RuntimeError(f"not graded, through no fault of the student's: {self.report.reason}")
        return _notebook(self.report)

    def _grade(self, course: Course) -> Report:
        assignment = course.assignment(self.plugin_config["assignment"])
        notebook_path = Path(self.submission_path)
        order = Order(assignment.name, names.key(notebook_path.name), None, secrets.randbelow(1 << 48))
        try:
            order = msgspec.structs.replace(order, content=load(notebook_path))
        except Rejected as reason:
            return ungraded(order, Status.REJECTED, str(reason), assignment.max_score)
        with Pool(Terms(course=str(course.root), secret=self.plugin_config["secret"]), 1) as pool:
            return pool.grade_one(order)

    def generate_report(self) -> str:
        """What otter prints below its summary, where instructors see it."""
        report = self.report
        points = f"{report.score:g} of {report.max_score:g} points"
        lines = [f"{report.assignment}: {points}, {report.reason or report.status}"]
        lines += [exercise.stand_ins_in_words for exercise in report.exercises if exercise.stand_ins]
        return "\n".join(lines)


def _notebook(report: Report) -> NotebookNode:
    """What otter executes: what its tests read, and nothing else. A rejected submission has one sentence for all."""
    results: dict[str, object] = {}
    for exercise in report.exercises:
        results[exercise.name] = {test.name: _complaint(test) for test in exercise.tests}
    if not results:
        results[REJECTED] = report.reason
    # a text within a text: whatever a message holds, it is no code of this cell's
    source = f"import json\n{RESULTS} = json.loads({json.dumps(results)!r})"
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=kernel)
    return notebook


def _complaint(test: TestResult) -> str | None:
    if test.outcome == Outcome.PASSED:
        return None
    return test.message or "not as it should be"
