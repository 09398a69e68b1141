"""Autograd across the boundary: a result with a graph behind it becomes the output of a local autograd Function.

Its inputs are the leaves that both sides share and that want a gradient, and those results of the grader's own on which
it depends; its backward asks the sandbox for their gradients.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.autograd.function import once_differentiable

from autograder.remote.objects import Asks
from autograder.wire.frames import ProtocolError


class _Remote(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, session: Asks, graph: int, numbers: list[int], results: list[torch.Tensor], *_inputs: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        ctx.session, ctx.graph, ctx.numbers = session, graph, numbers
        ctx.set_materialize_grads(False)
        return tuple(results)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *gradients: torch.Tensor | None) -> tuple[Any, ...]:
        result = ctx.session.request("backward", ctx.graph, list(gradients), ctx.numbers)
        if type(result) is not list or len(result) != len(ctx.numbers):
            raise ProtocolError("a backward without its gradients")
        return (None, None, None, None, None, *result)


class Graphs:
    """The outputs with a graph in one answer, gathered while it is decoded."""

    def __init__(self, session: Any, *, allowed: bool = True) -> None:
        self.session = session
        self.allowed = allowed
        self.results: list[torch.Tensor] = []
        self.graph = -1

    def output(self, graph: object, index: object, tensor: torch.Tensor) -> torch.Tensor:
        """Take note of one output; `attach` puts the differentiable tensor in its place."""
        if not self.allowed or type(graph) is not int or index != len(self.results) or self.graph not in (-1, graph):
            raise ProtocolError("an output out of order")
        if not (tensor.is_floating_point() or tensor.is_complex()):
            raise ProtocolError("a tensor of whole numbers can't have a gradient")
        self.graph = graph
        self.results.append(tensor)
        return tensor

    def attach(self, value: Any) -> Any:
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
        return _replace(value, {id(old): new for old, new in zip(self.results, outputs, strict=True)})

    def _reached(self, wanting: dict[int, torch.Tensor]) -> dict[int, torch.Tensor]:
        """The inputs of the Function: all leaves, and of the grader's own results those on which an output depends.

        A backward goes through the graph behind every input, also where there is no gradient for it, and frees it.
        """
        results = [number for number, tensor in wanting.items() if not tensor.is_leaf]
        if not results:
            return wanting
        reached = self.session.request("reached", self.graph, results)
        if type(reached) is not list or not all(type(number) is int for number in reached):
            raise ProtocolError("no list of inputs")
        return {n: t for n, t in wanting.items() if t.is_leaf or n in reached}


def _replace(value: Any, by: dict[int, torch.Tensor]) -> Any:
    if isinstance(value, torch.Tensor):
        return by.get(id(value), value)
    if type(value) in (list, tuple):
        return type(value)(_replace(v, by) for v in value)
    if type(value) is dict:
        return {k: _replace(v, by) for k, v in value.items()}
    return value
