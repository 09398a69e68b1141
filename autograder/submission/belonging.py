"""Which assignment a notebook is of, as the names tell it that it defines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.submission.notebook import Cell, defined_in


def other_assignment(cells: Sequence[Cell], asked: str, exercises: Mapping[str, Sequence[str]]) -> str | None:
    """The assignment that a notebook is of, where that is not the one that was asked for; else None.

    `exercises` are the names of each assignment's exercises. A notebook is of another one only where it lacks some of
    those that were asked for, has more of the other's, and at least half of these: two may have a name in common.
    """
    defined_names = set(defined_in(cells))
    own_count = len(defined_names & set(exercises[asked]))
    if own_count == len(exercises[asked]):
        return None
    other = None
    most = own_count
    for assignment, names in exercises.items():
        count = len(defined_names & set(names))
        if assignment != asked and count > most and 2 * count >= len(names):
            other = assignment
            most = count
    return other
