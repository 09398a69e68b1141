"""The comparison says how a tensor is wrong: type, shape, dtype, non-finite numbers, values; and lets rounding through."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading import compare
from autograder.grading.compare import (
    Mismatch,
    NotFinite,
    as_numbers,
    parts,
    same,
    sizes,
    sizes_of_steps,
)

shapes = st.lists(st.integers(1, 4), max_size=3)


def difference(yours, expected):
    said = compare.difference(yours, expected)
    return None if said is None else str(said)


def show(value):
    return str(compare.show(value))


def drawn(shape, seed):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@given(shapes, st.integers(0, 99), st.sampled_from([torch.float32, torch.float64, torch.float16]))
def test_equal_and_nearly_equal_pass(shape, seed, dtype):
    """A tensor, and the same after a detour that only rounds."""
    t = drawn(shape, seed).to(dtype)
    assert difference(t, t.clone()) is None
    assert difference((t * 3) / 3, t) is None


@given(shapes, st.integers(0, 99), st.floats(0.01, 100))
def test_one_wrong_element_is_found(shape, seed, by):
    """However small the rest: the message names the place and both values."""
    t = drawn(shape, seed)
    wrong = t.clone()
    where = tuple(0 for _ in shape)
    wrong[where] += by * max(1.0, float(t.abs().max()))
    said = difference(wrong, t)
    assert said is not None
    assert ("1 of" in said or not shape)


def test_messages():
    """The words that a student reads."""
    e = torch.zeros(4, 1)
    assert difference(torch.zeros(4), e) == "expected shape (4, 1), got (4,)"
    assert difference(e.double(), e) == "expected dtype float32, got float64"
    assert difference(None, e) == "expected a tensor of shape (4, 1), got None (is a return missing?)"
    assert difference(2.5, e) == "expected a tensor of shape (4, 1), got 2.5"
    nan = e.clone()
    nan[2] = float("nan")
    assert difference(nan, e) == "1 of 4 values are not finite, first at [2, 0]: nan"
    t = torch.arange(6.0).reshape(2, 3)
    wrong = t.clone()
    wrong[1, 2] = 7.25
    assert difference(wrong, t) == "values differ in 1 of 6, worst at [1, 2]: expected 5, got 7.25"
    assert difference(torch.tensor(1.0), torch.tensor(2.0)) == "expected 2, got 1"


def test_shape_before_dtype_before_finite_before_values():
    """The first thing that is wrong is the one that is said."""
    e = torch.zeros(2)
    assert "shape" in difference(torch.full((3,), float("nan")).double(), e)
    assert "dtype" in difference(torch.full((2,), float("nan")).double(), e)
    assert "finite" in difference(torch.tensor([float("nan"), 5.0]), e)


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize("wrong", [NAN, INF, -INF])
def test_what_is_not_finite_equals_nothing(wrong):
    """Neither where a number is expected, nor beside right ones; as a tensor and as a number."""
    assert difference(torch.tensor([wrong, wrong]), torch.tensor([2.0, 1.0])) is not None
    assert difference(torch.tensor([1.0, wrong]), torch.tensor([1.0, 2.0])) == (
        f"1 of 2 values are not finite, first at [1]: {wrong}"
    )
    assert difference(wrong, 1.0) is not None
    assert difference([1.0, wrong], [1.0, 2.0]) is not None


@pytest.mark.parametrize("expected", [torch.tensor([1.0, NAN]), torch.tensor([INF]), NAN, [1.0, -INF]])
def test_an_expected_value_that_is_not_finite_is_the_graders_fault(expected):
    """Even where yours is the same: a test that wants it says so."""
    with pytest.raises(NotFinite):
        same(expected, expected, "y")


def test_nan_by_name():
    """Then nan is nan and each infinity itself, and all else is compared as ever."""
    t = torch.tensor([NAN, INF, -INF, 1.0])
    same(t.clone(), t, "y", not_finite="equal")
    same([NAN, 1.0], [NAN, 1.0], "y", not_finite="equal")
    for wrong in ([1.0, INF, -INF, 1.0], [NAN, -INF, -INF, 1.0], [NAN, INF, -INF, 1.1], [NAN, INF, -INF, NAN]):
        with pytest.raises(Mismatch):
            same(torch.tensor(wrong), t, "y", not_finite="equal")


def test_a_scale_of_their_own():
    """A small element is wrong by itself where the test says how large the numbers behind it are."""
    expected, wrong = torch.tensor([[1e6, 1.0], [2e6, 2.0]]), torch.tensor([[1e6, 1.001], [2e6, 2.0]])
    same(wrong, expected, "y")  # a thousandth is what rounding makes of sums of millions
    for scale in (sizes(expected, 0), 0.0, torch.tensor([1e6, 1.0])):
        same(expected * (1 + 1e-6), expected, "y", scale=scale)
        with pytest.raises(Mismatch, match=r"worst at \[0, 1\]"):
            same(wrong, expected, "y", scale=scale)


def test_a_way_is_measured_step_by_step():
    """A point may come out of a far larger one; at rest, rounding remains."""
    way = torch.tensor([10.0, 1.0, 1e-3, 0.0, 0.0])
    assert sizes_of_steps(way).tolist() == pytest.approx([10.0, 10.0, 1.0, 1e-3, 1e-3])
    same(way + torch.tensor([0, 0, 1e-6, 1e-9, 1e-9]), way, "the points", scale=sizes_of_steps(way))
    with pytest.raises(Mismatch):
        same(way + torch.tensor([0, 0, 1e-4, 0, 0]), way, "the points", scale=sizes_of_steps(way))


def test_tiny_values_are_compared_too():
    """The tolerance shrinks with what is expected: zeros are no answer to small numbers."""
    assert difference(torch.zeros(3), torch.full((3,), 1e-4)) is not None
    assert difference(torch.tensor([1e-9]), torch.tensor([0.0])) is None


def test_numbers():
    """A number may come as a tensor of one element; a bool is no number."""
    assert difference(2, 2.0) is None
    assert difference(torch.tensor([2.0]), 2.0) is None
    assert difference(True, 1.0) is not None
    assert difference("2", 2.0) is not None
    assert difference(2.001, 2.0) is not None
    assert difference(torch.tensor(0.1), 0.1) is None  # which float32 can't hold exactly


def test_structures():
    """Lists, tuples, names, None."""
    assert difference([1.0, (2.0, 3.0)], [1.0, [2.0, 3.0]]) is None
    assert difference([1.0], [1.0, 2.0]) == "expected 2 values, got 1"
    assert difference("saddle", "minimum") == "expected 'minimum', got 'saddle'"
    assert difference(None, None) is None
    assert difference(0, None) is not None


def test_a_known_mistake_is_named():
    """Only where the value is that mistake's, and never at the price of an error."""
    t = torch.tensor([1.0, 2.0])
    with pytest.raises(Mismatch, match="y: values differ .*; looks like a forgotten half"):
        same(2 * t, t, "y", looks_like=lambda: {"another": 3 * t, "a forgotten half": 2 * t})
    with pytest.raises(Mismatch) as caught:
        same(5 * t, t, "y", looks_like=lambda: {"diverges": lambda: 1 / 0, "does not fit": lambda: t @ torch.ones(3)})
    assert "looks like" not in str(caught.value)
    same(t, t, "y", looks_like=lambda: pytest.fail("asked without need"))


