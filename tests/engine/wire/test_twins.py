"""Shared tensors: only what the other side says of its own, by value, becomes a twin."""

import pytest
import torch

from autograder.wire import twins as module
from autograder.wire.frames import ProtocolError
from autograder.wire.twins import Twins, contents, detached, keep_layout, leaves, plain, versions
from autograder.wire.values import Reader, Writer


def refuse(*_args):
    raise ProtocolError("nothing special here")


def changes_of(twins: Twins) -> tuple[list, memoryview]:
    writer = Writer(refuse)
    changes = twins.changes(writer)
    return changes, memoryview(b"".join(writer.parts))


def sharing(tensor: torch.Tensor) -> Twins:
    twins = Twins(1, versions)
    twins.share(tensor)
    return twins


@pytest.mark.parametrize("kind", [lambda t: t, torch.nn.Parameter, lambda t: t.requires_grad_()])
def test_a_twin_is_as_its_tensor(kind):
    """Its numbers, its kind and its gradient; a second change is written into the very same tensor."""
    tensor = kind(torch.randn(2, 3))
    if tensor.requires_grad:
        tensor.grad = torch.randn(2, 3)
    ours, theirs = sharing(tensor), Twins(-1, contents)
    changes, body = changes_of(ours)
    theirs.apply(changes, Reader(body, {}))
    twin = theirs.get(1)
    assert type(twin) is type(tensor)
    assert torch.equal(twin, tensor)
    assert twin.is_leaf
    assert (twin.grad is None) == (tensor.grad is None)
    assert twin.requires_grad == tensor.requires_grad
    with torch.no_grad():
        tensor.mul_(2)
    changes, body = changes_of(ours)
    theirs.apply(changes, Reader(body, {}))
    assert theirs.get(1) is twin
    assert torch.equal(twin, tensor)


def test_only_its_own_numbers():
    """A side makes no tensor under a number that the other gives."""
    changes, body = changes_of(sharing(torch.ones(3)))
    with pytest.raises(ProtocolError, match="nobody shared"):
        Twins(1, versions).apply(changes, Reader(body, {}))


