"""A tree is parsed once and read by many: nobody may change it."""

import ast

from autograder.author.leaks import leaks
from autograder.author.release import build
from autograder.author.syntax_tree import tree_of


def test_a_release_changes_no_tree(course):
    tree_of.cache_clear()
    build(course)
    leaks(course)
    assert tree_of.cache_info().hits > 10
    assert tree_of.cache_info().currsize < tree_of.cache_info().maxsize  # none was given up and made anew
    for assignment in course.assignments:
        source = course.grader(assignment).read_text(encoding="utf-8")
        assert ast.dump(tree_of(source), include_attributes=True) == ast.dump(ast.parse(source), include_attributes=True)


def test_another_source_has_another_tree():
    assert ast.unparse(tree_of("x = 1")) == "x = 1"
    assert ast.unparse(tree_of("x = 2")) == "x = 2"
