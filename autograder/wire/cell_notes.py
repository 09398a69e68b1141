"""What the notebook's process notes of cells, in words: the sentences that the grader's side takes for ours.

Whatever else stands among the notes is a student's text.
"""

from __future__ import annotations

import functools
import re

NOT_RUN = "{code} is not run while grading"
NOT_INSTALLED = "`{magic}` is not installed here: its cell is run without it"
BOUND_AGAIN = "cell {cell} binds `{name}` again; what is graded is your `{name}` of cell {counted}"
LEFT_OUT = "cell {cell} begins with `{magic}`, which {why}: delete that line, so that it defines `{name}`"
NO_BREAKPOINT = "a breakpoint is not stopped at while grading"
NOTES = (NOT_RUN, NOT_INSTALLED, BOUND_AGAIN, LEFT_OUT, NO_BREAKPOINT)
# what a magic does with a cell in place of running it
WRITES_FILE = "writes the cell to a file and does not run it"
KEEPS_NOTHING = "keeps nothing of what the cell defines"
GOES_ELSEWHERE = "does not hand the cell to Python"
IS_NOT_INSTALLED = "is not installed here"
WHYS = (WRITES_FILE, KEEPS_NOTHING, GOES_ELSEWHERE, IS_NOT_INSTALLED)


@functools.cache
def pattern(template: str) -> re.Pattern[str]:
    """What a note of this template looks like; a name that it has twice is the same both times."""
    known: set[str] = set()

    def place(match: re.Match[str]) -> str:
        name = match[1]
        if name in known:
            return f"(?P={name})"
        known.add(name)
        return f"(?P<{name}>.*?)"

    return re.compile(re.sub(r"\\{(\w+)\\}", place, re.escape(template)), re.DOTALL)
