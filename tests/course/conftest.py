"""What only this repository's own course can show: its answers, its notebooks, its attacks, its README's lines."""

from __future__ import annotations

import pytest
from fixtures import (
    _forked_starts,
    _homes,
    _one_thread,
    _quick_questions,
    browser,
    grade,
    look,
    pool,
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
)
from parts import ROOT

from autograder.course import Course

__all__ = ["_forked_starts", "_homes", "_one_thread", "_quick_questions", "browser", "grade", "look", "pool", "pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]


@pytest.fixture(scope="session")
def course() -> Course:
    """The course in the checkout's root."""
    return Course.load(ROOT)
