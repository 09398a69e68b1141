"""Pictures in a solution's texts: at release they go into the notebook itself, so that one file is enough."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from autograder.course import UsageError

# JupyterLab shows no SVG that is attached to a cell, and takes inline SVG away; it shows an image of a data URI
_PICTURE = re.compile(r"\]\((figures/[\w-]+\.svg)\)")


def embedded(text: str, folder: Path) -> str:
    """The text with `![…](figures/NAME.svg)` as data URIs. Raises UsageError where the folder has no such file."""
    return _PICTURE.sub(lambda picture: f"]({_data_uri(folder / picture[1])})", text)


def _data_uri(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        raise UsageError("{path} is missing: a text of a solution shows it", path=path) from None
    return f"data:image/svg+xml;base64,{base64.b64encode(content).decode()}"
