"""What a grader module brings in place of an exercise: its source alone, and the reference as it was afterwards."""

from __future__ import annotations

import random
from types import ModuleType

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.grading.stand_ins import StandIn, stand_in, stand_ins_in, standing_in


@stand_in("square")
def unhalved(y_hat, y):
    """Without its half."""
    return (y_hat - y.reshape(y_hat.shape)) ** 2


@stand_in("Block")
class OneConvolution(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, kernel_size=1)

    def forward(self, X):
        return self.conv(X)


def test_the_source_is_what_is_sent():
    """Without the decorator, and made into the same function on both sides."""
    assert unhalved.node.source.startswith("def unhalved(y_hat, y):\n")
    assert unhalved.exercise == "square"
    assert unhalved.made(torch.tensor([3.0]), torch.tensor([1.0])).item() == 4


def test_a_class_is_one_of_torchs_layers():
    """With its base, and with super()."""
    net = OneConvolution.made(2)
    assert isinstance(net, nn.Module)
    assert net(torch.zeros(1, 2, 3, 3)).shape == (1, 2, 3, 3)


def _helped(x):
    return x


def test_what_leans_on_its_module_is_refused():
    """With the names that it lacks: in a sandbox they would not be there."""
    with pytest.raises(NameError, match="the stand-in for steps uses _helped: it may use random, np, torch, nn, F alone"):

        @stand_in("steps")
        def leaning(x):
            return _helped(x)


def test_names_of_its_own_and_pythons_are_fine():
    """A local name, an argument, a comprehension, an inner function, the class that it is."""

    @stand_in("steps")
    def independent(params, *, lr=0.1):
        def step(param):
            return param * lr

        return [step(param) for param in params if isinstance(param, float)] + [np.pi, random.random(), F]

    assert len(independent.made([1.0, 2])) == 4


def test_a_module_has_those_that_it_defines():
    """By the exercises' names."""
    module = ModuleType("grader")
    module.anything = unhalved
    module.other = 3
    assert stand_ins_in(module) == {"square": unhalved}


def reference() -> ModuleType:
    module = ModuleType("reference")
    exec("def square(y_hat, y): return 'half'\ndef train(): return square(0, 0)", vars(module))
    return module


def test_the_reference_uses_the_stand_in_meanwhile():
    """By its own name, wherever the reference calls it."""
    module = reference()
    fixed = StandIn("square", "f", "def f(y_hat, y):\n    return 'stand-in'")
    with standing_in(lambda: module, [fixed]):
        assert module.train() == "stand-in"
    assert module.train() == "half"


def test_the_reference_is_as_it_was_also_when_a_test_raises():
    """And a name that it did not have is gone."""
    module = reference()
    before = dict(vars(module))
    new = StandIn("steps", "g", "def g():\n    pass")
    with pytest.raises(ValueError, match="in the test"), standing_in(lambda: module, [unhalved, new]):
        raise ValueError("in the test")
    assert vars(module) == before


def test_without_stand_ins_the_reference_is_not_even_loaded():
    """Which is how nearly every test is judged."""
    with standing_in(lambda: pytest.fail("it was loaded"), []):
        pass
