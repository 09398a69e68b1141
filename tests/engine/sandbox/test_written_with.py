"""A name that an exercise is to be written without is found in its text, and only there."""

import pytest

from autograder.sandbox.written_with import Text
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
