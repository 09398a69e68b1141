"""What an exercise is to be written without is refused while a test's call runs, whatever it is called there."""

import threading

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from autograder.remote.exchange import differentiable
from autograder.remote.faults import NotAllowed as NotAllowedFault
from autograder.remote.faults import StudentError
from autograder.sandbox.bans import Bans, NotAllowed, resolved
from autograder.words.said import said

NORM = "torch.nn.functional.batch_norm"
X = torch.ones(2, 3)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        (NORM, lambda: F.batch_norm(X, None, None, training=True)),
        (NORM, lambda: nn.BatchNorm1d(3)(X)),
        ("torch.nn.functional.max_pool2d", lambda: F.max_pool2d(torch.ones(1, 1, 2, 2), 2)),
        ("torch.nn.functional.conv2d", lambda: F.conv2d(torch.ones(1, 1, 2, 2), torch.ones(1, 1, 1, 1))),
        ("torch.softmax", lambda: torch.softmax(X, dim=1)),
        ("torch.Tensor.softmax", lambda: X.softmax(dim=1)),
        ("torch.Tensor.matmul", lambda: X @ X.T),
        ("torch.Tensor.matmul", lambda: X.matmul(X.T)),
        ("torch.from_numpy", lambda: torch.from_numpy(X.numpy())),
        ("torch.nn.BatchNorm1d", lambda: nn.BatchNorm1d(3)),
        ("torch.optim.SGD", lambda: torch.optim.SGD([X.clone().requires_grad_()], lr=1)),
        ("torch.linalg.inv", lambda: torch.linalg.inv(torch.eye(2))),
    ],
)
def test_a_call_is_refused(name, call):
    bans = Bans([name], {})
    with bans.on(), pytest.raises(NotAllowed, match=name):
        call()
    call()


def test_an_alias_is_refused():
    bn = F.batch_norm
    with Bans([NORM], {}).on(), pytest.raises(NotAllowed):
        bn(X, None, None, training=True)


def test_a_layer_that_was_made_before_is_refused():
    layer = nn.BatchNorm1d(3)
    with Bans(["torch.nn.BatchNorm1d"], {}).on(), pytest.raises(NotAllowed):
        layer(X)


def test_a_class_below_it_is_refused():
    class Mine(nn.BatchNorm1d):
        pass

    with Bans(["torch.nn.BatchNorm1d"], {}).on(), pytest.raises(NotAllowed):
        Mine(3)


def test_a_name_of_numpys_in_the_notebook_is_refused():
    from numpy.linalg import inv

    names = {"inverse": inv}
    with Bans(["numpy.linalg.inv"], names).on(), pytest.raises(NotAllowed):
        names["inverse"]([[1.0]])
    assert names["inverse"] is inv


def test_other_calls_are_not():
    with Bans([NORM, "torch.softmax"], {}).on():
        assert F.relu(X).sum() + torch.relu(X).sum() == 12


def test_our_own_code_in_between_is_not():
    bans = Bans([NORM, "torch.softmax"], {})
    with bans.on(), bans.lifted():
        F.batch_norm(torch.softmax(X, dim=1), None, None, training=True)


def test_after_that_it_is_again():
    bans = Bans([NORM], {})
    with bans.on():
        with bans.lifted():
            pass
        with pytest.raises(NotAllowed):
            F.batch_norm(X, None, None, training=True)


@pytest.mark.parametrize("name", [NORM, "torch.softmax", "torch.nn.BatchNorm1d"])
def test_an_error_leaves_nothing_refused(name):
    with pytest.raises(ZeroDivisionError), Bans([name], {}).on():
        raise ZeroDivisionError
    torch.softmax(nn.BatchNorm1d(3)(X), dim=1)


@pytest.mark.parametrize("name", ["torch.nn.functional.batch_nrom", "batch_norm", "torch", "no.such.module", "torch.nn", "", "torch.nn.functional.batch_norm.nothing", "torch.classes.a.b"])
def test_what_is_no_function(name):
    with pytest.raises(ValueError, match="is no function or class"):
        resolved(name)


@pytest.mark.parametrize(("name", "words"), [("torch.Tensor.__matmul__", "name its method"), ("numpy.ndarray.sum", "can't be seen"), ("collections.OrderedDict", "can't be seen")])
def test_what_could_not_be_refused_is_refused_itself(name, words):
    """It would ban nothing, and nobody would know."""
    with pytest.raises(ValueError, match=words):
        resolved(name)


def raised_in_a_thread(call):
    errors = []

    def run():
        try:
            call()
        except NotAllowed as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return errors


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("torch.Tensor.relu", lambda: X.relu()),
        ("torch.Tensor.relu", lambda: torch.Tensor.relu(X)),
        ("torch.relu", lambda: torch.relu(X)),
        (NORM, lambda: F.batch_norm(X, None, None, training=True)),
    ],
)
def test_a_thread_is_refused_it(name, call):
    with Bans([name], {}).on():
        assert raised_in_a_thread(call)
    assert not raised_in_a_thread(call)


@pytest.mark.parametrize("name", ["relu", "requires_grad_", "norm", "as_subclass"])
def test_a_method_is_what_it_was(name):
    before = vars(torch.Tensor).get(name), getattr(torch.Tensor, name)
    with Bans([f"torch.Tensor.{name}"], {}).on():
        pass
    assert (vars(torch.Tensor).get(name), getattr(torch.Tensor, name)) == before


