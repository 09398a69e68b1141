"""The comparison says how a tensor is wrong: type, shape, dtype, non-finite numbers, values; and lets rounding through."""

import contextlib

import numpy as np
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
from autograder.words.message import told
from autograder.words.said import said

shapes = st.lists(st.integers(1, 4), max_size=3)


def difference(yours, expected):
    problem = compare.difference(yours, expected)
    return None if problem is None else str(problem)


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
    problem = difference(wrong, t)
    assert problem is not None
    assert ("1 of" in problem or not shape)


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


# --- what is compared number by number ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yours", "expected"),
    [([1, 2, 3], [1, 5, 3]), ([1, 5, 3], [1, 2, 3]), ([True, False], [True, True])],
)
def test_whole_numbers_are_compared_exactly(yours, expected):
    assert difference(torch.tensor(expected), torch.tensor(expected)) is None
    assert difference(torch.tensor(yours), torch.tensor(expected)).startswith(f"values differ in 1 of {len(yours)}, worst at [1]")


def test_a_rounding_may_miss_zero_but_not_by_much():
    zeros = torch.zeros(3)
    assert difference(zeros + 5e-8, zeros) is None
    assert difference(zeros + 1e-6, zeros) is not None


@pytest.mark.parametrize(("yours", "same_"), [(INF, False), (-INF, True), (NAN, False)])
def test_each_infinity_is_its_own(yours, same_):
    """Where a test asks for it by name."""
    passes = contextlib.nullcontext() if same_ else pytest.raises(Mismatch)
    with passes:
        same(torch.tensor([1.0, yours]), torch.tensor([1.0, -INF]), not_finite="equal")


def test_a_number_in_float32_is_as_exact_as_that_can_be():
    assert difference(torch.tensor(1.00005), 1.0) is None
    assert difference(1.00005, 1.0) is not None
    assert difference(torch.tensor(1.01), 1.0) is not None


@pytest.mark.parametrize("count", [1, 3])
def test_a_structure_has_as_many_values(count):
    assert difference([1.0] * count, [1.0, 1.0]) == f"expected 2 values, got {count}"
    with pytest.raises(Mismatch, match=f"expected a tuple of 2, got {count} values"):
        parts([1.0] * count, 2)


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [*compare.TOLERANCE, ("cpu", torch.float16), ("cpu", torch.bfloat16), ("cuda", torch.float16)],
)
def test_what_a_tolerance_lets_through(kind, dtype):
    """Half of it, of the element itself and of the largest; not three times as much."""
    relative, of_largest = compare.TOLERANCE.get((kind, dtype), compare.LOW_PRECISION)
    expected = torch.tensor([1.0, 0.0], dtype=torch.complex128)
    device = compare.DEVICE.set(kind)
    try:
        for place, allowed in ((0, relative + of_largest), (1, of_largest)):
            step = torch.zeros(2, dtype=torch.complex128)
            step[place] = allowed
            passes, fails = (with_dtype(expected + factor * step, dtype) for factor in (0.5, 3))
            assert difference(passes, with_dtype(expected, dtype)) is None
            assert difference(fails, with_dtype(expected, dtype)) is not None
    finally:
        compare.DEVICE.reset(device)


def with_dtype(numbers, dtype):
    return numbers.to(dtype) if dtype.is_complex else numbers.real.to(dtype)


def test_the_first_of_the_worst_is_named():
    assert "worst at [1]: expected 0, got 2" in difference(torch.tensor([1.0, 2, 2, 0]), torch.zeros(4))


def test_sizes_of_each_feature():
    """One for each column, in a shape that broadcasts."""
    assert sizes(torch.tensor([[1.0, -5], [-3, 2]]), 0).tolist() == [[3.0, 5.0]]


# --- what is a number -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (2, 2.0), (2.5, 2.5), (True, None), ("2", None),
        (torch.tensor([[2.0]]), 2.0), (torch.tensor(3), 3.0), (torch.tensor([]), None), (torch.tensor([1.0, 2.0]), None),
        (torch.tensor(1j), None), (torch.tensor(True), None),
        (np.float64(2.5), 2.5), (np.int8(3), 3.0), (np.array(2.5), 2.5), (np.array([[7]]), 7.0),
        (np.array([1.0, 2.0]), None), (np.array([]), None), (np.bool_(True), None), (np.complex64(1), None), (np.str_("2"), None),
    ],
)  # fmt: skip
def test_what_is_a_number(value, number):
    assert compare.as_number(value) == number


