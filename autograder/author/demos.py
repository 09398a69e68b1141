"""The demos of a solution, run as a notebook with all answers runs them: in a process beside, where they can't harm."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.author.solution_faults import marked_cells
from autograder.code_lines import code_lines
from autograder.course import DEMO, Assignment, Course
from autograder.grading.surroundings import copy_files

_COMMENT = re.compile(r"^# ?", re.MULTILINE)
_MAGIC = re.compile(r"^( *)[%!].*", re.MULTILINE)  # a line for IPython alone
_TIMES = 5  # as long as a notebook may take that is graded: a demo may train for longer
_LONGEST = 200  # characters of an exception's own text


@dataclass(frozen=True)
class CodeCell:
    """A code cell as a notebook has it, and the line of the solution in which its code begins."""

    source: str
    first_line: int
    is_demo: bool

    @property
    def at_its_lines(self) -> str:
        """The code with as many empty lines before it as lines stand before it in the file."""
        return "\n" * (self.first_line - 1) + self.source


def code_cells(text: str) -> Iterator[CodeCell]:
    """The code cells of a percent-format module; what stands as comments, since it is for notebooks alone, is code."""
    lines = code_lines(text)
    for first_line, last_line in marked_cells(lines):
        marks = lines[first_line - 1]
        if "[markdown]" in marks or "[raw]" in marks:
            continue
        source = "\n".join(lines[first_line:last_line])
        if "active-ipynb" in marks:
            source = _COMMENT.sub("", source)
        if source.startswith("%%"):
            continue
        source = _MAGIC.sub(r"\1pass", source)
        yield CodeCell(source, first_line + 1, f'"{DEMO}"' in marks or f"'{DEMO}'" in marks)


def unreadable_demos(path: Path) -> Iterator[str]:
    """A line for each demo that is no Python."""
    for cell in code_cells(path.read_text(encoding="utf-8")):
        try:
            ast.parse(cell.at_its_lines)
        except SyntaxError as fault:
            yield f"{path}:{fault.lineno or cell.first_line}: {fault.msg}: correct the demo here, plain Python alone"


def failing_demos(course: Course, assignment: Assignment) -> list[str]:
    """A line for each demo that fails though all exercises are solved."""
    path = course.solution(assignment.name)
    if not any(cell.is_demo for cell in code_cells(path.read_text(encoding="utf-8"))):
        return []
    seconds = _TIMES * course.limits.notebook_seconds
    environment = os.environ | {"MPLBACKEND": "agg", "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    with tempfile.TemporaryDirectory() as folder:
        copy_files(course.given_files(assignment.name), Path(folder))
        try:
            ended = subprocess.run(  # noqa: S603  the course author's own code
                [sys.executable, "-m", "autograder.author.demos", str(path.resolve())],
                cwd=folder,
                env=environment,
                capture_output=True,
                check=False,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired:
            return [f"{path}:1: the demos take more than {seconds:.0f} s: make them shorter"]
    if ended.returncode:
        return [f"{path}:1: the demos end Python (exit status {ended.returncode}): leave out the one that does"]
    return [f"{path}:{line}: {what}" for line, what in json.loads(ended.stdout.splitlines()[-1])]


def run(path: Path) -> list[tuple[int, str]]:
    """Run all code cells in their order. Returns the line of each demo that fails, and why."""
    names: dict[str, object] = {"__name__": "__main__", "display": print}
    failures = []
    for cell in code_cells(path.read_text(encoding="utf-8")):
        try:
            exec(compile(cell.at_its_lines, str(path), "exec"), names)  # noqa: S102  the course author's own code
        except Exception as fault:  # noqa: BLE001  a demo may raise anything
            failures.append((_line_in(path, fault, cell), _reason(fault)))
    return failures


def _line_in(path: Path, fault: Exception, cell: CodeCell) -> int:
    """The line of the cell's that a fault came from, though a function that it called may have raised it."""
    line = cell.first_line
    for frame in traceback.extract_tb(fault.__traceback__):
        if frame.filename == str(path):
            return frame.lineno or line
    return line


def _reason(fault: Exception) -> str:
    lines = str(fault).strip().splitlines() or ["no reason is given"]
    return f"the demo fails, {type(fault).__name__}: {lines[0][:_LONGEST]}: correct it, or what it calls"


def main() -> None:
    """Run the demos of the solution that is named, and print what fails as the last line."""
    with open(os.devnull, "w", encoding="utf-8") as nothing, contextlib.redirect_stdout(nothing):
        failures = run(Path(sys.argv[1]))
    print(json.dumps(failures))


if __name__ == "__main__":
    main()
