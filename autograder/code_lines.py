"""The lines of a source as Python counts them, so that a number that Python gives leads to the line that it means."""

from __future__ import annotations

import re

LINE_END = re.compile("\r\n|\r|\n")  # str.splitlines ends lines at form feeds and other separators, too


def code_lines(source: str) -> list[str]:
    """The lines without their ends. Behind a last line's end stands one that is empty."""
    return LINE_END.split(source)
