"""The names that hold in every notebook: `random`, `np`, `torch`, `nn`, `F`, whatever cells bind them to.

A function looks a name up when it is called. Who binds `random` to a function in the last cell breaks all that call
`random.shuffle`, as in Jupyter; yet what the notebook's functions have always meant by these names is graded.
"""

from __future__ import annotations

import dis
import gc
import random
from dataclasses import dataclass, field
from types import CodeType, FunctionType, ModuleType

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

ALWAYS_THERE: dict[str, ModuleType] = {"random": random, "np": np, "torch": torch, "nn": nn, "F": F}
_GLOBALS = ("LOAD_GLOBAL", "LOAD_NAME")
_ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")


class _Both:
    """What a notebook has bound a name to, with what the module has beside it: called, it is the notebook's."""

    def __init__(self, value: object, module: ModuleType) -> None:
        self.__dict__["__wrapped__"] = value
        self.__dict__["_module"] = module

    def __getattr__(self, name: str) -> object:
        value = self.__dict__["__wrapped__"]
        if hasattr(value, name):
            return getattr(value, name)
        return getattr(self.__dict__["_module"], name)

    def __call__(self, *arguments: object, **named: object) -> object:
        return self.__dict__["__wrapped__"](*arguments, **named)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self.__dict__["__wrapped__"])


@dataclass
class _Uses:
    """How functions use a name: for these attributes of it, or as it is."""

    attributes: set[str] = field(default_factory=set)
    as_it_is: bool = False


def put_back(names: dict[str, object]) -> None:
    """Have the names that always hold there again, as the notebook's functions use them."""
    for name, module in ALWAYS_THERE.items():
        if names.get(name) is module:
            continue
        try:
            names[name] = _as_used(name, module, names)
        except BaseException:  # noqa: BLE001  what a notebook has bound may raise anything, whatever it is asked
            names[name] = module


def _as_used(name: str, module: ModuleType, names: dict[str, object]) -> object:
    """The module, or what a notebook has bound its name to, or both in one."""
    if name not in names:
        return module
    value = names[name]
    uses = _uses(name, names)
    of_the_module = {part for part in uses.attributes if hasattr(module, part)}
    is_lacking = not all(hasattr(value, part) for part in of_the_module)
    if callable(value) or isinstance(value, ModuleType):
        return _Both(value, module) if is_lacking else value
    is_only_here = uses.attributes > of_the_module
    if not is_lacking and (uses.as_it_is or is_only_here):
        return value
    return module


def _uses(name: str, names: dict[str, object]) -> _Uses:
    """How the functions of a notebook use a name that they don't bind themselves."""
    uses = _Uses()
    # also methods, functions in functions and those behind a decorator
    for candidate in gc.get_objects():
        if type(candidate) is FunctionType and candidate.__globals__ is names:
            _add_uses(candidate.__code__, name, uses)
    return uses


def _add_uses(code: CodeType, name: str, uses: _Uses) -> None:
    instructions = list(dis.get_instructions(code))
    for instruction, following in zip(instructions, [*instructions[1:], None], strict=True):
        if instruction.opname not in _GLOBALS or instruction.argval != name:
            continue
        if following is not None and following.opname in _ATTRIBUTES:
            uses.attributes.add(following.argval)
        else:
            uses.as_it_is = True
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            _add_uses(constant, name, uses)
