"""Solutions → what students get: the same bytes each time, written, compared, or put into a folder of its own."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Collection
from pathlib import Path

import nbformat

from autograder.author import solution
from autograder.author.checks import public_checks
from autograder.author.solution import Cell
from autograder.course import ANSWER, CHECK, DEMO, Assignment, Course, Exercise, Question, UsageError
from autograder.grading import compare

_CHECK = """# Public checks of {name} ({points:g} {unit}). The grader has more of them, and checks more closely.
grader.check("{name}")"""

_FIRST = """# Run this cell first.
{imports}

# The checks need otter-grader: it is installed where it is missing, on Colab for example.
import importlib.util
import pathlib
import sys

if importlib.util.find_spec("otter") is None:
    %pip install --quiet {otter}
{colab}
import otter

grader = otter.Notebook()"""

_DEMO = """try:
{demo}
except NotImplementedError as stub:
    print(stub)"""

_FETCH = """if "google.colab" in sys.modules:  # it opens the notebook alone, without its folder
    import urllib.request

    pathlib.Path("tests").mkdir(exist_ok=True)
    for file in {files}:
        urllib.request.urlretrieve("{url}/{name}/" + file, file)"""

_UPLOAD = """if "google.colab" in sys.modules and not pathlib.Path("tests").is_dir():  # it opens the notebook alone
    print("Drag compare.py and the folder tests, beside this notebook, to Colab's files; then run this again.")
    pathlib.Path("tests").mkdir()"""

_WANTED = ("torch", "numpy", "matplotlib", "scikit-learn", "otter-grader")

_IGNORED = b".venv/\n__pycache__/\n.ipynb_checkpoints/\n.OTTER_LOG\n"

_README = """# {title}

{rows}

Work through a notebook from top to bottom, replace each `raise NotImplementedError(…)` with your code, and run the
cell below it: it checks your answer and says how it is wrong. Hand in the notebook. It is graded by what it defines,
so keep the names as they are.

    python -m venv .venv && .venv/bin/pip install -r {first}/requirements.txt jupyterlab && .venv/bin/jupyter lab
"""


def build(course: Course) -> dict[str, bytes]:
    """Every file below assignments/, by its path there."""
    files: dict[str, bytes] = {}
    for assignment in course.assignments.values():
        folder = assignment.name
        files[f"{folder}/{folder}.ipynb"] = notebook(course, assignment).encode()
        files[f"{folder}/requirements.txt"] = _requirements(course).encode()
        files[f"{folder}/compare.py"] = Path(compare.__file__).read_bytes()
        for name, source in public_checks(course.grader(folder)).items():
            files[f"{folder}/tests/{name}.py"] = source.encode("ascii")
    return files


def _requirements(course: Course) -> str:
    return "".join(f"{_pinned(course, name)}\n" for name in _WANTED)


def _pinned(course: Course, name: str) -> str:
    """A requirement of the students' in the version that the grader has."""
    pinned = {line.split("==")[0].lower(): line for line in (course.root / "constraints.txt").read_text().split()}
    return pinned.get(name, name)


def notebook(course: Course, assignment: Assignment) -> str:
    """The student's notebook as JSON text."""
    cells = solution.read(course.solution(assignment.name))
    solved = [cell.exercise for cell in cells if cell.exercise]
    if solved != [e.name for e in assignment.exercises]:
        raise UsageError(f"{course.solution(assignment.name)} solves {solved}, course.toml lists another set or order")
    asked = [cell.question for cell in cells if cell.question]
    if asked != [q.name for q in assignment.questions]:
        raise UsageError(f"{course.solution(assignment.name)} answers {asked}, course.toml asks something else")
    exercises = {e.name: e for e in assignment.exercises}
    first = next(cell for cell in cells if cell.code)
    if first.demo or first.exercise:
        raise UsageError(f"{course.solution(assignment.name)}: the first code cell should be the imports, nothing else")
    opening = _code(_first(course, assignment, first.source), {})
    released = [made for c in cells for made in ([opening] if c is first else _release(c, exercises, assignment))]
    for number, cell in enumerate(released):
        cell["id"] = cell["metadata"].get("nbgrader", {}).get("grade_id", f"{assignment.name}-{number}")
    facts = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    made = nbformat.v4.new_notebook(cells=released, metadata=facts)
    nbformat.validate(made)
    return str(nbformat.writes(made)) + "\n"


