"""In a copy of the notebook, stand-ins are wherever it holds on to what failed, and nowhere else."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from torch import nn

from autograder.sandbox.replacement import replace
from autograder.wire.messages import StandInNode

TENTH = StandInNode("half", "tenth", "def tenth(x):\n    return x / 10")


def replaced(source: str) -> dict[str, object]:
    """A notebook's names after its cells and a replacement."""
    names: dict[str, object] = {"__name__": "__main__", "nn": nn}
    exec(source, names)
    replace(names, [TENTH])
    return names


HOLDING_ON = {
    "by its name": "def half(x): return x\ndef use(x): return half(x)",
    "by another name": "def half(x): return x\nother = half\ndef use(x): return other(x)",
    "by a default": "def half(x): return x\ndef use(x, f=half): return f(x)",
    "by a default behind others": "def half(x): return x\ndef use(x, y=1, f=half): return f(x)",
    "by a named default": "def half(x): return x\ndef use(x, *, f=half): return f(x)",
    "by a method's default": "def half(x): return x\nclass K:\n    def m(self, x, f=half): return f(x)\nuse = lambda x: K().m(x)",
    "without having it": "def use(x): return half(x)",
    "in a table": "def half(x): return x\nTABLE = {'half': half}\ndef use(x): return TABLE['half'](x)",
    "in a list": "def half(x): return x\nSTEPS = [half]\ndef use(x): return STEPS[0](x)",
    "as a class": "class half:\n    def __new__(cls, x): return x\ndef use(x): return half(x)",
    "as a number": "half = 0.5\ndef use(x): return half(x)",
}


@pytest.mark.parametrize("how", HOLDING_ON)
def test_the_notebook_finds_the_stand_in(how):
    """However it names what it has written, or even where it has not."""
    use = replaced(HOLDING_ON[how])["use"]
    assert use(20) == 2


def test_what_is_not_the_notebooks_stays():
    """A name for one of torch's classes, or a number, may be used for something else as well."""
    names = replaced("half = nn.Identity\nlayer = nn.Identity")
    assert names["layer"] is nn.Identity
    names = replaced("half = 1\none = 1\ndef f(x=1): return x")
    assert (names["one"], names["f"]()) == (1, 1)


def test_a_module_that_the_notebook_has_written(monkeypatch, tmp_path):
    """`%%writefile mylib.py`, and what is imported from it."""
    monkeypatch.chdir(tmp_path)
    library = ModuleType("mylib")
    library.__file__ = str(tmp_path / "mylib.py")
    exec("def half(x): return x\ndef use(x): return half(x)", vars(library))
    monkeypatch.setitem(sys.modules, "mylib", library)
    names: dict[str, object] = {"__name__": "__main__", "half": library.half, "use": library.use}
    replace(names, [TENTH])
    assert names["use"](20) == 2


def test_a_module_is_not_asked_for_what_it_loads_late(monkeypatch):
    """That could take seconds in each copy."""

    class Late(ModuleType):
        def __getattribute__(self, name):
            pytest.fail(f"asked for {name}")

    monkeypatch.setitem(sys.modules, "late", Late("late"))
    replaced("def half(x): return x")
