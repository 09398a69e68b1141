"""The device that was asked for, as this machine has it: auto, cpu, cuda, or cuda:N."""

from __future__ import annotations

import os
import re

AUTO, CPU, CUDA = "auto", "cpu", "cuda"
_NAMES = re.compile(r"auto|cpu|cuda(?::\d+)?")
_RESERVED = 0.1  # of a card's memory: what CUDA itself takes of it for each process


def is_one(name: str) -> bool:
    """Whether this names a device."""
    return _NAMES.fullmatch(name) is not None


def environment(asked: str, share: float) -> dict[str, str]:
    """What processes that use the device must find in their environment; each may fill `share` of a card's memory."""
    if asked == CPU:
        return {"CUDA_VISIBLE_DEVICES": ""}
    settings = {
        "PYTORCH_NVML_BASED_CUDA_CHECK": "1",  # a notebook that asks whether there is a GPU can still be forked
        "NVIDIA_TF32_OVERRIDE": "0",  # float32 is float32
        "CUBLAS_WORKSPACE_CONFIG": ":4096:8",  # the same sums in each run
        "PYTORCH_ALLOC_CONF": f"per_process_memory_fraction:{(1 - _RESERVED) * share:.3f}",
    }
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    number = asked.partition(":")[2]
    if number:  # the one card that is seen is the first one there
        cards = visible.split(",") if visible else []
        visible = (
            number if visible is None else cards[int(number)] if int(number) < len(cards) else "-1"
        )  # nobody else's
    return settings if visible is None else settings | {"CUDA_VISIBLE_DEVICES": visible}


def found(asked: str) -> tuple[str, str]:
    """The device as reports name it, and, where it can't be had, why. To be asked below `environment`."""
    if asked == CPU:
        return CPU, ""
    import torch  # noqa: PLC0415  not in the coordinator

    if torch.cuda.is_available():
        return f"{CUDA}:{asked.partition(':')[2] or 0}", ""
    if asked == AUTO:
        return CPU, ""
    built = torch.version.cuda
    why = "the driver finds no such card" if built else f"torch {torch.__version__} is a build without CUDA"
    return CPU, f"{asked} ({why})"
