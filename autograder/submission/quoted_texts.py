"""The texts that stand between quotes where a notebook defines an exercise: what its own code may be told of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.submission.notebook import Cell, defining

_QUOTED = re.compile(r"'[^'\\\n]{0,40}'|\"[^\"\\\n]{0,40}\"")
_MOST_TEXTS = 16  # more of them could be a code
_LONGEST = 50_000  # characters of source that are looked through


def quoted_texts(cells: Sequence[Cell], exercise: str) -> frozenset[str]:
    """The short texts, as `repr` writes them, in the cells that define an exercise; none where there are many."""
    texts: set[str] = set()
    for number in defining(list(cells), exercise):
        for quoted in _QUOTED.findall(cells[number - 1].source[:_LONGEST]):
            texts.add(repr(quoted[1:-1]))
            if len(texts) > _MOST_TEXTS:
                return frozenset()
    return frozenset(texts)
