"""The files of a new assignment: a solution and a grader that verify already, to be written over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from autograder.course import ORDER, Course, UsageError

_SOLUTION = '''# %% [markdown]
r"""
# {title}

What will be built here, and why.
"""

# %%
import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
r"""
## The first step
"""


# %% exercise="{name}_step"
def {name}_step(x):
    r"""Replace this by the whole specification: shapes, formula, edge cases.

    Argument: x, a tensor of any shape. Returns 2x + 1, of the same shape.
    """
    return 2 * x + 1
'''

_GRADER = '''"""{title}: what a student should learn, the edges that matter, and what is out of scope."""

import torch

from autograder.graders import exercise, same


@exercise("{name}_step", public=True)
def test_{name}_step_on_a_worked_example(student):
    """{name}_step of 1 and 2 is 3 and 5."""
    same(student.{name}_step(torch.tensor([1.0, 2.0])), torch.tensor([3.0, 5.0]), "{name}_step(x)")


@exercise("{name}_step", weight=2)
def test_{name}_step_of_any_shape(student, reference, randn):
    """{name}_step(x) is 2x + 1, for x of any shape."""
    for shape in ((3,), (2, 4)):
        x = randn(*shape)
        mistakes = {{"a forgotten + 1": 2 * x}}
        same(student.{name}_step(x), reference.{name}_step(x), "{name}_step(x)", looks_like=lambda: mistakes)
'''

_ORDER = """
[[assignments]]
name = "{name}"
title = "{title}"
exercises = [
  {{ name = "{name}_step", points = 1 }},
]
"""

_ANSWERS = {
    "doubled_by_addition": ("1 of 1", "x + x + 1"),
    "forgotten_one": ("0 of 1", "2 * x"),
}


def scaffold(course: Course, name: str) -> list[Path]:
    """Write solution, grader, two kept answers, and an entry in course.toml. Returns the paths; overwrites nothing.

    Raises UsageError where the name can't be a module's, or something of that name is there.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UsageError(f"{name!r} can't be a module's name: use snake_case, such as batch_norm")
    template_words = {"name": name, "title": name.replace("_", " ").capitalize()}
    files = _files(course, name, template_words)
    _refuse_to_overwrite(course, name, files)
    for file_path, text in files.items():
        file_path.parent.mkdir(parents=True, exist_ok=True)
        file_path.write_text(text, encoding="utf-8")
    # the entry comes last: a run that is cut off before it leaves no assignment without its files
    order = course.root / ORDER
    order.write_text(order.read_text(encoding="utf-8") + _ORDER.format(**template_words), encoding="utf-8")
    return [*files, order]


def _files(course: Course, name: str, words: dict[str, str]) -> dict[Path, str]:
    """The texts of the new files, by their paths."""
    files = {course.solution(name): _SOLUTION.format(**words), course.grader(name): _GRADER.format(**words)}
    answers = course.root / "tests" / "submissions" / name / f"{name}_step"
    for answer_name, (declared_score, return_value) in _ANSWERS.items():
        answer_text = f"# score: {declared_score}\ndef {name}_step(x):\n    return {return_value}\n"
        files[answers / f"{answer_name}.py"] = answer_text
    return files


def _refuse_to_overwrite(course: Course, name: str, files: Iterable[Path]) -> None:
    # one file that is there is enough: a half of an assignment would be mixed with the other half
    obstacles = [str(file_path) for file_path in files if file_path.exists()]
    if name in course.assignments and not obstacles:
        obstacles.append(ORDER)
    if obstacles:
        raise UsageError(f"{name} is there already: {', '.join(obstacles)}")
