"""A name that an exercise is to be written without is found in its text, and only there."""

import pytest

from autograder.sandbox.written_with import Text, uses
from autograder.wire.messages import BanNode

NORM = "torch.nn.functional.batch_norm"
BANS = [BanNode("norm", [NORM])]

USING = {
    "by the name that always holds": ["def norm(X):\n    return F.batch_norm(X)"],
    "by another path": ["def norm(X):\n    return nn.functional.batch_norm(X)"],
    "by the whole path": ["import torch\ndef norm(X):\n    return torch.nn.functional.batch_norm(X)"],
    "by an imported name": ["from torch.nn.functional import batch_norm", "def norm(X):\n    return batch_norm(X)"],
    "by a name given to it": ["from torch.nn.functional import batch_norm as bn", "def norm(X):\n    return bn(X)"],
    "by a module's new name": ["import torch.nn.functional as G", "def norm(X):\n    return G.batch_norm(X)"],
    "by all names of a module": ["from torch.nn.functional import *", "def norm(X):\n    return batch_norm(X)"],
    "imported where it is used": ["def norm(X):\n    from torch.nn.functional import batch_norm as b\n    return b(X)"],
    "by an assignment": ["bn = F.batch_norm", "def norm(X):\n    return bn(X)"],
    "by a function of the notebook": ["def helper(X):\n    return F.batch_norm(X)", "def norm(X):\n    return helper(X)"],
    "as the answer itself": ["norm = F.batch_norm"],
    "as a lambda": ["norm = lambda X: F.batch_norm(X)"],
    "as a default": ["def norm(X, f=F.batch_norm):\n    return f(X)"],
    "by getattr": ["def norm(X):\n    return getattr(F, 'batch_norm')(X)"],
    "in a method": ["class norm(nn.Module):\n    def forward(self, X):\n        return F.batch_norm(X)"],
    "in an if": ["if True:\n    def norm(X):\n        return F.batch_norm(X)"],
    "by a name in the function": ["def norm(X):\n    bn = F.batch_norm\n    return bn(X)"],
    "by an alias of an alias": ["G = nn\nH = G.functional", "def norm(X):\n    bn = H.batch_norm\n    return bn(X)"],
    "by the same import in two methods": ["class norm:\n    def a(self, X):\n        from torch.nn import functional as G\n        return G.batch_norm(X)\n    def b(self, X):\n        from torch.nn import functional as G"],
    "by a partial function": ["from functools import partial", "bn = 1\ndef norm(X):\n    return partial(F.batch_norm, training=True)(X)"],
    "by a class of the notebook": ["class Layer(nn.Module):\n    def forward(self, X):\n        return F.batch_norm(X)", "layer = Layer()\ndef norm(X):\n    return layer(X)"],
    "in an answer below which the name is used again": ["def norm(X):\n    return F.batch_norm(X)", "norm = torch.ones(2).norm()"],
    "in another name's function": ["def mine(X):\n    return F.batch_norm(X)", "norm = mine"],
    "beside a method of that name": ["class norm(nn.Module):\n    def helper(self):\n        return 1\n    def forward(self, X):\n        return helper(X)", "def helper(X):\n    return F.batch_norm(X)"],
    "in an import that may fail": ["import torch.nn.functional as G", "try:\n    import torch.nn.functional as G\nexcept ImportError:\n    pass", "def norm(X):\n    return G.batch_norm(X)"],
    "below a magic": ["get_ipython().run_cell_magic('time', '', 'def norm(X):\\n    return F.batch_norm(X)\\n')"],
}
NOT_USING = {
    "another function": ["def norm(X):\n    return F.relu(X)"],
    "in another cell, to compare with": ["def norm(X):\n    return X", "print(F.batch_norm(norm(X)))"],
    "in an answer that another one replaces": ["def norm(X):\n    return F.batch_norm(X)", "def norm(X):\n    return X"],
    "above a stub": ["def norm(X):\n    return X", "def norm(X):\n    raise NotImplementedError()"],
    "a function of that name": ["from torch.nn.functional import batch_norm", "def batch_norm(X):\n    return X", "def norm(X):\n    return batch_norm(X)"],
    "a word in a text": ["def norm(X):\n    'As F.batch_norm does.'  # F.batch_norm\n    return X"],
    "a method of something else": ["def norm(X):\n    return X.batch_norm()"],
    "a result that is called the same": ["def norm(X):\n    out = X / X.sum()\n    return out", "out = F.batch_norm(X)"],
    "a result in front of it that is called the same": ["net = F.batch_norm(X)", "def norm(X):\n    net = X > 0\n    return X * net"],
    "an array that is called the same, and all names of a module": ["from torch.nn.functional import *", "def norm(X):\n    batch_norm = X - 1\n    return batch_norm(X)"],
    "a parameter that is called the same": ["bn = F.batch_norm", "def norm(X, bn=None):\n    return X if bn is None else bn(X)"],
    "an import in another function": ["def other():\n    from torch.nn.functional import batch_norm as b", "def b(X):\n    return X", "def norm(X):\n    return b(X)"],
    "an import in another function alone": ["def other():\n    from torch.nn.functional import batch_norm as b", "def norm(X):\n    return b(X)"],
    "a scratch cell below that binds its name": ["def norm(X):\n    return X", "norm = F.batch_norm"],
    "a type that is asked for": ["def norm(X):\n    return X if isinstance(X, F.batch_norm) else 1"],
    "an annotation": ["def norm(X: F.batch_norm) -> F.batch_norm:\n    return X"],
    "a table that holds it": ["TABLE = {'bn': F.batch_norm}", "def norm(X):\n    return TABLE"],
    "a result that nothing calls": ["out = F.batch_norm(X)", "def norm(X):\n    return X + out"],
    "a function that is not called": ["def helper(X):\n    return F.batch_norm(X)", "def norm(X):\n    return helper"],
    "a module's name bound again": ["F = 3", "def norm(X):\n    return F.batch_norm(X)"],
    "a branch that need not run": ["def norm(X):\n    return X", "if False:\n    def norm(X):\n        return F.batch_norm(X)"],
    "a cell that can't be read": ["def norm(X:\n    return F.batch_norm(X)"],
    "nothing at all": [],
}


