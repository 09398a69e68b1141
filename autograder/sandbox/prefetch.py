"""What goes along with an answer because it would be asked for next: half as many requests for a network's test."""

from __future__ import annotations

import itertools
from types import GeneratorType
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from autograder.sandbox.error import CELL
from autograder.wire.frames import NAMES, Writer

_MOST = 64  # values of a library's iterator
_FEW = 100_000  # elements of the tensors that come with layers


def is_of_a_library(target: Any) -> bool:
    """Whether it is a generator that no cell has defined: it may run ahead unseen."""
    return isinstance(target, GeneratorType) and not target.gi_code.co_filename.startswith(CELL)


def is_layer(value: Any) -> bool:
    """Whether it is one of torch's own layers."""
    return isinstance(value, nn.Module) and type(value).__module__.startswith("torch.nn.")


def next_of(iterator: Any, most: int) -> tuple[list[Any], bool]:
    """An iterator's next values, up to `most` of them, and whether there may be more."""
    values = list(itertools.islice(iterator, most))
    return values, len(values) == most


class Method:
    """An attribute that the grader calls by name."""

    def encoded(self, _writer: Writer) -> list[Any]:
        """Nothing but that it is one."""
        return ["m"]


class Layers:
    """A layer with its tensors, and those beside it: who asks for one asks for the others next."""

    def __init__(self, owner: int, name: str, value: nn.Module, target: Any) -> None:
        self.owner, self.name = owner, name
        others = nn.Module.named_children(target) if isinstance(target, nn.Module) else ()
        self.layers = {name: value} | {n: layer for n, layer in others if is_layer(layer)}
        self.room = _FEW

    def encoded(self, writer: Writer) -> list[Any]:
        """Whose they are, which one was asked for, and of each its name, itself and its tensors."""
        return ["p", self.owner, self.name, [[n, *self._parts(layer, writer)] for n, layer in self.layers.items()]]

    def _parts(self, layer: nn.Module, writer: Writer) -> list[Any]:
        own = [*nn.Module.named_parameters(layer, recurse=False), *nn.Module.named_buffers(layer, recurse=False)]
        if not all(_can_cross(part) for _, part in own):  # whoever asks for one of these hears why
            own = []
        self.room -= sum(part.numel() for _, part in own)
        return [writer.value(layer), [[name, writer.value(part)] for name, part in own if self.room >= 0]]


def _can_cross(tensor: torch.Tensor) -> bool:
    return not is_lazy(tensor) and not tensor.is_meta and tensor.layout is torch.strided and tensor.dtype in NAMES


class Begun:
    """A module's iterator, such as `parameters()`, with its first values: it is asked for them next."""

    def __init__(self, iterator: Any) -> None:
        self.iterator = iterator
        self.values, self.more = next_of(iterator, _MOST)

    def encoded(self, writer: Writer) -> list[Any]:
        """The iterator, its values, and whether there may be more."""
        return ["i", writer.value(self.iterator), writer.value(self.values), self.more]
