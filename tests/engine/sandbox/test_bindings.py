"""What each kind of statement binds names to, and what a definition calls, however deep its text is."""

import ast

import pytest

from autograder.sandbox.bindings import Body, bindings, statements


def bound(source: str) -> dict[str, str]:
    """By name: what it stands for, as a text."""
    names = {}
    for statement, _ in statements(ast.parse(source).body):
        for name, value in bindings(statement):
            names[name] = ast.unparse(value) if isinstance(value, ast.AST) else str(value)
    return names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = y = f(1)", {"x": "f(1)", "y": "f(1)"}),
        ("x, (y, *z) = f()", {"x": "None", "y": "None", "z": "None"}),
        ("x.part = 1\nx[0] = 2", {}),
        ("x: int = 1", {"x": "1"}),
        ("x: int", {}),
        ("x += 1", {"x": "None"}),
        ("import a.b, c.d as e", {"a": "a", "e": "c.d"}),
        ("from a.b import c, d as e", {"c": "a.b.c", "e": "a.b.d"}),
        ("from a import *", {}),
        ("for x in y:\n    z = 1", {"x": "None", "z": "1"}),
        ("with f() as x, g():\n    y = 1", {"x": "None", "y": "1"}),
        ("try:\n    x = 1\nexcept E:\n    y = 2\nelse:\n    z = 3\nfinally:\n    w = 4", {"x": "1", "y": "2", "z": "3", "w": "4"}),
        ("match v:\n    case 1:\n        x = 1\n    case _:\n        x = 2", {"x": "2"}),
        ("def f(x):\n    y = 1", {"f": "def f(x):\n    y = 1"}),
        ("class K:\n    y = 1", {"K": "class K:\n    y = 1"}),
    ],
)
def test_what_statements_bind(source, names):
    assert bound(source) == names


@pytest.mark.parametrize(
    ("source", "sure"),
    [
        ("x = 1", [True]),
        ("if x:\n    x = 1\ny = 2", [True, False, True]),
        ("with f():\n    x = 1", [True, True]),
        ("for x in y:\n    with f():\n        x = 1", [True, False, False]),
        ("get_ipython().run_cell_magic('time', '', 'x = 1')", [True, True]),
    ],
)
def test_which_statements_surely_run(source, sure):
    assert [is_sure for _, is_sure in statements(ast.parse(source).body)] == sure


DEFINITION = """
def f(a, b=1, *c, d=2, **e):
    global g
    g = h = 3
    for i in a:
        (j := 4)
    [k for k in a]
    import m
    def n(o): pass
    try: pass
    except E as p: pass
    match a:
        case [q, *r]: pass
        case {"s": 1, **t}: pass
    return lambda u: v
"""


def test_what_a_definition_binds_itself():
    body = Body(ast.parse(DEFINITION).body[0])
    assert set(body.bound) == {*"abcdehijkmnopqrtu"}


def test_a_methods_name_is_not_bound_in_others():
    body = Body(ast.parse("class K:\n    def f(self): return g()\n    def g(self): pass").body[0])
    assert set(body.bound) == {"self"}


def test_a_name_with_several_values_has_two_at_most():
    body = Body(ast.parse("def f():\n" + "    x = 1\n" * 5000).body[0])
    assert len(body.bound["x"]) == 2


def test_calls():
    body = Body(ast.parse("def f(x: g(1) = h()):\n    return k(l(x).m())").body[0])
    assert {ast.unparse(call.func) for call in body.calls} >= {"h", "k", "l", "l(x).m"}


def test_many_branches():
    source = "if x:\n    y = 0\n" + "".join(f"elif x == {n}:\n    y = {n}\n" for n in range(1200))
    assert bound(source) == {"y": "1199"}
