"""The parameters of a student's layer, set by the grader: the yardstick stays in its hands, whatever the layer does.

A grader draws the parameters, keeps plain copies of its own, and writes the same numbers into the student's layer.
What is expected is computed from the copies and from inputs that the grader drew, never from what the student holds:

    weights = Weights.named(net, {"conv1.weight": (5, 3, 3, 3), "conv1.bias": (5,)}, whose="your Block")
    mean, var = set_statistics(net.bn1, 5, "bn1")
    Y = net(X)
    weights.check()                                  # the call has left them alone
    same(Y.detach(), block(weights.own, X), "the block's output")
    weights.check_kept()                             # and they are still the net's: asked once, after the last call
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import torch

from autograder.grading.compare import Mismatch, same, shape_of, show
from autograder.words.message import Message, Value, as_message, either, message, subject, told

Draw = Callable[[str, torch.Tensor], torch.Tensor]


def _normal(_name: str, held: torch.Tensor) -> torch.Tensor:
    return torch.randn(held.shape)


def attribute(owner: Any, path: str, whose: str) -> Any:
    """The attribute `path` ("conv1.weight") of a student's object. Raises Mismatch that names what is missing."""
    value = owner
    walked: list[str] = []
    for name in path.split("."):
        owner_name = ".".join(walked) or whose
        try:
            value = getattr(value, name)
        except AttributeError:
            raise Mismatch("{owner} has no {name}", owner=told(owner_name), name=told(name)) from None
        walked.append(name)
        if value is None and path != ".".join(walked):
            raise Mismatch("{name} is None", name=told(".".join(walked)))
    return value


def check_parameter(tensor: Any, name: str, shape: Sequence[int], dtype: torch.dtype = torch.float32) -> None:
    """Raise Mismatch unless this is a tensor of this shape and dtype that a trainer would train."""
    if not isinstance(tensor, torch.Tensor):
        raise Mismatch(
            "{name}: expected a parameter of shape {shape}, got {got}",
            name=told(name),
            shape=told(tuple(shape)),
            got=show(tensor),
        )
    if tuple(tensor.shape) != tuple(shape):
        raise Mismatch(
            "{name}: expected shape {shape}, got {got}",
            name=told(name),
            shape=told(tuple(shape)),
            got=shape_of(tensor, shape),
        )
    if tensor.dtype != dtype:
        dtype_name = told(str(dtype).removeprefix("torch."))
        raise Mismatch("{name}: expected dtype {dtype}, got a different dtype", name=told(name), dtype=dtype_name)
    if not tensor.requires_grad:
        raise Mismatch("{name} is not trained: make it an nn.Parameter", name=told(name))


def _without_index(name: str) -> Value:
    """A parameter's name; hints tell none with an index, by which a student's code could choose what they tell."""
    if any(part.isdecimal() for part in name.split(".")):
        return either(name, "a parameter")
    return told(name)


class Weights:
    """Parameters that the grader has drawn and set in a student's layer.

    `own` maps names to the grader's copies, from which it computes what is expected; `held` maps the same names to the
    student's. A parameter that a layer may do without, and does without, is None in both.
    """

    def __init__(
        self,
        held: Mapping[str, torch.Tensor | None],
        draw: Draw = _normal,
        again: Callable[[str], Any] | None = None,
    ) -> None:
        """Draw and set these parameters. Their shapes are checked already (`check_parameter`).

        `draw(name, held)` gives the values, the standard normal distribution's where nothing else is said;
        `again(name)` asks the layer for its parameter once more. Raises Mismatch where two names are one tensor.
        """
        self.held, self._again = dict(held), again
        self.own: dict[str, torch.Tensor | None] = {}
        seen: dict[int, str] = {}
        for name, tensor in self.held.items():
            if tensor is None:
                self.own[name] = None
                continue
            if id(tensor) in seen:
                raise Mismatch(
                    "{first} and {second} are the same parameter: make two",
                    hint="two parameters are the same one: make two",
                    first=seen[id(tensor)],
                    second=name,
                )
            seen[id(tensor)] = name
            self.own[name] = draw(name, tensor).to(tensor.dtype)
        with torch.no_grad():
            for name, value in self.own.items():
                tensor = self.held[name]
                if value is not None and tensor is not None:
                    tensor.copy_(value)

    @classmethod
    def named(
        cls,
        net: Any,
        shapes: Mapping[str, Sequence[int]],
        whose: str = "your layer",
        *,
        optional: Iterable[str] = (),
        dtype: torch.dtype = torch.float32,
        draw: Draw = _normal,
    ) -> Weights:
        """Set the parameters at these paths, once all of them are known to have these shapes.

        Of a layer that makes its parameters at the first call, make that call before. Raises Mismatch where one is
        missing (but for those that are `optional`) or is another than it should be.
        """
        held = {}
        for path, shape in shapes.items():
            tensor = attribute(net, path, whose)
            if tensor is not None or path not in optional:
                check_parameter(tensor, path, shape, dtype)
            held[path] = tensor
        return cls(held, draw, lambda path: attribute(net, path, whose))

    def trainable(self) -> dict[str, torch.Tensor | None]:
        """Copies of `own` that collect gradients, to compare with those of `held`."""
        return {name: None if value is None else value.clone().requires_grad_() for name, value in self.own.items()}

    def check(self, when: str = "after a call") -> None:
        """Raise Mismatch unless what was set still stands in the parameters: for that the layer is not asked."""
        for name, value in self.own.items():
            held = self.held[name]
            if value is None or held is None:
                continue
            if held.dtype != value.dtype or not torch.equal(held.detach(), value):
                raise Mismatch(
                    "{name} was changed {when}: only the trainer changes parameters",
                    name=_without_index(name),
                    when=as_message(when),
                )

    def check_kept(self, when: str = "after a call") -> None:
        """Raise Mismatch unless the layer still holds these parameters and no others, and in them what was set."""
        for name, held in self.held.items():
            if held is not None and self._again is not None and self._again(name) is not held:
                raise Mismatch(
                    "{name} was replaced {when}: a layer keeps its parameters",
                    name=_without_index(name),
                    when=as_message(when),
                )
        self.check(when)

    def check_gradients(self, expected: Mapping[str, torch.Tensor | None], names: Iterable[str]) -> None:
        """Compare the gradients of the student's parameters with those of `trainable`'s, name by name."""
        for name in names:
            held, mine = self.held[name], expected[name]
            if held is not None and mine is not None:
                same(held.grad, mine.grad, message("the gradient of {name}", name=_without_index(name)))


