"""Gradescope: "Export Submissions" gives submission_ID/FILE, and submission_metadata.yml, which says whose each is.

The list holds for each submission `:submitters:` with `:name:`, `:sid:` and `:email:` (a group has several), and
`:created_at:` (Gradescope Help, "Exporting submissions"). The archive has all of it in a folder assignment_ID_export/.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from autograder.course import Assignment, UsageError
from autograder.lms.owners import Owner
from autograder.submission.entries import Entry

TITLE = "Gradescope"
METADATA = "submission_metadata.yml"
_MOST_BYTES = 16 << 20
Yaml: TypeAlias = object  # what somebody else's list may hold: anything


def owners(entries: Sequence[Entry], _assignment: Assignment) -> list[list[Owner]]:
    """By each submitter's id, else the address or the name; where the list says nothing, by the submission's number."""
    submissions = _metadata(entries)
    result: list[list[Owner]] = []
    for entry in entries:
        if not re.fullmatch(r"submission_\d+", entry.name) or entry.name not in submissions:
            result.append([])
            continue
        submission = submissions[entry.name]
        if not isinstance(submission, dict):
            submission = {}
        # of a date YAML makes an object, whose text is as good
        created = _scalar(submission.get(":created_at"))
        members = _members(submission.get(":submitters"))
        result.append([_owner(member, created) for member in members] or [Owner(entry.name, handed_in=created)])
    return result


def has_list(entries: Sequence[Entry]) -> bool:
    """Whether Gradescope's list lies there."""
    return _list_path(entries) is not None


def not_exported(entries: Sequence[Entry]) -> list[str]:
    """The submissions of the list of which there is no folder."""
    folders = {entry.name for entry in entries}
    missing = []
    for name in map(str, _metadata(entries)):
        if _is_number(name) and name not in folders:
            missing.append(name)
    return sorted(missing)


def _is_number(name: Yaml) -> bool:
    return bool(re.fullmatch(r"submission_\d+", str(name)))


def _owner(member: dict[Yaml, Yaml], created: str) -> Owner:
    name = _scalar(member.get(":name"))
    key = _scalar(member.get(":sid")) or _scalar(member.get(":email")) or name
    moment = tuple(int(number) for number in re.findall(r"\d+", created)[:6])
    return Owner(key, name, moment=moment, handed_in=created)


def _members(submitters: Yaml) -> list[dict[Yaml, Yaml]]:
    """The submitters of whom the list says anything."""
    members: list[dict[Yaml, Yaml]] = []
    if not isinstance(submitters, list):
        return members
    for member in submitters:
        if isinstance(member, dict) and _owner(member, "").key:
            members.append(member)
    return members


def _metadata(entries: Sequence[Entry]) -> dict[Yaml, Yaml]:
    """What Gradescope's list says. Raises UsageError."""
    path = _list_path(entries)
    if path is None:
        return {}
    import yaml  # noqa: PLC0415  loading it takes longer than all the rest here

    try:
        if path.lstat().st_size > _MOST_BYTES:
            raise UsageError(
                "{path} is larger than {most} MB: export the submissions again",
                path=path, most=_MOST_BYTES >> 20,
            )
        submissions = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):  # a date that is none is a ValueError
        raise UsageError("{path} can't be read as YAML: export the submissions again", path=path) from None
    except OSError as fault:
        raise UsageError(
            "{path} can't be read ({reason}): check its permissions",
            path=path, reason=fault.strerror,
        ) from None
    if not isinstance(submissions, dict):
        return {}
    return submissions


def _list_path(entries: Sequence[Entry]) -> Path | None:
    for entry in entries:
        if entry.name == METADATA and not entry.is_folder and entry.pieces:
            return entry.pieces[0].path
    return None


def _scalar(value: Yaml) -> str:
    """A text or a number as text; nothing for a list, which YAML can make endless by its aliases."""
    if value is None or isinstance(value, (dict, list, tuple, set)):
        return ""
    return str(value)
