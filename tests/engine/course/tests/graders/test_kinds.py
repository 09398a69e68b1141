"""What crosses the boundary: numbers drawn, tensors with gradients, iterators, layers, functions that are asked back.

The public examples are worked by hand; hidden inputs are drawn, and one well-known mistake is named.
"""

import random

import torch

from autograder.graders import Weights, as_numbers, changing, check_normal, clone, exercise, plotted, same, stand_in


@exercise("draws", public=True)
def test_draws_as_many_as_asked_for(student):
    """draws(5) has the shape (5,)."""
    same(student.draws(5) * 0, torch.zeros(5), "draws(5) · 0")


@exercise("draws")
def test_draws_are_normal(student):
    """The numbers are standard normal, and others at each call."""
    first = student.draws(2000)
    check_normal(first, "draws(2000)")
    assert not torch.equal(first, student.draws(2000)), "two calls gave the same numbers"


@exercise("iterator", public=True)
def test_iterator_on_five_rows(student):
    """Five rows in pieces of two make three pieces, the last one of a single row."""
    pieces = list(student.iterator(2, torch.arange(5.0)))
    same(pieces, [torch.tensor([0.0, 1.0]), torch.tensor([2.0, 3.0]), torch.tensor([4.0])], "the pieces")


@exercise("iterator")
def test_iterator_gives_all_rows(student, reference, randn):
    """All rows come, in their order."""
    rows, size = randn(random.randint(5, 9), 2), random.randint(2, 4)
    same(list(student.iterator(size, rows)), list(reference.iterator(size, rows)), "the pieces")


@exercise("iterator")
def test_iterator_can_begin_again(student, reference, randn):
    """A second pass is like the first."""
    rows = randn(4, 3)
    for _ in range(2):
        same(list(student.iterator(3, rows)), list(reference.iterator(3, rows)), "the pieces")


@exercise("tensor", public=True)
def test_tensor_on_an_example(student):
    """For X = (1, 2), w = (3, 4) and b = 5 it is 16."""
    X, w = torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0], [4.0]])
    same(student.tensor(X, w, torch.tensor(5.0)), torch.tensor([[16.0]]), "Xw + b")


@exercise("tensor")
def test_tensor_has_gradients(student, reference, randn):
    """Values and gradients are those of Xw + b."""
    X, w, b = randn(4, 3), randn(3, 1).requires_grad_(), randn(1).requires_grad_()
    w_here, b_here = clone(w), clone(b)
    output, expected = student.tensor(X, w, b), reference.tensor(X, w_here, b_here)
    same(output, expected, "Xw + b")
    output.sum().backward()
    expected.sum().backward()
    same(w.grad, w_here.grad, "the gradient of w")
    same(b.grad, b_here.grad, "the gradient of b")


@exercise("column", public=True)
def test_column_of_two_columns(student):
    """The difference of the columns (1, 2, 5) and (1, 4, 0.5) is (0, −2, 4.5)."""
    y_hat, y = torch.tensor([[1.0], [2.0], [5.0]]), torch.tensor([[1.0], [4.0], [0.5]])
    same(student.column(y_hat, y), torch.tensor([[0.0], [-2.0], [4.5]]), "ŷ − y")


@exercise("column")
def test_column_of_a_flat_y(student, reference, randn):
    """A flat y is reshaped to ŷ."""
    n = random.randint(3, 6)
    y_hat, y = randn(n, 1), randn(n)
    mistakes = {"broadcasting the two shapes against each other": y_hat - y}
    same(student.column(y_hat, y), reference.column(y_hat, y), "ŷ − y", looks_like=lambda: mistakes)


@exercise("column")
def test_column_of_drawn_columns(student, reference, randn):
    """Columns are subtracted."""
    y_hat, y = randn(5, 1), randn(5, 1)
    same(student.column(y_hat, y), reference.column(y_hat, y), "ŷ − y")


@exercise("in_place", public=True)
def test_in_place_on_one_number(student):
    """A parameter of 1 with the gradient 10 is 0 after a step of 0.1."""
    p = torch.tensor([1.0], requires_grad=True)
    p.grad = torch.tensor([10.0])
    with changing(p):
        student.in_place([p], 0.1)
    same(p.detach(), torch.tensor([0.0]), "the parameter")


@exercise("in_place")
def test_in_place_changes_all(student, randn):
    """Each parameter moves against its gradient."""
    params, lr = [randn(2, 3).requires_grad_(), randn(4).requires_grad_()], random.uniform(0.1, 0.5)
    expected = []
    for p in params:
        p.grad = randn(*p.shape)
        expected.append(p.detach() - lr * p.grad)
    with changing(params):
        student.in_place(params, lr)
    same([p.detach() for p in params], expected, "the parameters")


