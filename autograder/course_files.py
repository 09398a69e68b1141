"""Which files of a course belong to an assignment beside its solution and its grader."""

from __future__ import annotations

from pathlib import Path


def beside_grader(folder: Path) -> list[Path]:
    """What lies in the folder of the graders and is none of them: conftest.py, modules that they import, data."""
    paths = []
    for path in _files_below(folder):
        is_at_the_top = path.parent == folder
        if not (is_at_the_top and path.match("test_*.py")):
            paths.append(path)
    return paths


def _files_below(folder: Path) -> list[Path]:
    """All files there in order, but for hidden ones and what Python has compiled."""
    paths = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        is_hidden = any(part == "__pycache__" or part.startswith(".") for part in parts)
        if path.is_file() and not is_hidden:
            paths.append(path)
    return paths
