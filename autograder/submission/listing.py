"""What lies in a folder that was handed in: walked through without recursion, and not for ever."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.submission.notebook import Rejected

MAX_DEPTH = 32
MAX_ENTRIES = 50_000
# what tools keep beside somebody's work; hidden folders are passed over, too
IGNORED = {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv", "env"}
_ENVIRONMENT = "pyvenv.cfg"  # lies in an environment of Python's, whatever that is called
_AGAIN = "hand in the notebook itself, as Jupyter saves it"


@dataclass
class Contents:
    """The files and links in a folder, and the folders that nobody may look into."""

    files: list[Path] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)


def is_passed_over(parts: Iterable[str]) -> bool:
    """Whether a path leads through a folder, or to a file, that no student works in."""
    return any(part in IGNORED or part.startswith(".") for part in parts)


def contents(folder: Path) -> Contents:
    """The files in a folder and those below it, in the order of their depth and names. Links are not followed.

    Raises Rejected where there are too many entries to look at, or where folders lie in folders without end.
    """
    found = Contents()
    waiting = deque([(folder, 1)])
    count = 0
    while waiting:
        current, depth = waiting.popleft()
        entries = _entries(current, MAX_ENTRIES - count)
        if entries is None:
            found.closed.append(current)
            continue
        count += len(entries)
        if current != folder and any(entry.name == _ENVIRONMENT for entry in entries):
            continue
        for entry in entries:
            if is_passed_over([entry.name]):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth == MAX_DEPTH:
                    raise Rejected(f"its folders are nested more than {MAX_DEPTH} deep: {_AGAIN}")
                waiting.append((Path(entry.path), depth + 1))
            else:
                found.files.append(Path(entry.path))
    return found


def _entries(folder: Path, most: int) -> list[os.DirEntry[str]] | None:
    """A folder's entries by name; None where it can't be read."""
    entries = []
    try:
        with os.scandir(folder) as scan:
            for entry in scan:
                entries.append(entry)
                if len(entries) > most:
                    raise Rejected(f"it holds more than {MAX_ENTRIES:,} files and folders: {_AGAIN}")
    except OSError:
        return None
    return sorted(entries, key=lambda entry: entry.name)
