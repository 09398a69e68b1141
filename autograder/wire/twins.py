"""Tensors that both sides hold: each call carries what changed, so that either side's `w` is the other's too.

A twin is known by a number. Its state is its data, its gradient and whether it wants one; `changes` says what is new
since the last exchange, `apply` writes what the other side changed into the very tensor that this side's code holds.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn
from torch.autograd.graph import Node as GraphNode

from autograder.wire.frames import ProtocolError
from autograder.wire.messages import Change
from autograder.wire.values import Reader, Writer, raw

MAX_SHARED = 1 << 28  # bytes of tensors that one test may come to share

_KEEPS_LAYOUT = "_autograder_keeps_layout"  # an attribute of tensors
State = tuple[object, ...]  # whatever tells two states of a tensor apart


def plain(tensor: torch.Tensor) -> torch.Tensor:
    """The same elements as an ordinary tensor: no subclass's opinion survives."""
    if type(tensor) in (torch.Tensor, nn.Parameter):
        return tensor
    with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001  its only name
        return tensor.detach().as_subclass(torch.Tensor)


def keep_layout(tensor: torch.Tensor) -> torch.Tensor:
    """Have a tensor of the grader's lie in a student's process as it does here. Returns the tensor."""
    setattr(tensor, _KEEPS_LAYOUT, True)
    return tensor


def _strides(tensor: torch.Tensor) -> list[int]:
    if getattr(tensor, _KEEPS_LAYOUT, False):
        return list(tensor.stride())
    return []


def _laid_out(data: torch.Tensor, strides: list[int]) -> torch.Tensor:
    """The same elements with these strides; a dimension with 0 is one element, repeated."""
    if len(strides) != data.dim() or data.numel() == 0:
        return data
    base = data
    for dim, stride in enumerate(strides):
        if stride == 0:
            base = base.narrow(dim, 0, 1)
    laid_out = torch.empty_strided(base.shape, strides, dtype=data.dtype, device=data.device)
    return laid_out.copy_(base).expand(data.shape)


def gradient_of(tensor: torch.Tensor) -> torch.Tensor | None:
    """A leaf's gradient: torch warns whoever asks another tensor for one."""
    if not tensor.is_leaf:
        return None
    return tensor.grad


def _nothing_is_fixed(_tensor: torch.Tensor) -> bool:
    return False


