"""The device that was asked for, as this machine has it: auto, cpu, cuda, or cuda:N."""

from __future__ import annotations

import os
import re

AUTO = "auto"
CPU = "cpu"
CUDA = "cuda"
_NAMES = re.compile(r"auto|cpu|cuda(?::\d+)?")
_VISIBLE = "CUDA_VISIBLE_DEVICES"
_NO_CARD = "-1"
_RESERVED = 0.1  # of a card's memory: what CUDA itself takes of it for each process


def is_one(name: str) -> bool:
    """Whether this names a device."""
    return _NAMES.fullmatch(name) is not None


def environment(request: str, share: float) -> dict[str, str]:
    """What processes that use the device must find in their environment; each may fill `share` of a card's memory."""
    # by this, torch asks the driver whether there is a GPU, and need not start CUDA for it
    settings = {"PYTORCH_NVML_BASED_CUDA_CHECK": "1"}
    if request == CPU:
        return settings | {_VISIBLE: ""}
    settings |= {
        "NVIDIA_TF32_OVERRIDE": "0",  # float32 is float32
        "CUBLAS_WORKSPACE_CONFIG": ":4096:8",  # the same sums in each run
        "PYTORCH_ALLOC_CONF": f"per_process_memory_fraction:{(1 - _RESERVED) * share:.3f}",
    }
    visible_cards = os.environ.get(_VISIBLE)
    number = _card_number(request)
    if number:  # it becomes the only card to be seen, and so the first one there
        visible_cards = _card(number, visible_cards)
    if visible_cards is not None:
        settings[_VISIBLE] = visible_cards
    return settings


def leave_to_sandboxes() -> None:
    """Take the cards out of this process's sight: a grader computes on the CPU. To be called after `found`."""
    os.environ[_VISIBLE] = ""


def _card(number: str, visible_cards: str | None) -> str:
    """What names this card among those that the coordinator itself may see."""
    if visible_cards is None:
        return number
    cards = visible_cards.split(",") if visible_cards else []
    if int(number) < len(cards):
        return cards[int(number)]
    return _NO_CARD  # rather than one that has been given to somebody else


def _card_number(request: str) -> str:
    """N of cuda:N; empty where no card is named."""
    return request.partition(":")[2]


def found(request: str) -> tuple[str, str]:
    """The device as reports name it, and, where it can't be had, why. To be asked below `environment`."""
    if request == CPU:
        return CPU, ""
    import torch  # noqa: PLC0415  not in the coordinator

    if torch.cuda.is_available():
        return f"{CUDA}:{_card_number(request) or 0}", ""
    if request == AUTO:
        return CPU, ""
    if torch.version.cuda:
        reason = "the driver finds no such card"
    else:
        reason = f"torch {torch.__version__} is a build without CUDA"
    return CPU, f"{request} ({reason})"
