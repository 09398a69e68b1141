"""What goes along with an answer because it would be asked for next: half as many requests for a network's test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from types import GeneratorType
from typing import TypeGuard

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from autograder.sandbox.error import CELL
from autograder.wire.messages import IteratorNode, LayerNode, LayersNode, MethodNode, PartNode, Value
from autograder.wire.values import NAMES, Writer

_MOST_VALUES = 64  # of a library's iterator
_MOST_ELEMENTS = 100_000  # of the tensors that come with layers


def is_of_a_library(iterator: object) -> TypeGuard[Iterator[object]]:
    """Whether it is a generator that no cell has defined: it may run ahead unseen."""
    return isinstance(iterator, GeneratorType) and not iterator.gi_code.co_filename.startswith(CELL)


def is_layer(value: object) -> TypeGuard[nn.Module]:
    """Whether it is one of torch's own layers."""
    return isinstance(value, nn.Module) and type(value).__module__.startswith("torch.nn.")


def next_values(iterator: Iterator[object], most: int) -> tuple[list[object], bool]:
    """An iterator's next values, up to `most` of them, and whether there may be more."""
    values = list(itertools.islice(iterator, most))
    return values, len(values) == most


class Method:
    """An attribute that the grader calls by name."""

    def encoded(self, _writer: Writer) -> Value:
        """Nothing but that it is one."""
        return MethodNode()


class Layers:
    """A layer with its tensors, and those beside it: who asks for one asks for the others next."""

    def __init__(self, owner: int, name: str, layer: nn.Module, target: object) -> None:
        self.owner = owner
        self.name = name
        self.layers = {name: layer}
        if isinstance(target, nn.Module):
            for child_name, child in nn.Module.named_children(target):
                if is_layer(child):
                    self.layers[child_name] = child
        self.elements_left = _MOST_ELEMENTS

    def encoded(self, writer: Writer) -> Value:
        """Whose they are, which one was asked for, and of each its name, itself and its tensors."""
        nodes = []
        for name, layer in self.layers.items():
            parts = self._parts(layer, writer)
            nodes.append(LayerNode(name, writer.value(layer), parts))
        return LayersNode(self.owner, self.name, nodes)

    def _parts(self, layer: nn.Module, writer: Writer) -> list[PartNode]:
        tensors: dict[str, torch.Tensor] = dict(nn.Module.named_parameters(layer, recurse=False))
        tensors.update(nn.Module.named_buffers(layer, recurse=False))
        if not all(_can_cross(tensor) for tensor in tensors.values()):
            return []  # whoever asks for one of these hears why
        self.elements_left -= sum(tensor.numel() for tensor in tensors.values())
        if self.elements_left < 0:
            return []
        return [PartNode(name, writer.value(tensor)) for name, tensor in tensors.items()]


def _can_cross(tensor: torch.Tensor) -> bool:
    if is_lazy(tensor) or tensor.is_meta:
        return False
    return tensor.layout is torch.strided and tensor.dtype in NAMES


class Begun:
    """A module's iterator, such as `parameters()`, with its first values: it is asked for them next."""

    def __init__(self, iterator: Iterator[object]) -> None:
        self.iterator = iterator
        self.values, self.more = next_values(iterator, _MOST_VALUES)

    def encoded(self, writer: Writer) -> Value:
        """The iterator, its values, and whether there may be more."""
        return IteratorNode(writer.value(self.iterator), writer.value(self.values), self.more)