def test_a_method_of_a_class_that_takes_nothing():
    with Bans(["torch.Size.numel"], {}).on():
        assert torch.relu(X).shape == X.shape


def test_who_keeps_what_refuses_has_the_function_afterwards():
    names = {}
    bans = Bans(["torch.relu", "torch.Tensor.relu"], names)
    with bans.on():
        names["relu"] = torch.relu
        names["method"] = torch.Tensor.relu
    assert torch.equal(names["relu"](X), names["method"](X))


@pytest.mark.parametrize("container", [[0, torch.relu], {"relu": torch.relu}], ids=["a list", "a dict"])
def test_in_a_table_it_is_refused(container):
    key = 1 if isinstance(container, list) else "relu"
    bans = Bans(["torch.relu"], {"table": container})
    for _ in range(2):
        with bans.on(), pytest.raises(NotAllowed):
            container[key](X)
        assert container[key] is torch.relu


def test_a_list_that_has_changed_since():
    table = [0, torch.relu]
    bans = Bans(["torch.relu"], {"table": table})
    table.clear()
    with bans.on():
        table.append(1)
    assert table == [1]


def test_a_list_with_much_in_it_is_not_looked_into():
    """It holds data, and a walk through it would take each request as long as the notebook has read it."""
    table = [*range(10_000), np.linalg.inv]
    with Bans(["numpy.linalg.inv"], {"table": table}).on():
        assert table[-1](np.eye(1)) == 1


# --- in a notebook -----------------------------------------------------------------------------------------------------

USES = "def f(X):\n    return F.batch_norm(X, None, None, training=True)"
CATCHES = "def f(X):\n    try:\n        return F.batch_norm(X, None, None, training=True)\n    except Exception:\n        return X"
YIELDS = "def f(X):\n    yield F.batch_norm(X, None, None, training=True)"
IMPORTS_INSIDE = "def f(X):\n    from torch.nn.functional import batch_norm as bn\n    return bn(X, None, None, training=True)"
HANDED_OVER = "def f(X, g=F.batch_norm):\n    return g(X, None, None, training=True)"


@pytest.mark.parametrize("source", [USES, IMPORTS_INSIDE, HANDED_OVER])
def test_a_students_call_is_named_with_its_line(lab, source):
    lab.run(source)
    student = lab.student()
    lab.sessions[-1].without = [NORM]
    with pytest.raises(NotAllowedFault) as caught:
        student.f(X)
    assert str(caught.value).startswith(f"write this without {NORM}, in cell 2, line ")


def test_a_generators_step_is_refused(lab):
    lab.run(YIELDS)
    student = lab.student()
    lab.sessions[-1].without = [NORM]
    with pytest.raises(NotAllowedFault):
        list(student.f(X))


def test_who_catches_it_is_on_his_own(lab):
    lab.run(CATCHES)
    student = lab.student()
    lab.sessions[-1].without = [NORM]
    assert torch.equal(student.f(X), X)


def test_the_next_test_may_be_without_it(lab):
    lab.run(USES)
    student = lab.student()
    lab.sessions[-1].without = [NORM]
    with pytest.raises(NotAllowedFault):
        student.f(X)
    lab.sessions[-1].without = []
    lab.sessions[-1].begin(2)
    assert student.f(X).shape == X.shape


def test_a_graders_function_may_be_called(lab):
    lab.run("def f(g, X):\n    return g(X)")
    student = lab.student()
    lab.sessions[-1].without = [NORM, "torch.Tensor.detach"]
    assert student.f(lambda Y: F.batch_norm(Y, None, None, training=True), X).shape == X.shape


NUMBERS = """
def steps(X):
    for step in range(3):
        yield X + step
"""
OURS = ["torch.Tensor.clone", "torch.Tensor.detach", "torch.Tensor.numel", "torch.Tensor.requires_grad_", "torch.clone"]


@pytest.mark.parametrize("name", OURS)
def test_our_copies_of_what_a_generator_gives_are_not_refused(lab, name):
    lab.run(NUMBERS)
    student = lab.student()
    lab.sessions[-1].without = [name]
    assert [step[0, 0].item() for step in student.steps(X)] == [1, 2, 3]


TRAINS = """
def gradient(loss, w):
    w.requires_grad_()
    loss(w * 2).backward()
    return w.grad
"""


@differentiable
def squares(y):
    return (y**2).sum()


@pytest.mark.parametrize("name", ["torch.Tensor.clone", "torch.Tensor.detach"])
def test_our_copies_for_a_loss_of_the_graders_are_not_refused(lab, name):
    lab.run(TRAINS)
    student = lab.student()
    lab.sessions[-1].without = [name]
    assert torch.equal(student.gradient(squares, torch.ones(2)), torch.full((2,), 8.0))


def test_a_claim_of_a_students_is_no_word_of_ours(lab):
    """Whoever raises such an error says nothing but what was refused."""
    lab.run("from autograder.sandbox.bans import NotAllowed\ndef f(X):\n    raise NotAllowed(str(X.tolist()))")
    student = lab.student()
    lab.sessions[-1].without = [NORM]
    with pytest.raises(StudentError) as caught:
        student.f(X)
    assert "1.0" not in said(caught.value.message).in_hints()
