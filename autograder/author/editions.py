"""What makes an edition of a notebook, and the file in which a course keeps those that it has released."""

from __future__ import annotations

import datetime as dt
import hashlib

import msgspec

from autograder import files
from autograder.author import solution
from autograder.author.checks import public_checks
from autograder.course import Assignment, Course
from autograder.submission.edition import Edition, Stamp, read_editions

_HEX_DIGITS = 12


def stamp_now(course: Course, assignment: Assignment, language: str) -> Stamp:
    """What says later which edition a copy is of, and in which language its texts are.

    Its day stands still: it is that on which the edition was new.
    """
    edition_hash, _ = _edition_now(course, assignment)
    released = ""
    for edition in read_editions(course.editions(assignment.name)):
        if edition.hash == edition_hash:
            released = edition.released.isoformat()
    return Stamp(course.title, assignment.name, edition_hash, released, language)


def _edition_now(course: Course, assignment: Assignment) -> tuple[str, dict[str, str]]:
    """The hash of what the solution and the grader give students now, and the signature of each exercise.

    Names, signatures and public checks make an edition; a comma in a docstring does not.
    """
    signatures = {}
    for cell in solution.read(course.solution(assignment.name)):
        if cell.exercise:
            signatures[cell.exercise] = solution.signature(cell.source)
    checks = public_checks(course.grader(assignment.name))
    digest = hashlib.sha256(msgspec.json.encode([list(signatures.items()), sorted(checks.items())]))
    return digest.hexdigest()[:_HEX_DIGITS], signatures


def keep_edition(course: Course, assignment: Assignment) -> None:
    """Write down what is new since the last release, so that grading can tell older notebooks and say what changed."""
    path = course.editions(assignment.name)
    editions = list(read_editions(path))
    edition_hash, signatures = _edition_now(course, assignment)
    if editions and editions[-1].hash == edition_hash:
        return
    today = dt.datetime.now().astimezone().date()
    editions.append(Edition(edition_hash, today, signatures))
    files.write(path, msgspec.json.format(msgspec.json.encode(editions)) + b"\n")
