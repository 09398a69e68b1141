"""Blackboard: "Assignment File Download" in the Grade Center gives one archive of loose files.

TITLE_USERNAME_attempt_YYYY-MM-DD-HH-MM-SS[_FILE], and for each attempt TITLE_USERNAME_attempt_TIME.txt, which begins
with "Name: Full Name (username)" and tells the files' own names (Blackboard Help, "Download Assignments").
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Sequence

from autograder.course import Assignment
from autograder.lms.owners import Owner
from autograder.submission.entries import Entry
from autograder.submission.notebook import Rejected, load

TITLE = "Blackboard"
_NAME = re.compile(
    r"(?P<who>.+)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<own>.+)|(?P<text>\.txt))", re.DOTALL
)
_PERSON = re.compile(r"\A\ufeff?\s*Name:\s*(?P<name>.*?)\s*\((?P<user>[^()\n]+)\)\s*$", re.MULTILINE)
_MOST_BYTES = 4_096  # of the text beside an attempt: the name stands in its first line


def owners(entries: Sequence[Entry], _assignment: Assignment) -> list[list[Owner]]:
    """By the user's name. Of several attempts the newest counts, with all of its files."""
    matches = [_NAME.fullmatch(entry.name) for entry in entries]
    people = _people(entries, matches)
    title_length = _title_length([match["who"] for match in matches if match is not None], people)
    result: list[list[Owner]] = []
    for entry, match in zip(entries, matches, strict=True):
        if match is None:
            result.append([])
            continue
        who = match["who"]
        user, name = people.get(who, (who[title_length:], ""))
        moment = (int(match["time"].replace("-", "")),)
        year, month, day, *clock = match["time"].split("-")
        handed_in = f"{year}-{month}-{day}T{':'.join(clock)}"
        series = ""
        if match["text"]:
            series = entry.name  # the platform's text is no attempt at anything
        result.append([Owner(user, name, series=series, moment=moment, belong_together=True, handed_in=handed_in)])
    return result


def knows(name: str) -> bool:
    """Whether a file's name is one of Blackboard's."""
    return _NAME.fullmatch(name) is not None


def _people(entries: Sequence[Entry], matches: Sequence[re.Match[str] | None]) -> dict[str, tuple[str, str]]:
    """The user's name and the full name, by TITLE_USERNAME, as the texts beside the attempts tell them."""
    people: dict[str, tuple[str, str]] = {}
    for entry, match in zip(entries, matches, strict=True):
        if match is None or not match["text"] or not entry.pieces:
            continue
        try:
            text = load(entry.pieces[0].path, _MOST_BYTES).decode("utf-8", "replace")
        except (Rejected, OSError):
            continue
        person = _PERSON.search(text)
        # the name that a person chose may hold anything: the user's name has to be that of the file
        if person is not None and match["who"].endswith(f"_{person['user']}"):
            people[match["who"]] = (person["user"], person["name"])
    return people


def _title_length(all_who: Sequence[str], people: dict[str, tuple[str, str]]) -> int:
    """How many characters of TITLE_USERNAME are the title's: both may hold underscores."""
    for who, (user, _) in people.items():
        return len(who) - len(user)
    different = sorted(set(all_who))
    # a title is the same for everybody, and user names that all begin alike up to an underscore are rare
    if len(different) > 1:
        return os.path.commonprefix(different).rfind("_") + 1  # noqa: RUF071  these are names, no paths
    for who in different:
        return who.rfind("_") + 1
    return 0
