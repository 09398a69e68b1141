"""Brightspace (D2L): "Download" of an assignment's submissions gives a folder, or a loose file, for each submission.

USERID-ORGID - Full Name - DATE/FILE, or USERID-ORGID - Full Name - DATE - FILE, beside an index.html; DATE is as the
institution's language has it, such as "Nov 25, 2026 1123 PM". Feedback is uploaded as an archive of the same folders.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.course import Assignment
from autograder.lms.owners import Owner, iso_of, moment_of
from autograder.submission.entries import Entry

TITLE = "Brightspace"
_FOLDER = re.compile(r"(?P<id>\d+)-(?P<org>\d+) - (?P<name>.+) - (?P<date>[^/]*\d[^/]*)", re.DOTALL)
_FILE = re.compile(
    r"(?P<id>\d+)-(?P<org>\d+) - (?P<name>.+?) - (?P<date>[^/]*?\d{3,4}(?: [AP]M)?) ?- ?(?P<own>.+)", re.DOTALL
)
_DATES = (
    "%b %d, %Y %I%M %p", "%B %d, %Y %I%M %p", "%d %B, %Y %H%M", "%d %b, %Y %H%M", "%d %B %Y %H%M", "%d %b %Y %H%M",
    "%b %d, %Y %H%M", "%B %d, %Y %H%M", "%Y-%m-%d %H%M", "%b %d, %Y %I%M%p", "%d %B, %Y %I%M %p", "%d %b, %Y %I%M %p",
)  # fmt: skip


def owners(entries: Sequence[Entry], _assignment: Assignment) -> list[list[Owner]]:
    """By the user's id. Of several submissions the newest counts."""
    return [_owners(entry) for entry in entries]


def knows(entry: Entry) -> bool:
    """Whether the name of a file or a folder is one of Brightspace's."""
    return bool(_owners(entry))


def _owners(entry: Entry) -> list[Owner]:
    form = _FILE
    if entry.is_folder:
        form = _FOLDER
    match = form.fullmatch(entry.name)
    if match is None:
        return []
    date = " ".join(match["date"].split())
    is_file = not entry.is_folder
    moment = _moment(date)
    handed_in = iso_of(moment) or date
    return [Owner(match["id"], match["name"], moment=moment, handed_in=handed_in, belong_together=is_file)]


def _moment(date: str) -> tuple[int, ...]:
    digits_only = re.sub(r"(?<=\d)[:_.h](?=\d\d\b)", "", date)  # as browsers spell a colon in a file's name
    four_digits = re.sub(r"\b(\d)(\d\d)(?= [AP]M\b|$)", r"0\1\2", digits_only)  # "907 AM" is seven past nine
    return moment_of(four_digits, *_DATES)
