"""Where a student's code computes: on the CPU, or on a GPU that the copies of its notebook use, each for itself.

What a grader hands over arrives on that device, and what a call makes without naming a device is made there, so that
a book's `torch.zeros(3)` meets its inputs. The grader's own side stays on the CPU: what is expected is the same
everywhere, and no card that a student's code has broken or filled can take the grader with it.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.utils._device import DeviceContext  # what `with torch.device(…)` enters; torch is pinned

_DRIVER = Path("/dev/nvidiactl")
_TASKS = Path("/proc/self/task")  # a folder for each thread


class _MadeThere(DeviceContext):
    """`with torch.device(kind)`, which forgets the book's `torch.normal(0, 0.01, (2, 1))`, and moves too much.

    Draws from a generator stay where that is: a DataLoader's shuffling has one, on the CPU.
    """

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if kwargs.get("generator") is not None:
            return func(*args, **kwargs)
        if func is torch.normal and not any(isinstance(v, torch.Tensor) for v in (*args, *kwargs.values())):
            kwargs = {"device": self.device} | kwargs
        return super().__torch_function__(func, types, args, kwargs)  # type: ignore[no-untyped-call]


def computing_on(kind: str) -> contextlib.AbstractContextManager[Any]:
    """Make new tensors on a device of this kind."""
    return contextlib.nullcontext() if kind == "cpu" else _MadeThere(torch.device(kind))


@functools.cache
def card_in_sight() -> bool:
    """Whether this process could use a GPU, also where that is not certain, as of a part of one.

    Asked of the driver's NVML, and not of CUDA, which no fork of this process could use then.
    """
    if not torch.version.cuda:
        return False
    count = torch.cuda._device_count_nvml()  # noqa: SLF001  torch is pinned
    if count < 0:  # NVML is not there, or can't tell
        return _DRIVER.exists()
    return count > 0


def can_fork() -> bool:
    """Whether a fork of this process can still compute: not once this process has used a GPU.

    Nor where a GPU is in sight and other threads run here. CUDA has started one if it was asked for cards, and torch
    another if it has computed a gradient, on the CPU too: neither works in a fork after that.
    """
    if torch.cuda.is_initialized():
        return False
    return not (card_in_sight() and _thread_count() > 1)


def _thread_count() -> int:
    return len(list(_TASKS.iterdir()))