def check_gradient_arrives(tensor: Any, expected: torch.Tensor | None, what: str | Message) -> None:
    """Raise Mismatch unless a tensor has a gradient that is near the expected one, taken as a whole.

    For float32, where a value next to a relu's kink may come out on either side of it, and single numbers jump.
    """
    if expected is None:
        return
    grad = tensor.grad
    if not isinstance(grad, torch.Tensor) or grad.shape != expected.shape:
        raise Mismatch(
            "the gradient of {what}: expected one of shape {shape}, got {got}",
            what=subject(what),
            shape=told(tuple(expected.shape)),
            got=show(grad),
        )
    off = float((grad.double() - expected.double()).norm())
    if not off <= 0.3 * float(expected.double().norm()):
        raise Mismatch("the gradient of {what} differs from the expected one", what=subject(what))


def named_parameters(net: Any, most: int) -> list[tuple[str, torch.Tensor]]:
    """A student's parameters and the last parts of their names ("weight"), `most` at most. Raises Mismatch."""
    found = []
    for pair in itertools.islice(net.named_parameters(), most + 1):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise Mismatch("named_parameters(): expected pairs of a name and a parameter, got {got}", got=show(pair))
        name, tensor = pair
        if not isinstance(name, str) or not isinstance(tensor, torch.Tensor):
            raise Mismatch("named_parameters(): expected pairs of a name and a parameter, got something else")
        found.append((name.rsplit(".", 1)[-1], tensor))
    if len(found) > most:
        raise Mismatch("expected at most {most} parameters, got more", most=told(most))
    return found


def set_statistics(norm: Any, channels: int, name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw the running statistics of a batch norm, set them in the student's, and return the grader's own copies."""
    mean, var = torch.randn(channels), 0.5 + torch.rand(channels)
    held = attribute(norm, "running_mean", name)
    if not isinstance(held, torch.Tensor) or held.shape != mean.shape:
        raise Mismatch(
            "{name}: expected nn.BatchNorm2d({channels}), got a different layer",
            name=told(name),
            channels=told(channels),
        )
    mean, var = mean.to(held.dtype), var.to(held.dtype)
    norm.load_state_dict({"running_mean": mean.clone(), "running_var": var.clone()}, strict=False)
    check_statistics(norm, (mean, var), name, "once they are set")
    return mean, var


def set_statistics_of(
    net: Any, channels: Mapping[str, int], whose: str = "your layer"
) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """Those of several batch norms, by the names that a net has for them, as `set_statistics` does for one.

    They are set all at once, where the net's state has these names; where it has not, one by one.
    """
    own, state = {}, {}
    for name, count in channels.items():
        mean, var = torch.randn(count), 0.5 + torch.rand(count)
        own[name] = mean, var
        state[f"{name}.running_mean"] = mean.clone()
        state[f"{name}.running_var"] = var.clone()
    net.load_state_dict(state, strict=False)
    for name, (mean, _) in own.items():
        norm = attribute(net, name, whose)
        held = attribute(norm, "running_mean", name)
        if not isinstance(held, torch.Tensor) or not torch.equal(held.detach(), mean):
            own[name] = set_statistics(norm, channels[name], name)
    return own


def check_statistics(norm: Any, own: Sequence[torch.Tensor], name: str, when: str | Message) -> None:
    """Compare the running statistics of a student's batch norm with the grader's own copies."""
    mean_of = message("the running mean of {name} {when}", name=told(name), when=as_message(when))
    same(attribute(norm, "running_mean", name), own[0], mean_of)
    var_of = message("the running variance of {name} {when}", name=told(name), when=as_message(when))
    same(attribute(norm, "running_var", name), own[1], var_of)


def modules_of_kind(net: Any, kind: Callable[[Any], bool], most: int) -> list[Any]:
    """The layers in a student's net for which `kind` holds, `most` at most of all that it has."""
    modules = list(itertools.islice(net.modules(), most + 1))
    if len(modules) > most:
        raise Mismatch("expected at most {most} layers, got more", hint="expected fewer layers", most=most)
    return [module for module in modules if kind(module)]
