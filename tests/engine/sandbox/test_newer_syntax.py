"""What a newer Python would take is told from what none takes."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.sandbox.newer_syntax import needed_version

NEWER = [
    's = f"{d["k"]}"', "s = f\"{'\\n'.join(a)}\"", 's = f"{\n1\n}"', 's = f"{f"{f"{1}"}"}"', 's = f"{x:{w["a"]}}"', 's = f"{1 # one\n}"', 'print(f"{a["x"]!r:>10}", "b")', 's = f"{x["a"]=}"',
    "def f[T](x: T) -> T:\n    return x", "class Box[T]:\n    pass", "async def f[*Ts, **P](x): pass", "class A[T: (int, str)](B): pass", "def f[T = int](x): pass",
    "type V = list", "type P[T] = tuple[T, T]", "if 1:\n    type X = int", 'def g():\n    return f"a{b["c"]}d" "e"',
]  # fmt: skip
MISTAKES = [
    "x = = 1", "def f(:", 's = f"{}"', 's = f"{a b}"', 's = f"}"', 's = f"{x!z}"', "x = (1,", "def f[](x): pass", 's = "abc', "type X", 'f"{x"', "print 'a'", "def f[T(x): pass", "class A[T: pass", "x = “a”",
    'x = f"{a}" = = 1', 's = f"{d["k"]}" = = 2', "try:\n    pass\nexcept ValueError, e:\n    pass",
]  # fmt: skip
pytestmark = pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python takes what is newer than 3.11")


@pytest.mark.parametrize("source", NEWER)
def test_syntax_of_3_12(source):
    assert needed_version(f"import torch\n{source}\n") == (3, 12)


@pytest.mark.parametrize("source", ['x = t"{1}"', "y = t'a {b} c'", 'def f():\n    return T"{x}"'])
def test_syntax_of_3_14(source):
    assert needed_version(source) == (3, 14)


@pytest.mark.parametrize("source", MISTAKES)
def test_what_is_a_mistake_in_any_version(source):
    assert needed_version(source) is None


@given(st.lists(st.sampled_from(["f", '"', "'", "{", "}", "x", "[", "]", "(", ")", ":", "!r", "=", "\n", " ", "#", "\\", "type X", "def f", "t"]), max_size=15).map("".join))
def test_any_text(source):
    """A version or nothing; what this Python takes needs no newer one."""
    version = needed_version(source)
    try:
        compile(source, "cell", "exec")
    except (SyntaxError, ValueError):
        return
    assert version is None


@pytest.mark.parametrize("source", NEWER[:3] + NEWER[8:10])
def test_the_report_says_so(lab, source):
    """With the cell, and the version that grades."""
    ran = lab.run("x = 1", source)
    assert ran.errors[3].startswith("SyntaxError: this needs Python 3.12; grading uses 3.11, in cell 3, line ")
