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


RAISING = """
def refuse(*arguments):
    raise SystemExit("no questions")
class Meta(type):
    __class__ = __dict__ = __module__ = __code__ = property(refuse)
    __getattribute__ = refuse
class Strange(metaclass=Meta):
    __class__ = __dict__ = property(refuse)
    __getattribute__ = refuse
    def m(self, f=None): return f
class Names(dict):
    items = __setitem__ = refuse
class Defaults(tuple):
    __iter__ = refuse
strange = Strange()
def half(x): return x
def use(x, *, f=half): return f(x)
use.__kwdefaults__ = Names(f=half)
def other(x, f=half): return f(x)
other.__defaults__ = Defaults((half,))
def unnamed(x): return x
unnamed.__module__ = strange
named_after_it = type.__call__(type, "K", (), {"__module__": strange})
"""


def test_objects_that_raise_whatever_they_are_asked():
    """None of them is asked: the copy lives, and what holds on to the part holds the stand-in."""
    names = replaced(RAISING)
    assert names["use"](20) == 2
    assert names["other"](20) == 2


def test_a_module_that_raises_whatever_it_is_asked(monkeypatch):
    """It is no module of the notebook's, and stops nothing."""
    names = {"__name__": "__main__"}
    exec(RAISING, names)
    monkeypatch.setitem(sys.modules, "strange", names["strange"])
    replace(names, [TENTH])
    assert names["use"](20) == 2