def test_a_subclass_has_no_opinion():
    """It is not asked when its numbers are read."""

    class Liar(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            raise AssertionError("asked")

    liar = torch.Tensor._make_subclass(Liar, torch.ones(2))
    assert type(plain(liar)) is torch.Tensor
    assert torch.equal(plain(liar), torch.ones(2))


class Pair:
    """The grader's twins and those of a copy of the notebook, between which changes go."""

    def __init__(self) -> None:
        self.grader = Twins(1, versions)
        self.notebook = Twins(-1, contents)

    def to_the_notebook(self) -> None:
        changes, body = changes_of(self.grader)
        self.notebook.apply(changes, Reader(body, {}))

    def to_the_grader(self, is_fixed=lambda _tensor: False) -> list[torch.Tensor]:
        changes, body = changes_of(self.notebook)
        return self.grader.apply(changes, Reader(body, {}), is_fixed)

    def share(self, tensor: torch.Tensor) -> torch.Tensor:
        """Share a tensor of the grader's. Returns its twin."""
        number = self.grader.share(tensor)
        self.to_the_notebook()
        return self.notebook.get(number)


@pytest.fixture
def pair():
    return Pair()


@pytest.mark.parametrize("step", [1, -1])
def test_each_side_counts_away_from_zero(step):
    """So that a number tells whose it is; a tensor that is shared again keeps its own."""
    twins, first, second = Twins(step, versions), torch.ones(1), torch.ones(1)
    assert [twins.share(first), twins.share(second), twins.share(first)] == [step, 2 * step, step]
    assert twins.number(second) == 2 * step
    assert twins.number(torch.ones(1)) is None


@pytest.mark.parametrize("number", [2, True, 1.0, "1", None])
def test_what_nobody_shared_is_not_to_be_had(number):
    with pytest.raises(ProtocolError, match="nobody shared"):
        sharing(torch.ones(1)).get(number)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_other_side_gives_no_number_of_this_side(pair, number):
    tensor = torch.ones(1)
    pair.notebook.add(number, tensor)
    with pytest.raises(ProtocolError, match="nobody shared"):
        pair.to_the_grader()


def test_a_tensor_of_the_notebooks_becomes_the_graders(pair):
    """And what the notebook writes into it later."""
    tensor = torch.zeros(2)
    number = pair.notebook.share(tensor)
    assert pair.to_the_grader() == []
    tensor += 3
    assert pair.to_the_grader() == []
    assert pair.grader.get(number).tolist() == [3.0, 3.0]


@pytest.mark.parametrize("other", [torch.ones(3), torch.ones(1), torch.ones(2, 1), torch.ones(2, dtype=torch.float64), torch.ones(2, dtype=torch.int64)])
def test_a_tensor_may_get_another_shape_or_type(pair, other):
    """It is still the same tensor of the grader's."""
    tensor = torch.zeros(2)
    pair.share(tensor).data = other
    pair.to_the_grader()
    assert (tensor.dtype, tensor.shape) == (other.dtype, other.shape)
    assert torch.equal(tensor, other)


def test_what_has_not_changed_is_not_written(pair):
    """A write would break the graph that autograd has of it."""
    tensor = torch.ones(2, requires_grad=True)
    twin = pair.share(tensor)
    before = tensor._version
    twin.grad = torch.ones(2)
    pair.to_the_grader()
    assert tensor._version == before


@pytest.mark.parametrize("wants_gradient", [True, False])
def test_whether_it_wants_a_gradient_is_its_twins_word(pair, wants_gradient):
    tensor = torch.ones(2, requires_grad=not wants_gradient)
    pair.share(tensor).requires_grad_(wants_gradient)
    pair.to_the_grader()
    assert tensor.requires_grad == wants_gradient


def test_a_gradient_that_is_taken_away_is_gone_here_too(pair):
    tensor = torch.ones(2, requires_grad=True)
    tensor.grad = torch.ones(2)
    pair.share(tensor).grad = None
    pair.to_the_grader()
    assert tensor.grad is None


def test_whole_numbers_have_no_gradient(pair):
    """Whatever the other side says."""
    pair.notebook.share(torch.ones(2, dtype=torch.int64))
    changes, body = changes_of(pair.notebook)
    changes[0].wants_gradient = True
    with pytest.raises(ProtocolError, match="whole numbers"):
        pair.grader.apply(changes, Reader(body, {}))


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex64])
def test_others_have_one(pair, dtype):
    number = pair.notebook.share(torch.ones(2, dtype=dtype, requires_grad=True))
    pair.to_the_grader()
    assert pair.grader.get(number).requires_grad


# --- what must stay as it is ---------------------------------------------------------------------------------------


def everything(_tensor):
    return True


def test_a_fixed_tensor_is_left_as_it_is_and_told(pair):
    tensor = torch.zeros(2)
    pair.share(tensor).add_(1)
    (forbidden,) = pair.to_the_grader(everything)
    assert forbidden is tensor
    assert tensor.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("before", "after"), [((2,), (2, 1)), ((2, 1), (2,))])
def test_another_shape_is_a_change(pair, before, after):
    """Also of the very same numbers."""
    twin = pair.share(torch.ones(before))
    twin.data = torch.ones(after)
    assert len(pair.to_the_grader(everything)) == 1


@pytest.mark.parametrize("number_of_another", [1, 5])
def test_a_fixed_tensor_is_one_of_this_side(pair, number_of_another):
    """The other side's own tensors are its own to change, whatever their numbers."""
    for _ in range(number_of_another - 1):
        pair.notebook.share(torch.ones(1))
    tensor = torch.zeros(2)
    number = pair.notebook.share(tensor)
    pair.to_the_grader(everything)
    tensor += 1
    assert pair.to_the_grader(everything) == []
    assert pair.grader.get(number).tolist() == [1.0, 1.0]


