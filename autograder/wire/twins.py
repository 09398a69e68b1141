"""Tensors that both sides hold: each call carries what changed, so that either side's `w` is the other's too.

A twin is known by a number. Its state is its data, its gradient and whether it wants one; `changes` says what is new
since the last exchange, `apply` writes what the other side changed into the very tensor that this side's code holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from autograder.wire.frames import ProtocolError, Reader, Writer, raw

MAX_SHARED = 1 << 28  # bytes of tensors that one test may come to share


def plain(tensor: torch.Tensor) -> torch.Tensor:
    """The same elements as an ordinary tensor: no subclass's opinion survives."""
    if type(tensor) in (torch.Tensor, nn.Parameter):
        return tensor
    with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001  its only name
        return tensor.detach().as_subclass(torch.Tensor)


def _nothing_is_fixed(_tensor: torch.Tensor) -> bool:
    return False


class Twins:
    """The tensors that this side shares with the other, by number."""

    def __init__(self, step: int, state: Callable[[torch.Tensor], tuple[Any, ...]]) -> None:
        self.next, self.step = 0, step
        self._state = state
        self._tensors: dict[int, torch.Tensor] = {}
        self._numbers: dict[int, int] = {}
        self._sent: dict[int, tuple[Any, ...]] = {}
        self._bytes = 0

    def number(self, tensor: torch.Tensor) -> int | None:
        """The number of a tensor that is shared already."""
        return self._numbers.get(id(tensor))

    def share(self, tensor: torch.Tensor) -> int:
        """The number of this tensor, from now on if not before."""
        known = self._numbers.get(id(tensor))
        if known is not None:
            return known
        self.next += self.step
        self.add(self.next, tensor)
        return self.next

    def add(self, number: int, tensor: torch.Tensor) -> None:
        """Keep a tensor under a number that either side gave it. Raises ProtocolError where all are too large."""
        self._count(tensor.nbytes)
        self._tensors[number] = tensor
        self._numbers[id(tensor)] = number

    def get(self, number: object) -> torch.Tensor:
        """The tensor with this number. Raises ProtocolError where there is none."""
        tensor = self._tensors.get(number) if type(number) is int else None
        if tensor is None:
            raise ProtocolError("a shared tensor that nobody shared")
        return tensor

    def wanting_gradients(self) -> dict[int, torch.Tensor]:
        """Those that autograd should reach, by number."""
        return {n: t for n, t in self._tensors.items() if t.requires_grad}

    def changes(self, writer: Writer, *, unseen_only: bool = False) -> list[Any]:
        """What is new since the last exchange, encoded; with `unseen_only`, just the tensors never sent before."""
        result = []
        for number, tensor in self._tensors.items():
            if (unseen_only and number in self._sent) or tensor.is_meta:  # on `meta` there are no numbers to send
                continue
            state = self._state(tensor)
            if self._sent.get(number) != state:
                self._sent[number] = state
                result.append([number, *_encode(tensor, writer)])
        return result

    def apply(
        self,
        changes: Any,
        reader: Reader,
        *,
        created: int,
        is_fixed: Callable[[torch.Tensor], bool] = _nothing_is_fixed,
    ) -> list[torch.Tensor]:
        """Write the other side's changes. Only numbers of its own sign, `created`, may be new here.

        A tensor of this side's own that `is_fixed` is left as it is; returned are those whose data or gradient the
        other side has changed all the same. Raises ProtocolError for what is no change, or too much.
        """
        if type(changes) is not list:
            raise ProtocolError("changes that are not a list")
        forbidden = []
        for change in changes:
            if type(change) is not list or len(change) != 5 or type(change[0]) is not int:
                raise ProtocolError("a change that is not one")
            number = change[0]
            data = _by_value(change[1], reader)
            grad = None if change[2] is None else _by_value(change[2], reader)
            tensor = self._tensors.get(number)
            if tensor is not None and number * created < 0 and is_fixed(tensor):
                if not _is_the_same(tensor, data) or not _has_this_gradient(tensor, grad):
                    forbidden.append(tensor)
                continue
            try:
                if tensor is not None:
                    self._count(data.nbytes - tensor.nbytes)
                    _write(tensor, data)
                elif number * created > 0:
                    tensor = self._create(number, data, bool(change[3]), bool(change[4]))
                else:
                    raise ProtocolError("a shared tensor that nobody shared")
                _write_gradient(tensor, grad, wants_gradient=bool(change[3]))
            except RuntimeError as fault:
                raise ProtocolError("a change that does not fit its tensor") from fault
            self._sent[number] = self._state(tensor)
        return forbidden

    def _create(self, number: int, data: torch.Tensor, wants_gradient: bool, is_parameter: bool) -> torch.Tensor:
        if wants_gradient and not (data.is_floating_point() or data.is_complex()):
            raise ProtocolError("a tensor of whole numbers can't have a gradient")
        if is_parameter:
            tensor: torch.Tensor = nn.Parameter(data, wants_gradient)
        else:
            tensor = data.requires_grad_(wants_gradient)
        self.add(number, tensor)
        return tensor

    def _count(self, size: int) -> None:
        """Keep the sum of all that is shared. Raises ProtocolError where it is too much."""
        self._bytes += size
        if self._bytes > MAX_SHARED:
            raise ProtocolError(f"more than {MAX_SHARED >> 20} MB of parameters and other shared tensors")


