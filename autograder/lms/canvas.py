"""Canvas: "Download Submissions" of an assignment gives one archive of loose files.

NAME[_LATE]_USERID_FILEID_FILE, as `content_zipper.rb` of canvas-lms makes them: NAME is the student's sortable name in
small letters without blanks; text entries and links are NAME[_LATE]_USERID_text.html and …_link.html. FILEID grows with
time. When feedback is uploaded as an archive, Canvas looks for the first two numbers of a name again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from autograder.course import Assignment
from autograder.lms.owners import NO, YES, Owner, without_number
from autograder.submission.entries import Entry

TITLE = "Canvas"
_NAME = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<user>\d+)_(?:(?P<file>\d+)_(?P<own>.+)|(?P<text>(?:text|link)\.html?))",
    re.DOTALL,
)


def owners(entries: Sequence[Entry], _assignment: Assignment) -> list[list[Owner]]:
    """By the user's id. Files of one name are attempts, of which the newest counts; others are one submission."""
    return [_owners(entry) for entry in entries]


def _owners(entry: Entry) -> list[Owner]:
    match = _NAME.fullmatch(entry.name)
    if match is None:
        return []
    late = NO
    if match["late"]:
        late = YES
    if match["text"]:
        return [Owner(match["user"], match["name"], late, match["text"], belong_together=True)]
    series = without_number(match["own"]).lower()
    moment = (int(match["file"]),)
    return [Owner(match["user"], match["name"], late, series, moment, belong_together=True)]


def knows(name: str) -> bool:
    """Whether a file's name is one of Canvas's."""
    return _NAME.fullmatch(name) is not None


def doubts(entries: Sequence[Entry]) -> str:
    """Why names of this form may not be Canvas's: each file that it hands out has a number of its own."""
    file_numbers: Counter[str] = Counter()
    for entry in entries:
        match = _NAME.fullmatch(entry.name)
        if match is not None and match["file"]:
            file_numbers[match["file"]] += 1
    for number, count in file_numbers.most_common(1):
        if count > 1:
            return f"the number {number}, where Canvas writes a file's own, is there {count} times"
    return ""
