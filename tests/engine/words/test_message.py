"""A message is a template and its values; as a text it tells all."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.words.message import Message, either, filled, message, subject, text_of, told


def test_a_message_tells_all():
    words = message("{what}: expected {expected}, got {got}", what=message("the {name}", name="mean"), expected=told((4, 1)), got=2.5)
    assert str(words) == "the mean: expected (4, 1), got 2.5"


def test_a_value_that_nobody_marks_is_drawn():
    """What nobody thought of is not told."""
    origins = {name: value.origin for name, value in message("{a}{b}{c}", a=1, b=told(2), c=either(3, "c")).values.items()}
    assert origins == {"a": "drawn", "b": "constant", "c": "drawn"}


@given(st.text(), st.text())
def test_a_text_with_braces_is_no_template(template, text):
    """Whatever somebody took for a template: its braces command nothing."""
    assert filled("{x}", {"x": text}) == text
    assert str(Message(template)) == template


@given(st.text(alphabet="{}x:.!0[]>9", max_size=30))
def test_no_template_raises(template):
    """None asks for an attribute of a value, and none makes a text of a million spaces."""
    assert len(str(message(template, x=told("1")))) <= 30


def test_long_values_are_cut():
    assert len(text_of("x" * 10_000)) < 400


def test_numbers_have_six_digits():
    assert text_of(float(torch.tensor(1 / 3))) == "0.333333"


def test_a_subject_is_the_result_where_it_is_not_told():
    assert subject("the loss").hint == "the result"


def test_a_tensor_of_one_element_is_its_number():
    """Also one with a graph, without a warning."""
    assert text_of(torch.tensor(2.5, requires_grad=True) * 2) == "5"
    assert text_of(torch.tensor([1.5])) == "1.5"


def test_an_object_is_not_asked_for_a_number():
    """One of the student's answers to every name: that would be a request to the sandbox."""

    class Proxy:
        def __getattr__(self, name):
            raise RuntimeError(name)

        def __repr__(self):
            return "<proxy>"

    assert text_of(Proxy()) == "<proxy>"