def test_numpys_arrays_are_lists_where_lists_are_asked_for():
    """But for those without a dimension, and those of something else."""
    assert difference(np.array([1.0, 2.0]), [1.0, 2.0]) is None
    assert as_numbers(np.array([1, 2], dtype=np.uint8)) == [1.0, 2.0]
    for other in (np.array(1.0), np.array(["a"]), np.array([True])):
        with pytest.raises(Mismatch, match="expected a list of numbers"):
            as_numbers(other)


@pytest.mark.parametrize("tensor", [torch.tensor(1.0), torch.ones(1, 2), torch.ones(2, dtype=torch.complex64)])
def test_a_tensor_is_a_list_of_numbers_in_one_dimension(tensor):
    with pytest.raises(Mismatch, match="expected a list of numbers"):
        as_numbers(tensor)


@pytest.mark.parametrize("make", [np.zeros, torch.zeros])
def test_no_list_is_made_of_too_many_numbers(monkeypatch, make):
    monkeypatch.setattr(compare, "_MAX_NUMBERS", 5)
    assert as_numbers(make(5)) == [0.0] * 5
    for count in (6, 7):
        with pytest.raises(Mismatch, match="expected a list of numbers"):
            as_numbers(make(count))


# --- what a message tells -------------------------------------------------------------------------------------------


def test_a_gradient_that_is_none():
    """Says where gradients are lost; another value that is none does not, and no gradient that is wrong."""
    ones = torch.ones(2)
    with pytest.raises(Mismatch, match="^the gradient of w is None: does detach"):
        same(None, ones, "the gradient of w")
    with pytest.raises(Mismatch, match="^w: expected a tensor of shape"):
        same(None, ones, "w")
    with pytest.raises(Mismatch, match="^the gradient of w: values differ"):
        same(torch.zeros(2), ones, "the gradient of w")


@pytest.mark.parametrize(
    ("yours", "told"),
    [((6,), True), ((3, 1, 2), True), ((2, 3), True), ((6, 6), True), ((6, 1), True), ((1, 6), True), ((), True), ((1,), True), ((2,), False), ((4,), False)],
)
def test_a_hint_tells_well_known_shapes_alone(yours, told):
    """Of what should be (2, 1, 3): flat, turned, squeezed, broadcast, summed; not one that could be a code."""
    hint = said(compare.difference(torch.zeros(yours), torch.zeros(2, 1, 3))).in_hints()
    assert (str(yours) in hint) == told


def test_only_what_a_test_names_may_change():
    inside, outside = torch.ones(1), torch.ones(1)
    with compare.changing([inside]):
        assert compare.may_change(inside)
        assert not compare.may_change(outside)
    assert not compare.may_change(inside)


def test_a_plain_text_is_no_template():
    """What a student's code has written may hold braces."""
    assert str(Mismatch("{x}")) == "{x}"
    assert str(Mismatch("{x}", x=told(3))) == "3"
    assert said(Mismatch("{x}", hint="another", x=3).args[0]).in_hints() == "another"


def test_what_a_notebook_defines():
    student = compare.Defined({"step": 3})
    assert student.step == 3
    with pytest.raises(NameError, match="adam is not defined yet"):
        student.adam


def test_curves_are_drawn_of_what_fails_inside():
    """Both lists, on the curve that they should be on."""
    with pytest.raises(AssertionError) as failed, compare.plotted([1.0], lambda: [2.0], on=abs):
        raise AssertionError
    drawn = failed.value.drawn
    assert (drawn.yours, drawn.expected(), drawn.curves, drawn.on) == ([1.0], [2.0], True, abs)
    with pytest.raises(Mismatch) as differs:
        same(torch.zeros(2), torch.ones(2))
    assert not differs.value.drawn.curves
