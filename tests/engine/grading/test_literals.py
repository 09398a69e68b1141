"""What stands in a grader's source as it is, and what does not."""

import ast
from pathlib import Path

from autograder.grading import literals as source_literals
from autograder.grading.literals import literals_of
from autograder.words import catalogue

GRADERS = catalogue._PACKAGE / "graders.py"

SOURCE = '''
NAMES = {"a key": 1}

def test(student, what="by default"):
    """A docstring."""
    assert student, "a sentence " "in two pieces"
    assert student, f"got {student}, which is wrong"
    for name in ("one", "another"):
        check(lambda: "inside")
'''


def test_texts_of_a_module(tmp_path):
    """Also those that Python folds, and those in functions."""
    path = tmp_path / "grader.py"
    path.write_text(SOURCE)
    literals = literals_of(str(path))
    assert {"a key", "by default", "a sentence in two pieces", "one", "another", "inside"} <= literals


def test_a_text_put_together_is_none(tmp_path):
    path = tmp_path / "grader.py"
    path.write_text(SOURCE)
    assert not [text for text in literals_of(str(path)) if text.startswith("got") and text.endswith("wrong")]


def test_the_comparisons_own_sentences_are_there(tmp_path):
    path = tmp_path / "grader.py"
    path.write_text("")
    assert {"values differ", "{what}: {difference}", "the result"} <= literals_of(str(path))


def saying_modules():
    """The modules of what a grader can import that have sentences."""
    paths = {GRADERS}
    for statement in ast.parse(GRADERS.read_text()).body:
        if isinstance(statement, ast.ImportFrom) and str(statement.module).startswith("autograder."):
            paths.add(GRADERS.parents[1] / f"{statement.module.replace('.', '/')}.py")
    return {path for path in paths if list(catalogue._sentences(ast.parse(path.read_text())))}


def test_what_graders_import_has_its_sentences_told():
    assert saying_modules() <= {Path(path) for path in source_literals._ENGINES}


def test_what_graders_import_has_its_sentences_translated():
    assert saying_modules() <= {catalogue._PACKAGE / name for name in catalogue._ENGINES}


def test_something_that_graders_import_says_something():
    """So that the two above can fail."""
    assert {"compare", "shapes", "weights"} <= {path.stem for path in saying_modules()}


def test_the_texts_of_a_module_beside_a_grader(tmp_path):
    (tmp_path / "conftest.py").write_text("WORDS = 'a shared sentence'\n")
    path = tmp_path / "test_one.py"
    path.write_text("")
    assert "a shared sentence" in literals_of(str(path))


def test_the_texts_of_another_grader_are_none(tmp_path):
    (tmp_path / "test_other.py").write_text("WORDS = 'of another'\n")
    path = tmp_path / "test_one.py"
    path.write_text("")
    assert "of another" not in literals_of(str(path))


def test_data_beside_a_grader_may_be_no_python(tmp_path):
    (tmp_path / "broken.py").write_bytes(b"def \xff(:\0")
    path = tmp_path / "test_one.py"
    path.write_text("WORDS = 'here'\n")
    assert "here" in literals_of(str(path))
