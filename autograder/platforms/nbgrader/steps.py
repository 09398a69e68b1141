"""Our steps among nbgrader's: cells mended before it looks at them, and work graded behind the boundary.

Grading reads the file that was handed in, not what nbgrader has made of it, so that the score is that of
`autograder grade`. No kernel is started and nothing of the student's runs in this process.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Int, Unicode

from autograder.batch.orders import Order
from autograder.course import Assignment, Course
from autograder.feedback.pages import student_page
from autograder.feedback.table import number
from autograder.platforms.nbgrader.warm import grade
from autograder.report import ExerciseResult, Report

CHECK = "-check"  # what a check cell's grade_id has behind its exercise's


class _OurStep(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    course = Unicode(help="The folder of the autograder's course.").tag(config=True)

    def _assignment(self, resources: Any) -> tuple[Course, Assignment]:
        course = Course.load(Path(self.course))
        return course, course.assignment(resources["nbgrader"]["assignment"])


class MendCells(_OurStep):
    """Each graded cell once, with the metadata it was released with; without a copy's, which would end a class's run.

    nbgrader empties the metadata of a duplicated cell, and then takes the whole notebook for one of a schema before 3.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Mend the cells of one notebook."""
        course, assignment = self._assignment(resources)
        released = nbformat.read(course.notebook(assignment.name), as_version=4)
        wanted = {_id(cell): cell for cell in released.cells if _id(cell)}
        for name in wanted.keys() - {_id(cell) for cell in nb.cells}:
            _recognize(nb, name, wanted[name])
        last = {_id(cell): cell for cell in nb.cells}
        for cell in nb.cells:
            if _id(cell) in wanted and last[_id(cell)] is cell:
                cell.metadata["nbgrader"] = wanted[_id(cell)].metadata["nbgrader"]
            else:
                cell.metadata.pop("nbgrader", None)
        for name, cell in wanted.items():
            if name not in last and cell.metadata["nbgrader"]["grade"]:
                nb.cells.append(nbformat.from_dict(cell | {"id": f"{name}-added"}))
        return nb, resources


def _recognize(nb: Any, name: str, released: Any) -> None:
    """Give a cell that lost its metadata the name under which it was released."""
    for cell in nb.cells:
        if _id(cell) is None and cell.source.strip() == released.source.strip():
            cell.metadata["nbgrader"] = {"grade_id": name}
            return


def _id(cell: Any) -> Any:
    facts = cell.metadata.get("nbgrader")
    return facts.get("grade_id") if isinstance(facts, dict) else None


class GradeInSandbox(_OurStep):
    """Grades the submission, and writes what came of it into the notebook as nbgrader reads it."""

    seed = Int(0, help="Hidden inputs are drawn from this, the student, and the course's secret.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade one notebook. Raises RuntimeError where we could not: nbgrader then keeps the grade that there was."""
        course, assignment = self._assignment(resources)
        facts, converter = resources["nbgrader"], self.parent.parent
        folder = converter.coursedir.format_path(
            converter.coursedir.submitted_directory, facts["student"], assignment.name
        )
        notebook = Path(converter.coursedir.root, folder, f"{facts['notebook']}.ipynb")
        report = grade(course, Order(assignment.name, str(notebook), facts["student"], self.seed))
        if report.status == "error":
            raise RuntimeError(f"not graded, through no fault of the student's: {report.reason}")
        _fill(nb, report, assignment)
        page = Path(converter.coursedir.root, converter._format_dest(assignment.name, facts["student"]))  # noqa: SLF001
        (page / f"{facts['notebook']}-report.html").write_text(student_page(report, back=""), encoding="utf-8")
        return nb, resources


def _fill(nb: Any, report: Report, assignment: Assignment) -> None:
    printed = {p.cell: p.text for p in report.printed}
    results = {e.name + CHECK: e for e in report.exercises}
    for place, cell in enumerate(nb.cells, 1):
        if cell.cell_type != "code":
            continue
        cell.outputs = [_stream(printed[place])] if place in printed else []
        name = _id(cell)
        if name in {e.name + CHECK for e in assignment.exercises}:
            result = results.get(name)
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
