"""What lies in a folder that was handed in: walked through without recursion, and not for ever."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.submission.notebook import Rejected
from autograder.words.sentence import sentence

MAX_DEPTH = 32
MAX_ENTRIES = 50_000
# what tools keep beside somebody's work; hidden folders are passed over, too
IGNORED = {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv", "env"}
_REASONS = {
    "__MACOSX": "what macOS adds to an archive",
    "__pycache__": "what Python keeps beside modules",
    "node_modules": "installed packages",
    ".ipynb_checkpoints": "Jupyter's own copies",
    ".git": "version control",
}
_ENVIRONMENT = "pyvenv.cfg"  # lies in an environment of Python's, whatever that is called
_AGAIN = sentence("hand in the notebook itself, as Jupyter saves it")


@dataclass
class Contents:
    """The files and links in a folder, and the folders that nobody may look into.

    `passed_over` are the files and folders in which no student works, each with the reason.
    """

    files: list[Path] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)
    passed_over: list[tuple[Path, str]] = field(default_factory=list)


def why_passed_over(name: str) -> str:
    """Why no student works in a file or a folder of this name; nothing where one may."""
    if name in _REASONS:
        return _REASONS[name]
    if name in IGNORED:
        return "an environment of Python's"
    if name.startswith("._"):
        return "what macOS keeps beside a file"
    if name.startswith("."):
        return "hidden"
    return ""


def is_passed_over(parts: Iterable[str]) -> bool:
    """Whether a path leads through a folder, or to a file, that no student works in."""
    return any(why_passed_over(part) for part in parts)


def contents(folder: Path) -> Contents:
    """The files in a folder and those below it, in the order of their depth and names. Links are not followed.

    Raises Rejected where there are too many entries to look at, or where folders lie in folders without end.
    """
    listed = Contents()
    waiting = deque([(folder, 1)])
    entry_count = 0
    while waiting:
        current, depth = waiting.popleft()
        entries = _entries(current, MAX_ENTRIES - entry_count)
        if entries is None:
            listed.closed.append(current)
            continue
        entry_count += len(entries)
        if current != folder and any(entry.name == _ENVIRONMENT for entry in entries):
            listed.passed_over.append((current, "an environment of Python's"))
            continue
        for entry in entries:
            reason = why_passed_over(entry.name)
            if reason:
                listed.passed_over.append((Path(entry.path), reason))
            elif not entry.is_dir(follow_symlinks=False):
                listed.files.append(Path(entry.path))
            elif depth == MAX_DEPTH:
                raise Rejected("its folders are nested more than {most} deep: {advice}", most=MAX_DEPTH, advice=_AGAIN)
            else:
                waiting.append((Path(entry.path), depth + 1))
    return listed


def _entries(folder: Path, entry_limit: int) -> list[os.DirEntry[str]] | None:
    """A folder's entries by name; None where it can't be read."""
    entries = []
    try:
        with os.scandir(folder) as scan:
            for entry in scan:
                entries.append(entry)
                if len(entries) > entry_limit:
                    raise Rejected(
                        "it holds more than {most} files and folders: {advice}", most=f"{MAX_ENTRIES:,}", advice=_AGAIN
                    )
    except OSError:
        return None
    return sorted(entries, key=lambda entry: entry.name)
