"""What a hidden test's message tells: nothing of its inputs, unless the course says so."""

import json
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from parts import copy_of, notebook, right

from autograder.grading.compare import _FACTORS, Mismatch, same
from autograder.grading.literals import literals_of
from autograder.words.said import said
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool


def hint(wrong):
    return said(wrong.args[0], literals=literals_of(__file__)).in_hints()


NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(NUMBERS, NUMBERS, st.integers(2, 9))
def test_a_hint_holds_no_value(x, y, n):
    """Neither the expected value nor the student's."""
    yours, expected = torch.full((n,), x), torch.full((n,), y)
    try:
        same(yours, expected, "the result")
    except Mismatch as wrong:
        told, _, mistake = hint(wrong).partition("; looks like ")
        assert mistake in {"", *_FACTORS}
        assert told in ("the result: values differ", "the result: some values are not finite")


@pytest.mark.parametrize(
    ("yours", "told"),
    [
        (torch.ones(4), "expected shape (4, 1), got (4,)"),
        (torch.ones(4, 4), "expected shape (4, 1), got (4, 4)"),
        (torch.ones(1, 1234), "expected shape (4, 1), got a different shape"),
        (torch.ones((1,) * 9), "expected shape (4, 1), got a different shape"),
        ("my inputs were 1 2 3", "expected a tensor of shape (4, 1), got a string"),
        (12345, "expected a tensor of shape (4, 1), got a number"),
        ([1] * 1234, "expected a tensor of shape (4, 1), got a list"),
        (type("X_is_1_2_3", (), {})(), "expected a tensor of shape (4, 1), got an object"),
        (None, "expected a tensor of shape (4, 1), got None (is a return missing?)"),
    ],
)
def test_what_a_student_returns_carries_nothing_out(yours, told):
    """A shape, a length, a text or a type's name could be a code for the inputs."""
    with pytest.raises(Mismatch) as wrong:
        same(yours, torch.ones(4, 1))
    assert hint(wrong.value) == f"the result: {told}"


LEAKED = re.compile(r"LEAK ?[\d\[-]")  # the word alone stands in the notebook's own lines, which are told
LEAKING = {
    "column": "def column(y_hat, y): raise ValueError(f'LEAK {y_hat.tolist()}')",
    "tensor": "def tensor(X, w, b): return f'LEAK {X.tolist()}'",
    "in_place": "def in_place(params, lr):\n    print('LEAK', lr)\n    raise type(f'LEAK{lr}', (Exception,), {})()",
    "iterator": "def iterator(size, rows): return type(f'LEAK{size}', (), {})()",
    "asks_back": "def asks_back(f, x, steps=10): return f'LEAK {x}'",
}


@pytest.fixture(scope="module", params=["full", "hints", "score"])
def policy(request):
    return request.param


@pytest.fixture(scope="module")
def report_of_leaks(course, tmp_path_factory, policy):
    """Of a notebook whose code tells all that it is given."""
    root = copy_of(course.root, tmp_path_factory.mktemp("course"))
    order = root / "solutions" / "course.toml"
    order.write_text(order.read_text().replace("[[assignments]]\n", f'[[assignments]]\nfeedback = "{policy}"\n'))
    path = root / "leaking.ipynb"
    path.write_text(json.dumps(notebook(right(course, "kinds", **LEAKING))))
    with Pool(Terms(course=str(root)), 1) as pool:
        ((_, report),) = pool.grade([Order("kinds", str(path), "s", 1)])
    return report


def test_the_policy_of_an_assignment(report_of_leaks, policy):
    """With "full" a hidden test tells what came; with "hints" the kind of mistake; with "score" nothing."""
    hidden = [t for e in report_of_leaks.exercises for t in e.tests if not t.public and t.outcome != "passed"]
    assert len(hidden) > 8
    assert any(LEAKED.search(t.message) for t in hidden) is (policy == "full")
    assert {bool(t.message) for t in hidden} == {policy != "score"}


def test_a_public_test_hides_nothing(report_of_leaks):
    """Whatever the policy is."""
    (column,) = (e for e in report_of_leaks.exercises if e.name == "column")
    (public,) = (t for t in column.tests if t.public)
    assert "LEAK" in public.message
