"""Autograd across the boundary: a result with a graph behind it becomes the output of a local autograd Function.

Its inputs are the leaves that both sides share and that want a gradient, and those results of the grader's own on which
it depends; its backward asks the sandbox for their gradients.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import torch
from torch.autograd.function import once_differentiable

from autograder.remote.exchange import is_differentiable
from autograder.remote.objects import Asks
from autograder.wire import messages
from autograder.wire.frames import ProtocolError
from autograder.wire.messages import Node, OutputNode
from autograder.wire.twins import Twins
from autograder.wire.values import Reader


class HasTwins(Asks, Protocol):
    """A session, as far as gradients have to know it."""

    @property
    def twins(self) -> Twins:
        """The tensors that both sides share."""


class _Remote(torch.autograd.Function):
    """The student's function, as a node of the grader's graph. `ctx` is torch's own, and takes any attribute."""

    @staticmethod
    def forward(
        ctx: Any, session: Asks, graph: int, numbers: list[int], results: list[torch.Tensor], *_inputs: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        ctx.session = session
        ctx.graph = graph
        ctx.numbers = numbers
        ctx.set_materialize_grads(False)
        return tuple(results)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *gradients: torch.Tensor | None) -> tuple[object, ...]:
        result = ctx.session.request(messages.Backward, ctx.graph, list(gradients), ctx.numbers)
        if type(result) is not list or len(result) != len(ctx.numbers):
            raise ProtocolError("a backward without its gradients")
        # none for the four arguments that are no tensors, nor for the anchor
        return (None, None, None, None, None, *result)


class Graphs:
    """The outputs with a graph in one answer, gathered while it is decoded."""

    def __init__(self, session: HasTwins, *, allowed: bool = True) -> None:
        self.session = session
        self.allowed = allowed
        self.results: list[torch.Tensor] = []
        self.graph = -1
        self.decoders: Mapping[type[Node], Callable[..., object]] = {OutputNode: self.output}

    def output(self, node: OutputNode, reader: Reader) -> torch.Tensor:
        """Take note of one output; `attach` puts the differentiable tensor in its place."""
        tensor = reader.tensor(node.tensor)
        is_next = node.index == len(self.results) and self.graph in (-1, node.graph)
        if not self.allowed or not is_next:
            raise ProtocolError("an output out of order")
        if not (tensor.is_floating_point() or tensor.is_complex()):
            raise ProtocolError("a tensor of whole numbers can't have a gradient")
        self.graph = node.graph
        self.results.append(tensor)
        return tensor

    def attach(self, value: object) -> object:
        """The answer with each such tensor made an output of a local Function."""
        if not self.results:
            return value
        shared = self._reached(self.session.twins.wanting_gradients())
        # a leaf of our own: without one, an output that depends only on the student's parameters would need no gradient
        anchor = torch.zeros((), requires_grad=True)
        with torch.enable_grad():
            outputs = _Remote.apply(  # type: ignore[no-untyped-call]
                self.session, self.graph, list(shared), self.results, anchor, *shared.values()
            )
        outputs_by_id = {id(result): output for result, output in zip(self.results, outputs, strict=True)}
        return _replace(value, outputs_by_id)

    def _reached(self, wanting: dict[int, torch.Tensor]) -> dict[int, torch.Tensor]:
        """The inputs of the Function: all leaves, and of the grader's own results those on which an output depends.

        A backward goes through the graph behind every input, also where there is no gradient for it, and frees it.
        """
        results = [number for number, tensor in wanting.items() if not tensor.is_leaf]
        if not results:
            return wanting
        reached = self.session.request(messages.Reached, self.graph, results)
        if not isinstance(reached, list) or not all(type(number) is int for number in reached):
            raise ProtocolError("no list of inputs")
        inputs = {}
        for number, tensor in wanting.items():
            if tensor.is_leaf or number in reached:
                inputs[number] = tensor
        return inputs


def _replace(value: object, replacements: dict[int, torch.Tensor]) -> object:
    """The value with tensors replaced, by their id."""
    if isinstance(value, torch.Tensor):
        return replacements.get(id(value), value)
    if type(value) is list:
        return [_replace(part, replacements) for part in value]
    if type(value) is tuple:
        return tuple([_replace(part, replacements) for part in value])
    if type(value) is dict:
        return {key: _replace(part, replacements) for key, part in value.items()}
    return value


def gradients_of_call(
    function: Callable[..., object], arguments: Sequence[object], named: Mapping[str, object], gradients: object
) -> list[torch.Tensor | None]:
    """The gradients of a call's tensors, given those of its results: a backward through a function of the grader's.

    Raises ProtocolError where the function is not meant for that, or the gradients are not those of its results.
    """
    if not is_differentiable(function) or not isinstance(gradients, list):
        raise ProtocolError("a gradient of what has none")
    inputs: list[torch.Tensor] = []
    values = [_as_input(value, inputs) for value in arguments]
    named_values = {name: _as_input(value, inputs) for name, value in named.items()}
    with torch.enable_grad():
        result = function(*values, **named_values)
    results: tuple[object, ...] = (result,)
    if isinstance(result, tuple):
        results = result
    if len(results) != len(gradients):
        raise ProtocolError("gradients of other results")
    # torch refuses an input that wants none, such as the labels of a loss
    wanting = [tensor for tensor in inputs if tensor.requires_grad]
    gradients_by_id = _gradients_by_id(results, gradients, wanting)
    return [gradients_by_id.get(id(tensor)) for tensor in inputs]


def _gradients_by_id(
    results: Sequence[object], gradients: Sequence[object], wanting: Sequence[torch.Tensor]
) -> dict[int, torch.Tensor]:
    """The gradients of the tensors that want one and have one, by their ids."""
    outputs = []
    output_gradients = []
    for output, gradient in zip(results, gradients, strict=True):
        # of what a loop did not use there is no gradient
        if isinstance(output, torch.Tensor) and output.requires_grad and isinstance(gradient, torch.Tensor):
            outputs.append(output)
            output_gradients.append(gradient)
    if not outputs:
        return {}
    input_gradients = torch.autograd.grad(outputs, wanting, output_gradients, allow_unused=True)
    gradients_by_id = {}
    for tensor, input_gradient in zip(wanting, input_gradients, strict=True):
        if input_gradient is not None:
            gradients_by_id[id(tensor)] = input_gradient
    return gradients_by_id


def _as_input(value: object, inputs: list[torch.Tensor]) -> object:
    """A tensor as a leaf of its own, which joins the inputs; anything else as it is."""
    if not isinstance(value, torch.Tensor):
        return value
    # the tensor itself may be the test's own, whose gradient is nobody's to change
    leaf = value.detach().clone()
    if leaf.is_floating_point() or leaf.is_complex():
        leaf.requires_grad_()
    inputs.append(leaf)
    return leaf
