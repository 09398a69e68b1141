"""What an exercise is to be written without: refused while a test's call runs, whatever name it was imported by.

A function written in Python is refused wherever it is held, since its code is replaced, and a class by its methods.
Torch's functions written in C are seen by a mode of torch's. Any other function is replaced in its module and in the
notebook's own names. A student's code shares this process: who sets out to get round this can.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, FunctionType, ModuleType

from torch.overrides import TorchFunctionMode

from autograder.sandbox.replacement import Place, places

_MISSING = object()
_METHODS = ("__init__", "__call__", "forward", "step")  # of a class: what makes an object of it, or has it work


class NotAllowed(Exception):
    """The student's code has called what the exercise is to be written without; the text is its name."""


def resolved(name: str) -> object:
    """The function or class of a dotted name such as "torch.nn.functional.relu".

    Raises ValueError where there is none, or none that could be refused.
    """
    value = _found(name)
    if not callable(value):
        example = '"torch.nn.functional.relu"'
        raise ValueError(f"without: {name!r} is no function or class: expected one such as {example}")  # noqa: TRY004
    # torch tells a mode of the method that an operator stands for, so that the ban would never be met
    if name.startswith("torch.Tensor.__"):
        raise ValueError(f'without: {name!r} is an operator: name its method, such as "torch.Tensor.matmul" for @')
    is_function = isinstance(value, FunctionType) or _holder(name) is not None or _is_torchs(name)
    if isinstance(value, type):
        is_function = bool(_methods_of(value))
    if not is_function:
        raise ValueError(f"without: calls of {name!r} can't be seen: name a function or a class of Python's")
    return value


def _found(name: str) -> object:
    parts = name.split(".")
    # the longest part of it that is a module, then attributes; torch.classes raises whatever it likes
    for length in range(len(parts) - 1, 0, -1):
        value: object = None
        with contextlib.suppress(Exception):
            value = importlib.import_module(".".join(parts[:length]))
        if value is not None:
            return _inside(value, parts[length:])
    return None


def _inside(value: object, parts: Sequence[str]) -> object:
    with contextlib.suppress(Exception):
        for part in parts:
            value = getattr(value, part, None)
        return value
    return None


def _holder(name: str) -> ModuleType | None:
    """The module that a dotted name is in; None for a method."""
    holder = sys.modules.get(name.rpartition(".")[0])
    if isinstance(holder, ModuleType):
        return holder
    return None


def _is_torchs(name: str) -> bool:
    return name.partition(".")[0] == "torch"


def _methods_of(kind: type) -> list[str]:
    """Those of a class's methods that are written in Python and are called wherever it is used."""
    return [method for method in _METHODS if inspect.isfunction(inspect.getattr_static(kind, method, None))]


class Bans:
    """Refuses these names while it is on. `names` of the notebook may hold what they stand for."""

    def __init__(self, banned: Sequence[str], names: dict[str, object]) -> None:
        self.objects: dict[str, object] = {}
        self._places: dict[str, list[Place]] = {}  # where the notebook holds those that are replaced by their names
        self.is_on = False
        self._replaced = contextlib.ExitStack()
        self._watches: list[_Watch] = []
        for name in banned:
            # what can't be found here is held by nobody
            with contextlib.suppress(ValueError):
                self.objects[name] = resolved(name)
                if _is_seen_by_torch(name, self.objects[name]):
                    self._watches.append(_Watch(name, self.objects[name]))
                # once: a notebook may hold a million things
                if not isinstance(self.objects[name], (FunctionType, type)):
                    self._places[name] = places(names, self.objects[name])

    @contextlib.contextmanager
    def on(self) -> Iterator[None]:
        """Refuse them from here on."""
        with self._switched(on=True), contextlib.ExitStack() as stack:
            for watch in self._watches:
                stack.enter_context(watch)
            yield

    def lifted(self) -> contextlib.AbstractContextManager[None]:
        """Refuse nothing while code of ours runs in the middle of the student's."""
        return self._switched(on=False)

    @contextlib.contextmanager
    def _switched(self, *, on: bool) -> Iterator[None]:
        before = self.is_on
        self._switch(on=on)
        try:
            yield
        finally:
            self._switch(on=before)

    def _switch(self, *, on: bool) -> None:
        if on is self.is_on:
            return
        self.is_on = on
        # a student's generator may leave a mode behind it on torch's stack: what is off there lets all through
        for watch in self._watches:
            watch.is_on = on
        self._replaced.close()
        if on:
            # a function of torch's in C goes from its module as well: some of them no mode sees
            for name, value in self.objects.items():
                self._replaced.enter_context(self._refused(name, value))

    def _refused(self, name: str, value: object) -> contextlib.AbstractContextManager[None]:
        if isinstance(value, FunctionType):
            return _without_code(name, value)
        if isinstance(value, type):
            return _without_methods(name, value)
        return self._without_name(name, value)

    @contextlib.contextmanager
    def _without_name(self, name: str, value: object) -> Iterator[None]:
        refuse = self._refusing_while_on(name, value)
        with contextlib.ExitStack() as stack:
            owner = _owner(name)
            if owner is not None:
                stack.enter_context(_without_attribute(owner, name.rpartition(".")[2], refuse))
            for replace_there in self._places[name]:
                replace_there(value, refuse)
                stack.callback(replace_there, refuse, value)
            yield

    def _refusing_while_on(self, name: str, value: object) -> Callable[..., object]:
        """A student's code that keeps it has what it stands for where nothing is refused."""

        def refuse(*arguments: object, **named: object) -> object:
            if self.is_on:
                raise NotAllowed(name)
            return value(*arguments, **named)  # type: ignore[operator]  # resolved() has seen that it can be called

        return refuse


