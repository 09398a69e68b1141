"""Moodle: "Download all submissions" of an assignment gives folders or, with that setting off, loose files.

FULL NAME_ID_assignsubmission_file[_]/FILE, or FULL NAME_ID_assignsubmission_file_FILE, the same with `onlinetext`, as
`download_submissions` in `mod/assign/locallib.php` makes them. ID is the participant's number in this assignment, the
same as in the grading worksheet; a blank takes the place of a name's own underscores. Feedback that is uploaded as an
archive is found by the same four parts (`mod/assign/feedback/file/importziplib.php`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.course import Assignment
from autograder.lms.owners import Owner
from autograder.submission.entries import Entry

TITLE = "Moodle"
_NAME = re.compile(
    r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<own>.*))?", re.DOTALL
)


def owners(entries: Sequence[Entry], _assignment: Assignment) -> list[list[Owner]]:
    """By the participant's number: two people of one name are two. All files of one are one submission."""
    result: list[list[Owner]] = []
    for entry in entries:
        match = _NAME.fullmatch(entry.name)
        if match is None:
            result.append([])
        else:
            series = f"{match['kind']} {match['own'] or ''} {entry.is_folder}"
            result.append([Owner(match["id"], match["name"], series=series, belong_together=True)])
    return result


def participant(name: str) -> tuple[str, str] | None:
    """The number and the name of the participant whose file or folder this is; None where it is not Moodle's."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    return match["id"], match["name"]


def feedback_folder(key: str, name: str) -> str:
    """The folder under which Moodle looks for a participant's feedback files."""
    plain = name.replace("_", " ").replace("/", " ") or "Participant"
    return f"{plain}_{key}_assignsubmission_file_"