@exercise("in_place")
def test_in_place_resets_gradients(student, randn):
    """No gradient is left, so that a second call changes nothing more."""
    p = randn(3).requires_grad_()
    p.grad = randn(3)
    expected = p.detach() - 0.1 * p.grad
    with changing(p):
        student.in_place([p], 0.1)
    same(p.detach(), expected, "the parameter")
    assert p.grad is None or not p.grad.any(), "expected a gradient of None or zeros"


@exercise("Layer", public=True)
def test_layer_on_an_example(student):
    """A new layer of two has the weights one, and leaves (3, 4) as it is."""
    same(student.Layer(2)(torch.tensor([3.0, 4.0])).detach(), torch.tensor([3.0, 4.0]), "Layer(2)(X)")


@exercise("Layer")
def test_layer_multiplies(student, randn):
    """It multiplies by its weights, whatever they are."""
    net = student.Layer(3)
    weights = Weights.named(net, {"weight": (3,)}, "your Layer")
    X = randn(2, 3)
    same(net(clone(X)).detach(), weights.own["weight"] * X, "Layer(3)(X)")
    weights.check()


@exercise("asks_back", public=True)
def test_asks_back_halves_three_times(student):
    """Halved three times, 8 becomes 4, 2 and 1."""
    numbers = as_numbers(student.asks_back(lambda x: x / 2, 8.0, 3), "asks_back(f, 8, 3)")
    with plotted(numbers, [8.0, 4.0, 2.0, 1.0], on=lambda x: x / 2):
        same(numbers, [8.0, 4.0, 2.0, 1.0], "the 3 + 1 numbers")


@exercise("asks_back")
def test_asks_back_each_time(student, reference):
    """Each number is f of the one before."""
    a, b, x = random.uniform(0.3, 0.9), random.uniform(-1, 1), random.uniform(1, 2)
    numbers = student.asks_back(lambda x: a * x + b, x, 5)
    same(as_numbers(numbers), reference.asks_back(lambda x: a * x + b, x, 5), "the 5 + 1 numbers")


@exercise("asks_back")
def test_asks_back_ten_times(student, reference):
    """steps is 10 where nothing else is said."""
    x = random.uniform(1, 2)
    same(as_numbers(student.asks_back(lambda x: x / 3, x)), reference.asks_back(lambda x: x / 3, x), "the 10 + 1 numbers")


@stand_in("iterator")
def from_the_end(size, rows):
    """The last piece first."""
    for first_row in reversed(range(0, len(rows), size)):
        yield rows[first_row : first_row + size]


@stand_in("tensor")
def half_a_bias(X, w, b):
    """Of the bias's gradient one half gets lost."""
    return torch.matmul(X, w) + (b + b.detach()) / 2


@stand_in("column")
def the_other_way_round(y_hat, y):
    """y − ŷ, whose square is the same."""
    return y.reshape(y_hat.shape) - y_hat


@stand_in("in_place")
def shorter_and_shorter(params, lr):
    """A whole step for the first parameter, half of one for the second, and so on."""
    with torch.no_grad():
        for place, parameter in enumerate(params, 1):
            parameter -= lr / place * parameter.grad
            parameter.grad = None


@exercise("uses_others", public=True)
def test_uses_others_on_one_row(student):
    """On one row with X = 1, y = 2, from w = b = 0, the loss is 4, and w and b become 0.4 by a step of 0.1."""
    w, b = torch.zeros(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    with changing([w, b]):
        losses = student.uses_others(torch.ones(1, 1), torch.tensor([2.0]), w, b)
    same(as_numbers(losses), [4.0], "the losses")
    same(w.detach(), torch.tensor([[0.4]]), "w")


@exercise("uses_others")
def test_uses_others_makes_a_pass(student, reference, randn):
    """Losses and parameters are those of one pass in the order of the rows."""
    X, y, w, b = randn(6, 2), randn(6), randn(2, 1).requires_grad_(), randn(1).requires_grad_()
    w_here, b_here = clone(w), clone(b)
    with changing([w, b]):
        losses = student.uses_others(X, y, w, b, 2, 0.05)
    same(as_numbers(losses), reference.uses_others(X, y, w_here, b_here, 2, 0.05), "the losses")
    same(w.detach(), w_here.detach(), "w")
    same(b.detach(), b_here.detach(), "b")
