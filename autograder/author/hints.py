"""The hints in a solution's texts, by the exercise that each helps with: `grader.hint` gives them one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.author.solution import Cell
from autograder.course import UsageError
from autograder.languages import NO_PHRASES, Words

MOST_HINTS = 3  # a fourth would be the solution
_FOLDED = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.DOTALL)
_HINT = re.compile(r"\s*Hint\b")
_CODE = re.compile(r"<code>(.*?)</code>")


def hints_of(cells: Sequence[Cell], words: Words = NO_PHRASES) -> dict[str, list[str]]:
    """The text of each `<details><summary>Hint …</summary>`, in order and in these words.

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
        # the model answer to a question is no text of the notebook's
        if not cell.code and cell.question is None:
            _sort_in(cell.source, words.text(cell.source, "text"), hints, next_exercise)
    for name, texts in hints.items():
        if len(texts) > MOST_HINTS:
            raise UsageError(
                "{name} has {count} hints: {most} are the most",
                name=name, count=len(texts), most=MOST_HINTS,
            )
    return hints


def _sort_in(text: str, translation: str, hints: dict[str, list[str]], next_exercise: str | None) -> None:
    """Add the hints of one text to those of their exercises."""
    folded = _FOLDED.findall(text)
    told = _FOLDED.findall(translation)
    # a translation has the same folded texts in the same order, though its word for a hint is another
    if len(told) != len(folded):
        told = folded
    for (summary, _), (_, hint) in zip(folded, told, strict=True):
        if not _HINT.match(summary):
            continue
        owners = [code for code in _CODE.findall(summary) if code in hints]
        # one that names nobody, below the last exercise, comes too late to help
        if not owners and next_exercise is not None:
            owners = [next_exercise]
        for owner in owners:
            hints[owner].append(hint.strip())
