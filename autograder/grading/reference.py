"""The reference: an assignment's solution as a module of the grader's process, from which expected values come."""

from __future__ import annotations

import functools
import importlib.util
import sys
from pathlib import Path
from types import ModuleType


@functools.cache
def load_reference(path: Path) -> ModuleType:
    """Import the solution at this path, once for each process. Raises ImportError where it is no Python module."""
    name = f"reference_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} can't be imported")
    module = importlib.util.module_from_spec(spec)
    # dataclasses and pickle look a class's module up by its name while the module is still being executed
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
