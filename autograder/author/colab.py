"""Addresses that open a published notebook in Colab."""

from __future__ import annotations

import re

_RAW = re.compile(r"https://raw\.githubusercontent\.com/([\w.-]+/[\w.-]+)/(?:refs/heads/)?(.+)")
_BLOB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+)/(?:blob|raw|tree)/(.+)")


def colab_address(url: str, path: str) -> str:
    """Where Colab opens a file below `url`; empty where `url` is not on GitHub, which is all that Colab opens."""
    for pattern in (_RAW, _BLOB):
        match = pattern.fullmatch(url.rstrip("/"))
        if match is not None:
            return f"https://colab.research.google.com/github/{match[1]}/blob/{match[2]}/{path}"
    return ""
