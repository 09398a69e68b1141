"""The fixture `forms`: one input in every form that must not matter to what is computed with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import torch

from autograder.wire.twins import keep_layout

_IMAGES = {4: torch.channels_last, 5: torch.channels_last_3d}  # by the number of dimensions


def forms(X: torch.Tensor, but: Collection[str] = ()) -> Iterator[tuple[str, torch.Tensor]]:
    """An input, whose first dimension is the batch, by the names of its forms; without those in `but`.

    The same numbers: "contiguous", "non-contiguous" and, of images, "channels_last". Other numbers, for which a test
    asks the reference again: "expanded" (one example, repeated without a copy), "float64", "batch of 1" and "empty".
    In the student's process each lies in memory as it does here.
    """
    for name, tensor in _all_forms(X.detach()).items():
        if name not in but:
            yield name, keep_layout(tensor).requires_grad_(X.requires_grad)


def _all_forms(X: torch.Tensor) -> dict[str, torch.Tensor]:
    tensors = {"contiguous": X.clone(memory_format=torch.contiguous_format), "non-contiguous": _with_gaps(X)}
    if X.dim() in _IMAGES:
        tensors["channels_last"] = X.clone(memory_format=_IMAGES[X.dim()])
    # a number alone has no batch
    if X.dim() > 0 and len(X) > 0:
        tensors["expanded"] = X[:1].clone().expand(X.shape)
        tensors["batch of 1"] = X[:1].clone()
        tensors["empty"] = X[:0].clone()
    if X.is_floating_point():
        tensors["float64"] = X.double()
    return tensors


def _with_gaps(X: torch.Tensor) -> torch.Tensor:
    """The same numbers in every second place of memory, the first dimension innermost."""
    # neither rows nor columns lie side by side, so that a view of it as one row fails
    strides = []
    step = 2
    for length in X.shape:
        strides.append(step)
        step *= max(length, 1)
    return torch.empty_strided(X.shape, strides, dtype=X.dtype).copy_(X)