class Twins:
    """The tensors that this side shares with the other, by number.

    This side counts by `step`: 1 for the grader, -1 for a copy of the notebook. `state` tells what a tensor is now.
    """

    def __init__(self, step: int, state: Callable[[torch.Tensor], State]) -> None:
        self.last_number = 0
        self.step = step
        self._state = state
        self._tensors: dict[int, torch.Tensor] = {}
        self._numbers: dict[int, int] = {}  # by the tensor's id
        self._exchanged: dict[int, State] = {}
        self._bytes = 0

    def number(self, tensor: torch.Tensor) -> int | None:
        """The number of a tensor that is shared already."""
        return self._numbers.get(id(tensor))

    def share(self, tensor: torch.Tensor) -> int:
        """The number of this tensor, from now on if not before."""
        number = self._numbers.get(id(tensor))
        if number is not None:
            return number
        self.last_number += self.step
        self.add(self.last_number, tensor)
        return self.last_number

    def add(self, number: int, tensor: torch.Tensor) -> None:
        """Keep a tensor under a number that either side gave it. Raises ProtocolError where all are too large."""
        self._count(tensor.nbytes)
        self._tensors[number] = tensor
        self._numbers[id(tensor)] = number

    def get(self, number: object) -> torch.Tensor:
        """The tensor with this number. Raises ProtocolError where there is none."""
        if type(number) is int and number in self._tensors:
            return self._tensors[number]
        raise ProtocolError("a shared tensor that nobody shared")

    def wanting_gradients(self) -> dict[int, torch.Tensor]:
        """Those that autograd should reach, by number."""
        return {number: tensor for number, tensor in self._tensors.items() if tensor.requires_grad}

    def own_states(self, is_fixed: Callable[[torch.Tensor], bool]) -> dict[int, State]:
        """What the fixed tensors of this side's own are now, by number."""
        states = {}
        for number, tensor in self._tensors.items():
            if number * self.step > 0 and not tensor.is_meta and is_fixed(tensor):
                states[number] = self._state(tensor)
        return states

    def changed_since(self, states: dict[int, State]) -> list[torch.Tensor]:
        """Those of these tensors that are others now."""
        changed = []
        for number, state in states.items():
            if self._state(self._tensors[number]) != state:
                changed.append(self._tensors[number])
        return changed

    def changes(self, writer: Writer, *, unseen_only: bool = False) -> list[Change]:
        """What is new since the last exchange, encoded; with `unseen_only`, just the tensors never sent before."""
        changes = []
        for number, tensor in self._tensors.items():
            if tensor.is_meta:  # there are no numbers to send
                continue
            if unseen_only and number in self._exchanged:
                continue
            state = self._state(tensor)
            if self._exchanged.get(number) != state:
                self._exchanged[number] = state
                changes.append(_encode(number, tensor, writer))
        return changes

    def apply(
        self,
        changes: list[Change],
        reader: Reader,
        is_fixed: Callable[[torch.Tensor], bool] = _nothing_is_fixed,
    ) -> list[torch.Tensor]:
        """Write the other side's changes. Only numbers of the other side's sign may be new here.

        A tensor of this side's own that `is_fixed` is left as it is; returned are those whose data or gradient the
        other side has changed all the same. Raises ProtocolError for a change that does not fit, or too many bytes.
        """
        forbidden = []
        for change in changes:
            # by value, always: a change must not make one tensor another's alias
            data = reader.tensor(change.data)
            gradient = None
            if change.gradient is not None:
                gradient = reader.tensor(change.gradient)
            tensor = self._tensors.get(change.number)
            is_own = change.number * self.step > 0
            if tensor is not None and is_own and is_fixed(tensor):
                if not _is_the_same(tensor, data) or not _has_this_gradient(tensor, gradient):
                    forbidden.append(tensor)
                continue
            try:
                tensor = self._written(change, tensor, data)
                _write_gradient(tensor, gradient, wants_gradient=change.wants_gradient)
            except RuntimeError as fault:
                raise ProtocolError("a change that does not fit its tensor") from fault
            self._exchanged[change.number] = self._state(tensor)
        return forbidden

    def _written(self, change: Change, tensor: torch.Tensor | None, data: torch.Tensor) -> torch.Tensor:
        """The tensor of this change, with the new data in it."""
        if tensor is None:
            return self._create(change, data)
        self._count(data.nbytes - tensor.nbytes)
        _write(tensor, data)
        return tensor

    def _create(self, change: Change, data: torch.Tensor) -> torch.Tensor:
        if change.number * self.step >= 0:  # a number of this side's own sign
            raise ProtocolError("a shared tensor that nobody shared")
        if change.wants_gradient and not (data.is_floating_point() or data.is_complex()):
            raise ProtocolError("a tensor of whole numbers can't have a gradient")
        # of the grader's word alone: a student's strides could take any memory
        if change.strides and self.step < 0:
            data = _laid_out(data, change.strides)
        tensor: torch.Tensor
        if change.is_parameter:
            tensor = nn.Parameter(data, change.wants_gradient)
        else:
            tensor = data.requires_grad_(change.wants_gradient)
        self.add(change.number, tensor)
        return tensor

    def _count(self, size: int) -> None:
        """Keep the sum of all that is shared. Raises ProtocolError where it is too much."""
        self._bytes += size
        if self._bytes > MAX_SHARED:
            raise ProtocolError(f"more than {MAX_SHARED >> 20} MB of parameters and other shared tensors")


