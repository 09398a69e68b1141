"""A stand-in for what released notebooks ask for checks, which grading has no use for.

That is the module beside them, or otter-grader in older ones. otter takes seconds to import, and the checks lie where a
student works, not where the notebook is graded.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class Notebook:
    """Takes every call that a notebook's `grader` takes, and does nothing."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None: ...

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_args, **_kwargs: None


def stand_in() -> None:
    """Make `import otter` give this module's Notebook, and the module of checks one that is made already."""
    _module("otter").Notebook = Notebook  # type: ignore[attr-defined]
    _module("notebook_checks").grader = Notebook()  # type: ignore[attr-defined]


def _module(name: str) -> ModuleType:
    module = ModuleType(name)
    module.__spec__ = ModuleSpec(name, None)  # find_spec asks for it
    sys.modules[name] = module
    return module
