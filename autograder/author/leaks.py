"""Lines of solutions and graders that stand in what students get: there should be none."""

from __future__ import annotations

import re

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


def leaks(course: Course) -> list[str]:
    """A sentence for each secret line that stands in a file below assignments/, as it would be released now."""
    owners = _secret_lines(course)
    sentences: list[str] = []
    for path, content in build(course).items():
        if path.endswith("/compare.py"):
            continue  # the engine's own, public
        secret_lines = sorted(_released_lines(path, content) & owners.keys())
        sentences += [f"leak: assignments/{path} holds a line of {owners[line]}: {line}" for line in secret_lines]
    return sentences


def _secret_lines(course: Course) -> dict[str, str]:
    """Each line that students must not get, and what it is a line of."""
    owners: dict[str, str] = {}
    for assignment in course.assignments:
        for cell in solution.read(course.solution(assignment)):
            if cell.exercise is not None:
                owners |= dict.fromkeys(solution.body_lines(cell.source), f"the solution of {cell.exercise}")
            if cell.question is not None:
                lines = map(str.strip, cell.source.splitlines())
                owners |= dict.fromkeys(lines, f"the answer to {cell.question}")
        owners |= dict.fromkeys(hidden_lines(course.grader(assignment)), f"the grader of {assignment}")
    # a line of a public test is no secret of another assignment's grader
    for assignment in course.assignments:
        for source in public_checks(course.grader(assignment)).values():
            for line in source.splitlines():
                owners.pop(line.strip(), None)
    return owners


def _released_lines(path: str, content: bytes) -> set[str]:
    """The lines of a file that say something of their own."""
    text_of_file = content.decode()
    text = text_of_file
    if path.endswith(".ipynb"):
        # in the file, a cell's lines are JSON's strings
        text = ""
        for cell in nbformat.reads(text_of_file, as_version=4).cells:
            text += cell["source"] + "\n"
    lines = set()
    for raw_line in text.splitlines():
        line = raw_line.strip()
        if len(line) >= _TELLING and not _IDIOM.fullmatch(line):
            lines.add(line)
    return lines