def _by_value(tree: Any, reader: Reader) -> torch.Tensor:
    """A tensor that nobody else holds: a change must not make one tensor another's alias."""
    if type(tree) is not list or tree[:1] != ["x"]:
        raise ProtocolError("a change without a tensor")
    return reader.tensor(tree[1:])


def contents(tensor: torch.Tensor) -> tuple[Any, ...]:
    """A tensor's state by its bytes: for the student's side, where `.data` and subclasses change it unseen."""
    if tensor.is_meta:
        return ()
    grad = tensor.grad if tensor.is_leaf else None
    data = plain(tensor)
    return (data.dtype, data.shape, raw(data), tensor.requires_grad, None if grad is None else raw(plain(grad)))


def versions(tensor: torch.Tensor) -> tuple[Any, ...]:
    """A tensor's state by autograd's own counters: for the grader's side, which changes no tensor behind their back."""
    grad = tensor.grad if tensor.is_leaf else None
    marks = None if grad is None else (id(grad), grad._version)  # noqa: SLF001
    return (tensor.dtype, tensor.shape, tensor.data_ptr(), tensor._version, tensor.requires_grad, marks)  # noqa: SLF001


def _encode(tensor: torch.Tensor, writer: Writer) -> list[Any]:
    grad = tensor.grad if tensor.is_leaf else None
    return [
        writer.tensor(plain(tensor)),
        None if grad is None else writer.tensor(plain(grad)),
        tensor.requires_grad,
        isinstance(tensor, nn.Parameter),
    ]


def _is_the_same(tensor: torch.Tensor, data: torch.Tensor) -> bool:
    """Whether a tensor has this type and shape, and these very bytes."""
    if tensor.dtype != data.dtype or tensor.shape != data.shape:
        return False
    return tensor.is_meta or raw(plain(tensor)) == raw(data)


def _has_this_gradient(tensor: torch.Tensor, grad: torch.Tensor | None) -> bool:
    """Whether a leaf has these very bytes as its gradient. Zeros in place of none are none."""
    own = tensor.grad if tensor.is_leaf else None
    if own is None or grad is None:
        given = own if grad is None else grad
        return given is None or not bool(given.any())
    return _is_the_same(own, grad)


def _write(tensor: torch.Tensor, data: torch.Tensor) -> None:
    if tensor.dtype != data.dtype or tensor.shape != data.shape:
        tensor.data = data.to(tensor.device)
    elif not _is_the_same(tensor, data):
        tensor.detach().copy_(data)


def _write_gradient(tensor: torch.Tensor, grad: torch.Tensor | None, *, wants_gradient: bool) -> None:
    if tensor.is_leaf and (grad is not None or tensor.grad is not None):
        tensor.grad = None if grad is None else grad.to(tensor.device)
    if tensor.is_leaf and tensor.requires_grad != wants_gradient:
        tensor.requires_grad_(wants_gradient)


def leaves(outputs: list[torch.Tensor]) -> set[int]:
    """The ids of the tensors at which the graph behind these outputs ends."""
    with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001
        nodes: list[Any] = [output.grad_fn for output in outputs]
    seen, found = set(nodes), set()
    while nodes:
        node = nodes.pop()
        found.add(id(getattr(node, "variable", None)))
        new = {before for before, _ in node.next_functions if before is not None} - seen
        seen |= new
        nodes += new
    return found


def detached(value: Any) -> Any:
    """Arguments of a callback carry no graph: the grader's functions return numbers, not derivatives."""
    if isinstance(value, torch.Tensor) and value.requires_grad and not value.is_leaf:
        return value.detach()
    if type(value) in (tuple, list):
        return type(value)(detached(v) for v in value)
    if type(value) is dict:
        return {k: detached(v) for k, v in value.items()}
    return value
