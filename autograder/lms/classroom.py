"""GitHub Classroom: `gh classroom clone student-repos` gives a folder for each student's repository.

A-USERNAME/, where A is the assignment's name in small letters with hyphens, as GitHub makes a repository's name of it.
Both may hold hyphens: A has to be the assignment's name or title, or `--layout classroom` says that it is what all of
the folders begin with.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Sequence

from autograder.course import Assignment
from autograder.lms.owners import Owner
from autograder.submission.entries import Entry

TITLE = "GitHub Classroom"
_ALL_OF_THEM = "submissions"  # A-submissions/ is the folder in which `gh` lays the students'


def owners(entries: Sequence[Entry], assignment: Assignment) -> list[list[Owner]]:
    """By the user's name on GitHub."""
    prefixes = [f"{slug}-" for slug in (_slug(assignment.title), _slug(assignment.name))]
    prefixes.sort(key=len, reverse=True)  # the name may be the beginning of the title
    return [_owners(entry, prefixes) for entry in entries]


def owners_by_prefix(entries: Sequence[Entry], assignment: Assignment) -> list[list[Owner]]:
    """The same where somebody has said that these are a classroom's folders, whatever the assignment is called."""
    named = owners(entries, assignment)
    if any(named):
        return named
    folders = [entry.name for entry in entries if entry.is_folder]
    prefix = os.path.commonprefix(folders)  # noqa: RUF071  these are names, no paths
    prefix = prefix[: prefix.rfind("-") + 1]
    if not prefix:
        return named
    return [_owners(entry, [prefix]) for entry in entries]


def _owners(entry: Entry, prefixes: Sequence[str]) -> list[Owner]:
    if not entry.is_folder:
        return []
    name = entry.name.replace("_", "-").lower()
    for prefix in prefixes:
        user = entry.name[len(prefix) :]
        if name.startswith(prefix.replace("_", "-").lower()) and user not in ("", _ALL_OF_THEM):
            return [Owner(user)]
    return []


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
