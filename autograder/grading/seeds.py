"""A seed of its own for each purpose: what one of them draws tells nothing about what another one draws."""

from __future__ import annotations

import hashlib

_BYTES = 6  # torch, numpy and random all take a seed of 48 bits


def derive(seed: int, *names: str) -> int:
    """The seed for the purpose with these names. One-way: the sandbox's seeds tell nothing about the grader's."""
    text = "\x00".join([str(seed), *names])
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:_BYTES], "little")