def test_the_notebook_keeps_its_own_as_well(pair):
    """And nothing of the grader's, whose numbers are the positive ones."""
    own, theirs = torch.zeros(1), [torch.zeros(1) for _ in range(5)]
    pair.notebook.share(own)
    pair.to_the_grader()
    for tensor in [pair.grader.get(-1), *theirs]:
        pair.grader.share(tensor)
    pair.to_the_notebook()
    for tensor in [pair.grader.get(-1), *theirs]:
        tensor.add_(1)
    changes, body = changes_of(pair.grader)
    assert [tensor is own for tensor in pair.notebook.apply(changes, Reader(body, {}), everything)] == [True]
    assert [pair.notebook.get(number).item() for number in (-1, 1, 5)] == [0.0, 1.0, 1.0]


def test_a_tensor_that_may_change_is_not_told(pair):
    fixed, free = torch.zeros(2), torch.zeros(2)
    for tensor in (fixed, free):
        pair.share(tensor).add_(1)
    assert [tensor is fixed for tensor in pair.to_the_grader(lambda tensor: tensor is fixed)] == [True]
    assert free.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("gradient", [torch.ones(2), None])
def test_a_fixed_tensors_gradient_stays_too(pair, gradient):
    tensor = torch.zeros(2, requires_grad=True)
    tensor.grad = torch.full((2,), 5.0)
    pair.share(tensor).grad = gradient
    (forbidden,) = pair.to_the_grader(everything)
    assert forbidden is tensor
    assert tensor.grad.tolist() == [5.0, 5.0]


@pytest.mark.parametrize(("before", "after"), [(None, torch.zeros(2)), (torch.zeros(2), None)])
def test_zeros_in_place_of_no_gradient_are_none(pair, before, after):
    tensor = torch.zeros(2, requires_grad=True)
    tensor.grad = before
    pair.share(tensor).grad = after
    assert pair.to_the_grader(everything) == []


def test_a_gradient_where_there_was_none_is_a_change(pair):
    tensor = torch.zeros(2, requires_grad=True)
    pair.share(tensor).grad = torch.tensor([0.0, 1.0])
    assert len(pair.to_the_grader(everything)) == 1


@pytest.mark.parametrize("step", [1, -1])
def test_states_are_of_this_sides_own_fixed_tensors(step):
    """A tensor of the other side's, or one that may change, is not looked at."""
    twins, own, free = Twins(step, versions), torch.zeros(1), torch.zeros(1)
    number = twins.share(own)
    twins.share(free)
    twins.share(torch.empty(1, device="meta"))
    for theirs in (-step, -5 * step):
        twins.add(theirs, torch.zeros(1))
    assert list(twins.own_states(lambda tensor: tensor is not free)) == [number]


def test_what_was_changed_since_is_told():
    twins, changed, same = Twins(1, versions), torch.zeros(1), torch.zeros(1)
    twins.share(changed)
    twins.share(same)
    states = twins.own_states(everything)
    changed.add_(1)
    assert [tensor is changed for tensor in twins.changed_since(states)] == [True]


def test_another_gradient_is_another_state():
    """Also where it has the same numbers: a student's code may hold the first one."""
    tensor = torch.zeros(1, requires_grad=True)
    tensor.grad = torch.ones(1)
    before = versions(tensor)
    assert versions(tensor) == before
    tensor.grad = torch.ones(1)
    assert versions(tensor) != before


# --- what is sent --------------------------------------------------------------------------------------------------


def test_only_what_is_new_is_sent(pair):
    tensor = torch.zeros(2)
    pair.share(tensor)
    assert changes_of(pair.grader)[0] == []
    tensor.add_(1)
    assert [change.number for change in changes_of(pair.grader)[0]] == [1]


def test_only_what_was_never_sent(pair):
    """With `unseen_only`: what has changed since waits."""
    tensor = torch.zeros(2)
    pair.share(tensor)
    tensor.add_(1)
    new_number = pair.grader.share(torch.zeros(2))
    assert [change.number for change in pair.grader.changes(Writer(refuse), unseen_only=True)] == [new_number]
    assert [change.number for change in pair.grader.changes(Writer(refuse))] == [1]


