"""Solutions → what students get: the same bytes each time, written, compared, or put into a folder of its own."""

from __future__ import annotations

from pathlib import Path

import nbformat

from autograder.author import solution, student_checks
from autograder.author.checks import public_checks
from autograder.author.solution import Cell
from autograder.course import Assignment, Course, Exercise, UsageError
from autograder.grading import compare

_CHECK = """# Public checks of {name} ({points:g} {unit}). The grader has more of them, and checks more closely.
from tests import check

check("{name}", globals())"""

_README = """# {title}

{rows}

Work through a notebook from top to bottom, replace each `raise NotImplementedError` with your code, and run the
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
        files[f"{folder}/tests/__init__.py"] = _source_of(student_checks)
        files[f"{folder}/tests/compare.py"] = _source_of(compare)
        files[f"{folder}/tests/public_checks.py"] = public_checks(course.grader(folder)).encode()
    return files


def _source_of(module: object) -> bytes:
    return Path(str(module.__file__)).read_bytes()  # type: ignore[attr-defined]


def _requirements(course: Course) -> str:
    """What a notebook imports, in the versions that the grader has."""
    wanted = ("torch", "numpy", "matplotlib")
    pinned = {line.split("==")[0].lower(): line for line in (course.root / "constraints.txt").read_text().split()}
    return "".join(f"{pinned.get(name, name)}\n" for name in wanted)


def notebook(course: Course, assignment: Assignment) -> str:
    """The student's notebook as JSON text."""
    cells = solution.read(course.solution(assignment.name))
    solved = [cell.exercise for cell in cells if cell.exercise]
    if solved != [e.name for e in assignment.exercises]:
        raise UsageError(f"{course.solution(assignment.name)} solves {solved}, course.toml lists another set or order")
    exercises = {e.name: e for e in assignment.exercises}
    released = [made for cell in cells for made in _release(cell, exercises)]
    for number, cell in enumerate(released):
        cell["id"] = cell["metadata"].get("nbgrader", {}).get("grade_id", f"{assignment.name}-{number}")
    facts = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    made = nbformat.v4.new_notebook(cells=released, metadata=facts)
    nbformat.validate(made)
    return str(nbformat.writes(made)) + "\n"


def _release(cell: Cell, exercises: dict[str, Exercise]) -> list[nbformat.NotebookNode]:
    if not cell.code:
        return [nbformat.v4.new_markdown_cell(cell.source)]
    if cell.exercise is None:
        return [_code(cell.source, {"tags": ["demo"]} if cell.demo else {})]
    exercise = exercises[cell.exercise]
    unit = "point" if exercise.points == 1 else "points"
    check = _CHECK.format(name=exercise.name, points=exercise.points, unit=unit)
    answer: dict[str, object] = {"nbgrader": _nbgrader(exercise.name, solution=True)}
    checked: dict[str, object] = {
        "nbgrader": _nbgrader(f"{exercise.name}-check", solution=False) | {"points": exercise.points}
    }
    return [_code(solution.stub(cell.source).rstrip("\n"), answer), _code(check, checked)]


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
    files = build(course) | {"README.md": readme.encode(), ".gitignore": b".venv/\n__pycache__/\n.ipynb_checkpoints/\n"}
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder")
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return len(files)