class _Identity:
    """Equal to that of the same object alone. It keeps the object: the id of one that is gone is soon another's."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


def contents(tensor: torch.Tensor) -> State:
    """A tensor's state by its bytes: for the student's side, where `.data` and subclasses change it unseen."""
    if tensor.is_meta:
        return ()
    data = plain(tensor)
    gradient = gradient_of(tensor)
    gradient_bytes = None
    if gradient is not None:
        gradient_bytes = raw(plain(gradient))
    return (data.dtype, data.shape, raw(data), tensor.requires_grad, gradient_bytes)


def versions(tensor: torch.Tensor) -> State:
    """A tensor's state by autograd's own counters: for the grader's side, which changes no tensor behind their back."""
    gradient = gradient_of(tensor)
    gradient_version = None
    if gradient is not None:
        gradient_version = (_Identity(gradient), gradient._version)  # noqa: SLF001  its only name
    version = tensor._version  # noqa: SLF001  its only name
    return (tensor.dtype, tensor.shape, tensor.data_ptr(), version, tensor.requires_grad, gradient_version)


def _encode(number: int, tensor: torch.Tensor, writer: Writer) -> Change:
    data = writer.tensor(plain(tensor))
    gradient = gradient_of(tensor)
    gradient_node = None
    if gradient is not None:
        gradient_node = writer.tensor(plain(gradient))
    return Change(number, data, gradient_node, tensor.requires_grad, isinstance(tensor, nn.Parameter), _strides(tensor))


def _is_the_same(tensor: torch.Tensor, data: torch.Tensor) -> bool:
    """Whether a tensor has this type and shape, and these very bytes."""
    if tensor.dtype != data.dtype or tensor.shape != data.shape:
        return False
    return tensor.is_meta or raw(plain(tensor)) == raw(data)


def _has_this_gradient(tensor: torch.Tensor, gradient: torch.Tensor | None) -> bool:
    """Whether a leaf has these very bytes as its gradient. Zeros in place of none are none."""
    own_gradient = gradient_of(tensor)
    if own_gradient is not None and gradient is not None:
        return _is_the_same(own_gradient, gradient)
    if own_gradient is not None:
        return not bool(own_gradient.any())
    return gradient is None or not bool(gradient.any())


def _write(tensor: torch.Tensor, data: torch.Tensor) -> None:
    if tensor.dtype != data.dtype or tensor.shape != data.shape:
        tensor.data = data.to(tensor.device)
    elif not _is_the_same(tensor, data):
        tensor.detach().copy_(data)


def _write_gradient(tensor: torch.Tensor, gradient: torch.Tensor | None, *, wants_gradient: bool) -> None:
    if not tensor.is_leaf:
        return
    if gradient is not None:
        tensor.grad = gradient.to(tensor.device)
    elif tensor.grad is not None:
        tensor.grad = None
    if tensor.requires_grad != wants_gradient:
        tensor.requires_grad_(wants_gradient)


def leaves(outputs: list[torch.Tensor]) -> set[int]:
    """The ids of the tensors at which the graph behind these outputs ends."""
    with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001  a subclass has no say in its graph
        roots = [output.grad_fn for output in outputs]
    waiting: list[GraphNode] = [root for root in roots if root is not None]
    visited = set(waiting)
    tensor_ids = set()
    while waiting:
        node = waiting.pop()
        tensor_ids.add(id(getattr(node, "variable", None)))
        for earlier, _ in node.next_functions:
            if earlier is not None and earlier not in visited:
                visited.add(earlier)
                waiting.append(earlier)
    return tensor_ids


def detached(value: object) -> object:
    """Arguments of a callback carry no graph: the grader's functions return numbers, not derivatives."""
    if isinstance(value, torch.Tensor) and value.requires_grad and not value.is_leaf:
        return value.detach()
    if type(value) is tuple:
        return tuple([detached(part) for part in value])
    if type(value) is list:
        return [detached(part) for part in value]
    if type(value) is dict:
        return {key: detached(part) for key, part in value.items()}
    return value
