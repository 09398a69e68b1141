"""Why a file can't be graded, for whoever handed it in."""

from __future__ import annotations


class Rejected(Exception):
    """The file can't be graded; the text says what to do."""
