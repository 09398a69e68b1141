"""The engine's tests have a small course of their own, released once."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import (
    _forked_starts,
    _homes,
    _one_thread,
    _quick_questions,
    browser,
    grade,
    graded,
    lab,
    look,
    parent,
    pool,
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
    seed,
)
from parts import COURSE, copy_of

from autograder.author.release import release
from autograder.course import Course

__all__ = [
    "_forked_starts",
    "_homes",
    "_one_thread",
    "_quick_questions",
    "browser",
    "grade",
    "graded",
    "lab",
    "look",
    "parent",
    "pool",
    "pytest_collection_modifyitems",
    "pytest_xdist_make_scheduler",
    "seed",
]
collect_ignore = ["course"]


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """For reading: whoever changes it takes `own_course`."""
    small = Course.load(copy_of(COURSE, tmp_path_factory.mktemp("course")))
    release(small)
    return small


@pytest.fixture
def own_course(course: Course, tmp_path: Path) -> Course:
    """A copy of the course for one test, to be changed."""
    return Course.load(copy_of(course.root, tmp_path / "course"))
