"""What the tests build notebooks of."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

from autograder.course import Course
from autograder.limits import Limits
from autograder.remote.control import Ran, Sandbox
from autograder.remote.objects import Student
from autograder.remote.session import Session
from autograder.report import Report

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "tests" / "engine" / "course"
IMPORTS = "import random\nimport numpy as np\nimport torch\nfrom torch import nn\nfrom torch.nn import functional as F"
EVIL = "<img src=x onerror=\"document.title='owned'\">"  # also as the name of a file
SCRIPT = "</pre></script><script>document.title = 'owned'</script>"
FAILS = "def fails(x):\n    return x + 1"  # costs 2 of the 12 points of `outcomes`, and none where it is used


def notebook(cells: list[str], **changes: object) -> dict[str, object]:
    made = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for source in cells
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made} | changes


def copy_of(course: Path, folder: Path) -> Path:
    """All that makes a course, in a folder of its own, to be changed."""
    for part in ("solutions", "assignments", "tests/graders", "tests/submissions"):
        if (course / part).is_dir():
            shutil.copytree(course / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "constraints.txt", folder)
    return folder


def right(course: Course, assignment: str, **replaced: str) -> list[str]:
    """The solution's code cells, with some exercises' cells replaced."""
    from autograder.author import solution

    cells = [c for c in solution.read(course.solution(assignment)) if c.code and not c.demo]
    return [replaced.get(c.exercise or "", c.source) for c in cells]


def as_named(course: Course, assignment: str) -> list[str]:
    """The solution's code cells, with what is kept for each exercise in place of its solution."""
    kept = {e.name: course.answers(assignment, e.name)[0].read_text() for e in course.assignment(assignment).exercises}
    return right(course, assignment, **kept)


def scores(report: Report) -> dict[str, float]:
    return {e.name: e.score for e in report.exercises}


class Lab:
    """A sandbox, and what its notebook said."""

    def __init__(self, parent: socket.socket, limits: Limits) -> None:
        self.sandbox = Sandbox(parent, limits)
        self.may_change = True  # whether a call may change what it is given
        self.sessions: list[Session] = []

    def run(self, *cells: str, imports: bool = True) -> Ran:
        return self.sandbox.run([IMPORTS, *cells] if imports else list(cells), seed=1)

    def student(self, seed: int = 1) -> Student:
        session = self.sandbox.fork(seed)
        session.may_change = lambda _tensor: self.may_change
        self.sessions.append(session)
        return Student(session)

    def close(self) -> None:
        for session in self.sessions:
            session.channel.close()
        self.sandbox.end()


def in_chinese(course: Course) -> Course:
    """The course released in Chinese, too: each of its texts with a mark before it."""
    from autograder.author.release import release
    from autograder.author.translations import translate, written
    from autograder.languages import read_catalogue

    order = course.root / "solutions" / "course.toml"
    order.write_text(order.read_text().replace("[limits]", 'languages = ["zh"]\n\n[limits]', 1))
    for path in translate(course, "zh"):
        catalogue = read_catalogue(path, "zh")
        for message in catalogue:
            if message.id:
                message.string = f"译 {message.id}"
        path.write_bytes(written(catalogue))
    released = Course.load(course.root)
    release(released)
    return released