def test_a_tensor_without_numbers_is_not_sent():
    """And those after it are."""
    twins = sharing(torch.empty(2, device="meta"))
    twins.share(torch.zeros(2))
    assert [change.number for change in changes_of(twins)[0]] == [2]


def test_those_that_want_gradients_are_told(pair):
    tensor = torch.zeros(2, requires_grad=True)
    pair.grader.share(torch.zeros(2))
    pair.grader.share(tensor)
    assert list(pair.grader.wanting_gradients()) == [2]


@pytest.mark.parametrize("tensor", [torch.arange(6.0).reshape(2, 3).t(), torch.arange(3.0).expand(4, 3), torch.arange(12.0)[::3], torch.zeros(0, 3).t(), torch.zeros(1, 3).expand(0, 3)])
def test_a_layout_is_kept_where_that_is_asked(pair, tensor):
    """Transposed, repeated, with gaps."""
    twin = pair.share(keep_layout(tensor))
    assert torch.equal(twin, tensor)
    assert twin.stride() == tensor.stride() or tensor.numel() == 0


def test_else_it_lies_row_by_row(pair):
    assert pair.share(torch.arange(6.0).reshape(2, 3).t()).is_contiguous()


def test_a_students_layout_is_not_kept(pair):
    """It could take any memory."""
    number = pair.notebook.share(keep_layout(torch.arange(6.0).reshape(2, 3).t()))
    pair.to_the_grader()
    assert pair.grader.get(number).is_contiguous()


@pytest.mark.parametrize("strides", [[1], [1, 2, 3]])
def test_a_layout_of_other_dimensions_is_none(pair, strides):
    tensor = torch.arange(6.0).reshape(2, 3)
    pair.grader.share(tensor)
    changes, body = changes_of(pair.grader)
    changes[0].strides = strides
    pair.notebook.apply(changes, Reader(body, {}))
    assert torch.equal(pair.notebook.get(1), tensor)


# --- how much ------------------------------------------------------------------------------------------------------


def test_as_much_as_may_be_shared_is_shared(monkeypatch):
    monkeypatch.setattr(module, "MAX_SHARED", 80)
    twins = Twins(1, versions)
    twins.share(torch.zeros(10))
    twins.share(torch.zeros(10))
    with pytest.raises(ProtocolError, match="more than 0 MB"):
        twins.share(torch.zeros(1))


def test_a_tensor_that_grows_counts_by_its_growth(monkeypatch, pair):
    """And one that shrinks makes room."""
    pair.grader.share(torch.zeros(15))
    fitting, too_large = [_change_of_size(size) for size in (20, 10, 25)], _change_of_size(26)
    monkeypatch.setattr(module, "MAX_SHARED", 100)
    for changes, reader in fitting:
        pair.grader.apply(changes, reader)
    with pytest.raises(ProtocolError, match="parameters and other shared tensors"):
        pair.grader.apply(*too_large)


def _change_of_size(size):
    twins = sharing(torch.zeros(size))
    changes, body = changes_of(twins)
    return changes, Reader(body, {})


# --- graphs --------------------------------------------------------------------------------------------------------


def test_a_graph_ends_at_what_it_was_computed_from():
    """Through all steps; what has no graph ends nowhere."""
    x, y, z = (torch.ones(2, requires_grad=True) for _ in range(3))
    reached = leaves([(x * y + x).sum(), torch.ones(1)])
    assert {id(x), id(y)} <= reached
    assert id(z) not in reached


def test_arguments_of_a_callback_carry_no_graph():
    """In lists, tuples and dicts, too; what is no tensor stays as it is."""
    leaf = torch.ones(1, requires_grad=True)
    computed = leaf * 2
    value = detached((computed, [computed, 1], {"a": computed, "b": (leaf,)}))
    assert not value[0].requires_grad
    assert not value[1][0].requires_grad
    assert not value[2]["a"].requires_grad
    assert value[2]["b"][0] is leaf
    assert value[1][1] == 1
