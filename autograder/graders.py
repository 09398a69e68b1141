"""What a grader module is written with: `from autograder.graders import exercise, same, ...`."""

from __future__ import annotations

import copy
from typing import TypeVar, cast

import pytest
import torch

from autograder.grading.chance import check_company, check_independent, check_normal, check_orders, check_unrelated
from autograder.grading.compare import (
    Mismatch,
    as_numbers,
    changing,
    difference,
    parts,
    plotted,
    same,
    shape_of,
    show,
    sizes,
    sizes_of_steps,
)
from autograder.grading.shapes import shaped
from autograder.grading.stand_ins import stand_in
from autograder.grading.weights import (
    Weights,
    attribute,
    check_gradient_arrives,
    check_parameter,
    check_statistics,
    modules_of_kind,
    named_parameters,
    set_statistics,
    set_statistics_of,
)
from autograder.remote.exchange import differentiable
from autograder.words.message import either, message, told

__all__ = [
    "Mismatch",
    "Weights",
    "as_numbers",
    "attribute",
    "changing",
    "check_company",
    "check_gradient_arrives",
    "check_independent",
    "check_normal",
    "check_orders",
    "check_parameter",
    "check_statistics",
    "check_unrelated",
    "clone",
    "difference",
    "differentiable",
    "either",
    "exercise",
    "is_a",
    "message",
    "modules_of_kind",
    "named_parameters",
    "parts",
    "plotted",
    "same",
    "set_statistics",
    "set_statistics_of",
    "shape_of",
    "shaped",
    "show",
    "sizes",
    "sizes_of_steps",
    "stand_in",
    "told",
]

_LIBRARIES = ("torch.nn.", "torch.optim.")  # a notebook's own class may have any name

exercise = pytest.mark.exercise
"""Marks a test: `@exercise("relu", weight=2, public=True, without=["torch.relu"])`.

Its docstring's first sentence is what a student reads; `without` names what the exercise is to be written without.
"""


Value = TypeVar("Value")


def clone(value: Value) -> Value:
    """A copy to give to the reference or to compare with later: same values, own memory, no graph."""
    copied: object
    if isinstance(value, torch.Tensor):
        # deepcopy refuses a tensor that was computed from one with a gradient
        copied = value.detach().clone().requires_grad_(value.requires_grad)
    elif isinstance(value, list | tuple):
        copied = type(value)(clone(part) for part in value)
    else:
        copied = copy.deepcopy(value)
    return cast("Value", copied)


def is_a(value: object, name: str) -> bool:
    """Whether an object's type or one of its bases is torch's type of this name, here or in the student's process.

    That is what the other side says: good for a message, and no proof of what an object does.
    """
    kinds = getattr(value, "remote_kinds", None)
    if kinds is None:  # not a proxy: an object of this process
        kinds = [f"{kind.__module__}.{kind.__qualname__}" for kind in type(value).__mro__]
    return any(kind.startswith(_LIBRARIES) and kind.endswith(f".{name}") for kind in kinds)
