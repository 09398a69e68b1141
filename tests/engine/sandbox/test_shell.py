"""The shell takes short cuts where a cell is plain Python; they must not be seen."""


import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from IPython.core.async_helpers import _should_be_async
from IPython.core.inputtransformer2 import TransformerManager

from autograder.sandbox.shell import Shell, Transformers

PIECES = ["x", "= ", "=", "%", "!", "?", "/", ";", ",", " ", "\n", "\\\n", "\t", "(", ")", "'", '"""', "#", "1", "ls", "\x0c", "\u2028", "if x:\n"]  # fmt: skip


def transformed(manager, source):
    try:
        return manager.transform_cell(source)
    except Exception as fault:
        return type(fault)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("x = \\\n %timeit 1")
@example("y=!ls")
@example("x\u2028%time y")
@example("list?")
@example("def f():\n    %matplotlib inline")
def test_a_cell_becomes_what_IPython_makes_of_it(source):
    stock = transformed(TransformerManager(), source)
    ours = transformed(Transformers(), source)
    if ours != stock:  # what the tokenizer complains of, the compiler does, too
        assert isinstance(stock, type)
        with pytest.raises((SyntaxError, ValueError)):
            compile(ours, "cell", "exec")


def test_a_notebooks_own_transformer_is_asked():
    manager = Transformers()

    class Shout:
        priority = 1

        @classmethod
        def find(cls, tokens_by_line):
            return cls() if any(t.string == "quiet" for line in tokens_by_line for t in line) else None

        start_line = start_col = 0

        def transform(self, lines):
            return [line.replace("quiet", "loud") for line in lines]

    manager.token_transformers.append(Shout)
    assert manager.transform_cell("quiet = 1") == "loud = 1\n"


@pytest.mark.parametrize(
    "source",
    ["await f()", "x = 1", "async def f(): pass", "[y async for y in z]", "'await'", "return 1", "async with a: pass"],
)
def test_a_cell_is_run_in_a_loop_where_IPython_would(source):
    shell = Shell.__new__(Shell)
    assert shell.should_run_async(source, transformed_cell=source) == _should_be_async(source)
