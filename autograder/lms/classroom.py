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


def owners(entries: Sequence[Entry], assignment: Assignment) -> list[list[Owner]]:
    """By the user's name on GitHub."""
    prefixes = [f"{slug}-" for slug in (_slug(assignment.name), _slug(assignment.title))]
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
    for prefix in prefixes:
        name = entry.name.replace("_", "-") if "_" not in prefix else entry.name
        if name.lower().startswith(prefix.lower()) and len(name) > len(prefix):
            return [Owner(entry.name[len(prefix) :])]
    return []


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
