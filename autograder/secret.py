"""The course's secret: hidden inputs are drawn from it, so that a seed in a report foretells nothing.

It lives outside the repository: in the environment, or in a file of the user's that is made at first use.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
import tempfile
from pathlib import Path

import platformdirs

VARIABLE = "AUTOGRADER_SECRET"


def course_secret(title: str) -> str:
    """The secret of the course with this title, the same at each call on this machine."""
    secret_of_environment = os.environ.get(VARIABLE)
    if secret_of_environment:
        return secret_of_environment
    path = secret_path(title)
    try:
        return _read_or_make(path)
    except OSError as fault:
        # a run without a lasting secret is still a fair one, but it can't be repeated: whoever starts it is told so
        reason = f"the course's secret can't be kept in {path} ({fault.strerror})"
        print(f"autograder: {reason}: this run draws one of its own; set {VARIABLE} to keep one", file=sys.stderr)
        return secrets.token_hex(32)


def secret_path(title: str) -> Path:
    """Where the secret of the course with this title is kept."""
    folder = Path(platformdirs.user_data_dir("autograder", appauthor=False))
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "course"
    return folder / f"{name}.secret"


def _read_or_make(path: Path) -> str:
    """The secret in a file, which is made with a new one where there is none. Raises OSError."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft, contextlib.suppress(FileExistsError):
            draft.write(secrets.token_hex(32))
            draft.flush()
            os.link(draft.name, path)  # whole or not at all, and the first of several runs wins
    return path.read_text()
