"""What stands in the notebook of a student who knows nothing: `verify` writes the text of this module into a cell.

A template says what an answer looks like without what it says: a tensor of the shape of an argument, so many numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, cast

import torch
from torch import nn

Value = object  # of an exercise's arguments and results: anything
Arguments = Mapping[str, Value]
Template = tuple[object, ...]
Afterwards = tuple[torch.Tensor, torch.Tensor | None]  # a tensor among the arguments after the call: data, gradient
Record = tuple[Value, list[Afterwards]]
Forward = Callable[..., torch.Tensor]
NUMBERS = {"zeros": 0.0, "a constant": 1.0, "nan": float("nan"), "inf": float("inf")}
NOTHING: Template = ("nothing",)


def template_of(result: Value, arguments: Arguments) -> Template:
    """What a result of these arguments looks like, in terms of them."""
    if isinstance(result, torch.Tensor):
        return _template_of_tensor(result, arguments)
    if isinstance(result, bool | str):
        return ("same", result)
    if isinstance(result, int | float):
        return ("number",)
    if isinstance(result, list | tuple):
        return _template_of_list(result, arguments)
    return NOTHING


def _template_of_tensor(result: torch.Tensor, arguments: Arguments) -> Template:
    # a shape that an argument has is told by that argument: a hidden test's sizes are others
    for argument_name, argument in arguments.items():
        if isinstance(argument, torch.Tensor) and argument.shape == result.shape:
            return ("like", argument_name)
    return ("tensor", tuple(result.shape))


def _template_of_list(result: list[Value] | tuple[Value, ...], arguments: Arguments) -> Template:
    kind_name = type(result).__name__
    part_templates = [template_of(part, arguments) for part in result]
    if part_templates and part_templates.count(part_templates[0]) == len(part_templates):
        for argument_name, argument in arguments.items():
            # n steps give n results, or n + 1 where the start is among them
            if type(argument) is int and len(part_templates) - argument in (0, 1):
                return ("repeated", kind_name, argument_name, len(part_templates) - argument, part_templates[0])
    return ("parts", kind_name, part_templates)


def filled(template: Template, arguments: Arguments, number: float) -> Value:  # noqa: PLR0911  one for each form
    """An answer of this form that is the same number everywhere; where it can be, with a gradient."""
    match template:
        case ("like", str() as argument_name):
            return _filled_like(arguments[argument_name], number)
        case ("tensor", shape):
            # times 1, so that it is no leaf: like a computed result it has a graph
            return torch.full(cast("tuple[int, ...]", shape), number, requires_grad=True) * 1
        case ("same", value):
            return value
        case ("number",):
            return number
        case ("repeated", kind, str() as argument_name, int() as surplus, tuple() as part):
            part_templates = [part] * (cast("int", arguments[argument_name]) + surplus)
            return _filled_sequence(kind, part_templates, arguments, number)
        case ("parts", kind, list() as part_templates):
            return _filled_sequence(kind, part_templates, arguments, number)
    return None


def _filled_like(argument: Value, number: float) -> Value:
    if not isinstance(argument, torch.Tensor):
        return number
    # the second term takes the gradient to the argument, and adds nothing
    return argument.detach() * 0 + number + 0 * argument


def _filled_sequence(kind: object, parts: list[Template], arguments: Arguments, number: float) -> Value:
    values = [filled(part, arguments, number) for part in parts]
    if kind == "tuple":
        return tuple(values)
    return values


def given_back(template: Template, arguments: Arguments) -> Value:
    """The arguments themselves: the first one, or as many as there are parts."""
    argument_values = list(arguments.values())
    match template:
        case ("parts", _, list() as parts):
            return tuple((argument_values * len(parts))[: len(parts)])
        case ("repeated", _, str() as argument_name, int() as surplus, _):
            # a way that stays where it starts: x0 comes last among an optimizer's numbers
            start_value = argument_values[0]
            for argument in argument_values:
                if isinstance(argument, float):
                    start_value = argument
            return [start_value] * (cast("int", arguments[argument_name]) + surplus)
    if not argument_values:
        return None
    return argument_values[0]


def key_of(value: Value) -> str:
    """A text that is the same for arguments that are the same, here and there."""
    if isinstance(value, torch.Tensor):
        return f"{value.dtype}{tuple(value.shape)}{value.detach().tolist()}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(key_of, value)) + "]"
    if isinstance(value, dict):
        pair_keys = map(key_of, value.items())
        return "{" + ",".join(pair_keys) + "}"
    if value is None or isinstance(value, bool | int | float | str):
        return repr(value)
    # a function or another object: two of them can't be told apart by what stands in a notebook
    return "something"


class Yes:
    """An object that says yes to everything."""

    def __init__(self, *_arguments: Value, **_named: Value) -> None:
        pass

    def __getattr__(self, name: str) -> Yes:
        return Yes()

    def __call__(self, *_arguments: Value, **_named: Value) -> Yes:
        """Answer a call as everything else."""
        return Yes()

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __len__(self) -> int:
        return 1

    def __getitem__(self, key: Value) -> Yes:
        return Yes()

    def __iter__(self) -> Iterator[Yes]:
        return iter([Yes()])

    def __float__(self) -> float:
        return 0.0


class Hollow:
    """Answers each call in one way. `templates` and `records` are what the public tests have shown."""

    def __init__(self, way: str, templates: dict[str, Template], records: dict[str, dict[str, Record]]) -> None:
        self.way = way
        self.templates = templates
        self.records = records
        self.next_answers: dict[str, Value] = {}

    def answer(self, name: str, arguments: Arguments) -> Value:
        """The answer to a call of the exercise `name`."""
        template = self.templates.get(name, NOTHING)
        if self.way in NUMBERS:
            return filled(template, arguments, NUMBERS[self.way])
        if self.way == "its arguments":
            return given_back(template, arguments)
        if self.way == "yes":
            return Yes()
        if self.way == "what it was asked last time":
            return self._one_call_late(name, template, arguments)
        if self.way == "the public examples by heart":
            return self._by_heart(name, template, arguments)
        return None

    def _one_call_late(self, name: str, template: Template, arguments: Arguments) -> Value:
        """The arguments of the call before; of the first call, its own."""
        own_arguments = given_back(template, arguments)
        answer = self.next_answers.get(name, own_arguments)
        # made anew: the answer may be changed by whoever gets it
        self.next_answers[name] = given_back(template, arguments)
        return answer

    def _by_heart(self, name: str, template: Template, arguments: Arguments) -> Value:
        """What the reference gave, and what it made of its arguments, where they are those of a public test."""
        record = self.records.get(name, {}).get(key_of(arguments))
        if record is None:
            return filled(template, arguments, 1.0)
        result, afterwards = record
        for tensor, (data_after, gradient_after) in zip(tensors_in(arguments.values()), afterwards, strict=False):
            tensor.data.copy_(data_after)
            tensor.grad = gradient_after
        return result

    def emptied(self, layer: Value) -> Value:
        """A layer that has computed what it should, with a number, or its input, in place of the output."""
        if isinstance(layer, nn.Module):
            forward = layer.forward
            layer.forward = lambda *inputs: self.output(layer, forward, inputs)
        elif isinstance(layer, torch.optim.Optimizer):
            layer.step = lambda *_closure: None  # type: ignore[assignment,method-assign]
        return layer

    def output(self, layer: nn.Module, forward: Forward, inputs: tuple[torch.Tensor, ...]) -> torch.Tensor:
        """What an emptied layer gives; its buffers stay as they were."""
        originals = [(buffer, buffer.clone()) for buffer in layer.buffers()]
        layer_output = forward(*inputs)
        # running means would show what the layer has computed
        for buffer, original in originals:
            buffer.data.copy_(original)
        if self.way == "its arguments" and inputs[0].shape == layer_output.shape:
            return inputs[0]
        return layer_output * 0 + NUMBERS.get(self.way, 0.0)


def tensors_in(values: Iterable[Value]) -> list[torch.Tensor]:
    """The tensors among these values and in lists of them, in order."""
    tensors = []
    for argument in values:
        if isinstance(argument, torch.Tensor):
            tensors.append(argument)
        elif isinstance(argument, list | tuple):
            tensors += tensors_in(argument)
    return tensors


class _Twins(Protocol):
    _tensors: dict[int, torch.Tensor]


class _Answers(Protocol):
    """What answers the grader in a notebook's process, as far as an attack takes hold of it."""

    twins: _Twins


