"""What stands in the notebook of a student who knows nothing: `verify` writes the text of this module into a cell.

A template says what an answer looks like without what it says: a tensor of the shape of an argument, so many numbers.
"""

from __future__ import annotations

import sys
from typing import Any

import torch
from torch import nn

Arguments = dict[str, Any]
Template = tuple[Any, ...]
NUMBERS = {"zeros": 0.0, "a constant": 1.0, "nan": float("nan"), "inf": float("inf")}


def template_of(result: Any, arguments: Arguments) -> Template:  # noqa: PLR0911  a table
    """What a result of these arguments looks like, in terms of them."""
    if isinstance(result, torch.Tensor):
        for name, value in arguments.items():
            if isinstance(value, torch.Tensor) and value.shape == result.shape:
                return ("like", name)
        return ("tensor", tuple(result.shape))
    if isinstance(result, bool | str):
        return ("same", result)
    if isinstance(result, int | float):
        return ("number",)
    if isinstance(result, list | tuple):
        parts = [template_of(part, arguments) for part in result]
        for name, value in arguments.items():
            counts = type(value) is int and len(result) - value in (0, 1)
            if counts and parts and all(part == parts[0] for part in parts):
                return ("repeated", type(result).__name__, name, len(result) - value, parts[0])
        return ("parts", type(result).__name__, parts)
    return ("nothing",)


def filled(template: Template, arguments: Arguments, number: float) -> Any:  # noqa: PLR0911  a table
    """An answer of this form that is the same number everywhere; where it can be, with a gradient."""
    match template:
        case ("like", name):
            given = arguments[name]
            return given.detach() * 0 + number + 0 * given if isinstance(given, torch.Tensor) else number
        case ("tensor", shape):
            return torch.full(shape, number, requires_grad=True) * 1
        case ("same", value):
            return value
        case ("number",):
            return number
        case ("repeated", kind, name, more, part):
            values = [filled(part, arguments, number) for _ in range(arguments[name] + more)]
            return tuple(values) if kind == "tuple" else values
        case ("parts", kind, parts):
            values = [filled(part, arguments, number) for part in parts]
            return tuple(values) if kind == "tuple" else values
    return None


def given_back(template: Template, arguments: Arguments) -> Any:
    """The arguments themselves: the first one, or as many as there are parts."""
    values = list(arguments.values())
    if template[0] == "parts":
        return tuple((values * len(template[2]))[: len(template[2])])
    if template[0] == "repeated":  # a way that stays where it starts
        _, _, name, more, _ = template
        numbers = [value for value in values if isinstance(value, float)]
        return [numbers[-1] if numbers else values[0]] * (arguments[name] + more)
    return values[0] if values else None


def key_of(value: Any) -> str:
    """A text that is the same for arguments that are the same, here and there."""
    if isinstance(value, torch.Tensor):
        return f"{value.dtype}{tuple(value.shape)}{value.detach().tolist()}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(key_of(part) for part in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{key_of(part)}" for name, part in value.items()) + "}"
    if value is None or isinstance(value, bool | int | float | str):
        return repr(value)
    return "something"


class Yes:
    """An object that says yes to everything."""

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        return Yes()

    def __call__(self, *_arguments: Any, **_named: Any) -> Any:  # noqa: D102
        return Yes()

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __len__(self) -> int:
        return 1

    def __getitem__(self, key: Any) -> Any:
        return Yes()

    def __iter__(self) -> Any:
        return iter([Yes()])

    def __float__(self) -> float:
        return 0.0


class Hollow:
    """Answers each call in one way. `templates` and `records` are what the public tests have shown."""

    def __init__(self, way: str, templates: dict[str, Template], records: dict[str, dict[str, Any]]) -> None:
        self.way, self.templates, self.records = way, templates, records
        self.before: dict[str, Any] = {}

    def answer(self, name: str, arguments: Arguments) -> Any:
        """The answer to a call of the exercise `name`."""
        template = self.templates.get(name, ("nothing",))
        if self.way in NUMBERS:
            return filled(template, arguments, NUMBERS[self.way])
        if self.way == "its arguments":
            return given_back(template, arguments)
        if self.way == "yes":
            return Yes()
        if self.way == "what it was asked last time":
            before = self.before.get(name, given_back(template, arguments))
            self.before[name] = given_back(template, arguments)
            return before
        if self.way == "the public examples by heart":
            return self._by_heart(name, arguments)
        return None

    def _by_heart(self, name: str, arguments: Arguments) -> Any:
        """What the reference gave, and what it made of its arguments, where they are those of a public test."""
        record = self.records.get(name, {}).get(key_of(arguments))
        if record is None:
            return filled(self.templates.get(name, ("nothing",)), arguments, 1.0)
        result, afterwards = record
        for given, value in zip(tensors_in(list(arguments.values())), afterwards, strict=False):
            given.data.copy_(value[0])
            given.grad = value[1]
        return result

    def emptied(self, made: Any) -> Any:
        """A layer that has computed what it should, with a number, or its input, in place of the output."""
        if isinstance(made, nn.Module):
            right = made.forward
            made.forward = lambda *inputs: self.output(made, right, inputs)
        elif isinstance(made, torch.optim.Optimizer):
            made.step = lambda *_closure: None  # type: ignore[assignment,method-assign]
        return made

    def output(self, layer: nn.Module, right: Any, inputs: tuple[Any, ...]) -> Any:
        """What an emptied layer gives; its buffers stay as they were."""
        buffers = [(buffer, buffer.clone()) for buffer in layer.buffers()]
        result = right(*inputs)
        for buffer, before in buffers:
            buffer.data.copy_(before)
        if self.way == "its arguments" and inputs[0].shape == result.shape:
            return inputs[0]
        return result * 0 + NUMBERS.get(self.way, 0.0)


def tensors_in(values: Any) -> list[torch.Tensor]:
    """The tensors among these values and in lists of them, in order."""
    found = []
    for value in values:
        if isinstance(value, torch.Tensor):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += tensors_in(value)
    return found


def tamper(how: str) -> None:
    """From now on, do something to the tensors that both sides share, at each reply.

    With "zeros" to all of them; else to those alone that the student's side has made: a change of any other, where a
    test does not allow it, loses the call.
    """
    answers = sys.modules["autograder.sandbox.answer"].Answers  # in a notebook's process it is there
    send = answers._send  # noqa: SLF001  what an attack would take

    def tampered(self: Any, *reply: Any, **options: Any) -> Any:
        for number, tensor in list(self.twins._tensors.items()):  # noqa: SLF001
            if number > 0 and how != "zeros":
                continue
            if how == "replaced":
                self.twins._tensors[number] = torch.zeros_like(tensor)  # noqa: SLF001
            elif how == "enlarged":
                tensor.data = torch.zeros([2 * size for size in tensor.shape], dtype=tensor.dtype)
            else:
                value = NUMBERS.get(how, 0.0)
                tensor.data.fill_(value)
                tensor.grad = None if tensor.grad is None else torch.full_like(tensor.grad, value)
        return send(self, *reply, **options)

    answers._send = tampered  # noqa: SLF001
