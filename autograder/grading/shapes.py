"""`shaped`: a test's way to say which shape something should have, ahead of what it does with it."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from autograder.grading.compare import Mismatch, shape_of, show
from autograder.words.message import Message, subject, told


def shaped(yours: object, shape: Sequence[int], what: str | Message = "the result") -> torch.Tensor:
    """The tensor itself, where it has this shape. Raises Mismatch where it has another, or is no tensor."""
    expected = tuple(shape)
    if not isinstance(yours, torch.Tensor):
        raise Mismatch(
            "{what}: expected a tensor of shape {shape}, got {got}",
            what=subject(what),
            shape=told(expected),
            got=show(yours),
        )
    if tuple(yours.shape) != expected:
        raise Mismatch(
            "{what}: expected shape {shape}, got {got}",
            what=subject(what),
            shape=told(expected),
            got=shape_of(yours, expected),
        )
    return yours