def tamper(change: str) -> None:
    """From now on, do something to the tensors that both sides share, at each reply.

    With "zeros" to all of them; else to those alone that the student's side has made: a change of any other, where a
    test does not allow it, loses the call.
    """
    answers = sys.modules["autograder.sandbox.answer"].Answers  # in a notebook's process it is there
    send_reply = answers._send  # noqa: SLF001  an attack takes what is private

    def tampered(self: _Answers, *reply: Value, **options: Value) -> Value:
        shared = self.twins._tensors  # noqa: SLF001  an attack takes what is private
        for number, tensor in list(shared.items()):
            is_the_graders = number > 0  # the student's side counts downwards
            if is_the_graders and change != "zeros":
                continue
            if change == "replaced":
                shared[number] = torch.zeros_like(tensor)
            else:
                _change(tensor, change)
        return send_reply(self, *reply, **options)

    answers._send = tampered  # noqa: SLF001  an attack takes what is private


def _change(tensor: torch.Tensor, change: str) -> None:
    if change == "enlarged":  # twice as long in each dimension
        tensor.data = torch.zeros([2 * size for size in tensor.shape], dtype=tensor.dtype)
        return
    number = NUMBERS.get(change, 0.0)
    tensor.data.fill_(number)
    if tensor.grad is not None:
        tensor.grad = torch.full_like(tensor.grad, number)
