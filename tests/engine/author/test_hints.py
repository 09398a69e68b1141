"""Hints are found in a solution's texts, and belong to exercises."""

import pytest

from autograder.author.hints import hints_of
from autograder.author.solution import Cell
from autograder.course import UsageError

FIRST = "<details><summary>Hint 1: a</summary>\n\nDo\n\n    this\n\n</details>"
NAMED = "<details><summary>Hint for <code>g</code></summary>Do that.</details>"
QUESTION = "<details><summary>Question: why?</summary>Because.</details>"


def exercise(name):
    return Cell(code=True, source="", exercise=name)


def text(*parts):
    return Cell(code=False, source="\n\n".join(parts))


def test_a_hint_belongs_to_the_next_exercise():
    assert hints_of([text(FIRST), exercise("f"), exercise("g")]) == {"f": ["Do\n\n    this"], "g": []}


def test_a_hint_that_names_an_exercise_belongs_to_that():
    assert hints_of([text(FIRST, NAMED), exercise("f"), exercise("g")]) == {"f": ["Do\n\n    this"], "g": ["Do that."]}


def test_a_hint_that_names_two_exercises_belongs_to_both():
    both = NAMED.replace("</code>", "</code> and <code>f</code>")
    assert hints_of([text(both), exercise("f"), exercise("g")]) == {"f": ["Do that."], "g": ["Do that."]}


def test_a_question_is_no_hint():
    assert hints_of([text(QUESTION), exercise("f")]) == {"f": []}


def test_a_hint_below_the_last_exercise_is_nobodys():
    assert hints_of([exercise("f"), text(FIRST)]) == {"f": []}


def test_a_fourth_hint_is_refused():
    with pytest.raises(UsageError, match="f has 4 hints: 3 are the most"):
        hints_of([text(*[FIRST] * 4), exercise("f")])
