"""Keeps torch's compiler out of memory until somebody compiles: a stand-in for `torch._dynamo`.

Every optimizer imports it, only to say "don't compile me": 1 s, 70 MB and 1,200 modules, in a process whose forks pay
for every megabyte. The stand-in answers what optimizers ask; whatever else is asked of it loads the real module.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType

import torch

_MODULE_NAME = "torch._dynamo"


class _StandIn(ModuleType):
    def graph_break(self, msg: str = "") -> None:
        """Nothing is being compiled, so there is nothing to break."""

    def disable(self, fn: Callable[..., object], *_args: object, **_kwargs: object) -> Callable[..., object]:
        """Nothing is being compiled, so the function is itself."""
        return fn

    def __getattr__(self, name: str) -> object:
        # somebody may have kept a reference to this one after the real module has come
        if sys.modules.get(_MODULE_NAME) is self:
            del sys.modules[_MODULE_NAME]
            torch._dynamo = importlib.import_module(_MODULE_NAME)  # noqa: SLF001  its place, as torch's own import has it
        return getattr(sys.modules[_MODULE_NAME], name)


def keep_dynamo_out() -> None:
    """Put the stand-in where the module would be, unless that has been loaded."""
    # whoever has imported it already has paid for it, and may hold parts of it
    if _MODULE_NAME not in sys.modules:
        stand_in = _StandIn(_MODULE_NAME)
        sys.modules[_MODULE_NAME] = stand_in
        torch._dynamo = stand_in  # noqa: SLF001  its place, as torch's own import has it
