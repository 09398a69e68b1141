"""The IPython shell in which a notebook runs: what a student expects of Jupyter, less the keyboard and the screen."""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import re
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import torch
from IPython.core.compilerop import CachingCompiler
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import ESCAPE_SINGLES, TransformerManager
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.text import SList
from traitlets.config import Config

from autograder.sandbox import cell_magics, otter_stub
from autograder.sandbox.always_there import ALWAYS_THERE
from autograder.sandbox.error import CELL
from autograder.wire import cell_notes


class CellCompiler(CachingCompiler):
    """Names each cell's code after its place in the notebook, so that a traceback can say it."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:  # noqa: ARG002  as IPython calls it
        return f"{CELL}{number}"


class NoDisplay(DisplayPublisher):
    """Takes what a cell displays and keeps it as text."""

    def publish(self, data: dict[str, Any], *_args: Any, **_kwargs: Any) -> None:
        print(data.get("text/plain", ""))

    def clear_output(self, wait: bool = False) -> None: ...


class Transformers(TransformerManager):
    """IPython's, which looks for magics token by token, except where plainly there is none: half the cost of a cell."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.stock = list(self.token_transformers)  # a notebook may add its own

    def do_token_transforms(self, lines: list[str]) -> Any:
        if self.token_transformers == self.stock and not _may_hold_magic(lines):
            return lines
        return super().do_token_transforms(lines)  # type: ignore[no-untyped-call]


def _look_at_nothing(_statement: ast.stmt) -> None:
    """What is done after each statement while nobody asks for anything."""


class CellTimeout(BaseException):
    """Raised in a cell that runs past its limit. Not an Exception, so that `except Exception` lets it through."""


_ASSIGNED_OR_HELP = re.compile(r"=[\s\\]*[%!]|\?")  # x = %magic, x = !command, help?


def _may_hold_magic(lines: list[str]) -> bool:
    starts = tuple(ESCAPE_SINGLES)
    if any(line.lstrip().startswith(starts) or not line.endswith("\n") for line in lines):  # or at odd line breaks
        return True
    return _ASSIGNED_OR_HELP.search("".join(lines)) is not None


class Shell(InteractiveShell):
    """IPython without history, windows, or commands; `notes` says in words what it did not do."""

    def __init__(self, **kwargs: Any) -> None:
        self.notes: list[str] = []
        self.errors: list[BaseException] = []  # of the cell's statements
        self.when_run: Callable[[ast.stmt], None] = _look_at_nothing
        super().__init__(compiler_class=CellCompiler, display_pub_class=NoDisplay, **kwargs)  # type: ignore[no-untyped-call]
        self.input_transformer_manager = Transformers()

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: ExecutionResult | None = None,  # noqa: ARG002  each statement has one of its own
    ) -> bool:
        """Run a cell's statements one by one. One that fails costs itself: those behind it still run."""
        for number, statement in enumerate(nodelist, 1):
            is_last = number == len(nodelist)
            outcome = ExecutionResult(None)
            how = interactivity if is_last else "none"
            await super().run_ast_nodes([statement], cell_name, how, compiler, outcome)
            error = outcome.error_before_exec or outcome.error_in_exec
            if error is not None:
                self.errors.append(error)
            if isinstance(error, CellTimeout):
                break
            self.when_run(statement)
        return bool(self.errors)

    def enable_gui(self, gui: Any = None) -> None: ...

    def enable_matplotlib(self, gui: Any = None) -> tuple[str, str]:  # noqa: ARG002  figures are drawn, not shown
        return "agg", "agg"

    def system(self, cmd: str) -> None:
        self.notes.append(cell_notes.NOT_RUN.format(code=f"`!{cmd}`"))

    def getoutput(self, cmd: str, *_args: Any, **_kwargs: Any) -> SList:
        self.system(cmd)
        return SList()

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        if magic_name in cell_magics.NOT_RUN:
            self.notes.append(cell_notes.NOT_RUN.format(code=f"`%%{magic_name}`"))
            return None
        body = f"#\n{cell}" if magic_name == "capture" else cell  # so that lines keep their numbers
        if magic_name not in cell_magics.AROUND:
            return super().run_cell_magic(magic_name, line, body)  # type: ignore[no-untyped-call]
        result = self.run_cell(body, store_history=False)  # type: ignore[no-untyped-call]
        if result.error_before_exec is not None:
            self.errors.append(result.error_before_exec)
        return None

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        if magic_name in {"pip", "conda", "mamba", "uv", "sx", "system", "cd"}:
            self.notes.append(cell_notes.NOT_RUN.format(code=f"`%{magic_name} {line}`"))
            return None
        return super().run_line_magic(magic_name, line, _stack_depth + 1)

    def should_run_async(self, raw_cell: str, *, transformed_cell: str | None = None, **kwargs: Any) -> bool:
        """As IPython decides, which compiles the cell once more to find out what most texts tell at once."""
        if not re.search("await|async", transformed_cell or ""):
            return False
        return bool(super().should_run_async(raw_cell, transformed_cell=transformed_cell, **kwargs))

    def _tee(self, channel: str) -> contextlib.nullcontext[None]:  # type: ignore[override]  # noqa: ARG002  as IPython calls it
        """Keep no second copy of all that is printed, for a history that nobody will read: slow, and without limit."""
        return contextlib.nullcontext()

    # a traceback rendered in colours costs 0.1 s and nobody would see it: the error itself is kept in run_cell's result
    def showtraceback(self, *_args: Any, **_kwargs: Any) -> None: ...

    def showsyntaxerror(self, *_args: Any, **_kwargs: Any) -> None: ...

    showindentationerror = showsyntaxerror


def _no_input(prompt: object = "") -> NoReturn:
    raise EOFError(f"input({str(prompt)!r}) has nobody to ask while grading: give the value in the code instead")


def _run_eagerly(model: Any = None, **_options: Any) -> Any:
    """In place of torch.compile: there is no compiler where work is graded, and what it gives is the same."""
    if model is None:
        return _unchanged  # a decorator with options
    return model


def _unchanged(model: Any) -> Any:
    return model


def _show_nothing(*_args: Any, **_kwargs: Any) -> None:
    close_figures()


def close_figures() -> None:
    """Forget the figures that a cell drew."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        pyplot.close("all")


def make_shell() -> Shell:
    """The shell that every submission starts with; made once, in the warm parent."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.color_info = False
    shell = Shell.instance(config=config)
    for _ in range(10):  # loads what the first cell of all would load, and makes fast what all go through
        shell.run_cell("pass", store_history=False)  # type: ignore[no-untyped-call]
    shell.user_ns.update(ALWAYS_THERE)
    otter_stub.stand_in()
    builtins.input = _no_input
    torch.compile = _run_eagerly
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].show = _show_nothing  # type: ignore[attr-defined]
    sys.stdin = io.StringIO()
    return shell
