"""A notebook's stamp against the course's editions: sentences of our own words, and silence where nothing is known."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from parts import notebook

from autograder.course import Assignment, Course, UsageError
from autograder.limits import Limits
from autograder.submission.edition import (
    Edition,
    Stamp,
    difference,
    editions_of,
    read_editions,
    renamed_exercises,
    stamp_of,
)
from autograder.submission.notebook import read_stamped

OLD = Edition("a1", dt.date(2026, 11, 3), {"forward": "(X, w)", "loss": "(y)", "steps": "(lr)"})
NEW = Edition("b2", dt.date(2026, 11, 20), {"line": "(X, w, b)", "loss": "(y)", "steps": "(lr)"})
STAMP = Stamp("Deep learning", "regression", "a1", "2026-11-03", "en")


@pytest.fixture
def released_twice(tmp_path):
    """Two assignments, one of which has been released twice."""
    assignments = {name: Assignment(name, name, ()) for name in ("regression", "halley")}
    course = Course(tmp_path, "Deep learning", assignments, Limits())
    path = course.editions("regression")
    path.parent.mkdir(parents=True)
    path.write_bytes(msgspec.json.encode([OLD, NEW]))
    return course


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "from the edition of 3 November 2026; `line` was called `forward` then; `forward` took (X, w) then"),
        ({"edition": "b2"}, ""),
        ({"edition": "c3"}, "from an edition that this course has no record of"),
        ({"edition": "c3", "course": "Another"}, "from another course"),
        # a course may have got another title since
        ({"course": "Another", "edition": "b2"}, ""),
        ({"assignment": "halley"}, "from another assignment, halley"),
        ({"assignment": "<img src=x>"}, "from another assignment"),
        ({"assignment": ""}, ""),
    ],
)
def test_what_is_said_of_a_stamp(released_twice, changes, sentence):
    assert difference(replace(STAMP, **changes), released_twice, "regression") == sentence


def test_a_missing_stamp_says_nothing(released_twice):
    assert difference(None, released_twice, "regression") == ""


def test_before_the_first_release_nothing_is_said(released_twice):
    assert difference(replace(STAMP, assignment="halley"), released_twice, "halley") == ""


@given(st.text(), st.text(), st.text())
def test_no_text_of_a_students_is_repeated(tmp_path_factory, assignment, edition, title):
    """Whatever the stamp says, each sentence is one of ours."""
    course = Course(
        tmp_path_factory.getbasetemp(), "Deep learning", {"halley": Assignment("halley", "N", ())}, Limits()
    )
    said = difference(Stamp(title, assignment, edition), course, "halley")
    assert said in {"", "from another assignment"}


@pytest.mark.parametrize(
    "metadata",
    [None, 3, [], "text", {"edition": 3}, {"assignment": ["halley"]}, {"course": None}, {"edition": {"a": 1}}],
)
def test_what_is_no_stamp(metadata):
    assert stamp_of(metadata) is None


@pytest.mark.parametrize(
    ("facts", "stamp"),
    [
        (
            '{"autograder": {"assignment": "halley", "edition": "a1", "more": 3}}',
            Stamp(assignment="halley", edition="a1"),
        ),
        ('{"autograder": {"assignment": "%s"}}' % ("x" * 20_000), None),
        ('{"autograder": {"assignment": NaN}}', None),
        ('{"autograder": [[[]]]}', None),
        ("{}", None),
    ],
    ids=["a stamp", "too long", "no JSON", "a list", "none"],
)
def test_the_stamp_in_a_notebook(tmp_path, facts, stamp):
    path = tmp_path / "a.ipynb"
    cell = '{"cell_type": "code", "source": "x = 1", "metadata": {}}'
    path.write_text(f'{{"nbformat": 4, "nbformat_minor": 5, "metadata": {facts}, "cells": [{cell}]}}')
    cells, read = read_stamped(path)
    assert read == stamp
    assert [cell.source for cell in cells] == ["x = 1"]


@pytest.mark.parametrize(
    ("old", "new", "renamed"),
    [
        ("a b c", "a x c", {"x": "b"}),
        ("a b c", "a x y", {"x": "b", "y": "c"}),
        ("a b", "a b c", {}),
        ("a b c", "a c", {}),
        # two went and three came: which is which, nobody knows
        ("a b c", "a x y z", {}),
    ],
)
def test_which_exercise_was_renamed(old, new, renamed):
    assert renamed_exercises(dict.fromkeys(old.split(), ""), dict.fromkeys(new.split(), "")) == renamed


def test_more_and_fewer_exercises_are_told(released_twice):
    """And of many changes the first ones."""
    more = Edition("d4", dt.date(2026, 12, 1), {"loss": "(y, z)", "steps": "(lr)", "momentum": "(v)"})
    released_twice.editions("regression").write_bytes(msgspec.json.encode([OLD, more]))
    said = difference(STAMP, released_twice, "regression").split("; ")
    assert said[1:] == ["`loss` took (y) then", "`momentum` was not asked for then", "`forward` was asked for then"]


def test_only_the_checks_have_changed(released_twice):
    released_twice.editions("regression").write_bytes(msgspec.json.encode([OLD, replace(OLD, hash="e5")]))
    assert difference(STAMP, released_twice, "regression").endswith("2026; its public checks have changed since")


def test_a_file_that_cannot_be_read_is_named(released_twice):
    path = released_twice.editions("regression")
    path.write_text("[{]")
    with pytest.raises(UsageError, match=r"regression\.json can't be read .*history"):
        read_editions(path)


def test_a_worker_reads_the_editions_once(released_twice):
    first = editions_of(released_twice, "regression")
    assert editions_of(released_twice, "regression") is first


def test_points_do_not_depend_on_it(grade):
    """The same notebook with a stamp of another assignment: another sentence, the same points."""
    cells = ["import torch", "def tensor(X, w, b):\n    return X @ w + b"]
    plain = grade(notebook(cells))
    stamped = grade(notebook(cells, metadata={"autograder": {"assignment": "outcomes", "edition": "x"}}))
    assert plain.edition == ""
    assert stamped.edition == "from another assignment, outcomes"
    assert stamped.score == plain.score