def _first(course: Course, assignment: Assignment, imports: str) -> str:
    """The first code cell: the solution's imports, and the way to the checks."""
    files = ["compare.py", *(f"tests/{e.name}.py" for e in assignment.exercises)]
    colab = _FETCH.format(files=files, url=course.url.rstrip("/"), name=assignment.name) if course.url else _UPLOAD
    return _FIRST.format(imports=imports, otter=_pinned(course, "otter-grader"), colab=colab)


def _release(cell: Cell, exercises: dict[str, Exercise], assignment: Assignment) -> list[nbformat.NotebookNode]:
    if cell.question:
        return _answer(next(q for q in assignment.questions if q.name == cell.question))
    if not cell.code:
        return [nbformat.v4.new_markdown_cell(cell.source)]
    if cell.demo:
        return [_code(_kindly(cell.source, exercises), {"tags": [DEMO]})]
    if cell.exercise is None:
        return [_code(cell.source, {})]
    exercise = exercises[cell.exercise]
    unit = "point" if exercise.points == 1 else "points"
    check = _CHECK.format(name=exercise.name, points=exercise.points, unit=unit)
    answer: dict[str, object] = {"nbgrader": _nbgrader(exercise.name, solution=True)}
    checked: dict[str, object] = {
        "nbgrader": _nbgrader(exercise.name + CHECK, solution=False) | {"points": exercise.points}
    }
    return [_code(solution.stub(cell.source).rstrip("\n"), answer), _code(check, checked)]


def _kindly(demo: str, exercises: Collection[str]) -> str:
    """A demo that says in one line which stub is still empty: a traceback would also end the run of all cells."""
    asked = {node.id for node in ast.walk(ast.parse(demo)) if isinstance(node, ast.Name)} & set(exercises)
    return _DEMO.format(demo=textwrap.indent(demo, "    ")) if asked else demo


def _answer(question: Question) -> list[nbformat.NotebookNode]:
    """Where a student writes: nbgrader's manually graded cell, and for otter the end of what goes into a PDF."""
    facts = _nbgrader(question.name, solution=True) | {"grade": True, "points": question.points}
    answer = nbformat.v4.new_markdown_cell(ANSWER, metadata={"nbgrader": facts})
    return [answer, nbformat.v4.new_markdown_cell("<!-- END QUESTION -->")]


def _nbgrader(grade_id: str, *, solution: bool) -> dict[str, object]:
    facts = {"grade": not solution, "grade_id": grade_id, "locked": not solution}
    return facts | {"schema_version": 3, "solution": solution, "task": False}


def _code(source: str, metadata: dict[str, object]) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, metadata=metadata)  # type: ignore[no-any-return]


def release(course: Course) -> int:
    """Write assignments/, and take away what no longer belongs there. Returns the number of files that changed."""
    folder, files = course.root / "assignments", build(course)
    changed = stale(course, files)
    for name in changed:
        path = folder / name
        if name in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
        else:
            path.unlink()
    return len(changed)


def stale(course: Course, files: dict[str, bytes] | None = None) -> list[str]:
    """The files below assignments/ that differ from what the solutions give, are missing, or are too many."""
    folder, wanted = course.root / "assignments", build(course) if files is None else files
    present = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    changed = {name for name, data in wanted.items() if name not in present or (folder / name).read_bytes() != data}
    return sorted(changed | (present - wanted.keys()))


def release_to(course: Course, folder: Path) -> int:
    """Write what students get to a folder of its own. Returns the number of files."""
    rows = "\n".join(f"- [{a.title}]({a.name}/{a.name}.ipynb)" for a in course.assignments.values())
    readme = _README.format(title=course.title, rows=rows, first=next(iter(course.assignments)))
    files = build(course) | {"README.md": readme.encode(), ".gitignore": _IGNORED}
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder")
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return len(files)
