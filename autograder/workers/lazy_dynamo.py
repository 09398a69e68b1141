"""Keeps torch's compiler out of memory until somebody compiles: a stand-in for `torch._dynamo`.

Every optimizer imports it, only to say "don't compile me": 1 s, 70 MB and 1,200 modules, in a process whose forks pay
for every megabyte. The stand-in answers what optimizers ask; whatever else is asked of it loads the real module.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import torch

_MODULE_NAME = "torch._dynamo"
_BUILT_ON_IT = ("torch.distributed.", "torch.export", "torch._export", "torch._inductor", "torch.onnx")


class _StandIn(ModuleType):
    def graph_break(self, msg: str = "") -> None:
        """Nothing is being compiled, so there is nothing to break."""

    def disable(self, fn: Callable[..., object], *_args: object, **_kwargs: object) -> Callable[..., object]:
        """Nothing is being compiled, so the function is itself."""
        return fn

    def __getattr__(self, name: str) -> object:
        # somebody may have kept a reference to this one after the real module has come
        _load_dynamo()
        return getattr(sys.modules[_MODULE_NAME], name)


class _LoadsDynamoFirst(MetaPathFinder):
    """Before a part of torch that is built on the compiler is imported, it loads the compiler.

    Otherwise the stand-in would load it in the middle of that import, where the two import each other in a circle.
    """

    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """As the import system asks for each module that is not loaded yet."""
        if not fullname.startswith(_BUILT_ON_IT):
            return None
        _load_dynamo()
        module = sys.modules.get(fullname)
        if module is None:
            return None
        # the compiler has imported it, too: loaded a second time, it would register its parts twice
        spec = ModuleSpec(fullname, _Loaded(module))
        module.__spec__ = spec  # the import system prefers a module's own
        return spec


class _Loaded(Loader):
    """Gives a module that is there already, as it is."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.spec = module.__spec__

    def create_module(self, _spec: ModuleSpec) -> ModuleType:
        """The module itself."""
        return self.module

    def exec_module(self, _module: ModuleType) -> None:
        """Nothing but to give it back its own specification, which the import system has replaced."""
        self.module.__spec__ = self.spec


def _load_dynamo() -> None:
    """Put the real module in the stand-in's place, where that still is."""
    if isinstance(sys.modules.get(_MODULE_NAME), _StandIn):
        del sys.modules[_MODULE_NAME]
        torch._dynamo = importlib.import_module(_MODULE_NAME)  # noqa: SLF001  its place, as torch's own import has it


def keep_dynamo_out() -> None:
    """Put the stand-in where the module would be, unless that has been loaded."""
    # whoever has imported it already has paid for it, and may hold parts of it
    if _MODULE_NAME not in sys.modules:
        stand_in = _StandIn(_MODULE_NAME)
        sys.modules[_MODULE_NAME] = stand_in
        torch._dynamo = stand_in  # noqa: SLF001  its place, as torch's own import has it
        sys.meta_path.insert(0, _LoadsDynamoFirst())
