"""Definitions under another name than the one that was asked for: `square_loss`, `ResidualBlock`, `SGD`."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence

from autograder.submission.notebook import Cell, defined_in

_ALIKE = 0.8  # of difflib's ratio, where 1 is the same text
_LONGEST = 60  # characters of a name
_MOST_NAMES = 200


def near_name(cells: Sequence[Cell], name: str, exercises: Collection[str]) -> str | None:
    """The definition of the notebook's that could be meant for `name`, the nearest one first, or None.

    The names of `exercises` are asked for themselves, and never meant for another one.
    """
    nearest = None
    nearest_ratio = 0.0
    for defined_name in defined_in(cells)[:_MOST_NAMES]:
        if defined_name in exercises or len(defined_name) > _LONGEST:
            continue
        ratio = _likeness(defined_name, name)
        if ratio > nearest_ratio:
            nearest = defined_name
            nearest_ratio = ratio
    return nearest


def _likeness(defined_name: str, name: str) -> float:
    """How alike two names are, from 0 for not at all to 1, without regard to case and underscores."""
    defined = defined_name.lower().replace("_", "")
    wanted = name.lower().replace("_", "")
    ratio = difflib.SequenceMatcher(None, defined, wanted).ratio()
    is_part = len(wanted) >= 3 and (wanted in defined or (defined in wanted and 2 * len(defined) >= len(wanted)))
    if is_part or ratio >= _ALIKE:
        return ratio
    return 0.0
