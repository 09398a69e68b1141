"""The hints in a solution's texts, by the exercise that each helps with: `grader.hint` gives them one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.author.solution import Cell
from autograder.course import UsageError

MOST_HINTS = 3  # a fourth would be the solution
_FOLDED = re.compile(r"<details>\s*<summary>\s*Hint\b(.*?)</summary>(.*?)</details>", re.DOTALL)
_CODE = re.compile(r"<code>(.*?)</code>")


def hints_of(cells: Sequence[Cell]) -> dict[str, list[str]]:
    """The text of each `<details><summary>Hint …</summary>`, in order.

    A hint belongs to the exercises that its summary names as `<code>name</code>`, else to the next one below it.
    Raises UsageError where an exercise has more than MOST_HINTS.
    """
    exercises = [cell.exercise for cell in cells if cell.exercise]
    hints: dict[str, list[str]] = {name: [] for name in exercises}
    following = iter(exercises)
    next_exercise = next(following, None)
    for cell in cells:
        if cell.exercise:
            next_exercise = next(following, None)
        if not cell.code:
            _sort_in(cell.source, hints, next_exercise)
    for name, texts in hints.items():
        if len(texts) > MOST_HINTS:
            raise UsageError(f"{name} has {len(texts)} hints: {MOST_HINTS} are the most")
    return hints


def _sort_in(text: str, hints: dict[str, list[str]], next_exercise: str | None) -> None:
    """Add the hints of one text to those of their exercises."""
    for summary, folded in _FOLDED.findall(text):
        owners = [code for code in _CODE.findall(summary) if code in hints]
        # one that names nobody, below the last exercise, comes too late to help
        if not owners and next_exercise is not None:
            owners = [next_exercise]
        for owner in owners:
            hints[owner].append(folded.strip())
