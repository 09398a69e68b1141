"""What a grader module is written with: `from autograder.graders import exercise, same, ...`."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import torch

from autograder.grading.chance import check_company, check_independent, check_normal, check_orders, check_unrelated
from autograder.grading.compare import (
    Mismatch,
    as_numbers,
    changing,
    difference,
    either,
    parts,
    plotted,
    same,
    shape_of,
    show,
    sizes,
    sizes_of_steps,
    told,
)
from autograder.grading.weights import (
    Weights,
    attribute,
    check_gradient_arrives,
    check_parameter,
    check_statistics,
    modules_of_kind,
    named_parameters,
    set_statistics,
)

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
    "either",
    "exercise",
    "is_a",
    "modules_of_kind",
    "named_parameters",
    "parts",
    "plotted",
    "same",
    "set_statistics",
    "shape_of",
    "show",
    "sizes",
    "sizes_of_steps",
    "told",
]

exercise = pytest.mark.exercise
"""Marks a test: `@exercise("sgd", weight=2, public=True)`. Its docstring's first sentence is what a student reads."""


def clone(value: Any) -> Any:
    """A copy to give to the reference or to compare with later: same values, own memory, no graph."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, list | tuple):
        return type(value)(clone(v) for v in value)
    return copy.deepcopy(value)


def is_a(value: Any, name: str) -> bool:
    """Whether an object's type or one of its bases is torch's type of this name, here or in the student's process.

    That is what the other side says: good for a message, and no proof of what an object does.
    """
    kinds = getattr(value, "remote_kinds", None)
    if kinds is None:
        kinds = [f"{k.__module__}.{k.__qualname__}" for k in type(value).__mro__]
    return any(kind.startswith(("torch.nn.", "torch.optim.")) and kind.endswith(f".{name}") for kind in kinds)
