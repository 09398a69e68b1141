"""The texts of a code cell, and that all else in it stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.author.notebook_text import bare, translated
from autograder.languages import Phrases

STUB = '''def double(x):
    r"""Return 2x.

    Arguments: `x`, of shape (n, d):

    * a tensor;
    * nothing else.
    """
    # Your code here
    raise NotImplementedError("double is waiting for your code")
'''
FIRST = """# Run this cell first.
import torch

if torch is None:
    %pip install --quiet "torch"  # it is missing here
"""


class Heard:
    """Keeps what it is asked for."""

    def __init__(self):
        self.texts = []

    def text(self, english, about=""):
        self.texts.append((english, about))
        return english


def texts_of(source):
    heard = Heard()
    translated(source, heard)
    return heard.texts


def test_a_docstring_is_one_text_without_its_margin():
    english = "Return 2x.\n\nArguments: `x`, of shape (n, d):\n\n* a tensor;\n* nothing else."
    assert texts_of(STUB)[0] == (english, "docstring of double")


def test_a_comment_that_is_a_sentence_is_a_text():
    assert texts_of(STUB)[1] == ("Your code here", "comment")


@pytest.mark.parametrize("comment", ["# (n, d)", "# (batch, channels, height, width)", "# y = model(x, weight, bias)", "# ms"])
def test_a_comment_that_is_code_is_none(comment):
    assert texts_of(f"x = 1  {comment}\n") == []


def test_cells_with_a_notebooks_own_commands_have_comments():
    assert [text for text, _ in texts_of(FIRST)] == ["Run this cell first.", "it is missing here"]


def test_translations_stand_where_the_texts_stood():
    phrases = Phrases({"Your code here": "你的代码", texts_of(STUB)[0][0]: "返回 2x。\n\n参数：`x`。"})
    assert translated(STUB, phrases) == '''def double(x):
    r"""返回 2x。

    参数：`x`。
    """
    # 你的代码
    raise NotImplementedError("double is waiting for your code")
'''


def test_the_docstring_of_a_method_keeps_its_margin():
    source = 'class A:\n    """One."""\n\n    def f(self):\n        """Two.\n\n        Three."""\n'
    phrases = Phrases({"One.": "一。", "Two.\n\nThree.": "二。\n三。"})
    assert translated(source, phrases) == 'class A:\n    """一。"""\n\n    def f(self):\n        """二。\n        三。"""\n'


def test_what_is_not_translated_stays_to_the_byte():
    assert translated(STUB, Phrases({})) == STUB


def test_columns_are_counted_in_characters():
    source = 'def f(x="ŷŷŷ"): """Of f."""\n'
    assert translated(source, Phrases({"Of f.": "关于 f。"})) == 'def f(x="ŷŷŷ"): """关于 f。"""\n'


@pytest.mark.parametrize("source", [STUB, FIRST])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\"'\\"), min_size=1))
def test_a_translation_leaves_the_code_as_it_is(source, text):
    phrases = Phrases({english: f"x{text}" for english, _ in texts_of(source)})
    assert bare(translated(source, phrases)) == bare(source)


def test_a_translation_that_ends_the_docstring_is_seen():
    phrases = Phrases({texts_of(STUB)[0][0]: '返回"""\nimport os\n"""'})
    assert bare(translated(STUB, phrases)) != bare(STUB)
