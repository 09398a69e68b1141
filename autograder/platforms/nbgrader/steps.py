"""Our steps among nbgrader's: cells mended before it looks at them, and work graded behind the boundary.

Grading reads the file that was handed in, not what nbgrader has made of it, so that the score is that of
`autograder grade`. No kernel is started and nothing of the student's runs in this process.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import nbformat
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from traitlets import Bool, HasTraits, Int, Unicode

from autograder import files
from autograder.batch.corrections import corrected
from autograder.batch.outlines import outlines_of
from autograder.course import CHECK, Assignment, Course, UsageError
from autograder.feedback.pages import student_page
from autograder.feedback.retelling import retold, reworded
from autograder.feedback.table import number
from autograder.languages import course_text, marked, phrase, say, speaking
from autograder.platforms.nbgrader.kept_pool import grade
from autograder.report import ExerciseResult, Outcome, Report, Status
from autograder.submission.edition import STAMP, language_of, stamp_of
from autograder.submission.folder import refuse_in_sight
from autograder.submission.notebook import MAX_CELLS
from autograder.workers.orders import Order

Resources: TypeAlias = dict[str, Any]  # what nbconvert hands from step to step
_LONGEST_NOTEBOOK = 10_000_000  # characters of all cells; pictures may have been pasted into some
_MOST_SANITIZED = 50_000  # characters of a notebook's text with tags in it: 3 s at most
_TOO_MUCH = marked("What was handed in is too long to be shown here: see the file in `submitted/`.")


class OfCourse(HasTraits):
    """A step that is told the course by nbgrader's configuration."""

    course = Unicode(help="The folder of the autograder's course.").tag(config=True)

    def _assignment(self, resources: Resources) -> tuple[Course, Assignment]:
        """The course and the assignment of this notebook. Raises UsageError for one that is not the course's."""
        course = Course.load(Path(self.course))
        return course, course.assignment(resources["nbgrader"]["assignment"])


class KeepStubs(ClearSolutions, OfCourse):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's cutting of solutions, but for our notebooks, which hold none: it would cut the stubs' docstrings."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Leave a notebook of the course as it is."""
        try:
            self._assignment(resources)
        except UsageError:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        return nb, resources


class MendCells(NbGraderPreprocessor, OfCourse):  # type: ignore[misc]
    """Each graded cell once, with the metadata it was released with; without a copy's, which would end a class's run.

    nbgrader empties the metadata of a duplicated cell, and then takes the whole notebook for one of a schema before 3.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Mend the cells of one notebook."""
        course, assignment = self._assignment(resources)
        released = nbformat.read(course.notebook(assignment.name), as_version=4)
        for cell in nb.cells:
            _complete(cell)
        with speaking(language_of(stamp_of(nb.metadata.get(STAMP)), course.languages)):
            if _is_too_long(nb):
                nb.cells = [nbformat.v4.new_markdown_cell(phrase(_TOO_MUCH))]  # later steps would take hours
            _restore_metadata(nb, [cell for cell in released.cells if _grade_id(cell)])
        return nb, resources


def _complete(cell: NotebookNode) -> None:
    """Give a cell of a broken notebook the parts that every step counts on."""
    if not isinstance(cell.get("metadata"), dict):
        cell["metadata"] = nbformat.from_dict({})
    if not isinstance(cell.get("source"), str):
        cell["source"] = ""


def _is_too_long(nb: NotebookNode) -> bool:
    return len(nb.cells) > MAX_CELLS or sum(len(cell.source) for cell in nb.cells) > _LONGEST_NOTEBOOK


def _restore_metadata(nb: NotebookNode, released_cells: Sequence[NotebookNode]) -> None:
    """Give each released cell's metadata to the one cell that stands for it, and to no other."""
    # all are looked for before any metadata goes, since it is by the metadata that most are found
    counterparts = [_counterpart(nb, released) for released in released_cells]
    for cell in nb.cells:
        cell.metadata.pop("nbgrader", None)
    for released, counterpart in zip(released_cells, counterparts, strict=True):
        if counterpart is not None:
            counterpart.metadata["nbgrader"] = released.metadata["nbgrader"]
        elif released.metadata["nbgrader"]["grade"]:
            nb.cells.append(_substitute(released))


def _counterpart(nb: NotebookNode, released: NotebookNode) -> NotebookNode | None:
    """The cell that stands for a released one: by its name, its id or its text, and rather one that was worked on."""
    grade_id = _grade_id(released)
    text = released.source.strip()
    same_name: list[NotebookNode] = []
    same_id: list[NotebookNode] = []
    same_text: list[NotebookNode] = []
    for cell in nb.cells:
        if _grade_id(cell) == grade_id:
            same_name.append(cell)
        elif _grade_id(cell) is None:
            if cell.get("id") == grade_id:
                same_id.append(cell)
            if cell.source.strip() == text:
                same_text.append(cell)
    candidates = same_name or same_id or same_text
    for cell in reversed(candidates):  # Jupyter puts a copy below, and people go on there
        if cell.source.strip() != text:
            return cell
    if candidates:
        return candidates[-1]
    return None


def _substitute(released: NotebookNode) -> NotebookNode:
    """A graded cell that is missing. In place of an answer in words stands what makes a person look for it."""
    cell: NotebookNode = nbformat.from_dict(released | {"id": f"{_grade_id(released)}-added"})
    if cell.metadata["nbgrader"]["solution"]:
        cell.source = say(
            "This cell was missing from what was handed in. Is there an answer elsewhere in the notebook?"
        )
    return cell


