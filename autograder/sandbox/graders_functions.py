"""A function of the grader's in a student's graph: a node of autograd's, whose gradients the grader computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch.autograd.function import once_differentiable

GRADIENTS = "_autograder_gradients"  # the named argument by which gradients are asked for: those of the results


class _OfTheGrader(torch.autograd.Function):
    """`ctx` is torch's own, and takes any attribute."""

    @staticmethod
    def forward(ctx: Any, call: _Call, *tensors: torch.Tensor) -> object:
        ctx.set_materialize_grads(False)
        ctx.call = call
        # as they are now: what a loop changes in place would have other gradients
        ctx.tensors = [tensor.detach().clone() for tensor in tensors]
        return call.result(ctx.tensors)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *gradients: torch.Tensor | None) -> tuple[object, ...]:
        result = ctx.call.result(ctx.tensors, list(gradients))
        return (None, *result)  # none for the call


class _Call:
    """A call of the grader's function, with other tensors in the places of its own."""

    def __init__(self, ask: Callable[..., object], arguments: Sequence[object], named: dict[str, object]) -> None:
        self.ask = ask
        self.arguments = arguments
        self.named = named
        self.tensors = [value for value in (*arguments, *named.values()) if isinstance(value, torch.Tensor)]

    def result(self, tensors: Sequence[torch.Tensor], gradients: list[torch.Tensor | None] | None = None) -> object:
        """What the function gives; with the gradients of its results, those of the tensors."""
        remaining = iter(tensors)
        arguments = [_replaced(value, remaining) for value in self.arguments]
        named = {name: _replaced(value, remaining) for name, value in self.named.items()}
        if gradients is not None:
            named[GRADIENTS] = gradients
        return self.ask(*arguments, **named)


def _replaced(value: object, tensors: Iterator[torch.Tensor]) -> object:
    if isinstance(value, torch.Tensor):
        return next(tensors)
    return value


def with_gradients(
    ask: Callable[..., object], undisturbed: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Callable[..., object]:
    """The function through which autograd goes where one of its arguments is a tensor that wants a gradient.

    What is ours of it runs in a context that `undisturbed` makes.
    """

    def call_the_grader(*arguments: object, **named: object) -> object:
        with undisturbed():
            call = _Call(ask, arguments, named)
            if torch.is_grad_enabled() and any(tensor.requires_grad for tensor in call.tensors):
                result: object = _OfTheGrader.apply(call, *call.tensors)  # type: ignore[no-untyped-call]
                return result
            return ask(*arguments, **named)

    return call_the_grader
