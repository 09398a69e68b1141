"""A loss of the grader's in a student's training loop: autograd goes through it, and nothing else of it is there."""

import pytest
import torch

from autograder.remote.exchange import differentiable
from autograder.remote.faults import StudentError

LOOP = """
def train(loss, w, X, y):
    w = w.clone().requires_grad_()
    for _ in range(5):
        l = loss(X @ w, y)
        l.sum().backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
            w.grad.zero_()
    return w.detach()
"""
WITH_A_LAYER = """
def train(loss, X, y):
    net = nn.Linear(2, 1)
    nn.init.ones_(net.weight)
    nn.init.zeros_(net.bias)
    loss(net(X), y).backward()
    return net.weight.grad, net.bias.grad
"""
X = torch.tensor([[1.0, 2.0], [3.0, -1.0], [0.5, 1.0]])
Y = torch.tensor([[1.0], [0.0], [2.0]])


@differentiable
def mean_loss(y_hat, y):
    return ((y_hat - y) ** 2).mean()


@differentiable
def each_loss(y_hat, y):
    return (y_hat - y) ** 2 / 2


@pytest.mark.parametrize("loss", [mean_loss, each_loss])
def test_a_loop_trains_as_it_would_here(lab, loss):
    lab.run(LOOP)
    here = {"torch": torch}
    exec(LOOP, here)
    w = torch.ones(2, 1)
    assert torch.allclose(lab.student().train(loss, w, X, Y), here["train"](loss, w, X, Y))


def test_a_layers_parameters_get_their_gradients(lab):
    lab.run(WITH_A_LAYER)
    weight, bias = lab.student().train(mean_loss, X, Y)
    net = torch.nn.Linear(2, 1)
    torch.nn.init.ones_(net.weight)
    torch.nn.init.zeros_(net.bias)
    mean_loss(net(X), Y).backward()
    assert torch.allclose(weight, net.weight.grad)
    assert torch.allclose(bias, net.bias.grad)


def test_several_results_each_have_their_gradient(lab):
    lab.run("def f(g, x):\n    x = x.clone().requires_grad_()\n    a, b = g(x)\n    (2 * a + b).backward()\n    return x.grad")

    @differentiable
    def both(x):
        return x**2, 3 * x

    assert lab.student().f(both, torch.tensor(5.0)) == 23


def test_a_result_that_is_not_used_costs_nothing(lab):
    lab.run("def f(g, x):\n    x = x.clone().requires_grad_()\n    a, b = g(x)\n    b.backward()\n    return x.grad")

    @differentiable
    def both(x):
        return x**2, 3 * x

    assert lab.student().f(both, torch.tensor(5.0)) == 3


def test_arguments_by_name_and_others_than_tensors(lab):
    lab.run("def f(g, x):\n    x = x.clone().requires_grad_()\n    g(x, power=3, shift=torch.ones(())).backward()\n    return x.grad")

    @differentiable
    def raised(x, power, shift):
        return (x + shift) ** power

    assert lab.student().f(raised, torch.tensor(1.0)) == 12


def test_what_is_changed_in_place_afterwards_has_the_gradient_of_before(lab):
    lab.run("def f(g, x):\n    x = x.clone().requires_grad_()\n    l = g(x)\n    with torch.no_grad():\n        x *= 100\n    l.backward()\n    return x.grad")
    assert lab.student().f(differentiable(lambda x: x**2), torch.tensor(3.0)) == 6


def test_under_no_grad_there_is_no_graph(lab):
    lab.run("def f(g, x):\n    x = x.clone().requires_grad_()\n    with torch.no_grad():\n        return g(x).requires_grad")
    assert lab.student().f(differentiable(lambda x: x**2), torch.tensor(3.0)) is False


def test_a_plain_function_has_no_graph(lab):
    lab.run("def f(g, x):\n    x = x.clone().requires_grad_()\n    return g(x).requires_grad")
    assert lab.student().f(lambda x: x**2, torch.tensor(3.0)) is False


def test_an_error_in_it_is_told(lab):
    lab.run("def f(g, x):\n    return g(x.clone().requires_grad_())")

    def fails(x):
        raise ValueError("a shape that does not fit")

    with pytest.raises(StudentError, match="ValueError: a shape that does not fit"):
        lab.student().f(differentiable(fails), torch.tensor(3.0))


def test_a_gradient_of_what_has_none_is_refused(lab):
    """Whoever asks for one by hand, of a function that was not given for that."""
    lab.run("def f(g, x):\n    return g(x, _autograder_gradients=[x])")
    student = lab.student()
    with pytest.raises(Exception, match="a gradient of what has none"):
        student.f(lambda x: x**2, torch.tensor(3.0))


def test_gradients_that_do_not_fit_are_his_error(lab):
    lab.run("def f(g, x):\n    return g(x, _autograder_gradients=[torch.ones(7)])")
    with pytest.raises(StudentError):
        lab.student().f(differentiable(lambda x: x**2), torch.tensor(3.0))


def test_its_result_may_go_back_with_its_graph(lab):
    """The student's result depends on the grader's weights by way of the grader's own function."""
    lab.run("def f(g, w):\n    return 3 * g(w)")
    w = torch.tensor(2.0, requires_grad=True)
    lab.student().f(differentiable(lambda x: x**2), w).backward()
    assert w.grad == 12
