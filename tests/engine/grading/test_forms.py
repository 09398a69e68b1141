"""The forms of an input reach the student's code as they are, and hold what they should."""

import pytest
import torch

from autograder.grading.forms import forms

X = torch.arange(24.0).reshape(4, 6)
IMAGES = torch.arange(96.0).reshape(2, 3, 4, 4)
SAME = ["contiguous", "non-contiguous", "channels_last"]
ALL = [*SAME, "expanded", "batch of 1", "empty", "float64"]


def test_which_there_are_of_images():
    assert [name for name, _ in forms(IMAGES)] == ALL


def test_rows_have_no_channels():
    assert "channels_last" not in dict(forms(X))


def test_a_number_has_no_batch():
    assert [name for name, _ in forms(torch.tensor(1.0))] == ["contiguous", "non-contiguous", "float64"]


def test_whole_numbers_stay_whole():
    assert {tensor.dtype for _, tensor in forms(torch.arange(3))} == {torch.int64}


def test_some_may_be_left_out():
    assert [name for name, _ in forms(X, but=("empty", "float64"))] == ["contiguous", "non-contiguous", "expanded", "batch of 1"]


@pytest.mark.parametrize("name", SAME)
def test_the_numbers_are_the_same(name):
    assert torch.equal(dict(forms(IMAGES))[name], IMAGES)


@pytest.mark.parametrize("input_tensor", [X, IMAGES, X.clone().requires_grad_()])
def test_the_input_is_left_as_it_is(input_tensor):
    before = input_tensor.detach().clone()
    for _, tensor in forms(input_tensor):
        assert tensor.data_ptr() != input_tensor.data_ptr() or tensor.numel() == 0
    assert torch.equal(input_tensor, before)


@pytest.mark.parametrize("name", ALL)
def test_a_gradient_is_wanted_where_it_was(name):
    assert dict(forms(IMAGES.clone().requires_grad_()))[name].requires_grad


@pytest.mark.parametrize("wants_gradient", [False, True])
@pytest.mark.parametrize("name", ALL)
def test_a_student_has_it_in_this_form(lab, name, wants_gradient):
    lab.run("def f(X):\n    return tuple(X.shape), tuple(X.stride()), str(X.dtype), X.requires_grad, X.is_leaf")
    tensor = dict(forms(IMAGES.clone().requires_grad_(wants_gradient)))[name]
    expected = (tuple(tensor.shape), tuple(tensor.stride()), str(tensor.dtype), wants_gradient, True)
    if name == "empty":  # nothing lies anywhere
        expected = (expected[0], (48, 16, 4, 1), *expected[2:])
    assert lab.student().f(tensor) == expected


@pytest.mark.parametrize("name", ALL)
def test_a_student_has_its_numbers(lab, name):
    lab.run("def f(X):\n    return X + 0")
    tensor = dict(forms(IMAGES))[name]
    assert torch.equal(lab.student().f(tensor), tensor)


@pytest.mark.parametrize("name", ALL)
def test_its_gradient_comes_back(lab, name):
    lab.run("def f(X):\n    return (X * X).sum()")
    tensor = dict(forms(IMAGES.clone().requires_grad_()))[name]
    lab.student().f(tensor).backward()
    assert torch.equal(tensor.grad, 2 * tensor.detach())


def test_a_view_fails_where_it_would_in_a_notebook(lab):
    lab.run("def f(X):\n    try:\n        return X.view(-1)\n    except RuntimeError:\n        return 'no view'")
    assert lab.student().f(dict(forms(X))["non-contiguous"]) == "no view"


def test_other_tensors_arrive_as_ever(lab):
    """What a test transposes is contiguous there, as it always was."""
    lab.run("def f(X):\n    return X.is_contiguous()")
    assert lab.student().f(X.T) is True


def test_a_students_strides_count_for_nothing(lab):
    lab.run("def f():\n    w = torch.ones(3, requires_grad=True)\n    w._autograder_keeps_layout = True\n    v = torch.ones(4, 4).t().requires_grad_()\n    v._autograder_keeps_layout = True\n    return v")
    assert lab.student().f().is_contiguous()
