"""A student's code in colours: each line has its number, long docstrings are folded, and nothing is lost."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import report

from autograder import names
from autograder.feedback.colours import code_of
from autograder.report import Source

LONG = 'def f(x):\n    r"""One.\n\n    Two.\n    """\n    return x\n'


def shown(text, message=""):
    (exercise,) = report(f=(0.0, "failed", message or "wrong")).exercises
    return str(code_of(Source("f", 3, text), exercise))


@pytest.mark.parametrize(
    ("text", "folds"),
    [
        (LONG, [[2, 3, 4, 5]]),
        (LONG + LONG, [[2, 3, 4, 5], [8, 9, 10, 11]]),
        ('def f(x):\n    """One."""\n    return x', []),
        ('def f(x):\n    """One.', []),
        ('x = """a\nb"""', []),
        ("", []),
        ("x" * 500 + '\n"""\na\n"""', []),
    ],
)
def test_only_docstrings_of_several_lines_are_folded(text, folds):
    """The first line stays in sight; every line is there, with its number."""
    page = shown(text)
    parts = re.findall(r"<details>(.*?)</details>", page, re.DOTALL)
    assert [[int(n) for n in re.findall(r"data-line=(\d+)", part)] for part in parts] == folds
    assert all(part.startswith("<summary><span") and part.count("summary") == 2 for part in parts)
    numbers = [int(n) for n in re.findall(r"data-line=(\d+)", page)]
    assert numbers == list(range(1, len(text.rstrip("\n").split("\n")) + 1))


def test_where_it_stopped_is_marked():
    """By the cell and the line that a message names; another cell's lines are not meant."""
    assert "class=here data-line=6" in shown(LONG, "raised, in cell 3, line 6")
    assert "class=here" not in shown(LONG, "raised, in cell 4, line 6")


PIECES = st.sampled_from([
    "def f(x):\n", "    return x\n", '"""', "'", '"', "f'{x}'", "# a\n", "\n", "\\\n", "(", ")", "1.5", "class A:", " ",
    "x", "<b>&", "é", "\t", "\f", "\r", "\u2028", "%time", "!ls", "$", "\x00", "f'{{{x}}}'", "async", "0x", "1__0",
])  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_colours_change_no_text(text):
    """Whatever is written, Python or not: without its markup each line is what the student wrote."""
    told = html.unescape(re.sub(r"<[^>]*>", "", shown(text)))
    written = [line.rstrip() for line in names.shown(text.replace("\r", "")).split("\n")]
    assert told == "".join(written)


def test_kinds_of_words_have_colours():
    """Keywords, what is defined, texts, numbers and comments; not what a text or a comment holds."""
    page = shown("def f(x):\n    return 'def' + 1  # class\n")
    told = re.findall(r'<span class="(\w+)">(.*?)</span>', page)
    assert told == [
        ("keyword", "def"), ("definition", "f"), ("keyword", "return"), ("text", "&#39;def&#39;"), ("number", "1"),
        ("comment", "# class"),
    ]  # fmt: skip


def test_what_is_no_python_has_no_colours():
    """Nor what follows it."""
    page = shown("x = 1\n'''\ny = 2\n")
    assert page.count("class=") == 1
    assert "y = 2" in page
