"""Our steps among nbgrader's: cells mended before it looks at them, and work graded behind the boundary.

Grading reads the file that was handed in, not what nbgrader has made of it, so that the score is that of
`autograder grade`. No kernel is started and nothing of the student's runs in this process.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from traitlets import Bool, HasTraits, Int, Unicode

from autograder import files
from autograder.course import CHECK, Assignment, Course, UsageError
from autograder.feedback.pages import student_page
from autograder.feedback.table import number
from autograder.platforms.nbgrader.kept_pool import grade
from autograder.report import ExerciseResult, Report
from autograder.submission.folder import refuse_in_sight
from autograder.submission.notebook import MAX_CELLS
from autograder.workers.messages import Order

_MOST_TEXT = 10_000_000  # characters of all cells; pictures may have been pasted into some
_MOST_SANITIZED = 50_000  # characters of a notebook's text with tags in it: 3 s at most
_TOO_MUCH = "What was handed in is too long to be shown here: see the file in `submitted/`."


class _OfCourse(HasTraits):
    course = Unicode(help="The folder of the autograder's course.").tag(config=True)

    def _assignment(self, resources: Any) -> tuple[Course, Assignment]:
        """The course and the assignment of this notebook. Raises UsageError for one that is not the course's."""
        course = Course.load(Path(self.course))
        return course, course.assignment(resources["nbgrader"]["assignment"])


class KeepStubs(ClearSolutions, _OfCourse):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's cutting of solutions, but for our notebooks, which hold none: it would cut the stubs' docstrings."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Leave a notebook of the course as it is."""
        try:
            self._assignment(resources)
        except UsageError:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        return nb, resources


class MendCells(NbGraderPreprocessor, _OfCourse):  # type: ignore[misc]
    """Each graded cell once, with the metadata it was released with; without a copy's, which would end a class's run.

    nbgrader empties the metadata of a duplicated cell, and then takes the whole notebook for one of a schema before 3.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Mend the cells of one notebook."""
        course, assignment = self._assignment(resources)
        released = nbformat.read(course.notebook(assignment.name), as_version=4)
        for cell in nb.cells:
            if not isinstance(cell.get("metadata"), dict):
                cell["metadata"] = nbformat.from_dict({})
            if not isinstance(cell.get("source"), str):
                cell["source"] = ""
        if len(nb.cells) > MAX_CELLS or sum(len(cell.source) for cell in nb.cells) > _MOST_TEXT:
            nb.cells = [nbformat.v4.new_markdown_cell(_TOO_MUCH)]  # the steps behind this one would take hours
        found = {name: _found(nb, cell) for cell in released.cells if (name := _id(cell))}
        for cell in nb.cells:
            cell.metadata.pop("nbgrader", None)
        for cell in released.cells:
            own = found.get(_id(cell) or "")
            if own is not None:
                own.metadata["nbgrader"] = cell.metadata["nbgrader"]
            elif _id(cell) and cell.metadata["nbgrader"]["grade"]:
                nb.cells.append(_added(cell))
        return nb, resources


def _found(nb: Any, released: Any) -> Any:
    """The cell that stands for a released one: by its name, its id or its text, and rather one that was worked on."""
    name, text = _id(released), released.source.strip()
    known = [c for c in nb.cells if _id(c) == name] or [c for c in nb.cells if _id(c) is None and c.get("id") == name]
    known = known or [c for c in nb.cells if _id(c) is None and c.source.strip() == text]
    worked_on = [c for c in known if c.source.strip() != text]
    return (worked_on or known or [None])[-1]


def _added(released: Any) -> Any:
    """A graded cell that is missing. In place of an answer in words stands what makes a person look for it."""
    cell = nbformat.from_dict(released | {"id": f"{_id(released)}-added"})
    if cell.metadata["nbgrader"]["solution"]:
        cell.source = "This cell was missing from what was handed in. Is there an answer elsewhere in the notebook?"
    return cell


def _id(cell: Any) -> str | None:
    facts = cell.metadata.get("nbgrader")
    name = facts.get("grade_id") if isinstance(facts, dict) else None
    return name if isinstance(name, str) else None


class GradeInSandbox(NbGraderPreprocessor, _OfCourse):  # type: ignore[misc]
    """Grades the submission, and writes what came of it into the notebook as nbgrader reads it."""

    seed = Int(0, help="Hidden inputs are drawn from this, the student, and the course's secret.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade one notebook. Raises RuntimeError where we could not: nbgrader then keeps the grade that there was."""
        course, assignment = self._assignment(resources)
        facts, converter = resources["nbgrader"], self.parent.parent
        student, notebook, where = facts["student"], facts["notebook"], converter.coursedir
        refuse_in_sight(Path(where.root))
        folder = Path(where.root, where.format_path(where.submitted_directory, student, assignment.name))
        report = grade(course, Order(assignment.name, str(folder / f"{notebook}.ipynb"), student, self.seed))
        if report.status == "error":
            _forget_new(facts)
            raise RuntimeError(f"not graded, through no fault of the student's: {report.reason}")
        _fill(nb, report, assignment)
        place = Path(where.root, where.format_path(where.autograded_directory, student, assignment.name))
        try:
            files.write(place / f"{notebook}-report.html", student_page(report, back="").encode())
        except OSError as fault:  # something of this name was handed in
            self.log.warning("no page for %s: %s", student, fault)
        return nb, resources


def _forget_new(facts: dict[str, str]) -> None:
    """Take back the submission that nbgrader has just recorded: without a score, its tables would show a zero."""
    with Gradebook(facts["db_url"]) as book:
        grades = book.find_submission_notebook(facts["notebook"], facts["assignment"], facts["student"]).grades
        if all(grade.auto_score is None and grade.manual_score is None for grade in grades):
            book.remove_submission(facts["assignment"], facts["student"])


class NoScripts(SanitizeHTML):
    """Takes scripts out of what instructors see: formgrader shows a student's text unescaped, in Jupyter's page."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
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


def _fill(nb: Any, report: Report, assignment: Assignment) -> None:
    printed = {p.cell: p.text for p in report.printed}
    results = {e.name + CHECK: e for e in report.exercises}
    checks = {e.name + CHECK for e in assignment.exercises}
    for place, cell in enumerate(nb.cells, 1):
        if cell.cell_type == "code":
            cell.outputs = [_stream(printed[place])] if place in printed else []
            if _id(cell) in checks:
                result = results.get(str(_id(cell)))
                cell.outputs = [_stream(_in_words(result, report.reason)), _score(result.score if result else 0.0)]


def _stream(text: str) -> Any:
    return nbformat.v4.new_output("stream", name="stdout", text=text)


def _score(points: float) -> Any:
    """The points: of all outputs nbgrader takes the first result, whatever stands before it on stdout."""
    return nbformat.v4.new_output("execute_result", {"text/plain": repr(points)}, execution_count=None)


def _in_words(result: ExerciseResult | None, reason: str | None) -> str:
    lines = [reason] if reason else []
    if result is not None:
        lines.append(f"{result.name}: {number(result.score)} of {number(result.max_score)} points")
        for test in result.tests:
            lines.append(f"  {'✓' if test.outcome == 'passed' else '✗'} {test.title}")
            lines += [f"      {test.message}"] if test.message else []
    return "\n".join(lines) + "\n"