def test_objects_with_opinions_are_not_asked():
    """`==` of the student's objects is never called."""

    class Yes:
        def __eq__(self, other):
            pytest.fail("asked")

        __hash__ = None

    for expected in (1.0, torch.ones(1), [1.0], "x", None, True):
        assert difference(Yes(), expected) is not None
    assert show(Yes()) == "an object of type Yes"


def test_parts_and_numbers():
    """Results of several parts, and lists of numbers in any of their forms."""
    assert parts([1, 2], 2) == (1, 2)
    with pytest.raises(Mismatch, match="expected a tuple of 3, got a tensor of shape"):
        parts(torch.ones(3), 3)
    assert as_numbers((1, torch.tensor(2.0))) == as_numbers(torch.tensor([1.0, 2.0])) == [1.0, 2.0]
    with pytest.raises(Mismatch, match=r"at \[1\]"):
        as_numbers([1.0, "x"])


@pytest.mark.parametrize(
    ("factor", "words"), [(-1, "the opposite sign"), (2, "twice the expected value"), (0.5, "half the expected value"), (0, "zeros")]
)
def test_mistakes_that_any_number_may_have(factor, words):
    """Where a test names none of its own."""
    expected = torch.tensor([1.0, -2.0, 3.5])
    with pytest.raises(Mismatch, match=f"; looks like {words}$"):
        same(factor * expected, expected, "y")


def test_a_tests_own_name_for_a_mistake_comes_first():
    with pytest.raises(Mismatch, match="looks like a forgotten half$"):
        same(4.0, 2.0, "y", looks_like=lambda: {"a forgotten half": 4.0})


def test_right_answers_are_not_asked_for_mistakes():
    """The quick path: nothing is computed where nothing is wrong."""
    zeros = torch.zeros(3)
    same(zeros, -zeros, "y", looks_like=lambda: pytest.fail("asked without need"))
