"""Shared tensors: only what the other side says of its own, by value, becomes a twin."""

import pytest
import torch

from autograder.wire.frames import ProtocolError
from autograder.wire.twins import Twins, contents, plain, versions
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
