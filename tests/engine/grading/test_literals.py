"""What stands in a grader's source as it is, and what does not."""

from autograder.grading.literals import literals_of

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
