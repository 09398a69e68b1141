"""What failed as numbers to draw: nothing of hidden tests, nothing that is not there, and never an error."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.compare import Drawn, Mismatch, plotted, same
from autograder.grading.pictures import pictures_of
from autograder.grading.verdict import Task, Verdict
from autograder.report import Curves, Heat, Shapes, VerdictKind


def drawn(what, public=True, feedback="hints"):
    task = Task("t", "T.", "e", 1.0, public)
    return pictures_of([task], {"t": Verdict(VerdictKind.WRONG, None, 0.1, what)}, feedback)


def failure(yours, expected, **rules):
    with pytest.raises(Mismatch) as fault:
        same(yours, expected, **rules)
    return fault.value.drawn


def test_hidden_tests_have_none():
    """Unless the assignment tells all."""
    what = failure(torch.ones(3), torch.zeros(3))
    assert drawn(what, public=False) == drawn(what, public=False, feedback="score") == ()
    assert len(drawn(what, public=False, feedback="full")) == len(drawn(what)) == 1


def test_the_slice_with_the_worst_element():
    """Of a tensor of any number of dimensions, in blocks where it is large."""
    expected = torch.zeros(4, 3, 100, 90)
    yours = expected.clone()
    yours[1, 2, 99, 0], yours[0, 0, 0, 0] = 5.0, 1.0
    (heat,) = drawn(failure(yours, expected))
    assert isinstance(heat, Heat)
    assert heat.worst == (1, 2, 99, 0)
    assert heat.block == (5, 4)
    assert len(heat.rows) == len(heat.rows[0]) == 24
    assert heat.rows[23][0] == 5.0
    assert sum(map(sum, heat.rows)) == 5.0


def test_what_is_equal_is_not_drawn_as_different():
    """Another dtype has no picture; where a test asks for nan by name, it is not the worst place."""
    assert drawn(failure(torch.tensor([1, 2, 3]), torch.tensor([1.0, 2.0, 3.0]))) == ()
    (heat,) = drawn(failure(torch.tensor([math.nan, 2, 3]), torch.tensor([math.nan, 2, 9]), not_finite="equal"))
    assert heat.worst == (2,)
    assert heat.rows == ((0.0, 0.0, 6.0),)
    (heat,) = drawn(failure(torch.tensor([math.inf, 2]), torch.tensor([1.0, 2])))
    assert heat.rows == ((None, 0.0),)


def test_shapes_and_scalars():
    """Two shapes; one number has been told already."""
    assert drawn(failure(torch.ones(3), torch.ones(3, 1))) == (Shapes("t", (3,), (3, 1)),)
    assert drawn(failure(torch.tensor(1.0), torch.tensor(2.0))) == ()


def test_curves_of_different_lengths_share_an_axis():
    """A loss for each batch beside a loss for each epoch: the same place is the same step."""
    (made,) = drawn(Drawn([float(i) for i in range(500)], lambda: [0.0] * 150, curves=True))
    assert made.step == 3
    assert len(made.yours) == 167
    assert len(made.expected) == 50


def test_a_function_that_is_not_finite_everywhere():
    """Its graph has gaps, and the picture is there all the same."""
    with (
        pytest.raises(AssertionError) as fault,
        plotted([1.0, 2.0, 3.0], [1.0, 1.0, 1.5], on=lambda x: math.nan if x < 1.2 else x),
    ):
        raise AssertionError
    (made,) = drawn(fault.value.drawn)
    assert isinstance(made, Curves)
    assert made.curve
    assert all(math.isfinite(y) for _, y in made.curve)


@given(st.lists(st.floats() | st.text() | st.none() | st.booleans(), max_size=5), st.lists(st.floats(), max_size=5))
def test_whatever_a_student_returns(yours, expected):
    """A picture or none, never a fault."""
    made = drawn(Drawn(yours, expected, curves=True, on=math.log))
    assert len(made) <= 1


@pytest.mark.parametrize("losses", [[torch.tensor(1.0, requires_grad=True)] * 3, torch.ones(3, requires_grad=True)])
def test_losses_with_a_gradient(losses):
    """They are drawn as numbers, and torch has nothing to warn of."""
    (made,) = drawn(Drawn(losses, [0.0] * 3, curves=True))
    assert made.yours == (1.0, 1.0, 1.0)