@pytest.mark.parametrize("cells", USING.values(), ids=USING.keys())
def test_a_use_is_found(cells):
    assert [(use.exercise, use.name) for use in Text(cells).uses(BANS)] == [("norm", NORM)]


@pytest.mark.parametrize("cells", NOT_USING.values(), ids=NOT_USING.keys())
def test_what_is_no_use(cells):
    assert Text(cells).uses(BANS) == []


def test_another_exercises_use_is_its_own_matter():
    cells = ["def other(X):\n    return F.batch_norm(X)", "def norm(X):\n    return other(X)"]
    uses = Text(cells).uses([*BANS, BanNode("other", [NORM])])
    assert [use.exercise for use in uses] == ["other"]


@pytest.mark.parametrize(("cells", "place"), [(USING["by an imported name"], (2, 2)), (USING["by a function of the notebook"], (1, 2)), (USING["below a magic"], (1, 3))])
def test_its_place_is_told(cells, place):
    (use,) = Text(cells).uses(BANS)
    assert (use.cell, use.line) == place


def test_a_deep_nesting_ends_nothing():
    assert Text([f"x = {'(' * 5000}1{')' * 5000}", *USING["as a lambda"]]).uses(BANS)


ANSWER = "def norm(X):\n    return F.batch_norm(X)"
ODD = {
    "many branches": "if X == 0:\n    pass\n" + "elif X == 1:\n    pass\n" * 1200,
    "a long chain": f"X{'.T' * 1500}",
    "a deep nesting": f"x = {'(' * 5000}1{')' * 5000}",
    "a word of prose": "This is how it works.",
    "a null": "x = 1\0",
}
CALLING_ODDLY = {
    "an array": "np.polynomial.Polynomial.domain",
    "what raises when it is asked for": "torch.classes.a.b",
    "a long chain": f"X{'.T' * 1500}",
    "an endless chain of names": "odd",
}


@pytest.mark.parametrize("cell", ODD.values(), ids=ODD.keys())
def test_an_odd_cell_costs_itself(cell):
    assert Text([cell, ANSWER]).uses(BANS)


@pytest.mark.parametrize("function", CALLING_ODDLY.values(), ids=CALLING_ODDLY.keys())
def test_an_odd_call_is_no_use(function):
    cells = ["odd = odd2\nodd2 = odd", f"def norm(X):\n    {function}(X)\n    return X"]
    assert Text(cells).uses(BANS) == []


@pytest.mark.parametrize("function", CALLING_ODDLY.values(), ids=CALLING_ODDLY.keys())
def test_an_odd_call_hides_none(function):
    cells = ["odd = odd2\nodd2 = odd", f"def norm(X):\n    {function}(X)\n    return F.batch_norm(X)"]
    assert Text(cells).uses(BANS)


def test_what_was_written_in_the_answer_cell_counts():
    cells = ["norm = lambda X: X", "norm = F.batch_norm"]
    assert uses(cells, BANS, ["norm"], ["", "norm"])


def test_another_exercise_is_what_was_written_for_it():
    cells = ["def other(X):\n    return X", "def norm(X):\n    return other(X)", "other = F.batch_norm"]
    assert uses(cells, BANS, ["norm", "other"]) == []


def test_a_fault_in_looking_finds_nothing():
    assert uses([ANSWER, ANSWER], BANS, ["norm"], ["one answer for two cells"]) == []


def test_a_class_is_called_by_its_object():
    cells = ["act = nn.ReLU()", "def norm(X):\n    return act(X)"]
    assert uses(cells, [BanNode("norm", ["torch.nn.ReLU"])])


def test_the_same_function_twice_is_no_trouble():
    cells = ["def norm(X):\n    if X.dim():\n        return norm(X[0])\n    return other(X)\ndef other(X):\n    return norm(X)"]
    assert uses(cells, BANS) == []
