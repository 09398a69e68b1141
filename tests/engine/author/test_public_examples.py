"""What a student can learn by heart from the public tests, and nothing beyond."""

import pytest
import torch

from autograder.author.hollow_student import key_of, template_of
from autograder.author.public_examples import listen, plain


@pytest.mark.parametrize("name", ["linear_regression", "residual", "newton"])
def test_each_exercise_is_heard(course, name):
    """Every exercise has a public test, so that each has a template, or makes layers."""
    assignment = course.assignments[name]
    heard = listen(course, assignment)
    assert {e.name for e in assignment.exercises} <= heard.templates.keys() | heard.makers
    assert heard.records.keys() == heard.templates.keys() and (heard.tensors or heard.makers)


def test_the_public_example_is_written_down(course):
    """The call, and what the reference gave, as it will stand in a notebook."""
    heard = listen(course, course.assignments["linear_regression"])
    key, (result, afterwards) = next(iter(heard.records["squared_loss"].items()))
    assert "y_hat" in key and "torch.float32" in key
    assert result.flatten().tolist() == [0, 2, 4.5] and len(afterwards) == 2


@pytest.mark.parametrize(
    ("result", "template"),
    [
        (torch.ones(2), ("like", "x")),
        (torch.ones(3), ("tensor", (3,))),
        ([1.0, 2.0, 3.0], ("repeated", "list", "steps", 0, ("number",))),
        ((1.0, 2.0, 3.0, 4.0), ("repeated", "tuple", "steps", 1, ("number",))),
        ([1.0, "a"], ("parts", "list", [("number",), ("same", "a")])),
        ([], ("parts", "list", [])),
        (None, ("nothing",)),
    ],
)
def test_a_template_says_the_form_alone(result, template):
    """In terms of the arguments, where they have that form."""
    assert template_of(result, {"x": torch.zeros(2), "steps": 3}) == template


def test_a_key_tells_arguments_apart():
    """By values, shapes and names; a function is only something."""
    keys = [key_of(v) for v in (torch.ones(2), torch.ones(2, 1), [1, 2], (2, 1), {"a": 1}, {"b": 1}, None, "None")]
    assert len(set(keys)) == len(keys) and key_of(print) == key_of(len)


def test_what_is_no_plain_value_is_left_out():
    """A notebook holds tensors without graphs, lists of them, and numbers."""
    x = torch.ones(2, requires_grad=True)
    (tensor, number, nothing) = plain((x * 2, 3, object()))
    assert not tensor.requires_grad and number == 3 and nothing is None