def _owner(name: str) -> ModuleType | type | None:
    """The module or the class that a dotted name is in."""
    owner = _holder(name)
    if owner is not None:
        return owner
    parent = _found(name.rpartition(".")[0])
    if isinstance(parent, type):
        return parent
    return None


@contextlib.contextmanager
def _without_attribute(owner: ModuleType | type, attribute: str, refuse: Callable[..., object]) -> Iterator[None]:
    """Set on a class, it is seen before what its bases have in C: in each thread, where a mode is in one alone."""
    before = vars(owner).get(attribute, _MISSING)
    try:
        setattr(owner, attribute, refuse)
    except TypeError:  # a class of C's takes nothing: the mode is all there is
        yield
        return
    try:
        yield
    finally:
        if before is _MISSING:
            delattr(owner, attribute)
        else:
            setattr(owner, attribute, before)


def _is_seen_by_torch(name: str, value: object) -> bool:
    """Whether it is one of torch's functions or methods that are not written in Python."""
    return _is_torchs(name) and not isinstance(value, (FunctionType, type))


def _refusing(name: str) -> Callable[..., object]:
    def refuse(*_arguments: object, **_named: object) -> object:
        raise NotAllowed(name)

    return refuse


@contextlib.contextmanager
def _without_code(name: str, function: FunctionType) -> Iterator[None]:
    # one object, whoever has imported it, and under whatever name
    code = function.__code__
    function.__code__ = _refusing_code(name, code)
    try:
        yield
    finally:
        function.__code__ = code


def _refusing_code(name: str, code: CodeType) -> CodeType:
    """Code that only raises, for a function with the cells of another one: its own names are the module's."""
    namespace: dict[str, FunctionType] = {}
    exec("def refuse(*arguments, **named): raise 'the error'", namespace)  # noqa: S102  the words before this comment
    # by its class, so that each raising makes an error with a traceback of its own
    error = type("NotAllowed", (NotAllowed,), {"__init__": lambda self: NotAllowed.__init__(self, name)})
    # a constant of code may be any object, and a function keeps as many free variables as it has
    template = namespace["refuse"].__code__
    constants = tuple(error if constant == "the error" else constant for constant in template.co_consts)
    return template.replace(co_consts=constants, co_freevars=code.co_freevars)


@contextlib.contextmanager
def _without_methods(name: str, kind: type) -> Iterator[None]:
    refuse = _refusing(name)
    # set on the class itself, and so seen before those that it inherits
    own_methods = {}
    for method in _methods_of(kind):
        own_methods[method] = kind.__dict__.get(method, _MISSING)
    try:
        for method in own_methods:
            setattr(kind, method, refuse)
        yield
    finally:
        for method, value in own_methods.items():
            if value is _MISSING:
                delattr(kind, method)
            else:
                setattr(kind, method, value)


class _Watch(TorchFunctionMode):
    """Sees each call of torch's functions and methods, by whatever name."""

    def __init__(self, name: str, banned: object) -> None:
        super().__init__()
        self.banned_name = name
        self.banned = banned
        self.is_on = False

    def __torch_function__(
        self,
        func: Callable[..., object],
        types: Sequence[type],
        args: Sequence[object] = (),
        kwargs: dict[str, object] | None = None,
    ) -> object:
        if self.is_on and func == self.banned:
            raise NotAllowed(self.banned_name)
        return func(*args, **(kwargs or {}))