def _grade_id(cell: NotebookNode) -> str | None:
    """The name that nbgrader has for a cell; None where it has none. A student may have put anything there."""
    nbgrader_facts = cell.metadata.get("nbgrader")
    if not isinstance(nbgrader_facts, dict):
        return None
    grade_id = nbgrader_facts.get("grade_id")
    if not isinstance(grade_id, str):
        return None
    return grade_id


class GradeInSandbox(NbGraderPreprocessor, OfCourse):  # type: ignore[misc]
    """Grades the submission, and writes what came of it into the notebook as nbgrader reads it."""

    seed = Int(0, help="Hidden inputs are drawn from this, the student, and the course's secret.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Grade one notebook. Raises RuntimeError where we could not: nbgrader then keeps the grade that there was."""
        course, assignment = self._assignment(resources)
        facts = resources["nbgrader"]
        student = facts["student"]
        directory = self.parent.parent.coursedir
        refuse_in_sight(Path(directory.root))
        # the notebook as it was handed in: earlier steps have changed the one that is at hand here
        submitted = Path(
            directory.root, directory.format_path(directory.submitted_directory, student, assignment.name)
        )
        notebook = submitted / f"{facts['notebook']}.ipynb"
        report = grade(course, Order(assignment.name, str(notebook), student, self.seed))
        report = corrected(report, assignment, [])
        if report.status == Status.ERROR:
            _forget_new(facts)
            raise RuntimeError(f"not graded, through no fault of the student's: {report.reason}")
        with speaking(report.language, course.phrases_for_pages(assignment.name, report.language)):
            _fill(nb, report, assignment)
        autograded = Path(
            directory.root, directory.format_path(directory.autograded_directory, student, assignment.name)
        )
        try:
            page = student_page(report, outline=outlines_of(course)[assignment.name])
            files.write(autograded / f"{facts['notebook']}-report.html", page.encode())
        except (OSError, UsageError) as fault:  # something of this name was handed in, or a note can't be read
            self.log.warning("no page for %s: %s", student, fault)
        return nb, resources


def _forget_new(facts: dict[str, str]) -> None:
    """Take back the submission that nbgrader has just recorded: without a score, its tables would show a zero."""
    with Gradebook(facts["db_url"]) as gradebook:
        grades = gradebook.find_submission_notebook(facts["notebook"], facts["assignment"], facts["student"]).grades
        if all(grade.auto_score is None and grade.manual_score is None for grade in grades):
            gradebook.remove_submission(facts["assignment"], facts["student"])


class NoScripts(SanitizeHTML):
    """Takes scripts out of what instructors see: formgrader shows a student's text unescaped, in Jupyter's page."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Take them out of one notebook."""
        self.room = _MOST_SANITIZED
        return super().preprocess(nb, resources)  # type: ignore[no-any-return, no-untyped-call]

    def sanitize_html_tags(self, html_str: str) -> str:
        """Text without what could run. The library's time grows with the square of it: a long text has no tags left."""
        if "<" not in html_str:
            return html_str
        self.room -= len(html_str)
        if self.room < 0:
            return html_str.replace("<", "&lt;")
        return super().sanitize_html_tags(html_str)  # type: ignore[no-any-return, no-untyped-call]


def _fill(nb: NotebookNode, report: Report, assignment: Assignment) -> None:
    """Give each code cell what it printed, and each check cell its exercise's result and points."""
    printed_texts = {printed.cell: printed.text for printed in report.printed}
    results: dict[str, ExerciseResult | None] = {exercise.name + CHECK: None for exercise in assignment.exercises}
    for result in report.exercises:
        results[result.name + CHECK] = result
    for cell_number, cell in enumerate(nb.cells, 1):
        if cell.cell_type != "code":
            continue
        grade_id = _grade_id(cell)
        cell.outputs = []  # those that were handed in say what the student likes
        if grade_id is not None and grade_id in results:
            cell.outputs = _check_outputs(results[grade_id], reworded(report.reason, report.reason_said))
        elif cell_number in printed_texts:
            cell.outputs = [_stream(printed_texts[cell_number])]


def _check_outputs(result: ExerciseResult | None, reason: str) -> list[NotebookNode]:
    """What stands below a check cell: words for people, and the points for nbgrader; 0 for rejected work."""
    points = 0.0
    if result is not None:
        points = result.score
    return [_stream(_in_words(result, reason)), _score(points)]


def _stream(text: str) -> NotebookNode:
    output: NotebookNode = nbformat.v4.new_output("stream", name="stdout", text=text)
    return output


def _score(points: float) -> NotebookNode:
    """The points: of all outputs nbgrader takes the first result, whatever stands before it on stdout."""
    output: NotebookNode = nbformat.v4.new_output("execute_result", {"text/plain": repr(points)}, execution_count=None)
    return output


def _in_words(result: ExerciseResult | None, reason: str) -> str:
    """What a check cell prints: why cells stopped, the exercise's points, and each test with its message."""
    lines = []
    if reason:
        lines.append(reason)
    if result is not None:
        points = number(result.score)
        most = number(result.max_score)
        lines.append(say("{assignment}: {points} of {most} points", assignment=result.name, points=points, most=most))
        if result.stand_ins:
            lines.append(f"  {result.stand_ins_in_words}")
        for test in result.tests:
            mark = "✓" if test.outcome == Outcome.PASSED else "✗"
            lines.append(f"  {mark} {course_text(test.title)}")
            if test.message:
                lines.append(f"      {retold(test)}")
    return "\n".join(lines) + "\n"
