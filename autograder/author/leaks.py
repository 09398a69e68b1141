"""Lines of solutions and graders that stand in what students get: there should be none."""

from __future__ import annotations

import re
from collections.abc import Mapping

import nbformat

from autograder.author import solution
from autograder.author.checks import hidden_lines, public_checks
from autograder.author.release import build
from autograder.course import Course

_TELLING = 16  # characters: a shorter line, such as `return x`, may stand anywhere
_IDIOM = re.compile(  # lines that any notebook may hold
    r"with torch\.no_grad\(\):|super\(\)\.__init__\(\)|for \w+ in range\(\w+\):"
    r"|trainer\.zero_grad\(\)|return nn\.Sequential\("
)


def leaks(course: Course, files: Mapping[str, bytes] | None = None) -> list[str]:
    """A sentence for each secret line that stands in a file below assignments/, as it would be released now.

    `files` are those that a release would write, where they are known already.
    """
    owner_by_line = _secret_lines(course)
    sentences: list[str] = []
    released_files = files
    if released_files is None:
        released_files = build(course)
    for release_path, file_content in released_files.items():
        if release_path.endswith("/compare.py"):
            continue  # the engine's own, public
        secret_lines = sorted(_released_lines(release_path, file_content) & owner_by_line.keys())
        for line in secret_lines:
            owner = owner_by_line[line]
            sentences.append(f"leak: assignments/{release_path} holds a line of {owner}: {line}")
    return sentences


def _secret_lines(course: Course) -> dict[str, str]:
    """Each line that students must not get, and what it is a line of."""
    # by line, not by file: a line that is copied is a leak wherever it stands
    owner_by_line: dict[str, str] = {}
    for assignment in course.assignments:
        for solution_cell in solution.read(course.solution(assignment)):
            if solution_cell.exercise is not None:
                secret_lines = solution.body_lines(solution_cell.source)
                owner_by_line |= dict.fromkeys(secret_lines, f"the solution of {solution_cell.exercise}")
            if solution_cell.question is not None:
                answer_lines = map(str.strip, solution_cell.source.splitlines())
                owner_by_line |= dict.fromkeys(answer_lines, f"the answer to {solution_cell.question}")
        owner_by_line |= dict.fromkeys(hidden_lines(course.grader(assignment)), f"the grader of {assignment}")
    # a line of a public test is no secret of another assignment's grader
    for assignment in course.assignments:
        for check_source in public_checks(course.grader(assignment)).values():
            for public_line in check_source.splitlines():
                owner_by_line.pop(public_line.strip(), None)
    return owner_by_line


def _released_lines(path: str, content: bytes) -> set[str]:
    """The lines of a file that say something of their own."""
    text_of_file = content.decode(errors="replace")  # a picture, perhaps
    visible_text = text_of_file
    if path.endswith(".ipynb"):
        # in the file, a cell's lines are JSON's strings
        visible_text = ""
        for notebook_cell in nbformat.reads(text_of_file, as_version=4).cells:
            visible_text += notebook_cell["source"] + "\n"
    telling_lines = set()
    for raw_line in visible_text.splitlines():
        stripped_line = raw_line.strip()
        if len(stripped_line) >= _TELLING and not _IDIOM.fullmatch(stripped_line):
            telling_lines.add(stripped_line)
    return telling_lines
