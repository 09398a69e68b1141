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
from autograder.batch.corrections import corrected
from autograder.course import Assignment, Course
from autograder.feedback.retelling import retold, reworded
from autograder.languages import say, speaking
from autograder.platforms.otter.archive import COURSE, PLACEHOLDER, REJECTED, RESULTS
from autograder.report import Outcome, Report, Status, TestResult, ungraded
from autograder.submission import chooser
from autograder.submission.entries import Piece
from autograder.submission.folder import refuse_in_sight
from autograder.submission.notebook import Rejected
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool

_BESIDE = "handed_in_beside"


class Behind(AbstractOtterPlugin):  # type: ignore[misc]  # otter has no types
    """One submission's: otter makes it for each."""

    def before_grading(self, _config: object) -> None:
        """Put aside what a student has handed in beside the work, and close what lies around it."""
        notebook_path = Path(self.submission_path)
        folder = notebook_path.parent
        beside = folder.parent / _BESIDE
        beside.mkdir(mode=0o700, exist_ok=True)
        for neighbour in folder.iterdir():
            if neighbour.name not in (notebook_path.name, "tests"):
                neighbour.rename(beside / neighbour.name)
        (beside / "__init__.py").unlink(missing_ok=True)  # which otter has put there
        for folder_name in ("source", "results"):
            with contextlib.suppress(OSError):  # otter's own layout has both; another one may lack them
                (folder.parent / folder_name).chmod(0o700)

    def before_execution(self, _submission: object) -> NotebookNode:
        """Grade it. Raises RuntimeError where we could not: otter then reports a failure of its own, and no zero."""
        refuse_in_sight(Path(self.submission_path).parent)
        archive = Path(self.submission_path).parent.parent / "source" / COURSE
        with packing.unpacked_course(archive.read_bytes()) as course:
            self.report = self._grade(course)
            phrases = course.phrases_for_pages(self.report.assignment, self.report.language)
        if self.report.status == Status.ERROR:
            raise RuntimeError(f"not graded, through no fault of the student's: {self.report.reason}")
        with speaking(self.report.language, phrases):
            return _notebook(self.report)

    def _grade(self, course: Course) -> Report:
        assignment = course.assignment(self.plugin_config["assignment"])
        notebook_path = Path(self.submission_path)
        order = Order(assignment.name, names.key(notebook_path.name), None, secrets.randbelow(1 << 48))
        try:
            name, content = self._chosen(assignment)
        except Rejected as reason:
            return ungraded(order, Status.REJECTED, reason.why, assignment.max_score)
        order = msgspec.structs.replace(order, notebook=name, content=content)
        with Pool(Terms(course=str(course.root), secret=self.plugin_config["secret"]), 1) as pool:
            return corrected(pool.grade_one(order), assignment, [])

    def _chosen(self, assignment: Assignment) -> tuple[str, bytes]:
        """The file that counts of all that was handed in, as everywhere else. Raises Rejected."""
        notebook_path = Path(self.submission_path)
        beside = notebook_path.parent.parent / _BESIDE
        try:
            pieces = [Piece(names.key(notebook_path.name), notebook_path)]
            if notebook_path.name == PLACEHOLDER:
                pieces = []
            if beside.is_dir():
                pieces += chooser.pieces_in(beside)
            return chooser.chosen_of(pieces, assignment)
        finally:
            # the program goes down folders in folders without end, which shutil does not
            subprocess.run(["/bin/rm", "-rf", "--", beside], check=True)  # noqa: S603  of no shell

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
        results[REJECTED] = reworded(report.reason, report.reason_said)
    # a text within a text: whatever a message holds, it is no code of this cell's
    source = f"import json\n{RESULTS} = json.loads({json.dumps(results)!r})"
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=kernel)
    return notebook


def _complaint(test: TestResult) -> str | None:
    if test.outcome == Outcome.PASSED:
        return None
    return retold(test) or say("not as it should be")
