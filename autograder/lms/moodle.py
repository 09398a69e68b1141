"""Moodle: "Download all submissions" of an assignment gives folders or, with that setting off, loose files.

FULL NAME_ID_assignsubmission_file[_]/FILE, or FULL NAME_ID_assignsubmission_file_FILE, the same with `onlinetext`, as
`download_submissions` in `mod/assign/locallib.php` makes them. ID is the participant's number in this assignment, the
same as in the grading worksheet; a blank takes the place of a name's own underscores. Feedback that is uploaded as an
archive is found by the same four parts (`mod/assign/feedback/file/importziplib.php`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder import names
from autograder.course import Assignment
from autograder.lms.owners import Owner
from autograder.submission.entries import Entry

TITLE = "Moodle"
# of the months in the languages of Moodle's packs, as much as tells them apart
_MONTHS = (
    "jan|ene|gen", "feb|fév|fev", "mar|mär|maa|mrt", "apr|avr|abr", "may|mai|mei|mag", "jun|juin|giu",
    "jul|juil|lug", "aug|aoû|ago", "sep|set", "oct|okt|ott|out", "nov", "dec|dez|déc|dic",
)  # fmt: skip
_LATE = ("late", "später", "verspätet", "en retard", "después", "tarde", "in ritardo", "te laat", "atrasado")
_EXTENSION = re.compile(r"(extension|verlängert|verlängerung|prolongation|prórroga|proroga|uitstel)", re.IGNORECASE)
_DAY_FIRST = re.compile(r"\b(?P<day>\d{1,2})\.? (?:de )?(?P<month>[^\W\d_]+)\.?,? (?:de )?(?P<year>\d{4})\b")
_MONTH_FIRST = re.compile(r"\b(?P<month>[^\W\d_]+) (?P<day>\d{1,2}), (?P<year>\d{4})\b")
_CLOCK = re.compile(r"\b(?P<hour>\d{1,2}):(?P<minute>\d\d)\s*(?P<half>[AP]M)?", re.IGNORECASE)
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


def is_late(status: str) -> bool:
    """Whether the worksheet's Status says that work came late, such as "Submitted for grading - 1 day 2 hours late"."""
    for sentence in status.split(" - "):
        plain = sentence.strip().casefold()
        if plain.endswith(_LATE) and re.search(r"\d", plain):
            return True
    return False


def extension(status: str) -> str:
    """The time until which the worksheet's Status says that somebody may hand in; nothing where it says none."""
    for sentence in status.split(" - "):
        if _EXTENSION.search(sentence):
            return moment(sentence)
    return ""


def moment(text: str) -> str:
    """A time as Moodle writes it, such as "Wednesday, 25 November 2026, 11:23 PM", as ISO 8601 has it."""
    line = names.in_a_line(text)
    date = _DAY_FIRST.search(line) or _MONTH_FIRST.search(line)
    clock = _CLOCK.search(line)
    if date is None or clock is None:
        return ""
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12
        if clock["half"].lower() == "pm":
            hour += 12
    for number, beginnings in enumerate(_MONTHS, 1):
        if re.match(beginnings, date["month"], re.IGNORECASE):
            return f"{date['year']}-{number:02}-{int(date['day']):02}T{hour:02}:{clock['minute']}"
    return ""
