"""Which files of a course belong to an assignment beside its solution and its grader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_MEGABYTE = 1 << 20
_OUR_FILES = ("requirements.txt", "compare.py")  # that `release` puts beside a notebook, with the folder of checks
_CHECKS = "tests"
_PRIVATE_FOLDERS = ("editions", "locale", "notes")  # of solutions/


def beside_grader(folder: Path) -> list[Path]:
    """What lies in the folder of the graders and is none of them: conftest.py, modules that they import, data."""
    paths = []
    for path in _files_below(folder):
        # what pytest would collect there is another assignment's
        is_at_the_top = path.parent == folder
        if not (is_at_the_top and path.match("test_*.py")):
            paths.append(path)
    return paths


def modules_beside_grader(folder: Path) -> list[Path]:
    """The Python modules among them."""
    return [path for path in beside_grader(folder) if path.suffix == ".py"]


def _files_below(folder: Path) -> list[Path]:
    """All files there in order, but for hidden ones and what Python has compiled."""
    paths = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _is_hidden(path.relative_to(folder)):
            paths.append(path)
    return paths


def _is_hidden(path: Path) -> bool:
    """Whether a path below some folder is of a hidden file, such as .env, or of what Python has compiled."""
    return any(part == "__pycache__" or part.startswith(".") for part in path.parts)


def given_files(folder: Path, patterns: Iterable[str], assignment: str, private: Iterable[str]) -> dict[str, Path]:
    """The files that students get beside a notebook, by their names there: files, folders and patterns of `folder`.

    `private` are files there that nobody may get. Raises ValueError, which says what to do.
    """
    files: dict[str, Path] = {}
    for pattern in patterns:
        matching = _matching(folder, pattern)
        if not matching:
            raise ValueError(f"files: no {pattern!r} in {folder}: put it there, or take it out of the list")
        for path in matching:
            name = path.relative_to(folder).as_posix()
            _refuse_name(name, assignment, private)
            _refuse_target(path, name, folder, private)
            files[name] = path
    return files


def _matching(folder: Path, pattern: str) -> list[Path]:
    """The files that a pattern names: of a folder, all below it."""
    # a path that leads out of the folder could hand out the grader
    if not pattern or Path(pattern).is_absolute() or ".." in Path(pattern).parts:
        raise ValueError(f"files: expected a name below {folder}, got {pattern!r}")
    paths = []
    # sorted, so that archives and released folders are the same each time
    for path in sorted(folder.glob(pattern)):
        # a pattern means no hidden file, as in a shell
        if _is_hidden(path.relative_to(folder)):
            continue
        if path.is_dir():
            paths += _files_below(path)
        elif path.is_file():
            paths.append(path)
    return paths


def _refuse_name(name: str, assignment: str, private: Iterable[str]) -> None:
    first_part = name.partition("/")[0]
    if _is_private(name, private):
        raise ValueError(f"files: {name} is not for students: take it out of the list")
    if name in _OUR_FILES or name == f"{assignment}.ipynb" or first_part == _CHECKS:
        raise ValueError(f"files: `release` writes a {name} of its own: give yours another name")


def _is_private(name: str, private: Iterable[str]) -> bool:
    return name in private or name.partition("/")[0] in _PRIVATE_FOLDERS


def _refuse_target(path: Path, name: str, folder: Path, private: Iterable[str]) -> None:
    """Raise ValueError for a link to what is not for students: in such a folder, or not below `folder` at all."""
    target = path.resolve()
    root = folder.resolve()
    if not target.is_relative_to(root):
        raise ValueError(f"files: {name} is a link that leads out of {folder}: put a copy in its place")
    linked = target.relative_to(root)
    if _is_hidden(linked) or _is_private(linked.as_posix(), private):
        raise ValueError(f"files: {name} is a link to {linked}, which is not for students: take it out of the list")


def check_sizes(files: dict[str, Path], file_mb: int, files_mb: int) -> None:
    """Raise ValueError where files are larger than what a notebook may write: they are copied for it."""
    # a sandbox copies them, and is ended where it writes more than these limits
    total_size = 0
    for name, path in files.items():
        size = path.stat().st_size
        total_size += size
        if size > file_mb * _MEGABYTE:
            raise ValueError(f"files: {name} has {size / _MEGABYTE:.1f} MB: raise file_mb in [limits], now {file_mb}")
    if total_size > files_mb * _MEGABYTE:
        total = f"{total_size / _MEGABYTE:.1f} MB"
        raise ValueError(f"files: they have {total} together: raise files_mb in [limits], now {files_mb}")
