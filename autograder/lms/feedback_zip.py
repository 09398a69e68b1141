"""The students' pages under the names by which a platform's bulk upload of feedback finds whose they are."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder import files, names
from autograder.lms import blackboard, brightspace, canvas, moodle
from autograder.lms.exported_scores import Wish
from autograder.submission.entries import Entry


@dataclass(frozen=True)
class Page:
    """A student's page of an assignment. `file` is what was graded, as the platform had named it."""

    assignment: str
    student: str
    name: str
    file: str
    path: Path


def pages_below(wish: Wish) -> list[Page]:
    """The pages of an export's assignments below OUT, of those whom the class list knows, if there is one."""
    out = wish.out
    wanted = {assignment.name for assignment in wish.assignments}
    pages = []
    for grade in files.grades(out):
        is_known = wish.class_list is None or wish.class_list.student(grade.student or "") is not None
        if grade.assignment in wanted and is_known:
            path = out / grade.assignment / files.page_name(grade.student)
            if path.is_file():
                pages.append(Page(grade.assignment, grade.student or "-", grade.name, grade.file, path))
    return pages


def write(target: Path, pages: list[Page]) -> int:
    """Write the archive; returns how many pages it holds."""
    several = len({page.assignment for page in pages}) > 1
    packed = io.BytesIO()  # pages are small, and so the archive is written whole or not at all
    taken: set[str] = set()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for page in pages:
            name = place(page)
            if several:
                name = f"{page.assignment}/{name}"
            if name in taken:  # of a group, whose members share a file, each has a page
                name = f"{name.removesuffix('.html')}-{_plain(page.student)}.html"
            taken.add(name)
            archive.write(page.path, name)
    files.write(target, packed.getvalue())
    return len(pages)


def place(page: Page) -> str:
    """A page's name in the archive."""
    first, slash, _ = page.file.partition("/")
    is_folder = bool(slash) and not first.lower().endswith(".zip")  # an archive's files stand behind its name
    entry = Entry(first, is_folder)
    stem = PurePosixPath(first).stem
    participant = moodle.participant(first)
    if participant is not None:
        return f"{moodle.feedback_folder(*participant)}/{page.assignment}.html"
    if brightspace.knows(entry) and entry.is_folder:
        return f"{first}/{page.assignment}.html"
    if canvas.knows(first) or blackboard.knows(first) or brightspace.knows(entry):
        return f"{stem}.html"
    return f"{_plain(page.student)}.html"


def _plain(student: str) -> str:
    """A student's key as a file's name in an archive."""
    return re.sub(r"[/\\\x00]", "_", names.key(student)).strip(".") or "_"
